"""What there is to carry plans out: stated for an assessment, or for one scenario alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from app.db import assessments, db
from app.db import plans as rows
from app.db.assessments import Assessment
from app.db.plans import PlanLimitsRow, PlanScenario
from app.errors import Conflict
from app.policy import Action, Actor, require
from app.services import conclusions, plan_drawings, scenarios, trail
from app.services.outcomes import Outcome, outcome_of
from app.surroundings import now
from assessments.plan_drawing import asked_of_roles, suggest_limits
from assessments.plan_limits import Limits
from assessments.wishes import Wishes
from content import Text, to_plain


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role with the days that the usable initiatives ask of it in all."""

    key: str
    title: Text
    asked_days: float


@dataclass(frozen=True, slots=True)
class LimitsPage:
    """What there is, to look at and to change.

    Attributes:
        scenario_id, name, revision: of the scenario these limits are for; None, "" and 0 for the assessment's.
        limits: as stated, or those suggested where nothing was (`is_stated` False).
        pool_days: days a quarter of all roles together, where none has days of its own.
        roles: those of which this client's initiatives ask something. initiatives: key and title, for deadlines.
        starts_on, last_on: first and last day of the plan. currency: of the client.
    """

    outcome: Outcome
    scenario_id: UUID | None
    name: str
    revision: int
    limits: Limits
    is_stated: bool
    pool_days: float
    roles: tuple[RoleLine, ...]
    initiatives: tuple[tuple[str, Text], ...]
    starts_on: date
    last_on: date
    currency: str


def limits_page(actor: Actor, assessment_id: UUID) -> LimitsPage | Outcome:
    """Return what there is to carry an assessment's plans out; its outcome alone while there is no plan yet.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, assessments.find_assessment(assessment_id))
    if row.conclusion is None:
        return outcome_of(actor, row)
    stated = rows.find_limits(row.id) is not None
    return _page(actor, row, scenarios.limits_of(row.id), stated, Wishes().horizon_weeks, None)


def scenario_limits_page(actor: Actor, scenario_id: UUID) -> LimitsPage:
    """Return what there is to carry one scenario out.

    Raises:
        Hidden, Refused: not on the team.
    """
    scenario = scenarios.found(actor, Action.READ_RESULTS, rows.find_scenario(scenario_id))
    wishes = scenarios.wishes_in(scenario)
    is_stated = wishes.limits != Limits()
    return _page(actor, scenario.assessment, wishes.limits, is_stated, wishes.horizon_weeks, scenario)


def keep_limits(actor: Actor, assessment_id: UUID, limits: Limits) -> bool:
    """Keep what there is to carry an assessment's plans out; the worker draws its scenarios under it.

    The adopted plan keeps its own, and so does a scenario for which something else was stated.

    Returns:
        Whether any scenario is drawn anew.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: there is no plan yet.
    """
    row = require(actor, Action.RUN_ASSESSMENT, assessments.lock_assessment(assessment_id))
    if row.conclusion is None:
        raise Conflict("profile_missing")
    before, stored = scenarios.limits_of(row.id), rows.find_limits(row.id)
    if stored is None:
        stored = PlanLimitsRow(id=uuid4(), firm_id=row.firm_id, assessment_id=row.id)
        db.session.add(stored)
    stored.limits, stored.changed_by, stored.changed_at = to_plain(limits), actor.id, now()
    trail.note(actor.id, "plan limits stated", "assessment", row.id)
    is_any = False
    for scenario in rows.list_scenarios(row.id):
        if scenario.adopted_at is None and scenarios.wishes_in(scenario).limits == before != limits:
            scenario.due, is_any = "limits", True
    db.session.flush()
    if is_any:
        plan_drawings.ask(actor, row.id)
    return is_any


def wishes_under(actor: Actor, scenario_id: UUID, limits: Limits) -> Wishes:
    """Return a scenario's wishes with other limits.

    Raises:
        Hidden, Refused: not on the team.
    """
    scenario = scenarios.found(actor, Action.RUN_ASSESSMENT, rows.find_scenario(scenario_id))
    return replace(scenarios.wishes_in(scenario), limits=limits)


def _page(
    actor: Actor,
    row: Assessment,
    limits: Limits,
    is_stated: bool,
    horizon_weeks: int,
    scenario: PlanScenario | None,
) -> LimitsPage:
    client = scenarios.client_of(row)
    suggested, pool = suggest_limits(client)
    asked = asked_of_roles(client)
    return LimitsPage(
        outcome=outcome_of(actor, row),
        scenario_id=None if scenario is None else scenario.id,
        name="" if scenario is None else scenario.name,
        revision=0 if scenario is None else scenario.revision,
        limits=limits if is_stated else replace(suggested, day_rate=conclusions.day_rate_of(row.engagement)),
        is_stated=is_stated,
        pool_days=pool,
        roles=tuple(
            RoleLine(role.key, role.title, asked[role.key])
            for role in client.catalogue.owners
            if asked.get(role.key) or limits.role_days.get(role.key)
        ),
        initiatives=tuple((one.key, one.title) for one in client.catalogue.initiatives),
        starts_on=client.start_on,
        last_on=client.start_on + timedelta(weeks=horizon_weeks, days=-1),
        currency=row.engagement.client.currency,
    )
