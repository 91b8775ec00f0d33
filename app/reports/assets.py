"""The only files a report may use, by name: style sheets, fonts, and its own logos. Nothing else exists for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.places import TEMPLATES
from app.reports.faces import FACES

FONTS = Path(__file__).resolve().parent / "fonts"
BASE_URL = "https://assets.invalid/"  # a reserved host that resolves nowhere; the fetcher maps it to names
FACE_SHEETS = tuple(face.sheet for face in FACES.values() if face.sheet)
REPORT_SHEETS = ("report.css", "exhibits.css", "paper.css", "report-rtl.css")
STYLE_SHEETS = (*REPORT_SHEETS, "certificate.css", "hours.css", *FACE_SHEETS)
BRANDED = frozenset(
    {
        "accent",
        "accent-words",
        "brand-accent",
        "brand-main",
        "cover",
        "on-cover",
        "on-cover-mark",
        "on-cover-quiet",
        "on-cover-rule",
        "phase",
    }
)
"""Colours that a brand may set anew after our sheets."""
TOKEN = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{6})")
KINDS = {".css": "text/css", ".ttf": "font/ttf", ".png": "image/png", ".svg": "image/svg+xml"}


class UnknownAsset(LookupError):
    """A document asked for something that is not one of ours; the message holds what it asked for."""


def read_asset(url: str, brought: Mapping[str, bytes] | None = None) -> tuple[bytes, str]:
    """Return content and media type of the asset that `url` names.

    The name is looked up among the known ones and never joined to a path, so nothing can be climbed out of.

    Args:
        brought: content by name of what came with the document.

    Raises:
        UnknownAsset: the URL is not `BASE_URL` followed by a known name.
    """
    name = url.removeprefix(BASE_URL) if url.startswith(BASE_URL) else ""
    if path := _known().get(name):
        return (_settled(path) if path.suffix == ".css" else path.read_bytes()), KINDS[path.suffix]
    if brought and name in brought:
        return brought[name], KINDS[Path(name).suffix]
    raise UnknownAsset(url[:200])


@cache
def _settled(sheet: Path) -> bytes:
    """Return a style sheet with its colours in their places: the engine would look each one up anew for every style."""
    tokens = dict(TOKEN.findall(_known()["report.css"].read_text("utf-8")))
    kept = {name: f"var(--{name})" for name in BRANDED}
    content = sheet.read_text("utf-8")
    for name, value in {**tokens, **kept}.items():
        content = content.replace(f"var(--{name})", value)
    return content.encode()


@cache
def _known() -> dict[str, Path]:
    """Return name → path of every asset."""
    known = {name: TEMPLATES / "reports" / name for name in STYLE_SHEETS}
    known.update({f"fonts/{path.name}": path for path in FONTS.glob("*.ttf")})
    return known
