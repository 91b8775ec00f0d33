"""Criticising a register: hits, false alarms and misses."""

from __future__ import annotations

import pytest

from courses.exercises import critique
from tests.courses.exercises.examples import cell, data


def test_false_alarms_and_misses_are_both_told_by_their_line() -> None:
    task = critique.make(0, data("critique"), 0.0)
    graded = critique.evaluate(task, {"chillers.no-owner": "yes", "weather.no-cause": "yes"})
    # One hit, one alarm, and every other planted fault missed: F1 = 2 ÷ (2 + 6 + 1).
    planted = sum(len(line.faults) for line in task.lines)
    assert graded.share == pytest.approx(2 / (2 + planted - 1 + 1))
    assert cell(graded, "chillers.no-owner").why.text == task.lines[0].fine
    assert cell(graded, "weather.no-owner").why.text == task.lines[1].faults["no-owner"]
    assert not any(one.slip for one in graded.cells)


def test_who_ticks_everything_hears_of_it() -> None:
    task = critique.make(0, data("critique"), 0.0)
    everything = {f"{line.key}.{fault.key}": "yes" for line in task.lines for fault in task.faults}
    graded = critique.evaluate(task, everything)
    assert graded.share < 0.4
    assert {one.slip for one in graded.cells if not one.share} == {"ticks-everything"}
    assert cell(graded, "steel.issue").why is None
