"""What is chosen for a plan, and why the rest is left out."""

from collections import Counter
from dataclasses import replace

import pytest

from assessments.catalogue import load_catalogue
from assessments.demo_case import demo_responses, load_demo_case
from assessments.ladder import build_ladder
from assessments.profile import ProfileFacts
from assessments.published import find_model
from assessments.report import advise
from assessments.roadmap import Roadmap
from assessments.scoring import score_assessment
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
    result_of,
    why_not,
)

CATALOGUE = load_catalogue()
SCALE_UP = profile_of(ARCHETYPES["autonomous agile scale-up"])


def reach(plan: Roadmap) -> dict[str, float]:
    return {one.dimension: one.levels[-1] for one in plan.projections}


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


def test_a_model_that_the_catalogue_does_not_know_gets_no_plan_and_it_says_so():
    scores = {"AC": 2.0, "PL": 2.5}
    assert plan_of(scores, BANK).note == "not in catalogue"
    assert (
        plan_of(dict.fromkeys(scores, 2.8), BANK).note == "no gaps"
    )  # a quarter of a level is as good as there
