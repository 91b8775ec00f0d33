"""What a person asks of a plan; everything else the plan works out for itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from assessments.plan_limits import Limits
from assessments.roadmap import HORIZON_WEEKS

Objective = Literal["fast", "lean", "balanced"]
OBJECTIVES: tuple[Objective, ...] = ("fast", "lean", "balanced")

LONGEST_HORIZON = 156
"""Weeks: three years, beyond which an effort estimated today says nothing."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a plan is drawn for, and what a person has fixed in it. Weeks are counted from 0.

    Attributes:
        objective: earliest finish, least effort, or most gain for the weight of the dimensions.
        capacity_days_per_quarter: None takes the engagement's. Where roles have days of their own it is not looked at.
        starts: initiative to the only week it may begin in; such an initiative is in the plan.
        not_before: initiative to the first week it may begin in.
        dropped: initiatives that may not be in the plan. added: initiatives that must be.
        limits: what there is to carry the plan out.
        lasts_until: initiative that begins in a fixed week to the first week after its work, where that takes longer
            than planned. What happened, not what somebody asks for.
    """

    objective: Objective = "balanced"
    capacity_days_per_quarter: float | None = None
    horizon_weeks: int = HORIZON_WEEKS
    starts: Mapping[str, int] = field(default_factory=dict)
    not_before: Mapping[str, int] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    lasts_until: Mapping[str, int] = field(default_factory=dict)

    def lock(self, key: str, week: int) -> Wishes:
        """Return these wishes with an initiative that begins in this week and no other."""
        return replace(self._free(key), starts={**self._free(key).starts, key: week})

    def last(self, key: str, until: int) -> Wishes:
        """Return these wishes with an initiative, locked to its week, that is not over before this one."""
        return replace(self, lasts_until={**self.lasts_until, key: until})

    def hold(self, key: str, week: int) -> Wishes:
        """Return these wishes with an initiative that does not begin before this week."""
        return replace(self._free(key), not_before={**self._free(key).not_before, key: week})

    def drop(self, key: str) -> Wishes:
        """Return these wishes without an initiative."""
        return replace(self._free(key), dropped=(*self._free(key).dropped, key))

    def add(self, key: str) -> Wishes:
        """Return these wishes with an initiative that must be in the plan, whenever it suits."""
        return replace(self._free(key), added=(*self._free(key).added, key))

    def release(self, key: str) -> Wishes:
        """Return these wishes with nothing fixed about an initiative."""
        return self._free(key)

    def touched(self) -> tuple[str, ...]:
        """Return the initiatives about which something is fixed, by key."""
        return tuple(sorted({*self.starts, *self.not_before, *self.dropped, *self.added}))

    def differences(self, other: Wishes) -> Iterator[str]:
        """Yield the initiatives about which two sets of wishes differ, by key."""
        dated = {*self.limits.deadlines, *other.limits.deadlines}
        for key in sorted({*self.touched(), *other.touched(), *dated}):
            if self._about(key) != other._about(key):
                yield key

    def _about(self, key: str) -> tuple[object, ...]:
        weeks = self.starts.get(key), self.not_before.get(key), self.limits.deadlines.get(key)
        return *weeks, key in self.dropped, key in self.added

    def _free(self, key: str) -> Wishes:
        return replace(
            self,
            starts={one: week for one, week in self.starts.items() if one != key},
            not_before={one: week for one, week in self.not_before.items() if one != key},
            dropped=tuple(one for one in self.dropped if one != key),
            added=tuple(one for one in self.added if one != key),
            lasts_until={one: week for one, week in self.lasts_until.items() if one != key},
        )
