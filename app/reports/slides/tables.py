"""Tables of the report as tables of a slide, in the largest type in which they fit."""

from __future__ import annotations

from typing import Any

from app.reports.formats import brief
from app.reports.native.colours import INK, PANEL, RAMP, RULE, WHITE, heading_colour
from app.reports.slides.text import Line, Measure, measure_of, turn, write
from app.reports.tree import NUMBERS, Cell, Document, Exhibit, Row

SIZES = (12.0, 11.0, 10.0, 9.0, 8.0)
LONGEST = 240
MARGIN = 0.14
BOLDER = 1.06
"""How much wider bold letters run."""
TONES = {"gap": "#B4540A", "bad": "#B42318"}


def add_table(
    slide: Any,
    document: Document,
    exhibit: Exhibit,
    place: tuple[float, float, float, float],
    *,
    mirrored: bool,
) -> tuple[Any, float, int]:
    """Add a table; return its frame, its height in inches, and how many rows did not fit, which the caller says."""
    from pptx.util import Emu, Inches

    left, top, width, height = place
    kept = [number for number, one in enumerate(exhibit.columns) if one.unit != "drawing"]
    widths = _widths(exhibit, kept, width)
    measure = measure_of(document.brand)
    size, rows = _fitting(exhibit, kept, widths, height, measure)
    frame = slide.shapes.add_table(
        len(rows) + 1, len(kept), Inches(left), Inches(top), Inches(width), Inches(0.3)
    )
    table = frame.table
    properties = table._tbl.tblPr
    properties.set("rtl", "1" if mirrored else "0")
    for place_, one in enumerate(widths):
        table.columns[place_].width = Emu(int(one * 914_400))
    for place_, number in enumerate(kept):
        column = exhibit.columns[number]
        align = "end" if _is_at_end(column.unit) else "start"
        line = Line(column.title, size, True, WHITE)
        _fill(table.cell(0, place_), [line], heading_colour(document.brand), mirrored, align)
    for row_number, row in enumerate(rows, 1):
        _write_row(table, exhibit, row, row_number, kept, size, mirrored)
    heights = [
        _head_height(exhibit, kept, widths, size, measure),
        *(_row_height(row, kept, widths, size, measure) for row in rows),
    ]
    for number, high in enumerate(heights):
        table.rows[number].height = Inches(high)
    return frame, sum(heights), len(exhibit.rows) - len(rows)


def _head_height(
    exhibit: Exhibit, kept: list[int], widths: list[float], size: float, measure: Measure
) -> float:
    return MARGIN + max(
        measure.height(exhibit.columns[number].title, width - MARGIN, size * BOLDER)
        for number, width in zip(kept, widths, strict=True)
    )


def _is_at_end(unit: str) -> bool:
    return unit in NUMBERS and unit != "week"


def _widths(exhibit: Exhibit, kept: list[int], width: float) -> list[float]:
    shares = [exhibit.columns[number].width for number in kept]
    free = shares.count(0.0)
    left = max(0.15 * free, 1 - sum(shares))
    shares = [one or left / free for one in shares]
    return [width * one / sum(shares) for one in shares]


def _cells(row: Row, kept: list[int]) -> list[tuple[int, int, Cell]]:
    """Return the cells that stand in the slide: place, columns covered, cell."""
    place_of = {number: place for place, number in enumerate(kept)}
    found, number = [], 0
    for cell in row.cells:
        covered = [place_of[one] for one in range(number, number + cell.span) if one in place_of]
        number += cell.span
        if covered:
            found.append((covered[0], len(covered), cell))
    return found


def cut(text: str) -> str:
    """Return a text as it stands in a cell; a longer one is cut, and the whole of it belongs into the notes."""
    return text if len(text) <= LONGEST else brief(text, LONGEST)


def is_cut(exhibit: Exhibit) -> bool:
    """Return whether any text of a table is too long for a cell of a slide."""
    return any(
        len(text) > LONGEST for row in exhibit.rows for cell in row.cells for text in (cell.text, cell.detail)
    )


def _row_height(row: Row, kept: list[int], widths: list[float], size: float, measure: Measure) -> float:
    highest = max(
        (
            _cell_height(cell, sum(widths[place : place + span]) - MARGIN, size, row.kind, measure)
            for place, span, cell in _cells(row, kept)
        ),
        default=0.0,
    )
    return highest + MARGIN / 2


def _cell_height(cell: Cell, width: float, size: float, kind: str, measure: Measure) -> float:
    texts = ((cell.text, size * BOLDER if _is_bold(cell, kind) else size), (cell.detail, size))
    return sum(measure.height(cut(text), width, points) for text, points in texts if text)


def _is_bold(cell: Cell, kind: str) -> bool:
    return kind != "row" or cell.tone in ("strong", "gap", "bad")


def _fitting(
    exhibit: Exhibit, kept: list[int], widths: list[float], height: float, measure: Measure
) -> tuple[float, tuple[Row, ...]]:
    """Return the size of the type and the rows that fit in a height."""
    for size in SIZES:
        total = _head_height(exhibit, kept, widths, size, measure)
        rows = []
        for row in exhibit.rows:
            total += _row_height(row, kept, widths, size, measure)
            if total > height:
                break
            rows.append(row)
        if len(rows) == len(exhibit.rows):
            break
    return size, tuple(rows)


def _write_row(
    table: Any, exhibit: Exhibit, row: Row, at: int, kept: list[int], size: float, mirrored: bool
) -> None:
    for place, span, cell in _cells(row, kept):
        target = table.cell(at, place)
        if span > 1:
            target.merge(table.cell(at, place + span - 1))
        ground, ink = RAMP[cell.shade] if cell.shade else (PANEL if row.kind == "group" else WHITE, INK)
        bold = _is_bold(cell, row.kind)
        unit = exhibit.columns[kept[place]].unit
        align = "middle" if unit == "mark" or cell.shade else "end" if _is_at_end(unit) else "start"
        text = [Line(cut(cell.text), size, bold, TONES.get(cell.tone, ink))]
        if cell.detail:
            text.append(Line(cut(cell.detail), size, False, ink))
        _fill(target, text, ground, mirrored, align)
        for covered in range(place, place + span):
            _rule_below(table.cell(at, covered))


def _rule_below(cell: Any) -> None:
    """Draw a fine line under a cell, which keeps rows apart that have no ground of their own."""
    from pptx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": "6350"})
    ground = line.makeelement(qn("a:solidFill"), {})
    ground.append(ground.makeelement(qn("a:srgbClr"), {"val": RULE.lstrip("#")}))
    line.append(ground)
    properties.insert(0, line)  # the format wants lines before the ground


def _fill(cell: Any, lines: list[Line], ground: str, mirrored: bool, align: str) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Inches, Pt

    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(ground.lstrip("#"))
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.margin_left = cell.margin_right = Inches(0.07)
    write(cell.text_frame, lines, mirrored=mirrored, align=align)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.space_after = Pt(0)
        turn(paragraph, mirrored=mirrored, align=align)
