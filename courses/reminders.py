"""Whom to remind of a course that was assigned, and why; or why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

AHEAD_DAYS = 7
"""From so many days before the due day on, people are reminded."""

EVERY_DAYS = 7
"""Between two mails about a course lie at least so many days; the one that told of it counts as the first."""

MOST = 4
"""Reminders of one course to one person, however late it becomes."""

Reason = Literal[
    "overdue",
    "due-soon",
    "finished",
    "own-choice",
    "no-day",
    "not-yet",
    "enough",
    "reminded-lately",
    "told-lately",
    "quiet",
]


@dataclass(frozen=True, slots=True)
class Assignment:
    """One person's place in a course, as far as reminding goes; `reminded_on` are the days, in any order."""

    is_assigned: bool
    is_finished: bool
    given_on: date
    due_on: date | None
    reminded_on: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to remind, and the reason.

    Attributes:
        days: what the reason counts: days past the due day or left to it, days since the last mail; for "enough"
            how many reminders there were; 0 for other reasons.
        until: the last day of a quiet time.
    """

    reason: Reason
    days: int = 0
    until: date | None = None

    @property
    def is_due(self) -> bool:
        """Whether a reminder goes out."""
        return self.reason in ("overdue", "due-soon")


def decide(one: Assignment, today: date, quiet: Sequence[tuple[date, date]] = ()) -> Decision:
    """Return whether somebody is to be reminded today.

    The first reason that holds is told: nothing to remind of comes before not now.

    Args:
        quiet: first and last days, both included, of times in which nobody is written to.

    >>> decide(Assignment(True, False, date(2026, 3, 2), date(2026, 3, 30)), date(2026, 3, 23))
    Decision(reason='due-soon', days=7, until=None)
    """
    if one.is_finished:
        return Decision("finished")
    if not one.is_assigned:
        return Decision("own-choice")
    if one.due_on is None:
        return Decision("no-day")
    left = (one.due_on - today).days
    if left > AHEAD_DAYS:
        return Decision("not-yet", left)
    return _held_back(one, today, quiet) or (
        Decision("overdue", -left) if left < 0 else Decision("due-soon", left)
    )


def _held_back(one: Assignment, today: date, quiet: Sequence[tuple[date, date]]) -> Decision | None:
    """Return why a reminder that would be due is not sent."""
    if len(one.reminded_on) >= MOST:
        return Decision("enough", len(one.reminded_on))
    if one.reminded_on and (since := (today - max(one.reminded_on)).days) < EVERY_DAYS:
        return Decision("reminded-lately", since)
    if (since := (today - one.given_on).days) < EVERY_DAYS:
        return Decision("told-lately", since)
    ends = [last for first, last in quiet if first <= today <= last]
    return Decision("quiet", until=max(ends)) if ends else None
