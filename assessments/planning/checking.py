"""Whether a plan keeps to everything, looked at without the search: what it must obey, one rule after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assessments.planning.problem import LEVEL, SLACK, Activity, PlanningProblem

RuleName = Literal[
    "mandatory",
    "excluded",
    "horizon",
    "earliest",
    "deadline",
    "fixed",
    "prerequisite",
    "level",
    "capacity",
    "budget",
    "number",
]


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks: about an activity, or a resource in one of its periods, and another activity."""

    rule: RuleName
    subject: str
    other: str = ""


def violations(problem: PlanningProblem, starts: Mapping[str, int]) -> Iterator[Violation]:
    """Yield everything that a plan, activity to start week, breaks.

    Aims are wishes of the objective, not rules: see `results.Plan.reached`.
    """
    ends = {key: problem.end_of(problem.by_key[key], start) for key, start in starts.items()}
    for one in problem.activities:
        if one.key in starts:
            yield from _of_one(problem, one, starts, ends)
        elif one.is_mandatory or one.fixed_start is not None:
            yield Violation("mandatory", one.key)
    if all(end is not None for end in ends.values()):
        yield from _overbooked(problem, starts)
    rules = problem.rules
    if rules.budget is not None and sum(problem.by_key[key].cost for key in starts) > rules.budget:
        yield Violation("budget", "")
    if rules.most_activities is not None and len(starts) > rules.most_activities:
        yield Violation("number", "")


def _of_one(
    problem: PlanningProblem, one: Activity, starts: Mapping[str, int], ends: Mapping[str, int | None]
) -> Iterator[Violation]:
    start, end = starts[one.key], ends[one.key]
    if one.is_excluded:
        yield Violation("excluded", one.key)
    if end is None:
        yield Violation("horizon", one.key)
        return
    if start < one.earliest:
        yield Violation("earliest", one.key)
    if one.latest_end is not None and end > one.latest_end:
        yield Violation("deadline", one.key)
    if one.fixed_start is not None and start != one.fixed_start:
        yield Violation("fixed", one.key)
    for need in one.needs:
        ended = ends.get(need)
        if ended is None or ended > start:
            yield Violation("prerequisite", one.key, need)
    if not is_set(problem, one.key, starts) and not stands_high_enough(problem, one, start, starts, ends):
        yield Violation("level", one.key)


def is_set(problem: PlanningProblem, key: str, starts: Mapping[str, int]) -> bool:
    """Whether an activity is not held to the level of its dimension: it is wanted by somebody, or something."""
    wanted = set()
    waiting = [one.key for one in problem.activities if one.is_mandatory or one.fixed_start is not None]
    while waiting:
        one = waiting.pop()
        if one not in wanted:
            wanted.add(one)
            waiting.extend(problem.by_key[one].needs)
    return key in wanted or any(key in problem.by_key[other].needs for other in starts)


def stands_high_enough(
    problem: PlanningProblem,
    one: Activity,
    start: int,
    starts: Mapping[str, int],
    ends: Mapping[str, int | None],
) -> bool:
    """Whether each dimension an activity lifts stands high enough by what has ended when it starts."""
    ended = [key for key in starts if key != one.key and (ends[key] or start + 1) <= start]
    for lift in one.lifts:
        level = level_after(problem, lift.dimension, ended, below=lift.lift_from)
        if level < lift.lift_from * LEVEL - SLACK:
            return False
    return True


def level_after(
    problem: PlanningProblem, dimension: str, ended: list[str] | tuple[str, ...], below: int = 1000
) -> int:
    """Return the level of a dimension once these have ended; `below` counts only lower rungs."""
    counts: dict[int, int] = {}
    for key in ended:
        for lift in problem.by_key[key].lifts:
            if lift.dimension == dimension and lift.lift_from < below:
                counts[lift.lift_from] = counts.get(lift.lift_from, 0) + 1
    return problem.dimension_by_key[dimension].level(counts)


def _overbooked(problem: PlanningProblem, starts: Mapping[str, int]) -> Iterator[Violation]:
    taken: dict[tuple[str, int], int] = {}
    for key, start in starts.items():
        for resource, bucket, amount in problem.usage(problem.by_key[key], start):
            taken[resource, bucket] = taken.get((resource, bucket), 0) + amount
    for (resource, bucket), amount in taken.items():
        if amount > problem.resource_by_key[resource].available[bucket]:
            yield Violation("capacity", resource, str(bucket))
