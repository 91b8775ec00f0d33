"""A client's roadmap under somebody's wishes, drawn by the planning engine.

Between two languages: wishes, gaps and the catalogue become a planning problem; the engine's plan becomes a Roadmap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assessments.capacity import Capacity, estimate_capacity, size_factor
from assessments.catalogue import Catalogue, Initiative
from assessments.gaps import Gap
from assessments.ladder import build_ladder
from assessments.planning.choice import without
from assessments.planning.files import CapacityFile, ChangeLoad, Condition, ResourceEntry
from assessments.planning.generation import generate
from assessments.planning.grid import Grid
from assessments.planning.initiatives import ClientCase, NotUsable, client_case
from assessments.planning.planner import make_plan, plan_of
from assessments.planning.results import LeftOutActivity, Place, Plan, PlannedActivity
from assessments.profile import Profile
from assessments.recommendations import Recommendation
from assessments.results import MaturityResult
from assessments.roadmap import Roadmap, assemble_roadmap
from assessments.schedule import MOST_AT_ONCE, MOST_PER_OWNER, Bounds, Placed, Placement
from assessments.selection import Chosen, LeftOut, LeftOutReason, Selection
from assessments.wishes import Wishes

POOL = "PMO"
MONTHS_PER_QUARTER = 3
SEED = 20261128
SCHEDULES = 120
"""Plans that are tried for each drawing: enough to come near the best, few enough to answer at once."""

_OUT: Mapping[str, LeftOutReason] = {
    "excluded": "dropped",
    "prerequisite": "prerequisite",
    "no use": "not needed",
    "not needed": "not needed",
    "not eligible": "not eligible",
    "budget": "plan full",
    "number": "plan full",
    "no room": "plan full",
    "dropped": "dropped",
    "other type": "other type",
    "other sector": "other sector",
    "level reached": "level reached",
    "no capacity": "plan full",
    "not scored": "not scored",
}


class Impossible(ValueError):
    """No plan keeps all the wishes; `keys` are the initiatives that they are about."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(f"no plan keeps what is fixed about {', '.join(keys) or 'it'}")
        self.keys = tuple(keys)


@dataclass(frozen=True, slots=True)
class Client:
    """What a plan is drawn from, beside the wishes."""

    catalogue: Catalogue
    gaps: Sequence[Gap]
    result: MaturityResult
    recommendation: Recommendation
    profile: Profile
    start_on: date
    headcount: int | None = None
    capacity_days_per_quarter: float | None = None
    pmo_staff: float | None = None
    sector: str | None = None


def draw_plan(client: Client, wishes: Wishes) -> Roadmap:
    """Return the best roadmap found for the wishes, always the same one.

    Raises:
        Impossible: no plan keeps all of them.

    Source: platform default; methods-planning.md, section 4.6.
    """
    capacity = _capacity(client, wishes)
    case = _case(client, wishes, capacity)
    plan = make_plan(case.problem, wishes.objective, seed=SEED, schedules=SCHEDULES)
    if plan.outcome == "none":
        raise Impossible(wishes.touched())
    return _roadmap(client, wishes, capacity, case, plan)


def reshape_plan(client: Client, wishes: Wishes, stood: Mapping[str, int]) -> Roadmap:
    """Return an earlier plan under other wishes, with as little moved as they allow.

    What was in the plan stays in it, with what the wishes add and without what they take out, and takes its place in
    the order in which it stood: one schedule, no search. Where that finds no plan, one is searched for.

    Args:
        stood: the earlier plan, initiative to first week; its weeks give the order.

    Raises:
        Impossible: no plan keeps all the wishes.

    Source: platform default; methods-planning.md, section 4.6.
    """
    capacity = _capacity(client, wishes)
    case = _case(client, wishes, capacity)
    grid = Grid(case.problem)
    weeks = {grid.place[key]: week for key, week in stood.items() if key in grid.place}
    kept = grid.closure(sorted(grid.mandatory | set(weeks)))
    chosen = without(grid, kept, [number for number in range(grid.count) if grid.excluded[number]])
    last = case.problem.horizon
    board = generate(grid, grid.in_order(chosen), [weeks.get(number, last) for number in range(grid.count)])
    if board is None or not grid.mandatory <= chosen:
        return draw_plan(client, wishes)
    plan = plan_of(grid, wishes.objective, SEED, board.starts, 1)
    shaped = _roadmap(client, wishes, capacity, case, plan)
    # Nothing was searched for, so "best found" would say too much.
    return shaped if shaped.standing == "optimal" else replace(shaped, standing="", gap_to_bound=None)


def starts_of(plan: Roadmap) -> dict[str, int]:
    """Return the first week of each initiative of a plan."""
    return {one.key: one.start_week for one in plan.initiatives}


def _capacity(client: Client, wishes: Wishes) -> Capacity:
    days = wishes.capacity_days_per_quarter
    given = client.capacity_days_per_quarter if days is None else days
    if given is None:
        return estimate_capacity(client.profile, client.pmo_staff)
    return Capacity(given, None, "given")


def _case(client: Client, wishes: Wishes, capacity: Capacity) -> ClientCase:
    file = CapacityFile(
        start_on=client.start_on,
        horizon_weeks=wishes.horizon_weeks,
        resources=(
            ResourceEntry(
                key=POOL,
                per_month=capacity.days_per_quarter / MONTHS_PER_QUARTER,
                covers=tuple(role.key for role in client.catalogue.owners),
            ),
        ),
        limits=ChangeLoad(at_once=MOST_AT_ONCE, per_owner=MOST_PER_OWNER),
        conditions=tuple(_conditions(client, wishes)),
    )
    case, faults = client_case(
        client.catalogue,
        client.result,
        client.recommendation,
        client.gaps,
        client.profile,
        file,
        headcount=client.headcount,
        sector=client.sector,
    )
    if case is None:
        raise Impossible([problem.found for problem in faults.capacity])
    if unusable := sorted({*wishes.added, *wishes.starts} - {one.key for one in case.problem.activities}):
        raise Impossible(unusable)
    return case


def _conditions(client: Client, wishes: Wishes) -> Sequence[Condition]:
    def day(week: int) -> date:
        return client.start_on + timedelta(weeks=week)

    return [
        *(Condition(key, must=True, start=day(week)) for key, week in sorted(wishes.starts.items())),
        *(Condition(key, not_before=day(week)) for key, week in sorted(wishes.not_before.items())),
        *(Condition(key, exclude=True) for key in sorted(wishes.dropped)),
        *(Condition(key, must=True) for key in sorted(wishes.added)),
    ]


def _roadmap(client: Client, wishes: Wishes, capacity: Capacity, case: ClientCase, plan: Plan) -> Roadmap:
    by_key = {one.key: one for one in client.catalogue.initiatives}
    gap_of = {gap.dimension: gap for gap in client.gaps}
    placed = tuple(_placed(one, by_key[one.key], case, wishes, gap_of) for one in plan.activities)
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
    slack = {one.key: one.slack_weeks for one in plan.activities}
    return replace(
        drawn,
        critical_chain=plan.critical_chain,
        slack_weeks=slack,
        gap_to_bound=None if plan.quality is None else plan.quality.gap,
        standing="" if plan.quality is None else plan.quality.standing,
    )


def _placed(
    one: PlannedActivity, initiative: Initiative, case: ClientCase, wishes: Wishes, gap_of: Mapping[str, Gap]
) -> Placed:
    gap = gap_of.get(initiative.dimension)
    open_gap = 0.0 if gap is None or gap.gap is None else min(gap.gap, 1.0)
    weight = 0.0 if gap is None else gap.weight
    chosen = Chosen(initiative, _selection(one, case, wishes), weight * open_gap / one.effort_days)
    return Placed(
        chosen, one.start_week, one.end_week, one.effort_days, one.after, _placement(one.place, one)
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


def _placement(place: Place, one: PlannedActivity) -> Placement:
    """The engine's reason in the plan's words; a load of an owner names the role behind its resource."""
    other = place.other
    if place.kind == "owner" and place.resource is not None:
        other = place.resource.partition(":")[2]
    kind = "attention" if place.kind == "unit" else place.kind
    return Placement(kind, other, one.start_week)


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
