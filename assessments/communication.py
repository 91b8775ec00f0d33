"""Who hears what, when, from whom: a calendar hung on the days of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import ceil
from pathlib import Path
from typing import Annotated, Literal

from assessments.milestones import LaunchRule, Milestones
from content import NO_OTHER_FIELDS, Limits, Problem, Text, Version, load

LIBRARY = Path(__file__).parent / "library"

Anchor = Literal["start", "launch", "phase", "quarter", "end"]
RULES: dict[Anchor, str] = {
    "start": "COM-1",
    "launch": "COM-2",
    "phase": "COM-3",
    "quarter": "COM-4",
    "end": "COM-5",
}


@dataclass(frozen=True, slots=True)
class CommunicationEvent:
    """Something that is said once or again and again; see the head of the file for its fields."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    title: Text
    says: Text
    audience: Text
    channel: Text
    owner: Annotated[str, Limits(pattern=r"^[A-Z]{2}$")]
    anchor: Anchor
    offsets: Annotated[tuple[int, ...], Limits(min_length=1)]
    day: Annotated[int, Limits(ge=0, le=4)]
    every_weeks: Annotated[int, Limits(ge=1, le=52)] | None = None
    until: Literal["pilot", "plan"] | None = None


@dataclass(frozen=True, slots=True)
class CommunicationLibrary:
    """A published version of the events."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    version: Version
    source: Text
    people_per_champion: Annotated[int, Limits(ge=1)]
    events: Annotated[tuple[CommunicationEvent, ...], Limits(min_length=1)]

    def problems(self) -> Iterator[Problem]:
        """Yield each key that stands twice and each repetition that is not complete."""
        seen: set[str] = set()
        for place, one in enumerate(self.events):
            if one.key in seen:
                yield Problem(("events", place, "key"), one.key, "a key used once", "unique-key")
            seen.add(one.key)
            if (one.every_weeks is None) is not (one.until is None):
                allowed = "every_weeks and until together, or neither"
                yield Problem(("events", place, "every_weeks"), str(one.every_weeks), allowed, "repetition")
            if one.every_weeks is not None and len(one.offsets) > 1:
                yield Problem(("events", place, "offsets"), str(one.offsets), "one offset", "repetition")


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One event with all its days, in order; `rule` says what the days hang on."""

    key: str
    title: Text
    says: Text
    audience: Text
    channel: Text
    owner: str
    days: tuple[date, ...]
    every_weeks: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class CommunicationPlan:
    """The calendar, by first day.

    `champions` of `people` concerned is None where nobody has said how many they are.
    """

    launch_on: date
    launch_rule: LaunchRule
    people: int | None
    champions: int | None
    entries: tuple[CalendarEntry, ...]
    version: str


@cache
def load_communication() -> CommunicationLibrary:
    """Return the published events."""
    return load(LIBRARY / "communication.yaml", CommunicationLibrary)


def plan_communication(
    milestones: Milestones, people: int | None, library: CommunicationLibrary | None = None
) -> CommunicationPlan:
    """Return the calendar of a plan. An event before the first week moves into it; one after the last is left out.

    Args:
        people: how many are concerned, for the number of champions.

    Source: platform default; methods-planning.md, section 9.
    """
    known = library or load_communication()
    entries = [entry for one in known.events if (entry := _entry(one, milestones)).days]
    entries.sort(key=lambda entry: entry.days[0])
    return CommunicationPlan(
        launch_on=milestones.day(milestones.launch_week),
        launch_rule=milestones.launch_rule,
        people=people,
        champions=None if people is None else max(1, ceil(people / known.people_per_champion)),
        entries=tuple(entries),
        version=known.version,
    )


def _entry(one: CommunicationEvent, milestones: Milestones) -> CalendarEntry:
    wanted = {max(0, week) for week in _weeks(one, milestones)}
    days = tuple(milestones.day(week, one.day) for week in sorted(wanted) if week < milestones.length_weeks)
    return CalendarEntry(
        one.key,
        one.title,
        one.says,
        one.audience,
        one.channel,
        one.owner,
        days,
        one.every_weeks,
        RULES[one.anchor],
    )


def _weeks(one: CommunicationEvent, milestones: Milestones) -> Iterator[int]:
    for anchor in _anchors(one.anchor, milestones):
        for offset in one.offsets:
            first = anchor + offset
            yield first
            if one.every_weeks is not None:
                last = milestones.pilot_end if one.until == "pilot" else milestones.length_weeks
                yield from range(first + one.every_weeks, last, one.every_weeks)


def _anchors(anchor: Anchor, milestones: Milestones) -> tuple[int, ...]:
    """A quarter's end is left out where a phase ends with it: one board meets once."""
    return {
        "start": (0,),
        "launch": (milestones.launch_week,),
        "phase": milestones.phase_ends,
        "quarter": tuple(week for week in milestones.quarter_ends if week not in milestones.phase_ends),
        "end": (milestones.length_weeks,),
    }[anchor]
