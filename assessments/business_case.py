"""What a plan costs, as a range, and what it would have to bring; no benefit is promised that nobody measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assessments.capacity import WORKING_DAYS_PER_QUARTER
from assessments.citations import Citation, CitationLibrary, load_citations
from assessments.profile import ProfileFacts
from assessments.roadmap import Roadmap
from assessments.staffing import Staffing

LOW, HIGH = 0.8, 1.5
"""The plan's effort as it may turn out: estimates of this kind err more often below than above."""

WORKING_DAYS_PER_YEAR = 4 * WORKING_DAYS_PER_QUARTER

WASTE_LOW, WASTE_HIGH = 0.097, 0.122
"""Money wasted per money spent, as respondents of PMI's survey put it for 2016 and the year before."""

QUOTED = ("waste-2016", "pmo-success-2013", "training-2013")
"""Published figures that stand beside a case: the share at stake, and the two associations nearest to a benefit."""

Missing = Literal["day rate", "yearly value", "projects", "staff", "currency"]


@dataclass(frozen=True, slots=True)
class Range:
    """Three values, the middle one as planned."""

    low: float
    base: float
    high: float


@dataclass(frozen=True, slots=True)
class BusinessCase:
    """The case for a plan, as far as the client's own figures carry it.

    Attributes:
        days: person-days of the plan (BC-1). cost: the same times the day rate (BC-2); None without one.
        staff_days: person-days a year for the staff that is missing at the end of the plan (BC-3), from the lower
            rule, the middle of both and the higher; None where the PMO's staff is not known.
        staff_cost: the same times the day rate.
        days_per_project: person-days for each running project (BC-4).
        share_of_value: cost divided by the yearly value of projects: what the plan would have to save of it, once,
            to pay for itself (BC-5).
        at_stake: the yearly value times the share that respondents of a survey call wasted (BC-6): an order of
            magnitude to hold the cost against, in two figures, not a benefit. Its base is the middle.
        missing: what would have to be stated for the parts left out.
        quoted: published figures, worded as associations.
    """

    days: Range
    day_rate: float | None
    currency: str | None
    yearly_value: float | None
    project_count: int | None
    cost: Range | None
    staff_days: Range | None
    staff_cost: Range | None
    days_per_project: Range | None
    share_of_value: Range | None
    at_stake: Range | None
    missing: tuple[Missing, ...]
    quoted: tuple[Citation, ...]


def make_case(
    plan: Roadmap, facts: ProfileFacts, staffing: Staffing | None, library: CitationLibrary | None = None
) -> BusinessCase:
    """Return the cost of a plan and what it would have to bring.

    Source: platform default; methods-planning.md, section 12.
    """
    days = Range(LOW * plan.effort_days, plan.effort_days, HIGH * plan.effort_days)
    rate = facts.day_rate if facts.currency else None
    staff = _missing_staff(staffing)
    cost = None if rate is None else _times(days, rate)
    value = facts.yearly_value or None
    return BusinessCase(
        days=days,
        day_rate=rate,
        currency=facts.currency,
        yearly_value=value,
        project_count=facts.project_count,
        cost=cost,
        staff_days=staff,
        staff_cost=None if rate is None or staff is None else _times(staff, rate),
        days_per_project=_times(days, 1 / facts.project_count) if facts.project_count else None,
        share_of_value=None if cost is None or value is None else _times(cost, 1 / value),
        at_stake=None if value is None or facts.currency is None else _at_stake(value),
        missing=tuple(_missing(facts, staff)),
        quoted=_quoted(library or load_citations()),
    )


def _times(values: Range, factor: float) -> Range:
    return Range(values.low * factor, values.base * factor, values.high * factor)


def _missing_staff(staffing: Staffing | None) -> Range | None:
    if staffing is None or staffing.missing_low is None or staffing.missing_high is None:
        return None
    low, high = staffing.missing_low, staffing.missing_high
    return _times(Range(low, (low + high) / 2, high), WORKING_DAYS_PER_YEAR)


def _at_stake(value: float) -> Range:
    """Two significant figures: more would promise what an order of magnitude cannot keep."""
    shares = (WASTE_LOW, (WASTE_LOW + WASTE_HIGH) / 2, WASTE_HIGH)
    return Range(*(float(f"{share * value:.1e}") for share in shares))


def _missing(facts: ProfileFacts, staff: Range | None) -> Sequence[Missing]:
    found: list[Missing] = []
    if facts.day_rate is None:
        found.append("day rate")
    if facts.currency is None:
        found.append("currency")
    if not facts.yearly_value:
        found.append("yearly value")
    if not facts.project_count:
        found.append("projects")
    if staff is None:
        found.append("staff")
    return found


def _quoted(library: CitationLibrary) -> tuple[Citation, ...]:
    return tuple(one for one in library.citations if one.key in QUOTED)
