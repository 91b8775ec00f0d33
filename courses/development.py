"""Development units that professional bodies ask their members to report, as data: the rules and since when each holds.

A body's rule says how long a unit is, in which steps it may be claimed and between which areas it is split; which
lesson belongs to which area is our reading of what the lesson teaches. Rules stand in `library/development.yaml`.
Nothing here says that a body has approved a course: the units are what somebody may report about themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from content import NO_OTHER_FIELDS, Limits, Problem, Text, load
from courses.course import list_courses
from courses.keys import Key, Version, repeated

FILE = Path(__file__).parent / "library" / "development.yaml"

NO_AREA = ""
"""Where time goes that a rule names no area for."""

PartKind = Literal["lesson", "pretest", "quiz", "exam"]


@dataclass(frozen=True, slots=True)
class Area:
    """One of the areas between which units are split."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    title: Text


@dataclass(frozen=True, slots=True)
class CourseAreas:
    """The area of each lesson of a course; a lesson that is not named has none."""

    __pydantic_config__ = NO_OTHER_FIELDS

    course: Key
    lessons: Mapping[Key, Key]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a body asks for from a day on, until a later rule takes its place.

    Attributes:
        unit_minutes: length of one unit.
        step_minutes: the smallest part that may be claimed; claims are whole multiples of it.
        counts: kinds of parts of a course whose time earns units.
        source, year: where that is written, and of which year.
        address: of that page, if it has one.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    valid_from: date
    source: Text
    year: Annotated[int, Limits(ge=1990, le=2100)]
    unit_minutes: Annotated[int, Limits(ge=1, le=600)]
    step_minutes: Annotated[int, Limits(ge=1, le=600)]
    counts: Annotated[tuple[PartKind, ...], Limits(min_length=1)]
    areas: Annotated[tuple[Area, ...], Limits(min_length=1)]
    courses: tuple[CourseAreas, ...]
    address: Annotated[str, Limits(pattern=r"^https://\S+$", max_length=300)] | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """The rules of one body, the oldest first; `unit` is what it calls a unit."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    body: Text
    title: Text
    unit: Text
    note: Text
    rules: Annotated[tuple[Rule, ...], Limits(min_length=1)]

    def rule_on(self, day: date) -> Rule | None:
        """Return the rule that was valid on a day; None before the first."""
        return next((rule for rule in reversed(self.rules) if rule.valid_from <= day), None)


@dataclass(frozen=True, slots=True)
class SchemeList:
    """A published version of the schemes."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    version: Version
    schemes: tuple[Scheme, ...]

    def problems(self) -> Iterator[Problem]:
        """Yield keys that stand twice, rules out of order, areas that are not listed, and steps that fit no unit."""
        for place in repeated(tuple(one.key for one in self.schemes)):
            found = f"'{self.schemes[place].key}' again"
            yield Problem(("schemes", place, "key"), found, "each key once", "repeated-key")
        for place, scheme in enumerate(self.schemes):
            for number, rule in enumerate(scheme.rules):
                where = ("schemes", place, "rules", number)
                earlier = scheme.rules[number - 1].valid_from if number else None
                if earlier is not None and rule.valid_from <= earlier:
                    allowed = f"a day after {earlier}, the rule before"
                    yield Problem((*where, "valid_from"), str(rule.valid_from), allowed, "rules-in-order")
                yield from _rule_problems(rule, where)


def _rule_problems(rule: Rule, where: tuple[str | int, ...]) -> Iterator[Problem]:
    if rule.unit_minutes % rule.step_minutes:
        allowed = f"a part of {rule.unit_minutes} minutes without remainder"
        yield Problem((*where, "step_minutes"), str(rule.step_minutes), allowed, "step-of-unit")
    lists = (
        ("areas", "key", tuple(one.key for one in rule.areas)),
        ("courses", "course", tuple(one.course for one in rule.courses)),
    )
    for name, field, keys in lists:
        for place in repeated(keys):
            found = f"'{keys[place]}' again"
            yield Problem((*where, name, place, field), found, "each key once", "repeated-key")
    areas = {area.key for area in rule.areas}
    for place, course in enumerate(rule.courses):
        for lesson, area in course.lessons.items():
            if area not in areas:
                there = (*where, "courses", place, "lessons", lesson)
                allowed = f"one of {', '.join(sorted(areas))}"
                yield Problem(there, f"'{area}'", allowed, "unknown-area")


@dataclass(frozen=True, slots=True)
class Units:
    """What may be claimed for a completed course.

    Attributes:
        total: in units, a multiple of the smallest claim.
        areas: area to its part of the total, in the rule's order; `NO_AREA` comes last. What is nothing is left out.
    """

    rule: Rule
    total: float
    areas: Mapping[str, float]


def units_of(rule: Rule, course: str, seconds: Mapping[tuple[str, str], int]) -> Units:
    """Return what a rule gives for time spent in a course.

    The total is rounded down to a whole step. Each area gets its time rounded down likewise, and the steps that
    are left go to the areas with the largest remainders, of equals to the one that the rule names first.

    Args:
        seconds: part, as (kind, key), to its counted time; the key of a lesson is the lesson's.

    Source: largest remainders (Hamilton's method); docs/courses.md, *Hours*.
    """
    lessons = next((one.lessons for one in rule.courses if one.course == course), {})
    times = dict.fromkeys((*(area.key for area in rule.areas), NO_AREA), 0)
    for (kind, key), amount in seconds.items():
        if kind in rule.counts:
            times[lessons.get(key, NO_AREA) if kind == "lesson" else NO_AREA] += amount
    step = rule.step_minutes * 60
    steps = {area: time // step for area, time in times.items()}
    total = sum(times.values()) // step
    left = total - sum(steps.values())
    for area in sorted(times, key=lambda one: -(times[one] % step))[:left]:
        steps[area] += 1
    size = rule.step_minutes / rule.unit_minutes
    return Units(rule, total * size, {area: count * size for area, count in steps.items() if count})


@cache
def list_schemes() -> tuple[Scheme, ...]:
    """Return the published schemes, in the order in which they are shown."""
    return load(FILE, SchemeList).schemes


def area_warnings(schemes: SchemeList) -> Iterator[Problem]:
    """Yield what the newest rules leave open: lessons of published courses without an area, and unknown ones."""
    published = {course.key: tuple(lesson.key for lesson in course.lessons) for course in list_courses()}
    for place, scheme in enumerate(schemes.schemes):
        number = len(scheme.rules) - 1
        where = ("schemes", place, "rules", number, "courses")
        named = {one.course: one.lessons for one in scheme.rules[number].courses}
        for course, lessons in published.items():
            missing = [lesson for lesson in lessons if lesson not in named.get(course, {})]
            if missing:
                found = f"{course} without {', '.join(missing)}"
                yield Problem(where, found, "an area for each lesson of a published course", "no-area")
        for at, (course, areas) in enumerate(named.items()):
            gone = [lesson for lesson in areas if lesson not in published.get(course, ())]
            if gone:
                found = f"{course} with {', '.join(gone)}"
                yield Problem((*where, at), found, "lessons of published courses", "unknown-lesson")
