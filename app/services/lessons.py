"""Lessons: what is read in one sitting, with questions to practise on inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from uuid import UUID

from markupsafe import Markup

from app.errors import Hidden
from app.policy import Actor
from app.services import lesson_html, study_clock
from app.services.enrolments import complete_if_done, own, own_locked, put_behind
from app.translations import translations_for
from content.text import DEFAULT_LANGUAGE, Text, say
from courses.course import Course, UnknownLesson, find_course
from courses.grading import Answers, ItemGrade, QuestionView, draw_item, grade_item, view
from courses.lessons import Check, ExerciseBlock, Figure, Lesson
from courses.progress import measure_progress


@dataclass(frozen=True, slots=True)
class FigurePart:
    """A drawing in a lesson; `language` is that of the words in it."""

    key: str
    markup: Markup
    alt: str
    caption: str
    language: str


@dataclass(frozen=True, slots=True)
class ExercisePart:
    """An exercise in a lesson, to be done on a page of its own; `is_extra`: beyond the minutes of the lesson."""

    key: str
    title: Text
    minutes: int
    is_extra: bool


Insert = QuestionView | FigurePart | ExercisePart


@dataclass(frozen=True, slots=True, eq=False)
class LessonContent:
    """What is the same in a lesson for everybody who reads it in one language; built once, so compared by identity.

    Attributes:
        parts: markup to read, and in between figures, exercises, and questions without their key.
        language: of the text, which is English where the page's language has none.
        outline: all lessons of the course, as (key, title).
    """

    course_key: str
    course_version: str
    course: Text
    key: str
    title: Text
    number: int
    minutes: int
    objectives: tuple[Text, ...]
    parts: tuple[Markup | Insert, ...]
    sources: tuple[Markup, ...]
    language: str
    outline: tuple[tuple[str, Text], ...]

    @property
    def previous(self) -> str | None:
        return self.outline[self.number - 2][0] if self.number > 1 else None

    @property
    def following(self) -> str | None:
        return self.outline[self.number][0] if self.number < len(self.outline) else None


@dataclass(frozen=True, slots=True)
class LessonPage:
    """A lesson as one learner sees it. `grades` are of the questions answered just now, by item key."""

    enrolment_id: UUID
    content: LessonContent
    done: frozenset[str]
    is_quiz_open: bool
    is_complete: bool
    grades: Mapping[str, ItemGrade] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        return self.content.key in self.done


def lesson_page(
    actor: Actor,
    enrolment_id: UUID,
    lesson_key: str,
    language: str = DEFAULT_LANGUAGE,
    given: Answers = MappingProxyType({}),
) -> LessonPage:
    """Return a lesson of one of the actor's courses, and what answers to the questions inside it are worth.

    Nothing is kept of those answers: they are for practice.

    Args:
        language: of the page.
        given: item key to answer, of the questions to grade; others stay as they are.

    Raises:
        Hidden: as `enrolments.own`; also for a lesson that the course does not have.
    """
    mine = own(actor, enrolment_id)
    course = mine.course
    lesson = _lesson(course, lesson_key)
    # Attempts are not needed to tell what a lesson's page shows of the quiz: whether it opens.
    progress = measure_progress(course, mine.done, mine.row.completed_at is not None)
    return LessonPage(
        enrolment_id=enrolment_id,
        content=_content(course.key, course.version, lesson.key, language),
        done=mine.done,
        is_quiz_open=progress.is_quiz_open,
        is_complete=mine.row.completed_at is not None,
        grades={key: grade_item(course.item(key), given[key]) for key in lesson.checks if key in given}
        if given
        else {},
    )


@lru_cache(maxsize=256)
def _content(course_key: str, version: str, lesson_key: str, language: str) -> LessonContent:
    """Return the unchanging part of a lesson. `version` only tells it apart: a changed course has another one."""
    return lesson_content(find_course(course_key), lesson_key, language)


def lesson_content(course: Course, lesson_key: str, language: str) -> LessonContent:
    """Return what is the same in a lesson for everybody who reads it in one language.

    Raises:
        UnknownLesson: the course has none of this key.
    """
    lesson = course.lesson(lesson_key)
    label = translations_for(language).gettext("Table")
    titles = {objective.key: objective.text for objective in course.objectives}
    return LessonContent(
        course_key=course.key,
        course_version=course.version,
        course=course.title,
        key=lesson.key,
        title=lesson.title,
        number=course.lessons.index(lesson) + 1,
        minutes=lesson.minutes,
        objectives=tuple(titles[key] for key in lesson.objectives),
        parts=tuple(
            part if isinstance(part, Markup) else _insert(course, part, language)
            for part in lesson_html.lay_out(say(lesson.body, language), label)
        ),
        sources=tuple(lesson_html.inline(say(source, language)) for source in lesson.sources),
        language=language if language in lesson.body else DEFAULT_LANGUAGE,
        outline=tuple((one.key, one.title) for one in course.lessons),
    )


def _insert(course: Course, part: Check | ExerciseBlock | Figure, language: str) -> Insert:
    """Return what stands between two stretches of text."""
    if isinstance(part, Check):
        return _question(course, part.item)
    if isinstance(part, ExerciseBlock):
        exercise = course.exercises[part.key]
        return ExercisePart(exercise.key, exercise.title, exercise.minutes, part.is_extra)
    drawn = course.figures[part.key]
    shown_in = language if language in drawn else DEFAULT_LANGUAGE
    return FigurePart(part.key, lesson_html.drawing(drawn[shown_in]), part.alt, part.caption, shown_in)


def _question(course: Course, key: str) -> QuestionView:
    """Return a question inside a lesson; its options stand in the same order for everybody, each time."""
    return view(draw_item(course.item(key), seed=0))


def _lesson(course: Course, key: str) -> Lesson:
    try:
        return course.lesson(key)
    except UnknownLesson as error:
        raise Hidden from error


def lesson_questions(actor: Actor, enrolment_id: UUID, lesson_key: str) -> tuple[QuestionView, ...]:
    """Return the questions that stand in a lesson, in reading order.

    Raises:
        Hidden: as `lesson_page`.
    """
    course = own(actor, enrolment_id).course
    return tuple(_question(course, key) for key in _lesson(course, lesson_key).checks)


def finish_lesson(actor: Actor, enrolment_id: UUID, lesson_key: str) -> str | None:
    """Mark a lesson as read; that it was read before changes nothing.

    Returns:
        The first lesson after it that was not read yet, or None where there is none.

    Raises:
        Hidden: as `lesson_page`.
    """
    found = own(actor, enrolment_id)
    lesson = _lesson(found.course, lesson_key)
    # Before the enrolment is locked: a beat of the page holds the clock and then asks for the enrolment.
    study_clock.note(actor, found.row, study_clock.part_of_lesson(lesson.key))
    mine = own_locked(actor, enrolment_id)
    course = mine.course
    keys = [one.key for one in course.lessons]
    following = next((key for key in keys[keys.index(lesson.key) + 1 :] if key not in mine.done), None)
    if lesson.key not in mine.done:
        put_behind(actor, mine, [lesson.key], how="read")
        complete_if_done(actor, mine, lesson=lesson.key)
    return following
