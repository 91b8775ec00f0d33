"""How far answers to one question agree, worked out from how many people gave which answer.

Formulas and sources are in docs/methods.md, section 3. Sums are exact (`math.fsum`), so no figure depends on the
order of the answers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from assessments.results import Agreement

FEWEST_FOR_POLARISATION = 4
CAMP_SHARE = 0.3
"""Two camps: this share of the answers, or more, at each end of the scale."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of a scale, which an interval does not cross, and the number of answers it offers."""

    low: float
    high: float
    options: int = 0

    @property
    def points(self) -> int:
        """Number of answers; on a ladder of levels there is one for each."""
        return self.options or round(self.high - self.low) + 1

    @property
    def step(self) -> float:
        """Mean distance between neighbouring answers: 1 on a ladder of levels."""
        return (self.high - self.low) / (self.points - 1)

    def clip(self, value: float) -> float:
        return min(max(value, self.low), self.high)


def agreement_label(deviation: float | None, scale: Scale) -> Agreement | None:
    """Return what an average deviation means: on five levels up to 0.5 shared, up to 5/6 acceptable.

    Source: docs/methods.md, section 3.1.
    """
    if deviation is None:
        return None
    steps = deviation / scale.step
    if steps <= scale.points / 10 + 1e-12:
        return "shared"
    return "acceptable" if steps <= scale.points / 6 + 1e-12 else "contested"


@dataclass(frozen=True, slots=True)
class Distribution:
    """How often each answer was given.

    Attributes:
        values: what each option counts, lowest first, two or more.
        counts: how many people chose it.

    >>> five = Distribution((1, 2, 3, 4, 5), (0, 1, 3, 1, 0))
    >>> five.mean, five.variance, five.rwg, five.ad_mean, round(five.awg, 3)
    (3.0, 0.5, 0.75, 0.4, 0.8)
    """

    values: tuple[float, ...]
    counts: tuple[int, ...]

    @property
    def size(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> float:
        """The arithmetic mean of one answer or more."""
        return math.fsum(v * n for v, n in zip(self.values, self.counts, strict=True)) / self.size

    @property
    def median(self) -> float:
        return weighted_median(self.values, self.counts)

    @property
    def variance(self) -> float:
        """The sample variance of two answers or more."""
        middle = self.mean
        squares = ((v - middle) ** 2 * n for v, n in zip(self.values, self.counts, strict=True))
        return math.fsum(squares) / (self.size - 1)

    @property
    def ad_mean(self) -> float:
        """The average deviation from the mean, in scale points. Source: Burke, Finkelstein & Dusig 1999."""
        return self._deviation(self.mean)

    @property
    def ad_median(self) -> float:
        """The average deviation from the median, in scale points. Source: as `ad_mean`."""
        return self._deviation(self.median)

    @property
    def null_variance(self) -> float:
        """The variance if every option were chosen equally often: 2 for 1 to 5."""
        middle = math.fsum(self.values) / len(self.values)
        return math.fsum((v - middle) ** 2 for v in self.values) / len(self.values)

    @property
    def rwg(self) -> float:
        """The agreement index r_WG. Source: James, Demaree & Wolf 1984, uniform null; docs/methods.md, 3.2."""
        return 1 - self.variance / self.null_variance

    @property
    def awg(self) -> float | None:
        """The agreement index a_WG, None where the mean is too near an end of the scale for it to mean anything.

        Source: Brown & Hauenstein 2005; docs/methods.md, section 3.3.
        """
        low, high, size, middle = self.values[0], self.values[-1], self.size, self.mean
        if not (low * (size - 1) + high) / size <= middle <= (high * (size - 1) + low) / size:
            return None
        return self.awg_anywhere

    @property
    def awg_anywhere(self) -> float:
        """a_WG also near the ends of the scale, where it exaggerates; unanimity is 1."""
        if self.variance == 0:
            return 1.0
        low, high, size, middle = self.values[0], self.values[-1], self.size, self.mean
        most = ((high + low) * middle - middle**2 - high * low) * size / (size - 1)
        return 1 - 2 * self.variance / most

    @property
    def is_polarised(self) -> bool:
        """Whether four or more answers form two camps: r_WG below 0, or 30 % at either end."""
        if self.size < FEWEST_FOR_POLARISATION:
            return False
        return min(self.counts[0], self.counts[-1]) >= CAMP_SHARE * self.size or self.rwg < 0

    def _deviation(self, middle: float) -> float:
        return (
            math.fsum(abs(v - middle) * n for v, n in zip(self.values, self.counts, strict=True)) / self.size
        )


def weighted_median(values: Sequence[float], weights: Sequence[int]) -> float:
    """Return the value at which half of the weight is reached; half-way between two if it falls between.

    Args:
        values: in any order. weights: whole numbers, so that "exactly half" is exact; not all 0.

    >>> weighted_median((1, 2, 4), (1, 1, 1)), weighted_median((1, 2, 4), (2, 1, 1))
    (2.0, 1.5)
    """
    ordered = sorted((value, weight) for value, weight in zip(values, weights, strict=True) if weight)
    reached = list(accumulate(weight for _, weight in ordered))
    place = next(i for i, weight in enumerate(reached) if 2 * weight >= reached[-1])
    is_between = 2 * reached[place] == reached[-1]
    return float(ordered[place][0] + ordered[place + is_between][0]) / 2


def cliffs_delta(one: Sequence[int], other: Sequence[int]) -> float:
    """Return how often a person of one group says more than one of the other, minus the other way round.

    Args:
        one, other: counts of each answer, lowest first, in groups of one person or more.

    Source: Cliff 1993; docs/methods.md, section 3.4.

    >>> cliffs_delta((0, 0, 2), (1, 1, 0)), cliffs_delta((1, 1), (1, 1)), cliffs_delta((0, 2, 1), (1, 2, 0))
    (1.0, 0.0, 0.5555555555555556)
    """
    below = [0, *accumulate(other)]
    total = below[-1]
    more = sum(count * below[place] for place, count in enumerate(one))
    less = sum(count * (total - below[place + 1]) for place, count in enumerate(one))
    return (more - less) / (sum(one) * total)
