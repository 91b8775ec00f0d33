"""What can go wrong with this plan: only the risks whose rule holds, with trigger, response and day of review."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from assessments.gaps import Gap
from assessments.milestones import Milestones
from assessments.profile import Profile
from assessments.recommendations import Recommendation
from assessments.roadmap import Roadmap, ScheduledInitiative
from assessments.schedule import MOST_AT_ONCE, MOST_PER_OWNER
from assessments.staffing import Staffing
from content import NO_OTHER_FIELDS, Limits, Problem, Text, Version, load

LIBRARY = Path(__file__).parent / "library"

REVIEW_WEEKS_IN_PILOT = 6
REVIEW_WEEKS_LATER = 13
WEAK, STRONG = 1, 3
"""An answer of the profile that is weak up to, and strong from."""

SOUND_LEVEL = 3.0
BASIC_LEVEL = 2.0

FULL_QUARTER = 0.9
KEY_PERSON_SHARE = 0.4
TIERING_WITHIN_WEEKS = 26
FIRST_WEEKS = 13

Fact = tuple[str, float | str]


@dataclass(frozen=True, slots=True)
class RiskPattern:
    """A risk in words; `owner` is the role that watches it."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    title: Text
    because: Text
    trigger: Text
    response: Text
    owner: Annotated[str, Limits(pattern=r"^[A-Z]{2}$")]


@dataclass(frozen=True, slots=True)
class RiskLibrary:
    """A published version of the risks."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    version: Version
    source: Text
    risks: Annotated[tuple[RiskPattern, ...], Limits(min_length=1)]

    def problems(self) -> Iterator[Problem]:
        """Yield each risk that stands twice or has no rule, and each rule that no risk puts into words."""
        seen: set[str] = set()
        for place, one in enumerate(self.risks):
            where = ("risks", place, "key")
            if one.key in seen:
                yield Problem(where, one.key, "a key used once", "unique-key")
            seen.add(one.key)
            if one.key not in RULES:
                yield Problem(where, one.key, ", ".join(sorted(RULES)), "known-rule")
        for key in RULES:
            if key not in seen:
                yield Problem(("risks",), f"nothing for {key}", "a risk for every rule", "every-rule")


@dataclass(frozen=True, slots=True)
class PlanRisk:
    """A risk of this plan.

    Attributes:
        rule: its rule's id, RISK-1 … in the order of section 11.
        facts: (name, value) pairs for which the rule holds: criteria, initiatives, roles, dimensions, figures.
        from_week: from when on it can strike. review_on: the last review before that, or the first of all.
    """

    key: str
    title: Text
    because: Text
    trigger: Text
    response: Text
    owner: str
    rule: str
    facts: tuple[Fact, ...]
    from_week: int
    review_on: date


@dataclass(frozen=True, slots=True)
class RiskRegister:
    """The risks of a plan in the order of the library, and all days of review."""

    risks: tuple[PlanRisk, ...]
    reviews: tuple[date, ...]
    version: str


class _Case:
    """What the rules look at."""

    def __init__(
        self,
        plan: Roadmap,
        recommendation: Recommendation,
        gaps: Sequence[Gap],
        staffing: Staffing | None,
    ) -> None:
        self.plan = plan
        self.recommendation = recommendation
        self.profile: Profile = recommendation.profile
        self.staffing = staffing
        self.work: Mapping[str, ScheduledInitiative] = {one.key: one for one in plan.initiatives}
        self.level = {gap.dimension: gap.evidenced for gap in gaps}

    def lacks(self, *keys: str) -> bool:
        return not any(key in self.work for key in keys)

    def stands_below(self, dimension: str, level: float) -> bool:
        """Whether a dimension was scored below a level; what was not scored is not known to be."""
        evidenced = self.level.get(dimension)
        return evidenced is not None and evidenced < level

    def answers(self, low: Sequence[str] = (), high: Sequence[str] = ()) -> tuple[Fact, ...]:
        """The criteria with a weak, or a strong, answer."""
        found = [key for key in low if self.profile.get(key, WEAK + 1) <= WEAK]
        found += [key for key in high if self.profile.get(key, STRONG - 1) >= STRONG]
        return tuple((key, self.profile[key]) for key in found)


Found = tuple[int, tuple[Fact, ...]] | None
"""The week from which a risk can strike, and the facts; None where the rule does not hold."""


@cache
def load_risks() -> RiskLibrary:
    """Return the published risks."""
    return load(LIBRARY / "plan-risks.yaml", RiskLibrary)


def review_days(milestones: Milestones) -> tuple[date, ...]:
    """Return the days of early-risk review: every 6 weeks to the end of the pilot, then quarterly, within the plan.

    Source: platform default; methods-planning.md, section 11.
    """
    return tuple(milestones.day(week) for week in _review_weeks(milestones))


def _review_weeks(milestones: Milestones) -> Iterator[int]:
    week = REVIEW_WEEKS_IN_PILOT
    while week < milestones.length_weeks:
        yield week
        week += REVIEW_WEEKS_IN_PILOT if week < milestones.pilot_end else REVIEW_WEEKS_LATER


def register_risks(
    plan: Roadmap,
    milestones: Milestones,
    recommendation: Recommendation,
    gaps: Sequence[Gap],
    staffing: Staffing | None,
    library: RiskLibrary | None = None,
) -> RiskRegister:
    """Return the risks whose rule holds for a plan, with the days on which they are looked at.

    Source: platform default; methods-planning.md, section 11.
    """
    known = library or load_risks()
    case = _Case(plan, recommendation, gaps, staffing)
    weeks = tuple(_review_weeks(milestones)) or (0,)
    order = {key: f"RISK-{number}" for number, key in enumerate(RULES, 1)}
    risks = []
    for one in known.risks:
        found = RULES[one.key](case)
        if found is None:
            continue
        from_week, facts = found
        review = max((week for week in weeks if week <= from_week), default=weeks[0])
        risks.append(
            PlanRisk(
                one.key,
                one.title,
                one.because,
                one.trigger,
                one.response,
                one.owner,
                order[one.key],
                facts,
                from_week,
                milestones.day(review),
            )
        )
    return RiskRegister(tuple(risks), tuple(milestones.day(week) for week in weeks), known.version)


def busiest_week(work: Sequence[ScheduledInitiative], owner: str | None = None) -> tuple[int, int]:
    """Return the first week with the most initiatives under way, and how many; of one owner, if named."""
    own = [one for one in work if owner is None or owner in one.owners]
    weeks = sorted({one.start_week for one in own})  # the count can only rise where something starts
    return max(
        ((week, sum(one.start_week <= week < one.end_week for one in own)) for week in weeks),
        key=lambda pair: (pair[1], -pair[0]),
        default=(0, 0),
    )


def _no_sponsor_time(case: _Case) -> Found:
    facts = case.answers(low=("K12",))
    return (0, facts) if facts else None


def _tool_before_process(case: _Case) -> Found:
    tool, method = case.work.get("SVC-6"), case.work.get("MTH-1")
    if tool is None:
        return None
    if method is not None:
        is_early = tool.start_week < method.end_week
        weeks: tuple[Fact, ...] = (("SVC-6", tool.start_week + 1), ("MTH-1", method.end_week))
        return (tool.start_week, weeks) if is_early else None
    if case.stands_below("MTH", BASIC_LEVEL):
        return tool.start_week, (("SVC-6", tool.start_week + 1), ("MTH", case.level["MTH"] or 0.0))
    return None


def _too_many_at_once(case: _Case) -> Found:
    work = case.plan.initiatives
    week, count = busiest_week(work)
    if count >= MOST_AT_ONCE:
        return week, (("week", week + 1), ("initiatives", count))
    for role in case.plan.owners:
        week, count = busiest_week(work, role.key)
        if count >= MOST_PER_OWNER:
            return week, (("week", week + 1), (role.key, count))
    return None


def _full_quarter(case: _Case) -> Found:
    for one in case.plan.quarters:
        if one.effort_days and one.effort_days >= FULL_QUARTER * one.capacity_days:
            facts = (("quarter", one.number), ("days", one.effort_days), ("capacity", one.capacity_days))
            return one.start_week, facts
    return None


def _understaffing(case: _Case) -> Found:
    size = case.staffing
    if size is not None and size.own is not None and size.own < size.at_end.low:
        return 0, (("staff", size.own), ("low", size.at_end.low))
    facts = case.answers(low=("K13",))
    return (0, facts) if facts else None


def _key_person(case: _Case) -> Found:
    """Days of shared work are split evenly among its owners."""
    total = sum(one.effort_days for one in case.plan.initiatives)
    for role in case.plan.owners:
        own = [one for one in case.plan.initiatives if role.key in one.owners]
        days = sum(one.effort_days / len(one.owners) for one in own)
        if days > KEY_PERSON_SHARE * total:
            return min(one.start_week for one in own), ((role.key, days), ("days", total))
    return None


def _resistance(case: _Case) -> Found:
    facts = case.answers(high=("K11", "K17"))
    return (_first_after_opening(case), facts) if facts else None


def _no_change_plan(case: _Case) -> Found:
    if case.lacks("ENG-2", "ENG-3") and case.stands_below("ENG", SOUND_LEVEL):
        return _first_after_opening(case), (("ENG", case.level["ENG"] or 0.0),)
    return None


def _inexperienced(case: _Case) -> Found:
    facts = case.answers(low=("K03",))
    return (_first_after_opening(case), facts) if facts else None


def _no_customer_view(case: _Case) -> Found:
    if case.lacks("SVC-3", "ENG-4") and case.stands_below("SVC", SOUND_LEVEL):
        return _first_after_opening(case), (("SVC", case.level["SVC"] or 0.0),)
    return None


def _no_value_measure(case: _Case) -> Found:
    if case.lacks("SVC-5", "BEN-2", "BEN-3") and case.stands_below("BEN", SOUND_LEVEL):
        return FIRST_WEEKS, (("BEN", case.level["BEN"] or 0.0),)
    return None


def _same_rules(case: _Case) -> Found:
    method, tiers = case.work.get("MTH-1"), case.work.get("MTH-3")
    if method is None:
        return None
    if tiers is None:
        return method.end_week, (("MTH-1", method.end_week),)
    if tiers.end_week > method.end_week + TIERING_WITHIN_WEEKS:
        return method.end_week, (("MTH-1", method.end_week), ("MTH-3", tiers.end_week))
    return None


def _report_only(case: _Case) -> Found:
    control = [one for one in case.plan.initiatives if one.dimension == "CTL"]
    if control and not any(one.dimension in ("STR", "GOV", "BEN") for one in case.plan.initiatives):
        return control[0].start_week, tuple((one.key, one.start_week + 1) for one in control)
    return None


def _no_exit_rule(case: _Case) -> Found:
    if case.lacks("SVC-1", "SVC-9") and case.stands_below("SVC", SOUND_LEVEL):
        return 0, (("SVC", case.level["SVC"] or 0.0),)
    return None


def _uncertain(case: _Case) -> Found:
    shaky = [one for one in case.plan.initiatives if one.verify_first]
    facts = tuple((one.key, one.start_week + 1) for one in shaky)
    return (shaky[0].start_week, facts) if shaky else None


def _no_early_result(case: _Case) -> Found:
    early = [one for one in case.plan.initiatives if one.is_quick_win and one.end_week <= FIRST_WEEKS]
    return None if early else (0, ())


def _distress(case: _Case) -> Found:
    facts = case.answers(high=("K05",))
    return (0, facts) if facts else None


def _too_heavy(case: _Case) -> Found:
    gates = [gate.key for gate in case.recommendation.gates if gate.key in ("G1", "G5")]
    start, target = case.recommendation.start_type, case.recommendation.target_type
    return (0, tuple((key, f"{start} → {target}") for key in gates)) if gates else None


def _units_differ(case: _Case) -> Found:
    facts = case.answers(high=("K16",))
    return (_first_after_opening(case), facts) if facts else None


def _first_after_opening(case: _Case) -> int:
    """The week in which the first phase after mandate and diagnosis begins, for what shows only then."""
    return next((phase.start_week for phase in case.plan.phases if phase.number > 0), 0)


RULES: Mapping[str, Callable[[_Case], Found]] = {
    "no-sponsor-time": _no_sponsor_time,
    "tool-before-process": _tool_before_process,
    "too-many-at-once": _too_many_at_once,
    "full-quarter": _full_quarter,
    "understaffing": _understaffing,
    "key-person": _key_person,
    "resistance": _resistance,
    "no-change-plan": _no_change_plan,
    "inexperienced-managers": _inexperienced,
    "no-customer-view": _no_customer_view,
    "no-value-measure": _no_value_measure,
    "same-rules-for-all": _same_rules,
    "report-only": _report_only,
    "no-exit-rule": _no_exit_rule,
    "uncertain-scores": _uncertain,
    "no-early-result": _no_early_result,
    "distress": _distress,
    "too-heavy": _too_heavy,
    "units-differ": _units_differ,
}
"""The rules in the order of section 11, which numbers them."""
