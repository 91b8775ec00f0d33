"""A planning problem laid out for the search: numbers instead of keys, and what every start would take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assessments.planning.problem import LEVEL, SLACK, Objective, PlanningProblem

Starts = list[int]
"""The start week of each activity, in the order of the problem; ABSENT for those that are not in the plan."""

ABSENT = -1
NEVER = 1 << 30


class Grid:
    """Places instead of keys: activity i of the problem, cell c for one resource in one of its periods."""

    def __init__(self, problem: PlanningProblem) -> None:
        self.problem = problem
        self.horizon = problem.horizon
        activities = problem.activities
        self.count = len(activities)
        place = {one.key: number for number, one in enumerate(activities)}
        self.place = place
        self.weeks = [one.weeks for one in activities]
        self.effort = [one.effort for one in activities]
        self.cost = [one.cost for one in activities]
        self.value = [one.value for one in activities]
        self.needs = [tuple(place[need] for need in one.needs) for one in activities]
        self.followers: list[list[int]] = [[] for _ in activities]
        for number, needs in enumerate(self.needs):
            for need in needs:
                self.followers[need].append(number)
        self.order = self._topological()
        self.fixed = [one.fixed_start for one in activities]
        self.excluded = [one.is_excluded for one in activities]
        self._spread_exclusion()
        self.mandatory = self.closure(
            number for number, one in enumerate(activities) if one.is_mandatory or one.fixed_start is not None
        )
        self.closures = [tuple(self.in_order(self.closure([number]))) for number in range(self.count)]
        self._lay_out_weeks()
        self._lay_out_cells()
        self._lay_out_dimensions()

    def closure(self, wanted: Iterable[int]) -> set[int]:
        """Return the activities with everything that they need, of whatever remove."""
        found: set[int] = set()
        waiting = list(wanted)
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting.extend(self.needs[number])
        return found

    def in_order(self, chosen: Iterable[int]) -> list[int]:
        """Return the activities so that each stands after what it needs."""
        return sorted(chosen, key=self.position.__getitem__)

    def usage(self, number: int, start: int) -> Sequence[tuple[int, int]]:
        """Return (cell, parts) for what an activity takes that starts in an open week and ends in time."""
        row = self._usage[number]
        found = row[start]
        if found is None:
            found = row[start] = self._used(number, start)
        return found

    def end(self, number: int, start: int) -> int:
        """Return the first week after an activity; NEVER where it would not end within the horizon."""
        place = self.place_of_week[start]
        last = place + self.weeks[number] - 1
        return self.open_weeks[last] + 1 if last < len(self.open_weeks) else NEVER

    def latest_start(self, number: int, end: int) -> int:
        """Return the last open week in which an activity can begin to have ended by a week; ABSENT if none."""
        place = self.open_before[min(end, self.horizon)] - self.weeks[number]
        return self.open_weeks[place] if place >= 0 else ABSENT

    def level(self, dimension: int, counts: dict[int, int]) -> int:
        """Return the level once so many activities of each rung are finished."""
        level, rungs = self.today[dimension], self.rungs[dimension]
        for rung in sorted(counts):
            if level < rung * LEVEL - SLACK:
                break
            step = counts[rung] * LEVEL // rungs[rung]
            level = max(level, min((rung + 1) * LEVEL, level + step))
        return level

    def levels_of(self, chosen: Iterable[int]) -> list[int]:
        """Return the level of each dimension once these are finished."""
        counts: list[dict[int, int]] = [{} for _ in self.today]
        for number in chosen:
            for dimension, rung in self.lifts[number]:
                counts[dimension][rung] = counts[dimension].get(rung, 0) + 1
        return [self.level(number, each) for number, each in enumerate(counts)]

    def shortfall(self, chosen: Iterable[int]) -> int:
        """Return by how much, weighted, the aims are missed that count as not reached."""
        return sum(
            weight * (aim - level)
            for level, aim, weight in zip(self.levels_of(chosen), self.aim, self.weight, strict=True)
            if level < aim - self.enough
        )

    def _topological(self) -> list[int]:
        """Every activity after what it needs; of those that are free the first in the problem."""
        waiting = [len(needs) for needs in self.needs]
        free = [number for number in range(self.count) if not waiting[number]]
        order: list[int] = []
        while free:
            number = min(free)
            free.remove(number)
            order.append(number)
            for follower in self.followers[number]:
                waiting[follower] -= 1
                if not waiting[follower]:
                    free.append(follower)
        self.position = {number: place for place, number in enumerate(order)}
        return order

    def _spread_exclusion(self) -> None:
        for number in self.order:
            if any(self.excluded[need] for need in self.needs[number]):
                self.excluded[number] = True

    def _lay_out_weeks(self) -> None:
        problem = self.problem
        self.open_weeks = problem.open_weeks
        self.next_open = [NEVER] * (self.horizon + 1)
        self.place_of_week = [len(self.open_weeks)] * (self.horizon + 1)
        self.open_before = [0] * (self.horizon + 1)
        for place, week in enumerate(self.open_weeks):
            self.place_of_week[week] = place
            self.next_open[week] = week
        for week in range(self.horizon - 1, -1, -1):
            self.next_open[week] = min(self.next_open[week], self.next_open[week + 1])
            self.place_of_week[week] = min(self.place_of_week[week], self.place_of_week[week + 1])
        for week in range(self.horizon):
            self.open_before[week + 1] = self.open_before[week] + (problem.open_share[week] > 0)
        self.latest_end = [
            self.horizon if one.latest_end is None else min(one.latest_end, self.horizon)
            for one in problem.activities
        ]
        self.earliest = [0] * self.count
        for number in self.order:
            earliest = max(0, problem.activities[number].earliest)
            for need in self.needs[number]:
                start = self.earliest[need]
                earliest = max(earliest, self.end(need, start) if start < self.horizon else NEVER)
            self.earliest[number] = self.next_open[min(earliest, self.horizon)]

    def _lay_out_cells(self) -> None:
        problem = self.problem
        self.available: list[int] = []
        self.cells: list[tuple[int, int]] = []
        self.jump: list[int] = []
        self._first_cell: dict[str, int] = {}
        is_even = len({share for share in problem.open_share if share}) <= 1
        for number, resource in enumerate(problem.resources):
            self._first_cell[resource.key] = len(self.available)
            weeks_in: dict[int, list[int]] = {}
            for week, bucket in enumerate(resource.bucket_of):
                weeks_in.setdefault(bucket, []).append(week)
            is_rigid = is_even or resource.kind != "capacity"
            for bucket, available in enumerate(resource.available):
                weeks = weeks_in.get(bucket, [])
                self.available.append(available)
                self.cells.append((number, bucket))
                # Where a single week is full, and the activity takes the same whenever it runs, every start
                # up to that week is forbidden with it.
                self.jump.append(weeks[0] if is_rigid and len(weeks) == 1 else ABSENT)
        self._usage: list[list[Sequence[tuple[int, int]] | None]] = [
            [None] * self.horizon for _ in range(self.count)
        ]

    def _used(self, number: int, start: int) -> Sequence[tuple[int, int]]:
        activity = self.problem.activities[number]
        cells = [
            (self._first_cell[resource] + bucket, amount)
            for resource, bucket, amount in self.problem.usage(activity, start)
            if amount
        ]
        return tuple(sorted(cells, key=lambda cell: (-self.jump[cell[0]], cell[0])))

    def _lay_out_dimensions(self) -> None:
        dimensions = self.problem.dimensions
        place = {one.key: number for number, one in enumerate(dimensions)}
        self.today = [one.today for one in dimensions]
        self.aim = [one.aim for one in dimensions]
        self.weight = [one.weight for one in dimensions]
        self.rungs = [dict(one.rungs) for one in dimensions]
        self.enough = self.problem.rules.enough
        self.lifts = [
            tuple((place[lift.dimension], lift.lift_from) for lift in one.lifts)
            for one in self.problem.activities
        ]
        self.members: list[list[int]] = [[] for _ in dimensions]
        for number, lifts in enumerate(self.lifts):
            for dimension, _ in lifts:
                self.members[dimension].append(number)


def chosen_in(starts: Starts) -> list[int]:
    return [number for number, start in enumerate(starts) if start != ABSENT]


def finish_of(grid: Grid, starts: Starts) -> int:
    """Return the first week after everything has ended; 0 for an empty plan."""
    return max((grid.end(number, start) for number, start in enumerate(starts) if start != ABSENT), default=0)


def worth_of(grid: Grid, starts: Starts) -> int:
    """Return what *balanced* maximises: the gain at the horizon plus its mean until then, times the horizon.

    Gain is the weighted sum of lifted levels, up to the aims, and of the values of activities that have ended.
    Every part of it therefore counts (H + (H − end)) with the week it is reached in.
    """
    horizon = grid.horizon
    worth = 0
    for dimension, members in enumerate(grid.members):
        ended = sorted(
            (grid.end(number, starts[number]), rung)
            for number in members
            if starts[number] != ABSENT
            for lifted, rung in grid.lifts[number]
            if lifted == dimension
        )
        counts: dict[int, int] = {}
        before, aim = min(grid.today[dimension], grid.aim[dimension]), grid.aim[dimension]
        for end, rung in ended:
            counts[rung] = counts.get(rung, 0) + 1
            level = min(aim, grid.level(dimension, counts))
            if level > before:
                worth += grid.weight[dimension] * (level - before) * (2 * horizon - end)
                before = level
    for number, start in enumerate(starts):
        if start != ABSENT and grid.value[number]:
            worth += grid.value[number] * LEVEL * (2 * horizon - grid.end(number, start))
    return worth


def score_of(grid: Grid, starts: Starts, objective: Objective) -> tuple[int, ...]:
    """Return what makes one plan better than another: the smaller tuple is the better plan."""
    chosen = chosen_in(starts)
    finish = finish_of(grid, starts)
    effort = sum(grid.effort[number] for number in chosen)
    ends = sum(grid.end(number, starts[number]) for number in chosen)
    if objective == "fast":
        return (grid.shortfall(chosen), finish, effort, ends)
    if objective == "lean":
        return (grid.shortfall(chosen), effort, finish, ends)
    return (-worth_of(grid, starts), finish, effort, ends)
