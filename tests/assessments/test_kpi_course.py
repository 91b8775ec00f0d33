"""What readings say of an indicator, and what they do not."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.kpi_course import Dated, follow_kpi

START = date(2026, 3, 9)
READINGS = (
    Dated(date(2026, 6, 1), 70.0),
    Dated(date(2026, 2, 1), 64.0),
    Dated(date(2026, 3, 1), 61.0),
)


def test_the_example_of_the_page():
    """By hand, methods-planning.md, section 13.3."""
    found = follow_kpi("up", READINGS, START, 85.0)
    assert found.baseline == Dated(date(2026, 3, 1), 61.0)
    assert (found.latest.value, found.difference, found.course, found.is_reached) == (
        70.0,
        9.0,
        "better",
        False,
    )
    near = [Dated(date(2026, 3, 1), 1.2), Dated(date(2026, 6, 1), 0.95)]
    assert follow_kpi("near", near, START, 1.0).course == "better"


def test_without_a_reading_nothing_is_said():
    found = follow_kpi("up", (), START, 85.0)
    assert (found.baseline, found.latest, found.difference, found.is_reached) == (None, None, None, None)
    assert found.course == "cannot be told"


def test_one_reading_tells_no_course_but_may_have_reached_the_aim():
    found = follow_kpi("down", READINGS[:1], START, 70.0)
    assert (found.difference, found.course, found.is_reached) == (None, "cannot be told", True)


def test_readings_after_the_beginning_alone_are_held_against_the_first():
    late = [Dated(date(2026, 5, 1), 50.0), Dated(date(2026, 7, 1), 50.0)]
    found = follow_kpi("up", late, START)
    assert (found.baseline.on, found.difference, found.course) == (date(2026, 5, 1), 0.0, "unchanged")


@pytest.mark.parametrize(
    ("direction", "aim", "course", "is_reached"),
    [
        ("up", None, "better", None),
        ("down", 70.0, "worse", True),
        ("down", 69.0, "worse", False),
        ("near", None, "cannot be told", None),
        ("near", 61.0, "worse", None),
    ],
)
def test_the_direction_decides_what_is_better(direction, aim, course, is_reached):
    found = follow_kpi(direction, READINGS, START, aim)
    assert (found.course, found.is_reached) == (course, is_reached)
