"""A firm's own initiatives beside the published catalogue: keys, versions, and what does not fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.catalogue import PLAN_TYPES, Initiative, load_catalogue
from assessments.own_initiatives import (
    FIRST_NUMBER,
    LAST_NUMBER,
    extend,
    find_dependants,
    find_problems,
    next_key,
)

CATALOGUE = load_catalogue()
OWN = Initiative(
    key="SVC-51",
    title={"en": "Open a weekly surgery"},
    purpose={"en": "People bring questions instead of waiting for a review."},
    dimension="SVC",
    lift_from=1,
    lift_to=2,
    needs=("SVC-1",),
    effort_days=5,
    weeks=3,
    owners=("HP",),
    deliverables=({"en": "A fixed hour"}, {"en": "A list of what was asked"}),
    types=PLAN_TYPES,
)
SECOND = replace(OWN, key="SVC-52", needs=("SVC-51",))


def found(*own: Initiative) -> list[tuple[str, str, str]]:
    return [(key, problem.path[0], problem.rule) for key, problem in find_problems(CATALOGUE, own)]


def test_published_numbers_stay_below_those_of_a_firm():
    assert max(int(one.key.partition("-")[2]) for one in CATALOGUE.initiatives) < FIRST_NUMBER


def test_the_next_key_is_the_lowest_that_nobody_has_had():
    assert next_key("SVC", []) == "SVC-51"
    assert next_key("SVC", ["SVC-51", "SVC-53", "GOV-52"]) == "SVC-52"
    every = [f"SVC-{number}" for number in range(FIRST_NUMBER, LAST_NUMBER + 1)]
    assert next_key("SVC", every) is None


def test_without_own_initiatives_the_catalogue_is_the_published_one():
    assert extend(CATALOGUE, []) is CATALOGUE


def test_own_initiatives_stand_last_in_one_order_and_the_version_names_them():
    one = extend(CATALOGUE, [SECOND, OWN])
    assert one == extend(CATALOGUE, [OWN, SECOND])
    assert one.initiatives[-2:] == (OWN, SECOND)
    assert one.version.startswith(f"{CATALOGUE.version}+2.")
    assert one.version != extend(CATALOGUE, [OWN, replace(SECOND, weeks=4)]).version


def test_a_sound_initiative_has_no_problem():
    assert found(OWN, SECOND) == []


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"needs": ("SVC-77",)}, "needs", "known-key"),
        ({"needs": ("SVC-5",)}, "needs", "prerequisite-level"),  # begins at level 2
        ({"needs": ("SVC-51",)}, "needs", "cycle"),
        ({"owners": ("XX",)}, "owners", "known-owner"),
        ({"is_quick_win": True, "weeks": 5}, "is_quick_win", "quick-win"),
    ],
)
def test_what_does_not_fit_is_named_by_key_and_field(change, field, rule):
    assert found(replace(OWN, **change)) == [("SVC-51", field, rule)]


def test_a_change_that_breaks_another_is_told_at_the_other():
    raised = replace(OWN, lift_from=2, lift_to=3, needs=())
    assert found(raised, SECOND) == [("SVC-52", "needs", "prerequisite-level")]


def test_what_others_need_first_is_found():
    assert find_dependants([OWN, SECOND], "SVC-51") == ("SVC-52",)
    assert find_dependants([OWN, SECOND], "SVC-52") == ()
