"""What a respondent gets back, laid out: two pages, valid, in both directions, whatever people have typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.brand import Brand
from app.reports.formats import direction_of
from app.reports.paper import document_html
from app.reports.pdf import LaidOut, lay_out
from app.reports.telling.feedback import LEARNS, Personal, tell_feedback
from app.reports.tree import Document
from app.translations import translations_for
from assessments.demo_case import demo_responses
from assessments.model import ROLES
from assessments.own_view import compare_own
from assessments.report import MaturityReport
from tests.reports.cases import demo, full_model_report, hostile_report, qec_report
from tests.reports.reading import page_texts, text_of


def told(
    report: MaturityReport, place: int = 5, *, is_example: bool = False, brand: Brand | None = None
) -> Document:
    """Return the feedback to one of the people of the demonstration case."""
    case, _ = demo()
    response = demo_responses(case, report.model)[place]
    views = compare_own(report.model, report.result, response.answers)
    personal = Personal(response.role, views, len(response.answers), is_example)
    return tell_feedback(report, translations_for(report.language), personal, brand=brand)


def printed(document: Document) -> LaidOut:
    html = document_html(document, translations_for(document.language))
    return lay_out(html, direction=direction_of(document.language))


@pytest.mark.parametrize("language", ["en", "ar-XB"])
@pytest.mark.parametrize("case", [qec_report, full_model_report], ids=["quick scan", "full model"])
def test_it_has_two_pages_and_is_valid_in_both_directions(case, language):
    made = printed(told(case(language)))
    assert made.pages == 2
    assert made.notices == ()
    validator = pytest.importorskip("page")
    for profile in ("3a", "ua1"):
        found = validator.validate_pdf_bytes(made.pdf, profile=profile)
        assert found.is_compliant, [(one.rule_id, one.message) for one in found.failures][:10]


def test_what_people_typed_stays_text_on_its_two_pages():
    made = printed(told(hostile_report()))
    assert made.pages == 2
    assert "<script>alert(1)</script>" in text_of(made.pdf)
    assert not [one for one in made.fetched if not one.endswith((".css", ".ttf"))]


def test_no_role_group_is_told_apart():
    """A group beside one's own answers could be solved for the others in it."""
    document = told(full_model_report())
    words = translations_for("en").gettext
    names = {words("Executives and sponsors"), words("PMO staff"), words("Teams and line")}
    assert not [one for one in names if one in repr(document.parts)]


def test_every_role_group_has_roles_to_learn_for():
    assert set(LEARNS) == set(ROLES)


def test_a_plan_without_first_steps_says_so():
    report = qec_report()
    bare = replace(report, roadmap=replace(report.roadmap, initiatives=()), rollout=None, training=())
    document = told(bare)
    assert document.sections[1].title == "No step is planned yet; the result is with those who decide"
    assert "Nothing is planned for your role" in repr(document.sections[1])


@pytest.mark.parametrize(
    ("own", "everybody", "title"),
    [
        (4.0, 2.0, "You see more in Strategy"),
        (1.0, 3.0, "You see less in Strategy"),
        (3.2, 3.0, "You see the work on projects much as everybody else does"),
        (3.0, None, "What you answered, dimension by dimension"),
        (None, None, "Nothing was answered through this link"),
    ],
)
def test_the_title_says_where_one_stands_apart(own, everybody, title):
    report = qec_report()
    first = compare_own(report.model, report.result, {})[0]
    view = replace(first, own=own, everybody=everybody)
    document = tell_feedback(report, translations_for("en"), Personal("team", (view,), 1))
    assert document.sections[0].title.startswith(title)


def test_a_preview_says_that_its_answers_are_nobodys():
    assert "invented" in told(qec_report(), is_example=True).cover.notice


def test_the_second_page_begins_with_what_is_done_first():
    pages = page_texts(printed(told(qec_report())).pdf)
    assert "steps come first because of what you and others said" in pages[1]
