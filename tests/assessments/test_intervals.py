from __future__ import annotations

import math
import random

import numpy as np
import pytest

from assessments.agreement import Distribution, Scale
from assessments.bootstrap import DRAWS, resample
from assessments.dirichlet import dirichlet_interval
from assessments.intervals import FEWEST_PER_GROUP, answer_interval, concentration, interval
from assessments.stats import mean

TRIALS = 80

# What 2,000 resamples of the six people below give, on every machine and version of Python and NumPy.
PINNED = [3.25, 3.25, 4.5]
TOTAL = 6704.5
SILENT = 107


def level_of(chance: random.Random, centre: float) -> float:
    """Return what one person says of a dimension: the mean of two answers round a true level."""
    return sum(min(5, max(1, round(chance.gauss(centre, 1)))) for _ in range(2)) / 2


def expected_level(centre: float) -> float:
    def below(point: float) -> float:
        return 0.5 * (1 + math.erf((point - centre) / math.sqrt(2)))

    return 1 + sum(1 - below(point) for point in (1.5, 2.5, 3.5, 4.5))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sizes", "method"),
    [((2, 2, 2), "t"), ((1, 4, 5, 6), "t"), ((3, 3, 3, 3, 3), "bootstrap"), ((15,), "bootstrap")],
)
def test_intervals_hold_the_true_score_about_as_often_as_they_promise(sizes, method):
    chance, centres = random.Random(11), (2.2, 2.6, 3.0, 2.8, 2.4)[: len(sizes)]
    truth = sum(map(expected_level, centres)) / len(sizes)
    hits = 0
    for _ in range(TRIALS):
        groups = {
            str(place): [level_of(chance, centre) for _ in range(size)]
            for place, (size, centre) in enumerate(zip(sizes, centres, strict=True))
        }
        band = None
        if method == "bootstrap":
            drawn = resample([np.array(values)[:, None] for values in groups.values()])
            band = tuple(np.percentile(drawn, [2.5, 97.5]))
        score = mean([mean(values) for values in groups.values()])
        found = interval(score, groups, Scale(1, 5), band, is_census=False)
        assert found.method == method
        hits += found.low <= truth <= found.high
    assert 0.86 <= hits / TRIALS <= 1


def test_the_resamples_are_the_same_on_every_machine():
    none = math.nan
    pmo, team = [(1.0, none), (2.0, 3.0), (4.0, 5.0)], [(3.0, none), (5.0, none), (5.0, 1.0)]
    draws = resample([np.array(pmo), np.array(team)])
    assert draws.shape == (DRAWS, 2)
    assert draws[:3, 0].tolist() == PINNED
    assert draws[:, 0].sum() == TOTAL
    assert np.isnan(draws[:, 1]).sum() == SILENT


def test_resamples_are_the_same_whether_drawn_at_once_or_in_portions():
    people = [np.arange(40.0).reshape(20, 2) % 5, np.ones((3, 2))]
    assert np.array_equal(resample(people, at_once=333), resample(people))


def test_a_group_too_small_to_resample_is_left_to_t():
    groups = {"pmo": [float(1 + n % 5) for n in range(20)], "team": [3.0] * (FEWEST_PER_GROUP - 1)}
    assert interval(3.0, groups, Scale(1, 5), (2.0, 4.0), is_census=False).method == "t"


LADDER = (1.0, 2.0, 3.0, 4.0, 5.0)


def test_few_answers_get_the_band_that_one_more_spread_evenly_would_allow():
    # Four unanimous fives: the mean stays 5.0; with a fifth answer spread evenly the middle would be 4.6.
    low, high = dirichlet_interval(LADDER, (0, 0, 0, 0, 4))
    assert 3.4 < low < 3.5
    assert 4.99 < high < 5


@pytest.mark.parametrize(
    ("counts", "method"),
    [((0, 1, 1, 1, 0), "range"), ((0, 2, 1, 1, 0), "dirichlet"), ((0, 0, 1, 0, 0), None)],
)
def test_a_question_gets_the_interval_that_fits_its_answers(counts, method):
    found = answer_interval(3.0, {"pmo": Distribution(LADDER, counts)}, None, is_census=False)
    assert (found and found.method) == method


def test_everybodys_answers_have_no_sampling_error():
    found = answer_interval(3.0, {"pmo": Distribution(LADDER, (0, 2, 1, 1, 0))}, None, is_census=True)
    assert (found.low, found.high, found.method) == (3.0, 3.0, "none")


def test_small_groups_count_as_many_answers_as_they_are_worth():
    # One executive beside nine in the team is half of the balanced mean: worth 1/((1/1 + 1/9)/4) = 3.6 answers.
    assert 1 / concentration([1, 9]) == pytest.approx(3.6)
    lopsided = {
        "executive": Distribution(LADDER, (0, 0, 0, 1, 0)),
        "team": Distribution(LADDER, (0, 9, 0, 0, 0)),
    }
    even = {"executive": Distribution(LADDER, (0, 0, 0, 5, 0)), "team": Distribution(LADDER, (0, 5, 0, 0, 0))}
    wide, narrow = (answer_interval(3.0, groups, None, is_census=False) for groups in (lopsided, even))
    assert wide.high - wide.low > narrow.high - narrow.low
