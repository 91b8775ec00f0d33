"""Answers that nobody gave: seeded responses for demonstrations, examples and trials.

They never mix with real ones: whoever shows them says that they are synthetic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Annotated, Literal

from assessments.instrument import ModuleKey
from assessments.model import Dimension, MaturityModel, Question
from assessments.responses import EVIDENCE, Answer, Evidence, Response
from assessments.service_needs import load_service_module
from assessments.vignettes import OWN, PREFIX, load_vignette_pack
from content import NO_OTHER_FIELDS, Limits, Text, load, say

COMMENTS = Path(__file__).parent / "library" / "demo" / "comments.yaml"

Tone = Literal["praise", "mixed", "concern"]


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark that fits one question, in one tone; it is passed over by models without that question."""

    __pydantic_config__ = NO_OTHER_FIELDS

    question: str
    tone: Tone
    text: Text


@dataclass(frozen=True, slots=True)
class CommentBank:
    """Remarks, and per dimension key a reason why a question does not apply."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    comments: Annotated[tuple[Comment, ...], Limits(min_length=1)]
    not_applicable: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class SyntheticRespondent:
    """Somebody who does not exist. `leniency` is added to every level they see, in levels."""

    key: str
    role: str
    leniency: float = 0.0


@dataclass(frozen=True, slots=True)
class RoleHabits:
    """How a role group answers.

    Attributes:
        bias: levels by which they see more than others, in every dimension that `bias_in` does not name.
        bias_in: the same, by dimension key.
        dont_know, not_applicable, comments: shares of answers, 0–1.
        evidence: shares of "none", "one" and "several" that they name for claims of the middle level and
            above, as far as it exists.
    """

    bias: float
    bias_in: Mapping[str, float]
    dont_know: float
    not_applicable: float
    evidence: tuple[float, float, float]
    comments: float


HABITS: Mapping[str, RoleHabits] = {
    "executive": RoleHabits(
        bias=0.45,
        bias_in={"GOV": 0.7, "STR": 0.6, "SVC": 0.1},
        dont_know=0.06,
        not_applicable=0.0,
        evidence=(0.55, 0.35, 0.10),
        comments=0.20,
    ),
    "pmo": RoleHabits(
        bias=0.1,
        bias_in={"MTH": 0.25, "SVC": 0.45},
        dont_know=0.02,
        not_applicable=0.0,
        evidence=(0.15, 0.45, 0.40),
        comments=0.18,
    ),
    "project_manager": RoleHabits(
        bias=-0.35,
        bias_in={"GOV": -0.6, "RES": -0.55, "SVC": -0.5},
        dont_know=0.03,
        not_applicable=0.0,
        evidence=(0.25, 0.50, 0.25),
        comments=0.24,
    ),
    "team": RoleHabits(
        bias=-0.15,
        bias_in={"ENG": -0.4, "MTH": -0.3},
        dont_know=0.08,
        not_applicable=0.02,
        evidence=(0.50, 0.40, 0.10),
        comments=0.15,
    ),
    "assurance": RoleHabits(
        bias=-0.1,
        bias_in={"RSK": -0.35, "BEN": -0.3},
        dont_know=0.05,
        not_applicable=0.02,
        evidence=(0.20, 0.35, 0.45),
        comments=0.15,
    ),
}
"""Executives see more than there is, project managers less, the PMO lies between: see docs/instrument.md."""

HARD_TO_SEE: Mapping[str, float] = {"BEN": 5.0, "RES": 1.5, "STR": 1.5}
"""Dimension key to the factor by which "don't know" is more frequent there."""

ON_FILE = (0.25, 0.40, 0.35)
"""Shares of questions for which nothing, one example or several examples exist at all."""

PERSON_SPREAD = 0.35
"""Standard deviation, in levels, between people of one role group."""
ANSWER_SPREAD = 0.60
"""Standard deviation, in levels, between answers of one person, beyond what explains them."""
FACET_SPREAD = 0.35
"""How far the questions of a dimension lie from its mean level at most, in levels, before centring."""


def load_comments() -> CommentBank:
    """Return the remarks that come with the product."""
    return load(COMMENTS, CommentBank)


def generate_responses(
    model: MaturityModel,
    cast: Sequence[SyntheticRespondent],
    levels: Mapping[str, float],
    seed: int,
    comments: CommentBank | None = None,
) -> tuple[Response, ...]:
    """Return one whole response per member of the cast, in their order; the same input gives the same output.

    An answer depends on the seed, the respondent and the question alone: another member of the cast or
    another question changes no level, evidence, "don't know" or "not applicable". Only remarks look at
    the rest, since none is made twice.

    Args:
        levels: dimension key to the mean level aimed at, on the model's own scale; every dimension needs one.
        comments: remarks to choose from; those of the product when left out.

    Raises:
        KeyError: a dimension without a level, or a role that has no habits.
    """
    bank = comments or load_comments()
    drafts = tuple(_draft(model, member, levels, seed, bank) for member in cast)
    return _with_comments(model, drafts, seed, bank)


def add_module_answers(
    responses: Sequence[Response], modules: Sequence[ModuleKey], levels: Mapping[str, float], seed: int
) -> tuple[Response, ...]:
    """Return the responses with answers to the questions of optional modules, in the same order.

    What a PMO does badly is needed the more; of what it hardly does, half of the people have seen nothing. As
    above, an answer depends on the seed, the respondent and the question alone.

    Args:
        levels: dimension key to the mean level on a scale from 1 to 5; every dimension that a service serves
            needs one.
    """
    module, pack = load_service_module(), load_vignette_pack()
    added = []
    for response in responses:
        answers = dict(response.answers)
        if "services" in modules:
            for service in module.services_for(response.role):
                level = levels[service.dimension]
                stream = _stream(seed, response.respondent, service.key)
                of_service = _stream(seed, service.key)
                pull = 2.1 - 0.35 * (level - 1) + 2.2 * (of_service.random() - 0.5)
                answers[f"{service.key}.need"] = _within(pull + _spread(stream, 0.7), 0, module.need.highest)
                is_met = stream.random() < 0.3 + 0.2 * (level - 1)
                seen = level + 0.2 + 2.0 * (of_service.random() - 0.5) + _spread(stream, 0.7)
                met = _within(seen, 1, module.quality.highest)
                answers[f"{service.key}.quality"] = met if is_met else Answer(value=0, kind="level")
        if "vignettes" in modules:
            kindness = _spread(_stream(seed, response.respondent, "kindness"), PERSON_SPREAD)
            for story in pack.vignettes:
                stream = _stream(seed, response.respondent, story.key)
                rating = story.intended + kindness + _spread(stream, 0.4)
                answers[PREFIX + story.key] = _within(rating, pack.lowest, pack.highest)
            own = sum(levels.values()) / len(levels) + kindness
            answers[PREFIX + OWN] = _within(own, pack.lowest, pack.highest)
        added.append(replace(response, answers=answers))
    return tuple(added)


def _within(value: float, lowest: int, highest: int) -> Answer:
    return Answer(value=min(max(round(value), lowest), highest), kind="level")


def _draft(
    model: MaturityModel,
    member: SyntheticRespondent,
    levels: Mapping[str, float],
    seed: int,
    bank: CommentBank,
) -> Response:
    person = member.leniency + _spread(_stream(seed, member.key), PERSON_SPREAD)
    answers: dict[str, Answer] = {}
    for dimension in model.dimensions:
        facets = _facet_shifts(dimension, seed)
        for question in dimension.all_questions:
            if member.role in question.roles:
                seen = levels[dimension.key] + facets[question.key] + person
                seen += _role_bias(question, dimension.key, member.role)
                stream = _stream(seed, member.key, question.key)
                answer = _answer(model, dimension.key, member.role, seen, stream, bank)
                answers[question.key] = _with_evidence(
                    answer, question, member.role, seed, stream, _middle(model)
                )
    return Response(respondent=member.key, role=member.role, answers=answers)


def _answer(
    model: MaturityModel, dimension: str, role: str, seen: float, stream: Random, bank: CommentBank
) -> Answer:
    habits = HABITS[role]
    level = min(max(round(seen + _spread(stream, ANSWER_SPREAD)), model.lowest), model.highest)
    kind = stream.random()
    not_known = habits.dont_know * HARD_TO_SEE.get(dimension, 1.0)
    if kind < not_known:
        return Answer(value=None, kind="DK")
    if kind < not_known + habits.not_applicable and dimension in bank.not_applicable:
        return Answer(value=None, kind="NA", reason=say(bank.not_applicable[dimension], "en"))
    return Answer(value=level, kind="level")


def _with_evidence(
    answer: Answer, question: Question, role: str, seed: int, stream: Random, middle: float
) -> Answer:
    """Return the answer with what its respondent could show; nobody can show what does not exist."""
    if answer.value is None or answer.value < middle:
        return answer
    named = _chosen(stream.random(), HABITS[role].evidence)
    on_file = _chosen(_stream(seed, question.key, "evidence").random(), ON_FILE)
    return replace(answer, evidence=min(named, on_file, key=EVIDENCE.index))


def _role_bias(question: Question, dimension: str, role: str) -> float:
    """Return what a role group adds to a level, the groups that are asked together adding nothing."""

    def bias(of: str) -> float:
        return HABITS[of].bias_in.get(dimension, HABITS[of].bias)

    return bias(role) - sum(bias(asked) for asked in question.roles) / len(question.roles)


def _facet_shifts(dimension: Dimension, seed: int) -> dict[str, float]:
    """Return question key to how far it lies from its dimension, in levels; the shifts add up to zero."""
    raw = {
        question.key: FACET_SPREAD * (2 * _stream(seed, question.key).random() - 1)
        for question in dimension.all_questions
    }
    mean = sum(raw.values()) / len(raw)
    return {key: shift - mean for key, shift in raw.items()}


def _with_comments(
    model: MaturityModel, responses: Sequence[Response], seed: int, bank: CommentBank
) -> tuple[Response, ...]:
    used: set[int] = set()
    commented = []
    for response in responses:
        answers = dict(response.answers)
        for key, answer in answers.items():
            stream = _stream(seed, response.respondent, key, "comment")
            if answer.value is None or stream.random() >= HABITS[response.role].comments:
                continue
            tone = _tone(answer.value, _middle(model))
            chosen = _unused(bank, key, tone, used, stream)
            if chosen is not None:
                used.add(chosen)
                answers[key] = replace(answer, comment=say(bank.comments[chosen].text, "en"))
        commented.append(replace(response, answers=answers))
    return tuple(commented)


def _unused(bank: CommentBank, question: str, tone: Tone, used: set[int], stream: Random) -> int | None:
    fitting = [
        number
        for number, comment in enumerate(bank.comments)
        if comment.question == question and comment.tone == tone and number not in used
    ]
    return fitting[int(stream.random() * len(fitting))] if fitting else None


def _tone(level: int, middle: float) -> Tone:
    if level < middle:
        return "concern"
    return "mixed" if level < middle + 1 else "praise"


def _middle(model: MaturityModel) -> float:
    return (model.lowest + model.highest) / 2


def _stream(seed: int, *names: str) -> Random:
    """Return a generator that this seed and these names alone determine."""
    # A demonstration needs repeatable numbers, not secret ones.
    return Random("/".join((str(seed), *names)))  # noqa: S311


def _spread(stream: Random, deviation: float) -> float:
    """Return a bell-shaped draw around zero with this standard deviation.

    Source: sum of three uniform draws, variance 3/12. Python promises the same sequence in later
    versions for random() only, and example files must not change with the interpreter.
    """
    total = stream.random() + stream.random() + stream.random()
    return (total - 1.5) * 2 * deviation


def _chosen(draw: float, shares: tuple[float, float, float]) -> Evidence:
    none, one, _ = shares
    if draw < none:
        return "none"
    return "one" if draw < none + one else "several"
