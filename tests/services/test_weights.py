"""A firm's own weights: who may set them, what is refused, and which conclusions carry them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.outgoing import AuditEvent
from app.db.weights import FirmWeightsRow, find_weights
from app.errors import Invalid, Refused
from app.policy import Actor
from app.services import conclusions, weights
from assessments.profile import load_profile_model
from assessments.weights import ChangedDefault
from tests.conftest import NOW
from tests.world import World
from tests.worlds.closed import closed_assessment
from tests.worlds.firms import actor_of

DEFAULTS = {one.key: one.weight for one in load_profile_model().criteria}
REASON = "Two public clients now audit every stage."


@pytest.fixture
def admin(app, world: World) -> Iterator[Actor]:
    with firm_scope(world.ids["north"]):
        yield actor_of(world, "north", "admin", "firm_admin")


def set_to(admin: Actor, reason: str = REASON, **changed: float) -> None:
    weights.set_weights(admin, DEFAULTS | changed, reason)


def events(admin: Actor) -> list[str]:
    found = db.session.scalars(select(AuditEvent).where(AuditEvent.firm_id == admin.firm_id))
    # Of what is done at one moment no order is kept.
    return sorted(one.action for one in found if one.action.startswith("weights"))


def test_only_what_differs_is_kept_with_who_and_why(admin: Actor) -> None:
    set_to(admin, "  Two public clients\n now audit every stage. ", K01=14, K18=1.504)
    row = find_weights()
    assert row is not None
    assert (row.weights, row.reason, row.changed_by) == ({"K01": 14.0, "K18": 1.5}, REASON, admin.id)
    page = weights.weights_page(admin)
    assert page.changed == (ChangedDefault("K01", 10, 14), ChangedDefault("K18", 2, 1.5))
    assert (page.weights["K01"], page.weights["K02"], page.reason) == (14, 8, REASON)
    assert events(admin) == ["weights set"]


def test_setting_again_replaces(admin: Actor) -> None:
    set_to(admin, K01=14)
    set_to(admin, "Sponsors decide here.", K12=9)
    (row,) = db.session.scalars(select(FirmWeightsRow))
    assert (row.weights, row.reason) == ({"K12": 9.0}, "Sponsors decide here.")


@pytest.mark.parametrize("restore", ["set to the defaults", "restored"])
def test_the_defaults_can_be_restored(admin: Actor, restore: str) -> None:
    set_to(admin, K01=14)
    if restore == "restored":
        weights.restore_defaults(admin)
    else:
        set_to(admin, "")
    assert find_weights() is None
    assert weights.firm_weights() is None
    assert events(admin) == ["weights restored", "weights set"]
    weights.restore_defaults(admin)
    assert len(events(admin)) == 2


@pytest.mark.parametrize(
    ("changed", "reason", "field"),
    [
        ({"K01": 0.0}, REASON, "K01"),
        ({"K07": 100.5}, REASON, "K07"),
        ({"K07": float("nan")}, REASON, "K07"),
        ({"K01": 14.0}, " ", "reason"),
        ({"K01": 14.0}, "x" * 501, "reason"),
    ],
)
def test_what_cannot_be_a_weight_or_a_reason_is_refused(admin: Actor, changed, reason, field) -> None:
    with pytest.raises(Invalid) as refused:
        set_to(admin, reason, **changed)
    assert refused.value.field == field
    assert find_weights() is None


def test_a_missing_weight_is_refused(admin: Actor) -> None:
    with pytest.raises(Invalid, match="K18"):
        weights.set_weights(admin, {key: weight for key, weight in DEFAULTS.items() if key != "K18"}, REASON)


def test_only_the_administrator_may(admin: Actor, world: World) -> None:
    consultant = actor_of(world, "north", "consultant", "consultant")
    for call in (weights.weights_page, weights.restore_defaults):
        with pytest.raises(Refused):
            call(consultant)
    with pytest.raises(Refused):
        weights.set_weights(consultant, DEFAULTS, REASON)


def test_one_firms_weights_are_not_anothers(app, world: World) -> None:
    with firm_scope(world.ids["north"]):
        set_to(actor_of(world, "north", "admin", "firm_admin"), K01=14)
    with firm_scope(world.ids["south"]):
        assert weights.firm_weights() is None


def test_later_conclusions_use_them_and_earlier_ones_keep_theirs(admin: Actor) -> None:
    closed = closed_assessment(admin.firm_id, NOW)
    before = conclusions.advice_of(find_assessment(closed.id))
    assert before is not None
    set_to(admin, K01=14)
    kept = conclusions.advice_of(find_assessment(closed.id))
    assert kept == before
    conclusions.conclude(closed.id)
    advice = conclusions.advice_of(find_assessment(closed.id))
    assert advice is not None
    assert advice.recommendation.weights == (ChangedDefault("K01", 10, 14),)
    assert advice.recommendation.weights_reason == REASON
    assert advice.recommendation.scores != before.recommendation.scores


def test_the_page_says_where_another_type_comes_first(admin: Actor) -> None:
    closed_assessment(admin.firm_id, NOW)
    assert weights.weights_page(admin).effects == ()
    set_to(admin, K03=4.5, K10=4, K11=4, K14=6, K15=1.5, K01=5, K02=12)
    page = weights.weights_page(admin)
    assert page.profiles == 1
    assert [(one.by_default, one.by_weights) for one in page.effects] == [("controlling", "directive")]
