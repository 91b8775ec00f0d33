"""What has happened to an adopted plan: noted on its page, kept in its place, and the rest follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.db import firm_scope
from app.db.plans import find_scenario
from app.jobs import run_all
from app.services.plan_tracking import likely_of, tracking_of
from assessments.roadmap import Roadmap
from content import from_plain
from tests.web.reading import text_of
from tests.web.shaping import plan_of, row_of
from tests.world import PASSWORD
from tests.worlds.closed import CONSULTANT


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


def test_nothing_that_is_not_done_is_expected_to_end_in_the_past(consultant, kept, adopted, clock):
    plan = plan_of(kept, adopted)
    late, waiting = (
        plan.initiatives[0],
        next(one for one in plan.initiatives[1:] if one.reason.kind != "prerequisite"),
    )
    day = plan.start_on + timedelta(weeks=late.start_week)
    begun = {f"progress-{late.key}": "under way", f"started-{late.key}": day.isoformat()}
    assert note(consultant, kept, adopted, **begun).status_code == 303
    with firm_scope(kept.firm_id):
        rows = {row.key: row for row in tracking_of(find_scenario(adopted)).rows}
    today = clock.moment.date()
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    assert rows[late.key].agreed_until < today
    assert (rows[late.key].is_overdue, rows[late.key].expected_until) == (True, friday)
    length = waiting.end_week - waiting.start_week
    assert rows[waiting.key].expected_until == friday + timedelta(weeks=length - 1)
    page = text_of(consultant.get(f"/plans/{adopted}"))
    assert f"{rows[late.key].slip_weeks} weeks later" in page
    assert "overdue" in page


def test_what_is_done_has_its_real_end_and_no_likely_one(consultant, kept, adopted, clock, app):
    assert run_all(app)
    plan = plan_of(kept, adopted)
    phase = plan.initiatives[0].phase
    done = {}
    for one in plan.initiatives:
        if one.phase == phase:
            ended = plan.start_on + timedelta(weeks=one.end_week, days=-3)
            done |= {
                f"progress-{one.key}": "done",
                f"started-{one.key}": (plan.start_on + timedelta(weeks=one.start_week)).isoformat(),
                f"ended-{one.key}": ended.isoformat(),
            }
    assert note(consultant, kept, adopted, **done).status_code == 303
    assert run_all(app)
    with firm_scope(kept.firm_id):
        scenario = find_scenario(adopted)
        whole, first, *_ = likely_of(plan_of(kept, adopted), tracking_of(scenario))
    last = max(one.end_week for one in plan.initiatives if one.phase == phase)
    assert (first.phase.number, first.done_on) == (phase, plan.start_on + timedelta(weeks=last, days=-3))
    assert whole.done_on is None
    assert whole.p50_on > clock.moment.date()
    page = consultant.get(f"/plans/{adopted}")
    assert "done on" in text_of(page)
    gantt = page.get_data(as_text=True).partition('class="table gantt"')[2].partition("</table>")[0]
    assert '<small class="gantt-mark">done</small>' in gantt
    assert "locked" not in gantt
    assert f"fixed to the day on which {'it' if len(done) == 3 else 'they'} stood anyway" in text_of(page)
    roadmap = text_of(consultant.get(f"/assessments/{kept.id}/roadmap"))
    assert "done on" in roadmap


def test_what_is_noted_as_done_makes_the_likely_ends_surer_though_nothing_moves(
    consultant, kept, adopted, app
):
    plan = plan_of(kept, adopted)
    one = plan.initiatives[0]
    day = plan.start_on + timedelta(weeks=one.start_week)
    begun = {f"progress-{one.key}": "under way", f"started-{one.key}": day.isoformat()}
    note(consultant, kept, adopted, **begun)
    assert run_all(app)
    assert plan_of(kept, adopted).dates
    ended = plan.start_on + timedelta(weeks=one.end_week, days=-3)
    done = {**begun, f"progress-{one.key}": "done", f"ended-{one.key}": ended.isoformat()}
    note(consultant, kept, adopted, **done)

    assert plan_of(kept, adopted).dates == ()
    assert run_all(app)
    assert plan_of(kept, adopted).dates


def test_what_waits_for_work_that_runs_late_begins_after_its_expected_end(consultant, kept, adopted):
    plan = plan_of(kept, adopted)
    late = next(
        one
        for one in plan.initiatives
        if not one.after and any(one.key in other.after for other in plan.initiatives)
    )
    begun = {
        f"progress-{late.key}": "under way",
        f"started-{late.key}": (plan.start_on + timedelta(weeks=late.start_week)).isoformat(),
    }
    assert note(consultant, kept, adopted, **begun).status_code == 303
    with firm_scope(kept.firm_id):
        scenario = find_scenario(adopted)
        rows = {row.key: row for row in tracking_of(scenario).rows}
        assert from_plain(Roadmap, scenario.baseline) == plan
    forecast = plan_of(kept, adopted)
    assert rows[late.key].slip_weeks > 0
    waiting = [one for one in forecast.initiatives if late.key in one.after]
    assert waiting
    for one in waiting:
        assert forecast.start_on + timedelta(weeks=one.start_week) > rows[late.key].expected_until, one.key
    agreed = {one.key: one.start_week for one in plan.initiatives}
    assert all(one.start_week > agreed[one.key] for one in waiting)
    named = [one for one in waiting if one.reason.other == late.key]
    page = text_of(consultant.get(f"/plans/{adopted}"))
    assert named
    assert page.count(f"({late.key}), which runs late, until {rows[late.key].expected_until.day} ") >= len(
        named
    )
    # As soon as its real end is noted, that is what is waited for.
    ended = plan.start_on + timedelta(weeks=late.end_week + 3, days=4)
    done = {**begun, f"progress-{late.key}": "done", f"ended-{late.key}": ended.isoformat()}
    assert note(consultant, kept, adopted, **done).status_code == 303
    after = next(one for one in plan_of(kept, adopted).initiatives if one.key == late.key)
    assert after.end_week == late.end_week + 4
