"""What a person states about people, days and money for a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.errors import Invalid
from app.services.plan_limits import LimitsPage
from app.web.forms.plans import read_revision
from assessments.plan_limits import (
    MOST_AT_A_TIME,
    MOST_DAYS_A_MONTH,
    MOST_DEADLINES,
    MOST_QUIET,
    Limits,
    QuietTime,
)

SPARE_QUIET, SPARE_DEADLINES = 3, 2
"""Empty lines at the end of a list; saving brings more."""

MOST_MONEY = 1_000_000_000
LONGEST_LABEL = 80


@dataclass(frozen=True, slots=True)
class Stated:
    """A form about limits, read: the limits, or what is wrong by field. `revision` is the one that was shown."""

    revision: int
    limits: Limits
    problems: Mapping[str, Invalid]


class _Reader:
    """Takes fields out of a form and keeps what is wrong with them."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self.form = form
        self.problems: dict[str, Invalid] = {}

    def text(self, field: str) -> str:
        return " ".join(self.form.get(field, "").split())

    def refuse(self, field: str, reason: str, **facts: object) -> None:
        self.problems.setdefault(field, Invalid(field, reason, **facts))

    def number(self, field: str, lowest: float, highest: float) -> float | None:
        """The number in a field; None where it is empty or was refused. A comma is as good as a point."""
        typed = self.text(field)
        if not typed:
            return None
        try:
            value = float(typed.replace(",", ".").replace("٫", "."))
        except ValueError:
            value = float("nan")
        if not lowest <= value <= highest:
            self.refuse(field, "out_of_range", lowest=f"{lowest:g}", highest=f"{highest:g}")
            return None
        return value

    def count(self, field: str, usual: int) -> int:
        value = self.number(field, 1, MOST_AT_A_TIME)
        if value is not None and value != int(value):
            self.refuse(field, "out_of_range", lowest=1, highest=MOST_AT_A_TIME)
        return usual if value is None else int(value)

    def day(self, field: str) -> date | None:
        try:
            return date.fromisoformat(self.form[field]) if self.form.get(field) else None
        except ValueError:
            self.refuse(field, "not_a_day")
            return None


def read_limits(form: Mapping[str, str], page: LimitsPage) -> Stated:
    """Return what a form states about people, days and money."""
    read, plain = _Reader(form), Limits()
    revision = read_revision(form)
    limits = Limits(
        quiet=tuple(_quiet(read, page)),
        budget=read.number("budget", 1, MOST_MONEY),
        day_rate=read.number("day_rate", 1, MOST_MONEY),
        at_once=read.count("at_once", plain.at_once),
        per_owner=read.count("per_owner", plain.per_owner),
        deadlines=_deadlines(read, page),
    )
    if limits.budget is not None and limits.day_rate is None and "day_rate" not in read.problems:
        read.refuse("day_rate", "rate_needed")
    if read.text("people") == "roles":
        limits = _with_roles(read, page, limits)
    return Stated(revision, limits, read.problems)


def _with_roles(read: _Reader, page: LimitsPage, limits: Limits) -> Limits:
    given = {role.key: read.number(f"role-{role.key}", 0, MOST_DAYS_A_MONTH) or 0.0 for role in page.roles}
    has_faults = any(field.startswith("role-") for field in read.problems)
    if not has_faults and not any(given.values()):
        read.refuse(f"role-{page.roles[0].key}" if page.roles else "people", "some_role_needed")
    together = read.number("together", 0.5, MOST_DAYS_A_MONTH * len(page.roles or (1,)))
    return replace(limits, role_days=given, together=together)


def _quiet(read: _Reader, page: LimitsPage) -> list[QuietTime]:
    found, roles = [], {role.key for role in page.roles}
    for number in range(MOST_QUIET):
        field = f"quiet-{number}"
        first, last = read.day(f"{field}-first"), read.day(f"{field}-last")
        label = read.text(f"{field}-label")
        left = read.number(f"{field}-left", 0, 99)
        role = read.text(f"{field}-role")
        if len(label) > LONGEST_LABEL:
            read.refuse(f"{field}-label", "too_long", longest=LONGEST_LABEL)
        if first is None and last is None:
            if (label or left or role) and f"{field}-first" not in read.problems:
                read.refuse(f"{field}-first", "first_day_needed")
            continue
        if first is None:
            read.refuse(f"{field}-first", "first_day_needed")
            continue
        last = last or first  # a single day
        if last < first:
            read.refuse(f"{field}-last", "ends_before_it_begins")
        if role and role not in roles:
            read.refuse(f"{field}-role", "unknown_choice")
        elif role and read.text("people") != "roles":
            read.refuse(f"{field}-role", "role_days_needed")
        found.append(QuietTime(first, last, label, (left or 0.0) / 100, role))
    return sorted(found, key=lambda one: (one.first, one.last, one.role))


def _deadlines(read: _Reader, page: LimitsPage) -> dict[str, date]:
    known, found = {key for key, _ in page.initiatives}, dict[str, date]()
    for number in range(MOST_DEADLINES):
        field = f"deadline-{number}"
        key, day = read.text(f"{field}-key"), read.day(f"{field}-day")
        if not key and day is None:
            continue
        if key not in known:
            read.refuse(f"{field}-key", "unknown_choice")
        elif key in found:
            read.refuse(f"{field}-key", "deadline_twice")
        elif day is None:
            read.refuse(f"{field}-day", "not_a_day")
        elif not page.starts_on <= day <= page.last_on:
            read.refuse(f"{field}-day", "outside_the_plan")
        else:
            found[key] = day
    return found


def shown_limits(limits: Limits, is_stated: bool) -> dict[str, str]:
    """Return limits as the fields of the form."""
    fields = {
        "people": "roles" if limits.has_roles and is_stated else "pool",
        "together": _plain(limits.together),
        "budget": _plain(limits.budget),
        "day_rate": _plain(limits.day_rate),
        "at_once": str(limits.at_once),
        "per_owner": str(limits.per_owner),
    }
    fields |= {f"role-{key}": _plain(days) for key, days in limits.role_days.items()}
    for number, quiet in enumerate(limits.quiet):
        fields |= {
            f"quiet-{number}-first": quiet.first.isoformat(),
            f"quiet-{number}-last": quiet.last.isoformat(),
            f"quiet-{number}-label": quiet.label,
            f"quiet-{number}-left": _plain(round(100 * quiet.share, 6)),
            f"quiet-{number}-role": quiet.role,
        }
    for number, (key, day) in enumerate(limits.deadlines.items()):
        fields |= {f"deadline-{number}-key": key, f"deadline-{number}-day": day.isoformat()}
    return fields


def lines_to_show(typed: Mapping[str, str], prefix: str, spare: int, most: int) -> int:
    """Return how many lines a list of the form has: those that are filled, and some to fill."""
    filled = [
        number
        for number in range(most)
        if any(value.strip() for field, value in typed.items() if field.startswith(f"{prefix}-{number}-"))
    ]
    return min(most, (filled[-1] + 1 if filled else 0) + spare)


def _plain(amount: float | None) -> str:
    return "" if amount is None else f"{amount:.10g}"
