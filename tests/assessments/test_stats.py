from __future__ import annotations

import doctest
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments import stats
from assessments.stats import (
    ad_mean,
    ad_median,
    awg,
    cronbach_alpha,
    intraclass,
    is_awg_interpretable,
    is_polarised,
    krippendorff_alpha,
    mean,
    median,
    percentile,
    power_mean,
    rwg,
    rwg_j,
    rwg_star,
    t_half_width,
    t_quantile,
    variance,
    weighted_mean,
    weighted_median,
)

answers = st.lists(st.integers(1, 5), min_size=2, max_size=12)

# Five raters by three items; items are the columns.
RATERS = ((3, 4, 3), (3, 4, 2), (2, 4, 3), (3, 5, 3), (4, 4, 3))
ITEMS = tuple(zip(*RATERS, strict=True))

# Krippendorff's reliability data: four observers, twelve units; 0 is a missing value.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3),
    (0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0),
)
UNITS = [[value for value in unit if value] for unit in zip(*OBSERVERS, strict=True)]


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(stats).failed == 0


@pytest.mark.parametrize(
    ("values", "middle", "spread", "agreement", "from_mean", "from_median", "a"),
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
def test_middle_and_agreement_of_known_answers(values, middle, spread, agreement, from_mean, from_median, a):
    assert mean(values) == pytest.approx(middle)
    assert round(variance(values), 3) == spread
    assert round(rwg(values, 1, 5), 3) == agreement
    assert round(ad_mean(values), 2) == from_mean
    assert round(ad_median(values), 2) == from_median
    assert round(awg(values, 1, 5), 3) == a
    assert is_awg_interpretable(values, 1, 5) is (values != (4, 4, 5, 5, 5))


@pytest.mark.parametrize(("points", "expected"), [(5, 2.00), (4, 1.25), (7, 4.00)])
def test_the_uniform_null_variance_of_common_scales(points, expected):
    assert stats.uniform_variance(1, points) == expected


def test_agreement_over_several_items_of_known_answers():
    assert round(rwg_star(ITEMS, 1, 5), 3) == 0.850
    assert round(rwg_j(ITEMS, 1, 5), 3) == 0.944


def test_agreement_over_items_is_zero_where_raters_agree_less_than_at_random():
    assert rwg_j([(1, 5, 1, 5)] * 3, 1, 5) == 0


def test_reliability_of_known_answers():
    rows = ((2, 3, 2, 2), (3, 3, 4, 3), (4, 4, 4, 5), (1, 2, 1, 2), (5, 4, 5, 4), (3, 4, 3, 3))
    assert round(cronbach_alpha(rows), 4) == 0.9409
    groups = ((3, 3, 4), (2, 2, 1), (5, 4, 4), (3, 4, 3))
    assert tuple(round(value, 4) for value in intraclass(groups)) == (0.7692, 0.9091)


@pytest.mark.parametrize(
    ("scale", "expected"), [("nominal", 0.7434), ("ordinal", 0.8154), ("interval", 0.8491)]
)
def test_krippendorffs_alpha_of_his_own_data(scale, expected):
    assert round(krippendorff_alpha(UNITS, scale), 4) == expected


def test_krippendorffs_alpha_is_undefined_without_two_values():
    assert krippendorff_alpha([(3, 3), (3, 3, 3), (4,)], "ordinal") is None


def test_the_power_mean_lies_between_mean_and_minimum():
    values, weights = (4, 4, 4, 1), (1, 1, 1, 1)
    assert power_mean(values, weights, 1) == 3.25
    assert round(power_mean(values, weights, -1), 2) == 2.29
    assert power_mean(values, weights, -200) == pytest.approx(1, abs=0.02)
    assert power_mean((0, 4), (1, 1), -1) == 0


@pytest.mark.parametrize(
    ("count", "expected"),
    [(3, 2.48), (4, 1.59), (5, 1.24), (6, 1.05), (8, 0.84), (10, 0.72), (15, 0.55), (20, 0.47), (30, 0.37)],
)
def test_t_half_widths_of_known_sample_sizes(count, expected):
    assert round(t_half_width(1, count), 2) == expected


@pytest.mark.parametrize("freedom", range(1, 31))
def test_each_t_quantile_leaves_two_and_a_half_per_cent_above_it(freedom):
    # The density of t under x = √v·tan(θ) is proportional to cos(θ)^(v−1); Simpson's rule on 400 strips.
    end, strips = math.atan(t_quantile(freedom) / math.sqrt(freedom)), 400
    heights = [math.cos(end * i / strips) ** (freedom - 1) for i in range(strips + 1)]
    area = end / strips / 3 * (heights[0] + 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2]) + heights[-1])
    constant = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(math.pi)
    assert 0.5 + constant * area == pytest.approx(0.975, abs=1e-7)


def test_beyond_thirty_degrees_of_freedom_the_quantile_stays_on_the_safe_side():
    assert t_quantile(200) == t_quantile(30) > 1.96


def test_percentiles_interpolate_between_neighbours():
    assert [percentile((1, 2, 4), share) for share in (0, 0.25, 0.5, 0.75, 1)] == [1, 1.5, 2, 3, 4]


@pytest.mark.parametrize(
    ("values", "weights", "expected"),
    [
        ((3,), (1,), 3),
        ((1, 5), (1, 1), 3),
        ((1, 5), (2, 1), 1),
        ((5, 1, 3), (1, 1, 1), 3),
        ((1, 1, 4, 4), (1,) * 4, 2.5),
    ],
)
def test_the_weighted_median_is_where_half_of_the_weight_is_reached(values, weights, expected):
    assert weighted_median(values, weights) == expected


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
    assert is_polarised(values, 1, 5) is expected


@given(answers, st.randoms())
def test_no_index_depends_on_the_order_of_the_answers(values, shuffle):
    shuffled = shuffle.sample(values, len(values))
    for index in (mean, median, variance, ad_mean, ad_median):
        assert index(values) == index(shuffled)
    for index in (rwg, awg):
        assert index(values, 1, 5) == index(shuffled, 1, 5)


@given(answers)
def test_indices_stay_within_their_bounds(values):
    assert min(values) <= median(values) <= max(values)
    assert 0 <= ad_median(values) <= ad_mean(values) + 1e-9 <= 2 + 1e-9
    assert rwg(values, 1, 5) <= 1
    assert -1 - 1e-9 <= awg(values, 1, 5) <= 1
    assert 0 <= rwg_j([values, values], 1, 5) <= 1


@given(answers)
def test_full_agreement_is_one_and_only_then(values):
    is_unanimous = len(set(values)) == 1
    assert (rwg(values, 1, 5) == 1) is is_unanimous
    assert (ad_mean(values) == 0) is is_unanimous


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 9)), min_size=1), st.integers(2, 7))
def test_the_scale_of_weights_does_not_matter(pairs, factor):
    values, weights = [value for value, _ in pairs], [weight for _, weight in pairs]
    larger = [weight * factor for weight in weights]
    assert weighted_mean(values, weights) == pytest.approx(weighted_mean(values, larger))
    assert weighted_median(values, weights) == weighted_median(values, larger)


@given(st.lists(st.lists(st.integers(1, 5), max_size=4), max_size=8))
def test_krippendorffs_alpha_never_exceeds_one(units):
    alpha = krippendorff_alpha(units, "ordinal")
    assume(alpha is not None)
    assert alpha <= 1 + 1e-9
