"""Which conditions cannot all be kept, and what would release each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assessments.planning.bounds import bound_of, is_reachable
from assessments.planning.grid import Grid
from assessments.planning.problem import (
    CENT,
    FULL_WEEK,
    LEVEL,
    UNIT,
    Activity,
    Dimension,
    PlanningProblem,
    Resource,
)
from assessments.planning.search import search

ATTEMPTS = 60
"""Schedules made before a set of conditions counts as one that no plan keeps."""

ENDLESS = 1 << 50

ConflictKind = Literal[
    "number",
    "budget",
    "not before",
    "load",
    "capacity",
    "horizon",
    "aim",
    "must",
    "excluded",
    "deadline",
    "fixed",
]
CONFLICT_RULES: dict[ConflictKind, str] = {
    "deadline": "CON-1",
    "fixed": "CON-2",
    "excluded": "CON-3",
    "must": "CON-4",
    "aim": "CON-5",
    "horizon": "CON-6",
    "capacity": "CON-7",
    "load": "CON-8",
    "not before": "CON-9",
    "budget": "CON-10",
    "number": "CON-11",
}
Unit = Literal[
    "weeks later", "weeks earlier", "week", "a period", "at once", "money", "activities", "level", "removal"
]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One of the conditions that together no plan keeps, while without any one of them there is a plan.

    Attributes:
        subject: activity, resource or dimension; empty for what holds for the whole.
        amount, unit: the least change that releases the others: so many weeks, so much more of a resource in
            each period, so many more at once, so much more money, so many more activities, the level that can
            be reached, the week that is possible. None where nothing short of removing it was found.
    """

    rule: str
    kind: ConflictKind
    subject: str
    amount: float | None
    unit: Unit


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with a way to do without it, and a way to ease it by steps.

    Attributes:
        eased: the problem with the condition eased by so many steps. steps: the most that are tried.
        told: the size of so many steps, as a conflict says it.
    """

    kind: ConflictKind
    subject: str
    without: Callable[[PlanningProblem], PlanningProblem]
    eased: Callable[[PlanningProblem, int], PlanningProblem] | None = None
    steps: int = 0
    told: Callable[[int], float] = float
    unit: Unit = "removal"


def find_conflicts(
    problem: PlanningProblem, *, with_aims: bool = True, attempts: int = ATTEMPTS
) -> tuple[Conflict, ...]:
    """Return a smallest set of conditions that no plan was found to keep, nothing where there is a plan.

    Smallest means that without any one of them a plan is found; another set may be as small. Conditions that
    somebody set are kept in it rather than limits that are simply there.

    Args:
        with_aims: whether reaching the aims is one of the conditions, as for *fast* and *lean*.
        attempts: schedules made before a set counts as one that cannot be kept.

    Source: deletion filter, Chinneck and Dravnieks 1991, ORSA Journal on Computing 3(2), 157–168;
    methods-planning.md, section 14.8.
    """
    if not with_aims:
        problem = replace(problem, dimensions=tuple(_aimed(one, one.today) for one in problem.dimensions))
    if has_plan(problem, attempts):
        return ()
    conditions = list(conditions_of(problem))
    kept, relaxed = _filtered(problem, conditions, attempts)
    if has_plan(without_all(relaxed, kept), attempts):
        return tuple(_released(relaxed, one, attempts) for one in kept)
    return ()


def has_plan(problem: PlanningProblem, attempts: int = ATTEMPTS) -> bool:
    """Return whether a plan is found that keeps everything and reaches the aims."""
    grid = Grid(problem)
    if not is_reachable(grid) or bound_of(grid, "fast") > grid.horizon:
        return False
    found = search(grid, "fast", limit=attempts, any_plan=True)
    return found is not None and found.score[0] <= 0


def _filtered(
    problem: PlanningProblem, conditions: Sequence[Condition], attempts: int
) -> tuple[list[Condition], PlanningProblem]:
    """Take out condition after condition as long as there is no plan; first all of a kind, then each."""
    kept = list(conditions)
    kinds = list(dict.fromkeys(one.kind for one in conditions))
    for kind in kinds:
        group = [one for one in kept if one.kind == kind]
        for tried in [group] if len(group) == 1 else [group, *([one] for one in group)]:
            if not all(one in kept for one in tried):
                continue
            eased = without_all(problem, tried)
            if not has_plan(eased, attempts):
                problem = eased
                kept = [one for one in kept if one not in tried]
    return kept, problem


def without_all(problem: PlanningProblem, conditions: Sequence[Condition]) -> PlanningProblem:
    for one in conditions:
        problem = one.without(problem)
    return problem


def _released(problem: PlanningProblem, one: Condition, attempts: int) -> Conflict:
    """Find the least number of steps by which easing this condition alone lets a plan through."""
    amount: float | None = None
    if one.eased is not None and has_plan(one.eased(problem, one.steps), attempts):
        low, high = 1, one.steps
        while low < high:
            middle = (low + high) // 2
            if has_plan(one.eased(problem, middle), attempts):
                high = middle
            else:
                low = middle + 1
        amount = one.told(high)
    unit: Unit = one.unit if amount is not None else "removal"
    return Conflict(CONFLICT_RULES[one.kind], one.kind, one.subject, amount, unit)


def conditions_of(problem: PlanningProblem) -> Iterator[Condition]:
    """Yield what can be eased, what is only there before what somebody has set."""
    rules = problem.rules
    if rules.most_activities is not None:
        yield Condition(
            "number",
            "",
            lambda p: replace(p, rules=replace(p.rules, most_activities=None)),
            lambda p, n: replace(
                p, rules=replace(p.rules, most_activities=(p.rules.most_activities or 0) + n)
            ),
            len(problem.activities),
            float,
            "activities",
        )
    if rules.budget is not None:
        step = max(1, sum(one.cost for one in problem.activities) // 200)
        yield Condition(
            "budget",
            "",
            lambda p: replace(p, rules=replace(p.rules, budget=None)),
            lambda p, n: replace(p, rules=replace(p.rules, budget=(p.rules.budget or 0) + n * step)),
            200,
            lambda n: n * step / CENT,
            "money",
        )
    for week in sorted({one.earliest for one in problem.activities if one.earliest > 0}):
        keys = [one.key for one in problem.activities if one.earliest == week]
        yield _not_before(keys, week)
    for resource in problem.resources:
        yield _of_resource(resource)
    yield Condition(
        "horizon", "", lambda p: extended(p, p.horizon), extended, problem.horizon, float, "weeks later"
    )
    for dimension in problem.dimensions:
        if dimension.aim - rules.enough > dimension.today:
            yield _of_aim(dimension, rules.enough)
    yield from _of_activities(problem)


def _not_before(keys: Sequence[str], week: int) -> Condition:
    return Condition(
        "not before",
        keys[0] if len(keys) == 1 else "",
        lambda p: _changed(p, keys, lambda one: replace(one, earliest=0)),
        lambda p, n: _changed(p, keys, lambda one: replace(one, earliest=max(0, week - n))),
        week,
        float,
        "weeks earlier",
    )


def _of_resource(resource: Resource) -> Condition:
    def given(p: PlanningProblem, available: tuple[int, ...]) -> PlanningProblem:
        changed = [
            replace(one, available=available) if one.key == resource.key else one for one in p.resources
        ]
        return replace(p, resources=tuple(changed))

    without = (ENDLESS,) * len(resource.available)
    if resource.kind != "capacity":
        return Condition(
            "load",
            resource.key,
            lambda p: given(p, without),
            lambda p, n: given(p, tuple(one + n for one in resource.available)),
            12,
            float,
            "at once",
        )
    usual = max(resource.available, default=0)
    # A twentieth of what there is at most, and at least a tenth of a day.
    step = max(usual // 20, UNIT // 10)
    return Condition(
        "capacity",
        resource.key,
        lambda p: given(p, without),
        lambda p, n: given(p, tuple(one + n * step if one else 0 for one in resource.available)),
        80,
        lambda n: n * step / UNIT,
        "a period",
    )


def _of_aim(dimension: Dimension, enough: int) -> Condition:
    steps = max(1, (dimension.aim - enough - dimension.today) * 20 // LEVEL)

    def at(p: PlanningProblem, aim: int) -> PlanningProblem:
        changed = [_aimed(one, aim) if one.key == dimension.key else one for one in p.dimensions]
        return replace(p, dimensions=tuple(changed))

    return Condition(
        "aim",
        dimension.key,
        lambda p: at(p, dimension.today),
        lambda p, n: at(p, max(dimension.today, dimension.aim - n * LEVEL // 20)),
        steps + 1,
        lambda n: max(dimension.today, dimension.aim - n * LEVEL // 20) / LEVEL,
        "level",
    )


def _aimed(dimension: Dimension, aim: int) -> Dimension:
    return replace(dimension, aim=aim)


def _of_activities(problem: PlanningProblem) -> Iterator[Condition]:
    grid = Grid(problem)
    for number, one in enumerate(problem.activities):
        is_wanted = one.is_mandatory or one.fixed_start is not None
        if is_wanted and any(problem.activities[need].is_excluded for need in grid.closures[number]):
            yield _single("must", one.key, lambda each: replace(each, is_mandatory=False, fixed_start=None))
    for one in problem.activities:
        if one.is_excluded:
            yield _single("excluded", one.key, lambda each: replace(each, is_excluded=False))
    for one in problem.activities:
        if one.latest_end is not None:
            yield _deadline(one, one.latest_end, problem.horizon)
    for one in problem.activities:
        if one.fixed_start is not None:
            yield _single("fixed", one.key, lambda each: replace(each, fixed_start=None, is_mandatory=True))


def _single(kind: ConflictKind, key: str, change: Callable[[Activity], Activity]) -> Condition:
    return Condition(kind, key, lambda p: _changed(p, [key], change))


def _deadline(one: Activity, latest: int, horizon: int) -> Condition:
    return Condition(
        "deadline",
        one.key,
        lambda p: _changed(p, [one.key], lambda each: replace(each, latest_end=None)),
        lambda p, n: _changed(p, [one.key], lambda each: replace(each, latest_end=latest + n)),
        max(horizon - latest, 1),
        float,
        "weeks later",
    )


def _changed(
    problem: PlanningProblem, keys: Sequence[str], change: Callable[[Activity], Activity]
) -> PlanningProblem:
    changed = tuple(change(one) if one.key in keys else one for one in problem.activities)
    return replace(problem, activities=changed)


def extended(problem: PlanningProblem, weeks: int, *, is_generous: bool = False) -> PlanningProblem:
    """Return the problem with a longer horizon; what follows has what the resources have in a usual period.

    Args:
        is_generous: give what they have in their best period instead.
    """
    resources = []
    for one in problem.resources:
        usual = max(one.available) if is_generous else sorted(one.available)[len(one.available) // 2]
        length = max(1, len(one.bucket_of) // len(one.available))
        first = len(one.available)
        more = tuple(first + week // length for week in range(weeks))
        added = (usual,) * (more[-1] - first + 1)
        resources.append(replace(one, bucket_of=one.bucket_of + more, available=one.available + added))
    return replace(problem, open_share=problem.open_share + (FULL_WEEK,) * weeks, resources=tuple(resources))
