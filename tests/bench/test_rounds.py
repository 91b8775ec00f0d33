"""The bench's own arithmetic: what counts as met, and which rounds are dropped."""

from __future__ import annotations

import os

import pytest

from tests.bench.client import compose
from tests.bench.goals import GOALS, Figure, Goal, table, verdict
from tests.bench.processes import cpu_seconds, family, memory_mebibytes
from tests.bench.rounds import paired


def figure(value: float) -> Figure:
    return Figure(value, value, value, 1)


def test_a_goal_is_met_at_its_limit_and_missed_above_it() -> None:
    goal = Goal("X", "something", 2, "x GET")
    assert verdict(goal, {"X": figure(2)}) == "met"
    assert verdict(goal, {"X": figure(2.01)}) == "MISSED"


def test_a_floor_is_met_from_its_limit_up() -> None:
    goal = Goal("X", "a rate", 0.6, "x POST", is_floor=True)
    assert verdict(goal, {"X": figure(0.6)}) == "met"
    assert verdict(goal, {"X": figure(0.5)}) == "MISSED"


def test_what_was_not_measured_is_never_called_met() -> None:
    assert {verdict(goal, {}) for goal in GOALS} == {"not measured"}


def test_every_goal_has_its_line_in_the_table() -> None:
    lines = table({"P1": figure(4.2)}).splitlines()
    assert [line.split()[0] for line in lines[1:]] == [goal.key for goal in GOALS]
    assert "4.20" in lines[1]


def test_the_figure_is_the_median_of_the_paired_ratios() -> None:
    subject = iter([2.0, 6.0, 4.0])
    result = paired(lambda: next(subject), lambda: 1.0, rounds=3)
    assert (result.median, result.low, result.high, result.rounds) == (4.0, 2.0, 6.0, 3)


def test_a_round_on_a_busy_machine_is_measured_again() -> None:
    yardstick = iter([1.0, 5.0, 1.0, 1.0])
    result = paired(lambda: 3.0, lambda: next(yardstick), rounds=3)
    assert result.median == 3.0
    assert result.low == 3.0


def test_a_machine_that_never_calms_down_is_refused() -> None:
    rising = iter([3.0**power for power in range(20)])
    with pytest.raises(RuntimeError, match="too busy"):
        paired(lambda: 1.0, lambda: next(rising), rounds=3)


def test_a_process_is_found_in_its_own_family_and_has_used_time_and_memory() -> None:
    assert os.getpid() in family(os.getpid())
    assert cpu_seconds(os.getpid()) > 0
    assert memory_mebibytes(os.getpid()) > 1


def test_a_form_is_sent_as_a_browser_sends_it() -> None:
    request = compose("POST", "/rows", form={"name": "a b", "value": "1"})
    assert request.startswith(b"POST /rows HTTP/1.1\r\nHost: 127.0.0.1\r\n")
    assert request.endswith(b"Content-Length: 16\r\n\r\nname=a+b&value=1")
