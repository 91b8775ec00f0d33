"""The day plan: its rules one by one, buffer and energy, and how the day runs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from courses.exercises import day_plan
from courses.exercises.day_plan import DayData
from tests.courses.exercises.examples import data


def test_a_start_that_is_no_slot_places_nothing() -> None:
    task: DayData = data("day-plan")
    first = f"{task.tasks[0].key}.start"
    for start in ("²", "٣", "1.5", "-1", "noon"):
        assert day_plan.evaluate(task, {first: start}) == day_plan.evaluate(task, {})


def test_rules_of_the_day_are_graded_one_by_one() -> None:
    task: DayData = data("day-plan")
    key = {one.key: f"{one.key}.start" for one in task.tasks}
    graded = day_plan.evaluate(
        task, {key["report"]: "1", key["risks"]: "2"}
    )  # one slot of both; a meeting at 3
    shares = {one.label.code: one.share for one in graded.cells}
    assert shares["day.rule-overlap"] == 0
    assert shares["day.rule-meetings"] == 0
    assert shares["day.rule-due"] == 1
    late = day_plan.evaluate(task, {key["orders"]: "6"})
    assert {one.label.code: one.share for one in late.cells}["day.rule-due"] == 0
    assert late.cells[0].share == 0
    overtime = day_plan.evaluate(task, {key["plan"]: "15"})
    assert {one.label.code: one.share for one in overtime.cells}["day.rule-meetings"] == 0
    assert {one.label.code: one.share for one in day_plan.evaluate(task, {}).cells}["day.rule-due"] == 0


def test_a_full_day_has_no_buffer_and_energy_counts() -> None:
    task: DayData = data("day-plan")
    full = {
        "report.start": "4",
        "orders.start": "1",
        "site.start": "7",
        "plan.start": "11",
        "mail.start": "14",
    }
    graded = day_plan.evaluate(task, full | {"risks.start": "16"})
    buffer = next(one for one in graded.cells if one.label.code == "day.buffer")
    assert (buffer.share, buffer.slip) == (0, "no-buffer")
    report = task.tasks[0]
    assert day_plan.worth(task, report, 4) == 9
    assert day_plan.worth(task, report, 11) == pytest.approx(9 * 0.6)


def test_a_day_that_all_tasks_cannot_fill_is_still_graded_by_the_best_there_is() -> None:
    task: DayData = data("day-plan")
    few = replace(task, tasks=task.tasks[:4])
    assert day_plan.best_value(few) == pytest.approx(9 + 7 * 0.6 + 3 + 5)
    blocked = replace(
        few, meetings=(*few.meetings, replace(few.meetings[0], slot=1, slots=2)), high_energy=()
    )
    nothing = replace(blocked, tasks=tuple(replace(one, due=2, slots=2) for one in blocked.tasks))
    assert day_plan.best_value(nothing) == 0
    assert day_plan.evaluate(nothing, {}).cells[0].share == 1


def test_the_day_runs_as_its_seed_says_and_meetings_interrupt() -> None:
    task: DayData = data("day-plan")
    answers = {"report.start": "1", "site.start": "8", "mail.start": "11"}
    sure = replace(task, overruns=tuple(replace(one, median=1.0, sigma=0.0) for one in task.overruns))
    rows = [[one.words for one in row[2:4]] for row in day_plan.evaluate(sure, answers).grids[0].rows]
    # Report 8:00 for 90 minutes with the meeting 9:00 to 9:30 inside; site from 11:30 with lunch at 12:00.
    assert [[word.values["words"] for word in row] for row in rows] == [
        ["08:00", "10:00"],
        ["11:30", "13:30"],
        ["13:30", "14:30"],
    ]
    into = day_plan.evaluate(sure, {"risks.start": "1", "orders.start": "2"}).grids[0].rows
    assert into[1][2].words.values["words"] == "09:30"  # ready at 9:00, when the meeting begins
    assert day_plan.evaluate(task, answers) == day_plan.evaluate(task, answers)
