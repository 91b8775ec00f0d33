"""Which type of PMO fits this client, how sure that is, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Literal

from assessments.axes import AxisChoice, choose_axes
from assessments.flips import AnswerFlip, WeightFlip, find_answer_flip, find_weight_flip
from assessments.gaps import METHOD_VERSION, Gap, find_gaps, set_targets
from assessments.gates import Gate, find_gates, raised_target, start_of
from assessments.profile import (
    HIGHEST_ANSWER,
    PMO_TYPES,
    PmoType,
    Profile,
    ProfileFacts,
    ProfileModel,
)
from assessments.results import MaturityResult
from assessments.stability import SEED, flipping_criteria, shares_of_wins
from assessments.type_scores import TWENTIETHS, Pull, pulls_of, ranked, score_types, scores_of, sums_of

__all__ = [
    "AnswerFlip",
    "AxisChoice",
    "DerivedCriterion",
    "Gate",
    "PmoType",
    "Reason",
    "Recommendation",
    "TypeScore",
    "WeightFlip",
    "derive_criteria",
    "recommend",
    "score_types",
]

Standing = Literal["clear", "leaning", "tie", "insufficient"]

CLEAR_MARGIN = 10.0
LEANING_MARGIN = 5.0
STABLE_SHARE = 0.8
FLAT_SHARE = 0.7
UNANSWERED_SHARE = 0.3

_ROUNDING = 9
"""Decimals to which a margin is compared with its limits, so that what is equal on paper is equal here."""

PROJECT_COUNT_STEPS = (5, 15, 40, 100)
"""Highest number of concurrent projects for the answers 0 to 3 to K09; above the last it is 4."""


@dataclass(frozen=True, slots=True)
class TypeScore:
    """How well one type fits: a score of 0–100 and the share (0–1) of redrawn weightings it wins."""

    type: PmoType
    score: float
    share_of_wins: float


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion adds to the margin between best and second, in score points, signed.

    The contributions of all answered criteria sum to the margin. `toward` is the type it speaks for.
    """

    criterion: str
    answer: int
    weight: float
    contribution: float
    toward: PmoType


@dataclass(frozen=True, slots=True)
class DerivedCriterion:
    """A criterion nobody answered but the assessment or the facts did; `value` is the figure behind it."""

    criterion: str
    answer: int
    value: float
    source: Literal["assessment", "facts"]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The advised type of PMO with everything that explains it.

    Attributes:
        type: the best score; of equal scores the lighter type.
        margin: best minus second, in points.
        standing: clear from 10 points, leaning from 5, tie below; insufficient if `is_low_information`.
        scores: in the order supportive, controlling, directive.
        reasons_for, reasons_against: the up to three largest contributions, the up to two most negative;
            equal ones in the order of the profile.
        stability: share (0–1) of redrawn weightings that `type` wins; below 0.8 `depends_on_priorities`.
        flipping: up to three criteria whose weight alone, between nothing and double, changes the best type,
            the most delicate first.
        answer_flip: the smallest set of answers that makes another type the best; None where no answers can.
        weight_flip: the smallest set of weights that does, each between half and one and a half times itself.
        lighter_first: in a tie, the lighter of the two.
        target_type: what targets and plan are made for: `lighter_first` in a tie, raised by gate G2.
        start_type: what to open with: `target_type`, lowered by the gates G1 and G5.
        derived: criteria filled in from the assessment or the facts. profile: the answers used, these included.
    """

    type: PmoType
    runner_up: PmoType
    margin: float
    standing: Standing
    scores: tuple[TypeScore, ...]
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    gates: tuple[Gate, ...]
    stability: float
    depends_on_priorities: bool
    flipping: tuple[str, ...]
    is_low_information: bool
    lighter_first: PmoType | None
    target_type: PmoType
    start_type: PmoType
    axes: tuple[AxisChoice, ...]
    derived: tuple[DerivedCriterion, ...]
    answered: int
    asked: int
    profile: Mapping[str, int]
    profile_version: str
    method_version: str
    seed: int
    answer_flip: AnswerFlip | None = None
    weight_flip: WeightFlip | None = None


def recommend(
    model: ProfileModel,
    profile: Profile,
    result: MaturityResult | None = None,
    facts: ProfileFacts | None = None,
) -> Recommendation:
    """Return the advised type of PMO for a profile, with scores, reasons, gates and stability.

    Args:
        profile: criterion to answer; keys the model does not have are ignored.
        result: the assessment, from which K04 and some gates follow; None if there is none.
        facts: what else is known; None for nothing.

    Raises:
        ValueError: an answer lies outside 0..4.

    Source: weighted additive value model, platform default; methods-planning.md, section 1.
    """
    known = facts or ProfileFacts()
    derived = derive_criteria(profile, result, known)
    answers = {**profile, **{one.criterion: one.answer for one in derived}}
    pulls = pulls_of(model, answers)
    used = {pull.key: pull.answer for pull in pulls}
    scores = scores_of(pulls)
    best, second, _ = ranked(sums_of(pulls))
    shares = shares_of_wins(model, pulls)
    margin = max(0.0, scores[best] - scores[second])
    reasons = _reasons(pulls, best, second)
    speaking_for = [one for one in reasons if one.contribution > 0]
    speaking_against = [one for one in reasons if one.contribution < 0]
    is_low = _is_low_information(used, len(model.criteria))
    lighter = min(best, second, key=PMO_TYPES.index) if margin < LEANING_MARGIN else None
    gates = find_gates(lighter or best, used, result)
    target = raised_target(lighter or best, gates)
    return Recommendation(
        type=best,
        runner_up=second,
        margin=margin,
        standing="insufficient" if is_low else _standing(round(margin, _ROUNDING)),
        scores=tuple(TypeScore(one, scores[one], shares[one]) for one in PMO_TYPES),
        reasons_for=tuple(sorted(speaking_for, key=lambda one: -one.contribution)[:3]),
        reasons_against=tuple(sorted(speaking_against, key=lambda one: one.contribution)[:2]),
        gates=gates,
        stability=shares[best],
        depends_on_priorities=shares[best] < STABLE_SHARE,
        flipping=flipping_criteria(pulls),
        is_low_information=is_low,
        lighter_first=lighter,
        target_type=target,
        start_type=start_of(target, gates),
        axes=choose_axes(used, known, target, _gaps(used, target, result)),
        derived=derived,
        answered=len(used),
        asked=len(model.criteria),
        profile=used,
        profile_version=model.version,
        method_version=METHOD_VERSION,
        seed=SEED,
        answer_flip=find_answer_flip(model, used),
        weight_flip=find_weight_flip(model, used),
    )


def derive_criteria(
    profile: Profile, result: MaturityResult | None, facts: ProfileFacts | None = None
) -> tuple[DerivedCriterion, ...]:
    """Return answers to criteria that are missing from the profile and known from elsewhere.

    K04 is the mean evidenced score of MTH and CTL, moved from the model's scale to 0–4 and rounded half up;
    K09 follows from the number of concurrent projects.
    """
    derived = []
    if "K04" not in profile and result is not None:
        scores = [
            one.evidenced
            for one in result.dimensions
            if one.key in ("MTH", "CTL") and one.evidenced is not None
        ]
        if len(scores) == 2:
            mean = sum(scores) / 2
            share = (mean - result.lowest) / (result.highest - result.lowest)
            derived.append(DerivedCriterion("K04", floor(share * HIGHEST_ANSWER + 0.5), mean, "assessment"))
    if "K09" not in profile and facts is not None and facts.project_count is not None:
        step = sum(facts.project_count > most for most in PROJECT_COUNT_STEPS)
        derived.append(DerivedCriterion("K09", step, facts.project_count, "facts"))
    return tuple(derived)


def _reasons(pulls: Sequence[Pull], best: PmoType, second: PmoType) -> tuple[Reason, ...]:
    """Every criterion's share of the margin, in the order of the profile."""
    for_best, for_second = PMO_TYPES.index(best), PMO_TYPES.index(second)
    whole = TWENTIETHS * sum(pull.weight for pull in pulls)
    reasons = []
    for pull in pulls:
        ahead = pull.twentieths[for_best] - pull.twentieths[for_second]
        points = float(100 * pull.weight * ahead / whole)
        toward = best if points >= 0 else second
        reasons.append(Reason(pull.key, pull.answer, float(pull.weight), points, toward))
    return tuple(reasons)


def _is_low_information(used: Profile, asked: int) -> bool:
    if not used or (asked - len(used)) / asked > UNANSWERED_SHARE:
        return True
    middle = HIGHEST_ANSWER // 2
    return sum(answer == middle for answer in used.values()) / len(used) >= FLAT_SHARE


def _standing(margin: float) -> Standing:
    if margin >= CLEAR_MARGIN:
        return "clear"
    return "leaning" if margin >= LEANING_MARGIN else "tie"


def _gaps(used: Profile, target: PmoType, result: MaturityResult | None) -> tuple[Gap, ...]:
    if result is None:
        return ()
    return find_gaps(result, set_targets(used, target, (one.key for one in result.dimensions)))
