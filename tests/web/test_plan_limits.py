"""People, days and money of plans: stated in one form, given back as typed, kept by the plans that follow."""

from __future__ import annotations

import os
import re
import subprocess
import time
from datetime import timedelta
from uuid import UUID

import pytest

from app.db import db, firm_scope
from app.db.outgoing import find_job_for
from app.db.plans import find_limits, find_scenario, list_scenarios
from app.jobs import draw_plans, run_all
from app.services import jobs, plan_drawings
from app.services.jobs import LeaseLost
from app.solving import CHILD, SECONDS
from assessments.plan_limits import Limits
from assessments.roadmap import Roadmap
from content import from_plain
from tests.web.reading import text_of
from tests.web.shaping import kept_scenario, plan_of, row_of
from tests.world import World
from tests.worlds.closed import COLLEAGUE

MOST_STATEMENTS = 12


@pytest.fixture
def scenario(kept, lead):
    """The fast plan of the closed assessment, kept as a scenario."""
    return kept_scenario(kept, lead, "fast")


def limits_of(kept) -> Limits | None:
    db.session.expire_all()
    with firm_scope(kept.firm_id):
        row = find_limits(kept.id)
        return None if row is None else from_plain(Limits, row.limits)


def form_of(page) -> dict[str, str]:
    """What the form would send if nothing were touched."""
    text = page.get_data(as_text=True).partition('name="revision"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', text))
    sent["people"] = re.search(r'name="people" value="(\w+)" checked', text)[1]
    sent["revision"] = re.search(r'value="(\d+)"', text)[1]
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def state(consultant, address, **typed):
    changed = {name.replace("_", "-"): value for name, value in typed.items()}
    return consultant.submit(address, form_of(consultant.get(address)) | changed)


def test_the_form_begins_with_one_pool_and_suggests_days_for_each_role(consultant, kept):
    page = consultant.get(f"/assessments/{kept.id}/plans/limits")
    sent = form_of(page)
    assert sent["people"] == "pool"
    assert float(sent["role-HP"]) >= 3
    assert float(sent["together"]) > 0
    assert "a suggestion from the size of the PMO" in text_of(page)
    assert len(consultant.statements) <= MOST_STATEMENTS


def test_days_of_each_role_are_kept_for_a_scenario_and_its_plan_names_the_role(consultant, kept, scenario):
    before = plan_of(kept, scenario)
    response = state(consultant, f"/plans/{scenario}/limits", people="roles", role_HP="4", together="")
    assert response.status_code == 303
    assert response.headers["Location"].endswith("#changes")
    after = plan_of(kept, scenario)
    assert after.capacity.basis == "roles"
    assert next(one for one in after.loads if one.key == "HP").available != ()
    waits = {one.reason.other for one in after.initiatives if one.reason.kind == "capacity"}
    assert waits & {one.key for one in after.owners}
    assert after.start_on == before.start_on
    page = text_of(consultant.get(f"/plans/{scenario}"))
    assert "What the last change did" in page
    assert "since until then this role has no days left" in page
    again = form_of(consultant.get(f"/plans/{scenario}/limits"))
    assert (again["people"], again["role-HP"], again["together"]) == ("roles", "4", "")


def test_one_pool_may_be_chosen_again(consultant, kept, scenario):
    state(consultant, f"/plans/{scenario}/limits", people="roles")
    assert plan_of(kept, scenario).loads
    state(consultant, f"/plans/{scenario}/limits", people="pool")
    assert plan_of(kept, scenario).loads == ()
    assert row_of(kept, scenario).wishes["limits"]["role_days"] == {}


def test_quiet_times_budget_load_and_deadline_come_back_as_they_were_stated(consultant, kept, scenario):
    start = plan_of(kept, scenario).start_on
    first, last = start + timedelta(weeks=6), start + timedelta(weeks=8, days=-1)
    address = f"/plans/{scenario}/limits"
    key = plan_of(kept, scenario).initiatives[0].key
    typed = {
        "quiet-0-first": (start + timedelta(weeks=20)).isoformat(),
        "quiet-0-label": "National day",
        "quiet-2-first": first.isoformat(),
        "quiet-2-last": last.isoformat(),
        "quiet-2-label": "Closing",
        "quiet-2-left": "12,5",
        "budget": "90000",
        "day_rate": "450",
        "at_once": "4",
        "per_owner": "2",
        "deadline-1-key": key,
        "deadline-1-day": (start + timedelta(weeks=40)).isoformat(),
    }
    sent = form_of(consultant.get(address)) | typed
    assert consultant.submit(address, sent).status_code == 303
    again = form_of(consultant.get(address))
    assert (again["quiet-0-label"], again["quiet-0-left"]) == ("Closing", "12.5")
    assert again["quiet-1-first"] == again["quiet-1-last"] == typed["quiet-0-first"]
    assert (again["budget"], again["day_rate"], again["at_once"], again["per_owner"]) == (
        "90000",
        "450",
        "4",
        "2",
    )
    assert (again["deadline-0-key"], again["deadline-0-day"]) == (key, typed["deadline-1-day"])
    plan = plan_of(kept, scenario)
    assert plan.cost is not None
    assert plan.cost <= 90_000
    assert "Cost" in text_of(consultant.get(f"/assessments/{kept.id}/plans"))
    emptied = again | {name: "" for name in again if name.startswith(("quiet", "deadline"))} | {"budget": ""}
    consultant.submit(address, emptied)
    stated = row_of(kept, scenario).wishes["limits"]
    assert (stated["quiet"], stated["deadlines"], stated["budget"]) == ([], {}, None)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"people": "roles", "role-HP": "many"}, "role-HP", "Enter a number from 0 to 500."),
        ({"people": "roles", "role-HP": "-1"}, "role-HP", "Enter a number from 0 to 500."),
        ({"people": "roles", "together": "0"}, "together", "Enter a number from 0.5"),
        ({"budget": "-3"}, "budget", "Enter a number from 1"),
        ({"budget": "5000", "day_rate": ""}, "day_rate", "Say what a person-day costs"),
        ({"at_once": "2.5"}, "at_once", "Enter a number from 1 to 20."),
        ({"per_owner": "0"}, "per_owner", "Enter a number from 1 to 20."),
        ({"quiet-0-first": "soon"}, "quiet-0-first", "Enter a day"),
        ({"quiet-0-last": "2026-12-24"}, "quiet-0-first", "Say on which day this begins."),
        ({"quiet-0-label": "Feast"}, "quiet-0-first", "Say on which day this begins."),
        (
            {"quiet-1-first": "2026-12-24", "quiet-1-last": "2026-12-23"},
            "quiet-1-last",
            "It cannot end before it begins.",
        ),
        ({"quiet-1-first": "2026-12-24", "quiet-1-left": "100"}, "quiet-1-left", "from 0 to 99"),
        ({"quiet-1-first": "2026-12-24", "quiet-1-label": "x" * 81}, "quiet-1-label", "Shorten this"),
        ({"deadline-0-key": "XXX-1"}, "deadline-0-key", "Choose from the list."),
        ({"deadline-0-day": "2026-12-24"}, "deadline-0-key", "Choose from the list."),
        ({"deadline-0-key": "SVC-1"}, "deadline-0-day", "Enter a day"),
        ({"deadline-0-key": "SVC-1", "deadline-0-day": "2019-12-24"}, "deadline-0-day", "outside the weeks"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_given_back(
    consultant, kept, scenario, typed, field, sentence
):
    address = f"/plans/{scenario}/limits"
    response = consultant.submit(address, form_of(consultant.get(address)) | typed)
    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert sentence in text_of(response)
    assert f'href="#{field}"' in page
    assert f'id="{field}-error"' in page
    for name, value in typed.items():
        if name not in ("people", "deadline-0-key") and value:
            assert f'name="{name}"' in page
            assert f'value="{value}"' in page
    assert row_of(kept, scenario).revision == 1


def test_no_days_at_all_and_the_same_initiative_twice_are_refused(consultant, kept, scenario):
    address = f"/plans/{scenario}/limits"
    sent = form_of(consultant.get(address))
    nobody = {name: "0" for name in sent if name.startswith("role-")} | {"people": "roles"}
    assert "Give at least one role some days" in text_of(consultant.submit(address, sent | nobody))
    day = (plan_of(kept, scenario).start_on + timedelta(weeks=20)).isoformat()
    twice = {
        f"deadline-{number}-{part}": value
        for number in (0, 1)
        for part, value in (("key", "SVC-1"), ("day", day))
    }
    assert "has a deadline already" in text_of(consultant.submit(address, sent | twice))


def test_limits_that_no_plan_keeps_leave_the_plan_and_are_answered(consultant, kept, scenario, app):
    plan = plan_of(kept, scenario)
    start = plan.start_on
    address = f"/plans/{scenario}/limits"
    always = {"quiet-0-first": start.isoformat(), "quiet-0-last": (start + timedelta(weeks=200)).isoformat()}
    response = consultant.submit(address, form_of(consultant.get(address)) | always)
    assert response.headers["Location"].endswith("#refused")
    assert "Nobody would work on this plan" in text_of(consultant.get(f"/plans/{scenario}"))
    assert plan_of(kept, scenario) == plan
    small = form_of(consultant.get(address)) | {"budget": "500", "day_rate": "900"}
    consultant.submit(address, small)
    run_all(app)
    told = text_of(consultant.get(f"/plans/{scenario}"))
    assert "The plan costs at most 500" in told
    conflicts = row_of(kept, scenario).refused["conflicts"]
    number = next(place for place, one in enumerate(conflicts) if one["kind"] == "budget")
    assert (
        consultant.submit(f"/plans/{scenario}/ease", {"number": str(number)}, page="/sign-in")
        .headers["Location"]
        .endswith("#changes")
    )
    assert row_of(kept, scenario).wishes["limits"]["budget"] > 500


def test_limits_of_the_assessment_draw_its_plans_anew_but_neither_the_adopted_one_nor_one_with_its_own(
    consultant, kept, scenario, app
):
    copied = {}
    for name in ("Adopted", "Own limits", "Shaped"):
        made = consultant.submit(f"/plans/{scenario}/copy", {"name": name}, page=f"/plans/{scenario}")
        copied[name] = made.headers["Location"].rpartition("/")[2]
    consultant.submit(f"/plans/{copied['Adopted']}/adopt", {}, page="/sign-in")
    state(consultant, f"/plans/{copied['Own limits']}/limits", people="roles", role_HP="7")
    key = plan_of(kept, scenario).initiatives[-1].key
    with firm_scope(kept.firm_id):
        row = find_scenario(UUID(copied["Shaped"]))
        row.wishes = {**row.wishes, "dropped": [key]}
    address = f"/assessments/{kept.id}/plans/limits"
    response = state(consultant, address, people="roles", role_HP="6")
    assert response.status_code == 303
    assert limits_of(kept).role_days["HP"] == 6.0
    page = text_of(consultant.get(f"/assessments/{kept.id}/plans"))
    assert "Plans being drawn" in page
    with firm_scope(kept.firm_id):
        _, tasks = plan_drawings.tasks_of(kept.id)
        due = {str(one.scenario_id): one for one in tasks if one.scenario_id}
    assert set(due) == {str(scenario), copied["Shaped"]}
    assert all(one.wishes.limits.role_days["HP"] == 6.0 for one in tasks)
    assert due[str(scenario)].stood is None  # only drawn: searched for again
    assert due[copied["Shaped"]].stood is not None  # shaped: moves as little as it can
    assert {one.wishes.objective for one in tasks if one.scenario_id is None} == {"lean", "balanced"}
    # Stopped before it begins: nothing is due any more, and the page says that it was stopped.
    assert consultant.submit(f"/assessments/{kept.id}/plans/stop", {}, page="/sign-in").status_code == 303
    assert "The drawing was stopped" in text_of(consultant.get(f"/assessments/{kept.id}/plans"))
    assert run_all(app) >= 0
    assert plan_of(kept, scenario).loads == ()
    with firm_scope(kept.firm_id):
        assert find_job_for(f"draw_plans:{kept.id}").problem == "stopped"


def test_a_drawing_stopped_while_the_solver_runs_ends_the_solver_and_keeps_what_was_found(consultant, kept):
    consultant.submit(f"/assessments/{kept.id}/plans", {}, page="/sign-in")
    claim = jobs.claim("worker")
    began = time.monotonic()

    def report(share: float, step: str) -> None:
        jobs.progress(claim, share, step)
        if step == "proving":
            consultant.submit(f"/assessments/{kept.id}/plans/stop", {}, page="/sign-in")

    with pytest.raises(LeaseLost):
        draw_plans.run(claim, report)
    assert time.monotonic() - began < SECONDS
    with firm_scope(kept.firm_id):
        scenarios = list_scenarios(kept.id)
        assert find_job_for(f"draw_plans:{kept.id}").problem == "stopped"
    # The first of three was found and stays with what the solver had by then; nothing was begun after it.
    (only,) = scenarios
    plan = from_plain(Roadmap, only.plan)
    assert plan.initiatives
    assert plan.standing in {"optimal", "best found"}
    processes = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "args"], capture_output=True, text=True
    )
    assert CHILD not in processes.stdout
    assert "The drawing was stopped" in text_of(consultant.get(f"/assessments/{kept.id}/plans"))


def test_without_a_scenario_limits_are_kept_for_the_plans_to_come(consultant, kept):
    response = state(consultant, f"/assessments/{kept.id}/plans/limits", people="roles", role_HP="9")
    assert response.status_code == 303
    assert limits_of(kept).role_days["HP"] == 9.0
    with firm_scope(kept.firm_id):
        _, tasks = plan_drawings.tasks_of(kept.id)
        assert find_job_for(f"draw_plans:{kept.id}") is None
    assert all(one.wishes.limits.role_days["HP"] == 9.0 for one in tasks)


def test_two_people_do_not_overwrite_each_other(consultant, kept, scenario):
    address = f"/plans/{scenario}/limits"
    stale = form_of(consultant.get(address))
    state(consultant, address, people="roles")
    assert consultant.submit(address, stale).status_code == 409


def test_nobody_else_sees_them(kept, scenario, client_for):
    for email in (COLLEAGUE, World.other_consultant):
        for address in (f"/plans/{scenario}/limits", f"/assessments/{kept.id}/plans/limits"):
            assert client_for(email).get(address).status_code == 404


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_page_reads_in_both_directions(consultant, kept, scenario, language):
    for address in (f"/plans/{scenario}/limits", f"/assessments/{kept.id}/plans/limits"):
        page = consultant.get(f"{address}?lang={language}").get_data(as_text=True)
        assert f'dir="{"rtl" if language.startswith("ar") else "ltr"}"' in page
        assert "Holidays and quiet times" not in page


def test_one_role_may_be_away_and_comes_back_as_it_was_stated(consultant, kept, scenario):
    address, start = f"/plans/{scenario}/limits", plan_of(kept, scenario).start_on
    away = {
        "quiet-0-first": start.isoformat(),
        "quiet-0-last": (start + timedelta(weeks=20)).isoformat(),
        "quiet-0-label": "Leave",
        "quiet-0-role": "HP",
    }
    refused = state(consultant, address, people="pool", **away)
    assert refused.status_code == 422
    assert "Only where each role has days of its own" in text_of(refused)
    unknown = state(consultant, address, people="roles", **{**away, "quiet-0-role": "nobody"})
    assert unknown.status_code == 422
    assert state(consultant, address, people="roles", **away).status_code == 303
    (quiet,) = row_of(kept, scenario).wishes["limits"]["quiet"]
    assert (quiet["role"], quiet["label"]) == ("HP", "Leave")
    assert form_of(consultant.get(address))["quiet-0-role"] == "HP"
    loads = {one.key: one.available for one in plan_of(kept, scenario).loads}
    assert loads["HP"][0] == 0 < loads["PF"][0]
