"""Rules that bend the advice on the type of PMO where a score alone would mislead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessments.profile import PMO_TYPES, PmoType, Profile
from assessments.results import MaturityResult

SERVICE_LEVEL_NEEDED: Mapping[PmoType, float] = {"supportive": 1.0, "controlling": 2.0, "directive": 3.0}
"""Evidenced SVC score from which a PMO can carry a type."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A rule that changes the advice, never the score; `facts` are what fired it.

    G1: directive fits, but sponsor or staff cannot carry it; open as controlling.
    G2: supportive fits, but heavy regulation meets little experience; at least controlling where regulated.
    G3: too few projects and no staff; a part-time lead or a virtual centre instead of an office.
    G4: diverse units under heavy rules or many projects; hub and spoke.
    G5: the PMO's own services are not yet strong enough for the type; phase the plan.
    """

    key: str
    type_from: PmoType
    type_to: PmoType | None
    facts: Mapping[str, float]


def find_gates(aim: PmoType, profile: Profile, services: float | None) -> tuple[Gate, ...]:
    """Return the gates that fire for a type of PMO, in the order G1 … G5.

    An unanswered criterion or an unscored dimension fires nothing.

    Args:
        services: evidenced score of SVC (`service_level`); None where there is none.

    Source: platform default; methods-planning.md, section 1.5.
    """
    return tuple(_gates(aim, {key: float(answer) for key, answer in profile.items()}, services))


def _gates(aim: PmoType, known: Mapping[str, float], services: float | None) -> Iterator[Gate]:
    unknown = float("nan")  # compares false with every bound

    def answer(key: str) -> float:
        return known.get(key, unknown)

    def facts(*keys: str) -> dict[str, float]:
        return {key: known[key] for key in keys if key in known}

    if aim == "directive" and (answer("K12") <= 1 or answer("K13") <= 1):
        yield Gate("G1", aim, "controlling", facts("K12", "K13"))
    if aim == "supportive" and answer("K01") >= 3 and answer("K03") <= 1:
        yield Gate("G2", aim, "controlling", facts("K01", "K03"))
    if answer("K09") == 0 and answer("K13") <= 1:
        yield Gate("G3", aim, None, facts("K09", "K13"))
    if answer("K16") >= 3 and (answer("K01") >= 3 or answer("K09") >= 3):
        yield Gate("G4", aim, None, facts("K16", "K01", "K09"))
    needed = SERVICE_LEVEL_NEEDED[aim]
    if services is not None and services < needed:
        yield Gate("G5", aim, _carried(services), {"SVC": services, "needed": needed})


def raised_target(aim: PmoType, gates: tuple[Gate, ...]) -> PmoType:
    """Return the type that targets and plan are made for: the aim, or controlling under G2."""
    return "controlling" if any(gate.key == "G2" for gate in gates) else aim


def start_of(target: PmoType, gates: tuple[Gate, ...]) -> PmoType:
    """Return the type to open with: the lightest that G1 and G5 allow, but controlling where G2 asks for it."""
    if any(gate.key == "G2" for gate in gates):
        return target
    allowed = [target, *(gate.type_to for gate in gates if gate.key in ("G1", "G5") and gate.type_to)]
    return min(allowed, key=PMO_TYPES.index)


def service_level(result: MaturityResult | None) -> float | None:
    """Return the evidenced score of SVC; None where there is none."""
    if result is None:
        return None
    return next((one.evidenced for one in result.dimensions if one.key == "SVC"), None)


def _carried(services: float) -> PmoType:
    return max(
        (one for one in PMO_TYPES if services >= SERVICE_LEVEL_NEEDED[one]),
        key=PMO_TYPES.index,
        default="supportive",
    )
