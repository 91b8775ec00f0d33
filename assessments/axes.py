"""Everything about a PMO beside its authority: its reach, its emphasis, its way of delivery, its life span."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assessments.gaps import Gap
from assessments.profile import PmoType, Profile, ProfileFacts

EMPHASES: tuple[tuple[str, tuple[str, str]], ...] = (
    ("monitoring", ("CTL", "RSK")),
    ("knowledge", ("MTH", "PPL")),
    ("coordination", ("STR", "RES")),
    ("strategy", ("BEN", "STR")),
)
"""Emphasis of the role and the two dimensions whose gaps speak for it; in a tie the earlier one is chosen."""

TOP_SPONSOR = 3
"""From this answer to K12 on, the sponsor is a member of the top management."""

MANY_PROJECTS = 40
MANY_REGIONS = 3


OVERLAYS: Mapping[str, tuple[str, ...]] = {
    "construction": ("site_time", "plan_reliability", "claims_log"),
    "public": ("audit_trail", "citizen_benefits"),
    "it": ("product_measures",),
    "finance": ("validation_evidence",),
    "health": ("validation_evidence",),
    "nonprofit": ("donor_reports",),
}
"""What a sector adds to any PMO, whatever its type; sectors that are not here add nothing."""


@dataclass(frozen=True, slots=True)
class SectorOverlay:
    """What the client's sector lays over the advice; it adds work and measures and changes no score."""

    sector: str
    adds: tuple[str, ...]
    rule: str = "F1"


@dataclass(frozen=True, slots=True)
class AxisChoice:
    """A choice on another axis than authority, with the rule that made it and the facts the rule saw.

    Choices: reach is programme_office, departmental, enterprise, hub_and_spoke or virtual_centre; emphasis is
    delivery, monitoring, knowledge, coordination or strategy (up to two choices, the stronger first); delivery
    is predictive, hybrid, agile or value_streams; permanence is permanent, temporary or temporary_then_centre.
    """

    axis: Literal["reach", "emphasis", "delivery", "permanence"]
    choice: str
    rule: str
    facts: Mapping[str, float]


def choose_axes(
    profile: Profile, facts: ProfileFacts, pmo_type: PmoType, gaps: tuple[Gap, ...]
) -> tuple[AxisChoice, ...]:
    """Return the choices the answers allow, in the order reach, emphasis, delivery, permanence.

    An axis about which nothing is known is left out.

    Source: platform default; methods-planning.md, section 1.6.
    """
    reach = _reach(profile, facts)
    return (
        *([reach] if reach else []),
        *_emphases(pmo_type, gaps),
        *_delivery(profile, facts),
        *([_permanence(profile, reach)] if reach else []),
    )


def lay_over(sector: str | None) -> SectorOverlay | None:
    """Return what a sector adds; None where it is not known or adds nothing.

    Source: platform default; methods-planning.md, section 1.6.
    """
    return SectorOverlay(sector, OVERLAYS[sector]) if sector is not None and sector in OVERLAYS else None


def _reach(profile: Profile, facts: ProfileFacts) -> AxisChoice | None:
    for rule, choice, seen in _reach_rules(profile, facts):
        return AxisChoice("reach", choice, rule, seen)
    return None


def _reach_rules(profile: Profile, facts: ProfileFacts) -> Iterator[tuple[str, str, Mapping[str, float]]]:
    known = {
        key: float(profile[key])
        for key in ("K01", "K03", "K06", "K09", "K12", "K13", "K16")
        if key in profile
    }
    has_top_sponsor = known.get("K12", 0) >= TOP_SPONSOR
    is_diverse = known.get("K16", 0) >= 3
    projects, regions = facts.project_count or 0, facts.regions or 0
    if (facts.programme_share or 0) > 0.5:
        yield "B1", "programme_office", {"programme_share": facts.programme_share or 0}
    if (facts.one_function_share or 0) > 0.7 and known.get("K06", 4) <= 1:
        yield (
            "B2",
            "departmental",
            {"one_function_share": facts.one_function_share or 0, **_only(known, "K06")},
        )
    if known.get("K09") == 0 and known.get("K13", 4) <= 1:
        yield "G3", "virtual_centre", _only(known, "K09", "K13")
    if is_diverse and (known.get("K01", 0) >= 3 or known.get("K09", 0) >= 3):
        yield "G4", "hub_and_spoke", _only(known, "K16", "K01", "K09")
    if has_top_sponsor and known.get("K06", 0) >= 2 and not is_diverse:
        yield "B3", "enterprise", _only(known, "K12", "K06", "K16")
    if has_top_sponsor and (is_diverse or regions > MANY_REGIONS or projects > MANY_PROJECTS):
        counted = {"regions": float(regions), "project_count": float(projects)}
        yield "B4", "hub_and_spoke", {**_only(known, "K12", "K16"), **counted}
    if known.get("K13", 4) <= 1 and known.get("K03", 0) >= 3:
        yield "B5", "virtual_centre", _only(known, "K13", "K03")
    if "K12" in known:
        yield "B6", "departmental", _only(known, "K12", "K06")


def _only(known: Mapping[str, float], *keys: str) -> dict[str, float]:
    return {key: known[key] for key in keys if key in known}


def _emphases(pmo_type: PmoType, gaps: tuple[Gap, ...]) -> tuple[AxisChoice, ...]:
    size = {gap.dimension: gap.gap for gap in gaps if gap.gap is not None}
    found = []
    for choice, pair in EMPHASES:
        seen = {dimension: size[dimension] for dimension in pair if dimension in size}
        if sum(seen.values()) > 0:
            found.append(AxisChoice("emphasis", choice, "C1", seen))
    found.sort(key=lambda one: -sum(one.facts.values()))
    if pmo_type == "directive":
        found.insert(0, AxisChoice("emphasis", "delivery", "C2", {}))
    return tuple(found[:2])


def _delivery(profile: Profile, facts: ProfileFacts) -> tuple[AxisChoice, ...]:
    if "K14" not in profile:
        return ()
    share = profile["K14"]
    seen = {"K14": float(share)}
    if share <= 1:
        return (AxisChoice("delivery", "predictive", "D1", seen),)
    if share == 2:
        return (AxisChoice("delivery", "hybrid", "D2", seen),)
    if facts.funding == "product":
        return (AxisChoice("delivery", "value_streams", "D3", seen),)
    return (AxisChoice("delivery", "agile", "D4", seen),)


def _permanence(profile: Profile, reach: AxisChoice) -> AxisChoice:
    if reach.choice != "programme_office":
        return AxisChoice("permanence", "permanent", "E1", {})
    if profile.get("K09", 0) >= 1:
        return AxisChoice("permanence", "temporary_then_centre", "E2", {"K09": float(profile["K09"])})
    return AxisChoice("permanence", "temporary", "E3", {})
