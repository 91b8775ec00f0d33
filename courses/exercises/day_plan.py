"""Day plan: place tasks into a day with meetings, high and low energy, and room for what comes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.exercises.draws import CASE_SEED, seed_of, uniform, varied
from courses.exercises.grading import CellGrade, Graded, Response, chosen, total
from courses.exercises.questions import Path
from courses.exercises.sheets import Choice, Field, Grid, Part, Sheet, field_in, number_in, words_cell
from courses.exercises.words import Words, authored, number, said
from courses.syllabus import Key, repeated

SLIPS = ("no-buffer",)


@dataclass(frozen=True, slots=True)
class Overrun:
    """How long work of a kind takes against its estimate: lognormal with this median and sigma of the logarithm."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text
    median: Annotated[float, Limits(gt=0, le=5)]
    sigma: Annotated[float, Limits(ge=0, le=2)]


@dataclass(frozen=True, slots=True)
class DayTask:
    """Attributes:
    slots: how long it takes as estimated. value: what having done it is worth.
    energy: "high" is worth its whole value only where all its slots are in hours of high energy.
    work: key of the overrun that tasks of its kind have.
    due: the number of the slot by whose end it must be done, if it is done; from 1. None has no due time.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text
    slots: Annotated[int, Limits(ge=1, le=8)]
    value: Annotated[float, Limits(gt=0)]
    work: Key
    energy: Literal["high", "any"] = "any"
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A fixed appointment; `slot` is its first, from 1."""

    __pydantic_config__ = NO_OTHER_FIELDS

    text: Text
    slot: Annotated[int, Limits(ge=1)]
    slots: Annotated[int, Limits(ge=1)]


@dataclass(frozen=True, slots=True)
class DayData:
    """Attributes:
    start_minute: when slot 1 begins, in minutes after midnight.
    slots: of the day, meetings included; each `slot_minutes` long.
    high_energy: numbers of the slots with high energy.
    low_energy_share: part of its value that a task of high energy keeps elsewhere.
    least_buffer, most_buffer: shares of the day without meetings that should stay free.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    slots: Annotated[int, Limits(ge=6, le=32)]
    meetings: tuple[Meeting, ...]
    high_energy: tuple[int, ...]
    overruns: Annotated[tuple[Overrun, ...], Limits(min_length=1, max_length=8)]
    tasks: Annotated[tuple[DayTask, ...], Limits(min_length=4, max_length=12)]
    start_minute: Annotated[int, Limits(ge=0, le=1200)] = 480
    slot_minutes: Literal[15, 30, 60] = 30
    low_energy_share: Annotated[float, Limits(ge=0, le=1)] = 0.6
    least_buffer: Annotated[float, Limits(ge=0, lt=1)] = 0.15
    most_buffer: Annotated[float, Limits(gt=0, le=1)] = 0.30

    @property
    def taken(self) -> frozenset[int]:
        """Numbers of the slots that meetings take."""
        return frozenset(slot for one in self.meetings for slot in range(one.slot, one.slot + one.slots))

    @property
    def free_slots(self) -> int:
        return self.slots - len(self.taken)

    def problems(self, path: Path) -> Iterator[Problem]:
        """Yield what is wrong with data whose types are right."""
        for name in ("overruns", "tasks"):
            keys = tuple(one.key for one in getattr(self, name))
            for place in repeated(keys):
                yield Problem(
                    (*path, name, place, "key"), f"'{keys[place]}' again", "each key once", "repeated-key"
                )
        known = {one.key for one in self.overruns}
        for place, task in enumerate(self.tasks):
            if task.work not in known:
                yield Problem(
                    (*path, "tasks", place, "work"), f"'{task.work}'", "a key of overruns", "unknown-work"
                )
            if task.due is not None and not task.slots <= task.due <= self.slots:
                allowed = f"a slot from {task.slots} to {self.slots}"
                yield Problem((*path, "tasks", place, "due"), str(task.due), allowed, "slot")
        for place, meeting in enumerate(self.meetings):
            if meeting.slot + meeting.slots - 1 > self.slots:
                yield Problem(
                    (*path, "meetings", place, "slot"), str(meeting.slot), "a meeting within the day", "slot"
                )
        for place, slot in enumerate(self.high_energy):
            if not 1 <= slot <= self.slots:
                yield Problem(
                    (*path, "high_energy", place), str(slot), f"a slot from 1 to {self.slots}", "slot"
                )
        if self.free_slots < 2:
            yield Problem((*path, "meetings"), f"{self.free_slots} free slots", "2 or more", "meetings")
        if self.least_buffer >= self.most_buffer:
            yield Problem(
                (*path, "least_buffer"), f"{self.least_buffer:g}", "less than most_buffer", "buffer"
            )


_VALUE, _RULES, _BUFFER = 0.5, 0.3, 0.2
_ROUNDING = 1e-9
_HALF_SLOT = 0.5


def make(seed: int, data: DayData, variation: float) -> DayData:
    """Return the task of a seed: what the tasks are worth differs."""
    if seed == CASE_SEED:
        return data
    tasks = tuple(
        replace(task, value=varied(seed, f"{task.key}.v", task.value, variation, _HALF_SLOT))
        for task in data.tasks
    )
    return replace(data, tasks=tasks)


def worth(data: DayData, task: DayTask, start: int) -> float:
    """Return what a task is worth that begins in a slot; 0 where it breaks a rule of the day."""
    slots = set(range(start, start + task.slots))
    if start + task.slots - 1 > data.slots or slots & data.taken:
        return 0.0
    if task.due is not None and start + task.slots - 1 > task.due:
        return 0.0
    is_fit = task.energy == "any" or slots <= set(data.high_energy)
    return task.value if is_fit else task.value * data.low_energy_share


def best_value(data: DayData) -> float:
    """Return the most that a plan can be worth that breaks no rule and keeps the buffer.

    Dynamic programming over slots from the last to the first and over sets of tasks: exact.
    """
    import numpy as np  # slow to import, and needed only where a plan is graded

    count = len(data.tasks)
    sets = np.arange(2**count)
    never = -math.inf
    # after[slot]: the best value of doing exactly a set of tasks from that slot on.
    after = [np.full(2**count, never) for _ in range(data.slots + 2)]
    after[data.slots + 1][0] = 0.0
    for slot in range(data.slots, 0, -1):
        after[slot] = after[slot + 1].copy()
        for place, task in enumerate(data.tasks):
            value = worth(data, task, slot)
            if value > 0:
                with_task = sets[(sets >> place) & 1 == 1]
                rest = after[slot + task.slots][with_task ^ (1 << place)] + value
                after[slot][with_task] = np.maximum(after[slot][with_task], rest)
    used = sum(((sets >> place) & 1) * task.slots for place, task in enumerate(data.tasks))
    fits = used <= data.free_slots * (1 - data.least_buffer) + _ROUNDING
    fills = used >= data.free_slots * (1 - data.most_buffer) - _ROUNDING
    best = float(np.max(np.where(fits & fills, after[1], never)))
    # Where even all tasks leave more than the most that should stay free, nobody can fill the day.
    return best if best > never else float(np.max(np.where(fits, after[1], never)))


def clock(data: DayData, slot: int) -> str:
    """Return when a slot begins.

    >>> from types import SimpleNamespace
    >>> clock(SimpleNamespace(start_minute=480, slot_minutes=30), 4)
    '09:30'
    """
    minute = data.start_minute + (slot - 1) * data.slot_minutes
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def sheet(task: DayData) -> Sheet:
    """Return what a learner sees: the day, the tasks, and for each when it begins, if at all."""
    meetings = {
        slot: meeting
        for meeting in task.meetings
        for slot in range(meeting.slot, meeting.slot + meeting.slots)
    }
    day = tuple(
        (
            words_cell(said("quoted", words=clock(task, slot))),
            words_cell(said("day.high") if slot in task.high_energy else said("day.low")),
            words_cell(authored(meetings[slot].text) if slot in meetings else said("day.free")),
        )
        for slot in range(1, task.slots + 1)
    )
    times = tuple(
        Choice(str(slot), said("quoted", words=clock(task, slot)))
        for slot in range(1, task.slots + 1)
        if slot not in task.taken
    )
    choices = (Choice("no", said("day.not-today")), *times)
    kinds = {one.key: one.text for one in task.overruns}
    rows = tuple(
        (
            words_cell(authored(one.text)),
            number_in(one.slots * task.slot_minutes),
            number_in(one.value),
            words_cell(said("day.high") if one.energy == "high" else said("day.any")),
            words_cell(authored(kinds[one.work])),
            words_cell(said("quoted", words=clock(task, one.due + 1)) if one.due else Words(code="nothing")),
            field_in(Field(f"{one.key}.start", "choice", said("day.start-of", thing=one.text), choices)),
        )
        for one in task.tasks
    )
    codes = ("task", "minutes", "value", "energy", "work", "due", "start")
    lead = said(
        "day.lead",
        least=100 * task.least_buffer,
        most=100 * task.most_buffer,
        share=100 * task.low_energy_share,
    )
    heads = tuple(said(f"day.{code}") for code in ("time", "energy", "appointment"))
    grids = (
        Grid(said("day.day"), heads, day),
        Grid(said("day.tasks"), tuple(said(f"day.{code}") for code in codes), rows),
    )
    return Sheet((Part("plan", said("day.plan"), lead, grids=grids),))


def _placed(task: DayData, response: Response) -> dict[str, int]:
    """Return the first slot of each task that was placed, in the order of the day."""
    starts = {one.key: chosen(response, f"{one.key}.start") for one in task.tasks}
    placed = {key: int(start) for key, start in starts.items() if start.isascii() and start.isdigit()}
    return dict(sorted(placed.items(), key=lambda pair: pair[1]))


def evaluate(task: DayData, response: Response) -> Graded:
    """Grade value ÷ the best possible (50 %), the rules (30 %) and the buffer (20 %); then let the day run.

    Two tasks in one slot are both worth nothing. What the day brings is shown and not graded.
    """
    placed = _placed(task, response)
    slots = {one.key: _slots(one, placed[one.key]) for one in task.tasks if one.key in placed}
    clashing = {
        key
        for key, mine in slots.items()
        if any(mine & others for other, others in slots.items() if other != key)
    }
    outside = {
        one.key
        for one in task.tasks
        if one.key in placed and (slots[one.key] & task.taken or max(slots[one.key]) > task.slots)
    }
    late = {one.key for one in task.tasks if one.key in placed and one.due and max(slots[one.key]) > one.due}
    value = sum(worth(task, one, placed[one.key]) for one in task.tasks if one.key in set(placed) - clashing)
    best = best_value(task)
    free = 1 - sum(len(mine) for mine in slots.values()) / task.free_slots
    is_buffered = task.least_buffer - _ROUNDING <= free <= task.most_buffer + _ROUNDING
    slip = "no-buffer" if free < task.least_buffer - _ROUNDING else ""
    first = f"{task.tasks[0].key}.start"
    cells = [
        CellGrade(
            first,
            said("day.value-cell"),
            _VALUE,
            min(1.0, value / best) if best else 1.0,
            number(value),
            number(best),
        ),
        *(
            CellGrade(
                f"{next(iter(sorted(broken)), task.tasks[0].key)}.start",
                said(f"day.rule-{name}"),
                _RULES / 3,
                float(not broken and bool(placed)),
                said("day.broken", count=float(len(broken))),
                said("day.broken", count=0.0),
            )
            for name, broken in (("overlap", clashing), ("meetings", outside), ("due", late))
        ),
        CellGrade(
            first,
            said("day.buffer"),
            _BUFFER,
            float(is_buffered),
            said("percent-of", share=100 * free),
            said("day.between", least=100 * task.least_buffer, most=100 * task.most_buffer),
            said(f"slip.{slip}") if slip else None,
            slip=slip,
        ),
    ]
    run = _run(task, placed)
    done = sum(row.is_done for row in run)
    notes = (said("day.ran", done=float(done), planned=float(len(run))),)
    return total(cells, notes, (_run_grid(task, run),))


def _slots(one: DayTask, start: int) -> set[int]:
    return set(range(start, start + one.slots))


@dataclass(frozen=True, slots=True)
class _Ran:
    """How a task went, in minutes after the day's start."""

    task: DayTask
    planned: int
    began: float
    ended: float
    is_done: bool


def _run(data: DayData, placed: Mapping[str, int]) -> tuple[_Ran, ...]:
    """Let the day run: each task begins when planned or when the one before is done, and waits for meetings."""
    seed, kinds = seed_of(data), {one.key: one for one in data.overruns}
    tasks = {one.key: one for one in data.tasks}
    busy = sorted((meeting.slot - 1, meeting.slot - 1 + meeting.slots) for meeting in data.meetings)
    at, found = 0.0, []
    for key, start in placed.items():
        task = tasks[key]
        kind = kinds[task.work]
        ratio = kind.median * math.exp(kind.sigma * _normal(seed, key))
        began = at = _past(max(at, float(start - 1)), busy)
        left = task.slots * ratio
        for first, last in busy:
            if first >= at and at + left > first:
                left -= first - at
                at = float(last)
        at += left
        found.append(_Ran(task, start, began, at, at <= data.slots + _ROUNDING))
    return tuple(found)


def _past(moment: float, busy: Sequence[tuple[int, int]]) -> float:
    """Return a moment, or the end of the meeting that it falls into."""
    for first, last in busy:
        if first <= moment < last:
            moment = float(last)
    return moment


def _normal(seed: int, salt: str) -> float:
    """Return a standard normal number that seed and salt decide. Source: Box and Muller 1958."""
    radius = math.sqrt(-2 * math.log(1 - uniform(seed, f"{salt}.r")))
    return radius * math.cos(2 * math.pi * uniform(seed, f"{salt}.a"))


def _run_grid(data: DayData, run: Sequence[_Ran]) -> Grid:
    def when(moment: float) -> Words:
        minute = data.start_minute + round(moment * data.slot_minutes)
        return said("quoted", words=f"{minute // 60 % 24:02}:{minute % 60:02}")

    rows = tuple(
        (
            words_cell(authored(one.task.text)),
            words_cell(said("quoted", words=clock(data, one.planned))),
            words_cell(when(one.began)),
            words_cell(when(one.ended)),
            words_cell(said("day.done") if one.is_done else said("day.not-done")),
        )
        for one in run
    )
    codes = ("task", "planned", "began", "ended", "outcome")
    return Grid(said("day.run"), tuple(said(f"day.{code}") for code in codes), rows)
