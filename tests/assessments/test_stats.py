from __future__ import annotations

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import stats
from assessments.stats import (
    cronbach_alpha,
    intraclass,
    mean,
    median,
    power_mean,
    t_half_width,
    t_quantile,
    variance,
    weighted_mean,
)


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(stats).failed == 0


def test_reliability_of_known_answers():
    rows = ((2, 3, 2, 2), (3, 3, 4, 3), (4, 4, 4, 5), (1, 2, 1, 2), (5, 4, 5, 4), (3, 4, 3, 3))
    assert round(cronbach_alpha(rows), 4) == 0.9409
    groups = ((3, 3, 4), (2, 2, 1), (5, 4, 4), (3, 4, 3))
    assert tuple(round(value, 4) for value in intraclass(groups)) == (0.7692, 0.9091)


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


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 9)), min_size=1), st.integers(2, 7))
def test_the_scale_of_weights_does_not_matter(pairs, factor):
    values, weights = [value for value, _ in pairs], [weight for _, weight in pairs]
    larger = [weight * factor for weight in weights]
    assert weighted_mean(values, weights) == pytest.approx(weighted_mean(values, larger))


@given(st.lists(st.floats(-9, 9), min_size=2, max_size=12), st.randoms())
def test_no_figure_depends_on_the_order_of_the_values(values, shuffle):
    shuffled = shuffle.sample(values, len(values))
    for figure in (mean, median, variance):
        assert figure(values) == figure(shuffled)
