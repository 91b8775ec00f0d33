"""The Lakeside clinic as our courses tell it: the data of `courses/case/`, and the verified results."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

CASE = Path(__file__).parents[2] / "courses" / "case"
RESULTS = json.loads((Path(__file__).parent / "case-results.json").read_text(encoding="utf-8"))

BUDGET, CONTINGENCY, MANAGEMENT = 7200, 440, 160  # thousands
DAY = 7 + 5  # thousands a day: site costs that run with time, and damages


@dataclass(frozen=True, slots=True)
class Risk:
    """A line of the register; money in thousands, savings below zero, days of work."""

    id: str
    kind: str
    category: str
    probability: float
    cost: float
    days: float
    price: float
    probability_after: float
    cost_after: float
    days_after: float
    occurred: bool

    @property
    def emv(self) -> float:
        """The expected cost before any response."""
        return self.probability * self.cost

    @property
    def emv_days(self) -> float:
        return self.probability * self.days

    @property
    def emv_after(self) -> float:
        return self.probability_after * self.cost_after

    @property
    def net_benefit(self) -> float:
        return self.emv - self.emv_after - self.price

    @property
    def days_saved(self) -> float:
        return self.emv_days - self.probability_after * self.days_after

    @property
    def probability_level(self) -> int:
        return 1 + sum(self.probability > bound for bound in (0.10, 0.25, 0.40, 0.60))

    @property
    def impact_level(self) -> int:
        cost = 1 + sum(abs(self.cost) >= bound for bound in (36, 72, 144, 288))
        days = sum(abs(self.days) >= bound for bound in (1, 5, 10, 15, 21))
        return max(cost, days)

    @property
    def score(self) -> int:
        return self.probability_level * self.impact_level


@dataclass(frozen=True, slots=True)
class Month:
    """The end of a month, in thousands from the start."""

    month: int
    earned: float
    spent: float

    @property
    def used(self) -> float:
        """What the work has cost above its budget."""
        return self.spent - self.earned

    @property
    def reserve_left(self) -> float:
        return 1 - self.used / CONTINGENCY

    @property
    def work_left(self) -> float:
        return 1 - self.earned / BUDGET

    @property
    def burn(self) -> float:
        return (1 - self.reserve_left) / (1 - self.work_left)


def _rows(name: str) -> Iterable[dict[str, str]]:
    with (CASE / name).open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


RISKS = {
    row["id"]: Risk(
        id=row["id"],
        kind=row["kind"],
        category=row["category"],
        probability=float(row["probability"]),
        cost=float(row["cost_impact_k"]),
        days=float(row["schedule_impact_d"]),
        price=float(row["response_cost_k"]),
        probability_after=float(row["probability_after"]),
        cost_after=float(row["cost_after_k"]),
        days_after=float(row["schedule_after_d"]),
        occurred=row["occurred"] == "yes",
    )
    for row in _rows("risks.csv")
}
ACTIVITIES = {row["id"]: row["activity"] for row in _rows("risks.csv")}
"""Risk to the activity that it would strike."""

THREATS = tuple(risk for risk in RISKS.values() if risk.kind == "threat")
MONTHS = {
    int(row["month"]): Month(int(row["month"]), float(row["ev_k"]), float(row["ac_k"]))
    for row in _rows("evm-monthly.csv")
}
FINISHED = {row["id"]: int(row["actual_finish_d"]) for row in _rows("as-built.csv")}
"""Activity to the day on which it was really finished."""

TOOK = {row["id"]: int(row["actual_duration_d"]) for row in _rows("as-built.csv")}
PLANNED = {row["id"]: int(row["most_likely_d"]) for row in _rows("activities.csv")}
NETWORK = RESULTS["cpm"]["activities"]
"""Activity to the early and late days and floats of the plan, from the verified results."""
