"""The solver in its child process: asked, stopped, missing, broken; whatever happens, the plan stays."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app import solving
from app.solving import ask_solver, is_installed
from assessments.planning.planner import improved, make_plan
from tests.assessments.planning.cases import activity, problem, takes, weekly
from tests.assessments.planning.test_search import FT06, job_shop
from tests.cli.assessing import plumbline
from tests.cli.test_plan import OFFICE

PAIR = problem(
    [activity("A", 3, demands=(takes("m", 1),)), activity("B", 2, demands=(takes("m", 1),))],
    [weekly("m", 1, 20)],
)
needs_solver = pytest.mark.skipif(not is_installed(), reason="no solver: pip install plumbline[solver]")


@needs_solver
def test_a_solver_proves_a_plan() -> None:
    one = job_shop(FT06, 60)
    plan = make_plan(one, "fast", schedules=100)
    answers, ended = ask_solver(one, plan)
    assert ended == "finished"
    after = improved(one, plan, answers, ended)
    assert after.quality is not None
    # 55 is the published optimum: the solver may prove less, never more.
    assert after.quality.bound <= 55 <= after.finish_week
    assert after.quality.solver in {"optimal", "limit"}


@needs_solver
def test_a_solver_that_takes_too_long_is_stopped_and_the_plan_stays() -> None:
    one = job_shop(FT06, 60)
    plan = make_plan(one, "fast", schedules=20)
    answers, ended = ask_solver(one, plan, seconds=0.01)
    assert ended == "stopped"
    assert improved(one, plan, answers, ended).starts() == plan.starts()


@needs_solver
def test_a_solver_whose_answers_are_not_wanted_any_more_is_stopped() -> None:
    one = job_shop(FT06, 60)
    plan = make_plan(one, "fast", schedules=20)
    asked = []

    def is_wanted() -> bool:
        asked.append(1)
        return len(asked) < 3

    answers, ended = ask_solver(one, plan, is_wanted=is_wanted, glance_seconds=0.01)
    assert (ended, len(asked)) == ("stopped", 3)
    after = improved(one, plan, answers, ended)
    assert after.finish_week <= plan.finish_week
    assert after.quality is not None
    assert after.quality.solver == "stopped"


def test_a_solver_that_is_not_there_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)  # as where the package was never installed
    assert ask_solver(PAIR, make_plan(PAIR, "fast", schedules=5)) == ((), "not installed")
    text = plumbline("plan", *OFFICE, "--solve").stdout
    assert "no solver is installed: `pip install plumbline[solver]` brings one" in text


def test_a_solver_that_breaks_leaves_the_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "highspy.py").touch()
    monkeypatch.syspath_prepend(tmp_path)  # so that a solver is there, also where none was installed
    # The child process is an edge: in its place comes one that ends at once and badly, as a broken solver's does.
    monkeypatch.setattr(solving, "CHILD", "assessments.planning.no_such_module")
    plan = make_plan(PAIR, "fast", schedules=5)
    answers, ended = ask_solver(PAIR, plan)
    assert (answers, ended) == ((), "failed")
    assert improved(PAIR, plan, answers, ended).activities == plan.activities


def test_a_line_cut_short_is_no_answer() -> None:
    whole = '{"bound": 5, "starts": {"A": 0}, "state": "working"}\n'
    assert [one.bound for one in solving._answers("HiGHS says hello\n" + whole + whole[:20])] == [5]
