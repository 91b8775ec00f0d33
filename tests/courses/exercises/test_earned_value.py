"""Earned value: every month of the clinic, named errors and forecasts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from courses.exercises import earned_value
from courses.exercises.earned_value import EarnedValueData
from tests.courses.exercises.answers import right_answers
from tests.courses.exercises.case import RESULTS, table
from tests.courses.exercises.examples import cell, data


def test_every_month_of_the_clinic_has_the_figures_of_the_case() -> None:
    base = data("earned-value").dashboards[0]
    rows = table("evm-monthly")
    curve = tuple(float(row["pv_k"]) for row in rows[:10])
    for row, case in zip(rows, RESULTS["evm"], strict=True):
        one = replace(
            base,
            planned=float(row["pv_k"]),
            earned=float(row["ev_k"]),
            spent=float(row["ac_k"]),
            period=int(row["month"]),
            planned_curve=curve,
        )
        found = earned_value.measures(one)
        assert found["cost-variance"] == case["cv_k"]
        assert found["schedule-variance"] == case["sv_k"]
        for ours, theirs in (("cost-index", "cpi"), ("schedule-index", "spi"), ("time-index", "spi_t")):
            assert found[ours] == pytest.approx(case[theirs], abs=0.0006)
        assert found["earned-schedule"] == pytest.approx(case["es_months"], abs=0.0006)
        assert found.get("to-complete-index") == (
            None if case["tcpi_bac"] is None else pytest.approx(case["tcpi_bac"], abs=0.0006)
        )
        names = {
            "budget-over-index": "eac_bac_over_cpi_k",
            "spent-plus-remaining": "eac_ac_plus_remaining_k",
            "both-indices": "eac_cpi_x_spi_k",
        }
        indices = found["cost-index"], found["schedule-index"]
        for forecast, name in names.items():
            assert earned_value.estimate(one, forecast, *indices) == pytest.approx(case[name], abs=0.51)


def test_errors_of_earned_value_are_named_and_forecasts_follow_ones_own_index() -> None:
    task: EarnedValueData = data("earned-value")
    one = task.dashboards[0]
    wrong = {
        "month-six.cost-variance": one.spent - one.earned,
        "month-six.cost-index": one.spent / one.earned,
        "month-six.time-index": one.earned / one.planned,
    }
    graded = earned_value.evaluate(task, wrong)
    assert [cell(graded, key).slip for key in wrong] == ["sign", "inverted", "money-for-time"]
    own = {"month-six.cost-index": 0.8, "month-six.estimate-at-completion": 7200 / 0.8}
    own |= {"month-six.earned-schedule": 4.0, "month-six.time-index": 4 / 6}
    graded = earned_value.evaluate(task, own)
    assert cell(graded, "month-six.estimate-at-completion").is_follow_through
    assert cell(graded, "month-six.time-index").is_follow_through
    none = earned_value.evaluate(
        task, {"month-six.cost-index": -1.0, "month-six.estimate-at-completion": -7200.0}
    )
    assert not cell(none, "month-six.estimate-at-completion").share


def test_a_late_project_whose_money_index_returns_to_one_is_told() -> None:
    graded = earned_value.evaluate(data("earned-value"), {})
    told = [note.texts["thing"]["en"] for note in graded.notes]
    assert "After eleven months; the plan had ten" in told


def test_a_dashboard_may_ask_for_money_alone() -> None:
    task: EarnedValueData = data("earned-value")
    bare = replace(
        task.dashboards[0],
        asks=("cost-variance", "schedule-index", "to-complete-index"),
        forecast=None,
        reason=task.dashboards[0].reason,
        period=None,
        planned_periods=None,
        planned_curve=(),
    )
    alone = replace(task, dashboards=(bare,), draw=1)
    graded = earned_value.evaluate(alone, right_answers("earned-value", alone))
    assert graded.share == pytest.approx(1)
    assert graded.notes == graded.figures == ()
    assert earned_value.make(3, alone, 0.2).dashboards[0].budget != 7200
    finished = replace(bare, earned=bare.budget, asks=("to-complete-index",))
    graded = earned_value.evaluate(
        replace(task, dashboards=(finished,)), {"month-six.to-complete-index": 1.0}
    )
    assert cell(graded, "month-six.to-complete-index").slip == ""
