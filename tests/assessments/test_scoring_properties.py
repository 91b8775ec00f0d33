from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessments.model import ROLES
from assessments.responses import Answer
from assessments.results import MaturityResult
from assessments.scoring import score_assessment
from content import from_plain, to_plain
from tests.assessments.questionnaires import (
    PAIR,
    dimension,
    model,
    pair,
    response,
)

grades = st.sampled_from([1, 2, 3, 4, 5])
given_answers = st.one_of(
    grades, st.sampled_from(["DK", "NA"]), st.tuples(grades, st.sampled_from(["none", "one", "several"]))
)


@st.composite
def crowds(draw, answers=given_answers, most=8):
    people = []
    for number in range(draw(st.integers(0, most))):
        keys = ("STR.1", "STR.2", "GOV.1", "GOV.2")
        given_by = draw(st.fixed_dictionaries({}, optional=dict.fromkeys(keys, answers)))
        people.append(response(f"p{number}", draw(st.sampled_from(ROLES)), given_by))
    return people


@given(crowds())
@settings(deadline=None)
def test_every_score_lies_on_the_scale(people):
    result = score_assessment(PAIR, people)
    for score in result.dimensions:
        if score.claimed is not None:
            assert 1 <= score.dk_low <= score.claimed <= score.dk_high <= 5
            assert 1 <= score.evidenced <= score.claimed + 1e-9
            assert score.optimism >= 0
    if result.overall.mean is not None:
        assert 1 <= result.overall.weakest <= result.overall.mean <= 5 + 1e-9
        assert result.overall.mean_harmonic <= result.overall.mean + 1e-9
        assert 0 <= result.overall.percent <= 1
        assert 1 <= result.overall.staged_level <= 5


@given(crowds(), st.randoms())
@settings(deadline=None)
def test_neither_the_order_of_people_nor_of_answers_matters(people, shuffle):
    shuffled = [replace(one, answers=dict(reversed(one.answers.items()))) for one in people]
    shuffle.shuffle(shuffled)
    assert score_assessment(PAIR, shuffled) == score_assessment(PAIR, people)


@given(crowds(), st.floats(0.01, 100))
@settings(deadline=None)
def test_only_the_proportions_of_weights_matter(people, factor):
    scaled = replace(
        PAIR,
        dimensions=tuple(
            replace(
                one,
                weight=one.weight * factor,
                questions=tuple(replace(q, weight=q.weight * factor) for q in one.questions),
            )
            for one in PAIR.dimensions
        ),
    )
    first, second = score_assessment(PAIR, people), score_assessment(scaled, people)
    assert first.overall.mean == pytest.approx(second.overall.mean) or first.overall.mean is None
    for one, two in zip(first.dimensions, second.dimensions, strict=True):
        assert one.claimed == pytest.approx(two.claimed) or one.claimed is two.claimed is None


@given(st.lists(st.tuples(st.sampled_from(ROLES), grades, grades), max_size=8))
@settings(deadline=None)
def test_a_question_that_applies_to_nobody_changes_nothing(said):
    wider = model(dimension("STR", 3), PAIR.dimensions[1])
    people = [response(f"p{n}", role, {"STR.1": a, "STR.2": b}) for n, (role, a, b) in enumerate(said)]
    added = [replace(one, answers={**one.answers, "STR.3": Answer(None, "NA")}) for one in people]
    before = score_assessment(PAIR, people).dimension("STR")
    after = score_assessment(wider, added).dimension("STR")
    assert (before.claimed, before.evidenced) == (after.claimed, after.evidenced)
    assert (before.interval, before.grade) == (after.interval, after.grade)


@given(crowds(), st.data())
@settings(deadline=None)
def test_raising_an_answer_never_lowers_a_score(people, data):
    raisable = [
        (place, key)
        for place, one in enumerate(people)
        for key, answer in one.answers.items()
        if answer.value is not None and answer.value < 5
    ]
    assume(raisable)
    place, key = data.draw(st.sampled_from(raisable))
    one = people[place]
    raised = replace(one.answers[key], value=one.answers[key].value + 1)
    changed = [*people[:place], replace(one, answers={**one.answers, key: raised}), *people[place + 1 :]]
    before, after = score_assessment(PAIR, people), score_assessment(PAIR, changed)
    for low, high in zip(before.dimensions, after.dimensions, strict=True):
        if low.claimed is not None:
            assert high.claimed >= low.claimed - 1e-9
            assert high.evidenced >= low.evidenced - 1e-9
    if before.overall.mean is not None:
        assert after.overall.mean >= before.overall.mean - 1e-9
        assert after.overall.staged_level >= before.overall.staged_level


@given(crowds(answers=st.sampled_from([4, "DK"])))
@settings(deadline=None)
def test_dont_know_is_never_counted_as_a_level(people):
    result = score_assessment(PAIR, people)
    for score in result.questions:
        assert score.median in (None, 4.0)
        assert score.counts == (0, 0, 0, score.answered, 0)
    assert {score.claimed for score in result.dimensions} <= {None, 4.0}


@given(st.integers(1, 5), st.integers(1, 20))
@settings(deadline=None, max_examples=20)
def test_when_all_are_equal_every_score_is_that_level(level, count):
    people = [response(f"p{n}", ROLES[n % 5], pair(level, level)) for n in range(count)]
    result = score_assessment(PAIR, people)
    assert result.overall.mean == result.overall.staged_level == level
    assert {score.claimed for score in result.dimensions} == {level}
    assert {score.agreement for score in result.dimensions} == ({"shared"} if count > 1 else {None})


@given(crowds(), st.sampled_from(["named", "anonymous"]))
@settings(deadline=None)
def test_a_result_survives_the_way_through_json(people, mode):
    result = score_assessment(PAIR, people, mode=mode)
    assert from_plain(MaturityResult, json.loads(json.dumps(to_plain(result)))) == result
