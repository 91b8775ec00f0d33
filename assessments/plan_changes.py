"""What became of a plan: which initiatives came, went or moved between two drawings of it, and why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from assessments.plan_levels import final_level
from assessments.results import MaturityResult
from assessments.roadmap import LeftOut, Placement, Roadmap, ScheduledInitiative
from content import Text

ChangeKind = Literal["added", "removed", "later", "earlier", "longer", "shorter", "stays"]


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One initiative that is not where it was, or that was asked to move and stays.

    Attributes:
        weeks: by how many weeks it moved, or became longer or shorter; 0 for what came, went or stays.
        start_before, start_after: first week, counted from 0; None where it was, or is, not in the plan.
        is_wished: a person asked for this very change; the others follow from it.
        reason: what now fixes its start; None for what went.
        left_out: why it is not in the plan any more; None for what is in it.
    """

    key: str
    title: Text
    kind: ChangeKind
    weeks: int
    start_before: int | None
    start_after: int | None
    is_wished: bool
    reason: Placement | None
    left_out: LeftOut | None


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """What two plans differ in; differences are the second's figure minus the first's.

    `changes` lists what was wished first, then by the week in which it now stands, then by key.
    """

    changes: tuple[PlanChange, ...]
    initiatives: int
    effort_days: float
    end_weeks: int
    levels: float


def compare_plans(
    before: Roadmap, after: Roadmap, result: MaturityResult, wished: Collection[str] = ()
) -> PlanComparison:
    """Return what changed from one plan to another of the same assessment.

    Args:
        result: of the assessment; it weighs the dimensions.
        wished: keys of initiatives that a person moved, took out or put in.

    Source: methods-planning.md, section 4.6.
    """
    old = {one.key: one for one in before.initiatives}
    new = {one.key: one for one in after.initiatives}
    left_out = {one.key: one for one in after.left_out}
    changes = [
        _removed(one, left_out.get(key), is_wished=key in wished)
        for key, one in old.items()
        if key not in new
    ]
    for key, one in new.items():
        change = _change(old.get(key), one, is_wished=key in wished)
        if change is not None:
            changes.append(change)
    changes.sort(key=lambda one: (not one.is_wished, _week(one), one.key))
    return PlanComparison(
        changes=tuple(changes),
        initiatives=len(new) - len(old),
        effort_days=after.effort_days - before.effort_days,
        end_weeks=last_week(after) - last_week(before),
        levels=final_level(after, result) - final_level(before, result),
    )


def last_week(plan: Roadmap) -> int:
    """Return the first week in which nothing of a plan is left to do; 0 for an empty one."""
    return max((one.end_week for one in plan.initiatives), default=0)


def _removed(one: ScheduledInitiative, left_out: LeftOut | None, *, is_wished: bool) -> PlanChange:
    return PlanChange(one.key, one.title, "removed", 0, one.start_week, None, is_wished, None, left_out)


def _change(
    before: ScheduledInitiative | None, after: ScheduledInitiative, *, is_wished: bool
) -> PlanChange | None:
    start = after.start_week
    if before is None:
        return PlanChange(after.key, after.title, "added", 0, None, start, is_wished, after.reason, None)
    moved = start - before.start_week
    grown = (after.end_week - start) - (before.end_week - before.start_week)
    if not moved and not grown and not is_wished:
        return None
    kind: ChangeKind = "longer" if grown > 0 else "shorter" if grown else "stays"
    if moved:
        kind = "later" if moved > 0 else "earlier"
    return PlanChange(
        after.key,
        after.title,
        kind,
        abs(moved or grown),
        before.start_week,
        start,
        is_wished,
        after.reason,
        None,
    )


def _week(one: PlanChange) -> int:
    week = one.start_before if one.start_after is None else one.start_after
    assert week is not None  # it is in one of the two plans
    return week
