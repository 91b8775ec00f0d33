"""What an address asks of a plan: initiatives switched off or on, and other days to spend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from app.errors import Invalid
from app.languages import lazy_gettext as _l
from assessments.what_if import LEAST_DAYS_PER_MONTH, MOST_DAYS_PER_MONTH, Assumption
from courses.numerals import read_number

MOST_SWITCHED = 100
LONGEST_KEY = 8
CAPACITIES = {"half": 0.5, "as-agreed": 1.0, "more": 1.5, "double": 2.0}
CAPACITY_NAMES = {
    "half": _l("Half of them"),
    "as-agreed": _l("As agreed"),
    "more": _l("Half as many again"),
    "double": _l("Twice as many"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An address, read: `assumption` is neutral where something is wrong. `typed` is what stands in the fields."""

    assumption: Assumption
    problems: Mapping[str, Invalid]
    capacity: str
    days: str
    off: tuple[str, ...]
    on: tuple[str, ...]


def read_asked(args: MultiDict[str, str]) -> Asked:
    """Return what an address asks for; digits, signs and separators may be of any script."""
    problems: dict[str, Invalid] = {}
    off, on = (tuple(dict.fromkeys(args.getlist(name))) for name in ("off", "on"))
    for name, keys in (("off", off), ("on", on)):
        if len(keys) > MOST_SWITCHED:
            problems[name] = Invalid(name, "out_of_range", lowest=0, highest=MOST_SWITCHED)
        elif unlikely := [key for key in keys if len(key) > LONGEST_KEY]:
            problems[name] = Invalid(name, "cannot_be_switched", keys=f"{unlikely[0][:LONGEST_KEY]}…")
    capacity = args.get("capacity", "as-agreed")
    if capacity not in CAPACITIES:
        problems["capacity"] = Invalid("capacity", "unknown_choice")
    days = args.get("days", "").strip()
    per_month = None
    if days:
        readings = read_number(days)
        per_month = readings[0] if readings else None
        if per_month is None or not LEAST_DAYS_PER_MONTH <= per_month <= MOST_DAYS_PER_MONTH:
            lowest, highest = int(LEAST_DAYS_PER_MONTH), int(MOST_DAYS_PER_MONTH)
            problems["days"] = Invalid("days", "out_of_range", lowest=lowest, highest=highest)
    if problems:
        return Asked(Assumption(), problems, capacity, days, off, on)
    assumption = Assumption(off, on, CAPACITIES[capacity], per_month)
    return Asked(assumption, problems, capacity, days, off, on)
