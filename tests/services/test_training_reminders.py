"""Reminding people of courses that were assigned, never more often than stated."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.db import db
from app.db.outgoing import AuditEvent, list_mails
from app.db.people import find_user
from app.db.plans import PlanLimitsRow
from app.db.training_reminders import list_days_reminded
from app.errors import Hidden, Refused
from app.services import learning, training, training_reminders
from assessments.plan_limits import Limits, QuietTime
from content import to_plain
from courses.reminders import Decision
from tests.checked_client import counted_statements
from tests.conftest import NOW
from tests.worlds.learning import COURSE, Classroom, answers_to, begun, person

DUE = NOW.date() + timedelta(days=14)


def assign(room: Classroom, *people, due_on=DUE) -> None:
    learning.assign(room.consultant, room.assessment_id, COURSE, [one.id for one in people], "RSK", due_on)


def remind(room: Classroom) -> int:
    return training_reminders.remind(room.consultant, room.assessment_id)


def decisions(room: Classroom) -> dict[str, Decision]:
    page = training.training_page(room.consultant, room.assessment_id)
    return {line.person: line.decision for line in page.reminders}


def reminders_to(actor) -> list[str]:
    mails = [mail for mail in list_mails() if mail.purpose == "training reminder"]
    return [mail.body for mail in mails if mail.to_email == actor.email]


def test_the_page_says_of_everybody_whether_and_why(room: Classroom, clock) -> None:
    assign(room, room.khalid)
    assign(room, room.faisal, due_on=None)
    learning.enrol(room.anneke, COURSE)
    assert decisions(room) == {
        "Anneke": Decision("own-choice"),
        "Faisal": Decision("no-day"),
        "Khalid": Decision("not-yet", 14),
    }
    clock.advance(days=16)
    assert decisions(room)["Khalid"] == Decision("overdue", 2)
    page = training.training_page(room.consultant, room.assessment_id)
    assert page.reminders[0].person == "Khalid"  # what is due stands first


def test_a_reminder_says_what_why_and_how_often_and_goes_out_once(room: Classroom, clock) -> None:
    assign(room, room.khalid)
    assert remind(room) == 0
    clock.advance(days=8)
    assert remind(room) == 1
    assert remind(room) == 0
    (body,) = reminders_to(room.khalid)
    enrolment_id = learning.my_courses(room.khalid).courses[0].id
    for words in (
        "Dear Khalid",
        "PMO essentials is to be finished by 16 March 2026.",
        "6 steps are left",
        f"/learning/{enrolment_id}",
        "at most once in 7 days, at most 4 times",
    ):
        assert words in body
    clock.advance(days=6)
    assert decisions(room)["Khalid"] == Decision("reminded-lately", 6)
    clock.advance(days=3)
    assert remind(room) == 1
    assert any("was to be finished by" in body for body in reminders_to(room.khalid))


def test_who_has_finished_or_has_no_account_any_more_gets_none(room: Classroom, clock) -> None:
    assign(room, room.khalid, room.anneke, room.faisal)
    enrolment_id, page = begun(room.khalid, "exam")
    learning.submit_attempt(room.khalid, enrolment_id, page.id, answers_to(page, 99))
    gone = find_user(room.anneke.id)
    assert gone is not None
    gone.is_active = False
    db.session.flush()
    clock.advance(days=20)
    assert decisions(room) == {"Faisal": Decision("overdue", 6), "Khalid": Decision("finished")}
    assert remind(room) == 1
    assert reminders_to(room.faisal)
    assert not reminders_to(room.khalid)
    assert not reminders_to(room.anneke)


def test_in_a_holiday_of_the_plan_nobody_is_written_to(room: Classroom, clock) -> None:
    assign(room, room.khalid)
    times = (QuietTime(DUE, DUE + timedelta(days=2)), QuietTime(DUE, DUE + timedelta(days=9), share=0.5))
    db.session.add(
        PlanLimitsRow(
            id=uuid4(),
            firm_id=room.firm_id,
            assessment_id=room.assessment_id,
            limits=to_plain(Limits(quiet=times)),
            changed_by=room.consultant.id,
            changed_at=NOW,
        )
    )
    db.session.flush()
    clock.advance(days=14)
    assert decisions(room)["Khalid"] == Decision("quiet", until=DUE + timedelta(days=2))
    assert remind(room) == 0
    clock.advance(days=3)
    assert remind(room) == 1


def test_what_was_sent_is_kept_with_its_reason_and_counted_in_the_trail(room: Classroom, clock) -> None:
    assign(room, room.khalid, room.faisal)
    clock.advance(days=15)
    assert remind(room) == 2
    ids = [learning.my_courses(actor).courses[0].id for actor in (room.khalid, room.faisal)]
    assert list_days_reminded(ids) == {key: [DUE + timedelta(days=1)] for key in ids}
    query = select(AuditEvent.detail).where(
        AuditEvent.firm_id == room.firm_id, AuditEvent.action == "training reminders sent"
    )
    assert db.session.scalars(query).all() == [{"count": 2}]


def test_people_of_another_client_and_outsiders_are_left_out(room: Classroom, clock) -> None:
    learning.enrol(room.pia, COURSE)
    assign(room, room.khalid)
    assert set(decisions(room)) == {"Khalid"}
    clock.advance(days=15)
    for outsider, error in ((room.colleague, Hidden), (room.khalid, Hidden), (room.faisal, Refused)):
        with pytest.raises(error):
            training_reminders.remind(outsider, room.assessment_id)
    assert reminders_to(room.khalid) == []


def test_the_decisions_take_as_many_statements_for_many_as_for_few(room: Classroom) -> None:
    def statements() -> int:
        with counted_statements() as seen:
            training.training_page(room.consultant, room.assessment_id)
        return len(seen)

    assign(room, room.khalid)
    before = statements()
    assert room.khalid.client_id is not None
    assign(
        room,
        *(person("north", room.firm_id, room.khalid.client_id, f"extra-{n}", "learner") for n in range(9)),
    )
    assert statements() == before
