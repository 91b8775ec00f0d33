"""A client's roadmap under somebody's wishes, drawn by the planning engine.

Between two languages: wishes, gaps and the catalogue become a planning problem; the engine's plan becomes a Roadmap.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from assessments.capacity import Capacity, estimate_capacity, size_factor
from assessments.catalogue import Catalogue, Initiative
from assessments.gaps import Gap
from assessments.plan_limits import Limits, capacity_file, suggested_limits
from assessments.plan_telling import told
from assessments.planning.choice import Choice, without
from assessments.planning.conflicts import Conflict, find_conflicts
from assessments.planning.files import Condition
from assessments.planning.generation import generate
from assessments.planning.grid import ABSENT, Grid
from assessments.planning.initiatives import ClientCase, client_case, effort_of_roles
from assessments.planning.planner import beginning_with, make_plan, plan_of
from assessments.planning.planner import starts_of as starts_in
from assessments.planning.problem import UNIT, PlanningProblem
from assessments.planning.results import Plan
from assessments.planning.simulation import DRAWS, honest_dates
from assessments.profile import Profile
from assessments.recommendations import Recommendation
from assessments.results import MaturityResult
from assessments.roadmap import LikelyEnd, Roadmap
from assessments.wishes import Wishes

SEED = 20261128
SCHEDULES = 120
"""Plans that are tried for each drawing: enough to come near the best, few enough to answer at once."""


class Impossible(ValueError):
    """There is no plan under the wishes.

    Attributes:
        keys: the initiatives that the wishes are about.
        reason: "wishes", they cannot all be kept; "unusable", this client can have no plan with these initiatives;
            "nobody", there is no day on which anybody works.
    """

    def __init__(
        self, keys: Sequence[str], reason: Literal["wishes", "unusable", "nobody"] = "wishes"
    ) -> None:
        super().__init__(f"{reason}: {', '.join(keys)}")
        self.keys = tuple(keys)
        self.reason = reason


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


@dataclass(frozen=True, slots=True)
class Drawing:
    """A client's wishes in the engine's terms: here a plan is searched for, improved and dated, then told as a Roadmap.

    Source: platform default; methods-planning.md, section 4.6.
    """

    client: Client
    wishes: Wishes
    capacity: Capacity
    case: ClientCase

    @property
    def problem(self) -> PlanningProblem:
        return self.case.problem

    def search(self, schedules: int = SCHEDULES) -> Plan:
        """Return the best plan found, always the same one; its outcome is "none" where no plan keeps the wishes.

        Args:
            schedules: plans that are tried; fewer where somebody waits for the answer.
        """
        found = make_plan(self.problem, self.wishes.objective, seed=SEED, schedules=schedules)
        return self.in_good_order(found)

    def in_good_order(self, plan: Plan) -> Plan:
        """Return the plan with launch, staffing and what carries the PMO as early as it is no worse for it."""
        return beginning_with(self.problem, plan, self.case.early)

    def reshaped(self, stood: Mapping[str, int]) -> Plan | None:
        """Return an earlier plan under these wishes with as little moved as they allow; None where that finds none.

        What was in the plan stays in it, with what the wishes add and without what they take out, and takes its place
        in the order in which it stood: one schedule, no search.

        Args:
            stood: the earlier plan, initiative to first week; its weeks give the order.
        """
        grid = Grid(self.problem)
        weeks = {grid.place[key]: week for key, week in stood.items() if key in grid.place}
        kept = grid.closure(sorted(grid.mandatory | set(weeks)))
        chosen = without(grid, kept, [number for number in range(grid.count) if grid.excluded[number]])
        last = self.problem.horizon
        rank = [weeks.get(number, last) for number in range(grid.count)]
        board = generate(grid, grid.in_order(chosen), rank)
        if board is None or not grid.mandatory <= chosen or not Choice(grid, chosen).allows(()):
            return None
        return plan_of(grid, self.wishes.objective, SEED, board.starts, 1)

    def standing_at(self, starts: Mapping[str, int]) -> Plan | None:
        """Return a plan that was drawn before, by its first weeks; None where it breaks a rule by now."""
        grid = Grid(self.problem)
        known = starts_in(grid, starts)
        return None if known is None else plan_of(grid, self.wishes.objective, SEED, known, 0)

    def roadmap(self, plan: Plan, *, is_searched: bool = True) -> Roadmap:
        """Return a plan of the engine as a roadmap. `is_searched` False for one that was shaped by hand."""
        drawn = told(self, plan)
        if is_searched or drawn.standing == "optimal":
            return drawn
        # Nothing was searched for, so "best found" would say too much.
        return replace(drawn, standing="", gap_to_bound=None)

    def empty(self) -> Roadmap:
        """Return a roadmap with nothing in it, for where no plan keeps the wishes."""
        grid = Grid(self.problem)
        nothing = plan_of(grid, self.wishes.objective, SEED, [ABSENT] * grid.count, 0)
        return replace(self.roadmap(nothing), standing="", gap_to_bound=None, missed=())

    def dated(self, roadmap: Roadmap, plan: Plan, draws: int = DRAWS, done: Collection[str] = ()) -> Roadmap:
        """Return the roadmap with the likely ends of the whole and of each phase.

        Args:
            done: initiatives that have ended; nothing about them is uncertain any more.

        Source: methods-planning.md, section 14.9.
        """
        phases = {one.key: str(one.phase) for one in roadmap.initiatives}
        found = honest_dates(self.problem, plan, phases, done=done, draws=draws, seed=SEED) if phases else ()
        dates = [
            LikelyEnd(int(one.group) if one.group else None, one.planned_week, one.p50_week, one.p80_week)
            for one in found
        ]
        return replace(
            roadmap, dates=tuple(sorted(dates, key=lambda one: -1 if one.phase is None else one.phase))
        )

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the smallest set of conditions that no plan keeps, with what would release each; empty where one does.

        Reaching the aims is a condition where the plan is drawn to reach them and does keep the others.

        Source: methods-planning.md, section 14.8.
        """
        found = find_conflicts(self.problem, with_aims=False)
        if found or self.wishes.objective == "balanced":
            return found
        return find_conflicts(self.problem)


def prepare(client: Client, wishes: Wishes) -> Drawing:
    """Return a client's wishes in the engine's terms.

    Raises:
        Impossible: a wish is about what this client cannot use, or there is nobody for anything.
    """
    capacity = _capacity(client, wishes)
    return Drawing(client, wishes, capacity, _case(client, wishes, capacity))


def draw_plan(client: Client, wishes: Wishes, schedules: int = SCHEDULES) -> Roadmap:
    """Return the best roadmap found for the wishes, always the same one.

    Args:
        schedules: plans that are tried; fewer where somebody waits for the answer.

    Raises:
        Impossible: no plan keeps all of them.

    Source: platform default; methods-planning.md, section 4.6.
    """
    drawing = prepare(client, wishes)
    plan = drawing.search(schedules)
    if plan.outcome == "none":
        raise Impossible(wishes.touched())
    return drawing.roadmap(plan)


def reshape_plan(
    client: Client, wishes: Wishes, stood: Mapping[str, int], schedules: int = SCHEDULES
) -> Roadmap:
    """Return an earlier plan under other wishes, with as little moved as they allow; searched anew where need be.

    Args:
        stood: the earlier plan, initiative to first week; its weeks give the order.
        schedules: plans that are tried where one has to be searched for.

    Raises:
        Impossible: no plan keeps all the wishes.

    Source: platform default; methods-planning.md, section 4.6.
    """
    drawing = prepare(client, wishes)
    plan = drawing.reshaped(stood)
    return draw_plan(client, wishes, schedules) if plan is None else drawing.roadmap(plan, is_searched=False)


def starts_of(plan: Roadmap) -> dict[str, int]:
    """Return the first week of each initiative of a plan."""
    return {one.key: one.start_week for one in plan.initiatives}


def usable_initiatives(client: Client) -> list[Initiative]:
    """Return the initiatives that a plan for this client could have, whoever is there to do them."""
    case = _case(client, Wishes(), _capacity(client, Wishes()))
    keys = {one.key for one in case.problem.activities}
    return [one for one in client.catalogue.initiatives if one.key in keys]


def suggest_limits(client: Client) -> tuple[Limits, float]:
    """Return limits to begin with (see `suggested_limits`), and the PMO's days a quarter behind them."""
    days = _capacity(client, Wishes()).days_per_quarter
    return suggested_limits(client.catalogue, usable_initiatives(client), days), days


def asked_of_roles(client: Client) -> dict[str, float]:
    """Return role to the person-days that all usable initiatives together ask of it."""
    asked: dict[str, float] = {}
    factor = size_factor(client.headcount)
    for one in usable_initiatives(client):
        for role, amount in effort_of_roles(one, factor).items():
            asked[role] = asked.get(role, 0.0) + amount / UNIT
    return asked


def _capacity(client: Client, wishes: Wishes) -> Capacity:
    if wishes.limits.has_roles:
        return Capacity(wishes.limits.days_per_quarter(0.0), None, "roles")
    days = wishes.capacity_days_per_quarter
    given = client.capacity_days_per_quarter if days is None else days
    if given is None:
        return estimate_capacity(client.profile, client.pmo_staff)
    return Capacity(given, None, "given")


def _case(client: Client, wishes: Wishes, capacity: Capacity) -> ClientCase:
    file = capacity_file(
        client.catalogue,
        wishes.limits,
        start_on=client.start_on,
        horizon_weeks=wishes.horizon_weeks,
        pool_per_quarter=capacity.days_per_quarter,
        conditions=_conditions(client, wishes),
    )
    case, _ = client_case(
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
        # Callers know the initiatives and days they ask for, so what is left is a role without a day to work on.
        raise Impossible((), "nobody")
    if unusable := sorted({*wishes.added, *wishes.starts} - {one.key for one in case.problem.activities}):
        raise Impossible(unusable, "unusable")
    return replace(case, problem=_lengthened(case.problem, wishes))


def _lengthened(problem: PlanningProblem, wishes: Wishes) -> PlanningProblem:
    """The problem in which work that runs late takes the weeks that it really takes, so that what needs it waits.

    What has begun all the same waits for it no more.
    """
    if not wishes.lasts_until:
        return problem
    activities = []
    for one in problem.activities:
        start = wishes.starts.get(one.key)
        if start is not None:
            needs = tuple(need for need in one.needs if wishes.lasts_until.get(need, 0) <= start)
            one = replace(one, needs=needs)
        if start is not None and one.key in wishes.lasts_until:
            until = min(wishes.lasts_until[one.key], problem.horizon)
            weeks = sum(share > 0 for share in problem.open_share[start:until])
            activities.append(replace(one, weeks=max(one.weeks, weeks)))
        else:
            activities.append(one)
    return replace(problem, activities=tuple(activities))


def _conditions(client: Client, wishes: Wishes) -> Sequence[Condition]:
    def day(week: int) -> date:
        return client.start_on + timedelta(weeks=week)

    return [
        *(Condition(key, must=True, start=day(week)) for key, week in sorted(wishes.starts.items())),
        *(Condition(key, not_before=day(week)) for key, week in sorted(wishes.not_before.items())),
        *(Condition(key, exclude=True) for key in sorted(wishes.dropped)),
        *(Condition(key, must=True) for key in sorted(wishes.added)),
    ]
