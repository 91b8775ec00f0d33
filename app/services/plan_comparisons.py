"""Scenarios held against one another: two to four of an assessment, all of them against the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.db import assessments
from app.policy import Action, Actor, require
from app.reports import charts
from app.reports.overlay import Overlay, lay_over
from app.reports.story import outlook_of
from app.services import conclusions, scenarios
from app.services.outcomes import Outcome, outcome_of
from assessments.plan_changes import last_week
from assessments.plan_comparison import (
    PlanFigures,
    SideBySide,
    figures_of,
    level_on,
    quarter_ends,
    side_by_side,
)
from assessments.plan_levels import whole_level
from assessments.results import MaturityResult
from assessments.roadmap import Roadmap
from content import Text, from_plain

FEWEST, MOST = 2, 4
AT_FIRST = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A scenario that can be compared."""

    id: UUID
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ComparedPlan:
    """A scenario in figures.

    Attributes:
        is_another: it is not the same plan as the first.
        later_weeks: by how much its work ends later than that of the first.
        means: weighted means of the levels at the quarters' ends.
    """

    id: UUID
    name: str
    is_adopted: bool
    is_another: bool
    later_weeks: int
    figures: PlanFigures
    means: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A dimension: its level today and its target, and for each plan the level at each quarter's end."""

    title: Text
    today: float
    target: float
    levels: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class PlanComparisonPage:
    """Plans side by side.

    Attributes:
        plans: the chosen ones, the first being what the others are held against; none where fewer than two are there.
        rows: initiatives on which the plans differ. shared: how many they say the same of.
        overlay: the first plan with the plan number `over` laid over it; None without plans.
        currency: of the cost, None where no rate is known.
        lowest, highest: the ends of the scale of levels.
        too_many: more were asked for than can be compared.
    """

    outcome: Outcome
    choices: tuple[Choice, ...]
    plans: tuple[ComparedPlan, ...]
    rows: tuple[SideBySide, ...]
    shared: int
    quarters: tuple[date, ...]
    levels: tuple[LevelRow, ...]
    today: float | None
    overlay: Overlay | None
    over: int
    currency: str | None
    lowest: int
    highest: int
    too_many: bool

    def shade(self, score: float) -> int:
        """Return the step of the ramp, 1 to 5, on which a score is shown."""
        return charts.ramp_step(score, self.lowest, self.highest)


def comparison_page(
    actor: Actor, assessment_id: UUID, asked: Sequence[UUID], over: UUID | None
) -> PlanComparisonPage | Outcome:
    """Return scenarios of an assessment side by side; its outcome alone while there is no plan yet.

    Args:
        asked: scenarios in the order in which they stand; those of another assessment are passed over. Fewer than two
            take those that come first instead.
        over: which of them is laid over the first; the next that differs from it unless one is chosen.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, assessments.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    if row.conclusion is None:
        return outcome
    saved = {one.id: one for one in scenarios.saved_for(row.id)}
    known = [saved[one] for one in dict.fromkeys(asked) if one in saved]
    chosen = known[:MOST] if len(known) >= FEWEST else list(saved.values())[:AT_FIRST]
    if len(chosen) < FEWEST:
        chosen = []
    plans = [from_plain(Roadmap, one.plan) for one in chosen]
    result = conclusions.result_of(row)
    found = side_by_side(plans) if plans else ()
    others = [number for number in range(1, len(chosen)) if _is_another(found, number)]
    wanted = [number for number in range(1, len(chosen)) if chosen[number].id == over]
    laid = (wanted or others or [1])[0]
    ends = quarter_ends(plans) if plans else ()
    rate = conclusions.day_rate_of(row.engagement)
    return PlanComparisonPage(
        outcome=outcome,
        choices=tuple(Choice(one.id, one.name, one in chosen) for one in saved.values()),
        plans=tuple(
            ComparedPlan(
                one.id,
                one.name,
                one.adopted_at is not None,
                number == 0 or number in others,
                _later(plan, plans[0]),
                figures_of(plan, result, rate),
                _means(plan, result, ends),
            )
            for number, (one, plan) in enumerate(zip(chosen, plans, strict=True))
        ),
        rows=tuple(one for one in found if one.differs),
        shared=sum(not one.differs for one in found),
        quarters=ends,
        levels=_levels(plans, result, ends),
        today=_today(plans, result),
        overlay=lay_over(plans, found, laid) if plans else None,
        over=laid,
        currency=None
        if rate is None and not any(one.cost for one in plans)
        else row.engagement.client.currency,
        lowest=result.lowest,
        highest=result.highest,
        too_many=len(known) > MOST,
    )


def _later(plan: Roadmap, first: Roadmap) -> int:
    return (plan.start_on - first.start_on).days // 7 + last_week(plan) - last_week(first)


def _is_another(rows: Sequence[SideBySide], number: int) -> bool:
    """Whether a plan says something else than the first of any initiative."""
    pairs = [(row.places[0], row.places[number]) for row in rows]
    return any(
        (first is None) != (place is None) or bool(place and (place.later_weeks or place.longer_weeks))
        for first, place in pairs
    )


def _levels(plans: Sequence[Roadmap], result: MaturityResult, ends: Sequence[date]) -> tuple[LevelRow, ...]:
    """Return the dimensions that every plan says something about, in the order of the model."""
    by_plan = [{one.dimension: one for one in plan.projections} for plan in plans]
    return tuple(
        LevelRow(
            one.title,
            by_plan[0][one.key].start,
            by_plan[0][one.key].target,
            tuple(
                tuple(level_on(plan, known[one.key], day) for day in ends)
                for plan, known in zip(plans, by_plan, strict=True)
            ),
        )
        for one in result.dimensions
        if plans and all(one.key in known for known in by_plan)
    )


def _means(plan: Roadmap, result: MaturityResult, ends: Sequence[date]) -> tuple[float, ...]:
    """The dimensions weighed as the mean index weighs them."""
    levels = [
        whole_level(result, {one.dimension: level_on(plan, one, day) for one in plan.projections})
        for day in ends
    ]
    return tuple(level for level in levels if level is not None)


def _today(plans: Sequence[Roadmap], result: MaturityResult) -> float | None:
    outlook = next((found for plan in plans if (found := outlook_of(result, plan))), None)
    return None if outlook is None else outlook.start
