"""How firmly a type stays the best: over redrawn weights, and over redrawn sets of respondents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from assessments.flips import LEAST_OF_WEIGHT, MOST_OF_WEIGHT
from assessments.profile import PMO_TYPES, PmoType, ProfileModel
from assessments.type_scores import TWENTIETHS, Pull, ranked, sums_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DRAWS = 5000
SEED = 20250901
"""Fixed, so that the same profile always yields the same stability."""

MOST_FLIPPING = 3
_EQUAL = 1e-9
"""Scores of 0–100 that are nearer than this are equal: on paper they would be the same."""


def shares_of_wins(model: ProfileModel, pulls: Sequence[Pull]) -> dict[PmoType, float]:
    """Return the share (0–1) of redrawn weightings in which each type is the best; ties are shared equally.

    Every weight is redrawn from U(0.5 w, 1.5 w), the same draws for a criterion whatever else is answered.

    Source: methods-planning.md, section 1.4.
    """
    if not pulls:
        return dict.fromkeys(PMO_TYPES, 1 / len(PMO_TYPES))
    import numpy as np  # the command line starts without it

    places = {criterion.key: place for place, criterion in enumerate(model.criteria)}
    factors = _factors(len(places))[:, [places[pull.key] for pull in pulls]]
    weights = factors * np.array([float(pull.weight) for pull in pulls])
    utilities = np.array([pull.twentieths for pull in pulls]) / TWENTIETHS
    scores = 100 * (weights @ utilities) / weights.sum(axis=1, keepdims=True)
    wins = scores >= scores.max(axis=1, keepdims=True) - _EQUAL
    shares = (wins / wins.sum(axis=1, keepdims=True)).mean(axis=0)
    return {one: float(share) for one, share in zip(PMO_TYPES, shares, strict=True)}


@cache
def _factors(criteria: int) -> NDArray[np.float64]:
    """Return the drawn shares of the weights: draws × criteria."""
    import numpy as np  # the command line starts without it

    # The upper 53 bits of PCG64 as a number from 0 to 1: a sequence that NumPy promises to keep.
    raw = np.random.PCG64(SEED).random_raw(DRAWS * criteria)
    drawn = ((raw >> np.uint64(11)) * (2.0**-53)).astype(np.float64).reshape(DRAWS, criteria)
    low, high = float(LEAST_OF_WEIGHT), float(MOST_OF_WEIGHT)
    factors: NDArray[np.float64] = low + (high - low) * drawn
    return factors


def flipping_criteria(pulls: Sequence[Pull]) -> tuple[str, ...]:
    """Return up to three criteria whose weight alone, between nothing and double, changes the best type.

    The smallest relative change comes first.
    """
    best, *others = (PMO_TYPES.index(one) for one in ranked(sums_of(pulls)))
    sums = sums_of(pulls)
    changes = {}
    for pull in pulls:
        needed = []
        for other in others:
            lead = sums[best] - sums[other]
            force = pull.weight * abs(pull.twentieths[best] - pull.twentieths[other])
            if force > lead:
                needed.append(lead / force)
        if needed:
            changes[pull.key] = min(needed)
    return tuple(sorted(changes, key=lambda key: changes[key])[:MOST_FLIPPING])
