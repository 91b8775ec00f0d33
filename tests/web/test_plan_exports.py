"""The plan as a file, fetched from its page."""

from __future__ import annotations

import csv
import doctest
from io import StringIO
from urllib.parse import quote
from xml.etree import ElementTree

import icalendar
import pytest

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.engagements import find_engagement
from app.db.plans import list_scenarios
from app.services import conclusions, plan_exports, plan_shaping, plans
from app.services.plan_figures import days_of
from assessments.roadmap import Roadmap
from assessments.wishes import Wishes
from content import from_plain
from tests.web.test_roadmaps import roadmap_of, show
from tests.worlds.closed import COLLEAGUE, SPONSOR
from tests.worlds.firms import actor_of

KINDS = {"csv": "text/csv", "ics": "text/calendar", "xml": "application/xml"}


def address(closed, kind: str) -> str:
    return f"/assessments/{closed.id}/roadmap/export.{kind}"


def test_the_examples_in_the_code_hold():
    assert doctest.testmod(plan_exports).failed == 0


def test_the_page_of_the_plan_leads_to_every_file(consultant, kept):
    page = show(consultant, kept)
    for kind in KINDS:
        assert f'href="{address(kept, kind)}" download' in page


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_saved_and_never_shown(consultant, kept, kind):
    response = consultant.get(address(kept, kind))
    assert response.status_code == 200
    assert response.mimetype == KINDS[kind]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith(
        'attachment; filename="plan-qantara-engineering-'
    )
    assert len(consultant.statements) <= 10


def test_each_file_holds_the_stored_plan(consultant, kept):
    plan = roadmap_of(kept)
    keys = {one.key for one in plan.initiatives}
    table = consultant.get(address(kept, "csv")).data.decode("utf-8-sig")
    assert {line["key"] for line in csv.DictReader(StringIO(table, newline=""))} == keys
    calendar = icalendar.Calendar.from_ical(consultant.get(address(kept, "ics")).data)
    assert len(calendar.walk("VEVENT")) == len(keys) + len(plan.phases)
    project = ElementTree.fromstring(consultant.get(address(kept, "xml")).data)
    tasks = project.findall(".//{http://schemas.microsoft.com/project}Task")
    assert len(tasks) == len(keys) + 2 * len(plan.phases)


def test_a_file_speaks_the_language_of_the_page(consultant, kept):
    content = consultant.get(address(kept, "ics") + "?lang=en-XA").data.replace(b"\r\n ", b"").decode()
    assert "End of phase" not in content
    assert "⟦Éñd óf phášé" in content


def test_the_name_of_a_file_keeps_the_clients_script(consultant, kept, app):
    with firm_scope(kept.firm_id):
        find_engagement(kept.engagement_id).client.name = 'شركة "القلعة" / ..\r\nX: y'
        db.session.commit()
    header = consultant.get(address(kept, "csv")).headers["Content-Disposition"]
    name = quote("plan-شركة-القلعة-x-y.csv", safe="")
    assert header == f"attachment; filename=\"plan-x-y.csv\"; filename*=UTF-8''{name}"


def test_where_there_is_nothing_to_export_the_page_says_why(consultant, kept, app):
    with firm_scope(kept.firm_id):
        row = find_assessment(kept.id)
        row.target_level = 1.0
        conclusions.draw(row)
        db.session.commit()
    response = consultant.get(address(kept, "xml"))
    assert response.status_code == 303
    assert response.headers["Location"].endswith(f"/assessments/{kept.id}/roadmap")
    assert "/roadmap/export." not in show(consultant, kept)


def test_nobody_else_gets_a_file(client_for, kept):
    assert client_for(COLLEAGUE).get(address(kept, "csv")).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_sponsor_gets_the_adopted_plan_and_no_draft(client_for, kept, world, kind):
    sponsor = client_for(SPONSOR)
    page = f"/assessments/{kept.id}"
    refused = sponsor.get(address(kept, kind))
    assert (refused.status_code, refused.headers["Location"]) == (303, page)
    assert address(kept, kind) not in sponsor.get(page).get_data(as_text=True)
    lead = actor_of(world, "keel", "consultant", "consultant")
    with firm_scope(kept.firm_id):
        drawn = plans.draw(find_assessment(kept.id), Wishes(objective="lean"))
        plans.keep_drawn(kept.id, "lean", drawn, lead.id)
        plans.adopt(lead, list_scenarios(kept.id)[0].id)
    response = sponsor.get(address(kept, kind))
    assert (response.status_code, response.mimetype) == (200, KINDS[kind])
    # The plan as adopted, whether or not the conclusion has been drawn again by now.
    assert all(one.key.encode() in response.data for one in drawn.initiatives)
    assert f'href="{address(kept, kind)}" download' in sponsor.get(page).get_data(as_text=True)


def test_a_file_tells_critical_chain_slack_and_what_was_once_agreed(client_for, consultant, kept, world):
    lead = actor_of(world, "keel", "consultant", "consultant")
    with firm_scope(kept.firm_id):
        drawn = plans.draw(find_assessment(kept.id), Wishes(objective="lean"))
        plans.keep_drawn(kept.id, "lean", drawn, lead.id)
        scenario = list_scenarios(kept.id)[0]
        plans.adopt(lead, scenario.id)
        moved = plan_shaping.shape(
            lead, scenario.id, scenario.revision, Wishes(objective="lean").drop(drawn.initiatives[-1].key)
        )
        plan = from_plain(Roadmap, scenario.plan)
        conclusions.draw(find_assessment(kept.id))
        db.session.commit()
    assert moved.changes
    agreed = days_of(drawn)
    for reader in (client_for(SPONSOR), consultant):
        table = reader.get(address(kept, "csv")).data.decode("utf-8-sig")
        lines = {line["key"]: line for line in csv.DictReader(StringIO(table, newline=""))}
        assert lines.keys() == {one.key for one in plan.initiatives}
        for key, line in lines.items():
            assert line["critical"] == ("yes" if key in plan.critical_chain else "no")
            assert line["slack_weeks"] == str(plan.slack_weeks[key])
            told = (line["baseline_starts_on"], line["baseline_ends_on"])
            assert told == tuple(day.isoformat() for day in agreed[key])
    project = ElementTree.fromstring(client_for(SPONSOR).get(address(kept, "xml")).data)
    assert len(project.findall(".//{http://schemas.microsoft.com/project}Baseline")) == len(plan.initiatives)
