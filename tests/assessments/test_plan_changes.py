"""What came, went and moved between two drawings of a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.plan_changes import compare_plans, last_week
from assessments.roadmap import LeftOut
from tests.assessments.planning_cases import ARCHETYPES, evenly, plan_of, profile_of, result_of

PLAN = plan_of(evenly(1.6), profile_of(ARCHETYPES["regional bank"]))
RESULT = result_of(evenly(1.6))
FIRST, SECOND, THIRD = PLAN.initiatives[:3]


def with_initiatives(*initiatives, **fields):
    return replace(PLAN, initiatives=initiatives, **fields)


def moved(one, weeks, longer=0):
    return replace(one, start_week=one.start_week + weeks, end_week=one.end_week + weeks + longer)


def told(comparison):
    return [(one.key, one.kind, one.weeks) for one in comparison.changes]


def test_the_same_plan_has_no_changes():
    same = compare_plans(PLAN, PLAN, RESULT)
    assert (same.changes, same.initiatives, same.effort_days, same.end_weeks, same.levels) == ((), 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("weeks", "longer", "kind", "told_weeks"),
    [
        (3, 0, "later", 3),
        (-1, 0, "earlier", 1),
        (0, 2, "longer", 2),
        (0, -1, "shorter", 1),
        (2, 1, "later", 2),
    ],
)
def test_a_move_is_told_before_a_change_of_length(weeks, longer, kind, told_weeks):
    one = replace(FIRST, start_week=5, end_week=9)
    comparison = compare_plans(with_initiatives(one), with_initiatives(moved(one, weeks, longer)), RESULT)
    (change,) = comparison.changes
    assert (change.kind, change.weeks, change.start_before, change.start_after) == (
        kind,
        told_weeks,
        5,
        5 + weeks,
    )
    assert change.reason == one.reason
    assert comparison.end_weeks == weeks + longer


def test_what_was_asked_to_move_and_stays_is_told_with_what_holds_it():
    (change,) = compare_plans(PLAN, PLAN, RESULT, (SECOND.key,)).changes
    assert (change.key, change.kind, change.weeks, change.is_wished) == (SECOND.key, "stays", 0, True)
    assert change.reason == SECOND.reason


def test_what_came_and_what_went_say_where_they_stand_and_why():
    reason = LeftOut(SECOND.key, SECOND.title, SECOND.dimension, "plan full", None)
    comparison = compare_plans(
        with_initiatives(FIRST, SECOND), with_initiatives(FIRST, THIRD, left_out=(reason,)), RESULT
    )
    gone, come = sorted(comparison.changes, key=lambda one: one.kind, reverse=True)
    assert (gone.key, gone.kind, gone.left_out, gone.start_after) == (SECOND.key, "removed", reason, None)
    assert (come.key, come.kind, come.reason, come.start_before) == (THIRD.key, "added", THIRD.reason, None)
    assert comparison.initiatives == 0


def test_what_was_wished_stands_first_then_the_week_then_the_key():
    a, b, c = (
        replace(FIRST, key=key, start_week=week, end_week=week + 2)
        for key, week in (("A", 9), ("B", 2), ("C", 2))
    )
    after = with_initiatives(moved(a, 1), moved(b, 1), moved(c, 1))
    assert told(compare_plans(with_initiatives(a, b, c), after, RESULT, wished=("A",))) == [
        ("A", "later", 1),
        ("B", "later", 1),
        ("C", "later", 1),
    ]


def test_an_empty_plan_ends_before_it_begins():
    assert last_week(with_initiatives()) == 0


def test_the_levels_of_two_plans_differ_by_their_weighted_means():
    """By hand: GOV, of weight 12 among 100, ends half a level higher: 12 · 0.5 ÷ 100 = 0.06, not 0.5 ÷ 10 = 0.05."""
    higher = tuple(
        replace(one, levels=(*one.levels[:-1], one.levels[-1] + 0.5)) if one.dimension == "GOV" else one
        for one in PLAN.projections
    )
    assert compare_plans(PLAN, replace(PLAN, projections=higher), RESULT).levels == pytest.approx(0.06)
