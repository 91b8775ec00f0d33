"""The rules by which a score follows from what a dimension, a part or the model holds. docs/methods.md, section 2.

Each rule is a function of an array: people (or resamples) × items, with NaN for what is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessments.model import Dimension, MaturityModel, ScoringRule
from assessments.model_rules import score_range, value_range

Floats = NDArray[np.float64]

STAGED_SHARE = 0.75
CORE_DISTANCE = 1
_NEARLY = 1e-9
"""What rounding may take from a value that reaches a level."""


def apply_rule(model: MaturityModel, node: Dimension, items: Floats) -> Floats:
    """Return a dimension's or part's score for each row of its items' values.

    Args:
        items: rows × the node's questions or parts, in model order; NaN where missing.

    Returns:
        One score for each row, NaN where everything is missing.
    """
    if node.parts:
        ranges = [score_range(model, part) for part in node.parts]
        weights = [part.weight for part in node.parts]
        core = [node.is_core or part.is_core for part in node.parts]
        levels = [model.lowest] * len(node.parts)
    else:
        ranges = [value_range(model.options_of(question)) for question in node.questions]
        weights = [question.weight for question in node.questions]
        core = [node.is_core or question.is_core for question in node.questions]
        levels = [question.level or model.lowest for question in node.questions]
    ladder = range(model.lowest, model.highest + 1)
    return combine(node.rule, items, weights, ranges=ranges, core=core, levels=levels, ladder=ladder)


def apply_root_rule(model: MaturityModel, keys: Sequence[str], items: Floats) -> Floats:
    """Return the model's own score for each row of its dimensions' scores.

    Args:
        items: rows × the dimensions of `keys`.
    """
    dimensions = [dimension for dimension in model.dimensions if dimension.key in keys]
    return combine(
        model.rule,
        items,
        [dimension.weight for dimension in dimensions],
        ranges=[(float(model.lowest), float(model.highest))] * len(dimensions),
        core=[dimension.is_core for dimension in dimensions],
        levels=[model.lowest] * len(dimensions),
        ladder=range(model.lowest, model.highest + 1),
    )


def combine(
    rule: ScoringRule,
    items: Floats,
    weights: Sequence[float],
    *,
    ranges: Sequence[tuple[float, float]],
    core: Sequence[bool],
    levels: Sequence[int],
    ladder: range,
) -> Floats:
    """Return one score for each row of items, by a rule.

    Args:
        items: rows × items, NaN where missing. weights: of the items; only their proportions matter.
        ranges: lowest and highest value of each item. core: items that hold a staged level down.
        levels: of each practice, for "cumulative". ladder: the model's levels.

    Returns:
        Rows; NaN where every item is missing.

    Source: docs/methods.md, section 2, one worked example for each rule.
    """
    known = ~np.isnan(items)
    filled = np.where(known, items, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = _combined(rule, filled, known, np.asarray(weights), ranges, core, levels, ladder)
    return np.where(known.any(axis=1), scores, np.nan)


def _combined(
    rule: ScoringRule,
    items: Floats,
    known: NDArray[np.bool_],
    weights: Floats,
    ranges: Sequence[tuple[float, float]],
    core: Sequence[bool],
    levels: Sequence[int],
    ladder: range,
) -> Floats:
    if rule.name == "mean":
        return _sum(items) / _sum(known)
    if rule.name == "weighted_mean":
        return _sum(items * weights) / _sum(known * weights)
    if rule.name == "power_mean":
        return _power_mean(items, known, weights, rule.exponent or 1.0)
    if rule.name == "sum":
        return _sum_of_all(items, known, ranges)
    if rule.name == "minimum":
        lowest: Floats = np.where(known, items, np.inf).min(axis=1)
        return lowest
    if rule.name == "staged":
        return _staged(rule, items, known, np.asarray(core, dtype=bool), ladder)
    return _cumulative(items, known, np.asarray(levels), ladder, rule.in_place or 0.0)


def _sum(items: NDArray[Any]) -> Floats:
    # Item by item: the order of additions is then the same on every machine.
    total = np.zeros(len(items))
    for column in range(items.shape[1]):
        total = total + items[:, column]
    return total


def _power_mean(items: Floats, known: NDArray[np.bool_], weights: Floats, exponent: float) -> Floats:
    powers = np.where(known, np.where(known, items, 1.0) ** exponent, 0.0)
    means = (_sum(powers * weights) / _sum(known * weights)) ** (1 / exponent)
    if exponent < 0:
        means = np.where((known & (items == 0)).any(axis=1), 0.0, means)
    return means


def _sum_of_all(items: Floats, known: NDArray[np.bool_], ranges: Sequence[tuple[float, float]]) -> Floats:
    """Return the sum; what is missing counts like the mean of what is there, each as a share of its own range."""
    low = np.array([one for one, _ in ranges])
    span = np.array([other - one for one, other in ranges])
    reached = _sum(np.where(known, items - low, 0.0)) / _sum(known * span)
    # With everything there this is the plain sum; said so, it is also exact.
    return np.where(known.all(axis=1), _sum(items), low.sum() + reached * span.sum())


def _staged(
    rule: ScoringRule, items: Floats, known: NDArray[np.bool_], core: NDArray[np.bool_], ladder: range
) -> Floats:
    share = STAGED_SHARE if rule.share is None else rule.share
    distance = CORE_DISTANCE if rule.core_distance is None else rule.core_distance
    scores = np.full(len(items), float(ladder[0]))
    for level in ladder[1:]:
        reached = (known & (items >= level - _NEARLY)).sum(axis=1)
        held_down = (known & core & (items < level - distance - _NEARLY)).any(axis=1)
        holds = (reached >= share * known.sum(axis=1) - _NEARLY) & ~held_down
        scores = np.where(holds, float(level), scores)
    return scores


def _cumulative(
    items: Floats, known: NDArray[np.bool_], levels: NDArray[np.int_], ladder: range, in_place: float
) -> Floats:
    scores = np.full(len(items), float(ladder[0]))
    holds = np.ones(len(items), dtype=bool)
    for level in ladder[1:]:
        missing = known & (levels == level) & (items < in_place - _NEARLY)
        holds &= ~missing.any(axis=1)
        scores = np.where(holds, float(level), scores)
    return scores
