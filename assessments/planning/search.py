"""The seeded search for a plan: rules first, then local changes, each judged by the schedule it leads to.

Limits count schedules, never seconds: the same problem and seed give the same plan on any machine.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assessments.planning.bounds import week_supplied
from assessments.planning.chance import Chance
from assessments.planning.choice import (
    Choice,
    Cost,
    costs_of_effort,
    costs_of_time,
    cover,
    pruned,
    without,
)
from assessments.planning.generation import compact, generate, justified, latest_ends
from assessments.planning.grid import ABSENT, NEVER, Grid, Starts, chosen_in, score_of
from assessments.planning.insertion import by_worth, decode, goals_of, order_of, varied
from assessments.planning.problem import Objective

SCHEDULES = 400
"""How many schedules a search makes unless it is told otherwise."""

Score = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The best plan a search came across, its score (the smaller the better) and the schedules it made."""

    starts: Starts
    score: Score
    schedules: int


class Search:
    """The best plan so far, and the means to look for a better one."""

    def __init__(
        self, grid: Grid, objective: Objective, seed: int, limit: int, *, any_plan: bool = False
    ) -> None:
        self.grid = grid
        self.any_plan = any_plan
        self.objective: Objective = objective
        self.chance = Chance(seed)
        self.limit = limit
        self.made = 0
        self.best: Found | None = None
        self.costs: Cost = costs_of_effort(grid) if objective == "lean" else costs_of_time(grid)

    @property
    def is_over(self) -> bool:
        has_enough = self.any_plan and self.best is not None and self.best.score[0] <= 0
        return has_enough or self.made >= self.limit

    def offer(self, starts: Starts) -> None:
        """Keep a plan if it is better than the best."""
        score = score_of(self.grid, starts, self.objective)
        if self.best is None or score < self.best.score:
            self.best = Found(list(starts), score, self.made)

    def schedule(self, chosen: Sequence[int], rank: Sequence[int]) -> None:
        """Make one schedule of a choice, improve it by justification, and offer it."""
        self.made += 1
        board = generate(self.grid, chosen, rank)
        if board is None:
            return
        if self.objective != "balanced":
            self.made += 1
            board = justified(self.grid, board, chosen)
        compact(board)
        self.offer(board.starts)


def search(
    grid: Grid,
    objective: Objective,
    *,
    seed: int = 0,
    limit: int = SCHEDULES,
    known: Starts | None = None,
    kept_choice: Collection[int] | None = None,
    any_plan: bool = False,
) -> Found | None:
    """Return the best plan found within so many schedules; None where no plan was found.

    Args:
        known: a plan of this problem to begin with; the result is never worse.
        kept_choice: the only activities the plan may and must have; None leaves the choice to the search.
        any_plan: stop at the first plan that reaches the aims.
    """
    run = Search(grid, objective, seed, limit, any_plan=any_plan)
    if kept_choice is None and not is_affordable(grid):
        return None
    if known is not None:
        run.offer(known)
    if kept_choice is not None:
        _try_rules(run, grid.in_order(kept_choice))
        while not run.is_over and run.best is not None:
            _reorder(run)
    elif objective == "balanced":
        _search_worth(run)
    else:
        _search_aims(run)
    return run.best


def is_affordable(grid: Grid) -> bool:
    """Whether what any plan has keeps within budget and number, and nothing of it is excluded."""
    if any(grid.excluded[number] for number in grid.mandatory):
        return False
    return Choice(grid, grid.mandatory).allows(())


def rules_of(grid: Grid, chosen: Sequence[int]) -> list[list[int]]:
    """Return ranks by the priority rules that did best in comparisons: LFT, most work behind, most followers.

    Source: Kolisch 1996, European Journal of Operational Research 90(2), 320–333.
    """
    inside = set(chosen)
    latest = latest_ends(grid, chosen)
    tail = [0] * grid.count
    behind: dict[int, set[int]] = {}
    for number in reversed(chosen):
        after = [follower for follower in grid.followers[number] if follower in inside]
        tail[number] = grid.weeks[number] + max((tail[follower] for follower in after), default=0)
        behind[number] = set(after).union(*(behind[follower] for follower in after))
    lft, weight, followers = [0] * grid.count, [0] * grid.count, [0] * grid.count
    for number in chosen:
        own = grid.weeks[number]
        lft[number] = min(latest[number], grid.horizon - (tail[number] - own))
        weight[number] = -own - sum(grid.weeks[one] for one in behind[number])
        followers[number] = -len(behind[number])
    lst = [late - own for late, own in zip(lft, grid.weeks, strict=True)]
    return [lft, lst, weight, followers]


def _try_rules(run: Search, chosen: Sequence[int]) -> None:
    for rank in rules_of(run.grid, chosen):
        if run.best is not None and run.is_over:
            return
        run.schedule(chosen, rank)


def _search_aims(run: Search) -> None:
    """*fast* and *lean*: choose what reaches the aims, schedule it, then vary both."""
    grid = run.grid
    seen: set[tuple[int, ...]] = set()
    for costs in (run.costs, costs_of_effort(grid), costs_of_time(grid)):
        chosen = cover(grid, costs)
        if tuple(chosen) not in seen:
            seen.add(tuple(chosen))
            _try_rules(run, chosen)
    has_choice = any(grid.lifts[n] and not grid.excluded[n] for n in grid.order if n not in grid.mandatory)
    if run.best is None:
        _come_near(run, by_worth(grid, run.costs, goals_of(grid)))
    while not run.is_over:
        if run.best is None or (has_choice and run.chance.below(3) == 0):
            _other_choice(run, seen)
        elif run.best.score[0] > 0 and run.chance.below(2):
            _come_near(run, varied(order_of(grid, run.best.starts), grid.count, run.chance))
        else:
            _reorder(run)


def _come_near(run: Search, order: Sequence[int]) -> None:
    """Where not all aims can be reached in time, let each goal take its place as long as there is one."""
    run.made += 1
    board = decode(run.grid, order)
    if board is not None:
        chosen = pruned(run.grid, chosen_in(board.starts), run.costs)
        run.schedule(run.grid.in_order(chosen), board.starts)


def _other_choice(run: Search, seen: set[tuple[int, ...]]) -> None:
    """Take some goals out of the best plan, choose anew what is missing, and schedule that."""
    grid, chance = run.grid, run.chance
    run.made += 1
    base = set(chosen_in(run.best.starts)) if run.best else set(grid.mandatory)
    goals = [
        number
        for number in grid.in_order(base)
        if number not in grid.mandatory and not any(one in base for one in grid.followers[number])
    ]
    dropped = [goals[chance.below(len(goals))] for _ in range(1 + chance.below(3))] if goals else []
    tabu = [number for number in dropped if chance.below(2)]
    chosen = cover(grid, run.costs, without(grid, base, dropped), tabu, chance)
    if tuple(chosen) in seen:
        if run.best is None:
            _shake(run, chosen)
        return
    seen.add(tuple(chosen))
    if run.best is not None and _is_hopeless(run, chosen):
        return
    known = run.best.starts if run.best else [ABSENT] * grid.count
    lft, *_ = rules_of(grid, chosen)
    inherited = [
        start if start != ABSENT else max(0, late - weeks)
        for start, late, weeks in zip(known, lft, grid.weeks, strict=True)
    ]
    run.schedule(chosen, lft)
    run.schedule(chosen, inherited)


def _shake(run: Search, chosen: Sequence[int]) -> None:
    """Try a choice that no rule could schedule in an order changed by chance."""
    lft, *_ = rules_of(run.grid, chosen)
    reach = 2 + run.grid.horizon // 4
    run.schedule(chosen, [late + run.chance.below(reach) for late in lft])


def _is_hopeless(run: Search, chosen: Sequence[int]) -> bool:
    """Whether no schedule of this choice could be better than the best plan."""
    assert run.best is not None
    shortfall = run.grid.shortfall(chosen)
    if run.objective == "lean":
        effort = sum(run.grid.effort[number] for number in chosen)
        return (shortfall, effort) > run.best.score[:2]
    return (shortfall, energy_bound(run.grid, chosen)) > run.best.score[:2]


def energy_bound(grid: Grid, chosen: Sequence[int]) -> int:
    """Return a week before which these cannot all have ended: by their chains, and by the capacity they take.

    In parts of a resource: what the activities take of it must have become available by then.
    """
    end = [0] * grid.count
    for number in chosen:
        start = max([grid.earliest[number], *(end[need] for need in grid.needs[number])])
        end[number] = grid.end(number, start) if start < grid.horizon else NEVER
    bound = max((end[number] for number in chosen), default=0)
    wanted: dict[str, int] = {}
    for number in chosen:
        activity = grid.problem.activities[number]
        for demand in activity.demands:
            amount = demand.amount if demand.is_total else demand.amount * activity.weeks
            wanted[demand.resource] = wanted.get(demand.resource, 0) + amount
    for resource in grid.problem.resources:
        needed = wanted.get(resource.key, 0)
        bound = max(bound, week_supplied(grid, resource.bucket_of, resource.available, needed))
    return bound


def _reorder(run: Search) -> None:
    """Move one activity of the best plan to another place in the order, and schedule that."""
    assert run.best is not None
    grid, chance, starts = run.grid, run.chance, run.best.starts
    chosen = grid.in_order(chosen_in(starts))
    order = sorted(chosen, key=lambda number: (starts[number], grid.position[number]))
    if len(order) < 2:
        run.made += 1
        return
    for _ in range(1 + chance.below(3)):
        moved = order.pop(chance.below(len(order)))
        order.insert(chance.below(len(order) + 1), moved)
    rank = [0] * grid.count
    for place, number in enumerate(order):
        rank[number] = place
    run.schedule(chosen, rank)


def _search_worth(run: Search) -> None:
    """*balanced*: an order of goals is a plan; each goal takes its place with what it needs, or is left out."""
    grid = run.grid
    goals = goals_of(grid)
    orders = [by_worth(grid, costs, goals) for costs in (costs_of_effort(grid), costs_of_time(grid))]
    if run.best is not None:
        orders.insert(0, order_of(grid, run.best.starts))
    best_order, best_score = orders[0], None
    for order in orders:
        score = _offer_order(run, order)
        if score is not None and (best_score is None or score < best_score):
            best_order, best_score = order, score
    while not run.is_over:
        order = varied(best_order, len(chosen_in(run.best.starts)) if run.best else 0, run.chance)
        score = _offer_order(run, order)
        if score is not None and (best_score is None or score <= best_score):
            best_order, best_score = order, score


def _offer_order(run: Search, order: Sequence[int]) -> Score | None:
    run.made += 1
    board = decode(run.grid, order)
    if board is None:
        return None
    compact(board)
    run.offer(board.starts)
    return score_of(run.grid, board.starts, run.objective)
