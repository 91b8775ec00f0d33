"""The catalogue of initiatives a plan is chosen from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from content import NO_OTHER_FIELDS, Limits, Problem, Text, Version, load

LIBRARY = Path(__file__).parent / "library"

PlanType = Literal["supportive", "controlling", "directive", "agile"]
PLAN_TYPES: tuple[PlanType, ...] = ("supportive", "controlling", "directive", "agile")
"""The three types of PMO, and the agile office that an agile or product organisation gets instead."""

QUICK_WIN_DAYS = 8
QUICK_WIN_WEEKS = 4

LevelNumber = Annotated[int, Limits(ge=1, le=5)]


@dataclass(frozen=True, slots=True)
class OwnerRole:
    """A role that can own an initiative."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    title: Text


@dataclass(frozen=True, slots=True)
class PhaseText:
    """What a phase of the roll-out is called, is for, and must show before the next begins."""

    __pydantic_config__ = NO_OTHER_FIELDS

    number: Annotated[int, Limits(ge=0, le=4)]
    title: Text
    goal: Text
    exit_test: Text


@dataclass(frozen=True, slots=True)
class Initiative:
    """A piece of work that lifts one dimension from one level to another.

    Attributes:
        effort_days, weeks: person-days and duration for an organisation of about 500 staff.
        stands_in_for: the initiative this one replaces as a prerequisite where the type of plan excludes it.
        sector: the only sector it makes sense in; None for all.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Annotated[str, Limits(pattern=r"^[A-Z]{3}-\d{1,2}$")]
    title: Text
    purpose: Text
    dimension: Annotated[str, Limits(pattern=r"^[A-Z]{3}$")]
    lift_from: LevelNumber
    lift_to: LevelNumber
    needs: tuple[str, ...]
    effort_days: Annotated[float, Limits(gt=0, le=1000)]
    weeks: Annotated[int, Limits(ge=1, le=52)]
    owners: Annotated[tuple[str, ...], Limits(min_length=1)]
    deliverables: Annotated[tuple[Text, ...], Limits(min_length=2)]
    types: Annotated[tuple[PlanType, ...], Limits(min_length=1)]
    is_quick_win: bool = False
    sector: str | None = None
    stands_in_for: str | None = None

    @property
    def is_small(self) -> bool:
        """Whether effort and duration are those of a quick win."""
        return self.effort_days <= QUICK_WIN_DAYS and self.weeks <= QUICK_WIN_WEEKS


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A published version of the initiatives, their owners and the phases they fall into.

    `foundation` are the initiatives that open a plan where the sponsor is weak; `early` those that come near
    the beginning of any plan they are part of.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    version: Version
    title: Text
    summary: Text
    source: Text
    owners: tuple[OwnerRole, ...]
    phases: Annotated[tuple[PhaseText, ...], Limits(min_length=5, max_length=5)]
    initiatives: tuple[Initiative, ...]
    foundation: tuple[str, ...] = ()
    early: tuple[str, ...] = ()

    def initiative(self, key: str) -> Initiative:
        """Return one initiative. Raises KeyError if there is none of this key."""
        for initiative in self.initiatives:
            if initiative.key == key:
                return initiative
        raise KeyError(key)

    def problems(self) -> Iterator[Problem]:
        """Yield what no single initiative can see: missing, doubled and circular references, wrong levels."""
        yield from _problems_of_each(self)
        yield from _unknown_references(self)
        for cycle in find_cycles(self.initiatives):
            place = next(i for i, initiative in enumerate(self.initiatives) if initiative.key == cycle[0])
            found = " → ".join((*cycle, cycle[0]))
            yield Problem(("initiatives", place, "needs"), found, "prerequisites without a circle", "cycle")


def find_cycles(initiatives: tuple[Initiative, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the circles among the prerequisites, each as the keys of its members, once.

    A circle begins with the member that stands first in the catalogue; each key names what the next one needs.
    Unknown prerequisites are passed over.
    """
    needs = {initiative.key: initiative.needs for initiative in initiatives}
    order = {key: place for place, key in enumerate(needs)}
    finished: set[str] = set()
    found: dict[tuple[str, ...], None] = {}

    def visit(key: str, path: tuple[str, ...]) -> None:
        if key in path:
            circle = path[path.index(key) :]
            first = min(range(len(circle)), key=lambda place: order[circle[place]])
            found[circle[first:] + circle[:first]] = None
            return
        if key in finished or key not in needs:
            return
        for need in needs[key]:
            visit(need, (*path, key))
        finished.add(key)

    for key in needs:
        visit(key, ())
    return tuple(found)


def _problems_of_each(catalogue: Catalogue) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, phase in enumerate(catalogue.phases):
        if phase.number != number:
            yield Problem(("phases", number, "number"), str(phase.number), str(number), "phase-order")
    for place, one in enumerate(catalogue.initiatives):
        here = ("initiatives", place)
        if one.key in seen:
            yield Problem((*here, "key"), one.key, "a key used once", "unique-key")
        seen.add(one.key)
        if not one.key.startswith(f"{one.dimension}-"):
            yield Problem(
                (*here, "key"), one.key, f"a key that begins with {one.dimension}-", "key-dimension"
            )
        if one.lift_to != one.lift_from + 1:
            yield Problem((*here, "lift_to"), str(one.lift_to), str(one.lift_from + 1), "one-level")
        if one.is_quick_win and not one.is_small:
            found = f"{one.effort_days:g} days, {one.weeks} weeks"
            allowed = f"at most {QUICK_WIN_DAYS} days and {QUICK_WIN_WEEKS} weeks for a quick win"
            yield Problem((*here, "is_quick_win"), found, allowed, "quick-win")


def _unknown_references(catalogue: Catalogue) -> Iterator[Problem]:
    owners = {role.key for role in catalogue.owners}
    by_key = {initiative.key: initiative for initiative in catalogue.initiatives}
    for field, keys in (("foundation", catalogue.foundation), ("early", catalogue.early)):
        for number, key in enumerate(keys):
            if key not in by_key:
                yield Problem((field, number), key, "a key of the catalogue", "known-key")
    for place, one in enumerate(catalogue.initiatives):
        here = ("initiatives", place)
        if one.stands_in_for is not None and one.stands_in_for not in by_key:
            yield Problem((*here, "stands_in_for"), one.stands_in_for, "a key of the catalogue", "known-key")
        for number, owner in enumerate(one.owners):
            if owner not in owners:
                yield Problem((*here, "owners", number), owner, ", ".join(sorted(owners)), "known-owner")
        for number, need in enumerate(one.needs):
            where = (*here, "needs", number)
            if need not in by_key:
                yield Problem(where, need, "a key of the catalogue", "known-key")
            elif by_key[need].lift_from > one.lift_from:
                allowed = f"a prerequisite that starts at level {one.lift_from} or below"
                yield Problem(where, need, allowed, "prerequisite-level")


@cache
def load_catalogue() -> Catalogue:
    """Return the published catalogue of initiatives."""
    return load(LIBRARY / "initiatives.yaml", Catalogue)
