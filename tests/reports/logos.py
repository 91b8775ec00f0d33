"""Logos for tests: sound ones, and files that try to do more than be a picture."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageDraw

from app.reports.logos.picture import SIGNATURE

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60">%s</svg>'
SHAPE = b'<path d="M0 0h50v50H0z" fill="#00aa55"/>'


def svg(inside: bytes = SHAPE) -> bytes:
    return SVG % inside


def png(colour: str = "#0b1f4b", size: tuple[int, int] = (400, 120)) -> bytes:
    """Return a picture of one colour with a hole that lets the paper through."""
    picture = Image.new("RGBA", size, colour)
    ImageDraw.Draw(picture).ellipse((10, 10, 40, 40), fill=(0, 0, 0, 0))
    held = io.BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    checked = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checked


def claiming(width: int, height: int, pixels: bytes = b"") -> bytes:
    """Return a PNG whose header claims a size, with whatever pixels follow."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
