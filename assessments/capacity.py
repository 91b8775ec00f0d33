"""How many person-days a quarter the plan may spend, and how large the initiatives are here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assessments.profile import Profile

WORKING_DAYS_PER_QUARTER = 63
"""Three months of 21 working days."""

IMPROVEMENT_SHARE = 0.25
"""The part of a PMO's time that is left for building, beside its daily services."""

STAFF_BY_ANSWER: Mapping[int, float] = {0: 1.0, 1: 1.0, 2: 2.0, 3: 5.0, 4: 8.0}
"""Full-time equivalents assumed from K13 where the staff is not known. Even without an office somebody is
freed for a plan that is meant."""

DEFAULT_STAFF = 2.0

SIZE_FACTORS = ((99, 0.6), (1000, 1.0), (5000, 1.6))
"""Largest headcount and the factor on the catalogue's efforts; above the last it is `LARGEST_FACTOR`."""

LARGEST_FACTOR = 2.5


@dataclass(frozen=True, slots=True)
class Capacity:
    """Person-days per quarter and what they were taken from; `staff` is None where the days were given.

    Basis "roles": days of each role were given, and these are their sum, or what was said of them together.
    """

    days_per_quarter: float
    staff: float | None
    basis: Literal["given", "staff", "K13", "default", "roles"]


def estimate_capacity(profile: Profile, pmo_staff: float | None = None) -> Capacity:
    """Return the days a quarter a PMO can spend on its own improvement: staff × 63 × 25 %.

    Source: platform default; methods-planning.md, section 4.1.

    >>> estimate_capacity({}, pmo_staff=6).days_per_quarter
    94.5
    """
    if pmo_staff is not None and pmo_staff > 0:
        return _of(pmo_staff, "staff")
    if "K13" in profile:
        return _of(STAFF_BY_ANSWER[profile["K13"]], "K13")
    return _of(DEFAULT_STAFF, "default")


def _of(staff: float, basis: Literal["staff", "K13", "default"]) -> Capacity:
    return Capacity(staff * WORKING_DAYS_PER_QUARTER * IMPROVEMENT_SHARE, staff, basis)


def size_factor(headcount: int | None) -> float:
    """Return the factor on the catalogue's efforts, which hold for 100 to 1,000 staff; unknown counts as that.

    >>> size_factor(60), size_factor(420), size_factor(3000), size_factor(20_000), size_factor(None)
    (0.6, 1.0, 1.6, 2.5, 1.0)
    """
    if headcount is None:
        return 1.0
    return next((factor for most, factor in SIZE_FACTORS if headcount <= most), LARGEST_FACTOR)
