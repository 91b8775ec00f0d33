"""The advised type of PMO as a page shows it: the scores, the reasons, and what could change it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.db import assessments as rows
from app.policy import Action, Actor, require
from app.reports import charts
from app.reports.charts import Bar
from app.services import conclusions
from app.services.outcomes import Outcome, outcome_of
from assessments.gaps import Target
from assessments.profile import Criterion, load_profile_model
from assessments.recommendations import Reason, Recommendation, TypeScore
from assessments.report import Advice
from assessments.results import MaturityResult
from assessments.service_mix import ServiceMix
from content import Text


@dataclass(frozen=True, slots=True)
class TypeRow:
    """How well one type fits; `rank` counts from 1, the best first."""

    score: TypeScore
    bar: Bar
    rank: int


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """What one answer adds to the lead, or takes from it."""

    reason: Reason
    criterion: Criterion

    @property
    def answer(self) -> Text:
        return self.criterion.options[self.reason.answer]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """The level one dimension should reach, and the titles of the criteria among its reasons."""

    target: Target
    title: Text
    criteria: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class TypeAdvice:
    """The advice with everything its keys stand for.

    Attributes:
        types: in the order supportive, controlling, directive.
        derived: answers that nobody gave and that follow from the assessment or the facts, with their criterion.
        unanswered: criteria without an answer.
        titles: dimension key to title. criteria: key to criterion of the profile.
        services: what to do with each service; None in conclusions drawn before there was a mix.
        verify: keys of the dimensions that must be verified first.
    """

    recommendation: Recommendation
    types: tuple[TypeRow, ...]
    reasons_for: tuple[ReasonRow, ...]
    reasons_against: tuple[ReasonRow, ...]
    derived: tuple[Criterion, ...]
    unanswered: tuple[Criterion, ...]
    targets: tuple[TargetRow, ...]
    titles: dict[str, Text]
    criteria: dict[str, Criterion]
    services: ServiceMix | None
    verify: frozenset[str]


@dataclass(frozen=True, slots=True)
class RecommendationPage:
    """`advice` is None until there are a result and a profile."""

    outcome: Outcome
    advice: TypeAdvice | None


def recommendation_page(actor: Actor, assessment_id: UUID, *, mirrored: bool = False) -> RecommendationPage:
    """Return the advised type of PMO; `mirrored` draws for a script that runs from right to left.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, rows.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    advice = conclusions.advice_of(row)
    if advice is None:
        return RecommendationPage(outcome, None)
    return RecommendationPage(outcome, explain_type(advice, conclusions.result_of(row), mirrored=mirrored))


def explain_type(advice: Advice, result: MaturityResult, *, mirrored: bool) -> TypeAdvice:
    """Return an advice with the words of the profile put to its keys."""
    recommendation = advice.recommendation
    criteria = {one.key: one for one in load_profile_model().criteria}
    titles = {one.key: one.title for one in result.dimensions}

    def reasons(found: tuple[Reason, ...]) -> tuple[ReasonRow, ...]:
        return tuple(ReasonRow(one, criteria[one.criterion]) for one in found)

    return TypeAdvice(
        recommendation=recommendation,
        types=_types(recommendation, mirrored),
        reasons_for=reasons(recommendation.reasons_for),
        reasons_against=reasons(recommendation.reasons_against),
        derived=tuple(criteria[one.criterion] for one in recommendation.derived),
        unanswered=tuple(one for key, one in criteria.items() if key not in recommendation.profile),
        targets=tuple(
            TargetRow(
                target,
                titles[target.dimension],
                tuple((rule, criteria[rule].title) for rule, amount in target.reasons if rule in criteria),
            )
            for target in advice.targets
        ),
        titles=titles,
        criteria=criteria,
        services=advice.services,
        verify=frozenset(gap.dimension for gap in advice.gaps if gap.verify_first),
    )


def _types(recommendation: Recommendation, mirrored: bool) -> tuple[TypeRow, ...]:
    ranked = sorted(recommendation.scores, key=lambda one: -one.score)
    return tuple(
        TypeRow(one, charts.bar_on_scale(0, one.score, 0, 100, mirrored=mirrored), ranked.index(one) + 1)
        for one in recommendation.scores
    )
