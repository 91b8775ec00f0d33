"""The printed report, read back as a reader, a screen reader and a program would."""

from __future__ import annotations

import re
from dataclasses import astuple
from itertools import pairwise

import pytest

from app.reports.formats import filters_for
from app.reports.html import report_html
from app.reports.pdf import LaidOut, lay_out
from app.translations import translations_for
from content import say
from tests.reports.cases import LONG_WORD, MARKUP, qec_report
from tests.reports.reading import bookmarks, elements, fills, fonts, page_texts, reader, text_of

ASSETS = re.compile(r"(report|report-rtl|exhibits)\.css|fonts/IBMPlexSans(Arabic)?-\w+\.ttf")


def test_the_engine_has_nothing_to_complain_about(english: LaidOut, mirrored: LaidOut) -> None:
    assert english.notices == ()
    assert mirrored.notices == ()


def test_only_our_own_assets_are_read(english: LaidOut, mirrored: LaidOut, hostile: LaidOut) -> None:
    for document in (english, mirrored, hostile):
        assert [name for name in document.fetched if not ASSETS.fullmatch(name)] == []


def test_the_report_has_the_length_of_an_executive_report(english: LaidOut) -> None:
    assert 8 <= english.pages <= 18
    assert len(page_texts(english.pdf)) == english.pages


def test_the_same_report_gives_the_same_bytes(english: LaidOut) -> None:
    again = lay_out(report_html(qec_report(), translations_for("en")))
    assert again.pdf == english.pdf


def test_the_verdict_page_prints_the_figures_of_the_result(english: LaidOut) -> None:
    report = qec_report()
    overall, plan, write = report.result.overall, report.roadmap, filters_for("en")
    verdict = page_texts(english.pdf)[1]
    assert f"Mean level, as claimed {write['one_decimal'](overall.mean)}" in verdict
    assert f"Weakest link {write['one_decimal'](overall.weakest)}" in verdict
    assert f"Staged level {overall.staged_level}" in verdict
    assert f"Cost of the plan {write['whole'](plan.effort_days)}" in verdict
    assert f"Evidence supports level {write['one_decimal'](overall.mean_evidenced)} of 5" in verdict
    assert f"{write['one_decimal'](report.recommendation.margin)} points ahead" in verdict
    assert "The decision asked" in verdict


def test_every_dimension_stands_in_the_profile_with_its_figures(english: LaidOut) -> None:
    report, write = qec_report(), filters_for("en")
    profile = page_texts(english.pdf)[3]
    for gap in report.gaps:
        figures = [write["one_decimal"](value) for value in (gap.evidenced, gap.claimed, gap.target, gap.gap)]
        interval = report.result.dimension(gap.dimension).interval
        assert interval is not None
        band = write["between"](interval.low, interval.high)
        assert f"{say(gap.title, 'en')} {' '.join(figures)} {band} {gap.grade}" in profile


def test_every_initiative_question_and_reason_is_printed(english: LaidOut) -> None:
    report, text = qec_report(), text_of(english.pdf)
    for initiative in report.roadmap.initiatives:
        assert len(re.findall(rf"\b{initiative.key} {re.escape(say(initiative.title, 'en'))}", text)) >= 2
    for question in report.model.questions:
        assert f"{question.key} {say(question.facet, 'en')}" in text
    criteria = {one.key: one for one in report.profile_model.criteria}
    for reason in (*report.recommendation.reasons_for, *report.recommendation.reasons_against):
        assert say(criteria[reason.criterion].title, "en") in text
    for citation in report.citations:
        assert say(citation.caveat, "en").replace(" %", " %") in text


def test_what_surrounds_the_plan_is_printed(english: LaidOut) -> None:
    rollout, text, write = qec_report().rollout, text_of(english.pdf), filters_for("en")
    assert rollout is not None
    for risk in rollout.risks.risks:
        assert f"({risk.rule})" in text
        assert say(risk.trigger, "en") in text
        assert write["day"](risk.review_on) in text
    for entry in rollout.communication.entries:
        assert say(entry.title, "en") in text
        assert write["day"](entry.days[0]) in text
    for phase in rollout.success:
        assert write["day"](phase.judged_on) in text
    for row in rollout.raci.rows:
        duties = [row.duty(role.key) for role in rollout.raci.roles]
        letters = " ".join({"AR": "A/R"}.get(duty, duty) for duty in duties if duty)
        assert f"{row.initiative} {say(row.title, 'en')} {letters}" in text
    case = rollout.business_case
    assert f"Person-days of the plan {' '.join(write['whole'](v) for v in astuple(case.days))}" in text


def test_every_page_but_the_cover_has_a_title_with_a_number(english: LaidOut) -> None:
    titles = re.findall(r"<h2>(.*?)</h2>", report_html(qec_report(), translations_for("en")), flags=re.S)
    assert len(titles) >= 9
    assert [title for title in titles if not re.search(r"\d|eight", title)] == []


def test_bookmarks_name_every_section_in_order(english: LaidOut) -> None:
    found = bookmarks(english.pdf)
    assert found[0] == "Verdict"
    assert {"Maturity profile", "Type of PMO", "Plan", "Indicators", "Appendix: answers"} <= set(found)
    assert found.index("Services") + 1 == found.index("Type of PMO")
    first = found.index("Risks and change")
    assert found[first : first + 3] == ["Risks and change", "Duties and measures", "People and business case"]
    assert len(found) == 16


def test_headings_never_skip_a_level(english: LaidOut, mirrored: LaidOut) -> None:
    for document in (english, mirrored):
        levels = [
            int(str(one["/S"])[2:]) for one in elements(document.pdf) if re.fullmatch(r"/H\d", one["/S"])
        ]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert max(after - before for before, after in pairwise(levels)) <= 1


def test_every_figure_says_what_it_shows(english: LaidOut, mirrored: LaidOut) -> None:
    for document in (english, mirrored):
        figures = [one for one in elements(document.pdf) if one["/S"] == "/Figure"]
        assert len(figures) > 30
        assert [one.get("/Alt") for one in figures if len(str(one.get("/Alt", "")).split()) <= 3] == []


def test_every_table_has_a_caption_and_every_header_cell_a_scope(english: LaidOut) -> None:
    found = list(elements(english.pdf))
    tables = [one for one in found if one["/S"] == "/Table"]
    assert len(tables) >= 12
    headers = [one for one in found if one["/S"] == "/TH"]
    scopes = {str(cell["/A"].get_object()["/Scope"]) for cell in headers}
    assert scopes == {"/Column", "/Row"}


def test_only_plex_is_embedded(english: LaidOut) -> None:
    found = fonts(english.pdf)
    assert all(name.startswith(("Plex", "IBM-Plex", "IBMPlex")) for name in found), found
    assert all(found.values())


def test_pages_are_neither_empty_nor_overfull(english: LaidOut) -> None:
    shares = fills(english.pdf)[1:]
    assert [(page, share) for page, share in enumerate(shares, 2) if not 0.5 <= share <= 0.99] == []


def test_the_file_knows_its_title_language_author_and_day(english: LaidOut, mirrored: LaidOut) -> None:
    pdf = reader(english.pdf)
    assert pdf.metadata is not None
    assert pdf.metadata.title == "PMO maturity report: Qantara Engineering & Contracting (QEC)"
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
    assert "The decision asked" in text
    assert hostile.notices == ()
    assert hostile.pages <= english.pages + 2


def test_a_word_without_end_stays_on_its_page(hostile: LaidOut) -> None:
    text = text_of(hostile.pdf)
    assert LONG_WORD not in text
    assert "x" * 60 in text.replace(" ", "")
