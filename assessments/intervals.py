"""How sure a score is, given the few people who were asked. docs/methods.md, section 4."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from assessments.agreement import Distribution, Scale
from assessments.results import Interval
from assessments.stats import t_half_width, variance

FEWEST_FOR_INTERVAL = 4
FEWEST_FOR_BOOTSTRAP = 15
FEWEST_PER_GROUP = 3

Band = tuple[float, float]


def interval(
    score: float,
    groups: Mapping[str, Sequence[float]],
    scale: Scale,
    resampled: Band | None,
    *,
    is_census: bool,
) -> Interval | None:
    """Return the interval of a balanced mean of scores, by the method that fits the number of people.

    Args:
        groups: what each person says, by role group.
        resampled: where 95 % of the resamples lie; used from 15 people on.

    Returns:
        None for a single person who is not everybody.
    """
    values = [value for group in groups.values() for value in group]
    if is_census:
        return Interval(score, score, "none")
    if len(values) == 1:
        return None
    if len(values) < FEWEST_FOR_INTERVAL:
        return Interval(min(values), max(values), "range")
    sizes = [len(group) for group in groups.values()]
    if resampled is not None and _may_resample(sizes):
        return Interval(scale.clip(resampled[0]), scale.clip(resampled[1]), "bootstrap")
    half = t_half_width(math.sqrt(variance(values)), len(values), concentration(sizes))
    return Interval(scale.clip(score - half), scale.clip(score + half), "t")


def answer_interval(
    score: float,
    groups: Mapping[str, Distribution],
    resampled: Band | None,
    *,
    is_census: bool,
) -> Interval | None:
    """Return the interval of one question's balanced mean, by the method that fits the number of answers.

    Below 15 answers, or with a group of fewer than three, each group's answers count as the shares that it has in
    the balanced mean, and all together as many as they are worth (Kish's effective number).

    Args:
        groups: how each role group answered; none of them empty.

    Source: docs/methods.md, section 4.2.
    """
    from assessments.dirichlet import dirichlet_interval  # numpy, which the command line's help does without

    sizes = [group.size for group in groups.values()]
    if is_census:
        return Interval(score, score, "none")
    if sum(sizes) == 1:
        return None
    values = next(iter(groups.values())).values
    counts = [sum(each) for each in zip(*(group.counts for group in groups.values()), strict=True)]
    if sum(sizes) < FEWEST_FOR_INTERVAL:
        given = [value for value, count in zip(values, counts, strict=True) if count]
        return Interval(min(given), max(given), "range")
    if resampled is not None and _may_resample(sizes):
        return Interval(*resampled, "bootstrap")
    effective = 1 / concentration(sizes)
    shares = [
        math.fsum(group.counts[place] / group.size for group in groups.values()) / len(groups)
        for place in range(len(values))
    ]
    low, high = dirichlet_interval(tuple(values), tuple(round(effective * share, 9) for share in shares))
    return Interval(low, high, "dirichlet")


def concentration(sizes: Sequence[int]) -> float:
    """Return the sum of the squared shares that people have in a balanced mean: 1/n if all are equal."""
    return math.fsum(1 / size for size in sizes) / len(sizes) ** 2


def _may_resample(sizes: Sequence[int]) -> bool:
    # Resampling takes a group of one for certain and a group of two for nearly so.
    return sum(sizes) >= FEWEST_FOR_BOOTSTRAP and min(sizes) >= FEWEST_PER_GROUP
