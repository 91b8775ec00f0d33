"""How long somebody was at work on a course, from the moments at which their page or form was heard of.

Between two moments of one person lies time at work if they are close enough together. Each moment says what it means:
that a page was opened ("arrive"), that something was done on it ("work"), or that it was left ("leave"). A person has
one line of moments over all windows and courses, so nothing is ever counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

IDLE = timedelta(minutes=5)
"""A gap longer than this is not counted at all: who did nothing for so long is taken to have been elsewhere."""

MOST_TIMES_STATED = 2.5
"""No part of a course counts for more than so many times the minutes that the course states for it."""

Kind = Literal["arrive", "work", "leave"]


@dataclass(frozen=True, slots=True)
class Moment:
    """What was heard at one instant; `place` is any name of what the person was at."""

    at: datetime
    place: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Interval:
    """Time at work at one place; `end` is later than `start`, by `IDLE` at most."""

    start: datetime
    end: datetime
    place: str

    @property
    def seconds(self) -> int:
        """Whole seconds, rounded down."""
        return int((self.end - self.start).total_seconds())

    @property
    def day(self) -> date:
        """The day (in UTC) that the interval belongs to, which is the one on which it ends."""
        return self.end.date()


def follow(last: Moment | None, heard: Moment) -> tuple[Moment | None, Interval | None]:
    """Return the moment to remember after another one was heard, and the time at work that lies between both.

    The time belongs to the place that is heard of; for a page just opened, to the place before it, if that was not
    left. That a page was left counts only while nothing was heard of another one since: two windows report in any
    order. A moment before the last one changes nothing.

    Source: the idle rule is our default; docs/courses.md, *Hours*.
    """
    if last is None:
        return (None if heard.kind == "leave" else heard), None
    if heard.at < last.at or (heard.kind == "leave" and heard.place != last.place):
        return last, None
    gap = heard.at - last.at
    if last.kind == "leave" or not timedelta(0) < gap <= IDLE:
        return heard, None
    place = last.place if heard.kind == "arrive" else heard.place
    return heard, Interval(last.at, heard.at, place)


def find_intervals(moments: Iterable[Moment]) -> tuple[Interval, ...]:
    """Return the time at work of one person, in order; no two intervals overlap.

    Args:
        moments: of all windows together, in the order in which they were heard.
    """
    last, found = None, []
    for moment in moments:
        last, interval = follow(last, moment)
        if interval is not None:
            found.append(interval)
    return tuple(found)


def counted_seconds(recorded: int, stated_minutes: int) -> int:
    """Return how much of the recorded time at one part of a course counts.

    >>> counted_seconds(1_800, 30), counted_seconds(6_000, 30)
    (1800, 4500)
    """
    return min(recorded, int(stated_minutes * 60 * MOST_TIMES_STATED))
