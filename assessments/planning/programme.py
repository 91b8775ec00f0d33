"""A planning problem as an integer programme: plain numbers for a solver, which runs in a process of its own.

For each activity and each week it may begin in there is a variable that is 1 once it has begun ("step"
variables), so that a prerequisite has two entries a row. Levels are bounded from above, never from below: a
dimension rises by its finished activities, rung by rung, no further than the aim. What the programme leaves out
(that an activity may begin only where its dimension stands high enough at that moment) makes its optimum no worse
than any plan's: a bound stays a bound, and a solution is checked before it becomes a plan.

Source: step formulation, Pritsker, Waters and Wolfe 1969, Management Science 16(1), 93–108; Artigues 2017,
Operations Research Letters 45(2), 154–159; methods-planning.md, section 14.7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from assessments.planning.grid import ABSENT, NEVER, Grid, Starts
from assessments.planning.problem import LEVEL, SLACK, UNIT, Objective

INFINITE = float("inf")
# Rows are in whole coefficients wherever they can be: with right-hand sides of a millionth, HiGHS 1.16 was seen
# to call a plan optimal that was not.
THOUSAND = 1000.0


@dataclass(slots=True)
class Programme:
    """Columns and rows: minimise cost · x, lower ≤ x ≤ upper, row_lower ≤ A x ≤ row_upper."""

    costs: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    is_whole: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    rows: list[dict[int, float]] = field(default_factory=list)

    def column(self, lower: float, upper: float, *, is_whole: bool = False, cost: float = 0.0) -> int:
        self.costs.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.is_whole.append(is_whole)
        return len(self.costs) - 1

    def row(self, entries: Mapping[int, float], lower: float = -INFINITE, upper: float = INFINITE) -> None:
        self.rows.append({column: value for column, value in entries.items() if value})
        self.row_lower.append(lower)
        self.row_upper.append(upper)


class Formulation:
    """The programme of a problem whose plans end by a week.

    Attributes:
        steps: for each activity its possible start weeks and, beside each, the column that says "begun by then".
        chosen: the column that says whether an activity is in the plan.
        is_possible: False where something mandatory has no week at all.

    Args:
        is_timed: False asks only what is chosen, not when: every activity has its first week alone, and
            resources count as a whole.
    """

    def __init__(self, grid: Grid, objective: Objective, by: int, *, is_timed: bool = True) -> None:
        self.grid = grid
        self.objective: Objective = objective
        self.by = by
        self.is_timed = is_timed
        self.programme = Programme()
        self.steps: dict[int, tuple[list[int], list[int]]] = {}
        self.chosen: dict[int, int] = {}
        self.is_possible = True
        self._lay_out_steps()
        if self.is_possible:
            self._precede()
            if is_timed:
                self._share_resources()
            else:
                self._share_wholes()
            self._keep_rules()
            self._reach()

    def _lay_out_steps(self) -> None:
        grid = self.grid
        for number in grid.order:
            weeks = [] if grid.excluded[number] else self._weeks_of(number)
            if any(need not in self.steps for need in grid.needs[number]):
                weeks = []
            if not weeks:
                self.is_possible = self.is_possible and number not in grid.mandatory
                continue
            columns = [self.programme.column(0, 1, is_whole=True) for _ in weeks]
            for before, after in pairwise(columns):
                self.programme.row({before: 1, after: -1}, upper=0)
            self.steps[number] = (weeks, columns)
            self.chosen[number] = columns[-1]
            if number in grid.mandatory:
                self.programme.lower[columns[-1]] = 1
            if self.objective == "lean":
                self.programme.costs[columns[-1]] = grid.effort[number] / UNIT

    def _weeks_of(self, number: int) -> list[int]:
        grid = self.grid
        last = grid.latest_start(number, min(self.by, grid.latest_end[number]))
        fixed = grid.fixed[number]
        if fixed is not None:
            return (
                [fixed] if grid.earliest[number] <= fixed <= last and grid.next_open[fixed] == fixed else []
            )
        weeks = [week for week in grid.open_weeks if grid.earliest[number] <= week <= last]
        return weeks if self.is_timed else weeks[:1]

    def begun_by(self, number: int, week: int) -> int | None:
        """Return the column that says whether an activity has begun by a week; None where it cannot have."""
        weeks, columns = self.steps[number]
        found = None
        for start, column in zip(weeks, columns, strict=True):
            if start > week:
                break
            found = column
        return found

    def ended_by(self, number: int, week: int) -> int | None:
        start = self.grid.latest_start(number, week)
        return None if start == ABSENT else self.begun_by(number, start)

    def _precede(self) -> None:
        for number, (weeks, columns) in self.steps.items():
            for need in self.grid.needs[number]:
                for week, column in zip(weeks, columns, strict=True):
                    before = self.ended_by(need, week) if self.is_timed else self.chosen[need]
                    if before is None:
                        self.programme.upper[column] = 0
                    else:
                        self.programme.row({column: 1, before: -1}, upper=0)

    def _share_resources(self) -> None:
        grid = self.grid
        rows: dict[int, dict[int, float]] = {}
        most = [0] * len(grid.available)
        for number, (weeks, columns) in self.steps.items():
            peak: dict[int, int] = {}
            for place, week in enumerate(weeks):
                for cell, amount in grid.usage(number, week):
                    peak[cell] = max(peak.get(cell, 0), amount)
                    row = rows.setdefault(cell, {})
                    size = float(amount) if self._is_load(cell) else amount / UNIT
                    row[columns[place]] = row.get(columns[place], 0.0) + size
                    if place:
                        row[columns[place - 1]] = row.get(columns[place - 1], 0.0) - size
            for cell, amount in peak.items():
                most[cell] += amount
        for cell in sorted(rows):
            if most[cell] > grid.available[cell]:
                available = grid.available[cell]
                self.programme.row(
                    rows[cell], upper=float(available) if self._is_load(cell) else available / UNIT
                )

    def _share_wholes(self) -> None:
        """Keep what is chosen within what each resource has up to the end."""
        for resource in self.grid.problem.resources:
            row: dict[int, float] = {}
            for number, column in self.chosen.items():
                activity = self.grid.problem.activities[number]
                for demand in activity.demands:
                    if demand.resource == resource.key and demand.is_total:
                        row[column] = row.get(column, 0.0) + demand.amount / UNIT
            last = resource.bucket_of[self.by - 1]
            self.programme.row(row, upper=sum(resource.available[: last + 1]) / UNIT)

    def _is_load(self, cell: int) -> bool:
        return self.grid.problem.resources[self.grid.cells[cell][0]].kind != "capacity"

    def _keep_rules(self) -> None:
        rules, grid = self.grid.problem.rules, self.grid
        if rules.budget is not None:
            costs = {column: grid.cost[number] / THOUSAND for number, column in self.chosen.items()}
            self.programme.row(costs, upper=rules.budget / THOUSAND)
        if rules.most_activities is not None:
            self.programme.row(dict.fromkeys(self.chosen.values(), 1.0), upper=rules.most_activities)

    def _reach(self) -> None:
        """Let levels rise with what has ended, and demand the aims or reward the rise."""
        grid, programme, horizon = self.grid, self.programme, self.grid.horizon
        for dimension, (today, aim) in enumerate(zip(grid.today, grid.aim, strict=True)):
            if today >= aim:
                continue
            final = self._rises(dimension, None)
            if self.objective != "balanced":
                if today < aim - grid.enough:
                    programme.row(
                        dict.fromkeys(final.values(), 1.0), lower=(aim - grid.enough - today) / LEVEL
                    )
                continue
            self._gate(dimension, final)
            weight = grid.weight[dimension] / THOUSAND / horizon
            self._reward(final, weight * horizon)
            for week in range(self.by):
                rises = self._rises(dimension, week)
                self._reward(rises, weight)
                self._same_rungs(final, rises, dimension)
        if self.objective == "balanced":
            self._reward_values()

    def _rises(self, dimension: int, week: int | None) -> dict[int, int]:
        """Add, for each rung, the rise its finished activities bring by a week, or by the end; return the columns."""
        grid, programme = self.grid, self.programme
        today, aim = grid.today[dimension], grid.aim[dimension]
        rises: dict[int, int] = {}
        for rung in sorted(grid.rungs[dimension]):
            entries: dict[int, float] = {}
            for number in grid.members[dimension]:
                for lifted, own in grid.lifts[number]:
                    if (lifted, own) == (dimension, rung) and number in self.steps:
                        column = self.chosen[number] if week is None else self.ended_by(number, week)
                        if column is not None:
                            entries[column] = entries.get(column, 0.0) - 1
            most = min((rung + 1) * LEVEL - max(today, rung * LEVEL - SLACK), LEVEL)
            if entries and most > 0:
                rises[rung] = programme.column(0, most / LEVEL)
                programme.row({**entries, rises[rung]: float(grid.rungs[dimension][rung])}, upper=0)
        if self.objective == "balanced" and rises:
            programme.row(dict.fromkeys(rises.values(), 1.0), upper=(aim - today) / LEVEL)
        if week is None and self.objective != "balanced":
            self._gate(dimension, rises)
        return rises

    def _gate(self, dimension: int, rises: Mapping[int, int]) -> None:
        """Let a rung count only where those below it bring the level near enough."""
        programme, today = self.programme, self.grid.today[dimension]
        for rung, column in rises.items():
            wanted = rung * LEVEL - SLACK
            if today >= wanted:
                continue
            is_open = programme.column(0, 1, is_whole=True)
            programme.row({column: 1.0, is_open: -programme.upper[column]}, upper=0)
            below = {other: 1.0 for lower, other in rises.items() if lower < rung}
            programme.row({**below, is_open: -(wanted - today) / LEVEL}, lower=0)

    def _same_rungs(self, final: Mapping[int, int], rises: Mapping[int, int], dimension: int) -> None:
        """A rung that does not count in the end does not count on the way."""
        for rung, column in rises.items():
            if self.grid.today[dimension] < rung * LEVEL - SLACK:
                self.programme.row({column: 1.0, final[rung]: -1.0}, upper=0)

    def _reward(self, columns: Mapping[int, int], each: float) -> None:
        for column in columns.values():
            self.programme.costs[column] -= each

    def _reward_values(self) -> None:
        grid = self.grid
        for number, (weeks, columns) in self.steps.items():
            if not grid.value[number]:
                continue
            before = 0.0
            worth = [
                grid.value[number] / THOUSAND * (2 * grid.horizon - grid.end(number, week)) / grid.horizon
                for week in weeks
            ]
            for place, column in enumerate(columns):
                # Begun by this week and not by the one before is worth this week's figure.
                after = worth[place + 1] if place + 1 < len(worth) else before
                self.programme.costs[column] -= worth[place] - after

    def starts_in(self, values: list[float]) -> Starts:
        """Return the start weeks that a solution of the programme stands for."""
        starts = [ABSENT] * self.grid.count
        for number, (weeks, columns) in self.steps.items():
            for week, column in zip(weeks, columns, strict=True):
                if values[column] > 0.5:
                    starts[number] = week
                    break
        return starts

    def values_of(self, starts: Starts) -> dict[int, float] | None:
        """Return the step columns of a plan, to begin a solver with; None where it has weeks the programme lacks."""
        found: dict[int, float] = {}
        for number, (weeks, columns) in self.steps.items():
            start = starts[number] if starts[number] != ABSENT else NEVER
            if start != NEVER and start not in weeks:
                return None
            for week, column in zip(weeks, columns, strict=True):
                found[column] = 1.0 if week >= start else 0.0
        return found
