"""What holds for exercises of every kind: whoever knows earns all, whoever gives nothing earns nothing."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import from_plain, to_plain
from courses.exercises.draws import CASE_SEED
from courses.exercises.format import KINDS, engine_of
from courses.exercises.grading import Graded, Value
from courses.exercises.sheets import Sheet
from tests.courses.exercises.answers import right_answers
from tests.courses.exercises.examples import example

SEEDS = (CASE_SEED, 1, 2**31 - 2)


def task_of(kind: str, seed: int) -> Any:
    exercise = example(kind)
    task = engine_of(kind).make(seed, exercise.data, exercise.variation)
    if kind == "day-plan":  # small enough for every plan to be tried
        return replace(task, tasks=task.tasks[:5])
    return task


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_right_answer_is_worth_everything_and_none_is_worth_nothing(kind: str, seed: int) -> None:
    engine, task = engine_of(kind), task_of(kind, seed)
    right = engine.evaluate(task, right_answers(kind, task))
    assert right.share == pytest.approx(1)
    assert right.is_passed
    assert not any(cell.slip or cell.is_follow_through for cell in right.cells)
    blank = engine.evaluate(task, {})
    assert blank.share == 0
    assert not blank.is_passed


@pytest.mark.parametrize("kind", KINDS)
def test_the_case_has_the_numbers_of_the_file_and_another_seed_has_others_each_time_the_same(
    kind: str,
) -> None:
    engine, exercise = engine_of(kind), example(kind)
    first = engine.make(CASE_SEED, exercise.data, exercise.variation)
    again, other = (engine.make(seed, exercise.data, exercise.variation) for seed in (5, 6))
    assert engine.make(5, exercise.data, exercise.variation) == again
    assert len({json.dumps(to_plain(task)) for task in (first, again, other)}) == 3
    for task in (again, other):
        # What was varied still keeps every rule of the file.
        allowed = {"budget", "draw"}
        assert {problem.rule for problem in task.problems(("data",))} <= allowed
    if kind not in ("matrix", "calibration"):
        assert first == exercise.data


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_has_a_name_of_its_own_and_every_graded_cell_leads_to_one(kind: str) -> None:
    engine, task = engine_of(kind), task_of(kind, 1)
    keys = [field.key for field in engine.sheet(task).fields()]
    assert len(set(keys)) == len(keys)
    whole = engine.evaluate(task, {}).cells
    assert {cell.key for cell in whole} - set(keys) <= {"skill", "coverage"}
    assert sum(cell.weight for cell in whole) == pytest.approx(0 if kind == "critique" else 1)


@pytest.mark.parametrize("kind", KINDS)
def test_sheets_and_results_come_through_their_plain_form(kind: str) -> None:
    engine, task = engine_of(kind), task_of(kind, 1)
    sheet, graded = engine.sheet(task), engine.evaluate(task, right_answers(kind, task))
    assert from_plain(Sheet, json.loads(json.dumps(to_plain(sheet)))) == sheet
    assert to_plain(from_plain(Graded, json.loads(json.dumps(to_plain(graded))))) == to_plain(graded)


@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_says_nothing_of_what_is_told_after_the_answer(kind: str) -> None:
    exercise = example(kind)
    engine = engine_of(kind)
    text = json.dumps(to_plain(engine.sheet(engine.make(CASE_SEED, exercise.data, 0.0))))
    for secret in secrets_of(to_plain(exercise)):
        assert json.dumps(secret)[1:-1] not in text
    assert "is_correct" not in text


def secrets_of(value: Any, name: str = "") -> list[str]:
    """Return every text of an exercise that is feedback."""
    told_after = ("say", "explanation", "debrief", "real_work", "fine", "source", "action", "panel_note")
    if isinstance(value, dict):
        if name in told_after or name == "line-faults":
            return [
                words
                for text in value.values()
                for words in (text.values() if isinstance(text, dict) else [text])
            ]
        is_line = "cells" in value
        return [
            secret
            for key, one in value.items()
            for secret in secrets_of(one, "line-faults" if is_line and key == "faults" else key)
        ]
    if isinstance(value, list):
        return [secret for one in value for secret in secrets_of(one, name)]
    return []


def values_for(field: Any) -> st.SearchStrategy[Value]:
    if field.kind == "number":
        return st.one_of(st.floats(-1e6, 1e6), st.integers(-5, 300).map(float))
    if field.kind == "choice":
        return st.sampled_from([choice.key for choice in field.choices])
    return st.just("yes") if field.kind == "tick" else st.text(max_size=20)


@settings(max_examples=15, deadline=None)
@given(st.sampled_from([kind for kind in KINDS if kind != "schedule-risk"]), st.integers(0, 3), st.data())
def test_whatever_is_answered_is_worth_something_between_nothing_and_all(
    kind: str, seed: int, data: st.DataObject
) -> None:
    engine, task = engine_of(kind), task_of(kind, seed)
    response = {
        field.key: data.draw(values_for(field))
        for field in engine.sheet(task).fields()
        if data.draw(st.booleans())
    }
    graded = engine.evaluate(task, response)
    assert 0 <= graded.share <= 1
    for cell in graded.cells:
        assert 0 <= cell.share <= 1
        assert not math.isnan(cell.share)
        assert cell.slip in ("", *engine.SLIPS)
