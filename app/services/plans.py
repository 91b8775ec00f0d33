"""Plans that people shape: scenarios under their wishes, one of them adopted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from app.db import assessments, db
from app.db import plans as rows
from app.db.assessments import Assessment
from app.db.outgoing import find_job_for
from app.db.plans import PlanScenario
from app.errors import Conflict, Invalid
from app.policy import Action, Actor, require
from app.reports.gantt import Marks
from app.reports.story import week_ends_on, week_starts_on
from app.services import conclusions, jobs, trail
from app.services.initiatives import catalogue_of_firm
from app.services.jobs import JobStatus
from app.services.outcomes import Outcome, outcome_of
from app.services.roadmaps import Plan, lay_out_plan
from app.surroundings import now, today
from assessments.plan_changes import PlanComparison, compare_plans, final_level, last_week
from assessments.plan_drawing import Client as PlannedClient
from assessments.plan_drawing import Impossible, draw_plan, reshape_plan, starts_of
from assessments.roadmap import Roadmap
from assessments.wishes import LONGEST_HORIZON, OBJECTIVES, Objective, Wishes
from content import Text, from_plain, to_plain

MOST_SCENARIOS = 20
MOST_UNDONE = 30
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Step:
    """What a scenario was before a change: its wishes, and the week in which each initiative stood."""

    wishes: Wishes
    stood: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """A plan in the figures by which plans are compared. `ends_on` is None for an empty one."""

    initiatives: int
    effort_days: float
    weeks: int
    ends_on: date | None
    level: float
    quick_wins: int
    fixed: int
    standing: str
    gap_to_bound: float | None


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    id: UUID
    name: str
    objective: Objective
    summary: Summary
    changed_at: datetime
    is_adopted: bool


@dataclass(frozen=True, slots=True)
class ScenariosPage:
    """The scenarios side by side, the adopted one first. `job` draws the first three; None when there is nothing to do.

    `missing` are the objectives for which nothing has been drawn.
    """

    outcome: Outcome
    scenarios: tuple[ScenarioLine, ...]
    missing: tuple[Objective, ...]
    job: JobStatus | None


@dataclass(frozen=True, slots=True)
class ScenarioPage:
    """One scenario to look at and to shape.

    Attributes:
        comparison: what the last change did; None before any.
        addable: initiatives of the catalogue that are not in the plan, by title's key.
        since_baseline: what has moved since it was adopted; None where it is not.
    """

    outcome: Outcome
    id: UUID
    name: str
    revision: int
    wishes: Wishes
    plan: Plan
    summary: Summary
    comparison: PlanComparison | None
    addable: tuple[tuple[str, Text], ...]
    can_undo: bool
    adopted_at: datetime | None
    since_baseline: PlanComparison | None


def scenarios_page(actor: Actor, assessment_id: UUID) -> ScenariosPage | Outcome:
    """Return the plans of an assessment side by side; its outcome alone while there is no plan yet.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, assessments.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    if row.conclusion is None:
        return outcome
    saved = sorted(rows.list_scenarios(row.id), key=_order)
    found = find_job_for(_job_name(row.id))
    return ScenariosPage(
        outcome,
        tuple(_line(one) for one in saved),
        tuple(one for one in OBJECTIVES if one not in {scenario.name for scenario in saved}),
        None if found is None or found.state == "done" else jobs.describe(found),
    )


def scenario_page(actor: Actor, scenario_id: UUID) -> ScenarioPage:
    """Return one scenario.

    Raises:
        Hidden, Refused: not on the team.
    """
    scenario = _found(actor, Action.READ_RESULTS, rows.find_scenario(scenario_id))
    row = scenario.assessment
    plan, wishes = _plan_of(scenario), _wishes_of(scenario)
    advice = conclusions.advice_of(row)
    assert advice is not None  # a scenario is made from one
    baseline = None if scenario.baseline is None else from_plain(Roadmap, scenario.baseline)
    return ScenarioPage(
        outcome=outcome_of(actor, row),
        id=scenario.id,
        name=scenario.name,
        revision=scenario.revision,
        wishes=wishes,
        plan=lay_out_plan(
            replace(advice, roadmap=plan),
            conclusions.result_of(row),
            Marks(
                today=today(),
                critical=plan.critical_chain,
                baseline={} if baseline is None else _days_of(baseline),
            ),
        ),
        summary=_summary(plan, wishes),
        comparison=(None if scenario.comparison is None else from_plain(PlanComparison, scenario.comparison)),
        addable=tuple((one.key, one.title) for one in sorted(plan.left_out, key=lambda one: one.key)),
        can_undo=bool(scenario.earlier),
        adopted_at=scenario.adopted_at,
        since_baseline=None if baseline is None else compare_plans(baseline, plan),
    )


def ask_for_three(actor: Actor, assessment_id: UUID) -> None:
    """Ask for a scenario of each objective that has none yet.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: there is no plan yet.
    """
    row = require(actor, Action.RUN_ASSESSMENT, assessments.lock_assessment(assessment_id))
    if row.conclusion is None:
        raise Conflict("profile_missing")
    arguments = {"assessment_id": str(row.id), "asked_by": str(actor.id)}
    jobs.ask_for("draw_plans", _job_name(row.id), arguments, asked_by=actor.id)


def missing_plans(assessment_id: UUID) -> tuple[PlannedClient, tuple[Objective, ...]] | None:
    """Return what the plans of an assessment are drawn from, and the objectives that have none; for the worker."""
    row = assessments.find_assessment(assessment_id)
    if row is None or row.conclusion is None:
        return None
    named = {one.name for one in rows.list_scenarios(row.id)}
    return _client(row), tuple(one for one in OBJECTIVES if one not in named)


def keep_drawn(assessment_id: UUID, objective: Objective, plan: Roadmap, asked_by: UUID) -> None:
    """Keep a plan drawn for an objective, unless there is one by now. Safe to run again: for the worker.

    A scenario carries the key of its objective as its name until somebody gives it another.
    """
    row = assessments.lock_assessment(assessment_id)
    if row is None or objective in {one.name for one in rows.list_scenarios(row.id)}:
        return
    made = _add(row, objective, Wishes(objective=objective), plan, asked_by)
    db.session.flush()
    trail.note(trail.SYSTEM, "scenario drawn", "plan_scenario", made.id, objective=objective)


def copy(actor: Actor, scenario_id: UUID, name: str) -> UUID:
    """Keep a scenario a second time under another name; return the copy's id.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: there are too many scenarios.
        Invalid: the name is empty, too long or in use.
    """
    scenario = _found(actor, Action.RUN_ASSESSMENT, rows.find_scenario(scenario_id))
    assessments.lock_assessment(scenario.assessment_id)
    named = [one.name for one in rows.list_scenarios(scenario.assessment_id)]
    if len(named) >= MOST_SCENARIOS:
        raise Conflict("too_many_scenarios", most=MOST_SCENARIOS)
    made = _add(
        scenario.assessment, _checked_name(name, named), _wishes_of(scenario), _plan_of(scenario), actor.id
    )
    db.session.flush()
    trail.note(actor.id, "scenario copied", "plan_scenario", made.id, source=str(scenario_id))
    return made.id


def shape(actor: Actor, scenario_id: UUID, revision: int, wishes: Wishes) -> PlanComparison:
    """Draw a scenario anew under other wishes; return what that changed.

    Args:
        revision: the one that the sender saw.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: somebody else has shaped it in the meantime.
        Invalid: a wish names an unknown initiative or a week outside the plan.
    """
    scenario = _found(actor, Action.RUN_ASSESSMENT, rows.lock_scenario(scenario_id))
    if scenario.revision != revision:
        raise Conflict("shaped_elsewhere")
    _check(wishes)
    before, stood = _wishes_of(scenario), starts_of(_plan_of(scenario))
    step = to_plain(Step(before, stood))
    # What was taken out and may come back does so, after everything that stands.
    back = dict.fromkeys(set(before.dropped) - set(wishes.dropped), wishes.horizon_weeks)
    is_another = before.objective != wishes.objective
    comparison = _redraw(actor, scenario, wishes, None if is_another else {**back, **stood})
    scenario.earlier = [*scenario.earlier, step][-MOST_UNDONE:]
    db.session.flush()
    trail.note(actor.id, "scenario shaped", "plan_scenario", scenario.id, revision=scenario.revision)
    _conclude_anew(actor, scenario)
    return comparison


def undo(actor: Actor, scenario_id: UUID) -> PlanComparison:
    """Take the last change of wishes back; return what that changed.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: nothing was changed.
    """
    scenario = _found(actor, Action.RUN_ASSESSMENT, rows.lock_scenario(scenario_id))
    if not scenario.earlier:
        raise Conflict("nothing_to_undo")
    step = from_plain(Step, scenario.earlier[-1])
    comparison = _redraw(actor, scenario, step.wishes, step.stood)
    scenario.earlier = scenario.earlier[:-1]
    db.session.flush()
    trail.note(actor.id, "scenario change undone", "plan_scenario", scenario.id, revision=scenario.revision)
    _conclude_anew(actor, scenario)
    return comparison


def adopt(actor: Actor, scenario_id: UUID) -> None:
    """Make a scenario the plan of its assessment, and keep it as it stands as the baseline.

    The scenario that was adopted before, if any, is a scenario again and keeps its baseline.

    Raises:
        Hidden, Refused: not on the team.
    """
    scenario = _found(actor, Action.RUN_ASSESSMENT, rows.lock_scenario(scenario_id))
    if scenario.adopted_at is not None:
        return
    assessments.lock_assessment(scenario.assessment_id)
    for other in rows.list_scenarios(scenario.assessment_id):
        other.adopted_at = None
    scenario.adopted_at, scenario.baseline = now(), scenario.plan
    db.session.flush()
    trail.note(actor.id, "scenario adopted", "plan_scenario", scenario.id)
    _conclude_anew(actor, scenario)


def remove(actor: Actor, scenario_id: UUID) -> UUID:
    """Delete a scenario with what was recorded of it; return its assessment.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: it is the adopted one.
    """
    scenario = _found(actor, Action.RUN_ASSESSMENT, rows.lock_scenario(scenario_id))
    if scenario.adopted_at is not None:
        raise Conflict("adopted")
    assessment_id = scenario.assessment_id
    db.session.delete(scenario)
    db.session.flush()
    trail.note(actor.id, "scenario removed", "plan_scenario", scenario_id)
    return assessment_id


def draw(row: Assessment, wishes: Wishes, stood: Mapping[str, int] | None = None) -> Roadmap:
    """Return the plan for an assessment under wishes, from the advice that is stored for it.

    Args:
        stood: the plan that is being shaped, of which as little as possible moves; None searches for the best.

    Raises:
        Invalid: no plan keeps all the wishes.
    """
    client = _client(row)
    try:
        return draw_plan(client, wishes) if stood is None else reshape_plan(client, wishes, stood)
    except Impossible as error:
        raise Invalid("wishes", "no_such_plan", keys=", ".join(error.keys)) from error


def _client(row: Assessment) -> PlannedClient:
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


def _add(row: Assessment, name: str, wishes: Wishes, plan: Roadmap, made_by: UUID) -> PlanScenario:
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


def _redraw(
    actor: Actor, scenario: PlanScenario, wishes: Wishes, stood: Mapping[str, int] | None
) -> PlanComparison:
    before = _plan_of(scenario)
    after = draw(scenario.assessment, wishes, stood)
    comparison = compare_plans(before, after, tuple(_wishes_of(scenario).differences(wishes)))
    scenario.wishes, scenario.plan = to_plain(wishes), to_plain(after)
    scenario.comparison = to_plain(comparison)
    scenario.revision += 1
    scenario.changed_by, scenario.changed_at = actor.id, now()
    return comparison


def _conclude_anew(actor: Actor, scenario: PlanScenario) -> None:
    """What rests on the plan follows the adopted one: its page, the roll-out round it, and reports to come."""
    if scenario.adopted_at is not None:
        conclusions.redraw(actor, scenario.assessment_id)


def _check(wishes: Wishes) -> None:
    known = {one.key for one in catalogue_of_firm().initiatives}
    for key in wishes.touched():
        if key not in known:
            raise Invalid("added", "initiative_known_key", found=key)
    if not 1 <= wishes.horizon_weeks <= LONGEST_HORIZON:
        raise Invalid("horizon", "out_of_range", lowest=1, highest=LONGEST_HORIZON)
    for key, week in (*wishes.starts.items(), *wishes.not_before.items()):
        if not 0 <= week < wishes.horizon_weeks:
            raise Invalid(f"start-{key}", "outside_the_plan")


def _checked_name(typed: str, taken: list[str]) -> str:
    name = " ".join(typed.split())
    if not name:
        raise Invalid("name", "scenario_name_needed")
    if len(name) > LONGEST_NAME:
        raise Invalid("name", "too_long", longest=LONGEST_NAME)
    if name in taken:
        raise Invalid("name", "scenario_name_taken")
    return name


def _found(actor: Actor, action: Action, scenario: PlanScenario | None) -> PlanScenario:
    require(actor, action, None if scenario is None else scenario.assessment)
    assert scenario is not None  # `require` has refused None
    return scenario


def _job_name(assessment_id: UUID) -> str:
    return f"draw_plans:{assessment_id}"


def _order(scenario: PlanScenario) -> tuple[bool, int, str]:
    """The adopted one, then the three that were drawn first, then the others by name."""
    place = OBJECTIVES.index(scenario.name) if scenario.name in OBJECTIVES else len(OBJECTIVES)
    return scenario.adopted_at is None, place, scenario.name


def _line(scenario: PlanScenario) -> ScenarioLine:
    plan, wishes = _plan_of(scenario), _wishes_of(scenario)
    return ScenarioLine(
        scenario.id,
        scenario.name,
        wishes.objective,
        _summary(plan, wishes),
        scenario.changed_at,
        scenario.adopted_at is not None,
    )


def _summary(plan: Roadmap, wishes: Wishes) -> Summary:
    weeks = last_week(plan)
    return Summary(
        initiatives=len(plan.initiatives),
        effort_days=plan.effort_days,
        weeks=weeks,
        ends_on=plan.start_on + timedelta(weeks=weeks, days=-3) if weeks else None,
        level=final_level(plan),
        quick_wins=sum(one.is_quick_win for one in plan.initiatives),
        fixed=len(wishes.touched()),
        standing=plan.standing,
        gap_to_bound=plan.gap_to_bound,
    )


def _plan_of(scenario: PlanScenario) -> Roadmap:
    return from_plain(Roadmap, scenario.plan)


def _wishes_of(scenario: PlanScenario) -> Wishes:
    return from_plain(Wishes, scenario.wishes)


def _days_of(plan: Roadmap) -> dict[str, tuple[date, date]]:
    return {
        one.key: (week_starts_on(plan.start_on, one.start_week), week_ends_on(plan.start_on, one.end_week))
        for one in plan.initiatives
    }
