"""The catalogue of initiatives as published, and the rules another one would have to keep."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from assessments.catalogue import PLAN_TYPES, Catalogue, Initiative, find_cycles, load_catalogue
from tests.assessments.planning_cases import DIMENSIONS

CATALOGUE = load_catalogue()


def changed(key: str, /, **fields: object) -> Catalogue:
    """Return the catalogue with one initiative changed."""
    initiatives = tuple(replace(one, **fields) if one.key == key else one for one in CATALOGUE.initiatives)
    return replace(CATALOGUE, initiatives=initiatives)


def rules(catalogue: Catalogue) -> set[tuple[str, str]]:
    return {(problem.rule, problem.found) for problem in catalogue.problems()}


def usable(plan_type: str) -> list[Initiative]:
    return [one for one in CATALOGUE.initiatives if plan_type in one.types]


def days(initiatives: Iterable[Initiative]) -> float:
    return sum(one.effort_days for one in initiatives)


def test_the_published_catalogue_has_no_problem():
    assert list(CATALOGUE.problems()) == []


def test_it_holds_62_initiatives_of_903_days_with_9_quick_wins():
    assert len(CATALOGUE.initiatives) == 62
    assert days(CATALOGUE.initiatives) == 903
    assert sum(one.is_quick_win for one in CATALOGUE.initiatives) == 9


@pytest.mark.parametrize(
    ("plan_type", "count", "total"),
    [("supportive", 36, 393), ("controlling", 57, 791), ("directive", 59, 843), ("agile", 52, 747)],
)
def test_each_type_of_plan_has_its_initiatives_and_days(plan_type, count, total):
    assert (len(usable(plan_type)), days(usable(plan_type))) == (count, total)


def test_only_the_agile_plan_excludes_a_prerequisite_and_something_stands_in():
    excluded = {
        (plan_type, one.key, need)
        for plan_type in PLAN_TYPES
        for one in usable(plan_type)
        for need in one.needs
        if plan_type not in CATALOGUE.initiative(need).types
    }
    assert excluded == {("agile", "ENG-5", "GOV-3")}
    assert CATALOGUE.initiative("GOV-4").stands_in_for == "GOV-3"


def test_every_dimension_can_be_lifted_from_the_first_level_on():
    for dimension in DIMENSIONS:
        rungs = {one.lift_from for one in CATALOGUE.initiatives if one.dimension == dimension}
        assert {1, 2} <= rungs


def test_titles_differ_and_every_initiative_leaves_two_things_behind():
    assert len({one.title["en"] for one in CATALOGUE.initiatives}) == 62
    assert all(len(one.deliverables) >= 2 and one.purpose["en"] for one in CATALOGUE.initiatives)


def test_an_unknown_key_is_not_found():
    with pytest.raises(KeyError):
        CATALOGUE.initiative("XXX-1")


def test_a_circle_is_named_by_its_members():
    circular = changed("MTH-1", needs=("MTH-3",))
    assert ("cycle", "MTH-1 → MTH-3 → MTH-1") in rules(circular)
    assert find_cycles(circular.initiatives) == (("MTH-1", "MTH-3"),)


def test_an_initiative_that_needs_itself_is_a_circle():
    assert find_cycles(changed("GOV-1", needs=("GOV-1",)).initiatives) == (("GOV-1",),)


@pytest.mark.parametrize(
    ("key", "fields", "problem"),
    [
        ("GOV-2", {"needs": ("GOV-9",)}, ("known-key", "GOV-9")),
        ("GOV-4", {"stands_in_for": "GOV-9"}, ("known-key", "GOV-9")),
        ("GOV-2", {"owners": ("HP", "XX")}, ("known-owner", "XX")),
        ("GOV-2", {"dimension": "RSK"}, ("key-dimension", "GOV-2")),
        ("GOV-2", {"lift_to": 3}, ("one-level", "3")),
        ("GOV-2", {"needs": ("GOV-5",)}, ("prerequisite-level", "GOV-5")),
        ("GOV-1", {"effort_days": 9.0}, ("quick-win", "9 days, 2 weeks")),
        ("GOV-1", {"weeks": 5}, ("quick-win", "5 days, 5 weeks")),
        ("GOV-2", {"key": "GOV-1"}, ("unique-key", "GOV-1")),
    ],
)
def test_a_wrong_initiative_is_a_problem(key, fields, problem):
    assert problem in rules(changed(key, **fields))


@pytest.mark.parametrize("field", ["foundation", "early"])
def test_opening_initiatives_have_to_exist(field):
    assert ("known-key", "GOV-9") in rules(replace(CATALOGUE, **{field: ("GOV-9",)}))


def test_phases_stand_in_their_order():
    backwards = replace(CATALOGUE, phases=tuple(reversed(CATALOGUE.phases)))
    assert ("phase-order", "4") in rules(backwards)
