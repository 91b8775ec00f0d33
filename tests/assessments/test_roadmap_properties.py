"""What must hold of every plan, whoever the client is."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.catalogue import load_catalogue
from assessments.schedule import MOST_AT_ONCE, MOST_PER_OWNER
from tests.assessments.planning_cases import ARCHETYPES, DIMENSIONS, keys, plan_of, profile_of

CATALOGUE = load_catalogue()

scores = st.fixed_dictionaries(dict.fromkeys(DIMENSIONS, st.one_of(st.none(), st.floats(1, 5))))
clients = st.sampled_from([profile_of(text) for text in ARCHETYPES.values()])
capacities = st.floats(4, 300)
headcounts = st.sampled_from([60, 500, 3000, 9000])
sectors = st.sampled_from([None, "construction", "software"])
horizons = st.integers(6, 104)
some = settings(max_examples=40, deadline=None)


@some
@given(scores, clients, capacities, headcounts, sectors, horizons)
def test_prerequisites_capacity_owners_and_attention_are_kept(
    levels, answers, capacity, headcount, sector, horizon
):
    plan = plan_of(
        levels, answers, capacity=capacity, headcount=headcount, sector=sector, horizon_weeks=horizon
    )
    ends = {one.key: one.end_week for one in plan.initiatives}
    owners: Counter[tuple[str, int]] = Counter()
    running: Counter[int] = Counter()
    days: Counter[int] = Counter()
    for one in plan.initiatives:
        assert 0 <= one.start_week < one.end_week <= min(horizon, plan.length_weeks)
        assert all(ends[need] <= one.start_week for need in one.after)
        for week in range(one.start_week, one.end_week):
            running[week] += 1
            days[week // 13] += one.effort_days / (one.end_week - one.start_week)
            owners.update((owner, week) for owner in one.owners)
    assert all(spent <= capacity + 1e-6 for spent in days.values())
    assert all(load <= MOST_PER_OWNER for load in owners.values())
    assert all(count <= MOST_AT_ONCE for count in running.values())
    for quarter in plan.quarters:
        assert quarter.effort_days == pytest.approx(days[quarter.number - 1])


@some
@given(scores, clients, capacities, sectors, horizons)
def test_every_needed_prerequisite_is_in_place_or_in_the_plan(levels, answers, capacity, sector, horizon):
    plan = plan_of(levels, answers, capacity=capacity, sector=sector, horizon_weeks=horizon)
    planned = set(keys(plan))
    stand_in = {"GOV-3": "GOV-4"} if plan.plan_type == "agile" else {}
    for key in planned:
        for need in CATALOGUE.initiative(key).needs:
            required = CATALOGUE.initiative(stand_in.get(need, need))
            level = levels[required.dimension]
            assert required.key in planned or (level is not None and level >= required.lift_to - 1e-6)


@some
@given(scores, clients, capacities, sectors, horizons)
def test_everything_is_planned_once_or_left_out_with_a_reason(levels, answers, capacity, sector, horizon):
    plan = plan_of(levels, answers, capacity=capacity, sector=sector, horizon_weeks=horizon)
    named = keys(plan) + [one.key for one in plan.left_out]
    assert sorted(named) == sorted(one.key for one in CATALOGUE.initiatives)
    assert (plan.note is None) == bool(plan.initiatives)
    assert [(one.start_week, one.key) for one in plan.initiatives] == sorted(
        (one.start_week, one.key) for one in plan.initiatives
    )


@some
@given(scores, clients, capacities, horizons)
def test_phases_follow_each_other_without_a_break_and_hold_every_start(levels, answers, capacity, horizon):
    plan = plan_of(levels, answers, capacity=capacity, horizon_weeks=horizon)
    week = 0
    for phase in plan.phases:
        assert phase.start_week == week < phase.end_week
        week = phase.end_week
    assert week == plan.length_weeks
    spans = {phase.number: phase for phase in plan.phases}
    assert all(
        spans[one.phase].start_week <= one.start_week < spans[one.phase].end_week for one in plan.initiatives
    )


@some
@given(scores, clients, capacities, horizons)
def test_projections_never_fall_and_stop_at_the_target(levels, answers, capacity, horizon):
    plan = plan_of(levels, answers, capacity=capacity, horizon_weeks=horizon)
    for one in plan.projections:
        assert list(one.levels) == sorted(one.levels)
        assert all(after - before <= 0.25 + 1e-9 for before, after in pairwise((one.start, *one.levels)))
        assert all(one.start <= level <= max(one.start, one.target) for level in one.levels)
        assert len(one.levels) == len(plan.quarters)


@settings(max_examples=15, deadline=None)
@given(scores, clients, capacities)
def test_the_same_client_always_gets_the_same_plan(levels, answers, capacity):
    assert plan_of(levels, answers, capacity=capacity) == plan_of(levels, answers, capacity=capacity)
