"""What there is to carry a client's plan out: people by role, quiet times, money, change load, deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from assessments.catalogue import Catalogue, Initiative
from assessments.planning.files import CapacityFile, ChangeLoad, Condition, QuietPeriod, ResourceEntry
from assessments.planning.initiatives import effort_of_roles
from assessments.schedule import MOST_AT_ONCE, MOST_PER_OWNER

POOL = "PMO"
MONTHS_PER_QUARTER = 3
BURST, LEAST_DAYS = 2.0, 3.0
"""Where limits are suggested: a role may give so many times its share of the days in a month, and at least so many."""

MOST_DAYS_A_MONTH = 500.0
MOST_AT_A_TIME = 20
MOST_QUIET = 40
MOST_DEADLINES = 20


@dataclass(frozen=True, slots=True)
class QuietTime:
    """Days, both included, on which only a share of the usual days is worked; 0 for a holiday.

    `role` is the one role that it holds for, where roles have days of their own; empty for everybody.
    """

    first: date
    last: date
    label: str = ""
    share: float = 0.0
    role: str = ""

    @property
    def period(self) -> QuietPeriod:
        return QuietPeriod(self.first, self.last, self.share)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan may draw on. With nothing stated: one pool of the client's days a quarter, for all roles.

    Attributes:
        role_days: role to person-days a month. A role that is not named, or has none, is nobody, and no plan has an
            initiative that needs it. Empty: the one pool.
        together: days a month of all roles together, beside `role_days`: people may have several roles.
        quiet: holidays and times in which less is worked.
        budget: most money the plan may cost. day_rate: what a person-day costs.
        at_once, per_owner: initiatives under way at the same time, in all and for one role.
        deadlines: initiative to its last day of work; it binds where the plan has the initiative.
    """

    role_days: Mapping[str, float] = field(default_factory=dict)
    together: float | None = None
    quiet: tuple[QuietTime, ...] = ()
    budget: float | None = None
    day_rate: float | None = None
    at_once: int = MOST_AT_ONCE
    per_owner: int = MOST_PER_OWNER
    deadlines: Mapping[str, date] = field(default_factory=dict)

    @property
    def has_roles(self) -> bool:
        return bool(self.role_days)

    def days_per_quarter(self, pool: float) -> float:
        """Return the days a quarter of all roles together; `pool` where no role has days of its own."""
        if not self.has_roles:
            return pool
        monthly = sum(self.role_days.values())
        return MONTHS_PER_QUARTER * (monthly if self.together is None else min(monthly, self.together))

    def scaled(self, share: float) -> Limits:
        """Return these limits with a share of the days of each role and of all together; the rest stays."""
        roles = {role: days * share for role, days in self.role_days.items()}
        return replace(
            self, role_days=roles, together=None if self.together is None else self.together * share
        )

    def with_role(self, role: str, days: float) -> Limits:
        return replace(self, role_days={**self.role_days, role: days})

    def with_deadline(self, key: str, day: date | None) -> Limits:
        """Return these limits with another last day for an initiative; None takes it away."""
        kept = {one: last for one, last in self.deadlines.items() if one != key}
        return replace(self, deadlines=kept if day is None else {**kept, key: day})


def capacity_file(
    catalogue: Catalogue,
    limits: Limits,
    *,
    start_on: date,
    horizon_weeks: int,
    pool_per_quarter: float,
    conditions: Iterable[Condition] = (),
) -> CapacityFile:
    """Return limits and wishes as the capacity file that the planning engine reads.

    Source: platform default; methods-planning.md, section 4.7.
    """
    last = start_on + timedelta(weeks=horizon_weeks)
    binding = {key: day for key, day in sorted(limits.deadlines.items()) if day < last}
    wanted = [*conditions, *(Condition(key, deadline=day) for key, day in binding.items())]
    return CapacityFile(
        start_on=start_on,
        horizon_weeks=horizon_weeks,
        resources=tuple(_resources(catalogue, limits, pool_per_quarter)),
        quiet=tuple(one.period for one in limits.quiet if not one.role),
        limits=ChangeLoad(at_once=limits.at_once, per_owner=limits.per_owner),
        budget=limits.budget,
        day_rate=limits.day_rate,
        conditions=tuple(wanted),
    )


def _resources(catalogue: Catalogue, limits: Limits, pool_per_quarter: float) -> Iterable[ResourceEntry]:
    if not limits.has_roles:
        everybody = tuple(role.key for role in catalogue.owners)
        yield ResourceEntry(key=POOL, per_month=pool_per_quarter / MONTHS_PER_QUARTER, covers=everybody)
        return
    there = [role for role in catalogue.owners if limits.role_days.get(role.key, 0.0) > 0]
    for role in there:
        yield ResourceEntry(
            key=role.key,
            title=role.title,
            per_month=limits.role_days[role.key],
            away=tuple(one.period for one in limits.quiet if one.role == role.key),
        )
    if limits.together is not None:
        yield ResourceEntry(
            key=POOL, per_month=limits.together, covers=tuple(role.key for role in there) or (POOL,)
        )


def suggested_limits(
    catalogue: Catalogue, initiatives: Sequence[Initiative], days_per_quarter: float
) -> Limits:
    """Return limits to begin with: a PMO's days, of which each role may give so much a month.

    The days of all roles together are the PMO's. A role may give up to twice the share that the initiatives ask of it,
    and three days in any case, since the work of a role comes in bursts; in half days. Roles stand in the order of the
    catalogue, without those that nothing needs.

    Args:
        initiatives: those that the plan may have.

    Source: platform default; methods-planning.md, section 4.7.
    """
    asked: dict[str, int] = {}
    for one in initiatives:
        for role, amount in effort_of_roles(one).items():
            asked[role] = asked.get(role, 0) + amount
    whole = max(1, sum(asked.values()))
    monthly = days_per_quarter / MONTHS_PER_QUARTER
    shares = {role: monthly * amount / whole for role, amount in asked.items()}
    return Limits(
        role_days={
            role.key: max(LEAST_DAYS, round(2 * BURST * shares[role.key]) / 2)
            for role in catalogue.owners
            if role.key in shares
        },
        together=round(2 * monthly) / 2,
    )
