"""Which course or lessons help with which gap."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from assessments.gaps import Gap
from content import NO_OTHER_FIELDS, Limits, Problem, Text, Version, load

LIBRARY = Path(__file__).parent / "library"

Band = Literal["base", "reliable", "optimise"]
BAND_LIMITS: tuple[tuple[float, Band], ...] = ((2.5, "base"), (3.5, "reliable"))
"""Evidenced score below which a band ends; above the last it is "optimise"."""

LARGE_GAP = 1.0
LOW_SCORE = 1.5
"""A gap of a level, or a score this low, asks for training."""

MOST_COURSES = 3
"""More courses than this at once are not taken, only assigned."""


@dataclass(frozen=True, slots=True)
class MappedCourse:
    """A course as the map names it, whether it is published already or not."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    title: Text


@dataclass(frozen=True, slots=True)
class MapEntry:
    """What helps one dimension at one stage; no lessons means the whole course."""

    __pydantic_config__ = NO_OTHER_FIELDS

    dimension: Annotated[str, Limits(pattern=r"^[A-Z]{3}$")]
    band: Band
    course: str
    lessons: tuple[str, ...]
    why: Text


@dataclass(frozen=True, slots=True)
class TrainingMap:
    """A published version of the map from gaps to lessons."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    version: Version
    courses: tuple[MappedCourse, ...]
    entries: tuple[MapEntry, ...]

    def problems(self) -> Iterator[Problem]:
        """Yield each entry that names a course the map does not list."""
        known = {course.key for course in self.courses}
        for place, entry in enumerate(self.entries):
            if entry.course not in known:
                where = ("entries", place, "course")
                yield Problem(where, entry.course, ", ".join(sorted(known)), "known-course")

    def title(self, course: str) -> Text:
        """Return a course's title. Raises StopIteration if the map does not list it."""
        return next(one.title for one in self.courses if one.key == course)


@dataclass(frozen=True, slots=True)
class TrainingSuggestion:
    """Lessons that help with one gap; `is_available` says whether the course can be assigned today.

    `lessons` are lesson keys; none means the whole course.
    """

    dimension: str
    course: str
    course_title: Text
    lessons: tuple[str, ...]
    band: Band
    gap: float
    why: Text
    is_available: bool


@cache
def load_training_map() -> TrainingMap:
    """Return the published map from gaps to lessons."""
    return load(LIBRARY / "training-map.yaml", TrainingMap)


def suggest_training(
    gaps: Sequence[Gap], available: Collection[str], training_map: TrainingMap | None = None
) -> tuple[TrainingSuggestion, ...]:
    """Return what to learn for the gaps, in their order, available courses before others.

    A gap asks for training from a whole level on, or where the score is 1.5 or lower. At most three courses
    that are available and three that are not are named; a course counts once, however many gaps it helps.

    Args:
        gaps: as `find_gaps` returns them.
        available: keys of the courses that can be assigned.

    Source: platform default; methods-planning.md, section 5.
    """
    suggestions = tuple(_suggestions(gaps, available, training_map or load_training_map()))
    return (*_first_courses(suggestions, True), *_first_courses(suggestions, False))


def _suggestions(
    gaps: Sequence[Gap], available: Collection[str], training_map: TrainingMap
) -> Iterator[TrainingSuggestion]:
    for gap in gaps:
        if gap.gap is None or gap.evidenced is None or not asks_for_training(gap.gap, gap.evidenced):
            continue
        band = _band(gap.evidenced)
        for entry in training_map.entries:
            if entry.dimension == gap.dimension and entry.band == band:
                yield TrainingSuggestion(
                    dimension=gap.dimension,
                    course=entry.course,
                    course_title=training_map.title(entry.course),
                    lessons=entry.lessons,
                    band=band,
                    gap=gap.gap,
                    why=entry.why,
                    is_available=entry.course in available,
                )


def asks_for_training(gap: float, evidenced: float) -> bool:
    """Return whether a gap of this size, from this score, asks for training."""
    return gap >= LARGE_GAP or (gap > 0 and evidenced <= LOW_SCORE)


def _band(evidenced: float) -> Band:
    return next((band for limit, band in BAND_LIMITS if evidenced < limit), "optimise")


def _first_courses(
    suggestions: Sequence[TrainingSuggestion], is_available: bool
) -> Iterator[TrainingSuggestion]:
    courses: set[str] = set()
    for one in suggestions:
        if one.is_available is not is_available:
            continue
        if one.course in courses or len(courses) < MOST_COURSES:
            courses.add(one.course)
            yield one
