"""The workbook of a report, read back with openpyxl: real numbers, real days, text that stays text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any

import openpyxl
import pytest

from app.reports.brand import Brand
from app.reports.native.numbers import shown
from app.reports.sheets.tables import LINE_POINTS, lines_of
from app.reports.sheets.workbook import to_workbook
from assessments.report import MaturityReport
from tests.reports.cases import full_model_report, qec_report
from tests.reports.reading_office import as_printed
from tests.reports.test_html import AWKWARD
from tests.reports.test_tree import told

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://evil.example","x")')


@cache
def written(language: str = "en", kind: str = "roadmap") -> bytes:
    return to_workbook(told(qec_report(language), kind=kind))


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def cells_of(book: Any) -> list[Any]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("make", AWKWARD.values(), ids=AWKWARD.keys())
def test_every_report_becomes_a_workbook_without_formulas_or_anything_outside(
    make: Callable[[], MaturityReport],
) -> None:
    content = to_workbook(told(make(), kind="full"))
    assert not [cell for cell in cells_of(opened(content)) if cell.data_type == "f"]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        assert not [name for name in names if "external" in name.lower() or "vba" in name.lower()]
        for name in names:
            assert b'TargetMode="External"' not in parts.read(name), name


@pytest.mark.parametrize(("make", "kind"), [(qec_report, "roadmap"), (full_model_report, "full")])
def test_every_cell_of_every_exhibit_is_there_with_its_value_and_looks_as_printed(
    make: Callable[[], MaturityReport], kind: str
) -> None:
    document = told(make(), kind=kind)
    cells = cells_of(opened(to_workbook(document)))
    texts = {str(cell.value) for cell in cells}
    printed = {as_printed(cell) for cell in cells if isinstance(cell.value, (int, float))}
    days = {cell.value.date() for cell in cells if isinstance(cell.value, datetime)}
    numbers = 0
    for exhibit in document.exhibits:
        for row in exhibit.rows:
            for cell in row.cells:
                if isinstance(cell.value, date):
                    assert cell.value in days
                elif cell.value is not None and shown(cell.text, cell.value, "en", exhibit.currency):
                    numbers += 1
                    assert cell.text in printed, (exhibit.key, cell)
                elif cell.text:
                    assert "\n".join(one for one in (cell.text, cell.detail) if one) in texts, exhibit.key
        for note in (*exhibit.notes, exhibit.source):
            assert not note or note in texts
    assert numbers > (60 if kind == "roadmap" else 400)


def test_each_drawing_is_a_native_chart_over_the_very_figures_with_words_for_those_who_cannot_see() -> None:
    document = told(qec_report(), kind="roadmap")
    drawings = [one.drawing for one in document.exhibits if one.drawing]
    with zipfile.ZipFile(io.BytesIO(written())) as parts:
        names = parts.namelist()
        charts = [parts.read(name).decode() for name in names if name.startswith("xl/charts/chart")]
        seen = "".join(parts.read(name).decode() for name in names if name.startswith("xl/drawings/drawing"))
    assert len(charts) == len(drawings) == 4
    kinds = [re.findall(r"<c:(barChart|radarChart|lineChart)>", chart) for chart in charts]
    assert kinds == [["barChart"], ["radarChart"], ["barChart"], ["barChart"]]
    assert all(f'descr="{drawing.alt}"' in seen for drawing in drawings)
    book = opened(written())
    for chart, drawing in zip(charts, drawings, strict=True):
        references = re.findall(r"<c:val><c:numRef><c:f>'?(.+?)'?!\$(\w+)\$(\d+):\$\w+\$(\d+)</c:f>", chart)
        columns = [
            [book[sheet][f"{column}{row}"].value for row in range(int(first), int(last) + 1)]
            for sheet, column, first, last in references
        ]
        if drawing.kind == "plan":
            first, last = (list(one.values) for one in drawing.series)
            assert columns == [
                [week - 1 for week in first],
                [end - begin + 1 for begin, end in zip(first, last, strict=True)],
            ]
        else:
            assert columns == [pytest.approx(list(one.values), rel=1e-9) for one in drawing.series]


def test_typed_text_never_becomes_a_formula_not_even_when_its_cell_is_edited() -> None:
    document = told(qec_report(), kind="roadmap")
    for text in FORMULAS:
        # The tree trims what is typed; the workbook must not rest on that.
        typed = replace(document, cover=replace(document.cover, scope=text, notice=text))
        # As the file writes a carriage return, and openpyxl reads it.
        read = text.replace("\r", "_x000D_")
        cells = [cell for cell in cells_of(opened(to_workbook(typed))) if cell.value == read]
        assert len(cells) == 2, text
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells), text


def test_sheets_are_named_for_what_they_hold_and_contents_lead_to_each() -> None:
    document = told(full_model_report(), kind="full")
    book = opened(to_workbook(document))
    assert book.sheetnames[0] == "Contents"
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert len({name.lower() for name in book.sheetnames}) == len(book.sheetnames)
    links = [cell.hyperlink for row in book["Contents"].iter_rows() for cell in row if cell.hyperlink]
    assert len(links) == len(document.exhibits)
    for link in links:
        name, _, place = link.location.rpartition("!")
        assert book[name.strip("'").replace("''", "'")][place].value is not None
    titles = [cell.value for row in book["Contents"].iter_rows() for cell in row]
    assert {section.title for section in document.sections} <= set(titles)
    assert titles.count("Contents") == 1


def test_sheets_keep_their_heading_in_view_and_print_one_page_wide() -> None:
    book = opened(written(kind="full"))
    for sheet in book:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # A chart that is not as long as the plan's stands on one page with its table and its figures.
        is_whole = bool(sheet._charts) and not sheet.title.endswith("Plan")
        assert sheet.page_setup.fitToHeight == (None if is_whole else 0)
        assert sheet.page_setup.paperSize == 9
        assert "Qantara" in sheet.oddHeader.left.text
    profile = next(sheet for sheet in book if sheet.title.endswith("Maturity profile"))
    assert profile.freeze_panes == "B4"
    gaps = next(sheet for sheet in book if sheet.print_title_rows == "$3:$3")
    assert not gaps._charts
    # Over the figures of a chart, on the next page, the heading of the table would be wrong.
    assert all(sheet.print_title_rows is None for sheet in book if sheet._charts)
    assert profile.column_dimensions["A"].width > profile.column_dimensions["B"].width


def test_sheets_of_a_language_read_from_right_to_left_are_too() -> None:
    for language, is_mirrored in (("en", False), ("ar", True), ("ar-XB", True)):
        book = opened(written(language))
        assert {bool(sheet.sheet_view.rightToLeft) for sheet in book} == {is_mirrored}
    with zipfile.ZipFile(io.BytesIO(written("ar"))) as parts:
        profile, *_, plan = (
            parts.read(name).decode() for name in sorted(parts.namelist()) if "charts/chart" in name
        )
    # Values grow towards the left; time does not turn.
    assert re.findall(r'<c:valAx>.*?<c:orientation val="(\w+)"', profile) == ["maxMin"]
    assert re.findall(r'<c:valAx>.*?<c:orientation val="(\w+)"', plan) == ["minMax"]


def test_headers_of_a_mirrored_sheet_begin_at_the_right() -> None:
    for sheet in opened(written("ar-XB")):
        assert "Qantara" in sheet.oddHeader.right.text
        assert sheet.oddFooter.left.text == "&P / &N"


@pytest.mark.parametrize("language", ["en", "ar-XB"])
def test_a_chart_is_no_wider_than_its_sheet_and_the_names_above_its_figures_have_room(language: str) -> None:
    charts = 0
    for sheet in opened(written(language)):
        columns = {
            number: one.width
            for one in sheet.column_dimensions.values()
            for number in range(one.min, one.max + 1)
        }
        for chart in sheet._charts:
            charts += 1
            assert chart.anchor.to.col < max(columns), sheet.title
            below = chart.anchor.to.row + 1
            head = next(
                row for row in sheet.iter_rows(min_row=below) if not row[0].value and row[1].value is not None
            )
            for cell in head[1:]:
                if cell.value:
                    lines = lines_of(cell.value, columns[cell.column] - 2)
                    assert sheet.row_dimensions[cell.row].height >= lines * LINE_POINTS, cell.value
    assert charts == 4


def test_the_axis_of_a_plan_says_that_it_counts_weeks() -> None:
    with zipfile.ZipFile(io.BytesIO(written())) as parts:
        plan = parts.read("xl/charts/chart4.xml").decode()
    assert "<a:t>Weeks</a:t>" in plan


def test_figures_of_a_chart_show_the_decimals_of_the_table() -> None:
    sheet = next(
        one for one in opened(to_workbook(told(full_model_report(), kind="full"))) if "Outlook" in one.title
    )
    shown_as = {
        cell.number_format for row in sheet.iter_rows() for cell in row if cell.value == pytest.approx(94.5)
    }
    assert shown_as == {"#,##0.0"}


def test_of_the_types_of_pmo_the_first_alone_has_the_colour_of_its_series() -> None:
    with zipfile.ZipFile(io.BytesIO(written())) as parts:
        types = parts.read("xl/charts/chart3.xml").decode()
    scores = [one.score for one in qec_report().recommendation.scores]
    behind = [number for number, score in enumerate(scores) if score < max(scores)]
    assert [int(one) for one in re.findall(r'<c:dPt><c:idx val="(\d)"', types)] == behind


def test_the_same_report_gives_the_same_bytes_and_a_brand_its_colours() -> None:
    document = told(qec_report(), kind="roadmap")
    assert to_workbook(document) == written()
    branded = to_workbook(replace(document, brand=Brand("#123456", "#654321")))
    with zipfile.ZipFile(io.BytesIO(branded)) as parts:
        assert b"FF123456" in parts.read("xl/styles.xml")
        assert b"654321" in parts.read("xl/charts/chart1.xml")


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("2.4", 2.4016, "#,##0.0"),
        ("1,250", 1250.0, "#,##0"),
        ("0.73", 0.7312, "#,##0.00"),
        ("+2.2", 2.2, '"+"#,##0.0;"−"#,##0.0'),
        ("±0.0", 0.04, '"±"#,##0.0;"±"#,##0.0'),
        ("−1.5", -1.5, "#,##0.0;−#,##0.0"),
        ("71\u00a0%", 0.708, '0"\u00a0"%'),
        ("EUR\u00a01,200", 1200.2, '"EUR\u00a0"#,##0'),
    ],
)
def test_a_number_is_formatted_as_it_is_printed(text: str, value: float, code: str) -> None:
    found = shown(text, value, "en", "EUR")
    assert found is not None
    assert (found.value, found.code) == (value, code)


def test_a_half_is_rounded_as_printed_although_office_programs_round_it_up() -> None:
    # 2.25 is printed as 2.2, half to even; a program shows 2.3 for it, and 2.2 for the least bit less.
    found = shown("2.2", 2.25, "en")
    assert found is not None
    assert 2.2499999 < found.value < 2.25
    assert shown("36.8", 36.75, "en").value == 36.75  # type: ignore[union-attr]


def test_the_large_figures_are_there_with_what_to_know_about_them() -> None:
    document = told(qec_report(), kind="full")
    values = {cell.value for cell in cells_of(opened(to_workbook(document)))}
    assert {
        figure.detail
        for section in document.sections
        for block in section.blocks
        for figure in getattr(block, "figures", ())
    } <= values
