"""The plan: what is chosen, when it runs, and what must hold of every plan."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.capacity import Capacity, estimate_capacity, size_factor
from assessments.catalogue import load_catalogue
from assessments.demo_case import demo_responses, load_demo_case
from assessments.ladder import build_ladder
from assessments.profile import ProfileFacts
from assessments.published import find_model
from assessments.report import advise
from assessments.roadmap import Roadmap, ScheduledInitiative, plan_roadmap
from assessments.schedule import MOST_AT_ONCE, MOST_PER_OWNER
from assessments.scoring import score_assessment
from content import from_plain, to_plain
from tests.assessments.planning_cases import (
    ARCHETYPES,
    DIMENSIONS,
    MONDAY,
    advice_of,
    evenly,
    plan_of,
    profile_of,
    result_of,
)

CATALOGUE = load_catalogue()
BANK = profile_of(ARCHETYPES["regional bank"])
SCALE_UP = profile_of(ARCHETYPES["autonomous agile scale-up"])
TURNAROUND = profile_of(ARCHETYPES["turnaround"])

scores = st.fixed_dictionaries(dict.fromkeys(DIMENSIONS, st.one_of(st.none(), st.floats(1, 5))))
clients = st.sampled_from([profile_of(text) for text in ARCHETYPES.values()])
capacities = st.floats(4, 300)
headcounts = st.sampled_from([60, 500, 3000, 9000])
sectors = st.sampled_from([None, "construction", "software"])
horizons = st.integers(6, 104)

some = settings(max_examples=40, deadline=None)


def item(plan: Roadmap, key: str) -> ScheduledInitiative:
    return next(one for one in plan.initiatives if one.key == key)


def keys(plan: Roadmap) -> list[str]:
    return [one.key for one in plan.initiatives]


def why_not(plan: Roadmap, key: str) -> tuple[str, str | None]:
    return next((one.reason, one.other) for one in plan.left_out if one.key == key)


def reach(plan: Roadmap) -> dict[str, float]:
    return {one.dimension: one.levels[-1] for one in plan.projections}


# What is chosen


def test_a_typical_client_gets_between_12_and_24_initiatives_in_52_to_78_weeks():
    for text in ARCHETYPES.values():
        plan = plan_of(evenly(2.2), profile_of(text))
        assert 12 <= len(plan.initiatives) <= 24
        assert 52 <= plan.length_weeks <= 78


def test_the_plan_of_the_demonstration_case_is_one_a_consultant_would_present():
    case, model = load_demo_case("qec"), find_model("quick-scan")
    result = score_assessment(model, demo_responses(case, model), mode=case.engagement.mode)
    facts = ProfileFacts(
        sector="construction", headcount=case.client.headcount, pmo_staff=case.client.pmo_staff
    )
    plan = advise(result, case.profile, facts, start_on=MONDAY).roadmap
    assert 12 <= len(plan.initiatives) <= 24
    assert plan.length_weeks in (52, 65, 78)
    assert [phase.number for phase in plan.phases] == [0, 1, 2, 3, 4]
    assert {"CTL-4", "RSK-2"} <= set(keys(plan))
    assert sum(one.is_quick_win for one in plan.initiatives if one.start_week == 0) >= 2
    assert all(one.levels[-1] > one.start for one in plan.projections)


def test_no_gap_no_plan_and_it_says_why():
    plan = plan_of(evenly(5.0), BANK)
    assert plan.note == "no gaps"
    assert (plan.initiatives, plan.phases, plan.quarters, plan.length_weeks, plan.effort_days) == (
        (),
        (),
        (),
        0,
        0,
    )
    assert len(plan.left_out) == 62


def test_without_scores_there_is_nothing_to_plan():
    plan = plan_of(evenly(None), BANK)
    assert plan.note == "no scores"
    assert {one.reason for one in plan.left_out} == {"not scored", "other type", "other sector"}
    assert plan.projections == ()


def test_without_days_nothing_fits():
    plan = plan_of(evenly(2.0), BANK, capacity=0.0)
    assert plan.note == "nothing fits"
    assert plan.initiatives == ()


def test_only_what_the_targets_need_is_chosen():
    plan = plan_of(evenly(4.5) | {"RSK": 2.2}, BANK)
    assert {one.dimension for one in plan.initiatives} == {"RSK"}
    assert why_not(plan, "STR-2") == ("level reached", None)


def test_one_plan_lifts_a_dimension_by_a_level_and_leaves_the_rest_for_the_next():
    plan = plan_of(evenly(4.5) | {"RSK": 2.0}, BANK)
    assert keys(plan) == ["RSK-2", "RSK-3"]
    assert reach(plan)["RSK"] == 3.0
    assert why_not(plan, "RSK-4") == ("later", None)


def test_a_lower_rung_is_finished_before_the_next_is_begun():
    plan = plan_of(evenly(4.5) | {"CTL": 2.4}, BANK, capacity=200.0, sector="construction")
    rungs = Counter(one.lift_from for one in plan.initiatives if one.dimension == "CTL")
    assert rungs[2] >= 2  # each a third of the way from 2.4 to 3
    assert rungs[3] == 1


def test_a_sector_unlocks_and_favours_what_is_made_for_it():
    weak = evenly(4.5) | {"CTL": 2.2}
    assert "CTL-4" in keys(plan_of(weak, BANK, sector="construction"))
    assert why_not(plan_of(weak, BANK, sector="finance"), "CTL-4") == ("other sector", None)


def test_an_agile_office_gets_the_stand_in_for_an_excluded_prerequisite():
    plan = plan_of(evenly(4.5) | {"ENG": 2.9, "GOV": 2.0}, SCALE_UP | {"K15": 3}, capacity=300.0)
    assert plan.plan_type == "agile"
    assert item(plan, "ENG-5").after == ("ENG-3", "GOV-4")
    assert why_not(plan, "GOV-3") == ("other type", None)


def test_a_prerequisite_that_is_excluded_without_stand_in_leaves_the_initiative_out():
    initiatives = tuple(replace(one, stands_in_for=None) for one in CATALOGUE.initiatives)
    plan = plan_of(
        evenly(4.5) | {"ENG": 2.9, "GOV": 2.0},
        SCALE_UP | {"K15": 3},
        capacity=300.0,
        catalogue=replace(CATALOGUE, initiatives=initiatives),
    )
    assert why_not(plan, "ENG-5") == ("prerequisite", "GOV-3")


def test_an_excluded_prerequisite_of_a_prerequisite_is_named():
    without = tuple(
        replace(one, types=("supportive",)) if one.key == "MTH-1" else one for one in CATALOGUE.initiatives
    )
    plan = plan_of(
        evenly(4.5) | {"GOV": 2.2, "MTH": 1.9}, BANK, catalogue=replace(CATALOGUE, initiatives=without)
    )
    assert why_not(plan, "GOV-3") == ("prerequisite", "MTH-1")


def test_finished_work_on_a_rung_out_of_reach_does_not_lift_the_dimension():
    ladder = build_ladder(CATALOGUE, "controlling", None, result_of(evenly(1.2)))
    assert ladder.level("SVC", ["SVC-7"]) == 1.2
    assert ladder.level("SVC", ["SVC-1", "SVC-2", "SVC-7"]) == pytest.approx(1.2 + 2 / 4 + 1 / 3)


def test_a_prerequisite_from_a_dimension_without_score_is_planned_and_to_be_verified():
    plan = plan_of(evenly(4.5) | {"CTL": 2.2, "SVC": None}, BANK)
    assert item(plan, "SVC-7").value == 0.0
    assert item(plan, "SVC-7").verify_first
    assert item(plan, "SVC-2").end_week <= item(plan, "SVC-7").start_week


def test_prerequisites_are_pulled_in_unless_they_are_in_place():
    plan = plan_of(evenly(4.5) | {"RES": 2.0, "SVC": 2.0}, BANK, capacity=300.0)
    assert item(plan, "SVC-7").selection.kind in ("prerequisite", "gap")
    assert "SVC-2" not in keys(plan)
    assert why_not(plan, "SVC-2") == ("level reached", None)


def test_what_pulled_a_prerequisite_in_is_named_and_waits_for_it():
    plan = plan_of(evenly(2.2), BANK)
    pulled = [one for one in plan.initiatives if one.selection.kind == "prerequisite"]
    assert pulled
    for one in pulled:
        wanted = item(plan, one.selection.other)
        assert wanted.start_week >= one.end_week


def test_the_three_most_important_gaps_are_served_even_when_they_are_dear():
    plan = plan_of(evenly(1.8) | {"GOV": 2.2}, BANK | {"K12": 3}, capacity=16.0)
    _, _, gaps = advice_of(evenly(1.8) | {"GOV": 2.2}, BANK | {"K12": 3})
    served = {one.dimension for one in plan.initiatives}
    assert {gap.dimension for gap in gaps[:3]} <= served


def test_what_brings_less_for_its_days_waits_when_the_plan_is_full():
    plan = plan_of(evenly(1.8), BANK, capacity=16.0)
    assert "plan full" in {one.reason for one in plan.left_out}
    assert "not eligible" in {one.reason for one in plan.left_out}


def test_a_small_distance_is_not_worth_an_initiative():
    plan = plan_of(evenly(4.5) | {"PPL": 2.8, "RSK": 2.0}, BANK)
    assert why_not(plan, "PPL-3") == ("not needed", None)


def test_advice_on_a_shaky_score_is_marked():
    plan = plan_of(evenly(2.2), BANK, grades={"RSK": "D"})
    assert {one.verify_first for one in plan.initiatives if one.dimension == "RSK"} == {True}
    assert {one.verify_first for one in plan.initiatives if one.dimension == "CTL"} == {False}


# How it opens


@pytest.mark.parametrize(("sponsor", "opens"), [(2, True), (3, False)])
def test_a_weak_sponsor_makes_mandate_and_sponsors_come_first(sponsor, opens):
    plan = plan_of(evenly(1.5), BANK | {"K12": sponsor})
    foundation = {one.key for one in plan.initiatives if one.selection.kind == "foundation"}
    assert foundation == ({"GOV-1", "SVC-1"} if opens else set())
    if opens:
        assert item(plan, "GOV-1").start_week == item(plan, "SVC-1").start_week == 0
        assert item(plan, "GOV-1").reason.kind == "foundation"


def test_a_directive_aim_without_staff_also_opens_with_the_foundation():
    plan = plan_of(evenly(1.5), TURNAROUND | {"K13": 1})
    assert {"GOV-1", "SVC-1"} <= {one.key for one in plan.initiatives if one.selection.kind == "foundation"}


def test_a_foundation_in_place_is_not_built_again():
    plan = plan_of(evenly(2.2), BANK | {"K12": 1})
    assert not {"GOV-1", "SVC-1"} & set(keys(plan))


def test_two_quick_wins_start_before_anything_else_but_the_foundation():
    for answers in (BANK, BANK | {"K12": 1}):
        plan = plan_of(evenly(1.5), answers)
        opening = [one for one in plan.initiatives if one.is_quick_win and one.selection.kind != "foundation"]
        second = sorted(one.start_week for one in opening)[1]
        opens = {"foundation", "quick win"}
        others = [one for one in plan.initiatives if one.selection.kind not in opens and not one.is_quick_win]
        assert all(one.start_week >= second for one in others)


def test_where_the_marked_quick_wins_are_in_place_other_small_work_opens_the_plan():
    plan = plan_of(evenly(2.4), BANK)
    opening = [one for one in plan.initiatives if one.selection.kind == "quick win"]
    assert len(opening) == 2
    assert all(one.is_quick_win and one.effort_days <= 8 for one in opening)


def test_a_quick_win_that_needs_long_work_first_does_not_open_the_plan():
    slow = tuple(
        replace(one, needs=("MTH-1",)) if one.key == "GOV-1" else one for one in CATALOGUE.initiatives
    )
    plan = plan_of(evenly(1.5), BANK, catalogue=replace(CATALOGUE, initiatives=slow))
    opening = [one.key for one in plan.initiatives if one.selection.kind == "quick win"]
    assert "GOV-1" not in opening
    assert opening


def test_the_launch_comes_early_although_its_value_is_low():
    plan = plan_of(evenly(1.4), BANK, capacity=60.0)
    assert item(plan, "ENG-2").start_week <= 13


def test_a_pmo_too_weak_for_its_type_builds_its_own_services_early():
    strong = plan_of(evenly(2.2), BANK)
    weak = plan_of(evenly(2.2) | {"SVC": 1.9}, BANK)
    assert min(one.start_week for one in weak.initiatives if one.dimension == "SVC") <= 4
    assert min(one.start_week for one in strong.initiatives if one.dimension == "SVC") > 4


# When it runs


def test_reasons_name_what_each_start_waited_for():
    plan = plan_of(evenly(1.6), BANK, capacity=60.0)
    kinds = Counter(one.reason.kind for one in plan.initiatives)
    assert kinds["prerequisite"]
    assert kinds["capacity"]
    assert kinds["quick win"]
    for one in plan.initiatives:
        if one.reason.kind == "prerequisite":
            assert item(plan, one.reason.other).end_week == one.start_week
        assert one.reason.week == one.start_week


def test_an_initiative_waits_until_its_dimension_stands_high_enough():
    plan = plan_of(evenly(4.5) | {"PPL": 1.5}, BANK, capacity=300.0)
    waiting = [one for one in plan.initiatives if one.reason.kind == "level"]
    assert [one.key for one in waiting] == ["PPL-4"]
    assert item(plan, waiting[0].reason.other).end_week == waiting[0].start_week


def test_a_busy_owner_and_too_much_at_once_delay_a_start():
    plans = [plan_of(evenly(level), BANK, capacity=1000.0) for level in (1.1, 1.3, 1.5, 1.7, 2.0)]
    kinds = {one.reason.kind for plan in plans for one in plan.initiatives}
    assert "attention" in kinds


def test_one_owner_of_everything_is_the_bottleneck():
    initiatives = tuple(replace(one, owners=("HP",)) for one in CATALOGUE.initiatives)
    plan = plan_of(evenly(1.6), BANK, capacity=1000.0, catalogue=replace(CATALOGUE, initiatives=initiatives))
    assert {"owner"} <= {one.reason.kind for one in plan.initiatives}
    assert {one.reason.other for one in plan.initiatives if one.reason.kind == "owner"} == {"HP"}
    assert [role.key for role in plan.owners] == ["HP"]


def test_a_short_horizon_has_only_the_phases_it_has_time_for():
    plan = plan_of(evenly(1.5), BANK, horizon_weeks=6)
    assert [(phase.number, phase.start_week, phase.end_week) for phase in plan.phases] == [
        (0, 0, 2),
        (1, 2, 6),
    ]


def test_what_cannot_end_in_time_is_left_for_later_with_the_prerequisites_only_it_needed():
    plan = plan_of(evenly(1.5), BANK, horizon_weeks=10, capacity=300.0)
    assert plan.length_weeks <= 10
    assert "horizon" in {one.reason for one in plan.left_out}
    needed = {need for one in plan.initiatives for need in one.after}
    assert {one.key for one in plan.initiatives if one.selection.kind == "prerequisite"} <= needed


def test_a_larger_organisation_needs_more_days_for_the_same_work():
    small, large = (plan_of(evenly(4.5) | {"RSK": 2.0}, BANK, headcount=size) for size in (80, 6000))
    assert keys(small) == keys(large)
    assert small.effort_days == pytest.approx(20 * 0.6)
    assert large.effort_days == pytest.approx(20 * 2.5)


@pytest.mark.parametrize(
    ("headcount", "factor"),
    [(None, 1.0), (99, 0.6), (100, 1.0), (1000, 1.0), (1001, 1.6), (5000, 1.6), (5001, 2.5)],
)
def test_efforts_grow_with_the_organisation(headcount, factor):
    assert size_factor(headcount) == factor


def test_capacity_comes_from_staff_or_the_profile_or_a_default():
    assert estimate_capacity({"K13": 4}, 6) == Capacity(94.5, 6, "staff")
    assert estimate_capacity({"K13": 2}) == Capacity(31.5, 2.0, "K13")
    assert estimate_capacity({"K13": 2}, 0) == Capacity(31.5, 2.0, "K13")
    assert estimate_capacity({}) == Capacity(31.5, 2.0, "default")
    assert plan_of(evenly(2.2), BANK, capacity=None).capacity == Capacity(31.5, 2.0, "K13")
    assert plan_of(evenly(2.2), BANK, capacity=50.0).capacity == Capacity(50.0, None, "given")


@pytest.mark.parametrize(("capacity", "horizon"), [(-1.0, 78), (90.0, 0)])
def test_negative_capacity_and_no_time_are_refused(capacity, horizon):
    with pytest.raises(ValueError, match="plan"):
        plan_of(evenly(2.0), BANK, capacity=capacity, horizon_weeks=horizon)


def test_no_dimension_is_promised_more_than_a_level_in_a_year():
    plan = plan_of(evenly(1.5), BANK, capacity=1000.0)
    for one in plan.projections:
        for quarter, level in enumerate(one.levels, 1):
            assert level <= one.start + 0.25 * quarter + 1e-9


def test_what_is_delivered_late_rises_no_faster_than_what_was_delivered_early():
    """What is delivered at the end of the third quarter stands whole three quarters later, not at once."""
    case, model = load_demo_case("qec"), find_model("full-model")
    result = score_assessment(model, demo_responses(case, model), mode="confidential")
    facts = ProfileFacts(sector="construction", headcount=420, pmo_staff=6)
    plan = advise(result, case.profile, facts, start_on=MONDAY).roadmap
    levels = next(one.levels for one in plan.projections if one.dimension == "RES")
    assert max(one.end_week for one in plan.initiatives if one.dimension == "RES") == 39
    assert [round(level, 2) for level in levels] == [2.0, 2.0, 2.25, 2.5, 2.75, 3.0]


def test_the_plan_begins_on_the_day_it_is_given():
    result, advice, gaps = advice_of(evenly(2.2), BANK)
    plan = plan_roadmap(CATALOGUE, gaps, result, advice, BANK, headcount=500, start_on=date(2027, 1, 4))
    assert plan.start_on == date(2027, 1, 4)


def test_a_roadmap_survives_being_written_and_read():
    plan = plan_of(evenly(1.9), BANK)
    assert from_plain(Roadmap, to_plain(plan)) == plan


# What holds of every plan


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


def test_a_model_that_the_catalogue_does_not_know_gets_no_plan_and_it_says_so():
    scores = {"AC": 2.0, "PL": 2.5}
    assert plan_of(scores, BANK).note == "not in catalogue"
    assert (
        plan_of(dict.fromkeys(scores, 2.8), BANK).note == "no gaps"
    )  # a quarter of a level is as good as there
