"""Drawing text: plain glyphs are read in one piece; those that are raised, missing or pictures go the long way."""

from __future__ import annotations

from struct import Struct
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from app.reports.shortcuts import replace

original = drawing.draw_first_line

GLYPH = Struct("=Iiii4x")  # number, width, shift to the right, shift upwards
MOST = 0xFFFF
SMALLEST = 1e-6  # a font that the engine does not draw
THOUSANDTHS = 1000 * FROM_UNITS
KNOWS_SIZES = 14802  # the version of Pango from which on a font knows its size

Piece = tuple[Any, float, str]


def draw_first_line(
    stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any
) -> list[Any]:
    """Draw a line of text and return what is still to be drawn of it as pictures."""
    is_cut = text_overflow == "ellipsis" or block_ellipsis != "none"
    if not is_cut and textbox.style["font_size"] >= SMALLEST and textbox.text.strip():
        layout = textbox.pango_layout
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        pieces = read_line(stream, layout)
        if pieces is not None:
            write(stream, matrix, pieces)
            return []
    long_way: list[Any] = original(stream, textbox, text_overflow, block_ellipsis, matrix)
    return long_way


def write(stream: Any, matrix: Any, pieces: list[Piece]) -> None:
    stream.set_text_matrix(*matrix.values)
    previous, string = None, ""
    for font, size, glyphs in pieces:
        if (font, size) != previous:
            if string:
                stream.show_text(string)
            stream.set_font_size(font.hash, size)
            previous, string = (font, size), ""
        string += glyphs
    stream.show_text(string)


def read_line(stream: Any, layout: Any) -> list[Piece] | None:
    """Return a line in pieces of one font each, or None where one of its glyphs is not plain."""
    first_line, _ = layout.get_first_line()
    pieces = []
    known = stream.__dict__.setdefault("fonts_by_address", {})
    encoded = layout.text.encode()
    run = first_line.runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        address = int(ffi.cast("intptr_t", item.analysis.font))
        if address not in known:
            known[address] = stream.add_font(item.analysis.font)
        font, size = known[address]
        if font.bitmap or font.svg or font.png or font.colr:
            return None
        written = read_run(item, glyphs, font, size, encoded)
        if written is None:
            return None
        pieces.append((font, size, written))
        run = run.next
    return pieces


def read_run(item: Any, glyphs: Any, font: Any, size: float, encoded: bytes) -> str | None:
    infos = GLYPH.iter_unpack(ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * GLYPH.size))
    string, widths, known = "<", font.widths, font.to_unicode
    for place, (glyph, width, right, up) in enumerate(infos):
        if glyph > MOST or up:
            return None
        if glyph not in known:
            known[glyph] = meaning(item, glyphs, place, encoded)
        if glyph not in widths:
            return None
        offset = right / size
        if offset:
            string += f">{-offset}<"
        string += f"{glyph:04x}"
        kerning = widths[glyph] + offset - width * THOUSANDTHS / size
        if kerning:
            string += f">{int(kerning)}<"
    return string[:-1] if string[-1] == "<" else string + ">"


def meaning(item: Any, glyphs: Any, place: int, encoded: bytes) -> str:
    """Return the letters that a glyph stands for."""
    clusters, end = glyphs.log_clusters, item.length
    if item.analysis.level % 2:
        end = end if place == 0 else clusters[place - 1]
    elif place < glyphs.num_glyphs - 1:
        end = clusters[place + 1]
    return encoded[item.offset + clusters[place] : item.offset + end].decode()


def take() -> None:
    if ffi.sizeof("PangoGlyphInfo") == GLYPH.size and pango.pango_version() >= KNOWS_SIZES:
        replace(original, draw_first_line)
