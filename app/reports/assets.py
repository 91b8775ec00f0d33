"""The only files a report may use, by name: style sheets and fonts. Everything else does not exist for it."""

from __future__ import annotations

from pathlib import Path

from app.places import TEMPLATES

FONTS = Path(__file__).resolve().parent / "fonts"
BASE_URL = "https://assets.invalid/"  # a reserved host that resolves nowhere; the fetcher maps it to names
STYLE_SHEETS = ("report.css", "exhibits.css", "report-rtl.css")
KINDS = {".css": "text/css", ".ttf": "font/ttf"}


class UnknownAsset(LookupError):
    """A document asked for something that is not one of ours; the message holds what it asked for."""


def read_asset(url: str) -> tuple[bytes, str]:
    """Return content and media type of the asset that `url` names.

    The name is looked up among the known ones and never joined to a path, so nothing can be climbed out of.

    Raises:
        UnknownAsset: the URL is not `BASE_URL` followed by a known name.
    """
    path = _known().get(url.removeprefix(BASE_URL)) if url.startswith(BASE_URL) else None
    if path is None:
        raise UnknownAsset(url[:200])
    return path.read_bytes(), KINDS[path.suffix]


def _known() -> dict[str, Path]:
    """Return name → path of every asset."""
    known = {name: TEMPLATES / "reports" / name for name in STYLE_SHEETS}
    known.update({f"fonts/{path.name}": path for path in FONTS.glob("*.ttf")})
    return known
