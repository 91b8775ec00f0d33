"""From lines of a table to results: three points, critical path, schedule Monte Carlo, earned value."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from content import ContentError, Finding, shown
from courses.calculators.tables import Column, Line, read_table
from courses.exercises.earned_value import earned_schedule
from courses.exercises.network import Tie, schedule
from courses.exercises.normal import normal_chance, pert_deviation, pert_mean
from courses.exercises.simulation import Finishes, Shape, Uncertain, simulate

Row = tuple[str | float | None, ...]

MOST_ACTIVITIES = 200
_POINTS = (Column("optimistic"), Column("most_likely"), Column("pessimistic"))
_BEFORE = Column("predecessors", is_number=False, is_optional=True)
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "three-point": (Column("task", is_number=False), *_POINTS),
    "critical-path": (Column("activity", is_number=False), Column("duration"), _BEFORE),
    "monte-carlo": (Column("activity", is_number=False), *_POINTS, _BEFORE),
    "earned-value": (Column("period"), Column("planned"), Column("earned"), Column("spent")),
}
"""What the table of each calculator must have."""

_LINK = re.compile(r"(?P<key>.+?)(?:\s+(?P<type>FS|SS)\s*(?P<lag>[+-]\s*\d+(?:\.\d+)?)?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out.

    Attributes:
        facts: name to figure, of the whole. names, rows: the table of results.
        curve: points of an S-curve, date and share; none where there is none.
    """

    facts: Mapping[str, float]
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    curve: tuple[tuple[float, float], ...] = ()


def three_points(text: str, file: str, deadline: float | None) -> Outcome:
    """Return mean and deviation of each task and of all one after the other, and the chance to meet a date.

    Raises:
        ContentError: as `read_table`; also for points that do not rise.
    """
    lines = read_table(text, COLUMNS["three-point"], file)
    _refuse(_point_findings(lines, file))
    rows = [(one.texts["task"], *_points(one), _mean(one), _deviation(one)) for one in lines]
    mean = math.fsum(_mean(one) for one in lines)
    deviation = math.sqrt(math.fsum(_deviation(one) ** 2 for one in lines))
    facts = {"mean": mean, "deviation": deviation}
    if deadline is not None:
        facts["chance"] = normal_chance((deadline - mean) / deviation)
    names = ("task", "optimistic", "most_likely", "pessimistic", "mean", "deviation")
    return Outcome(facts, names, tuple(rows))


def critical_path(text: str, file: str) -> Outcome:
    """Return early and late dates and floats of a network, and when it finishes.

    Raises:
        ContentError: as `read_table`; also for predecessors that are unknown, and for a circle of them.
    """
    lines = read_table(text, COLUMNS["critical-path"], file)
    ordered, ties = _network(lines, file)
    found = schedule({one.texts["activity"]: one.numbers["duration"] for one in ordered}, ties)
    rows = []
    for one in lines:
        dates = found.dates[one.texts["activity"]]
        rows.append(
            (
                one.texts["activity"],
                one.numbers["duration"],
                dates.early_start,
                dates.early_finish,
                dates.late_start,
                dates.late_finish,
                dates.total_float,
                dates.free_float,
                "yes" if dates.is_critical else "no",
            )
        )
    names = (
        "activity",
        "duration",
        "early_start",
        "early_finish",
        "late_start",
        "late_finish",
        "total_float",
        "free_float",
        "critical",
    )
    return Outcome({"finish": found.finish}, names, tuple(rows))


@dataclass(frozen=True, slots=True)
class Settings:
    """How a network is simulated; see `courses.exercises.simulation.simulate`."""

    runs: int = 10_000
    seed: int = 1
    correlation: float = 0.0
    shape: Shape = "pert"
    deadline: float | None = None


def monte_carlo(text: str, file: str, settings: Settings) -> Outcome:
    """Return quantiles, the S-curve and how often each activity was critical.

    Raises:
        ContentError: as `critical_path`; also for links other than finish to start without lag.
    """
    lines = read_table(text, COLUMNS["monte-carlo"], file)
    _refuse(_point_findings(lines, file))
    if len(lines) > MOST_ACTIVITIES:
        allowed = f"{MOST_ACTIVITIES} activities or fewer"
        _refuse(
            [
                Finding(
                    file, lines[MOST_ACTIVITIES].number, 1, "", f"{len(lines)} activities", allowed, "lines"
                )
            ]
        )
    ordered, ties = _network(lines, file)
    by_key = {one.texts["activity"]: one for one in lines}
    _refuse(
        by_key[tie.successor].finding(
            file, "predecessors", "a lag or SS", "finish to start without a lag", "link"
        )
        for tie in ties
        if tie.lag or tie.is_start_to_start
    )
    activities = [
        Uncertain(
            one.texts["activity"],
            *_points(one),
            tuple(tie.predecessor for tie in ties if tie.successor == one.texts["activity"]),
        )
        for one in ordered
    ]
    found = simulate(
        activities,
        runs=settings.runs,
        seed=settings.seed,
        correlation=settings.correlation,
        shape=settings.shape,
    )
    rows = tuple((key, *_points(one), found.criticality[key]) for key, one in by_key.items())
    names = ("activity", "optimistic", "most_likely", "pessimistic", "criticality")
    return Outcome(_facts(found, settings.deadline), names, rows, found.curve())


def _facts(found: Finishes, deadline: float | None) -> dict[str, float]:
    facts = {"mean": found.mean, "deviation": found.deviation}
    facts |= {f"p{share}": found.quantile(share / 100) for share in (10, 50, 80, 90)}
    if deadline is not None:
        facts["chance"] = found.chance_by(deadline)
    return facts


def earned_values(text: str, file: str, budget: float) -> Outcome:
    """Return the figures of earned value for each period; planned, earned and spent are cumulative.

    Earned schedule reads the planned values of the table as the plan, period by period from the first; it needs
    periods 1, 2, 3 and so on, and a planned value that does not fall. Nothing is printed where nothing is
    defined.

    Raises:
        ContentError: as `read_table`; also for periods out of order and falling planned values.
    """
    lines = read_table(text, COLUMNS["earned-value"], file)
    findings = []
    for place, one in enumerate(lines, start=1):
        if one.numbers["period"] != place:
            found = shown(one.texts["period"])
            findings.append(
                one.finding(file, "period", found, f"{place}: periods from 1 on, in order", "period")
            )
        if place > 1 and one.numbers["planned"] < lines[place - 2].numbers["planned"]:
            allowed = "cumulative values, which do not fall"
            findings.append(one.finding(file, "planned", shown(one.texts["planned"]), allowed, "falling"))
    _refuse(findings)
    # What is planned after the budget is reached adds nothing, so the plan ends there.
    curve = [one.numbers["planned"] for one in lines]
    while len(curve) > 1 and curve[-1] == curve[-2]:
        curve.pop()
    names = (
        "period",
        "cost_variance",
        "schedule_variance",
        "cost_index",
        "schedule_index",
        "eac_budget_over_index",
        "eac_spent_plus_remaining",
        "eac_both_indices",
        "to_complete_index",
        "earned_schedule",
        "time_index",
    )
    rows = tuple(_earned_row(one, budget, curve) for one in lines)
    return Outcome({"budget": budget}, names, rows)


def _earned_row(one: Line, budget: float, curve: Sequence[float]) -> Row:
    period, planned, earned, spent = (one.numbers[name] for name in ("period", "planned", "earned", "spent"))
    cost = earned / spent if spent else None
    money = earned / planned if planned else None
    rest = budget - earned
    # Past the last planned value that the table has, the plan is not known.
    is_known = earned < curve[-1] or (earned == curve[-1] and curve[-1] >= budget)
    time = earned_schedule(curve, earned) if is_known else None
    return (
        period,
        earned - spent,
        earned - planned,
        cost,
        money,
        budget / cost if cost else None,
        spent + rest,
        spent + rest / (cost * money) if cost and money else None,
        rest / (budget - spent) if budget > spent else None,
        time,
        None if time is None else time / period,
    )


def _points(one: Line) -> tuple[float, float, float]:
    return one.numbers["optimistic"], one.numbers["most_likely"], one.numbers["pessimistic"]


def _mean(one: Line) -> float:
    return pert_mean(*_points(one))


def _deviation(one: Line) -> float:
    return pert_deviation(one.numbers["optimistic"], one.numbers["pessimistic"])


def _refuse(findings: Iterator[Finding] | Sequence[Finding]) -> None:
    if found := list(findings):
        raise ContentError(found)


def _point_findings(lines: Sequence[Line], file: str) -> Iterator[Finding]:
    for one in lines:
        low, likely, high = _points(one)
        if not low <= likely <= high or low == high:
            found = f"{low:g}, {likely:g}, {high:g}"
            allowed = "optimistic ≤ most likely ≤ pessimistic, not all equal"
            yield one.finding(file, "optimistic", found, allowed, "points")


def _network(lines: Sequence[Line], file: str) -> tuple[list[Line], list[Tie]]:
    """Return the lines so that each comes after those it waits for, and the links."""
    by_key = {one.texts["activity"]: one for one in lines}
    findings: list[Finding] = []
    seen: set[str] = set()
    for one in lines:
        if (key := one.texts["activity"]) in seen:
            findings.append(
                one.finding(file, "activity", f"{shown(key)} again", "each activity once", "repeated")
            )
        seen.add(key)
    ties: list[Tie] = []
    for one in lines:
        for text in filter(
            None, (part.strip() for part in re.split(r"[;,|]", one.texts.get("predecessors", "")))
        ):
            link = _LINK.fullmatch(text)
            key = link["key"] if link else text
            if link is None or key not in by_key:
                allowed = "an activity of the table, as A, or A SS+2"
                findings.append(one.finding(file, "predecessors", shown(text), allowed, "predecessor"))
            else:
                lag = float((link["lag"] or "0").replace(" ", ""))
                ties.append(Tie(key, one.texts["activity"], (link["type"] or "").upper() == "SS", lag))
    _refuse(findings)
    ordered: list[Line] = []
    waiting = list(lines)
    done: set[str] = set()
    before = {key: {tie.predecessor for tie in ties if tie.successor == key} for key in by_key}
    while waiting:
        ready = [one for one in waiting if before[one.texts["activity"]] <= done]
        if not ready:
            _refuse(
                [
                    one.finding(
                        file,
                        "predecessors",
                        shown(one.texts["predecessors"]),
                        "no circle of activities",
                        "circle",
                    )
                    for one in waiting
                ]
            )
        ordered += ready
        done.update(one.texts["activity"] for one in ready)
        waiting = [one for one in waiting if one.texts["activity"] not in done]
    return ordered, ties
