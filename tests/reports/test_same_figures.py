"""Page, PDF, workbook, slides and result.json say the same numbers, whatever the engagement."""

from __future__ import annotations

import html
import io
import json
import re
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from app.reports.choice import Choice
from app.reports.formats import filters_for
from app.reports.making import make_file
from app.reports.native.numbers import shown
from app.reports.paper import preview_html
from app.reports.sheets.workbook import to_workbook
from app.reports.slides.deck import to_slides
from app.reports.tree import Document
from app.translations import translations_for
from assessments.report import MaturityReport, report_to_plain
from tests.reports.cases import demo, profile_of, report_of
from tests.reports.reading import text_of
from tests.reports.reading_office import as_printed
from tests.reports.test_slides import charts_of, texts_of
from tests.reports.test_tree import told

EXAMPLES, PRINTED = 12, 2


@st.composite
def engagements(draw: st.DrawFn) -> MaturityReport:
    """Return the report of some of the people of the demonstration, moved by some levels, under any profile."""
    responses = demo()[1]
    kept = draw(st.lists(st.sampled_from(responses), min_size=1, max_size=len(responses), unique_by=id))
    return report_of(
        kept,
        profile_of(draw(st.lists(st.integers(0, 4), min_size=18, max_size=18))),
        mode=draw(st.sampled_from(["named", "confidential"])),
        target=draw(st.sampled_from([None, 1.5, 2.25, 3.0, 4.75])),
        reference="PL-1",
    )


def bare(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u200e", "")).strip()


@dataclass(frozen=True)
class Read:
    """What each form says: all its text, and the numbers that it holds as numbers, as a reader sees them."""

    page: str
    slides: str
    sheet: str
    sheet_numbers: frozenset[str]
    chart_numbers: tuple[float, ...]
    sheet_rows: dict[str, tuple[str, ...]]
    profile: dict[str, tuple[float, ...]]


def read_all(document: Document, report: MaturityReport) -> Read:
    page = preview_html(document, translations_for(report.language))
    presentation = Presentation(io.BytesIO(to_slides(document)))
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(document)))
    cells = [cell for one in book for row in one.iter_rows() for cell in row if cell.value is not None]
    profile = next(one for one in book if one.title.endswith("Maturity profile"))
    bars = charts_of(presentation)[0].plots[0]
    return Read(
        sheet_rows={
            bare(str(row[0].value)): tuple(
                as_printed(cell) for cell in row[1:] if isinstance(cell.value, (int, float))
            )
            for row in reversed(list(profile.iter_rows(min_row=4)))
        },
        profile={
            bare(title): tuple(series.values[number] for series in bars.series)
            for number, title in enumerate(bars.categories)
        },
        page=bare(html.unescape(re.sub(r"<[^>]+>", " ", str(page)))),
        slides=bare(texts_of(presentation)),
        sheet=bare("\n".join(str(cell.value) for cell in cells)),
        sheet_numbers=frozenset(as_printed(cell) for cell in cells if isinstance(cell.value, (int, float))),
        chart_numbers=tuple(
            value
            for chart in charts_of(presentation)
            for series in chart.plots[0].series
            for value in series.values
            if value is not None
        ),
    )


def expected(plain: dict[str, Any]) -> list[str]:
    """Return the figures of result.json as they are printed: levels, gaps, targets, points, days."""
    one, whole = filters_for("en")["one_decimal"], filters_for("en")["whole"]
    overall, advice, plan = plain["result"]["overall"], plain["recommendation"], plain["roadmap"]
    figures = [one(overall[name]) for name in ("mean", "weakest") if overall[name] is not None]
    for gap in plain["gaps"]:
        if gap["evidenced"] is not None:
            figures += [one(gap[name]) for name in ("evidenced", "claimed", "target", "gap")]
    if advice["standing"] != "insufficient":
        figures += [one(score["score"]) for score in advice["scores"]]
    if plan["initiatives"]:
        figures.append(whole(plan["effort_days"]))
    return figures


def gap_rows(plain: dict[str, Any]) -> list[tuple[str, str, tuple[float, ...]]]:
    """Return of each scored dimension its title, its four figures as printed, and those that are drawn."""
    one = filters_for("en")["one_decimal"]
    return [
        (
            bare(gap["title"]["en"]),
            " ".join(one(gap[name]) for name in ("evidenced", "claimed", "target", "gap")),
            (gap["evidenced"], gap["claimed"], gap["target"]),
        )
        for gap in plain["gaps"]
        if gap["evidenced"] is not None
    ]


def check_numbers(report: MaturityReport) -> Document:
    document = told(report, kind="roadmap")
    plain = json.loads(json.dumps(report_to_plain(report)))
    read = read_all(document, report)
    for figure in expected(plain):
        assert figure in read.page
        assert figure in read.slides or _is_drawn(figure, read.chart_numbers), figure
        assert figure in read.sheet_numbers or figure in read.sheet, figure
    for title, figures, values in gap_rows(plain):
        assert re.search(rf"{re.escape(title)}.{{0,300}}? {re.escape(figures)} ", read.page), title
        assert read.sheet_rows[title][:4] == tuple(figures.split()), title
        assert read.profile[title] == tuple(pytest.approx(value, rel=1e-9) for value in values), title
    for exhibit in document.exhibits:
        for row in exhibit.rows:
            for cell in row.cells:
                if isinstance(cell.value, (int, float)) and shown(
                    cell.text, cell.value, "en", exhibit.currency
                ):
                    assert cell.text in read.sheet_numbers, (exhibit.key, cell)
                    assert bare(cell.text) in read.page, (exhibit.key, cell)
                    assert bare(cell.text) in read.slides, (exhibit.key, cell)
    for initiative in plain["roadmap"]["initiatives"]:
        length = initiative["end_week"] - initiative["start_week"]
        assert initiative["start_week"] in read.chart_numbers
        assert length in read.chart_numbers
    return document


def _is_drawn(figure: str, numbers: tuple[float, ...]) -> bool:
    one = filters_for("en")["one_decimal"]
    return any(one(value) == figure for value in numbers)


CALM = settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@given(engagements())
@settings(CALM, max_examples=EXAMPLES)
def test_page_workbook_slides_and_data_say_the_same_numbers(report: MaturityReport) -> None:
    check_numbers(report)


@given(engagements())
@settings(CALM, max_examples=PRINTED)
def test_the_pdf_says_them_too(report: MaturityReport) -> None:
    document = check_numbers(report)
    choice = Choice(kind="roadmap")
    pages = bare(text_of(make_file(report, choice, translations_for("en")).pdf)).replace("\u00ad", "")
    plain = json.loads(json.dumps(report_to_plain(report)))
    for figure in expected(plain):
        assert figure in pages
    for title, figures, _ in gap_rows(plain):
        assert f"{title} {figures} " in pages
    for exhibit in document.exhibits:
        for row in exhibit.rows:
            for cell in row.cells:
                if isinstance(cell.value, (int, float)):
                    assert bare(cell.text) in pages, (exhibit.key, cell)
