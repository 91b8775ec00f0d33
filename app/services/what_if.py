"""Trying other conditions on a plan without changing it: for the team, for the sponsor, and behind a link.

Nothing is stored. Behind a link the page is worked out from the issued report alone, so it tells nothing that its
reader could not read there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from app.db import assessments, plans
from app.db.assessments import Assessment
from app.db.plans import PlanScenario
from app.db.reports import find_report, list_reports
from app.errors import Invalid
from app.policy import Action, Actor, may, require
from app.reports import lines
from app.reports.choice import Choice as ReportChoice
from app.reports.choice import choice_from_plain
from app.reports.lines import Line, Tick
from app.reports.story import Outlook, outlook_of, week_ends_on
from app.services import conclusions, shared
from app.services.initiatives import catalogue_of_firm
from app.services.scenarios import client_of
from assessments.plan_changes import PlanComparison, last_week
from assessments.plan_drawing import Client, Impossible
from assessments.plan_levels import level_at_end, whole_level
from assessments.report import MaturityReport, report_from_plain
from assessments.results import MaturityResult
from assessments.roadmap import Roadmap
from assessments.what_if import (
    Assumption,
    Dragged,
    Unusable,
    WhatIf,
    busiest_week,
    days_per_month,
    people_at_once,
    try_out,
    wishes_in,
)
from assessments.wishes import Wishes
from content import Text, from_plain

MONTHS_PER_WEEK = 12 / 52
SAME = 0.05
"""Differences that print as nothing."""

Basis = Literal["adopted", "drawn", "draft", "report"]


@dataclass(frozen=True, slots=True)
class Figures:
    """A plan in the figures that a board asks for.

    Attributes:
        level: weighted mean of the levels at its end. cost: None without a day rate. ends_on: None for an empty plan.
        people: full-time people in the busiest week.
    """

    level: float
    initiatives: int
    effort_days: float
    cost: float | None
    months: float
    ends_on: date | None
    people: float


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A dimension: its level today, and at the end of either plan."""

    title: Text
    today: float
    agreed: float
    tried: float
    target: float

    @property
    def difference(self) -> float:
        return self.tried - self.agreed


@dataclass(frozen=True, slots=True)
class RoleRow:
    title: Text
    agreed: float
    tried: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The mean level over time under both plans; `labels` are the ends of the quarters."""

    agreed: Line
    tried: Line
    ticks: tuple[Tick, ...]
    labels: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An initiative that can be switched. `has_begun`: it cannot any more."""

    key: str
    title: Text
    dimension: Text
    has_begun: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """What the page shows.

    Attributes:
        start: the mean level today. days_agreed, days_tried: person-days a month.
        titles: key of an initiative to its title. owners: key of a role to its title.
        has_moved_by_itself: laid out on what is known today, the plan is no longer what was agreed.
        has_room: false where what was left did not fit into the weeks of the plan.
    """

    start: float
    agreed: Figures
    tried: Figures
    days_agreed: float
    days_tried: float
    day_rate: float | None
    currency: str
    levels: tuple[LevelRow, ...]
    roles: tuple[RoleRow, ...]
    chart: Chart | None
    dragged: tuple[Dragged, ...]
    comparison: PlanComparison
    inside: tuple[Choice, ...]
    outside: tuple[Choice, ...]
    titles: Mapping[str, Text]
    owners: Mapping[str, Text]
    has_moved_by_itself: bool
    has_room: bool
    horizon_weeks: int


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    """`tried` is None while there is no plan that this person may see."""

    assessment_id: UUID
    title: str
    client: str
    engagement_id: UUID
    is_synthetic: bool
    is_team: bool
    basis: Basis | None
    tried: Tried | None


@dataclass(frozen=True, slots=True)
class _Ground:
    """A plan to try things on, and everything that it rests on."""

    basis: Basis
    client: Client
    wishes: Wishes
    plan: Roadmap
    begun: Collection[str]
    day_rate: float | None
    currency: str


def what_if_page(actor: Actor, assessment_id: UUID, asked: Assumption) -> WhatIfPage:
    """Return what becomes of the plan of an assessment: of the adopted one, for the team else of the best drawn.

    A sponsor of whom no plan was adopted yet sees the plan of the newest issued report.

    Raises:
        Hidden: it does not exist for this person.
        Invalid: an initiative cannot be switched, or no plan keeps what is fixed.
    """
    row = require(actor, Action.READ_ASSESSMENT, assessments.find_assessment(assessment_id))
    ground = _ground_of(actor, row)
    return WhatIfPage(
        assessment_id=row.id,
        title=row.title,
        client=row.engagement.client.name,
        engagement_id=row.engagement_id,
        is_synthetic=row.is_synthetic,
        is_team=may(actor, Action.READ_RESULTS, row),
        basis=None if ground is None else ground.basis,
        tried=None if ground is None else _tried(ground, asked),
    )


def shared_what_if(token: str, asked: Assumption) -> tuple[MaturityReport, Tried | None]:
    """Return the report behind a link, and what becomes of its plan; None where it has none.

    Raises:
        Hidden: unknown, expired and revoked alike.
        Invalid: an initiative cannot be switched, or no plan keeps what is fixed.
    """
    page = shared.shared_page(token)
    report = page.report
    return report, _tried(_ground_of_report(report), asked) if has_plan(report, page.choice) else None


def has_plan(report: MaturityReport, choice: ReportChoice) -> bool:
    """Return whether other conditions can be tried on the plan of a report; never where it leaves the plan out."""
    shows_plan = choice.has("plan") and not report.result.is_below_threshold
    return shows_plan and bool(report.roadmap.initiatives)


def _ground_of(actor: Actor, row: Assessment) -> _Ground | None:
    scenario = plans.find_adopted(row.id)
    if scenario is not None and may(actor, Action.READ_PLAN, scenario):
        return _ground_of_scenario(row, scenario, "adopted")
    if may(actor, Action.READ_RESULTS, row):
        drawn = min(plans.list_scenarios(row.id), key=_rank, default=None)
        if drawn is not None:
            return _ground_of_scenario(row, drawn, "drawn")
        advice = conclusions.advice_of(row)
        if advice is None or not advice.roadmap.initiatives:
            return None
        wishes = wishes_in(advice.roadmap)
        return _Ground(
            "draft",
            client_of(row),
            wishes,
            advice.roadmap,
            (),
            conclusions.day_rate_of(row.engagement),
            _currency(row),
        )
    issued = next((one for one in list_reports(row.id) if may(actor, Action.READ_REPORT, one)), None)
    whole = None if issued is None else find_report(issued.id, whole=True)
    if whole is None:
        return None
    report = report_from_plain(whole.content)
    return _ground_of_report(report) if has_plan(report, choice_from_plain(whole.choice)) else None


def _ground_of_scenario(row: Assessment, scenario: PlanScenario, basis: Basis) -> _Ground | None:
    plan = from_plain(Roadmap, scenario.plan)
    if row.conclusion is None or not plan.initiatives:
        return None
    begun = [one.initiative for one in plans.list_statuses(scenario.id) if one.progress in plans.BEGUN]
    wishes = from_plain(Wishes, scenario.wishes)
    return _Ground(
        basis, client_of(row), wishes, plan, begun, conclusions.day_rate_of(row.engagement), _currency(row)
    )


def _ground_of_report(report: MaturityReport) -> _Ground:
    """What a report says is all there is: of the firm's catalogue only what the report names."""
    plan = report.roadmap
    named = {one.key for one in plan.initiatives} | {one.key for one in plan.left_out}
    catalogue = catalogue_of_firm()
    client = Client(
        catalogue=replace(
            catalogue, initiatives=tuple(one for one in catalogue.initiatives if one.key in named)
        ),
        gaps=report.gaps,
        result=report.result,
        recommendation=report.recommendation,
        profile=report.recommendation.profile,
        start_on=plan.start_on,
        headcount=report.client.headcount,
        capacity_days_per_quarter=plan.capacity_days_per_quarter,
        sector=report.client.sector,
    )
    rate = None if report.rollout is None else report.rollout.business_case.day_rate
    return _Ground("report", client, wishes_in(plan), plan, (), rate, report.client.currency or "")


def _tried(ground: _Ground, asked: Assumption) -> Tried:
    try:
        found = try_out(ground.client, ground.wishes, ground.plan, asked, ground.begun)
    except Unusable as error:
        raise Invalid("off", "cannot_be_switched", keys=", ".join(error.keys)) from error
    except Impossible as error:
        if ground.begun:
            # It stands where it really began, so with fewer days from the first week on there is no plan at all.
            raise Invalid("capacity", "begun_takes_more") from error
        raise Invalid("off", "no_such_plan", keys=", ".join(error.keys)) from error
    agreed, tried, result = found.agreed, found.tried, ground.client.result
    before, after = outlook_of(result, agreed), outlook_of(result, tried)
    start = whole_level(result, {one.dimension: one.start for one in agreed.projections}) or 0.0
    return Tried(
        start=start,
        agreed=_figures(agreed, before, start, ground.day_rate),
        tried=_figures(tried, after, start, ground.day_rate),
        days_agreed=days_per_month(agreed),
        days_tried=days_per_month(tried),
        day_rate=ground.day_rate,
        currency=ground.currency,
        levels=_levels(result, agreed, tried),
        roles=_roles(agreed, tried),
        chart=None if before is None else _chart(agreed, before, after, start),
        dragged=found.dragged,
        comparison=found.comparison,
        **_choices(ground, found),
        titles={one.key: one.title for one in ground.client.catalogue.initiatives},
        owners={role.key: role.title for role in ground.client.catalogue.owners},
        has_moved_by_itself=_places(agreed) != _places(ground.plan),
        has_room=found.has_room,
        horizon_weeks=tried.horizon_weeks,
    )


def _choices(ground: _Ground, found: WhatIf) -> dict[str, tuple[Choice, ...]]:
    by_key = {one.key: one for one in ground.client.catalogue.initiatives}
    dimensions = {one.key: one.title for one in ground.client.result.dimensions}

    def choice(key: str) -> Choice:
        one = by_key[key]
        return Choice(
            key, one.title, dimensions.get(one.dimension, {"en": one.dimension}), key in ground.begun
        )

    inside = {one.key for one in found.agreed.initiatives}
    return {
        "inside": tuple(choice(key) for key in by_key if key in inside),
        "outside": tuple(choice(key) for key in found.switchable_on),
    }


def _figures(plan: Roadmap, outlook: Outlook | None, start: float, day_rate: float | None) -> Figures:
    weeks = last_week(plan)
    return Figures(
        level=start if outlook is None else outlook.end,
        initiatives=len(plan.initiatives),
        effort_days=plan.effort_days,
        cost=None if day_rate is None else plan.effort_days * day_rate,
        months=weeks * MONTHS_PER_WEEK,
        ends_on=week_ends_on(plan.start_on, weeks) if weeks else None,
        people=people_at_once(plan),
    )


def _levels(result: MaturityResult, agreed: Roadmap, tried: Roadmap) -> tuple[LevelRow, ...]:
    titles = {one.key: one.title for one in result.dimensions}
    after = {one.dimension: one for one in tried.projections}
    return tuple(
        LevelRow(
            titles[one.dimension],
            one.start,
            level_at_end(one),
            level_at_end(after[one.dimension]),
            one.target,
        )
        for one in agreed.projections
        if one.dimension in titles
    )


def _roles(agreed: Roadmap, tried: Roadmap) -> tuple[RoleRow, ...]:
    before, after = busiest_week(agreed), busiest_week(tried)
    titles = {role.key: role.title for role in (*agreed.owners, *tried.owners)}
    return tuple(
        RoleRow(title, before.get(key, 0.0), after.get(key, 0.0))
        for key, title in sorted(titles.items(), key=lambda one: (-before.get(one[0], 0.0), one[0]))
    )


def _chart(agreed: Roadmap, before: Outlook, after: Outlook | None, start: float) -> Chart:
    """Both lines over the quarters of the longer plan; after its end a level is taken to stay."""
    first = [start, *before.levels]
    second = [start, *(() if after is None else after.levels)]
    count = max(len(first), len(second))
    first += [first[-1]] * (count - len(first))
    second += [second[-1]] * (count - len(second))
    scale = lines.scale_of([*first, *second])
    return Chart(
        agreed=lines.place_line(list(enumerate(first)), 0, count - 1, scale),
        tried=lines.place_line(list(enumerate(second)), 0, count - 1, scale),
        ticks=scale.ticks(),
        labels=tuple(week_ends_on(agreed.start_on, 13 * number) for number in range(1, count)),
    )


def _places(plan: Roadmap) -> dict[str, tuple[int, int]]:
    return {one.key: (one.start_week, one.end_week) for one in plan.initiatives}


def _rank(scenario: PlanScenario) -> tuple[bool, str]:
    """The balanced one first, then by name."""
    return scenario.name != "balanced", scenario.name


def _currency(row: Assessment) -> str:
    return row.engagement.client.currency
