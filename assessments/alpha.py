"""Krippendorff's α from how often each answer was given to each question. docs/methods.md, section 3.5."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Measurement = Literal["nominal", "ordinal", "interval"]


def krippendorff_alpha(counts: NDArray[np.int64], measurement: Measurement = "ordinal") -> float | None:
    """Return α, or None where fewer than two answers are in use or nobody can be compared.

    Args:
        counts: units × options, lowest option first: how many raters gave which answer. Units with fewer than two
            ratings do not count. Options are equally far apart for "interval".

    Source: Krippendorff, Content Analysis (2004), chapter 11; Hayes & Krippendorff 2007.
    """
    pairable = counts[counts.sum(axis=1) >= 2].astype(float)
    totals = pairable.sum(axis=0)
    if np.count_nonzero(totals) < 2:
        return None
    raters = pairable.sum(axis=1)
    # How often a value meets another within a unit, each unit weighing as much as it has ratings.
    together = np.einsum("uc,uk,u->ck", pairable, pairable, 1 / (raters - 1))
    together -= np.diag((pairable / (raters - 1)[:, None]).sum(axis=0))
    distance = _distances(totals, measurement)
    expected = float((np.outer(totals, totals) * distance).sum())
    observed = float((together * distance).sum())
    return 1 - (float(totals.sum()) - 1) * observed / expected


def _distances(totals: Floats, measurement: Measurement) -> Floats:
    size = len(totals)
    if measurement == "nominal":
        return 1 - np.eye(size)
    if measurement == "interval":
        places = np.arange(size, dtype=float)
        squares: Floats = (places[:, None] - places[None, :]) ** 2
        return squares
    reached = np.concatenate([[0.0], np.cumsum(totals)])
    low = np.minimum.outer(np.arange(size), np.arange(size))
    high = np.maximum.outer(np.arange(size), np.arange(size))
    ranks: Floats = (reached[high + 1] - reached[low] - (totals[:, None] + totals[None, :]) / 2) ** 2
    np.fill_diagonal(ranks, 0.0)
    return ranks
