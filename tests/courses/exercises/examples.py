"""The example file of each kind, which the tests also compute with: its figures are those of the clinic."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from courses.exercises.format import Exercise, read_exercise
from courses.exercises.grading import CellGrade, Graded

FOLDER = Path(__file__).parents[3] / "docs" / "example-files" / "exercises"
EXAMPLES = {
    "matrix": "risk-matrix",
    "critique": "register-critique",
    "three-point": "three-point-bench",
    "decision-tree": "ground-study",
    "calibration": "calibration",
    "response-budget": "response-budget",
    "triage": "triage-inbox",
    "day-plan": "day-plan",
    "reserve": "reserve-cockpit",
    "schedule-risk": "schedule-risk",
    "critical-path": "critical-path",
    "earned-value": "earned-value",
}


@cache
def example(kind: str) -> Exercise:
    return read_exercise(FOLDER / f"{EXAMPLES[kind]}.yaml")


def data(kind: str) -> Any:
    return example(kind).data


def cell(graded: Graded, key: str) -> CellGrade:
    return next(one for one in graded.cells if one.key == key)
