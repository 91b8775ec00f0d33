"""Tables that somebody pastes or uploads: read whole, or refused with line and column of every fault."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content import ContentError, Finding, shown
from courses.numerals import read_number

MOST_BYTES = 200_000
MOST_LINES = 500
LONGEST_CELL = 200
_FIRST = re.compile(r"[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a table must have; a number must not be less than `least`. An optional one may be missing."""

    name: str
    is_number: bool = True
    least: float | None = 0.0
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its number in the text, its texts and numbers by column, and where each column stands."""

    number: int
    texts: Mapping[str, str]
    numbers: Mapping[str, float]
    places: Mapping[str, int]

    def finding(self, file: str, column: str, found: str, allowed: str, rule: str) -> Finding:
        return Finding(file, self.number, self.places.get(column, 1), column, found, allowed, rule)


def read_table(text: str, columns: Sequence[Column], file: str) -> tuple[Line, ...]:
    """Return the lines of a table whose first line names its columns, in any order.

    Cells are separated by commas, semicolons or tabs, whichever the first line has. Empty lines are passed over.

    Args:
        file: the name that findings carry.

    Raises:
        ContentError: with every fault; `column` of a finding counts cells from 1.
    """
    if len(text.encode()) > MOST_BYTES:
        raise ContentError(
            [Finding(file, None, None, "", "a longer text", f"{MOST_BYTES:,} bytes or fewer", "size")]
        )
    header = text.lstrip("\ufeff").split("\n", 1)[0]
    separator = next((sign for sign in "\t;," if sign in header), ",")
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator, skipinitialspace=True)
    findings: list[Finding] = []
    lines: list[Line] = []
    try:
        names = _names(next(reader, []), columns, file)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(lines) == MOST_LINES:
                allowed = f"{MOST_LINES} lines or fewer"
                findings.append(Finding(file, reader.line_num, 1, "", "one more line", allowed, "lines"))
                break
            lines.append(_line(reader.line_num, cells, names, columns, file, findings))
    except csv.Error as error:
        findings.append(Finding(file, reader.line_num, 1, "", str(error), "a table of plain cells", "csv"))
    if not lines and not findings:
        findings.append(Finding(file, 2, 1, "", "no line", "a line for each row under the names", "empty"))
    if findings:
        raise ContentError(findings)
    return tuple(lines)


def _names(cells: Sequence[str], columns: Sequence[Column], file: str) -> list[str]:
    names = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in cells]
    known = [column.name for column in columns]
    allowed = f"the columns {', '.join(known)}"
    findings = [
        Finding(file, 1, place, "", shown(name), allowed, "header")
        for place, name in enumerate(names, start=1)
        if name not in known or name in names[: place - 1]
    ]
    missing = [column.name for column in columns if column.name not in names and not column.is_optional]
    if missing and not findings:
        findings.append(Finding(file, 1, 1, "", f"no column {', '.join(missing)}", allowed, "header"))
    if findings:
        raise ContentError(findings)
    return names


def _line(
    number: int,
    cells: Sequence[str],
    names: Sequence[str],
    columns: Sequence[Column],
    file: str,
    findings: list[Finding],
) -> Line:
    if len(cells) > len(names):
        found, allowed = f"{len(cells)} cells", f"{len(names)}, as the first line names"
        findings.append(Finding(file, number, len(names) + 1, "", found, allowed, "cells"))
    texts = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
    line = Line(number, texts, {}, {name: place for place, name in enumerate(names, start=1)})
    numbers: dict[str, float] = {}
    for column in columns:
        text = texts.get(column.name, "")
        if len(text) > LONGEST_CELL:
            allowed = f"{LONGEST_CELL} characters or fewer"
            findings.append(line.finding(file, column.name, shown(text), allowed, "length"))
        elif not text:
            if not column.is_optional:
                findings.append(line.finding(file, column.name, "nothing", "a value", "missing"))
        elif column.is_number:
            readings = read_number(text)
            if not readings:
                findings.append(line.finding(file, column.name, shown(text), "a number", "number"))
            elif column.least is not None and readings[0] < column.least:
                allowed = f"{column.least:g} or more"
                findings.append(line.finding(file, column.name, shown(text), allowed, "least"))
            else:
                numbers[column.name] = readings[0]
    return Line(number, texts, numbers, line.places)


def write_table(names: Sequence[str], rows: Sequence[Sequence[str | float | None]]) -> str:
    """Return a table as CSV; no cell of it is taken for a formula by a spreadsheet.

    >>> write_table(["a", "b"], [["=1", 2.5]])
    "a,b\\r\\n'=1,2.5\\r\\n"
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    for row in rows:
        writer.writerow([_written(cell) for cell in row])
    return out.getvalue()


def _written(cell: str | float | None) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if _FIRST.match(cell) else cell
    return "" if cell is None else f"{round(cell, 6):.10g}"
