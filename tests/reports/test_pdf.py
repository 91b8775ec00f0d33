"""The printed report, read back as a reader, a screen reader and a program would."""

from __future__ import annotations

import re

import pytest

from app.reports.formats import filters_for
from app.reports.pdf import LaidOut
from content import say
from tests.reports.cases import LONG_WORD, MARKUP, qec_report
from tests.reports.reading import page_texts, reader, text_of

ASSETS = re.compile(r"(report|report-rtl|exhibits|paper)\.css|fonts/IBMPlexSans(Arabic)?-\w+\.ttf")


def test_only_our_own_assets_are_read(english: LaidOut, mirrored: LaidOut, hostile: LaidOut) -> None:
    for document in (english, mirrored, hostile):
        assert [name for name in document.fetched if not ASSETS.fullmatch(name)] == []


def test_the_verdict_page_prints_the_figures_of_the_result(english: LaidOut) -> None:
    report = qec_report()
    overall, plan, write = report.result.overall, report.roadmap, filters_for("en")
    verdict = page_texts(english.pdf)[1]
    assert f"Mean level, as claimed {write['one_decimal'](overall.mean)}" in verdict
    assert f"Weakest link {write['one_decimal'](overall.weakest)}" in verdict
    assert f"Staged level {overall.staged_level}" in verdict
    assert f"Cost of the plan {write['whole'](plan.effort_days)}" in verdict
    assert f"Evidence supports level {write['one_decimal'](overall.mean_evidenced)} of 5" in verdict
    assert f"{write['one_decimal'](report.recommendation.margin)} of 100 points ahead" in verdict


def test_every_dimension_stands_in_the_profile_with_its_figures(english: LaidOut) -> None:
    report, write = qec_report(), filters_for("en")
    profile = page_texts(english.pdf)[2]
    for gap in report.gaps:
        figures = [write["one_decimal"](value) for value in (gap.evidenced, gap.claimed, gap.target, gap.gap)]
        interval = report.result.dimension(gap.dimension).interval
        assert interval is not None
        band = write["between"](interval.low, interval.high)
        assert f"{say(gap.title, 'en')} {' '.join(figures)} {band} {gap.grade}" in profile


def test_the_file_knows_its_title_language_author_and_day(english: LaidOut, mirrored: LaidOut) -> None:
    pdf = reader(english.pdf)
    assert pdf.metadata is not None
    assert pdf.metadata.title == "PMO executive roadmap: Qantara Engineering & Contracting (QEC)"
    assert pdf.metadata.author == "Leila Haddad, Meridian PMO Partners"
    assert "D:20260123" in str(pdf.metadata["/CreationDate"])
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert reader(mirrored.pdf).trailer["/Root"]["/Lang"] == "ar-XB"


def test_right_to_left_pages_are_mirrored(english: LaidOut, mirrored: LaidOut) -> None:
    assert reader(mirrored.pdf).trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert "/Direction" not in reader(english.pdf).trailer["/Root"]["/ViewerPreferences"]
    assert _left_of_the_name(mirrored) > 300 > 100 > _left_of_the_name(english)


def _left_of_the_name(document: LaidOut) -> float:
    """Where the client's name begins on the second page, in points; the page is 595 wide."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(document.pdf)
    page = pdf[1].get_textpage()
    found = page.search("Qantara").get_next()
    assert found is not None
    left: float = page.get_charbox(found[0])[0]
    pdf.close()
    return left


@pytest.mark.parametrize("piece", ["<script>alert(1)</script>", "<b>bold</b>"])
def test_typed_markup_is_printed_as_it_was_typed(hostile: LaidOut, piece: str) -> None:
    assert piece in MARKUP
    assert piece in text_of(hostile.pdf)


def test_typed_styles_templates_and_turning_signs_do_nothing(hostile: LaidOut, english: LaidOut) -> None:
    text = text_of(hostile.pdf)
    assert "</style>" in text
    assert "{{ 7*7 }" in text
    assert "abcdef" in text  # the sign that would have turned the rest of the line is gone
    assert "Decisions asked" in text
    assert hostile.notices == ()
    assert hostile.pages <= english.pages + 2


def test_a_word_without_end_stays_on_its_page(hostile: LaidOut) -> None:
    text = text_of(hostile.pdf)
    assert LONG_WORD not in text
    assert "x" * 60 in text.replace(" ", "")
