"""Which training each role of a plan needs for the gaps, and by when."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from assessments.catalogue import OwnerRole
from assessments.gaps import Gap
from assessments.milestones import PILOT, Milestones
from assessments.roadmap import Roadmap
from assessments.training import asks_for_training
from content import NO_OTHER_FIELDS, Limits, Problem, Text, Version, load

LIBRARY = Path(__file__).parent / "library"


@dataclass(frozen=True, slots=True)
class TrainingModule:
    """A unit of learning for some roles; `course` is None where no course is written for it yet.

    `lessons` are those of the course that it needs; none means all. `sector` is the only one it makes sense in.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Annotated[str, Limits(pattern=r"^T\d{2}$")]
    title: Text
    hours: Annotated[float, Limits(gt=0, le=40)]
    dimension: Annotated[str, Limits(pattern=r"^[A-Z]{3}$")]
    roles: Annotated[tuple[str, ...], Limits(min_length=1)]
    course: str | None
    lessons: tuple[str, ...]
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class ModuleLibrary:
    """A published version of the modules."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    version: Version
    modules: Annotated[tuple[TrainingModule, ...], Limits(min_length=1)]

    def problems(self) -> Iterator[Problem]:
        """Yield each key that stands twice, and lessons without a course."""
        seen: set[str] = set()
        for place, one in enumerate(self.modules):
            if one.key in seen:
                yield Problem(("modules", place, "key"), one.key, "a key used once", "unique-key")
            seen.add(one.key)
            if one.lessons and one.course is None:
                found = ", ".join(one.lessons)
                yield Problem(
                    ("modules", place, "lessons"), found, "none without a course", "lessons-of-course"
                )


@dataclass(frozen=True, slots=True)
class ModuleNeed:
    """A module that a role needs.

    Attributes:
        gap: of its dimension. is_available: its course can be assigned today.
        before: the day on which the first initiative of the dimension begins, else the pilot; None without either.
    """

    key: str
    title: Text
    hours: float
    dimension: str
    gap: float
    course: str | None
    lessons: tuple[str, ...]
    is_available: bool
    before: date | None


@dataclass(frozen=True, slots=True)
class RoleTraining:
    """What one role needs, the gap of the highest priority first; `hours` of it per person."""

    role: str
    title: Text
    modules: tuple[ModuleNeed, ...]
    hours: float


@cache
def load_modules() -> ModuleLibrary:
    """Return the published modules."""
    return load(LIBRARY / "training-modules.yaml", ModuleLibrary)


def train_roles(
    plan: Roadmap,
    milestones: Milestones,
    gaps: Sequence[Gap],
    roles: Sequence[OwnerRole],
    available: Collection[str],
    *,
    sector: str | None = None,
    library: ModuleLibrary | None = None,
) -> tuple[RoleTraining, ...]:
    """Return what each of the roles needs, in their order; roles that need nothing are left out.

    A gap asks for a module under the same condition as for a course (section 5).

    Args:
        gaps: the highest priority first. roles: those with a duty in the plan.
        available: keys of the courses that can be assigned.

    Source: platform default; methods-planning.md, section 5.
    """
    begins = {one.dimension: one.start_week for one in reversed(plan.initiatives)}
    pilot = next((phase.start_week for phase in plan.phases if phase.number == PILOT), None)
    needs: dict[str, list[ModuleNeed]] = {}
    for gap in gaps:
        if gap.gap is None or gap.evidenced is None or not asks_for_training(gap.gap, gap.evidenced):
            continue
        week = begins.get(gap.dimension, pilot)
        before = None if week is None else milestones.day(week)
        for one in (library or load_modules()).modules:
            if one.dimension == gap.dimension and one.sector in (None, sector):
                need = _need(one, gap.gap, one.course in available, before)
                for role in one.roles:
                    needs.setdefault(role, []).append(need)
    return tuple(_training(role, needs) for role in roles if role.key in needs)


def _need(one: TrainingModule, gap: float, is_available: bool, before: date | None) -> ModuleNeed:
    return ModuleNeed(
        one.key, one.title, one.hours, one.dimension, gap, one.course, one.lessons, is_available, before
    )


def _training(role: OwnerRole, needs: Mapping[str, Sequence[ModuleNeed]]) -> RoleTraining:
    own = tuple(needs[role.key])
    return RoleTraining(role.key, role.title, own, sum(one.hours for one in own))
