"""Copies the front-end files we ship from installed npm packages into the tree, and writes their manifest.

For developers only, after changing a version in package.json:

    cd tools/vendor && npm ci --ignore-scripts && ../../.venv/bin/python vendor.py

The product, its tests and its wheel need neither Node nor this script: what it writes is committed, and
`tests/test_design.py` recomputes every hash in the manifest.
"""

import hashlib
import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PACKAGES = HERE / "node_modules"

PAGE_FONTS = ROOT / "app/static/fonts"
REPORT_FONTS = ROOT / "app/reports/fonts"
LICENCES = ROOT / "app/static/vendor"
MANIFEST = ROOT / "app/static/vendor/manifest.json"
ICON_MACRO = ROOT / "templates/components/icon.html"

# The two page fonts are cut to what English pages set, because the first questionnaire page has 60 kB for
# everything. A cut font is a modified version, and "Plex" is a reserved name, so these carry our own.
CUT_FAMILY = "Plumbline Sans"
CUT_CHARACTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *range(0x2010, 0x2016),
    *range(0x2018, 0x201F),
    *(0x2022, 0x2026, 0x202F, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2122),
    *range(0x2190, 0x2194),
    *(0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x2713),
)
CUT_WEIGHTS = {"400": "Regular", "600": "SemiBold"}

REPORT_STYLES = {
    "@ibm/plex-sans": (
        "IBMPlexSans",
        ("Light", "Regular", "SemiBold", "Italic"),
    ),
    "@ibm/plex-sans-arabic": (
        "IBMPlexSansArabic",
        ("Light", "Regular", "SemiBold"),
    ),
}

# The other faces a brand may choose, TTF in their packages. "Source" is a reserved name too, so they stay whole.
FACE_STYLES = {
    "@expo-google-fonts/source-sans-3": ("SourceSans3", ("Light", "Regular", "SemiBold")),
    "@expo-google-fonts/source-serif-4": ("SourceSerif4", ("Light", "Regular", "SemiBold")),
    "@expo-google-fonts/noto-sans-arabic": ("NotoSansArabic", ("Light", "Regular", "SemiBold")),
    "@expo-google-fonts/noto-naskh-arabic": ("NotoNaskhArabic", ("Regular", "SemiBold")),
}
NUMBERS = {"Light": "300", "Regular": "400", "SemiBold": "600"}
FACE_PARTS = {
    "source-sans-3": ("latin", "latin-ext"),
    "source-serif-4": ("latin", "latin-ext"),
    "noto-sans-arabic": ("arabic",),
    "noto-naskh-arabic": ("arabic",),
}

# Our name for the icon: Lucide's. Those in MIRRORED point along the line of reading and turn with it.
ICONS = {
    "alert": "triangle-alert",
    "arrow-down": "arrow-down",
    "arrow-left": "arrow-left",
    "arrow-right": "arrow-right",
    "arrow-up": "arrow-up",
    "calendar": "calendar",
    "chart": "chart-column",
    "check": "check",
    "check-circle": "circle-check",
    "chevron-down": "chevron-down",
    "chevron-left": "chevron-left",
    "chevron-right": "chevron-right",
    "clock": "clock",
    "copy": "copy",
    "download": "download",
    "error": "circle-alert",
    "eye": "eye",
    "file": "file-text",
    "flag": "flag",
    "globe": "globe",
    "graduation-cap": "graduation-cap",
    "info": "info",
    "link": "link",
    "lock": "lock",
    "mail": "mail",
    "map": "map",
    "menu": "menu",
    "minus": "minus",
    "pencil": "pencil",
    "play": "play",
    "plus": "plus",
    "search": "search",
    "send": "send",
    "sign-out": "log-out",
    "trash": "trash-2",
    "undo": "rotate-ccw",
    "upload": "upload",
    "user": "user",
    "users": "users",
    "x": "x",
}
MIRRORED = {
    "arrow-left",
    "arrow-right",
    "chevron-left",
    "chevron-right",
    "play",
    "send",
    "sign-out",
    "undo",
}


@dataclass(frozen=True, slots=True)
class Vendored:
    """One file in our tree that came from somebody else; paths are relative to the repository."""

    file: str
    package: str
    version: str
    licence: str
    source: str
    change: str
    sha256: str


def main() -> None:
    """Rebuild every vendored file and the manifest."""
    for folder in (PAGE_FONTS, REPORT_FONTS, LICENCES):
        folder.mkdir(parents=True, exist_ok=True)
    rows = sorted(
        [*page_fonts(), *report_fonts(), *icons(), *checkers(), *licences()],
        key=lambda row: row.file,
    )
    MANIFEST.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(rows)} files, {MANIFEST.relative_to(ROOT)} written\n")


def page_fonts() -> Iterator[Vendored]:
    """Write the WOFF2 files that pages load: our cut of Latin, the rest as published."""
    for weight, style in CUT_WEIGHTS.items():
        source = f"fonts/complete/woff2/IBMPlexSans-{style}.woff2"
        target = PAGE_FONTS / f"plumbline-sans-{weight}.woff2"
        cut_font(PACKAGES / "@ibm/plex-sans" / source, target, style)
        yield record("@ibm/plex-sans", source, target, f"cut to basic Latin and renamed {CUT_FAMILY}")
    faces = [(f"@fontsource/{name}", name, part) for name, parts in FACE_PARTS.items() for part in parts]
    for package, name, part in (
        ("@fontsource/ibm-plex-sans", "ibm-plex-sans", "latin-ext"),
        ("@fontsource/ibm-plex-sans-arabic", "ibm-plex-sans-arabic", "arabic"),
        *faces,
    ):
        for weight in CUT_WEIGHTS:
            yield copy(
                package,
                f"files/{name}-{part}-{weight}-normal.woff2",
                PAGE_FONTS / f"{name}-{part}-{weight}.woff2",
            )


def cut_font(source: Path, target: Path, style: str) -> None:
    """Write a WOFF2 with our characters, kerning and marks only, under a name of our own."""
    options = Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["kern", "mark", "liga", "ccmp"]
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    font = TTFont(source, recalcTimestamp=False)
    cutter = Subsetter(options)
    cutter.populate(unicodes=CUT_CHARACTERS)
    cutter.subset(font)
    names = {1: CUT_FAMILY, 2: style, 4: f"{CUT_FAMILY} {style}", 6: f"{CUT_FAMILY.replace(' ', '')}-{style}"}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font.flavor = "woff2"
    font.save(target)


def report_fonts() -> Iterator[Vendored]:
    """Write the complete fonts as TTF: the report engine reads them 1.6 times faster than WOFF2."""
    for package, (family, styles) in REPORT_STYLES.items():
        for style in styles:
            source = f"fonts/complete/woff2/{family}-{style}.woff2"
            target = REPORT_FONTS / f"{family}-{style}.ttf"
            font = TTFont(PACKAGES / package / source, recalcTimestamp=False)
            font.flavor = None
            font.save(target)
            yield record(package, source, target, "WOFF2 unpacked to TTF, otherwise as published")
    for package, (family, styles) in FACE_STYLES.items():
        for style in styles:
            folder = f"{NUMBERS[style]}{style}"
            yield copy(package, f"{folder}/{family}_{folder}.ttf", REPORT_FONTS / f"{family}-{style}.ttf")


def icons() -> Iterator[Vendored]:
    """Write the icon macro, every drawing spelt out in it so that no template marks anything as safe."""
    branches = []
    for number, (name, published) in enumerate(ICONS.items()):
        drawing = (PACKAGES / f"lucide-static/icons/{published}.svg").read_text(encoding="utf-8")
        shapes = re.findall(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*?/>", drawing)
        inner = "".join(re.sub(r"\s+/>", "/>", shape) for shape in shapes)
        branches.append(f'{{%- {"elif" if number else "if"} name == "{name}" %}}{inner}')
    text = (HERE / "icon.html.in").read_text(encoding="utf-8")
    text = text.replace("@VERSION@", version_of("lucide-static")).replace("@BRANCHES@", "\n".join(branches))
    text = text.replace("@MIRRORED@", ", ".join(f'"{name}"' for name in sorted(MIRRORED)))
    text = text.replace("@NAMES@", ", ".join(ICONS))
    ICON_MACRO.write_text(text, encoding="utf-8")
    yield record("lucide-static", "icons/*.svg", ICON_MACRO, "shapes of a subset, inside a macro")


def checkers() -> Iterator[Vendored]:
    """Copy what only the tests use."""
    yield copy("axe-core", "axe.min.js", ROOT / "tests/browser/vendor/axe.min.js")
    yield copy("axe-core", "LICENSE", ROOT / "tests/browser/vendor/LICENSE-axe-core.txt")


def licences() -> Iterator[Vendored]:
    """Put every licence beside the files it covers."""
    yield copy("@ibm/plex-sans", "LICENSE.txt", LICENCES / "LICENSE-ibm-plex.txt")
    yield copy("@ibm/plex-sans", "LICENSE.txt", REPORT_FONTS / "LICENSE.txt")
    for package in FACE_STYLES:
        name = package.split("/")[1]
        yield copy(package, "LICENSE_FONT", LICENCES / f"LICENSE-{name}.txt")
        yield copy(package, "LICENSE_FONT", REPORT_FONTS / f"LICENSE-{name}.txt")
    yield copy("lucide-static", "LICENSE", LICENCES / "LICENSE-lucide.txt")


def copy(package: str, source: str, target: Path) -> Vendored:
    """Copy one file as published and return its row for the manifest."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(PACKAGES / package / source, target)
    return record(package, source, target, "none")


def record(package: str, source: str, target: Path, change: str) -> Vendored:
    """Return the manifest row of a file already written."""
    return Vendored(
        file=target.relative_to(ROOT).as_posix(),
        package=package,
        version=version_of(package),
        licence=about(package)["license"],
        source=source,
        change=change,
        sha256=hashlib.sha256(target.read_bytes()).hexdigest(),
    )


def version_of(package: str) -> str:
    """Return the installed version of an npm package."""
    return about(package)["version"]


def about(package: str) -> dict[str, str]:
    """Return what the package says of itself."""
    described: dict[str, str] = json.loads((PACKAGES / package / "package.json").read_text(encoding="utf-8"))
    return described


if __name__ == "__main__":
    main()
