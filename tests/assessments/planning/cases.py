"""Small planning problems: drawn by hypothesis, written by hand, and solved by trying everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations

from hypothesis import strategies as st

from assessments.planning.checking import is_set, level_after, violations
from assessments.planning.problem import (
    FULL_WEEK,
    LEVEL,
    UNIT,
    Activity,
    Demand,
    Dimension,
    Lift,
    Objective,
    PlanningProblem,
    Resource,
    Rules,
)

MONDAY = date(2026, 3, 2)


def activity(key: str, weeks: int, needs: str = "", **more: object) -> Activity:
    """Return an activity that any plan has, unless `is_mandatory` says otherwise."""
    fields: dict[str, object] = {"is_mandatory": True, **more}
    return Activity(key, {"en": key}, weeks, needs=tuple(needs.split()), **fields)  # type: ignore[arg-type]


def weekly(key: str, units: float, horizon: int, kind: str = "capacity") -> Resource:
    """Return a resource that has the same in every week."""
    amount = round(units * UNIT) if kind == "capacity" else int(units)
    return Resource(key, {"en": key}, kind, tuple(range(horizon)), (amount,) * horizon)  # type: ignore[arg-type]


def monthly(key: str, units: float, horizon: int, weeks: int = 4) -> Resource:
    """Return a resource that is accounted in periods of some weeks."""
    buckets = tuple(week // weeks for week in range(horizon))
    return Resource(key, {"en": key}, "capacity", buckets, (round(units * UNIT),) * (buckets[-1] + 1))


def takes(resource: str, units: float, *, is_total: bool = False) -> Demand:
    return Demand(resource, round(units * UNIT), is_total)


def problem(
    activities: list[Activity],
    resources: list[Resource] | tuple[Resource, ...] = (),
    dimensions: list[Dimension] | tuple[Dimension, ...] = (),
    *,
    horizon: int = 20,
    closed: tuple[int, ...] = (),
    rules: Rules | None = None,
) -> PlanningProblem:
    share = tuple(0 if week in closed else FULL_WEEK for week in range(horizon))
    return PlanningProblem(
        MONDAY, share, tuple(activities), tuple(resources), tuple(dimensions), rules or Rules()
    )


def dimension(key: str, today: float, aim: float, rungs: Mapping[int, int], weight: int = 1000) -> Dimension:
    levels = [round(level * LEVEL) for level in (today, aim, aim)]
    return Dimension(key, {"en": key}, weight, *levels, rungs)


@st.composite
def problems(draw: st.DrawFn, most: int = 7, horizon: int = 24) -> PlanningProblem:
    """Draw a problem with all there is: chains, three kinds of resource, choice, levels, dates and closed weeks."""
    count = draw(st.integers(1, most))
    keys = [f"A{number}" for number in range(count)]
    drawn = []
    for number, key in enumerate(keys):
        needs = draw(st.lists(st.sampled_from(keys[:number]), max_size=2, unique=True)) if number else []
        demands = []
        if draw(st.booleans()):
            demands.append(takes("week", draw(st.integers(1, 2))))
        if draw(st.booleans()):
            demands.append(takes("month", draw(st.integers(1, 6)), is_total=True))
        demands.append(Demand("load", 1, False))
        kind = draw(st.sampled_from(["must", "must", "lift", "lift", "value"]))
        drawn.append(
            activity(
                key,
                draw(st.integers(1, 4)),
                " ".join(needs),
                effort=draw(st.integers(0, 5)) * UNIT,
                cost=draw(st.integers(0, 4)) * 100,
                demands=tuple(demands),
                is_mandatory=kind == "must",
                lifts=(Lift("D", draw(st.integers(1, 2))),) if kind == "lift" else (),
                value=draw(st.integers(1, 3)) * LEVEL if kind == "value" else 0,
                earliest=draw(st.sampled_from([0, 0, 0, 3])),
                latest_end=draw(st.sampled_from([None, None, None, 16])),
                fixed_start=draw(st.sampled_from([None] * 9 + [5])),
            )
        )
    rungs: dict[int, int] = {}
    for one in drawn:
        for lift in one.lifts:
            rungs[lift.lift_from] = rungs.get(lift.lift_from, 0) + 1
    today = draw(st.sampled_from([1.0, 1.5, 1.8]))
    aims = [dimension("D", today, draw(st.sampled_from([today, 2.0, 2.5, 3.0])), rungs)]
    closed = draw(st.sampled_from([(), (), (4,), (2, 3)]))
    budget = draw(st.sampled_from([None, None, 1200]))
    return problem(
        drawn,
        [weekly("week", 2, horizon), monthly("month", 6, horizon), weekly("load", 3, horizon, "attention")],
        aims,
        horizon=horizon,
        closed=closed,
        rules=Rules(budget=budget, enough=draw(st.sampled_from([0, 250_000]))),
    )


def every_plan(one: PlanningProblem) -> Iterator[dict[str, int]]:
    """Yield every plan of a tiny problem that breaks no rule, by trying all sets and all weeks."""
    order = topological(one)
    for count in range(len(order) + 1):
        for chosen in combinations(order, count):
            yield from _placed(one, chosen, {})


def _placed(
    one: PlanningProblem, chosen: tuple[str, ...], starts: dict[str, int]
) -> Iterator[dict[str, int]]:
    if len(starts) == len(chosen):
        if not any(True for _ in violations(one, starts)):
            yield dict(starts)
        return
    own = one.by_key[chosen[len(starts)]]
    if any(need not in starts for need in own.needs):
        return
    ends = [one.end_of(one.by_key[need], starts[need]) or 0 for need in own.needs]
    for week in one.open_weeks:
        if week >= max([own.earliest, *ends]) and one.end_of(own, week) is not None:
            yield from _placed(one, chosen, {**starts, own.key: week})


def topological(one: PlanningProblem) -> list[str]:
    order: list[str] = []
    while len(order) < len(one.activities):
        order.append(
            next(a.key for a in one.activities if a.key not in order and all(n in order for n in a.needs))
        )
    return order


def measure(one: PlanningProblem, starts: Mapping[str, int], objective: Objective) -> tuple[float, ...]:
    """Return what an objective looks at, worked out from its definition; the smaller is the better."""
    ends = {key: one.end_of(one.by_key[key], start) or 0 for key, start in starts.items()}
    finish = max(ends.values(), default=0)
    effort = sum(one.by_key[key].effort for key in starts)
    missed = 0
    for each in one.dimensions:
        level = level_after(one, each.key, list(starts))
        if level < each.aim - one.rules.enough:
            missed += each.weight * (each.aim - level)
    if objective == "fast":
        return (missed, finish)
    if objective == "lean":
        return (missed, effort, finish)
    return (-worth(one, ends),)


def worth(one: PlanningProblem, ends: Mapping[str, int]) -> float:
    """Return the gain at the horizon plus the sum of the gains over its weeks, divided by nothing."""
    total = 0
    for week in range(one.horizon + 1):
        gain = 0
        ended = [key for key, end in ends.items() if end <= week]
        for each in one.dimensions:
            start = min(each.today, each.aim)
            level = min(each.aim, max(start, level_after(one, each.key, ended)))
            gain += each.weight * (level - start)
        gain += sum(one.by_key[key].value * LEVEL for key in ended)
        total += gain if week < one.horizon else gain * one.horizon
    return total


def is_tidy(one: PlanningProblem, starts: Mapping[str, int]) -> bool:
    """Whether every activity of a plan that nobody set and nothing needs brings something in the end."""

    def levels(keys: list[str]) -> list[int]:
        return [min(each.aim, level_after(one, each.key, keys)) for each in one.dimensions]

    return not any(
        not one.by_key[key].value
        and not is_set(one, key, starts)
        and levels([other for other in starts if other != key]) == levels(list(starts))
        for key in starts
    )
