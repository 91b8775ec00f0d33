"""Every row of every exhibit says the same in page, workbook and PDF: both trees, both directions, random engagements.

`test_same_figures.py` follows single figures from result.json to the slides; here whole rows are held against one
another, so that a figure which slipped into the line or the column of another is found.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings

from app.reports.attached import attached_files
from app.reports.choice import ReportKind
from app.reports.formats import direction_of, filters_for
from app.reports.making import FULL_LIMITS
from app.reports.native.numbers import shown
from app.reports.paper import document_html, preview_html
from app.reports.pdf import lay_out
from app.reports.sheets.workbook import to_workbook
from app.reports.tree import Document, Figures, Row
from app.translations import translations_for
from assessments.report import MaturityReport
from tests.reports.cases import qec_report
from tests.reports.reading import text_of
from tests.reports.reading_office import as_printed
from tests.reports.test_same_figures import CALM, bare, engagements
from tests.reports.test_tree import told

CASES: list[tuple[ReportKind, str]] = [
    ("roadmap", "en"),
    ("roadmap", "ar-XB"),
    ("full", "en"),
    ("full", "ar-XB"),
]
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
FEW = 3


def plainly(text: str) -> str:
    return bare(re.sub("[\u2066-\u2069\u200e\u200f\u00ad]", "", html.unescape(re.sub(r"<[^>]+>", " ", text))))


def numbers_of(row: Row, document: Document, currency: str | None) -> list[str]:
    """Return the cells of a row that are a number and nothing more, as they are printed."""
    return [
        cell.text
        for cell in row.cells
        if isinstance(cell.value, (int, float)) and shown(cell.text, cell.value, document.language, currency)
    ]


def rows_of(document: Document) -> Iterator[tuple[str, str, list[str]]]:
    """Yield exhibit, name of the row and its numbers, in their order, of every row that has any."""
    for exhibit in document.exhibits:
        for row in exhibit.rows:
            numbers = numbers_of(row, document, exhibit.currency)
            if numbers:
                yield exhibit.key, plainly(row.cells[0].text), [plainly(one) for one in numbers]


def follows(wanted: Sequence[str], cells: Sequence[str]) -> bool:
    """Return whether all that is wanted is among the cells, in its order, alone or with a second line in its cell."""
    left = iter(cells)
    return all(any(one == cell or cell.startswith(f"{one} ") for cell in left) for one in wanted)


def page_rows(document: Document) -> dict[str, list[list[str]]]:
    """Return the rows of the page's tables by their first cell, each a list of its cells as they read."""
    page = str(preview_html(document, translations_for(document.language)))
    rows: dict[str, list[list[str]]] = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, flags=re.DOTALL):
        cells = [plainly(one) for one in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL)]
        if cells:
            rows.setdefault(cells[0].split(" ")[0] if cells[0] else "", []).append(cells)
    return rows


def sheet_rows(document: Document) -> list[list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(document)))
    return [
        [
            plainly(as_printed(cell) if isinstance(cell.value, (int, float)) else str(cell.value))
            for cell in row
            if cell.value is not None
        ]
        for sheet in book
        for row in sheet.iter_rows()
    ]


def check_rows(document: Document) -> int:
    on_page, in_sheets, count = page_rows(document), sheet_rows(document), 0
    by_number: dict[str, list[list[str]]] = {}
    for cells in in_sheets:
        for cell in {part for one in cells for part in (one, one.split(" ")[0])}:
            by_number.setdefault(cell, []).append(cells)
    for key, name, numbers in rows_of(document):
        count += 1
        candidates = on_page.get(name.split(" ")[0], [])
        assert any(follows(numbers, cells) and cells[0].startswith(name) for cells in candidates), (
            key,
            name,
            numbers,
        )
        assert any(follows(numbers, cells) for cells in by_number.get(numbers[0], [])), (key, name, numbers)
    return count


def check_large_figures(document: Document) -> None:
    page = plainly(str(preview_html(document, translations_for(document.language))))
    sheets = {cell for row in sheet_rows(document) for cell in row}
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Figures):
                for figure in block.figures:
                    assert plainly(figure.text) in page
                    assert plainly(figure.text) in sheets, figure


def check_data(document: Document, report: MaturityReport) -> None:
    """Hold the tree's profile against result.json as it travels in the file, in the figures of the language."""
    data = json.loads(attached_files(report)[0].content)
    one = filters_for(document.language)["one_decimal"]
    profile = next(
        exhibit for exhibit in document.exhibits if exhibit.drawing and exhibit.drawing.kind == "gaps"
    )
    printed = {plainly(row.cells[0].text): numbers_of(row, document, None) for row in profile.rows}
    for gap in data["gaps"]:
        if gap["evidenced"] is not None:
            wanted = [plainly(str(one(gap[name]))) for name in ("evidenced", "claimed", "target", "gap")]
            assert [plainly(text) for text in printed[plainly(gap["title"]["en"])]][:4] == wanted


@pytest.mark.parametrize(("kind", "language"), CASES)
@given(report=engagements())
@settings(CALM, max_examples=FEW)
def test_page_and_workbook_have_the_same_rows(
    kind: ReportKind, language: str, report: MaturityReport
) -> None:
    written = replace(report, language=language)
    document = told(written, kind=kind)
    assert check_rows(document) > (40 if kind == "full" else 5)
    check_large_figures(document)
    if attached_files(written):
        check_data(document, written)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "language"), [case for case in CASES if case != ("roadmap", "en")])
def test_the_pdf_has_every_figure_of_every_row(kind: ReportKind, language: str) -> None:
    """From right to left the text of a page comes in the order of its places, so figures are counted."""
    report = qec_report(language)
    document = told(report, kind=kind)
    patient = replace(FULL_LIMITS, wall_seconds=1200)  # on a busy machine; nothing here is about time
    page = document_html(document, translations_for(language))
    pages = text_of(lay_out(page, direction=direction_of(language), limits=patient).pdf).replace("\u00ad", "")
    held = Counter(FIGURE.findall(pages))
    wanted = Counter(
        figure for _, _, numbers in rows_of(document) for one in numbers for figure in FIGURE.findall(one)
    )
    assert not {figure: (count, held[figure]) for figure, count in wanted.items() if held[figure] < count}


def test_a_figure_in_another_row_is_found() -> None:
    """The check itself can fail: two rows that change their figures do not pass."""
    document = told(qec_report(), kind="roadmap")
    found = [(name, numbers) for key, name, numbers in rows_of(document) if key == document.exhibits[1].key]
    rows = page_rows(document)
    (first, numbers), (_, others) = found[0], next(one for one in found if one[1] != found[0][1])
    mine = [cells for cells in rows[first.split(" ")[0]] if cells[0].startswith(first)]
    assert any(follows(numbers, cells) for cells in mine)
    assert not any(follows(others, cells) for cells in mine)
