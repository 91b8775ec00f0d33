"""Scenarios kept beside one another: copied, adopted as the plan, removed."""

from __future__ import annotations

from uuid import UUID

from app.db import assessments, db
from app.db import plans as rows
from app.errors import Conflict, Invalid
from app.policy import Action, Actor
from app.services import scenarios, trail
from app.surroundings import now

MOST_SCENARIOS = 20
LONGEST_NAME = 120


def copy(actor: Actor, scenario_id: UUID, name: str) -> UUID:
    """Keep a scenario a second time under another name; return the copy's id.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: there are too many scenarios.
        Invalid: the name is empty, too long or in use.
    """
    scenario = scenarios.found(actor, Action.RUN_ASSESSMENT, rows.find_scenario(scenario_id))
    assessments.lock_assessment(scenario.assessment_id)
    named = [one.name for one in rows.list_scenarios(scenario.assessment_id)]
    if len(named) >= MOST_SCENARIOS:
        raise Conflict("too_many_scenarios", most=MOST_SCENARIOS)
    wishes, plan = scenarios.wishes_in(scenario), scenarios.plan_in(scenario)
    made = scenarios.add(scenario.assessment, _checked_name(name, named), wishes, plan, actor.id)
    db.session.flush()
    trail.note(actor.id, "scenario copied", "plan_scenario", made.id, source=str(scenario_id))
    return made.id


def adopt(actor: Actor, scenario_id: UUID) -> None:
    """Make a scenario the plan of its assessment, and keep it as it stands as the baseline.

    The scenario that was adopted before, if any, is a scenario again and keeps its baseline.

    Raises:
        Hidden, Refused: not on the team.
    """
    scenario = scenarios.found(actor, Action.RUN_ASSESSMENT, rows.lock_scenario(scenario_id))
    if scenario.adopted_at is not None:
        return
    assessments.lock_assessment(scenario.assessment_id)
    for other in rows.list_scenarios(scenario.assessment_id):
        other.adopted_at = None
    scenario.adopted_at, scenario.baseline = now(), scenario.plan
    db.session.flush()
    trail.note(actor.id, "scenario adopted", "plan_scenario", scenario.id)
    scenarios.conclude_anew(scenario, actor.id)


def remove(actor: Actor, scenario_id: UUID) -> UUID:
    """Delete a scenario with what was recorded of it; return its assessment.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: it is the adopted one.
    """
    scenario = scenarios.found(actor, Action.RUN_ASSESSMENT, rows.lock_scenario(scenario_id))
    if scenario.adopted_at is not None:
        raise Conflict("adopted")
    assessment_id = scenario.assessment_id
    db.session.delete(scenario)
    db.session.flush()
    trail.note(actor.id, "scenario removed", "plan_scenario", scenario_id)
    return assessment_id


def _checked_name(typed: str, taken: list[str]) -> str:
    name = " ".join(typed.split())
    if not name:
        raise Invalid("name", "scenario_name_needed")
    if len(name) > LONGEST_NAME:
        raise Invalid("name", "too_long", longest=LONGEST_NAME)
    if name in taken:
        raise Invalid("name", "scenario_name_taken")
    return name
