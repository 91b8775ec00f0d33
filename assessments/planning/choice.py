"""Which activities a plan consists of: what reaches the aims, and nothing that is not needed for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from assessments.planning.chance import Chance
from assessments.planning.grid import Grid
from assessments.planning.problem import LEVEL, UNIT

NOISE = 1000
"""A cost is multiplied by 1 to 2, in steps of a thousandth, where chance has its say."""

Cost = list[int]


def costs_of_effort(grid: Grid) -> Cost:
    """Return what each activity costs where effort is what counts; nothing is free."""
    return [effort + UNIT // 100 for effort in grid.effort]


def costs_of_time(grid: Grid) -> Cost:
    """Return what each activity costs where time counts: the share it takes of every resource over the horizon."""
    whole = [sum(resource.available) for resource in grid.problem.resources]
    place = {resource.key: number for number, resource in enumerate(grid.problem.resources)}
    costs = []
    for activity in grid.problem.activities:
        cost = activity.weeks * LEVEL // (10 * grid.horizon)
        for demand in activity.demands:
            amount = demand.amount if demand.is_total else demand.amount * activity.weeks
            cost += amount * LEVEL // max(whole[place[demand.resource]], 1)
        costs.append(cost + 1)
    return costs


class Choice:
    """A set of activities while it grows, with the levels it leads to."""

    def __init__(self, grid: Grid, chosen: Collection[int]) -> None:
        self.grid = grid
        self.chosen = set(chosen)
        self.counts: list[dict[int, int]] = [{} for _ in grid.today]
        self.spent = sum(grid.cost[number] for number in chosen)
        for number in chosen:
            self._count(number)
        self.levels = [grid.level(place, counts) for place, counts in enumerate(self.counts)]

    def _count(self, number: int) -> None:
        for dimension, rung in self.grid.lifts[number]:
            counts = self.counts[dimension]
            counts[rung] = counts.get(rung, 0) + 1

    def missing(self, number: int) -> list[int]:
        """Return what has to be added for an activity, itself included."""
        return [one for one in self.grid.closures[number] if one not in self.chosen]

    def gain(self, added: Iterable[int], *, is_open_only: bool = True) -> int:
        """Return the weighted rise of levels towards the aims that these would bring.

        A dimension whose aim counts as reached brings nothing any more.
        """
        grid = self.grid
        more: dict[int, dict[int, int]] = {}
        for number in added:
            for dimension, rung in grid.lifts[number]:
                counts = more.setdefault(dimension, dict(self.counts[dimension]))
                counts[rung] = counts.get(rung, 0) + 1
        gain = 0
        for dimension, counts in more.items():
            before, aim = self.levels[dimension], grid.aim[dimension]
            if before < aim - grid.enough or (not is_open_only and before < aim):
                rise = min(aim, grid.level(dimension, counts)) - before
                gain += max(rise, 0) * grid.weight[dimension]
        return gain

    def add(self, added: Iterable[int]) -> None:
        for number in added:
            self.chosen.add(number)
            self.spent += self.grid.cost[number]
            self._count(number)
            for dimension, _ in self.grid.lifts[number]:
                self.levels[dimension] = self.grid.level(dimension, self.counts[dimension])

    def allows(self, added: Collection[int]) -> bool:
        """Whether budget and number of activities suffice for these."""
        rules = self.grid.problem.rules
        if rules.most_activities is not None and len(self.chosen) + len(added) > rules.most_activities:
            return False
        return (
            rules.budget is None
            or self.spent + sum(self.grid.cost[number] for number in added) <= rules.budget
        )

    def best(self, costs: Cost, tabu: Collection[int], chance: Chance | None) -> list[int] | None:
        """Return the addition that brings most for what it costs; of equal ones the first in the problem."""
        best: list[int] | None = None
        best_cost, best_gain = 1, 0
        for number in self.grid.order:
            if number in self.chosen or number in tabu or self.grid.excluded[number]:
                continue
            if not self.grid.lifts[number]:
                continue
            added = self.missing(number)
            gain = self.gain(added)
            if not gain or not self.allows(added):
                continue
            cost = sum(costs[one] for one in added)
            if chance is not None:
                cost = cost * (NOISE + chance.below(NOISE)) // NOISE + 1
            if gain * best_cost > best_gain * cost:
                best, best_cost, best_gain = added, cost, gain
        return best


def cover(
    grid: Grid,
    costs: Cost,
    kept: Collection[int] = (),
    tabu: Collection[int] = (),
    chance: Chance | None = None,
) -> list[int]:
    """Return a set that reaches the aims as far as the catalogue can, in topological order.

    Args:
        kept: what is chosen from the beginning; with what is mandatory it is closed under what it needs.
        tabu: what may not be added as a goal of its own.
    """
    choice = Choice(grid, grid.mandatory | set(kept))
    while (added := choice.best(costs, tabu, chance)) is not None:
        choice.add(added)
    return grid.in_order(pruned(grid, choice.chosen, costs))


def pruned(grid: Grid, chosen: Iterable[int], costs: Cost) -> set[int]:
    """Return the set without what could be left out and the aims be reached no less; the costliest goes first."""
    kept = set(chosen)
    shortfall = grid.shortfall(kept)
    has_changed = True
    while has_changed:
        has_changed = False
        for number in sorted(kept - grid.mandatory, key=lambda one: (-costs[one], one)):
            if any(follower in kept for follower in grid.followers[number]):
                continue
            if grid.shortfall(kept - {number}) <= shortfall:
                kept.remove(number)
                has_changed = True
    return kept


def useless(grid: Grid, chosen: Iterable[int]) -> list[int]:
    """Return what could be taken out and no level, on the way or at the end, would be lower."""
    kept = set(chosen)
    found: list[int] = []
    for number in sorted(kept - grid.mandatory, key=lambda one: -grid.position[one]):
        if grid.value[number] or any(follower in kept for follower in grid.followers[number]):
            continue
        levels = grid.levels_of(kept - {number})
        before = grid.levels_of(kept)
        is_top = all(
            lower <= rung
            for dimension, rung in grid.lifts[number]
            for other in grid.members[dimension]
            if other in kept
            for lifted, lower in grid.lifts[other]
            if lifted == dimension
        )
        reached = all(min(a, aim) == min(b, aim) for a, b, aim in zip(levels, before, grid.aim, strict=True))
        if is_top and reached:
            kept.remove(number)
            found.append(number)
    return found


def without(grid: Grid, chosen: Iterable[int], dropped: Iterable[int]) -> set[int]:
    """Return the set without these, without what needs them, and without what nothing but these needed."""
    gone = set(dropped)
    for number in grid.order:
        if any(need in gone for need in grid.needs[number]):
            gone.add(number)
    before = set(chosen)
    kept = before - gone
    for number in reversed(grid.order):
        if number not in kept or number in grid.mandatory:
            continue
        needed_before = any(follower in before for follower in grid.followers[number])
        if needed_before and not any(follower in kept for follower in grid.followers[number]):
            kept.remove(number)
    return kept
