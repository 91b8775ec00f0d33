"""Response budget: choose responses to risks under a limit, by what they bring for what they cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal, get_args

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.exercises.draws import CASE_SEED, shuffled, varied_amount, varied_probability
from courses.exercises.grading import CellGrade, Graded, Response, choice_cell, chosen, total
from courses.exercises.losses import add_up
from courses.exercises.questions import Path
from courses.exercises.sheets import Choice, Field, Grid, Part, Sheet, field_in, number_in, words_cell
from courses.exercises.words import Words, authored, number, said
from courses.syllabus import Key, repeated

Strategy = Literal["avoid", "transfer", "mitigate", "accept", "escalate", "exploit", "enhance", "share"]
STRATEGIES: tuple[str, ...] = get_args(Strategy)

SLIPS = ("reddest-first", "over-budget")


@dataclass(frozen=True, slots=True)
class RiskResponse:
    """What can be done about a risk.

    Attributes:
        cost: of doing it. probability_after, cost_after: what remains of the risk.
        secondary: expected cost of the risks that the response itself brings.
        is_duty: to be done whatever it brings, as a protection of people.
        say: told after the answer; None leaves it at the figures.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    text: Text
    strategy: Strategy
    cost: Annotated[float, Limits(ge=0)]
    probability_after: Annotated[float, Limits(ge=0, le=1)]
    cost_after: float
    secondary: Annotated[float, Limits(ge=0)] = 0.0
    is_duty: bool = False
    say: Text | None = None


@dataclass(frozen=True, slots=True)
class BudgetRisk:
    """A risk with the one response to it; `cost` if it occurs, below 0 for an opportunity."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text
    probability: Annotated[float, Limits(gt=0, lt=1)]
    cost: float
    response: RiskResponse


@dataclass(frozen=True, slots=True)
class BudgetData:
    """Attributes:
    unit: of money. budget: what all responses together may cost.
    reserve: the chance of losing more is told before and after; None leaves that out.
    draw: how many of the risks one task shows, all if not given; the first ones in the case as it is.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    unit: Text
    budget: Annotated[float, Limits(gt=0)]
    risks: Annotated[tuple[BudgetRisk, ...], Limits(min_length=3, max_length=30)]
    reserve: Annotated[float, Limits(gt=0)] | None = None
    draw: Annotated[int, Limits(ge=3, le=16)] | None = None

    def problems(self, path: Path) -> Iterator[Problem]:
        """Yield what is wrong with data whose types are right."""
        keys = tuple(risk.key for risk in self.risks)
        for place in repeated(keys):
            yield Problem(
                (*path, "risks", place, "key"), f"'{keys[place]}' again", "each key once", "repeated-key"
            )
        most = min(16, len(self.risks))
        if (self.draw or len(self.risks)) > most:
            yield Problem((*path, "draw"), str(self.draw or "nothing"), f"{most} or fewer", "draw")
        duties = sum(risk.response.cost for risk in self.risks if risk.response.is_duty)
        if duties > self.budget:
            yield Problem(
                (*path, "budget"), f"{self.budget:g}", f"{duties:g} or more, for the duties", "budget"
            )


_BENEFIT, _NAMED = 0.7, 0.3
_BEFORE = ("risk", "probability", "cost", "response", "price")
_COLUMNS = (*_BEFORE, "probability-after", "cost-after", "secondary", "duty", "take", "strategy")
_ROUNDING = 1e-9


def expected_before(risk: BudgetRisk) -> float:
    return risk.probability * risk.cost


def expected_after(risk: BudgetRisk) -> float:
    """Return what is expected to be lost once the response is done, secondary risks included."""
    return risk.response.probability_after * risk.response.cost_after + risk.response.secondary


def benefit(risk: BudgetRisk) -> float:
    """Return expected cost before − after − secondary − cost of the response.

    Source: docs/exercises.md, "Response budget"; the clinic's register is its test.
    """
    return expected_before(risk) - expected_after(risk) - risk.response.cost


def best_choice(risks: Sequence[BudgetRisk], budget: float) -> tuple[frozenset[str], float]:
    """Return the responses that bring most within the budget, duties always among them, and what they bring.

    A knapsack over all sets by branching, cut off where not even all that is left could beat the best found.
    """
    duties = [risk for risk in risks if risk.response.is_duty]
    others = sorted(
        (risk for risk in risks if not risk.response.is_duty and benefit(risk) > 0),
        key=lambda risk: (-benefit(risk), risk.key),
    )
    spent = sum(risk.response.cost for risk in duties)
    best: tuple[float, frozenset[str]] = (0.0, frozenset())

    def branch(place: int, left: float, gained: float, taken: tuple[str, ...]) -> None:
        nonlocal best
        if gained > best[0] + _ROUNDING:
            best = gained, frozenset(taken)
        if (
            place == len(others)
            or gained + sum(benefit(risk) for risk in others[place:]) <= best[0] + _ROUNDING
        ):
            return
        risk = others[place]
        if risk.response.cost <= left + _ROUNDING:
            branch(place + 1, left - risk.response.cost, gained + benefit(risk), (*taken, risk.key))
        branch(place + 1, left, gained, taken)

    branch(0, budget - spent, 0.0, ())
    forced = sum(benefit(risk) for risk in duties)
    return best[1] | {risk.key for risk in duties}, best[0] + forced


def reddest_first(risks: Sequence[BudgetRisk], budget: float) -> frozenset[str]:
    """Return what somebody buys who goes down the list by expected cost as long as money is left."""
    taken: set[str] = set()
    for risk in sorted(risks, key=lambda risk: (-abs(expected_before(risk)), risk.key)):
        if risk.response.cost <= budget + _ROUNDING:
            taken.add(risk.key)
            budget -= risk.response.cost
    return frozenset(taken)


def make(seed: int, data: BudgetData, variation: float) -> BudgetData:
    """Return the task of a seed; what remains of a risk varies with it, and duties stay within the budget."""
    drawn = shuffled(seed, "risks", data.risks, tuple(risk.key for risk in data.risks))
    drawn = drawn[: data.draw or len(drawn)]
    if seed == CASE_SEED:
        return replace(data, risks=drawn)
    risks = tuple(_varied(seed, risk, variation) for risk in drawn)
    duties = sum(risk.response.cost for risk in risks if risk.response.is_duty)
    return replace(data, risks=risks, budget=max(data.budget, duties))


def _varied(seed: int, risk: BudgetRisk, variation: float) -> BudgetRisk:
    probability = varied_probability(seed, f"{risk.key}.p", risk.probability, variation)
    cost = varied_amount(seed, f"{risk.key}.c", risk.cost, variation)
    response = replace(
        risk.response,
        cost=varied_amount(seed, f"{risk.key}.r", risk.response.cost, variation),
        probability_after=round(
            min(1.0, risk.response.probability_after * probability / risk.probability), 3
        ),
        cost_after=float(round(risk.response.cost_after * cost / risk.cost)) if risk.cost else 0.0,
    )
    return replace(risk, probability=probability, cost=cost, response=response)


def sheet(task: BudgetData) -> Sheet:
    """Return what a learner sees."""
    names = _strategies()
    rows = tuple(
        (
            words_cell(authored(risk.text)),
            number_in(100 * risk.probability),
            number_in(risk.cost),
            words_cell(authored(risk.response.text)),
            number_in(risk.response.cost),
            number_in(100 * risk.response.probability_after),
            number_in(risk.response.cost_after),
            number_in(risk.response.secondary),
            words_cell(said("yes") if risk.response.is_duty else said("no")),
            field_in(Field(f"{risk.key}.take", "tick", said("budget.take-of", thing=risk.text))),
            field_in(
                Field(f"{risk.key}.strategy", "choice", said("budget.strategy-of", thing=risk.text), names)
            ),
        )
        for risk in task.risks
    )
    heads = tuple(said(f"budget.{code}", unit=task.unit) for code in _COLUMNS)
    lead = said("budget.lead", budget=task.budget, unit=task.unit)
    return Sheet(
        (Part("choose", said("budget.choose"), lead, grids=(Grid(said("budget.risks"), heads, rows),)),)
    )


def _strategies() -> tuple[Choice, ...]:
    return tuple(Choice(name, said(f"strategy.{name}")) for name in STRATEGIES)


def evaluate(task: BudgetData, response: Response) -> Graded:
    """Grade what the choice brings ÷ the best that the budget allows (70 %), and the kinds of response (30 %)."""
    taken = frozenset(risk.key for risk in task.risks if chosen(response, f"{risk.key}.take") == "yes")
    cells = [_benefit_cell(task, taken)]
    for risk in task.risks:
        cells.append(
            choice_cell(
                response,
                f"{risk.key}.strategy",
                said("budget.strategy-of", thing=risk.text),
                _NAMED / len(task.risks),
                _strategies(),
                risk.response.strategy,
                why=authored(risk.response.say) if risk.response.say else None,
            )
        )
    return total(cells, _notes(task, taken), (_exact(task, taken),))


def _benefit_cell(task: BudgetData, taken: frozenset[str]) -> CellGrade:
    best, most = best_choice(task.risks, task.budget)
    chosen_risks = [risk for risk in task.risks if risk.key in taken]
    spent = sum(risk.response.cost for risk in chosen_risks)
    brought = sum(benefit(risk) for risk in chosen_risks)
    duties = [risk.key in taken for risk in task.risks if risk.response.is_duty]
    kept = sum(duties) / len(duties) if duties else 1.0
    slip = ""
    if spent > task.budget + _ROUNDING:
        share, slip = 0.0, "over-budget"
    else:
        share = kept if brought >= most - _ROUNDING else kept * max(0.0, brought / most if most > 0 else 0.0)
        if share < 1 and taken == reddest_first(task.risks, task.budget):
            slip = "reddest-first"
    return CellGrade(
        key=f"{task.risks[0].key}.take",
        label=said("budget.brings"),
        weight=_BENEFIT,
        share=min(1.0, share),
        given=said("budget.spent", brought=brought, spent=spent),
        expected=number(most),
        why=said(f"slip.{slip}") if slip else said("budget.best", count=float(len(best))),
        slip=slip,
    )


def _notes(task: BudgetData, taken: frozenset[str]) -> tuple[Words, ...]:
    if task.reserve is None:
        return ()
    before = add_up((risk.probability, risk.cost) for risk in task.risks)
    after = add_up(
        (risk.response.probability_after, risk.response.cost_after)
        if risk.key in taken
        else (risk.probability, risk.cost)
        for risk in task.risks
    )
    chances = [100 * (1 - losses.chance_up_to(task.reserve)) for losses in (before, after)]
    return (said("budget.reserve", reserve=task.reserve, before=chances[0], after=chances[1]),)


def _exact(task: BudgetData, taken: frozenset[str]) -> Grid:
    best, _ = best_choice(task.risks, task.budget)
    ordered = sorted(task.risks, key=lambda risk: -benefit(risk))
    rows = tuple(
        (
            words_cell(authored(risk.text)),
            number_in(expected_before(risk)),
            number_in(expected_after(risk)),
            number_in(risk.response.cost),
            number_in(benefit(risk)),
            words_cell(said("yes") if risk.key in taken else said("no")),
            words_cell(said("yes") if risk.key in best else said("no")),
        )
        for risk in ordered
    )
    codes = ("risk", "before", "after", "price", "benefit", "chosen", "in-best")
    return Grid(said("budget.exact"), tuple(said(f"budget.{code}", unit=task.unit) for code in codes), rows)
