"""Which type of PMO fits this client, how sure that is, and what speaks against it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from operator import mul
from typing import Literal

from assessments.axes import AxisChoice, choose_axes
from assessments.gaps import METHOD_VERSION, Gap, find_gaps, set_targets
from assessments.gates import Gate, find_gates, raised_target, start_of
from assessments.profile import (
    HIGHEST_ANSWER,
    PMO_TYPES,
    PmoType,
    Profile,
    ProfileFacts,
    ProfileModel,
    Shape,
)
from assessments.results import MaturityResult

__all__ = [
    "AxisChoice",
    "DerivedCriterion",
    "Gate",
    "PmoType",
    "Reason",
    "Recommendation",
    "TypeScore",
    "derive_criteria",
    "recommend",
    "score_types",
]

Standing = Literal["clear", "leaning", "tie", "insufficient"]

DRAWS = 5000
SEED = 20250901
"""Fixed, so that the same profile always yields the same stability."""

CLEAR_MARGIN = 10.0
LEANING_MARGIN = 5.0
STABLE_SHARE = 0.8
FLAT_SHARE = 0.7
UNANSWERED_SHARE = 0.3
MOST_FLIPPING = 3

ROUNDING = 9
"""Decimals to which scores are compared, so that what is equal on paper is equal here."""

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


@dataclass(frozen=True, slots=True)
class _Pull:
    """An answered criterion: its weight and how far (0–1) the answer speaks for each type, lightest first."""

    key: str
    answer: int
    weight: float
    utilities: tuple[float, ...]


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
    pulls = _pulls(model, answers)
    used = {pull.key: pull.answer for pull in pulls}
    scores = score_types(model, used)
    best, second = sorted(PMO_TYPES, key=lambda one: -round(scores[one], ROUNDING))[:2]
    shares = _shares_of_wins(pulls)
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
        standing="insufficient" if is_low else _standing(round(margin, ROUNDING)),
        scores=tuple(TypeScore(one, scores[one], shares[one]) for one in PMO_TYPES),
        reasons_for=tuple(sorted(speaking_for, key=lambda one: -one.contribution)[:3]),
        reasons_against=tuple(sorted(speaking_against, key=lambda one: one.contribution)[:2]),
        gates=gates,
        stability=shares[best],
        depends_on_priorities=shares[best] < STABLE_SHARE,
        flipping=_flipping(pulls, best),
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


def score_types(model: ProfileModel, profile: Profile) -> dict[PmoType, float]:
    """Return the score of each type, 0–100: the weighted mean utility of the answered criteria.

    Nothing answered: every score is 0.

    Raises:
        ValueError: an answer lies outside 0..4.
    """
    pulls = _pulls(model, profile)
    total = sum(pull.weight for pull in pulls)
    if not pulls:
        return dict.fromkeys(PMO_TYPES, 0.0)
    return {
        one: 100 * sum(pull.weight * pull.utilities[place] for pull in pulls) / total
        for place, one in enumerate(PMO_TYPES)
    }


def _pulls(model: ProfileModel, profile: Profile) -> tuple[_Pull, ...]:
    pulls = []
    for criterion in model.criteria:
        if criterion.key not in profile:
            continue
        answer = profile[criterion.key]
        if not 0 <= answer <= HIGHEST_ANSWER:
            raise ValueError(f"{criterion.key}: {answer} lies outside 0 to {HIGHEST_ANSWER}")
        utilities = tuple(_utility(criterion.shape(one), answer / HIGHEST_ANSWER) for one in PMO_TYPES)
        pulls.append(_Pull(criterion.key, answer, criterion.weight, utilities))
    return tuple(pulls)


def _utility(shape: Shape, x: float) -> float:
    if shape == "up":
        return x
    if shape == "down":
        return 1 - x
    return 0.35 + 0.4 * (1 - abs(2 * x - 1))


def _shares_of_wins(pulls: tuple[_Pull, ...]) -> dict[PmoType, float]:
    # A weight redrawn from U(0.5w, 1.5w) is w·(0.5 + r): the fixed half is summed once, outside the loop.
    draw = random.Random(SEED).random  # noqa: S311 -- a simulation, not a secret
    pulled = [[pull.weight * pull.utilities[place] for pull in pulls] for place in range(len(PMO_TYPES))]
    halves = [0.5 * sum(one) for one in pulled]
    wins = [0.0] * len(PMO_TYPES)
    count = range(len(pulls))
    for _ in range(DRAWS):
        drawn = [draw() for _ in count]
        sums = [half + sum(map(mul, drawn, one)) for half, one in zip(halves, pulled, strict=True)]
        best = max(sums)
        winners = [place for place, one in enumerate(sums) if one == best]
        for place in winners:
            wins[place] += 1 / len(winners)
    return {one: wins[place] / DRAWS for place, one in enumerate(PMO_TYPES)}


def _reasons(pulls: tuple[_Pull, ...], best: PmoType, second: PmoType) -> tuple[Reason, ...]:
    """Every criterion's share of the margin, in the order of the profile."""
    for_best, for_second = PMO_TYPES.index(best), PMO_TYPES.index(second)
    total = sum(pull.weight for pull in pulls)
    reasons = []
    for pull in pulls:
        difference = pull.utilities[for_best] - pull.utilities[for_second]
        points = 100 * pull.weight * difference / total
        reasons.append(Reason(pull.key, pull.answer, pull.weight, points, best if points >= 0 else second))
    return tuple(reasons)


def _flipping(pulls: tuple[_Pull, ...], best: PmoType) -> tuple[str, ...]:
    """Criteria by the smallest relative change of weight (below 1) after which another type is ahead."""
    place = PMO_TYPES.index(best)
    others = [other for other in range(len(PMO_TYPES)) if other != place]
    lead = {
        other: sum(pull.weight * (pull.utilities[place] - pull.utilities[other]) for pull in pulls)
        for other in others
    }
    changes = {}
    for pull in pulls:
        needed = []
        for other in others:
            force = pull.weight * abs(pull.utilities[place] - pull.utilities[other])
            if force - lead[other] > 10**-ROUNDING:
                needed.append(max(0.0, lead[other]) / force)
        if needed:
            changes[pull.key] = min(needed)
    return tuple(sorted(changes, key=lambda key: changes[key])[:MOST_FLIPPING])


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
    keys = [one.key for one in result.dimensions]
    return find_gaps(result, set_targets(used, target, keys, lowest=result.lowest, highest=result.highest))
