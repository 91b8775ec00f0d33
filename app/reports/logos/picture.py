"""A logo as PNG: measured before it is decoded, decoded within limits, encoded anew without anything beside pixels."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

from app.reports.logos.logo import Logo, LogoRefused, check_shape

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LONGEST_SIDE = 4000
MOST_PIXELS = 8_000_000
SHORTEST_SIDE = 16
KEPT = (1200, 600)
"""Pixels that are kept: a logo 40 mm wide has 760 dots an inch with them."""

MOST_KEPT_BYTES = 400_000
# What the decoder raises for files that are damaged, cut off, or made to hurt it.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError, struct.error, zlib.error)


def read_png(data: bytes) -> Logo:
    """Return the picture as a PNG of ours, made smaller where it has more dots than paper shows.

    Raises:
        LogoRefused: damaged, or of a size that no logo has.
    """
    _measure(data)
    # Slow to import, and wanted only where somebody brings a picture.
    from PIL import Image, ImageFile

    ImageFile.LOAD_TRUNCATED_IMAGES = (
        False  # the PDF engine allows them for its whole process, where it is loaded
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about chunks that are not kept
            with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
                picture.load()
                has_alpha = picture.mode in {"LA", "RGBA", "PA"} or "transparency" in picture.info
                plain = picture.convert("RGBA" if has_alpha else "RGB")
    except (*_BROKEN, Image.DecompressionBombError) as error:
        raise LogoRefused("logo_damaged") from error
    plain.thumbnail(KEPT, Image.Resampling.LANCZOS)
    clean = Image.frombytes(plain.mode, plain.size, plain.tobytes())  # pixels alone: no text, no profile
    held = io.BytesIO()
    clean.save(held, "PNG", optimize=True)
    if held.tell() > MOST_KEPT_BYTES:
        raise LogoRefused("logo_too_detailed")
    return Logo("png", held.getvalue(), clean.width, clean.height)


def _measure(data: bytes) -> None:
    """Refuse by the size that the header claims, before a single pixel is unpacked."""
    if data[12:16] != b"IHDR" or len(data) < 33:
        raise LogoRefused("logo_damaged")
    width, height = struct.unpack(">II", data[16:24])
    if not width or not height:
        raise LogoRefused("logo_damaged")
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise LogoRefused("logo_dimensions", width=width, height=height, most=LONGEST_SIDE)
    if min(width, height) < SHORTEST_SIDE:
        raise LogoRefused("logo_small", least=SHORTEST_SIDE)
    check_shape(width, height)
