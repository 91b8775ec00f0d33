"""Reminders of courses that were assigned: whom they would reach today, why, and sending them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.db import assessments as assessment_rows
from app.db import db
from app.db import enrolments as enrolment_rows
from app.db import training_reminders as rows
from app.db.assessments import Assessment
from app.db.people import User, list_colleagues
from app.policy import Action, Actor, require
from app.services import enrolments, mail, scenarios, trail, training_texts
from app.services.enrolments import Place
from app.surroundings import now, today
from content.text import Text
from courses.reminders import Assignment, Decision, decide


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One person's course, and whether a reminder of it is due today."""

    enrolment_id: UUID
    user_id: UUID
    person: str
    course: Text
    decision: Decision


def people_of(row: Assessment) -> list[User]:
    """Return those of the client who may learn, by name."""
    client_id = row.engagement.client_id
    return [user for user in list_colleagues(client_id) if user.role in ("learner", "sponsor")]


def lines_of(row: Assessment, people: Sequence[User], places: Sequence[Place]) -> tuple[ReminderLine, ...]:
    """Return a line for each course of some people: first what is due, then by person.

    Holidays and the times without work for anybody that were stated for the assessment's plans are quiet.
    """
    names = {user.id: user.name for user in people}
    sent = rows.list_days_reminded([place.row.id for place in places])
    times = scenarios.limits_of(row.id).quiet
    quiet = [(time.first, time.last) for time in times if time.share == 0 and not time.role]
    lines = [
        ReminderLine(
            place.row.id,
            place.row.user_id,
            names[place.row.user_id],
            place.course.title,
            decide(
                Assignment(
                    is_assigned=place.row.assigned_by is not None,
                    is_finished=place.state == "complete",
                    given_on=place.row.created_at.date(),
                    due_on=place.row.due_on,
                    reminded_on=sent.get(place.row.id, ()),
                ),
                today(),
                quiet,
            ),
        )
        for place in places
    ]
    return tuple(sorted(lines, key=lambda one: (not one.decision.is_due, one.person)))


def remind(actor: Actor, assessment_id: UUID) -> int:
    """Mail everybody of the client to whom a reminder is due today, once for each course; returns how many mails.

    The people are held while this decides, so that two who press the button send one mail.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.ASSIGN_TRAINING, assessment_rows.find_assessment(assessment_id))
    people = enrolment_rows.lock_learners([user.id for user in people_of(row)])
    users = {user.id: user for user in people}
    places = enrolments.places_of(list(users))
    by_id = {place.row.id: place for place in places}
    due = [line for line in lines_of(row, people, places) if line.decision.is_due]
    for line in due:
        _send(actor, row, users[line.user_id], by_id[line.enrolment_id], line.decision)
    if due:
        db.session.flush()
        trail.note(actor.id, "training reminders sent", "assessment", row.id, count=len(due))
    return len(due)


def _send(actor: Actor, row: Assessment, user: User, place: Place, decision: Decision) -> None:
    wording = training_texts.ReminderWording(
        language=user.language,
        course=place.course.title,
        firm=actor.firm_name,
        client=row.engagement.client.name,
        due_on=place.row.due_on,
        is_overdue=decision.reason == "overdue",
        steps_left=place.progress.steps - place.progress.steps_done,
    )
    body = wording.body(user.name, training_texts.address_of(place.row.id))
    mail.post(user.name, user.email, wording.subject, body, "training reminder")
    rows.add_reminder(place.row.id, decision.reason, decision.days, now())
