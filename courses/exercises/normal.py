"""The normal curve and the beta-PERT: chances and quantiles without a statistics library."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STEPS = 2000
CELLS = 4096
FURTHEST = 8.0


def normal_chance(z: float) -> float:
    """Return the probability that a standard normal value does not exceed z.

    Source: Φ(z) = ½ (1 + erf(z ÷ √2)).

    >>> round(normal_chance(-1.255), 4)
    0.1047
    """
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))


def pert_mean(optimistic: float, most_likely: float, pessimistic: float) -> float:
    """Return (O + 4M + P) ÷ 6. Source: Malcolm and others 1959, Operations Research 7:646."""
    return (optimistic + 4 * most_likely + pessimistic) / 6


def pert_deviation(optimistic: float, pessimistic: float) -> float:
    """Return (P − O) ÷ 6, the classical spread. Source: as `pert_mean`."""
    return (pessimistic - optimistic) / 6


def pert_shape(optimistic: float, most_likely: float, pessimistic: float) -> tuple[float, float]:
    """Return α = 1 + 4 (M−O) ÷ (P−O) and β = 1 + 4 (P−M) ÷ (P−O) of the beta-PERT.

    Source: Vose 2008, Risk Analysis, section on the PERT distribution.
    """
    width = pessimistic - optimistic
    return 1 + 4 * (most_likely - optimistic) / width, 1 + 4 * (pessimistic - most_likely) / width


@lru_cache(maxsize=512)
def beta_table(alpha: float, beta: float) -> tuple[Any, Any]:
    """Return places from 0 to 1 and the beta distribution's chance up to each, as numpy arrays.

    The density is integrated by Simpson's rule over 2,000 steps; α and β must be 1 or more. Against exact
    values the chances are within 1e-6 for α and β up to 5, which the beta-PERT never exceeds.
    """
    import numpy as np  # slow to import, and needed only where something is simulated

    places = np.linspace(0.0, 1.0, STEPS + 1)
    middles = (places[1:] + places[:-1]) / 2

    def density(x: Floats) -> Floats:
        return np.asarray(x ** (alpha - 1) * (1 - x) ** (beta - 1), dtype=np.float64)

    ends, between = density(places), density(middles)
    areas = (ends[:-1] + 4 * between + ends[1:]) / (6 * STEPS)
    chances = np.concatenate([[0.0], np.cumsum(areas)])
    return places, chances / chances[-1]


def pert_chance(limit: float, optimistic: float, most_likely: float, pessimistic: float) -> float:
    """Return the probability that a beta-PERT value does not exceed a limit."""
    import numpy as np

    places, chances = beta_table(*pert_shape(optimistic, most_likely, pessimistic))
    return float(np.interp((limit - optimistic) / (pessimistic - optimistic), places, chances))


@lru_cache(maxsize=512)
def pert_quantiles(alpha: float, beta: float) -> Any:
    """Return the beta distribution's quantiles at `CELLS` + 1 equal steps of the chance, as a numpy array.

    Equal steps are looked up without searching, which a simulation does for every duration of every run.
    """
    import numpy as np

    places, chances = beta_table(alpha, beta)
    return np.interp(np.linspace(0.0, 1.0, CELLS + 1), chances, places)


@lru_cache(maxsize=1)
def normal_chances() -> Any:
    """Return the normal distribution's chances at `CELLS` + 1 equal steps from −8 to 8, as a numpy array."""
    import numpy as np

    values = np.linspace(-FURTHEST, FURTHEST, CELLS + 1)
    return np.array([normal_chance(value) for value in values.tolist()])


def looked_up(table: Floats, places: Floats) -> Floats:
    """Return what a table of equal steps holds at places from 0 to `CELLS`, between two steps in proportion."""
    cells = places.astype("int32").clip(0, CELLS - 1)
    low = table.take(cells)
    found: Floats = low + (places - cells) * (table.take(cells + 1) - low)
    return found
