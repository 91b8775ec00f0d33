"""From a problem to a plan with its reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta

from assessments.planning.bounds import bound_of
from assessments.planning.checking import level_after, violations
from assessments.planning.choice import without
from assessments.planning.explaining import Explanation, left_out, period_days
from assessments.planning.generation import compact, generate
from assessments.planning.grid import ABSENT, Grid, Starts, chosen_in, finish_of, score_of
from assessments.planning.improving import Answer
from assessments.planning.problem import CENT, LEVEL, UNIT, Objective, PlanningProblem
from assessments.planning.results import (
    DimensionPath,
    LeftOutActivity,
    Outcome,
    Plan,
    PlannedActivity,
    Quality,
    ResourceLoad,
)
from assessments.planning.search import SCHEDULES, search

QUARTER_WEEKS = 13
WORTH = 1_000_000_000_000
"""Parts of a weighted level over a week in which worth is computed: weights are in thousandths, levels in parts."""


PROOF = 3e-6
"""A plan this close to what no plan can better is the best: solvers count to about a millionth."""


def make_plan(
    problem: PlanningProblem,
    objective: Objective,
    *,
    seed: int = 0,
    schedules: int = SCHEDULES,
    known: Mapping[str, int] | None = None,
    dropped: Sequence[str] = (),
) -> Plan:
    """Return the best plan found within so many schedules, always the same one.

    Args:
        known: a plan, activity to start week, that the result must not be worse than; ignored where it breaks
            a rule of this problem.
        dropped: activities that were taken out of the plan one after the other. What each would have brought
            is given up with it, so that *fast* never ends later for it; to have it replaced, exclude it instead.

    Raises:
        KeyError: a dropped activity is not in the problem.
    """
    if not dropped:
        grid = Grid(problem)
        found = search(grid, objective, seed=seed, limit=schedules, known=starts_of(grid, known))
        return plan_of(
            grid, objective, seed, None if found is None else found.starts, found.schedules if found else 0
        )
    parent = make_plan(problem, objective, seed=seed, schedules=schedules, known=known, dropped=dropped[:-1])
    return replan_without(problem, parent, dropped, seed=seed, schedules=schedules)


def replan_without(
    problem: PlanningProblem,
    parent: Plan,
    dropped: Sequence[str],
    *,
    seed: int = 0,
    schedules: int = SCHEDULES,
) -> Plan:
    """Return the parent's plan without these, and whatever of the rest can now begin earlier.

    What needs a dropped activity goes with it. What is left keeps at least its weeks: the parent's plan
    without the dropped is where the search begins, and its choice is all the search may use.
    """
    grid = Grid(problem)
    gone = {grid.place[key] for key in dropped}
    parent_starts = starts_of(grid, parent.starts()) or [ABSENT] * grid.count
    kept = without(grid, chosen_in(parent_starts), gone)
    starts = [start if number in kept else ABSENT for number, start in enumerate(parent_starts)]
    starts = _lowered(grid, starts)
    kept = set(chosen_in(starts))
    found = search(grid, parent.objective, seed=seed, limit=schedules, known=starts, kept_choice=kept)
    best = starts if found is None else found.starts
    return plan_of(grid, parent.objective, seed, best, found.schedules if found else 0, dropped=gone)


def _lowered(grid: Grid, starts: Starts) -> Starts:
    """Take out what would now begin before its dimension stands high enough, and what needs it."""
    while True:
        named = {grid.problem.activities[number].key: starts[number] for number in chosen_in(starts)}
        low = {grid.place[one.subject] for one in violations(grid.problem, named) if one.rule == "level"}
        if not low:
            return starts
        kept = without(grid, chosen_in(starts), low)
        starts = [start if number in kept else ABSENT for number, start in enumerate(starts)]


def starts_of(grid: Grid, known: Mapping[str, int] | None) -> Starts | None:
    """Return a plan in the grid's order; None where there is none, or it breaks a rule of this problem."""
    if known is None or any(key not in grid.place for key in known):
        return None
    if any(True for _ in violations(grid.problem, known)):
        return None
    return [known.get(one.key, ABSENT) for one in grid.problem.activities]


def plan_of(
    grid: Grid,
    objective: Objective,
    seed: int,
    starts: Starts | None,
    schedules: int,
    *,
    dropped: Collection[int] = (),
    bound: int | None = None,
    solver: str = "not asked",
) -> Plan:
    """Return a schedule as a plan with all that explains it; `bound` is a solver's, None takes our own."""
    problem = grid.problem
    if starts is None:
        return _no_plan(problem, objective, seed)
    explanation = Explanation(grid, starts)
    chosen = explanation.chosen
    chain = explanation.critical_chain()
    activities = [_planned(explanation, number, number in chain) for number in chosen]
    activities.sort(key=lambda one: (one.start_week, one.key))
    finish = finish_of(grid, starts)
    cost = sum(grid.cost[number] for number in chosen)
    misses = objective != "balanced" and not dropped and grid.shortfall(chosen) > 0
    outcome: Outcome = "aims missed" if misses else "complete"
    return Plan(
        objective=objective,
        seed=seed,
        outcome=outcome,
        start_on=problem.start_on,
        horizon_weeks=problem.horizon,
        finish_week=finish,
        finish_on=problem.day_of(finish) - timedelta(1) if chosen else None,
        effort_days=sum(grid.effort[number] for number in chosen) / UNIT,
        cost=cost / CENT,
        quality=_quality(grid, objective, starts, schedules, misses, bound, solver, has_drops=bool(dropped)),
        activities=tuple(activities),
        critical_chain=tuple(explanation.key(number) for number in chain),
        left_out=tuple(left_out(grid, chosen, objective, dropped)),
        dimensions=tuple(_paths(problem, activities)),
        loads=tuple(_loads(grid, starts)),
    )


def _no_plan(problem: PlanningProblem, objective: Objective, seed: int) -> Plan:
    nothing: tuple[LeftOutActivity, ...] = ()
    return Plan(
        objective,
        seed,
        "none",
        problem.start_on,
        problem.horizon,
        0,
        None,
        0.0,
        0.0,
        None,
        (),
        (),
        nothing,
        (),
        (),
    )


def improved(problem: PlanningProblem, plan: Plan, answers: Sequence[Answer], ended: str) -> Plan:
    """Return the plan with what a solver found: a better one, a bound, or only how the solver ended.

    A bound that a known plan betters is no bound; then the solver is not believed at all.

    Args:
        answers: in the order in which they came. ended: "finished", or why there are no more of them: "stopped",
            "failed", "not installed".
    """
    grid = Grid(problem)
    best = starts_of(grid, plan.starts()) if plan.outcome != "none" else None
    bound: int | None = None
    better = max if plan.objective != "balanced" else min
    for answer in answers:
        starts = starts_of(grid, answer.starts)
        if starts is not None and (best is None or _score(grid, plan, starts) < _score(grid, plan, best)):
            best = starts
        if answer.bound is not None:
            bound = answer.bound if bound is None else better(bound, answer.bound)
    state = answers[-1].state if answers and ended == "finished" else ended
    if best is not None and bound is not None:
        value = measured(grid, plan.objective, best)
        if better(value, bound) != value and not (plan.objective != "balanced" and _misses(grid, best)):
            bound, state = None, "failed"
    made = 0 if plan.quality is None else plan.quality.schedules
    return plan_of(grid, plan.objective, plan.seed, best, made, bound=bound, solver=state)


WORTH_FOR_ORDER = 50
"""One part in so many of what a plan is worth may be given for beginning with what should come first."""


def beginning_with(problem: PlanningProblem, plan: Plan, first: Sequence[str]) -> Plan:
    """Return a plan of the same activities in which these begin as early as they can, one after the other.

    Each is tried in turn and stays early if the plan is not worse for it: no longer and no dearer, its aims reached;
    for *balanced* worth at most a fiftieth less. What is not in the plan is passed over.

    Source: platform default; methods-planning.md, section 14.10.
    """
    grid = Grid(problem)
    starts = starts_of(grid, plan.starts())
    if starts is None or plan.quality is None:
        return plan
    chosen, best = grid.in_order(chosen_in(starts)), starts
    price = _price(grid, plan.objective, starts)
    most = tuple(one - one // WORTH_FOR_ORDER * (one < 0) for one in price)
    for key in first:
        number = grid.place.get(key)
        if number is None or best[number] == ABSENT:
            continue
        with_needs = grid.closure([number])
        rank = [start - grid.horizon if one in with_needs else start for one, start in enumerate(best)]
        board = generate(grid, chosen, rank)
        if board is None:
            continue
        compact(board)
        if board.starts[number] >= best[number]:
            continue
        found = _price(grid, plan.objective, board.starts)
        if all(new <= old for new, old in zip(found, most, strict=True)):
            best = list(board.starts)
    if best == starts:
        return plan
    # In the order in which it now stands, so that who shapes it later finds nothing else moved.
    board = generate(grid, chosen, best)
    if board is not None and all(
        new <= old for new, old in zip(_price(grid, plan.objective, board.starts), most, strict=True)
    ):
        best = list(board.starts)
    quality = plan.quality
    bound = round(quality.bound * _parts_of(plan.objective, grid.horizon))
    return plan_of(
        grid, plan.objective, plan.seed, best, quality.schedules, bound=bound, solver=quality.solver
    )


def _price(grid: Grid, objective: Objective, starts: Starts) -> tuple[int, ...]:
    """What may not grow: aims missed, finish and effort; for *balanced* its worth, with a minus before it."""
    if objective != "balanced":
        return score_of(grid, starts, objective)[:3]
    return (score_of(grid, starts, objective)[0],)


def _score(grid: Grid, plan: Plan, starts: Starts) -> tuple[int, ...]:
    return score_of(grid, starts, plan.objective)


def _misses(grid: Grid, starts: Starts) -> bool:
    return grid.shortfall(chosen_in(starts)) > 0


def measured(grid: Grid, objective: Objective, starts: Starts) -> int:
    """Return what the objective counts first, as a whole number: weeks, parts of a day, or worth."""
    score = score_of(grid, starts, objective)
    return -score[0] if objective == "balanced" else score[1]


def in_units(objective: Objective, value: int, horizon: int) -> float:
    """Return a measure as people read it: weeks, person-days, or weighted levels."""
    return value / _parts_of(objective, horizon)


def _parts_of(objective: Objective, horizon: int) -> int:
    """The whole numbers of `measured` in one of `in_units`."""
    return {"fast": 1, "lean": UNIT, "balanced": 1000 * LEVEL * horizon}[objective]


def _quality(
    grid: Grid,
    objective: Objective,
    starts: Starts,
    schedules: int,
    misses: bool,
    bound: int | None,
    solver: str,
    *,
    has_drops: bool,
) -> Quality | None:
    if has_drops:
        # The bounds hold for the whole problem, not for what is left of a plan after something was given up.
        return None
    own = bound_of(grid, objective)
    better = max if objective != "balanced" else min
    best = own if bound is None else better(own, bound)
    value = measured(grid, objective, starts)
    gap = None if misses else abs(value - best) / max(abs(best), 1)
    return Quality(
        standing="optimal" if gap is not None and gap <= PROOF else "best found",
        value=in_units(objective, value, grid.horizon),
        bound=in_units(objective, best, grid.horizon),
        gap=gap,
        proved_by="search" if best == own else "solver",
        schedules=schedules,
        solver=solver,
    )


def _planned(explanation: Explanation, number: int, is_critical: bool) -> PlannedActivity:
    grid = explanation.grid
    problem, one = grid.problem, grid.problem.activities[number]
    start = explanation.board.starts[number]
    end = explanation.board.ends[number]
    return PlannedActivity(
        key=one.key,
        title=one.title,
        start_week=start,
        end_week=end,
        start_on=problem.day_of(start),
        end_on=problem.day_of(end) - timedelta(1),
        work_weeks=one.weeks,
        stretched_from=one.stretched_from,
        effort_days=one.effort / UNIT,
        cost=one.cost / CENT,
        owners=one.owners,
        unit=one.unit,
        after=one.needs,
        slack_weeks=explanation.slack(number),
        is_critical=is_critical,
        place=explanation.place(number),
        wanted=explanation.wanted(number),
    )


def quarters_in(weeks: int) -> int:
    return -(-weeks // QUARTER_WEEKS)


def _paths(problem: PlanningProblem, activities: Sequence[PlannedActivity]) -> Iterable[DimensionPath]:
    finish = max((one.end_week for one in activities), default=0)
    keys = [one.key for one in activities]
    reached = {one.key: level_after(problem, one.key, keys) for one in problem.dimensions}
    rise = problem.rules.rise_per_quarter
    shown = quarters_in(finish)
    if rise:
        risen = max((reached[one.key] - one.today for one in problem.dimensions), default=0)
        shown = min(max(shown, -(-risen // rise)), quarters_in(problem.horizon))
    for one in problem.dimensions:
        levels = []
        for quarter in range(1, shown + 1):
            ended = [each.key for each in activities if each.end_week <= quarter * QUARTER_WEEKS]
            level = min(level_after(problem, one.key, ended), max(one.target, one.today))
            levels.append(level if rise is None else min(level, one.today + quarter * rise))
        yield DimensionPath(
            dimension=one.key,
            title=one.title,
            start=one.today / LEVEL,
            aim=one.aim / LEVEL,
            target=one.target / LEVEL,
            reached=reached[one.key] / LEVEL,
            is_reached=reached[one.key] >= one.aim - problem.rules.enough,
            levels=tuple(level / LEVEL for level in levels),
        )


def _loads(grid: Grid, starts: Starts) -> Iterable[ResourceLoad]:
    taken = [0] * len(grid.available)
    for number in chosen_in(starts):
        for cell, amount in grid.usage(number, starts[number]):
            taken[cell] += amount
    cells: dict[int, list[int]] = {}
    for cell, (owner, _) in enumerate(grid.cells):
        cells.setdefault(owner, []).append(cell)
    for place, resource in enumerate(grid.problem.resources):
        unit = UNIT if resource.kind == "capacity" else 1
        buckets = [grid.cells[cell][1] for cell in cells[place]]
        yield ResourceLoad(
            key=resource.key,
            title=resource.title,
            kind=resource.kind,
            starts_on=tuple(period_days(grid, resource.bucket_of, bucket)[0] for bucket in buckets),
            taken=tuple(taken[cell] / unit for cell in cells[place]),
            available=tuple(grid.available[cell] / unit for cell in cells[place]),
        )
