"""Answers to tasks: what somebody who knows gives, found from what a blank answer is told."""

from __future__ import annotations

from itertools import product
from typing import Any

from courses.exercises import day_plan, response_budget
from courses.exercises.calibration import CalibrationData
from courses.exercises.critical_path import PathData, durations_of, ties_of
from courses.exercises.critique import CritiqueData
from courses.exercises.day_plan import DayData
from courses.exercises.format import engine_of
from courses.exercises.grading import Value
from courses.exercises.matrix import MatrixData, expected_cost, levels
from courses.exercises.network import Option, cheapest, schedule
from courses.exercises.response_budget import BudgetData
from courses.exercises.sheets import Field
from courses.exercises.triage import BOXES, TriageData


def right_answers(kind: str, task: Any) -> dict[str, Value]:
    """Return an answer that is worth everything."""
    engine = engine_of(kind)
    fields = {field.key: field for field in engine.sheet(task).fields()}
    found: dict[str, Value] = {}
    for cell in engine.evaluate(task, {}).cells:
        field = fields.get(cell.key)
        if field is None or cell.expected is None:
            continue
        if field.kind == "number" and cell.expected.code == "number":
            found[cell.key] = float(cell.expected.values["number"])
        elif field.kind == "choice":
            found[cell.key] = _choice(field, cell.expected)
    return found | _of_kind(task)


def _choice(field: Field, label: object) -> str:
    return next((choice.key for choice in field.choices if choice.label == label), "")


def _of_kind(task: Any) -> dict[str, Value]:
    special: dict[type, Any] = {
        MatrixData: _matrix,
        CritiqueData: _critique,
        CalibrationData: _calibration,
        BudgetData: _budget,
        TriageData: _triage,
        DayData: _day,
        PathData: _path,
    }
    found: dict[str, Value] = special.get(type(task), lambda _: {})(task)
    return found


def _matrix(task: MatrixData) -> dict[str, Value]:
    ordered = sorted(task.risks, key=lambda risk: -expected_cost(task, risk))
    found: dict[str, Value] = {f"{risk.key}.rank": str(place) for place, risk in enumerate(ordered, 1)}
    for risk in task.risks:
        p, i = levels(task, risk)
        found |= {f"{risk.key}.p": str(p), f"{risk.key}.i": str(i)}
    return found


def _critique(task: CritiqueData) -> dict[str, Value]:
    return {f"{line.key}.{fault}": "yes" for line in task.lines for fault in line.faults}


def _calibration(task: CalibrationData) -> dict[str, Value]:
    found: dict[str, Value] = {f"s.{one.key}": 90.0 if one.is_true else 10.0 for one in task.statements}
    for one in task.quantities:
        found |= {f"q.{one.key}.low": one.value - 1, f"q.{one.key}.high": one.value + 1}
    return found


def _budget(task: BudgetData) -> dict[str, Value]:
    best, _ = response_budget.best_choice(task.risks, task.budget)
    return {f"{key}.take": "yes" for key in best}


def _triage(task: TriageData) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for message in task.messages:
        box = max(BOXES, key=message.panel.share)
        found[f"{message.key}.important"] = "yes" if box in ("do", "plan") else "no"
        found[f"{message.key}.urgent"] = "yes" if box in ("do", "delegate") else "no"
    return found


def _day(task: DayData) -> dict[str, Value]:
    """Try every plan: there are few in the tests' days."""
    starts = [
        [0, *(slot for slot in range(1, task.slots + 1) if day_plan.worth(task, one, slot) > 0)]
        for one in task.tasks
    ]
    most = task.free_slots * (1 - task.least_buffer)
    least = task.free_slots * (1 - task.most_buffer)
    best: tuple[float, tuple[int, ...]] = (-1.0, ())
    for plan in product(*starts):
        taken = [
            slot for one, at in zip(task.tasks, plan, strict=True) if at for slot in range(at, at + one.slots)
        ]
        if len(set(taken)) == len(taken) and least - 1e-9 <= len(taken) <= most + 1e-9:
            value = sum(day_plan.worth(task, one, at) for one, at in zip(task.tasks, plan, strict=True) if at)
            best = max(best, (value, plan))
    return {f"{one.key}.start": str(at) for one, at in zip(task.tasks, best[1], strict=True) if at}


def _path(task: PathData) -> dict[str, Value]:
    durations, ties = durations_of(task), ties_of(task)
    right = schedule(durations, ties)
    found: dict[str, Value] = {f"{key}.critical": "yes" for key in right.critical}
    found |= {f"{one.activity}.cut": 0.0 for one in (task.shortening.options if task.shortening else ())}
    if task.shortening:
        options = [Option(one.activity, one.most, one.cost) for one in task.shortening.options]
        best = cheapest(durations, ties, options, right.finish - task.shortening.by)
        found |= {f"{key}.cut": float(taken) for key, taken in (best[1] if best else {}).items()}
    return found
