"""What a report says of the measurement before: what moved, what was done of the plan, who had been trained.

They stand side by side; nothing here says that one caused another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessments.plan_effects import PlanEffects
from assessments.waves import Change, WaveComparison
from content import Text


@dataclass(frozen=True, slots=True)
class TrainingDone:
    """A course that a group had because of a gap, as far as it had come when the questions were put again.

    Attributes:
        title: of the dimension. assigned: people who had it because of the dimension, the threshold or more.
        finished: those of them who had completed it; None for fewer than the threshold.
    """

    dimension: str
    title: Text
    course: Text
    assigned: int
    finished: int | None


@dataclass(frozen=True, slots=True)
class PlanKept:
    """The adopted plan beside this measurement.

    Attributes:
        done, agreed: initiatives that were done, of those agreed. due: agreed to have ended by then.
        above, near, below: dimensions by where their evidenced level lies beside the projection.
    """

    done: int
    due: int
    agreed: int
    above: int
    near: int
    below: int


@dataclass(frozen=True, slots=True)
class SinceLast:
    """The measurement before, as far as a report tells of it.

    Attributes:
        measured_on: the day on which it was closed. overall: of the claimed means.
        dimensions: those scored both times. up, down: of which the change can be told.
        plan: None without an adopted plan to compare. training: by dimension and course.
    """

    measured_on: date
    overall: Change
    dimensions: int
    up: int
    down: int
    plan: PlanKept | None
    training: tuple[TrainingDone, ...]


def since_last(
    measured_on: date,
    comparison: WaveComparison,
    effects: PlanEffects | None,
    training: Sequence[TrainingDone],
) -> SinceLast | None:
    """Return what is told of the measurement before; None where the two cannot be compared as a whole.

    Source: docs/methods.md, section 8.
    """
    if comparison.overall is None:
        return None
    ways = [one.direction for one in comparison.dimensions]
    return SinceLast(
        measured_on,
        comparison.overall,
        len(ways),
        ways.count("up"),
        ways.count("down"),
        None if effects is None else _kept(effects),
        tuple(training),
    )


def training_done(
    dimension: str, title: Text, course: Text, assigned: int, finished: int, threshold: int
) -> TrainingDone | None:
    """Return what may be told of a group's training; None of a group of fewer people than the threshold."""
    if assigned < threshold:
        return None
    return TrainingDone(dimension, title, course, assigned, finished if finished >= threshold else None)


def _kept(effects: PlanEffects) -> PlanKept:
    beside = [one.standing for one in effects.dimensions]
    return PlanKept(
        effects.done,
        effects.due,
        effects.agreed,
        beside.count("above"),
        beside.count("near"),
        beside.count("below"),
    )
