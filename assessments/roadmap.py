"""The plan: which initiatives, in which order, in which week, and what they should lead to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from assessments.capacity import Capacity, estimate_capacity, size_factor
from assessments.catalogue import Catalogue, OwnerRole, PlanType
from assessments.gaps import METHOD_VERSION, Gap
from assessments.ladder import Ladder, build_ladder
from assessments.phases import Phase, phase_at, plan_phases
from assessments.profile import Profile
from assessments.recommendations import Recommendation
from assessments.results import MaturityResult
from assessments.roadmap_parts import (
    EmptyPlan,
    LikelyEnd,
    Projection,
    Quarter,
    Roadmap,
    RoleLoad,
    ScheduledInitiative,
)
from assessments.schedule import (
    QUARTER_WEEKS,
    Bounds,
    Placed,
    Placement,
    quarters_in,
    schedule,
    spread_effort,
)
from assessments.selection import (
    FULL_LOAD,
    SMALLEST_STEP,
    Chosen,
    LeftOut,
    Selection,
    explain_left_out,
    select_initiatives,
)

__all__ = [
    "LeftOut",
    "LikelyEnd",
    "Phase",
    "Placement",
    "Projection",
    "Quarter",
    "Roadmap",
    "RoleLoad",
    "ScheduledInitiative",
    "Selection",
    "plan_roadmap",
    "plan_type_of",
]

HORIZON_WEEKS = 78
FASTEST_LIFT_PER_QUARTER = 0.25
"""What is delivered still has to become habit: no dimension is promised more than a level in a year."""

WEAK_SPONSOR = 2
"""Up to this answer to K12, mandate and sponsors come before everything else."""


def plan_roadmap(
    catalogue: Catalogue,
    gaps: Sequence[Gap],
    result: MaturityResult,
    recommendation: Recommendation,
    profile: Profile,
    *,
    headcount: int | None,
    start_on: date,
    capacity_days_per_quarter: float | None = None,
    pmo_staff: float | None = None,
    sector: str | None = None,
    horizon_weeks: int = HORIZON_WEEKS,
) -> Roadmap:
    """Return the plan that closes the gaps as far as the given weeks and days allow, always the same one.

    Args:
        gaps: as `find_gaps` returns them.
        profile: the answered criteria (`Recommendation.profile` includes derived ones).
        headcount: people employed; scales the efforts. None counts as 100 to 1,000.
        capacity_days_per_quarter: None derives it from `pmo_staff` or K13, see `estimate_capacity`.
        sector: as catalogue entries name it; unlocks what makes sense only there.

    Raises:
        ValueError: the capacity is negative or the horizon shorter than a week.

    Source: platform default; methods-planning.md, section 4.
    """
    if horizon_weeks < 1 or (capacity_days_per_quarter or 0) < 0:
        raise ValueError("a plan needs at least a week and no negative capacity")
    capacity = _capacity(capacity_days_per_quarter, profile, pmo_staff)
    bounds = Bounds(capacity.days_per_quarter, horizon_weeks, size_factor(headcount))
    plan_type = plan_type_of(recommendation)
    ladder = build_ladder(catalogue, plan_type, sector, result)
    foundation = catalogue.foundation if _needs_foundation(profile, recommendation) else ()
    chosen = select_initiatives(ladder, gaps, plan_type, budget_days=_budget(bounds), foundation=foundation)
    placed, dropped = _settle(chosen, ladder, bounds, _early(chosen, catalogue, recommendation))
    left_out = explain_left_out(catalogue, ladder, gaps, plan_type, [one.key for one in placed], dropped)
    return assemble_roadmap(
        catalogue,
        placed,
        gaps,
        ladder,
        bounds,
        plan_type=plan_type,
        start_on=start_on,
        capacity=capacity,
        left_out=tuple(left_out),
    )


def assemble_roadmap(
    catalogue: Catalogue,
    placed: Sequence[Placed],
    gaps: Sequence[Gap],
    ladder: Ladder,
    bounds: Bounds,
    *,
    plan_type: PlanType,
    start_on: date,
    capacity: Capacity,
    left_out: tuple[LeftOut, ...],
) -> Roadmap:
    """Return the roadmap that follows from a schedule: phases, quarters and what the dimensions should show."""
    phases = plan_phases(catalogue.phases, placed, bounds.horizon_weeks, _weeks_to_show(placed, ladder))
    length = phases[-1].end_week if phases else 0
    return Roadmap(
        start_on=start_on,
        length_weeks=length,
        horizon_weeks=bounds.horizon_weeks,
        plan_type=plan_type,
        phases=phases,
        initiatives=_scheduled(placed, phases, gaps),
        left_out=left_out,
        projections=_project(placed, ladder, gaps, length),
        quarters=_quarters(placed, bounds, length),
        owners=_owners(catalogue, placed),
        effort_days=sum(one.effort_days for one in placed),
        effort_factor=bounds.effort_factor,
        capacity=capacity,
        capacity_days_per_quarter=capacity.days_per_quarter,
        note=None if placed else _why_empty(gaps, {one.dimension for one in catalogue.initiatives}),
        catalogue_version=catalogue.version,
        method_version=METHOD_VERSION,
    )


def _capacity(given: float | None, profile: Profile, pmo_staff: float | None) -> Capacity:
    return estimate_capacity(profile, pmo_staff) if given is None else Capacity(given, None, "given")


def plan_type_of(recommendation: Recommendation) -> PlanType:
    """Return the type of plan: agile where delivery is by agile teams or value streams, else the PMO's type."""
    delivery = {one.choice for one in recommendation.axes if one.axis == "delivery"}
    return "agile" if delivery & {"agile", "value_streams"} else recommendation.target_type


def _owners(catalogue: Catalogue, placed: Sequence[Placed]) -> tuple[OwnerRole, ...]:
    used = {owner for one in placed for owner in one.chosen.initiative.owners}
    return tuple(role for role in catalogue.owners if role.key in used)


def _needs_foundation(profile: Profile, recommendation: Recommendation) -> bool:
    is_weak = profile.get("K12", WEAK_SPONSOR + 1) <= WEAK_SPONSOR
    return is_weak or any(gate.key == "G1" for gate in recommendation.gates)


def _early(chosen: Sequence[Chosen], catalogue: Catalogue, recommendation: Recommendation) -> frozenset[str]:
    """What comes before its value: the launch and, where the PMO is too weak for its type, its own services."""
    keys = set(catalogue.early)
    if any(gate.key == "G5" for gate in recommendation.gates):
        gap_driven = [one.initiative for one in chosen if one.selection.kind == "gap"]
        keys.update(one.key for one in gap_driven if one.dimension == "SVC")
    return frozenset(keys)


def _budget(bounds: Bounds) -> float:
    """Days of the whole plan in the catalogue's size, with a reserve."""
    quarters = bounds.horizon_weeks / QUARTER_WEEKS
    return FULL_LOAD * quarters * bounds.capacity_days_per_quarter / bounds.effort_factor


def _settle(
    chosen: Sequence[Chosen], ladder: Ladder, bounds: Bounds, early: Collection[str]
) -> tuple[tuple[Placed, ...], frozenset[str]]:
    """Place what fits; what does not is taken out with the prerequisites only it needed, and placed anew."""
    dropped: set[str] = set()
    kept = list(chosen)
    while True:
        placed, refused = schedule(kept, ladder, bounds, early=early)
        if not refused:
            return placed, frozenset(dropped)
        dropped.update(refused)
        kept = [one for one in kept if one.initiative.key not in dropped]
        while orphans := _orphans(kept, ladder):
            kept = [one for one in kept if one.initiative.key not in orphans]


def _orphans(kept: Sequence[Chosen], ladder: Ladder) -> set[str]:
    """Prerequisites that nothing needs any more."""
    needed = {need for one in kept for need in ladder.needs(one.initiative)}
    return {
        one.initiative.key
        for one in kept
        if one.selection.kind == "prerequisite" and one.initiative.key not in needed
    }


def _scheduled(
    placed: Sequence[Placed], phases: Sequence[Phase], gaps: Sequence[Gap]
) -> tuple[ScheduledInitiative, ...]:
    verify = {gap.dimension for gap in gaps if gap.verify_first}
    return tuple(
        ScheduledInitiative(
            key=one.key,
            title=one.chosen.initiative.title,
            purpose=one.chosen.initiative.purpose,
            dimension=one.chosen.initiative.dimension,
            lift_from=one.chosen.initiative.lift_from,
            lift_to=one.chosen.initiative.lift_to,
            phase=phase_at(phases, one.start_week),
            start_week=one.start_week,
            end_week=one.end_week,
            effort_days=one.effort_days,
            owners=one.chosen.initiative.owners,
            after=one.after,
            is_quick_win=one.chosen.initiative.is_quick_win or one.chosen.selection.kind == "quick win",
            verify_first=one.chosen.initiative.dimension in verify,
            deliverables=one.chosen.initiative.deliverables,
            selection=one.chosen.selection,
            reason=one.reason,
            value=one.chosen.value,
        )
        for one in placed
    )


def _weeks_to_show(placed: Sequence[Placed], ladder: Ladder) -> int:
    """Weeks until every lift, at its fastest after it was delivered, can be seen."""
    return max((_quarters_to_show(placed, ladder, one) for one in ladder.today), default=0) * QUARTER_WEEKS


def _quarters_to_show(placed: Sequence[Placed], ladder: Ladder, dimension: str) -> int:
    final = ladder.level(dimension, [one.key for one in placed])
    level, quarter = ladder.today[dimension], 0
    while level < final - 1e-9:
        quarter += 1
        level = _risen(placed, ladder, dimension, level, quarter)
    return quarter


def _risen(placed: Sequence[Placed], ladder: Ladder, dimension: str, level: float, quarter: int) -> float:
    """Return where a dimension stands at the end of a quarter, counted from 1, that began at `level`."""
    finished = [one.key for one in placed if one.end_week <= quarter * QUARTER_WEEKS]
    return max(level, min(ladder.level(dimension, finished), level + FASTEST_LIFT_PER_QUARTER))


def _quarters(placed: Sequence[Placed], bounds: Bounds, length: int) -> tuple[Quarter, ...]:
    days: dict[int, float] = {}
    for one in placed:
        for quarter, part in spread_effort(one.effort_days, one.start_week, one.end_week).items():
            days[quarter] = days.get(quarter, 0.0) + part
    return tuple(
        Quarter(
            number + 1,
            number * QUARTER_WEEKS,
            min(length, (number + 1) * QUARTER_WEEKS),
            days.get(number, 0.0),
            bounds.capacity_days_per_quarter,
        )
        for number in range(quarters_in(length))
    )


def _project(
    placed: Sequence[Placed], ladder: Ladder, gaps: Collection[Gap], length: int
) -> tuple[Projection, ...]:
    gap_of = {gap.dimension: gap for gap in gaps}
    projections = []
    for dimension, today in ladder.today.items():
        target = gap_of[dimension].target
        levels: list[float] = []
        level = today
        for quarter in range(1, quarters_in(length) + 1):
            level = max(level, min(_risen(placed, ladder, dimension, level, quarter), target))
            levels.append(level)
        projections.append(Projection(dimension, today, target, tuple(levels)))
    return tuple(projections)


def _why_empty(gaps: Collection[Gap], served: Collection[str]) -> EmptyPlan:
    if all(gap.gap is None for gap in gaps):
        return "no scores"
    short = {gap.dimension for gap in gaps if (gap.gap or 0.0) > SMALLEST_STEP}
    if not short:
        return "no gaps"
    return "nothing fits" if short & set(served) else "not in catalogue"
