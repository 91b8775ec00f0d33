"""Honest dates: when a plan ends if efforts turn out otherwise, and what is needed is done in the planned order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import sqrt
from typing import TYPE_CHECKING

from assessments.planning.conflicts import extended
from assessments.planning.generation import Board, generate
from assessments.planning.grid import Grid
from assessments.planning.problem import Activity, PlanningProblem
from assessments.planning.results import Plan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DRAWS = 500
PERIOD = 10
"""Weeks of two months: what an activity can cost others that are accounted by the month."""

EVEN, CAUTIOUS = 50, 80
"""Per cent of the draws that end by the dates that are told."""


@dataclass(frozen=True, slots=True)
class HonestDate:
    """By when something has ended in half of the draws, and in four of five.

    Attributes:
        group: empty for the whole plan. planned_on, p50_on, p80_on: last days of work.
    """

    group: str
    planned_week: int
    p50_week: int
    p80_week: int
    planned_on: date
    p50_on: date
    p80_on: date


def honest_dates(
    problem: PlanningProblem,
    plan: Plan,
    groups: Mapping[str, str] | None = None,
    *,
    done: Collection[str] = (),
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[HonestDate, ...]:
    """Return the dates of the whole plan and of each group of its activities, in order of first appearance.

    Each draw gives every activity an effort between its low and high; weeks and demands change with it; then
    what was planned is scheduled anew in the planned order, on the same people. Deadlines do not bind here,
    since the question is whether they would be kept; fixed weeks become earliest ones.

    Args:
        groups: activity to phase, unit or whatever dates are wanted for.
        done: activities that have ended; what they took is known, so it is as planned in every draw.

    Source: triangular distribution; Monte Carlo over a fixed scheduling policy, methods-planning.md, section 14.9.
    """
    near, far = (_loosened(problem, plan, done, is_near=is_near) for is_near in (True, False))
    starts = plan.starts()
    rank = [starts[one.key] for one in near.activities]
    order = [one.key for one in plan.activities]
    members: dict[str, list[str]] = {"": order}
    for key in order:
        if groups and key in groups:
            members.setdefault(groups[key], []).append(key)
    ends: dict[str, list[int]] = {group: [] for group in members}
    for efforts in drawn_efforts(near.activities, draws, seed):
        drawn = _scheduled(near, far, efforts, rank)
        for group, keys in members.items():
            ends[group].append(max((drawn[key] for key in keys), default=0))
    planned = {one.key: one.end_week for one in plan.activities}
    return tuple(
        _dates(problem, group, max((planned[key] for key in keys), default=0), sorted(ends[group]))
        for group, keys in members.items()
    )


def _scheduled(
    near: PlanningProblem, far: PlanningProblem, efforts: Sequence[int], rank: Sequence[int]
) -> dict[str, int]:
    """Return when each activity ends with these efforts.

    Weeks are rounded to the nearest. Where somebody then has too little in a week for what an activity asks, all
    weeks are rounded up instead, so that no week asks for more than the planned ones did.

    Args:
        near, far: the same with time enough for most draws, and for any: what fits into the shorter stands in the same
            weeks of the longer, which takes ten times as long to lay out.
    """
    board = next(
        board
        for rounds_up in (False, True)
        for problem in (near, far)
        if (board := _board(problem, efforts, rank, rounds_up=rounds_up)) is not None
    )
    return {one.key: end for one, end in zip(near.activities, board.ends, strict=True)}


def _board(
    problem: PlanningProblem, efforts: Sequence[int], rank: Sequence[int], *, rounds_up: bool
) -> Board | None:
    grid = Grid(replace(problem, activities=_changed(problem.activities, efforts, rounds_up=rounds_up)))
    return generate(grid, grid.order, rank)


def triangular(low: float, mode: float, high: float, share: float) -> float:
    """Return the value that a triangular distribution stays below with this probability.

    >>> [triangular(0, 1, 2, share) for share in (0, 0.125, 0.5, 0.875, 1)]
    [0.0, 0.5, 1.0, 1.5, 2.0]
    >>> round(triangular(2, 4, 12, 0.8), 6)
    8.0
    """
    if high <= low:
        return float(high)
    turn = (mode - low) / (high - low)
    if share < turn:
        return low + sqrt(share * (high - low) * (mode - low))
    return high - sqrt((1 - share) * (high - low) * (high - mode))


def drawn_efforts(activities: Sequence[Activity], draws: int, seed: int) -> list[list[int]]:
    """Return for each draw the effort of each activity, in parts; the same on every machine."""
    shares = _uniform(len(activities) * draws, seed)
    return [
        [
            round(
                triangular(_low(one), one.effort, _high(one), float(shares[number * len(activities) + place]))
            )
            for place, one in enumerate(activities)
        ]
        for number in range(draws)
    ]


def percentile(ordered: Sequence[int], per_cent: int) -> int:
    """Return the smallest value that so many per cent of the values do not exceed (nearest rank).

    >>> percentile([1, 2, 3, 4, 5], 50), percentile([1, 2, 3, 4, 5], 80), percentile([7], 80)
    (3, 4, 7)
    """
    return ordered[max(0, -(-per_cent * len(ordered) // 100) - 1)]


def _uniform(count: int, seed: int) -> NDArray[np.float64]:
    import numpy as np  # slow to import, and needed only where dates are simulated

    # Only the raw bits of a generator are promised to stay the same from one version to the next.
    raw = np.random.PCG64(seed).random_raw(count)
    return np.asarray((raw >> np.uint64(11)) * (2.0**-53), dtype=np.float64)


def _low(one: Activity) -> int:
    return one.effort if one.low is None else one.low


def _high(one: Activity) -> int:
    return one.effort if one.high is None else one.high


def _loosened(
    problem: PlanningProblem, plan: Plan, done: Collection[str], *, is_near: bool
) -> PlanningProblem:
    """What was planned, all of it wanted, with time enough to be late: to take twice as long, or as long as it may."""
    starts = plan.starts()
    activities = tuple(
        replace(
            one,
            is_mandatory=True,
            is_excluded=False,
            latest_end=None,
            fixed_start=None,
            earliest=one.earliest if one.fixed_start is None else one.fixed_start,
            needs=tuple(need for need in one.needs if need in starts),
            low=None if one.key in done else one.low,
            high=None if one.key in done else one.high,
        )
        for one in problem.activities
        if one.key in starts
    )
    # One after the other everything has its turn in it, each in a period of its own.
    longest = sum(one.weeks * (_high(one) // max(one.effort, 1) + 1) + PERIOD for one in activities)
    added = max(plan.finish_week, 1) if is_near else problem.horizon + longest
    generous = extended(problem, added, is_generous=True)
    return replace(generous, activities=activities, dimensions=())


def _changed(
    activities: Sequence[Activity], efforts: Sequence[int], *, rounds_up: bool
) -> tuple[Activity, ...]:
    """The activities with other efforts: weeks by the same share, at least one, and whole demands with them."""
    changed = []
    for one, effort in zip(activities, efforts, strict=True):
        weeks, demands = one.weeks, one.demands
        if one.effort and effort != one.effort:
            half = one.effort - 1 if rounds_up else one.effort // 2
            weeks = max(1, (one.weeks * effort + half) // one.effort)
            demands = tuple(
                replace(each, amount=each.amount * effort // one.effort) if each.is_total else each
                for each in one.demands
            )
        changed.append(replace(one, weeks=weeks, demands=demands, effort=effort, lifts=()))
    return tuple(changed)


def _dates(problem: PlanningProblem, group: str, planned: int, ends: Sequence[int]) -> HonestDate:
    even, cautious = percentile(ends, EVEN), percentile(ends, CAUTIOUS)

    def last_day(week: int) -> date:
        return problem.day_of(week) - timedelta(1)

    return HonestDate(group, planned, even, cautious, last_day(planned), last_day(even), last_day(cautious))
