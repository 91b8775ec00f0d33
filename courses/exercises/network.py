"""Critical path method in whole or broken units: links from finish or start to start, with lags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Tie:
    """FS: the successor starts `lag` after the predecessor's finish; SS: after its start."""

    predecessor: str
    successor: str
    is_start_to_start: bool = False
    lag: float = 0.0


@dataclass(frozen=True, slots=True)
class Dates:
    """Early and late dates of an activity; finishes are exclusive, so that a first activity of 10 ends at 10."""

    early_start: float
    early_finish: float
    late_start: float
    late_finish: float
    total_float: float
    free_float: float

    @property
    def is_critical(self) -> bool:
        return self.total_float <= _ROUNDING


@dataclass(frozen=True, slots=True)
class Schedule:
    """Dates by activity key, in the order given, and when the last one finishes."""

    dates: Mapping[str, Dates]
    finish: float

    @property
    def critical(self) -> tuple[str, ...]:
        """Keys of the activities without float."""
        return tuple(key for key, dates in self.dates.items() if dates.is_critical)


def schedule(durations: Mapping[str, float], ties: Sequence[Tie]) -> Schedule:
    """Return the dates of a network whose activities stand so that each comes after those that it waits for.

    Forward: ES = max(0, EF of the predecessor + lag for FS, ES + lag for SS). Backward: LF = min(finish,
    LS of the successor − lag for FS); an SS successor bounds the late start. TF = LS − ES.

    Source: Kelley and Walker 1959, Proceedings EJCC; PMI Practice Standard for Scheduling on lags.
    """
    before: dict[str, list[Tie]] = {key: [] for key in durations}
    after: dict[str, list[Tie]] = {key: [] for key in durations}
    for tie in ties:
        before[tie.successor].append(tie)
        after[tie.predecessor].append(tie)
    starts: dict[str, float] = {}
    for key in durations:
        bounds = [
            starts[tie.predecessor] + (0 if tie.is_start_to_start else durations[tie.predecessor]) + tie.lag
            for tie in before[key]
        ]
        starts[key] = max([0.0, *bounds])
    finish = max(starts[key] + duration for key, duration in durations.items())
    late: dict[str, float] = {}
    free: dict[str, float] = {}
    for key in reversed(tuple(durations)):
        bounds, gaps = [finish - durations[key]], [finish - starts[key] - durations[key]]
        for tie in after[key]:
            reach = (0 if tie.is_start_to_start else durations[key]) + tie.lag
            bounds.append(late[tie.successor] - reach)
            gaps.append(starts[tie.successor] - starts[key] - reach)
        late[key], free[key] = min(bounds), min(gaps)
    return Schedule(
        {
            key: Dates(
                starts[key],
                starts[key] + duration,
                late[key],
                late[key] + duration,
                late[key] - starts[key],
                free[key],
            )
            for key, duration in durations.items()
        },
        finish,
    )


MOST_COMBINATIONS = 200_000


@dataclass(frozen=True, slots=True)
class Option:
    """How far an activity can be shortened, and what each unit costs."""

    activity: str
    most: int
    cost: float


def cheapest(
    durations: Mapping[str, float], ties: Sequence[Tie], options: Sequence[Option], target: float
) -> tuple[float, Mapping[str, int]] | None:
    """Return the least cost of finishing by a date, and by how much each activity is then shortened.

    All combinations are tried, the cheapest first; of two that cost the same, the one that shortens the first
    options least is taken.
    Returns None where no combination reaches the date.

    Raises:
        ValueError: there are more than `MOST_COMBINATIONS`.
    """
    now = schedule(durations, ties).finish
    # A path is longer than the target by at most this, so no activity is ever shortened by more.
    needed = max(0, int(-(-(now - target) // 1)))
    ranges = [range(min(option.most, needed) + 1) for option in options]
    if (count := _count(ranges)) > MOST_COMBINATIONS:
        raise ValueError(f"{count} combinations")
    # Cheapest first, so that only combinations cheaper than the answer are computed at all.
    for cost, combination in sorted((_cost(options, taken), taken) for taken in product(*ranges)):
        cut = {option.activity: taken for option, taken in zip(options, combination, strict=True)}
        shorter = {key: duration - cut.get(key, 0) for key, duration in durations.items()}
        if schedule(shorter, ties).finish <= target + _ROUNDING:
            return cost, {key: taken for key, taken in cut.items() if taken}
    return None


def _cost(options: Sequence[Option], combination: Sequence[int]) -> float:
    return sum(taken * option.cost for taken, option in zip(combination, options, strict=True))


def _count(ranges: Sequence[range]) -> int:
    count = 1
    for one in ranges:
        count *= len(one)
    return count
