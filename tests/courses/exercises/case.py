"""The clinic's data and its verified results."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from courses.exercises.network import Option, Tie
from courses.exercises.simulation import Delay, Uncertain

_ROOT = Path(__file__).parents[3]
RESULTS: dict[str, Any] = json.loads((_ROOT / "tests/courses/case-results.json").read_text(encoding="utf-8"))


def table(name: str) -> list[dict[str, str]]:
    with (_ROOT / "courses/case" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


ACTIVITIES = [
    Uncertain(
        row["id"],
        float(row["optimistic_d"]),
        float(row["most_likely_d"]),
        float(row["pessimistic_d"]),
        tuple(key for key in row["predecessors"].split(";") if key),
    )
    for row in table("activities")
]
DURATIONS = {one.key: one.most_likely for one in ACTIVITIES}
TIES = [
    Tie(row["predecessor"], row["successor"], lag=float(row["lag_d"]))
    for row in table("links")
    if row["predecessor"] != "START" and row["successor"] != "FINISH"
]
CRASHES = [
    Option(row["id"], int(row["max_reduction_d"]), float(row["cost_per_day_k"])) for row in table("crash")
]
RISKS = table("risks")


def delays(suffix: str) -> list[Delay]:
    """Return the register's risks before ("") or after ("_after") the responses."""
    days = "schedule_after_d" if suffix else "schedule_impact_d"
    return [Delay(float(row[f"probability{suffix}"]), float(row[days]), row["activity"]) for row in RISKS]


def losses(suffix: str) -> list[tuple[float, float]]:
    cost = "cost_after_k" if suffix else "cost_impact_k"
    return [(float(row[f"probability{suffix}"]), float(row[cost])) for row in RISKS]
