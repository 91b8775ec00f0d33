"""Schedule Monte Carlo: durations drawn, dates computed, many times; what the finish then looks like."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from courses.exercises.normal import CELLS, FURTHEST, looked_up, normal_chances, pert_quantiles, pert_shape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Shape = Literal["pert", "triangle"]
MOST_RUNS = 20_000
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Uncertain:
    """An activity: key, three points, and the keys of those that must be finished before, all standing earlier."""

    key: str
    optimistic: float
    most_likely: float
    pessimistic: float
    predecessors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delay:
    """A risk that adds days to an activity where it occurs."""

    probability: float
    days: float
    activity: str


@dataclass(frozen=True, slots=True)
class Finishes:
    """What came out.

    Attributes:
        finishes: of all runs, rising.
        criticality: activity key to the share of runs in which it was on a longest path.
    """

    finishes: Floats
    criticality: dict[str, float]

    @property
    def mean(self) -> float:
        return float(self.finishes.mean())

    @property
    def deviation(self) -> float:
        return float(self.finishes.std())

    def quantile(self, share: float) -> float:
        """Return the date that this share of runs does not exceed, between two runs in proportion."""
        place = share * (len(self.finishes) - 1)
        low = math.floor(place)
        high = min(low + 1, len(self.finishes) - 1)
        return float(self.finishes[low] + (place - low) * (self.finishes[high] - self.finishes[low]))

    def chance_by(self, limit: float) -> float:
        """Return the share of runs that finish by a date."""
        return float(self.finishes.searchsorted(limit, side="right")) / len(self.finishes)

    def curve(self, points: int = 41) -> tuple[tuple[float, float], ...]:
        """Return the S-curve: dates at equal steps from the earliest to the latest, and the chance by each."""
        low, high = math.floor(self.finishes[0]), math.ceil(self.finishes[-1])
        steps = [low + (high - low) * n / (points - 1) for n in range(points)]
        return tuple((step, self.chance_by(step)) for step in steps)


def simulate(
    activities: Sequence[Uncertain],
    *,
    runs: int,
    seed: int,
    delays: Sequence[Delay] = (),
    correlation: float = 0.0,
    shape: Shape = "pert",
) -> Finishes:
    """Return the finishes of many runs of a network whose links are all finish to start.

    Each duration is the quantile of its distribution at a uniform number. With a correlation these numbers
    come from normal ones that share a common factor (a Gaussian copula), so that every pair of durations
    is correlated alike. Risks occur independently of everything else.

    Args:
        runs: 1 to `MOST_RUNS`.
        correlation: between every pair of normal numbers, 0 to below 1.

    Source: docs/exercises.md, "Schedule Monte Carlo"; the clinic's figures are its test.
    """
    import numpy as np  # slow to import, and needed only where something is simulated

    if not 1 <= runs <= MOST_RUNS:
        raise ValueError(f"{runs} runs")
    generator = np.random.default_rng(seed)
    if correlation:
        common = math.sqrt(correlation) * generator.standard_normal(runs)
        own = math.sqrt(1 - correlation) * generator.standard_normal((len(activities), runs))
        # A normal value beyond 8 comes once in 10¹⁵ draws; it is held at the end of the table.
        uniform = looked_up(
            normal_chances(), (common + own + FURTHEST).clip(0, 2 * FURTHEST) * (CELLS / 2 / FURTHEST)
        )
    else:
        uniform = generator.random((len(activities), runs))
    durations = {one.key: _drawn(one, uniform[place], shape) for place, one in enumerate(activities)}
    for delay in delays:
        hits = generator.random(runs) < delay.probability
        durations[delay.activity] = np.maximum(0.0, durations[delay.activity] + hits * delay.days)
    return _dated(activities, durations, runs)


def _drawn(one: Uncertain, uniform: Floats, shape: Shape) -> Floats:
    """Return durations of an activity, one for each uniform number."""
    import numpy as np

    width = one.pessimistic - one.optimistic
    if not width:
        return np.full(len(uniform), one.optimistic)
    if shape == "triangle":
        # Source: inverse of the triangular distribution's two parabolas.
        left = one.most_likely - one.optimistic
        rising = one.optimistic + np.sqrt(uniform * width * left)
        falling = one.pessimistic - np.sqrt((1 - uniform) * width * (width - left))
        return np.where(uniform < left / width, rising, falling)
    quantiles = pert_quantiles(*pert_shape(one.optimistic, one.most_likely, one.pessimistic))
    return one.optimistic + width * looked_up(quantiles, uniform * CELLS)


def _dated(activities: Sequence[Uncertain], durations: dict[str, Floats], runs: int) -> Finishes:
    import numpy as np

    ends: dict[str, Floats] = {}
    starts: dict[str, Floats] = {}
    nothing = np.zeros(runs)
    for one in activities:
        starts[one.key] = np.maximum.reduce([ends[before] for before in one.predecessors] or [nothing])
        ends[one.key] = starts[one.key] + durations[one.key]
    finish = np.maximum.reduce(list(ends.values()))
    latest = {one.key: finish for one in activities}
    criticality = {}
    for one in reversed(activities):
        start = latest[one.key] - durations[one.key]
        criticality[one.key] = float(np.count_nonzero(start - starts[one.key] < _ROUNDING) / runs)
        for before in one.predecessors:
            latest[before] = np.minimum(latest[before], start)
    return Finishes(np.sort(finish), {one.key: criticality[one.key] for one in activities})
