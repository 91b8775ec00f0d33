"""What really happens to an adopted plan: how far each initiative has come, and what that does to the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from app.db import db
from app.db import plans as rows
from app.db.plans import PROGRESS, PlanScenario, PlanStatus
from app.errors import Conflict, Invalid
from app.policy import Action, Actor
from app.services import plan_shaping, scenarios, trail
from app.services.plan_figures import LikelyRow, likely_rows
from app.surroundings import now, today
from assessments.roadmap import Roadmap, ScheduledInitiative
from assessments.wishes import Wishes
from content import Text, from_plain

LONGEST_REMARK = 500
WEEKEND = timedelta(days=3)
"""From the Friday on which a week's work ends to the Monday on which the next begins."""


@dataclass(frozen=True, slots=True)
class Status:
    """How far an initiative has come. `started_on` and `ended_on` are days that have been."""

    initiative: str
    progress: str
    started_on: date | None = None
    ended_on: date | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TrackedRow:
    """An initiative of the baseline, with what was agreed, what is expected now and what has happened.

    `slip_weeks` is by how much its end is expected later than agreed, negative for earlier; None where it is given up.
    `is_overdue`: it was to have ended by now and has not.
    """

    key: str
    title: Text
    agreed_from: date
    agreed_until: date
    expected_until: date | None
    slip_weeks: int | None
    status: Status
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Tracking:
    """Where an adopted plan stands; counts by progress, in the order of PROGRESS."""

    rows: tuple[TrackedRow, ...]
    counts: tuple[tuple[str, int], ...]


def tracking(actor: Actor, scenario_id: UUID) -> Tracking | None:
    """Return where an adopted plan stands; None where the scenario is not adopted.

    Raises:
        Hidden, Refused: not on the team.
    """
    return tracking_of(scenarios.found(actor, Action.READ_RESULTS, rows.find_scenario(scenario_id)))


def tracking_of(scenario: PlanScenario) -> Tracking | None:
    """Return where a scenario stands that its reader may see; None where it is not adopted."""
    if scenario.adopted_at is None or scenario.baseline is None:
        return None
    baseline, plan = from_plain(Roadmap, scenario.baseline), from_plain(Roadmap, scenario.plan)
    late = from_plain(Wishes, scenario.wishes).lasts_until
    known = {row.initiative: _status(row) for row in rows.list_statuses(scenario.id)}
    now_planned = {one.key: one for one in plan.initiatives}
    tracked = tuple(
        _row(
            baseline,
            one,
            now_planned.get(one.key),
            known.get(one.key, Status(one.key, "planned")),
            is_late=one.key in late,
        )
        for one in baseline.initiatives
    )
    counts = tuple((word, sum(row.status.progress == word for row in tracked)) for word in PROGRESS)
    return Tracking(tracked, counts)


def likely_of(plan: Roadmap, tracking: Tracking | None) -> tuple[LikelyRow, ...]:
    """Return the likely ends of a plan. Where it is tracked, what is done has its real end, and no other is past.

    Source: methods-planning.md, section 14.9.
    """
    found = likely_rows(plan)
    if tracking is None:
        return found
    ends = {row.key: row.status.ended_on for row in tracking.rows if row.status.progress == "done"}
    soonest = _last_day(plan.start_on, _soonest_end(plan.start_on))
    likely = []
    for one in found:
        keys = [each.key for each in plan.initiatives if one.phase is None or each.phase == one.phase.number]
        ended = [day for key in keys if (day := ends.get(key)) is not None]
        if len(ended) == len(keys):
            likely.append(replace(one, done_on=max(ended)))
        else:
            likely.append(replace(one, p50_on=max(one.p50_on, soonest), p80_on=max(one.p80_on, soonest)))
    return tuple(likely)


def record(actor: Actor, scenario_id: UUID, revision: int, statuses: Sequence[Status]) -> bool:
    """Note how far initiatives have come, and let the rest of the plan find its place round what has happened.

    What has begun is locked to its week and lasts until its expected end, what was given up is taken out; everything
    else stays as it was wished.

    Returns:
        False where what has happened breaks the plan's own rules, such as work begun before what it needs had ended:
        it is noted all the same, and the plan stays as it was.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: the scenario is not adopted, or somebody else has changed it in the meantime.
        Invalid: days that cannot be; `field` names the initiative.
    """
    scenario = scenarios.found(actor, Action.RUN_ASSESSMENT, rows.lock_scenario(scenario_id))
    if scenario.adopted_at is None or scenario.baseline is None:
        raise Conflict("not_adopted")
    baseline = from_plain(Roadmap, scenario.baseline)
    agreed = {one.key for one in baseline.initiatives}
    wishes = from_plain(Wishes, scenario.wishes)
    stored = {row.initiative: row for row in rows.list_statuses(scenario.id)}
    for status in statuses:
        if status.initiative not in agreed:
            raise Invalid("initiative", "initiative_known_key", found=status.initiative)
        _check(status, baseline.start_on)
        before = stored.get(status.initiative)
        if before is None or _status(before) != status:
            wishes = _wished(wishes, status, baseline.start_on)
            # Likely ends depend on what is done, so they are worked out anew even where no initiative moves.
            scenario.plan = {**scenario.plan, "dates": []}
            _keep(actor, scenario, before, status)
    trail.note(actor.id, "plan tracked", "plan_scenario", scenario_id)
    known = {key: _status(row) for key, row in stored.items()} | {one.initiative: one for one in statuses}
    late, plain = _lengthened(wishes, baseline, known), replace(wishes, lasts_until={})
    # So much may run late at once that no plan has room for it; then it keeps its planned length.
    for tried in [late, plain] if late != plain else [plain]:
        try:
            plan_shaping.shape(actor, scenario_id, revision, tried)
        except Invalid as error:
            if error.reason not in (*plan_shaping.REFUSALS, "outside_the_plan"):
                raise
        else:
            return True
    scenarios.ask_to_weigh(scenario, actor.id)
    return False


def _check(status: Status, start_on: date) -> None:
    field = f"progress-{status.initiative}"
    if status.progress not in PROGRESS:
        raise Invalid(field, "unknown_choice")
    if status.progress in ("under way", "done") and status.started_on is None:
        raise Invalid(f"started-{status.initiative}", "started_needed")
    if status.progress == "done" and status.ended_on is None:
        raise Invalid(f"ended-{status.initiative}", "ended_needed")
    if status.started_on is not None and status.started_on < start_on:
        raise Invalid(f"started-{status.initiative}", "before_the_plan")
    for name, day in (("started", status.started_on), ("ended", status.ended_on)):
        if day is not None and day > today():
            raise Invalid(f"{name}-{status.initiative}", "in_the_future")
    if status.started_on and status.ended_on and status.ended_on < status.started_on:
        raise Invalid(f"ended-{status.initiative}", "ended_before_started")
    if len(status.remark) > LONGEST_REMARK:
        raise Invalid(f"remark-{status.initiative}", "too_long", longest=LONGEST_REMARK)


def _wished(wishes: Wishes, status: Status, start_on: date) -> Wishes:
    if status.progress == "given up":
        return wishes.drop(status.initiative)
    if status.started_on is not None:
        return wishes.lock(status.initiative, (status.started_on - start_on).days // 7)
    return wishes.release(status.initiative)


def _lengthened(wishes: Wishes, baseline: Roadmap, known: Mapping[str, Status]) -> Wishes:
    """Let what runs late, or ended late, take the weeks until its expected or real end; what needs it waits."""
    for one in baseline.initiatives:
        status, start = known.get(one.key), wishes.starts.get(one.key)
        if status is None or status.started_on is None or start is None:
            continue
        until = _soonest_end(baseline.start_on)
        if status.ended_on is not None:
            until = (status.ended_on - baseline.start_on).days // 7 + 1
        if until > start + one.end_week - one.start_week:
            wishes = wishes.last(one.key, until)
    return wishes


def _keep(actor: Actor, scenario: PlanScenario, row: PlanStatus | None, status: Status) -> None:
    if row is None:
        row = PlanStatus(
            firm_id=scenario.firm_id,
            scenario_id=scenario.id,
            initiative=status.initiative,
            changed_by=actor.id,
            changed_at=now(),
        )
        db.session.add(row)
    row.progress, row.started_on, row.ended_on = status.progress, status.started_on, status.ended_on
    row.remark, row.changed_by, row.changed_at = status.remark, actor.id, now()
    db.session.flush()


def _status(row: PlanStatus) -> Status:
    return Status(row.initiative, row.progress, row.started_on, row.ended_on, row.remark)


def _row(
    baseline: Roadmap,
    agreed: ScheduledInitiative,
    planned: ScheduledInitiative | None,
    status: Status,
    *,
    is_late: bool,
) -> TrackedRow:
    agreed_until = _last_day(baseline.start_on, agreed.end_week)
    expected = status.ended_on or (None if planned is None else _expected(baseline.start_on, planned, status))
    slip = None if expected is None else round((expected - agreed_until).days / 7)
    planned_until = None if planned is None else _last_day(baseline.start_on, planned.end_week)
    return TrackedRow(
        agreed.key,
        agreed.title,
        baseline.start_on + timedelta(weeks=agreed.start_week),
        agreed_until,
        expected,
        slip,
        status,
        status.ended_on is None and (is_late or (planned_until is not None and planned_until < today())),
    )


def _expected(start_on: date, planned: ScheduledInitiative, status: Status) -> date:
    """Return when what has not ended is to end: as planned, but not in the past, nor before it can be done."""
    soonest = _soonest_end(start_on)
    if status.started_on is None:
        soonest += planned.end_week - planned.start_week - 1
    return _last_day(start_on, max(planned.end_week, soonest))


def _soonest_end(start_on: date) -> int:
    """Return the first week, as the end of work, whose last day has not passed."""
    return -(-(today() - start_on + WEEKEND).days // 7)


def _last_day(start_on: date, week: int) -> date:
    return start_on + timedelta(weeks=week) - WEEKEND
