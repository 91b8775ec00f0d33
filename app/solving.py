"""A solver in a child process: it is asked about a plan, and stopped when it takes too long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import assessments
from assessments.planning.improving import NODES, Answer
from assessments.planning.problem import PlanningProblem
from assessments.planning.results import Plan
from content import to_plain

SECONDS = 60.0
GLANCE_SECONDS = 1.0
"""How often it is looked whether the answers are still wanted."""

CHILD = "assessments.planning.solver_child"


def is_installed() -> bool:
    """Whether the solver's package is there; it is never imported into this process."""
    return find_spec("highspy") is not None


def ask_solver(
    problem: PlanningProblem,
    plan: Plan,
    *,
    nodes: int = NODES,
    seconds: float = SECONDS,
    is_wanted: Callable[[], bool] | None = None,
    glance_seconds: float = GLANCE_SECONDS,
) -> tuple[tuple[Answer, ...], str]:
    """Return what a solver answers about a plan, and how it ended, for `planner.improved`.

    Args:
        nodes: bounds its work, the same on every machine. seconds: when it is stopped at the latest.
        is_wanted: asked every `glance_seconds`; the solver is stopped when it says no.
    """
    if not is_installed():
        return (), "not installed"
    starts = None if plan.outcome == "none" else plan.starts()
    task = {"problem": to_plain(problem), "objective": plan.objective, "starts": starts, "nodes": nodes}
    process = subprocess.Popen(  # noqa: S603 # our own module in this interpreter
        [sys.executable, "-m", CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        text=True,
    )
    printed, ended = _until(process, json.dumps(task), seconds, is_wanted, glance_seconds)
    if ended == "finished" and process.returncode != 0:
        ended = "failed"
    return tuple(_answers(printed)), ended


def _until(
    process: subprocess.Popen[str],
    task: str,
    seconds: float,
    is_wanted: Callable[[], bool] | None,
    glance_seconds: float,
) -> tuple[str, str]:
    """What the child printed until it ended, or until it was stopped, and which of the two it was."""
    asked: str | None = task
    left = seconds
    while left > 0:
        glance = left if is_wanted is None else min(left, glance_seconds)
        try:
            return process.communicate(asked, timeout=glance)[0], "finished"
        except subprocess.TimeoutExpired:
            asked, left = None, left - glance
        if is_wanted is not None and not is_wanted():
            break
    process.kill()
    return process.communicate()[0], "stopped"


def _answers(printed: str) -> list[Answer]:
    """What was printed line by line; a last line cut short by the end of the process is left out."""
    lines = [
        line for line in printed.splitlines(keepends=True) if line.startswith("{") and line.endswith("\n")
    ]
    return [Answer(**json.loads(line)) for line in lines]


def _environment() -> dict[str, str]:
    """What the child needs to find our packages: nothing of this process's settings or secrets."""
    own = {"PYTHONPATH": str(Path(assessments.__path__[0]).parent)}
    return own | {
        name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ
    }
