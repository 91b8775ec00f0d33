"""What somebody who answers has learnt themselves stands beside their answer, for them alone."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.db import Base, db, every_firm, firm_scope
from app.policy import Actor
from app.services import identity, learning, own_training
from assessments.published import find_model
from assessments.training import load_training_map
from courses.course import find_course
from tests.checked_client import CheckedClient
from tests.conftest import NOW
from tests.web.test_answering import autosave, begun, csrf
from tests.world import PASSWORD, World
from tests.worlds import learning as classroom
from tests.worlds.answering import invite, open_assessment

TITLE = find_course(classroom.COURSE).title["en"]
HELPED = {entry.dimension for entry in load_training_map().entries if entry.course == classroom.COURSE}
ASKED = find_model("quick-scan").questions_for("team")[0].key
ADDRESS = "team@client.example"  # where the link of the role "team" was sent


def account(firm_id: UUID, address: str) -> Actor:
    user_id = identity.add_user(firm_id, address, "Robin Team", "learner", PASSWORD)
    return Actor(user_id, firm_id, None, "learner", "Robin Team", address, "en", "North Consulting")


def complete(actor: Actor) -> None:
    enrolment_id, page = classroom.begun(actor, "exam")
    learning.submit_attempt(actor, enrolment_id, page.id, classroom.answers_to(page, 99))


def trained(world: World, address: str = ADDRESS, firm: str = "north") -> Actor:
    with firm_scope(world.ids[firm]):
        actor = account(world.ids[firm], address)
        complete(actor)
    db.session.commit()
    return actor


def questionnaire(client: CheckedClient, world: World, mode: str) -> str:
    """Begin the answers of the role "team" in a new assessment and return the address of the questionnaire."""
    assessment = open_assessment(world.ids["north"], NOW, mode=mode)
    db.session.commit()
    return begun(client, assessment.links["team"])


def noted(text: str) -> set[str]:
    """Return the dimensions of the questions beside which a course is named."""
    questions = re.findall(r'data-key="([A-Z]+)\.[^"]+">(.*?)name="[^"]+\.seen"', text, re.DOTALL)
    return {key for key, part in questions if "answer-training" in part}


@pytest.mark.parametrize("mode", ["named", "confidential"])
def test_who_is_signed_in_sees_their_own_course_where_evidence_is_claimed(
    app, world, client_for, mode: str
) -> None:
    trained(world)
    client = client_for(ADDRESS)
    text = client.get(questionnaire(client, world, mode)).text
    assert f"You completed the course “{TITLE}” on 2 Mar 2026." in text
    assert noted(text)
    assert noted(text) <= HELPED
    evidence = re.findall(r'<fieldset class="answer-evidence">.*?</fieldset>', text, re.DOTALL)
    assert sum("answer-training" in part for part in evidence) == text.count('class="answer-training"')
    assert not re.search(r"\d %", text.partition("answer-form")[2])


def test_nothing_is_chosen_beforehand_and_nothing_is_stored_with_the_answer(app, world, client_for) -> None:
    trained(world)
    client = client_for(ADDRESS)
    address = questionnaire(client, world, "confidential")
    rows = kept()
    assert not re.search(r'type="radio"[^>]* checked', client.get(address).text)
    assert kept() == rows, "looking at the questionnaire stored something"
    saved = autosave(client, address, csrf(client, address), question=ASKED, evidence="none")
    assert saved.status_code == 200
    after = kept()
    changed = {table for table in after if after[table] != rows[table]}
    assert changed == {"answers", "audit_events"}


def kept() -> dict[str, int]:
    """Return how many rows each table has."""
    with every_firm("a test counts what is stored"):
        return {
            table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def test_anonymous_answers_know_of_no_session(app, world, client_for) -> None:
    trained(world)
    client = client_for(ADDRESS)
    address = questionnaire(client, world, "anonymous")
    assert "answer-training" not in client.get(address).text
    assert not any("sign_ins" in statement for statement in client.statements)
    assert len(client.statements) == 2


def test_a_link_alone_shows_nothing(app, world, client) -> None:
    trained(world)
    assert "answer-training" not in client.get(questionnaire(client, world, "named")).text
    assert len(client.statements) == 2


def test_a_forwarded_link_shows_neither_the_senders_courses_nor_the_readers(app, world, client_for) -> None:
    trained(world)
    trained(world, "somebody-else@client.example")
    client = client_for("somebody-else@client.example")
    assert "answer-training" not in client.get(questionnaire(client, world, "named")).text


def test_the_same_address_in_another_firm_is_another_person(app, world, client_for) -> None:
    trained(world, firm="south")
    client = client_for(ADDRESS)
    assert "answer-training" not in client.get(questionnaire(client, world, "named")).text


def test_a_course_that_is_not_completed_is_no_evidence(app, world, client_for) -> None:
    with firm_scope(world.ids["north"]):
        actor = account(world.ids["north"], ADDRESS)
        classroom.read_all(actor, learning.enrol(actor, classroom.COURSE))
    db.session.commit()
    client = client_for(ADDRESS)
    assert "answer-training" not in client.get(questionnaire(client, world, "named")).text


def test_a_session_that_ended_shows_nothing(app, world, client_for, clock) -> None:
    trained(world)
    client = client_for(ADDRESS)
    address = questionnaire(client, world, "named")
    clock.advance(days=8)
    assert "answer-training" not in client.get(address).text


def test_it_takes_three_statements_more_however_much_was_learnt(app, world, client_for) -> None:
    trained(world)
    client = client_for(ADDRESS)
    address = questionnaire(client, world, "named")
    assert "answer-training" in client.get(address).text
    assert len(client.statements) == 5
    with firm_scope(world.ids["north"]):
        one = identity.find_session(client.get_cookie("session").value)
        for course in ("risk-foundations", "time-management"):
            learning.enrol(one.actor, course)
    db.session.commit()
    client.get(address)
    assert len(client.statements) == 5


def test_a_form_sent_back_shows_it_too(app, world, client_for) -> None:
    trained(world)
    client = client_for(ADDRESS)
    address = questionnaire(client, world, "named")
    reply = client.post(
        address,
        data={
            "csrf_token": csrf(client, address),
            "STR.1.choice": "NA",
            "STR.1.reason": "",
            "STR.1.seen": "0",
        },
    )
    assert reply.status_code == 422
    assert "answer-training" in reply.text


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_it_reads_in_both_directions(app, world, client_for, language: str) -> None:
    trained(world)
    client = client_for(ADDRESS)
    assert "answer-training" in client.get(f"{questionnaire(client, world, 'named')}?lang={language}").text


def test_an_assigned_course_helps_with_the_dimension_that_it_was_assigned_for(app, world) -> None:
    room = classroom.classroom(world, "north", NOW)
    with firm_scope(room.firm_id):
        learning.assign(room.consultant, room.assessment_id, classroom.COURSE, [room.khalid.id], "RSK", None)
        complete(room.khalid)
        session = identity.sign_in(room.khalid.email, PASSWORD, "network")
        assert "RSK" not in HELPED
    assessment = open_assessment(world.ids["north"], NOW)
    with firm_scope(room.firm_id):
        token = invite(assessment, "khalid", "team", "named", address=room.khalid.email.upper())
        db.session.flush()
    assert set(own_training.own_training("named", token, session)) == HELPED | {"RSK"}
