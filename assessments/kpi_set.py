"""Which ten indicators at most fit this PMO: its type's own, what the sector adds, what the data can carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assessments.catalogue import PlanType
from assessments.gaps import Gap
from assessments.kpis import (
    KPI_THEMES,
    DeliveryMode,
    Kpi,
    KpiCatalogue,
    KpiSource,
    KpiTheme,
    MaturityGate,
    load_kpis,
)
from assessments.recommendations import Recommendation
from assessments.results import MaturityResult
from assessments.roadmap import plan_type_of
from content import Text

MOST_KPIS = 10
GATE_SCALE = (1.0, 5.0)
"""The scale on which the catalogue states its gates; scores of a model with another scale are moved to it."""

Rule = Literal["I1", "I2", "I3", "I4"]
"""I1 default of the type, I2 added in the sector, I3 in place of what the data cannot carry, I4 fills a theme."""
Omission = Literal["gate", "room", "sector", "delivery", "not called for"]

DELIVERY: Mapping[str, DeliveryMode] = {
    "predictive": "predictive",
    "hybrid": "hybrid",
    "agile": "agile",
    "value_streams": "agile",
}
"""The choice on the axis of delivery to the ways of delivery that indicators are made for."""


@dataclass(frozen=True, slots=True)
class ChosenKpi:
    """An indicator of the set and why it is there.

    Attributes:
        rule: which rule chose it first.
        stands_for: indicators whose data takes more than there is; this one says the most of them meanwhile.
        because: the type of PMO (I1), the sector (I2), the dimension of the gate (I3), the theme (I4).
    """

    kpi: Kpi
    rule: Rule
    because: str
    stands_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OmittedKpi:
    """An indicator that is not in the set.

    Attributes:
        reason: "gate": `dimension` stands at `found` and the data takes `needed`; "room": ten are enough and its
            theme had the most; "sector", "delivery": made for another; "not called for" by type or sector.
        other: the indicator that stands in for it; empty for none.
    """

    key: str
    title: Text
    reason: Omission
    other: str = ""
    dimension: str = ""
    needed: float | None = None
    found: float | None = None


@dataclass(frozen=True, slots=True)
class KpiSet:
    """At most ten indicators, by theme and then by key, and all others with the reason why not.

    `sources` are those of the published figures in the set.
    """

    kpis: tuple[ChosenKpi, ...]
    omitted: tuple[OmittedKpi, ...]
    sources: tuple[KpiSource, ...]
    plan_type: PlanType
    sector: str | None
    catalogue_version: str

    def source_of(self, key: str) -> KpiSource:
        """Return a source of the set. Raises StopIteration if there is none of this key."""
        return next(one for one in self.sources if one.key == key)


@dataclass(slots=True)
class _Selection:
    """What is in so far, and the first reason why something is not."""

    catalogue: KpiCatalogue
    levels: Mapping[str, float | None]
    sector: str | None
    delivery: DeliveryMode | None
    chosen: dict[str, ChosenKpi] = field(default_factory=dict)
    omitted: dict[str, OmittedKpi] = field(default_factory=dict)

    def take(self, kpi: Kpi, rule: Rule, because: str) -> None:
        """Take an indicator, or what stands in for it where its data cannot be had yet."""
        if (reason := self._misfit(kpi)) is not None:
            self.omitted[kpi.key] = OmittedKpi(kpi.key, kpi.title, reason)
            return
        if kpi.gate is None or self._is_met(kpi.gate):
            self.chosen.setdefault(kpi.key, ChosenKpi(kpi, rule, because))
            return
        proxy = self.catalogue.kpi(kpi.gate.proxy)
        self.omitted[kpi.key] = self._gated(kpi, kpi.gate)
        known = self.chosen.get(proxy.key) or ChosenKpi(proxy, "I3", kpi.gate.dimension)
        stands_for = tuple(sorted({*known.stands_for, kpi.key}))
        self.chosen[proxy.key] = replace(known, stands_for=stands_for)

    def fill(self, theme: KpiTheme) -> None:
        """Take the first indicator for a theme that fits, unless one of the theme is in."""
        for kpi in self.catalogue.fillers_of(theme):
            if any(one.kpi.theme == theme for one in self.chosen.values()):
                return
            self.take(kpi, "I4", theme)

    def drop_to(self, most: int, priorities: Mapping[str, float]) -> None:
        """Take out the least fitting until no more than `most` are in, never the last one of a theme."""
        while len(self.chosen) > most:
            count = Counter(one.kpi.theme for one in self.chosen.values())
            spare = [one for one in self.chosen.values() if count[one.kpi.theme] > 1]
            ranks = {
                one.kpi.key: (
                    one.rule != "I2",
                    count[one.kpi.theme],
                    -priorities.get(one.kpi.dimension, 0.0),
                    one.kpi.key,
                )
                for one in spare
            }
            least = self.chosen.pop(max(ranks, key=lambda key: ranks[key])).kpi
            self.omitted[least.key] = OmittedKpi(least.key, least.title, "room")

    def _misfit(self, kpi: Kpi) -> Literal["sector", "delivery"] | None:
        if kpi.sector is not None and kpi.sector != self.sector:
            return "sector"
        if kpi.delivery and self.delivery is not None and self.delivery not in kpi.delivery:
            return "delivery"
        return None

    def _is_met(self, gate: MaturityGate) -> bool:
        level = self.levels.get(gate.dimension)
        return level is not None and level >= gate.level

    def _gated(self, kpi: Kpi, gate: MaturityGate) -> OmittedKpi:
        found = self.levels.get(gate.dimension)
        return OmittedKpi(kpi.key, kpi.title, "gate", gate.proxy, gate.dimension, gate.level, found)

    def explain(self, kpi: Kpi) -> OmittedKpi:
        """Return why an indicator is not in."""
        reason = self._misfit(kpi) or "not called for"
        found = self.omitted.get(kpi.key) or OmittedKpi(kpi.key, kpi.title, reason)
        # What would have stood in for it may have gone for want of room.
        return found if found.other in self.chosen else replace(found, other="")


def choose_kpis(
    result: MaturityResult,
    recommendation: Recommendation,
    gaps: Sequence[Gap],
    *,
    sector: str | None = None,
    catalogue: KpiCatalogue | None = None,
) -> KpiSet:
    """Return the set of indicators for a result and the advice that follows from it.

    Args:
        gaps: as `find_gaps` returns them; of equals the one whose dimension matters more is kept.

    Source: platform default; methods-planning.md, section 13.2.
    """
    modes = [DELIVERY.get(one.choice) for one in recommendation.axes if one.axis == "delivery"]
    return select_kpis(
        catalogue or load_kpis(),
        plan_type_of(recommendation),
        levels_of(result),
        sector=sector,
        delivery=modes[0] if modes else None,
        priorities={gap.dimension: gap.priority for gap in gaps},
    )


def levels_of(result: MaturityResult) -> dict[str, float | None]:
    """Return the evidenced score of each dimension, moved to the scale of the gates."""
    low, high = GATE_SCALE
    stretch = (high - low) / (result.highest - result.lowest)
    return {
        one.key: None if one.evidenced is None else low + (one.evidenced - result.lowest) * stretch
        for one in result.dimensions
    }


def select_kpis(
    catalogue: KpiCatalogue,
    plan_type: PlanType,
    levels: Mapping[str, float | None],
    *,
    sector: str | None = None,
    delivery: DeliveryMode | None = None,
    priorities: Mapping[str, float] | None = None,
) -> KpiSet:
    """Return the set of indicators; the order of the catalogue's entries does not matter.

    Args:
        levels: dimension to evidenced level, 1 to 5; an unknown one carries no indicator with a gate.
        delivery: None where it is not known; then nothing is left out for it.
        priorities: dimension to how much its gap matters.

    Source: platform default; methods-planning.md, section 13.2.
    """
    selection = _Selection(catalogue, levels, sector, delivery)
    by_key = sorted(catalogue.kpis, key=lambda one: one.key)
    for kpi in by_key:
        if plan_type in kpi.types:
            selection.take(kpi, "I1", plan_type)
    for kpi in by_key:
        if sector is not None and sector in kpi.added_in:
            selection.take(kpi, "I2", sector)
    for theme in KPI_THEMES:
        selection.fill(theme)
    selection.drop_to(MOST_KPIS, priorities or {})
    chosen = sorted(selection.chosen.values(), key=lambda one: (KPI_THEMES.index(one.kpi.theme), one.kpi.key))
    used = {figure.source for one in chosen for figure in one.kpi.target.figures}
    return KpiSet(
        kpis=tuple(chosen),
        omitted=tuple(selection.explain(one) for one in by_key if one.key not in selection.chosen),
        sources=tuple(sorted((one for one in catalogue.sources if one.key in used), key=lambda one: one.key)),
        plan_type=plan_type,
        sector=sector,
        catalogue_version=catalogue.version,
    )
