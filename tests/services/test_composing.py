"""Composing a report: what can be chosen, and findings in a person's words beside their computed text."""

from __future__ import annotations

import pytest

from app.db.findings import list_findings
from app.db.reports import find_report
from app.errors import Conflict, Hidden, Invalid
from app.services import composing, reports
from app.services.composing import Wanted
from tests.worlds.firms import actor_of

TITLE = "verdict.title"
WORDS = "We stand at 2.4 and can reach 3.3"


@pytest.fixture
def outsider(closed, world):
    return actor_of(world, "keel", "colleague", "consultant")


def finding(consultant, closed, key=TITLE):
    page = composing.findings_page(consultant, closed.id, "en")
    return next(line for line in page.lines if line.finding.key == key)


def test_the_page_shows_the_very_report_that_would_be_issued(consultant, closed):
    page = composing.compose_page(consultant, closed.id, "en", Wanted("roadmap"))
    assert page.document.sections[0].key == "verdict"
    assert {one.key for one in page.sections} == {"profile", "gaps", "kind", "plan", "decisions", "kpis"}
    assert all(one.is_on for one in page.sections)


def test_sections_that_a_report_does_not_have_are_not_kept_as_switched_off(consultant, closed):
    wanted = Wanted("roadmap", "board", ("items", "no-such", "gaps"))
    report_id = reports.issue_report(consultant, closed.id, "en", wanted)
    assert reports.report_page(consultant, report_id).choice.without == ("gaps",)
    page = composing.compose_page(consultant, closed.id, "en", Wanted("roadmap", "board"))
    assert page.choice.without == ()


def test_sections_for_reviewers_are_off_for_the_board_until_switched_on(consultant, closed):
    board = composing.compose_page(consultant, closed.id, "en", Wanted("full", "board"))
    off = {one.key for one in board.sections if not one.is_on}
    assert off == {"rules", "items"}
    assert not off & {one.key for one in board.document.sections}
    review = composing.compose_page(consultant, closed.id, "en", Wanted("full", "review"))
    assert all(one.is_on for one in review.sections)
    switched = composing.compose_page(consultant, closed.id, "en", Wanted("full", "board", ("views",)))
    assert {one.key for one in switched.sections if not one.is_on} == {"views"}


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted("poster"), "kind"),
        (Wanted("full", "press"), "audience"),
        (Wanted("full", "board", (), ("figures",)), "redaction"),
    ],
)
def test_what_is_not_on_offer_is_refused(consultant, closed, wanted, field):
    with pytest.raises(Invalid) as refused:
        composing.compose_page(consultant, closed.id, "en", wanted)
    assert refused.value.field == field
    with pytest.raises(Invalid):
        reports.issue_report(consultant, closed.id, "en", wanted)


def test_a_finding_is_written_anew_and_taken_back(consultant, closed):
    computed = finding(consultant, closed).finding.computed
    composing.write_anew(consultant, closed.id, "en", TITLE, f"  {WORDS}\r\n ")
    line = finding(consultant, closed)
    assert (line.finding.text, line.finding.computed) == (WORDS, computed)
    assert line.finding.edit.by.endswith("Consultant of Keel")
    assert not line.is_outdated
    composing.write_anew(consultant, closed.id, "en", TITLE, "Other words")
    assert [one.text for one in list_findings(closed.id, "en")] == ["Other words"]
    composing.restore(consultant, closed.id, "en", TITLE)
    composing.restore(consultant, closed.id, "en", TITLE)
    assert finding(consultant, closed).finding.edit is None
    assert list_findings(closed.id, "en") == []


def test_the_computed_text_typed_again_takes_it_back(consultant, closed):
    computed = finding(consultant, closed).finding.computed
    composing.write_anew(consultant, closed.id, "en", TITLE, WORDS)
    composing.write_anew(consultant, closed.id, "en", TITLE, computed)
    assert list_findings(closed.id, "en") == []


def test_a_finding_whose_figures_have_changed_since_says_so(consultant, closed):
    composing.write_anew(consultant, closed.id, "en", TITLE, WORDS)
    list_findings(closed.id, "en")[0].computed = "Evidence supports level 1.0"
    assert finding(consultant, closed).is_outdated


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        ("no-such.title", "Text", "unknown_choice"),
        (TITLE, "   ", "finding_needed"),
        (TITLE, "x" * 401, "too_long"),
        (TITLE, "a\x00b", "control_character"),
    ],
)
def test_what_is_no_finding_is_refused(consultant, closed, key, text, reason):
    with pytest.raises(Invalid) as refused:
        composing.write_anew(consultant, closed.id, "en", key, text)
    assert refused.value.reason == reason


def test_an_issued_report_keeps_its_choice_and_its_words(consultant, closed):
    composing.write_anew(consultant, closed.id, "en", TITLE, WORDS)
    wanted = Wanted("full", "team", ("items", "verdict"), ("client",))
    report_id = reports.issue_report(consultant, closed.id, "en", wanted)
    composing.restore(consultant, closed.id, "en", TITLE)
    page = reports.report_page(consultant, report_id)
    assert (page.choice.kind, page.choice.audience, page.choice.without) == ("full", "team", ("items",))
    assert page.choice.findings[0].text == WORDS
    assert page.report.client.name == "The organisation"
    assert "Qantara" not in str(find_report(report_id, whole=True).content)


def test_another_choice_is_another_report_and_the_same_is_the_same(consultant, closed):
    roadmap = reports.issue_report(consultant, closed.id, "en", Wanted("roadmap"))
    assert reports.issue_report(consultant, closed.id, "en", Wanted("roadmap")) == roadmap
    assert reports.issue_report(consultant, closed.id, "en", Wanted("full")) != roadmap
    assert reports.issue_report(consultant, closed.id) == roadmap


def test_a_client_left_out_is_not_named_by_a_finding(consultant, closed):
    composing.write_anew(
        consultant, closed.id, "en", TITLE, "Qantara Engineering & Contracting (QEC) stands at 2.4"
    )
    with pytest.raises(Conflict) as refused:
        reports.issue_report(consultant, closed.id, "en", Wanted("roadmap", redaction=("client",)))
    assert refused.value.facts == {"finding": TITLE}


def test_others_compose_nothing(outsider, closed):
    with pytest.raises(Hidden):
        composing.compose_page(outsider, closed.id, "en", Wanted("roadmap"))
    with pytest.raises(Hidden):
        composing.findings_page(outsider, closed.id, "en")
    with pytest.raises(Hidden):
        composing.write_anew(outsider, closed.id, "en", TITLE, WORDS)
    with pytest.raises(Hidden):
        composing.restore(outsider, closed.id, "en", TITLE)
