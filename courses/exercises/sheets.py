"""What a learner sees of a task before answering: parts with tables and fields. Nothing here can hold a key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from courses.exercises.figures import Figure
from courses.exercises.words import Words

FieldKind = Literal["number", "choice", "tick", "text"]


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: Words


@dataclass(frozen=True, slots=True)
class Field:
    """Something to fill in.

    Attributes:
        key: its name in the form and in the response.
        label: its name for people who do not see the table around it.
        choices: for `choice`; shown as a list to select from in a table, else as radio buttons.
        unit: what a number is asked in.
        is_optional: leaving it open is an answer too.
    """

    key: str
    kind: FieldKind
    label: Words
    choices: tuple[Choice, ...] = ()
    unit: Words | None = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: words, or a number, or a field."""

    words: Words | None = None
    number: float | None = None
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the first cell of each row is the row's heading."""

    caption: Words
    columns: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One step of a task: what to do, then figures, tables, and fields of their own."""

    key: str
    title: Words
    lead: Words | None = None
    figures: tuple[Figure, ...] = ()
    grids: tuple[Grid, ...] = ()
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    parts: tuple[Part, ...]

    def fields(self) -> Iterator[Field]:
        """Yield every field in reading order."""
        for part in self.parts:
            for grid in part.grids:
                for row in grid.rows:
                    yield from (cell.field for cell in row if cell.field is not None)
            yield from part.fields


def words_cell(words: Words) -> Cell:
    return Cell(words=words)


def number_in(value: float) -> Cell:
    return Cell(number=float(value))


def field_in(field: Field) -> Cell:
    return Cell(field=field)


YES_NO = (Choice("yes", Words(code="yes")), Choice("no", Words(code="no")))
