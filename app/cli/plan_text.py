"""A plan as lines of text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from assessments.planning.conflicts import Conflict
from assessments.planning.initiatives import ClientCase
from assessments.planning.problem import PlanningProblem
from assessments.planning.results import LeftOutActivity, Place, Plan, PlannedActivity, Quality
from assessments.planning.simulation import HonestDate
from content import say

SOLVER = {
    "not installed": "no solver is installed: `pip install plumbline[solver]` brings one",
    "stopped": "the solver was stopped; what it had found by then is kept",
    "failed": "the solver failed; the plan is that of the search",
}
UNITS = {"fast": "weeks", "lean": "person-days", "balanced": "weighted levels"}
OUT = {
    "excluded": "excluded by a condition",
    "prerequisite": "needs {other}, which is not in the plan",
    "no use": "lifts nothing and has no value",
    "not needed": "not needed for this plan's aims",
    "not eligible": "{other} stands too low for it",
    "budget": "the budget does not suffice",
    "number": "the plan has as many activities as it may have",
    "no room": "no weeks are left for it within the horizon",
    "dropped": "dropped",
}


WISHES = {
    "deadline": "the deadline of {subject}",
    "fixed": "the fixed date of {subject}",
    "excluded": "that {subject} is excluded",
    "must": "that {subject} is in the plan",
    "aim": "the aim of {subject}",
    "horizon": "the horizon",
    "capacity": "the capacity of {subject}",
    "load": "the limit of what is under way: {subject}",
    "not before": "the earliest date of {subject}",
    "budget": "the budget",
    "number": "the number of activities",
}
RELEASES = {
    "weeks later": "{amount:g} weeks later",
    "weeks earlier": "{amount:g} weeks earlier",
    "week": "week {amount:g}",
    "a period": "{amount:.2f} more in each period",
    "at once": "{amount:g} more at once",
    "money": "{amount:,.2f} more",
    "activities": "{amount:g} more",
    "level": "no further than level {amount:.2f}",
    "removal": "only without it",
}


def told(
    plan: Plan, problem: PlanningProblem, conflicts: Sequence[Conflict] = (), dates: Sequence[HonestDate] = ()
) -> Iterator[str]:
    """Yield the plan: how it ends, what runs when and why, what it leads to, what is left out."""
    if plan.outcome == "none":
        yield "No plan keeps all conditions."
        yield from _conflicts(conflicts)
        return
    yield (
        f"{plan.objective}: {len(plan.activities)} activities from {plan.start_on} to {plan.finish_on}, "
        f"{plan.finish_week} weeks, {plan.effort_days:,.1f} person-days, cost {plan.cost:,.2f}"
    )
    if plan.quality is not None:
        yield _quality(plan.quality, UNITS[plan.objective])
    if plan.outcome == "aims missed":
        missed = ", ".join(one.dimension for one in plan.dimensions if not one.is_reached)
        yield f"Not every aim is reached: {missed}."
        yield from _conflicts(conflicts)
    if plan.activities:
        yield ""
        yield f"{'':14} {'from':10} {'to':10} {'days':>7} {'slack':>5}  {'owner':8} why then"
    for one in plan.activities:
        owners = "+".join(one.owners)
        yield (
            f"{one.key:14} {one.start_on} {one.end_on} {one.effort_days:7.1f} {one.slack_weeks:5} "
            f"{'*' if one.is_critical else ' '}{owners:8} {_place(one, problem)}"
        )
    if plan.critical_chain:
        yield ""
        yield "critical chain (*): " + " → ".join(plan.critical_chain)
    if plan.dimensions:
        yield ""
        yield f"{'':14} {'today':>5} {'aim':>5}  at the end of each quarter"
    for path in plan.dimensions:
        levels = " ".join(f"{level:.2f}" for level in path.levels)
        yield f"{path.dimension:14} {path.start:5.2f} {path.aim:5.2f}  {levels}"
    if dates:
        yield ""
        yield f"{'ends':14} {'planned':10} {'in half':10} in four of five cases"
    for date in dates:
        yield f"{date.group or 'the whole':14} {date.planned_on} {date.p50_on} {date.p80_on}"
    if plan.left_out:
        yield ""
        yield "left out:"
        yield from (f"  {one.key}: {_left_out(one)}" for one in plan.left_out)


def not_usable(case: ClientCase | None) -> Iterator[str]:
    """Yield the initiatives that no plan of a client can have, whatever was wished."""
    if case is None or not case.not_usable:
        return
    yield ""
    yield "cannot be planned:"
    for one in case.not_usable:
        yield f"  {one.key}: {one.reason}{'' if one.other is None else f' ({one.other})'}"


def _conflicts(conflicts: Sequence[Conflict]) -> Iterator[str]:
    if conflicts:
        yield "These cannot all be kept; any one of them, changed as said, lets the others be:"
    for one in conflicts:
        wish = WISHES[one.kind].format(subject=one.subject or "several activities")
        yield f"  {wish}: {RELEASES[one.unit].format(amount=one.amount)} [{one.rule}]"


def _quality(quality: Quality, unit: str) -> str:
    figures = f"{quality.value:,.2f} {unit}; no plan can better {quality.bound:,.2f}"
    if quality.solver in SOLVER:
        return f"{_standing(quality, figures)} ({SOLVER[quality.solver]})"
    return _standing(quality, figures)


def _standing(quality: Quality, figures: str) -> str:
    if quality.standing == "optimal":
        return f"optimal: {figures}"
    if quality.gap is None:
        return f"best found: {figures}"
    return f"best found, at most {quality.gap:.1%} from the best possible: {figures}"


def _place(one: PlannedActivity, problem: PlanningProblem) -> str:
    stretched = "" if one.stretched_from is None else f"; {one.stretched_from} weeks became {one.work_weeks}"
    return f"{_waited(one.place, problem)} [{one.place.rule}]{stretched}"


def _waited(place: Place, problem: PlanningProblem) -> str:
    if place.kind == "prerequisite":
        return f"after {place.other}"
    if place.kind == "level":
        return f"after {place.other}, which lifts its dimension far enough"
    if place.kind == "not before":
        return "not before this date"
    if place.kind == "fixed":
        return "on a fixed date"
    if place.kind == "start":
        return "from the beginning"
    if place.kind == "free" or place.full_until is None:
        return "at a time of its own"
    resource = problem.resource_by_key[place.resource or ""]
    last = place.full_until - timedelta(1)
    by = f" ({', '.join(place.others)})" if place.others else ""
    words = {"owner": "has enough under way", "unit": "has enough under way", "attention": "is enough"}
    return (
        f"{say(resource.title, 'en')} {words.get(place.kind, 'is full')} from {place.full_from} to {last}{by}"
    )


def _left_out(one: LeftOutActivity) -> str:
    return f"{OUT[one.kind].format(other=one.other)} [{one.rule}]"
