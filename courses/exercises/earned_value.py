"""Earned value clinic: figures of a project's dashboard, what is wrong with it, and which forecast fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal, get_args

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.exercises.draws import CASE_SEED, shuffled, tidy_step, varied
from courses.exercises.figures import Figure, Mark, Series
from courses.exercises.grading import CellGrade, Graded, Response, choice_cell, number_cell, numeric, total
from courses.exercises.questions import Path, Question, grade_question, question_field, question_problems
from courses.exercises.sheets import Choice, Field, Grid, Part, Sheet, number_in, words_cell
from courses.exercises.words import Words, authored, said
from courses.syllabus import Key, repeated

Measure = Literal[
    "cost-variance",
    "schedule-variance",
    "cost-index",
    "schedule-index",
    "estimate-at-completion",
    "to-complete-index",
    "earned-schedule",
    "time-index",
]
Forecast = Literal["budget-over-index", "spent-plus-remaining", "both-indices"]

SLIPS = ("inverted", "sign", "money-for-time")


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A project on its status day.

    Attributes:
        budget: at completion. planned, earned, spent: so far, in money.
        period: the number of the period that has just ended. planned_periods: of the whole plan.
        planned_curve: planned value at the end of each period of the plan, the last being the budget; needed
            for earned schedule.
        asks: figures to work out, in this order.
        forecast: which estimate at completion `estimate-at-completion` is, and the right choice of formula:
            BAC ÷ CPI, AC + BAC − EV, or AC + (BAC − EV) ÷ (CPI × SPI).
        diagnosis: what is wrong, or what to do. reason: why this formula; asked together with it.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text
    budget: Annotated[float, Limits(gt=0)]
    planned: Annotated[float, Limits(gt=0)]
    earned: Annotated[float, Limits(gt=0)]
    spent: Annotated[float, Limits(gt=0)]
    asks: Annotated[tuple[Measure, ...], Limits(min_length=1, max_length=8)]
    diagnosis: Question
    period: Annotated[int, Limits(ge=1)] | None = None
    planned_periods: Annotated[int, Limits(ge=1)] | None = None
    planned_curve: tuple[float, ...] = ()
    forecast: Forecast | None = None
    reason: Question | None = None


@dataclass(frozen=True, slots=True)
class EarnedValueData:
    """`unit`: of money. `period_unit`: of time, as "months". `draw`: dashboards of one task, all if not given."""

    __pydantic_config__ = NO_OTHER_FIELDS

    unit: Text
    period_unit: Text
    dashboards: Annotated[tuple[Dashboard, ...], Limits(min_length=1, max_length=12)]
    draw: Annotated[int, Limits(ge=1, le=8)] | None = None

    def problems(self, path: Path) -> Iterator[Problem]:
        """Yield what is wrong with data whose types are right."""
        keys = tuple(one.key for one in self.dashboards)
        for place in repeated(keys):
            where = (*path, "dashboards", place, "key")
            yield Problem(where, f"'{keys[place]}' again", "each key once", "repeated-key")
        if (self.draw or 0) > len(self.dashboards):
            yield Problem((*path, "draw"), str(self.draw), f"{len(self.dashboards)} or fewer", "draw")
        for place, one in enumerate(self.dashboards):
            where = (*path, "dashboards", place)
            yield from question_problems((*where, "diagnosis"), one.diagnosis)
            if one.reason:
                yield from question_problems((*where, "reason"), one.reason)
            yield from _dashboard_problems(where, one)


def _dashboard_problems(path: Path, one: Dashboard) -> Iterator[Problem]:
    asks_time = {"earned-schedule", "time-index"} & set(one.asks)
    if asks_time and (one.period is None or len(one.planned_curve) != one.planned_periods):
        allowed = "period, planned_periods, and a planned_curve with a value for each period: earned schedule is asked"
        yield Problem((*path, "planned_curve"), f"{len(one.planned_curve)} values", allowed, "planned-curve")
    if list(one.planned_curve) != sorted(one.planned_curve):
        yield Problem((*path, "planned_curve"), "falling values", "values that do not fall", "planned-curve")
    if one.planned_curve and one.planned_curve[-1] != one.budget:
        found = f"{one.planned_curve[-1]:g} at the end"
        yield Problem((*path, "planned_curve"), found, f"the budget, {one.budget:g}", "planned-curve")
    if "estimate-at-completion" in one.asks and one.forecast is None:
        yield Problem((*path, "forecast"), "no forecast", "which formula fits", "forecast")
    if "to-complete-index" in one.asks and one.spent >= one.budget:
        yield Problem((*path, "asks"), "to-complete-index", "money left in the budget", "to-complete")
    if one.earned > one.budget:
        yield Problem((*path, "earned"), f"{one.earned:g}", f"{one.budget:g} or less", "earned")


FORECASTS: tuple[str, ...] = get_args(Forecast)
_FIGURES, _DIAGNOSED, _FORECAST = 0.4, 0.4, 0.2
_THOUSANDTH = 0.0051
_UNIT = 0.51
_MONEY = frozenset({"cost-variance", "schedule-variance", "estimate-at-completion"})


def earned_schedule(curve: Sequence[float], earned: float) -> float:
    """Return the time at which the plan had earned as much: N + (EV − PV_N) ÷ (PV_{N+1} − PV_N).

    Args:
        curve: planned value at the end of each period, not falling.

    Source: Lipke 2003, The Measurable News, "Schedule is different".

    >>> earned_schedule([100, 200, 400], 250)
    2.25
    """
    values = [0.0, *curve]
    whole = max(n for n, value in enumerate(values) if value <= earned)
    if whole == len(curve):
        return float(whole)
    return whole + (earned - values[whole]) / (values[whole + 1] - values[whole])


def estimate(one: Dashboard, forecast: str, cost_index: float, schedule_index: float) -> float:
    """Return the estimate at completion by a formula.

    Source: PMI Practice Standard for Earned Value Management, second edition 2011, chapter 11.
    """
    rest = one.budget - one.earned
    if forecast == "budget-over-index":
        return one.budget / cost_index
    if forecast == "spent-plus-remaining":
        return one.spent + rest
    return one.spent + rest / (cost_index * schedule_index)


def measures(one: Dashboard) -> dict[str, float]:
    """Return every figure of a dashboard that can be worked out from what it has."""
    cost_index, schedule_index = one.earned / one.spent, one.earned / one.planned
    found = {
        "cost-variance": one.earned - one.spent,
        "schedule-variance": one.earned - one.planned,
        "cost-index": cost_index,
        "schedule-index": schedule_index,
    }
    if one.forecast:
        found["estimate-at-completion"] = estimate(one, one.forecast, cost_index, schedule_index)
    if one.spent < one.budget:
        found["to-complete-index"] = (one.budget - one.earned) / (one.budget - one.spent)
    if one.planned_curve and one.period:
        found["earned-schedule"] = earned_schedule(one.planned_curve, one.earned)
        found["time-index"] = found["earned-schedule"] / one.period
    return found


def make(seed: int, data: EarnedValueData, variation: float) -> EarnedValueData:
    """Return the task of a seed: which dashboards it shows, each with all its money larger or smaller alike.

    So every index keeps its meaning, and with it the diagnosis.
    """
    drawn = shuffled(seed, "dashboards", data.dashboards, tuple(one.key for one in data.dashboards))
    drawn = drawn[: data.draw or len(drawn)]
    if seed == CASE_SEED:
        return replace(data, dashboards=drawn)
    return replace(data, dashboards=tuple(_scaled(seed, one, variation) for one in drawn))


def _scaled(seed: int, one: Dashboard, variation: float) -> Dashboard:
    budget = varied(seed, one.key, one.budget, variation, tidy_step(one.budget))
    factor = budget / one.budget

    def scaled(value: float) -> float:
        return max(1.0, float(round(value * factor)))

    return replace(
        one,
        budget=budget,
        planned=scaled(one.planned),
        earned=min(budget, scaled(one.earned)),
        spent=scaled(one.spent),
        planned_curve=tuple(min(budget, scaled(value)) for value in one.planned_curve),
    )


def sheet(task: EarnedValueData) -> Sheet:
    """Return what a learner sees: a part for each dashboard."""
    return Sheet(tuple(_part(task, one) for one in task.dashboards))


def _part(task: EarnedValueData, one: Dashboard) -> Part:
    rows = [
        (words_cell(said(f"value.{name}", unit=task.unit)), number_in(getattr(one, name)))
        for name in ("budget", "planned", "earned", "spent")
    ]
    for name in ("period", "planned_periods"):
        if getattr(one, name) is not None:
            code = f"value.{name.replace('_', '-')}"
            rows.append((words_cell(said(code, unit=task.period_unit)), number_in(getattr(one, name))))
    heads = (said("value.figure"), said("value.amount"))
    grids = [Grid(said("value.dashboard", thing=one.text), heads, tuple(rows))]
    if one.planned_curve:
        curve = tuple((number_in(n), number_in(value)) for n, value in enumerate(one.planned_curve, 1))
        heads = (said("value.period-head", unit=task.period_unit), said("value.planned", unit=task.unit))
        grids.append(Grid(said("value.curve-of", thing=one.text), heads, curve))
    fields = [
        Field(f"{one.key}.{name}", "number", said(f"value.{name}"), unit=_unit_of(task, name))
        for name in one.asks
    ]
    fields.append(question_field(f"{one.key}.diagnosis", one.diagnosis))
    if one.forecast:
        fields.append(Field(f"{one.key}.forecast", "choice", said("value.formula"), _formulas()))
    if one.reason:
        fields.append(question_field(f"{one.key}.reason", one.reason))
    return Part(one.key, authored(one.text), grids=tuple(grids), fields=tuple(fields))


def _unit_of(task: EarnedValueData, name: str) -> Words | None:
    if name in _MONEY:
        return authored(task.unit)
    return authored(task.period_unit) if name == "earned-schedule" else None


def _formulas() -> tuple[Choice, ...]:
    return tuple(Choice(name, said(f"value.formula-{name}")) for name in FORECASTS)


def evaluate(task: EarnedValueData, response: Response) -> Graded:
    """Grade figures (40 %), diagnoses (40 %) and forecasts with their reason (20 %), each dashboard alike.

    The estimate at completion and SPI(t) are right too where they follow from the learner's own figures.
    """
    cells: list[CellGrade] = []
    for one in task.dashboards:
        cells += _dashboard_cells(one, response, 1 / len(task.dashboards))
    notes = [note for one in task.dashboards if (note := _note(one)) is not None]
    figures = tuple(_drawing(task, one) for one in task.dashboards if one.planned_curve and one.period)
    return total(cells, notes, (_exact(task),), figures)


def _dashboard_cells(one: Dashboard, response: Response, weight: float) -> Iterator[CellGrade]:
    asked = [name for name in ("forecast", "reason") if getattr(one, name)]
    whole = _FIGURES + _DIAGNOSED + (_FORECAST if asked else 0.0)
    right = measures(one)
    own = _own(one, response)
    for name in one.asks:
        money = name in _MONEY
        yield number_cell(
            response,
            f"{one.key}.{name}",
            said("value.of", figure=name, thing=one.text),
            weight * _FIGURES / whole / len(one.asks),
            right[name],
            own=own.get(name),
            least=_UNIT if money else _THOUSANDTH,
            why=said(f"value.why-{name}"),
            slips=_slips(one, name, right),
        )
    yield grade_question(f"{one.key}.diagnosis", one.diagnosis, response, weight * _DIAGNOSED / whole)
    share = weight * _FORECAST / whole / max(1, len(asked))
    if one.forecast:
        yield choice_cell(
            response, f"{one.key}.forecast", said("value.formula"), share, _formulas(), one.forecast
        )
    if one.reason:
        yield grade_question(f"{one.key}.reason", one.reason, response, share)


def _own(one: Dashboard, response: Response) -> dict[str, float]:
    """Return what follows from the learner's own indices and own earned schedule."""
    found: dict[str, float] = {}
    cost, schedule = (numeric(response, f"{one.key}.{name}-index") for name in ("cost", "schedule"))
    cost_index = one.earned / one.spent if cost is None else cost
    schedule_index = one.earned / one.planned if schedule is None else schedule
    if one.forecast and cost_index > 0 and schedule_index > 0:
        found["estimate-at-completion"] = estimate(one, one.forecast, cost_index, schedule_index)
    time = numeric(response, f"{one.key}.earned-schedule")
    if time is not None and one.period:
        found["time-index"] = time / one.period
    return found


def _slips(one: Dashboard, name: str, right: Mapping[str, float]) -> dict[str, float]:
    if name.endswith("-variance"):
        return {"sign": -right[name]}
    if name == "time-index":
        return {"money-for-time": one.earned / one.planned}
    if name.endswith("-index") and right[name]:
        return {"inverted": 1 / right[name]}
    return {}


def _note(one: Dashboard) -> Words | None:
    """Return that the money index hides a delay, where it does."""
    found = measures(one)
    if "time-index" in found and found["schedule-index"] > found["time-index"] + _THOUSANDTH:
        indices = {"money": found["schedule-index"], "time": found["time-index"]}
        return said("value.note", thing=one.text, **indices)
    return None


def _exact(task: EarnedValueData) -> Grid:
    names = [name for name in get_args(Measure) if any(name in one.asks for one in task.dashboards)]
    rows = []
    for one in task.dashboards:
        found = measures(one)
        cells = (
            number_in(found[name]) if name in one.asks else words_cell(Words(code="nothing"))
            for name in names
        )
        rows.append((words_cell(authored(one.text)), *cells))
    heads = (said("value.figure"), *(said(f"value.{name}") for name in names))
    return Grid(said("value.exact"), heads, tuple(rows))


def _drawing(task: EarnedValueData, one: Dashboard) -> Figure:
    at = float(one.period or 0)
    curve = ((0.0, 0.0), *((float(n), value) for n, value in enumerate(one.planned_curve, 1)))
    marks = (
        Mark(said("value.mark-earned"), at, one.earned),
        Mark(said("value.mark-spent"), at, one.spent),
        Mark(said("value.mark-time"), earned_schedule(one.planned_curve, one.earned), one.earned),
    )
    return Figure(
        "lines",
        said("value.drawing", thing=one.text),
        said("value.drawing-says"),
        said("value.period-head", unit=task.period_unit),
        said("value.money", unit=task.unit),
        (Series(said("value.planned", unit=task.unit), curve),),
        marks,
    )
