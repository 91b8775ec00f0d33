from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.db import db
from app.db.enrolments import list_enrolments
from app.db.outgoing import AuditEvent, list_mails
from app.errors import Hidden, Invalid, Refused
from app.services import learning, training
from courses.course import list_courses
from tests.checked_client import counted_statements
from tests.conftest import NOW
from tests.world import World
from tests.worlds.learning import COURSE, LESSONS, Classroom, person

DUE = NOW.date() + timedelta(days=14)


def assign(room: Classroom, *people, dimension: str | None = "RSK", due_on=DUE, course: str = COURSE) -> int:
    ids = [one.id for one in people]
    return learning.assign(room.consultant, room.assessment_id, course, ids, dimension, due_on)


def test_a_course_is_given_with_its_reason_and_its_day(room: Classroom) -> None:
    assert assign(room, room.khalid, room.faisal, room.consultant) == 3
    for actor in (room.khalid, room.faisal, room.consultant):
        line = learning.my_courses(actor).courses[0]
        assert (line.due_on, line.state) == (DUE, "new")
        assert line.because is not None
        assert line.because["en"].startswith("Risk")


def test_everybody_gets_a_mail_with_a_link_and_without_a_figure(room: Classroom) -> None:
    assign(room, room.khalid, room.anneke)
    mails = {mail.to_email: mail for mail in list_mails()}
    assert set(mails) == {room.khalid.email, room.anneke.email}
    mail = mails[room.khalid.email]
    enrolment = learning.my_courses(room.khalid).courses[0].id
    assert mail.subject == "A course for you: PMO essentials"
    for words in (
        "Dear Khalid",
        "Risk, issue and change",
        "16 March 2026",
        f"/learning/{enrolment}",
        "236 minutes",
    ):
        assert words in mail.body
    gap = next(
        one.gap for one in training.training_page(room.consultant, room.assessment_id).dimensions if one.gap
    )
    assert f"{gap.evidenced:.1f}" not in mail.body


def test_the_mail_leaves_out_what_is_not_said(room: Classroom) -> None:
    assign(room, room.khalid, dimension=None, due_on=None)
    body = list_mails()[0].body
    assert "found room to improve" not in body
    assert "Please finish it" not in body


def test_whoever_has_the_course_keeps_it_as_it_is(room: Classroom) -> None:
    own = learning.enrol(room.khalid, COURSE)
    learning.finish_lesson(room.khalid, own, LESSONS[0])
    assert assign(room, room.khalid, room.anneke) == 1
    assert assign(room, room.khalid, room.anneke) == 0
    line = learning.my_courses(room.khalid).courses[0]
    assert (line.id, line.due_on, line.because, line.steps_done) == (own, None, None, 1)
    assert [mail.to_email for mail in list_mails()] == [room.anneke.email]


def test_assigning_leaves_one_event_with_counts_and_no_names(room: Classroom) -> None:
    assign(room, room.khalid, room.anneke)
    query = select(AuditEvent.detail).where(
        AuditEvent.firm_id == room.firm_id, AuditEvent.action == "training assigned"
    )
    assert db.session.scalars(query).all() == [{"course": COURSE, "dimension": "RSK", "people": 2}]


def test_only_people_of_the_client_and_of_the_firm_can_be_chosen(room: Classroom, world: World) -> None:
    for stranger in (room.pia.id, world.ids["south.consultant"], uuid4()):
        with pytest.raises(Invalid, match="people: unknown_choice"):
            learning.assign(
                room.consultant, room.assessment_id, COURSE, [room.khalid.id, stranger], None, None
            )
    assert list_enrolments([room.khalid.id]) == []


def test_what_cannot_be_assigned_is_refused_by_name(room: Classroom) -> None:
    with pytest.raises(Invalid, match="people: nobody_chosen"):
        assign(room)
    with pytest.raises(Invalid, match="course: unknown_course"):
        assign(room, room.khalid, course="astrology")
    with pytest.raises(Invalid, match="dimension: unknown_choice"):
        assign(room, room.khalid, dimension="XYZ")
    with pytest.raises(Invalid, match="due_on: in_the_past"):
        assign(room, room.khalid, due_on=NOW.date() - timedelta(days=1))
    assert list_mails() == []


def test_only_the_team_assigns(room: Classroom) -> None:
    for use in (
        lambda actor: learning.assign(actor, room.assessment_id, COURSE, [room.khalid.id], None, None),
        lambda actor: training.training_page(actor, room.assessment_id),
    ):
        for outsider in (room.colleague, room.khalid):
            with pytest.raises(Hidden):
                use(outsider)
        with pytest.raises(Refused):
            use(room.faisal)
    with pytest.raises(Hidden):
        training.training_page(room.consultant, uuid4())


def test_the_page_begins_with_the_largest_priority_and_the_course_that_helps(room: Classroom) -> None:
    page = training.training_page(room.consultant, room.assessment_id, "RES")
    assert [choice.gap.rank for choice in page.dimensions if choice.gap] == list(range(1, 11))
    assert page.dimension is not None
    assert page.dimension.key == "RES"
    helped = training.training_page(room.consultant, room.assessment_id, "XYZ")
    assert helped.dimension is None
    assert [course.why for course in helped.courses] == [None] * len(list_courses())


def test_the_page_shows_where_everybody_of_the_client_stands(room: Classroom) -> None:
    own = learning.enrol(room.khalid, COURSE)
    learning.finish_lesson(room.khalid, own, LESSONS[0])
    for course in list_courses():
        learning.enrol(room.khalid, course.key)
    page = training.training_page(room.consultant, room.assessment_id)
    assert [(one.name, one.has_all) for one in page.people] == [
        ("Anneke", False),
        ("Faisal", False),
        ("Khalid", True),
    ]
    standings = {(one.state, one.share) for one in page.people[2].standings}
    assert standings == {("under way", 1 / 6), ("new", 0.0)}


def test_the_page_asks_as_often_for_many_people_as_for_few(room: Classroom) -> None:
    def statements() -> int:
        with counted_statements() as seen:
            training.training_page(room.consultant, room.assessment_id)
        return len(seen)

    assign(room, room.khalid)
    before = statements()
    client_id = room.khalid.client_id
    assert client_id is not None
    others = [person("north", room.firm_id, client_id, f"extra-{number}", "learner") for number in range(12)]
    assign(room, *others)
    assert statements() == before
