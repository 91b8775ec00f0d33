"""The catalogue of courses with the paths through them by audience, and the page at the end of a course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.db import enrolments as rows
from app.db import reviews
from app.errors import Conflict
from app.policy import Action, Actor, require_role
from app.services.attempt_results import grade_in_force
from app.services.certificates import certificate_of
from app.services.enrolments import Place, own, places_of
from app.surroundings import today
from content.text import Text
from courses.course import Course, list_courses
from courses.paths import list_paths, open_path


@dataclass(frozen=True, slots=True)
class CatalogueCourse:
    """A published course; `enrolment_id` and `share` where the actor is in it. `needs` are titles."""

    key: str
    title: Text
    summary: Text
    audience: Text
    aims: tuple[Text, ...]
    minutes: int
    lessons: int
    has_exam: bool
    needs: tuple[Text, ...]
    enrolment_id: UUID | None
    share: float
    is_complete: bool


@dataclass(frozen=True, slots=True)
class CatalogueStep:
    """A step of a path: a whole course, or the lessons (titles) of it; `is_done` by the actor."""

    course: CatalogueCourse
    lessons: tuple[Text, ...]
    minutes: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class CataloguePath:
    """A path; `unpublished` counts steps whose courses are not there yet."""

    key: str
    title: Text
    audience: Text
    aim: Text
    minutes: int
    steps: tuple[CatalogueStep, ...]
    unpublished: int


@dataclass(frozen=True, slots=True)
class CataloguePage:
    courses: tuple[CatalogueCourse, ...]
    paths: tuple[CataloguePath, ...]


@dataclass(frozen=True, slots=True)
class FinishPage:
    """What a learner takes from a course.

    Attributes:
        points, asked: of the best passed attempt at the test that counts; None in a course without one.
        tested_out: how many lessons were tested out of instead of read.
        misconceptions: what wrong answers in the last attempt betrayed, in words.
        next_review: when a question of this course comes again.
        following: courses that the paths put next, which the learner has not completed.
        certificate_id: None where the course was completed without passing a test.
    """

    enrolment_id: UUID
    course: Text
    minutes: int
    completed_at: datetime
    points: int | None
    asked: int | None
    aims: tuple[Text, ...]
    tested_out: int
    misconceptions: tuple[Text, ...]
    next_review: date | None
    following: tuple[CatalogueCourse, ...]
    certificate_id: UUID | None


def catalogue_page(actor: Actor) -> CataloguePage:
    """Return the published courses and the paths through them.

    Raises:
        Refused: the role does not learn here.
    """
    require_role(actor, Action.LEARN)
    courses, places = list_courses(), {place.course.key: place for place in places_of([actor.id])}
    lines = {course.key: _line(course, places.get(course.key)) for course in courses}
    paths = []
    for path in list_paths():
        found = open_path(path, courses)
        steps = tuple(
            CatalogueStep(
                lines[step.course.key],
                tuple(step.course.lesson(key).title for key in step.lessons),
                step.minutes,
                _is_done(places.get(step.course.key), step.lessons),
            )
            for step in found.steps
        )
        paths.append(
            CataloguePath(
                path.key, path.title, path.audience, path.aim, found.minutes, steps, found.unpublished
            )
        )
    return CataloguePage(tuple(lines.values()), tuple(path for path in paths if path.steps))


def _line(course: Course, place: Place | None) -> CatalogueCourse:
    titles = {one.key: one.title for one in list_courses()}
    return CatalogueCourse(
        course.key,
        course.title,
        course.summary,
        course.audience,
        tuple(objective.text for objective in course.objectives),
        course.minutes,
        len(course.lessons),
        course.exam is not None,
        tuple(titles[key] for key in course.syllabus.needs if key in titles),
        place.row.id if place else None,
        place.share if place else 0.0,
        place is not None and place.state == "complete",
    )


def _is_done(place: Place | None, lessons: tuple[str, ...]) -> bool:
    if place is None:
        return False
    return set(lessons) <= set(place.progress.done) if lessons else place.state == "complete"


def finish_page(actor: Actor, enrolment_id: UUID) -> FinishPage:
    """Return what there is to say at the end of a course.

    Raises:
        Hidden: as `enrolments.own`.
        Conflict: the course is not complete.
    """
    mine = own(actor, enrolment_id)
    row, course = mine.row, mine.course
    if row.completed_at is None:
        raise Conflict("not_complete")
    attempts = [one for one in rows.list_attempts(row.id, with_grades=True) if one.kind == course.final]
    best = max((one for one in attempts if one.is_passed), key=lambda one: one.points or 0, default=None)
    words = {one.key: one.text for one in course.syllabus.misconceptions}
    traps = [
        trap
        for one in attempts[-1:]
        for item in grade_in_force(one).get("items", ())
        for trap in item["traps"]
    ]
    places = {place.course.key: place for place in places_of([actor.id])}
    return FinishPage(
        enrolment_id=row.id,
        course=course.title,
        minutes=course.minutes,
        completed_at=row.completed_at,
        points=best.points if best else None,
        asked=best.asked if best else None,
        aims=tuple(objective.text for objective in course.objectives),
        tested_out=len(rows.list_tested_out(row.id)),
        misconceptions=tuple(words[key] for key in dict.fromkeys(traps) if key in words),
        next_review=reviews.next_due(row.id, today()),
        following=tuple(_line(one, places.get(one.key)) for one in _following(course.key, places)),
        certificate_id=certificate_of(row.id),
    )


def _following(key: str, places: dict[str, Place]) -> list[Course]:
    """Return the courses that come next in some path and are not complete, each once."""
    found: dict[str, Course] = {}
    for path in list_paths():
        steps = [step.course for step in open_path(path, list_courses()).steps]
        keys = [course.key for course in steps]
        if key in keys:
            later = steps[keys.index(key) + 1 :]
            found |= {one.key: one for one in later[:1] if not _is_done(places.get(one.key), ())}
    return list(found.values())
