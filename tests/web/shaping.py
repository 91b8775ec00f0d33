"""What tests of plans begin with and look at: a scenario that is kept, its row and plan, and its form sent again."""

from __future__ import annotations

import re
from uuid import UUID

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.plans import PlanScenario, find_scenario, list_scenarios
from app.policy import Actor
from app.services import plans
from assessments.roadmap import Roadmap
from assessments.wishes import Objective, Wishes
from content import from_plain
from tests.worlds.closed import ClosedAssessment


def kept_scenario(closed: ClosedAssessment, lead: Actor, objective: Objective = "balanced") -> UUID:
    """Keep the plan that serves an objective as the first scenario of an assessment."""
    with firm_scope(closed.firm_id):
        wishes = Wishes(objective=objective)
        plan = plans.draw(find_assessment(closed.id), wishes)
        plans.keep_drawn(closed.id, objective, plan, lead.id, wishes)
        return list_scenarios(closed.id)[0].id


def row_of(closed: ClosedAssessment, scenario_id: UUID) -> PlanScenario:
    """Return a scenario as the database has it now."""
    db.session.expire_all()
    with firm_scope(closed.firm_id):
        return find_scenario(scenario_id)


def plan_of(closed: ClosedAssessment, scenario_id: UUID) -> Roadmap:
    """Return a scenario's plan as the database has it now."""
    return from_plain(Roadmap, row_of(closed, scenario_id).plan)


def form_of(page) -> dict[str, str]:
    """Return what the page's form would send if nothing were touched."""
    text = page.get_data(as_text=True).partition('id="shape"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'<input[^>]*type="date"[^>]*name="([^"]+)" value="([^"]+)"', text))
    sent |= dict(re.findall(r'<input type="hidden" name="(revision)" value="(\d+)"', text))
    sent |= dict.fromkeys(re.findall(r'name="(lock-[^"]+)" value="y" checked', text), "y")
    sent["objective"] = re.search(r'name="objective" value="(\w+)" checked', text)[1]
    sent["horizon"] = re.search(r'name="horizon"[^>]*value="(\d+)"', text)[1]
    sent["capacity"] = re.search(r'name="capacity"[^>]*value="([^"]*)"', text)[1]
    return sent


def shape(consultant, scenario_id, **changes):
    """Send the form as it is shown but for the changes; an underscore in a name stands for a hyphen."""
    address = f"/plans/{scenario_id}"
    sent = form_of(consultant.get(address)) | {
        name.replace("_", "-"): value for name, value in changes.items()
    }
    return consultant.submit(address, sent)
