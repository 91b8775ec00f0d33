"""Who does, answers for, is asked about and is told of each initiative of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from assessments.catalogue import Catalogue, OwnerRole, load_catalogue
from assessments.roadmap import ScheduledInitiative
from content import NO_OTHER_FIELDS, Limits, Problem, Text, Version, load

LIBRARY = Path(__file__).parent / "library"

Duty = Literal["R", "A", "AR", "C", "I"]
"""R does the work, A answers for it, AR both; C is asked before, I is told after."""

DOES: tuple[Duty, ...] = ("R", "AR")
ANSWERS: tuple[Duty, ...] = ("A", "AR")


@dataclass(frozen=True, slots=True)
class Assignment:
    """The duties of one initiative, by role; a role without a duty is missing."""

    __pydantic_config__ = NO_OTHER_FIELDS

    initiative: Annotated[str, Limits(pattern=r"^[A-Z]{3}-\d{1,2}$")]
    roles: Mapping[str, Duty]


@dataclass(frozen=True, slots=True)
class Fallback:
    """What holds for an initiative that is not listed.

    `accountable` are candidates: the first that owns nothing of the initiative answers for it.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    accountable: Annotated[tuple[str, ...], Limits(min_length=1)]
    consulted: tuple[str, ...]
    informed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResponsibilityMap:
    """A published version of the duties; `groups` are roles that own no initiative."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    version: Version
    source: Text
    groups: tuple[OwnerRole, ...]
    fallback: Fallback
    assignments: tuple[Assignment, ...]

    def problems(self) -> Iterator[Problem]:
        """Yield each initiative that stands twice, that nobody does, or that not exactly one role answers for."""
        seen: set[str] = set()
        for place, one in enumerate(self.assignments):
            here = ("assignments", place)
            if one.initiative in seen:
                yield Problem((*here, "initiative"), one.initiative, "an initiative used once", "unique-key")
            seen.add(one.initiative)
            answers = [role for role, duty in one.roles.items() if duty in ANSWERS]
            if len(answers) != 1:
                found = ", ".join(answers) or "nobody"
                yield Problem((*here, "roles"), found, "exactly one role that answers for it", "one-a")
            if not any(duty in DOES for duty in one.roles.values()):
                yield Problem((*here, "roles"), "nobody", "at least one role that does it", "some-r")


def owner_problems(duties: ResponsibilityMap, catalogue: Catalogue | None = None) -> Iterator[Problem]:
    """Yield what does not fit the catalogue: unknown initiatives and roles, and others than the owners doing it."""
    published = catalogue or load_catalogue()
    owners = {one.key: one.owners for one in published.initiatives}
    roles = {role.key for role in (*published.owners, *duties.groups)}
    for place, one in enumerate(duties.assignments):
        here = ("assignments", place)
        if one.initiative not in owners:
            yield Problem((*here, "initiative"), one.initiative, "a key of the catalogue", "known-key")
            continue
        for role in one.roles:
            if role not in roles:
                yield Problem((*here, "roles", role), role, ", ".join(sorted(roles)), "known-role")
        does = {role for role, duty in one.roles.items() if duty in DOES}
        if does != set(owners[one.initiative]):
            allowed = f"the owners: {', '.join(owners[one.initiative])}"
            yield Problem((*here, "roles"), ", ".join(sorted(does)), allowed, "owner-does")


@dataclass(frozen=True, slots=True)
class Responsibility:
    """The duties of one initiative of the plan.

    Attributes:
        does: the owners in the plan's order. answers: exactly one role, which may be one of the owners.
        rule: RACI-1 from the published duties, RACI-2 from the rule for initiatives that are not listed.
    """

    initiative: str
    title: Text
    does: tuple[str, ...]
    answers: str
    asked: tuple[str, ...]
    told: tuple[str, ...]
    rule: Literal["RACI-1", "RACI-2"]

    def duty(self, role: str) -> Duty | None:
        """Return what a role has to do with it, None for nothing."""
        if role == self.answers:
            return "AR" if role in self.does else "A"
        if role in self.does:
            return "R"
        return "C" if role in self.asked else "I" if role in self.told else None


@dataclass(frozen=True, slots=True)
class RaciChart:
    """All duties of a plan; `roles` are those with any, owners first, in the catalogue's order."""

    roles: tuple[OwnerRole, ...]
    rows: tuple[Responsibility, ...]
    version: str


@cache
def load_responsibilities() -> ResponsibilityMap:
    """Return the published duties."""
    return load(LIBRARY / "responsibilities.yaml", ResponsibilityMap)


def assign_duties(
    initiatives: Sequence[ScheduledInitiative],
    catalogue: Catalogue | None = None,
    duties: ResponsibilityMap | None = None,
) -> RaciChart:
    """Return who does what in each initiative of a plan, in its order.

    The owners in the plan do the work, whoever the published duties name. Where a duty would fall on somebody
    who does the work already, only the answering is kept.

    Source: platform default; methods-planning.md, section 7.
    """
    known = duties or load_responsibilities()
    listed = {one.initiative: one for one in known.assignments}
    rows = tuple(
        _listed(one, listed[one.key]) if one.key in listed else _unlisted(one, known.fallback)
        for one in initiatives
    )
    used = {role for row in rows for role in (*row.does, row.answers, *row.asked, *row.told)}
    roles = (*(catalogue or load_catalogue()).owners, *known.groups)
    return RaciChart(tuple(role for role in roles if role.key in used), rows, known.version)


def _listed(one: ScheduledInitiative, assignment: Assignment) -> Responsibility:
    def of(*duties: Duty) -> tuple[str, ...]:
        return tuple(role for role, duty in assignment.roles.items() if duty in duties)

    (answers,) = of(*ANSWERS)  # exactly one, as the file was checked for
    asked = tuple(role for role in of("C") if role not in one.owners)
    told = tuple(role for role in of("I") if role not in one.owners)
    return Responsibility(one.key, one.title, one.owners, answers, asked, told, "RACI-1")


def _unlisted(one: ScheduledInitiative, fallback: Fallback) -> Responsibility:
    free = [role for role in fallback.accountable if role not in one.owners]
    answers = free[0] if free else fallback.accountable[0]
    busy = {*one.owners, answers}
    asked = tuple(role for role in fallback.consulted if role not in busy)
    told = tuple(role for role in fallback.informed if role not in busy)
    return Responsibility(one.key, one.title, one.owners, answers, asked, told, "RACI-2")
