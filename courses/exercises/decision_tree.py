"""Decision tree: acts, states of the world, and a test that may be bought before; folded back from the end."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.exercises.draws import CASE_SEED, varied_amount, varied_probability
from courses.exercises.grading import CellGrade, Graded, Response, choice_cell, number_cell, numeric, total
from courses.exercises.questions import Path, Question, grade_question, question_field, question_problems
from courses.exercises.sheets import YES_NO, Choice, Field, Grid, Part, Sheet, number_in, words_cell
from courses.exercises.words import Words, authored, said
from courses.syllabus import Key, repeated

_ROUNDING = 1e-9

SLIPS = ("test-cost-forgotten", "prior-kept")


@dataclass(frozen=True, slots=True)
class State:
    """How the world may turn out to be; the probabilities of all states sum to 1."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text
    probability: Annotated[float, Limits(gt=0, lt=1)]


@dataclass(frozen=True, slots=True)
class Act:
    """What one may do; `payoffs`: state key to what comes of it there, costs below 0."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text
    payoffs: Mapping[Key, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the test may say; `likelihoods`: state key to the probability that it says so there."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text
    likelihoods: Mapping[Key, Annotated[float, Limits(ge=0, le=1)]]


@dataclass(frozen=True, slots=True)
class Test:
    """A study, prototype or survey that can be bought before the decision."""

    __pydantic_config__ = NO_OTHER_FIELDS

    text: Text
    cost: Annotated[float, Limits(ge=0)]
    outcomes: Annotated[tuple[Outcome, ...], Limits(min_length=2, max_length=4)]


@dataclass(frozen=True, slots=True)
class TreeData:
    """Attributes:
    unit: of payoffs, as "thousand CU".
    test: None where nothing can be found out before.
    risk_tolerance: R of an exponential utility, in `unit`; then certainty equivalents are asked for.
    question: asked last, best about the attitude to risk.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    unit: Text
    states: Annotated[tuple[State, ...], Limits(min_length=2, max_length=4)]
    acts: Annotated[tuple[Act, ...], Limits(min_length=2, max_length=4)]
    test: Test | None = None
    risk_tolerance: Annotated[float, Limits(gt=0)] | None = None
    question: Question | None = None

    def problems(self, path: Path) -> Iterator[Problem]:
        """Yield what is wrong with data whose types are right."""
        for name in ("states", "acts"):
            keys = tuple(one.key for one in getattr(self, name))
            for place in repeated(keys):
                yield Problem(
                    (*path, name, place, "key"), f"'{keys[place]}' again", "each key once", "repeated-key"
                )
        whole = sum(state.probability for state in self.states)
        if abs(whole - 1) > _ROUNDING:
            yield Problem(
                (*path, "states"), f"probabilities that sum to {whole:g}", "a sum of 1", "probabilities"
            )
        states = {state.key for state in self.states}
        for place, act in enumerate(self.acts):
            if set(act.payoffs) != states:
                where = (*path, "acts", place, "payoffs")
                yield Problem(where, ", ".join(sorted(act.payoffs)), "a payoff for each state", "payoffs")
        if self.test:
            yield from self._test_problems((*path, "test"), self.test, states)
        if self.question:
            yield from question_problems((*path, "question"), self.question)

    @staticmethod
    def _test_problems(path: Path, test: Test, states: set[str]) -> Iterator[Problem]:
        for place, outcome in enumerate(test.outcomes):
            if set(outcome.likelihoods) != states:
                where = (*path, "outcomes", place, "likelihoods")
                yield Problem(
                    where, ", ".join(sorted(outcome.likelihoods)), "one for each state", "likelihoods"
                )
        for state in sorted(states):
            whole = sum(outcome.likelihoods.get(state, 0.0) for outcome in test.outcomes)
            if abs(whole - 1) > _ROUNDING:
                found = f"likelihoods in state '{state}' that sum to {whole:g}"
                yield Problem((*path, "outcomes"), found, "a sum of 1 in each state", "probabilities")
        for place, outcome in enumerate(test.outcomes):
            if not any(outcome.likelihoods.values()):
                where = (*path, "outcomes", place, "likelihoods")
                yield Problem(where, "an outcome that never comes", "a likelihood above 0", "likelihoods")


_QUESTION_SHARE = 0.1
_HALF_A_POINT = 0.5
_CENT = 0.0051


@dataclass(frozen=True, slots=True)
class Folded:
    """A tree folded back.

    Attributes:
        values: act key to expected payoff without the test. best: the act with the highest, first of equals.
        perfect: expected payoff if the state were known before. evpi: what that is worth.
        chances: outcome key to its probability. posteriors: outcome key to state key to probability after it.
        after: outcome key to the best act's expected payoff after it.
        with_test: expected payoff of testing first, its cost paid; None without a test.
    """

    values: Mapping[str, float]
    best: str
    perfect: float
    evpi: float
    chances: Mapping[str, float]
    posteriors: Mapping[str, Mapping[str, float]]
    after: Mapping[str, float]
    with_test: float | None


def fold(data: TreeData) -> Folded:
    """Return the tree folded back from its ends.

    Source: Raiffa and Schlaifer 1961, Applied Statistical Decision Theory, chapters 1 and 4: expected values,
    Bayes' rule, EVPI = Σ p × best payoff − best act's expected payoff.
    """
    priors = {state.key: state.probability for state in data.states}
    values = {act.key: _expected(act, priors) for act in data.acts}
    best = max(values, key=lambda key: values[key])
    perfect = math.fsum(p * max(act.payoffs[state] for act in data.acts) for state, p in priors.items())
    chances: dict[str, float] = {}
    posteriors: dict[str, dict[str, float]] = {}
    after: dict[str, float] = {}
    for outcome in data.test.outcomes if data.test else ():
        joint = {state: p * outcome.likelihoods[state] for state, p in priors.items()}
        chances[outcome.key] = math.fsum(joint.values())
        posteriors[outcome.key] = {state: p / chances[outcome.key] for state, p in joint.items()}
        after[outcome.key] = max(_expected(act, posteriors[outcome.key]) for act in data.acts)
    with_test = None
    if data.test:
        with_test = math.fsum(chances[key] * after[key] for key in chances) - data.test.cost
    return Folded(values, best, perfect, perfect - values[best], chances, posteriors, after, with_test)


def _expected(act: Act, chances: Mapping[str, float]) -> float:
    return math.fsum(chance * act.payoffs[state] for state, chance in chances.items())


def certainty_equivalent(data: TreeData, act: Act, tolerance: float) -> float:
    """Return the sure payoff that is worth as much as an act: −R ln Σ p exp(−x ÷ R).

    Source: Pratt 1964, Econometrica 32:122 (constant absolute aversion to risk).
    """
    least = min(act.payoffs.values())  # taken out first, so that no exponential grows too large
    weights = math.fsum(
        state.probability * math.exp(-(act.payoffs[state.key] - least) / tolerance) for state in data.states
    )
    return least - tolerance * math.log(weights)


def make(seed: int, data: TreeData, variation: float) -> TreeData:
    """Return the task of a seed: payoffs, the test's price, and the first two states' probabilities."""
    if seed == CASE_SEED:
        return data
    acts = tuple(
        replace(
            act,
            payoffs={
                key: varied_amount(seed, f"{act.key}.{key}", payoff, variation)
                for key, payoff in act.payoffs.items()
            },
        )
        for act in data.acts
    )
    first, second, *others = data.states
    together = first.probability + second.probability
    # Both keep a whole per cent at least, where together they have two.
    moved = min(
        varied_probability(seed, "state", first.probability, variation), max(together / 2, together - 0.01)
    )
    states = (
        replace(first, probability=moved),
        replace(second, probability=round(together - moved, 9)),
        *others,
    )
    test = data.test
    if test:
        test = replace(test, cost=varied_amount(seed, "test", test.cost, variation))
    return replace(data, states=states, acts=acts, test=test)


def sheet(task: TreeData) -> Sheet:
    """Return what a learner sees."""
    unit = authored(task.unit)
    payoffs = Grid(
        said("tree.payoffs"),
        (said("tree.state"), said("tree.probability"), *(authored(act.text) for act in task.acts)),
        tuple(
            (
                words_cell(authored(state.text)),
                number_in(100 * state.probability),
                *(number_in(act.payoffs[state.key]) for act in task.acts),
            )
            for state in task.states
        ),
    )
    fields = [
        Field(f"value.{act.key}", "number", said("tree.value", thing=act.text), unit=unit)
        for act in task.acts
    ]
    fields.append(Field("best", "choice", said("tree.best"), _acts(task)))
    fields.append(Field("evpi", "number", said("tree.evpi"), unit=unit))
    parts = [Part("acts", said("tree.acts"), said("tree.lead"), grids=(payoffs,), fields=tuple(fields))]
    if task.test:
        parts.append(_test_part(task, task.test))
    last: list[Field] = []
    if task.risk_tolerance:
        for act in task.acts:
            last.append(Field(f"sure.{act.key}", "number", said("tree.sure", thing=act.text), unit=unit))
        last.append(Field("cautious", "choice", said("tree.cautious"), _acts(task)))
    if task.question:
        last.append(question_field("why", task.question))
    if last:
        lead = said("tree.tolerance", tolerance=task.risk_tolerance) if task.risk_tolerance else None
        parts.append(Part("attitude", said("tree.attitude"), lead, fields=tuple(last)))
    return Sheet(tuple(parts))


def _acts(task: TreeData) -> tuple[Choice, ...]:
    return tuple(Choice(act.key, authored(act.text)) for act in task.acts)


def _test_part(task: TreeData, test: Test) -> Part:
    unit, percent = authored(task.unit), said("percent")
    likelihoods = Grid(
        said("tree.likelihoods"),
        (said("tree.state"), *(authored(outcome.text) for outcome in test.outcomes)),
        tuple(
            (
                words_cell(authored(state.text)),
                *(number_in(100 * outcome.likelihoods[state.key]) for outcome in test.outcomes),
            )
            for state in task.states
        ),
    )
    fields: list[Field] = []
    first = task.states[0]
    for one in test.outcomes:
        fields.append(Field(f"chance.{one.key}", "number", said("tree.chance", thing=one.text), unit=percent))
        label = said("tree.posterior", thing=one.text, state=first.text)
        fields.append(Field(f"after.{one.key}", "number", label, unit=percent))
        fields.append(Field(f"worth.{one.key}", "number", said("tree.worth", thing=one.text), unit=unit))
    fields.append(Field("with-test", "number", said("tree.with-test"), unit=unit))
    fields.append(Field("buy", "choice", said("tree.buy"), YES_NO))
    lead = said("tree.test-lead", test=test.text, cost=test.cost, unit=task.unit)
    return Part("test", authored(test.text), lead, grids=(likelihoods,), fields=tuple(fields))


def evaluate(task: TreeData, response: Response) -> Graded:
    """Grade every node within 1 %, later nodes also by the learner's own earlier ones; all nodes weigh alike."""
    folded = fold(task)
    cells = [*_act_cells(task, folded, response)]
    if task.test and folded.with_test is not None:
        cells += _test_cells(task, task.test, folded, folded.with_test, response)
    if task.risk_tolerance:
        cells += _attitude_cells(task, task.risk_tolerance, response)
    asked = _QUESTION_SHARE if task.question else 0.0
    cells = [replace(cell, weight=(1 - asked) / len(cells)) for cell in cells]
    if task.question:
        cells.append(grade_question("why", task.question, response, asked))
    return total(cells, _notes(task, folded))


def _act_cells(task: TreeData, folded: Folded, response: Response) -> Iterator[CellGrade]:
    for act in task.acts:
        label = said("tree.value", thing=act.text)
        yield number_cell(response, f"value.{act.key}", label, 0, folded.values[act.key], least=_CENT)
    own = {act.key: numeric(response, f"value.{act.key}") for act in task.acts}
    known = {key: value for key, value in own.items() if value is not None}
    own_best = max(known, key=lambda key: known[key]) if len(known) == len(own) else ""
    yield choice_cell(response, "best", said("tree.best"), 0, _acts(task), folded.best, own=own_best)
    own_evpi = folded.perfect - known[own_best] if own_best else None
    why = said("tree.evpi-why", perfect=folded.perfect, best=folded.values[folded.best])
    yield number_cell(response, "evpi", said("tree.evpi"), 0, folded.evpi, own=own_evpi, least=_CENT, why=why)


def _test_cells(
    task: TreeData, test: Test, folded: Folded, with_test: float, response: Response
) -> list[CellGrade]:
    first = task.states[0]
    cells: list[CellGrade] = []
    own_total = 0.0
    is_whole = True
    for one in test.outcomes:
        chance, posterior = folded.chances[one.key], folded.posteriors[one.key][first.key]
        label = said("tree.chance", thing=one.text)
        cells.append(number_cell(response, f"chance.{one.key}", label, 0, 100 * chance, least=_HALF_A_POINT))
        own_chance = numeric(response, f"chance.{one.key}")
        joint = 100 * first.probability * one.likelihoods[first.key]
        own_posterior = 100 * joint / own_chance if own_chance else None
        cells.append(
            number_cell(
                response,
                f"after.{one.key}",
                said("tree.posterior", thing=one.text, state=first.text),
                0,
                100 * posterior,
                own=own_posterior,
                least=_HALF_A_POINT,
                slips={"prior-kept": 100 * first.probability},
            )
        )
        own_after = _own_after(task, numeric(response, f"after.{one.key}"))
        label = said("tree.worth", thing=one.text)
        cells.append(
            number_cell(
                response, f"worth.{one.key}", label, 0, folded.after[one.key], own=own_after, least=_CENT
            )
        )
        own_worth = numeric(response, f"worth.{one.key}")
        is_whole = is_whole and own_chance is not None and own_worth is not None
        own_total += (own_chance or 0.0) / 100 * (own_worth or 0.0)
    own = own_total - test.cost if is_whole else None
    slips = {"test-cost-forgotten": with_test + test.cost}
    label = said("tree.with-test")
    cells.append(number_cell(response, "with-test", label, 0, with_test, own=own, least=_CENT, slips=slips))
    values = [numeric(response, f"value.{act.key}") for act in task.acts]
    known = [value for value in values if value is not None]
    own_with = numeric(response, "with-test")
    own_buy = ""
    if own_with is not None and len(known) == len(values):
        own_buy = "yes" if own_with > max(known) else "no"
    right = "yes" if with_test > folded.values[folded.best] else "no"
    why = said("tree.buy-why", with_test=with_test, without=folded.values[folded.best])
    cells.append(choice_cell(response, "buy", said("tree.buy"), 0, YES_NO, right, own=own_buy, why=why))
    return cells


def _own_after(task: TreeData, posterior: float | None) -> float | None:
    """Return what the best act is worth by the learner's own posterior; only two states are settled by one figure."""
    if posterior is None or len(task.states) > 2:
        return None
    first, second = (state.key for state in task.states)
    return max(_expected(act, {first: posterior / 100, second: 1 - posterior / 100}) for act in task.acts)


def _attitude_cells(task: TreeData, tolerance: float, response: Response) -> Iterator[CellGrade]:
    sure = {act.key: certainty_equivalent(task, act, tolerance) for act in task.acts}
    for act in task.acts:
        label = said("tree.sure", thing=act.text)
        yield number_cell(response, f"sure.{act.key}", label, 0, sure[act.key], least=_HALF_A_POINT)
    own = {key: value for key in sure if (value := numeric(response, f"sure.{key}")) is not None}
    own_best = max(own, key=lambda key: own[key]) if len(own) == len(sure) else ""
    right = max(sure, key=lambda key: sure[key])
    yield choice_cell(response, "cautious", said("tree.cautious"), 0, _acts(task), right, own=own_best)


def _notes(task: TreeData, folded: Folded) -> tuple[Words, ...]:
    names = {act.key: act.text for act in task.acts}
    notes = [
        said("tree.note-best", act=names[folded.best], value=folded.values[folded.best], evpi=folded.evpi)
    ]
    if task.test and folded.with_test is not None:
        worth = folded.with_test + task.test.cost - folded.values[folded.best]
        notes.append(said("tree.note-test", worth=worth, cost=task.test.cost))
    return tuple(notes)
