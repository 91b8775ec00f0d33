"""Three-point bench: expected values, spreads, and the chance to meet a date, for a task and for a chain."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.exercises.draws import CASE_SEED, seed_of, varied_amount
from courses.exercises.grading import CellGrade, Graded, Response, number_cell, numeric, total
from courses.exercises.normal import normal_chance, pert_deviation, pert_mean
from courses.exercises.questions import Path
from courses.exercises.sheets import Field, Grid, Part, Sheet, field_in, number_in, words_cell
from courses.exercises.simulation import Uncertain, simulate
from courses.exercises.words import Words, authored, said
from courses.syllabus import Key, repeated

SLIPS = ("sum-of-deviations", "divisor", "unweighted")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A task of the chain with its three points."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    name: Text
    optimistic: Annotated[float, Limits(ge=0)]
    most_likely: Annotated[float, Limits(ge=0)]
    pessimistic: Annotated[float, Limits(gt=0)]


@dataclass(frozen=True, slots=True)
class Single:
    """One task of the chain whose own chance is asked for; `deadline` counts from the task's start."""

    __pydantic_config__ = NO_OTHER_FIELDS

    task: Key
    deadline: Annotated[float, Limits(gt=0)]


@dataclass(frozen=True, slots=True)
class ThreePointData:
    """Attributes:
    unit: of durations, as "days".
    tasks: one after the other.
    deadline: of the whole chain, counted from its start.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    unit: Text
    tasks: Annotated[tuple[Estimate, ...], Limits(min_length=2, max_length=14)]
    deadline: Annotated[float, Limits(gt=0)]
    single: Single | None = None

    def problems(self, path: Path) -> Iterator[Problem]:
        """Yield what is wrong with data whose types are right."""
        keys = tuple(task.key for task in self.tasks)
        for place in repeated(keys):
            yield Problem(
                (*path, "tasks", place, "key"), f"'{keys[place]}' again", "each key once", "repeated-key"
            )
        for place, task in enumerate(self.tasks):
            yield from point_problems((*path, "tasks", place), task)
        if self.single and self.single.task not in keys:
            yield Problem(
                (*path, "single", "task"), f"'{self.single.task}'", "a task of the chain", "unknown-task"
            )


def point_problems(path: Path, estimate: object) -> Iterator[Problem]:
    """Yield that three points (`optimistic`, `most_likely`, `pessimistic`) do not rise."""
    low, likely, high = (getattr(estimate, name) for name in ("optimistic", "most_likely", "pessimistic"))
    if not low <= likely <= high or low == high:
        found = f"{low:g}, {likely:g}, {high:g}"
        yield Problem(
            (*path, "optimistic"), found, "optimistic ≤ most likely ≤ pessimistic, not all equal", "points"
        )


_MEANS, _SPREADS, _SUM, _CHAIN_SPREAD, _CHANCES = 0.25, 0.25, 0.10, 0.15, 0.25
_HALF_A_POINT = 0.5
_HUNDREDTH = 0.0051
"""Numbers rounded to two decimals are right."""
_RUNS = 10_000


def make(seed: int, data: ThreePointData, variation: float) -> ThreePointData:
    """Return the task of a seed; deadlines stay as hard or easy as they were."""
    if seed == CASE_SEED:
        return data
    tasks = tuple(_varied(seed, task, variation) for task in data.tasks)
    before, after = chain(data.tasks), chain(tasks)
    single = data.single
    if single:
        old, new = _one(data.tasks, single.task), _one(tasks, single.task)
        single = replace(single, deadline=_as_hard(single.deadline, chain((old,)), chain((new,))))
    return replace(data, tasks=tasks, deadline=_as_hard(data.deadline, before, after), single=single)


def _varied(seed: int, task: Estimate, variation: float) -> Estimate:
    likely = varied_amount(seed, f"{task.key}.m", task.most_likely, variation)
    below = varied_amount(seed, f"{task.key}.o", task.most_likely - task.optimistic, variation)
    above = varied_amount(seed, f"{task.key}.p", task.pessimistic - task.most_likely, variation)
    return replace(task, optimistic=max(0.0, likely - below), most_likely=likely, pessimistic=likely + above)


def _as_hard(deadline: float, before: tuple[float, float], after: tuple[float, float]) -> float:
    z = (deadline - before[0]) / before[1]
    return max(1.0, float(round(after[0] + z * after[1])))


def _one(tasks: tuple[Estimate, ...], key: str) -> Estimate:
    return next(task for task in tasks if task.key == key)


def mean_of(task: Estimate) -> float:
    return pert_mean(task.optimistic, task.most_likely, task.pessimistic)


def deviation_of(task: Estimate) -> float:
    return pert_deviation(task.optimistic, task.pessimistic)


def chain(tasks: tuple[Estimate, ...]) -> tuple[float, float]:
    """Return mean and standard deviation of tasks one after the other: means add, and so do variances.

    Source: as `normal.pert_mean`; independent tasks.
    """
    mean = math.fsum(mean_of(task) for task in tasks)
    return mean, math.sqrt(math.fsum(deviation_of(task) ** 2 for task in tasks))


def sheet(task: ThreePointData) -> Sheet:
    """Return what a learner sees."""
    unit = authored(task.unit)
    rows = tuple(
        (
            words_cell(authored(one.name)),
            *(number_in(point) for point in (one.optimistic, one.most_likely, one.pessimistic)),
            field_in(Field(f"{one.key}.e", "number", said("three-point.mean-of", thing=one.name))),
            field_in(Field(f"{one.key}.s", "number", said("three-point.deviation-of", thing=one.name))),
        )
        for one in task.tasks
    )
    codes = ("task", "optimistic", "most-likely", "pessimistic", "mean", "deviation")
    heads = tuple(said(f"three-point.{code}", unit=task.unit) for code in codes)
    fields = [
        Field("sum", "number", said("three-point.sum"), unit=unit),
        Field("sd", "number", said("three-point.chain-deviation"), unit=unit),
        Field(
            "chain", "number", said("three-point.chain-chance", deadline=task.deadline), unit=said("percent")
        ),
    ]
    if task.single:
        name = _one(task.tasks, task.single.task).name
        label = said("three-point.single-chance", deadline=task.single.deadline, thing=name)
        fields.append(Field("single", "number", label, unit=said("percent")))
    parts = (
        Part(
            "tasks",
            said("three-point.tasks"),
            said("three-point.lead"),
            grids=(Grid(said("three-point.tasks"), heads, rows),),
        ),
        Part("chain", said("three-point.chain"), fields=tuple(fields)),
    )
    return Sheet(parts)


def evaluate(task: ThreePointData, response: Response) -> Graded:
    """Grade each figure within 1 % and chances within half a point, later ones also by the learner's own earlier."""
    each = len(task.tasks)
    cells: list[CellGrade] = []
    for one in task.tasks:
        low, likely, high = one.optimistic, one.most_likely, one.pessimistic
        wrong = {"divisor": (low + likely + high) / 6, "unweighted": (low + likely + high) / 3}
        cells.append(
            _cell(
                task,
                response,
                f"{one.key}.e",
                said("three-point.mean-of", thing=one.name),
                _MEANS / each,
                mean_of(one),
                slips=wrong,
            )
        )
        wrong = {"divisor": (high - low) / 3}
        label = said("three-point.deviation-of", thing=one.name)
        cells.append(
            _cell(task, response, f"{one.key}.s", label, _SPREADS / each, deviation_of(one), slips=wrong)
        )
    mean, deviation = chain(task.tasks)
    means = [numeric(response, f"{one.key}.e") for one in task.tasks]
    spreads = [numeric(response, f"{one.key}.s") for one in task.tasks]
    own_mean = None if None in means else math.fsum(value or 0.0 for value in means)
    own_spread = None if None in spreads else math.sqrt(math.fsum((value or 0.0) ** 2 for value in spreads))
    added = math.fsum(deviation_of(one) for one in task.tasks)
    cells.append(_cell(task, response, "sum", said("three-point.sum"), _SUM, mean, own=own_mean))
    slips = {"sum-of-deviations": added}
    if own_spread is not None:
        slips = {"sum-of-deviations": math.fsum(value or 0.0 for value in spreads)}
    cells.append(
        _cell(
            task,
            response,
            "sd",
            said("three-point.chain-deviation"),
            _CHAIN_SPREAD,
            deviation,
            own=own_spread,
            slips=slips,
        )
    )
    share = _CHANCES / 2 if task.single else _CHANCES
    own = _chance(task.deadline, numeric(response, "sum"), numeric(response, "sd"))
    label = said("three-point.chain-chance", deadline=task.deadline)
    cells.append(_chance_cell(response, "chain", label, share, task.deadline, (mean, deviation), own))
    if task.single:
        one = _one(task.tasks, task.single.task)
        own = _chance(
            task.single.deadline, numeric(response, f"{one.key}.e"), numeric(response, f"{one.key}.s")
        )
        label = said("three-point.single-chance", deadline=task.single.deadline, thing=one.name)
        cells.append(_chance_cell(response, "single", label, share, task.single.deadline, chain((one,)), own))
    return total(cells, _notes(task, mean, deviation))


def _cell(
    task: ThreePointData,
    response: Response,
    key: str,
    label: Words,
    weight: float,
    expected: float,
    **more: object,
) -> CellGrade:
    del task
    return number_cell(response, key, label, weight, expected, least=_HUNDREDTH, **more)  # type: ignore[arg-type]


def _chance(deadline: float, mean: float | None, deviation: float | None) -> float | None:
    if mean is None or deviation is None or deviation <= 0:
        return None
    return 100 * normal_chance((deadline - mean) / deviation)


def _chance_cell(
    response: Response,
    key: str,
    label: Words,
    weight: float,
    deadline: float,
    of: tuple[float, float],
    own: float | None,
) -> CellGrade:
    expected = 100 * normal_chance((deadline - of[0]) / of[1])
    why = said("three-point.z", z=(deadline - of[0]) / of[1])
    return number_cell(response, key, label, weight, expected, own=own, least=_HALF_A_POINT, why=why)


def _notes(task: ThreePointData, mean: float, deviation: float) -> tuple[Words, ...]:
    """Compare the normal curve with a simulation of the same chain from beta-PERT durations."""
    before: tuple[str, ...] = ()
    activities = []
    for one in task.tasks:
        activities.append(Uncertain(one.key, one.optimistic, one.most_likely, one.pessimistic, before))
        before = (one.key,)
    runs = simulate(activities, runs=_RUNS, seed=seed_of(task))
    by_curve = 100 * normal_chance((task.deadline - mean) / deviation)
    likely = math.fsum(one.most_likely for one in task.tasks)
    return (
        said("three-point.note-likely", likely=likely, mean=mean),
        said("three-point.simulated", normal=by_curve, simulated=100 * runs.chance_by(task.deadline)),
    )
