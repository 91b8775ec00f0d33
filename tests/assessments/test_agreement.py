"""How far answers agree: the test vectors of the published indices, and what must always hold."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments import agreement
from assessments.agreement import Distribution, Scale, agreement_label, cliffs_delta, weighted_median
from assessments.alpha import krippendorff_alpha
from assessments.measurement import _agreement_over
from assessments.scoring import score_assessment
from tests.assessments.questionnaires import ONE, dimension, full, model, question, responses

# Krippendorff's reliability data: four observers, twelve units; 0 is a missing value.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3),
    (0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0),
)
UNITS = np.array([[unit.count(value) for value in range(1, 6)] for unit in zip(*OBSERVERS, strict=True)])

answers = st.lists(st.integers(1, 5), min_size=2, max_size=12)


def given_by(values, low=1, high=5):
    """Return the distribution of answers on a ladder."""
    return Distribution(
        tuple(map(float, range(low, high + 1))), tuple(values.count(n) for n in range(low, high + 1))
    )


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(agreement).failed == 0


@pytest.mark.parametrize(
    ("values", "middle", "spread", "rwg", "from_mean", "from_median", "a"),
    [
        ((3, 3, 3, 3, 3), 3.0, 0, 1.00, 0, 0, 1.00),
        ((2, 3, 3, 3, 4), 3.0, 0.5, 0.75, 0.40, 0.40, 0.80),
        ((1, 2, 3, 4, 5), 3.0, 2.5, -0.25, 1.20, 1.20, 0.00),
        ((1, 1, 3, 5, 5), 3.0, 4.0, -1.00, 1.60, 1.60, -0.60),
        ((4, 4, 5, 5, 5), 4.6, 0.3, 0.85, 0.48, 0.40, 0.667),
        ((2, 2, 4, 4), 3.0, 1.333, 0.333, 1.00, 1.00, 0.50),
        ((1, 5, 1, 5), 3.0, 5.333, -1.667, 2.00, 2.00, -1.00),
    ],
)
def test_the_indices_of_known_answers(values, middle, spread, rwg, from_mean, from_median, a):
    found = given_by(values)
    assert found.mean == pytest.approx(middle)
    assert (round(found.variance, 3), round(found.rwg, 3)) == (spread, rwg)
    assert (round(found.ad_mean, 2), round(found.ad_median, 2)) == (from_mean, from_median)
    assert round(found.awg_anywhere, 3) == a
    assert (found.awg is None) is (values == (4, 4, 5, 5, 5))


@pytest.mark.parametrize(("points", "expected"), [(5, 2.00), (4, 1.25), (7, 4.00)])
def test_the_uniform_null_variance_of_common_scales(points, expected):
    assert given_by((1, 1), 1, points).null_variance == expected


def test_the_null_variance_of_a_scale_with_values_of_its_own():
    # 0, ¼, ½, 1 about their mean 7/16: (49 + 9 + 1 + 81)/256/4 = 0.1367
    assert Distribution((0, 0.25, 0.5, 1), (1, 0, 0, 1)).null_variance == pytest.approx(140 / 1024)


def test_agreement_over_several_questions_of_known_answers():
    raters = ((3, 4, 3), (3, 4, 2), (2, 4, 3), (3, 5, 3), (4, 4, 3))
    three = model(dimension("STR", 3))
    people = responses(
        "pmo", *[{f"STR.{n}": level for n, level in enumerate(row, start=1)} for row in raters]
    )
    score = score_assessment(three, people).dimension("STR")
    assert (round(score.rwg_star, 3), round(score.rwg_j, 3)) == (0.850, 0.944)


def test_agreement_over_questions_is_zero_where_raters_agree_less_than_at_random():
    people = responses("pmo", *[full(*[level] * 5) for level in (1, 5, 1, 5)])
    result = score_assessment(ONE, people)
    assert result.dimension("STR").rwg_j == 0
    assert _agreement_over(()) == (None, None)


@pytest.mark.parametrize(
    ("measurement", "expected"), [("nominal", 0.7434), ("ordinal", 0.8154), ("interval", 0.8491)]
)
def test_krippendorffs_alpha_of_his_own_data(measurement, expected):
    assert round(krippendorff_alpha(UNITS, measurement), 4) == expected


def test_krippendorffs_alpha_is_undefined_without_two_values():
    assert krippendorff_alpha(np.array([[0, 2, 0], [0, 3, 0], [1, 0, 0]])) is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1, 5), False),  # too few to speak of camps
        ((1, 5, 1, 5), True),
        ((1, 1, 1, 3, 3, 3, 3, 5, 5, 5), True),  # 30 % at each end
        ((1, 1, 3, 3, 3, 3, 3, 3, 5, 5), False),
        ((1, 1, 1, 4, 4, 4), True),  # r_WG below 0
        ((3, 3, 3, 3), False),
    ],
)
def test_two_camps_are_told_from_mere_spread(values, expected):
    assert given_by(values).is_polarised is expected


@pytest.mark.parametrize(
    ("values", "weights", "expected"),
    [
        ((3,), (1,), 3),
        ((1, 5), (1, 1), 3),
        ((1, 5), (2, 1), 1),
        ((5, 1, 3), (1, 1, 1), 3),
        ((1, 4, 9), (2, 2, 0), 2.5),
    ],
)
def test_the_weighted_median_is_where_half_of_the_weight_is_reached(values, weights, expected):
    assert weighted_median(values, weights) == expected


@pytest.mark.parametrize(
    ("deviation", "scale", "expected"),
    [
        (0.5, Scale(1, 5), "shared"),
        (0.83, Scale(1, 5), "acceptable"),
        (0.84, Scale(1, 5), "contested"),
        # four answers from 0 to 1, a third apart: shared up to 0.4, acceptable up to two thirds of a step
        (0.4 / 3, Scale(0, 1, 4), "shared"),
        (0.6 / 3, Scale(0, 1, 4), "acceptable"),
        (0.7 / 3, Scale(0, 1, 4), "contested"),
        (None, Scale(1, 5), None),
    ],
)
def test_a_deviation_is_judged_by_the_steps_of_its_scale(deviation, scale, expected):
    assert agreement_label(deviation, scale) == expected


def test_cliffs_delta_counts_who_says_more():
    # 5 5 4 against 3 4: more in 5 of 6 pairs, equal in one
    assert cliffs_delta((0, 0, 0, 1, 2), (0, 0, 1, 1, 0)) == pytest.approx(5 / 6)
    assert cliffs_delta((0, 0, 1, 1, 0), (0, 0, 0, 1, 2)) == pytest.approx(-5 / 6)


def test_role_groups_of_five_are_set_against_each_other_and_smaller_ones_are_not():
    high, low = [full(5, 5, 5, 5, 5)], [full(2, 2, 2, 2, 2)]
    people = responses("executive", *high * 5) + responses("team", *low * 5) + responses("pmo", *low * 4)
    result = score_assessment(ONE, people)
    (gap,) = result.dimension("STR").role_gaps
    assert (gap.higher, gap.lower, gap.difference, gap.cliffs_delta) == ("executive", "team", 3.0, 1.0)
    assert result.question("STR.1").role_gap == gap
    hidden = score_assessment(ONE, people, mode="confidential")
    assert all(not {gap.higher, gap.lower} & {"pmo"} for gap in hidden.dimension("STR").role_gaps)


def test_contested_questions_come_first_in_the_order_of_their_deviation_with_both_camps():
    asked = model(dimension("STR", [question(f"STR.{n}") for n in (1, 2, 3)]))
    rows = [(1, 3, 2), (1, 3, 2), (5, 3, 4), (5, 3, 4), (5, 3, 2)]
    people = responses("pmo", *[dict(zip(("STR.1", "STR.2", "STR.3"), row, strict=True)) for row in rows])
    first, second = score_assessment(asked, people).contested
    assert (first.question, first.rule, first.low_answer, first.high_answer) == ("STR.1", "AGR-2", 1, 5)
    assert first.is_polarised
    assert (second.question, second.rule, second.low_answer, second.high_answer) == ("STR.3", "AGR-1", 2, 4)
    assert not second.is_polarised


@given(answers, st.randoms())
def test_no_index_depends_on_the_order_of_the_answers(values, shuffle):
    assert given_by(values) == given_by(shuffle.sample(values, len(values)))


@given(answers)
def test_indices_stay_within_their_bounds(values):
    found = given_by(values)
    assert min(values) <= found.median <= max(values)
    assert 0 <= found.ad_median <= found.ad_mean + 1e-9 <= 2 + 1e-9
    assert found.rwg <= 1
    assert -1 - 1e-9 <= found.awg_anywhere <= 1
    assert (found.rwg == 1) is (len(set(values)) == 1)
    assert (found.ad_mean == 0) is (len(set(values)) == 1)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 9)), min_size=1), st.integers(2, 7))
def test_the_scale_of_weights_does_not_matter(pairs, factor):
    values, weights = [value for value, _ in pairs], [weight for _, weight in pairs]
    assert weighted_median(values, weights) == weighted_median(
        values, [weight * factor for weight in weights]
    )


@given(st.lists(st.lists(st.integers(1, 5), max_size=4), min_size=1, max_size=8))
def test_krippendorffs_alpha_never_exceeds_one(units):
    alpha = krippendorff_alpha(np.array([[unit.count(value) for value in range(1, 6)] for unit in units]))
    assume(alpha is not None)
    assert alpha <= 1 + 1e-9
