"""Who does what in a plan."""

from dataclasses import replace

import pytest

from assessments.catalogue import load_catalogue
from assessments.responsibilities import (
    ANSWERS,
    Assignment,
    assign_duties,
    load_responsibilities,
    owner_problems,
)
from tests.assessments.rollout_cases import laid_out, small_plan, work

DUTIES = load_responsibilities()


def changed(**roles: str):
    return replace(DUTIES, assignments=(Assignment("SVC-1", roles),))


def found(problems) -> list[tuple[str, str]]:
    return [(problem.rule, problem.found) for problem in problems]


def test_the_published_duties_cover_the_catalogue_and_name_its_owners():
    assert found(DUTIES.problems()) == []
    assert found(owner_problems(DUTIES)) == []
    assert {one.initiative for one in DUTIES.assignments} == {one.key for one in load_catalogue().initiatives}


@pytest.mark.parametrize(
    ("roles", "fault"),
    [
        ({"HP": "R", "SP": "R"}, ("one-a", "nobody")),
        ({"HP": "AR", "SP": "AR"}, ("one-a", "HP, SP")),
        ({"HP": "A", "SP": "C"}, ("some-r", "nobody")),
    ],
)
def test_exactly_one_role_answers_and_somebody_does_it(roles, fault):
    assert found(changed(**roles).problems()) == [fault]


def test_an_initiative_stands_once():
    twice = replace(DUTIES, assignments=(DUTIES.assignments[0],) * 2)
    assert found(twice.problems()) == [("unique-key", "SVC-1")]


def test_duties_that_do_not_fit_the_catalogue_are_problems():
    assert found(owner_problems(changed(HP="AR", XX="C"))) == [("known-role", "XX"), ("owner-does", "HP")]
    other = replace(DUTIES, assignments=(Assignment("XYZ-1", {"HP": "AR"}),))
    assert found(owner_problems(other, load_catalogue())) == [("known-key", "XYZ-1")]


def test_the_example_of_duties():
    (row,) = assign_duties([work("SVC-1", 0, 3)]).rows
    assert (row.does, row.answers, row.rule) == (("HP", "SP"), "SP", "RACI-1")
    duties = {role: row.duty(role) for role in ("HP", "SP", "FI", "PM", "CU", "TM", "TL")}
    assert duties == {"HP": "R", "SP": "AR", "FI": "C", "PM": "C", "CU": "C", "TM": "I", "TL": None}


def test_the_owner_of_the_plan_does_it_whoever_is_published():
    (row,) = assign_duties([work("SVC-2", 0, 2, owners=("PM",))]).rows
    assert (row.does, row.answers, row.asked) == (("PM",), "HP", ("PF",))
    assert [row.duty(role) for role in ("PM", "HP", "PA")] == ["R", "A", None]


@pytest.mark.parametrize(
    ("owners", "answers", "asked", "told"),
    [
        (("PA",), "HP", ("PM",), ("TM",)),
        (("HP",), "SP", ("PM",), ("TM",)),
        (("HP", "SP"), "HP", ("PM",), ("TM",)),
        (("PM", "TM"), "HP", (), ()),
    ],
)
def test_an_unlisted_initiative_gets_duties_by_rule(owners, answers, asked, told):
    own = replace(work("SVC-1", 0, 3, owners=owners), key="OWN-1")
    (row,) = assign_duties([own]).rows
    assert (row.does, row.answers, row.asked, row.told, row.rule) == (owners, answers, asked, told, "RACI-2")


def test_every_initiative_has_one_who_answers_and_the_roles_keep_the_catalogues_order():
    plan = laid_out(*(work(one.key, 0, 4) for one in load_catalogue().initiatives))
    chart = assign_duties(plan.initiatives)
    for row in chart.rows:
        duties = [row.duty(role.key) for role in chart.roles]
        assert sum(duty in ANSWERS for duty in duties) == 1
    keys = [role.key for role in chart.roles]
    assert keys == [role.key for role in (*load_catalogue().owners, *DUTIES.groups)]


def test_a_chart_names_only_the_roles_that_have_a_duty():
    keys = {role.key for role in assign_duties(small_plan().initiatives, load_catalogue(), DUTIES).roles}
    assert keys == {"QA", "SP", "HP", "PM", "FI", "TM", "PC"}
