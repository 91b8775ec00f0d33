"""The score of one dimension or part: claimed, evidenced, how sure, how shared, how well founded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.agreement import Scale, agreement_label
from assessments.intervals import Band, interval
from assessments.model import Dimension
from assessments.privacy import hidden_roles, release_roles
from assessments.question_scores import FEWEST_FOR_GAP
from assessments.results import (
    Agreement,
    DimensionScore,
    Grade,
    Mode,
    QuestionScore,
    RoleGap,
    RoleScore,
    UnscoredReason,
)
from assessments.stats import mean, median

MOSTLY_NOT_APPLICABLE = 0.4


@dataclass(frozen=True, slots=True)
class Node:
    """What is known of a dimension or part before it is scored.

    Attributes:
        dimension: from the model. parent: key of what holds it, "" for a dimension. scale: on which it runs.
        questions: the scores of all its questions, with nothing hidden.
        groups: what each person says of it, by role group; without those who say too little.
        evidenced: its rule applied to what the evidence supports of each question; None without a level.
        dk_low, dk_high: the balanced score with every "don't know" counted as the lowest, the highest answer.
        asked_people: those to whom one of its questions is put.
        resampled: where 95 % of the resamples lie, from 15 people on. alpha: Krippendorff's α of its answers.
        weakest: key of its lowest question or part. staged_level: of its own questions.
    """

    dimension: Dimension
    parent: str
    scale: Scale
    questions: tuple[QuestionScore, ...]
    groups: Mapping[str, Sequence[float]]
    evidenced: float | None
    dk_low: float | None
    dk_high: float | None
    asked_people: int
    resampled: Band | None
    alpha: float | None
    rwg_star: float | None
    rwg_j: float | None
    weakest: str | None
    staged_level: int | None


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


def count_dimension(node: Node) -> DimensionScore:
    """Return a dimension's numbers of answers, without any score."""
    answered = sum(question.answered for question in node.questions)
    dont_know = sum(question.dont_know for question in node.questions)
    not_applicable = sum(question.not_applicable for question in node.questions)
    return DimensionScore(
        key=node.dimension.key,
        title=node.dimension.title,
        weight=node.dimension.weight,
        is_core=node.dimension.is_core,
        respondents=0,
        answered=answered,
        asked=sum(question.asked for question in node.questions),
        dont_know_share=_share(dont_know, answered + dont_know),
        not_applicable_share=_share(not_applicable, answered + dont_know + not_applicable),
        parent=node.parent,
        rule=node.dimension.rule.name,
        low=node.scale.low,
        high=node.scale.high,
    )


def score_dimension(node: Node, *, is_census: bool) -> DimensionScore:
    """Return one dimension's or part's score, with nothing hidden.

    Args:
        is_census: everybody invited to the assessment has responded.

    Source: docs/methods.md, sections 1 to 4.
    """
    counted = count_dimension(node)
    if reason := unscored_reason(node.questions, node.groups):
        return replace(counted, unscored_reason=reason)
    claimed = mean([mean(values) for values in node.groups.values()])
    evidenced = claimed if node.evidenced is None else min(claimed, node.evidenced)
    said = [value for values in node.groups.values() for value in values]
    spread = [question.ad / _step(question) for question in node.questions if question.ad is not None]
    points = max((_options(question) for question in node.questions), default=2)
    deviation = median(spread) if spread else None
    unit = Scale(0, points - 1, points)
    agreement = agreement_label(deviation, unit)
    shown = evidence_share(node.questions)
    grades = grade_points(node.groups, agreement, counted.dont_know_share, shown)
    step = _step(node.questions[0])
    return replace(
        counted,
        respondents=len(said),
        claimed=claimed,
        evidenced=evidenced,
        optimism=claimed - evidenced,
        respondent_weighted=mean(said),
        interval=interval(
            claimed,
            node.groups,
            node.scale,
            node.resampled,
            is_census=is_census and len(said) == node.asked_people,
        ),
        dk_low=claimed if node.dk_low is None else min(claimed, node.dk_low),
        dk_high=claimed if node.dk_high is None else max(claimed, node.dk_high),
        ad=None if deviation is None else deviation * step,
        rwg_star=node.rwg_star,
        rwg_j=node.rwg_j,
        agreement=agreement,
        grade=grade(grades),
        grade_points=grades,
        evidence_share=shown,
        by_role=tuple(RoleScore(role, len(values), mean(values)) for role, values in node.groups.items()),
        alpha=node.alpha,
        staged_level=node.staged_level,
        weakest=node.weakest,
        role_gaps=role_gaps(node.groups),
    )


def role_gaps(groups: Mapping[str, Sequence[float]]) -> tuple[RoleGap, ...]:
    """Return every pair of role groups of five people or more, the furthest apart first.

    Source: docs/methods.md, section 3.4.
    """
    large = [(role, values) for role, values in groups.items() if len(values) >= FEWEST_FOR_GAP]
    gaps = []
    for place, first in enumerate(large):
        for second in large[place + 1 :]:
            higher, lower = (first, second) if median(first[1]) >= median(second[1]) else (second, first)
            difference = median(higher[1]) - median(lower[1])
            gaps.append(RoleGap(higher[0], lower[0], difference, _delta(higher[1], lower[1])))
    return tuple(sorted(gaps, key=lambda gap: (-gap.difference, -abs(gap.cliffs_delta))))


def release_dimension(score: DimensionScore, mode: Mode, threshold: int) -> DimensionScore:
    """Return a dimension's score as it may be shown in an assessment of this mode.

    Unless people answer under their names, role groups are hidden as `privacy` says. The respondent-weighted
    score then goes with them, and so does a range, whose ends are two people.
    """
    if mode == "named":
        return score
    counts = {role.role: role.respondents or 0 for role in score.by_role}
    hidden = hidden_roles(counts, threshold=threshold)
    is_range = score.interval is not None and score.interval.method == "range"
    return replace(
        score,
        respondent_weighted=None if hidden else score.respondent_weighted,
        interval=None if is_range else score.interval,
        by_role=release_roles(score.by_role, threshold=threshold),
        role_gaps=tuple(gap for gap in score.role_gaps if not {gap.higher, gap.lower} & hidden),
    )


def grade_points(
    groups: Mapping[str, Sequence[float]],
    agreement: Agreement | None,
    dont_know_share: float,
    evidence: float | None,
) -> dict[str, int]:
    """Return how well founded a score is, in 0 to 2 points for each of five reasons.

    Source: docs/methods.md, section 4.5.
    """
    return {
        "respondents": _points(sum(len(values) for values in groups.values()), 4, 10),
        "roles": _points(len(groups), 2, 3),
        "agreement": {"shared": 2, "acceptable": 1}.get(agreement or "", 0),
        "visibility": _points(-dont_know_share, -0.25, -0.10),
        "evidence": _points(1.0 if evidence is None else evidence, 0.3, 0.6),
    }


def evidence_share(questions: Sequence[QuestionScore]) -> float | None:
    """Return how many of the questions claimed at the third answer or above are evidenced above the second.

    Answers are told by what they count, which need not be evenly spaced. Nothing claimed that high: None.

    Source: docs/methods.md, section 4.5.
    """
    claims = [q for q in questions if q.median is not None and len(q.values) > 2 and q.median >= q.values[2]]
    shown = [q for q in claims if q.evidenced is not None and q.evidenced > q.values[1]]
    return len(shown) / len(claims) if claims else None


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


def _options(question: QuestionScore) -> int:
    return max(len(question.counts), 2)


def _step(question: QuestionScore) -> float:
    return (question.high - question.low) / (_options(question) - 1)


def _delta(one: Sequence[float], other: Sequence[float]) -> float:
    ordered = sorted(other)
    more = sum(bisect_left(ordered, value) for value in one)
    less = sum(len(ordered) - bisect_right(ordered, value) for value in one)
    return (more - less) / (len(one) * len(other))
