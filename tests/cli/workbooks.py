"""Workbooks for tests: sound ones, and ones that no spreadsheet program would write."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from assessments.responses import COLUMNS

SHEET = "xl/worksheets/sheet1.xml"
SOUND: tuple[tuple[Any, ...], ...] = (
    COLUMNS,
    ("r01", "pmo", "GOV.1", 3, "one", None),
    ("r01", "pmo", "GOV.2", "DK", None, None),
)

Change = Callable[[bytes], bytes]


def workbook(rows: Sequence[Sequence[Any]] = SOUND, title: str = "Sheet") -> Workbook:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    page = BytesIO()
    book.save(page)
    return page.getvalue()


def table(*rows: Sequence[Any]) -> bytes:
    """Return a workbook with the header and these rows."""
    return saved(workbook((COLUMNS, *rows)))


def changed(data: bytes, part: str, change: Change) -> bytes:
    """Return the workbook with one part of its archive changed."""
    page = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == part else content)
    return page.getvalue()


def with_part(data: bytes, name: str, content: bytes, count: int = 1) -> bytes:
    """Return the workbook with further parts in its archive."""
    page = BytesIO(data)
    with zipfile.ZipFile(page, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(name.format(number), content)
    return page.getvalue()


def without_part(data: bytes, name: str) -> bytes:
    page = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(page, "w") as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry))
    return page.getvalue()


def with_entities(sheet: bytes) -> bytes:
    """Return a sheet whose text would unfold into a thousand million words."""
    definitions = b'<!ENTITY a0 "word">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
    )
    return sheet.replace(b"<worksheet", b"<!DOCTYPE worksheet [" + definitions + b"]><worksheet", 1)


def in_utf16(sheet: bytes) -> bytes:
    return sheet.decode().encode("utf-16")


def with_password_flag(data: bytes) -> bytes:
    """Return the archive with each entry marked as encrypted, in both of its directories."""
    flagged = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = flagged.find(mark)
        while place >= 0:
            flagged[place + offset] |= 1
            place = flagged.find(mark, place + 4)
    return bytes(flagged)


def merged(area: str) -> bytes:
    book = workbook()
    book.active.merge_cells(area)
    return saved(book)


def two_sheets(*titles: str) -> bytes:
    book = workbook(title=titles[0])
    for title in titles[1:]:
        book.create_sheet(title)
    return saved(book)


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
