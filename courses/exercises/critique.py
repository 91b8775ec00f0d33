"""Register critique: find the faults that were planted in a risk register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.exercises.draws import shuffled
from courses.exercises.grading import PASS_SHARE, CellGrade, Graded, Response, chosen
from courses.exercises.questions import Path
from courses.exercises.sheets import Cell, Field, Grid, Part, Sheet, field_in, words_cell
from courses.exercises.words import Words, authored, said
from courses.syllabus import Key, repeated

SLIPS = ("ticks-everything",)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the register, as cause, owner or trigger."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault to look for; `text` names it beside its box."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the register.

    Attributes:
        cells: column key to what stands there; a column that is missing is empty.
        faults: key of each fault that the line has to the sentence that shows it in this line.
        fine: told to a learner who ticks a fault that the line has not.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    cells: Mapping[Key, Text]
    faults: Mapping[Key, Text] = field(default_factory=dict)
    fine: Text | None = None


@dataclass(frozen=True, slots=True)
class CritiqueData:
    """`draw`: how many of the lines one task shows, all if not given; the first ones in the case as it is."""

    __pydantic_config__ = NO_OTHER_FIELDS

    columns: Annotated[tuple[Column, ...], Limits(min_length=2, max_length=8)]
    faults: Annotated[tuple[Fault, ...], Limits(min_length=2, max_length=9)]
    lines: Annotated[tuple[Line, ...], Limits(min_length=4, max_length=40)]
    draw: Annotated[int, Limits(ge=4, le=14)] | None = None

    def problems(self, path: Path) -> Iterator[Problem]:
        """Yield what is wrong with data whose types are right."""
        for name in ("columns", "faults", "lines"):
            keys = tuple(one.key for one in getattr(self, name))
            for place in repeated(keys):
                yield Problem(
                    (*path, name, place, "key"), f"'{keys[place]}' again", "each key once", "repeated-key"
                )
        if (self.draw or 0) > len(self.lines):
            yield Problem((*path, "draw"), str(self.draw), f"{len(self.lines)} or fewer", "draw")
        columns, faults = {one.key for one in self.columns}, {one.key for one in self.faults}
        for place, line in enumerate(self.lines):
            where = (*path, "lines", place)
            for key in line.cells.keys() - columns:
                yield Problem(
                    (*where, "cells", key), f"'{key}'", "a column of this register", "unknown-column"
                )
            for key in line.faults.keys() - faults:
                yield Problem(
                    (*where, "faults", key), f"'{key}'", "a fault of this exercise", "unknown-fault"
                )
        for place, fault in enumerate(self.faults):
            if not any(fault.key in line.faults for line in self.lines):
                allowed = "a fault that some line has"
                yield Problem((*path, "faults", place, "key"), f"'{fault.key}'", allowed, "unused-fault")


def make(seed: int, data: CritiqueData, variation: float) -> CritiqueData:
    """Return the task of a seed: which lines it shows, in which order. There are no figures to vary."""
    del variation
    keys = tuple(line.key for line in data.lines)
    return replace(data, lines=shuffled(seed, "lines", data.lines, keys)[: data.draw or len(data.lines)])


def sheet(task: CritiqueData) -> Sheet:
    """Return what a learner sees: the register, and in each line a box for every fault."""
    nothing = Words(code="nothing")
    register = Grid(
        said("critique.register"),
        (
            said("critique.line"),
            *(authored(column.text) for column in task.columns),
            *(authored(fault.text) for fault in task.faults),
        ),
        tuple(
            (
                Cell(number=float(place)),
                *(
                    words_cell(authored(line.cells[column.key]) if column.key in line.cells else nothing)
                    for column in task.columns
                ),
                *(
                    field_in(Field(f"{line.key}.{fault.key}", "tick", _label(place, fault)))
                    for fault in task.faults
                ),
            )
            for place, line in enumerate(task.lines, start=1)
        ),
    )
    return Sheet((Part("find", said("critique.find"), said("critique.lead"), grids=(register,)),))


def _label(place: int, fault: Fault) -> Words:
    return said("critique.pair", line=float(place), fault=fault.text)


def evaluate(task: CritiqueData, response: Response) -> Graded:
    """Grade by F1 = 2PR ÷ (P + R) over pairs of line and fault; 1 where there was nothing and nothing was ticked."""
    cells: list[CellGrade] = []
    hits = misses = alarms = 0
    for place, line in enumerate(task.lines, start=1):
        for fault in task.faults:
            is_there = fault.key in line.faults
            is_ticked = chosen(response, f"{line.key}.{fault.key}") == "yes"
            hits += is_there and is_ticked
            misses += is_there and not is_ticked
            alarms += is_ticked and not is_there
            if is_there or is_ticked:
                why = line.faults.get(fault.key) or line.fine
                cells.append(
                    CellGrade(
                        key=f"{line.key}.{fault.key}",
                        label=_label(place, fault),
                        weight=0.0,
                        share=float(is_there and is_ticked),
                        given=said("critique.ticked") if is_ticked else said("critique.not-ticked"),
                        expected=said("critique.there") if is_there else said("critique.not-there"),
                        why=authored(why) if why else None,
                    )
                )
    share = f1(hits, misses, alarms)
    notes = [said("critique.count", hits=float(hits), planted=float(hits + misses), alarms=float(alarms))]
    slip = "ticks-everything" if alarms > hits else ""
    if slip:
        notes.append(said(f"slip.{slip}"))
        cells = [replace(cell, slip=slip if not cell.share and is_alarm(cell) else "") for cell in cells]
    return Graded(share, share >= PASS_SHARE, tuple(cells), tuple(notes))


def is_alarm(cell: CellGrade) -> bool:
    """Return whether a graded pair is a tick where there was no fault."""
    return cell.expected is not None and cell.expected.code == "critique.not-there"


def f1(hits: int, misses: int, alarms: int) -> float:
    """Return the harmonic mean of precision and recall.

    Source: van Rijsbergen 1979, Information Retrieval, chapter 7.

    >>> f1(3, 1, 1), f1(0, 0, 0), f1(0, 2, 0)
    (0.75, 1.0, 0.0)
    """
    found = 2 * hits + misses + alarms
    return 2 * hits / found if found else 1.0
