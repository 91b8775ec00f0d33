"""What lets a plan through that no plan keeps: a condition eased, in the terms of somebody's wishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import ceil
from typing import Literal

from assessments.plan_limits import MONTHS_PER_QUARTER, MOST_AT_A_TIME, MOST_DAYS_A_MONTH, POOL
from assessments.planning.assembling import ALL
from assessments.planning.conflicts import Conflict
from assessments.wishes import LONGEST_HORIZON, Wishes


@dataclass(frozen=True, slots=True)
class Refusal:
    """Wishes that no plan keeps, kept until somebody asks for something else.

    Attributes:
        typed: the form as it was sent, field to text.
        reason, keys: see `plan_drawing.Impossible`.
        conflicts: the conditions that cannot all be kept; None while they are being looked for.
    """

    wishes: Wishes
    typed: Mapping[str, str] = field(default_factory=dict)
    reason: Literal["wishes", "unusable", "nobody"] = "wishes"
    keys: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] | None = None


def release(wishes: Wishes, conflict: Conflict, pool_per_quarter: float) -> Wishes | None:
    """Return the wishes with one condition eased so far that the others can be kept.

    None where the condition is no wish: a rule of the method, or an aim, which belongs to the targets.

    Args:
        pool_per_quarter: the days of all roles, where no role has days of its own.
    """
    ease = _EASED.get(conflict.kind)
    return None if ease is None else ease(wishes, conflict, pool_per_quarter)


def figure(
    wishes: Wishes, conflict: Conflict, pool_per_quarter: float, start_on: date
) -> float | date | None:
    """Return what a condition stands at: a day, weeks, days a month (of all roles: a quarter), how many, or money.

    None where it is neither stated nor a figure.

    Args:
        pool_per_quarter: the days of all roles, where no role has days of its own.
    """
    limits, key = wishes.limits, conflict.subject

    def day(weeks: Mapping[str, int]) -> date | None:
        return start_on + timedelta(weeks=weeks[key]) if key in weeks else None

    if conflict.kind == "capacity" and limits.has_roles:
        return limits.together if key == POOL else limits.role_days.get(key)
    if conflict.kind == "capacity":
        given = wishes.capacity_days_per_quarter
        return pool_per_quarter if given is None else given
    figures: Mapping[str, float | date | None] = {
        "deadline": limits.deadlines.get(key),
        "fixed": day(wishes.starts),
        "not before": day(wishes.not_before),
        "horizon": wishes.horizon_weeks,
        "load": limits.at_once if key == ALL else limits.per_owner,
        "budget": limits.budget,
    }
    return figures.get(conflict.kind)


def _deadline(wishes: Wishes, one: Conflict, pool: float) -> Wishes | None:
    day = wishes.limits.deadlines.get(one.subject)
    if day is None:
        return None
    later = None if one.amount is None else day + timedelta(weeks=one.amount)
    return replace(wishes, limits=wishes.limits.with_deadline(one.subject, later))


def _fixed(wishes: Wishes, one: Conflict, pool: float) -> Wishes | None:
    return wishes.add(one.subject) if one.subject in wishes.starts else None


def _excluded(wishes: Wishes, one: Conflict, pool: float) -> Wishes | None:
    return wishes.release(one.subject) if one.subject in wishes.dropped else None


def _must(wishes: Wishes, one: Conflict, pool: float) -> Wishes | None:
    is_wished = one.subject in wishes.added or one.subject in wishes.starts
    return wishes.release(one.subject) if is_wished else None


def _not_before(wishes: Wishes, one: Conflict, pool: float) -> Wishes | None:
    week = wishes.not_before.get(one.subject)
    if week is None:
        return None
    earlier = 0 if one.amount is None else week - int(one.amount)
    return wishes.hold(one.subject, earlier) if earlier > 0 else wishes.release(one.subject)


def _horizon(wishes: Wishes, one: Conflict, pool: float) -> Wishes | None:
    weeks = wishes.horizon_weeks + int(one.amount or 0)
    is_possible = one.amount is not None and weeks <= LONGEST_HORIZON
    return replace(wishes, horizon_weeks=weeks) if is_possible else None


def _capacity(wishes: Wishes, one: Conflict, pool: float) -> Wishes | None:
    if one.amount is None:
        return None
    limits = wishes.limits
    if not limits.has_roles:
        return replace(wishes, capacity_days_per_quarter=float(ceil(pool + MONTHS_PER_QUARTER * one.amount)))
    if one.subject == POOL:
        return replace(wishes, limits=replace(limits, together=_half((limits.together or 0.0) + one.amount)))
    days = _half(limits.role_days[one.subject] + one.amount)
    if days > MOST_DAYS_A_MONTH:
        return None
    return replace(wishes, limits=limits.with_role(one.subject, days))


def _load(wishes: Wishes, one: Conflict, pool: float) -> Wishes | None:
    limits = wishes.limits
    before = limits.at_once if one.subject == ALL else limits.per_owner
    most = before + int(one.amount or 0)
    if one.amount is None or most > MOST_AT_A_TIME:
        return None
    eased = replace(limits, at_once=most) if one.subject == ALL else replace(limits, per_owner=most)
    return replace(wishes, limits=eased)


def _budget(wishes: Wishes, one: Conflict, pool: float) -> Wishes:
    more = None if one.amount is None else float(ceil((wishes.limits.budget or 0.0) + one.amount))
    return replace(wishes, limits=replace(wishes.limits, budget=more))


def _half(days: float) -> float:
    """The next half day."""
    return ceil(2 * days - 1e-9) / 2


_EASED: Mapping[str, Callable[[Wishes, Conflict, float], Wishes | None]] = {
    "deadline": _deadline,
    "fixed": _fixed,
    "excluded": _excluded,
    "must": _must,
    "not before": _not_before,
    "horizon": _horizon,
    "capacity": _capacity,
    "load": _load,
    "budget": _budget,
}
