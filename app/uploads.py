"""Workbooks that somebody hands over: looked through as an archive first, then read cell by cell.

Nothing in a workbook is computed, followed or taken for granted. A formula is refused rather than trusted to
have been worked out, since its stored value is whatever the last program left there.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from content import ContentError, Finding, shown
from content.encoding import read_bytes

MOST_BYTES = 10_000_000
MOST_UNPACKED = 30_000_000
MOST_PARTS = 500
MOST_PACKED = 150
"""How many times larger than packed a part may be; tables reach 30, a bomb a thousand."""

SMALL_PART = 200_000
"""Bytes below which a part may be packed as tightly as it likes."""

LAST_ROW = 100_000
SHEET = "responses"
"""The sheet that is read where a workbook has several."""

Row = tuple[str, Mapping[str, str]]

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_ENTITIES = re.compile(rb"<!DOCTYPE|<!ENTITY")
_ENCODING = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)""")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*\bref\s*=\s*["']([A-Z0-9:]{2,24})["']""")
# What reading a damaged archive, broken XML or a workbook with parts missing ends in.
_BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


def read_table(path: Path, columns: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows of a workbook's table: "row 7" as a spreadsheet counts, and its cells by column name.

    The columns may stand in any order; rows without any value are left out.

    Args:
        columns: the names that the first row must have, in lower case.

    Raises:
        ContentError: the file is no workbook, larger than it may be, or holds anything but plain values.
    """
    file = str(path)
    data = read_bytes(path, MOST_BYTES)
    _look_through(data, file)
    findings: list[Finding] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about decoration that is not read
            rows = tuple(_rows(data, file, columns, findings))
    except ContentError:
        raise
    except _BROKEN as error:
        reason = type(error).__name__
        raise _refusal(file, "", f"a damaged workbook ({reason})", "a sound .xlsx", "workbook") from error
    if findings:
        raise ContentError(findings)
    return rows


class Book:
    """A workbook that was looked through, read sheet by sheet; see `open_book`."""

    def __init__(self, book: Any, data: bytes, file: str) -> None:
        self._book, self._data, self._file = book, data, file

    @property
    def names(self) -> list[str]:
        return [sheet.title for sheet in self._book.worksheets]

    def rows(
        self, name: str, columns: Sequence[str], texts: Sequence[str] | None
    ) -> tuple[list[dict[str, Any]], list[Finding]]:
        """Return the rows of a sheet by column name, and what is wrong with its cells.

        Numbers stay numbers. "cell" of each row is its number, as "row 7". Empty cells are left out.

        Args:
            columns: names that the first row may have.
            texts: names of columns that come once for each language, as "title.en"; None where the languages
                themselves are columns, as "en".

        Raises:
            ContentError: merged cells, an unknown column, or one that stands twice.
        """
        sheet = next(one for one in self._book.worksheets if one.title == name)
        _refuse_merged(self._data, sheet, self._file)
        sheet.reset_dimensions()
        cells = iter(sheet.iter_rows())
        header = ["" if cell.value is None else str(cell.value).strip() for cell in next(cells, ())]
        while header and not header[-1]:
            header.pop()
        _check_header(header, name, columns, texts, self._file)
        found: list[dict[str, Any]] = []
        findings: list[Finding] = []
        for number, row in enumerate(cells, start=2):
            if number > LAST_ROW:
                raise _refusal(
                    self._file, f"{name}, row {number:,}", "a row", f"rows up to {LAST_ROW:,}", "rows"
                )
            values: dict[str, Any] = {}
            for place, cell in enumerate(row):
                if cell.value in (None, ""):
                    continue
                where = f"{name}, cell {cell.coordinate}"
                wrong, allowed = _fault(cell)
                if place >= len(header):
                    wrong, allowed = (
                        shown(str(cell.value)),
                        f"nothing beyond the {len(header)} columns of row 1",
                    )
                if wrong:
                    findings.append(Finding(self._file, None, None, where, wrong, allowed, "cell"))
                else:
                    values[header[place]] = cell.value
            if values:
                found.append({**values, "cell": f"row {number}"})
        return found, findings


def _check_header(
    header: Sequence[str], name: str, columns: Sequence[str], texts: Sequence[str] | None, file: str
) -> None:
    for place, column in enumerate(header):
        head, _, language = column.partition(".")
        is_text = (
            _LANGUAGE.fullmatch(column) if texts is None else head in texts and _LANGUAGE.fullmatch(language)
        )
        if column in header[:place] or (column not in columns and not is_text):
            found = f"{shown(column)} again" if column in header[:place] else shown(column or None)
            languages = [f"{text}.en" for text in texts or ()] or ["en"]
            allowed = f"each once: {', '.join((*columns, *languages))}, and other languages likewise"
            raise _refusal(file, f"{name}, row 1", found, allowed, "header")


@contextmanager
def open_book(path: Path) -> Iterator[Book]:
    """Open a workbook of several sheets, looked through like any that somebody hands over.

    Raises:
        ContentError: the file is no workbook, or larger than it may be; also for what breaks while it is read.
    """
    from openpyxl import load_workbook  # a third of a second, needed only where somebody brings a workbook

    file = str(path)
    data = read_bytes(path, MOST_BYTES)
    _look_through(data, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about decoration that is not read
            book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
            try:
                yield Book(book, data, file)
            finally:
                book.close()
    except ContentError:
        raise
    except _BROKEN as error:
        reason = type(error).__name__
        raise _refusal(file, "", f"a damaged workbook ({reason})", "a sound .xlsx", "workbook") from error


def is_workbook(data: bytes) -> bool:
    """Return whether the first bytes of a file are those of a workbook, whatever the file is called."""
    return data.startswith((b"PK\x03\x04", _OLD_OR_LOCKED))


def _refusal(file: str, place: str, found: str, allowed: str, rule: str) -> ContentError:
    return ContentError([Finding(file, None, None, place, found, allowed, rule)])


def _look_through(data: bytes, file: str) -> None:
    """Refuse an archive for what it claims to hold, before any of it is taken for a workbook."""
    if len(data) > MOST_BYTES:
        limit = f"{MOST_BYTES:,} bytes"
        raise _refusal(file, "", f"more than {limit}", f"at most {limit}", "size")
    if data.startswith(_OLD_OR_LOCKED):
        found = "a workbook of the old kind, or one with a password"
        raise _refusal(file, "", found, "an .xlsx without a password", "workbook")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _look_through_parts(archive, file)
    except ContentError:
        raise
    except _BROKEN as error:
        found = "no workbook" if not is_workbook(data) else "a damaged workbook"
        raise _refusal(file, "", found, "an .xlsx workbook, or a .csv named so", "workbook") from error


def _look_through_parts(archive: zipfile.ZipFile, file: str) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise _refusal(file, "", f"{len(parts):,} parts", f"at most {MOST_PARTS}", "parts")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        found, allowed = f"{unpacked:,} bytes when unpacked", f"at most {MOST_UNPACKED:,}"
        raise _refusal(file, "", found, allowed, "unpacked-size")
    for part in parts:
        if part.file_size > SMALL_PART and part.file_size > MOST_PACKED * part.compress_size:
            found = f"a part packed {part.file_size // max(1, part.compress_size):,} times"
            raise _refusal(file, part.filename[:80], found, f"at most {MOST_PACKED} times", "ratio")
        if part.flag_bits & 1:
            raise _refusal(file, "", "a workbook with a password", "one without", "workbook")
        # No more than its claimed size comes out of a part, and a wrong claim fails its checksum.
        content = archive.read(part)
        declared = _ENCODING.match(content[:200])
        is_utf8 = declared is None or declared[1].lower() in {b"utf-8", b"us-ascii"}
        if _ENTITIES.search(content) or content[:2] in {b"\xff\xfe", b"\xfe\xff"} or not is_utf8:
            found = "entities, or text in another encoding than UTF-8"
            raise _refusal(file, part.filename[:80], found, "plain XML in UTF-8", "xml")


def _rows(data: bytes, file: str, columns: Sequence[str], findings: list[Finding]) -> Iterator[Row]:
    """Yield the rows that are in order, and note what is wrong with the others."""
    # A third of a second to import, needed only where somebody brings a workbook.
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
    try:
        sheet = _sheet(book, file)
        _refuse_merged(data, sheet, file)
        sheet.reset_dimensions()  # what it says of its own size need not be true
        rows = iter(sheet.iter_rows())
        names = _header(next(rows, ()), file, columns)
        for number, cells in enumerate(rows, start=2):
            if number > LAST_ROW:
                raise _refusal(file, f"row {number:,}", "a row", f"rows up to {LAST_ROW:,}", "rows")
            if any(cell.value not in (None, "") for cell in cells):
                before = len(findings)
                row = _row(f"row {number}", cells, names, file, findings)
                if len(findings) == before:
                    yield row
    finally:
        book.close()


def _sheet(book: Any, file: str) -> Any:
    sheets = book.worksheets
    if len(sheets) == 1:
        return sheets[0]
    named = [sheet for sheet in sheets if sheet.title.strip().lower() == SHEET]
    if len(named) == 1:
        return named[0]
    found = "no sheet" if not sheets else "the sheets " + ", ".join(shown(s.title) for s in sheets[:5])
    raise _refusal(file, "", found, f"one sheet, or one named '{SHEET}'", "sheets")


def _refuse_merged(data: bytes, sheet: Any, file: str) -> None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        # A sheet that is read in one pass does not know its merged cells; its part of the archive does.
        ranges = _MERGED.findall(archive.read(sheet._worksheet_path))
    if ranges:
        allowed = "a value in every cell, none merged"
        raise ContentError(
            Finding(file, None, None, f"cells {area.decode()}", "merged cells", allowed, "merged")
            for area in ranges
        )


def _header(cells: Sequence[Any], file: str, columns: Sequence[str]) -> list[str]:
    names = ["" if cell.value is None else str(cell.value).strip().lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if sorted(names) != sorted(columns):
        found = shown(",".join(names) or None)
        raise _refusal(file, "row 1", found, f"the columns {','.join(columns)}", "header")
    return names


def _row(
    reference: str, cells: Sequence[Any], names: Sequence[str], file: str, findings: list[Finding]
) -> Row:
    values = dict.fromkeys(names, "")
    for place, cell in enumerate(cells):
        if cell.value is None:
            continue
        name = names[place] if place < len(names) else None
        if name is None:
            field, found, allowed = f"{reference}, cell {cell.coordinate}", shown(str(cell.value)), "nothing"
            allowed = f"{allowed} beyond the {len(names)} columns of row 1"
        else:
            field, (found, allowed) = f"{reference}, column {name}", _fault(cell)
        if found:
            findings.append(Finding(file, None, None, field, found, allowed, "cell"))
        elif name is not None:
            values[name] = written(cell.value)
    return reference, values


def _fault(cell: Any) -> tuple[str, str]:
    """Return what the cell holds that no cell may hold, and what it may; two empty texts if all is well."""
    value, allowed = cell.value, "text or a number"
    if cell.data_type == "f":
        text = getattr(value, "text", None) or (value if isinstance(value, str) else "")
        return f"the formula {shown(text)}" if text else "a formula", "the value itself"
    if cell.data_type == "e":
        return f"the error {shown(value)}", allowed
    if isinstance(value, bool):
        return f"the truth value {shown(value)}", allowed
    if isinstance(value, (date, datetime, time, timedelta)):
        return f"the day or time {value}", f"{allowed}; set the cell's format to text and type it again"
    return "", ""


def written(value: str | int | float) -> str:
    """Return a plain value as it would stand in a text file.

    >>> written(3), written(3.0), written(2.5), written("DK")
    ('3', '3', '2.5', 'DK')
    """
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
