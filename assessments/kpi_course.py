"""What the dated readings of an indicator say: where it stood, where it stands, and nothing beyond the last of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assessments.kpis import Direction

Course = Literal["better", "worse", "unchanged", "cannot be told"]
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Dated:
    """A value and the day it holds for."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class KpiCourse:
    """What became of an indicator.

    Attributes:
        baseline: what the rest is held against; None without a reading.
        latest: the last reading; the baseline itself where there is no later one.
        difference: latest minus baseline; None with one reading.
        is_reached: whether the latest meets the aim; None without one, and where the best lies between.
    """

    baseline: Dated | None
    latest: Dated | None
    difference: float | None
    course: Course
    is_reached: bool | None


def follow_kpi(
    direction: Direction, readings: Sequence[Dated], plan_starts_on: date, aim: float | None = None
) -> KpiCourse:
    """Return the course of an indicator.

    The baseline is the last reading up to the first day of the plan; where there is none, the first reading.

    Args:
        readings: in any order, one for a day.
        direction: whether more is better, less is, or the aim lies between: then what comes nearer to the aim is.

    Source: platform default; methods-planning.md, section 13.3.
    """
    ordered = sorted(readings, key=lambda one: one.on)
    if not ordered:
        return KpiCourse(None, None, None, "cannot be told", None)
    before = [one for one in ordered if one.on <= plan_starts_on]
    baseline, latest = (before[-1] if before else ordered[0]), ordered[-1]
    is_reached = None
    if aim is not None and direction != "near":
        is_reached = latest.value >= aim - _SAME if direction == "up" else latest.value <= aim + _SAME
    if latest == baseline:
        return KpiCourse(baseline, latest, None, "cannot be told", is_reached)
    return KpiCourse(
        baseline,
        latest,
        latest.value - baseline.value,
        _course(direction, baseline.value, latest.value, aim),
        is_reached,
    )


def _course(direction: Direction, before: float, after: float, aim: float | None) -> Course:
    if direction == "near":
        if aim is None:
            return "cannot be told"
        gain = abs(before - aim) - abs(after - aim)
    else:
        gain = after - before if direction == "up" else before - after
    if abs(gain) < _SAME:
        return "unchanged"
    return "better" if gain > 0 else "worse"
