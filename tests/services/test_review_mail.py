"""Mail about questions that come again: once a week, and everybody's own to switch off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.db import db, firm_scope
from app.db.outgoing import AuditEvent, Mail
from app.errors import Hidden, Refused
from app.policy import Actor
from app.services import learning, mail, people, review_mail
from tests.checked_client import counted_statements
from tests.conftest import NOW
from tests.world import World
from tests.worlds.learning import COURSE, LESSONS, Classroom, classroom


@pytest.fixture
def room(app, world: World) -> Classroom:
    return classroom(world, "north", NOW)


def read_a_lesson(*readers: Actor) -> None:
    """Let people read a lesson, whose questions come again two days later."""
    for actor in readers:
        with firm_scope(actor.firm_id):
            learning.finish_lesson(actor, learning.enrol(actor, COURSE), LESSONS[0])
    db.session.commit()


def mails(room: Classroom) -> list[Mail]:
    with firm_scope(room.firm_id):
        query = select(Mail).where(Mail.firm_id == room.firm_id, Mail.purpose == "review")
        return list(db.session.scalars(query.order_by(Mail.to_email)))


def token_of(actor: Actor) -> str:
    return review_mail.stop_address(actor.id).rpartition("/")[2]


def test_nothing_is_mailed_before_something_is_due(room: Classroom, clock) -> None:
    read_a_lesson(room.khalid)
    assert review_mail.send_due() == 0
    clock.advance(days=2)
    assert review_mail.send_due() == 1
    (one,) = mails(room)
    with firm_scope(room.firm_id):
        due = learning.my_courses(room.khalid).reviews.left
    assert due
    assert one.to_email == room.khalid.email
    assert one.body.startswith(f"Dear Khalid,\n\n{due} question")
    assert "/learning/review\n" in one.body
    assert review_mail.stop_address(room.khalid.id) in one.body


def test_more_than_a_portion_is_told_with_the_portion(room: Classroom, clock) -> None:
    with firm_scope(room.firm_id):
        enrolment_id = learning.enrol(room.khalid, COURSE)
        for lesson in LESSONS[:3]:
            learning.finish_lesson(room.khalid, enrolment_id, lesson)
    db.session.commit()
    clock.advance(days=2)
    assert review_mail.send_due() == 1
    (one,) = mails(room)
    assert "38 questions of your courses are due for review. 15 a day are enough" in one.body


def test_the_next_comes_a_week_later_however_often_it_is_run(room: Classroom, clock) -> None:
    read_a_lesson(room.khalid)
    clock.advance(days=2)
    counts = []
    for _ in range(9):
        counts += [review_mail.send_due(), review_mail.send_due()]
        clock.advance(days=1)
    assert [number for number, count in enumerate(counts) if count] == [0, 14]


def test_who_switched_it_off_gets_none_until_it_is_on_again(room: Classroom, clock) -> None:
    read_a_lesson(room.khalid, room.anneke)
    with firm_scope(room.firm_id):
        review_mail.switch(room.khalid, wanted=False)
    db.session.commit()
    clock.advance(days=2)
    assert review_mail.send_due() == 1
    assert [one.to_email for one in mails(room)] == [room.anneke.email]
    with firm_scope(room.firm_id):
        review_mail.switch(room.khalid, wanted=True)
    db.session.commit()
    assert review_mail.send_due() == 1


def test_the_link_switches_it_off_for_its_person_alone_and_twice_is_once(room: Classroom) -> None:
    token = token_of(room.khalid)
    assert review_mail.is_wanted_by_link(token)
    review_mail.stop_by_link(token)
    review_mail.stop_by_link(token)
    assert not review_mail.is_wanted_by_link(token)
    assert review_mail.is_wanted_by_link(token_of(room.anneke))
    with firm_scope(room.firm_id):
        events = db.session.scalars(
            select(AuditEvent).where(
                AuditEvent.firm_id == room.firm_id, AuditEvent.action == "review mail switched"
            )
        ).all()
    assert [(one.actor, one.subject_id) for one in events] == [("link holder", room.khalid.id)]


def test_a_link_that_was_not_made_here_leads_nowhere(room: Classroom) -> None:
    token = token_of(room.khalid)
    swapped = token_of(room.anneke)[:20] + token[20:]
    for guess in (swapped, token[:-4] + "AAAA", token[:-4], token + "AAAA", "", "x" * 48, "é" * 48, "*" * 48):
        with pytest.raises(Hidden):
            review_mail.stop_by_link(guess)
    assert review_mail.is_wanted_by_link(token)


def test_the_mail_carries_the_header_for_one_click(room: Classroom, clock) -> None:
    """RFC 8058, section 3.1: both fields, an address in angle brackets, and exactly this content."""
    read_a_lesson(room.khalid)
    clock.advance(days=2)
    review_mail.send_due()
    (one,) = mails(room)
    message = mail.compose(one)
    assert message["List-Unsubscribe"] == f"<{review_mail.stop_address(room.khalid.id)}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_mail_that_cannot_be_stopped_has_no_such_header(room: Classroom) -> None:
    with firm_scope(room.firm_id):
        learning.assign(room.consultant, room.assessment_id, COURSE, [room.khalid.id], None, None)
        query = select(Mail).where(Mail.firm_id == room.firm_id, Mail.purpose == "training")
        message = mail.compose(db.session.scalars(query).one())
    assert message["List-Unsubscribe"] is None
    assert message["List-Unsubscribe-Post"] is None


def test_a_closed_account_gets_none(room: Classroom, clock) -> None:
    read_a_lesson(room.khalid)
    with firm_scope(room.firm_id):
        people.end_account(room.admin, room.khalid.id)
    db.session.commit()
    clock.advance(days=2)
    assert review_mail.send_due() == 0


def test_an_operator_has_nothing_to_switch(room: Classroom) -> None:
    operator = Actor(room.admin.id, room.firm_id, None, "operator", "Noor", "noor@x.example", "en", "x")
    with firm_scope(room.firm_id), pytest.raises(Refused):
        review_mail.switch(operator, wanted=False)


def test_finding_who_is_mailed_takes_as_many_statements_for_many_as_for_few(room: Classroom, clock) -> None:
    def statements(*readers: Actor) -> int:
        read_a_lesson(*readers)
        with firm_scope(room.firm_id):
            for one in readers:
                review_mail.switch(one, wanted=False)
        db.session.commit()
        clock.advance(days=2)
        with counted_statements() as seen:
            assert review_mail.send_due() == 0
        return len(seen)

    assert statements(room.khalid) == statements(room.anneke, room.faisal)
    assert timedelta(days=review_mail.EVERY_DAYS).days == 7
