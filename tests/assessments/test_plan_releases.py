"""What would let a plan through, in the terms of the wishes: each kind of condition, eased or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assessments.plan_drawing import Impossible, prepare, reshape_plan
from assessments.plan_limits import POOL, Limits
from assessments.plan_releases import figure, release
from assessments.planning.assembling import ALL, OWNER
from assessments.planning.conflicts import CONFLICT_RULES, Conflict
from assessments.wishes import LONGEST_HORIZON, Wishes
from tests.assessments.planning_cases import MONDAY
from tests.assessments.test_plan_drawing import BALANCED, BANK, STOOD

DAY = date(2026, 9, 4)
ROLES = Limits(role_days={"HP": 4.0, "PA": 2.0})
PLAIN = Wishes()


def conflict(kind, subject="", amount=None):
    return Conflict(CONFLICT_RULES[kind], kind, subject, amount, "removal")


def dated(day):
    return replace(PLAIN, limits=Limits().with_deadline("CTL-1", day))


def limited(**changes):
    return replace(PLAIN, limits=replace(ROLES, **changes))


@pytest.mark.parametrize(
    ("wishes", "what", "eased"),
    [
        (dated(DAY), conflict("deadline", "CTL-1", 2), dated(DAY + timedelta(weeks=2))),
        (dated(DAY), conflict("deadline", "CTL-1"), PLAIN),
        (PLAIN, conflict("deadline", "CTL-1", 2), None),
        (PLAIN.lock("CTL-1", 3), conflict("fixed", "CTL-1"), PLAIN.add("CTL-1")),
        (PLAIN, conflict("fixed", "CTL-1"), None),
        (PLAIN.drop("CTL-1"), conflict("excluded", "CTL-1"), PLAIN),
        (PLAIN, conflict("excluded", "CTL-1"), None),
        (PLAIN.add("CTL-1"), conflict("must", "CTL-1"), PLAIN),
        (PLAIN.lock("CTL-1", 3), conflict("must", "CTL-1"), PLAIN),
        (PLAIN, conflict("must", "SVC-1"), None),
        (PLAIN.hold("CTL-1", 9), conflict("not before", "CTL-1", 4), PLAIN.hold("CTL-1", 5)),
        (PLAIN.hold("CTL-1", 9), conflict("not before", "CTL-1", 9), PLAIN),
        (PLAIN.hold("CTL-1", 9), conflict("not before", "CTL-1"), PLAIN),
        (PLAIN, conflict("not before", "", 2), None),
        (PLAIN, conflict("horizon", "", 6), replace(PLAIN, horizon_weeks=84)),
        (replace(PLAIN, horizon_weeks=LONGEST_HORIZON), conflict("horizon", "", 1), None),
        (PLAIN, conflict("horizon"), None),
        (PLAIN, conflict("capacity", POOL, 1.14), replace(PLAIN, capacity_days_per_quarter=94.0)),
        (PLAIN, conflict("capacity", POOL), None),
        (limited(), conflict("capacity", "HP", 1.2), limited(role_days={"HP": 5.5, "PA": 2.0})),
        (limited(role_days={"HP": 499.0}), conflict("capacity", "HP", 2.0), None),
        (limited(together=5.0), conflict("capacity", POOL, 0.5), limited(together=5.5)),
        (PLAIN, conflict("load", ALL, 1), replace(PLAIN, limits=Limits(at_once=7))),
        (PLAIN, conflict("load", OWNER + "HP", 2), replace(PLAIN, limits=Limits(per_owner=5))),
        (PLAIN, conflict("load", ALL, 15), None),
        (PLAIN, conflict("load", ALL), None),
        (limited(budget=100.0), conflict("budget", "", 20.3), limited(budget=121.0)),
        (limited(budget=100.0), conflict("budget"), limited(budget=None)),
        (PLAIN, conflict("aim", "BEN", 2.5), None),
        (PLAIN, conflict("number"), None),
    ],
)
def test_a_condition_is_eased_in_the_terms_of_the_wishes(wishes, what, eased):
    assert release(wishes, what, 90.0) == eased


@pytest.mark.parametrize(
    ("wishes", "what", "stands_at"),
    [
        (dated(DAY), conflict("deadline", "CTL-1"), DAY),
        (PLAIN.lock("CTL-1", 3), conflict("fixed", "CTL-1"), MONDAY + timedelta(weeks=3)),
        (PLAIN, conflict("fixed", "CTL-1"), None),
        (PLAIN.hold("CTL-1", 9), conflict("not before", "CTL-1"), MONDAY + timedelta(weeks=9)),
        (PLAIN, conflict("horizon"), 78),
        (PLAIN, conflict("capacity", POOL), 90.0),
        (replace(PLAIN, capacity_days_per_quarter=30.0), conflict("capacity", POOL), 30.0),
        (limited(together=5.0), conflict("capacity", POOL), 5.0),
        (limited(), conflict("capacity", "HP"), 4.0),
        (PLAIN, conflict("load", ALL), 6),
        (PLAIN, conflict("load", OWNER + "HP"), 3),
        (limited(budget=100.0), conflict("budget"), 100.0),
        (PLAIN, conflict("aim", "BEN"), None),
    ],
)
def test_a_condition_stands_at_what_was_asked_for(wishes, what, stands_at):
    assert figure(wishes, what, 90.0, MONDAY) == stands_at


def test_easing_one_of_the_conditions_found_lets_a_plan_through():
    before, after = next((one.after[0], one.key) for one in BALANCED.initiatives if one.after)
    for wishes in (
        Wishes().lock(before, 20).lock(after, 3),
        Wishes(limits=ROLES.with_deadline(after, MONDAY + timedelta(weeks=4))).add(after),
        Wishes(capacity_days_per_quarter=3),
    ):
        try:
            found = prepare(BANK, wishes).conflicts()
        except Impossible:
            found = ()
        eased = [one for one in (release(wishes, each, 3.0) for each in found) if one is not None]
        for one in eased:
            assert reshape_plan(BANK, one, STOOD).initiatives


def test_missed_aims_are_conditions_where_the_plan_is_drawn_for_them():
    wishes = Wishes(objective="fast", horizon_weeks=6)
    assert {one.kind for one in prepare(BANK, wishes).conflicts()} == {"aim"}
    assert prepare(BANK, replace(wishes, objective="balanced")).conflicts() == ()
