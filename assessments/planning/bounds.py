"""How good any plan could be at most, found without a solver: chains, and what the scarcest people can carry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import prod

from assessments.planning.choice import Choice
from assessments.planning.grid import NEVER, Grid
from assessments.planning.problem import LEVEL, UNIT, Objective

MOST_COMBINATIONS = 20_000


def bound_of(grid: Grid, objective: Objective) -> int:
    """Return what no plan can better: the earliest finish, the least effort, or the most worth.

    Source: critical path and resource energy, Klein and Scholl 1999, European Journal of Operational Research
    112(2), 322–346 (bounds LB1 and LB2); methods-planning.md, section 14.5.
    """
    if objective == "fast":
        return max(_chain_bound(grid), _capacity_bound(grid))
    if objective == "lean":
        return sum(grid.effort[number] for number in grid.mandatory) + least_cover(grid, grid.effort)
    return most_worth(grid)


def earliest_ends(grid: Grid) -> list[int]:
    """Return by when each activity could have ended if people were plentiful; NEVER where it cannot."""
    return [
        grid.end(number, start) if start < grid.horizon and not grid.excluded[number] else NEVER
        for number, start in enumerate(grid.earliest)
    ]


def least_cover(grid: Grid, costs: Sequence[int]) -> int:
    """Return the least that activities cost which reach the aims beside what is mandatory.

    Prerequisites are left out of account, so it can be less than any plan costs, never more. Where an activity
    lifts several dimensions, only the dearest of them counts.
    """
    each = [_least_of_dimension(grid, dimension, costs) for dimension in range(len(grid.aim))]
    is_separate = all(len({dimension for dimension, _ in lifts}) <= 1 for lifts in grid.lifts)
    return sum(each) if is_separate else max(each, default=0)


def _least_of_dimension(grid: Grid, dimension: int, costs: Sequence[int]) -> int:
    by_rung: dict[int, list[int]] = {}
    for number in grid.members[dimension]:
        if grid.excluded[number] and number not in grid.mandatory:
            continue
        cost = 0 if number in grid.mandatory else costs[number]
        for lifted, rung in grid.lifts[number]:
            if lifted == dimension:
                by_rung.setdefault(rung, []).append(cost)
    rungs = sorted(by_rung)
    sums = [[0] for _ in rungs]
    for place, rung in enumerate(rungs):
        for cost in sorted(by_rung[rung]):
            sums[place].append(sums[place][-1] + cost)
    if prod(len(one) for one in sums) > MOST_COMBINATIONS:
        return 0
    wanted = grid.aim[dimension] - grid.enough
    costs_that_reach = [
        sum(sums[place][count] for place, count in enumerate(counts))
        for counts in product(*(range(len(one)) for one in sums))
        if grid.level(dimension, {rung: n for rung, n in zip(rungs, counts, strict=True) if n}) >= wanted
    ]
    return min(costs_that_reach, default=0)


def _chain_bound(grid: Grid) -> int:
    ends = earliest_ends(grid)
    bound = max((ends[number] for number in grid.mandatory), default=0)
    for dimension, members in enumerate(grid.members):
        wanted = grid.aim[dimension] - grid.enough
        if grid.today[dimension] >= wanted:
            continue
        counts: dict[int, int] = {}
        for end, number in sorted((ends[number], number) for number in members):
            for lifted, rung in grid.lifts[number]:
                if lifted == dimension:
                    counts[rung] = counts.get(rung, 0) + 1
            if grid.level(dimension, counts) >= wanted:
                bound = max(bound, end)
                break
    return min(bound, grid.horizon + 1)


def _capacity_bound(grid: Grid) -> int:
    bound = 0
    for resource in grid.problem.resources:
        demands = [0] * grid.count
        for number, activity in enumerate(grid.problem.activities):
            for demand in activity.demands:
                if demand.resource == resource.key:
                    demands[number] += demand.amount if demand.is_total else demand.amount * activity.weeks
        needed = sum(demands[number] for number in grid.mandatory) + least_cover(grid, demands)
        bound = max(bound, week_supplied(grid, resource.bucket_of, resource.available, needed))
    return bound


def week_supplied(grid: Grid, bucket_of: Sequence[int], available: Sequence[int], needed: int) -> int:
    """Return the week by which a resource can have given so much; one past the horizon if it never can.

    Rounding may spare each activity a part a week, of what is counted in parts; no whole period is explained by that.
    """
    left = needed - (grid.count * grid.horizon if needed > UNIT else 0)
    counted: set[int] = set()
    for week, bucket in enumerate(bucket_of):
        if left <= 0:
            return week
        if bucket not in counted:
            counted.add(bucket)
            left -= available[bucket]
        if left <= 0:
            return week + 1
    return grid.horizon + 1


def most_worth(grid: Grid) -> int:
    """Return the worth of a plan in which everything ends as early as its chain allows, and all is affordable."""
    ends = earliest_ends(grid)
    horizon, worth = grid.horizon, 0
    for dimension, members in enumerate(grid.members):
        counts: dict[int, int] = {}
        before, aim = min(grid.today[dimension], grid.aim[dimension]), grid.aim[dimension]
        for end, number in sorted((ends[number], number) for number in members if ends[number] < NEVER):
            for lifted, rung in grid.lifts[number]:
                if lifted == dimension:
                    counts[rung] = counts.get(rung, 0) + 1
            level = min(aim, grid.level(dimension, counts))
            if level > before:
                worth += grid.weight[dimension] * (level - before) * (2 * horizon - end)
                before = level
    for number, end in enumerate(ends):
        if end < NEVER and grid.value[number]:
            worth += grid.value[number] * LEVEL * (2 * horizon - end)
    return worth


def is_reachable(grid: Grid, kept: Iterable[int] = ()) -> bool:
    """Return whether the aims could be reached if weeks, people and money did not count."""
    choice = Choice(grid, grid.mandatory | set(kept))
    choice.add(number for number in grid.order if not grid.excluded[number] and number not in choice.chosen)
    return grid.shortfall(choice.chosen) == 0
