"""Schedule Monte Carlo: a network with three-point durations, its S-curve, and how to read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.exercises.draws import CASE_SEED, seed_of, varied_amount
from courses.exercises.figures import Figure, Mark, Series
from courses.exercises.grading import Graded, Response, number_cell, numeric, total
from courses.exercises.normal import pert_chance, pert_mean
from courses.exercises.questions import Path
from courses.exercises.sheets import Field, Grid, Part, Sheet, number_in, words_cell
from courses.exercises.simulation import Delay, Finishes, Uncertain, simulate
from courses.exercises.three_point import point_problems
from courses.exercises.words import Words, authored, said
from courses.syllabus import Key, repeated

SLIPS = ("merge-ignored", "mean-for-quantile")


@dataclass(frozen=True, slots=True)
class UncertainActivity:
    """An activity with its three points and the activities that must be finished before (finish to start)."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    name: Text
    optimistic: Annotated[float, Limits(ge=0)]
    most_likely: Annotated[float, Limits(ge=0)]
    pessimistic: Annotated[float, Limits(gt=0)]
    predecessors: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class DelayRisk:
    """A risk that adds days to an activity where it occurs."""

    __pydantic_config__ = NO_OTHER_FIELDS

    text: Text
    probability: Annotated[float, Limits(gt=0, lt=1)]
    days: float
    activity: Key


@dataclass(frozen=True, slots=True)
class Merge:
    """Equal tasks side by side, for the question what they do to a date: the mean of one of them."""

    __pydantic_config__ = NO_OTHER_FIELDS

    optimistic: Annotated[float, Limits(ge=0)]
    most_likely: Annotated[float, Limits(ge=0)]
    pessimistic: Annotated[float, Limits(gt=0)]
    paths: Annotated[int, Limits(ge=2, le=10)] = 3


@dataclass(frozen=True, slots=True)
class ScheduleData:
    """Attributes:
    unit: of durations, as "days". deadline: counted from the start of the project.
    correlation: between every pair of durations, 0 to 0.9.
    runs: of the simulation.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    unit: Text
    activities: Annotated[tuple[UncertainActivity, ...], Limits(min_length=2, max_length=60)]
    deadline: Annotated[float, Limits(gt=0)]
    risks: tuple[DelayRisk, ...] = ()
    correlation: Annotated[float, Limits(ge=0, le=0.9)] = 0.0
    runs: Annotated[int, Limits(ge=1000, le=20000)] = 5000
    merge: Merge | None = None

    def problems(self, path: Path) -> Iterator[Problem]:
        """Yield what is wrong with data whose types are right."""
        keys = tuple(activity.key for activity in self.activities)
        for place in repeated(keys):
            where = (*path, "activities", place, "key")
            yield Problem(where, f"'{keys[place]}' again", "each key once", "repeated-key")
        for place, activity in enumerate(self.activities):
            yield from point_problems((*path, "activities", place), activity)
            for number, before in enumerate(activity.predecessors):
                if before not in keys[:place]:
                    where = (*path, "activities", place, "predecessors", number)
                    yield Problem(
                        where, f"'{before}'", "an activity that stands before this one", "predecessor"
                    )
        for place, risk in enumerate(self.risks):
            if risk.activity not in keys:
                where = (*path, "risks", place, "activity")
                yield Problem(where, f"'{risk.activity}'", "an activity of this network", "unknown-activity")
        if self.merge:
            yield from point_problems((*path, "merge"), self.merge)


P80 = 0.8
_DATE, _MIDDLE, _CHANCE, _GAP, _MERGE = 0.4, 0.15, 0.15, 0.15, 0.15
_POINTS = 41
_TWO_POINTS = 2.0
_ONE_POINT = 1.0


def make(seed: int, data: ScheduleData, variation: float) -> ScheduleData:
    """Return the task of a seed; the deadline moves with the sum of the most likely durations."""
    if seed == CASE_SEED:
        return data
    activities = tuple(_varied(seed, one, variation) for one in data.activities)
    before, after = (sum(one.most_likely for one in ones) for ones in (data.activities, activities))
    deadline = float(max(1, round(data.deadline * after / before))) if before else data.deadline
    return replace(data, activities=activities, deadline=deadline)


def _varied(seed: int, one: UncertainActivity, variation: float) -> UncertainActivity:
    likely = varied_amount(seed, f"{one.key}.m", one.most_likely, variation)
    below = varied_amount(seed, f"{one.key}.o", one.most_likely - one.optimistic, variation)
    above = varied_amount(seed, f"{one.key}.p", one.pessimistic - one.most_likely, variation)
    return replace(one, optimistic=max(0.0, likely - below), most_likely=likely, pessimistic=likely + above)


def run(task: ScheduleData) -> Finishes:
    """Return the simulation of a task, the same each time."""
    return simulate(
        [
            Uncertain(one.key, one.optimistic, one.most_likely, one.pessimistic, one.predecessors)
            for one in task.activities
        ],
        runs=task.runs,
        seed=seed_of(task),
        delays=[Delay(risk.probability, risk.days, risk.activity) for risk in task.risks],
        correlation=task.correlation,
    )


def sheet(task: ScheduleData) -> Sheet:
    """Return what a learner sees: the network, the S-curve of the simulation, and what to read off it."""
    unit, percent = authored(task.unit), said("percent")
    names = {one.key: place for place, one in enumerate(task.activities, start=1)}
    rows = tuple(
        (
            words_cell(said("schedule.activity", number=float(names[one.key]), name=one.name)),
            *(number_in(point) for point in (one.optimistic, one.most_likely, one.pessimistic)),
            words_cell(said("quoted", words=", ".join(str(names[key]) for key in one.predecessors))),
        )
        for one in task.activities
    )
    codes = ("activity-head", "optimistic", "most-likely", "pessimistic", "after")
    heads = tuple(said(f"schedule.{code}", unit=task.unit) for code in codes)
    grids = [Grid(said("schedule.network"), heads, rows)]
    if task.risks:
        risk_rows = tuple(
            (
                words_cell(authored(risk.text)),
                number_in(100 * risk.probability),
                number_in(risk.days),
                number_in(names[risk.activity]),
            )
            for risk in task.risks
        )
        risk_codes = ("risk", "probability", "delay", "of-activity")
        grids.append(
            Grid(
                said("schedule.risks"),
                tuple(said(f"schedule.{c}", unit=task.unit) for c in risk_codes),
                risk_rows,
            )
        )
    parts = [
        Part(
            "network",
            said("schedule.network"),
            said("schedule.lead", runs=float(task.runs)),
            grids=tuple(grids),
        ),
        Part(
            "curve",
            said("schedule.read"),
            said("schedule.read-lead", deadline=task.deadline, unit=task.unit),
            (_curve(task, run(task)),),
            fields=(
                Field("p80", "number", said("schedule.p80"), unit=unit),
                Field("p50", "number", said("schedule.p50"), unit=unit),
                Field("chance", "number", said("schedule.chance", deadline=task.deadline), unit=percent),
                Field("gap", "number", said("schedule.gap"), unit=unit),
            ),
        ),
    ]
    if task.merge:
        one = 100 * _one_path(task.merge)
        lead = said("schedule.merge-lead", paths=float(task.merge.paths), mean=_mean(task.merge), one=one)
        field = Field("merge", "number", said("schedule.merge"), unit=percent)
        parts.append(Part("merge", said("schedule.merge-title"), lead, fields=(field,)))
    return Sheet(tuple(parts))


def _mean(merge: Merge) -> float:
    return pert_mean(merge.optimistic, merge.most_likely, merge.pessimistic)


def _one_path(merge: Merge) -> float:
    """Return the chance that one of the equal tasks meets its mean."""
    return pert_chance(_mean(merge), merge.optimistic, merge.most_likely, merge.pessimistic)


def _curve(task: ScheduleData, found: Finishes, marks: tuple[Mark, ...] = ()) -> Figure:
    points = tuple((round(date, 1), round(100 * chance, 1)) for date, chance in found.curve(_POINTS))
    return Figure(
        "lines",
        said("schedule.curve"),
        said("schedule.curve-says"),
        said("schedule.date", unit=task.unit),
        said("schedule.finished"),
        (Series(said("schedule.finished"), points),),
        marks,
    )


def evaluate(task: ScheduleData, response: Response) -> Graded:
    """Grade the date for P80 within 2 % (40 %) and four readings; the gap also by the learner's own P80.

    At 5,000 runs the share of runs by a date is uncertain by 0.6 points (one standard error).
    """
    found = run(task)
    p80, p50, chance = found.quantile(P80), found.quantile(0.5), 100 * found.chance_by(task.deadline)
    merge = _MERGE if task.merge else 0.0
    whole = 1 - _MERGE + merge
    own = numeric(response, "p80")
    slips = {"mean-for-quantile": found.mean}
    label = said("schedule.chance", deadline=task.deadline)
    cells = [
        number_cell(response, "p80", said("schedule.p80"), _DATE / whole, p80, relative=0.02, slips=slips),
        number_cell(response, "p50", said("schedule.p50"), _MIDDLE / whole, p50, relative=0.02),
        number_cell(response, "chance", label, _CHANCE / whole, chance, least=_TWO_POINTS),
        number_cell(
            response,
            "gap",
            said("schedule.gap"),
            _GAP / whole,
            p80 - task.deadline,
            own=None if own is None else own - task.deadline,
            least=0.02 * p80,
        ),
    ]
    if task.merge:
        one = _one_path(task.merge)
        together = 100 * one**task.merge.paths
        why = said("schedule.merge-why", one=100 * one, paths=float(task.merge.paths))
        slips = {"merge-ignored": 100 * one}
        cells.append(
            number_cell(
                response,
                "merge",
                said("schedule.merge"),
                merge / whole,
                together,
                least=_ONE_POINT,
                why=why,
                slips=slips,
            )
        )
    marks = (
        Mark(said("schedule.mark-deadline"), task.deadline, round(chance, 1)),
        Mark(said("schedule.mark-p80"), round(p80, 1), 100 * P80),
    )
    notes = _notes(task, found, chance)
    return total(cells, notes, (_criticality(task, found),), (_curve(task, found, marks),))


def _notes(task: ScheduleData, found: Finishes, chance: float) -> tuple[Words, ...]:
    likely = _likely_finish(task)
    return (
        said("schedule.note", likely=likely, chance=100 * found.chance_by(likely), mean=found.mean),
        said("schedule.note-deadline", deadline=task.deadline, chance=chance),
    )


def _likely_finish(task: ScheduleData) -> float:
    ends: dict[str, float] = {}
    for one in task.activities:
        ends[one.key] = max([0.0, *(ends[key] for key in one.predecessors)]) + one.most_likely
    return max(ends.values())


def _criticality(task: ScheduleData, found: Finishes) -> Grid:
    ordered = sorted(task.activities, key=lambda one: -found.criticality[one.key])
    rows = tuple(
        (words_cell(authored(one.name)), number_in(round(100 * found.criticality[one.key], 1)))
        for one in ordered
    )
    return Grid(said("schedule.critical"), (said("schedule.activity-head"), said("schedule.on-path")), rows)
