"""Learning: one's courses, the way through one, and its lessons with the questions inside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from markupsafe import Markup

from app.db import db
from app.db import enrolments as rows
from app.db.enrolments import Attempt, Enrolment, LessonDone
from app.errors import Hidden
from app.policy import Action, Actor, require_role
from app.services import lesson_html, trail
from app.services.attempts import attempt_page, points_to_pass, start_attempt, submit_attempt
from app.services.enrolments import (
    Place,
    State,
    complete_if_done,
    enrol,
    own_row,
    places_of,
)
from app.services.training import assign
from app.surroundings import now
from app.translations import translations_for
from assessments.model import UnknownModel, find_model
from content.text import DEFAULT_LANGUAGE, Text, say
from courses.course import Course, UnknownLesson, list_courses
from courses.grading import Answers, ItemGrade, QuestionView, draw_item, grade_item, view
from courses.lessons import Lesson
from courses.progress import Progress, measure_progress

__all__ = [
    "assign",
    "attempt_page",
    "course_page",
    "enrol",
    "finish_lesson",
    "lesson_page",
    "lesson_questions",
    "my_courses",
    "start_attempt",
    "submit_attempt",
]


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in the outline of its course."""

    key: str
    title: Text
    minutes: int
    is_done: bool


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
    courses: tuple[CourseLine, ...]
    offers: tuple[Offer, ...]


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
class CoursePage:
    """The way through one course.

    Attributes:
        quiz: "locked" until the lessons are read, then "open"; "under way" while an attempt waits to be handed
            in; "passed" once one was good enough, though another may be taken.
        pass_points: how many of the quiz's `questions` must be right.
        unread: how many lessons are still to be read before the quiz opens.
    """

    line: CourseLine
    summary: Text
    audience: Text
    objectives: tuple[Text, ...]
    lessons: tuple[LessonLine, ...]
    quiz: str
    quiz_minutes: int
    questions: int
    pass_points: int
    pass_share: float
    unread: int
    attempts: tuple[AttemptLine, ...]


@dataclass(frozen=True, slots=True)
class LessonPage:
    """One lesson.

    Attributes:
        parts: markup to read, and questions without their key to answer in between.
        language: of the text, which is English where the page's language has none.
        grades: of the questions that were answered just now, by item key.
        following: the key of the next lesson; None after the last.
    """

    enrolment_id: UUID
    course: Text
    key: str
    title: Text
    number: int
    minutes: int
    objectives: tuple[Text, ...]
    parts: tuple[Markup | QuestionView, ...]
    sources: tuple[Markup, ...]
    language: str
    is_done: bool
    lessons: tuple[LessonLine, ...]
    previous: str | None
    following: str | None
    is_quiz_open: bool
    is_complete: bool
    grades: Mapping[str, ItemGrade] = field(default_factory=dict)


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
        Hidden, Refused: as `enrolments.own_row`.
    """
    row, course = own_row(actor, enrolment_id)
    attempts = rows.list_attempts(row.id)
    progress = _progress(row, course, is_quiz_passed=any(attempt.is_passed for attempt in attempts))
    place = Place(row, course, progress)
    quiz = course.quiz
    return CoursePage(
        line=_line(place, _dimension_titles([row])),
        summary=course.summary,
        audience=course.audience,
        objectives=tuple(objective.text for objective in course.objectives),
        lessons=_outline(course, progress),
        quiz=_quiz_state(progress, attempts),
        quiz_minutes=quiz.minutes,
        questions=quiz.questions,
        pass_points=points_to_pass(quiz.pass_share, quiz.questions),
        pass_share=quiz.pass_share,
        unread=len(course.lessons) - len(progress.done),
        attempts=tuple(_attempt_line(attempt) for attempt in attempts),
    )


def _progress(row: Enrolment, course: Course, *, is_quiz_passed: bool) -> Progress:
    done = rows.list_lessons_done([row.id]).get(row.id, ())
    return measure_progress(course, done, is_quiz_passed)


def _outline(course: Course, progress: Progress) -> tuple[LessonLine, ...]:
    return tuple(
        LessonLine(lesson.key, lesson.title, lesson.minutes, lesson.key in progress.done)
        for lesson in course.lessons
    )


def _quiz_state(progress: Progress, attempts: list[Attempt]) -> str:
    if any(attempt.submitted_at is None for attempt in attempts):
        return "under way"
    if progress.is_quiz_passed:
        return "passed"
    return "open" if progress.is_quiz_open else "locked"


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


def lesson_page(
    actor: Actor,
    enrolment_id: UUID,
    lesson_key: str,
    language: str = DEFAULT_LANGUAGE,
    given: Answers | None = None,
) -> LessonPage:
    """Return a lesson of one of the actor's courses, and what answers to the questions inside it are worth.

    Nothing is kept of those answers: they are for practice.

    Args:
        language: of the page.
        given: item key to answer, of the questions to grade; others stay as they are.

    Raises:
        Hidden, Refused: as `enrolments.own_row`; Hidden also for a lesson that the course does not have.
    """
    row, course = own_row(actor, enrolment_id)
    lesson = _lesson(course, lesson_key)
    # An attempt is not needed to tell what a lesson's page shows of the quiz: whether it opens.
    progress = _progress(row, course, is_quiz_passed=row.completed_at is not None)
    keys = [one.key for one in course.lessons]
    place = keys.index(lesson.key)
    titles = {objective.key: objective.text for objective in course.objectives}
    return LessonPage(
        enrolment_id=row.id,
        course=course.title,
        key=lesson.key,
        title=lesson.title,
        number=place + 1,
        minutes=lesson.minutes,
        objectives=tuple(titles[key] for key in lesson.objectives),
        parts=_parts(row, course, lesson, language),
        sources=tuple(lesson_html.inline(say(source, language)) for source in lesson.sources),
        language=language if language in lesson.body else DEFAULT_LANGUAGE,
        is_done=lesson.key in progress.done,
        lessons=_outline(course, progress),
        previous=keys[place - 1] if place else None,
        following=keys[place + 1] if place + 1 < len(keys) else None,
        is_quiz_open=progress.is_quiz_open,
        is_complete=row.completed_at is not None,
        grades={
            key: grade_item(course.item(key), (given or {})[key])
            for key in lesson.checks
            if key in (given or {})
        },
    )


def _parts(
    row: Enrolment, course: Course, lesson: Lesson, language: str
) -> tuple[Markup | QuestionView, ...]:
    label = translations_for(language).gettext("Table")
    return tuple(
        part if isinstance(part, Markup) else _question(row, course, part.item)
        for part in lesson_html.lay_out(say(lesson.body, language), label)
    )


def _lesson(course: Course, key: str) -> Lesson:
    try:
        return course.lesson(key)
    except UnknownLesson as error:
        raise Hidden from error


def lesson_questions(actor: Actor, enrolment_id: UUID, lesson_key: str) -> tuple[QuestionView, ...]:
    """Return the questions that stand in a lesson, in reading order.

    Raises:
        Hidden, Refused: as `lesson_page`.
    """
    row, course = own_row(actor, enrolment_id)
    return tuple(_question(row, course, key) for key in _lesson(course, lesson_key).checks)


def _question(row: Enrolment, course: Course, key: str) -> QuestionView:
    """Return a question inside a lesson; a learner meets its options in the same order each time."""
    return view(draw_item(course.item(key), seed=row.id.int % 2**31))


def finish_lesson(actor: Actor, enrolment_id: UUID, lesson_key: str) -> str | None:
    """Mark a lesson as read; that it was read before changes nothing.

    Returns:
        The first lesson after it that was not read yet, or None where there is none.

    Raises:
        Hidden, Refused: as `lesson_page`.
    """
    row, course = own_row(actor, enrolment_id, locked=True)
    lesson = _lesson(course, lesson_key)
    done = rows.list_lessons_done([row.id]).get(row.id, set())
    keys = [one.key for one in course.lessons]
    following = next((key for key in keys[keys.index(lesson.key) + 1 :] if key not in done), None)
    if lesson.key in done:
        return following
    db.session.add(LessonDone(firm_id=row.firm_id, enrolment_id=row.id, lesson=lesson.key, done_at=now()))
    db.session.flush()
    trail.note(actor.id, "lesson read", "enrolment", row.id, course=course.key, lesson=lesson.key)
    complete_if_done(actor, row, course)
    return following
