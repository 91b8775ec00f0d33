"""Page, PDF, workbook, slides and result.json say the same numbers, whatever the engagement."""

from __future__ import annotations

import html
import io
import json
import random
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from app.reports.attached import attached_files
from app.reports.choice import Choice, ReportKind
from app.reports.formats import direction_of, filters_for
from app.reports.making import FULL_LIMITS, make_file
from app.reports.native.numbers import shown
from app.reports.paper import document_html, preview_html
from app.reports.pdf import lay_out
from app.reports.sheets.workbook import to_workbook
from app.reports.slides.deck import to_slides
from app.reports.tree import Document
from app.translations import translations_for
from assessments.report import MaturityReport, report_to_plain
from tests.reports.cases import demo, profile_of, report_of
from tests.reports.reading import reader, text_of
from tests.reports.reading_office import as_printed
from tests.reports.test_slides import charts_of, texts_of
from tests.reports.test_tree import told

EXAMPLES, PRINTED = 8, 2
LANGUAGES = ("en", "ar-XB")
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


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
    return re.sub(r"\s+", " ", re.sub("[\u200e\u200f\u2066-\u2069\u00ad]", "", text)).strip()


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
    number = next(one.number for one in document.exhibits if one.drawing and one.drawing.kind == "gaps")
    profile = next(one for one in book if one.title.startswith(f"{number} "))
    bars = charts_of(presentation)[0].plots[0]
    return Read(
        sheet_rows={
            bare(str(row[0].value)): tuple(
                bare(as_printed(cell)) for cell in row[1:] if isinstance(cell.value, (int, float))
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
        sheet_numbers=frozenset(
            bare(as_printed(cell)) for cell in cells if isinstance(cell.value, (int, float))
        ),
        chart_numbers=tuple(
            value
            for chart in charts_of(presentation)
            for series in chart.plots[0].series
            for value in series.values
            if value is not None
        ),
    )


def expected(plain: dict[str, Any], language: str) -> list[str]:
    """Return the figures of result.json as they are printed: levels, gaps, targets, points, days."""
    one, whole = filters_for(language)["one_decimal"], filters_for(language)["whole"]
    overall, advice, plan = plain["result"]["overall"], plain["recommendation"], plain["roadmap"]
    named = ("mean", "mean_evidenced", "weakest")
    figures = [one(overall[name]) for name in named if overall[name] is not None]
    for gap in plain["gaps"]:
        if gap["evidenced"] is not None:
            figures += [one(gap[name]) for name in ("evidenced", "claimed", "target", "gap")]
    if advice["standing"] != "insufficient":
        figures += [one(score["score"]) for score in advice["scores"]]
    if plan["initiatives"]:
        figures.append(whole(plan["effort_days"]))
    return [bare(str(figure)) for figure in figures]


def gap_rows(plain: dict[str, Any], language: str) -> list[tuple[str, str, tuple[float, ...]]]:
    """Return of each scored dimension its title, its four figures as printed, and those that are drawn."""
    one = filters_for(language)["one_decimal"]
    return [
        (
            bare(gap["title"]["en"]),
            " ".join(bare(str(one(gap[name]))) for name in ("evidenced", "claimed", "target", "gap")),
            (gap["evidenced"], gap["claimed"], gap["target"]),
        )
        for gap in plain["gaps"]
        if gap["evidenced"] is not None
    ]


def check_numbers(report: MaturityReport) -> Document:
    document = told(report, kind="roadmap")
    plain, language = json.loads(json.dumps(report_to_plain(report))), report.language
    read = read_all(document, report)
    for figure in expected(plain, language):
        assert figure in read.page
        assert figure in read.slides or _is_drawn(figure, read.chart_numbers, language), figure
        assert figure in read.sheet_numbers or figure in read.sheet, figure
    for title, figures, values in gap_rows(plain, language):
        assert re.search(rf"{re.escape(title)}.{{0,300}}? {re.escape(figures)} ", read.page), title
        assert read.sheet_rows[title][:4] == tuple(figures.split()), title
        assert read.profile[title] == tuple(pytest.approx(value, rel=1e-9) for value in values), title
    for exhibit in document.exhibits:
        for row in exhibit.rows:
            for cell in row.cells:
                if isinstance(cell.value, (int, float)) and shown(
                    cell.text, cell.value, language, exhibit.currency
                ):
                    assert bare(cell.text) in read.sheet_numbers, (exhibit.key, cell)
                    assert bare(cell.text) in read.page, (exhibit.key, cell)
                    assert bare(cell.text) in read.slides, (exhibit.key, cell)
    for initiative in plain["roadmap"]["initiatives"]:
        length = initiative["end_week"] - initiative["start_week"]
        assert initiative["start_week"] in read.chart_numbers
        assert length in read.chart_numbers
    return document


def _is_drawn(figure: str, numbers: tuple[float, ...], language: str) -> bool:
    one = filters_for(language)["one_decimal"]
    return any(bare(str(one(value))) == figure for value in numbers)


CALM = settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.parametrize("language", LANGUAGES)
@given(report=engagements())
@settings(CALM, max_examples=EXAMPLES)
def test_page_workbook_slides_and_data_say_the_same_numbers(language: str, report: MaturityReport) -> None:
    check_numbers(replace(report, language=language))


@given(engagements())
@settings(CALM, max_examples=PRINTED)
def test_the_pdf_says_them_too(report: MaturityReport) -> None:
    document = check_numbers(report)
    choice = Choice(kind="roadmap")
    pages = bare(text_of(make_file(report, choice, translations_for("en")).pdf))
    plain = json.loads(json.dumps(report_to_plain(report)))
    for figure in expected(plain, "en"):
        assert figure in pages
    for title, figures, _ in gap_rows(plain, "en"):
        assert f"{title} {figures} " in pages
    for exhibit in document.exhibits:
        for row in exhibit.rows:
            for cell in row.cells:
                if isinstance(cell.value, (int, float)):
                    assert bare(cell.text) in pages, (exhibit.key, cell)


def counted(plain: dict[str, Any], kind: ReportKind, language: str) -> Counter[str]:
    """Return how often a PDF has to print each figure of result.json at least."""
    one, two = filters_for(language)["one_decimal"], filters_for(language)["two_decimals"]
    whole = filters_for(language)["whole"]
    wanted = Counter(expected(plain, language))
    wanted.update(bare(str(whole(each["effort_days"]))) for each in plain["roadmap"]["initiatives"])
    if kind == "full":
        for question in plain["result"]["questions"]:
            wanted.update(
                bare(str(write(question[name])))
                for name, write in (("evidenced", one), ("median", one), ("ad", two))
                if question[name] is not None
            )
    return wanted


def drawn_engagement(seed: int, language: str) -> MaturityReport:
    """Return an engagement by lot; the first that Hypothesis tries is always the smallest, and a PDF takes long."""
    chance = random.Random(seed)
    responses = demo()[1]
    return report_of(
        chance.sample(responses, chance.randint(6, len(responses))),
        profile_of([chance.randint(0, 4) for _ in range(18)]),
        language=language,
        mode=chance.choice(["named", "confidential"]),
        target=chance.choice([None, 2.25, 3.0, 4.75]),
        reference="PL-1",
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "language", "seed"),
    [
        ("roadmap", "en", 1),
        ("roadmap", "en", 2),
        ("roadmap", "ar-XB", 3),
        ("roadmap", "ar-XB", 4),
        ("full", "en", 5),
        ("full", "ar-XB", 6),
    ],
)
def test_the_pdf_of_either_report_prints_the_data_that_it_carries(
    kind: ReportKind, language: str, seed: int
) -> None:
    """From right to left the text of a page comes in the order of its places, so figures are counted."""
    written = drawn_engagement(seed, language)
    patient = replace(FULL_LIMITS, wall_seconds=1200)  # on a busy machine; nothing here is about time
    page = document_html(told(written, kind=kind), translations_for(language))
    attached = attached_files(written)
    pdf = lay_out(page, direction=direction_of(language), limits=patient, attachments=attached).pdf
    found = reader(pdf).attachments
    assert bool(found) == bool(attached)
    plain = json.loads(found["result.json"][0]) if found else report_to_plain(written)
    held = Counter(FIGURE.findall(bare(text_of(pdf))))
    wanted = Counter(
        {
            part: count
            for text, count in counted(plain, kind, language).items()
            for part in FIGURE.findall(text)
        }
    )
    assert sum(wanted.values()) > (100 if kind == "full" else 40)
    assert not {figure: (count, held[figure]) for figure, count in wanted.items() if held[figure] < count}
