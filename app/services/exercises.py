"""Exercises of a course: a task with the numbers of a seed, graded once per try and kept as it was graded."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from markupsafe import Markup

from app.db import db
from app.db import exercises as rows
from app.db.exercises import ExerciseTry
from app.errors import Hidden
from app.policy import Actor
from app.services import lesson_html, study_clock, trail
from app.services.attempts import HIGHEST_SEED
from app.services.enrolments import Own, own
from app.surroundings import now
from content import Text, canonical_hash, from_plain, say, to_plain
from courses.course import Course, find_course
from courses.exercises.draws import CASE_SEED
from courses.exercises.format import Exercise, engine_of
from courses.exercises.grading import CellGrade, Graded
from courses.exercises.responses import Reading, read_response
from courses.exercises.sheets import Sheet

MOST_TRIES = 20
"""How many earlier tries a page lists."""

_DRAWS = 8
"""How often new numbers are drawn before the same ones are put up with: a small exercise has no others."""


@dataclass(frozen=True, slots=True)
class TryLine:
    """A try in the list of earlier ones; seed 0 had the numbers of the case."""

    id: UUID
    seed: int
    share: float
    is_passed: bool
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where an exercise stands: its course, and the lesson (key, title) that holds it, if one does."""

    enrolment_id: UUID
    course: Text
    lesson: tuple[str, Text] | None


@dataclass(frozen=True, slots=True)
class ExercisePage:
    """A task to work on. It has no field that could hold a key, a tolerance or feedback."""

    place: Place
    key: str
    title: Text
    minutes: int
    brief: Markup
    seed: int
    sheet: Sheet
    tries: tuple[TryLine, ...]

    @property
    def is_case(self) -> bool:
        return self.seed == CASE_SEED


@dataclass(frozen=True, slots=True)
class TryPage:
    """A try as it was graded.

    Attributes:
        parts: of the sheet, each with its graded cells; cells that are of no part come last.
        new_seed: for another try with new numbers.
    """

    place: Place
    key: str
    title: Text
    line: TryLine
    graded: Graded
    parts: tuple[tuple[Any, tuple[CellGrade, ...]], ...]
    debrief: Markup
    real_work: Markup
    new_seed: int


def exercise_page(actor: Actor, enrolment_id: UUID, key: str, seed: int, language: str) -> ExercisePage:
    """Return an exercise of one of the actor's courses with the numbers of a seed.

    Args:
        seed: 0 for the case as it stands in the course. Any other is held within 1 and `HIGHEST_SEED`.

    Raises:
        Hidden: as `enrolments.own`; also for an exercise that the course does not have.
    """
    mine = own(actor, enrolment_id)
    exercise = _exercise(mine.course, key)
    seed = _held(seed)
    return ExercisePage(
        place=_place(mine, key),
        key=key,
        title=exercise.title,
        minutes=exercise.minutes,
        brief=_markdown(exercise.brief, language),
        seed=seed,
        sheet=_task(mine.course.key, mine.course.version, key, seed)[1],
        tries=tuple(_line(row) for row in rows.list_tries(enrolment_id, key, MOST_TRIES)),
    )


def read(page: ExercisePage, sent: Mapping[str, str], decimal: str) -> Reading:
    """Return how what was sent is understood, before anything is graded or kept."""
    return read_response(page.sheet, sent, decimal=decimal)


def submit(actor: Actor, enrolment_id: UUID, key: str, seed: int, reading: Reading) -> UUID:
    """Grade a try and keep it; returns its id. Every call is a try of its own.

    Raises:
        Hidden: as `exercise_page`.
    """
    mine = own(actor, enrolment_id)
    exercise, seed = _exercise(mine.course, key), _held(seed)
    task, _ = _task(mine.course.key, mine.course.version, key, seed)
    graded: Graded = engine_of(exercise.kind).evaluate(task, reading.values)
    graded = replace(graded, cells=tuple(_with_trap(exercise, cell) for cell in graded.cells))
    row = ExerciseTry(
        id=uuid4(),
        firm_id=mine.row.firm_id,
        enrolment_id=mine.row.id,
        exercise=key,
        seed=seed,
        course_version=mine.course.version,
        content_hash=canonical_hash(exercise),
        typed=dict(reading.typed),
        understood=dict(reading.values),
        result=to_plain(graded),
        share=graded.share,
        is_passed=graded.is_passed,
        submitted_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    holder = _place(mine, key).lesson
    if holder is not None:
        study_clock.note(actor, mine.row, study_clock.part_of_lesson(holder[0]))
    trail.note(actor.id, "exercise done", "enrolment", mine.row.id, exercise=key, seed=seed)
    return row.id


def try_page(actor: Actor, enrolment_id: UUID, key: str, try_id: UUID, language: str) -> TryPage:
    """Return a try as it was graded, with what there is to take from it.

    Raises:
        Hidden: as `exercise_page`; also for a try of another exercise or enrolment.
    """
    mine = own(actor, enrolment_id)
    exercise = _exercise(mine.course, key)
    row = rows.find_try(enrolment_id, key, try_id)
    if row is None:
        raise Hidden
    graded = from_plain(Graded, row.result)
    sheet = _task(mine.course.key, mine.course.version, key, row.seed)[1]
    return TryPage(
        place=_place(mine, key),
        key=key,
        title=exercise.title,
        line=_line(row),
        graded=graded,
        parts=by_part(sheet, graded),
        debrief=_markdown(exercise.debrief, language),
        real_work=_markdown(exercise.real_work, language),
        new_seed=_new_seed(exercise, row.seed),
    )


def _exercise(course: Course, key: str) -> Exercise:
    if key not in course.exercises:
        raise Hidden
    return course.exercises[key]


def _new_seed(exercise: Exercise, seed: int) -> int:
    """Return a seed whose task is neither the case nor that of a seed, where there is one that differs."""
    engine = engine_of(exercise.kind)
    known = [engine.make(one, exercise.data, exercise.variation) for one in (CASE_SEED, seed)]
    new = 1 + secrets.randbelow(HIGHEST_SEED)
    for _ in range(_DRAWS):
        if engine.make(new, exercise.data, exercise.variation) not in known:
            break
        new = 1 + secrets.randbelow(HIGHEST_SEED)
    return new


def _held(seed: int) -> int:
    return min(max(seed, CASE_SEED), HIGHEST_SEED)


@lru_cache(maxsize=128)
def _task(course_key: str, version: str, key: str, seed: int) -> tuple[Any, Sheet]:
    """Return the task of a seed and its sheet. `version` only tells it apart: a changed course has another one."""
    exercise = find_course(course_key).exercises[key]
    engine = engine_of(exercise.kind)
    task = engine.make(seed, exercise.data, exercise.variation)
    return task, engine.sheet(task)


def _place(mine: Own, key: str) -> Place:
    lesson = next((one for one in mine.course.lessons if key in one.exercises), None)
    return Place(mine.row.id, mine.course.title, (lesson.key, lesson.title) if lesson else None)


def _markdown(text: Text, language: str) -> Markup:
    """Return a text laid out; where the language has none it is English, and says so."""
    laid_out = Markup("").join(
        part for part in lesson_html.lay_out(say(text, language), "") if isinstance(part, Markup)
    )
    return laid_out if language in text else Markup('<div lang="en" dir="ltr">{}</div>').format(laid_out)


def _line(row: ExerciseTry) -> TryLine:
    return TryLine(row.id, row.seed, row.share, row.is_passed, row.submitted_at)


def _with_trap(exercise: Exercise, cell: CellGrade) -> CellGrade:
    trap = exercise.traps.get(cell.slip, "") if cell.slip else ""
    return replace(cell, trap=trap) if trap else cell


def by_part(sheet: Sheet, graded: Graded) -> tuple[tuple[Any, tuple[CellGrade, ...]], ...]:
    """Return graded cells under the title of the part that asked them; None is the title of those of no part."""
    keys = {part.key: {field.key for field in Sheet((part,)).fields()} for part in sheet.parts}
    found: list[tuple[Any, tuple[CellGrade, ...]]] = []
    for part in sheet.parts:
        cells = tuple(cell for cell in graded.cells if cell.key in keys[part.key])
        if cells:
            found.append((part.title, cells))
    placed = {cell.key for _, cells in found for cell in cells}
    others = tuple(cell for cell in graded.cells if cell.key not in placed)
    return (*found, (None, others)) if others else tuple(found)
