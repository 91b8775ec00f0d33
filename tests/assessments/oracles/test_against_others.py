"""Every statistic beside an implementation by somebody else: scipy, krippendorff, pingouin."""

from __future__ import annotations

import math
import warnings

import krippendorff
import numpy as np
import pandas
import pytest
from scipy import stats as scipy_stats

from assessments.agreement import Distribution, cliffs_delta, weighted_median
from assessments.alpha import krippendorff_alpha
from assessments.dirichlet import dirichlet_interval, mean_below
from assessments.stats import cronbach_alpha, intraclass, mean, median, power_mean, t_half_width, variance

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what its plotting libraries say of each other
    import pingouin

SEEDS = range(12)
LADDER = (1.0, 2.0, 3.0, 4.0, 5.0)


def answers(seed: int, size: int) -> np.ndarray:
    """Return answers from 1 to 5 that lean one way."""
    chance = np.random.default_rng(seed)
    return chance.choice(5, size=size, p=chance.dirichlet(np.ones(5))) + 1


def distribution(values: np.ndarray) -> Distribution:
    return Distribution(LADDER, tuple(int((values == level).sum()) for level in range(1, 6)))


@pytest.mark.parametrize("seed", SEEDS)
def test_middles_and_spread(seed):
    values = answers(seed, 5 + 7 * seed)
    found = distribution(values)
    assert found.mean == pytest.approx(np.mean(values))
    assert found.median == np.median(values)
    assert found.variance == pytest.approx(np.var(values, ddof=1))
    assert found.ad_mean == pytest.approx(np.abs(values - values.mean()).mean())
    # scipy's is the median of deviations, numpy's mean of deviations from the median is ours
    assert found.ad_median == pytest.approx(np.abs(values - np.median(values)).mean())
    assert (mean(values.tolist()), median(values.tolist())) == (
        pytest.approx(values.mean()),
        np.median(values),
    )
    assert variance(values.tolist()) == pytest.approx(np.var(values, ddof=1))
    if values.min() < values.max():
        null = scipy_stats.randint(1, 6).var()
        assert found.rwg == pytest.approx(1 - np.var(values, ddof=1) / null)


@pytest.mark.parametrize("seed", SEEDS)
def test_means_of_powers(seed):
    values = answers(seed, 9).astype(float)
    weights = np.random.default_rng(seed + 100).integers(1, 9, 9)
    for exponent in (-1, 2, 0.5):
        other = scipy_stats.pmean(values, exponent, weights=weights)
        assert power_mean(values.tolist(), weights.tolist(), exponent) == pytest.approx(other)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_weighted_median_is_that_of_the_values_repeated(seed):
    values = answers(seed, 8)
    weights = np.random.default_rng(seed + 50).integers(1, 6, 8)
    assert weighted_median(values.tolist(), weights.tolist()) == np.median(np.repeat(values, weights))


@pytest.mark.parametrize("count", [2, 3, 5, 9, 14, 30])
def test_half_widths_of_t(count):
    expected = scipy_stats.t.ppf(0.975, count - 1) * 1.3 / math.sqrt(count)
    assert t_half_width(1.3, count) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_cliffs_delta_follows_from_the_mann_whitney_statistic(seed):
    one, other = answers(seed, 7 + seed), answers(seed + 30, 12)
    u = scipy_stats.mannwhitneyu(one, other).statistic
    assert cliffs_delta(distribution(one).counts, distribution(other).counts) == pytest.approx(
        2 * u / (len(one) * len(other)) - 1
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("measurement", ["nominal", "ordinal", "interval"])
def test_krippendorffs_alpha_with_missing_answers(seed, measurement):
    chance = np.random.default_rng(seed)
    table = np.array([answers(seed * 40 + unit, 11) for unit in range(14)]).astype(float)
    table[chance.random(table.shape) < 0.35] = np.nan
    counts = np.array([[int((row == level).sum()) for level in range(1, 6)] for row in table])
    expected = krippendorff.alpha(
        reliability_data=table.T, level_of_measurement=measurement, value_domain=list(range(1, 6))
    )
    assert krippendorff_alpha(counts, measurement) == pytest.approx(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_cronbachs_alpha(seed):
    chance = np.random.default_rng(seed)
    level = chance.normal(3, 1, (25, 1))
    rows = np.clip(np.round(level + chance.normal(0, 0.8, (25, 5))), 1, 5)
    expected = pingouin.cronbach_alpha(data=pandas.DataFrame(rows))[0]
    assert cronbach_alpha(rows.tolist()) == pytest.approx(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_intraclass_correlations(seed):
    chance = np.random.default_rng(seed)
    groups = np.clip(np.round(chance.normal(3, 0.8, (9, 1)) + chance.normal(0, 0.7, (9, 4))), 1, 5)
    long = pandas.DataFrame(
        [
            {"organisation": g, "rater": r, "rating": value}
            for g, row in enumerate(groups)
            for r, value in enumerate(row)
        ]
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about other coefficients than the two that are compared
        table = pingouin.intraclass_corr(data=long, targets="organisation", raters="rater", ratings="rating")
    # One-way random effects: of a single rating, and of the mean of all; by place, since their names changed.
    single, average = table["ICC"].iloc[0], table["ICC"].iloc[3]
    assert intraclass(groups.tolist()) == pytest.approx((single, average), abs=2e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_dirichlet_band_of_two_answers_is_that_of_a_beta_distribution(seed):
    low, high = (int(one) for one in np.random.default_rng(seed).integers(0, 13, 2))
    beta = scipy_stats.beta(high + 0.5, low + 0.5)
    found = dirichlet_interval((0.0, 1.0), (float(low), float(high)))
    assert found == pytest.approx((beta.ppf(0.025), beta.ppf(0.975)), abs=1e-4)


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_the_dirichlet_band_of_five_answers_is_that_of_many_draws(seed):
    counts = distribution(answers(seed, 4 + seed)).counts
    draws = scipy_stats.dirichlet(np.array(counts) + 0.2).rvs(60_000, random_state=seed) @ np.array(LADDER)
    shares = mean_below(
        np.array(LADDER), np.array(counts) + 0.2, np.array(dirichlet_interval(LADDER, counts))
    )
    assert shares == pytest.approx((0.025, 0.975), abs=1e-4)
    assert [(draws <= end).mean() for end in dirichlet_interval(LADDER, counts)] == pytest.approx(
        shares, abs=4e-3
    )
