"""How many people a PMO of this kind usually has, by two published rules, beside those the client has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from assessments.profile import PmoType, ProfileFacts
from assessments.recommendations import Recommendation
from content import NO_OTHER_FIELDS, Limits, Problem, Text, Version, load

LIBRARY = Path(__file__).parent / "library"

FACTOR, EXPONENT = 1 / 5, 2 / 3
TYPE_FACTORS: Mapping[PmoType, float] = {"supportive": 0.6, "controlling": 1.0, "directive": 1.3}
PEOPLE_PER_PROJECT = 8
"""Assumed where nobody has said how many people work in projects; never more than are employed."""

PeopleBasis = Literal["given", "projects", "headcount"]


@dataclass(frozen=True, slots=True)
class SizePoint:
    """A published size: people served and PMO staff, full-time equivalents."""

    __pydantic_config__ = NO_OTHER_FIELDS

    people: Annotated[int, Limits(ge=1)]
    staff: Annotated[float, Limits(gt=0)]


@dataclass(frozen=True, slots=True)
class PublishedSize:
    """A published rule; `year` is None where its page bears none."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Literal["power", "table"]
    author: str
    title: str
    year: Annotated[int, Limits(ge=1980, le=2100)] | None
    basis: Text
    caveat: Text
    points: Annotated[tuple[SizePoint, ...], Limits(min_length=2)]


@dataclass(frozen=True, slots=True)
class SizeLibrary:
    """A published version of the rules."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    version: Version
    published_sizes: Annotated[tuple[PublishedSize, ...], Limits(min_length=1)]

    def problems(self) -> Iterator[Problem]:
        """Yield each point that does not come after the one before it."""
        for place, size in enumerate(self.published_sizes):
            for number, (before, after) in enumerate(pairwise(size.points), 1):
                if after.people <= before.people:
                    where = ("published_sizes", place, "points", number, "people")
                    yield Problem(where, str(after.people), f"more than {before.people}", "rising")


@dataclass(frozen=True, slots=True)
class SizeEstimate:
    """What one rule gives before the type is taken into account; `is_extended` beyond its published sizes."""

    key: str
    author: str
    title: str
    year: int | None
    basis: Text
    caveat: Text
    staff: float
    is_extended: bool


@dataclass(frozen=True, slots=True)
class StaffRange:
    """Full-time equivalents from the lower to the higher rule, times the factor of a type of PMO."""

    pmo_type: PmoType
    factor: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Staffing:
    """The range today, as the PMO opens, and at the end of the plan, as the type aimed for.

    Attributes:
        people: how many the PMO serves. basis: stated, or from the projects (8 people each, at most all that
            are employed), or all that are employed.
        own: the PMO's staff today; None where nobody has said.
        standing: where `own` lies against the range at the end.
        missing_low, missing_high: full-time equivalents short of that range, never negative; None without `own`.
    """

    people: int
    basis: PeopleBasis
    estimates: tuple[SizeEstimate, ...]
    today: StaffRange
    at_end: StaffRange
    own: float | None
    standing: Literal["below", "within", "above"] | None
    missing_low: float | None
    missing_high: float | None


@cache
def load_sizes() -> SizeLibrary:
    """Return the published rules."""
    return load(LIBRARY / "staffing.yaml", SizeLibrary)


def size_by_power(people: float) -> float:
    """Return ⅕ · N^⅔ full-time equivalents.

    Source: M. Cooch, PMO Headcount Sizing Guide, Decium, 2006; methods-planning.md, section 8.

    >>> [round(size_by_power(people), 1) for people in (30, 200, 1000)]
    [1.9, 6.8, 20.0]
    """
    return float(FACTOR * people**EXPONENT)


def size_by_table(people: float, points: Sequence[SizePoint]) -> float:
    """Return the staff that a table of sizes gives, on the line between the two sizes around `people`.

    Outside the table the nearest size is scaled by the exponent ⅔.

    Source: Bowler Hat Consulting, How big should my PMO be?; methods-planning.md, section 8.
    """
    for near, far in ((points[0], people < points[0].people), (points[-1], people > points[-1].people)):
        if far:
            return float(near.staff * (people / near.people) ** EXPONENT)
    below, above = next(pair for pair in pairwise(points) if people <= pair[1].people)
    share = (people - below.people) / (above.people - below.people)
    return below.staff + share * (above.staff - below.staff)


def people_served(facts: ProfileFacts) -> tuple[int, PeopleBasis] | None:
    """Return how many people a PMO serves and what that is taken from; None where nothing is known."""
    if facts.project_people is not None:
        return facts.project_people, "given"
    if facts.project_count is not None:
        people = facts.project_count * PEOPLE_PER_PROJECT
        return min(people, facts.headcount or people), "projects"
    return None if facts.headcount is None else (facts.headcount, "headcount")


def estimate_staffing(
    facts: ProfileFacts, recommendation: Recommendation, library: SizeLibrary | None = None
) -> Staffing | None:
    """Return the usual size of the PMO today and at the end of the plan; None where nothing is known to size it by.

    Source: two published rules, factors by type a platform default; methods-planning.md, section 8.
    """
    served = people_served(facts)
    if served is None:
        return None
    people, basis = served
    estimates = tuple(_estimate(size, people) for size in (library or load_sizes()).published_sizes)
    at_end = _range(estimates, recommendation.target_type)
    own = facts.pmo_staff
    return Staffing(
        people=people,
        basis=basis,
        estimates=estimates,
        today=_range(estimates, recommendation.start_type),
        at_end=at_end,
        own=own,
        standing=None if own is None else _standing(own, at_end),
        missing_low=None if own is None else max(0.0, at_end.low - own),
        missing_high=None if own is None else max(0.0, at_end.high - own),
    )


def _estimate(size: PublishedSize, people: int) -> SizeEstimate:
    is_extended = not size.points[0].people <= people <= size.points[-1].people
    staff = size_by_power(people) if size.key == "power" else size_by_table(people, size.points)
    return SizeEstimate(
        size.key, size.author, size.title, size.year, size.basis, size.caveat, staff, is_extended
    )


def _range(estimates: Sequence[SizeEstimate], pmo_type: PmoType) -> StaffRange:
    factor = TYPE_FACTORS[pmo_type]
    sizes = [one.staff * factor for one in estimates]
    return StaffRange(pmo_type, factor, min(sizes), max(sizes))


def _standing(own: float, wanted: StaffRange) -> Literal["below", "within", "above"]:
    if own < wanted.low:
        return "below"
    return "above" if own > wanted.high else "within"
