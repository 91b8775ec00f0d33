"""Calibration: Brier scores, ranges and the reference class."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.exercises import calibration
from courses.exercises.calibration import CalibrationData
from tests.courses.exercises.answers import right_answers
from tests.courses.exercises.case import RESULTS, RISKS, table
from tests.courses.exercises.examples import cell, data


def test_the_brier_score_of_the_clinics_register_is_that_of_the_case() -> None:
    forecasts = [(float(row["probability"]), row["occurred"] == "yes") for row in RISKS]
    found = calibration.brier(forecasts)
    assert found.score == pytest.approx(RESULTS["risk_totals"]["brier_score"], abs=0.0001)
    assert found.uncertainty == pytest.approx(0.2489, abs=0.0001)
    assert found.skill == pytest.approx(0.11, abs=0.005)


def test_hand_worked_forecasts_score_as_in_the_lesson() -> None:
    # 0.9, 0.7, 0.6, 0.2, 0.8 with outcomes 1, 1, 0, 0, 1: 0.108.
    found = calibration.brier([(0.9, True), (0.7, True), (0.6, False), (0.2, False), (0.8, True)])
    assert found.score == pytest.approx(0.108)
    assert calibration.brier([(0.8, True), (0.3, False)]).score == pytest.approx(0.065)
    assert calibration.brier([(0.8, True), (0.9, True)]).skill == 0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0, 0.1, 0.5, 0.7, 1]), st.booleans()), min_size=1, max_size=30))
def test_the_parts_of_the_brier_score_add_up(forecasts: list[tuple[float, bool]]) -> None:
    found = calibration.brier(forecasts)
    assert found.score == pytest.approx(found.reliability - found.resolution + found.uncertainty)


def test_a_calibrated_person_hits_as_many_ranges_as_are_asked_for_almost_always() -> None:
    for ranges in (5, 10, 20):
        needed = calibration.hits_needed(ranges)
        chances = [math.comb(ranges, k) * 0.9**k * 0.1 ** (ranges - k) for k in range(needed, ranges + 1)]
        assert sum(chances) >= 0.985
    assert calibration.hits_needed(20) == 15


def test_the_reference_class_of_the_case_gives_its_quantiles() -> None:
    ratios = [float(row["actual_over_planned_duration"]) for row in table("reference-class")]
    case = RESULTS["reference_class"]
    assert 210 * calibration.quantile(ratios, 0.8) == pytest.approx(case["p80_d"], abs=0.05)
    assert calibration.quantile(ratios, 0.5) == pytest.approx(case["p50"], abs=0.001)


def test_narrow_ranges_fail_and_nothing_is_read_into_open_or_impossible_forecasts() -> None:
    task: CalibrationData = data("calibration")
    right = right_answers("calibration", task)
    narrow = {key: value + 5 for key, value in right.items() if key.endswith(".low")}
    graded = calibration.evaluate(task, right | narrow | {"s.rail": 250.0})
    assert cell(graded, "coverage").slip == "overconfident"
    assert not graded.is_passed
    assert cell(graded, "s.rail").given.values["share"] == 50
    swapped = {key.replace("low", "high"): right[key] for key in right if key.endswith(".low")}
    swapped |= {key.replace("high", "low"): right[key] for key in right if key.endswith(".high")}
    assert calibration.evaluate(task, right | swapped).is_passed


def test_an_estimate_by_feeling_is_set_beside_the_class_and_may_be_left_out() -> None:
    task: CalibrationData = data("calibration")
    graded = calibration.evaluate(task, {"without": 215.0, "with": 257.5})
    assert cell(graded, "with").share == 1
    assert "calibration.inside" in [note.code for note in graded.notes]
    bare = replace(task, reference_class=None)
    assert len(calibration.sheet(bare).parts) == 2
    assert calibration.evaluate(bare, right_answers("calibration", bare)).share == 1
