"""Which risks a plan runs, by rule, and when they are looked at."""

from dataclasses import replace

import pytest

from assessments.milestones import milestones_of
from assessments.plan_risks import RULES, busiest_week, load_risks, register_risks, review_days
from assessments.profile import ProfileFacts
from assessments.staffing import estimate_staffing
from tests.assessments.rollout_cases import BANK, DISTRESS, advised, laid_out, small_plan, work

LIBRARY = load_risks()
QUIET = {f"K{number:02}": 2 for number in range(1, 19)}
EARLY = work("SVC-2", 0, 2, owners=("PA", "RM", "CM"))
"""A quick win of three owners: an early result that hangs on nobody alone."""


def register(plan, answers=None, *, staff=None, **levels):
    recommendation, gaps = advised(QUIET | (answers or {}), **levels)
    facts = ProfileFacts(project_people=200, pmo_staff=staff)
    return register_risks(
        plan, milestones_of(plan), recommendation, gaps, estimate_staffing(facts, recommendation)
    )


def run(plan, answers=None, **given) -> dict[str, tuple]:
    return {one.key: one.facts for one in register(plan, answers, **given).risks}


def test_a_quiet_plan_runs_no_risk():
    assert run(laid_out(EARLY)) == {}


def test_risks_and_rules_belong_together():
    assert list(LIBRARY.problems()) == []
    assert [one.key for one in LIBRARY.risks] == list(RULES)
    first = LIBRARY.risks[0]
    broken = replace(LIBRARY, risks=(first, first, replace(first, key="rain"), *LIBRARY.risks[2:]))
    assert [(problem.rule, problem.found) for problem in broken.problems()] == [
        ("unique-key", "no-sponsor-time"),
        ("known-rule", "rain"),
        ("every-rule", "nothing for tool-before-process"),
    ]


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ({"K12": 1}, "no-sponsor-time"),
        ({"K13": 1}, "understaffing"),
        ({"K11": 3}, "resistance"),
        ({"K17": 4}, "resistance"),
        ({"K03": 1}, "inexperienced-managers"),
        ({"K05": 3}, "distress"),
        ({"K16": 3}, "units-differ"),
    ],
)
def test_an_answer_of_the_profile_carries_a_risk(answers, key):
    assert run(laid_out(EARLY), answers) == {key: tuple(answers.items())}


def test_an_unanswered_criterion_carries_none():
    recommendation, gaps = advised({})
    plan = laid_out(EARLY)
    assert register_risks(plan, milestones_of(plan), recommendation, gaps, None).risks == ()


@pytest.mark.parametrize(
    ("tool", "method", "facts"),
    [
        ((4, 18), (0, 5), (("SVC-6", 5), ("MTH-1", 5))),
        ((5, 19), (0, 5), None),
    ],
)
def test_a_tool_before_the_method_has_ended_is_a_risk(tool, method, facts):
    plan = laid_out(EARLY, work("SVC-6", *tool), work("MTH-1", *method), work("MTH-3", 6, 10))
    assert run(plan).get("tool-before-process") == facts


@pytest.mark.parametrize(("level", "facts"), [(1.9, (("SVC-6", 5), ("MTH", 1.9))), (2.0, None), (None, None)])
def test_a_tool_without_a_method_in_place_is_a_risk(level, facts):
    plan = laid_out(EARLY, work("SVC-6", 4, 18))
    assert run(plan, MTH=level).get("tool-before-process") == facts


def test_six_at_once_are_as_many_as_may_be():
    keys = ("GOV-2", "PPL-1", "RES-1", "ENG-1", "BEN-1", "RSK-2")
    six = laid_out(EARLY, *(work(key, 4, 9) for key in keys))
    assert run(six)["too-many-at-once"] == (("week", 5), ("initiatives", 6))
    assert "too-many-at-once" not in run(laid_out(EARLY, *(work(key, 4, 9) for key in keys[:5])))


def test_three_under_one_owner_are_as_many_as_may_be():
    three = laid_out(EARLY, work("CTL-1", 3, 8), work("CTL-2", 4, 9), work("RSK-1", 7, 9))
    assert run(three)["too-many-at-once"] == (("week", 8), ("PC", 3))


def test_the_busiest_week_is_the_first_of_its_kind():
    plan = [work("CTL-1", 0, 4), work("CTL-2", 2, 6), work("SVC-2", 6, 8), work("RSK-1", 7, 9)]
    assert busiest_week(plan) == (2, 2)
    assert busiest_week(plan, "PA") == (6, 1)
    assert busiest_week([]) == (0, 0)


@pytest.mark.parametrize(("days", "is_full"), [(81.0, True), (80.9, False)])
def test_nine_tenths_of_a_quarters_days_leave_no_reserve(days, is_full):
    plan = laid_out(EARLY, quarters=((20.0, 90.0), (days, 90.0)))
    wanted = (("quarter", 2), ("days", days), ("capacity", 90.0)) if is_full else None
    assert run(plan).get("full-quarter") == wanted


def test_an_idle_quarter_is_not_full():
    assert run(laid_out(EARLY, quarters=((0.0, 0.0),))) == {}


def test_staff_below_both_rules_is_a_risk():
    found = dict(run(laid_out(EARLY), staff=4)["understaffing"])
    assert found == {"staff": 4, "low": pytest.approx(6.84, abs=0.01)}
    assert run(laid_out(EARLY), staff=7) == {}


def test_one_owner_with_more_than_two_fifths_is_a_risk():
    plan = laid_out(work("SVC-2", 0, 2), work("CTL-3", 4, 10), work("RES-1", 4, 7), work("PPL-4", 4, 8))
    assert run(plan, STR=4.5)["key-person"] == (("PC", 18.0), ("days", 39.0))


def test_shared_work_counts_by_halves():
    plan = laid_out(work("SVC-1", 0, 3), work("SVC-2", 0, 2))  # HP 4, SP 4 and PA 6 of 14 days
    assert run(plan)["key-person"] == (("PA", 6.0), ("days", 14.0))


def test_adoption_that_nobody_plans_is_a_risk_where_it_is_weak():
    assert run(laid_out(EARLY), ENG=2.9) == {"no-change-plan": (("ENG", 2.9),)}
    assert "no-change-plan" not in run(laid_out(EARLY, work("ENG-3", 4, 10)), ENG=2.9)


def test_services_that_nobody_asks_about_are_a_risk_where_they_are_weak():
    assert run(laid_out(EARLY, work("SVC-1", 0, 3)), SVC=2.9) == {"no-customer-view": (("SVC", 2.9),)}
    asked = run(laid_out(EARLY, work("SVC-1", 0, 3), work("SVC-3", 4, 8)), SVC=2.9)
    assert "no-customer-view" not in asked


def test_a_mandate_without_an_end_is_a_risk_where_the_service_is_weak():
    assert run(laid_out(EARLY, work("SVC-3", 4, 8)), SVC=2.9)["no-exit-rule"] == (("SVC", 2.9),)
    assert "no-exit-rule" not in run(laid_out(EARLY, work("SVC-1", 0, 3)), SVC=2.9)


def test_value_that_nobody_measures_is_a_risk_where_benefits_are_weak():
    assert run(laid_out(EARLY), BEN=2.0) == {"no-value-measure": (("BEN", 2.0),)}
    assert "no-value-measure" not in run(laid_out(EARLY, work("BEN-2", 4, 10)), BEN=2.0)


@pytest.mark.parametrize(
    ("tiers", "facts"),
    [
        (None, (("MTH-1", 5),)),
        ((27, 31), None),
        ((28, 32), (("MTH-1", 5), ("MTH-3", 32))),
    ],
)
def test_a_method_without_tiers_soon_after_is_a_risk(tiers, facts):
    planned = [] if tiers is None else [work("MTH-3", *tiers)]
    found = run(laid_out(EARLY, work("MTH-1", 0, 5), work("GOV-2", 0, 3), *planned))
    assert found.get("same-rules-for-all") == facts


def test_control_without_decisions_is_a_pmo_that_only_reports():
    assert run(laid_out(EARLY, work("CTL-1", 3, 5)))["report-only"] == (("CTL-1", 4),)
    assert "report-only" not in run(laid_out(EARLY, work("CTL-1", 3, 5), work("GOV-2", 0, 3)))


def test_work_that_answers_an_uncertain_score_is_a_risk():
    plan = laid_out(EARLY, work("GOV-2", 4, 7, verify_first=True), work("PPL-1", 2, 6, verify_first=True))
    assert run(plan)["uncertain-scores"] == (("PPL-1", 3), ("GOV-2", 5))


@pytest.mark.parametrize(("end", "is_early"), [(13, True), (14, False)])
def test_without_a_quick_win_in_ninety_days_there_is_nothing_to_show(end, is_early):
    assert ("no-early-result" in run(laid_out(work("SVC-2", 12, end)))) is not is_early


def test_a_type_that_the_pmo_cannot_carry_yet_is_a_risk():
    found = run(laid_out(EARLY), DISTRESS | {"K05": 2, "K03": 2}, SVC=2.0)
    assert found["too-heavy"] == (("G5", "controlling → directive"),)


def test_the_example_of_reviews():
    days = [str(day) for day in review_days(milestones_of(small_plan()))]
    assert days == ["2026-04-13", "2026-05-25", "2026-07-06", "2026-10-05", "2027-01-04"]


def test_a_risk_is_reviewed_before_it_can_strike():
    plan = laid_out(work("SVC-2", 0, 2), quarters=((0.0, 90.0), (90.0, 90.0)))
    found = {one.key: one for one in register(plan, {"K12": 0}).risks}
    assert (found["no-sponsor-time"].from_week, str(found["no-sponsor-time"].review_on)) == (0, "2026-04-13")
    assert (found["full-quarter"].from_week, str(found["full-quarter"].review_on)) == (13, "2026-05-25")
    assert (found["no-sponsor-time"].rule, found["full-quarter"].rule) == ("RISK-1", "RISK-4")


def test_a_plan_too_short_for_a_review_is_reviewed_at_its_start():
    found = register(laid_out(EARLY, ends=(2, 2, 2, 2, 6)), {"K12": 0})
    assert [str(day) for day in found.reviews] == ["2026-03-02"]
    assert str(found.risks[0].review_on) == "2026-03-02"


def test_what_shows_after_the_opening_waits_for_it():
    plan = laid_out(EARLY, ends=(4, 8, 16, 30, 52))
    (risk,) = register(plan, {"K11": 4}).risks
    assert risk.from_week == 4
    (risk,) = register(laid_out(EARLY, ends=(13,)), {"K11": 4}).risks
    assert risk.from_week == 0


def test_a_real_plan_names_only_risks_of_its_own():
    recommendation, gaps = advised(BANK, RSK=2.0)
    plan = small_plan()
    found = register_risks(plan, milestones_of(plan), recommendation, gaps, None, LIBRARY)
    assert [one.key for one in found.risks] == ["key-person", "no-early-result"]
