"""Resampling of people within their role groups, the same on every machine. docs/methods.md, section 4.3."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.float32]
"""Whole numbers of people, which are exact in it up to sixteen million."""

DRAWS = 2000
SEED = 1905
MOST_AT_ONCE = 2_000_000
"""Drawn people held in memory at a time."""


def resample(
    groups: Sequence[Floats], draws: int = DRAWS, seed: int = SEED, *, at_once: int = MOST_AT_ONCE
) -> Floats:
    """Return the balanced scores of resampled people: draws × columns, NaN where a resample says nothing.

    Args:
        groups: for each role group, people × columns: what each person says, NaN for nothing.
        at_once: how many drawn people are held in memory at a time; it changes nothing else.

    Source: docs/methods.md, section 4.3.
    """
    unmarked = [np.empty((len(people), 0), np.float32) for people in groups]
    return resample_and_count(groups, unmarked, draws, seed, at_once=at_once)[0]


def resample_and_count(
    groups: Sequence[Floats],
    marks: Sequence[Counts],
    draws: int = DRAWS,
    seed: int = SEED,
    *,
    at_once: int = MOST_AT_ONCE,
) -> tuple[Floats, list[Counts]]:
    """Return the balanced scores of resampled people and, for each group, the sums of their marks.

    From a group of n people, n − 1 are drawn with replacement, which makes the variance of its mean right; drawing
    n would make it too small by 1/n, a third in a group of three.

    Args:
        groups: for each role group, people × columns: what each person says, NaN for nothing.
        marks: for each role group, people × marks: 0 or 1.
        at_once: as for `resample`.

    Source: docs/methods.md, section 4.3. The bits are those of PCG64, whose sequence NumPy promises to keep.
    """
    bits = np.random.PCG64(seed)
    columns = groups[0].shape[1]
    total, present = np.zeros((draws, columns)), np.zeros((draws, columns))
    counts = []
    for people, marked in zip(groups, marks, strict=True):
        means, sums = _group_means(people, marked, draws, bits, at_once)
        said = ~np.isnan(means)
        total += np.where(said, means, 0.0)
        present += said
        counts.append(sums)
    with np.errstate(invalid="ignore"):
        scores: Floats = total / present
    return scores, counts


def _group_means(
    people: Floats, marked: Counts, draws: int, bits: np.random.PCG64, at_once: int
) -> tuple[Floats, Counts]:
    size = len(people)
    drawn = max(size - 1, 1)
    known = ~np.isnan(people)
    filled = np.where(known, people, 0.0)
    is_whole = bool(known.all())
    means = np.empty((draws, people.shape[1]))
    sums = np.empty((draws, marked.shape[1]), np.float32)
    portion = max(1, at_once // size)
    for start in range(0, draws, portion):
        count = min(portion, draws - start)
        times = _times_drawn(bits, count, drawn, size)
        with np.errstate(invalid="ignore"):
            means[start : start + count] = (times @ filled) / (drawn if is_whole else times @ known)
        if marked.size:
            sums[start : start + count] = times.astype(np.float32) @ marked
    return means, sums


def _times_drawn(bits: np.random.PCG64, draws: int, drawn: int, size: int) -> Floats:
    """Return how often each of `size` people is drawn: draws × people."""
    raw = bits.random_raw(draws * drawn)
    # The upper 53 bits as a number from 0 to 1, as NumPy itself does; then the place of a person.
    places = ((raw >> np.uint64(11)) * (2.0**-53) * size).astype(np.int64)
    rows = np.repeat(np.arange(draws, dtype=np.int64), drawn)
    return np.bincount(rows * size + places, minlength=draws * size).reshape(draws, size).astype(float)
