"""The plan: how it opens, when it runs, and what its work costs."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from assessments.capacity import Capacity, estimate_capacity, size_factor
from assessments.catalogue import load_catalogue
from assessments.demo_case import demo_responses, load_demo_case
from assessments.profile import ProfileFacts
from assessments.published import find_model
from assessments.report import advise
from assessments.roadmap import Roadmap, plan_roadmap
from assessments.scoring import score_assessment
from content import from_plain, to_plain
from tests.assessments.planning_cases import (
    ARCHETYPES,
    BANK,
    MONDAY,
    advice_of,
    evenly,
    item,
    keys,
    plan_of,
    profile_of,
)

CATALOGUE = load_catalogue()
TURNAROUND = profile_of(ARCHETYPES["turnaround"])


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
