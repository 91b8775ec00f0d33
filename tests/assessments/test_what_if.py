"""Other conditions tried on a plan: what goes goes with what needs it, what stays keeps the rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.plan_changes import last_week
from assessments.plan_drawing import draw_plan
from assessments.plan_levels import final_level
from assessments.plan_limits import Limits
from assessments.roadmap import ScheduledInitiative
from assessments.what_if import (
    Assumption,
    Unusable,
    busiest_week,
    days_per_month,
    people_at_once,
    try_out,
    wishes_in,
)
from assessments.wishes import Wishes
from tests.assessments.test_plan_drawing import BALANCED, BANK, NEEDS, keeps_the_rules

KEYS = [one.key for one in BALANCED.initiatives]


def keys_of(plan):
    return {one.key for one in plan.initiatives}


def with_needs():
    """An initiative of the plan that another one of it needs, and the other."""
    one = next(each for each in BALANCED.initiatives if each.after)
    return one.after[0], one.key


def test_nothing_tried_changes_nothing():
    found = try_out(BANK, Wishes(), BALANCED, Assumption())
    assert found.tried == found.agreed
    assert found.comparison.changes == ()
    assert found.has_room
    # What was searched for is laid out again in its order: single weeks may move, what is in it and its end do not.
    assert sorted(keys_of(found.agreed)) == sorted(KEYS)
    assert last_week(found.agreed) == last_week(BALANCED)


def test_days_stated_by_role_are_scaled_for_each_role_alike():
    limits = Limits(role_days={role.key: 20.0 for role in BANK.catalogue.owners}, together=40.0)
    wishes = Wishes(limits=limits)
    plan = draw_plan(BANK, wishes)
    assert days_per_month(plan) == 40
    half = try_out(BANK, wishes, plan, Assumption(share=0.5))
    assert days_per_month(half.agreed) == 40
    assert days_per_month(half.tried) == 20
    assert limits.scaled(0.5) == Limits(
        role_days={role.key: 10.0 for role in BANK.catalogue.owners}, together=20.0
    )
    keeps_the_rules(half.tried)


def test_what_is_switched_off_takes_along_what_needs_it_and_says_so():
    need, key = with_needs()
    found = try_out(BANK, Wishes(), BALANCED, Assumption(off=(need,)))
    assert not keys_of(found.tried) & {need, key}
    dragged = {one.key: one for one in found.dragged}
    assert dragged[key].needs == need
    assert not dragged[key].is_asked_for
    assert need not in dragged
    keeps_the_rules(found.tried)


def test_what_is_switched_on_in_vain_is_named_with_what_it_lacks():
    outside = try_out(BANK, Wishes(), BALANCED, Assumption()).switchable_on
    key = next(each for each in outside if any(need in outside for need in NEEDS[each]))
    need = next(each for each in NEEDS[key] if each in outside)
    found = try_out(BANK, Wishes(), BALANCED, Assumption(off=(need,), on=(key,)))
    assert [(one.key, one.needs, one.is_asked_for) for one in found.dragged] == [(key, need, True)]
    assert keys_of(found.tried) == keys_of(found.agreed)


def test_what_is_switched_on_comes_with_all_that_it_needs():
    outside = try_out(BANK, Wishes(), BALANCED, Assumption()).switchable_on
    for key in outside[:4]:
        tried = try_out(BANK, Wishes(), BALANCED, Assumption(on=(key,))).tried
        inside = {one.key: one for one in tried.initiatives}
        assert set(inside[key].after) <= set(inside)
        assert keys_of(BALANCED) <= set(inside)


def test_half_the_days_make_the_same_plan_longer_and_twice_as_many_make_it_shorter():
    wide = Wishes(horizon_weeks=156)
    half, double = (try_out(BANK, wide, BALANCED, Assumption(share=share)) for share in (0.5, 2.0))
    assert keys_of(half.tried) == keys_of(double.tried) == set(KEYS)
    assert last_week(half.tried) > last_week(BALANCED) > last_week(double.tried)
    assert days_per_month(half.tried) == pytest.approx(days_per_month(BALANCED) / 2)
    keeps_the_rules(half.tried, replace(BANK, capacity_days_per_quarter=94.5 / 2))


def test_days_that_are_typed_are_the_ones_a_month_and_win_over_the_share():
    found = try_out(BANK, Wishes(), BALANCED, Assumption(share=2.0, days_per_month=20.0))
    assert days_per_month(found.tried) == pytest.approx(20.0)


def test_with_too_few_days_the_best_plan_that_fits_is_looked_for():
    found = try_out(BANK, Wishes(), BALANCED, Assumption(days_per_month=5.0))
    assert not found.has_room
    assert keys_of(found.tried) < keys_of(found.agreed)
    assert final_level(found.tried, BANK.result) < final_level(found.agreed, BANK.result)
    assert last_week(found.tried) <= found.tried.horizon_weeks


@pytest.mark.parametrize("days", [0.5, 1000.5])
def test_days_beyond_all_reason_are_refused(days):
    with pytest.raises(ValueError, match="out of range"):
        try_out(BANK, Wishes(), BALANCED, Assumption(days_per_month=days))


def test_what_is_unknown_done_or_in_place_cannot_be_switched():
    for asked, begun, key in (
        (Assumption(off=("XYZ-9",)), (), "XYZ-9"),
        (Assumption(on=("XYZ-9",)), (), "XYZ-9"),
        (Assumption(off=(KEYS[0],)), (KEYS[0],), KEYS[0]),
    ):
        with pytest.raises(Unusable) as refused:
            try_out(BANK, Wishes(), BALANCED, asked, begun)
        assert refused.value.keys == (key,)


def test_what_a_person_fixed_about_what_is_switched_off_is_no_hindrance():
    need, key = with_needs()
    start = {one.key: one.start_week for one in BALANCED.initiatives}
    wishes = Wishes().lock(key, start[key]).hold(need, start[need])
    found = try_out(BANK, wishes, draw_plan(BANK, wishes), Assumption(off=(need,)))
    assert key not in keys_of(found.tried)
    assert [one.key for one in found.dragged if one.needs == need]


def test_what_was_taken_out_before_can_be_switched_on_again():
    wishes = Wishes().drop(KEYS[-1])
    plan = draw_plan(BANK, wishes)
    found = try_out(BANK, wishes, plan, Assumption(on=(KEYS[-1],)))
    assert KEYS[-1] in keys_of(found.tried)
    assert KEYS[-1] not in keys_of(found.agreed)


def test_the_days_a_scenario_was_shaped_to_are_the_ones_that_shares_are_of():
    wishes = Wishes(capacity_days_per_quarter=60.0)
    found = try_out(BANK, wishes, draw_plan(BANK, wishes), Assumption(share=1.5))
    assert days_per_month(found.tried) == pytest.approx(30.0)


@settings(max_examples=8, deadline=None)
@given(st.sets(st.sampled_from(KEYS), max_size=8))
def test_no_plan_holds_anything_that_needs_what_is_switched_off(off):
    tried = try_out(BANK, Wishes(), BALANCED, Assumption(off=tuple(sorted(off)))).tried
    inside = keys_of(tried)
    assert not inside & off
    assert all(set(one.after) <= inside for one in tried.initiatives)


def test_wishes_are_read_off_a_plan_itself():
    wishes = Wishes().lock(KEYS[0], 4).drop(KEYS[-1])
    outside = next(one.key for one in BALANCED.left_out if one.reason == "not needed")
    read = wishes_in(draw_plan(BANK, wishes.add(outside)))
    assert read.starts == {KEYS[0]: 4}
    assert read.dropped == (KEYS[-1],)
    assert read.added == (outside,)


def bare(key: str, start: int, end: int, days: float, owners: tuple[str, ...]) -> ScheduledInitiative:
    return replace(
        BALANCED.initiatives[0], key=key, start_week=start, end_week=end, effort_days=days, owners=owners
    )


def test_the_example_of_people_in_the_busiest_week():
    """By hand, methods-planning.md, section 15."""
    plan = replace(
        BALANCED,
        initiatives=(bare("A", 0, 4, 20.0, ("HP", "PC")), bare("B", 2, 4, 10.0, ("HP",))),
        owners=tuple(role for role in BANK.catalogue.owners if role.key in ("HP", "PC")),
    )
    assert busiest_week(plan) == {"HP": pytest.approx(1.75), "PC": pytest.approx(0.25)}
    assert people_at_once(plan) == pytest.approx(2.0)


def test_an_empty_plan_takes_nobody():
    found = try_out(BANK, Wishes(), BALANCED, Assumption(off=tuple(KEYS)))
    assert found.tried.initiatives == ()
    assert people_at_once(found.tried) == 0
    assert busiest_week(found.tried) == {}
