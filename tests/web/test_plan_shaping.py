"""One scenario changed in its form: what is moved, locked, taken out, put in and taken back."""

from __future__ import annotations

import re
from datetime import timedelta

from app.jobs import run_all
from assessments.roadmap import Roadmap
from content import from_plain
from tests.web.reading import text_of
from tests.web.shaping import form_of, plan_of, row_of, shape


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


def test_two_people_do_not_overwrite_each_other(consultant, kept, scenario):
    stale = form_of(consultant.get(f"/plans/{scenario}"))
    shape(consultant, scenario, capacity="120")
    response = consultant.submit(f"/plans/{scenario}", stale | {"capacity": "60"})
    assert response.status_code == 409
    assert "Somebody else has changed this scenario" in text_of(response)


def test_a_plan_shaped_by_hand_can_be_searched_for_again_with_what_is_fixed_kept(
    consultant, kept, scenario, app
):
    button = "Search for the best plan that keeps what is fixed"
    assert button not in text_of(consultant.get(f"/plans/{scenario}"))
    one = plan_of(kept, scenario).initiatives[0]
    start = plan_of(kept, scenario).start_on
    day = (start + timedelta(weeks=one.start_week + 6)).isoformat()
    shape(consultant, scenario, **{f"start-{one.key}": day, f"lock-{one.key}": "y"})
    page = text_of(consultant.get(f"/plans/{scenario}"))
    assert "shaped by hand" in page
    assert button in page
    consultant.submit(f"/plans/{scenario}/search", {}, page="/sign-in")
    run_all(app)
    found = plan_of(kept, scenario)
    assert found.standing in {"optimal", "best found"}
    assert next(each.start_week for each in found.initiatives if each.key == one.key) == one.start_week + 6
    page = text_of(consultant.get(f"/plans/{scenario}"))
    assert "shaped by hand" not in page
    assert button not in page
