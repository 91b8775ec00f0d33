"""Reserve burn-down: set a contingency at P80, then hold, release or call for more as risks fire or close."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.exercises.draws import CASE_SEED, varied_amount, varied_probability
from courses.exercises.figures import Figure, Mark, Series
from courses.exercises.grading import CellGrade, Graded, Response, choice_cell, number_cell, numeric, total
from courses.exercises.losses import Losses, add_up
from courses.exercises.questions import Path
from courses.exercises.sheets import Choice, Field, Grid, Part, Sheet, field_in, number_in, words_cell
from courses.exercises.words import Words, authored, said
from courses.syllabus import Key, repeated

SLIPS = ("expected-value",)


@dataclass(frozen=True, slots=True)
class ReserveRisk:
    """A risk; `cost` if it occurs, below 0 for an opportunity."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text
    probability: Annotated[float, Limits(gt=0, lt=1)]
    cost: float


@dataclass(frozen=True, slots=True)
class Event:
    """What becomes of a risk in a period: it fires at its cost, or at another one, or it can no longer occur."""

    __pydantic_config__ = NO_OTHER_FIELDS

    risk: Key
    kind: Literal["fires", "closes"]
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A month or phase with what happened in it."""

    __pydantic_config__ = NO_OTHER_FIELDS

    text: Text
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class ReserveData:
    """Attributes:
    unit: of money. base_estimate: without any risk.
    quantile: the certainty at which the contingency is set.
    call_below, release_above: the rule: reserve left ÷ expected cost of the open risks under the one calls for
        more, over the other releases.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    unit: Text
    base_estimate: Annotated[float, Limits(gt=0)]
    risks: Annotated[tuple[ReserveRisk, ...], Limits(min_length=3, max_length=20)]
    periods: Annotated[tuple[Period, ...], Limits(min_length=2, max_length=12)]
    quantile: Annotated[float, Limits(ge=0.5, lt=1)] = 0.8
    call_below: Annotated[float, Limits(gt=0)] = 1.0
    release_above: Annotated[float, Limits(gt=0)] = 2.0

    def problems(self, path: Path) -> Iterator[Problem]:
        """Yield what is wrong with data whose types are right."""
        keys = tuple(risk.key for risk in self.risks)
        for place in repeated(keys):
            yield Problem(
                (*path, "risks", place, "key"), f"'{keys[place]}' again", "each key once", "repeated-key"
            )
        seen: set[str] = set()
        for place, period in enumerate(self.periods):
            for number, event in enumerate(period.events):
                where = (*path, "periods", place, "events", number, "risk")
                if event.risk not in keys:
                    yield Problem(where, f"'{event.risk}'", "a risk of this exercise", "unknown-risk")
                elif event.risk in seen:
                    yield Problem(
                        where, f"'{event.risk}' again", "each risk fires or closes once", "repeated-event"
                    )
                seen.add(event.risk)
        if self.call_below >= self.release_above:
            yield Problem((*path, "call_below"), f"{self.call_below:g}", "less than release_above", "rule")


_SET, _FIGURES, _DECIDED = 0.25, 0.40, 0.35
_POINTS = 25
_UNIT = 0.51
_ROUNDING = 1e-9
DECISIONS = ("hold", "release", "call")


def make(seed: int, data: ReserveData, variation: float) -> ReserveData:
    """Return the task of a seed: probabilities and costs differ, what happens does not."""
    if seed == CASE_SEED:
        return data
    risks = tuple(
        replace(
            risk,
            probability=varied_probability(seed, f"{risk.key}.p", risk.probability, variation),
            cost=varied_amount(seed, f"{risk.key}.c", risk.cost, variation),
        )
        for risk in data.risks
    )
    return replace(data, risks=risks)


@dataclass(frozen=True, slots=True)
class PeriodState:
    """At the end of a period: what fired in it, what is left of a reserve, what is still expected, what to do."""

    fired: float
    left: float
    exposure: float
    decision: str


def losses_of(data: ReserveData) -> Losses:
    return add_up((risk.probability, risk.cost) for risk in data.risks)


def decide(data: ReserveData, left: float, exposure: float) -> str:
    """Return what the rule says: reserve left ÷ expected cost of the open risks, against its two bounds.

    Where nothing more is expected, what is left is released, and a hole is called for.
    """
    if exposure <= _ROUNDING:
        return "release" if left > 0 else "call" if left < 0 else "hold"
    ratio = left / exposure
    return "call" if ratio < data.call_below else "release" if ratio > data.release_above else "hold"


def walk(data: ReserveData, contingency: float) -> tuple[PeriodState, ...]:
    """Return the end of each period for a contingency; what is released or called for is not taken out or added."""
    risks = {risk.key: risk for risk in data.risks}
    gone: set[str] = set()
    left, states = contingency, []
    for period in data.periods:
        fired = 0.0
        for event in period.events:
            gone.add(event.risk)
            if event.kind == "fires":
                fired += risks[event.risk].cost if event.cost is None else event.cost
        left -= fired
        exposure = sum(risk.probability * risk.cost for risk in data.risks if risk.key not in gone)
        states.append(PeriodState(fired, left, exposure, decide(data, left, exposure)))
    return tuple(states)


def sheet(task: ReserveData) -> Sheet:
    """Return what a learner sees: the risks, the curve of the whole cost, and the periods."""
    unit = authored(task.unit)
    risks = Grid(
        said("reserve.risks"),
        tuple(said(f"reserve.{code}", unit=task.unit) for code in ("risk", "probability", "cost")),
        tuple(
            (words_cell(authored(risk.text)), number_in(100 * risk.probability), number_in(risk.cost))
            for risk in task.risks
        ),
    )
    label = said("reserve.contingency", share=100 * task.quantile)
    setting = Part(
        "setting",
        said("reserve.setting"),
        said("reserve.lead", base=task.base_estimate, share=100 * task.quantile, unit=task.unit),
        (_curve(task),),
        (risks,),
        (Field("contingency", "number", label, unit=unit),),
    )
    rows = tuple(
        (
            words_cell(authored(period.text)),
            words_cell(_events(task, period)),
            *(
                field_in(Field(f"{place}.{name}", "number", said(f"reserve.{name}-of", thing=period.text)))
                for name in ("left", "exposure")
            ),
            field_in(
                Field(
                    f"{place}.decision",
                    "choice",
                    said("reserve.decision-of", thing=period.text),
                    _decisions(),
                )
            ),
        )
        for place, period in enumerate(task.periods)
    )
    codes = ("period", "happened", "left", "exposure", "decision")
    heads = tuple(said(f"reserve.{code}", unit=task.unit) for code in codes)
    rule = said("reserve.rule", below=task.call_below, above=task.release_above)
    return Sheet(
        (
            setting,
            Part(
                "periods", said("reserve.periods"), rule, grids=(Grid(said("reserve.periods"), heads, rows),)
            ),
        )
    )


def _decisions() -> tuple[Choice, ...]:
    return tuple(Choice(name, said(f"reserve.{name}")) for name in DECISIONS)


def _events(task: ReserveData, period: Period) -> Words:
    """Return what happened in a period: how each risk's title ends, in one text by language."""
    if not period.events:
        return said("reserve.nothing")
    risks = {risk.key: risk for risk in task.risks}
    texts = {f"thing{n}": risks[event.risk].text for n, event in enumerate(period.events)}
    values: dict[str, float | str] = {}
    for n, event in enumerate(period.events):
        cost = risks[event.risk].cost if event.cost is None else event.cost
        values[f"kind{n}"] = event.kind
        values[f"cost{n}"] = float(cost)
    return Words(code="reserve.events", values=values, texts=texts)


def _curve(task: ReserveData) -> Figure:
    losses = losses_of(task)
    low, high = losses.amounts[0][0], losses.amounts[-1][0]
    steps = [low + (high - low) * n / (_POINTS - 1) for n in range(_POINTS)]
    points = tuple(
        (round(task.base_estimate + step, 1), round(100 * losses.chance_up_to(step), 1)) for step in steps
    )
    return Figure(
        "lines",
        said("reserve.curve"),
        said("reserve.curve-says"),
        said("reserve.whole-cost", unit=task.unit),
        said("reserve.chance"),
        (Series(said("reserve.chance"), points),),
    )


def evaluate(task: ReserveData, response: Response) -> Graded:
    """Grade the contingency within 5 % (25 %), figures of each period (40 %) and decisions (35 %).

    Figures and decisions are right too where they follow from the learner's own earlier ones.
    """
    losses = losses_of(task)
    right = losses.quantile(task.quantile)
    label = said("reserve.contingency", share=100 * task.quantile)
    why = said("reserve.contingency-why", quantile=task.base_estimate + right, base=task.base_estimate)
    slips = {"expected-value": losses.mean}
    cells = [number_cell(response, "contingency", label, _SET, right, relative=0.05, why=why, slips=slips)]
    given = numeric(response, "contingency")
    states, own_left = walk(task, right), given
    for place, state in enumerate(states):
        cells += _period_cells(task, response, place, state, own_left)
        own_left = numeric(response, f"{place}.left")
    notes = (
        said("reserve.note", mean=losses.mean, quantile=right, kept=100 * losses.chance_up_to(losses.mean)),
        said("reserve.end", left=states[-1].left),
    )
    return total(cells, notes, (_states_grid(task, states),), (_burn_down(task, right, states),))


def _period_cells(
    task: ReserveData, response: Response, place: int, state: PeriodState, own_before: float | None
) -> tuple[CellGrade, ...]:
    count, thing = len(task.periods), task.periods[place].text
    own_left = None if own_before is None else own_before - state.fired
    left, exposure = numeric(response, f"{place}.left"), numeric(response, f"{place}.exposure")
    own = "" if left is None or exposure is None else decide(task, left, exposure)
    weight = _FIGURES / 2 / count
    names = {name: said(f"reserve.{name}-of", thing=thing) for name in ("left", "exposure", "decision")}
    return (
        # The first one starts from a contingency that is right within 5 %.
        number_cell(response, f"{place}.left", names["left"], weight, state.left, own=own_left, least=_UNIT),
        number_cell(response, f"{place}.exposure", names["exposure"], weight, state.exposure, least=_UNIT),
        choice_cell(
            response,
            f"{place}.decision",
            names["decision"],
            _DECIDED / count,
            _decisions(),
            state.decision,
            own=own,
            why=said("reserve.ratio", left=state.left, exposure=state.exposure),
        ),
    )


def _states_grid(task: ReserveData, states: Sequence[PeriodState]) -> Grid:
    rows = tuple(
        (
            words_cell(authored(period.text)),
            *(number_in(figure) for figure in (state.fired, state.left, state.exposure)),
            words_cell(said(f"reserve.{state.decision}")),
        )
        for period, state in zip(task.periods, states, strict=True)
    )
    codes = ("period", "fired", "left", "exposure", "decision")
    return Grid(said("reserve.exact"), tuple(said(f"reserve.{code}", unit=task.unit) for code in codes), rows)


def _burn_down(task: ReserveData, contingency: float, states: Sequence[PeriodState]) -> Figure:
    expected = sum(risk.probability * risk.cost for risk in task.risks)
    left = ((0.0, contingency), *((float(n), state.left) for n, state in enumerate(states, 1)))
    exposure = ((0.0, expected), *((float(n), state.exposure) for n, state in enumerate(states, 1)))
    marks = tuple(
        Mark(said(f"reserve.{state.decision}"), float(n), state.left) for n, state in enumerate(states, 1)
    )
    return Figure(
        "lines",
        said("reserve.burn-down"),
        said("reserve.burn-down-says"),
        said("reserve.period"),
        said("reserve.money", unit=task.unit),
        (
            Series(said("reserve.left-line"), left, is_stepped=True),
            Series(said("reserve.exposure-line"), exposure, is_stepped=True),
        ),
        marks,
    )
