"""Serial schedule generation: one activity after the other takes the earliest weeks that are free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

from assessments.planning.grid import ABSENT, NEVER, Grid, Starts, chosen_in, finish_of
from assessments.planning.problem import LEVEL, SLACK


class Board:
    """A plan while it grows: who starts when, and what is left of every resource."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.starts: Starts = [ABSENT] * grid.count
        self.ends = [0] * grid.count
        self.free = list(grid.available)

    def find(self, number: int, start: int, last: int) -> int:
        """Return the first week from `start` to `last` in which the activity fits; ABSENT if there is none."""
        grid, free = self.grid, self.free
        start = grid.next_open[min(start, grid.horizon)]
        while start <= last:
            for cell, amount in grid.usage(number, start):
                if free[cell] < amount:
                    start = grid.next_open[max(start, grid.jump[cell]) + 1]
                    break
            else:
                return start
        return ABSENT

    def put(self, number: int, start: int) -> None:
        self.starts[number] = start
        self.ends[number] = self.grid.end(number, start)
        for cell, amount in self.grid.usage(number, start):
            self.free[cell] -= amount

    def take(self, number: int) -> None:
        for cell, amount in self.grid.usage(number, self.starts[number]):
            self.free[cell] += amount
        self.starts[number] = ABSENT

    def fits(self, number: int, start: int) -> bool:
        return all(self.free[cell] >= amount for cell, amount in self.grid.usage(number, start))

    def needs_end(self, number: int) -> int:
        """Return the week by which everything has ended that the activity needs; all of it is in the plan."""
        return max((self.ends[need] for need in self.grid.needs[number]), default=0)

    def opens(self, number: int) -> int:
        """Return the week from which the dimensions of an activity stand high enough for it; NEVER if they do not."""
        return max((self._reaches(*lift) for lift in self.grid.lifts[number]), default=0)

    def _reaches(self, dimension: int, rung: int) -> int:
        grid = self.grid
        wanted = rung * LEVEL - SLACK
        if grid.today[dimension] >= wanted:
            return 0
        ended = sorted(
            (self.ends[other], lower)
            for other in grid.members[dimension]
            if self.starts[other] != ABSENT
            for lifted, lower in grid.lifts[other]
            if lifted == dimension and lower < rung
        )
        counts: dict[int, int] = {}
        for end, lower in ended:
            counts[lower] = counts.get(lower, 0) + 1
            if grid.level(dimension, counts) >= wanted:
                return end
        return NEVER


def is_held_to_level(grid: Grid, number: int, chosen: Iterable[int] | set[int]) -> bool:
    """Whether an activity waits for its dimension to stand high enough.

    What the consultant has set, and what makes something else possible, is not held to it.
    """
    if number in grid.mandatory or not grid.lifts[number]:
        return False
    return not any(follower in chosen for follower in grid.followers[number])


def latest_ends(grid: Grid, chosen: Iterable[int]) -> list[int]:
    """Return by when each chosen activity must have ended for those that need it to keep their own dates."""
    latest = list(grid.latest_end)
    inside = set(chosen)
    for number in reversed(grid.order):
        if number not in inside:
            continue
        fixed = grid.fixed[number]
        start = grid.latest_start(number, latest[number]) if fixed is None else fixed
        for need in grid.needs[number]:
            latest[need] = min(latest[need], start)
    return latest


def put_fixed(board: Board, chosen: Iterable[int]) -> bool:
    """Book what has a fixed week; False where that cannot be."""
    grid = board.grid
    for number in chosen:
        start = grid.fixed[number]
        if start is None:
            continue
        if not 0 <= start < grid.horizon or grid.next_open[start] != start:
            return False
        if grid.end(number, start) > grid.latest_end[number] or not board.fits(number, start):
            return False
        board.put(number, start)
    return True


def generate(grid: Grid, chosen: Sequence[int], rank: Sequence[int]) -> Board | None:
    """Return the schedule in which, of all that could come next, the lowest rank takes its place first.

    Args:
        chosen: closed under what they need, in topological order.
        rank: for every activity of the grid; equal ranks keep the grid's order.

    Returns: None where a date cannot be kept, or a dimension is never high enough.

    Source: serial scheme, Kolisch 1996, European Journal of Operational Research 90(2), 320–333.
    """
    board = Board(grid)
    if not put_fixed(board, chosen):
        return None
    latest = latest_ends(grid, chosen)
    inside = set(chosen)
    waiting = {
        number: sum(board.starts[need] == ABSENT for need in grid.needs[number])
        for number in chosen
        if board.starts[number] == ABSENT
    }
    ready = [(rank[number], number) for number, count in waiting.items() if not count]
    heapify(ready)
    held: list[int] = []
    while ready:
        _, number = heappop(ready)
        start = max(grid.earliest[number], board.needs_end(number))
        if is_held_to_level(grid, number, inside):
            opens = board.opens(number)
            if opens == NEVER:
                held.append(number)
                continue
            start = max(start, opens)
        start = board.find(number, start, grid.latest_start(number, latest[number]))
        if start == ABSENT:
            return None
        board.put(number, start)
        del waiting[number]
        for follower in grid.followers[number]:
            if follower in waiting:
                waiting[follower] -= 1
                if not waiting[follower]:
                    heappush(ready, (rank[follower], follower))
        if grid.lifts[number]:
            for other in held:
                heappush(ready, (rank[other], other))
            held = []
    return None if waiting or not _keeps_fixed(board, chosen) else board


def _keeps_fixed(board: Board, chosen: Iterable[int]) -> bool:
    """Whether nothing that has a fixed week begins before what it needs has ended."""
    return all(
        board.starts[number] >= board.needs_end(number)
        for number in chosen
        if board.grid.fixed[number] is not None
    )


def justified(grid: Grid, board: Board, chosen: Sequence[int]) -> Board:
    """Return the schedule after shifting everything right and then left again, if that ends earlier.

    Source: double justification, Valls, Ballestín and Quintanilla 2005, European Journal of Operational
    Research 165(2), 375–386.
    """
    finish = max((board.ends[number] for number in chosen), default=0)
    right = Board(grid)
    for number in chosen:
        right.put(number, board.starts[number])
    latest = latest_ends(grid, chosen)
    inside = set(chosen)
    for number in sorted(chosen, key=lambda one: (-board.ends[one], -grid.position[one])):
        if grid.fixed[number] is not None:
            continue
        limit = min(latest[number], finish)
        for follower in grid.followers[number]:
            if follower in inside:
                limit = min(limit, right.starts[follower])
        right.take(number)
        start = grid.latest_start(number, limit)
        while start > board.starts[number] and not right.fits(number, start):
            start = grid.latest_start(number, grid.end(number, start) - 1)
        right.put(number, max(start, board.starts[number]))
    better = generate(grid, chosen, right.starts)
    if better is None or finish_of(grid, better.starts) >= finish:
        return board
    return better


def compact(board: Board) -> None:
    """Shift activities left, one after the other, until none can begin earlier while the others stay."""
    grid = board.grid
    chosen = chosen_in(board.starts)
    inside = set(chosen)
    has_moved = True
    while has_moved:
        has_moved = False
        for number in sorted(chosen, key=lambda one: (board.starts[one], grid.position[one])):
            before = board.starts[number]
            if grid.fixed[number] is not None:
                continue
            board.take(number)
            start = max(grid.earliest[number], board.needs_end(number))
            if is_held_to_level(grid, number, inside):
                start = max(start, board.opens(number))
            start = board.find(number, start, before)
            board.put(number, start)
            has_moved = has_moved or start < before
