"""Training for a client's people: which course helps with a gap, who has it, and assigning it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.db import assessments as assessment_rows
from app.db import certificates as certificate_rows
from app.db import enrolments as rows
from app.db.assessments import Assessment
from app.db.people import User
from app.errors import Invalid
from app.policy import Action, Actor, may, require
from app.services import enrolments, mail, trail, training_reminders, training_texts
from app.services.assessments import model_of
from app.services.certificates import CertificateLine, line_of
from app.services.conclusions import advice_of
from app.services.enrolments import Place, State
from app.services.training_reminders import ReminderLine
from app.surroundings import today
from assessments.gaps import Gap
from assessments.training import TrainingSuggestion
from content.text import Text
from courses.course import Course, list_courses

USUAL_TIME = timedelta(days=28)  # from assigning to the due day that is proposed


@dataclass(frozen=True, slots=True)
class DimensionChoice:
    """A reason for training; `gap` is None where the assessment has no advice yet, or nothing was scored."""

    key: str
    title: Text
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class CourseChoice:
    """A course to assign; `why` says how it helps with the chosen dimension, None where it was not suggested."""

    key: str
    title: Text
    summary: Text
    minutes: int
    lessons: int
    why: Text | None


@dataclass(frozen=True, slots=True)
class CourseStanding:
    """Where somebody stands in a course that they have."""

    course: Text
    state: State
    share: float
    due_on: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the client; `has_all` says that there is no published course left to assign."""

    id: UUID
    name: str
    role: str
    standings: tuple[CourseStanding, ...]
    has_all: bool


@dataclass(frozen=True, slots=True)
class TrainingPage:
    """`dimensions` are by priority, and `dimension` is the chosen one; `courses` begin with what helps there.

    `reminders` has a line for each course that somebody of the client has: whether a reminder is due, and why.
    """

    assessment_id: UUID
    assessment: str
    engagement_id: UUID
    client: str
    is_closed: bool
    is_synthetic: bool
    dimensions: tuple[DimensionChoice, ...]
    dimension: DimensionChoice | None
    courses: tuple[CourseChoice, ...]
    people: tuple[Candidate, ...]
    certificates: tuple[CertificateLine, ...]
    reminders: tuple[ReminderLine, ...]
    suggested_due: date
    may_add_people: bool


def training_page(actor: Actor, assessment_id: UUID, dimension: str | None = None) -> TrainingPage:
    """Return what can be assigned to whom, and why. An unknown dimension counts as none.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.ASSIGN_TRAINING, assessment_rows.find_assessment(assessment_id))
    advice = advice_of(row)
    choices = _dimensions(row, advice.gaps if advice else ())
    people = training_reminders.people_of(row)
    earned = certificate_rows.list_certificates([user.id for user in people])
    places = enrolments.places_of([user.id for user in people])
    suggested = [one for one in (advice.training if advice else ()) if one.dimension == dimension]
    return TrainingPage(
        assessment_id=row.id,
        assessment=row.title,
        engagement_id=row.engagement_id,
        client=row.engagement.client.name,
        is_closed=row.state == "closed",
        is_synthetic=row.is_synthetic,
        dimensions=choices,
        dimension=next((choice for choice in choices if choice.key == dimension), None),
        courses=_courses(suggested),
        certificates=tuple(line_of(one) for one in earned),
        people=_candidates(people, places),
        reminders=training_reminders.lines_of(row, people, places),
        suggested_due=today() + USUAL_TIME,
        may_add_people=may(actor, Action.KEEP_PEOPLE),
    )


def _dimensions(row: Assessment, gaps: Sequence[Gap]) -> tuple[DimensionChoice, ...]:
    if gaps:
        return tuple(DimensionChoice(gap.dimension, gap.title, gap) for gap in gaps)
    return tuple(DimensionChoice(one.key, one.title, None) for one in model_of(row).dimensions)


def _courses(suggested: Collection[TrainingSuggestion]) -> tuple[CourseChoice, ...]:
    why = {one.course: one.why for one in suggested}
    order = list(why)
    courses = sorted(
        list_courses(), key=lambda course: order.index(course.key) if course.key in why else len(order)
    )
    return tuple(
        CourseChoice(c.key, c.title, c.summary, c.minutes, len(c.lessons), why.get(c.key)) for c in courses
    )


def _candidates(people: Sequence[User], places: Sequence[Place]) -> tuple[Candidate, ...]:
    standings: dict[UUID, list[CourseStanding]] = {}
    for place in places:
        standings.setdefault(place.row.user_id, []).append(
            CourseStanding(place.course.title, place.state, place.share, place.row.due_on, place.is_overdue)
        )
    count = len(list_courses())
    return tuple(
        Candidate(
            user.id,
            user.name,
            user.role,
            tuple(standings.get(user.id, ())),
            len(standings.get(user.id, ())) == count,
        )
        for user in people
    )


def assign(
    actor: Actor,
    assessment_id: UUID,
    course_key: str,
    user_ids: Sequence[UUID],
    dimension: str | None,
    due_on: date | None,
) -> int:
    """Give people a course because of what an assessment found, and mail each of them a link to it.

    People who have the course already keep it as it is, without another mail.

    Args:
        user_ids: people of the client, or of the firm itself.
        dimension: key of the dimension that gives the reason, which the learner is told; None for no reason.

    Returns:
        How many people got the course.

    Raises:
        Hidden, Refused: not on the team.
        Invalid: no such course or dimension, nobody or somebody else's people, a due day that is past.
    """
    row = require(actor, Action.ASSIGN_TRAINING, assessment_rows.find_assessment(assessment_id))
    course = enrolments.published_course(course_key)
    reason = _reason(row, dimension)
    if due_on is not None and due_on < today():
        raise Invalid("due_on", "in_the_past")
    people = _people(row, user_ids)
    present = {found.user_id for found in rows.list_enrolments(user_ids) if found.course_key == course.key}
    newcomers = [user for user in people if user.id not in present]
    for user in newcomers:
        enrolment = enrolments.add(actor, course, user.id, because=(row.id, dimension), due_on=due_on)
        _tell(actor, row, course, user, reason, due_on, enrolment.id)
    if newcomers:
        facts = {"course": course.key, "dimension": dimension, "people": len(newcomers)}
        trail.note(actor.id, "training assigned", "assessment", row.id, **facts)
    return len(newcomers)


def _reason(row: Assessment, dimension: str | None) -> Text | None:
    if dimension is None:
        return None
    for one in model_of(row).dimensions:
        if one.key == dimension:
            return one.title
    raise Invalid("dimension", "unknown_choice")


def _people(row: Assessment, user_ids: Sequence[UUID]) -> list[User]:
    """Return the people, held so that nobody enrols them at the same time."""
    if not user_ids:
        raise Invalid("people", "nobody_chosen")
    people = rows.lock_learners(user_ids)
    of_client_or_firm = {row.engagement.client_id, None}
    if len(people) != len(set(user_ids)) or not {user.client_id for user in people} <= of_client_or_firm:
        raise Invalid("people", "unknown_choice")
    return people


def _tell(
    actor: Actor,
    row: Assessment,
    course: Course,
    user: User,
    reason: Text | None,
    due_on: date | None,
    enrolment_id: UUID,
) -> None:
    wording = training_texts.AssignmentWording(
        language=user.language,
        course=course.title,
        minutes=course.minutes,
        lessons=len(course.lessons),
        sender=actor.name,
        firm=actor.firm_name,
        client=row.engagement.client.name,
        reason=reason,
        due_on=due_on,
    )
    body = wording.body(user.name, training_texts.address_of(enrolment_id))
    mail.post(user.name, user.email, wording.subject, body, "training")
