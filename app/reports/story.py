"""What a report says about a MaturityReport: which findings lead, chosen by rule and worded in templates.

Everything is selected here and nothing is phrased: a sentence belongs to a template, where it is translated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assessments.agreement import Scale
from assessments.gaps import Gap
from assessments.model import MaturityModel
from assessments.plan_levels import whole_level
from assessments.profile import Criterion
from assessments.recommendations import UNANSWERED_SHARE, Recommendation
from assessments.report import MaturityReport
from assessments.results import (
    Agreement,
    DimensionScore,
    MaturityResult,
    OverallScore,
    QuestionScore,
    RoleScore,
)
from assessments.roadmap import LeftOut, Roadmap, ScheduledInitiative
from assessments.rollout import Rollout
from content import Text

FIRST_WEEKS = 13  # ninety days
MOST_FIRST_STEPS = 9
VISIBLE_SPREAD = 0.05  # below it two scores print alike


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where the mean of the evidenced scores stands and where the plan should take it, and until when.

    `levels` are weighted means of the projected dimensions at the end of each quarter.
    """

    start: float
    end: float
    levels: tuple[float, ...]
    ends_on: date


@dataclass(frozen=True, slots=True)
class RolloutNames:
    """What the keys in a rollout stand for: key to title."""

    roles: Mapping[str, Text]
    dimensions: Mapping[str, Text]
    criteria: Mapping[str, Text]
    initiatives: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class View:
    """How the role groups see one dimension; `spread` is None unless two of them may be shown."""

    key: str
    title: Text
    cells: tuple[RoleScore, ...]
    spread: float | None
    agreement: Agreement | None
    highest: RoleScore | None
    lowest: RoleScore | None


@dataclass(frozen=True, slots=True)
class Split:
    """A question on which people disagree, or that they could not judge."""

    score: QuestionScore
    facet: Text
    dimension: Text
    dont_know_share: float
    agreement: Agreement | None
    is_contested: bool


@dataclass(frozen=True, slots=True)
class Story:
    """The findings of a report, each None or empty where the answers do not carry it.

    Attributes:
        scored: dimensions with an evidenced score. short: gaps that are not closed, the widest first.
        widest: the largest gap. priorities: the three gaps of the highest priority.
        is_profile_thin: too few questions about the organisation are answered to advise a type.
        grades: confidence grade to number of dimensions. verify: gaps that must be checked first.
        strengths: the two highest evidenced scores. optimistic: the claim furthest above its evidence.
        rests_on_weights: equal weights would give a visibly different mean.
        first_steps: the first initiatives that begin within the first ninety days. first_count: how many do.
        first_quarter_days: person-days of the ninety days.
        left_out: reason to initiatives, in the order of the plan's reasons.
        roles: the role groups that answered.
        values: what each answer counts, over all questions; empty where every answer counts as it is called.
        titles, owners, criteria, questions: what the keys in the report stand for.
    """

    outlook: Outlook | None
    scored: tuple[DimensionScore, ...]
    short: tuple[Gap, ...]
    widest: Gap | None
    is_profile_thin: bool
    priorities: tuple[Gap, ...]
    grades: Mapping[str, int]
    verify: tuple[Gap, ...]
    strengths: tuple[DimensionScore, ...]
    optimistic: DimensionScore | None
    rests_on_weights: bool
    views: tuple[View, ...]
    widest_view: View | None
    roles: tuple[str, ...]
    hidden_roles: tuple[str, ...]
    contested_count: int
    unseen_count: int
    first_steps: tuple[ScheduledInitiative, ...]
    first_count: int
    quick_wins: int
    first_quarter_days: float
    first_quarter_ends_on: date
    left_out: Mapping[str, tuple[LeftOut, ...]]
    titles: Mapping[str, Text]
    owners: Mapping[str, Text]
    criteria: Mapping[str, Criterion]
    questions: Mapping[str, QuestionScore]
    answers: tuple[int, ...]
    counts: Mapping[str, tuple[int | None, ...]]
    values: Mapping[int, tuple[float, ...]]


def tell_story(report: MaturityReport) -> Story:
    """Return the findings of a report; the same report tells the same story."""
    result, plan = report.result, report.roadmap
    scored = tuple(one for one in result.dimensions if one.evidenced is not None)
    short = tuple(sorted((gap for gap in report.gaps if _is_short(gap)), key=lambda gap: -(gap.gap or 0)))
    views = views_of(result)
    spread = [view for view in views if view.spread is not None and view.spread >= VISIBLE_SPREAD]
    splits = splits_of(report.model, result)
    first = tuple(one for one in plan.initiatives if one.start_week < FIRST_WEEKS)
    return Story(
        outlook=outlook_of(result, plan),
        scored=scored,
        short=short,
        widest=short[0] if short else None,
        is_profile_thin=_is_profile_thin(report.recommendation),
        priorities=tuple(gap for gap in report.gaps if _is_short(gap))[:3],
        grades={grade: sum(one.grade == grade for one in scored) for grade in "ABCD"},
        verify=tuple(gap for gap in report.gaps if gap.verify_first),
        strengths=tuple(sorted(scored, key=lambda one: -(one.evidenced or 0))[:2]),
        optimistic=_optimistic(scored),
        rests_on_weights=_rests_on_weights(result.overall),
        views=views,
        widest_view=max(spread, key=lambda view: view.spread or 0, default=None),
        roles=tuple(one.role for one in result.roles),
        hidden_roles=hidden_roles_of(result),
        contested_count=sum(one.is_contested for one in splits),
        unseen_count=len(unseen_of(splits)),
        first_steps=first[:MOST_FIRST_STEPS],
        first_count=len(first),
        quick_wins=sum(one.is_quick_win for one in plan.initiatives),
        first_quarter_days=plan.quarters[0].effort_days if plan.quarters else 0.0,
        first_quarter_ends_on=quarter_end(plan.start_on, 1),
        left_out=_left_out(plan.left_out),
        titles={one.key: one.title for one in report.model.dimensions},
        owners={role.key: role.title for role in plan.owners},
        criteria={one.key: one for one in report.profile_model.criteria},
        questions={one.key: one for one in result.questions},
        answers=answers_of(report.model),
        counts=counts_of(report.model, result),
        values=values_of(report.model),
    )


def name_rollout(
    rollout: Rollout, plan: Roadmap, gaps: Sequence[Gap], criteria: Sequence[Criterion]
) -> RolloutNames:
    """Return what the keys in a rollout stand for."""
    return RolloutNames(
        roles={role.key: role.title for role in rollout.roles},
        dimensions={gap.dimension: gap.title for gap in gaps},
        criteria={one.key: one.title for one in criteria},
        initiatives={one.key: one.title for one in plan.initiatives},
    )


def week_starts_on(start_on: date, week: int) -> date:
    """Return the first day of a week of the plan, weeks counted from 0."""
    return start_on + timedelta(weeks=week)


def week_ends_on(start_on: date, end_week: int) -> date:
    """Return the Friday before `end_week`, the first week that no longer belongs to something."""
    return week_starts_on(start_on, end_week) - timedelta(days=3)


def quarter_end(start_on: date, number: int) -> date:
    """Return the Friday that closes a quarter of the plan, quarters counted from 1."""
    return start_on + timedelta(weeks=FIRST_WEEKS * number, days=-3)


def _is_short(gap: Gap) -> bool:
    return gap.gap is not None and gap.gap >= VISIBLE_SPREAD


def outlook_of(result: MaturityResult, plan: Roadmap) -> Outlook | None:
    """Return the projections weighed as the mean index weighs the dimensions; None without a plan."""
    known = [one for one in plan.projections if one.levels]
    start = whole_level(result, {one.dimension: one.start for one in known})
    if start is None or not plan.initiatives:
        return None
    quarters = min(len(one.levels) for one in known)
    means = [
        whole_level(result, {one.dimension: one.levels[quarter] for one in known})
        for quarter in range(quarters)
    ]
    levels = tuple(level for level in means if level is not None)
    return Outlook(
        start=start,
        end=levels[-1],
        levels=levels,
        ends_on=quarter_end(plan.start_on, quarters),
    )


def _optimistic(scored: tuple[DimensionScore, ...]) -> DimensionScore | None:
    claims = [one for one in scored if one.optimism is not None and one.optimism >= VISIBLE_SPREAD]
    return max(claims, key=lambda one: one.optimism or 0, default=None)


def _is_profile_thin(advice: Recommendation) -> bool:
    """True where too few criteria are answered, as against answered too evenly."""
    return advice.answered < (1 - UNANSWERED_SHARE) * advice.asked


def _rests_on_weights(overall: OverallScore) -> bool:
    """True where equal weights would print another mean."""
    if overall.mean is None or overall.mean_equal_weights is None:
        return False
    return abs(overall.mean - overall.mean_equal_weights) >= 2 * VISIBLE_SPREAD


def _view(dimension: DimensionScore) -> View:
    shown = [cell for cell in dimension.by_role if cell.score is not None and not cell.is_hidden]
    if len(shown) < 2:
        return View(dimension.key, dimension.title, dimension.by_role, None, dimension.agreement, None, None)
    highest = max(shown, key=lambda cell: cell.score or 0)
    lowest = min(shown, key=lambda cell: cell.score or 0)
    spread = (highest.score or 0) - (lowest.score or 0)
    return View(
        dimension.key, dimension.title, dimension.by_role, spread, dimension.agreement, highest, lowest
    )


def views_of(result: MaturityResult) -> tuple[View, ...]:
    """Return how the role groups see each dimension, in model order."""
    return tuple(_view(one) for one in result.dimensions)


def hidden_roles_of(result: MaturityResult) -> tuple[str, ...]:
    """Return the role groups hidden in at least one dimension, in the order in which they are shown."""
    hidden = {cell.role for one in result.dimensions for cell in one.by_role if cell.is_hidden}
    return tuple(one.role for one in result.roles if one.role in hidden)


def splits_of(model: MaturityModel, result: MaturityResult) -> tuple[Split, ...]:
    """Return every question of the result with how far its answers lie apart, in model order."""
    facets = {one.key: one.facet for one in model.questions}
    titles = {one.key: one.title for one in model.dimensions}
    return tuple(_split(one, facets[one.key], titles[one.dimension]) for one in result.questions)


def answers_of(model: MaturityModel) -> tuple[int, ...]:
    """Return everything that can be answered to any question, lowest first: the columns of a table of answers."""
    return tuple(sorted({option.answer for one in model.questions for option in model.options_of(one)}))


def counts_of(model: MaturityModel, result: MaturityResult) -> dict[str, tuple[int | None, ...]]:
    """Return how often each of `answers_of` was given to a question; None where it is none of its answers.

    Questions whose distribution may not be shown are left out.
    """
    columns = answers_of(model)
    found = {}
    for one in result.questions:
        if one.counts:
            options = [option.answer for option in model.options_of(model.question(one.key))]
            given = dict(zip(options, one.counts, strict=True))
            found[one.key] = tuple(given.get(answer) for answer in columns)
    return found


def values_of(model: MaturityModel) -> Mapping[int, tuple[float, ...]]:
    """Return answer to all that it counts in any question; empty where each counts as it is called."""
    options = [option for question in model.questions for option in model.options_of(question)]
    if all(option.value == option.answer for option in options):
        return {}
    return {
        answer: tuple(sorted({option.value for option in options if option.answer == answer}))
        for answer in answers_of(model)
    }


def contested_from(result: MaturityResult) -> float | None:
    """Return the deviation above which a question is contested; None where questions run on several scales."""
    scales = {(one.low, one.high, len(one.counts)) for one in result.questions if one.counts}
    if len(scales) != 1:
        return None
    scale = Scale(*scales.pop())
    return scale.points / 6 * scale.step


def furthest_of(splits: Sequence[Split]) -> tuple[Split, ...]:
    """Return the measured ones, contested before others, then the widest distance first."""
    measured = [one for one in splits if one.score.ad is not None]
    return tuple(sorted(measured, key=lambda one: (not one.is_contested, -(one.score.ad or 0.0))))


def unseen_of(splits: Sequence[Split]) -> tuple[Split, ...]:
    """Return the questions that many could not judge, the most first."""
    gaps = [one for one in splits if one.score.is_visibility_gap]
    return tuple(sorted(gaps, key=lambda one: -one.dont_know_share))


def _split(score: QuestionScore, facet: Text, dimension: Text) -> Split:
    judged = score.answered + score.dont_know
    return Split(
        score=score,
        facet=facet,
        dimension=dimension,
        dont_know_share=score.dont_know / judged if judged else 0.0,
        agreement=score.agreement,
        is_contested=score.is_polarised or score.agreement == "contested",
    )


def _left_out(left_out: tuple[LeftOut, ...]) -> dict[str, tuple[LeftOut, ...]]:
    reasons = dict.fromkeys(one.reason for one in left_out)
    return {reason: tuple(one for one in left_out if one.reason == reason) for reason in reasons}
