"""The level of the whole that a plan leads to: one mean, however a page, a report or a comparison tells it."""

from __future__ import annotations

from collections.abc import Mapping

from assessments.results import MaturityResult
from assessments.roadmap import Projection, Roadmap


def whole_level(result: MaturityResult, levels: Mapping[str, float]) -> float | None:
    """Return the mean of the dimensions' levels, weighed as the mean index weighs them; None where none is known.

    A plan drawn earlier may name a dimension that the result does not have; it has no weight and is passed over.

    Args:
        levels: by key of the dimension.

    Source: methods-planning.md, section 4.6.
    """
    weight = {one.key: one.weight for one in result.dimensions if one.key in levels}
    total = sum(weight.values())
    return sum(weight[key] * levels[key] for key in weight) / total if total else None


def level_at_end(one: Projection) -> float:
    """Return the level a dimension ends at; today's where nothing was projected for any quarter."""
    return one.levels[-1] if one.levels else one.start


def final_level(plan: Roadmap, result: MaturityResult) -> float:
    """Return the level of the whole that a plan ends at; 0 where nothing is projected."""
    return whole_level(result, {one.dimension: level_at_end(one) for one in plan.projections}) or 0.0
