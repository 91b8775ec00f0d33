"""What a person types about an indicator: its value on a day, a note, and what it is to reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.errors import Invalid
from app.services.plan_readings import Followed
from courses.numerals import read_number

UNIT_SIGNS = ("%",)


@dataclass(frozen=True, slots=True)
class TypedReading:
    """A form about one reading, read. `value` and `read_on` are None where `problems` says why."""

    value: float | None
    read_on: date | None
    note: str
    problems: dict[str, Invalid]


def read_reading(form: Mapping[str, str]) -> TypedReading:
    """Return what was typed; digits, signs and separators of the value may be of any script."""
    problems: dict[str, Invalid] = {}
    value, read_on = read_value(form.get("value", "")), None
    if value is None:
        problems["value"] = Invalid("value", "value_needed")
    try:
        read_on = date.fromisoformat(form.get("read_on", ""))
    except ValueError:
        problems["read_on"] = Invalid("read_on", "not_a_day")
    return TypedReading(value, read_on, " ".join(form.get("note", "").split()), problems)


def read_aims(
    form: Mapping[str, str], followed: Sequence[Followed]
) -> tuple[dict[str, float | None], dict[str, Invalid]]:
    """Return what each indicator is to reach, None for nothing, and what is wrong by field."""
    aims: dict[str, float | None] = {}
    problems: dict[str, Invalid] = {}
    for one in followed:
        field = f"aim-{one.kpi.key}"
        if field not in form or not one.is_in_set:
            continue
        typed = form[field].strip()
        aims[one.kpi.key] = read_value(typed) if typed else None
        if typed and aims[one.kpi.key] is None:
            problems[field] = Invalid(field, "value_needed")
    return aims, problems


def read_value(typed: str) -> float | None:
    """Return a typed number; where a sign may part thousands or decimals it parts decimals only if nothing else fits.

    >>> read_value("72.5 %"), read_value("٧٢٫٥"), read_value("1,250"), read_value("many")
    (72.5, 72.5, 1250.0, None)
    """
    readings = read_number(typed, UNIT_SIGNS)
    return readings[0] if readings else None
