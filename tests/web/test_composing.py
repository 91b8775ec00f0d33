"""Composing a report from the pages: choosing, seeing it as it will be, findings in one's own words, issuing."""

from __future__ import annotations

import html
from uuid import UUID

import pytest

from app.db import firm_scope
from app.db.reports import find_report
from app.reports.choice import choice_from_plain
from app.services import files, reports
from tests.web.reading import text_of
from tests.worlds.closed import COLLEAGUE, SPONSOR

PAGES = b"%PDF-1.7 the pages of a report"
TITLE = "verdict.title"
WORDS = "<b>We</b> stand at 2.4 & can reach 3.3"


def test_the_report_tab_leads_to_composing(consultant, kept, app):
    page = consultant.get(f"/assessments/{kept.id}/reports").get_data(as_text=True)
    assert f'href="/assessments/{kept.id}/reports/compose"' in page


@pytest.mark.parametrize("kind", ["roadmap", "full"])
def test_the_preview_is_the_report_itself(consultant, kept, app, kind):
    response = consultant.get(f"/assessments/{kept.id}/reports/compose?kind={kind}&audience=team")
    text = text_of(response)
    assert "Evidence supports level" in text
    assert "What would change our mind" in text
    assert ("How 24 people answered 20 questions" in text) == (kind == "full")
    assert len(consultant.statements) <= 12


def test_ticks_count_for_the_report_they_were_shown_with(consultant, kept, app):
    address = f"/assessments/{kept.id}/reports/compose?kind=roadmap&audience=board"
    page = consultant.get(f"{address}&shown=roadmap:board&section=profile").get_data(as_text=True)
    assert 'id="section-profile" value="profile" checked' in page
    assert 'id="section-gaps" value="gaps">' in page
    assert '<input type="hidden" name="without" value="gaps">' in page
    fresh = consultant.get(f"{address}&shown=full:board&section=profile").get_data(as_text=True)
    assert 'id="section-gaps" value="gaps" checked' in fresh


def test_what_is_not_on_offer_leads_back_with_a_word(consultant, kept, app):
    response = consultant.get(f"/assessments/{kept.id}/reports/compose?kind=poster")
    assert response.status_code == 303
    assert "Choose from the list" in text_of(consultant.get(response.headers["Location"]))


def test_what_was_shown_is_what_is_issued(consultant, kept, app):
    page = f"/assessments/{kept.id}/reports/compose"
    chosen = {
        "kind": "roadmap",
        "audience": "board",
        "language": "en",
        "is_composed": "1",
        "without": ["gaps", "kpis"],
        "redaction": ["client"],
    }
    response = consultant.submit(f"/assessments/{kept.id}/reports", chosen, page=page)
    report_id = response.headers["Location"].rpartition("/")[2]
    with firm_scope(kept.firm_id):
        choice = choice_from_plain(find_report(UUID(report_id), whole=True).choice)
    assert (choice.kind, choice.without) == ("roadmap", ("gaps", "kpis"))
    assert choice.redaction.without_client
    listed = text_of(consultant.get(f"/assessments/{kept.id}/reports"))
    assert "Executive roadmap" in listed


def test_a_finding_is_written_anew_as_plain_text_and_taken_back(consultant, kept, app):
    page = f"/assessments/{kept.id}/reports/findings"
    before = text_of(consultant.get(page))
    assert "Findings in your words" in before
    response = consultant.submit(page, {"language": "en", "key": TITLE, "text": WORDS})
    assert response.status_code == 303
    assert response.headers["Location"].endswith("#finding-verdict.title")
    after = consultant.get(page).get_data(as_text=True)
    assert html.escape(WORDS, quote=False) in after
    assert "1 finding is written anew" in after
    assert "Computed: Evidence supports level" in text_of(consultant.get(page))
    preview = text_of(consultant.get(f"/assessments/{kept.id}/reports/compose?kind=full&audience=board"))
    assert "1 finding was worded by a person, not by rule" in preview
    consultant.submit(f"{page}/restore", {"language": "en", "key": TITLE}, page=page)
    assert "Findings in your words" in text_of(consultant.get(page))


def test_a_refused_finding_comes_back_as_typed(consultant, kept, app):
    page = f"/assessments/{kept.id}/reports/findings"
    response = consultant.submit(page, {"language": "en", "key": TITLE, "text": "long " * 100})
    assert response.status_code == 422
    text = response.get_data(as_text=True)
    assert "long long" in text
    assert "Field cannot be longer than 400 characters" in text
    assert 'aria-invalid="true"' in text


def test_who_holds_a_link_reads_the_words_that_were_issued(consultant, kept, client_for, app):
    page = f"/assessments/{kept.id}/reports/findings"
    consultant.submit(page, {"language": "en", "key": TITLE, "text": "Worded for the board, 2.4 of 5"})
    chosen = {
        "kind": "roadmap",
        "audience": "board",
        "language": "en",
        "is_composed": "1",
        "without": ["gaps"],
    }
    issued = consultant.submit(f"/assessments/{kept.id}/reports", chosen, page=page).headers["Location"]
    with firm_scope(kept.firm_id):
        reports.publish(UUID(issued.rpartition("/")[2]), files.store(PAGES), len(PAGES))
    consultant.submit(f"{issued}/links", {"recipient": "Board", "days": "7"}, page=issued)
    shown = consultant.get(issued).get_data(as_text=True)
    address = shown.partition('id="fresh-link"')[2].partition('value="')[2].partition('"')[0]
    path = "/shared/" + address.rpartition("/")[2]
    guest = app.test_client()
    seen = guest.submit(path, {}, page=path)
    text = text_of(guest.get(seen.headers["Location"]))
    assert "Worded for the board, 2.4 of 5" in text
    assert "What the next level would show" not in text


@pytest.mark.parametrize("person", [COLLEAGUE, SPONSOR, "consultant@south.example"])
def test_others_compose_nothing(client_for, kept, app, person):
    browser = client_for(person)
    for page in ("compose", "findings"):
        assert browser.get(f"/assessments/{kept.id}/reports/{page}").status_code in {403, 404}
    refused = browser.submit(
        f"/assessments/{kept.id}/reports/findings", {"key": TITLE, "text": "x"}, page="/sign-in"
    )
    assert refused.status_code in {403, 404}
