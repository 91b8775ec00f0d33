"""Plans side by side: drawn by the worker, proposed, copied, adopted, and seen by nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.outgoing import find_job_for
from app.db.plans import find_scenario, list_scenarios
from app.jobs import run_all
from app.services import conclusions, plan_drawings
from assessments.plan_drawing import draw_plan
from assessments.roadmap import Roadmap
from assessments.wishes import OBJECTIVES, Wishes
from content import from_plain
from tests.web.reading import text_of
from tests.web.shaping import plan_of, row_of, shape
from tests.world import World
from tests.worlds.closed import COLLEAGUE

MOST_STATEMENTS = 12


def test_three_plans_are_drawn_by_the_worker_and_stand_side_by_side(consultant, kept, app):
    address = f"/assessments/{kept.id}/plans"
    assert "No plan to compare yet" in text_of(consultant.get(address))
    assert consultant.submit(address, {}, page=address).status_code == 303
    page = consultant.get(address)
    assert "Plans being drawn" in text_of(page)
    assert consultant.get(f"{address}/status").get_json()["state"] == "waiting"
    run_all(app)
    assert consultant.get(f"{address}/status").get_json()["state"] == "done"
    page = consultant.get(address)
    assert len(consultant.statements) <= MOST_STATEMENTS
    with firm_scope(kept.firm_id):
        saved = {one.name: from_plain(Roadmap, one.plan) for one in list_scenarios(kept.id)}
    assert set(saved) == set(OBJECTIVES)
    table = page.get_data(as_text=True).partition("<tbody>")[2].partition("</tbody>")[0]
    for words, plan in zip(("Fast", "Lean", "Balanced"), (saved[one] for one in OBJECTIVES), strict=True):
        row = next(part for part in table.split("<tr>") if f">{words}</a>" in part)
        assert f"{len(plan.initiatives)} initiatives" in row
        assert plan.dates[0].phase is None
        assert plan.dates[0].p50_week <= plan.dates[0].p80_week
    assert (
        consultant.submit(address, {}, page="/sign-in").status_code == 303
    )  # asked again: nothing is drawn twice
    run_all(app)
    with firm_scope(kept.firm_id):
        assert len(list_scenarios(kept.id)) == 3


def test_likely_ends_follow_a_change_and_stand_on_its_page_and_in_the_comparison(
    consultant, kept, scenario, app
):
    key = plan_of(kept, scenario).initiatives[-1].key
    shape(consultant, scenario, **{f"drop-{key}": "y"})
    assert plan_of(kept, scenario).dates == ()
    assert "Likely ends, P50 and P80" in text_of(consultant.get(f"/plans/{scenario}"))
    revision = row_of(kept, scenario).revision
    run_all(app)
    plan = plan_of(kept, scenario)
    assert row_of(kept, scenario).revision == revision  # nobody's form is refused for it
    whole = plan.dates[0]
    safe = plan.start_on + timedelta(weeks=whole.p80_week, days=-3)
    told = text_of(consultant.get(f"/plans/{scenario}"))
    assert f"Promise {safe.day} " in told
    assert "The whole plan" in told
    side_by_side = text_of(consultant.get(f"/assessments/{kept.id}/plans"))
    assert f" {safe.day} " in side_by_side
    assert "–" not in side_by_side.partition("Even, P50")[2].partition("Half of all cases")[0]


def test_a_better_plan_is_kept_only_where_nobody_has_changed_it(kept, scenario, consultant):
    plan, revision = plan_of(kept, scenario), row_of(kept, scenario).revision
    later = replace(
        plan, initiatives=tuple(replace(one, start_week=one.start_week + 1) for one in plan.initiatives)
    )
    with firm_scope(kept.firm_id):
        assert plan_drawings.keep_better(scenario, revision, replace(plan, standing="optimal")) == revision
        assert plan_drawings.keep_better(scenario, revision, later) == revision + 1
        assert plan_drawings.keep_better(scenario, revision, plan) is None
        assert not plan_drawings.keep_anew(
            scenario, revision, Wishes(), plan, row_of(kept, scenario).changed_by
        )
    assert plan_of(kept, scenario) == later


def test_until_one_is_adopted_the_balanced_plan_is_the_proposal_everywhere(consultant, kept, scenario):
    address = f"/assessments/{kept.id}/roadmap"
    shape(consultant, scenario, **{f"drop-{plan_of(kept, scenario).initiatives[-1].key}": "y"})
    with firm_scope(kept.firm_id):
        assert find_job_for(f"conclude:{kept.id}").state == "waiting"
        conclusions.conclude(kept.id)
        db.session.flush()
        assert conclusions.advice_of(find_assessment(kept.id)).roadmap == plan_of(kept, scenario)
    page = text_of(consultant.get(address))
    assert "Plan, as proposed" in page
    assert "This page and reports show the balanced plan, as a proposal, until you adopt one." in page
    assert "proposed" in text_of(consultant.get(f"/assessments/{kept.id}/plans"))


def test_without_alternatives_the_page_says_that_it_shows_a_first_draft_and_leads_to_them(consultant, kept):
    page = consultant.get(f"/assessments/{kept.id}/roadmap")
    assert "This is a first draft, by a simple rule" in text_of(page)
    assert f'action="/assessments/{kept.id}/plans"' in page.get_data(as_text=True)


def test_what_an_older_method_drew_says_so_and_is_drawn_again(consultant, kept, scenario):
    with firm_scope(kept.firm_id):
        row = find_scenario(scenario)
        row.plan = {**row.plan, "planning_version": "1.0.0"}
        db.session.flush()
    assert "An older method, or another catalogue, drew this plan." in text_of(
        consultant.get(f"/plans/{scenario}")
    )
    assert "drew 1 of these plans" in text_of(consultant.get(f"/assessments/{kept.id}/plans"))
    anew = consultant.submit(f"/assessments/{kept.id}/plans/anew", {}, page="/sign-in")
    assert anew.status_code == 303
    assert row_of(kept, scenario).due == "level"
    with firm_scope(kept.firm_id):
        client, tasks = plan_drawings.tasks_of(kept.id)
        task = next(one for one in tasks if one.scenario_id == scenario)
        plan = draw_plan(client, task.wishes)
        assert plan_drawings.keep_anew(scenario, task.revision, task.wishes, plan, row.changed_by)
    assert "An older method" not in text_of(consultant.get(f"/plans/{scenario}"))
    assert row_of(kept, scenario).due is None
    consultant.submit(f"/plans/{scenario}/search", {}, page="/sign-in")
    assert row_of(kept, scenario).due == "draw"


def test_a_plan_that_misses_its_aims_says_so_and_is_asked_why(consultant, kept, scenario, app):
    shape(consultant, scenario, objective="fast", horizon="20")
    assert plan_of(kept, scenario).missed
    page = text_of(consultant.get(f"/plans/{scenario}"))
    assert "It falls short of its aim in:" in page
    assert consultant.submit(f"/plans/{scenario}/why", {}, page="/sign-in").status_code == 303
    run_all(app)
    told = consultant.get(f"/plans/{scenario}")
    assert "reaches what the plan aims at" in text_of(told)
    assert f"/assessments/{kept.id}/targets" in told.get_data(as_text=True)


def test_a_copy_has_a_name_of_its_own_and_can_be_removed(consultant, kept, scenario):
    copied = consultant.submit(
        f"/plans/{scenario}/copy", {"name": "Without a tool"}, page=f"/plans/{scenario}"
    )
    address = copied.headers["Location"]
    assert "Without a tool" in text_of(consultant.get(address))
    again = consultant.submit(
        f"/plans/{scenario}/copy", {"name": "Without a tool"}, page=f"/plans/{scenario}"
    )
    assert again.status_code == 422
    assert "Another scenario has this name." in text_of(again)
    assert consultant.submit(f"{address}/remove", {}, page="/sign-in").status_code == 303
    assert consultant.get(address).status_code == 404


def test_the_adopted_scenario_is_the_plan_and_its_baseline_stays(consultant, kept, scenario, app):
    baseline = plan_of(kept, scenario)
    assert consultant.submit(f"/plans/{scenario}/adopt", {}, page="/sign-in").status_code == 303
    with firm_scope(kept.firm_id):
        assert find_job_for(f"conclude:{kept.id}").state == "waiting"
        conclusions.conclude(kept.id)
        db.session.flush()
        assert conclusions.advice_of(find_assessment(kept.id)).roadmap == baseline
    assert "person-days. Adopted on" in text_of(consultant.get(f"/plans/{scenario}"))
    assert "Plan, as adopted" in text_of(consultant.get(f"/assessments/{kept.id}/roadmap"))
    key = baseline.initiatives[-1].key
    shape(consultant, scenario, **{f"drop-{key}": "y"})
    assert "What has moved since it was adopted" in text_of(consultant.get(f"/plans/{scenario}"))
    assert from_plain(Roadmap, row_of(kept, scenario).baseline) == baseline
    assert consultant.submit(f"/plans/{scenario}/remove", {}, page="/sign-in").status_code == 409


def test_nobody_else_sees_a_scenario(kept, scenario, client_for):
    for email in (COLLEAGUE, World.other_consultant):
        assert client_for(email).get(f"/plans/{scenario}").status_code == 404


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_pages_read_in_both_directions(consultant, kept, scenario, language):
    for address in (f"/plans/{scenario}", f"/assessments/{kept.id}/plans"):
        page = consultant.get(f"{address}?lang={language}").get_data(as_text=True)
        assert f'dir="{"rtl" if language.startswith("ar") else "ltr"}"' in page
        assert "Draw it again" not in page
