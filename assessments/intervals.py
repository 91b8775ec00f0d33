"""How sure a score is, given the few people who were asked. docs/methods.md, section 4."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assessments.panel import concentration
from assessments.results import Interval
from assessments.stats import percentile, t_half_width, variance

FEWEST_FOR_T = 4
FEWEST_FOR_BOOTSTRAP = 15
FEWEST_PER_GROUP = 3
DRAWS = 2000
SEED = 1905

Draw = tuple[float | None, ...]
"""One resample's scores: one per dimension, and last the mean index; None where nothing could be scored."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of the scale, which an interval does not cross."""

    low: int
    high: int

    @property
    def points(self) -> int:
        return self.high - self.low + 1

    def clip(self, value: float) -> float:
        return min(max(value, self.low), self.high)


def interval(
    score: float,
    groups: Mapping[str, Sequence[float]],
    scale: Scale,
    draws: Sequence[float],
    *,
    is_census: bool,
) -> Interval | None:
    """Return the interval of a balanced mean, by the method that fits the number of people.

    Args:
        groups: what each person says, by role group.
        draws: the same score in each resample; used from 15 people on.

    Returns:
        None for a single person who is not everybody.
    """
    values = [value for group in groups.values() for value in group]
    if is_census:
        return Interval(score, score, "none")
    if len(values) == 1:
        return None
    if len(values) < FEWEST_FOR_T:
        return Interval(min(values), max(values), "range")
    # Resampling takes a group of one for certain and a group of two for nearly so.
    if len(values) < FEWEST_FOR_BOOTSTRAP or min(map(len, groups.values())) < FEWEST_PER_GROUP:
        half = t_half_width(math.sqrt(variance(values)), len(values), concentration(groups))
        return Interval(scale.clip(score - half), scale.clip(score + half), "t")
    ordered = sorted(draws)
    return Interval(percentile(ordered, 0.025), percentile(ordered, 0.975), "bootstrap")


def resample(
    rows: Mapping[str, Sequence[Draw]], index: Callable[[Sequence[float | None]], float | None]
) -> list[Draw]:
    """Return the scores of 2,000 resamples of people, drawn within their role groups.

    From a group of n people, n − 1 are drawn with replacement, which makes the variance of its mean right;
    drawing n would make it too small by 1/n, a third in a group of three.

    Args:
        rows: per role group, per person, what the person says of each dimension.
        index: the mean index of the dimensions' scores.
    """
    # random.Random.random() is the one generator whose sequence Python promises to keep.
    uniform = random.Random(SEED).random  # noqa: S311 - resampling, not secrecy
    groups = [(len(people), list(zip(*people, strict=True))) for people in rows.values()]
    draws = []
    for _ in range(DRAWS):
        drawn = [
            ([int(uniform() * size) for _ in range(max(size - 1, 1))], columns) for size, columns in groups
        ]
        scores = [
            _balanced([[columns[place][i] for i in chosen] for chosen, columns in drawn])
            for place in range(len(groups[0][1]))
        ]
        draws.append((*scores, index(scores)))
    return draws


def _balanced(groups: Sequence[Sequence[float | None]]) -> float | None:
    """Return the mean of the group means, leaving out who says nothing and groups that say nothing."""
    means = []
    for group in groups:
        said = [value for value in group if value is not None]
        if said:
            means.append(sum(said) / len(said))
    return sum(means) / len(means) if means else None
