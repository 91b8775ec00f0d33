"""A plan beside the measurement after it: what was projected, what was found, what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assessments.plan_effects import effects_of
from assessments.roadmap import Projection, Quarter
from assessments.waves import Change, WaveComparison
from tests.assessments.planning_cases import BANK, advice_of, evenly, plan_of

RESULT, _, _ = advice_of(evenly(4.5) | {"RSK": 2.0}, BANK)
PLAN = plan_of(evenly(4.5) | {"RSK": 2.0}, BANK)
MONDAY = PLAN.start_on


def measured(**levels: float | None):
    """The result with other evidenced scores."""
    return replace(
        RESULT,
        dimensions=tuple(
            replace(one, evidenced=levels.get(one.key, one.evidenced)) for one in RESULT.dimensions
        ),
    )


def change(key: str, difference: float) -> Change:
    return Change(key, {"en": key}, 2.0, 2.0 + difference, difference, difference, None, None, "up")


def compared(basis="whole", **differences: float) -> WaveComparison:
    changes = tuple(change(key, one) for key, one in differences.items())
    return WaveComparison("m 1", "m 1", basis, None, changes, (), (), ())


def row_of(found, key):
    return next(one for one in found.dimensions if one.dimension == key)


def test_the_example_of_the_page():
    """By hand, methods-planning.md, section 16: the plan of section 4, measured after 30 weeks."""
    found = effects_of(
        PLAN,
        {"RSK-2": "done", "RSK-3": "under way"},
        measured(RSK=2.3),
        compared(RSK=0.4, GOV=0.1, STR=-0.1),
        MONDAY + timedelta(weeks=30),
    )
    risk = row_of(found, "RSK")
    assert (risk.before, risk.projected, risk.after) == (2.0, 2.5, 2.3)
    assert risk.distance == pytest.approx(-0.2)
    assert (risk.standing, risk.change.difference) == ("near", 0.4)
    assert [(one.key, one.progress, one.was_due) for one in risk.initiatives] == [
        ("RSK-2", "done", True),
        ("RSK-3", "under way", True),
    ]
    assert (found.done, found.due, found.agreed) == (1, 2, 2)
    assert found.projected_on == MONDAY + timedelta(weeks=26, days=-3)
    assert (found.worked_on.dimensions, found.worked_on.mean) == (1, 0.4)
    assert (found.left_alone.dimensions, found.left_alone.mean) == (9, pytest.approx(0.0))


@pytest.mark.parametrize(
    ("level", "standing"),
    [(2.8, "above"), (2.79, "near"), (2.21, "near"), (2.2, "below"), (None, "not measured")],
)
def test_a_distance_is_called_one_from_three_tenths_on(level, standing):
    found = effects_of(PLAN, {}, measured(RSK=level), compared(), MONDAY + timedelta(weeks=30))
    assert row_of(found, "RSK").standing == standing
    assert row_of(found, "RSK").change is None


def test_before_a_quarter_has_ended_the_plan_projects_where_it_began():
    found = effects_of(PLAN, {}, measured(RSK=2.0), compared(), MONDAY + timedelta(weeks=12))
    assert found.projected_on is None
    assert row_of(found, "RSK").projected == 2.0
    assert found.worked_on.mean is None


def test_a_quarter_counts_from_the_day_after_its_friday():
    friday = MONDAY + timedelta(weeks=13, days=-3)
    assert effects_of(PLAN, {}, RESULT, compared(), friday).projected_on is None
    assert effects_of(PLAN, {}, RESULT, compared(), friday + timedelta(days=1)).projected_on == friday


def test_after_the_end_of_the_plan_its_last_projection_stands():
    found = effects_of(PLAN, {}, measured(RSK=3.0), compared(), date(2035, 1, 1))
    risk = next(one for one in PLAN.projections if one.dimension == "RSK")
    assert row_of(found, "RSK").projected == risk.levels[-1]


def test_a_dimension_that_was_not_projected_is_left_out():
    plan = replace(
        PLAN, projections=(Projection("RSK", 2.0, 4.0, (2.25,)),), quarters=(Quarter(1, 0, 13, 1, 9),)
    )
    found = effects_of(plan, {}, RESULT, compared(), date(2035, 1, 1))
    assert [one.dimension for one in found.dimensions] == ["RSK"]


@pytest.mark.parametrize("basis", ["bridge", "none"])
def test_measurements_that_cannot_be_compared_say_nothing_of_a_plan(basis):
    assert effects_of(PLAN, {}, RESULT, compared(basis), date(2035, 1, 1)) is None
