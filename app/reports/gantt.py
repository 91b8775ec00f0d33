"""Where the parts of a Gantt lie, row by row: bars, what waits for what, today, and what was once agreed.

Time runs from left to right in every language, so nothing here is mirrored. A row may be of any height: places
along it are in per cent of its width, places down it in shares of its height, and the pieces of a line that runs
through several rows meet at their edges. Names stand in columns of their own, so that no line can cross one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.reports.charts import Bar, bar_in_weeks, mark_on_scale, period_lines
from app.reports.plan_exports import Span
from assessments.roadmap import Phase, Roadmap, ScheduledInitiative

Way = Literal["on", "down", "up"]

AWAY = 1.0
"""How far from a bar a line runs down, in per cent of the width."""

APART = 0.55
"""Between lines of different initiatives that run down side by side."""

LANES = 4
NEXT_DAY = {4: 3, 5: 2}
"""Work that ends on a Friday or Saturday ends with the week."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: an initiative with its weeks, or a heading, which has no key and no bar."""

    key: str | None = None
    start_week: int = 0
    end_week: int = 0
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Across:
    """A piece in the middle of a row, from one place to a greater one."""

    left: float
    right: float
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Upright:
    """A piece down a row: `top` and `bottom` are shares of its height, 0, 0.5 or 1."""

    x: float
    top: float
    bottom: float
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The tip of an arrow: it meets a bar at its start, from above or from below."""

    x: float
    way: Way
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Links:
    """What runs through one row; pieces of the critical chain come last, so that they lie on top."""

    across: tuple[Across, ...] = ()
    uprights: tuple[Upright, ...] = ()
    heads: tuple[Head, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """What a plan is held against; nothing of it is drawn where it is not known.

    Attributes:
        critical: keys of the critical chain. baseline: key to the days once agreed. today: for its line.
    """

    critical: Collection[str] = ()
    baseline: Mapping[str, Span] = field(default_factory=dict)
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """An initiative; `links` runs through its row, `agreed` are the days once agreed and `baseline` their bar."""

    initiative: ScheduledInitiative
    bar: Bar
    links: Links
    is_critical: bool
    agreed: Span | None
    baseline: Bar | None


@dataclass(frozen=True, slots=True)
class Group:
    """A phase and the initiatives that begin in it; `links` runs through its heading."""

    phase: Phase
    bar: Bar
    links: Links
    rows: tuple[Row, ...]

    @property
    def effort_days(self) -> float:
        return sum(row.initiative.effort_days for row in self.rows)


@dataclass(frozen=True, slots=True)
class Gantt:
    """A plan, placed. `lines` lie between the quarters; `today` and its place are None unless the plan runs then."""

    groups: tuple[Group, ...]
    lines: tuple[float, ...]
    today: date | None
    today_at: float | None

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def has_critical(self) -> bool:
        return any(row.is_critical for row in self.rows)

    @property
    def has_baseline(self) -> bool:
        return any(row.baseline for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Arrow:
    """An arrow from a row to another: right from `begin`, down at `x`, and on to `end` where it does not end there."""

    source: str
    upper: int
    lower: int
    from_row: int
    to_row: int
    begin: float
    x: float
    end: float
    is_critical: bool


def draw_plan(plan: Roadmap, marks: Marks) -> Gantt:
    """Return where everything of a plan lies."""
    lines, groups = [], []
    for phase in plan.phases:
        group = [one for one in plan.initiatives if one.phase == phase.number]
        groups.append((phase, group))
        lines += [Line(), *(Line(one.key, one.start_week, one.end_week, one.after) for one in group)]
    links = iter(link_rows(lines, plan.length_weeks, critical=marks.critical))
    drawn = []
    for phase, group in groups:
        through = next(links)
        rows = tuple(_row(plan, one, next(links), marks) for one in group)
        bar = bar_in_weeks(phase.start_week, phase.end_week, plan.length_weeks)
        drawn.append(Group(phase, bar, through, rows))
    today_at = place_of(marks.today, plan.start_on, plan.length_weeks) if marks.today else None
    today = marks.today if today_at is not None else None
    return Gantt(tuple(drawn), period_lines(plan.length_weeks), today, today_at)


def _row(plan: Roadmap, one: ScheduledInitiative, links: Links, marks: Marks) -> Row:
    agreed = marks.baseline.get(one.key)
    return Row(
        initiative=one,
        bar=bar_in_weeks(one.start_week, one.end_week, plan.length_weeks),
        links=links,
        is_critical=one.key in marks.critical,
        agreed=agreed,
        baseline=bar_of_days(*agreed, plan.start_on, plan.length_weeks) if agreed else None,
    )


def link_rows(
    lines: Sequence[Line], length_weeks: int, *, critical: Collection[str] = ()
) -> tuple[Links, ...]:
    """Return what runs through each row. What waits for something that is not shown has no arrow.

    An arrow leaves the end of a bar, runs down beside it or beside the bar it leads to, whichever lies in the way
    of fewer bars, and keeps apart from the arrows of other initiatives. An arrow within the critical chain has
    both its ends there.
    """
    places = {line.key: number for number, line in enumerate(lines) if line.key is not None}
    bars = [bar_in_weeks(line.start_week, line.end_week, length_weeks) for line in lines]
    arrows: list[_Arrow] = []
    for to_row, line in enumerate(lines):
        for key in line.after:
            if key in places and line.key is not None:
                is_critical = key in critical and line.key in critical
                arrows.append(_route(key, (places[key], to_row), lines, bars, arrows, is_critical))
    arrows.sort(key=lambda arrow: arrow.is_critical)
    return tuple(_pieces(number, arrows) for number in range(len(lines)))


def place_of(day: date, start_on: date, length_weeks: int) -> float | None:
    """Return where a day lies, 0–100; None outside the plan.

    >>> place_of(date(2026, 2, 16), date(2026, 2, 2), 8), place_of(date(2026, 1, 30), date(2026, 2, 2), 8)
    (25.0, None)
    """
    weeks = (day - start_on).days / 7
    return mark_on_scale(weeks, 0, length_weeks) if 0 <= weeks < length_weeks else None


def bar_of_days(first: date, last: date, start_on: date, length_weeks: int) -> Bar | None:
    """Return the bar of work from one day to another, both included; None where none of it lies in the plan.

    >>> bar_of_days(date(2026, 2, 2), date(2026, 2, 13), date(2026, 2, 2), 8)
    Bar(x=0.0, width=25.0)
    """
    start = (first - start_on).days / 7
    end = ((last - start_on).days + NEXT_DAY.get(last.weekday(), 1)) / 7
    if end <= 0 or start >= length_weeks:
        return None
    return bar_in_weeks(start, end, length_weeks)


def _route(
    source: str,
    rows: tuple[int, int],
    lines: Sequence[Line],
    bars: Sequence[Bar],
    others: Sequence[_Arrow],
    is_critical: bool,
) -> _Arrow:
    begin, end = bars[rows[0]].x + bars[rows[0]].width, bars[rows[1]].x
    upper, lower = min(rows), max(rows)
    between = [bars[row] for row in range(upper + 1, lower) if lines[row].key is not None]

    def cost(x: float) -> tuple[int, int]:
        near = sum(
            abs(one.x - x) < APART - 0.01
            for one in others
            if one.source != source and one.upper <= lower and upper <= one.lower
        )
        return near, sum(bar.x < x < bar.x + bar.width for bar in between)

    x: float = min(_candidates(begin, end, bars[rows[1]].width), key=cost)
    return _Arrow(source, upper, lower, rows[0], rows[1], round(begin, 2), round(x, 2), end, is_critical)


def _candidates(begin: float, end: float, width: float) -> Iterator[float]:
    """Yield where an arrow may run down, the best first: between its bars, or into the one it leads to."""
    room = end - begin - 2 * AWAY
    if room >= 0:
        for lane in range(LANES):
            if lane * APART <= room:
                yield begin + AWAY + lane * APART
        for lane in range(LANES):
            if lane * APART <= room:
                yield end - AWAY - lane * APART
    else:
        for lane in range(LANES):
            if (lane + 1) * APART < width:
                yield end + (lane + 1) * APART
        yield end + width / 2


def _pieces(row: int, arrows: Sequence[_Arrow]) -> Links:
    across, uprights, heads = [], [], []
    for one in arrows:
        if not one.upper <= row <= one.lower:
            continue
        top = 0.0 if row > one.upper else 0.5
        bottom = 1.0 if row < one.lower else 0.5
        uprights.append(Upright(one.x, top, bottom, one.is_critical))
        if row == one.from_row and one.x > one.begin:
            across.append(Across(one.begin, one.x, one.is_critical))
        if row == one.to_row:
            if one.x < one.end:
                across.append(Across(one.x, one.end, one.is_critical))
                heads.append(Head(one.end, "on", one.is_critical))
            else:
                heads.append(Head(one.x, "down" if one.from_row < row else "up", one.is_critical))
    return Links(tuple(across), tuple(uprights), tuple(heads))
