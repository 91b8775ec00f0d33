"""Training as those see it who answer for it: how far a client's people are, and how they did as a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.db import hours as hour_rows
from app.db import regrades as grades
from app.db.assessments import list_assessments
from app.db.engagements import Engagement, find_engagement
from app.db.people import User, list_of_client
from app.policy import Action, Actor, may, require
from app.services import enrolments
from app.services.enrolments import Place
from app.services.hours import parts_of
from app.surroundings import today
from assessments.privacy import THRESHOLD
from content.text import Text, say
from courses.calculators.tables import write_table
from courses.cohorts import (
    Completion,
    GroupHours,
    GroupResult,
    Member,
    Result,
    Share,
    measure_completion,
    pool_hours,
    pool_results,
)
from courses.course import Course
from courses.study_time import counted_seconds

COLUMNS = (
    "course", "part", "role", "competency", "people", "assigned", "begun", "finished", "overdue", "median_days",
    "share", "bound", "hours",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CourseCohort:
    """A course that people of the client have: how far each role is, and how all did in the test that counts.

    Attributes:
        test: the kind of that test; None where the course asks for none.
        hours: what those who have finished spent on it, all together.
        competencies: with their titles, the weakest first.
    """

    key: str
    title: Text
    completion: tuple[Completion, ...]
    test: str | None
    result: GroupResult
    hours: GroupHours
    competencies: tuple[tuple[Text, Share], ...]


@dataclass(frozen=True, slots=True)
class CohortsPage:
    """`threshold` is how many people a figure needs; `assessment_id` where training can be assigned from."""

    engagement_id: UUID
    client: str
    courses: tuple[CourseCohort, ...]
    threshold: int
    has_people: bool
    assessment_id: UUID | None


def cohorts_page(actor: Actor, engagement_id: UUID) -> CohortsPage:
    """Return how training goes at a client, by course.

    Raises:
        Hidden, Refused: neither on the team nor a sponsor of the client.
    """
    row = require(actor, Action.READ_TRAINING, find_engagement(engagement_id))
    people = list_of_client(row.client_id)
    return CohortsPage(
        engagement_id=row.id,
        client=row.client.name,
        courses=_courses(people),
        threshold=THRESHOLD,
        has_people=any(user.is_active for user in people),
        assessment_id=_assessment(actor, row),
    )


def _assessment(actor: Actor, row: Engagement) -> UUID | None:
    if not may(actor, Action.ASSIGN_TRAINING, row):
        return None
    return next((one.id for one in list_assessments(row.id) if one.state == "closed"), None)


def _courses(people: Sequence[User]) -> tuple[CourseCohort, ...]:
    users = {user.id: user for user in people}
    places = enrolments.places_of(list(users))
    results = first_results({place.row.id: place.course.final for place in places})
    spent = counted_times(places)
    courses = {place.course.key: place.course for place in places}
    found = []
    for key in sorted(courses):
        there = [place for place in places if place.course.key == key]
        found.append(_cohort(courses[key], there, users, results, spent))
    return tuple(found)


def counted_times(places: Sequence[Place]) -> dict[UUID, int]:
    """Return the seconds that count, by enrolment, of those that were completed before today: they change no more."""
    over = [p for p in places if p.row.completed_at is not None and p.row.completed_at.date() < today()]
    times: dict[UUID, list[tuple[str, date, int]]] = {}
    for enrolment_id, part, day, seconds in hour_rows.list_times([place.row.id for place in over]):
        times.setdefault(enrolment_id, []).append((part, day, seconds))
    found = {}
    for place in over:
        row = place.row
        completed_on = row.completed_at.date() if row.completed_at else None
        parts = parts_of(place.course, times.get(row.id, []), (), completed_on)
        found[row.id] = sum(part.counted for part in parts)
    return found


def _cohort(
    course: Course,
    places: Sequence[Place],
    users: dict[UUID, User],
    results: dict[UUID, Result],
    spent: Mapping[UUID, int],
) -> CourseCohort:
    members = [
        _member(place, users[place.row.user_id]) for place in places if users[place.row.user_id].is_active
    ]
    # Closed accounts stay in the group: without them its figure would move by what one person did.
    pooled = pool_results(
        [results[place.row.id] for place in places if place.row.id in results], threshold=THRESHOLD
    )
    ends = [
        (place.row.completed_at, spent[place.row.id])
        for place in places
        if place.row.completed_at is not None and place.row.id in spent
    ]
    most = sum(counted_seconds(10**9, part.stated_minutes) for part in parts_of(course, (), (), None))
    titles = course.competencies
    told = [(titles[one], share) for one, share in pooled.competencies.items() if one in titles]
    return CourseCohort(
        key=course.key,
        title=course.title,
        completion=measure_completion(sorted(members, key=lambda one: one.role), THRESHOLD),
        test=course.final,
        result=pooled,
        hours=pool_hours(ends, most, THRESHOLD),
        competencies=tuple(sorted(told, key=lambda one: one[1].value)),
    )


def _member(place: Place, user: User) -> Member:
    row = place.row
    return Member(
        course=row.course_key,
        role=user.role,
        is_assigned=row.assigned_by is not None,
        is_begun=place.state != "new",
        is_overdue=place.is_overdue,
        given_on=row.created_at.date(),
        finished_on=row.completed_at.date() if row.completed_at else None,
    )


def first_results(final: Mapping[UUID, str | None]) -> dict[UUID, Result]:
    """Return, by enrolment, what was first handed in to the test that counts.

    The first, since it never changes afterwards: with the best or the last, a second try would move the group's
    figure by what one person did.

    Args:
        final: enrolment to the kind of that test.
    """
    found: dict[UUID, Result] = {}
    for enrolment_id, kind, at, graded in grades.list_handed_in(list(final)):
        # A grade of no questions is that of a test whose time ran out with nothing handed in.
        if kind == final[enrolment_id] and enrolment_id not in found and graded.get("asked"):
            parts = {
                one["competency"]: (one["points"], one["asked"]) for one in graded.get("competencies", ())
            }
            found[enrolment_id] = Result(at, graded["points"], graded["asked"], parts)
    return found


def export_cohorts(actor: Actor, engagement_id: UUID, language: str) -> bytes:
    """Return the page's figures as CSV, in UTF-8 with the mark that spreadsheets need.

    Raises:
        Hidden, Refused: as `cohorts_page`.
    """
    lines: list[list[str | float | None]] = []
    for course in cohorts_page(actor, engagement_id).courses:
        title = say(course.title, language)
        for one in course.completion:
            counts = [one.people, one.assigned, one.begun, one.finished, one.overdue, one.median_days]
            lines.append([title, "completion", one.role, None, *counts, None, None, None])
        if course.hours.hours is not None:
            people, bound, hours = course.hours.people, course.hours.bound, course.hours.hours
            lines.append([title, "hours", None, None, people, *[None] * 6, bound, hours])
        whole = course.result
        if whole.share is not None:
            told = [(None, whole.share), *((say(t, language), share) for t, share in course.competencies)]
            for competency, share in told:
                part = "competency" if competency else "test"
                figures = [whole.people, None, None, None, None, None, share.value, share.bound, None]
                lines.append([title, part, None, competency, *figures])
    return write_table(COLUMNS, lines).encode("utf-8-sig")
