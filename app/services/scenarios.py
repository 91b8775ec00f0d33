"""A scenario's row and the values in it, and what its plan is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from app.db import db
from app.db import plans as rows
from app.db.assessments import Assessment
from app.db.plans import PlanScenario
from app.errors import Invalid
from app.policy import Action, Actor, require
from app.services import conclusions, jobs
from app.services.initiatives import catalogue_of_firm
from app.surroundings import now
from assessments.gaps import METHOD_VERSION
from assessments.plan_changes import PlanComparison, compare_plans
from assessments.plan_drawing import Client as PlannedClient
from assessments.plan_drawing import Impossible, draw_plan, reshape_plan
from assessments.plan_limits import Limits
from assessments.plan_releases import Refusal
from assessments.planning.results import PLANNING_VERSION
from assessments.roadmap import Roadmap
from assessments.wishes import OBJECTIVES, Wishes
from content import from_plain, to_plain

MOST_UNDONE = 30
IMPOSSIBLE = {"wishes": "no_such_plan", "unusable": "not_usable", "nobody": "nobody_works"}


@dataclass(frozen=True, slots=True)
class Step:
    """What a scenario was before a change: its wishes, and the week in which each initiative stood."""

    wishes: Wishes
    stood: Mapping[str, int]


def found(actor: Actor, action: Action, scenario: PlanScenario | None) -> PlanScenario:
    """Return the scenario if the actor may do this with it.

    Raises:
        Hidden, Refused: not on the team.
    """
    require(actor, action, None if scenario is None else scenario.assessment)
    assert scenario is not None  # `require` has refused None
    return scenario


def saved_for(assessment_id: UUID) -> list[PlanScenario]:
    """Return the scenarios of an assessment: the adopted one, the three that were drawn first, the others by name."""
    return sorted(rows.list_scenarios(assessment_id), key=_order)


def _order(scenario: PlanScenario) -> tuple[bool, int, str]:
    place = OBJECTIVES.index(scenario.name) if scenario.name in OBJECTIVES else len(OBJECTIVES)
    return scenario.adopted_at is None, place, scenario.name


def plan_in(scenario: PlanScenario) -> Roadmap:
    return from_plain(Roadmap, scenario.plan)


def wishes_in(scenario: PlanScenario) -> Wishes:
    return from_plain(Wishes, scenario.wishes)


def refusal_in(scenario: PlanScenario) -> Refusal | None:
    return None if scenario.refused is None else from_plain(Refusal, scenario.refused)


def limits_of(assessment_id: UUID) -> Limits:
    """Return what was stated for the plans of an assessment; the defaults where nothing was."""
    row = rows.find_limits(assessment_id)
    return Limits() if row is None else from_plain(Limits, row.limits)


def client_of(row: Assessment) -> PlannedClient:
    """Return what the plans of an assessment are drawn from; it must have a conclusion."""
    advice = conclusions.advice_of(row)
    assert advice is not None  # callers have looked
    engagement = row.engagement
    return PlannedClient(
        catalogue=catalogue_of_firm(),
        gaps=advice.gaps,
        result=conclusions.result_of(row),
        recommendation=advice.recommendation,
        profile=advice.recommendation.profile,
        start_on=advice.roadmap.start_on,
        headcount=engagement.client.headcount,
        capacity_days_per_quarter=engagement.capacity_days,
        pmo_staff=engagement.pmo_staff,
        sector=engagement.client.sector,
    )


def is_outdated(plan: Roadmap, catalogue_version: str) -> bool:
    """Whether a plan was drawn from another catalogue, or by another version of the method, than one drawn today."""
    drawn_by = (plan.catalogue_version, plan.method_version, plan.planning_version)
    return drawn_by != (catalogue_version, METHOD_VERSION, PLANNING_VERSION)


def draw(row: Assessment, wishes: Wishes, stood: Mapping[str, int] | None = None) -> Roadmap:
    """Return the plan for an assessment under wishes, from the advice that is stored for it.

    Args:
        stood: the plan that is being shaped, of which as little as possible moves; None searches for the best.

    Raises:
        Invalid: no plan keeps all the wishes.
    """
    client = client_of(row)
    try:
        return draw_plan(client, wishes) if not stood else reshape_plan(client, wishes, stood)
    except Impossible as error:
        raise Invalid("wishes", IMPOSSIBLE[error.reason], keys=", ".join(error.keys)) from error


def add(row: Assessment, name: str, wishes: Wishes, plan: Roadmap, made_by: UUID) -> PlanScenario:
    """Add a scenario to an assessment; the caller has looked at its name."""
    scenario = PlanScenario(
        id=uuid4(),
        firm_id=row.firm_id,
        assessment_id=row.id,
        name=name,
        wishes=to_plain(wishes),
        plan=to_plain(plan),
        earlier=[],
        changed_by=made_by,
        changed_at=now(),
    )
    db.session.add(scenario)
    return scenario


def put(scenario: PlanScenario, wishes: Wishes, plan: Roadmap, changed_by: UUID) -> PlanComparison:
    """Put another plan in a scenario's place and return what differs; whoever saw the one before has to look again."""
    result = conclusions.result_of(scenario.assessment)
    wished = tuple(wishes_in(scenario).differences(wishes))
    comparison = compare_plans(plan_in(scenario), plan, result, wished)
    scenario.wishes, scenario.plan = to_plain(wishes), to_plain(plan)
    scenario.comparison, scenario.refused, scenario.due = to_plain(comparison), None, None
    scenario.revision += 1
    scenario.changed_by, scenario.changed_at = changed_by, now()
    return comparison


def remember(scenario: PlanScenario, step: Step) -> None:
    """Keep what a scenario was before a change, so that the change can be taken back."""
    scenario.earlier = [*scenario.earlier, to_plain(step)][-MOST_UNDONE:]


def ask_to_weigh(scenario: PlanScenario, asked_by: UUID) -> None:
    """Ask the worker for what takes longer than a request: likely ends, or what stands in the way of a wish."""
    arguments = {"scenario_id": str(scenario.id)}
    jobs.ask_for("weigh_plan", weighing_of(scenario.id), arguments, asked_by=asked_by)


def weighing_of(scenario_id: UUID) -> str:
    """The name of the job that weighs a scenario."""
    return f"weigh_plan:{scenario_id}"


def conclude_anew(scenario: PlanScenario, asked_by: UUID) -> None:
    """What rests on the plan follows the one in force: its page, the roll-out round it, and reports to come."""
    in_force = rows.find_in_force(scenario.assessment_id)
    if in_force is not None and in_force.id == scenario.id:
        conclusions.draw_again(asked_by, scenario.assessment_id)
