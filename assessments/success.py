"""By what, and on which day, each phase of a plan is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from assessments.gaps import Gap
from assessments.milestones import Milestones
from assessments.roadmap import Phase, Roadmap
from content import NO_OTHER_FIELDS, Limits, Problem, Text, Version, load

LIBRARY = Path(__file__).parent / "library"

THURSDAY = 3
MOST_LEVELS = 3
"""Levels of the most important gaps that stand beside the measures of a phase."""


@dataclass(frozen=True, slots=True)
class SuccessMeasure:
    """A measure of a phase; with `needs`, only where one of these initiatives is in the plan."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    phase: Annotated[int, Limits(ge=0, le=4)]
    title: Text
    how: Text
    threshold: Text
    owner: Annotated[str, Limits(pattern=r"^[A-Z]{2}$")]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuccessLibrary:
    """A published version of the measures."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    version: Version
    source: Text
    measures: Annotated[tuple[SuccessMeasure, ...], Limits(min_length=1)]

    def problems(self) -> Iterator[Problem]:
        """Yield each key that stands twice, and each phase without a measure that always applies."""
        seen: set[str] = set()
        for place, one in enumerate(self.measures):
            if one.key in seen:
                yield Problem(("measures", place, "key"), one.key, "a key used once", "unique-key")
            seen.add(one.key)
        for phase in range(5):
            if not any(one.phase == phase and not one.needs for one in self.measures):
                yield Problem(("measures",), f"none for phase {phase}", "one without needs", "every-phase")


@dataclass(frozen=True, slots=True)
class ExpectedLevel:
    """Where a dimension should stand by then, from the projection of the plan."""

    dimension: str
    title: Text
    today: float
    expected: float


@dataclass(frozen=True, slots=True)
class PhaseSuccess:
    """A phase with its exit test, the Thursday on which it is judged, and what it is judged by.

    `levels` are those of the three most important gaps at the last quarter that has ended by then; none before
    the first has.
    """

    phase: int
    title: Text
    exit_test: Text
    judged_on: date
    measures: tuple[SuccessMeasure, ...]
    levels: tuple[ExpectedLevel, ...]


@cache
def load_success() -> SuccessLibrary:
    """Return the published measures."""
    return load(LIBRARY / "success-measures.yaml", SuccessLibrary)


def measure_success(
    plan: Roadmap, milestones: Milestones, gaps: Sequence[Gap], library: SuccessLibrary | None = None
) -> tuple[PhaseSuccess, ...]:
    """Return what each phase of a plan is judged by, in order (SUC-1), with the levels expected by then (SUC-2).

    Args:
        gaps: the highest priority first.

    Source: platform default; methods-planning.md, section 10.
    """
    planned = {one.key for one in plan.initiatives}
    known = [
        one
        for one in (library or load_success()).measures
        if not one.needs or not planned.isdisjoint(one.needs)
    ]
    return tuple(
        PhaseSuccess(
            phase=phase.number,
            title=phase.title,
            exit_test=phase.exit_test,
            judged_on=milestones.day(phase.end_week - 1, THURSDAY),
            measures=tuple(one for one in known if one.phase == phase.number),
            levels=_levels(plan, phase, gaps),
        )
        for phase in plan.phases
    )


def _levels(plan: Roadmap, phase: Phase, gaps: Sequence[Gap]) -> tuple[ExpectedLevel, ...]:
    ended = sum(quarter.end_week <= phase.end_week for quarter in plan.quarters)
    if not ended:
        return ()
    projections = {one.dimension: one for one in plan.projections}
    open_gaps = [gap for gap in gaps if gap.gap and gap.dimension in projections]
    return tuple(
        ExpectedLevel(
            gap.dimension,
            gap.title,
            projections[gap.dimension].start,
            projections[gap.dimension].levels[ended - 1],
        )
        for gap in open_gaps[:MOST_LEVELS]
    )
