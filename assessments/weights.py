"""A firm's own weights for the criteria of the profile, and why it weighs them so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from assessments.profile import CriterionKey, ProfileModel
from content import NO_OTHER_FIELDS, Limits, Problem, read

LEAST_WEIGHT, MOST_WEIGHT = 0.1, 100.0
MOST_REASON = 500

Weight = Annotated[float, Limits(ge=LEAST_WEIGHT, le=MOST_WEIGHT)]


@dataclass(frozen=True, slots=True)
class FirmWeights:
    """What a file of weights holds: the criteria that weigh otherwise than by default, and the reason."""

    __pydantic_config__ = NO_OTHER_FIELDS

    weights: Annotated[Mapping[CriterionKey, Weight], Limits(min_length=1)]
    reason: Annotated[str, Limits(min_length=1, max_length=MOST_REASON)]

    def problems(self) -> Iterator[Problem]:
        """Yield a blank reason."""
        if not self.reason.strip():
            yield Problem(("reason",), "blanks", "why these weights fit better than the defaults", "reason")


@dataclass(frozen=True, slots=True)
class ChangedDefault:
    """A criterion that weighs otherwise than by default."""

    criterion: str
    default: float
    weight: float


def changed_defaults(model: ProfileModel, firm: FirmWeights | None) -> tuple[ChangedDefault, ...]:
    """Return the criteria whose weight differs from the default, in the order of the profile."""
    own = {} if firm is None else firm.weights
    return tuple(
        ChangedDefault(one.key, one.weight, float(own[one.key]))
        for one in model.criteria
        if own.get(one.key, one.weight) != one.weight
    )


def reweigh(model: ProfileModel, firm: FirmWeights | None) -> ProfileModel:
    """Return the profile with a firm's weights in place of the defaults; keys it does not have are ignored."""
    changed = {one.criterion: one.weight for one in changed_defaults(model, firm)}
    criteria = tuple(replace(one, weight=changed.get(one.key, one.weight)) for one in model.criteria)
    return replace(model, criteria=criteria)


def read_weights(path: Path) -> FirmWeights:
    """Return what a file of weights (`weights:` and `reason:`) says.

    Raises:
        ContentError: the file is refused whole; each finding names line, field, found and allowed.
    """
    return read(path, FirmWeights)
