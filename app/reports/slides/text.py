"""Paragraphs of slides, in the direction of the language; python-pptx has no property for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from app.reports.native.colours import INK

POINTS_PER_INCH = 72
LETTER, LINE, GAP = 0.5, 1.22, 0.35
"""Mean width of a letter, height of a line and gap after a paragraph, as shares of the size of the type."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: its text, size in points, and look."""

    text: str
    size: float = 12
    bold: bool = False
    colour: str = INK


def write(frame: Any, lines: list[Line], *, mirrored: bool, align: str = "start") -> None:
    """Write paragraphs into a text frame, with the margins of the slide's grid."""
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        write_paragraph(paragraph, line, mirrored=mirrored, align=align)


def write_paragraph(paragraph: Any, line: Line, *, mirrored: bool, align: str = "start") -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = line.text
    run.font.size, run.font.bold = Pt(line.size), line.bold  # the face is that of the theme
    run.font.color.rgb = RGBColor.from_string(line.colour.lstrip("#"))
    paragraph.space_after = Pt(line.size * GAP)
    turn(paragraph, mirrored=mirrored, align=align)


def turn(paragraph: Any, *, mirrored: bool, align: str = "start") -> None:
    """Set the direction of a paragraph and where its lines begin, which the file says as left and right."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("rtl", "1" if mirrored else "0")
    sides = {"start": "r" if mirrored else "l", "end": "l" if mirrored else "r", "middle": "ctr"}
    properties.set("algn", sides[align])


def lines_in(text: str, width: float, size: float) -> int:
    """Return how many lines a text takes in a width in inches, at a size in points."""
    letters = max(1.0, width * POINTS_PER_INCH / (size * LETTER))
    return sum(max(1, math.ceil(len(one) / letters)) for one in text.split("\n"))


def height_of(lines: list[Line], width: float) -> float:
    """Return the height in inches that paragraphs take in a width in inches."""
    points = sum(
        one.size * (LINE * lines_in(one.text, width - 0.2, one.size) + GAP) for one in lines if one.text
    )
    return points / POINTS_PER_INCH + 0.1


def fitted(lines: list[Line], width: float, height: float) -> list[Line]:
    """Return the paragraphs at the largest size, not above their own, at which they fit; never below eight points."""
    for shrink in (1.0, 0.92, 0.85, 0.78, 0.7, 0.62):
        smaller = [Line(one.text, max(8.0, one.size * shrink), one.bold, one.colour) for one in lines]
        if height_of(smaller, width) <= height:
            return smaller
    return smaller
