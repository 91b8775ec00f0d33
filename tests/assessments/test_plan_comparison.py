"""Plans of one assessment held against one another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assessments.plan_comparison import figures_of, level_on, quarter_ends, side_by_side
from assessments.roadmap import Projection
from tests.assessments.planning_cases import ARCHETYPES, evenly, plan_of, profile_of, result_of

WHOLE = plan_of(evenly(1.6), profile_of(ARCHETYPES["regional bank"]))
RESULT = result_of(evenly(1.6))
START = date(2026, 11, 23)
A, B = (
    replace(one, start_week=start, end_week=end, effort_days=days, is_quick_win=is_quick)
    for one, start, end, days, is_quick in zip(
        WHOLE.initiatives[:2], (0, 4), (4, 10), (20.0, 15.0), (True, False), strict=True
    )
)
LEVELS = Projection("RSK", 2.0, 3.0, (2.0, 2.5))
PLAN = replace(
    WHOLE, start_on=START, length_weeks=26, initiatives=(A, B), effort_days=35.0, projections=(LEVELS,)
)


def test_the_figures_worked_by_hand() -> None:
    """methods-planning.md, section 4.6: 35 days in ten weeks, 5 a week in the first four and 2.5 in the others."""
    figures = figures_of(PLAN, RESULT, 400)
    assert (figures.starts_on, figures.ends_on) == (START, date(2027, 1, 29))
    assert figures.months == pytest.approx(10 * 12 / 52)
    assert (figures.initiatives, figures.quick_wins, figures.effort_days) == (2, 1, 35)
    assert figures.cost == 14_000
    assert figures.people == pytest.approx(0.7)
    assert figures.people_at_most == pytest.approx(1.0)
    assert figures.level == 2.5


def test_an_empty_plan_has_no_end_and_no_people() -> None:
    figures = figures_of(replace(PLAN, initiatives=(), effort_days=0.0), RESULT)
    assert (figures.ends_on, figures.months, figures.people, figures.people_at_most, figures.cost) == (
        None,
    ) * 5


def test_what_differs_is_told_against_the_first_plan() -> None:
    moved = replace(B, start_week=7, end_week=12)
    first, other = PLAN, replace(PLAN, initiatives=(A, moved))
    same, later = side_by_side([first, other])
    assert (same.key, same.differs) == (A.key, False)
    assert (later.key, later.differs) == (B.key, True)
    assert [(one.later_weeks, one.longer_weeks) for one in later.places] == [(0, 0), (3, -1)]
    assert later.places[1].starts_on == START + timedelta(weeks=7)


def test_what_only_one_has_differs_and_is_measured_against_nothing() -> None:
    without = replace(PLAN, initiatives=(A,))
    only = side_by_side([without, PLAN])[1]
    assert only.differs
    assert only.places[0] is None
    assert (only.places[1].later_weeks, only.places[1].longer_weeks) == (None, None)
    assert side_by_side([PLAN, without])[1].differs


def test_plans_that_begin_on_other_days_are_compared_by_days() -> None:
    other = replace(PLAN, start_on=START + timedelta(weeks=2))
    assert [row.places[1].later_weeks for row in side_by_side([PLAN, other])] == [2, 2]
    assert quarter_ends([PLAN, other]) == (date(2027, 2, 19), date(2027, 5, 21), date(2027, 8, 20))


def test_a_level_is_that_of_the_last_quarter_that_has_ended() -> None:
    ends = quarter_ends([PLAN])
    assert [level_on(PLAN, LEVELS, day) for day in (START, *ends, ends[-1] + timedelta(weeks=52))] == [
        2.0,
        2.0,
        2.5,
        2.5,
    ]
    assert level_on(PLAN, LEVELS, ends[1] - timedelta(days=1)) == 2.0
    assert level_on(PLAN, LEVELS, START - timedelta(weeks=60)) == 2.0
    assert level_on(PLAN, replace(LEVELS, levels=()), ends[1]) == 2.0
