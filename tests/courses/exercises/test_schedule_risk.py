"""Schedule risk: reading the clinic's curve, the merge, and risks that delay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from courses.exercises import schedule_risk
from courses.exercises.schedule_risk import DelayRisk, ScheduleData
from tests.courses.exercises.answers import right_answers
from tests.courses.exercises.case import RESULTS
from tests.courses.exercises.examples import cell, data


def test_the_clinics_curve_is_read_as_in_the_case() -> None:
    task: ScheduleData = data("schedule-risk")
    case = RESULTS["monte_carlo"]["M1_duration_uncertainty"]
    graded = schedule_risk.evaluate(
        task, {"p80": case["P80"], "p50": case["P50"], "chance": 100 * case["p_by_210"]}
    )
    for key in ("p80", "p50", "chance"):
        assert cell(graded, key).share == 1
    assert graded.notes[0].values["likely"] == RESULTS["cpm"]["duration_d"]


def test_errors_of_reading_are_named_and_the_gap_follows_the_learners_own_date() -> None:
    task: ScheduleData = data("schedule-risk")
    found = schedule_risk.run(task)
    graded = schedule_risk.evaluate(task, {"p80": found.mean, "merge": 54.8, "gap": found.mean - 210})
    assert cell(graded, "p80").slip == "mean-for-quantile"
    assert cell(graded, "merge").slip == "merge-ignored"
    assert cell(graded, "gap").is_follow_through


def test_risks_that_delay_are_shown_and_a_curve_may_stand_alone() -> None:
    task: ScheduleData = data("schedule-risk")
    risk = DelayRisk({"en": "Late chillers"}, 0.9, 40.0, "i")
    more = replace(task, risks=(risk,), merge=None, runs=1000)
    assert [len(part.grids) for part in schedule_risk.sheet(more).parts] == [2, 0]
    assert schedule_risk.run(more).mean > schedule_risk.run(task).mean + 5
    assert schedule_risk.evaluate(more, right_answers("schedule-risk", more)).share == pytest.approx(1)
    assert not list(more.problems(("data",)))
    still = replace(
        more, activities=tuple(replace(one, optimistic=0.0, most_likely=0.0) for one in more.activities)
    )
    assert schedule_risk.make(4, still, 0.2).deadline == task.deadline
