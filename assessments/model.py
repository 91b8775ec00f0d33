"""Maturity models: what is asked, of whom, and what each level of an answer means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from content import (
    NO_OTHER_FIELDS,
    ContentError,
    Finding,
    Limits,
    Problem,
    Text,
    canonical_hash,
    load,
    read,
)

Role = Literal["executive", "pmo", "project_manager", "team", "assurance"]
ROLES: tuple[str, ...] = ("executive", "pmo", "project_manager", "team", "assurance")
"""The role groups in the order in which they are shown."""

Lens = Literal["design", "use", "skill", "data", "improve"]

LIBRARY = Path(__file__).parent / "library"
PUBLISHED = ("quick-scan.yaml",)
"""The library's maturity model files, in the order in which they are offered."""

MOST_ANCHOR_WORDS = 30
"""A longer anchor is not read to its end."""

DONT_KNOW = "DK"
NOT_APPLICABLE = "NA"

Key = Annotated[str, Limits(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Version = Annotated[str, Limits(pattern=r"^\d+\.\d+\.\d+$")]
_QuestionPath = tuple[str, int, str, int]
Weight = Annotated[float, Limits(gt=0, le=1000)]


class AnswerRefused(ValueError):
    """An answer is not one that the question takes.

    Attributes:
        question: the question's key.
        found: the answer as it was given.
        allowed: what the question takes, as a phrase.
    """

    def __init__(self, question: str, found: object, allowed: str) -> None:
        self.question, self.found, self.allowed = question, found, allowed
        super().__init__(f"{question}: found {found!r}; allowed: {allowed}")


class UnknownModel(LookupError):
    """No maturity model of this key and version is published."""


class UnknownQuestion(LookupError):
    """The maturity model has no question of this key."""


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of the ladder, with its name and what it means for the whole organisation."""

    __pydantic_config__ = NO_OTHER_FIELDS

    level: Annotated[int, Limits(ge=0, le=10)]
    name: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked under a dimension.

    Attributes:
        anchors: what an observer would see at each level, lowest first.
        lens: which side of practice it looks at.
        roles: the role groups it is put to.
        evidence: what a claim of the middle level or more should be able to show.
        guidance: per level, lowest first: the next step upwards; at the top, how to keep it.
        is_core: a low answer here holds down the staged level, whatever the dimension.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    facet: Text
    stem: Text
    anchors: tuple[Text, ...]
    lens: Lens
    roles: Annotated[tuple[Role, ...], Limits(min_length=1)]
    evidence: Text
    guidance: tuple[Text, ...]
    weight: Weight = 1.0
    is_core: bool = False

    def check(self, answer: object, lowest: int = 1) -> None:
        """Refuse what is no answer to this question: neither one of its levels nor "DK" nor "NA".

        Args:
            answer: a level as an integer, or "DK" or "NA".
            lowest: the level of the first anchor, where the model's ladder does not begin at 1.

        Raises:
            AnswerRefused: with what would be allowed.
        """
        highest = lowest + len(self.anchors) - 1
        is_level = isinstance(answer, int) and not isinstance(answer, bool) and lowest <= answer <= highest
        if not is_level and answer not in (DONT_KNOW, NOT_APPLICABLE):
            allowed = f"a level from {lowest} to {highest}, {DONT_KNOW} or {NOT_APPLICABLE}"
            raise AnswerRefused(self.key, answer, allowed)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A heading of the model, with its weight in the mean index."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Annotated[str, Limits(pattern=r"^[A-Z][A-Z0-9]{1,7}$")]
    title: Text
    purpose: Text
    weight: Weight
    is_core: bool
    questions: Annotated[tuple[Question, ...], Limits(min_length=1)]


@dataclass(frozen=True, slots=True)
class MaturityModel:
    """A published questionnaire with its ladder of levels; a change is a new version."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    version: Version
    title: Text
    summary: Text
    source: Text
    minutes: Annotated[int, Limits(ge=1, le=480)]
    levels: Annotated[tuple[Level, ...], Limits(min_length=2)]
    dimensions: Annotated[tuple[Dimension, ...], Limits(min_length=1)]

    @property
    def hash(self) -> str:
        """The canonical hash of everything in the model."""
        return canonical_hash(self)

    @property
    def lowest(self) -> int:
        return self.levels[0].level

    @property
    def highest(self) -> int:
        return self.levels[-1].level

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for dimension in self.dimensions for question in dimension.questions)

    def question(self, key: str) -> Question:
        """Return the question of a key.

        Raises:
            UnknownQuestion: the model has none.
        """
        for question in self.questions:
            if question.key == key:
                return question
        raise UnknownQuestion(key)

    def dimension_of(self, key: str) -> Dimension:
        """Return the dimension under which the question of a key is asked.

        Raises:
            UnknownQuestion: the model has none.
        """
        for dimension in self.dimensions:
            if any(question.key == key for question in dimension.questions):
                return dimension
        raise UnknownQuestion(key)

    def questions_for(self, role: str) -> tuple[Question, ...]:
        """Return the questions put to a role group, in model order; none for an unknown role."""
        return tuple(question for question in self.questions if role in question.roles)

    def problems(self) -> Iterator[Problem]:
        """Yield every rule of a good questionnaire that this model breaks."""
        yield from _ladder_problems(self)
        yield from _repeated_keys(self)
        for d, dimension in enumerate(self.dimensions):
            for q, question in enumerate(dimension.questions):
                path = ("dimensions", d, "questions", q)
                if not question.key.startswith(f"{dimension.key}."):
                    allowed = f"a key beginning with '{dimension.key}.'"
                    yield Problem((*path, "key"), f"'{question.key}'", allowed, "question-key")
                yield from _question_problems(path, question, len(self.levels))


def list_models() -> tuple[MaturityModel, ...]:
    """Return the published maturity models, in the order in which they are offered."""
    return _published()


def find_model(key: str, version: str | None = None) -> MaturityModel:
    """Return a published maturity model, the newest version if none is named.

    Raises:
        UnknownModel: nothing is published under this key and version.
    """
    found = [model for model in _published() if model.key == key and version in (None, model.version)]
    if not found:
        raise UnknownModel(key if version is None else f"{key} {version}")
    return max(found, key=_version_numbers)


def load_model(path: Path) -> MaturityModel:
    """Return the maturity model of anybody's file, validated from scratch.

    Raises:
        ContentError: the file breaks a rule; every fault is listed.
    """
    return read(path, MaturityModel)


def check_model(path: Path) -> tuple[Finding, ...]:
    """Return what is wrong with a maturity model file, in file order and at most 100; nothing if sound."""
    try:
        load_model(path)
    except ContentError as error:
        return error.findings
    return ()


@cache
def _published() -> tuple[MaturityModel, ...]:
    return tuple(load(LIBRARY / name, MaturityModel) for name in PUBLISHED)


def _version_numbers(model: MaturityModel) -> tuple[int, ...]:
    return tuple(int(part) for part in model.version.split("."))


def _ladder_problems(model: MaturityModel) -> Iterator[Problem]:
    first = model.levels[0].level
    if first not in (0, 1):
        yield Problem(("levels", 0, "level"), str(first), "0 or 1 as the first level", "level-order")
    for place, level in enumerate(model.levels):
        if level.level != first + place:
            allowed = f"{first + place}, since levels follow one another"
            yield Problem(("levels", place, "level"), str(level.level), allowed, "level-order")


def _repeated_keys(model: MaturityModel) -> Iterator[Problem]:
    seen: set[str] = set()
    for d, dimension in enumerate(model.dimensions):
        places: list[tuple[tuple[str | int, ...], str]] = [(("dimensions", d, "key"), dimension.key)]
        places += [
            (("dimensions", d, "questions", q, "key"), question.key)
            for q, question in enumerate(dimension.questions)
        ]
        for path, key in places:
            if key in seen:
                yield Problem(path, f"'{key}' again", "a key used once in the model", "repeated-key")
            seen.add(key)


def _question_problems(path: _QuestionPath, question: Question, levels: int) -> Iterator[Problem]:
    for name, texts in (("anchors", question.anchors), ("guidance", question.guidance)):
        if len(texts) != levels:
            allowed = f"{levels}, one for each level"
            yield Problem((*path, name), f"a list of {len(texts)}", allowed, f"{name}-count")
    if len(set(question.roles)) != len(question.roles):
        yield Problem((*path, "roles"), "a role twice", "each role once", "repeated-role")
    seen: set[tuple[str, str]] = set()
    for place, anchor in enumerate(question.anchors):
        for language, words in anchor.items():
            where = (*path, "anchors", place, language)
            if (count := len(words.split())) > MOST_ANCHOR_WORDS:
                allowed = f"{MOST_ANCHOR_WORDS} words or fewer"
                yield Problem(where, f"{count} words", allowed, "anchor-length")
            folded = (language, " ".join(words.split()).casefold())
            if folded in seen:
                allowed = "words that tell this level from the others"
                yield Problem(where, "the same words as another level", allowed, "repeated-anchor")
            seen.add(folded)
