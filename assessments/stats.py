"""Statistics of plain numbers: middles, spread, uncertainty, and reliability across organisations.

Formulas and sources are in docs/methods.md, sections 3 and 4. Sums are exact (`math.fsum`), so that no
result depends on the order of the answers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

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


def median(values: Sequence[float]) -> float:
    """Return the middle value, or half-way between the two middle ones."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return float(ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2)


def variance(values: Sequence[float]) -> float:
    """Return the sample variance (divided by one less than the number) of at least two values."""
    middle = mean(values)
    return math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1)


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


def cronbach_alpha(rows: Sequence[Sequence[float]]) -> float:
    """Return Cronbach's α of items over organisations.

    Args:
        rows: per organisation its item values, all rows of one length of 2 or more; not all totals equal.

    Source: docs/methods.md, section 3.7.
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

    Source: docs/methods.md, section 3.7.
    """
    everything = [value for group in groups for value in group]
    total, grand = len(everything), mean(everything)
    between = math.fsum(len(group) * (mean(group) - grand) ** 2 for group in groups) / (len(groups) - 1)
    within = math.fsum((value - mean(group)) ** 2 for group in groups for value in group)
    within /= total - len(groups)
    size = (total - sum(len(group) ** 2 for group in groups) / total) / (len(groups) - 1)
    return (between - within) / (between + (size - 1) * within), (between - within) / between
