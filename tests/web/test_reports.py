"""Issuing a report from the pages, watching it, saving it, and handing it on."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from app.db import firm_scope
from app.db.reports import find_report
from app.jobs import run_all
from app.services import files, reports
from tests.web.reading import text_of
from tests.worlds.closed import COLLEAGUE, SPONSOR
from tests.worlds.firms import actor_of

PAGES = b"%PDF-1.7 the pages of a report"
OFFICE = {"workbook": b"PK the workbook of a report", "slides": b"PK the slides of a report"}


@pytest.fixture
def issued(kept, app, world) -> str:
    """The address of a report that waits to be made."""
    with firm_scope(kept.firm_id):
        report_id = reports.issue_report(actor_of(world, "keel", "consultant", "consultant"), kept.id)
    return f"/reports/{report_id}"


@pytest.fixture
def ready(kept, issued) -> str:
    """The address of a report whose file is there."""
    with firm_scope(kept.firm_id):
        hashes = {f"{part}_hash": files.store(content) for part, content in OFFICE.items()}
        reports.publish(report_id_of(issued), files.store(PAGES), len(PAGES), **hashes)
    return issued


def report_id_of(address: str):
    return UUID(address.rpartition("/")[2])


def test_one_button_on_every_page_of_the_outcome_issues_the_report(consultant, kept, app):
    for page in ("results", "recommendation", "roadmap", "reports"):
        text = consultant.get(f"/assessments/{kept.id}/{page}").get_data(as_text=True)
        assert text.count(f'action="/assessments/{kept.id}/reports"') == 1, page
    response = consultant.submit(f"/assessments/{kept.id}/reports")
    assert response.status_code == 303
    page = text_of(consultant.get(response.headers["Location"]))
    assert "Report PL-2026-0001" in page
    assert "The report is being made" in page


def test_issuing_twice_leads_to_the_same_report(consultant, kept, app):
    first = consultant.submit(f"/assessments/{kept.id}/reports").headers["Location"]
    assert consultant.submit(f"/assessments/{kept.id}/reports").headers["Location"] == first


def test_the_issued_reports_are_listed_with_their_state(consultant, kept, issued):
    page = consultant.get(f"/assessments/{kept.id}/reports").get_data(as_text=True)
    assert "1 report has been issued" in page
    assert f'href="{issued}"' in page
    assert "being made" in page
    assert len(consultant.statements) <= 10


def test_what_stands_in_the_way_is_said_on_the_page(consultant, kept, app):
    response = consultant.submit(f"/assessments/{kept.id}/reports", {"language": "tlh"})
    assert response.status_code == 303
    assert "Choose from the list" in text_of(consultant.get(response.headers["Location"]))


def test_the_page_follows_the_job_and_its_status_tells_when_it_is_done(consultant, issued, kept):
    page = consultant.get(issued).get_data(as_text=True)
    assert f'data-poll-url="{issued}/status"' in page
    waiting = consultant.get(f"{issued}/status").get_json()
    assert waiting["state"] == "waiting"
    assert waiting["url"] is None
    with firm_scope(kept.firm_id):
        reports.publish(report_id_of(issued), files.store(PAGES), len(PAGES))
    done = consultant.get(f"{issued}/status").get_json()
    assert (done["state"], done["url"]) == ("done", issued)


def test_a_failed_report_says_why_and_can_be_tried_again(consultant, issued, kept):
    with firm_scope(kept.firm_id):
        reports.give_up(report_id_of(issued), "timeout")
    text = text_of(consultant.get(issued))
    assert "The PDF could not be made" in text
    assert "It took longer than allowed" in text
    assert consultant.get(f"{issued}/status").get_json()["state"] == "failed"
    assert consultant.submit(f"{issued}/retry", page=issued).status_code == 303
    assert "The report is being made" in text_of(consultant.get(issued))


def test_a_report_that_did_not_fail_is_not_tried_again(consultant, ready):
    assert consultant.submit(f"{ready}/retry", page=ready).status_code == 409


def test_a_report_that_is_being_made_can_be_cancelled_and_made_after_all(consultant, issued, kept):
    assert f'action="{issued}/cancel"' in consultant.get(issued).get_data(as_text=True)
    assert consultant.submit(f"{issued}/cancel", page=issued).status_code == 303
    text = text_of(consultant.get(issued))
    assert "Cancelled by you" in text
    assert "The report is being made" not in text
    assert len(consultant.statements) <= 10
    assert consultant.get(f"{issued}/status").get_json()["state"] == "failed"
    assert "cancelled" in text_of(consultant.get(f"/assessments/{kept.id}/reports"))
    assert consultant.submit(f"{issued}/retry", page=issued).status_code == 303
    assert "The report is being made" in text_of(consultant.get(issued))


def test_a_report_that_was_finished_first_is_not_cancelled(consultant, issued, kept):
    consultant.get(issued)
    with firm_scope(kept.firm_id):
        reports.publish(report_id_of(issued), files.store(PAGES), len(PAGES))
    assert consultant.submit(f"{issued}/cancel", page=issued).status_code == 303
    text = text_of(consultant.get(issued))
    assert "no longer being made" in text
    assert "Save the PDF" in text


def test_a_sponsor_cannot_cancel(issued, client_for):
    sponsor = client_for(SPONSOR)
    assert sponsor.submit(f"{issued}/cancel").status_code in {403, 404}


def test_a_ready_report_shows_what_it_says_and_what_it_rests_on(consultant, ready, kept):
    response = consultant.get(ready)
    text = text_of(response)
    assert "Controlling is the type of PMO that fits best" in text
    assert "Plumbline quick scan, version 1.0.0" in text
    with firm_scope(kept.firm_id):
        row = find_report(report_id_of(ready), whole=True)
    for fingerprint in (row.file_hash, row.content_hash, row.content["provenance"]["answers_hash"]):
        assert fingerprint in text
    assert len(consultant.statements) <= 10


def test_the_file_is_saved_under_its_name(consultant, ready):
    response = consultant.get(f"{ready}/file")
    assert response.data == PAGES
    assert response.mimetype == "application/pdf"
    disposition = response.headers["Content-Disposition"]
    assert disposition == 'attachment; filename="PL-2026-0001-qantara-engineering-contracting-qec.pdf"'
    assert "private" in response.headers["Cache-Control"]
    assert len(consultant.statements) <= 4


@pytest.mark.parametrize(
    ("part", "ending", "mimetype"),
    [
        ("workbook", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("slides", "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ],
)
def test_workbook_and_slides_are_saved_under_their_names(consultant, ready, part, ending, mimetype):
    assert f"{ready}/{part}" in consultant.get(ready).get_data(as_text=True)
    response = consultant.get(f"{ready}/{part}")
    assert response.data == OFFICE[part]
    assert response.mimetype == mimetype
    disposition = response.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="PL-2026-0001-qantara-engineering-contracting-qec.{ending}"'


def test_a_report_of_before_offers_the_pdf_alone(consultant, kept, ready):
    with firm_scope(kept.firm_id):
        reports.publish(report_id_of(ready), files.store(PAGES), len(PAGES))
    page = consultant.get(ready).get_data(as_text=True)
    assert f"{ready}/file" in page
    assert f"{ready}/workbook" not in page
    assert f"{ready}/slides" not in page
    assert consultant.get(f"{ready}/workbook").status_code == 409


def test_a_browser_that_has_the_file_is_not_sent_it_again(consultant, ready):
    etag = consultant.get(f"{ready}/file").headers["ETag"]
    again = consultant.get(f"{ready}/file", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.data == b""


def test_there_is_no_file_before_it_is_made(consultant, issued):
    assert consultant.get(f"{issued}/file").status_code == 409


def test_the_sponsor_reads_and_saves_and_does_no_more(client_for, ready):
    sponsor = client_for(SPONSOR)
    page = sponsor.get(ready).get_data(as_text=True)
    assert "Save the PDF" in page
    assert "Hand it to leadership" not in page
    assert f"{ready}/links" not in page
    assert sponsor.get(f"{ready}/file").data == PAGES
    assert sponsor.submit(f"{ready}/links", {"recipient": "Me", "days": "5"}, page=ready).status_code == 403


def test_the_sponsor_does_not_see_a_report_in_the_making(client_for, issued):
    assert client_for(SPONSOR).get(issued).status_code == 403


@pytest.mark.parametrize("person", [COLLEAGUE, "consultant@south.example", "admin@south.example"])
def test_for_others_there_is_no_report(client_for, ready, person):
    browser = client_for(person)
    for page in ("", "/status", "/file"):
        assert browser.get(f"{ready}{page}").status_code == 404
    assert browser.submit(f"{ready}/links", {"recipient": "Me", "days": "5"}).status_code == 404


def make_link(consultant, ready, recipient="Board, spring meeting") -> str:
    response = consultant.submit(f"{ready}/links", {"recipient": recipient, "days": "7"}, page=ready)
    assert response.status_code == 303
    page = consultant.get(ready).get_data(as_text=True)
    return re.search(r'id="fresh-link"[^>]*value="([^"]+)"', page)[1]


def test_a_new_link_is_shown_once(consultant, ready):
    address = make_link(consultant, ready)
    assert re.fullmatch(r"http://127\.0\.0\.1:5000/shared/[\w-]{27}", address)
    again = consultant.get(ready).get_data(as_text=True)
    assert address not in again
    assert "Board, spring meeting" in again


def test_a_new_link_is_not_shown_on_the_page_of_another_report(consultant, ready, kept, world):
    with firm_scope(kept.firm_id):
        actor = actor_of(world, "keel", "consultant", "consultant")
        other = f"/reports/{reports.issue_report(actor, kept.id, 'ar-XB')}"
    consultant.submit(f"{ready}/links", {"recipient": "Board", "days": "7"}, page=ready)
    assert "fresh-link" not in consultant.get(other).get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"recipient": "", "days": "7"}, "Say who will use the link."),
        ({"recipient": "   ", "days": "7"}, "Say who will use the link."),
        ({"recipient": "Board", "days": "0"}, "Enter a number from 1 to 90."),
        ({"recipient": "Board", "days": "91"}, "Enter a number from 1 to 90."),
        ({"recipient": "Board", "days": "soon"}, "Not a valid integer value."),
    ],
)
def test_a_wrong_link_is_not_made_and_what_was_typed_comes_back(consultant, ready, typed, error):
    response = consultant.submit(f"{ready}/links", typed, page=ready)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert error in page
    assert f'value="{typed["days"]}"' in page
    assert "No links" not in page
    assert "Links to this report" not in page


def test_a_link_can_be_ended(consultant, ready, client):
    path = make_link(consultant, ready).partition("127.0.0.1:5000")[2]
    assert client.get(path).status_code == 200
    page = consultant.get(ready).get_data(as_text=True)
    revoke = re.search(rf'action="({ready}/links/[\w-]+/revoke)"', page)[1]
    assert consultant.submit(revoke, page=ready).status_code == 303
    assert client.get(path).status_code == 404
    assert "ended by you" in consultant.get(ready).get_data(as_text=True)


def test_the_number_of_statements_does_not_grow_with_the_links(consultant, ready):
    make_link(consultant, ready)
    consultant.get(ready)
    one = len(consultant.statements)
    for number in range(5):
        make_link(consultant, ready, f"Board {number}")
    consultant.get(ready)
    assert len(consultant.statements) == one


@pytest.mark.slow
def test_from_the_button_to_the_file(consultant, kept, app):
    address = consultant.submit(f"/assessments/{kept.id}/reports").headers["Location"]
    run_all(app)
    response = consultant.get(f"{address}/file")
    assert response.data.startswith(b"%PDF-")
    assert "kB, English" in text_of(consultant.get(address))
