"""What a plan costs, and what it would have to bring."""

from dataclasses import astuple

import pytest

from assessments.business_case import Range, make_case
from assessments.citations import load_citations
from assessments.profile import ProfileFacts
from assessments.staffing import estimate_staffing
from tests.assessments.rollout_cases import BANK, advised, laid_out, work

PLAN = laid_out(work("CTL-2", 0, 8), work("RSK-2", 2, 6))  # 20 + 10 days
FULL = {"currency": "EUR", "yearly_value": 1_000_000.0, "project_count": 10, "day_rate": 500.0}


def case(**facts):
    known = ProfileFacts(**facts)
    return make_case(PLAN, known, estimate_staffing(known, advised(BANK)[0]))


def near(*values: float):
    return pytest.approx(values)


def test_the_example_of_a_case():
    found = case(**FULL, project_people=200, pmo_staff=8)
    assert astuple(found.days) == near(24, 30, 45)
    assert astuple(found.cost) == near(12_000, 15_000, 22_500)
    assert astuple(found.staff_days) == near(0, 126, 252)  # 9 − 8 people at most, of 252 days a year
    assert astuple(found.staff_cost) == near(0, 63_000, 126_000)
    assert astuple(found.days_per_project) == near(2.4, 3, 4.5)
    assert astuple(found.share_of_value) == near(0.012, 0.015, 0.0225)
    assert astuple(found.at_stake) == (97_000, 110_000, 120_000)  # 97,000, 109,500 and 122,000 in two figures
    assert found.missing == ()


def test_without_a_rate_only_days_are_told():
    found = case(**FULL | {"day_rate": None}, project_people=200, pmo_staff=8)
    assert found.days == Range(24.0, 30.0, 45.0)
    assert (found.cost, found.staff_cost, found.share_of_value) == (None, None, None)
    assert found.staff_days is not None
    assert found.missing == ("day rate",)


def test_a_rate_without_a_currency_is_no_money():
    found = case(**FULL | {"currency": None}, pmo_staff=8)
    assert (found.cost, found.day_rate, found.at_stake) == (None, None, None)
    assert found.missing == ("currency",)


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ({"yearly_value": None}, ("yearly value",)),
        ({"yearly_value": 0.0}, ("yearly value",)),
        ({"project_count": 0}, ("projects",)),
        ({"pmo_staff": None}, ("staff",)),
    ],
)
def test_what_the_client_has_not_said_is_left_out_and_named(without, missing):
    found = case(**{**FULL, "project_people": 200, "pmo_staff": 8} | without)
    assert found.missing == missing


def test_nothing_known_leaves_the_days():
    found = case()
    assert found.days.base == 30.0
    assert found.missing == ("day rate", "currency", "yearly value", "projects", "staff")


def test_figures_are_quoted_as_the_library_words_them():
    quoted = make_case(PLAN, ProfileFacts(), None, load_citations()).quoted
    assert [one.key for one in quoted] == ["pmo-success-2013", "training-2013", "waste-2016"]
    assert all(one.source and one.caveat["en"] for one in quoted)
