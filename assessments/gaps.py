"""Where the client should stand, where it stands, and which distance matters most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assessments.profile import PmoType, Profile
from assessments.results import DimensionScore, MaturityResult
from content import Text

METHOD_VERSION = "1.2.0"
"""Version of the method in docs/methods-planning.md; it changes whenever advice or plan could."""

SCALE = (1, 5)
"""The scale on which the rules of targets are stated; on another one they stand at the same share of it."""

BASE_TARGET = 3.0
HIGHEST_TARGET = 4.5
HIGH_ANSWER = 3
"""From this answer on, a criterion of the profile raises the targets that depend on it."""

RAISED_BY_CRITERION: Mapping[str, tuple[str, ...]] = {
    "K01": ("GOV", "RSK", "MTH"),
    "K06": ("STR", "CTL", "RES"),
    "K15": ("CTL", "RSK", "ENG"),
    "K18": ("STR", "BEN"),
}
RAISED_BY_TYPE: Mapping[PmoType, tuple[str, ...]] = {
    "supportive": ("PPL", "MTH"),
    "controlling": ("GOV", "CTL"),
    "directive": ("CTL", "RES"),
}
TYPE_RAISE = 0.5
CRITERION_RAISE = 1.0

CONFIDENCE: Mapping[str | None, float] = {"A": 1.0, "B": 0.9, "C": 0.75, "D": 0.5, None: 0.5}
"""How much of a gap's weight counts, by the confidence grade of the score it is measured from."""


@dataclass(frozen=True, slots=True)
class Target:
    """The level one dimension should reach; `reasons` are (rule, amount) pairs that sum to `level`.

    Rules: base, K01, K06, K15, K18, type, cap, override (`note` then holds the person's reason).
    """

    dimension: str
    level: float
    reasons: tuple[tuple[str, float], ...]
    note: str = ""

    @property
    def default_level(self) -> float:
        """The level by the rules alone."""
        return sum(amount for rule, amount in self.reasons if rule != "override")


@dataclass(frozen=True, slots=True)
class TargetOverride:
    """A target set by a person instead of the rules, who has to say why."""

    level: float
    note: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Target minus evidenced score of one dimension, never negative; None where nothing was scored.

    Attributes:
        priority: weight × gap × confidence; 0 where nothing was scored.
        confidence: factor of the grade, 0–1.
        verify_first: the grade is D or the dimension has no score, so advice on it must be checked before
            it is acted on.
        rank: from 1, the highest priority first.
    """

    dimension: str
    title: Text
    weight: float
    claimed: float | None
    evidenced: float | None
    target: float
    gap: float | None
    priority: float
    grade: str | None
    confidence: float
    verify_first: bool
    rank: int


def set_targets(
    profile: Profile,
    pmo_type: PmoType,
    dimensions: Iterable[str],
    overrides: Mapping[str, TargetOverride] | None = None,
    *,
    scale: tuple[int, int] = SCALE,
) -> tuple[Target, ...]:
    """Return the target of each dimension, in the order given.

    Args:
        profile: criterion to answer; an unanswered criterion raises nothing.
        pmo_type: the type the plan is made for (`Recommendation.target_type`).
        overrides: dimension to the level a person has set instead; the rules' reasons stay visible.
        scale: the lowest and the highest level of the model; an override lies within.

    Raises:
        ValueError: an override lies outside the scale or gives no reason.

    Source: platform default; methods-planning.md, section 2.
    """
    low, high = scale
    chosen = overrides or {}
    for dimension, one in chosen.items():
        if not low <= one.level <= high or not one.note.strip():
            raise ValueError(f"{dimension}: an override is a level from {low} to {high} with a reason")
    found = []
    for dimension in dimensions:
        target = _on_scale(_target(dimension, profile, pmo_type), low, high)
        override = chosen.get(dimension)
        found.append(target if override is None else _overridden(target, override))
    return tuple(found)


def _target(dimension: str, profile: Profile, pmo_type: PmoType) -> Target:
    """Return the target by rule, on the scale from 1 to 5."""
    reasons = [("base", BASE_TARGET)]
    for criterion, raised in RAISED_BY_CRITERION.items():
        if dimension in raised and profile.get(criterion, 0) >= HIGH_ANSWER:
            reasons.append((criterion, CRITERION_RAISE))
    if dimension in RAISED_BY_TYPE[pmo_type]:
        reasons.append(("type", TYPE_RAISE))
    level = sum(amount for _, amount in reasons)
    if level > HIGHEST_TARGET:
        reasons.append(("cap", HIGHEST_TARGET - level))
        level = HIGHEST_TARGET
    return Target(dimension, level, tuple(reasons))


def _on_scale(target: Target, lowest: int, highest: int) -> Target:
    """Return the target at the same share of another scale, its reasons in steps of that scale."""
    if (lowest, highest) == SCALE:
        return target
    low, high = SCALE
    share = (highest - lowest) / (high - low)

    def moved(level: float) -> float:
        return lowest + (level - low) * share

    reasons = [(rule, moved(amount) if rule == "base" else amount * share) for rule, amount in target.reasons]
    return replace(target, level=moved(target.level), reasons=tuple(reasons))


def _overridden(target: Target, override: TargetOverride) -> Target:
    reasons = (*target.reasons, ("override", override.level - target.level))
    return Target(target.dimension, override.level, reasons, override.note)


def find_gaps(result: MaturityResult, targets: Iterable[Target]) -> tuple[Gap, ...]:
    """Return the gap of every dimension of the result, the highest priority first, then in model order.

    Raises:
        KeyError: a dimension of the result has no target.

    Source: platform default; methods-planning.md, section 3.
    """
    level_of = {target.dimension: target.level for target in targets}
    gaps = [_gap(score, level_of[score.key]) for score in result.dimensions]
    gaps.sort(key=lambda gap: -gap.priority)
    return tuple(replace(gap, rank=rank) for rank, gap in enumerate(gaps, 1))


def _gap(score: DimensionScore, target: float) -> Gap:
    distance = None if score.evidenced is None else max(0.0, target - score.evidenced)
    grade = None if score.evidenced is None else score.grade
    confidence = CONFIDENCE[grade]
    return Gap(
        dimension=score.key,
        title=score.title,
        weight=score.weight,
        claimed=score.claimed,
        evidenced=score.evidenced,
        target=target,
        gap=distance,
        priority=score.weight * (distance or 0.0) * confidence,
        grade=grade,
        confidence=confidence,
        verify_first=grade in (None, "D"),
        rank=0,
    )
