"""A plan from an order of goals: each takes the earliest weeks with what it needs, or is left out."""

from __future__ import annotations

from collections.abc import Sequence

from assessments.planning.chance import Chance
from assessments.planning.choice import Choice, Cost, useless
from assessments.planning.generation import Board, is_held_to_level, latest_ends, put_fixed
from assessments.planning.grid import ABSENT, NEVER, Grid, Starts, chosen_in


def goals_of(grid: Grid) -> list[int]:
    """Return what may be in a plan, each after what it needs."""
    return [number for number in grid.order if not grid.excluded[number]]


def by_worth(grid: Grid, costs: Cost, goals: Sequence[int]) -> list[int]:
    """Return the goals in the order in which they bring most for what they cost; those without use come last."""
    choice = Choice(grid, grid.mandatory)
    order = [number for number in goals if number in grid.mandatory]
    plain = [number for number in goals if grid.value[number] and number not in grid.mandatory]
    order += sorted(
        plain, key=lambda one: (-grid.value[one] // sum(costs[need] for need in grid.closures[one]), one)
    )
    while (added := choice.best(costs, (), None)) is not None:
        choice.add(added)
        order.append(added[-1])
    listed = set(order)
    return order + [number for number in goals if number not in listed]


def order_of(grid: Grid, starts: Starts) -> list[int]:
    """Return the goals in the order in which a plan begins them; those it does not have come last."""
    return sorted(
        goals_of(grid), key=lambda one: (starts[one] if starts[one] != ABSENT else NEVER, grid.position[one])
    )


def varied(order: Sequence[int], front: int, chance: Chance) -> list[int]:
    """Move one to three goals; mostly within the part of the order that found a place."""
    moved_order = list(order)
    front = max(2, min(front, len(moved_order)))
    for _ in range(1 + chance.below(3)):
        reach = front if chance.below(2) else len(moved_order)
        moved = moved_order.pop(chance.below(min(reach, len(moved_order))))
        moved_order.insert(chance.below(min(front, len(moved_order)) + 1), moved)
    return moved_order


def decode(grid: Grid, order: Sequence[int]) -> Board | None:
    """Return the plan of an order of goals; None where something mandatory finds no place in it."""
    board = Board(grid)
    if not put_fixed(board, grid.in_order(grid.mandatory)):
        return None
    latest = latest_ends(grid, grid.mandatory)
    choice = Choice(grid, ())
    choice.add(number for number in grid.order if board.starts[number] != ABSENT)
    reserved = sum(grid.cost[number] for number in grid.mandatory if board.starts[number] == ABSENT)
    choice.spent += reserved
    waiting = [number for number in order if board.starts[number] == ABSENT]
    while waiting:
        left = []
        for number in waiting:
            if board.starts[number] == ABSENT and not _insert(board, choice, number, latest):
                left.append(number)
        if len(left) == len(waiting):
            break
        waiting = left
    if any(board.starts[number] == ABSENT for number in grid.mandatory):
        return None
    chosen = grid.in_order(chosen_in(board.starts))
    if any(board.starts[number] < board.needs_end(number) for number in chosen):
        return None
    for number in useless(grid, chosen):
        _take_if_free(board, number)
    return board


def _take_if_free(board: Board, number: int) -> None:
    """Take an activity out, unless something would then begin too early for its dimension: what it needed, which is
    held to the level now, or what it had helped to lift the level for."""
    grid, start = board.grid, board.starts[number]
    if any(board.starts[follower] != ABSENT for follower in grid.followers[number]):
        return
    board.take(number)
    inside = set(chosen_in(board.starts))
    for other in sorted(inside):
        if is_held_to_level(grid, other, inside) and board.opens(other) > board.starts[other]:
            board.put(number, start)
            return


def _insert(board: Board, choice: Choice, goal: int, latest: Sequence[int]) -> bool:
    """Give a goal and what it needs their weeks; where one finds none, nothing has changed."""
    grid = board.grid
    added = choice.missing(goal)
    is_mandatory = goal in grid.mandatory
    if not is_mandatory and not grid.value[goal] and not choice.gain(added):
        return False
    # What is mandatory was counted as spent from the beginning.
    if not choice.allows([number for number in added if number not in grid.mandatory]):
        return False
    done: list[int] = []
    for number in added:
        start = max(grid.earliest[number], board.needs_end(number))
        if number == goal and is_held_to_level(grid, number, choice.chosen):
            start = max(start, board.opens(number))
        last = grid.latest_start(number, latest[number])
        start = board.find(number, start, last) if start <= last else ABSENT
        if start == ABSENT:
            for placed in done:
                board.take(placed)
            return False
        board.put(number, start)
        done.append(number)
    choice.spent -= sum(grid.cost[number] for number in added if number in grid.mandatory)
    choice.add(added)
    return True
