"""The goals as data: what is measured, against what, and how much is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """One limit; `unit` says what the number is a multiple of, or what it counts."""

    key: str
    what: str
    limit: float
    unit: str
    is_floor: bool = False  # the number must reach the limit, instead of staying under it

    def is_met_by(self, value: float) -> bool:
        return value >= self.limit if self.is_floor else value <= self.limit


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number: the median of its rounds and their range, in the goal's unit; `note` gives absolutes."""

    median: float
    low: float
    high: float
    rounds: int
    note: str = ""


GOALS = (
    Goal("P1", "questionnaire page, 20 questions, saved answers", 8, "x GET"),
    Goal("P1.p95", "the same, p95 at 20 connections", 10, "x GET's p95"),
    Goal("P2", "autosave of one answer, all checks, audited", 1.5, "x POST"),
    Goal("P2.p95", "the same, p95 at 20 connections", 2, "x POST's p95"),
    Goal("P2.rate", "the same, requests per second at 20 connections", 0.6, "x POST's rate", is_floor=True),
    Goal("P3", "twenty answers in one save", 4, "x POST"),
    Goal("P4", "lesson page", 6, "x GET"),
    Goal("P5", "a quiz handed in, graded and kept", 3, "x POST"),
    Goal("P8", "PDF report, first time", 1.3, "x the bare engine"),
    Goal("P8.cpu", "the same, CPU for every six pages", 1, "s"),
    Goal("P9", "the same PDF again", 3, "x GET"),
    Goal("PR.roadmap", "executive roadmap as PDF, cold start included", 0.7, "x Chromium"),
    Goal("PR.roadmap.memory", "the same, highest memory", 0.33, "x Chromium"),
    Goal("PR.full", "full report as PDF, cold start included", 1.5, "x Chromium"),
    Goal("PR.full.memory", "the same, highest memory", 0.33, "x Chromium"),
    Goal("PR.again", "full report again, one finding edited", 0.5, "x the first time"),
    Goal("PR.growth", "CPU of a page in 300 pages", 1.25, "x in 30 pages"),
    Goal("P10.page", "SQL statements of the questionnaire page", 5, "statements"),
    Goal("P10.save", "SQL statements of an autosave", 5, "statements"),
    Goal("P10.growth", "more statements with 100 times the data", 0, "statements"),
    Goal("P11.page", "questionnaire page with 100 times the data", 1.15, "x small data"),
    Goal("P11.save", "autosave with 100 times the data", 1.15, "x small data"),
    Goal("P12.requests", "first questionnaire page, empty cache", 6, "requests"),
    Goal("P12.wire", "the same, on the wire", 60, "kB"),
    Goal("P12.script", "the same, scripts on the wire", 15, "kB"),
    Goal("P13.requests", "later page, warm cache", 1, "requests"),
    Goal("P13.wire", "the same, on the wire", 12, "kB"),
    Goal("P14", "memory of master and 2 workers after 5,000 requests", 1.5, "x bare"),
    Goal("P14.growth", "memory's growth over the last 4,000 requests", 0.02, "share"),
    Goal("P15", "cold start to the first page", 2, "x bare"),
    Goal("P16", "all migrations on an empty database", 5, "x bare cold start"),
    Goal("S1", "scoring 70 questions of 200 people, all statistics", 10, "x numpy's means and draws"),
    Goal("S2", "scoring 1,000,000 answers", 5, "s"),
    Goal("S2.memory", "the same, memory of the whole process with its answers", 500, "MB"),
    Goal("S3", "cost per answer when there are ten times as many", 1.15, "x before"),
    Goal("R1", "recommendation with stability and exact flip sets", 0.3, "s"),
    Goal("R1.first", "the same as the first in a process, imports and all", 1, "s"),
    Goal("PL1", "first plan: 62 initiatives, 12 roles, 24 months", 1, "s"),
    Goal("PL2.fast", "with a solver within 30 s: from the earliest finish", 2, "%"),
    Goal("PL2.balanced", "with a solver within 30 s: from the most worth", 5, "%"),
    Goal("PL3", "feasible plan of 500 activities on 12 resources", 10, "s"),
    Goal("PL4", "a plan of the whole catalogue re-levelled after an edit", 2, "s"),
    Goal("EX", "1,000 learners hand in their exams at once", 60, "s"),
    Goal("EX.lost", "the same, exams of which an answer is lost", 0, "exams"),
    Goal("MC", "schedule Monte Carlo of the clinic, 10,000 runs", 3, "x the same draws in bare numpy"),
    Goal("MC.time", "the same with correlation", 300, "ms"),
    Goal("BK", "a bank of 5,000 questions checked, proofs included", 10, "s"),
    Goal("CLI", "plumbline --help", 3, 'x python -c "import flask"'),
)


def verdict(goal: Goal, figures: Mapping[str, Figure]) -> str:
    figure = figures.get(goal.key)
    if figure is None:
        return "not measured"
    return "met" if goal.is_met_by(figure.median) else "MISSED"


def table(figures: Mapping[str, Figure]) -> str:
    """Return the goals with their figures as lines of text."""
    lines = [f"{'goal':<13} {'what':<52} {'allowed':>8} {'measured':>9} {'range':>15}  verdict"]
    for goal in GOALS:
        figure = figures.get(goal.key)
        measured = f"{figure.median:.2f}" if figure else "-"
        spread = f"{figure.low:.2f} to {figure.high:.2f}" if figure else "-"
        allowed = f"{'≥' if goal.is_floor else '≤'} {goal.limit:g}"
        note = f"; {figure.note}" if figure and figure.note else ""
        lines.append(
            f"{goal.key:<13} {goal.what:<52} {allowed:>8} {measured:>9} {spread:>15}"
            f"  {verdict(goal, figures)} ({goal.unit}{note})"
        )
    return "\n".join(lines)
