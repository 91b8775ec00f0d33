"""The PMO's services as their customers see them: what to build, mend, keep and stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from app.db import assessments as rows
from app.policy import Action, Actor, require
from app.reports import charts
from app.services import conclusions
from app.services.outcomes import Outcome, outcome_of
from assessments.service_map import MappedService, ServiceMap
from assessments.service_needs import ServiceModule, load_service_module
from assessments.service_verdicts import LOWEST_QUALITY, VERDICTS, VerdictKind
from content import Text

Side = Literal["right", "left", "above", "below"]
Box = tuple[float, float, float, float]

# Per cent of the drawing as it stands on a phone, where keys are widest beside it: left, top, right, bottom.
DOT: Box = (-2.0, -1.8, 2.0, 1.8)
USUAL: Side = "right"
KEYS: Mapping[Side, Box] = {
    "right": (2.2, -2.2, 11.0, 2.2),
    "left": (-11.0, -2.2, -2.2, 2.2),
    "above": (-4.5, -6.5, 4.5, -1.9),
    "below": (-4.5, 1.9, 4.5, 6.5),
}


@dataclass(frozen=True, slots=True)
class OfferingRow:
    """One service with what is said of it: its heading, and a sentence on what a customer would see."""

    found: MappedService
    group: Text
    description: Text


@dataclass(frozen=True, slots=True)
class Dot:
    """A service in the drawing of need against quality, in per cent of its width and height from the top.

    `side` is where its key is written, so that it covers neither another dot nor another key.
    """

    key: str
    title: Text
    kind: VerdictKind
    x: float
    y: float
    side: Side = "right"


@dataclass(frozen=True, slots=True)
class Offerings:
    """What the customers say about every service.

    Attributes:
        first: services to build or mend, the most pressing first. by_verdict: all, by verdict in the order shown.
        counts: how many services have each verdict.
        dots: the services with a need and a quality; need_cut, quality_cut: where the cuts run through the drawing.
        unplaced: how many services have no dot, since nobody rated their quality.
    """

    module: ServiceModule
    map: ServiceMap
    first: tuple[OfferingRow, ...]
    by_verdict: tuple[tuple[VerdictKind, tuple[OfferingRow, ...]], ...]
    counts: dict[VerdictKind, int]
    dots: tuple[Dot, ...]
    need_cut: float
    quality_cut: float
    unplaced: int


@dataclass(frozen=True, slots=True)
class OfferingsPage:
    """`found` is None until the result is there, and where services were not asked about."""

    outcome: Outcome
    found: Offerings | None


def offerings_page(actor: Actor, assessment_id: UUID, *, mirrored: bool = False) -> OfferingsPage:
    """Return what the customers of the PMO say about its services.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, rows.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    found = conclusions.services_of(row) if outcome.has_result else None
    return OfferingsPage(outcome, None if found is None else find_offerings(found, mirrored=mirrored))


def find_offerings(found: ServiceMap, *, mirrored: bool) -> Offerings:
    """Return what a map of services says."""
    module = load_service_module()
    titles = {group.key: group.title for group in module.groups}
    told = {service.key: service.description for service in module.services}
    lines = {one.key: OfferingRow(one, titles[one.group], told[one.key]) for one in found.services}
    by_verdict = [(kind, tuple(lines[one.key] for one in found.with_verdict(kind))) for kind in VERDICTS]
    dots = _dots(module, found, mirrored)
    need, quality = module.need.highest, module.quality.highest
    return Offerings(
        module=module,
        map=found,
        first=tuple(lines[key] for key in found.first),
        by_verdict=tuple((kind, rows_) for kind, rows_ in by_verdict if rows_),
        counts={kind: len(rows_) for kind, rows_ in by_verdict},
        dots=dots,
        need_cut=100 - charts.share_of_scale(module.rules.need_cut, 0, need),
        quality_cut=charts.mark_on_scale(
            module.rules.quality_cut, LOWEST_QUALITY, quality, mirrored=mirrored
        ),
        unplaced=len(found.services) - len(dots),
    )


def _dots(module: ServiceModule, found: ServiceMap, mirrored: bool) -> tuple[Dot, ...]:
    dots = [
        Dot(
            one.key,
            one.title,
            one.verdict.kind,
            charts.mark_on_scale(one.quality.mean, LOWEST_QUALITY, module.quality.highest, mirrored=mirrored),
            100 - charts.share_of_scale(one.need.mean, 0, module.need.highest),
        )
        for one in found.services
        if one.need.mean is not None and one.quality.mean is not None
    ]
    return place_keys(dots)


def place_keys(dots: Sequence[Dot]) -> tuple[Dot, ...]:
    """Return the dots with the side on which each key covers nothing; the right one where every side does."""
    taken = [_moved(DOT, dot) for dot in dots]
    placed = []
    for dot in dots:
        free = (side for side, box in KEYS.items() if _is_free(_moved(box, dot), taken))
        side = next(free, USUAL)
        taken.append(_moved(KEYS[side], dot))
        placed.append(replace(dot, side=side))
    return tuple(placed)


def _moved(box: Box, dot: Dot) -> Box:
    return box[0] + dot.x, box[1] + dot.y, box[2] + dot.x, box[3] + dot.y


def _is_free(box: Box, taken: Sequence[Box]) -> bool:
    """Whether a box lies in the drawing and overlaps none of the others."""
    if box[0] < 0 or box[1] < 0 or box[2] > 100 or box[3] > 100:
        return False
    return all(
        box[2] <= other[0] or other[2] <= box[0] or box[3] <= other[1] or other[3] <= box[1]
        for other in taken
    )
