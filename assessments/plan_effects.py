"""What an adopted plan projected, what the next measurement found, and what had been done by then: side by side.

Nothing here says that one caused the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from assessments.results import MaturityResult
from assessments.roadmap import Projection, Quarter, Roadmap
from assessments.waves import LEAST_CHANGE, Change, WaveComparison
from content import Text

Standing = Literal["above", "near", "below", "not measured"]
DONE, UNDER_WAY, PLANNED = "done", "under way", "planned"
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class AimedAt:
    """An initiative of the plan that aims at a dimension. `was_due`: it was agreed to have ended by the measurement."""

    key: str
    title: Text
    progress: str
    was_due: bool


@dataclass(frozen=True, slots=True)
class DimensionEffect:
    """One dimension. Levels are evidenced, as projections are.

    Attributes:
        before: when the plan was drawn. projected: at the end of the last quarter of the plan that had ended.
        after: as measured; None without a score. distance: after minus projected.
        standing: "near" where the distance is smaller than what is called a change.
        change: of the claims between the two measurements, with its interval; None where one has no score.
        initiatives: in the order of the plan.
    """

    dimension: str
    title: Text
    before: float
    projected: float
    after: float | None
    distance: float | None
    standing: Standing
    change: Change | None
    initiatives: tuple[AimedAt, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Some dimensions, and the mean change of their claims; None without any."""

    dimensions: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class PlanEffects:
    """An adopted plan beside the measurement after it.

    Attributes:
        projected_on: the last day of the quarter that the projection is for; None where none had ended: then what
            was projected is where the plan began.
        dimensions: in the order of the model.
        done, agreed: initiatives that were done, of those in the plan as adopted. due: agreed to have ended by then.
        worked_on: dimensions at which something aimed that was done. left_alone: at which nothing had even begun.
    """

    projected_on: date | None
    measured_on: date
    dimensions: tuple[DimensionEffect, ...]
    done: int
    due: int
    agreed: int
    worked_on: Group
    left_alone: Group


def effects_of(
    plan: Roadmap,
    progress: Mapping[str, str],
    after: MaturityResult,
    comparison: WaveComparison,
    measured_on: date,
) -> PlanEffects | None:
    """Return a plan beside a later measurement; None where the two measurements cannot be compared as a whole.

    Args:
        plan: as it was adopted. progress: initiative to how far it has come; one that is missing is planned.
        after: the later result. comparison: of the result that the plan rests on with the later one.

    Source: platform default; methods-planning.md, section 16.
    """
    if comparison.basis != "whole":
        return None
    quarter = _last_ended(plan, measured_on)
    changes = {one.key: one for one in comparison.dimensions}
    measured = {one.key: one for one in after.dimensions}
    by_dimension = {one.dimension: one for one in plan.projections}
    rows = tuple(
        _dimension(
            by_dimension[one.key],
            quarter,
            one.title,
            measured[one.key].evidenced,
            changes.get(one.key),
            _aimed_at(plan, one.key, progress, measured_on),
        )
        for one in after.dimensions
        if one.key in by_dimension
    )
    all_aimed = [each for key in by_dimension for each in _aimed_at(plan, key, progress, measured_on)]
    worked_on = [row for row in rows if any(one.progress == DONE for one in row.initiatives)]
    left_alone = [
        row for row in rows if not any(one.progress in (DONE, UNDER_WAY) for one in row.initiatives)
    ]
    return PlanEffects(
        projected_on=None if quarter is None else _ends_on(plan, plan.quarters[quarter]),
        measured_on=measured_on,
        dimensions=rows,
        done=sum(one.progress == DONE for one in all_aimed),
        due=sum(one.was_due for one in all_aimed),
        agreed=len(all_aimed),
        worked_on=_group(worked_on),
        left_alone=_group(left_alone),
    )


def _last_ended(plan: Roadmap, day: date) -> int | None:
    ended = [place for place, one in enumerate(plan.quarters) if _ends_on(plan, one) < day]
    return ended[-1] if ended else None


def _ends_on(plan: Roadmap, quarter: Quarter) -> date:
    """The Friday of the quarter's last week."""
    return plan.start_on + timedelta(weeks=quarter.end_week, days=-3)


def _dimension(
    projection: Projection,
    quarter: int | None,
    title: Text,
    after: float | None,
    change: Change | None,
    initiatives: tuple[AimedAt, ...],
) -> DimensionEffect:
    projected = projection.start if quarter is None else projection.levels[quarter]
    distance = None if after is None else after - projected
    return DimensionEffect(
        projection.dimension,
        title,
        projection.start,
        projected,
        after,
        distance,
        _standing(distance),
        change,
        initiatives,
    )


def _standing(distance: float | None) -> Standing:
    if distance is None:
        return "not measured"
    if abs(distance) < LEAST_CHANGE - _ROUNDING:
        return "near"
    return "above" if distance > 0 else "below"


def _aimed_at(
    plan: Roadmap, dimension: str, progress: Mapping[str, str], measured_on: date
) -> tuple[AimedAt, ...]:
    return tuple(
        AimedAt(
            one.key,
            one.title,
            progress.get(one.key, PLANNED),
            plan.start_on + timedelta(weeks=one.end_week, days=-3) < measured_on,
        )
        for one in plan.initiatives
        if one.dimension == dimension
    )


def _group(rows: Sequence[DimensionEffect]) -> Group:
    changes = [row.change.difference for row in rows if row.change is not None]
    return Group(len(rows), sum(changes) / len(changes) if changes else None)
