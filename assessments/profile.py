"""The client's profile: eighteen questions about the organisation that decide which type of PMO fits it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import floor
from pathlib import Path
from typing import Annotated, Literal

from content import NO_OTHER_FIELDS, Limits, Problem, Text, Version, load, read

LIBRARY = Path(__file__).parent / "library"

Shape = Literal["up", "down", "hill"]
PmoType = Literal["supportive", "controlling", "directive"]
PMO_TYPES: tuple[PmoType, ...] = ("supportive", "controlling", "directive")
"""The types of PMO by rising authority; where scores are equal, the lighter one comes first."""

Profile = Mapping[str, int]
"""Criterion key (K01 … K18) to answer, 0 (very low) to 4 (very high); an unanswered criterion is missing."""

HIGHEST_ANSWER = 4

_ROUNDING = 9
"""Decimals to which a level is compared, so that what is equal on paper is equal here."""

CriterionKey = Annotated[str, Limits(pattern=r"^K(0[1-9]|1[0-8])$")]
Share = Annotated[float, Limits(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question of the profile, with the way its answer speaks for each type of PMO."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: CriterionKey
    title: Text
    ask: Text
    options: Annotated[tuple[Text, ...], Limits(min_length=HIGHEST_ANSWER + 1, max_length=HIGHEST_ANSWER + 1)]
    weight: Annotated[float, Limits(gt=0, le=100)]
    supportive: Shape
    controlling: Shape
    directive: Shape
    why: Text

    def shape(self, pmo_type: PmoType) -> Shape:
        """Return how the answer speaks for a type: rising, falling, or most in the middle."""
        return {
            "supportive": self.supportive,
            "controlling": self.controlling,
            "directive": self.directive,
        }[pmo_type]


@dataclass(frozen=True, slots=True)
class ProfileModel:
    """A published version of the profile questionnaire."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    version: Version
    title: Text
    summary: Text
    criteria: Annotated[tuple[Criterion, ...], Limits(min_length=1)]

    def criterion(self, key: str) -> Criterion:
        """Return one criterion. Raises KeyError if there is none of this key."""
        for criterion in self.criteria:
            if criterion.key == key:
                return criterion
        raise KeyError(key)

    def problems(self) -> Iterator[Problem]:
        """Yield each criterion key that stands twice."""
        seen: set[str] = set()
        for place, criterion in enumerate(self.criteria):
            if criterion.key in seen:
                yield Problem(("criteria", place, "key"), criterion.key, "a key used once", "unique-key")
            seen.add(criterion.key)


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What is known about the client beside the criteria; None means not known.

    Attributes:
        headcount: people employed. project_count: projects running at the same time.
        yearly_value: money spent on projects in a year, in `currency` (ISO 4217 code).
        pmo_staff: full-time equivalents in the PMO, from which the plan's capacity follows.
        project_people: people who work in projects, for whom the PMO is there.
        day_rate: what a person-day costs, in `currency`; without it no cost is printed.
        programme_share: 0–1, change spend that goes into one finite programme.
        one_function_share: 0–1, projects that lie within one function.
        regions: regions served. funding: whether projects or standing product teams get the money.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    name: str | None = None
    sector: str | None = None
    headcount: Annotated[int, Limits(ge=1, le=5_000_000)] | None = None
    project_count: Annotated[int, Limits(ge=0, le=100_000)] | None = None
    yearly_value: Annotated[float, Limits(ge=0)] | None = None
    currency: Annotated[str, Limits(pattern=r"^[A-Z]{2,3}$")] | None = None
    languages: tuple[str, ...] = ()
    pmo_staff: Annotated[float, Limits(ge=0, le=10_000)] | None = None
    project_people: Annotated[int, Limits(ge=0, le=5_000_000)] | None = None
    day_rate: Annotated[float, Limits(gt=0, le=1_000_000)] | None = None
    programme_share: Share | None = None
    one_function_share: Share | None = None
    regions: Annotated[int, Limits(ge=0, le=10_000)] | None = None
    funding: Literal["project", "product"] | None = None


@dataclass(frozen=True, slots=True)
class ProfileFile:
    """What a profile file holds: the answered criteria and, beside them, facts about the client."""

    __pydantic_config__ = NO_OTHER_FIELDS

    criteria: Mapping[CriterionKey, Annotated[int, Limits(ge=0, le=HIGHEST_ANSWER)]]
    facts: ProfileFacts = ProfileFacts()


def answer_at(level: float, lowest: float, highest: float) -> int:
    """Return the answer, 0–4, that stands where a level stands on its scale; half-way between two the higher.

    >>> answer_at(2.5, 1, 5), answer_at(2.4, 1, 5)
    (2, 1)
    """
    share = (level - lowest) / (highest - lowest)
    return floor(round(share * HIGHEST_ANSWER + 0.5, _ROUNDING))


@cache
def load_profile_model() -> ProfileModel:
    """Return the published profile questionnaire."""
    return load(LIBRARY / "pmo-profile.yaml", ProfileModel)


def read_profile(path: Path) -> ProfileFile:
    """Return what a profile file (`criteria:` and, optionally, `facts:`) says.

    Raises:
        ContentError: the file is refused whole; each finding names line, field, found and allowed.
    """
    return read(path, ProfileFile)
