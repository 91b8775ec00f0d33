"""What a course holds, counted: for authors who plan what is still to be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from courses.blueprints import cells_of
from courses.course import Course
from courses.lessons import Figure, Prose, count_words
from courses.reading_grade import reading_grade
from courses.variants import variants


@dataclass(frozen=True, slots=True)
class LessonStats:
    """A lesson in numbers; `items` are those of its bank, `free` those of them that stand in no lesson."""

    key: str
    minutes: int
    words: int
    grade: float
    checks: int
    exercises: int
    figures: int
    items: int
    free: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellStats:
    """A cell of the exam's blueprint: how many questions it asks for, and how many there are."""

    competency: str
    level: str
    wanted: int
    there: int


@dataclass(frozen=True, slots=True)
class CourseStats:
    """A course in numbers.

    Attributes:
        kinds, levels, uses, difficulties, competencies: number of items by each.
        drawn: items with drawn numbers, to how many variants each has.
        traps: misconception to the number of wrong answers that betray it.
    """

    key: str
    version: str
    minutes: int
    lessons: tuple[LessonStats, ...]
    items: int
    kinds: dict[str, int]
    levels: dict[str, int]
    uses: dict[str, int]
    difficulties: dict[str, int]
    competencies: dict[str, int]
    drawn: dict[str, int]
    traps: dict[str, int]
    blueprint: tuple[CellStats, ...]


def count_course(course: Course) -> CourseStats:
    """Return a course in numbers."""
    items = course.items
    return CourseStats(
        key=course.key,
        version=course.version,
        minutes=course.minutes,
        lessons=tuple(_count_lesson(course, key) for key in course.syllabus.lesson_keys),
        items=len(items),
        kinds=_counted(item.kind for item in items),
        levels=_counted(item.level for item in items),
        uses=_counted(item.use for item in items),
        difficulties=_counted(item.difficulty or "not said" for item in items),
        competencies=_counted(item.competency or "none" for item in items),
        drawn={item.key: sum(1 for _ in variants(item)) for item in items if item.params},
        traps=_counted(trap for item in items for _, trap in item.traps),
        blueprint=tuple(_count_cells(course)),
    )


def _count_lesson(course: Course, key: str) -> LessonStats:
    lesson = course.lesson(key)
    parts = lesson.parts("en")
    prose = [part.markdown for part in parts if isinstance(part, Prose)]
    items = course.items_of(key)
    return LessonStats(
        key=key,
        minutes=lesson.minutes,
        words=sum(count_words(markdown) for markdown in prose),
        grade=round(reading_grade("\n\n".join(prose)), 1),
        checks=len(lesson.checks),
        exercises=len(lesson.exercises),
        figures=sum(isinstance(part, Figure) for part in parts),
        items=len(items),
        free=sum(item.key not in course.shown for item in items),
        languages=tuple(lesson.body),
    )


def _count_cells(course: Course) -> Iterable[CellStats]:
    there = cells_of(course.exam_items)
    for row in course.exam.blueprint if course.exam else ():
        for cell, wanted in row.cells:
            yield CellStats(*cell, wanted, len(there.get(cell, ())))


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
