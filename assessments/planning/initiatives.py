"""A client's planning problem: the catalogue of initiatives, the scores, the targets and the people there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assessments.capacity import size_factor
from assessments.catalogue import Catalogue, Initiative, PlanType
from assessments.gaps import Gap
from assessments.ladder import Ladder, build_ladder
from assessments.planning.assembling import (
    Faults,
    Supply,
    loads,
    rules_of,
    unknown_wishes,
    with_loads,
    with_wishes,
)
from assessments.planning.calendar import parts
from assessments.planning.files import CapacityFile
from assessments.planning.problem import LEVEL, Activity, Dimension, Lift, PlanningProblem
from assessments.profile import Profile
from assessments.recommendations import Recommendation
from assessments.results import MaturityResult
from assessments.roadmap import WEAK_SPONSOR, plan_type_of
from content import Problem

LEADING_SHARE = 0.75
"""The part of an initiative's effort that its first owner carries; the others share the rest equally."""

LOW_SHARE, HIGH_SHARE = 0.8, 1.6
"""Of the catalogue's effort: what an initiative takes if all goes well, and if much goes wrong."""

LARGEST_STEP = 1.0
"""How far one plan lifts a dimension: a level takes an organisation nine to eighteen months."""

ENOUGH = 250_000
"""A distance to the aim of up to a quarter of a level is not worth an initiative."""

RISE_PER_QUARTER = 250_000
"""What is delivered still has to become habit: no dimension is promised more than a level in a year."""

OPENING_QUICK_WINS = 2
SHORTEST_OPENING, LONGEST_OPENING = 2, 4
"""Weeks at the beginning that belong to the foundation and the first quick wins alone."""

Reason = Literal[
    "other type", "other sector", "level reached", "prerequisite", "no capacity", "not needed", "not scored"
]


@dataclass(frozen=True, slots=True)
class NotUsable:
    """An initiative that no plan of this client can have, and why; `other` is what it lacks."""

    key: str
    reason: Reason
    other: str | None = None


@dataclass(frozen=True, slots=True)
class ClientCase:
    """A client's problem, with what was kept out of it from the beginning.

    `early` are initiatives that begin as early as they can, where the plan has them and is no worse for it.
    """

    problem: PlanningProblem
    plan_type: PlanType
    not_usable: tuple[NotUsable, ...]
    foundation: tuple[str, ...]
    quick_wins: tuple[str, ...]
    early: tuple[str, ...] = ()


def client_case(
    catalogue: Catalogue,
    result: MaturityResult,
    recommendation: Recommendation,
    gaps: Sequence[Gap],
    profile: Profile,
    capacity: CapacityFile,
    *,
    headcount: int | None = None,
    sector: str | None = None,
    largest_step: float = LARGEST_STEP,
) -> tuple[ClientCase | None, Faults]:
    """Return the problem of a client, or None with what is wrong in the capacity file.

    Source: platform default; methods-planning.md, section 14.1.
    """
    faults = Faults()
    supply = Supply(capacity)
    faults.capacity.extend(unknown_wishes(capacity, [one.key for one in catalogue.initiatives]))
    plan_type = plan_type_of(recommendation)
    ladder = build_ladder(catalogue, plan_type, sector, result)
    not_usable = tuple(_not_usable(catalogue, ladder, plan_type, supply))
    out = {one.key for one in not_usable}
    usable = [one for key, one in ladder.usable.items() if key not in out]
    faults.capacity.extend(_empty_resources(usable, supply))
    if faults:
        return None, faults
    unwanted = {wish.activity for wish in capacity.conditions if wish.exclude}
    is_weak = profile.get("K12", WEAK_SPONSOR + 1) <= WEAK_SPONSOR
    opens = is_weak or any(gate.key == "G1" for gate in recommendation.gates)
    foundation = tuple(
        one.key for one in usable if opens and one.key in catalogue.foundation and one.key not in unwanted
    )
    quick_wins = tuple(_quick_wins(usable, ladder, gaps, unwanted))
    dimensions = _dimensions(gaps, ladder, usable, largest_step)
    activities = _activities(usable, ladder, dimensions, supply, size_factor(headcount))
    activities = _opened(activities, foundation, quick_wins)
    activities = tuple(with_wishes(one, capacity.conditions, supply.calendar) for one in activities)
    titles = {role.key: role.title for role in catalogue.owners}
    problem = PlanningProblem(
        start_on=capacity.start_on,
        open_share=supply.calendar.open_share(),
        activities=with_loads(activities, capacity),
        resources=supply.resources + loads(activities, capacity, titles),
        dimensions=dimensions,
        rules=rules_of(capacity, enough=ENOUGH, rise_per_quarter=RISE_PER_QUARTER),
    )
    early = tuple(_early(usable, catalogue, recommendation))
    return ClientCase(problem, plan_type, not_usable, foundation, quick_wins, early), faults


def _early(
    usable: Sequence[Initiative], catalogue: Catalogue, recommendation: Recommendation
) -> Iterator[str]:
    """Yield what should begin early: launch and staffing; where the PMO is too weak for its type, its own services."""
    yield from (one.key for one in usable if one.key in catalogue.early)
    if any(gate.key == "G5" for gate in recommendation.gates):
        yield from (one.key for one in usable if one.dimension == "SVC" and one.key not in catalogue.early)


def effort_of_roles(one: Initiative, factor: float = 1.0) -> Mapping[str, int]:
    """Return what each owner gives to an initiative, in parts of a person-day.

    The first owner carries three quarters, or all of it if alone.
    """
    whole = parts(one.effort_days * factor)
    first, *others = one.owners
    if not others:
        return {first: whole}
    lead = parts(one.effort_days * factor * LEADING_SHARE)
    return {first: lead, **dict.fromkeys(others, (whole - lead) // len(others))}


def _not_usable(
    catalogue: Catalogue, ladder: Ladder, plan_type: PlanType, supply: Supply
) -> Iterator[NotUsable]:
    """Yield what cannot be planned, in catalogue order; what needs something of that kind is out with it."""
    first: dict[str, NotUsable] = {}
    for one in catalogue.initiatives:
        lacking = next((owner for owner in one.owners if not supply.drawn_on(owner)), None)
        if plan_type not in one.types:
            first[one.key] = NotUsable(one.key, "other type")
        elif one.key not in ladder.usable:
            first[one.key] = NotUsable(one.key, "other sector")
        elif ladder.is_in_place(one):
            first[one.key] = NotUsable(one.key, "level reached")
        elif lacking is not None:
            first[one.key] = NotUsable(one.key, "no capacity", lacking)
    has_changed = True
    while has_changed:
        has_changed = False
        for key, one in ladder.usable.items():
            lost = next((need for need in ladder.needs(one) if need in first), ladder.unusable_need(one))
            if key not in first and lost is not None:
                first[key] = NotUsable(key, "prerequisite", lost)
                has_changed = True
    yield from (first[one.key] for one in catalogue.initiatives if one.key in first)


def _empty_resources(usable: Sequence[Initiative], supply: Supply) -> Iterator[Problem]:
    demanded = {owner: one.key for one in reversed(usable) for owner in one.owners}
    for place, entry in enumerate(supply.capacity.resources):
        wanted = next((owner for owner in demanded if entry.key in supply.drawn_on(owner)), None)
        if wanted is not None and not supply.available[entry.key]:
            field = "per_week" if entry.per_month is None else "per_month"
            found = f"none within the horizon, while {demanded[wanted]} demands {wanted}"
            allowed = "more than 0, or no such resource"
            yield Problem(("resources", place, field), found, allowed, "zero-capacity")


def _dimensions(
    gaps: Sequence[Gap], ladder: Ladder, usable: Sequence[Initiative], largest_step: float
) -> tuple[Dimension, ...]:
    """The scored dimensions in the order of the ladder, aimed no further than the usable initiatives lead."""
    gap_of = {gap.dimension: gap for gap in gaps}
    found = []
    for key, today in ladder.today.items():
        gap = gap_of[key]
        rungs = {rung: count for (dimension, rung), count in ladder.rungs.items() if dimension == key}
        level, target = round(today * LEVEL), round(gap.target * LEVEL)
        plain = Dimension(
            key, gap.title, round(gap.weight * gap.confidence * 1000), level, level, target, rungs
        )
        counts: dict[int, int] = {}
        for one in usable:
            if one.dimension == key:
                counts[one.lift_from] = counts.get(one.lift_from, 0) + 1
        aim = min(target, level + round(largest_step * LEVEL), plain.level(counts))
        found.append(replace(plain, aim=max(aim, level)))
    return tuple(found)


def _activities(
    usable: Sequence[Initiative],
    ladder: Ladder,
    dimensions: Sequence[Dimension],
    supply: Supply,
    factor: float,
) -> tuple[Activity, ...]:
    scored = {one.key for one in dimensions}
    found = []
    for one in usable:
        roles = effort_of_roles(one, factor)
        demands = supply.demands(roles)
        weeks = supply.stretched(one.weeks, demands)
        found.append(
            Activity(
                key=one.key,
                title=one.title,
                weeks=weeks,
                effort=parts(one.effort_days * factor),
                cost=sum(amount * supply.rate(role) // parts(1.0) for role, amount in roles.items()),
                needs=ladder.needs(one),
                demands=demands,
                owners=one.owners,
                unit="",
                lifts=(Lift(one.dimension, one.lift_from),) if one.dimension in scored else (),
                stretched_from=one.weeks if weeks > one.weeks else None,
                low=parts(one.effort_days * factor * LOW_SHARE),
                high=parts(one.effort_days * factor * HIGH_SHARE),
            )
        )
    return tuple(found)


def _quick_wins(
    usable: Sequence[Initiative], ladder: Ladder, gaps: Sequence[Gap], unwanted: Collection[str]
) -> Iterator[str]:
    """Yield the early results that any plan has: by weighted gap for the effort, equal ones in catalogue order."""
    gap_of = {gap.dimension: gap for gap in gaps if gap.gap is not None}
    keys = {one.key: one for one in usable}

    def leads_to_unwanted(one: Initiative) -> bool:
        return one.key in unwanted or any(leads_to_unwanted(keys[need]) for need in ladder.needs(one))

    def is_open(one: Initiative) -> bool:
        if not one.is_quick_win or one.dimension not in gap_of or leads_to_unwanted(one):
            return False
        needs = [keys[need] for need in ladder.needs(one)]
        return (gap_of[one.dimension].gap or 0) * LEVEL > ENOUGH and all(need.is_small for need in needs)

    def worth(one: Initiative) -> float:
        gap = gap_of[one.dimension]
        return -gap.weight * min(gap.gap or 0.0, 1.0) / one.effort_days

    best = sorted((one for one in usable if is_open(one)), key=worth)
    yield from (one.key for one in best[:OPENING_QUICK_WINS])


def _opened(
    activities: Sequence[Activity], foundation: Collection[str], quick_wins: Collection[str]
) -> tuple[Activity, ...]:
    """Make foundation and quick wins part of any plan; everything else waits until the opening weeks are over."""
    by_key = {one.key: one for one in activities}
    first = set(foundation) | set(quick_wins)
    first |= {need for key in first for need in by_key[key].needs}
    longest = max((by_key[key].weeks for key in foundation), default=0)
    opening = max(SHORTEST_OPENING, min(LONGEST_OPENING, longest))
    return tuple(
        replace(one, is_mandatory=one.key in foundation or one.key in quick_wins)
        if one.key in first
        else replace(one, earliest=opening)
        for one in activities
    )
