"""Readings of the indicators of an adopted plan: entered, corrected, taken away, put back, held against their aims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from app.db import assessments, db, plans
from app.db import plan_readings as rows
from app.db.assessments import Assessment
from app.db.plan_readings import PlanReading
from app.db.plans import PlanScenario
from app.errors import Conflict, Hidden, Invalid
from app.policy import Action, Actor, may, require
from app.reports import lines
from app.reports.lines import Line, Tick
from app.services import conclusions, trail
from app.surroundings import now, today
from assessments.kpi_course import Dated, KpiCourse, follow_kpi
from assessments.kpi_set import choose_kpis
from assessments.kpis import Kpi, Unit, load_kpis
from assessments.roadmap import Roadmap
from content import from_plain

LONGEST_NOTE = 500
EARLIEST = date(2000, 1, 1)
MOST_READINGS = 2000
"""Of one plan: a reading of ten indicators every working day for most of a year."""

RANGES: Mapping[Unit, tuple[float, float]] = {
    "percent": (-1000, 1000),
    "points": (-1000, 1000),
    "score": (1, 5),
    "ratio": (-1000, 1000),
    "days": (-10_000, 10_000),
    "hours": (-100_000, 100_000),
}
WIDEST = (-1e12, 1e12)


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that somebody entered. `is_corrected`: it has an earlier version."""

    id: UUID
    value: float
    read_on: date
    note: str
    who: str
    entered_at: datetime
    is_corrected: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class ReadingsChart:
    """Readings over time; `baseline` runs from end to end, `aim` is a place in per cent from the top."""

    readings: Line
    baseline: Line
    aim: float | None
    ticks: tuple[Tick, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Followed:
    """An indicator with what was read of it, the newest reading first.

    `chart` is None with fewer than two readings; `is_in_set` is false where the set has changed since.
    """

    kpi: Kpi
    readings: tuple[Reading, ...]
    removed: tuple[Reading, ...]
    course: KpiCourse
    aim: float | None
    chart: ReadingsChart | None
    is_in_set: bool


@dataclass(frozen=True, slots=True)
class ReadingsPage:
    """`starts_on`: first day of the plan; None while none is adopted, or for this person there is none."""

    assessment_id: UUID
    title: str
    client: str
    engagement_id: UUID
    currency: str
    is_synthetic: bool
    is_team: bool
    starts_on: date | None
    followed: tuple[Followed, ...]
    may_record: bool
    may_set_aims: bool


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """One reading to be corrected."""

    id: UUID
    assessment_id: UUID
    title: str
    client: str
    is_synthetic: bool
    kpi: Kpi
    reading: Reading


def readings_page(actor: Actor, assessment_id: UUID) -> ReadingsPage:
    """Return the indicators of an adopted plan with their readings.

    Raises:
        Hidden: it does not exist for this person.
    """
    row = require(actor, Action.READ_ASSESSMENT, assessments.find_assessment(assessment_id))
    scenario = _readable(actor, row)
    return ReadingsPage(
        assessment_id=row.id,
        title=row.title,
        client=row.engagement.client.name,
        engagement_id=row.engagement_id,
        currency=row.engagement.client.currency,
        is_synthetic=row.is_synthetic,
        is_team=may(actor, Action.READ_RESULTS, row),
        starts_on=None if scenario is None else _start(scenario),
        followed=() if scenario is None else _followed(actor, row, scenario),
        may_record=scenario is not None and may(actor, Action.RECORD_READING, scenario),
        may_set_aims=scenario is not None and may(actor, Action.RUN_ASSESSMENT, row),
    )


def reading_page(actor: Actor, reading_id: UUID) -> ReadingPage:
    """Return a reading that this person may correct.

    Raises:
        Hidden, Refused: it does not exist for this person, or is somebody else's.
        Conflict: it was taken away.
    """
    row = require(actor, Action.CHANGE_READING, rows.find_reading(reading_id))
    if row.removed_at is not None:
        raise Conflict("reading_removed")
    return ReadingPage(
        row.id,
        row.assessment_id,
        row.assessment.title,
        row.assessment.engagement.client.name,
        row.assessment.is_synthetic,
        _kpi(row.kpi),
        _reading(actor, row, ""),
    )


def record(actor: Actor, assessment_id: UUID, kpi: str, value: float, read_on: date, note: str = "") -> Kpi:
    """Note what an indicator showed on a day; return the indicator.

    Raises:
        Hidden, Refused: neither on the team nor a sponsor of the client.
        Conflict: no plan is adopted, or there are too many readings.
        Invalid: the indicator is not followed, the value or day cannot be, or the day has a reading.
    """
    row = require(actor, Action.READ_ASSESSMENT, assessments.lock_assessment(assessment_id))
    scenario = plans.find_adopted(row.id)
    if scenario is None:
        raise Conflict("not_adopted")
    require(actor, Action.RECORD_READING, scenario)
    found = next((one for one in kpis_of(row) if one.key == kpi), None)
    if found is None:
        raise Invalid("kpi", "unknown_choice")
    if len(rows.list_readings(row.id)) >= MOST_READINGS:
        raise Conflict("too_many_readings", most=MOST_READINGS)
    _check(found, value, read_on, note)
    if rows.find_reading_of(row.id, kpi, read_on) is not None:
        raise Invalid("read_on", "day_has_a_reading")
    reading = PlanReading(
        id=uuid4(),
        firm_id=row.firm_id,
        assessment_id=row.id,
        kpi=kpi,
        value=value,
        read_on=read_on,
        note=note,
        earlier=[],
        entered_by=actor.id,
        entered_at=now(),
    )
    db.session.add(reading)
    db.session.flush()
    trail.note(actor.id, "reading recorded", "plan_reading", reading.id, kpi=kpi)
    return found


def correct(actor: Actor, reading_id: UUID, value: float, read_on: date, note: str = "") -> UUID:
    """Put another value, day or note in place of what was entered; return the assessment.

    Raises:
        Hidden, Refused: it does not exist for this person, or is somebody else's.
        Conflict: it was taken away.
        Invalid: the value or day cannot be, or the day has another reading.
    """
    row = _locked(actor, reading_id)
    if row.removed_at is not None:
        raise Conflict("reading_removed")
    _check(_kpi(row.kpi), value, read_on, note)
    other = rows.find_reading_of(row.assessment_id, row.kpi, read_on)
    if other is not None and other.id != row.id:
        raise Invalid("read_on", "day_has_a_reading")
    if (value, read_on, note) == (row.value, row.read_on, row.note):
        return row.assessment_id
    row.earlier = [*row.earlier, {"value": row.value, "read_on": row.read_on.isoformat(), "note": row.note}]
    row.value, row.read_on, row.note = value, read_on, note
    db.session.flush()
    trail.note(actor.id, "reading corrected", "plan_reading", row.id, kpi=row.kpi)
    return row.assessment_id


def remove(actor: Actor, reading_id: UUID) -> UUID:
    """Take a reading away; it can be put back. Return the assessment.

    Raises:
        Hidden, Refused: it does not exist for this person, or is somebody else's.
    """
    row = _locked(actor, reading_id)
    if row.removed_at is None:
        row.removed_at = now()
        db.session.flush()
        trail.note(actor.id, "reading removed", "plan_reading", row.id, kpi=row.kpi)
    return row.assessment_id


def undo(actor: Actor, reading_id: UUID) -> UUID:
    """Put back a reading that was taken away, or else what stood before its last correction. Return the assessment.

    Raises:
        Hidden, Refused: it does not exist for this person, or is somebody else's.
        Conflict: nothing was changed.
        Invalid: its day has another reading by now.
    """
    row = _locked(actor, reading_id)
    if row.removed_at is None and not row.earlier:
        raise Conflict("nothing_to_undo")
    before: dict[str, Any] = {"value": row.value, "read_on": row.read_on.isoformat(), "note": row.note}
    if row.removed_at is None:
        before = row.earlier[-1]
    other = rows.find_reading_of(row.assessment_id, row.kpi, date.fromisoformat(str(before["read_on"])))
    if other is not None and other.id != row.id:
        raise Conflict("day_has_a_reading")
    if row.removed_at is not None:
        row.removed_at = None
    else:
        row.value, row.note = float(before["value"]), str(before["note"])
        row.read_on = date.fromisoformat(str(before["read_on"]))
        row.earlier = row.earlier[:-1]
    db.session.flush()
    trail.note(actor.id, "reading change undone", "plan_reading", row.id, kpi=row.kpi)
    return row.assessment_id


def _readable(actor: Actor, row: Assessment) -> PlanScenario | None:
    scenario = plans.find_adopted(row.id)
    return scenario if scenario is not None and may(actor, Action.READ_PLAN, scenario) else None


def _locked(actor: Actor, reading_id: UUID) -> PlanReading:
    """The reading, while nobody else changes a reading of the same plan."""
    found = rows.find_reading(reading_id)
    if found is None:
        raise Hidden
    require(actor, Action.CHANGE_READING, found)
    assessments.lock_assessment(found.assessment_id)
    db.session.refresh(found)
    return found


def kpis_of(row: Assessment) -> tuple[Kpi, ...]:
    """Return the indicators of the set that was proposed for an assessment."""
    advice = conclusions.advice_of(row)
    if advice is None:
        return ()
    found = advice.kpi_set or choose_kpis(
        conclusions.result_of(row), advice.recommendation, advice.gaps, sector=row.engagement.client.sector
    )
    return tuple(one.kpi for one in found.kpis)


def _followed(actor: Actor, row: Assessment, scenario: PlanScenario) -> tuple[Followed, ...]:
    stored = rows.list_readings(row.id)
    aims = {one.kpi: one.value for one in rows.list_aims(row.id)}
    in_set = kpis_of(row)
    keys = {one.key for one in in_set}
    others = dict.fromkeys(one.kpi for one, _ in stored if one.kpi not in keys)
    every = (*in_set, *(_kpi(key) for key in others))
    return tuple(
        _follow(
            kpi,
            [
                (_reading(actor, one, who), one.removed_at is None)
                for one, who in stored
                if one.kpi == kpi.key
            ],
            aims.get(kpi.key),
            _start(scenario),
            kpi.key in keys,
        )
        for kpi in every
    )


def _follow(
    kpi: Kpi, stored: list[tuple[Reading, bool]], aim: float | None, starts_on: date, is_in_set: bool
) -> Followed:
    live = [reading for reading, is_live in stored if is_live]
    dated = [Dated(one.read_on, one.value) for one in live]
    course = follow_kpi(kpi.direction, dated, starts_on, aim)
    return Followed(
        kpi=kpi,
        readings=tuple(reversed(live)),
        removed=tuple(reading for reading, is_live in stored if not is_live),
        course=course,
        aim=aim,
        chart=_chart(dated, course, aim),
        is_in_set=is_in_set,
    )


def _chart(dated: list[Dated], course: KpiCourse, aim: float | None) -> ReadingsChart | None:
    if len(dated) < 2 or course.baseline is None:
        return None
    scale = lines.scale_of([*(one.value for one in dated), *([] if aim is None else [aim])])
    first, last = dated[0].on, dated[-1].on
    ends = first.toordinal(), last.toordinal()
    baseline = [(end, course.baseline.value) for end in ends]
    return ReadingsChart(
        readings=lines.place_line([(one.on.toordinal(), one.value) for one in dated], *ends, scale),
        baseline=lines.place_line(baseline, *ends, scale),
        aim=None if aim is None else scale.y(aim),
        ticks=scale.ticks(),
        first=first,
        last=last,
    )


def _reading(actor: Actor, row: PlanReading, who: str) -> Reading:
    return Reading(
        row.id,
        row.value,
        row.read_on,
        row.note,
        who,
        row.entered_at,
        bool(row.earlier),
        may(actor, Action.CHANGE_READING, row),
    )


def _check(kpi: Kpi, value: float, read_on: date, note: str) -> None:
    check_value("value", kpi, value)
    if read_on > today():
        raise Invalid("read_on", "in_the_future")
    if read_on < EARLIEST:
        raise Invalid("read_on", "not_a_day")
    if len(note) > LONGEST_NOTE:
        raise Invalid("note", "too_long", longest=LONGEST_NOTE)


def check_value(field: str, kpi: Kpi, value: float) -> None:
    """Raise Invalid for a value that the unit of an indicator cannot have."""
    lowest, highest = RANGES.get(kpi.unit, WIDEST)
    if not lowest <= value <= highest:
        raise Invalid(field, "out_of_range", lowest=f"{lowest:,.0f}", highest=f"{highest:,.0f}")


def _kpi(key: str) -> Kpi:
    return load_kpis().kpi(key)


def _start(scenario: PlanScenario) -> date:
    return from_plain(Roadmap, scenario.plan).start_on
