"""The level of the whole that a plan leads to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.story import outlook_of
from assessments.plan_comparison import figures_of
from assessments.plan_levels import final_level, whole_level
from assessments.roadmap import Projection
from tests.assessments.planning_cases import ARCHETYPES, evenly, plan_of, profile_of, result_of

WHOLE = plan_of(evenly(1.6), profile_of(ARCHETYPES["regional bank"]))
RESULT = result_of(evenly(1.6))
GOV, RES = Projection("GOV", 2.0, 3.0, (2.5, 3.0)), Projection("RES", 2.0, 3.0, (2.0, 2.5))
PLAN = replace(WHOLE, projections=(GOV, RES))
GONE = Projection("GONE", 4.0, 5.0, (5.0, 5.0))


def test_the_example_of_the_level_of_the_whole():
    """By hand, methods-planning.md, section 4.6: GOV has weight 12, RES 8; unweighted it would be 2.75."""
    assert final_level(PLAN, RESULT) == pytest.approx((12 * 3.0 + 8 * 2.5) / 20) == pytest.approx(2.8)


def test_comparison_and_report_tell_the_same_level():
    outlook = outlook_of(RESULT, PLAN)
    assert outlook.end == figures_of(PLAN, RESULT).level == final_level(PLAN, RESULT)
    assert outlook.levels[0] == pytest.approx((12 * 2.5 + 8 * 2.0) / 20)
    assert outlook.start == 2.0


def test_a_dimension_that_the_result_lacks_or_that_has_no_level_counts_for_nothing():
    earlier = replace(PLAN, projections=(GOV, GONE, RES))
    assert final_level(earlier, RESULT) == pytest.approx(2.8)
    unknown = result_of({**evenly(1.6), "STR": None})
    assert final_level(PLAN, unknown) == pytest.approx(2.8)


def test_where_no_quarter_is_projected_the_level_stays_and_without_any_dimension_it_is_nought():
    assert final_level(replace(PLAN, projections=(replace(GOV, levels=()),)), RESULT) == 2.0
    for nothing in ((), (GONE,)):
        bare = replace(PLAN, projections=nothing)
        assert final_level(bare, RESULT) == 0.0
        assert outlook_of(RESULT, bare) is None
    assert whole_level(RESULT, {}) is None
