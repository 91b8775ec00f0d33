"""Paragraphs of slides, in the direction of the language; python-pptx has no property for it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from app.reports.brand import UNBRANDED, Brand
from app.reports.faces import OFFICE
from app.reports.native.colours import INK

POINTS_PER_INCH = 72
LEAST = 8.0
"""Points below which no text of a slide is made smaller."""
SHRINKS = (1.0, 0.92, 0.85, 0.78, 0.7, 0.62)
GAP = 0.35
"""Gap after a paragraph, as a share of the size of the type."""
SAFE = 1.04
"""By how much more than its letters on the mean a line is taken to run."""
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")


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


@dataclass(frozen=True, slots=True)
class Measure:
    """How much room a face takes, so that a slide is filled and not overfull, since no program says so beforehand.

    Attributes:
        letter: mean width of a letter. leading, arabic: height of a line, and of one that holds Arabic letters; all
            as shares of the size of the type.
    """

    letter: float
    leading: float
    arabic: float

    def lines(self, text: str, width: float, size: float) -> int:
        """Return how many lines a text takes in a width in inches, at a size in points, broken between words."""
        room = max(1.0, width * POINTS_PER_INCH / (size * self.letter))
        return sum(_wrapped(one, room) for one in text.split("\n"))

    def height(self, text: str, width: float, size: float) -> float:
        """Return the height in inches of a text in a width in inches, at a size in points."""
        leading = self.arabic if ARABIC.search(text) else self.leading
        return self.lines(text, width, size) * size * leading / POINTS_PER_INCH


def measure_of(brand: Brand) -> Measure:
    """Return how much room the text of slides takes in the faces of a brand."""
    if brand == UNBRANDED:
        return Measure(OFFICE.letter * SAFE, OFFICE.leading, OFFICE.leading)
    face = brand.face
    return Measure(face.body.letter * SAFE, face.body.leading, max(face.body.leading, face.arabic.leading))


def _wrapped(text: str, room: float) -> int:
    """Return how many lines of so many letters a paragraph takes; a word longer than a line is broken."""
    lines, left = 1, room
    for word in text.split(" "):
        if len(word) > left and left < room:
            lines, left = lines + 1, room
        while len(word) > left:
            word = word[math.floor(left) :]
            lines, left = lines + 1, room
        left -= len(word) + 1
    return lines


def height_of(lines: list[Line], width: float, measure: Measure) -> float:
    """Return the height in inches that paragraphs take in a width in inches."""
    return 0.1 + sum(
        measure.height(one.text, width - 0.2, one.size) + one.size * GAP / POINTS_PER_INCH
        for one in lines
        if one.text
    )


def fitted(lines: list[Line], width: float, height: float, measure: Measure) -> list[Line]:
    """Return the paragraphs at the largest size, not above their own, at which they fit; never below eight points."""
    return fitted_alike([lines], width, height, measure)[0]


def fitted_alike(boxes: list[list[Line]], width: float, height: float, measure: Measure) -> list[list[Line]]:
    """Return the paragraphs of boxes of one size, all made smaller by as much as the fullest needs."""
    for shrink in SHRINKS:
        smaller = [
            [Line(one.text, max(LEAST, one.size * shrink), one.bold, one.colour) for one in lines]
            for lines in boxes
        ]
        if all(height_of(lines, width, measure) <= height for lines in smaller):
            break
    return smaller
