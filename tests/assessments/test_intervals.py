from __future__ import annotations

import math
import random

import pytest

from assessments.intervals import DRAWS, FEWEST_PER_GROUP, Scale, interval, resample
from assessments.panel import balanced_mean

TRIALS = 80

# What 2,000 resamples of the six people below give, on every machine and version of Python.
PINNED = [(3.25, 3.0, 3.25), (3.75, 3.0, 3.75), (2.25, 3.0, 2.25)]
TOTAL = 6665.25
SILENT = 77


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
        rows = {role: [(value,) for value in values] for role, values in groups.items()}
        draws = (
            [draw[0] for draw in resample(rows, lambda scores: scores[0])] if method == "bootstrap" else []
        )
        found = interval(balanced_mean(groups), groups, Scale(1, 5), draws, is_census=False)
        assert found.method == method
        hits += found.low <= truth <= found.high
    assert 0.86 <= hits / TRIALS <= 1


def test_the_resamples_are_the_same_on_every_machine():
    rows = {"pmo": [(1.0, None), (2.0, 3.0), (4.0, 5.0)], "team": [(3.0, None), (5.0, None), (5.0, 1.0)]}
    draws = resample(rows, lambda scores: scores[0])
    assert len(draws) == DRAWS
    assert draws[:3] == PINNED
    assert sum(draw[0] for draw in draws) == TOTAL
    assert sum(draw[1] is None for draw in draws) == SILENT


def test_a_group_too_small_to_resample_is_left_to_t():
    groups = {"pmo": [float(1 + n % 5) for n in range(20)], "team": [3.0] * (FEWEST_PER_GROUP - 1)}
    assert interval(3.0, groups, Scale(1, 5), [2.0, 4.0], is_census=False).method == "t"
