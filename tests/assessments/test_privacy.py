from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import privacy
from assessments.model import ROLES
from assessments.privacy import PUBLISHED_TOTALS, hidden_roles, may_show_distribution, release_roles
from assessments.results import RoleScore

EXECUTIVE, PMO, PROJECT, TEAM, ASSURANCE = ROLES

role_counts = st.dictionaries(st.sampled_from(ROLES), st.integers(0, 12))


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(privacy).failed == 0


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({}, set()),
        ({PMO: 0, TEAM: 9}, set()),
        ({PMO: 5, TEAM: 9}, set()),
        ({PMO: 4}, {PMO}),
        ({PMO: 2, TEAM: 2}, {PMO, TEAM}),  # fewer than five in all
        ({PMO: 2, TEAM: 9}, {PMO, TEAM}),  # one hidden group follows from the totals
        ({PMO: 2, TEAM: 9, PROJECT: 7}, {PMO, TEAM, PROJECT}),  # so do two
        ({PMO: 2, TEAM: 9, PROJECT: 7, EXECUTIVE: 6}, {PMO, EXECUTIVE, PROJECT}),
        ({PMO: 1, TEAM: 1, PROJECT: 1, EXECUTIVE: 6, ASSURANCE: 9}, {PMO, TEAM, PROJECT, EXECUTIVE}),
        ({PMO: 2, TEAM: 2, PROJECT: 1, EXECUTIVE: 6, ASSURANCE: 9}, {PMO, TEAM, PROJECT}),
        ({EXECUTIVE: 1, PMO: 8, TEAM: 8, ASSURANCE: 8}, {EXECUTIVE, PMO, TEAM}),  # first come, first hidden
    ],
)
def test_small_groups_are_hidden_and_as_many_others_as_protect_them(counts, hidden):
    assert hidden_roles(counts) == hidden


def test_with_one_published_total_two_hidden_groups_are_enough():
    assert hidden_roles({PMO: 2, TEAM: 9, PROJECT: 7}, totals=1) == {PMO, PROJECT}


def test_the_threshold_can_be_chosen():
    assert hidden_roles({PMO: 3, TEAM: 9}, threshold=3) == frozenset()
    assert hidden_roles({PMO: 5, TEAM: 9}, threshold=6) == {PMO, TEAM}


@given(role_counts)
def test_no_group_below_the_threshold_is_ever_shown(counts):
    hidden = hidden_roles(counts)
    assert all(role in hidden for role, count in counts.items() if 0 < count < 5)


@given(role_counts)
def test_hidden_groups_outnumber_the_totals_or_nothing_is_shown(counts):
    hidden = hidden_roles(counts)
    present = {role for role, count in counts.items() if count}
    assert not hidden or hidden == present or len(hidden) > PUBLISHED_TOTALS
    assert not hidden or hidden == present or sum(counts[role] for role in hidden) >= 5


def test_a_hidden_group_keeps_its_name_and_nothing_else():
    scores = [RoleScore(PMO, 2, 4.5), RoleScore(TEAM, None, None)]
    assert release_roles(scores) == (RoleScore(PMO, None, None, is_hidden=True), RoleScore(TEAM, None, None))


def test_groups_that_are_large_enough_are_shown_with_their_number():
    scores = (RoleScore(PMO, 5, 4.5), RoleScore(TEAM, 7, 2.0))
    assert release_roles(scores) == scores


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({PMO: 4}, False),
        ({PMO: 5}, True),
        ({PMO: 2, TEAM: 9}, False),  # two totals would give two groups away
        ({PMO: 2, TEAM: 9, PROJECT: 7}, True),
    ],
)
def test_a_distribution_is_shown_where_it_gives_nobody_away(counts, expected):
    assert may_show_distribution(counts) is expected


@given(role_counts, st.data())
def test_two_totals_do_not_determine_any_hidden_group(counts, data):
    """Shift hidden means against each other: both totals stay, so nobody can tell the two worlds apart."""
    hidden = [role for role in hidden_roles(counts) if counts[role]]
    if len(hidden) <= PUBLISHED_TOTALS:
        return
    one, two, three = data.draw(st.permutations(hidden))[:3]
    # Solve a + b + c = 0 and n1·a + n2·b + n3·c = 0 for shifts of the three means, not all zero.
    shifts = {
        one: counts[two] - counts[three],
        two: counts[three] - counts[one],
        three: counts[one] - counts[two],
    }
    if not any(shifts.values()):
        shifts = {one: 1, two: -1, three: 0}
    assert sum(shifts.values()) == 0
    assert sum(counts[role] * shift for role, shift in shifts.items()) == 0
    assert any(shifts.values())
