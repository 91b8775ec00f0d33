"""How large a PMO usually is, against the values that the two rules' authors print."""

from dataclasses import replace

import pytest

from assessments.profile import ProfileFacts
from assessments.staffing import (
    SizePoint,
    estimate_staffing,
    load_sizes,
    people_served,
    size_by_power,
    size_by_table,
)
from tests.assessments.rollout_cases import BANK, DISTRESS, SCALE_UP, advised

POWER, TABLE = load_sizes().published_sizes


@pytest.mark.parametrize("point", POWER.points, ids=lambda point: f"{point.people}")
def test_the_formula_gives_what_its_author_prints(point):
    assert round(size_by_power(point.people)) == point.staff


@pytest.mark.parametrize("point", TABLE.points, ids=lambda point: f"{point.people}")
def test_the_table_gives_what_its_author_prints(point):
    assert size_by_table(point.people, TABLE.points) == point.staff


@pytest.mark.parametrize(
    ("people", "staff"),
    [(90, 6.5), (160, 8.0), (350, 13.0), (750, 21.0), (8000, 100.0), (0, 0.0)],
)
def test_between_two_sizes_lies_the_line_and_beyond_them_the_exponent(people, staff):
    # 90 is half-way from 60 → 6 to 120 → 7; 8000 is 8 · 1000, so 25 · 8^⅔ = 25 · 4.
    assert size_by_table(people, TABLE.points) == pytest.approx(staff)


def test_points_have_to_rise():
    assert list(load_sizes().problems()) == []
    fallen = replace(POWER, points=(SizePoint(60, 3), SizePoint(60, 4)))
    (problem,) = replace(load_sizes(), published_sizes=(fallen,)).problems()
    assert (problem.path, problem.found) == (("published_sizes", 0, "points", 1, "people"), "60")


@pytest.mark.parametrize(
    ("facts", "served"),
    [
        (ProfileFacts(project_people=150, project_count=10, headcount=420), (150, "given")),
        (ProfileFacts(project_count=10, headcount=420), (80, "projects")),
        (ProfileFacts(project_count=10), (80, "projects")),
        (ProfileFacts(project_count=100, headcount=420), (420, "projects")),
        (ProfileFacts(headcount=420), (420, "headcount")),
        (ProfileFacts(), None),
    ],
)
def test_the_people_served_are_stated_or_estimated(facts, served):
    assert people_served(facts) == served


def test_the_example_of_a_range():
    recommendation, _ = advised(BANK)
    staffing = estimate_staffing(ProfileFacts(project_people=200, pmo_staff=6), recommendation)
    assert [round(one.staff, 2) for one in staffing.estimates] == [6.84, 9.0]
    assert (staffing.at_end.pmo_type, staffing.at_end.factor) == ("controlling", 1.0)
    assert (round(staffing.at_end.low, 2), staffing.at_end.high) == (6.84, 9.0)
    assert staffing.standing == "below"
    assert (round(staffing.missing_low, 2), staffing.missing_high) == (0.84, 3.0)


@pytest.mark.parametrize(("answers", "factor"), [(SCALE_UP, 0.6), (BANK, 1.0), (DISTRESS, 1.3)])
def test_the_type_widens_or_narrows_the_range(answers, factor):
    recommendation, _ = advised(answers)
    staffing = estimate_staffing(ProfileFacts(project_people=1000), recommendation)
    assert (staffing.at_end.low, staffing.at_end.high) == (
        pytest.approx(20 * factor),
        pytest.approx(25 * factor),
    )
    assert (staffing.own, staffing.standing, staffing.missing_low, staffing.missing_high) == (None,) * 4


def test_a_pmo_that_opens_lighter_needs_fewer_people_at_first():
    recommendation, _ = advised(DISTRESS, SVC=2.0)
    assert (recommendation.start_type, recommendation.target_type) == ("controlling", "directive")
    staffing = estimate_staffing(ProfileFacts(project_people=1000), recommendation)
    assert (staffing.today.high, staffing.at_end.high) == (25.0, 32.5)


@pytest.mark.parametrize(("own", "standing"), [(6.8, "below"), (7, "within"), (9, "within"), (9.1, "above")])
def test_the_pmos_own_staff_is_held_against_the_range(own, standing):
    recommendation, _ = advised(BANK)
    staffing = estimate_staffing(ProfileFacts(project_people=200, pmo_staff=own), recommendation)
    assert staffing.standing == standing


def test_sizes_beyond_the_published_ones_say_so():
    recommendation, _ = advised(BANK)
    small = estimate_staffing(ProfileFacts(project_people=29), recommendation, load_sizes())
    assert [one.is_extended for one in small.estimates] == [True, True]
    assert not any(
        one.is_extended
        for one in estimate_staffing(ProfileFacts(project_people=30), recommendation).estimates
    )


def test_nothing_known_gives_no_range():
    recommendation, _ = advised(BANK)
    assert estimate_staffing(ProfileFacts(pmo_staff=6), recommendation) is None
