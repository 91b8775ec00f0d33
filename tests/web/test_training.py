"""Assigning training to a client's people, as the consultant sees it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from app.db import db, firm_scope
from app.db.enrolments import list_enrolments
from app.db.outgoing import list_mails
from app.jobs import run_all
from app.services import engagements
from tests.checked_client import CheckedClient
from tests.conftest import NOW
from tests.web.reading import words
from tests.world import World
from tests.worlds.learning import COURSE, Classroom, assessment, client

DUE = (NOW.date() + timedelta(days=14)).isoformat()


@pytest.fixture
def consultant(room: Classroom, client_for) -> CheckedClient:
    return client_for(World.consultant)


def page_of(room: Classroom) -> str:
    return f"/assessments/{room.assessment_id}/training"


def form(*people: Any, **changes: Any) -> dict[str, Any]:
    chosen = {"people": [str(person.id) for person in people]}
    return {"dimension": "RSK", "course": COURSE, "due_on": DUE} | chosen | changes


def test_the_page_shows_the_reason_the_course_and_the_people(consultant, room) -> None:
    page = consultant.get(f"{page_of(room)}?dimension=RSK")
    text = words(page)
    assert "Risk, issue and change" in text
    assert re.search(r"\d\.\d today, \d\.\d wanted: a gap of \d\.\d, number \d+ of 10 by priority", text)
    for person in ("Khalid", "Anneke", "Faisal"):
        assert person in text
    assert "Pia" not in text
    assert '<option selected value="RSK">' in page.text
    assert 'value="2026-03-30"' in page.text


def test_without_a_reason_the_page_asks_for_one_and_an_unknown_one_counts_as_none(consultant, room) -> None:
    for address in (page_of(room), f"{page_of(room)}?dimension=%3Cscript%3E"):
        page = consultant.get(address)
        assert page.status_code == 200
        assert "by priority" not in words(page)
        assert "No particular gap" in words(page)


def test_assigning_reaches_the_learner_by_mail_and_on_their_page(app, consultant, room, client_for) -> None:
    response = consultant.submit(page_of(room), form(room.khalid, room.anneke))
    assert response.status_code == 303
    text = words(consultant.get(response.headers["Location"]))
    assert "2 people have the course now, and a mail about it." in text
    assert "by 16 Mar 2026" in text
    run_all(app)
    with firm_scope(room.firm_id):
        mails = {mail.to_email: mail for mail in list_mails()}
    assert set(mails) == {room.khalid.email, room.anneke.email}
    address = re.search(r"http://\S+(/learning/\S+)", mails[room.khalid.email].body)
    assert address is not None
    khalid = client_for(room.khalid.email)
    assert "To be finished by 16 Mar 2026" in words(khalid.get(address[1]))
    assert "Risk, issue and change" in words(khalid.get("/learning"))


def test_whoever_has_the_course_already_is_counted_and_left_alone(consultant, room) -> None:
    consultant.submit(page_of(room), form(room.khalid))
    response = consultant.submit(page_of(room), form(room.khalid, room.anneke))
    text = words(consultant.get(response.headers["Location"]))
    assert "1 person has the course now, and a mail about it. 1 person had it already." in text


def test_a_form_that_cannot_be_kept_comes_back_as_it_was(consultant, room) -> None:
    page = consultant.submit(page_of(room), form())
    assert page.status_code == 422
    assert "Choose at least one person." in words(page)
    page = consultant.submit(page_of(room), form(room.khalid, due_on="2026-01-01"))
    assert page.status_code == 422
    assert "Choose a day that is not in the past." in words(page)
    assert f'value="{room.khalid.id}" checked' in page.text
    with firm_scope(room.firm_id):
        assert list_enrolments([room.khalid.id]) == []


@pytest.mark.parametrize(
    "changes", [{"course": "astrology"}, {"dimension": "XYZ"}, {"people": ["x"]}, {"due_on": "soon"}]
)
def test_what_is_not_on_the_page_cannot_be_sent(consultant, room, changes: dict[str, Any]) -> None:
    assert consultant.submit(page_of(room), form(room.khalid) | changes).status_code == 422


def test_people_of_another_client_cannot_be_sent(consultant, room) -> None:
    assert consultant.submit(page_of(room), form(room.pia)).status_code == 422


def test_a_client_without_people_shows_who_can_add_them(room, client_for, consultant) -> None:
    with firm_scope(room.firm_id):
        empty = client(room.consultant, "Empty Quarters", NOW)
        address = f"/assessments/{assessment(room.firm_id, empty, NOW)}/training"
        assert engagements.client_of(empty)
        db.session.commit()
    assert "Ask an administrator" in words(consultant.get(address))
    page = client_for(World.admin).get(address)
    assert "Nobody to assign to yet" in words(page)
    assert 'href="/people/new"' in page.text


def test_only_the_team_sees_the_page(room, client_for) -> None:
    for email, status in (
        (World.colleague, 404),
        (World.other_consultant, 404),
        (room.faisal.email, 403),
        (room.khalid.email, 403),
    ):
        browser = client_for(email)
        assert browser.get(page_of(room)).status_code == status
        assert browser.submit(page_of(room), form(room.khalid), page="/learning").status_code == status


def test_the_page_says_why_somebody_is_reminded_and_sends_it_once(
    consultant, room, client_for, clock
) -> None:
    consultant.submit(page_of(room), form(room.khalid))
    text = words(consultant.get(page_of(room)))
    assert "No reminder is due today" in text
    assert "Do not remind not yet: due in 14 days" in text
    clock.advance(days=16)
    consultant = client_for(World.consultant)  # the earlier session has expired
    text = words(consultant.get(page_of(room)))
    assert "1 reminder is due today" in text
    assert "Remind overdue since 2 days" in text
    response = consultant.submit(f"{page_of(room)}/remind", {}, page=page_of(room))
    assert response.status_code == 303
    text = words(consultant.get(response.headers["Location"]))
    assert "1 reminder is on its way." in text
    assert "was reminded today" in text
    again = consultant.submit(f"{page_of(room)}/remind", {}, page=page_of(room))
    assert "Nobody is to be reminded today." in words(consultant.get(again.headers["Location"]))


def test_only_the_team_reminds(room, client_for) -> None:
    for email, status in ((World.colleague, 404), (room.faisal.email, 403), (room.khalid.email, 403)):
        response = client_for(email).submit(f"{page_of(room)}/remind", {}, page="/learning")
        assert response.status_code == status


def test_the_page_takes_few_statements(consultant, room) -> None:
    counts = []
    for people in ((room.khalid,), (room.anneke, room.faisal)):
        consultant.submit(page_of(room), form(*people))
        consultant.get(page_of(room))
        counts.append(len(consultant.statements))
    assert counts[0] == counts[1] <= 10


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_page_speaks_the_pseudo_languages(consultant, room, language: str) -> None:
    page = consultant.get(f"{page_of(room)}?dimension=RSK&lang={language}").get_data(as_text=True)
    assert "⟦" in page
    assert ('dir="rtl"' in page) == (language == "ar-XB")
