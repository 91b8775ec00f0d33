"""How a firm weighs the criteria of the PMO profile: the defaults, or its own with a reason that is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from app.db import db
from app.db.engagements import list_engagements
from app.db.scope import current_firm
from app.db.weights import FirmWeightsRow, find_weights
from app.errors import Invalid
from app.policy import Action, Actor, require_role
from app.services import trail
from app.surroundings import now
from assessments.profile import Criterion, PmoType, load_profile_model
from assessments.type_scores import pulls_of, ranked, sums_of
from assessments.weights import (
    LEAST_WEIGHT,
    MOST_REASON,
    MOST_WEIGHT,
    ChangedDefault,
    FirmWeights,
    changed_defaults,
    reweigh,
)

DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Effect:
    """The best type of one engagement's profile by the defaults and by the firm's weights."""

    client: str
    title: str
    by_default: PmoType
    by_weights: PmoType


@dataclass(frozen=True, slots=True)
class WeightsPage:
    """`changed` holds what differs from the defaults; `effects` the engagements for which it changes the best type.

    `profiles` engagements have a profile and were looked at.
    """

    criteria: tuple[Criterion, ...]
    weights: Mapping[str, float]
    changed: tuple[ChangedDefault, ...]
    reason: str
    changed_at: datetime | None
    effects: tuple[Effect, ...]
    profiles: int


def weights_page(actor: Actor) -> WeightsPage:
    """Return the weights in force, and for which engagements they put another type first.

    Raises:
        Refused: not the firm's administrator.
    """
    require_role(actor, Action.SET_WEIGHTS)
    model, row = load_profile_model(), find_weights()
    firm = _of(row)
    effects, profiles = _effects(firm)
    return WeightsPage(
        criteria=model.criteria,
        weights={one.key: one.weight for one in reweigh(model, firm).criteria},
        changed=changed_defaults(model, firm),
        reason="" if row is None else row.reason,
        changed_at=None if row is None else row.changed_at,
        effects=effects,
        profiles=profiles,
    )


def set_weights(actor: Actor, weights: Mapping[str, float], reason: str) -> None:
    """Weigh the criteria so in conclusions drawn from now on; weights equal to the defaults restore them.

    Raises:
        Refused: not the firm's administrator.
        Invalid: a criterion unknown or missing, a weight out of range, no reason.
    """
    require_role(actor, Action.SET_WEIGHTS)
    model = load_profile_model()
    for criterion in model.criteria:
        weight = weights.get(criterion.key)
        if weight is None or not LEAST_WEIGHT <= weight <= MOST_WEIGHT:
            raise Invalid(criterion.key, "out_of_range", lowest=LEAST_WEIGHT, highest=round(MOST_WEIGHT))
    given = {one.key: round(float(weights[one.key]), DECIMALS) for one in model.criteria}
    words = " ".join(reason.split())
    changed = changed_defaults(model, FirmWeights(given, words))
    if not changed:
        restore_defaults(actor)
        return
    if not words:
        raise Invalid("reason", "weights_reason_needed")
    if len(words) > MOST_REASON:
        raise Invalid("reason", "too_long", longest=MOST_REASON)
    row = find_weights()
    if row is None:
        row = FirmWeightsRow(id=uuid4(), firm_id=current_firm())
        db.session.add(row)
    row.weights = {one.criterion: one.weight for one in changed}
    row.reason, row.changed_by, row.changed_at = words, actor.id, now()
    db.session.flush()
    trail.note(actor.id, "weights set", "firm", actor.firm_id, weights=row.weights)


def restore_defaults(actor: Actor) -> None:
    """Go back to the default weights; does nothing where they are in force.

    Raises:
        Refused: not the firm's administrator.
    """
    require_role(actor, Action.SET_WEIGHTS)
    row = find_weights()
    if row is not None:
        db.session.delete(row)
        db.session.flush()
        trail.note(actor.id, "weights restored", "firm", actor.firm_id)


def firm_weights() -> FirmWeights | None:
    """Return the weights of the firm in whose scope this runs; None for the defaults."""
    return _of(find_weights())


def _of(row: FirmWeightsRow | None) -> FirmWeights | None:
    return None if row is None else FirmWeights(dict(row.weights), row.reason)


def _effects(firm: FirmWeights | None) -> tuple[tuple[Effect, ...], int]:
    """Return where another type comes first, going by the profile's answers alone, and how many have a profile."""
    model = load_profile_model()
    own = reweigh(model, firm)
    found, profiles = [], 0
    for row in list_engagements():
        if not row.criteria:
            continue
        profiles += 1
        before, after = (ranked(sums_of(pulls_of(one, row.criteria)))[0] for one in (model, own))
        if before != after:
            found.append(Effect(row.client.name, row.title, before, after))
    return tuple(found), profiles
