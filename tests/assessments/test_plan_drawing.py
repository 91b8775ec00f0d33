"""Roadmaps drawn under wishes: what was fixed stays fixed, and every plan keeps the rules."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.catalogue import load_catalogue
from assessments.plan_changes import compare_plans, last_week
from assessments.plan_drawing import Client, Impossible, draw_plan, prepare, reshape_plan, starts_of
from assessments.planning.results import PLANNING_VERSION
from assessments.schedule import MOST_AT_ONCE, MOST_PER_OWNER
from assessments.wishes import OBJECTIVES, Wishes
from tests.assessments.planning_cases import ARCHETYPES, MONDAY, advice_of, evenly, profile_of

CATALOGUE = load_catalogue()
NEEDS = {one.key: one.needs for one in CATALOGUE.initiatives}


def client_of(level: float = 1.6, archetype: str = "regional bank", days: float | None = 94.5) -> Client:
    result, advice, gaps = advice_of(evenly(level), profile_of(ARCHETYPES[archetype]))
    return Client(
        CATALOGUE, gaps, result, advice, advice.profile, MONDAY, headcount=500, capacity_days_per_quarter=days
    )


BANK = client_of()
BALANCED = draw_plan(BANK, Wishes())
STOOD = starts_of(BALANCED)


def start_of(plan, key):
    return next((one.start_week for one in plan.initiatives if one.key == key), None)


def keeps_the_rules(plan, client=BANK):
    """Prerequisites, change load, the days of each month, and the horizon."""
    ends = {one.key: one.end_week for one in plan.initiatives}
    owners, running, days = Counter(), Counter(), Counter()
    for one in plan.initiatives:
        assert all(ends[need] <= one.start_week for need in one.after), one.key
        assert set(one.after) <= set(NEEDS[one.key]) | {"GOV-4"}, one.key
        for week in range(one.start_week, one.end_week):
            running[week] += 1
            days[week // 13] += one.effort_days / (one.end_week - one.start_week)
            owners.update((owner, week) for owner in one.owners)
    assert max(running.values(), default=0) <= MOST_AT_ONCE
    assert max(owners.values(), default=0) <= MOST_PER_OWNER
    assert last_week(plan) <= plan.horizon_weeks
    # A quarter of weeks can reach into four months: at most a month's days more than a quarter's.
    limit = client.capacity_days_per_quarter * 4 / 3 + 1e-6
    assert max(days.values(), default=0) <= limit


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_each_objective_gives_a_plan_that_keeps_the_rules_and_says_how_good_it_is(objective):
    plan = draw_plan(BANK, Wishes(objective=objective))
    keeps_the_rules(plan)
    assert plan.initiatives
    assert plan.standing in ("optimal", "best found")
    assert plan.gap_to_bound is not None
    assert set(plan.critical_chain) <= {one.key for one in plan.initiatives}
    assert set(plan.slack_weeks) == {one.key for one in plan.initiatives}
    named = {one.key for one in (*plan.initiatives, *plan.left_out)}
    assert named == {one.key for one in CATALOGUE.initiatives}


def test_the_fast_plan_ends_no_later_and_the_lean_one_takes_no_more_days():
    fast, lean = (draw_plan(BANK, Wishes(objective=one)) for one in ("fast", "lean"))
    assert last_week(fast) <= last_week(lean)
    assert lean.effort_days <= fast.effort_days


def test_the_same_wishes_give_the_same_plan():
    assert draw_plan(BANK, Wishes()) == BALANCED


def test_without_other_wishes_nothing_moves():
    assert compare_plans(BALANCED, reshape_plan(BANK, Wishes(), STOOD), BANK.result).changes == ()


def test_a_lock_a_hold_a_removal_and_an_addition_are_kept():
    needed = {need for one in BALANCED.initiatives for need in one.after}
    first, second, third = [one.key for one in BALANCED.initiatives if one.key not in needed][-3:]
    outside = next(
        one.key for one in BALANCED.left_out if one.reason == "plan full" or one.reason == "not needed"
    )
    wishes = Wishes().lock(first, 30).hold(second, 25).drop(third).add(outside)
    plan = reshape_plan(BANK, wishes, STOOD)
    keeps_the_rules(plan)
    assert start_of(plan, first) == 30
    assert start_of(plan, second) is None or start_of(plan, second) >= 25
    assert start_of(plan, third) is None
    assert start_of(plan, outside) is not None
    assert next(one.selection.kind for one in plan.initiatives if one.key == outside) == "wished"
    assert next(one.reason.kind for one in plan.initiatives if one.key == first) == "fixed"
    assert next(one.reason for one in plan.left_out if one.key == third) == "dropped"


def test_less_capacity_makes_the_same_work_last_longer():
    tight = reshape_plan(BANK, Wishes(capacity_days_per_quarter=50), STOOD)
    assert last_week(tight) > last_week(BALANCED)
    assert tight.capacity.basis == "given"


def test_days_follow_from_the_profile_where_nobody_gave_them():
    plan = draw_plan(client_of(days=None), Wishes())
    assert plan.capacity.basis == "K13"


def test_wishes_that_no_plan_keeps_are_named():
    before, after = next((one.after[0], one.key) for one in BALANCED.initiatives if one.after)
    wishes = Wishes().lock(before, 20).lock(after, 3)
    with pytest.raises(Impossible) as refused:
        reshape_plan(BANK, wishes, STOOD)
    assert set(refused.value.keys) == {before, after}


def test_a_wish_about_what_this_client_cannot_use_is_named():
    other_sector = next(one.key for one in CATALOGUE.initiatives if one.sector == "construction")
    with pytest.raises(Impossible):
        draw_plan(BANK, Wishes().add(other_sector))


def test_a_weak_sponsor_still_opens_with_the_foundation():
    plan = draw_plan(client_of(1.2, "university"), Wishes())
    kinds = {one.key: one.selection.kind for one in plan.initiatives}
    assert {kinds.get("SVC-1"), kinds.get("GOV-1")} <= {"foundation", "quick win", "prerequisite", "gap"}


def test_an_unscored_dimension_is_left_out_with_the_reason():
    result, advice, gaps = advice_of({**evenly(1.6), "BEN": None}, profile_of(ARCHETYPES["regional bank"]))
    client = Client(CATALOGUE, gaps, result, advice, advice.profile, MONDAY, capacity_days_per_quarter=90)
    plan = draw_plan(client, Wishes())
    keeps_the_rules(plan, client)
    assert {one.dimension for one in plan.initiatives if one.selection.kind == "gap"} <= set(evenly(1.6)) - {
        "BEN"
    }


def test_likely_ends_are_told_for_the_whole_and_for_the_work_that_begins_in_each_phase():
    drawing = prepare(BANK, Wishes())
    plan = drawing.search()
    roadmap = drawing.roadmap(plan)
    dated = drawing.dated(roadmap, plan, draws=20)
    whole, *phases = dated.dates
    assert whole.phase is None
    assert whole.planned_week == last_week(roadmap)
    assert [one.phase for one in phases] == sorted({one.phase for one in roadmap.initiatives})
    for one in dated.dates:
        assert one.planned_week <= one.p80_week
        assert one.p50_week <= one.p80_week <= whole.p80_week
    for one in phases:
        ends = [each.end_week for each in roadmap.initiatives if each.phase == one.phase]
        assert one.planned_week == max(ends)
    assert drawing.dated(drawing.empty(), plan).dates == ()


def test_a_plan_that_stands_is_known_again_until_it_breaks_a_rule():
    drawing = prepare(BANK, Wishes())
    again = drawing.standing_at(STOOD)
    assert again is not None
    assert drawing.roadmap(again).initiatives == BALANCED.initiatives
    last = max(STOOD, key=STOOD.get)
    assert prepare(BANK, Wishes().lock(last, STOOD[last] - 1)).standing_at(STOOD) is None


def test_a_plan_names_the_method_that_drew_it_and_the_aims_it_misses():
    assert BALANCED.planning_version == PLANNING_VERSION
    assert BALANCED.missed == ()
    short = draw_plan(BANK, Wishes(objective="fast", horizon_weeks=12))
    assert short.missed
    assert set(short.missed) <= {gap.dimension for gap in BANK.gaps}


def test_an_empty_plan_says_why_nothing_is_in_it():
    empty = prepare(BANK, Wishes()).empty()
    assert (empty.initiatives, empty.standing, empty.missed) == ((), "", ())
    assert {one.key for one in empty.left_out} == {one.key for one in CATALOGUE.initiatives}


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_every_shaped_plan_keeps_the_rules(data):
    keys = [one.key for one in BALANCED.initiatives]
    wishes = Wishes(capacity_days_per_quarter=data.draw(st.sampled_from([None, 70, 120])))
    for key in data.draw(st.lists(st.sampled_from(keys), max_size=4, unique=True)):
        what = data.draw(st.sampled_from(["hold", "drop"]))
        wishes = wishes.drop(key) if what == "drop" else wishes.hold(key, data.draw(st.integers(0, 40)))
    plan = reshape_plan(BANK, wishes, STOOD)
    keeps_the_rules(plan)
    for key in wishes.dropped:
        assert start_of(plan, key) is None
    for key, week in wishes.not_before.items():
        start = start_of(plan, key)
        assert start is None or start >= week


def test_what_lifted_the_level_for_something_stays_although_it_brings_nothing_else():
    """The search takes out what brings nothing; here that would leave something that begins too low."""
    one = next(each for each in BALANCED.initiatives if each.after)
    need = one.after[0]
    plan = draw_plan(BANK, Wishes().lock(one.key, STOOD[one.key]).hold(need, STOOD[need]))
    assert start_of(plan, one.key) == STOOD[one.key]
    keeps_the_rules(plan)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_nothing_begins_before_the_expected_end_of_what_it_waits_for(data):
    key = data.draw(st.sampled_from([one.key for one in BALANCED.initiatives]))
    late = next(one for one in BALANCED.initiatives if one.key == key)
    start = late.start_week + data.draw(st.integers(0, 4))
    until = late.end_week + data.draw(st.integers(0, 20))
    wishes = Wishes().lock(key, start).last(key, until)
    try:
        plan = reshape_plan(BANK, wishes, STOOD, 10)
    except Impossible:
        return
    keeps_the_rules(plan)
    ends = {one.key: one.end_week for one in plan.initiatives}
    planned = start + late.end_week - late.start_week
    assert ends[key] == max(planned, min(until, plan.horizon_weeks))
    for one in plan.initiatives:
        if key in one.after:
            assert one.start_week >= ends[key]
            if one.reason.kind == "prerequisite" and one.reason.other == key:
                assert one.reason.until == MONDAY + timedelta(weeks=ends[key], days=-3)


def test_what_has_begun_though_work_before_it_runs_late_stays_and_the_rest_waits():
    late, begun, waiting = next(
        (one, *followers[:2])
        for one in BALANCED.initiatives
        if len(followers := [other for other in BALANCED.initiatives if one.key in other.after]) > 1
    )
    until = max(begun.start_week, waiting.start_week) + 2
    wishes = Wishes().lock(late.key, late.start_week).last(late.key, until)
    plan = reshape_plan(BANK, wishes.lock(begun.key, begun.start_week), STOOD, 10)
    assert start_of(plan, begun.key) == begun.start_week
    assert start_of(plan, waiting.key) >= until
