"""A scenario under other wishes: drawn anew, refused with what would help, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from app.db import db
from app.db import plans as rows
from app.db.plans import PlanScenario
from app.errors import Conflict, Invalid
from app.policy import Action, Actor
from app.services import scenarios, trail
from app.services.initiatives import catalogue_of_firm
from app.services.scenarios import draw, found, plan_in, wishes_in
from assessments.plan_changes import PlanComparison
from assessments.plan_drawing import starts_of
from assessments.plan_releases import Refusal, release
from assessments.wishes import LONGEST_HORIZON, Wishes
from content import from_plain, to_plain

REFUSALS: Mapping[str, Literal["wishes", "unusable", "nobody"]] = {
    "no_such_plan": "wishes",
    "not_usable": "unusable",
    "nobody_works": "nobody",
}
"""What `shape` refuses wishes for, and the reason that is kept."""


class StillRefused(Invalid):
    """There is no plan though a condition was eased; `wishes` are what was tried."""

    def __init__(self, wishes: Wishes, error: Invalid) -> None:
        super().__init__(error.field, error.reason, **error.facts)
        self.wishes = wishes


def shape(actor: Actor, scenario_id: UUID, revision: int, wishes: Wishes) -> PlanComparison:
    """Draw a scenario anew under other wishes; return what that changed.

    Args:
        revision: the one that the sender saw.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: somebody else has shaped it in the meantime.
        Invalid: a wish names an unknown initiative or a week outside the plan.
    """
    scenario = found(actor, Action.RUN_ASSESSMENT, rows.lock_scenario(scenario_id))
    if scenario.revision != revision:
        raise Conflict("shaped_elsewhere")
    _check(wishes)
    plan, before = plan_in(scenario), wishes_in(scenario)
    step = scenarios.Step(before, starts_of(plan))
    if wishes != before or scenarios.is_outdated(plan, catalogue_of_firm().version):
        # What was taken out and may come back does so, after everything that stands.
        back = dict.fromkeys(set(before.dropped) - set(wishes.dropped), wishes.horizon_weeks)
        is_another = before.objective != wishes.objective or not step.stood
        order = {**back, **step.stood, **_asked_earlier(wishes, step.stood)}
        plan = draw(scenario.assessment, wishes, None if is_another else order)
    comparison = scenarios.put(scenario, wishes, plan, actor.id)
    scenarios.remember(scenario, step)
    db.session.flush()
    trail.note(actor.id, "scenario shaped", "plan_scenario", scenario.id, revision=scenario.revision)
    _follow(actor, scenario)
    return comparison


def refuse(actor: Actor, scenario_id: UUID, wishes: Wishes, error: Invalid, typed: Mapping[str, str]) -> None:
    """Keep wishes that no plan keeps, and ask the worker what stands in their way; the plan stays as it was.

    Args:
        error: as `shape` raised it. typed: the form as it was sent.

    Raises:
        Hidden, Refused: not on the team.
    """
    scenario = found(actor, Action.RUN_ASSESSMENT, rows.lock_scenario(scenario_id))
    reason = REFUSALS[error.reason]
    keys = tuple(key for key in str(error.facts.get("keys", "")).split(", ") if key)
    scenario.refused = to_plain(Refusal(wishes, typed, reason, keys))
    db.session.flush()
    trail.note(actor.id, "wishes refused", "plan_scenario", scenario.id, revision=scenario.revision)
    if reason == "wishes":
        scenarios.ask_to_weigh(scenario, actor.id)


def ask_why(actor: Actor, scenario_id: UUID) -> None:
    """Ask the worker what keeps a plan from its aims.

    Raises:
        Hidden, Refused: not on the team.
    """
    scenario = found(actor, Action.RUN_ASSESSMENT, rows.lock_scenario(scenario_id))
    scenario.refused = to_plain(Refusal(wishes_in(scenario)))
    db.session.flush()
    scenarios.ask_to_weigh(scenario, actor.id)


def ease(actor: Actor, scenario_id: UUID, number: int) -> PlanComparison:
    """Draw a scenario anew under the wishes that were refused, with one of their conditions eased.

    Args:
        number: of the condition, counted from 0.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: nothing was refused, or it was changed in the meantime.
        Invalid: there is still no plan; its facts hold the wishes.
    """
    scenario = found(actor, Action.RUN_ASSESSMENT, rows.lock_scenario(scenario_id))
    refused = scenarios.refusal_in(scenario)
    conflicts = () if refused is None else refused.conflicts or ()
    if refused is None or not 0 <= number < len(conflicts):
        raise Conflict("nothing_refused")
    eased = release(refused.wishes, conflicts[number], plan_in(scenario).capacity_days_per_quarter)
    if eased is None:
        raise Conflict("nothing_refused")
    try:
        return shape(actor, scenario_id, scenario.revision, eased)
    except Invalid as error:
        if error.reason in REFUSALS:
            raise StillRefused(eased, error) from error
        raise


def forget_refused(actor: Actor, scenario_id: UUID) -> None:
    """Leave a scenario as it is and forget what was asked for in vain.

    Raises:
        Hidden, Refused: not on the team.
    """
    scenario = found(actor, Action.RUN_ASSESSMENT, rows.lock_scenario(scenario_id))
    scenario.refused = None
    db.session.flush()


def undo(actor: Actor, scenario_id: UUID) -> PlanComparison:
    """Take the last change of wishes back; return what that changed.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: nothing was changed.
    """
    scenario = found(actor, Action.RUN_ASSESSMENT, rows.lock_scenario(scenario_id))
    if not scenario.earlier:
        raise Conflict("nothing_to_undo")
    step = from_plain(scenarios.Step, scenario.earlier[-1])
    plan = draw(scenario.assessment, step.wishes, step.stood)
    comparison = scenarios.put(scenario, step.wishes, plan, actor.id)
    scenario.earlier = scenario.earlier[:-1]
    db.session.flush()
    trail.note(actor.id, "scenario change undone", "plan_scenario", scenario.id, revision=scenario.revision)
    _follow(actor, scenario)
    return comparison


def _follow(actor: Actor, scenario: PlanScenario) -> None:
    """What follows from another plan takes longer than a request: likely ends, and all that rests on the plan."""
    scenarios.ask_to_weigh(scenario, actor.id)
    scenarios.conclude_anew(scenario, actor.id)


def _check(wishes: Wishes) -> None:
    known = {one.key for one in catalogue_of_firm().initiatives}
    for key in wishes.touched():
        if key not in known:
            raise Invalid("added", "initiative_known_key", found=key)
    if not 1 <= wishes.horizon_weeks <= LONGEST_HORIZON:
        raise Invalid("horizon", "out_of_range", lowest=1, highest=LONGEST_HORIZON)
    for key, week in (*wishes.starts.items(), *wishes.not_before.items()):
        if not 0 <= week < wishes.horizon_weeks:
            raise Invalid(f"start-{key}", "outside_the_plan")


def _asked_earlier(wishes: Wishes, stood: Mapping[str, int]) -> dict[str, int]:
    """What somebody wants earlier than it stood goes before everything that stands in that week."""
    return {key: week - 1 for key, week in wishes.not_before.items() if week < stood.get(key, week)}
