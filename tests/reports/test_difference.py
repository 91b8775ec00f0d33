"""CIEDE2000 by the pairs that were published to test it, and the warning that rests on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.difference import TARGET_MARK, Lab, difference, is_like_the_target, lab_of

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "published"),
    [
        # Sharma, Wu and Dalal 2005, table 1: pairs 1, 2, 7, 9, 11, 17, 20, 25 and 34
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0009), 7.1792),
        ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0011), 7.2195),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_is_the_published_one(one: Lab, other: Lab, published: float) -> None:
    assert round(difference(one, other), 4) == published
    assert difference(other, one) == pytest.approx(difference(one, other), abs=1e-9)


@pytest.mark.parametrize(
    ("colour", "lab"),
    [("#ffffff", (100.0, 0.0, 0.0)), ("#000000", (0.0, 0.0, 0.0)), ("#ff0000", (53.24, 80.09, 67.2))],
)
def test_the_corners_of_the_screen_lie_where_the_standard_has_them(colour: str, lab: Lab) -> None:
    assert lab_of(colour) == pytest.approx(lab, abs=0.01)


@given(colours, colours)
def test_a_colour_differs_from_others_alone_and_both_ways_alike(one: str, other: str) -> None:
    assert difference(lab_of(one), lab_of(one)) == 0
    there, back = difference(lab_of(one), lab_of(other)), difference(lab_of(other), lab_of(one))
    assert there >= 0
    assert there == pytest.approx(back, abs=1e-9)


def test_an_orange_accent_is_like_the_target_and_ours_is_not() -> None:
    assert [round(part, 2) for part in lab_of(TARGET_MARK)] == [47.06, 35.4, 54.03]
    assert round(difference(lab_of("#c8641a"), lab_of(TARGET_MARK)), 1) == 6.4
    assert round(difference(lab_of("#0b7a75"), lab_of(TARGET_MARK)), 1) == 45.6
    assert is_like_the_target("#c8641a")
    assert not is_like_the_target("#0b7a75")
