"""What was asked of a scenario and no plan keeps, with what would let the rest of it be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db.plans import PlanScenario
from app.services import scenarios
from app.services.initiatives import catalogue_of_firm
from app.services.roadmaps import Plan
from assessments.plan_releases import Refusal, figure, release
from assessments.planning.assembling import OWNER
from assessments.planning.conflicts import Conflict
from assessments.roadmap import Roadmap
from assessments.wishes import Wishes
from content import Text


@dataclass(frozen=True, slots=True)
class Release:
    """One of the conditions that cannot all be kept.

    Attributes:
        subject: what it is about, in words; None where it is about the whole.
        before: what it stands at, a day or an amount. after: what lets the others be kept; None where that is to do
            without it.
        is_wish: somebody asked for it, so it can be eased at once; otherwise it is a rule, or a target.
    """

    number: int
    conflict: Conflict
    subject: Text | None
    before: float | date | None
    after: float | date | None
    is_wish: bool


@dataclass(frozen=True, slots=True)
class RefusedWishes:
    """What was asked for and no plan keeps. `releases` is None while it is being looked for."""

    refusal: Refusal
    releases: tuple[Release, ...] | None


def refused_in(scenario: PlanScenario, plan: Plan) -> RefusedWishes | None:
    """Return what was asked for last, if no plan keeps it, in the words of the plan that stands."""
    refusal = scenarios.refusal_in(scenario)
    if refusal is None:
        return None
    if refusal.conflicts is None:
        return RefusedWishes(refusal, None)
    roles = {role.key: role.title for role in catalogue_of_firm().owners}
    titles = {
        **plan.titles,
        **plan.dimensions,
        **roles,
        **{OWNER + key: title for key, title in roles.items()},
    }
    found = tuple(
        _release(number, one, refusal.wishes, plan.roadmap, titles.get(one.subject))
        for number, one in enumerate(refusal.conflicts)
    )
    return RefusedWishes(refusal, found)


def _release(number: int, conflict: Conflict, wishes: Wishes, plan: Roadmap, subject: Text | None) -> Release:
    pool = plan.capacity_days_per_quarter
    eased = release(wishes, conflict, pool)
    return Release(
        number,
        conflict,
        subject,
        figure(wishes, conflict, pool, plan.start_on),
        None if eased is None else figure(eased, conflict, pool, plan.start_on),
        eased is not None,
    )
