"""Which type of PMO fits this client, how sure that is, and what speaks against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assessments.axes import AxisChoice, SectorOverlay, choose_axes, lay_over
from assessments.flips import AnswerFlip, WeightFlip, find_answer_flip, find_weight_flip
from assessments.gaps import METHOD_VERSION, Gap, TargetOverride, find_gaps, set_targets
from assessments.gates import Gate, find_gates, raised_target, service_level, start_of
from assessments.profile import (
    HIGHEST_ANSWER,
    PMO_TYPES,
    PmoType,
    Profile,
    ProfileFacts,
    ProfileModel,
    answer_at,
)
from assessments.results import MaturityResult
from assessments.stability import SEED, flipping_criteria, shares_of_wins
from assessments.type_scores import TWENTIETHS, Pull, pulls_of, ranked, score_types, scores_of, sums_of
from assessments.weights import ChangedDefault, FirmWeights, changed_defaults, reweigh

__all__ = [
    "AnswerFlip",
    "AxisChoice",
    "DerivedCriterion",
    "Gate",
    "PmoType",
    "Reason",
    "Recommendation",
    "RespondentStability",
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
class RespondentStability:
    """How firmly the advice stands had other people of the same role groups answered the assessment.

    Attributes:
        draws: resamples of the respondents.
        type_share: 0–1, resamples with the same best type; None where no criterion comes from the assessment.
        start_share: 0–1, resamples with the same type to open with, which gate G5 reads from the assessment too.
        answers: answer to K04, as text, to the share of resamples that give it; empty where it was answered.
    """

    draws: int
    type_share: float | None
    start_share: float
    answers: Mapping[str, float]


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
        respondents: the same over redrawn sets of respondents; None without an assessment of enough people.
        lighter_first: in a tie, the lighter of the two.
        target_type: what targets and plan are made for: `lighter_first` in a tie, raised by gate G2.
        start_type: what to open with: `target_type`, lowered by the gates G1 and G5.
        weights: criteria that weigh otherwise than by default, and `weights_reason`, the firm's reason.
        overlay: what the client's sector adds; None where it adds nothing or is not known.
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
    respondents: RespondentStability | None = None
    weights: tuple[ChangedDefault, ...] = ()
    weights_reason: str = ""
    overlay: SectorOverlay | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """All that the advice rests on: the answers, those filled in included, as the firm weighs them.

    `answers` may hold keys that the profile's model does not have; `pulls` are of those that it has.
    """

    model: ProfileModel
    answers: Profile
    derived: tuple[DerivedCriterion, ...]
    pulls: Sequence[Pull]
    result: MaturityResult | None
    facts: ProfileFacts
    overrides: Mapping[str, TargetOverride] | None
    weights: tuple[ChangedDefault, ...]
    weights_reason: str

    @property
    def used(self) -> Profile:
        return {pull.key: pull.answer for pull in self.pulls}


@dataclass(frozen=True, slots=True)
class _Decision:
    """What follows from answered criteria and the level of the PMO's services alone."""

    type: PmoType
    runner_up: PmoType
    margin: float
    scores: Mapping[PmoType, float]
    lighter_first: PmoType | None
    gates: tuple[Gate, ...]
    target_type: PmoType
    start_type: PmoType


def recommend(
    model: ProfileModel,
    profile: Profile,
    result: MaturityResult | None = None,
    facts: ProfileFacts | None = None,
    weights: FirmWeights | None = None,
    overrides: Mapping[str, TargetOverride] | None = None,
) -> Recommendation:
    """Return the advised type of PMO for a profile, with scores, reasons, gates and stability.

    Args:
        profile: criterion to answer; keys the model does not have are ignored.
        result: the assessment, from which K04 and some gates follow; None if there is none.
        facts: what else is known; None for nothing.
        weights: a firm's own in place of the defaults; None for the defaults.
        overrides: dimension to a target set by a person; they decide which gaps speak for an emphasis.

    Raises:
        ValueError: an answer lies outside 0..4, an override outside the scale.

    Source: weighted additive value model, platform default; methods-planning.md, section 1.
    """
    known = facts or ProfileFacts()
    changed, model = changed_defaults(model, weights), reweigh(model, weights)
    derived = derive_criteria(profile, result, known)
    answers = {**profile, **{one.criterion: one.answer for one in derived}}
    pulls = pulls_of(model, answers)
    reason = weights.reason if weights is not None and changed else ""
    case = _Case(model, answers, derived, pulls, result, known, overrides, changed, reason)
    return _explained(case, _decide(pulls, service_level(result)))


def _explained(case: _Case, found: _Decision) -> Recommendation:
    """Return a decision with its reasons, how firmly it stands and what goes with it."""
    model, pulls, used = case.model, case.pulls, case.used
    shares = shares_of_wins(model, pulls)
    reasons_for, reasons_against = _strongest(_reasons(pulls, found.type, found.runner_up))
    is_low = _is_low_information(used, len(model.criteria))
    return Recommendation(
        type=found.type,
        runner_up=found.runner_up,
        margin=found.margin,
        standing="insufficient" if is_low else _standing(round(found.margin, _ROUNDING)),
        scores=tuple(TypeScore(one, found.scores[one], shares[one]) for one in PMO_TYPES),
        reasons_for=reasons_for,
        reasons_against=reasons_against,
        gates=found.gates,
        stability=shares[found.type],
        depends_on_priorities=shares[found.type] < STABLE_SHARE,
        flipping=flipping_criteria(pulls),
        is_low_information=is_low,
        lighter_first=found.lighter_first,
        target_type=found.target_type,
        start_type=found.start_type,
        axes=choose_axes(used, case.facts, found.target_type, _gaps(case, found.target_type)),
        derived=case.derived,
        answered=len(used),
        asked=len(model.criteria),
        profile=used,
        profile_version=model.version,
        method_version=METHOD_VERSION,
        seed=SEED,
        answer_flip=find_answer_flip(model, used),
        weight_flip=find_weight_flip(model, used),
        respondents=_over_respondents(case, found),
        weights=case.weights,
        weights_reason=case.weights_reason,
        overlay=lay_over(case.facts.sector),
    )


def _decide(pulls: Sequence[Pull], services: float | None) -> _Decision:
    scores = scores_of(pulls)
    best, second, _ = ranked(sums_of(pulls))
    margin = max(0.0, scores[best] - scores[second])
    lighter = min(best, second, key=PMO_TYPES.index) if margin < LEANING_MARGIN else None
    gates = find_gates(lighter or best, {pull.key: pull.answer for pull in pulls}, services)
    target = raised_target(lighter or best, gates)
    return _Decision(best, second, margin, scores, lighter, gates, target, start_of(target, gates))


def _over_respondents(case: _Case, found: _Decision) -> RespondentStability | None:
    """Return how often the same comes out had other people answered; None where that cannot be told."""
    if case.result is None or not case.result.redrawn:
        return None
    is_measured = any(one.source == "assessment" for one in case.derived)
    draws = sum(sample.draws for sample in case.result.redrawn)
    same_type = same_start = 0
    seen: Counter[int] = Counter()
    for sample in case.result.redrawn:
        redrawn = dict(case.answers)
        if is_measured:
            redrawn.pop("K04")
            if sample.delivery is not None:
                redrawn["K04"] = sample.delivery
                seen[sample.delivery] += sample.draws
        services = None if sample.services is None else float(sample.services)
        other = _decide(pulls_of(case.model, redrawn), services)
        same_type += sample.draws * (other.type == found.type)
        same_start += sample.draws * (other.start_type == found.start_type)
    return RespondentStability(
        draws=draws,
        type_share=same_type / draws if is_measured else None,
        start_share=same_start / draws,
        answers={str(answer): count / draws for answer, count in sorted(seen.items())},
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
            answer = answer_at(mean, result.lowest, result.highest)
            derived.append(DerivedCriterion("K04", answer, mean, "assessment"))
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


def _strongest(reasons: Sequence[Reason]) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Return the up to three that add most to the margin, and the up to two that take most from it."""
    most = sorted((one for one in reasons if one.contribution > 0), key=lambda one: -one.contribution)
    least = sorted((one for one in reasons if one.contribution < 0), key=lambda one: one.contribution)
    return tuple(most[:3]), tuple(least[:2])


def _is_low_information(used: Profile, asked: int) -> bool:
    if not used or (asked - len(used)) / asked > UNANSWERED_SHARE:
        return True
    middle = HIGHEST_ANSWER // 2
    return sum(answer == middle for answer in used.values()) / len(used) >= FLAT_SHARE


def _standing(margin: float) -> Standing:
    if margin >= CLEAR_MARGIN:
        return "clear"
    return "leaning" if margin >= LEANING_MARGIN else "tie"


def _gaps(case: _Case, target: PmoType) -> tuple[Gap, ...]:
    result = case.result
    if result is None:
        return ()
    keys = (one.key for one in result.dimensions)
    scale = (result.lowest, result.highest)
    return find_gaps(result, set_targets(case.used, target, keys, case.overrides, scale=scale))
