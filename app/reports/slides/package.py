"""Office files that are the same for the same content: no moment of writing stays in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time

WRITTEN_AT = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can name; it stands for none."""


def without_moments(content: bytes) -> bytes:
    """Return an archive with every member in its place and none with the moment at which it was written."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as found, zipfile.ZipFile(held, "w") as kept:
        for member in found.infolist():
            info = zipfile.ZipInfo(member.filename, WRITTEN_AT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            kept.writestr(info, found.read(member))
    return held.getvalue()


def chart_workbook(
    categories: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]], created_on: date
) -> bytes:
    """Return the workbook behind a native chart; no text of it is read as a formula.

    It stands as the chart refers to it: names of series in the first row, categories in the first column.
    """
    import xlsxwriter

    held = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    workbook.set_properties({"created": datetime.combine(created_on, time())})
    sheet = workbook.add_worksheet("Sheet1")
    marked = workbook.add_format({"quote_prefix": True})
    for row, category in enumerate(categories, 1):
        sheet.write_string(row, 0, category, marked)
    for column, (name, values) in enumerate(series, 1):
        sheet.write_string(0, column, name, marked)
        for row, value in enumerate(values, 1):
            if value is not None:
                sheet.write_number(row, column, value)
    workbook.close()
    return held.getvalue()
