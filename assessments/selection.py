"""Which initiatives of the catalogue this client needs, and why the others are left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assessments.catalogue import Catalogue, Initiative, PlanType
from assessments.gaps import RAISED_BY_TYPE, Gap
from assessments.ladder import Ladder

MOST_INITIATIVES = 24
"""How many initiatives one plan carries; more than that is not led, only listed."""

LARGEST_STEP = 1.0
"""How far one plan lifts a dimension: a level takes an organisation nine to eighteen months."""

SMALLEST_STEP = 0.25
"""A distance to the target below this is not worth an initiative."""

OPENING_QUICK_WINS = 2
FULL_LOAD = 0.9
"""The share of the capacity that is planned; the rest meets what nobody foresaw."""

FOCUS: Mapping[str, tuple[str, ...]] = {
    **{str(key): value for key, value in RAISED_BY_TYPE.items()},
    "agile": ("STR", "BEN"),
}
FOCUS_FIT, SECTOR_FIT = 1.25, 1.5
"""Fit of an initiative in a dimension that the type of plan stresses, and of one made for the client's sector.
They multiply; without either the fit is 1."""

TOP_GAPS = 3
"""Each of the most important gaps gets an initiative before the others are chosen by value."""

LeftOutReason = Literal[
    "other type",
    "other sector",
    "not scored",
    "level reached",
    "not needed",
    "later",
    "not eligible",
    "prerequisite",
    "plan full",
    "horizon",
    "dropped",
    "nobody",
    "budget",
]


@dataclass(frozen=True, slots=True)
class Selection:
    """Why an initiative is in the plan: a gap, an initiative that needs it (`other`), a rule, or somebody's wish."""

    kind: Literal["gap", "prerequisite", "foundation", "quick win", "wished"]
    other: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An initiative that is not in the plan, and why.

    Reasons: other type, other sector: the plan's type or the client's sector excludes it. not scored: its
    dimension has no score. level reached: the dimension already stands where it leads. not needed: the target
    is reached. later: this plan's step in the dimension ends below it. not eligible: the dimension stands too
    low for it. prerequisite: it needs `other`, which is not in the plan. plan full: others bring more for the
    effort. horizon: it could not end in time within the capacity. dropped: somebody took it out.
    nobody: there is nobody in the role `other`, which it needs. budget: the money does not suffice.
    """

    key: str
    title: Mapping[str, str]
    dimension: str
    reason: LeftOutReason
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """An initiative of the plan with its value: weight × gap, at most 1 × fit ÷ person-days."""

    initiative: Initiative
    selection: Selection
    value: float


class _Choice:
    """The selection while it grows."""

    def __init__(
        self, ladder: Ladder, gaps: Collection[Gap], plan_type: PlanType, budget_days: float
    ) -> None:
        self.ladder = ladder
        self.gaps = {gap.dimension: gap for gap in gaps if gap.gap is not None}
        self.plan_type: PlanType = plan_type
        self.budget_days = budget_days
        self.chosen: dict[str, Selection] = {}

    def value(self, one: Initiative) -> float:
        """Weight × gap, at most 1 × fit ÷ days, with the whole gap."""
        if one.dimension not in self.gaps:
            return 0.0
        return self._worth(one, self.gaps[one.dimension].gap or 0.0, one.effort_days)

    def level(self, dimension: str) -> float:
        return self.ladder.level(dimension, self.chosen)

    def open_step(self, dimension: str) -> float:
        """What is still missing to this plan's aim in a scored dimension, negative if passed."""
        gap, today = self.gaps[dimension], self.ladder.today[dimension]
        return min(gap.target, today + LARGEST_STEP) - self.level(dimension)

    def closure(self, one: Initiative) -> tuple[Initiative, ...] | None:
        """What has to be added before an initiative, itself last; None if a prerequisite is excluded."""
        found: dict[str, Initiative] = {}
        return tuple(found.values()) if self._collect(one, found) is None else None

    def excluded_need(self, one: Initiative) -> str | None:
        """The first prerequisite, of whatever remove, that the type of plan excludes without a stand-in."""
        return self._collect(one, {})

    def _collect(self, one: Initiative, found: dict[str, Initiative]) -> str | None:
        if one.key in self.chosen or one.key in found:
            return None
        excluded = self.ladder.unusable_need(one)
        for key in self.ladder.needs(one):
            excluded = excluded or self._collect(self.ladder.usable[key], found)
        found[one.key] = one
        return excluded

    def add(self, added: tuple[Initiative, ...], kind: Literal["gap", "foundation", "quick win"]) -> None:
        wanted = added[-1].key
        for one in added:
            self.chosen[one.key] = Selection(kind) if one.key == wanted else Selection("prerequisite", wanted)

    def fits(self, added: tuple[Initiative, ...]) -> bool:
        days = sum(self.ladder.usable[key].effort_days for key in self.chosen)
        days += sum(one.effort_days for one in added)
        return len(self.chosen) + len(added) <= MOST_INITIATIVES and days <= self.budget_days

    def is_candidate(self, one: Initiative) -> bool:
        """Whether the dimension lacks something, and this is on its lowest unfinished rung."""
        if one.key in self.chosen or one.dimension not in self.gaps:
            return False
        level = self.level(one.dimension)
        if self.open_step(one.dimension) <= SMALLEST_STEP or level >= one.lift_to:
            return False
        return self.ladder.is_reachable(level, one.lift_from) and not self._has_lower(one, level)

    def _has_lower(self, one: Initiative, level: float) -> bool:
        """Whether an initiative of a lower rung would still lift the dimension."""
        return any(
            other.dimension == one.dimension and level < other.lift_to < one.lift_to
            for key, other in self.ladder.usable.items()
            if key not in self.chosen
        )

    def best(self, dimension: str | None = None) -> tuple[Initiative, ...] | None:
        """The candidate, with its prerequisites, that brings most for the days it costs."""
        best, best_worth = None, 0.0
        for one in self.ladder.usable.values():
            if dimension not in (None, one.dimension) or not self.is_candidate(one):
                continue
            added = self.closure(one)
            if added is None or not self.fits(added):
                continue
            worth = self._worth(one, self.open_step(one.dimension), sum(need.effort_days for need in added))
            if worth > best_worth:
                best, best_worth = added, worth
        return best

    def _worth(self, one: Initiative, step: float, days: float) -> float:
        fit = FOCUS_FIT if one.dimension in FOCUS[self.plan_type] else 1.0
        fit *= SECTOR_FIT if one.sector is not None else 1.0
        return self.gaps[one.dimension].weight * min(step, 1.0) * fit / days


def select_initiatives(
    ladder: Ladder,
    gaps: Collection[Gap],
    plan_type: PlanType,
    *,
    budget_days: float,
    foundation: Collection[str] = (),
) -> tuple[Chosen, ...]:
    """Return what the plan consists of, in the order of choice; nothing where there is no gap.

    Args:
        budget_days: person-days the whole plan may cost, for an organisation of about 500 staff.
        foundation: keys that open the plan, unless they are in place.

    Source: platform default; methods-planning.md, section 4.2.
    """
    choice = _Choice(ladder, gaps, plan_type, budget_days)
    if not any((gap.gap or 0.0) > SMALLEST_STEP for gap in gaps):
        return ()
    for key in foundation:
        if key in ladder.usable and not ladder.is_in_place(ladder.usable[key]):
            choice.add((ladder.usable[key],), "foundation")
    _add_quick_wins(choice)
    _serve_top_gaps(choice, gaps)
    while (added := choice.best()) is not None:
        choice.add(added, "gap")
    return tuple(
        Chosen(ladder.usable[key], selection, choice.value(ladder.usable[key]))
        for key, selection in choice.chosen.items()
    )


def _add_quick_wins(choice: _Choice) -> None:
    """Add early results: the catalogue's quick wins by value, then other small initiatives if they do not suffice."""
    candidates = [one for one in choice.ladder.usable.values() if one.is_small and choice.is_candidate(one)]
    for one in sorted(candidates, key=lambda one: (not one.is_quick_win, -choice.value(one))):
        if sum(selection.kind != "foundation" for selection in choice.chosen.values()) >= OPENING_QUICK_WINS:
            return
        added = choice.closure(one)
        if added and all(need.is_small for need in added):
            choice.add(added, "quick win")


def _serve_top_gaps(choice: _Choice, gaps: Iterable[Gap]) -> None:
    """Give each of the most important gaps an initiative, unless an early result serves it already."""
    for gap in sorted(gaps, key=lambda gap: gap.rank)[:TOP_GAPS]:
        served = {choice.ladder.usable[key].dimension for key in choice.chosen}
        if gap.dimension not in served and (added := choice.best(gap.dimension)) is not None:
            choice.add(added, "gap")


def explain_left_out(
    catalogue: Catalogue,
    ladder: Ladder,
    gaps: Collection[Gap],
    plan_type: PlanType,
    chosen: Collection[str],
    dropped: Collection[str] = (),
) -> Iterator[LeftOut]:
    """Yield, in catalogue order, why each initiative that was not chosen is not in the plan."""
    choice = _Choice(ladder, gaps, plan_type, 0.0)
    choice.chosen = {key: Selection("gap") for key in chosen}
    for one in catalogue.initiatives:
        if one.key not in choice.chosen:
            reason, other = ("horizon", None) if one.key in dropped else _left_out(one, choice)
            yield LeftOut(one.key, one.title, one.dimension, reason, other)


def _left_out(one: Initiative, choice: _Choice) -> tuple[LeftOutReason, str | None]:
    if choice.plan_type not in one.types:
        return "other type", None
    if one.key not in choice.ladder.usable:
        return "other sector", None
    if one.dimension not in choice.gaps:
        return "not scored", None
    if choice.ladder.is_in_place(one):
        return "level reached", None
    if (choice.gaps[one.dimension].gap or 0.0) <= SMALLEST_STEP:
        return "not needed", None
    if choice.open_step(one.dimension) <= SMALLEST_STEP or choice.level(one.dimension) >= one.lift_to:
        return "later", None
    if not choice.ladder.is_reachable(choice.level(one.dimension), one.lift_from):
        return "not eligible", None
    excluded = choice.excluded_need(one)
    return ("plan full", None) if excluded is None else ("prerequisite", excluded)
