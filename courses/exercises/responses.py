"""What a browser sent, read field by field: numbers as the reader's language writes them, choices that exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from courses.exercises.grading import Value
from courses.exercises.sheets import Field, Sheet
from courses.numerals import LONGEST, read_number

LONGEST_TEXT = 2000
"""How many characters of a text are kept."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A form, read.

    Attributes:
        typed: field key to what was sent, shortened; fields left open are missing.
        values: field key to what was understood.
        unreadable: keys of fields whose number could not be read.
        left_open: keys of fields that want an answer and have none.
    """

    typed: Mapping[str, str]
    values: Mapping[str, Value]
    unreadable: tuple[str, ...]
    left_open: tuple[str, ...]


def read_response(sheet: Sheet, sent: Mapping[str, str], *, decimal: str = ".") -> Reading:
    """Return what a form held; names that the sheet does not ask for are passed over.

    Args:
        sent: field key to text.
        decimal: the decimal sign of the reader's language, "." or ",", which decides where a text such as
            3,145 may mean two numbers.
    """
    typed: dict[str, str] = {}
    values: dict[str, Value] = {}
    unreadable: list[str] = []
    left_open: list[str] = []
    for field in sheet.fields():
        text = sent.get(field.key, "").strip()[: LONGEST_TEXT if field.kind == "text" else LONGEST + 1]
        if not text:
            if not field.is_optional and field.kind != "tick":
                left_open.append(field.key)
            continue
        typed[field.key] = text
        value = _read(field, text, decimal)
        if value is not None:
            values[field.key] = value
        elif field.kind == "number":
            unreadable.append(field.key)
        else:  # an option that does not exist: nobody chose it on this page
            del typed[field.key]
            left_open.append(field.key)
    return Reading(typed, values, tuple(unreadable), tuple(left_open))


def _read(field: Field, text: str, decimal: str) -> Value | None:
    if field.kind == "number":
        readings = read_number(text, ("%",))
        if not readings:
            return None
        return readings[-1] if decimal == "," else readings[0]
    if field.kind == "choice":
        return text if any(choice.key == text for choice in field.choices) else None
    return "yes" if field.kind == "tick" else text
