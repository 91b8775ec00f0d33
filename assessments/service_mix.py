"""Which services a PMO should build, mend, keep and stop: from its customers where they were asked, else from gaps.

The rules are in docs/methods-planning.md, section 1.8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from assessments.gaps import Gap
from assessments.profile import PmoType
from assessments.service_map import MappedService, ServiceMap
from assessments.service_needs import Service, ServiceModule
from assessments.service_verdicts import VerdictKind
from content import Text

Basis = Literal["asked", "gaps"]

HARDLY_THERE = 2.0
"""Evidenced level of a dimension below which its services are hardly there: there is nothing to mend."""

BUILD_GAP, SMALL_GAP = 1.0, 0.25
ONLY_FOR_TYPE: Mapping[str, PmoType] = {"V20": "directive"}
ONLY_IN_SECTOR: Mapping[str, str] = {"V09": "construction"}

MIX_ORDER: tuple[VerdictKind, ...] = ("build", "fix", "keep", "retire", "watch", "undecided")


@dataclass(frozen=True, slots=True)
class MixedService:
    """One service, what to do with it, and why.

    Attributes:
        rule: SNQ-1 to SNQ-9 from its customers, SMX-1 to SMX-4 from gaps. inputs: the figures it looked at.
        verify_first: the dimension that it serves has no score or one of grade D.
        belongs_to: the only type of PMO that offers it, where that is not the type advised.
    """

    key: str
    title: Text
    dimension: str
    verdict: VerdictKind
    rule: str
    inputs: Mapping[str, float]
    verify_first: bool
    belongs_to: PmoType | None = None


@dataclass(frozen=True, slots=True)
class ServiceMix:
    """What to do with every service; the most pressing to build or mend come first.

    Attributes:
        basis: "asked" of the PMO's customers, or derived from "gaps", which never say to stop a service.
        services: by verdict in the order of `MIX_ORDER`, then by priority, then in the order of the module.
        left_out: services that belong to another type of PMO or to another sector.
    """

    basis: Basis
    module_version: str
    services: tuple[MixedService, ...]
    left_out: tuple[str, ...] = ()

    def to(self, verdict: VerdictKind) -> tuple[MixedService, ...]:
        """Return the services of one verdict, the most pressing first."""
        return tuple(one for one in self.services if one.verdict == verdict)

    def rows(self, verdict: VerdictKind) -> tuple[tuple[MixedService, ...], ...]:
        """Return the services of one verdict, those together for which the same figures say the same."""
        found = groupby(self.to(verdict), key=lambda one: (one.rule, one.dimension, dict(one.inputs)))
        return tuple(tuple(row) for _, row in found)


def mix_services(
    module: ServiceModule,
    gaps: Sequence[Gap],
    asked: ServiceMap | None,
    *,
    pmo_type: PmoType,
    sector: str | None = None,
) -> ServiceMix:
    """Return which services to build, mend, keep and stop.

    Args:
        asked: what the PMO's customers say; None where they were not asked.
        pmo_type: the type that the plan is made for.

    Source: platform default; methods-planning.md, section 1.8.
    """
    known = {gap.dimension: gap for gap in gaps}
    if asked is not None:
        place = {key: number for number, key in enumerate(asked.first)}
        mixed = [_from_answers(one, known, pmo_type) for one in asked.services]
        mixed.sort(key=lambda one: (MIX_ORDER.index(one.verdict), place.get(one.key, len(place))))
        return ServiceMix("asked", asked.module_version, tuple(mixed))
    fitting = [one for one in module.services if _fits(one, pmo_type, sector)]
    mixed = [_from_gap(one, known.get(one.dimension)) for one in fitting]
    rank = {gap.dimension: gap.rank for gap in gaps}
    mixed.sort(key=lambda one: (MIX_ORDER.index(one.verdict), rank.get(one.dimension, len(rank) + 1)))
    left_out = tuple(one.key for one in module.services if one not in fitting)
    return ServiceMix("gaps", module.version, tuple(mixed), left_out)


def _fits(service: Service, pmo_type: PmoType, sector: str | None) -> bool:
    return (
        ONLY_FOR_TYPE.get(service.key, pmo_type) == pmo_type
        and ONLY_IN_SECTOR.get(service.key, sector) == sector
    )


def _from_answers(service: MappedService, gaps: Mapping[str, Gap], pmo_type: PmoType) -> MixedService:
    gap, verdict = gaps.get(service.dimension), service.verdict
    only = ONLY_FOR_TYPE.get(service.key, pmo_type)
    return MixedService(
        key=service.key,
        title=service.title,
        dimension=service.dimension,
        verdict=verdict.kind,
        rule=verdict.rule,
        inputs=verdict.inputs,
        verify_first=gap is not None and gap.verify_first,
        belongs_to=None if only == pmo_type else only,
    )


def _from_gap(service: Service, gap: Gap | None) -> MixedService:
    verdict, rule, inputs = _judge_gap(gap)
    return MixedService(
        key=service.key,
        title=service.title,
        dimension=service.dimension,
        verdict=verdict,
        rule=rule,
        inputs=inputs,
        verify_first=gap is None or gap.verify_first,
    )


def _judge_gap(gap: Gap | None) -> tuple[VerdictKind, str, Mapping[str, float]]:
    if gap is None or gap.gap is None or gap.evidenced is None:
        return "undecided", "SMX-4", {}
    inputs = {"evidenced": gap.evidenced, "target": gap.target, "gap": gap.gap}
    if gap.evidenced < HARDLY_THERE and gap.gap >= BUILD_GAP:
        return "build", "SMX-1", inputs
    if gap.gap > SMALL_GAP:
        return "fix", "SMX-2", inputs
    return "keep", "SMX-3", inputs
