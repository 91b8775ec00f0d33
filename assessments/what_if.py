"""What would become of a plan under other conditions: some initiatives switched off or on, other days to spend."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.ladder import Ladder, build_ladder
from assessments.plan_changes import PlanComparison, compare_plans
from assessments.plan_drawing import Client, reshape_plan, starts_of
from assessments.planning.initiatives import LEADING_SHARE
from assessments.roadmap import Roadmap, plan_type_of
from assessments.wishes import Wishes

DAYS_PER_WEEK = 5
MONTHS_PER_QUARTER = 3
SCHEDULES = 30
"""Plans that are tried where one has to be searched for: somebody waits for the answer."""
SHARES = (0.5, 1.0, 1.5, 2.0)
"""Of the days that the plan may spend: what can be asked for without typing a figure."""

LEAST_DAYS_PER_MONTH, MOST_DAYS_PER_MONTH = 1.0, 1000.0
"""Nobody improves a PMO with less than a day a month; fifty people full time are no part of this catalogue."""


class Unusable(ValueError):
    """Initiatives that no plan of this client can have; `keys` names them."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(f"cannot be switched: {', '.join(keys)}")
        self.keys = tuple(keys)


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is tried: nothing by default.

    Attributes:
        off, on: initiatives left out of the plan, or put into it.
        share: of the person-days that the plan may spend. days_per_month: the same as a figure, in place of `share`.
    """

    off: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    share: float = 1.0
    days_per_month: float | None = None

    @property
    def is_neutral(self) -> bool:
        return not self.off and not self.on and self.share == 1.0 and self.days_per_month is None


@dataclass(frozen=True, slots=True)
class Dragged:
    """An initiative that goes because what it needs is switched off; `needs` is the first of what it lacks.

    `is_asked_for`: it was switched on in vain. Otherwise it was part of the plan.
    """

    key: str
    needs: str
    is_asked_for: bool


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A plan and what becomes of it.

    Attributes:
        agreed: the plan as it stands, laid out by the same rules as `tried`.
        comparison: from `agreed` to `tried`. dragged: in the order of the catalogue.
        switchable_off, switchable_on: initiatives of the plan, and others, that can be switched; in catalogue order.
        has_room: false where the initiatives left did not fit, so that the best plan that fits was searched for.
    """

    agreed: Roadmap
    tried: Roadmap
    comparison: PlanComparison
    dragged: tuple[Dragged, ...]
    switchable_off: tuple[str, ...]
    switchable_on: tuple[str, ...]
    has_room: bool


def try_out(
    client: Client, wishes: Wishes, plan: Roadmap, asked: Assumption, begun: Collection[str] = ()
) -> WhatIf:
    """Return what becomes of a plan under an assumption, always the same for the same input.

    What stands keeps its order and finds its place again; only where the days no longer suffice for it, a plan that
    fits is searched for. What needs something that is switched off goes with it.

    Args:
        wishes: those under which the plan was drawn. begun: initiatives that have begun and cannot be undone.

    Raises:
        Unusable: the assumption names what cannot be switched.
        Impossible: no plan keeps what is fixed.
        ValueError: the days are out of range.

    Source: platform default; methods-planning.md, section 15.
    """
    agreed = reshape_plan(client, wishes, starts_of(plan), SCHEDULES)
    ladder = build_ladder(client.catalogue, plan_type_of(client.recommendation), client.sector, client.result)
    inside = {one.key for one in agreed.initiatives}
    usable = _usable(ladder)
    off = tuple(key for key in usable if key in inside and key not in begun)
    on = tuple(key for key in usable if key not in inside)
    if wrong := [
        *(key for key in asked.off if key not in off and key not in on),
        *(key for key in asked.on if key not in usable),
    ]:
        raise Unusable(wrong)
    out = ({*wishes.dropped} - {*asked.on}) | {*asked.off}
    lost = _lost(ladder, out)
    tried = agreed
    if not asked.is_neutral:
        kept = {key: week for key, week in starts_of(agreed).items() if key not in out and key not in lost}
        # What is switched on finds its place after everything that stands.
        added = {key: wishes.horizon_weeks for key in asked.on if key not in out and key not in lost}
        shaped = _wishes(wishes, asked, out, lost, agreed)
        tried = reshape_plan(client, shaped, {**added, **kept}, SCHEDULES)
    dragged = tuple(
        Dragged(key, lost[key], key not in inside)
        for key in ladder.usable
        if key in lost and key not in out and (key in inside or key in asked.on)
    )
    return WhatIf(
        agreed=agreed,
        tried=tried,
        comparison=compare_plans(agreed, tried, client.result, (*asked.off, *asked.on)),
        dragged=dragged,
        switchable_off=off,
        switchable_on=on,
        has_room=asked.is_neutral or tried.standing == "",
    )


def days_per_month(plan: Roadmap) -> float:
    """Return the person-days a month that a plan may spend."""
    return plan.capacity_days_per_quarter / MONTHS_PER_QUARTER


def busiest_week(plan: Roadmap) -> Mapping[str, float]:
    """Return, for each role of a plan, the full-time people it takes in its busiest week.

    The days of an initiative are spread evenly over its weeks; its first owner gives three quarters of them, the
    others share the rest equally. A week has five working days.

    Source: platform default; methods-planning.md, sections 14.1 and 15.
    """
    weeks: dict[str, dict[int, float]] = {role.key: {} for role in plan.owners}
    for one in plan.initiatives:
        per_week = one.effort_days / (one.end_week - one.start_week)
        for role, share in _shares(one.owners).items():
            for week in range(one.start_week, one.end_week):
                weeks[role][week] = weeks[role].get(week, 0.0) + per_week * share
    return {role: max(days.values(), default=0.0) / DAYS_PER_WEEK for role, days in weeks.items()}


def people_at_once(plan: Roadmap) -> float:
    """Return the full-time people that a plan takes in its busiest week, all roles together."""
    days: dict[int, float] = {}
    for one in plan.initiatives:
        for week in range(one.start_week, one.end_week):
            days[week] = days.get(week, 0.0) + one.effort_days / (one.end_week - one.start_week)
    return max(days.values(), default=0.0) / DAYS_PER_WEEK


def wishes_in(plan: Roadmap) -> Wishes:
    """Return the wishes that can be read off a plan itself: locks, days held, what was taken out or put in."""
    starts = {one.key: one.start_week for one in plan.initiatives if one.reason.kind == "fixed"}
    return Wishes(
        horizon_weeks=plan.horizon_weeks,
        starts=starts,
        dropped=tuple(one.key for one in plan.left_out if one.reason == "dropped"),
        added=tuple(
            one.key for one in plan.initiatives if one.selection.kind == "wished" and one.key not in starts
        ),
    )


def _shares(owners: Sequence[str]) -> Mapping[str, float]:
    first, *others = owners
    if not others:
        return {first: 1.0}
    return {first: LEADING_SHARE, **dict.fromkeys(others, (1 - LEADING_SHARE) / len(others))}


def _usable(ladder: Ladder) -> tuple[str, ...]:
    """What a plan of this client can have: not in place yet, and so is nothing that it needs impossible."""
    out = {
        key
        for key, one in ladder.usable.items()
        if ladder.is_in_place(one) or ladder.unusable_need(one) is not None
    }
    impossible = {key for key in out if not ladder.is_in_place(ladder.usable[key])}
    lost = _lost(ladder, impossible)
    return tuple(key for key in ladder.usable if key not in out and key not in lost)


def _lost(ladder: Ladder, out: Collection[str]) -> dict[str, str]:
    """What needs something that is out, directly or by way of others, to the first thing that it lacks."""
    lost: dict[str, str] = {}
    has_changed = True
    while has_changed:
        has_changed = False
        for key, one in ladder.usable.items():
            need = next((each for each in ladder.needs(one) if each in out or each in lost), None)
            if need is not None and key not in lost:
                lost[key] = need
                has_changed = True
    return lost


def _wishes(
    wishes: Wishes, asked: Assumption, out: Collection[str], lost: Collection[str], agreed: Roadmap
) -> Wishes:
    gone = {*out, *lost}
    days = agreed.capacity_days_per_quarter * asked.share
    if asked.days_per_month is not None:
        days = asked.days_per_month * MONTHS_PER_QUARTER
    least, most = LEAST_DAYS_PER_MONTH * MONTHS_PER_QUARTER, MOST_DAYS_PER_MONTH * MONTHS_PER_QUARTER
    if asked.days_per_month is not None and not least <= days <= most:
        raise ValueError(f"{asked.days_per_month} days a month are out of range")
    is_same = days == agreed.capacity_days_per_quarter
    has_roles = wishes.limits.has_roles
    return replace(
        wishes,
        capacity_days_per_quarter=wishes.capacity_days_per_quarter if is_same else days,
        # Days by role are scaled alike: what is tried is how much there is, not of whom.
        limits=wishes.limits.scaled(days / agreed.capacity_days_per_quarter) if has_roles else wishes.limits,
        starts={key: week for key, week in wishes.starts.items() if key not in gone},
        not_before={key: week for key, week in wishes.not_before.items() if key not in gone},
        dropped=tuple(sorted(out)),
        added=tuple(
            dict.fromkeys(
                key for key in (*wishes.added, *asked.on) if key not in gone and key not in wishes.starts
            )
        ),
    )
