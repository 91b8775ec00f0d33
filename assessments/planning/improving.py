"""What a solver is asked about a plan, and what follows from its answers; the solver itself is an argument.

Its work is bounded by nodes of the search tree, not by seconds, so that the same problem has the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from assessments.planning.bounds import bound_of
from assessments.planning.checking import violations
from assessments.planning.generation import compact
from assessments.planning.grid import ABSENT, Grid, Starts, chosen_in, finish_of, score_of
from assessments.planning.insertion import decode
from assessments.planning.problem import LEVEL, UNIT, Objective, PlanningProblem
from assessments.planning.programme import Formulation
from assessments.planning.search import search

SMALL = 3000
"""A programme of up to so many columns is solved whole; of a larger one only its relaxation, which takes seconds."""

SCHEDULES = 600
"""Schedules made from what the relaxation suggests."""

NODES = 500
"""Nodes of the search tree a solver may open for one question, unless it is told otherwise."""


class Solved(NamedTuple):
    """How a solve ended ("optimal", "infeasible", "limit"), the bound it proved, and the values of its columns."""

    state: str
    bound: float
    values: list[float] | None


class Solver(Protocol):
    """Solves a programme with at most so many nodes, or its relaxation, beginning with a known plan."""

    def __call__(
        self, form: Formulation, nodes: int, known: Starts | None = None, *, is_relaxed: bool = False
    ) -> Solved: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known after a question.

    Attributes:
        bound: what no plan can better, in the whole numbers of `planner.measured`; None if nothing is known.
        starts: the best plan so far, activity to start week.
        state: working, optimal (proven), limit (as far as the nodes went), failed.
    """

    bound: int | None
    starts: Mapping[str, int] | None
    state: str


class Task:
    """One problem with the best plan so far, whom to ask and whom to tell."""

    def __init__(
        self,
        problem: PlanningProblem,
        objective: Objective,
        starts: Mapping[str, int] | None,
        solve: Solver,
        tell: Callable[[Answer], None],
        nodes: int = NODES,
    ) -> None:
        self.grid = Grid(problem)
        self.objective: Objective = objective
        self.solve = solve
        self.tell = tell
        self.nodes = nodes
        self.best: Starts | None = None
        if starts is not None:
            self.best = [starts.get(one.key, ABSENT) for one in problem.activities]

    def offer(self, starts: Starts | None) -> bool:
        """Keep a plan that breaks no rule and is better than the best."""
        if starts is None or any(True for _ in violations(self.grid.problem, self.named(starts))):
            return False
        scores = [score_of(self.grid, one, self.objective) for one in (starts, self.best) if one is not None]
        if len(scores) == 2 and scores[0] >= scores[1]:
            return False
        self.best = starts
        return True

    def named(self, starts: Starts) -> dict[str, int]:
        activities = self.grid.problem.activities
        return {activities[number].key: starts[number] for number in chosen_in(starts)}

    def say(self, bound: int | None, state: str) -> None:
        """Tell what is known by now, so that whoever stops the work keeps it."""
        self.tell(Answer(bound, None if self.best is None else self.named(self.best), state))


def solve_fast(task: Task) -> None:
    """Halve the weeks between the bound and the plan: what is impossible by a week is so by every earlier one.

    Where a question stays open within its nodes, earlier weeks are asked about, since they are easier to refuse.
    """
    grid = task.grid
    bound = bound_of(grid, "fast")
    latest = grid.horizon if task.best is None else finish_of(grid, task.best) - 1
    while bound <= latest:
        by = (bound + latest) // 2
        form = Formulation(grid, "fast", by)
        found = task.solve(form, task.nodes) if form.is_possible else Solved("infeasible", 0.0, None)
        if found.state == "infeasible":
            bound = by + 1
        else:
            if found.values is not None:
                task.offer(form.starts_in(found.values))
                _reschedule(task, form.starts_in(found.values))
            latest = by - 1
        task.say(bound, "working")
    is_proven = task.best is not None and finish_of(grid, task.best) == bound
    task.say(bound, "optimal" if is_proven else "limit")


def _reschedule(task: Task, starts: Starts) -> None:
    """Schedule what a solution chose by our own scheme, which keeps to what the programme leaves out."""
    grid = task.grid
    found = search(grid, task.objective, limit=SCHEDULES, kept_choice=grid.closure(chosen_in(starts)))
    task.offer(None if found is None else found.starts)


def solve_lean(task: Task) -> None:
    """Ask first which choice costs least whenever it is done, then for a schedule of that choice."""
    grid = task.grid
    form = Formulation(grid, "lean", grid.horizon, is_timed=False)
    if not form.is_possible:
        task.say(None, "failed")
        return
    found = task.solve(form, task.nodes)
    if found.values is not None:
        _reschedule(task, form.starts_in(found.values))
    # Efforts are thousandths of a day at the finest, so a bound lies on one of them.
    step = UNIT // 1000
    bound = (
        None
        if found.bound in (float("inf"), float("-inf"))
        else -(-round((found.bound - 1e-5) * UNIT) // step)
    )
    task.say(None if bound is None else bound * step, found.state)


def solve_balanced(task: Task) -> None:
    """Relax, and let the relaxation's weeks guide a search; solve small programmes whole."""
    grid = task.grid
    form = Formulation(grid, "balanced", grid.horizon)
    if not form.is_possible:
        task.say(None, "failed")
        return
    relaxed = task.solve(form, task.nodes, is_relaxed=True)
    bound = _worth(grid, relaxed.bound)
    board = None if relaxed.values is None else decode(grid, _suggested(form, relaxed.values))
    if board is not None:
        compact(board)
        task.offer(board.starts)
    task.say(bound, "working")
    found = search(grid, "balanced", limit=SCHEDULES, known=task.best)
    task.offer(None if found is None else found.starts)
    task.say(bound, "limit")
    if len(form.programme.costs) <= SMALL:
        whole = task.solve(form, task.nodes, task.best)
        task.offer(None if whole.values is None else form.starts_in(whole.values))
        better = _worth(grid, whole.bound)
        task.say(bound if better is None else min(better, bound or better), whole.state)


def _suggested(form: Formulation, values: list[float]) -> list[int]:
    """Return the goals by the mean week in which the relaxation has begun them."""
    horizon = form.grid.horizon
    mean = {
        number: horizon - sum(values[column] for column in columns) * horizon / len(columns)
        for number, (_, columns) in form.steps.items()
    }
    return sorted(mean, key=lambda one: (round(mean[one], 6), form.grid.position[one]))


def _worth(grid: Grid, bound: float) -> int | None:
    """Return a solver's bound in parts of worth, on the safe side of its rounding."""
    if bound in (float("inf"), float("-inf")):
        return None
    return round((abs(bound) * (1 + 1e-6) + 1e-6) * 1000 * LEVEL * grid.horizon)


def improve(task: Task) -> None:
    """Ask all that can be asked for an objective, and tell each answer."""
    {"fast": solve_fast, "lean": solve_lean, "balanced": solve_balanced}[task.objective](task)
