"""Two measurements of one organisation: what changed, how sure that is, and what cannot be told."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from assessments.model import MaturityModel
from assessments.model_diff import compare_models
from assessments.results import Interval, MaturityResult, QuestionScore
from content import Text

LEAST_CHANGE = 0.3
"""A smaller change is not called one, however sure it is: share of a step between levels, a platform default."""

Direction = Literal["up", "down", "no detectable change", "too few to tell"]
Basis = Literal["whole", "bridge", "none"]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one score.

    Attributes:
        key: of a dimension or question; "whole" for the mean index. title: of the later model.
        difference: after minus before, as claimed. evidenced: the same of the evidenced scores.
        low, high: 95 % interval of the difference; None where one of the two scores has none.
    """

    key: str
    title: Text
    before: float
    after: float
    difference: float
    evidenced: float | None
    low: float | None
    high: float | None
    direction: Direction


@dataclass(frozen=True, slots=True)
class WaveComparison:
    """An earlier and a later result side by side.

    Attributes:
        basis: "whole": both answer the same model but for its wording; "bridge": only questions that stayed the
            same can be compared; "none": no question stayed the same.
        overall: None unless the basis is "whole" and both have a mean. dimensions: those scored in both, likewise.
        questions: those that stayed the same and have a mean in both, in the order of the later model.
        only_before, only_after: role groups that answered in one wave alone. A balanced mean changes with them.
    """

    before: str
    after: str
    basis: Basis
    overall: Change | None
    dimensions: tuple[Change, ...]
    questions: tuple[Change, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]

    @property
    def detectable(self) -> tuple[Change, ...]:
        """The dimensions that went up or down."""
        return tuple(one for one in self.dimensions if one.direction in ("up", "down"))


def basis_of(before: MaturityModel, after: MaturityModel) -> Basis:
    """Return how far results of two models can be compared."""
    found = compare_models(before, after)
    if before.key == after.key and found.may_compare:
        return "whole"
    return "bridge" if found.bridge else "none"


def compare_waves(
    before_model: MaturityModel, before: MaturityResult, after_model: MaturityModel, after: MaturityResult
) -> WaveComparison:
    """Return what changed between two results.

    The people of the two waves are taken as two samples: nobody has to be recognised again, which also holds in an
    anonymous assessment. Where most are the same people, the intervals are on the wide side.

    Source: docs/methods.md, section 8.
    """
    found = compare_models(before_model, after_model)
    basis = basis_of(before_model, after_model)
    dimensions = tuple(
        change_of(
            later.key,
            later.title,
            (earlier.claimed, earlier.interval),
            (later.claimed, later.interval),
            evidenced=_minus(later.evidenced, earlier.evidenced),
        )
        for later in after.dimensions
        for earlier in before.dimensions
        if basis == "whole" and earlier.key == later.key
        if earlier.claimed is not None and later.claimed is not None
    )
    overall = None
    if basis == "whole" and before.overall.mean is not None and after.overall.mean is not None:
        overall = change_of(
            "whole",
            after_model.title,
            (before.overall.mean, before.overall.interval),
            (after.overall.mean, after.overall.interval),
            evidenced=_minus(after.overall.mean_evidenced, before.overall.mean_evidenced),
        )
    groups_before, groups_after = (
        {role.role for role in result.roles if role.respondents} for result in (before, after)
    )
    return WaveComparison(
        before=f"{before_model.key} {before_model.version}",
        after=f"{after_model.key} {after_model.version}",
        basis=basis,
        overall=overall,
        dimensions=dimensions,
        questions=_questions(before, after, after_model, found.bridge),
        only_before=tuple(sorted(groups_before - groups_after)),
        only_after=tuple(sorted(groups_after - groups_before)),
    )


def change_of(
    key: str,
    title: Text,
    before: tuple[float, Interval | None],
    after: tuple[float, Interval | None],
    *,
    evidenced: float | None = None,
    step: float = 1.0,
) -> Change:
    """Return the change between two scores with intervals.

    The interval of the difference d of a after and b before is recovered from theirs: from
    d − √((a − l_a)² + (u_b − b)²) to d + √((u_a − a)² + (b − l_b)²).

    Args:
        before, after: a score and its interval. step: distance between neighbouring answers.

    Source: Zou & Donner 2008, Statistics in Medicine 27 (MOVER); docs/methods.md, section 8.

    >>> one = change_of("a", {}, (2.0, Interval(1.7, 2.3, "t")), (2.8, Interval(2.4, 3.2, "t")))
    >>> round(one.difference, 2), round(one.low, 2), round(one.high, 2), one.direction
    (0.8, 0.3, 1.3, 'up')
    """
    (was, earlier), (is_, later) = before, after
    difference = is_ - was
    low = high = None
    if earlier is not None and later is not None and "range" not in (earlier.method, later.method):
        low = difference - math.hypot(is_ - later.low, earlier.high - was)
        high = difference + math.hypot(later.high - is_, was - earlier.low)
    return Change(
        key, title, was, is_, difference, evidenced, low, high, _direction(difference, low, high, step)
    )


def _direction(difference: float, low: float | None, high: float | None, step: float) -> Direction:
    if low is None or high is None:
        return "too few to tell"
    if abs(difference) < LEAST_CHANGE * step - 1e-9:
        return "no detectable change"
    if low > 0:
        return "up"
    return "down" if high < 0 else "no detectable change"


def _minus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


def _questions(
    before: MaturityResult, after: MaturityResult, model: MaturityModel, bridge: tuple[str, ...]
) -> tuple[Change, ...]:
    earlier = {one.key: one for one in before.questions}
    later = {one.key: one for one in after.questions}
    return tuple(
        _question(earlier[key], later[key], model.question(key).facet)
        for key in bridge
        if key in earlier and key in later
        if earlier[key].mean is not None and later[key].mean is not None
    )


def _question(before: QuestionScore, after: QuestionScore, facet: Text) -> Change:
    step = (after.high - after.low) / (max(len(after.counts), 2) - 1) if after.counts else 1.0
    return change_of(
        after.key,
        facet,
        (before.mean or 0.0, before.interval),
        (after.mean or 0.0, after.interval),
        evidenced=_minus(after.evidenced, before.evidenced),
        step=step,
    )
