"""Answers to scores: per question, per dimension and whole. The method is in docs/methods.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assessments.dimension_scores import (
    Setting,
    count_dimension,
    release_dimension,
    respondent_means,
    score_dimension,
    unscored_reason,
)
from assessments.intervals import FEWEST_FOR_BOOTSTRAP, Draw, Scale, interval, resample
from assessments.model import ROLES, Dimension, MaturityModel
from assessments.panel import Person, by_role, seat
from assessments.privacy import THRESHOLD
from assessments.question_scores import release_question, score_question
from assessments.responses import Response
from assessments.results import (
    DimensionScore,
    Interval,
    MaturityResult,
    Mode,
    OverallScore,
    QuestionScore,
    RoleCoverage,
    RoleScore,
    StagedReason,
)
from assessments.staging import stage
from assessments.stats import mean, power_mean, weighted_mean

__all__ = [
    "METHOD_VERSION",
    "DimensionScore",
    "Interval",
    "MaturityResult",
    "OverallScore",
    "QuestionScore",
    "RoleCoverage",
    "RoleScore",
    "StagedReason",
    "score_assessment",
]

METHOD_VERSION = "1.0.0"
"""Version of the method in docs/methods.md; it changes whenever a figure could."""

FEWEST_RESPONDENTS = 4
FEWEST_ROLES = 2
FEWEST_FOR_UNIFORM = 10
"""The same level this many times and no other is worth a remark about careless answers."""


def score_assessment(
    model: MaturityModel,
    responses: Sequence[Response],
    *,
    threshold: int = THRESHOLD,
    mode: Mode = "named",
    invited: Mapping[str, int] | None = None,
) -> MaturityResult:
    """Return everything that follows from the answers to one assessment.

    Respondents who answered nothing, and answers to questions that are not put to a respondent's role,
    are left out. Neither the order of responses nor that of answers matters.

    Args:
        threshold: fewest people of whom anything is shown, unless the mode is "named".
        invited: people invited by role group, where that is known; it decides whether this is a census.

    Raises:
        ValueError: a respondent twice, an unknown role or question, or a level off the scale.

    Source: docs/methods.md, sections 1 to 5.
    """
    people = seat(model, responses)
    coverage = _coverage(people, invited)
    scale = Scale(model.lowest, model.highest)
    setting = Setting(scale, mode, threshold, _is_census(coverage))
    questions = tuple(
        score_question(question, dimension.key, people, scale)
        for dimension in model.dimensions
        for question in dimension.all_questions
    )
    dimensions, overall = _scores(model, people, questions, setting)
    return MaturityResult(
        model_key=model.key,
        model_version=model.version,
        model_hash=model.hash,
        method_version=METHOD_VERSION,
        mode=mode,
        threshold=threshold,
        lowest=scale.low,
        highest=scale.high,
        respondents=len(people),
        is_organisation_result=_is_organisation_result(people),
        is_census=setting.is_census,
        is_below_threshold=mode != "named" and len(people) < threshold,
        uniform_respondents=sum(_is_uniform(person) for person in people),
        dimensions=tuple(release_dimension(score, mode, threshold) for score in dimensions),
        overall=overall,
        roles=coverage,
        questions=tuple(release_question(score, mode, threshold) for score in questions),
    )


def _scores(
    model: MaturityModel, people: Sequence[Person], questions: Sequence[QuestionScore], setting: Setting
) -> tuple[list[DimensionScore], OverallScore]:
    asked = {
        dimension.key: [question for question in questions if question.dimension == dimension.key]
        for dimension in model.dimensions
    }
    if setting.mode == "anonymous" and len(people) < setting.threshold:
        counted = [count_dimension(dimension, asked[dimension.key]) for dimension in model.dimensions]
        return [replace(score, unscored_reason="too few respondents") for score in counted], OverallScore()
    scorable = [
        dimension
        for dimension in model.dimensions
        if not unscored_reason(asked[dimension.key], respondent_means(dimension, people))
    ]
    draws = _draws(scorable, people)
    columns = {dimension.key: _column(draws, place) for place, dimension in enumerate(scorable)}
    dimensions = [
        score_dimension(dimension, people, asked[dimension.key], columns.get(dimension.key, ()), setting)
        for dimension in model.dimensions
    ]
    scored = [score for score in dimensions if not score.unscored_reason]
    counting = [question for score in scored for question in asked[score.key]]
    overall = _overall(model, scored, counting)
    if overall.mean is None:
        return dimensions, overall
    groups = _index_by_role(scorable, people)
    is_census = setting.is_census and len(people) == sum(len(values) for values in groups.values())
    spread = interval(overall.mean, groups, setting.scale, _column(draws, -1), is_census=is_census)
    if setting.mode != "named" and spread is not None and spread.method == "range":
        spread = None  # its ends are two people
    return dimensions, replace(overall, interval=spread)


def _overall(
    model: MaturityModel, scored: Sequence[DimensionScore], questions: Sequence[QuestionScore]
) -> OverallScore:
    """Return the indices over the scored dimensions, without the interval. Section 2 of the method."""
    claims = [score.claimed for score in scored if score.claimed is not None]
    if not claims:
        return OverallScore()
    evidenced = [score.evidenced for score in scored if score.evidenced is not None]
    weights = [score.weight for score in scored]
    index = weighted_mean(claims, weights)
    lowest = min(range(len(claims)), key=claims.__getitem__)
    level, reason = stage(model, questions)
    return OverallScore(
        mean=index,
        mean_evidenced=weighted_mean(evidenced, weights),
        mean_equal_weights=mean(claims),
        mean_harmonic=power_mean(claims, weights, -1),
        percent=(index - model.lowest) / (model.highest - model.lowest),
        weakest_dimension=scored[lowest].key,
        weakest=claims[lowest],
        staged_level=level,
        staged_reason=reason,
    )


def _draws(dimensions: Sequence[Dimension], people: Sequence[Person]) -> list[Draw]:
    """Return resampled scores per dimension and, last, of the index; none with too few people."""
    if len(people) < FEWEST_FOR_BOOTSTRAP or not dimensions:
        return []
    rows: dict[str, list[Draw]] = {}
    for person in people:
        said = tuple(person.dimension_mean(dimension) for dimension in dimensions)
        rows.setdefault(person.role, []).append(said)
    # What is drawn must follow from what people said, not from what they are called.
    ordered = {role: sorted(said, key=_order) for role, said in rows.items()}
    return resample(ordered, lambda scores: _index(dimensions, scores))


def _order(said: Draw) -> tuple[tuple[bool, float], ...]:
    return tuple((value is None, value or 0.0) for value in said)


def _index(dimensions: Sequence[Dimension], scores: Sequence[float | None]) -> float | None:
    """Return the weighted mean of the dimensions that have a score."""
    pairs = [(s, d.weight) for d, s in zip(dimensions, scores, strict=True) if s is not None]
    return weighted_mean([score for score, _ in pairs], [weight for _, weight in pairs]) if pairs else None


def _index_by_role(dimensions: Sequence[Dimension], people: Sequence[Person]) -> dict[str, list[float]]:
    """Return each person's own index over the scored dimensions, by role group."""
    pairs = [(p.role, _index(dimensions, [p.dimension_mean(d) for d in dimensions])) for p in people]
    return by_role([(role, value) for role, value in pairs if value is not None])


def _column(draws: Sequence[Draw], place: int) -> list[float]:
    return [value for draw in draws if (value := draw[place]) is not None]


def _coverage(people: Sequence[Person], invited: Mapping[str, int] | None) -> tuple[RoleCoverage, ...]:
    counts = {role: sum(person.role == role for person in people) for role in ROLES}
    expected = invited or {}
    return tuple(
        RoleCoverage(role, counts[role], None if invited is None else expected.get(role, 0))
        for role in ROLES
        if counts[role] or expected.get(role)
    )


def _is_census(coverage: Sequence[RoleCoverage]) -> bool:
    """Return whether exactly those who were invited have responded; with more, nobody knows of how many."""
    return bool(coverage) and all(role.respondents == role.invited for role in coverage)


def _is_organisation_result(people: Sequence[Person]) -> bool:
    return len(people) >= FEWEST_RESPONDENTS and len({person.role for person in people}) >= FEWEST_ROLES


def _is_uniform(person: Person) -> bool:
    levels = [answer.value for answer in person.answers.values() if answer.kind == "level"]
    return len(levels) >= FEWEST_FOR_UNIFORM and len(set(levels)) == 1
