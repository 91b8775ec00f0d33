"""Parts, lenses, conditions, careless answers: what one result holds beyond the scores of its dimensions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.model import AnswerSet, Condition, Dimension, Option, ScoringRule
from assessments.scoring import score_assessment
from tests.assessments.questionnaires import (
    ONE,
    PAIR,
    dimension,
    full,
    model,
    pair,
    question,
    response,
    responses,
)

WORDS = {"en": "words"}
QUARTERS = AnswerSet(
    "quarters", tuple(Option(n, value, {"en": f"step {n}"}) for n, value in enumerate((0, 0.25, 0.5, 1)))
)


def stream(key: str) -> Dimension:
    """Return a part of three practices that add up to 0 to 3."""
    asked = tuple(
        replace(question(f"{key}.{n}"), anchors=(), guidance=(), answers="quarters", evidence=None)
        for n in (1, 2, 3)
    )
    return Dimension(key, WORDS, questions=asked, rule=ScoringRule("sum"))


def tree():
    practice = Dimension("PA", WORDS, parts=(stream("SA"), stream("SB")), rule=ScoringRule("mean"))
    top = Dimension("FN", WORDS, parts=(practice,), rule=ScoringRule("mean"))
    return replace(model(top, lowest=0, levels=4), answer_sets=(QUARTERS,))


def test_the_tree_is_a_sound_model():
    assert list(tree().problems()) == []


def test_parts_of_parts_are_scored_each_by_its_own_rule():
    said = {"SA.1": 3, "SA.2": 3, "SA.3": 1, "SB.1": 2, "SB.2": 0, "SB.3": 0}
    result = score_assessment(tree(), [response("a", "pmo", said)])
    parts = {part.key: part for part in result.parts}
    assert [(part.key, part.parent) for part in result.parts] == [("PA", "FN"), ("SA", "PA"), ("SB", "PA")]
    assert (parts["SA"].claimed, parts["SB"].claimed) == (2.25, 0.5)
    assert (parts["PA"].claimed, result.dimension("FN").claimed) == (1.375, 1.375)
    assert result.overall.mean == 1.375
    assert (parts["PA"].weakest, parts["SB"].weakest) == ("SB", "SB.2")
    assert (parts["SA"].low, parts["SA"].high, parts["SA"].rule) == (0, 3, "sum")


def test_answers_that_are_not_levels_have_no_staged_level_and_evidence_that_is_not_asked_for_is_not_missed():
    result = score_assessment(tree(), [response("a", "pmo", dict.fromkeys(["SA.1", "SA.2", "SA.3"], 3))])
    assert result.overall.staged_level is result.overall.staged_reason is None
    part = next(part for part in result.parts if part.key == "SA")
    assert (part.claimed, part.evidenced, part.optimism) == (3, 3, 0)


def test_a_minimum_over_dimensions_is_the_lowest_of_them():
    lowest = replace(PAIR, rule=ScoringRule("minimum"))
    overall = score_assessment(lowest, responses("pmo", pair(4, 2), pair(5, 3))).overall
    assert (overall.mean, overall.weakest, overall.rule) == (2.5, 2.5, "minimum")


def test_a_condition_on_an_earlier_answer_takes_a_question_out_for_that_person():
    asked = question("STR.2")
    gated = replace(asked, applies_if=(Condition(question="STR.1", at_least=3),))
    small = model(dimension("STR", [question("STR.1"), gated]))
    people = responses("pmo", {"STR.1": 2, "STR.2": 5}, {"STR.1": 3, "STR.2": 5})
    result = score_assessment(small, people)
    assert (result.question("STR.2").asked, result.question("STR.2").answered) == (1, 1)
    assert result.dimension("STR").claimed == (2 + 4) / 2


def test_a_condition_on_the_profile_takes_a_question_out_for_everybody():
    gated = replace(question("STR.2"), applies_if=(Condition(criterion="K15", at_least=2),))
    small = model(dimension("STR", [question("STR.1"), gated]))
    people = responses("pmo", {"STR.1": 2, "STR.2": 5})
    assert score_assessment(small, people).dimension("STR").claimed == 2
    assert score_assessment(small, people, profile={"K15": 1}).dimension("STR").claimed == 2
    assert score_assessment(small, people, profile={"K15": 3}).dimension("STR").claimed == 3.5


def test_answers_to_what_was_asked_beside_the_model_are_passed_over():
    said = {**full(3, 3, 3, 3, 3), "V01.need": 4}
    result = score_assessment(ONE, [response("a", "pmo", said)], also_asked={"V01.need"})
    assert result.dimension("STR").claimed == 3
    with pytest.raises(ValueError, match="unknown question"):
        score_assessment(ONE, [response("a", "pmo", said)])


def lensed():
    first = [replace(question(f"STR.{n}"), lens=lens) for n, lens in ((1, "use"), (2, "use"), (3, "data"))]
    second = [replace(question(f"GOV.{n}"), lens="use") for n in (1, 2)]
    return model(dimension("STR", first), dimension("GOV", second))


def test_a_lens_sees_its_own_questions_over_all_and_within_each_dimension():
    people = responses("pmo", {"STR.1": 2, "STR.2": 4, "STR.3": 5, "GOV.1": 1, "GOV.2": (3, "several")})
    use, data = score_assessment(lensed(), people).lenses
    assert (use.lens, use.questions, use.respondents, use.claimed) == ("use", 4, 1, 2.5)
    assert use.by_dimension == {"STR": 3.0, "GOV": 2.0}
    assert use.evidenced == (2 + 2 + 1 + 3) / 4
    assert (data.lens, data.claimed, data.by_dimension) == ("data", 5.0, {"STR": 5.0})


def test_a_lens_is_hidden_where_too_few_looked_through_it():
    said = {"STR.1": 2, "STR.2": 4, "STR.3": 5, "GOV.1": 1, "GOV.2": 3}
    four = score_assessment(lensed(), responses("pmo", *[said] * 4), mode="confidential")
    assert [lens.claimed for lens in four.lenses] == [None, None]
    assert {score for lens in four.lenses for score in lens.by_dimension.values()} == {None}
    five = score_assessment(lensed(), responses("pmo", *[said] * 5), mode="confidential")
    assert five.lenses[0].claimed == 2.5


TEN = model(dimension("STR", 12))


def twelve(*levels):
    return {f"STR.{n}": levels[(n - 1) % len(levels)] for n in range(1, 13)}


def test_careless_answers_are_flagged_counted_and_left_in():
    people = {
        "same": twelve(4),
        "run": {**twelve(3), "STR.12": 5, "STR.1": 2},
        "unsure": {**twelve("DK"), "STR.1": 3},
        "fast": twelve(2, 3),
        "fine": twelve(2, 4),
        "well": twelve(3, 2),
    }
    given = [response(name, "pmo", answers) for name, answers in people.items()]
    result = score_assessment(TEN, given, seconds={"fast": 20, "fine": 200})
    assert result.careless.respondents == {
        "fast": ("too fast",),
        "run": ("long run",),
        "same": ("same answer", "long run"),
        "unsure": ("mostly don't know",),
    }
    assert (result.careless.flagged, result.careless.checked, result.respondents) == (4, 6, 6)
    assert result.careless.counts["long run"] == 2
    assert result.careless.mean_without is None  # two people are no organisation


def test_what_the_scores_would_be_without_careless_answers():
    given = responses("pmo", twelve(5), *[twelve(2, 4)] * 4)
    result = score_assessment(TEN, given)
    assert result.dimension("STR").claimed == pytest.approx(3.4)
    assert (result.careless.mean_without, result.careless.dimensions_without) == (3.0, {"STR": 3.0})


def test_who_answers_carelessly_is_told_only_where_people_answer_under_their_names():
    given = responses("pmo", twelve(5), *[twelve(2, 4)] * 9)
    hidden = score_assessment(TEN, given, mode="confidential").careless
    assert (hidden.flagged, hidden.respondents, hidden.mean_without) == (1, {}, None)


def test_every_index_of_the_whole_is_there():
    people = responses("pmo", pair(4, 2), {**pair(2, 2), "GOV.1": 4}) + responses("team", pair(3, 3))
    overall = score_assessment(PAIR, people).overall
    assert overall.respondent_weighted == pytest.approx((3 + 3 * (2 + 3 + 3) / 3) / 4)
    assert (overall.dk_low, overall.dk_high) == (overall.mean, overall.mean)
    assert overall.alpha is not None
    assert overall.ad is not None


levels = st.sampled_from([1, 2, 3, 4, 5, "DK", "NA"])


@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(full(1, 1, 1, 1, 1), levels)), max_size=6))
@settings(deadline=None, max_examples=60)
def test_not_applicable_is_the_same_as_not_being_asked(people):
    """Taking a question away altogether gives what "not applicable" by everybody gives."""
    without = model(dimension("STR", [question(f"STR.{n}") for n in (1, 2, 3, 4)]))
    rest = [{key: value for key, value in one.items() if key != "STR.5"} for one in people]
    gone = score_assessment(without, responses("pmo", *rest)).dimension("STR")
    given_by = [{**one, "STR.5": "NA"} if one else one for one in rest]
    marked = score_assessment(ONE, responses("pmo", *given_by)).dimension("STR")
    if marked.unscored_reason != "mostly not applicable":
        assert (marked.claimed, marked.dk_low, marked.dk_high) == (gone.claimed, gone.dk_low, gone.dk_high)


@given(
    st.lists(
        st.tuples(st.sampled_from(["pmo", "team", "executive"]), st.integers(1, 5), st.integers(1, 5)),
        max_size=9,
    ),
    st.integers(0, 9),
)
@settings(deadline=None, max_examples=60)
def test_two_files_together_score_as_one(table, cut):
    people = [response(f"p{n}", role, pair(one, other)) for n, (role, one, other) in enumerate(table)]
    assert score_assessment(PAIR, people[cut:] + people[:cut]) == score_assessment(PAIR, people)


def test_each_person_is_listed_with_what_was_asked_answered_and_noticed_where_people_answer_under_their_names():
    careless = response("b", "pmo", {f"STR.{number}": 3 for number in range(1, 13)})
    careful = response("a", "team", {"STR.1": 2, "STR.2": "DK", "STR.3": 4})
    people = score_assessment(TEN, [careful, careless], mode="named").people
    assert [(one.respondent, one.role, one.asked, one.answered, one.dont_know) for one in people] == [
        ("b", "pmo", 12, 12, 0),
        ("a", "team", 12, 2, 1),
    ]
    assert (people[0].mean, people[0].flags) == (3.0, ("same answer", "long run"))
    assert (people[1].mean, people[1].dimensions, people[1].flags) == (None, {"STR": None}, ())


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_nobody_is_listed_where_people_were_promised_discretion(mode):
    assert score_assessment(TEN, responses("pmo", *[{"STR.1": 3}] * 12), mode=mode).people == ()
