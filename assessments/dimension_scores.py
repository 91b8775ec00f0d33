"""The score of one dimension: claimed, evidenced, how sure, how shared, how well founded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.intervals import Scale, interval
from assessments.model import Dimension
from assessments.panel import Person, balanced_mean, by_role
from assessments.privacy import hidden_roles, release_roles
from assessments.results import (
    Agreement,
    DimensionScore,
    Grade,
    Mode,
    QuestionScore,
    RoleScore,
    UnscoredReason,
)
from assessments.stats import mean, median, rwg_j, rwg_star, weighted_mean

MOSTLY_NOT_APPLICABLE = 0.4


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all figures of one scoring."""

    scale: Scale
    mode: Mode
    threshold: int
    is_census: bool


def respondent_means(
    dimension: Dimension, people: Sequence[Person], dont_know_as: int | None = None
) -> dict[str, list[float]]:
    """Return what each person says of a dimension, by role group; without those who say too little."""
    pairs = [(person.role, person.dimension_mean(dimension, dont_know_as)) for person in people]
    return by_role([(role, value) for role, value in pairs if value is not None])


def unscored_reason(
    questions: Sequence[QuestionScore], groups: Mapping[str, Sequence[float]]
) -> UnscoredReason:
    """Return why a dimension cannot be scored, or "" if it can."""
    answered = sum(question.answered for question in questions)
    not_applicable = sum(question.not_applicable for question in questions)
    given = answered + not_applicable + sum(question.dont_know for question in questions)
    if given and not_applicable >= MOSTLY_NOT_APPLICABLE * given:
        return "mostly not applicable"
    if not answered:
        return "no answers"
    return "" if groups else "too few answers"


def count_dimension(dimension: Dimension, questions: Sequence[QuestionScore]) -> DimensionScore:
    """Return a dimension's numbers of answers, without any score."""
    answered = sum(question.answered for question in questions)
    dont_know = sum(question.dont_know for question in questions)
    not_applicable = sum(question.not_applicable for question in questions)
    return DimensionScore(
        key=dimension.key,
        title=dimension.title,
        weight=dimension.weight,
        is_core=dimension.is_core,
        respondents=0,
        answered=answered,
        asked=sum(question.asked for question in questions),
        dont_know_share=_share(dont_know, answered + dont_know),
        not_applicable_share=_share(not_applicable, answered + dont_know + not_applicable),
    )


def score_dimension(
    dimension: Dimension,
    people: Sequence[Person],
    questions: Sequence[QuestionScore],
    draws: Sequence[float],
    setting: Setting,
) -> DimensionScore:
    """Return one dimension's score, with nothing hidden.

    Args:
        questions: the scores of the dimension's questions, with nothing hidden.
        draws: the dimension's score in each resample of the people; empty below 15 people.

    Source: docs/methods.md, sections 1 to 4.
    """
    counted = count_dimension(dimension, questions)
    groups = respondent_means(dimension, people)
    if reason := unscored_reason(questions, groups):
        return replace(counted, unscored_reason=reason)
    claimed = balanced_mean(groups)
    evidenced = min(claimed, _evidenced(dimension, questions))
    said = [value for values in groups.values() for value in values]
    spread = [question.ad for question in questions if question.ad is not None]
    deviation = median(spread) if spread else None
    agreement = agreement_label(deviation, setting.scale)
    points = grade_points(groups, agreement, counted.dont_know_share, questions, setting.scale)
    items = [_levels(question, setting.scale) for question in questions if question.answered >= 2]
    asked_roles = {role for question in dimension.all_questions for role in question.roles}
    is_census = setting.is_census and len(said) == sum(person.role in asked_roles for person in people)
    low, high = setting.scale.low, setting.scale.high
    return replace(
        counted,
        respondents=len(said),
        claimed=claimed,
        evidenced=evidenced,
        optimism=claimed - evidenced,
        respondent_weighted=mean(said),
        interval=interval(claimed, groups, setting.scale, draws, is_census=is_census),
        dk_low=min(claimed, balanced_mean(respondent_means(dimension, people, low))),
        dk_high=max(claimed, balanced_mean(respondent_means(dimension, people, high))),
        ad=deviation,
        rwg_star=rwg_star(items, low, high) if items else None,
        rwg_j=rwg_j(items, low, high) if items else None,
        agreement=agreement,
        grade=grade(points),
        grade_points=points,
        by_role=tuple(RoleScore(role, len(values), mean(values)) for role, values in groups.items()),
    )


def release_dimension(score: DimensionScore, mode: Mode, threshold: int) -> DimensionScore:
    """Return a dimension's score as it may be shown in an assessment of this mode.

    Unless people answer under their names, role groups are hidden as `privacy` says. The respondent-weighted
    score then goes with them, and so does a range, whose ends are two people.
    """
    if mode == "named":
        return score
    counts = {role.role: role.respondents or 0 for role in score.by_role}
    is_range = score.interval is not None and score.interval.method == "range"
    return replace(
        score,
        respondent_weighted=None if hidden_roles(counts, threshold=threshold) else score.respondent_weighted,
        interval=None if is_range else score.interval,
        by_role=release_roles(score.by_role, threshold=threshold),
    )


def agreement_label(deviation: float | None, scale: Scale) -> Agreement | None:
    """Return what an average deviation means: on five levels up to 0.5 shared, up to 5/6 acceptable.

    Source: docs/methods.md, section 3.1.
    """
    if deviation is None:
        return None
    if deviation <= scale.points / 10:
        return "shared"
    return "acceptable" if deviation <= scale.points / 6 else "contested"


def grade_points(
    groups: Mapping[str, Sequence[float]],
    agreement: Agreement | None,
    dont_know_share: float,
    questions: Sequence[QuestionScore],
    scale: Scale,
) -> dict[str, int]:
    """Return how well founded a score is, in 0 to 2 points for each of five reasons.

    Source: docs/methods.md, section 4.5.
    """
    claims = [q for q in questions if q.median is not None and q.median >= scale.low + 2]
    shown = [q for q in claims if q.evidenced is not None and q.evidenced > scale.low + 1]
    return {
        "respondents": _points(sum(len(values) for values in groups.values()), 4, 10),
        "roles": _points(len(groups), 2, 3),
        "agreement": {"shared": 2, "acceptable": 1}.get(agreement or "", 0),
        "visibility": _points(-dont_know_share, -0.25, -0.10),
        "evidence": _points(len(shown) / len(claims) if claims else 1.0, 0.3, 0.6),
    }


def grade(points: Mapping[str, int]) -> Grade:
    """Return the confidence grade of 0 to 10 points: 9 A, 7 B, 5 C, below D."""
    total = sum(points.values())
    if total >= 9:
        return "A"
    if total >= 7:
        return "B"
    return "C" if total >= 5 else "D"


def _points(value: float, one: float, two: float) -> int:
    return int(value >= one) + int(value >= two)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _evidenced(dimension: Dimension, questions: Sequence[QuestionScore]) -> float:
    """Return the weighted mean of what the evidence supports of each answered question."""
    weights = {question.key: question.weight for question in dimension.all_questions}
    pairs = [(q.evidenced, weights[q.key]) for q in questions if q.evidenced is not None]
    return weighted_mean([value for value, _ in pairs], [weight for _, weight in pairs])


def _levels(question: QuestionScore, scale: Scale) -> list[int]:
    return [level for level, count in enumerate(question.counts, start=scale.low) for _ in range(count)]
