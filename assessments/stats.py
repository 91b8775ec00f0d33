"""Statistics of one group of answers: middle, agreement, uncertainty; and reliability across groups.

Formulas and sources are in docs/methods.md, sections 3 and 4. Sums are exact (`math.fsum`), so that no
result depends on the order of the answers.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate

FEWEST_FOR_POLARISATION = 4
CAMP_SHARE = 0.3
"""Two camps: this share of the answers, or more, at each end of the scale."""

# Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom.
_T_QUANTILES = (
    *(12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139),
    *(2.200985, 2.178813, 2.160369, 2.144787, 2.131450, 2.119905, 2.109816, 2.100922, 2.093024, 2.085963),
    *(2.079614, 2.073873, 2.068658, 2.063899, 2.059539, 2.055529, 2.051831, 2.048407, 2.045230, 2.042272),
)


def mean(values: Sequence[float]) -> float:
    """Return the arithmetic mean of at least one value."""
    return math.fsum(values) / len(values)


def weighted_mean(values: Sequence[float], weights: Sequence[float]) -> float:
    """Return the weighted arithmetic mean; only the weights' proportions matter.

    >>> weighted_mean((1, 3), (1, 3))
    2.5
    """
    return math.fsum(v * w for v, w in zip(values, weights, strict=True)) / math.fsum(weights)


def power_mean(values: Sequence[float], weights: Sequence[float], exponent: float) -> float:
    """Return the weighted power mean: exponent 1 is the mean, −1 the harmonic mean, very low the minimum.

    Args:
        values: not negative; with a zero among them and an exponent below zero, the result is zero.
        exponent: any number but 0.

    Source: docs/methods.md, section 2.6.

    >>> round(power_mean((4, 4, 4, 1), (1, 1, 1, 1), -1), 2)
    2.29
    """
    if exponent < 0 and min(values) == 0:
        return 0.0
    return float(weighted_mean([value**exponent for value in values], weights) ** (1 / exponent))


def weighted_median(values: Sequence[float], weights: Sequence[int]) -> float:
    """Return the value at which half of the weight is reached; half-way between two if it falls between.

    Args:
        weights: whole numbers above 0, so that "exactly half" is exact.

    >>> weighted_median((1, 2, 4), (1, 1, 1)), weighted_median((1, 2, 4), (2, 1, 1))
    (2.0, 1.5)
    """
    ordered = sorted(zip(values, weights, strict=True))
    reached = list(accumulate(weight for _, weight in ordered))
    place = next(i for i, weight in enumerate(reached) if 2 * weight >= reached[-1])
    is_between = 2 * reached[place] == reached[-1]
    return float(ordered[place][0] + ordered[place + is_between][0]) / 2


def median(values: Sequence[float]) -> float:
    """Return the middle value, or half-way between the two middle ones."""
    return weighted_median(values, [1] * len(values))


def variance(values: Sequence[float]) -> float:
    """Return the sample variance (divided by one less than the number) of at least two values."""
    middle = mean(values)
    return math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1)


def ad_mean(values: Sequence[float]) -> float:
    """Return the average deviation from the mean, AD_M, in scale points.

    Source: Burke, Finkelstein & Dusig 1999; docs/methods.md, section 3.1.
    """
    middle = mean(values)
    return mean([abs(value - middle) for value in values])


def ad_median(values: Sequence[float]) -> float:
    """Return the average deviation from the median, AD_Md, in scale points."""
    middle = median(values)
    return mean([abs(value - middle) for value in values])


def uniform_variance(low: int, high: int) -> float:
    """Return the variance of answers spread evenly over a scale: 2 for 1 to 5."""
    points = high - low + 1
    return (points**2 - 1) / 12


def rwg(values: Sequence[float], low: int, high: int) -> float:
    """Return the agreement index r_WG of at least two answers: 1 full, 0 as if at random, below: camps.

    Source: James, Demaree & Wolf 1984, uniform null distribution; docs/methods.md, section 3.2.
    """
    return 1 - variance(values) / uniform_variance(low, high)


def rwg_star(items: Sequence[Sequence[float]], low: int, high: int) -> float:
    """Return r*_WG(J), the agreement over several items: r_WG of their mean variance.

    Args:
        items: per item, the answers of at least two raters.

    Source: Lindell, Brandt & Whitney 1999; docs/methods.md, section 3.2.
    """
    return 1 - mean([variance(item) for item in items]) / uniform_variance(low, high)


def rwg_j(items: Sequence[Sequence[float]], low: int, high: int) -> float:
    """Return r_WG(J), which grows with the number of items; 0 where raters agree less than at random.

    Source: James, Demaree & Wolf 1984; docs/methods.md, section 3.2.
    """
    single = rwg_star(items, low, high)
    if single <= 0:
        return 0.0
    return len(items) * single / (len(items) * single + 1 - single)


def awg(values: Sequence[float], low: int, high: int) -> float:
    """Return the agreement index a_WG of at least two answers, from −1 to 1.

    Unanimity is 1, also at the ends of the scale. See `is_awg_interpretable`.

    Source: Brown & Hauenstein 2005; docs/methods.md, section 3.3.
    """
    spread = variance(values)
    if spread == 0:
        return 1.0
    count, middle = len(values), mean(values)
    most = ((high + low) * middle - middle**2 - high * low) * count / (count - 1)
    return 1 - 2 * spread / most


def is_awg_interpretable(values: Sequence[float], low: int, high: int) -> bool:
    """Return whether the mean is far enough from the ends of the scale for a_WG to mean anything."""
    count, middle = len(values), mean(values)
    return (low * (count - 1) + high) / count <= middle <= (high * (count - 1) + low) / count


def is_polarised(values: Sequence[float], low: int, high: int) -> bool:
    """Return whether four or more answers form two camps: r_WG below 0, or 30 % at either end."""
    if len(values) < FEWEST_FOR_POLARISATION:
        return False
    ends = [sum(value == end for value in values) / len(values) for end in (low, high)]
    return min(ends) >= CAMP_SHARE or rwg(values, low, high) < 0


def t_quantile(freedom: int) -> float:
    """Return the two-sided 95 % quantile of Student's t; from 30 degrees of freedom on that of 30."""
    return _T_QUANTILES[min(freedom, len(_T_QUANTILES)) - 1]


def t_half_width(deviation: float, count: int, concentration: float | None = None) -> float:
    """Return half the width of the 95 % t interval of a mean of two values or more.

    Args:
        deviation: the values' standard deviation.
        concentration: sum of the squared shares that the values have in the mean; 1/count if None.

    Source: docs/methods.md, section 4.2.

    >>> round(t_half_width(1, 4), 2)
    1.59
    """
    share = 1 / count if concentration is None else concentration
    return t_quantile(count - 1) * deviation * math.sqrt(share)


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which a share of the ordered values lies, by linear interpolation."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def cronbach_alpha(rows: Sequence[Sequence[float]]) -> float:
    """Return Cronbach's α of items over organisations.

    Args:
        rows: per organisation its item values, all rows of one length of 2 or more; not all totals equal.

    Source: docs/methods.md, section 3.5.
    """
    items = list(zip(*rows, strict=True))
    total = variance([math.fsum(row) for row in rows])
    single = math.fsum(variance(item) for item in items)
    return len(items) / (len(items) - 1) * (1 - single / total)


def intraclass(groups: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Return ICC(1) and ICC(2) of ratings grouped by organisation.

    With groups of unequal size, their size is taken as (N − Σk²/N)/(G − 1).

    Args:
        groups: two or more, some with two ratings or more, and not all of one mean.

    Source: docs/methods.md, section 3.5.
    """
    everything = [value for group in groups for value in group]
    total, grand = len(everything), mean(everything)
    between = math.fsum(len(group) * (mean(group) - grand) ** 2 for group in groups) / (len(groups) - 1)
    within = math.fsum((value - mean(group)) ** 2 for group in groups for value in group)
    within /= total - len(groups)
    size = (total - sum(len(group) ** 2 for group in groups) / total) / (len(groups) - 1)
    return (between - within) / (between + (size - 1) * within), (between - within) / between


def krippendorff_alpha(units: Sequence[Sequence[int]], scale: str) -> float | None:
    """Return Krippendorff's α of ratings, or None if fewer than two values are in use.

    Args:
        units: per unit the ratings given, without missing ones; units with fewer than two do not count.
        scale: "nominal", "ordinal" or "interval".

    Source: Krippendorff, Content Analysis; docs/methods.md, section 3.5.
    """
    together: dict[tuple[int, int], list[float]] = {}
    for unit in units:
        if len(unit) < 2:
            continue
        counts = Counter(unit)
        for one, first in counts.items():
            for other, second in counts.items():
                ways = first * (second - (one == other))
                together.setdefault((one, other), []).append(ways / (len(unit) - 1))
    totals: dict[int, float] = {
        value: math.fsum(math.fsum(shares) for (one, _), shares in together.items() if one == value)
        for value in sorted({one for one, _ in together})
    }
    if len(totals) < 2:
        return None
    count = math.fsum(totals.values())
    distances = {pair: _distance(*pair, totals, scale) for pair in ((a, b) for a in totals for b in totals)}
    observed = math.fsum(math.fsum(shares) * distances[pair] for pair, shares in together.items())
    expected = math.fsum(totals[a] * totals[b] * distance for (a, b), distance in distances.items())
    return 1 - (count - 1) * observed / expected


def _distance(one: int, other: int, totals: Mapping[int, float], scale: str) -> float:
    """Return the squared difference between two values on a scale of measurement."""
    if scale == "nominal":
        return float(one != other)
    if scale == "interval":
        return float((one - other) ** 2)
    low, high = sorted((one, other))
    ranks = math.fsum(total for value, total in totals.items() if low <= value <= high)
    return (ranks - (totals[one] + totals[other]) / 2) ** 2
