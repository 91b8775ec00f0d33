"""Tables of the report as cells: numbers as numbers, days as days, words as words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.reports.native.numbers import day_code, shown
from app.reports.sheets.formats import Looks
from app.reports.tree import NUMBERS, Cell, Column, Document, Exhibit, Row

LONGEST_TEXT = 32_767
"""Characters that a cell can hold, as the file format has it."""
PORTRAIT, LANDSCAPE = 100, 150
"""Width of a table in characters, on a page upright and across."""
NARROW, MIDDLE, WIDE = 9.0, 12.0, 24.0
LINE_POINTS = 13.5


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table that stand in a sheet, with their widths in characters.

    Attributes:
        kept: numbers of the columns; those that only hold a drawing are left out, since charts are native.
    """

    kept: tuple[int, ...]
    widths: tuple[float, ...]

    @property
    def width(self) -> float:
        return sum(self.widths)


def layout_of(exhibit: Exhibit) -> Layout:
    """Return which columns of a table stand in its sheet, and how wide."""
    kept = tuple(
        number
        for number, column in enumerate(exhibit.columns)
        if column.unit != "drawing" or any(cell.detail for cell in column_of(exhibit, number))
    )
    total = LANDSCAPE if len(kept) > 8 else PORTRAIT
    taken = sum(exhibit.columns[number].width for number in kept)
    free = [number for number in kept if not exhibit.columns[number].width]
    widths = tuple(
        _width(
            exhibit.columns[number],
            total,
            max(0.0, 1 - taken) / len(free) if free and number in free else exhibit.columns[number].width,
        )
        for number in kept
    )
    return Layout(kept, widths)


def is_numeric(column: Column) -> bool:
    """Return whether a column stands at its end; weeks are read as words, from first to last."""
    return column.unit in NUMBERS and column.unit != "week"


def column_of(exhibit: Exhibit, number: int) -> Sequence[Cell]:
    """Return the cells of a column, of plain rows."""
    return [
        row.cells[number]
        for row in exhibit.rows
        if row.kind == "row" and all(cell.span == 1 for cell in row.cells) and len(row.cells) > number
    ]


def _width(column: Column, total: int, share: float) -> float:
    longest_word = max((len(word) for word in column.title.split()), default=0) + 2
    least = NARROW if column.unit in NUMBERS or column.unit == "mark" else MIDDLE
    if column.unit == "drawing":
        return MIDDLE
    return min(70.0, max(least, min(WIDE, longest_word), total * share))


def write_table(
    sheet: Any, looks: Looks, document: Document, exhibit: Exhibit, layout: Layout, at: int
) -> int:
    """Write the rows of a table from row `at` on, without its heading; return the row after it."""
    for number, row in enumerate(exhibit.rows, at):
        _write_row(sheet, looks, document, exhibit, layout, row, number)
    return at + len(exhibit.rows)


def write_heading(sheet: Any, looks: Looks, columns: Sequence[Column], at: int) -> None:
    for place, column in enumerate(columns):
        write_words(sheet, at, place, column.title, looks.heading(is_number=is_numeric(column)))
    lines = max((len(column.title) // 12 + 1 for column in columns), default=1)
    sheet.set_row(at, max(20.0, min(4, lines) * LINE_POINTS + 5))


def write_words(sheet: Any, row: int, column: int, text: str, look: Any) -> None:
    """Write a text as a text, whatever it begins with."""
    sheet.write_string(row, column, text[:LONGEST_TEXT], look)


def _write_row(
    sheet: Any, looks: Looks, document: Document, exhibit: Exhibit, layout: Layout, row: Row, at: int
) -> None:
    place_of = {number: place for place, number in enumerate(layout.kept)}
    number = height = 0
    for cell in row.cells:
        covered = [place_of[one] for one in range(number, number + cell.span) if one in place_of]
        column = exhibit.columns[number]
        number += cell.span
        if not covered:
            continue
        first, last = covered[0], covered[-1]
        text = _text(cell)
        width = sum(layout.widths[first : last + 1])
        height = max(height, lines_of(text, width))
        if last > first:
            # Explanations and headings of groups: nothing that anybody sorts by.
            look = looks.cell(cell, row.kind, text=text)
            sheet.merge_range(at, first, at, last, "", look)
            write_words(sheet, at, first, text, look)
        else:
            _write_cell(sheet, looks, document, exhibit, column, cell, row.kind, (at, first))
    sheet.set_row(at, max(1, height) * LINE_POINTS + 2)


def _write_cell(
    sheet: Any,
    looks: Looks,
    document: Document,
    exhibit: Exhibit,
    column: Column,
    cell: Cell,
    kind: str,
    at: tuple[int, int],
) -> None:
    if isinstance(cell.value, date):
        look = looks.cell(cell, kind, day_code(document.language))
        sheet.write_datetime(*at, cell.value, look)
    elif cell.value is not None and (
        found := shown(cell.text, cell.value, document.language, exhibit.currency)
    ):
        sheet.write_number(*at, found.value, looks.cell(cell, kind, found.code))
    else:
        text = _text(cell)
        aside: dict[str, Any] = {"align": "center", "indent": 0} if column.unit == "mark" else {}
        if is_numeric(column):
            aside = {"align": looks.end}
        write_words(sheet, *at, text, looks.cell(cell, kind, text=text, **aside))
        return
    if cell.detail:
        sheet.write_comment(*at, cell.detail, {"author": document.author})


def _text(cell: Cell) -> str:
    return "\n".join(one for one in (cell.text, cell.detail) if one)


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of a width in characters.

    >>> lines_of("one two three", 8)
    2
    """
    return sum(max(1, math.ceil(len(line) / max(1.0, width - 1))) for line in text.split("\n"))
