"""What computed plans cost and how good they are: the whole catalogue beside two baselines, and a large project."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from statistics import median

from app.solving import ask_solver, is_installed
from assessments import plan_drawing as drawing
from assessments.catalogue import PLAN_TYPES, Catalogue, load_catalogue
from assessments.gaps import Gap
from assessments.ladder import build_ladder
from assessments.plan_limits import QuietTime
from assessments.planning.choice import costs_of_time, cover
from assessments.planning.files import CapacityFile, ChangeLoad, QuietPeriod, ResourceEntry
from assessments.planning.generation import generate
from assessments.planning.grid import Grid, Starts, finish_of, worth_of
from assessments.planning.initiatives import ClientCase, client_case
from assessments.planning.planner import improved, in_units, make_plan, starts_of
from assessments.planning.problem import (
    FULL_WEEK,
    UNIT,
    Activity,
    Demand,
    Objective,
    PlanningProblem,
    Resource,
)
from assessments.planning.results import Plan
from assessments.planning.search import rules_of
from assessments.results import MaturityResult
from assessments.roadmap import Roadmap
from assessments.selection import FULL_LOAD, select_initiatives
from assessments.wishes import OBJECTIVES, Wishes
from tests.assessments.planning_cases import ARCHETYPES, DIMENSIONS, advice_of, profile_of
from tests.bench.goals import Figure
from tests.bench.rounds import summary

MONTHLY = {
    "HP": 12,
    "SP": 3,
    "PF": 8,
    "PC": 14,
    "PA": 10,
    "QA": 8,
    "LD": 12,
    "TL": 12,
    "CM": 8,
    "AC": 8,
    "RM": 8,
    "FI": 4,
}
LEVELS = (1.0, 1.3, 1.5, 1.2, 1.8, 1.0, 1.4, 1.6, 1.7, 1.1)
STEP = 2.0
"""Two levels in each dimension: most of the catalogue, and more than a client should be promised."""

FIRST = 100
SOLVER_SECONDS = 30.0
DAYS_PER_QUARTER = 400.0
"""Of the PMO whose plan is edited."""


@dataclass(frozen=True, slots=True)
class Client:
    """The whole catalogue as one client's problem, and what the baselines need."""

    case: ClientCase
    catalogue: Catalogue
    result: MaturityResult
    gaps: tuple[Gap, ...]


def whole_catalogue() -> Catalogue:
    """Return the 62 initiatives, every one of which may be used, whatever the type of PMO."""
    published = load_catalogue()
    every = tuple(
        replace(one, types=PLAN_TYPES, sector=None, stands_in_for=None) for one in published.initiatives
    )
    return replace(published, initiatives=every)


def client() -> Client:
    """Return 62 initiatives, 12 roles, 24 months as one client's problem."""
    catalogue = whole_catalogue()
    levels = dict(zip(DIMENSIONS, LEVELS, strict=True))
    result, advice, gaps = advice_of(levels, profile_of(ARCHETYPES["regional bank"]))
    entries = tuple(
        ResourceEntry(role, per_month=days, covers=("LD", "HR") if role == "LD" else ())
        for role, days in MONTHLY.items()
    )
    capacity = CapacityFile(
        start_on=date(2026, 3, 2),
        horizon_weeks=104,
        resources=entries,
        holidays=(date(2026, 5, 1), date(2026, 12, 25), date(2027, 1, 1)),
        quiet=(
            QuietPeriod(date(2026, 7, 20), date(2026, 8, 14), 0.5),
            QuietPeriod(date(2026, 12, 21), date(2027, 1, 1), 0.0),
        ),
        limits=ChangeLoad(at_once=6, per_owner=3),
        day_rate=600,
        budget=450_000,
    )
    case, faults = client_case(
        catalogue, result, advice, gaps, advice.profile, capacity, headcount=500, largest_step=STEP
    )
    assert case is not None, faults
    assert len(case.problem.activities) == 62
    return Client(case, catalogue, result, gaps)


def catalogue_plans() -> dict[str, Figure]:
    one = client()
    problem = one.case.problem
    make_plan(problem, "fast", schedules=1)  # imports are not planning
    seconds = max(
        _cpu(lambda each=each: make_plan(problem, each, schedules=FIRST))
        for each in ("fast", "lean", "balanced")
    )
    figures = {"PL1": summary([seconds], f"{FIRST} schedules, the slowest objective")}
    if is_installed():
        for objective, goal in (("fast", "PL2.fast"), ("balanced", "PL2.balanced")):
            figures[goal] = _gap(one, objective)
    return figures


def _gap(one: Client, objective: Objective) -> Figure:
    problem = one.case.problem
    began = time.monotonic()
    plan = make_plan(problem, objective)
    plan = improved(problem, plan, *ask_solver(problem, plan, seconds=SOLVER_SECONDS))
    seconds = time.monotonic() - began
    assert plan.quality is not None
    assert plan.quality.gap is not None
    lines = "; ".join(
        f"{name} {finish} weeks, worth {value:.1f}" for name, finish, value in _compared(one, plan)
    )
    return summary([plan.quality.gap * 100], f"{plan.quality.standing} in {seconds:.0f} s; {lines}")


def _compared(one: Client, plan: Plan) -> list[tuple[str, int, float]]:
    """Makespan and worth of ours, of the serial scheme by latest finish time, and of the fact sheet's greedy rule."""
    grid = Grid(one.case.problem)
    ours = starts_of(grid, plan.starts())
    plans = {
        "ours": ours,
        "latest finish time": by_latest_finish(grid),
        "greedy rule": by_greedy_rule(one, grid),
    }
    return [
        (name, finish_of(grid, starts), in_units("balanced", worth_of(grid, starts), grid.horizon))
        for name, starts in plans.items()
        if starts is not None
    ]


def by_latest_finish(grid: Grid) -> Starts | None:
    """One pass of the serial scheme by latest finish time over what reaches the aims."""
    chosen = cover(grid, costs_of_time(grid))
    board = generate(grid, chosen, rules_of(grid, chosen)[0])
    return None if board is None else board.starts


def by_greedy_rule(one: Client, grid: Grid) -> Starts | None:
    """What the fact sheet's rule chooses, by value for the effort, placed in the order of choice."""
    ladder = build_ladder(one.catalogue, one.case.plan_type, None, one.result)
    days = FULL_LOAD * 24 * sum(MONTHLY.values())
    picked = select_initiatives(
        ladder, one.gaps, one.case.plan_type, budget_days=days, foundation=one.case.foundation
    )
    order = [grid.place[each.initiative.key] for each in picked]
    rank = [grid.count] * grid.count
    for place, number in enumerate(order):
        rank[number] = place
    board = generate(grid, grid.in_order(grid.closure([*order, *grid.mandatory])), rank)
    return None if board is None else board.starts


def edited_plans() -> dict[str, Figure]:
    """What somebody waits for who changes a plan on the site: days by role, quiet times, the whole catalogue."""
    levels = dict(zip(DIMENSIONS, LEVELS, strict=True))
    profile = profile_of(ARCHETYPES["regional bank"])
    result, advice, gaps = advice_of(levels, profile)
    one = drawing.Client(
        whole_catalogue(), gaps, result, advice, profile, date(2026, 3, 2), 500, DAYS_PER_QUARTER
    )
    suggested, _ = drawing.suggest_limits(one)
    quiet = (
        QuietTime(date(2026, 7, 20), date(2026, 8, 14), share=0.5),
        QuietTime(date(2026, 12, 21), date(2027, 1, 1)),
    )
    wishes = Wishes(horizon_weeks=104, limits=replace(suggested, quiet=quiet, at_once=6, per_owner=3))
    seconds, searched = [], 0
    for objective in OBJECTIVES:
        asked = replace(wishes, objective=objective)
        plan = drawing.draw_plan(one, asked)
        stood = drawing.starts_of(plan)
        for wish in edits(asked, stood, [left.key for left in plan.left_out]):
            began = time.process_time()
            reshaped = _reshaped(one, wish, stood)
            seconds.append(time.process_time() - began)
            searched += reshaped is None or reshaped.standing != ""
    note = f"the slowest of {len(seconds)} edits, half within {median(seconds) * 1000:.0f} ms"
    return {"PL4": summary([max(seconds)], f"{note}; {searched} had to be searched for, or have no plan")}


def _reshaped(one: drawing.Client, wishes: Wishes, stood: dict[str, int]) -> Roadmap | None:
    try:
        return drawing.reshape_plan(one, wishes, stood)
    except drawing.Impossible:
        return None


def edits(wishes: Wishes, stood: dict[str, int], left_out: Sequence[str]) -> Iterator[Wishes]:
    """Yield each single edit: an initiative locked a month earlier or later, taken out, put in; fewer or more days."""
    for key, week in stood.items():
        yield from (wishes.lock(key, week + by) for by in (-4, 4) if week + by >= 0)
        yield wishes.drop(key)
    yield from (wishes.add(key) for key in left_out)
    yield from (replace(wishes, limits=wishes.limits.scaled(share)) for share in (0.5, 0.8, 1.2))


def large_project() -> dict[str, Figure]:
    """500 activities on 12 resources: the time to the first plan that keeps to everything."""
    problem = project(500, 12)
    found: list[Plan] = []
    seconds = _cpu(lambda: found.append(make_plan(problem, "fast", schedules=20)))
    plan = found[-1]
    assert plan.quality is not None
    note = f"{plan.finish_week} weeks; no plan can better {plan.quality.bound:.0f}"
    return {"PL3": summary([seconds], note)}


def project(activities: int, resources: int) -> PlanningProblem:
    """Return a project with up to three prerequisites each, and one to four weekly demands of up to half a resource."""
    chance = Random(500)
    horizon = activities * 4
    drawn: list[Activity] = []
    for number in range(activities):
        before = [
            f"A{chance.randrange(max(0, number - 40), number)}"
            for _ in range(min(number, chance.randrange(4)))
        ]
        demanded = chance.sample(range(resources), chance.randrange(1, 5))
        demands = tuple(Demand(f"R{each}", chance.randrange(1, 6) * UNIT, False) for each in demanded)
        drawn.append(
            Activity(
                f"A{number}",
                {"en": f"A{number}"},
                chance.randrange(1, 11),
                needs=tuple(dict.fromkeys(before)),
                demands=demands,
                is_mandatory=True,
            )
        )
    weeks = tuple(range(horizon))
    stock = tuple(
        Resource(f"R{each}", {"en": f"R{each}"}, "capacity", weeks, (10 * UNIT,) * horizon)
        for each in range(resources)
    )
    return PlanningProblem(date(2026, 3, 2), (FULL_WEEK,) * horizon, tuple(drawn), stock)


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def table(rows: Sequence[tuple[str, int, float]]) -> str:
    """Return a comparison as lines of text."""
    return "\n".join([f"{'':20} {'weeks':>6} {'worth':>9}", *(f"{n:20} {f:6} {v:9.2f}" for n, f, v in rows)])


def main() -> None:
    one = client()
    for objective in ("fast", "balanced"):
        plan = make_plan(one.case.problem, objective)
        if is_installed():
            plan = improved(
                one.case.problem, plan, *ask_solver(one.case.problem, plan, seconds=SOLVER_SECONDS)
            )
        print(objective, plan.quality)
        print(table(_compared(one, plan)))


if __name__ == "__main__":
    main()
