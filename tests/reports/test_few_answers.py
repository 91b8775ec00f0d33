"""Reports of few people, of one group and of people who are promised not to be known: what is shown, and what not."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from app.reports.choice import Choice
from app.reports.making import make_file
from app.reports.telling.documents import tell_document
from app.reports.tree import Document, Exhibit, Paragraph, Section
from app.translations import translations_for
from assessments.demo_case import demo_responses
from assessments.published import find_model
from assessments.report import MaturityReport
from tests.reports.cases import demo, full_model_report, qec_report, report_of
from tests.reports.reading import fills
from tests.reports.test_tree import texts_of

FULL = Choice("full")


@cache
def report(name: str) -> MaturityReport:
    case, _ = demo()
    model = find_model("full-model")
    everybody = demo_responses(case, model)
    staff = [one for one in everybody if one.role == "pmo"]
    if name == "anonymous":
        invited = Counter(one.role for one in case.respondents)
        return report_of(everybody, case.profile, mode="anonymous", model=model, invited=invited)
    if name == "twelve":
        return report_of(everybody[:12], case.profile, mode="anonymous", model=model)
    if name == "three":
        return report_of(staff[:3], case.profile, mode="confidential", model=model)
    return report_of(staff, case.profile, mode="named", model=model)


@cache
def told(name: str) -> Document:
    return tell_document(report(name), translations_for("en"), FULL)


def section(document: Document, key: str) -> Section | None:
    return next((one for one in document.sections if one.key == key), None)


def exhibit(document: Document, key: str) -> Exhibit:
    return next(one for one in document.exhibits if one.key == key)


def test_no_level_of_a_small_group_is_in_an_anonymous_report() -> None:
    document, result = told("anonymous"), report("anonymous").result
    roles = [one.role for one in result.roles]
    small = {place for place, one in enumerate(result.roles, 1) if one.respondents < result.threshold}
    assert small
    for row in exhibit(document, "views").rows:
        shown = [cell for place, cell in enumerate(row.cells) if place in small]
        assert {cell.text for cell in shown} <= {"hidden", "–"}
        assert {cell.value for cell in shown} == {None}
    for one in document.exhibits:
        if one.key.startswith("roles-") and len(one.columns) == len(roles):
            assert {one.rows[0].cells[place - 1].value for place in small} == {None}


def test_distributions_of_few_answers_are_dashes_in_an_anonymous_report() -> None:
    hidden = {one.key for one in report("anonymous").result.questions if not one.counts}
    assert hidden
    rows = {row.cells[0].text: row for row in exhibit(told("anonymous"), "answers").rows}
    for key in hidden:
        assert {cell.text for cell in rows[key].cells[2:7]} == {"–"}, key


def test_nobody_who_answered_is_named_in_an_anonymous_report() -> None:
    case, _ = demo()
    said = " ".join(texts_of(told("anonymous")))
    assert [one.name for one in case.respondents if one.name in said] == []


@pytest.mark.parametrize("name", ["twelve", "three", "one group"])
def test_no_table_has_only_hidden_groups(name: str) -> None:
    document = told(name)
    assert [one.key for one in document.exhibits if one.key.startswith("roles-")] == []
    assert "views" not in {one.key for one in document.exhibits}


def test_groups_that_may_not_be_shown_are_told_in_a_sentence() -> None:
    found = section(told("twelve"), "views")
    assert found is not None
    assert [type(block) for block in found.blocks] == [Paragraph]
    assert section(told("three"), "views") is None
    assert section(told("one group"), "views") is None


def test_what_cannot_be_seen_is_not_called_even_or_agreed() -> None:
    document = told("three")
    titles = [one.title for one in document.sections]
    assert "Governance and assurance stands at 2.7 against a target of 4.5" in titles
    assert "Too few people answered to tell agreement question by question" in titles
    assert not any("evenly" in title or title.startswith("On 0 of") for title in titles)
    assert not any(one.key.startswith("questions-") for one in document.exhibits)
    assert len(exhibit(document, "mattering").columns) == 3
    verdict = " ".join(texts_of(section(document, "verdict")))
    assert "0 of 10 scores carry good confidence" in verdict
    assert "None is graded D, so none has to be verified" in verdict
    assert [column.title for column in exhibit(document, "coverage").columns] == ["Role group", "Answers"]


@pytest.mark.slow
def test_pages_are_filled_where_little_may_be_shown() -> None:
    for name in ("three", "twelve"):
        shares = fills(make_file(report(name), FULL, translations_for("en")).pdf)[1:-1]
        assert [(page, round(share, 2)) for page, share in enumerate(shares, 2) if share < 0.5] == [], name


# Figures that have to agree, and sentences that have to hold


def test_a_listed_pair_of_groups_leans_the_way_the_map_shows() -> None:
    document = tell_document(full_model_report(), translations_for("en"), FULL)
    views, pairs = exhibit(document, "views"), exhibit(document, "role-gaps")
    level = {
        (row.cells[0].text, column.title): cell.value
        for row in views.rows
        for column, cell in zip(views.columns, row.cells, strict=True)
    }
    assert len(pairs.rows) == 4
    for row in pairs.rows:
        dimension, higher, lower, difference, delta = row.cells
        assert level[dimension.text, higher.text] > level[dimension.text, lower.text]  # type: ignore[operator]
        assert difference.value > 0.05  # type: ignore[operator]
        assert delta.value >= 0.147  # type: ignore[operator]


def test_the_outlook_rises_as_slowly_as_its_note_says() -> None:
    document = tell_document(full_model_report(), translations_for("en"), FULL)
    for row in exhibit(document, "projection").rows:
        levels = [float(cell.value) for cell in row.cells[1:8] if cell.value is not None]  # type: ignore[arg-type]
        assert len(levels) == 7
        assert all(after - before <= 0.25 + 1e-9 for before, after in pairwise(levels)), row.cells[0].text


def test_the_capacity_of_a_quarter_is_the_same_wherever_it_is_printed() -> None:
    document = tell_document(full_model_report(), translations_for("en"), FULL)
    assert "at most 94.5 person-days a quarter" in exhibit(document, "plan").caption
    assert {row.cells[2].text for row in exhibit(document, "load").rows} == {"94.5"}
    assert "94.5 may be spent" in " ".join(texts_of(section(document, "decisions")))


def test_a_question_has_one_distance_on_its_page_and_in_the_appendix() -> None:
    document = tell_document(full_model_report(), translations_for("en"), FULL)
    appendix = {row.cells[0].text: row.cells[-1].text for row in exhibit(document, "answers").rows}
    for one in document.exhibits:
        if one.key.startswith("questions-"):
            for row in one.rows:
                assert row.cells[5].text == appendix[row.cells[0].text]


def test_a_dimension_with_several_lowest_questions_does_not_blame_one() -> None:
    titles = {
        one.key: one.title
        for one in tell_document(full_model_report(), translations_for("en"), FULL).sections
    }
    assert titles["dimension-STR"].endswith("held back by prioritisation and 3 more")
    assert titles["dimension-GOV"].endswith("held back most by gates and checkpoints")


def test_every_service_to_mend_has_its_reason_and_no_title_counts_nothing() -> None:
    for kind, of in (("roadmap", qec_report()), ("full", full_model_report())):
        document = tell_document(of, translations_for("en"), Choice(kind))  # type: ignore[arg-type]
        rows = exhibit(document, "services").rows
        assert all((row.cells[2] if len(row.cells) > 2 else row.cells[1]).detail for row in rows)
        assert not any(re.search(r"\b0 \w+(,| and)", one.title) for one in document.sections)


def test_no_text_says_on_which_side_something_stands() -> None:
    """A report is read from right to left as well."""
    said = list(texts_of(tell_document(full_model_report(), translations_for("en"), FULL)))
    assert [text for text in said if re.search(r"\bon the (right|left)\b|\b(right|left) column", text)] == []
