"""Triage of messages: agreement with a panel, and actions beside samples."""

from __future__ import annotations

from dataclasses import replace

import pytest

from courses.exercises import triage
from courses.exercises.triage import TriageData
from tests.courses.exercises.examples import cell, data


def test_agreement_is_votes_for_the_box_by_votes_for_the_usual_one() -> None:
    task = triage.make(0, data("triage"), 0.0)
    graded = triage.evaluate(task, {"survey.important": "no", "survey.urgent": "yes"})
    assert cell(graded, "survey.important").share == pytest.approx(4 / 6)
    assert cell(graded, "crane.important").given is None
    badge = triage.evaluate(task, {"badge.important": "yes", "badge.urgent": "yes"})
    assert cell(badge, "badge.important").slip == "urgent-is-important"
    assert cell(badge, "badge.important").share == pytest.approx(1 / 9)


def test_a_panel_of_two_minds_is_said_to_be_so_and_actions_stand_beside_samples() -> None:
    task: TriageData = triage.make(0, data("triage"), 0.0)
    split = replace(task.messages[0], panel=triage.Panel(do=5, plan=4))
    graded = triage.evaluate(
        replace(task, messages=(split, *task.messages[1:])), {"crane.action": "Phone them"}
    )
    assert "triage.split" in [note.code for note in graded.notes]
    assert graded.grids[1].rows[0][1].words.values["words"] == "Phone them"
    without = replace(task, messages=tuple(replace(one, action=None) for one in task.messages))
    assert len(triage.evaluate(without, {}).grids) == 1


def test_the_sheet_asks_the_same_of_every_message_so_that_no_field_betrays_an_answer() -> None:
    task: TriageData = triage.make(0, data("triage"), 0.0)
    asked = [
        [field.key.removeprefix(f"{part.key}.") for field in part.fields] for part in triage.sheet(task).parts
    ]
    assert {one.action is None for one in task.messages} == {True, False}
    assert asked == [["important", "urgent", "action"]] * len(task.messages)


def test_a_step_written_under_a_message_that_wants_none_stands_beside_what_weighs_in_it() -> None:
    task: TriageData = triage.make(0, data("triage"), 0.0)
    idle = next(one for one in task.messages if one.action is None)
    rows = triage.evaluate(task, {f"{idle.key}.action": "Answer it"}).grids[1].rows
    (row,) = (row for row in rows if row[0].words.text == idle.text)
    assert row[1].words.values["words"] == "Answer it"
    assert row[2].words.text == idle.say
