"""Two measurements of one organisation: a change is called one only where it can be told from chance."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.model import ROLES
from assessments.published import find_model
from assessments.responses import Answer, Response
from assessments.results import Interval
from assessments.scoring import score_assessment
from assessments.waves import change_of, compare_waves
from tests.assessments.questionnaires import PAIR, dimension, model, question, response

TITLE = {"en": "t"}


def people(lift: float = 0.0, *, count: int = 20, seed: int = 3, roles=ROLES, of=PAIR):
    chance = Random(seed)
    return [
        Response(
            f"p{number}",
            roles[number % len(roles)],
            {
                one.key: Answer(min(5, max(1, round(chance.gauss(2.5 + lift, 0.7)))), "level")
                for one in of.questions
            },
        )
        for number in range(count)
    ]


def compared(before, after, *, one=PAIR, other=PAIR):
    return compare_waves(one, score_assessment(one, before), other, score_assessment(other, after))


def test_the_worked_example():
    found = change_of("a", TITLE, (2.0, Interval(1.7, 2.3, "t")), (2.8, Interval(2.4, 3.2, "t")))
    assert (found.difference, found.low, found.high) == (
        pytest.approx(0.8),
        pytest.approx(0.3),
        pytest.approx(1.3),
    )
    assert found.direction == "up"


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        ((2.0, (1.9, 2.1)), (2.29, (2.25, 2.33)), "no detectable change"),  # sure, and too small to matter
        ((2.0, (1.9, 2.1)), (2.3, (2.2, 2.4)), "up"),
        ((2.8, (2.4, 3.2)), (2.0, (1.7, 2.3)), "down"),
        ((2.0, (1.0, 3.0)), (2.9, (2.0, 3.8)), "no detectable change"),
        ((2.0, None), (4.0, (3.9, 4.1)), "too few to tell"),
    ],
)
def test_a_change_is_called_one_only_if_it_is_sure_and_large_enough(before, after, direction):
    ends = [None if band is None else Interval(*band, "t") for _, band in (before, after)]
    assert change_of("a", TITLE, (before[0], ends[0]), (after[0], ends[1])).direction == direction


def test_a_range_of_two_people_tells_nothing():
    few = Interval(1.0, 3.0, "range")
    found = change_of("a", TITLE, (2.0, few), (4.0, Interval(3.9, 4.1, "t")))
    assert (found.low, found.high, found.direction) == (None, None, "too few to tell")


def test_with_everybody_answering_twice_only_the_size_decides():
    everybody = Interval(2.0, 2.0, "none"), Interval(2.4, 2.4, "none")
    found = change_of("a", TITLE, (2.0, everybody[0]), (2.4, everybody[1]))
    assert (found.low, found.high, found.direction) == (pytest.approx(0.4), pytest.approx(0.4), "up")


def test_the_same_answers_twice_are_no_change():
    found = compared(people(), people())
    assert found.basis == "whole"
    assert found.overall.difference == 0
    assert found.detectable == ()


def test_a_large_lift_is_found_in_every_dimension():
    found = compared(people(), people(1.5, seed=4))
    assert [one.key for one in found.detectable] == ["STR", "GOV"]
    assert found.overall.direction == "up"


def test_role_groups_of_one_wave_alone_are_named():
    found = compared(people(roles=("pmo", "team")), people(roles=("pmo", "executive")))
    assert (found.only_before, found.only_after) == (("team",), ("executive",))


def test_of_different_models_only_questions_that_stayed_the_same_are_compared():
    quick, full = find_model("quick-scan"), find_model("full-model")
    found = compared(people(of=quick, roles=("pmo",)), people(of=full, roles=("pmo",)), one=quick, other=full)
    assert (found.basis, found.overall, found.dimensions) == ("bridge", None, ())
    assert [one.key for one in found.questions] == [one.key for one in quick.questions]


def test_of_models_without_a_common_question_nothing_is_compared():
    other = replace(model(dimension("XYZ")), key="other")
    found = compared(people(), people(of=other), other=other)
    assert (found.basis, found.overall, found.dimensions, found.questions) == ("none", None, (), ())


def test_an_unscored_dimension_is_left_out():
    silent = [response("a", "pmo", {"STR.1": 3, "STR.2": 3}), response("b", "team", {"STR.1": 2, "STR.2": 3})]
    found = compared(silent, people())
    assert [one.key for one in found.dimensions] == ["STR"]


@pytest.mark.parametrize(("count", "kind"), [(20, "whole")])
def test_a_reworded_question_is_still_compared(count, kind):
    reworded = replace(PAIR.dimensions[0].questions[0], stem={"en": "in other words"})
    later = replace(
        PAIR,
        version="1.1.0",
        dimensions=(
            replace(PAIR.dimensions[0], questions=(reworded, PAIR.dimensions[0].questions[1])),
            PAIR.dimensions[1],
        ),
    )
    found = compared(people(count=count), people(count=count), other=later)
    assert found.basis == kind
    assert "STR.1" in [one.key for one in found.questions]


def test_a_question_with_other_answers_is_not_compared():
    later = replace(PAIR, version="2.0.0", dimensions=(dimension("STR", [question("STR.1", levels=5)]),))
    found = compared(people(), people(of=later), other=later)
    assert found.basis == "bridge"
    assert [one.key for one in found.questions] == ["STR.1"]


ends = st.tuples(st.floats(1, 5), st.floats(0, 1), st.floats(0, 1))


@given(before=ends, after=ends)
def test_turning_the_waves_round_turns_the_change_round(before, after):
    def scored(one):
        return one[0], Interval(one[0] - one[1], one[0] + one[2], "t")

    there = change_of("a", TITLE, scored(before), scored(after))
    back = change_of("a", TITLE, scored(after), scored(before))
    assert there.difference == pytest.approx(-back.difference)
    assert (there.low, there.high) == (pytest.approx(-back.high), pytest.approx(-back.low))
    assert there.low - 1e-9 <= there.difference <= there.high + 1e-9
    turned = {"up": "down", "down": "up"}
    assert turned.get(there.direction, there.direction) == back.direction
