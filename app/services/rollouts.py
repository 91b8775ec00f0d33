"""What surrounds the plan as a page shows it: measures, risks, duties, calendar, staff, training and case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.db import assessments as rows
from app.db.assessments import Assessment
from app.policy import Action, Actor, may, require
from app.reports.story import RolloutNames, name_rollout
from app.services import conclusions
from app.services.outcomes import Outcome, outcome_of
from assessments.profile import load_profile_model
from assessments.report import Advice
from assessments.roadmap import Roadmap
from assessments.rollout import Rollout, plan_rollout
from content import Text
from courses.course import list_courses


@dataclass(frozen=True, slots=True)
class RolloutFindings:
    """A rollout with everything its keys stand for.

    Attributes:
        names: what its keys stand for. courses: key to title of those that can be assigned.
        next_board: the first day on which a phase is judged.
    """

    plan: Roadmap
    rollout: Rollout
    names: RolloutNames
    courses: Mapping[str, Text]
    next_board: date
    may_assign: bool


@dataclass(frozen=True, slots=True)
class RolloutPage:
    """`has_plan` is false until there are a result and a profile; `found` is None for a plan without work."""

    outcome: Outcome
    has_plan: bool
    found: RolloutFindings | None


def rollout_page(actor: Actor, assessment_id: UUID) -> RolloutPage:
    """Return what surrounds the plan of an assessment.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, rows.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    advice = conclusions.advice_of(row)
    if advice is None:
        return RolloutPage(outcome, False, None)
    rollout = rollout_of(row, advice)
    return RolloutPage(outcome, True, None if rollout is None else _findings(actor, row, advice, rollout))


def rollout_of(row: Assessment, advice: Advice) -> Rollout | None:
    """Return what surrounds the plan of stored advice; made now for advice that was drawn before it had any."""
    return advice.rollout or plan_rollout(
        advice.roadmap,
        advice.recommendation,
        advice.gaps,
        conclusions.facts_of(row.engagement),
        available_courses=[course.key for course in list_courses()],
    )


def _findings(actor: Actor, row: Assessment, advice: Advice, rollout: Rollout) -> RolloutFindings:
    return RolloutFindings(
        plan=advice.roadmap,
        rollout=rollout,
        names=name_rollout(rollout, advice.roadmap, advice.gaps, load_profile_model().criteria),
        courses={course.key: course.title for course in list_courses()},
        next_board=rollout.success[0].judged_on,
        may_assign=may(actor, Action.ASSIGN_TRAINING, row),
    )
