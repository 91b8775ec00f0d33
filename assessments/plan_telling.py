"""The engine's plan for a client told as a Roadmap: its reasons, loads and quality in the plan's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assessments.capacity import size_factor
from assessments.catalogue import Catalogue, Initiative
from assessments.gaps import Gap
from assessments.ladder import build_ladder
from assessments.plan_limits import POOL
from assessments.planning.initiatives import ClientCase, NotUsable
from assessments.planning.problem import FULL_WEEK
from assessments.planning.results import LeftOutActivity, Place, Plan, PlannedActivity
from assessments.roadmap import Quarter, Roadmap, RoleLoad, assemble_roadmap
from assessments.schedule import Bounds, Placed, Placement
from assessments.selection import Chosen, LeftOut, LeftOutReason, Selection
from assessments.wishes import Wishes

if TYPE_CHECKING:
    from assessments.plan_drawing import Drawing

WEEKEND = timedelta(days=2)
"""From the Friday on which a week's work ends to the last day of the week."""

_OUT: Mapping[str, LeftOutReason] = {
    "excluded": "dropped",
    "prerequisite": "prerequisite",
    "no use": "not needed",
    "not needed": "not needed",
    "not eligible": "not eligible",
    "budget": "budget",
    "number": "plan full",
    "no room": "plan full",
    "dropped": "dropped",
    "other type": "other type",
    "other sector": "other sector",
    "level reached": "level reached",
    "no capacity": "nobody",
    "not scored": "not scored",
}


def told(drawing: Drawing, plan: Plan) -> Roadmap:
    """Return a plan that was drawn for a client as a roadmap, with all that explains it."""
    client, wishes, capacity, case = drawing.client, drawing.wishes, drawing.capacity, drawing.case
    by_key = {one.key: one for one in client.catalogue.initiatives}
    gap_of = {gap.dimension: gap for gap in client.gaps}
    late_ends = {one.key: one.end_on - WEEKEND for one in plan.activities if one.key in wishes.lasts_until}
    placed = tuple(_placed(one, by_key[one.key], case, wishes, gap_of, late_ends) for one in plan.activities)
    drawn = assemble_roadmap(
        client.catalogue,
        placed,
        client.gaps,
        build_ladder(client.catalogue, case.plan_type, client.sector, client.result),
        Bounds(capacity.days_per_quarter, wishes.horizon_weeks, size_factor(client.headcount)),
        plan_type=case.plan_type,
        start_on=client.start_on,
        capacity=capacity,
        left_out=_left_out(client.catalogue, case.not_usable, plan.left_out),
    )
    aims = plan.dimensions if wishes.objective != "balanced" else ()
    quality = plan.quality
    return replace(
        drawn,
        critical_chain=plan.critical_chain,
        slack_weeks={one.key: one.slack_weeks for one in plan.activities},
        gap_to_bound=None if quality is None else quality.gap,
        standing="" if quality is None else quality.standing,
        solver="" if quality is None or quality.solver == "not asked" else quality.solver,
        missed=tuple(one.dimension for one in aims if not one.is_reached),
        loads=_loads(plan) if wishes.limits.has_roles else (),
        cost=None if wishes.limits.day_rate is None else plan.cost,
        quarters=_without_quiet(drawn.quarters, case.problem.open_share),
        planning_version=plan.method_version,
    )


def _without_quiet(quarters: Sequence[Quarter], open_share: Sequence[int]) -> tuple[Quarter, ...]:
    """The quarters with what quiet times leave of their days; weeks beyond the horizon count in full."""
    found = []
    for one in quarters:
        weeks = range(one.start_week, one.end_week)
        shares = [open_share[week] if week < len(open_share) else FULL_WEEK for week in weeks]
        left = sum(shares) / (FULL_WEEK * len(shares))
        found.append(replace(one, capacity_days=one.capacity_days * left))
    return tuple(found)


def _loads(plan: Plan) -> tuple[RoleLoad, ...]:
    return tuple(
        RoleLoad(one.key, one.title, one.starts_on, one.taken, one.available)
        for one in plan.loads
        if one.kind == "capacity"
    )


def _placed(
    one: PlannedActivity,
    initiative: Initiative,
    case: ClientCase,
    wishes: Wishes,
    gap_of: Mapping[str, Gap],
    late_ends: Mapping[str, date],
) -> Placed:
    gap = gap_of.get(initiative.dimension)
    open_gap = 0.0 if gap is None or gap.gap is None else min(gap.gap, 1.0)
    weight = 0.0 if gap is None else gap.weight
    chosen = Chosen(initiative, _selection(one, case, wishes), weight * open_gap / one.effort_days)
    return Placed(
        chosen,
        one.start_week,
        one.end_week,
        one.effort_days,
        one.after,
        _placement(one.place, one, late_ends),
    )


def _selection(one: PlannedActivity, case: ClientCase, wishes: Wishes) -> Selection:
    if one.key in wishes.starts or one.key in wishes.added:
        return Selection("wished")
    if one.key in case.foundation:
        return Selection("foundation")
    if one.key in case.quick_wins:
        return Selection("quick win")
    if one.wanted.kind == "prerequisite":
        return Selection("prerequisite", one.wanted.other)
    return Selection("gap")


def _placement(place: Place, one: PlannedActivity, late_ends: Mapping[str, date]) -> Placement:
    """The engine's reason in the plan's words; a load of an owner names the role behind its resource.

    Args:
        late_ends: the last day of each initiative that runs late.
    """
    other = place.other
    if place.kind == "owner" and place.resource is not None:
        other = place.resource.partition(":")[2]
    elif place.kind == "capacity" and place.resource != POOL:
        other = place.resource
    kind = "attention" if place.kind == "unit" else place.kind
    until = None if place.full_until is None else one.start_on
    if kind == "fixed":
        until = late_ends.get(one.key)
    elif kind == "prerequisite" and other is not None:
        until = late_ends.get(other)
    return Placement(kind, other, one.start_week, until, place.others)


def _left_out(
    catalogue: Catalogue, not_usable: Sequence[NotUsable], left_out: Sequence[LeftOutActivity]
) -> tuple[LeftOut, ...]:
    """Everything that is not in the plan, in catalogue order."""
    reasons: dict[str, tuple[str, str | None]] = {
        **{one.key: (one.reason, one.other) for one in not_usable},
        **{one.key: (one.kind, one.other) for one in left_out},
    }
    return tuple(
        LeftOut(one.key, one.title, one.dimension, _OUT[reasons[one.key][0]], reasons[one.key][1])
        for one in catalogue.initiatives
        if one.key in reasons
    )
