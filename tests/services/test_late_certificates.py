"""Certificates for those who completed a course before there were any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import delete, select, update

from app.db import db, every_firm, firm_scope
from app.db.certificates import Certificate
from app.db.enrolments import Attempt, Enrolment
from app.db.outgoing import AuditEvent, Mail
from app.db.people import find_user
from app.policy import Actor
from app.services import certificates
from app.services.late_certificates import LateCertificates, issue_missing
from courses.certificates import fault_of, read_code
from tests.conftest import NOW
from tests.services.test_certificates import earned
from tests.world import World
from tests.worlds.learning import COURSE, Classroom, classroom

Row = TypeVar("Row", Certificate, Mail, AuditEvent)
FIRM = "North Consulting"


@pytest.fixture
def room(app, world: World) -> Classroom:
    return classroom(world, "north", NOW)


def earned_early(room: Classroom, *people: Actor) -> None:
    """Let people complete the course as they did when there were no certificates yet."""
    with firm_scope(room.firm_id):
        for actor in people:
            earned(actor)
        for row in (Certificate, Mail):
            db.session.execute(delete(row).where(row.firm_id == room.firm_id))
        db.session.flush()
    db.session.commit()


def kept(row: type[Row], room: Classroom) -> Sequence[Row]:
    with firm_scope(room.firm_id):
        return db.session.scalars(select(row).where(row.firm_id == room.firm_id)).all()


def certificates_of(actor: Actor) -> tuple[certificates.CertificateLine, ...]:
    with firm_scope(actor.firm_id):
        return certificates.my_certificates(actor)


def test_a_trial_counts_and_writes_nothing(room: Classroom) -> None:
    earned_early(room, room.khalid, room.anneke)
    assert issue_missing(is_trial=True) == (LateCertificates(FIRM, COURSE, earned=2, unproven=0),)
    assert kept(Certificate, room) == []
    assert kept(Mail, room) == []


def test_each_gets_one_dated_as_of_the_day_of_completion_and_a_mail(room: Classroom, clock) -> None:
    earned_early(room, room.khalid, room.faisal)
    clock.advance(days=100)
    assert issue_missing(is_trial=False) == (LateCertificates(FIRM, COURSE, earned=2, unproven=0),)
    for actor in (room.khalid, room.faisal):
        (line,) = certificates_of(actor)
        assert (line.holder, line.issuer, line.issued_at) == (actor.name, FIRM, NOW)
        assert (line.achievement.points, line.achievement.asked) == (20, 20)
        assert (line.name_shown, line.prints_share) == ("none", False)
        assert fault_of(read_code(line.code)) is None
    mails = [mail for mail in kept(Mail, room) if mail.purpose == "certificate"]
    assert {mail.to_email for mail in mails} == {room.khalid.email, room.faisal.email}
    events = [one for one in kept(AuditEvent, room) if one.detail.get("why") == "missing"]
    assert [(one.actor, one.action) for one in events] == [("system", "certificate issued")] * 2
    assert {one.done_at for one in events} == {NOW + timedelta(days=100)}


def test_run_again_it_does_nothing(room: Classroom) -> None:
    earned_early(room, room.khalid)
    issue_missing(is_trial=False)
    (line,) = certificates_of(room.khalid)
    assert issue_missing(is_trial=False) == ()
    assert certificates_of(room.khalid) == (line,)
    assert len(kept(Mail, room)) == 1


def test_a_revoked_certificate_is_not_a_missing_one(room: Classroom) -> None:
    with firm_scope(room.firm_id):
        certificates.revoke(room.admin, None, earned(room.khalid).id, "rules broken")
    db.session.commit()
    assert issue_missing(is_trial=False) == ()


def test_completed_without_a_kept_pass_of_todays_test_is_counted_and_gets_none(room: Classroom) -> None:
    earned_early(room, room.khalid, room.anneke)
    exams = (Attempt.firm_id == room.firm_id, Attempt.kind == "exam")
    mine = select(Enrolment.id).where(Enrolment.firm_id == room.firm_id, Enrolment.user_id == room.anneke.id)
    with firm_scope(room.firm_id):
        db.session.execute(
            update(Attempt).where(*exams, Attempt.enrolment_id.in_(mine)).values(kind="quiz", number=9),
            execution_options={"synchronize_session": False},
        )
    db.session.commit()
    assert issue_missing(is_trial=False) == (LateCertificates(FIRM, COURSE, earned=1, unproven=1),)
    assert certificates_of(room.anneke) == ()


def test_courses_under_way_withdrawn_ones_and_closed_accounts_get_none(room: Classroom) -> None:
    earned_early(room, room.khalid, room.anneke, room.faisal)
    with firm_scope(room.firm_id):
        places = {one.user_id: one for one in db.session.scalars(select(Enrolment))}
        places[room.khalid.id].completed_at = None
        places[room.anneke.id].course_key = "withdrawn-course"
        faisal = find_user(room.faisal.id)
        assert faisal is not None
        faisal.is_active = False
        db.session.flush()
    db.session.commit()
    assert issue_missing(is_trial=False) == ()


def test_every_firm_issues_its_own(room: Classroom, world: World) -> None:
    earned_early(room, room.khalid)
    other = classroom(world, "south", NOW)
    earned_early(other, other.khalid)
    found = issue_missing(is_trial=False)
    assert [(one.firm, one.earned) for one in found] == [(FIRM, 1), ("South Consulting", 1)]
    with every_firm("a test looks at both firms"):
        rows = db.session.scalars(select(Certificate)).all()
    assert {(row.firm_id, row.issuer) for row in rows} == {
        (room.firm_id, FIRM),
        (other.firm_id, "South Consulting"),
    }
