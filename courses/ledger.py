"""What somebody spent on their courses, with the evidence for it and the development units that follow, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from content.text import Text
from courses.development import Rule, Scheme


@dataclass(frozen=True, slots=True)
class PartHours:
    """One part of a course. Times are in seconds.

    Attributes:
        kind, key: "lesson" and its key, or the kind of a test and "".
        title: of the lesson; None for a test.
        days: recorded time by day, the earliest first.
        counted: what of it counts: up to the day on which the course was completed, and not above the cap.
        done_at, how: when the lesson was behind the learner, and whether "read" or "tested out".
    """

    kind: str
    key: str
    title: Text | None
    stated_minutes: int
    days: tuple[tuple[date, int], ...]
    counted: int
    done_at: datetime | None
    how: str | None

    @property
    def recorded(self) -> int:
        """Seconds on all days."""
        return sum(seconds for _, seconds in self.days)

    @property
    def is_cut(self) -> bool:
        """Whether less counts than was recorded."""
        return self.counted < self.recorded


@dataclass(frozen=True, slots=True)
class TestTaken:
    """A test that was handed in."""

    kind: str
    number: int
    submitted_at: datetime
    points: int | None
    asked: int
    is_passed: bool


@dataclass(frozen=True, slots=True)
class ExerciseTried:
    """An exercise with the number of tries; `best` is the highest share, 0 to 1."""

    title: Text
    tries: int
    best: float
    last_at: datetime


@dataclass(frozen=True, slots=True)
class CertificateHeld:
    """A certificate under its code."""

    id: UUID
    code: str
    issued_at: datetime
    is_revoked: bool


@dataclass(frozen=True, slots=True)
class AreaUnits:
    """What of the units belongs to an area; `title` is None where the rule names no area."""

    title: Text | None
    units: float


@dataclass(frozen=True, slots=True)
class Claim:
    """What a completed course gives under one scheme, by the rule that was valid on the day of its completion."""

    scheme: Scheme
    rule: Rule
    total: float
    areas: tuple[AreaUnits, ...]


@dataclass(frozen=True, slots=True)
class CourseHours:
    """One course. `claims` is empty until it is complete, and where no rule held on that day."""

    enrolment_id: UUID
    key: str
    version: str
    title: Text
    state: str
    is_overdue: bool
    completed_at: datetime | None
    parts: tuple[PartHours, ...]
    tests: tuple[TestTaken, ...]
    exercises: tuple[ExerciseTried, ...]
    certificate: CertificateHeld | None
    claims: tuple[Claim, ...]

    @property
    def is_evident(self) -> bool:
        """Whether there is anything to state about it: time that was recorded, or its completion."""
        return self.recorded > 0 or self.completed_at is not None

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which time was recorded, the earliest first."""
        return tuple(sorted({day for part in self.parts for day, _ in part.days}))

    @property
    def stated_minutes(self) -> int:
        """What the lessons and tests of the course are said to take."""
        return sum(part.stated_minutes for part in self.parts)

    @property
    def recorded(self) -> int:
        """Seconds in all parts."""
        return sum(part.recorded for part in self.parts)

    @property
    def counted(self) -> int:
        """Seconds that count, in all parts."""
        return sum(part.counted for part in self.parts)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Somebody's hours in all their courses; `schemes` are those in force on the day, each with its rule."""

    name: str
    made_on: date
    courses: tuple[CourseHours, ...]
    schemes: tuple[tuple[Scheme, Rule], ...]

    @property
    def recorded(self) -> int:
        """Seconds in all courses."""
        return sum(course.recorded for course in self.courses)

    @property
    def counted(self) -> int:
        """Seconds that count, in all courses."""
        return sum(course.counted for course in self.courses)

    @property
    def completed(self) -> int:
        """How many courses are complete."""
        return sum(course.completed_at is not None for course in self.courses)

    @property
    def units(self) -> float:
        """Units of the first scheme, over all courses."""
        if not self.schemes:
            return 0.0
        first = self.schemes[0][0].key
        return sum(c.total for course in self.courses for c in course.claims if c.scheme.key == first)
