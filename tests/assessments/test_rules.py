"""Each scoring rule: the worked example of docs/methods.md, section 2, and what must hold of all of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.model import ScoringRule
from assessments.rules import combine

NONE = math.nan


def score(rule, items, weights=None, *, ranges=None, core=None, levels=None, ladder=range(1, 6)):
    """Return the score of one row."""
    count = len(items)
    return float(
        combine(
            rule,
            np.array([items], dtype=float),
            weights or [1.0] * count,
            ranges=ranges or [(float(ladder[0]), float(ladder[-1]))] * count,
            core=core or [False] * count,
            levels=levels or [ladder[0]] * count,
            ladder=ladder,
        )[0]
    )


PRACTICES = [2, 2, 3, 3, 4]
IN_PLACE = ScoringRule("cumulative", in_place=2)


@pytest.mark.parametrize(
    ("rule", "items", "options", "expected"),
    [
        (ScoringRule("mean"), (2, 3, 4, 4), {"weights": [9, 1, 1, 1]}, 3.25),
        (ScoringRule("weighted_mean"), (2, 4), {"weights": [1, 3]}, 3.5),
        (ScoringRule("weighted_mean"), (2, NONE, 4), {"weights": [1, 5, 3]}, 3.5),
        (ScoringRule("minimum"), (4, 4, 4, 1), {}, 1),
        (ScoringRule("power_mean", exponent=-1), (4, 4, 4, 1), {}, 16 / 7),
        (ScoringRule("power_mean", exponent=1), (4, 4, 4, 1), {}, 3.25),
        (ScoringRule("power_mean", exponent=-1), (0, 4), {"ladder": range(5)}, 0),
        (ScoringRule("sum"), (1, 0.5, 0), {"ranges": [(0, 1)] * 3, "ladder": range(4)}, 1.5),
        # One of three is missing: the mean of the two others stands in for it.
        (ScoringRule("sum"), (1, 0.5, NONE), {"ranges": [(0, 1)] * 3, "ladder": range(4)}, 2.25),
        (ScoringRule("sum"), (3, NONE), {"ranges": [(0, 3), (0, 1)], "ladder": range(5)}, 4),
        (ScoringRule("staged"), (4, 4, 4, 1), {}, 4),
        (ScoringRule("staged"), (4, 4, 4, 2), {"core": [False, False, False, True]}, 3),
        (ScoringRule("staged", share=1), (4, 4, 4, 2), {}, 2),
        (ScoringRule("staged", core_distance=2), (4, 4, 4, 2), {"core": [False, False, False, True]}, 4),
        (ScoringRule("staged"), (4, 4, NONE, NONE), {}, 4),
        # Practices of level 2, 2, 3, 3, 4, in place from 2 ("largely") of 0 to 3.
        (IN_PLACE, (3, 2, 2, 2, 1), {"levels": PRACTICES}, 3),
        (IN_PLACE, (3, 2, 2, 2, 3), {"levels": PRACTICES}, 5),
        (IN_PLACE, (3, 1, 3, 3, 3), {"levels": PRACTICES}, 1),
        (IN_PLACE, (3, 2, 1, 2, 3), {"levels": PRACTICES}, 2),
        (IN_PLACE, (3, 2, NONE, 2, 1), {"levels": PRACTICES}, 3),
        (IN_PLACE, (3, 2, NONE, NONE, 1), {"levels": PRACTICES}, 3),
    ],
)
def test_the_worked_examples(rule, items, options, expected):
    assert score(rule, items, **options) == pytest.approx(expected)


RULES = [
    ScoringRule("mean"),
    ScoringRule("weighted_mean"),
    ScoringRule("sum"),
    ScoringRule("minimum"),
    ScoringRule("staged"),
    ScoringRule("power_mean", exponent=-1),
    ScoringRule("power_mean", exponent=2),
    ScoringRule("cumulative", in_place=3),
]
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name} {rule.exponent or ''}")
items = st.lists(st.integers(1, 5) | st.just(NONE), min_size=1, max_size=6)


@each_rule
def test_without_anything_there_is_no_score(rule):
    assert math.isnan(score(rule, (NONE, NONE)))


@each_rule
@given(items=items, data=st.data())
@settings(max_examples=60, deadline=None)
def test_raising_an_answer_never_lowers_a_score(rule, items, data):
    known = [place for place, item in enumerate(items) if item == item and item < 5]
    if not known:
        return
    place = data.draw(st.sampled_from(known))
    raised = [item + 1 if here == place else item for here, item in enumerate(items)]
    options = {
        "levels": [1 + here % 5 for here in range(len(items))],
        "core": [here % 2 == 0 for here in range(len(items))],
    }
    assert score(rule, raised, **options) >= score(rule, items, **options) - 1e-9


@each_rule
@given(items=items)
@settings(max_examples=60, deadline=None)
def test_a_score_stays_within_its_range(rule, items):
    found = score(rule, items, levels=[1 + here % 5 for here in range(len(items))])
    if not math.isnan(found):
        low, high = (len(items), 5 * len(items)) if rule.name == "sum" else (1, 5)
        assert low - 1e-9 <= found <= high + 1e-9


@each_rule
@given(items=items, factor=st.floats(0.01, 100))
@settings(max_examples=60, deadline=None)
def test_only_the_proportions_of_weights_matter(rule, items, factor):
    weights = [1.0 + place for place in range(len(items))]
    one, other = (score(rule, items, [scale * weight for weight in weights]) for scale in (1, factor))
    assert one == pytest.approx(other, nan_ok=True)
