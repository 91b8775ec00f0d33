"""The plan of the demo: agreed on a year ago after a pilot measurement, carried out for the most part, and read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from app.db import assessments as assessment_rows
from app.db.plans import find_scenario, list_scenarios
from app.policy import Actor
from app.services import plan_aims, plan_readings, plan_tracking, plans, scenarios
from app.services.plan_tracking import Status
from app.surroundings import current
from assessments.kpis import Kpi
from assessments.plan_drawing import draw_plan
from assessments.roadmap import Roadmap
from assessments.wishes import Wishes

READINGS = 4
"""Of each indicator that is read, a quarter apart; the first lies before the plan."""

SCHEDULES = 20
SHOWN = ((56.0, 57.5, 63.0, 71.0), (61.0, 60.0, 66.0, 64.0))
"""What the first indicators in per cent showed, made up as everything here."""

AIM_ABOVE = 20.0
NOTES = ("before the plan", "", "after the first reviews", "")


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment while something is built."""
    outer = current.get()
    token = current.set(replace(outer, clock=lambda: moment))
    try:
        yield
    finally:
        current.reset(token)


def carry_out(lead: Actor, sponsor: Actor, assessment_id: UUID, closed_at: datetime, today: datetime) -> None:
    """Adopt the balanced plan of a closed assessment, note what has happened to it, and enter readings."""
    with at(closed_at + timedelta(days=7)):
        row = assessment_rows.find_assessment(assessment_id)
        assert row is not None  # it was made a moment ago
        # Few schedules: the site draws plans better, and whoever starts the demo waits for this one.
        plan = draw_plan(scenarios.client_of(row), Wishes(), SCHEDULES)
        plans.keep_drawn(assessment_id, "balanced", plan, lead.id)
        scenario = list_scenarios(assessment_id)[0]
        plans.adopt(lead, scenario.id)
    with at(today - timedelta(days=22)):
        statuses = _statuses(plan, (today - timedelta(days=22)).date())
        known = find_scenario(scenario.id)
        assert known is not None
        plan_tracking.record(lead, scenario.id, known.revision, statuses)
    _read(lead, sponsor, assessment_id, closed_at, today)


def _statuses(plan: Roadmap, day: date) -> list[Status]:
    """What has ended by the day is done but the last of it, which was given up; what has begun is under way."""

    def first_day(week: int) -> date:
        return plan.start_on + timedelta(weeks=week)

    ended = [one for one in plan.initiatives if first_day(one.end_week) < day]
    leaves = [one.key for one in ended if not any(one.key in other.after for other in plan.initiatives)]
    found = []
    for one in plan.initiatives:
        begun, last = first_day(one.start_week), first_day(one.end_week) - timedelta(days=3)
        if one.key == leaves[-1]:
            found.append(Status(one.key, "given up", remark="The tool it needs was not bought."))
        elif one in ended:
            found.append(Status(one.key, "done", begun, last))
        elif begun < day:
            found.append(Status(one.key, "under way", begun))
    return found


def _read(lead: Actor, sponsor: Actor, assessment_id: UUID, closed_at: datetime, today: datetime) -> None:
    with at(today - timedelta(days=20)):
        followed = plan_readings.readings_page(lead, assessment_id).followed
        kpis: list[Kpi] = [
            one.kpi for one in followed if one.kpi.unit == "percent" and one.kpi.direction == "up"
        ]
        read = list(zip(kpis, SHOWN, strict=False))
        plan_aims.set_aims(lead, assessment_id, {kpi.key: values[0] + AIM_ABOVE for kpi, values in read})
        for kpi, values in read:
            for number, value in enumerate(values):
                on = (closed_at + timedelta(days=5 + number * 91)).date()
                who = sponsor if number == READINGS - 1 else lead
                plan_readings.record(who, assessment_id, kpi.key, value, on, NOTES[number])
