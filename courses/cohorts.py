"""What may be said of a group that learns: how far it has come, and how it did, without showing one person.

Anybody who sees the mean of n people and later that of n + 1 can work out what the newcomer did. Figures
therefore rest on people in whole batches of the threshold, in the order in which they handed in, so that between
two figures there is never less than a batch. The reasons are in docs/courses.md, *Groups*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from statistics import median
from typing import Literal, TypeVar

One = TypeVar("One")

EDGE = 0.05
"""Nearer to none or all than this no share is told, since all right of a group is all right of each in it."""


@dataclass(frozen=True, slots=True)
class Member:
    """One person's place in a course; `role` is their kind of account."""

    course: str
    role: str
    is_assigned: bool
    is_begun: bool
    is_overdue: bool
    given_on: date
    finished_on: date | None


@dataclass(frozen=True, slots=True)
class Completion:
    """How far the people of one role are in one course.

    Attributes:
        people: who have the course; `assigned`, `begun`, `finished` and `overdue` are of these. Who has finished
            has begun; who is overdue has not finished.
        median_days: from having the course to finishing it, of the people whom it may be told of; None for too few.
    """

    course: str
    role: str
    people: int
    assigned: int
    begun: int
    finished: int
    overdue: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Result:
    """One person's first answers to a test: right ones and those asked, in all and by competency."""

    handed_in_at: datetime
    points: int
    asked: int
    competencies: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of right answers, 0 to 1; with a `bound` it lies there or beyond."""

    value: float
    bound: Literal["at least", "at most"] | None = None


@dataclass(frozen=True, slots=True)
class GroupResult:
    """How a group did in a test.

    It does not say how many more have handed in: beside the number of those who have finished, that would tell of a
    single person that they did not pass.

    Attributes:
        people: whom the figures rest on.
        share: None while there are too few people.
        competencies: those that each of the people was asked about, by key.
    """

    people: int
    share: Share | None
    competencies: Mapping[str, Share]


@dataclass(frozen=True, slots=True)
class GroupHours:
    """How much time a group that has finished a course spent on it.

    Attributes:
        people: whom the figure rests on; `waiting` have finished, too, but are not yet enough to be told of.
        hours: of all these people together; None while there are too few. With a `bound` it lies there or beyond.
    """

    people: int
    waiting: int
    hours: float | None
    bound: Literal["at least", "at most"] | None = None


def released(ones: Sequence[One], threshold: int) -> Sequence[One]:
    """Return the first ones of a sequence, in whole batches of the threshold.

    >>> [len(released("x" * n, 5)) for n in (4, 5, 6, 9, 10, 11)]
    [0, 5, 5, 5, 10, 10]
    """
    return ones[: len(ones) - len(ones) % threshold]


def told_share(points: int, asked: int) -> Share:
    """Return a group's share of right answers, as exactly as it may be told.

    >>> told_share(30, 50), told_share(50, 50), told_share(1, 50)
    (Share(value=0.6, bound=None), Share(value=0.95, bound='at least'), Share(value=0.05, bound='at most'))
    """
    share = Fraction(points, asked)
    if share > 1 - EDGE:
        return Share(1 - EDGE, "at least")
    return Share(EDGE, "at most") if share < EDGE else Share(points / asked)


def measure_completion(members: Iterable[Member], threshold: int) -> tuple[Completion, ...]:
    """Return how far each role is in each course, in the order in which course and role first stand there.

    Args:
        threshold: fewest people of whom a figure is told.
    """
    groups: dict[tuple[str, str], list[Member]] = {}
    for member in members:
        groups.setdefault((member.course, member.role), []).append(member)
    return tuple(_completion(course, role, group, threshold) for (course, role), group in groups.items())


def _completion(course: str, role: str, group: Collection[Member], threshold: int) -> Completion:
    ends = sorted((one.finished_on, one.given_on) for one in group if one.finished_on is not None)
    days = [(end - start).days for end, start in released(ends, threshold)]
    return Completion(
        course=course,
        role=role,
        people=len(group),
        assigned=sum(one.is_assigned for one in group),
        begun=sum(one.is_begun or one.finished_on is not None for one in group),
        finished=len(ends),
        overdue=sum(one.is_overdue for one in group),
        median_days=median(days) if days else None,
    )


def pool_results(results: Iterable[Result], threshold: int) -> GroupResult:
    """Return how a group did: right answers of all people over questions put to them.

    A competency is told where each of the people was asked about it. It then rests on the same people as the
    whole; on others, whole and part together would give somebody away.

    Args:
        results: one of each person, in any order, never an empty test.
        threshold: fewest people of whom a figure is told.
    """
    ordered = sorted(results, key=lambda one: one.handed_in_at)
    group = released(ordered, threshold)
    if not group:
        return GroupResult(0, None, {})
    common = [key for key in group[0].competencies if all(key in one.competencies for one in group)]
    return GroupResult(
        people=len(group),
        share=told_share(sum(one.points for one in group), sum(one.asked for one in group)),
        competencies={
            key: told_share(
                sum(one.competencies[key][0] for one in group), sum(one.competencies[key][1] for one in group)
            )
            for key in common
        },
    )


def pool_hours(finished: Iterable[tuple[datetime, int]], most_seconds: int, threshold: int) -> GroupHours:
    """Return how much time a group spent, by the rules of results: nobody at all, or all to the last minute, is
    told as a bound only, since it would be true of each person.

    Args:
        finished: of each person who has finished, when, and the seconds that count, which never change afterwards.
        most_seconds: what counts for one person at most, above 0.
        threshold: fewest people of whom a figure is told.
    """
    ordered = sorted(finished)
    group = released(ordered, threshold)
    waiting = len(ordered) - len(group)
    if not group:
        return GroupHours(0, waiting, None)
    most = most_seconds * len(group)
    told = told_share(sum(seconds for _, seconds in group), most)
    return GroupHours(len(group), waiting, told.value * most / 3600, told.bound)
