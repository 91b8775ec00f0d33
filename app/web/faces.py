"""The faces of brands on pages of the site, in files that a browser fetches only where a page has their letters."""

from __future__ import annotations

from flask import current_app

from app.reports.faces import FACES, Font

WEIGHTS = (400, 600)
PARTS = {
    "latin": "U+0-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+2000-206F,U+20AC,U+2122,U+2190-2193,U+2212,U+2215",
    "latin-ext": "U+100-2BA,U+2BD-2C5,U+2C7-2CC,U+2CE-2D7,U+2DD-2FF,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB,U+20AD-20C0",
    "arabic": "U+600-6FF,U+750-77F,U+8A0-8FF,U+200C-200D,U+FB50-FDFF,U+FE70-FEFC",
}
SANS = ("source-sans-3", "noto-sans-arabic")
TABLES = ".p-branded :is(.x-table,.x-spoke,.x-legend)"


def faces_css(font: Font) -> str:
    """Return the rules that set a brand's face inside `.p-branded`; "" for the face of the site."""
    face = FACES[font]
    if not face.web:
        return ""
    families = dict.fromkeys((*face.web, *(SANS if face.latin.is_serif else ())))
    rules = [rule for family in families for rule in _files(family)]
    rules.append(f".p-branded{{font-family:{_stack(face.web)}}}")
    if face.latin.is_serif:
        rules.append(f"{TABLES}{{font-family:{_stack(SANS)}}}")
        rules.append(f".p-branded .x-table caption{{font-family:{_stack(face.web)}}}")
    return "".join(rules)


def _stack(families: tuple[str, ...]) -> str:
    return ",".join((*families, "var(--font)"))


def _files(family: str) -> list[str]:
    """Return a rule for each file of a family: by part and weight."""
    asset = current_app.jinja_env.globals["asset"]
    parts = ("arabic",) if family.endswith("arabic") else ("latin", "latin-ext")
    return [
        f"@font-face{{font-family:{family};font-weight:{weight};font-display:swap;"
        f'src:url("{asset(f"fonts/{family}-{part}-{weight}.woff2")}") format("woff2");unicode-range:{PARTS[part]}}}'  # type: ignore[operator]
        for part in parts
        for weight in WEIGHTS
    ]
