"""What the worker finds out about one scenario: likely ends, or what stands in the way of what was asked."""

from __future__ import annotations

from uuid import UUID

from app.db import assessments, db
from app.db import plans as rows
from app.services import scenarios
from assessments.plan_drawing import Client, starts_of
from assessments.plan_releases import Refusal
from assessments.planning.conflicts import Conflict
from assessments.roadmap import LikelyEnd, Roadmap
from assessments.wishes import Wishes
from content import to_plain


class Weighed:
    """One scenario as it was read, with what its plan was drawn from."""

    def __init__(
        self,
        client: Client,
        revision: int,
        wishes: Wishes,
        plan: Roadmap,
        refusal: Refusal | None,
        done: frozenset[str],
    ) -> None:
        self.client = client
        self.revision = revision
        self.wishes = wishes
        self.plan = plan
        self.refusal = refusal
        self.done = done

    @property
    def lacks_conflicts(self) -> bool:
        refusal = self.refusal
        return refusal is not None and refusal.reason == "wishes" and refusal.conflicts is None

    @property
    def lacks_dates(self) -> bool:
        return bool(self.plan.initiatives) and not self.plan.dates

    def starts(self) -> dict[str, int]:
        return starts_of(self.plan)


def read(scenario_id: UUID) -> Weighed | None:
    """Return a scenario with what its plan is drawn from; None where it is gone."""
    scenario = rows.find_scenario(scenario_id)
    row = None if scenario is None else assessments.find_assessment(scenario.assessment_id)
    if scenario is None or row is None or row.conclusion is None:
        return None
    return Weighed(
        scenarios.client_of(row),
        scenario.revision,
        scenarios.wishes_in(scenario),
        scenarios.plan_in(scenario),
        scenarios.refusal_in(scenario),
        frozenset(one.initiative for one in rows.list_statuses(scenario.id) if one.progress == "done"),
    )


def keep_conflicts(scenario_id: UUID, refused: Refusal, conflicts: tuple[Conflict, ...]) -> None:
    """Keep what stands in the way of wishes, unless something else was asked for in the meantime."""
    scenario = rows.lock_scenario(scenario_id)
    if scenario is not None and scenarios.refusal_in(scenario) == refused:
        found = Refusal(refused.wishes, refused.typed, refused.reason, refused.keys, conflicts)
        scenario.refused = to_plain(found)
        db.session.flush()


def keep_dates(scenario_id: UUID, revision: int, dates: tuple[LikelyEnd, ...], asked_by: UUID | None) -> None:
    """Keep the likely ends of a plan, unless it was changed in the meantime."""
    scenario = rows.lock_scenario(scenario_id)
    if scenario is None or scenario.revision != revision:
        return
    scenario.plan = {**scenario.plan, "dates": to_plain(dates)}
    db.session.flush()
    if asked_by is not None:
        scenarios.conclude_anew(scenario, asked_by)
