"""Learning: one's courses and the way through one. What happens inside stands in the modules imported here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.db import enrolments as rows
from app.db import reviews
from app.db.enrolments import Attempt, Enrolment
from app.policy import Action, Actor, require_role
from app.services.attempt_results import points_to_pass
from app.services.attempts import (
    attempt_page,
    find_attempt,
    hand_in,
    keep_draft,
    page_of,
    start_attempt,
    submit_attempt,
)
from app.services.certificates import certificate_of
from app.services.enrolments import (
    Place,
    State,
    enrol,
    own,
    places_of,
)
from app.services.examining import Rules, Standing, rules_of, standing
from app.services.lessons import finish_lesson, lesson_page, lesson_questions
from app.services.reviews import Due, count_due
from app.services.training import assign
from app.surroundings import now, today
from assessments.published import UnknownModel, find_model
from content.text import Text
from courses.course import Course, list_courses
from courses.progress import Progress, measure_progress

__all__ = [
    "assign",
    "attempt_page",
    "course_page",
    "enrol",
    "find_attempt",
    "finish_lesson",
    "hand_in",
    "keep_draft",
    "lesson_page",
    "lesson_questions",
    "my_courses",
    "page_of",
    "start_attempt",
    "submit_attempt",
]


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in the outline of its course; `is_done`: read, or tested out of (`is_tested_out`)."""

    key: str
    title: Text
    minutes: int
    is_done: bool
    is_tested_out: bool = False


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course somebody is in. `because` is the dimension it was assigned for, `next_lesson` where to go on."""

    id: UUID
    key: str
    title: Text
    minutes: int
    state: State
    share: float
    steps_done: int
    steps: int
    next_lesson: LessonLine | None
    due_on: date | None
    is_overdue: bool
    because: Text | None
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A published course that somebody is not in."""

    key: str
    title: Text
    summary: Text
    minutes: int
    lessons: int


@dataclass(frozen=True, slots=True)
class CoursesPage:
    """`reviews`: how many questions come again today, and how many wait behind them."""

    courses: tuple[CourseLine, ...]
    offers: tuple[Offer, ...]
    reviews: Due


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """A try at the quiz; `points` is None until it is submitted."""

    id: UUID
    number: int
    started_at: datetime
    submitted_at: datetime | None
    points: int | None
    asked: int
    is_passed: bool


@dataclass(frozen=True, slots=True)
class TestPanel:
    """One of a course's tests: its rules, where the learner stands, and the attempts so far.

    `pass_points` is how many of its questions must be right.
    """

    rules: Rules
    standing: Standing
    attempts: tuple[AttemptLine, ...]
    pass_points: int


@dataclass(frozen=True, slots=True)
class CoursePage:
    """The way through one course.

    Attributes:
        tests: the pre-test while it can be taken, then quiz and exam, each where the course has it.
        unread: how many lessons are still to be read before the others open.
        next_review: when a question of this course comes again, today at the earliest; None where nothing waits.
        is_review_due: whether that is today.
        certificate_id: of the certificate that this course brought; None where there is none.
    """

    line: CourseLine
    summary: Text
    audience: Text
    objectives: tuple[Text, ...]
    lessons: tuple[LessonLine, ...]
    tests: tuple[TestPanel, ...]
    unread: int
    next_review: date | None
    is_review_due: bool
    certificate_id: UUID | None

    @property
    def quiz(self) -> str:
        """Where the learner stands with the quiz; empty in a course without one."""
        return next((panel.standing.state for panel in self.tests if panel.rules.kind == "quiz"), "")

    @property
    def attempts(self) -> tuple[AttemptLine, ...]:
        """All attempts at the tests that are shown."""
        return tuple(attempt for panel in self.tests for attempt in panel.attempts)


def my_courses(actor: Actor) -> CoursesPage:
    """Return the actor's courses, what is due first, and the published ones to choose from.

    Raises:
        Refused: the role does not learn here.
    """
    require_role(actor, Action.LEARN)
    places = places_of([actor.id])
    titles = _dimension_titles([place.row for place in places])
    own = {place.course.key for place in places}
    return CoursesPage(
        courses=tuple(_line(place, titles) for place in sorted(places, key=_done_last)),
        offers=tuple(
            Offer(course.key, course.title, course.summary, course.minutes, len(course.lessons))
            for course in list_courses()
            if course.key not in own
        ),
        reviews=count_due(actor),
    )


def _done_last(place: Place) -> bool:
    return place.state == "complete"


def _line(place: Place, titles: Mapping[tuple[UUID, str], Text]) -> CourseLine:
    row, course, progress = place.row, place.course, place.progress
    because = None
    if row.because_assessment_id is not None and row.because_dimension is not None:
        because = titles.get((row.because_assessment_id, row.because_dimension))
    return CourseLine(
        id=row.id,
        key=course.key,
        title=course.title,
        minutes=course.minutes,
        state=place.state,
        share=place.share,
        steps_done=progress.steps_done,
        steps=progress.steps,
        next_lesson=next((lesson for lesson in _outline(course, progress) if not lesson.is_done), None),
        due_on=row.due_on,
        is_overdue=place.is_overdue,
        because=because,
        completed_at=row.completed_at,
    )


def _dimension_titles(enrolled: Collection[Enrolment]) -> dict[tuple[UUID, str], Text]:
    """Return the titles of the dimensions that courses were assigned for, by assessment and key, in one query."""
    asked = {row.because_assessment_id for row in enrolled if row.because_assessment_id is not None}
    titles: dict[tuple[UUID, str], Text] = {}
    for assessment_id, key, version in rows.list_models_of(asked):
        try:
            model = find_model(key, version)
        except UnknownModel:  # withdrawn since: the course stays assigned, for a reason without a name
            continue
        titles.update({(assessment_id, dimension.key): dimension.title for dimension in model.dimensions})
    return titles


def course_page(actor: Actor, enrolment_id: UUID) -> CoursePage:
    """Return the way through one of the actor's courses.

    Raises:
        Hidden: as `enrolments.own`.
    """
    mine = own(actor, enrolment_id)
    row, course = mine.row, mine.course
    attempts = rows.list_attempts(row.id)
    is_passed = any(attempt.is_passed and attempt.kind == course.final for attempt in attempts)
    progress = measure_progress(course, mine.done, is_passed)
    place = Place(row, course, progress)
    next_review = reviews.next_due(row.id, today())
    has_pretest = any(attempt.kind == "pretest" and attempt.submitted_at for attempt in attempts)
    tested_out = rows.list_tested_out(row.id) if has_pretest else set()
    return CoursePage(
        line=_line(place, _dimension_titles([row])),
        summary=course.summary,
        audience=course.audience,
        objectives=tuple(objective.text for objective in course.objectives),
        lessons=_outline(course, progress, tested_out),
        tests=tuple(_panels(course, progress, attempts)),
        unread=len(course.lessons) - len(progress.done),
        next_review=next_review,
        is_review_due=next_review == today(),
        certificate_id=certificate_of(row.id) if row.completed_at else None,
    )


def _outline(course: Course, progress: Progress, tested_out: Collection[str] = ()) -> tuple[LessonLine, ...]:
    return tuple(
        LessonLine(
            lesson.key, lesson.title, lesson.minutes, lesson.key in progress.done, lesson.key in tested_out
        )
        for lesson in course.lessons
    )


def _panels(course: Course, progress: Progress, attempts: list[Attempt]) -> Iterator[TestPanel]:
    for kind, part in (("pretest", course.pretest), ("quiz", course.quiz), ("exam", course.exam)):
        own = [attempt for attempt in attempts if attempt.kind == kind]
        is_behind = kind == "pretest" and progress.done and not any(one.submitted_at for one in own)
        if part is None or is_behind:
            continue
        rules = rules_of(course, kind)
        found = standing(rules, progress, own, now())
        lines = tuple(_attempt_line(attempt) for attempt in own)
        yield TestPanel(rules, found, lines, points_to_pass(rules.pass_share, rules.questions))


def _attempt_line(attempt: Attempt) -> AttemptLine:
    return AttemptLine(
        attempt.id,
        attempt.number,
        attempt.started_at,
        attempt.submitted_at,
        attempt.points,
        attempt.asked,
        attempt.is_passed,
    )
