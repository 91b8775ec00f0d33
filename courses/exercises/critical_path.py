"""Critical path: early and late dates, float, the path, and the cheapest way to finish sooner."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.exercises.draws import CASE_SEED, varied_amount
from courses.exercises.grading import CellGrade, Graded, Response, chosen, number_cell, numeric, total
from courses.exercises.network import MOST_COMBINATIONS, Option, Schedule, Tie, cheapest, schedule
from courses.exercises.questions import Path
from courses.exercises.sheets import Field, Grid, Part, Sheet, field_in, number_in, words_cell
from courses.exercises.words import Words, authored, number, said
from courses.syllabus import Key, repeated

SLIPS = ("first-predecessor",)


@dataclass(frozen=True, slots=True)
class PathActivity:
    """An activity; its duration in whole units."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    name: Text
    duration: Annotated[int, Limits(ge=1, le=999)]


@dataclass(frozen=True, slots=True)
class Link:
    """FS: the successor starts `lag` after the predecessor's finish; SS: after its start. Lags may be below 0."""

    __pydantic_config__ = NO_OTHER_FIELDS

    predecessor: Key
    successor: Key
    type: Literal["FS", "SS"] = "FS"
    lag: Annotated[int, Limits(ge=-99, le=99)] = 0


@dataclass(frozen=True, slots=True)
class Crash:
    """How far an activity can be shortened, and what each unit of time costs."""

    __pydantic_config__ = NO_OTHER_FIELDS

    activity: Key
    most: Annotated[int, Limits(ge=1, le=20)]
    cost: Annotated[float, Limits(gt=0)]


@dataclass(frozen=True, slots=True)
class Shortening:
    """By how much the project is to be shortened, and what there is to buy; `unit` is that of the costs."""

    __pydantic_config__ = NO_OTHER_FIELDS

    by: Annotated[int, Limits(ge=1, le=20)]
    unit: Text
    options: Annotated[tuple[Crash, ...], Limits(min_length=1, max_length=8)]

    @property
    def combinations(self) -> int:
        """How many ways of shortening there are to try."""
        return math.prod(min(option.most, self.by) + 1 for option in self.options)


@dataclass(frozen=True, slots=True)
class PathData:
    """`unit`: of durations, as "days". Activities stand so that each comes after those it waits for."""

    __pydantic_config__ = NO_OTHER_FIELDS

    unit: Text
    activities: Annotated[tuple[PathActivity, ...], Limits(min_length=3, max_length=24)]
    links: Annotated[tuple[Link, ...], Limits(min_length=2, max_length=80)]
    shortening: Shortening | None = None

    def problems(self, path: Path) -> Iterator[Problem]:
        """Yield what is wrong with data whose types are right."""
        keys = tuple(activity.key for activity in self.activities)
        for place in repeated(keys):
            where = (*path, "activities", place, "key")
            yield Problem(where, f"'{keys[place]}' again", "each key once", "repeated-key")
        for place, link in enumerate(self.links):
            for name in ("predecessor", "successor"):
                if (key := getattr(link, name)) not in keys:
                    allowed = "an activity of this network"
                    yield Problem((*path, "links", place, name), f"'{key}'", allowed, "unknown-activity")
            if {link.predecessor, link.successor} <= set(keys) and keys.index(link.predecessor) >= keys.index(
                link.successor
            ):
                allowed = "an activity that stands after its predecessor"
                yield Problem((*path, "links", place, "successor"), f"'{link.successor}'", allowed, "order")
        for place, crash in enumerate(self.shortening.options if self.shortening else ()):
            where = (*path, "shortening", "options", place)
            found = next((one for one in self.activities if one.key == crash.activity), None)
            if found is None:
                allowed = "an activity of this network"
                yield Problem((*where, "activity"), f"'{crash.activity}'", allowed, "unknown-activity")
            elif crash.most >= found.duration:
                yield Problem((*where, "most"), str(crash.most), "less than the duration", "crash")
        if self.shortening and self.shortening.combinations > MOST_COMBINATIONS:
            found_many = f"{self.shortening.combinations:,} combinations"
            allowed = f"{MOST_COMBINATIONS:,} or fewer: less to shorten, or fewer options"
            yield Problem((*path, "shortening", "options"), found_many, allowed, "combinations")


_DATES, _NAMED, _CRASHED = 0.60, 0.15, 0.25
DATES = ("es", "ef", "ls", "lf", "tf")
_WHOLE = 0.001
_ROUNDING = 1e-9


def make(seed: int, data: PathData, variation: float) -> PathData:
    """Return the task of a seed: durations and prices differ, links do not."""
    if seed == CASE_SEED:
        return data
    activities = tuple(
        replace(one, duration=int(varied_amount(seed, one.key, one.duration, variation)))
        for one in data.activities
    )
    shortening = data.shortening
    if shortening:
        durations = {one.key: one.duration for one in activities}
        options = tuple(
            replace(
                option,
                most=max(1, min(option.most, durations[option.activity] - 1)),
                cost=varied_amount(seed, f"{option.activity}.c", option.cost, variation),
            )
            for option in shortening.options
        )
        shortening = replace(shortening, options=options)
    return replace(data, activities=activities, shortening=shortening)


def durations_of(data: PathData) -> dict[str, float]:
    return {one.key: float(one.duration) for one in data.activities}


def ties_of(data: PathData) -> tuple[Tie, ...]:
    return tuple(Tie(one.predecessor, one.successor, one.type == "SS", float(one.lag)) for one in data.links)


def sheet(task: PathData) -> Sheet:
    """Return what a learner sees."""
    places = {one.key: place for place, one in enumerate(task.activities, start=1)}
    rows = tuple(
        (
            words_cell(said("path.activity", number=float(places[one.key]), name=one.name)),
            number_in(one.duration),
            words_cell(_after(task, one.key, places)),
            *(
                field_in(Field(f"{one.key}.{name}", "number", said(f"path.{name}-of", thing=one.name)))
                for name in DATES
            ),
            field_in(Field(f"{one.key}.critical", "tick", said("path.critical-of", thing=one.name))),
        )
        for one in task.activities
    )
    codes = ("activity-head", "duration", "after", *DATES, "critical")
    heads = tuple(said(f"path.{code}", unit=task.unit) for code in codes)
    parts = [
        Part("dates", said("path.dates"), said("path.lead"), grids=(Grid(said("path.dates"), heads, rows),))
    ]
    if task.shortening:
        parts.append(_shortening_part(task, task.shortening))
    return Sheet(tuple(parts))


def _after(task: PathData, key: str, places: Mapping[str, int]) -> Words:
    """Return what an activity waits for, as "3; 5 SS+2"."""
    found = []
    for link in task.links:
        if link.successor == key:
            lag = f"{link.lag:+d}" if link.lag else ""
            kind = f" {link.type}{lag}" if lag or link.type == "SS" else ""
            found.append(f"{places[link.predecessor]}{kind}")
    return said("quoted", words="; ".join(found))


def _shortening_part(task: PathData, shortening: Shortening) -> Part:
    names = {one.key: one.name for one in task.activities}
    rows = tuple(
        (
            words_cell(authored(names[one.activity])),
            number_in(one.most),
            number_in(one.cost),
            field_in(
                Field(
                    f"{one.activity}.cut",
                    "number",
                    said("path.cut-of", thing=names[one.activity]),
                    is_optional=True,
                )
            ),
        )
        for one in shortening.options
    )
    codes = ("activity-head", "most", "cost", "cut")
    heads = tuple(said(f"path.{code}", unit=task.unit, money=shortening.unit) for code in codes)
    lead = said("path.shorten-lead", by=float(shortening.by), unit=task.unit)
    return Part("shorten", said("path.shorten"), lead, grids=(Grid(said("path.shorten"), heads, rows),))


def evaluate(task: PathData, response: Response) -> Graded:
    """Grade every date (60 %), the path (15 %) and the shortening by its cost against the cheapest (25 %).

    A date is right too where it follows from the learner's own dates before it.
    """
    durations, ties = durations_of(task), ties_of(task)
    right = schedule(durations, ties)
    whole = _DATES + _NAMED + (_CRASHED if task.shortening else 0.0)
    weight = _DATES / whole / len(DATES) / len(task.activities)
    cells: list[CellGrade] = []
    for one in task.activities:
        cells += _date_cells(task, one, right, ties, response, weight)
    cells.append(_path_cell(task, right, response, _NAMED / whole))
    if task.shortening:
        cells.append(_crash_cell(task, task.shortening, right.finish, response, _CRASHED / whole))
    path = ", ".join(str(n) for n, one in enumerate(task.activities, 1) if right.dates[one.key].is_critical)
    notes = (said("path.note", finish=right.finish, unit=task.unit, path=path),)
    return total(cells, notes, (_dates_grid(task, right),))


def _date_cells(
    task: PathData, one: PathActivity, right: Schedule, ties: Sequence[Tie], response: Response, weight: float
) -> Iterator[CellGrade]:
    dates, duration = right.dates[one.key], float(one.duration)
    early, late = numeric(response, f"{one.key}.es"), numeric(response, f"{one.key}.ls")
    expected = (dates.early_start, dates.early_finish, dates.late_start, dates.late_finish, dates.total_float)
    own_late_finish = numeric(response, f"{one.key}.lf")
    own = (
        _own_start(one.key, ties, response),
        None if early is None else early + duration,
        None if own_late_finish is None else own_late_finish - duration,
        _own_late(task, one, ties, response),
        None if early is None or late is None else late - early,
    )
    bounds = [
        right.dates[tie.predecessor].early_start + tie.lag
        if tie.is_start_to_start
        else right.dates[tie.predecessor].early_finish + tie.lag
        for tie in ties
        if tie.successor == one.key
    ]
    for name, value, followed in zip(DATES, expected, own, strict=True):
        slips = {"first-predecessor": min(bounds)} if name == "es" and bounds else {}
        label = said(f"path.{name}-of", thing=one.name)
        yield number_cell(
            response,
            f"{one.key}.{name}",
            label,
            weight,
            value,
            own=followed,
            relative=0,
            least=_WHOLE,
            slips=slips,
        )


def _own_start(key: str, ties: Sequence[Tie], response: Response) -> float | None:
    """Return the early start that follows from the learner's own dates of what comes before."""
    bounds = [0.0]
    for tie in ties:
        if tie.successor == key:
            before = numeric(response, f"{tie.predecessor}.{'es' if tie.is_start_to_start else 'ef'}")
            if before is None:
                return None
            bounds.append(before + tie.lag)
    return max(bounds)


def _own_late(task: PathData, one: PathActivity, ties: Sequence[Tie], response: Response) -> float | None:
    """Return the late finish that follows from the learner's own late starts of what comes after.

    Where nothing comes after it is the learner's own finish of the project.
    """
    ends = [numeric(response, f"{other.key}.ef") for other in task.activities]
    if None in ends:
        return None
    bounds = [max(end for end in ends if end is not None)]
    for tie in ties:
        if tie.predecessor == one.key:
            start = numeric(response, f"{tie.successor}.ls")
            if start is None:
                return None
            bounds.append(start - tie.lag + (one.duration if tie.is_start_to_start else 0))
    return min(bounds)


def _path_cell(task: PathData, right: Schedule, response: Response, weight: float) -> CellGrade:
    """Grade the named path by what it shares with the right one; or fully if it is that of the learner's own floats."""
    named = {one.key for one in task.activities if chosen(response, f"{one.key}.critical") == "yes"}
    expected = set(right.critical)
    floats = {one.key: numeric(response, f"{one.key}.tf") for one in task.activities}
    known = {key: value for key, value in floats.items() if value is not None}
    least = min(known.values(), default=0.0)
    own = {key for key, value in known.items() if value <= least + _ROUNDING}
    follows = bool(named) and named != expected and named == own and len(known) == len(floats)
    share = 1.0 if follows else len(named & expected) / len(named | expected)
    places = {one.key: str(place) for place, one in enumerate(task.activities, start=1)}

    def listed(keys: set[str]) -> Words:
        return said("quoted", words=", ".join(place for key, place in places.items() if key in keys))

    return CellGrade(
        key=f"{task.activities[0].key}.critical",
        label=said("path.named"),
        weight=weight,
        share=share,
        given=listed(named) if named else None,
        expected=listed(expected),
        is_follow_through=follows,
    )


def _crash_cell(
    task: PathData, shortening: Shortening, finish: float, response: Response, weight: float
) -> CellGrade:
    durations, ties = durations_of(task), ties_of(task)
    options = [Option(one.activity, one.most, one.cost) for one in shortening.options]
    best = cheapest(durations, ties, options, finish - shortening.by)
    cut = {one.activity: numeric(response, f"{one.activity}.cut") or 0.0 for one in options}
    is_allowed = all(0 <= cut[one.activity] <= one.most and cut[one.activity].is_integer() for one in options)
    cost = sum(cut[one.activity] * one.cost for one in options)
    reached = schedule({key: value - cut.get(key, 0) for key, value in durations.items()}, ties).finish
    if best is None:  # no combination gets there: then nothing is to be bought
        share, expected = float(not any(cut.values())), said("path.impossible")
    else:
        share = (
            best[0] / cost if is_allowed and cost and reached <= finish - shortening.by + _ROUNDING else 0.0
        )
        expected = number(best[0])
    return CellGrade(
        key=f"{options[0].activity}.cut",
        label=said("path.cost-of-cut"),
        weight=weight,
        share=min(1.0, share),
        given=said("path.cut-given", cost=cost, finish=reached) if any(cut.values()) else None,
        expected=expected,
        why=_cut_words(task, best[1]) if best else None,
    )


def _cut_words(task: PathData, cuts: Mapping[str, int]) -> Words:
    places = {one.key: place for place, one in enumerate(task.activities, start=1)}
    return said("path.best-cut", cuts="; ".join(f"{places[key]}: {taken}" for key, taken in cuts.items()))


def _dates_grid(task: PathData, right: Schedule) -> Grid:
    rows = []
    for place, one in enumerate(task.activities, start=1):
        dates = right.dates[one.key]
        figures = (
            dates.early_start,
            dates.early_finish,
            dates.late_start,
            dates.late_finish,
            dates.total_float,
        )
        name = words_cell(said("path.activity", number=float(place), name=one.name))
        rows.append((name, *(number_in(figure) for figure in figures)))
    codes = ("activity-head", *DATES)
    return Grid(
        said("path.exact"), tuple(said(f"path.{code}", unit=task.unit) for code in codes), tuple(rows)
    )
