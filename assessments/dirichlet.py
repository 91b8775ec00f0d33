"""Where the mean of a few graded answers probably lies: quantiles of a Dirichlet-weighted mean.

The answers of a small group are counts of a few options. With a Dirichlet prior that amounts to one more answer,
spread evenly over the options, the mean of what everybody thinks is Σ v·θ with θ ~ Dirichlet(counts + 1/options).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PRIOR = 1.0
"""Pseudo-answers, spread evenly over the options."""

_GRID = 17
_REFINEMENTS = 4
# Steps of the integral, on a logarithmic axis, where its integrand is smooth and dies away at both ends.
_LOG_STEPS = np.linspace(-13.0, 11.0, 161)


@lru_cache(maxsize=4096)
def dirichlet_interval(
    values: tuple[float, ...], counts: tuple[float, ...], level: float = 0.95
) -> tuple[float, float]:
    """Return the ends of the central interval of the mean answer.

    Args:
        values: what each option counts, rising. counts: how many gave it; need not be whole.
        level: share of the probability inside.

    Source: docs/methods.md, section 4.2. Exact: the distribution function is worked out by Gil-Pelaez's inversion
    (1951), since P(Σ v·θ ≤ t) = P(Σ (v − t)·g ≤ 0) for independent gamma-distributed g; no draws are made.
    """
    points = np.asarray(values, dtype=float)
    shape = np.asarray(counts, dtype=float) + PRIOR / len(points)
    low, high = ((1 - level) / 2, (1 + level) / 2)
    return _quantile(points, shape, low), _quantile(points, shape, high)


def mean_below(points: Floats, shape: Floats, limits: Floats) -> Floats:
    """Return the probability that Σ points·θ lies at or below each limit, for θ ~ Dirichlet(shape)."""
    steps = np.exp(_LOG_STEPS)
    distance = points[None, :] - limits[:, None]
    # The scale of the axis follows the distances, so that the same steps serve every question.
    scale = np.abs(distance).max(axis=1) * shape.sum()
    arguments = steps[None, :, None] * (distance / scale[:, None])[:, None, :]
    # Π (1 − i·u·a)^(−shape) in polar form: modulus and angle of each factor add up in the exponent.
    modulus = np.exp(-0.5 * (np.log1p(arguments**2) * shape).sum(axis=2))
    angle = (np.arctan(arguments) * shape).sum(axis=2)
    integral = (modulus * np.sin(angle)).sum(axis=1) * (_LOG_STEPS[1] - _LOG_STEPS[0])
    found: Floats = np.clip(0.5 - integral / np.pi, 0.0, 1.0)
    return found


def _quantile(points: Floats, shape: Floats, share: float) -> float:
    low, high = float(points[0]), float(points[-1])
    for _ in range(_REFINEMENTS):
        limits = np.linspace(low, high, _GRID)[1:-1]
        below = mean_below(points, shape, limits)
        place = int(np.searchsorted(below, share))
        low, high = (
            float(limits[place - 1]) if place else low,
            float(limits[place]) if place < len(limits) else high,
        )
    return (low + high) / 2
