"""Plans that people shape: drawn by the worker, changed in one form, taken back, copied, adopted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.outgoing import find_job_for
from app.db.plans import find_scenario, list_scenarios
from app.jobs import run_all
from app.services import conclusions, plan_drawings, plans
from assessments.plan_drawing import draw_plan
from assessments.roadmap import Roadmap
from assessments.wishes import OBJECTIVES, Wishes
from content import from_plain
from tests.web.test_results import text_of
from tests.world import PASSWORD, World
from tests.worlds.closed import COLLEAGUE, CONSULTANT, keep_closed

MOST_STATEMENTS = 12


@pytest.fixture(scope="module")
def kept(whole_app, committed_world):
    return keep_closed(whole_app, committed_world)


@pytest.fixture
def consultant(kept, client_for):
    return client_for(CONSULTANT)


@pytest.fixture
def scenario(kept, world):
    """The balanced plan of the closed assessment, kept as a scenario."""
    with firm_scope(kept.firm_id):
        row = find_assessment(kept.id)
        plans.keep_drawn(kept.id, "balanced", plans.draw(row, Wishes()), world.ids["keel.consultant"])
        return list_scenarios(kept.id)[0].id


def row_of(kept, scenario_id):
    db.session.expire_all()
    with firm_scope(kept.firm_id):
        return find_scenario(scenario_id)


def plan_of(kept, scenario_id) -> Roadmap:
    return from_plain(Roadmap, row_of(kept, scenario_id).plan)


def form_of(page) -> dict[str, str]:
    """What the page's form would send if nothing were touched."""
    text = page.get_data(as_text=True).partition('id="shape"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'<input[^>]*type="date"[^>]*name="([^"]+)" value="([^"]+)"', text))
    sent |= dict(re.findall(r'<input type="hidden" name="(revision)" value="(\d+)"', text))
    sent |= dict.fromkeys(re.findall(r'name="(lock-[^"]+)" value="y" checked', text), "y")
    sent["objective"] = re.search(r'name="objective" value="(\w+)" checked', text)[1]
    sent["horizon"] = re.search(r'name="horizon"[^>]*value="(\d+)"', text)[1]
    sent["capacity"] = re.search(r'name="capacity"[^>]*value="([^"]*)"', text)[1]
    return sent


def shape(consultant, scenario_id, **changes):
    address = f"/plans/{scenario_id}"
    sent = form_of(consultant.get(address)) | {
        name.replace("_", "-"): value for name, value in changes.items()
    }
    return consultant.submit(address, sent)


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


def test_a_form_that_changes_nothing_moves_nothing(consultant, kept, scenario):
    before = plan_of(kept, scenario)
    assert shape(consultant, scenario).status_code == 303
    after = row_of(kept, scenario)
    assert [one.key for one in from_plain(Roadmap, after.plan).initiatives] == [
        one.key for one in before.initiatives
    ]
    assert after.wishes == row_of(kept, scenario).wishes
    assert "No initiative moved." in text_of(consultant.get(f"/plans/{scenario}"))


def test_a_typed_day_holds_an_initiative_and_the_page_says_what_moved_and_why(consultant, kept, scenario):
    before = plan_of(kept, scenario)
    one = before.initiatives[-1]
    day = before.start_on + timedelta(weeks=one.start_week + 3)
    assert shape(consultant, scenario, **{f"start-{one.key}": day.isoformat()}).status_code == 303
    after = plan_of(kept, scenario)
    assert next(each.start_week for each in after.initiatives if each.key == one.key) >= one.start_week + 3
    told = text_of(consultant.get(f"/plans/{scenario}"))
    assert "What the last change did" in told
    assert "3 weeks later" in told
    assert "You asked for it." in told


def test_what_is_wanted_earlier_goes_before_what_stands_there(consultant, kept, scenario):
    """Each initiative in turn is wanted in the first week; at least one waited only for days that others had."""
    plan = plan_of(kept, scenario)
    waiting = [one for one in plan.initiatives if not one.after and one.reason.kind == "capacity"]
    earlier = 0
    for one in waiting:
        shape(consultant, scenario, **{f"start-{one.key}": plan.start_on.isoformat()})
        found = next(each for each in plan_of(kept, scenario).initiatives if each.key == one.key)
        assert found.start_week <= one.start_week
        earlier += found.start_week < one.start_week
        consultant.submit(f"/plans/{scenario}/undo", {}, page="/sign-in")
    assert earlier


def test_what_cannot_come_earlier_stays_and_says_what_holds_it(consultant, kept, scenario):
    plan = plan_of(kept, scenario)
    one = next(each for each in plan.initiatives if each.reason.kind == "prerequisite")
    shape(consultant, scenario, **{f"start-{one.key}": plan.start_on.isoformat()})
    told = text_of(consultant.get(f"/plans/{scenario}"))
    assert re.search(rf"{one.key}\s+stays where it is\s+It waits for .+?\({one.reason.other}\)", told)


def test_every_bar_knows_the_field_that_moves_it(consultant, kept, scenario):
    page = consultant.get(f"/plans/{scenario}").get_data(as_text=True)
    plan = plan_of(kept, scenario)
    for one in plan.initiatives:
        facts = f'data-field="start-{one.key}" data-key="{one.key}" data-start="{one.start_week}"'
        assert f'{facts} data-length="{one.end_week - one.start_week}"' in page
        assert f'id="start-{one.key}"' in page
    days = re.search(r'data-days="([^"]+)"', page)[1].split("|")
    assert len(days) == plan.length_weeks
    assert 'id="gantt-moves" hidden' in page
    assert "data-moves" not in consultant.get(f"/assessments/{kept.id}/roadmap").get_data(as_text=True)


def test_what_has_begun_cannot_be_moved_by_its_bar(consultant, kept, adopted):
    plan = plan_of(kept, adopted)
    one = plan.initiatives[0]
    day = plan.start_on + timedelta(weeks=one.start_week)
    note(
        consultant,
        kept,
        adopted,
        **{f"progress-{one.key}": "under way", f"started-{one.key}": day.isoformat()},
    )
    page = consultant.get(f"/plans/{adopted}").get_data(as_text=True)
    assert f'data-field="start-{one.key}"' not in page
    assert f'data-field="start-{plan.initiatives[-1].key}"' in page


def test_a_lock_is_kept_and_shown_until_it_is_taken_away(consultant, kept, scenario):
    key = plan_of(kept, scenario).initiatives[2].key
    shape(consultant, scenario, **{f"lock-{key}": "y"})
    assert key in row_of(kept, scenario).wishes["starts"]
    sent = form_of(consultant.get(f"/plans/{scenario}"))
    assert sent.pop(f"lock-{key}") == "y"
    consultant.submit(f"/plans/{scenario}", sent)
    assert row_of(kept, scenario).wishes["starts"] == {}


def test_what_is_taken_out_can_come_back_and_what_is_put_in_brings_what_it_needs(consultant, kept, scenario):
    plan = plan_of(kept, scenario)
    key = plan.initiatives[-1].key
    shape(consultant, scenario, **{f"drop-{key}": "y"})
    assert key not in {one.key for one in plan_of(kept, scenario).initiatives}
    shape(consultant, scenario, **{f"free-{key}": "y"})
    assert row_of(kept, scenario).wishes["dropped"] == []
    assert key in {one.key for one in plan_of(kept, scenario).initiatives}
    outside = next(one for one in plan.left_out if one.reason in ("plan full", "not needed"))
    shape(consultant, scenario, add=outside.key)
    inside = {one.key: one for one in plan_of(kept, scenario).initiatives}
    assert outside.key in inside
    assert set(inside[outside.key].after) <= set(inside)


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


def test_changes_are_taken_back_one_by_one(consultant, kept, scenario):
    before = row_of(kept, scenario)
    plan, wishes = before.plan, before.wishes
    keys = [one.key for one in plan_of(kept, scenario).initiatives]
    shape(consultant, scenario, **{f"drop-{keys[-1]}": "y"})
    shape(consultant, scenario, **{f"drop-{keys[-2]}": "y"})
    for _ in range(2):
        assert consultant.submit(f"/plans/{scenario}/undo", {}, page="/sign-in").status_code == 303
    row = row_of(kept, scenario)
    assert (row.wishes, {one["key"] for one in row.plan["initiatives"]}) == (
        wishes,
        {one["key"] for one in plan["initiatives"]},
    )
    assert consultant.submit(f"/plans/{scenario}/undo", {}, page="/sign-in").status_code == 409


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"capacity": "many"}, "Enter a number from 1 to 100000."),
        ({"capacity": "-4"}, "Enter a number from 1 to 100000."),
        ({"horizon": "400"}, "Enter a number from 1 to 156."),
        ({"add": "XYZ-1"}, "There is no initiative XYZ-1."),
    ],
)
def test_what_cannot_be_is_refused_given_back_and_changes_nothing(
    consultant, kept, scenario, changes, sentence
):
    before = row_of(kept, scenario).revision
    response = shape(consultant, scenario, **changes)
    assert response.status_code == 422
    assert sentence in text_of(response)
    ((_, typed),) = changes.items()
    assert typed in response.get_data(as_text=True)
    assert row_of(kept, scenario).revision == before


def test_a_day_outside_the_plan_and_no_day_at_all_are_refused_at_their_field(consultant, kept, scenario):
    plan = plan_of(kept, scenario)
    key = plan.initiatives[0].key
    early = shape(consultant, scenario, **{f"start-{key}": (plan.start_on - timedelta(weeks=2)).isoformat()})
    assert "This day lies outside the weeks of the plan." in text_of(early)
    assert f'href="#start-{key}"' in early.get_data(as_text=True)
    none = shape(consultant, scenario, **{f"start-{key}": "soon"})
    assert "Enter a day" in text_of(none)


def ask_for_what_cannot_be(consultant, kept, scenario):
    """Lock an initiative where it stands, and what it needs long after it."""
    plan = plan_of(kept, scenario)
    one = next(each for each in plan.initiatives if each.after)
    first = next(each for each in plan.initiatives if each.key == one.after[0])

    def day(week: int) -> str:
        return (plan.start_on + timedelta(weeks=week)).isoformat()

    typed = day(first.start_week + 20)
    response = shape(
        consultant,
        scenario,
        **{f"start-{first.key}": typed, f"lock-{first.key}": "y", f"lock-{one.key}": "y"},
    )
    return plan, first, one, typed, response


def test_wishes_that_no_plan_keeps_are_answered_with_what_would_release_them(consultant, kept, scenario, app):
    plan, first, one, typed, response = ask_for_what_cannot_be(consultant, kept, scenario)
    assert response.status_code == 303
    assert response.headers["Location"].endswith("#refused")
    page = consultant.get(f"/plans/{scenario}")
    assert "No plan keeps all that you asked for" in text_of(page)
    assert form_of(page)[f"start-{first.key}"] == typed
    assert consultant.get(f"/plans/{scenario}/status").get_json()["state"] == "waiting"
    run_all(app)
    assert plan_of(kept, scenario).initiatives == plan.initiatives
    told = text_of(consultant.get(f"/plans/{scenario}"))
    assert "These cannot all be kept" in told
    for locked in (first, one):
        assert f"{locked.title['en']} is locked to" in told
    assert told.count("Take the lock away") == 2
    assert len(consultant.statements) <= MOST_STATEMENTS
    stood = row_of(kept, scenario).refused["conflicts"]
    number = next(place for place, each in enumerate(stood) if each["subject"] == one.key)
    eased = consultant.submit(f"/plans/{scenario}/ease", {"number": str(number)}, page="/sign-in")
    assert eased.headers["Location"].endswith("#changes")
    row = row_of(kept, scenario)
    assert row.refused is None
    assert row.wishes["starts"] == {first.key: first.start_week + 20}
    assert one.key in row.wishes["added"]
    again = consultant.submit(f"/plans/{scenario}/ease", {"number": "0"}, page="/sign-in")
    assert again.status_code == 409


def test_what_was_asked_in_vain_can_be_forgotten(consultant, kept, scenario):
    ask_for_what_cannot_be(consultant, kept, scenario)
    assert consultant.submit(f"/plans/{scenario}/forget", {}, page="/sign-in").status_code == 303
    assert row_of(kept, scenario).refused is None
    assert "No plan keeps all" not in text_of(consultant.get(f"/plans/{scenario}"))


def test_a_wish_for_what_this_client_cannot_use_is_named(consultant, kept, scenario):
    plan = plan_of(kept, scenario)
    other = next(one for one in plan.left_out if one.reason == "level reached")
    assert shape(consultant, scenario, add=other.key).status_code == 303
    told = text_of(consultant.get(f"/plans/{scenario}"))
    assert f"This client can have no plan with: {other.key}." in told


def test_two_people_do_not_overwrite_each_other(consultant, kept, scenario):
    stale = form_of(consultant.get(f"/plans/{scenario}"))
    shape(consultant, scenario, capacity="120")
    response = consultant.submit(f"/plans/{scenario}", stale | {"capacity": "60"})
    assert response.status_code == 409
    assert "Somebody else has changed this scenario" in text_of(response)


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


@pytest.fixture
def adopted(consultant, scenario, clock):
    """The scenario as the plan, half a year later; whoever adopted it has signed in again."""
    consultant.submit(f"/plans/{scenario}/adopt", {}, page="/sign-in")
    clock.moment += timedelta(days=180)
    consultant.sign_in(CONSULTANT, PASSWORD)
    return scenario


def note(consultant, kept, scenario, **typed):
    sent = {name.replace("_", "-"): value for name, value in typed.items()}
    sent["revision"] = str(row_of(kept, scenario).revision)
    return consultant.submit(f"/plans/{scenario}/track", sent, page="/sign-in")


def test_what_has_begun_keeps_its_place_and_the_rest_follows(consultant, kept, adopted):
    plan = plan_of(kept, adopted)
    one = plan.initiatives[0]
    day = plan.start_on + timedelta(weeks=one.start_week + 2, days=1)
    begun = {f"progress-{one.key}": "under way", f"started-{one.key}": day.isoformat()}
    assert note(consultant, kept, adopted, **begun).status_code == 303
    assert row_of(kept, adopted).wishes["starts"] == {one.key: one.start_week + 2}
    assert next(each.start_week for each in plan_of(kept, adopted).initiatives if each.key == one.key) == (
        one.start_week + 2
    )
    page = text_of(consultant.get(f"/plans/{adopted}"))
    assert "1 under way" in page
    assert "2 weeks later" in page
    gone = {f"progress-{one.key}": "given up"}
    assert note(consultant, kept, adopted, **gone).status_code == 303
    assert one.key not in {each.key for each in plan_of(kept, adopted).initiatives}
    assert "1 given up" in text_of(consultant.get(f"/plans/{adopted}"))


def test_what_has_happened_is_noted_even_where_it_breaks_the_rules_of_the_plan(consultant, kept, adopted):
    plan = plan_of(kept, adopted)
    one = next(each for each in plan.initiatives if each.after)
    early = {f"progress-{one.key}": "under way", f"started-{one.key}": plan.start_on.isoformat()}
    response = note(consultant, kept, adopted, **early)
    assert response.status_code == 303
    assert plan_of(kept, adopted) == plan
    assert "breaks the rules of the plan" in text_of(consultant.get(f"/plans/{adopted}"))
    assert "1 under way" in text_of(consultant.get(f"/plans/{adopted}"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"progress": "under way"}, "Say on which day it began."),
        ({"progress": "done", "started": 0}, "Say on which day it ended."),
        ({"progress": "done", "started": 9, "ended": 2}, "It cannot end before it began."),
        ({"progress": "under way", "started": -30}, "This day lies before the first day of the plan."),
        ({"progress": "under way", "started": 4000}, "Choose a day that has been"),
        ({"progress": "lost"}, "Choose from the list."),
        ({"progress": "under way", "started": "soon"}, "Enter a day"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(consultant, kept, adopted, typed, sentence):
    plan = plan_of(kept, adopted)
    key = plan.initiatives[0].key
    sent = {
        f"{name}-{key}": (plan.start_on + timedelta(days=value)).isoformat()
        if isinstance(value, int)
        else value
        for name, value in typed.items()
    }
    response = note(consultant, kept, adopted, **sent)
    assert response.status_code == 422
    assert sentence in text_of(response)


def test_only_an_adopted_plan_is_tracked(consultant, kept, scenario):
    assert "What has happened" not in text_of(consultant.get(f"/plans/{scenario}"))
    assert note(consultant, kept, scenario).status_code == 409


def test_nobody_else_sees_a_scenario(kept, scenario, client_for):
    for email in (COLLEAGUE, World.other_consultant):
        assert client_for(email).get(f"/plans/{scenario}").status_code == 404


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_pages_read_in_both_directions(consultant, kept, scenario, language):
    for address in (f"/plans/{scenario}", f"/assessments/{kept.id}/plans"):
        page = consultant.get(f"{address}?lang={language}").get_data(as_text=True)
        assert f'dir="{"rtl" if language.startswith("ar") else "ltr"}"' in page
        assert "Draw it again" not in page
