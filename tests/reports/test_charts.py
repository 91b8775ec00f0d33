"""Where things lie in a drawing."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports import charts, formats
from app.reports.charts import Bar

levels = st.floats(1, 5)


@pytest.mark.parametrize("module", [charts, formats], ids=lambda module: str(module.__name__))
def test_the_examples_in_the_code_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@given(levels, levels)
def test_a_bar_stays_on_its_line_and_is_as_wide_as_its_values(one: float, other: float) -> None:
    low, high = sorted((one, other))
    for mirrored in (False, True):
        bar = charts.bar_on_scale(low, high, 1, 5, mirrored=mirrored)
        assert -0.01 <= bar.x <= 100.01
        assert bar.x + bar.width <= 100.02
        assert bar.width == pytest.approx((high - low) * 25, abs=0.02)


@given(levels, levels)
def test_a_mirrored_bar_is_the_same_bar_seen_from_the_other_side(one: float, other: float) -> None:
    low, high = sorted((one, other))
    straight = charts.bar_on_scale(low, high, 1, 5)
    turned = charts.bar_on_scale(low, high, 1, 5, mirrored=True)
    assert turned.width == straight.width
    assert turned.x + turned.width == pytest.approx(100 - straight.x, abs=0.02)


def test_values_off_the_scale_are_moved_to_its_end() -> None:
    assert charts.share_of_scale(9, 1, 5) == 100
    assert charts.share_of_scale(0, 1, 5) == 0


def test_a_scale_without_length_and_a_bar_that_runs_back_are_refused() -> None:
    with pytest.raises(ValueError, match="no length"):
        charts.share_of_scale(1, 3, 3)
    with pytest.raises(ValueError, match="back"):
        charts.bar_on_scale(3, 2, 1, 5)


def test_work_of_a_whole_plan_fills_its_line() -> None:
    assert charts.bar_in_weeks(0, 52, 52) == Bar(0, 100)
    assert charts.bar_in_weeks(13, 26, 52) == Bar(25, 25)
    assert charts.bar_in_weeks(0, 0, 0) == Bar(0, 0)


def test_quarters_are_parted_without_the_ends() -> None:
    assert charts.period_lines(52) == (25, 50, 75)
    assert charts.period_lines(13) == ()
    assert charts.period_lines(20) == (65,)


def test_the_first_axis_is_upright_and_the_next_turns_with_the_script() -> None:
    straight, turned = charts.radar_spokes(4), charts.radar_spokes(4, mirrored=True)
    assert (straight[0].x, straight[0].y, straight[0].side) == (50, 16, "middle")
    assert straight[1].x > 50 > turned[1].x
    assert (straight[1].side, turned[1].side) == ("start", "end")


def test_two_axes_span_no_area() -> None:
    with pytest.raises(ValueError, match="three"):
        charts.radar_spokes(2)


def test_a_missing_value_has_no_corner_and_the_lowest_level_still_has_an_area() -> None:
    assert len(charts.radar_points([1, None, 3, 5], 1, 5).split()) == 3
    assert charts.radar_points([1, 1, 1, 1], 1, 5).split()[0] == "50.0,43.2"


def test_there_is_a_ring_for_each_level() -> None:
    rings = charts.radar_rings(5, 1, 5)
    assert len(rings) == len(set(rings)) == 5
    assert all(len(ring.split()) == 5 for ring in rings)


@given(st.integers(0, 3), st.integers(4, 9), st.floats(0, 1))
def test_a_shade_is_one_of_five_and_follows_the_scale(lowest: int, highest: int, share: float) -> None:
    value = lowest + share * (highest - lowest)
    assert 1 <= charts.ramp_step(value, lowest, highest) <= 5
    assert charts.ramp_step(lowest, lowest, highest) == 1
    assert charts.ramp_step(highest, lowest, highest) == 5
