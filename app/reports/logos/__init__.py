"""Logos that somebody hands over: looked through, written anew by us, and kept only in that form.

Nothing of the file itself survives: a PNG is decoded and encoded again, an SVG is rebuilt from the few elements and
attributes that draw.
"""

from __future__ import annotations

from app.reports.logos.logo import MEDIA, MOST_BYTES, Logo, LogoRefused
from app.reports.logos.picture import SIGNATURE, read_png

__all__ = ["MEDIA", "MOST_BYTES", "Logo", "LogoRefused", "read_logo"]

ENDINGS = {".png": "png", ".svg": "svg"}


def read_logo(data: bytes, name: str) -> Logo:
    """Return a logo that is safe to keep, print and serve.

    Args:
        name: what the file was called; its ending must agree with what it holds.

    Raises:
        LogoRefused: with the reason.
    """
    if not data:
        raise LogoRefused("logo_empty")
    if len(data) > MOST_BYTES:
        raise LogoRefused("logo_too_large", size=round(len(data) / 1000), most=MOST_BYTES // 1000)
    kind = next((kind for ending, kind in ENDINGS.items() if name.lower().endswith(ending)), None)
    if kind is None:
        raise LogoRefused("logo_ending")
    is_png = data.startswith(SIGNATURE)
    if is_png != (kind == "png"):
        raise LogoRefused("logo_mismatch", ending=kind.upper())
    if is_png:
        return read_png(data)
    from app.reports.logos.drawing import read_svg  # with a parser of XML that nothing else of the site wants

    return read_svg(data)
