"""A client's problem: which initiatives it holds, what they take and where they should lead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assessments.catalogue import load_catalogue
from assessments.planning.checking import violations
from assessments.planning.files import CapacityFile, ChangeLoad, Condition, ResourceEntry
from assessments.planning.initiatives import ClientCase, client_case, effort_of_roles
from assessments.planning.planner import make_plan
from assessments.planning.problem import LEVEL, OBJECTIVES, UNIT, Objective
from tests.assessments.planning_cases import BANK, advice_of, evenly

CATALOGUE = load_catalogue()
ROLES = tuple(role.key for role in CATALOGUE.owners)


def capacity(
    *without: str, days: float = 12, conditions: tuple[Condition, ...] = (), **more: object
) -> CapacityFile:
    entries = tuple(ResourceEntry(role, per_month=days) for role in ROLES if role not in without)
    limits = ChangeLoad(at_once=6, per_owner=3)
    return CapacityFile(date(2026, 3, 2), entries, limits=limits, conditions=conditions, **more)  # type: ignore[arg-type]


def case(
    levels: dict[str, float | None] | None = None,
    answers: dict[str, int] | None = None,
    given: CapacityFile | None = None,
    sector: str | None = None,
) -> ClientCase:
    result, advice, gaps = advice_of(levels or evenly(1.7), answers or BANK)
    found, faults = client_case(
        CATALOGUE, result, advice, gaps, advice.profile, given or capacity(), headcount=500, sector=sector
    )
    assert found is not None, faults
    return found


def reasons(one: ClientCase) -> dict[str, tuple[str, str | None]]:
    return {each.key: (each.reason, each.other) for each in one.not_usable}


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_client_has_a_plan_that_keeps_every_rule_and_reaches_every_aim(objective: Objective) -> None:
    one = case()
    plan = make_plan(one.problem, objective, schedules=40)
    assert list(violations(one.problem, plan.starts())) == []
    assert plan.outcome == "complete"
    assert all(each.is_reached for each in plan.dimensions)
    assert set(one.foundation) | set(one.quick_wins) <= set(plan.starts())


def test_effort_is_carried_by_the_first_owner() -> None:
    # SVC-1 takes 8 days of HP and SP: 6 and 2. GOV-1 is the sponsor's alone, 5 days; PPL-6 14 of LD and HR.
    assert effort_of_roles(CATALOGUE.initiative("SVC-1")) == {"HP": 6 * UNIT, "SP": 2 * UNIT}
    assert effort_of_roles(CATALOGUE.initiative("GOV-1"), 2) == {"SP": 10 * UNIT}
    assert effort_of_roles(CATALOGUE.initiative("PPL-6")) == {"LD": 10.5 * UNIT, "HR": 3.5 * UNIT}


def test_what_scarce_people_cannot_do_in_time_takes_longer() -> None:
    # CTL-2 takes 20 days of PC in 8 weeks. With 6.5 a month, 1.5 a week, of which four fifths, 1.2: 20 ÷ 1.2 = 16.7.
    given = replace(capacity(), resources=tuple(ResourceEntry(role, per_month=6.5) for role in ROLES))
    baselines = case(given=given).problem.by_key["CTL-2"]
    assert (baselines.weeks, baselines.stretched_from) == (17, 8)


def test_an_aim_is_a_level_away_at_most_and_no_further_than_work_leads() -> None:
    aims = {one.key: one.aim / LEVEL for one in case().problem.dimensions}
    assert set(aims.values()) == {2.7}
    # Without a portfolio manager nothing lifts STR, so its aim is where it stands.
    short = case(given=capacity("PF"))
    assert short.problem.dimension_by_key["STR"].aim == round(1.7 * LEVEL)
    assert reasons(short)["STR-1"] == ("no capacity", "PF")
    assert reasons(short)["RES-2"] == ("prerequisite", "STR-1")


def test_what_cannot_be_planned_says_why() -> None:
    one = case({**evenly(1.7), "RSK": 3.0, "BEN": None})
    assert reasons(one)["RSK-1"] == reasons(one)["RSK-2"] == ("level reached", None)
    assert reasons(one)["CTL-4"] == ("other sector", None)
    assert reasons(one)["RES-5"] == ("other type", None)
    assert one.problem.by_key["BEN-1"].lifts == ()
    assert "CTL-4" in case(sector="construction").problem.by_key


def test_a_weak_sponsor_opens_with_the_foundation() -> None:
    weak = case(answers={**BANK, "K12": 1})
    assert weak.foundation == ("SVC-1", "GOV-1")
    assert [weak.problem.by_key[key].is_mandatory for key in ("SVC-1", "GOV-1")] == [True, True]
    strong = case(answers={**BANK, "K12": 4})
    assert strong.foundation == ()
    assert len(strong.quick_wins) == 2
    unwanted = capacity(
        conditions=(Condition("SVC-1", exclude=True), Condition(strong.quick_wins[0], exclude=True))
    )
    assert "SVC-1" not in case(answers={**BANK, "K12": 1}, given=unwanted).foundation
    assert strong.quick_wins[0] not in case(answers={**BANK, "K12": 4}, given=unwanted).quick_wins


def test_everything_else_waits_for_the_opening() -> None:
    one = case(answers={**BANK, "K12": 1})
    first = {*one.foundation, *one.quick_wins}
    first |= {need for key in first for need in one.problem.by_key[key].needs}
    opening = {each.earliest for each in one.problem.activities if each.key not in first}
    assert opening == {3}
    assert {one.problem.by_key[key].earliest for key in first} == {0}


def test_conditions_hold_for_initiatives() -> None:
    wishes = (Condition("SVC-6", must=True, not_before=date(2026, 6, 1)), Condition("MTH-4", exclude=True))
    one = case(given=capacity(conditions=wishes))
    plan = make_plan(one.problem, "lean", schedules=30)
    assert plan.starts()["SVC-6"] >= 13
    assert "MTH-4" not in plan.starts()


def test_an_unknown_initiative_and_a_resource_without_capacity_are_refused() -> None:
    result, advice, gaps = advice_of(evenly(1.7), BANK)
    given = capacity(conditions=(Condition("XXX-1", must=True),))
    given = replace(
        given,
        resources=(*given.resources[1:], ResourceEntry("HP", per_week=0), ResourceEntry("idle", per_week=0)),
    )
    found, faults = client_case(CATALOGUE, result, advice, gaps, advice.profile, given)
    assert found is None
    assert {(one.path, one.rule) for one in faults.capacity} == {
        (("conditions", 0, "activity"), "known-key"),
        (("resources", 12, "per_week"), "zero-capacity"),
    }
    monthly = replace(
        given, conditions=(), resources=(ResourceEntry("HP", per_month=0), *given.resources[:12])
    )
    _, faults = client_case(CATALOGUE, result, advice, gaps, advice.profile, monthly)
    assert [one.path for one in faults.capacity] == [("resources", 0, "per_month")]
