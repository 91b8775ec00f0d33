"""When each chosen initiative runs: prerequisites, owners and capacity, week by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assessments.ladder import Ladder
from assessments.selection import Chosen

QUARTER_WEEKS = 13
MOST_PER_OWNER = 3
MOST_AT_ONCE = 6
"""Initiatives an organisation can follow at the same time."""

ADVANCE = 0.25
"""The part of a quarter's days that may be spent before it is earned week by week, so that a plan does not
spend each quarter in its first weeks."""

SHORTEST_OPENING, LONGEST_OPENING = 2, 4
"""Weeks at the beginning that belong to the foundation and the first quick wins alone."""

_ROUNDING = 1e-9


def quarters_in(weeks: int) -> int:
    """Return how many quarters it takes to hold these weeks, the last one begun or full."""
    return -(-weeks // QUARTER_WEEKS)


@dataclass(frozen=True, slots=True)
class Placement:
    """What fixed the start week: the last thing the initiative had to wait for.

    Kinds: foundation (it opens the plan by rule), quick win (an early result by rule), start (only the
    opening weeks came first), prerequisite (`other` ends then), level (`other` ends then and lifts the
    dimension far enough), owner (`other` is the role that was busy until then), attention (enough was under
    way), capacity (the days of the quarter, or those earned so far, were spent; where roles have days of their own,
    `other` is the role that had none left), not before and fixed (somebody said so), free (it could begin earlier, and
    nothing would be gained).

    Attributes:
        until, others: where there were no days left or enough was under way, the first day on which there was room, and
            what had taken it; None and empty where that was not worked out. Where the initiative, or what it waits
            for, runs late, the last day of that.
    """

    kind: Literal[
        "foundation",
        "quick win",
        "start",
        "prerequisite",
        "level",
        "owner",
        "attention",
        "capacity",
        "not before",
        "fixed",
        "free",
    ]
    other: str | None
    week: int
    until: date | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A chosen initiative with its weeks, start_week … end_week − 1, counted from 0."""

    chosen: Chosen
    start_week: int
    end_week: int
    effort_days: float
    after: tuple[str, ...]
    reason: Placement

    @property
    def key(self) -> str:
        return self.chosen.initiative.key


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a schedule may not exceed; efforts of the catalogue are multiplied by `effort_factor`."""

    capacity_days_per_quarter: float
    horizon_weeks: int
    effort_factor: float


def spread_effort(days: float, start_week: int, end_week: int) -> dict[int, float]:
    """Return the person-days that fall into each quarter (0 is the first), spread evenly over the weeks.

    >>> spread_effort(6.0, 12, 15)
    {0: 2.0, 1: 4.0}
    """
    weeks = Counter(week // QUARTER_WEEKS for week in range(start_week, end_week))
    return {quarter: days * count / (end_week - start_week) for quarter, count in weeks.items()}


def schedule(
    chosen: Sequence[Chosen], ladder: Ladder, bounds: Bounds, *, early: Collection[str] = ()
) -> tuple[tuple[Placed, ...], tuple[str, ...]]:
    """Return the placed initiatives, ordered by start and key, and the keys that found no place.

    Serial schedule generation: of all initiatives whose prerequisites have a place, the one that comes first
    by class (foundation, opening quick win, `early`, others) and value takes the earliest weeks
    that respect prerequisites, levels, owners, attention and capacity. A prerequisite inherits the value of what waits
    for it; equal values keep the order of choice.

    Source: serial scheme, Kolisch 1996, European Journal of Operational Research 90(2), 320–333;
    methods-planning.md, section 4.3.
    """
    run = _Run(chosen, ladder, bounds, early)
    while (item := run.next_ready()) is not None:
        run.place(item)
    placed = sorted(run.placed.values(), key=lambda one: (one.start_week, one.key))
    return tuple(placed), tuple(key for key in run.items if key not in run.placed)


class _Calendar:
    """Weeks already taken: by owners, by initiatives and by days."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.owner_load: Counter[tuple[str, int]] = Counter()
        self.running: Counter[int] = Counter()
        self.days = [0.0] * bounds.horizon_weeks

    def effort(self, item: Chosen) -> float:
        return item.initiative.effort_days * self.bounds.effort_factor

    def block(self, item: Chosen, start: int) -> Placement | None:
        """What forbids a start in this week, as the reason for starting a week later."""
        weeks = range(start, start + item.initiative.weeks)
        for owner in item.initiative.owners:
            if any(self.owner_load[owner, week] >= MOST_PER_OWNER for week in weeks):
                return Placement("owner", owner, start + 1)
        if any(self.running[week] >= MOST_AT_ONCE for week in weeks):
            return Placement("attention", None, start + 1)
        if not self._has_days(self.effort(item), start, weeks.stop):
            return Placement("capacity", None, start + 1)
        return None

    def _has_days(self, effort: float, start: int, end: int) -> bool:
        capacity = self.bounds.capacity_days_per_quarter + _ROUNDING
        for quarter, days in spread_effort(effort, start, end).items():
            first = quarter * QUARTER_WEEKS
            if sum(self.days[first : first + QUARTER_WEEKS]) + days > capacity:
                return False
        spent = sum(self.days[:start])
        for week in range(start, self.bounds.horizon_weeks):
            spent += self.days[week] + (effort / (end - start) if week < end else 0.0)
            if spent > capacity * ((week + 1) / QUARTER_WEEKS + ADVANCE):
                return False
        return True

    def book(self, item: Chosen, start: int) -> None:
        for week in range(start, start + item.initiative.weeks):
            for owner in item.initiative.owners:
                self.owner_load[owner, week] += 1
            self.running[week] += 1
            self.days[week] += self.effort(item) / item.initiative.weeks


class _Run:
    """One pass of serial schedule generation."""

    def __init__(
        self, chosen: Sequence[Chosen], ladder: Ladder, bounds: Bounds, early: Collection[str]
    ) -> None:
        self.items = {one.initiative.key: one for one in chosen}
        self.ladder = ladder
        self.bounds = bounds
        self.calendar = _Calendar(bounds)
        self.needs = {
            key: tuple(need for need in ladder.needs(one.initiative) if need in self.items)
            for key, one in self.items.items()
        }
        self.urgency = self._urgencies(early)
        self.placed: dict[str, Placed] = {}
        self.refused: set[str] = set()

    def next_ready(self) -> Chosen | None:
        """The most urgent initiative that can be given weeks now."""
        waiting = [key for key in self.items if key not in self.placed and key not in self.refused]
        ready = [key for key in waiting if self._is_ready(key)]
        return self.items[min(ready, key=lambda key: self.urgency[key])] if ready else None

    def place(self, item: Chosen) -> None:
        """Give an initiative the earliest weeks that are free, or refuse it."""
        key = item.initiative.key
        reason = max(self._waits(item), key=lambda wait: wait.week)
        while reason.week + item.initiative.weeks <= self.bounds.horizon_weeks:
            block = self.calendar.block(item, reason.week)
            if block is None:
                self.calendar.book(item, reason.week)
                end, effort = reason.week + item.initiative.weeks, self.calendar.effort(item)
                self.placed[key] = Placed(item, reason.week, end, effort, self.needs[key], reason)
                return
            reason = block
        self.refused.add(key)

    def _urgencies(self, early: Collection[str]) -> dict[str, tuple[int, float, int]]:
        def rank(one: Chosen) -> int:
            if self._opens(one):
                return 0 if one.selection.kind == "foundation" else 1
            return 2 if one.initiative.key in early else 3

        value = {key: one.value for key, one in self.items.items()}
        for _ in self.items:  # as many rounds as the longest chain can have members
            for key, needs in self.needs.items():
                for need in needs:
                    value[need] = max(value[need], value[key])
        return {key: (rank(one), -value[key], place) for place, (key, one) in enumerate(self.items.items())}

    def _opens(self, one: Chosen) -> bool:
        """Whether it belongs to the opening: by rule, or because an opening quick win needs it."""
        if one.selection.kind == "prerequisite":
            wanted = self.items.get(one.selection.other or "")
            return wanted is not None and wanted.selection.kind == "quick win"
        return one.selection.kind in ("foundation", "quick win")

    def _is_ready(self, key: str) -> bool:
        if any(need not in self.placed for need in self.needs[key]):
            return False
        item = self.items[key]
        return not self._needs_level(item) or any(self._lifted(item))

    def _waits(self, item: Chosen) -> Iterator[Placement]:
        """What has to pass first; of equal weeks the most telling one comes first."""
        for need in self.needs[item.initiative.key]:
            yield Placement("prerequisite", need, self.placed[need].end_week)
        if self._needs_level(item):
            yield from self._lifted(item)
        if not self._opens(item):
            yield Placement("start", None, self._opening_weeks())
        elif item.selection.kind == "foundation":
            yield Placement("foundation", None, 0)
        else:
            yield Placement("quick win", None, 0)

    def _opening_weeks(self) -> int:
        opening = [one for one in self.placed.values() if self._opens(one.chosen)]
        ends = [one.end_week for one in opening if one.chosen.selection.kind == "foundation"]
        starts = [one.start_week for one in opening]
        return max(SHORTEST_OPENING, min(LONGEST_OPENING, max(ends, default=0)), *starts)

    def _needs_level(self, item: Chosen) -> bool:
        # A prerequisite is not held to the level: what it makes possible decides when it is wanted.
        if item.selection.kind != "gap":
            return False
        today = self.ladder.today[item.initiative.dimension]
        return not self.ladder.is_reachable(today, item.initiative.lift_from)

    def _lifted(self, item: Chosen) -> Iterator[Placement]:
        """The placed initiative whose end lifts the dimension far enough, if there is one yet."""
        dimension = item.initiative.dimension
        same = [one for one in self.placed.values() if one.chosen.initiative.dimension == dimension]
        finished: list[str] = []
        for one in sorted(same, key=lambda one: (one.end_week, one.key)):
            finished.append(one.key)
            if self.ladder.is_reachable(self.ladder.level(dimension, finished), item.initiative.lift_from):
                yield Placement("level", one.key, one.end_week)
                return
