"""Why each activity stands where it stands, how far it may slip, and what the finish hangs on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from assessments.planning.choice import Choice
from assessments.planning.generation import Board, is_held_to_level
from assessments.planning.grid import ABSENT, Grid, Starts, chosen_in, finish_of
from assessments.planning.problem import LEVEL, SLACK, Objective
from assessments.planning.results import (
    OUT_RULES,
    PLACE_RULES,
    WANTED_RULES,
    LeftOutActivity,
    OutKind,
    Place,
    PlaceKind,
    Wanted,
)


class Explanation:
    """A finished plan on a board, and the questions one can ask about it."""

    def __init__(self, grid: Grid, starts: Starts) -> None:
        self.grid = grid
        self.board = Board(grid)
        self.chosen = grid.in_order(chosen_in(starts))
        for number in self.chosen:
            self.board.put(number, starts[number])
        self.inside = set(self.chosen)
        self.finish = finish_of(grid, starts)
        self._places = {number: self._place(number) for number in self.chosen}

    def key(self, number: int) -> str:
        return self.grid.problem.activities[number].key

    def place(self, number: int) -> Place:
        """Return what fixed the start week of an activity."""
        return self._places[number][0]

    def slack(self, number: int) -> int:
        """Return how many weeks an activity may slip, each of them possible, while all others stay."""
        grid, board = self.grid, self.board
        start = board.starts[number]
        if grid.fixed[number] is not None:
            return 0
        limit = min(
            [
                self.finish,
                grid.latest_end[number],
                *(board.starts[other] for other in grid.followers[number] if other in self.inside),
            ]
        )
        last = grid.latest_start(number, limit)
        held = self._held_by(number)
        board.take(number)
        found, week = start, grid.next_open[start + 1]
        while week <= last and board.fits(number, week):
            board.put(number, week)
            is_kept = all(board.opens(other) <= board.starts[other] for other in held)
            board.take(number)
            if not is_kept:
                break
            found, week = week, grid.next_open[week + 1]
        board.put(number, start)
        return found - start

    def critical_chain(self) -> tuple[int, ...]:
        """Return what the finish hangs on: from what ends last back through what each had to wait for."""
        if not self.chosen:
            return ()
        position = self.grid.position
        last = min(self.chosen, key=lambda one: (-self.board.ends[one], position[one]))
        chain = [last]
        while (before := self._waited_for(chain[-1])) is not None:
            chain.append(before)
        return tuple(reversed(chain))

    def _held_by(self, number: int) -> list[int]:
        """Activities that may wait for the level to which this one lifts."""
        grid = self.grid
        same = {other for dimension, _ in grid.lifts[number] for other in grid.members[dimension]}
        return [
            other
            for other in grid.in_order(same & self.inside)
            if other != number and is_held_to_level(grid, other, self.inside)
        ]

    def _waited_for(self, number: int) -> int | None:
        place, blockers = self._places[number]
        start = self.board.starts[number]
        if place.other is not None:
            return self.grid.place[place.other]
        before = [other for other in blockers if self.board.starts[other] < start]
        if not before:
            return None
        ended = [other for other in before if self.board.ends[other] <= start]
        return max(ended or before, key=lambda one: (self.board.ends[one], -self.grid.position[one]))

    def _place(self, number: int) -> tuple[Place, tuple[int, ...]]:
        grid, board = self.grid, self.board
        start = board.starts[number]
        if grid.fixed[number] is not None:
            return _named("fixed"), ()
        board.take(number)
        try:
            waits = list(self._waits(number))
            week, place = max(waits, key=lambda wait: wait[0])
            if grid.next_open[week] >= start:
                return place, ()
            before = grid.open_weeks[grid.place_of_week[start] - 1]
            for cell, amount in grid.usage(number, before):
                if board.free[cell] < amount:
                    return self._full(cell)
            return _named("free"), ()
        finally:
            board.put(number, start)

    def _waits(self, number: int) -> Iterator[tuple[int, Place]]:
        """What has to pass first; of equal weeks the most telling one comes first."""
        grid, board = self.grid, self.board
        for need in grid.needs[number]:
            yield board.ends[need], _named("prerequisite", self.key(need))
        if is_held_to_level(grid, number, self.inside):
            opens = board.opens(number)
            lifting = [
                other
                for dimension, rung in grid.lifts[number]
                for other in grid.members[dimension]
                if other in self.inside and board.starts[other] != ABSENT and board.ends[other] == opens
            ]
            if opens and lifting:
                yield opens, _named("level", self.key(min(lifting)))
        earliest = grid.problem.activities[number].earliest
        if earliest > 0:
            yield earliest, _named("not before")
        yield 0, _named("start")

    def _full(self, cell: int) -> tuple[Place, tuple[int, ...]]:
        grid = self.grid
        place, bucket = grid.cells[cell]
        resource = grid.problem.resources[place]
        blockers = tuple(
            other
            for other in self.chosen
            if self.board.starts[other] != ABSENT
            and any(used == cell for used, _ in grid.usage(other, self.board.starts[other]))
        )
        first, until = period_days(grid, resource.bucket_of, bucket)
        kind: PlaceKind = resource.kind
        return (
            Place(
                PLACE_RULES[kind],
                kind,
                None,
                resource.key,
                tuple(self.key(other) for other in blockers),
                first,
                until,
            ),
            blockers,
        )

    def wanted(self, number: int) -> Wanted:
        """Return why an activity is in the plan."""
        activity = self.grid.problem.activities[number]
        if activity.is_mandatory or activity.fixed_start is not None:
            return Wanted(WANTED_RULES["set"], "set")
        follower = next((one for one in self.grid.followers[number] if one in self.inside), None)
        if follower is not None and number in self.grid.mandatory:
            return Wanted(WANTED_RULES["prerequisite"], "prerequisite", self.key(follower))
        rest = Choice(self.grid, self.inside - {number})
        if rest.gain([number], is_open_only=False) and activity.lifts:
            return Wanted(WANTED_RULES["aim"], "aim", activity.lifts[0].dimension)
        if follower is not None:
            return Wanted(WANTED_RULES["prerequisite"], "prerequisite", self.key(follower))
        return Wanted(WANTED_RULES["value"], "value")


def left_out(
    grid: Grid, chosen: Collection[int], objective: Objective, dropped: Collection[int] = ()
) -> Iterator[LeftOutActivity]:
    """Yield, in the order of the problem, why each other activity is not in the plan."""
    choice = Choice(grid, chosen)
    for number, activity in enumerate(grid.problem.activities):
        if number in choice.chosen:
            continue
        lost = next((one for one in grid.closures[number] if one in dropped), None)
        kind: OutKind
        if lost is None:
            kind, other = _why_not(grid, choice, number, objective)
        else:
            kind, other = (
                ("dropped", None) if lost == number else ("prerequisite", grid.problem.activities[lost].key)
            )
        yield LeftOutActivity(activity.key, activity.title, OUT_RULES[kind], kind, other)


def _why_not(grid: Grid, choice: Choice, number: int, objective: Objective) -> tuple[OutKind, str | None]:
    activity = grid.problem.activities[number]
    if activity.is_excluded:
        return "excluded", None
    lost = next((one for one in grid.needs[number] if grid.excluded[one]), None)
    if lost is not None:
        return "prerequisite", grid.problem.activities[lost].key
    if not activity.lifts and not activity.value:
        return "no use", None
    added = choice.missing(number)
    counts_value = objective == "balanced" and activity.value > 0
    if not counts_value and not choice.gain(added):
        low = [
            dimension
            for dimension, rung in grid.lifts[number]
            if choice.levels[dimension] < min(rung * LEVEL - SLACK, grid.aim[dimension] - grid.enough)
        ]
        return ("not eligible", grid.problem.dimensions[low[0]].key) if low else ("not needed", None)
    if not choice.allows(added):
        rules = grid.problem.rules
        over = rules.budget is not None and choice.spent + sum(grid.cost[one] for one in added) > rules.budget
        return ("budget", None) if over else ("number", None)
    return "no room", None


def period_days(grid: Grid, bucket_of: Sequence[int], bucket: int) -> tuple[date, date]:
    """Return the first day of a period of a resource and the first day after it."""
    weeks = [week for week, own in enumerate(bucket_of) if own == bucket]
    day_of = grid.problem.day_of
    return day_of(weeks[0]), day_of(weeks[-1]) + timedelta(weeks=1)


def _named(kind: PlaceKind, other: str | None = None) -> Place:
    return Place(PLACE_RULES[kind], kind, other)
