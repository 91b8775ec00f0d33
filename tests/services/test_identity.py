from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.db import db, every_firm
from app.db.people import SignIn
from app.errors import Invalid, TooMany
from app.services import identity
from tests.world import PASSWORD, World


def test_the_right_password_opens_a_session_of_that_person(app, world: World) -> None:
    token = identity.sign_in(World.consultant, PASSWORD, "192.0.2.1")
    session = identity.find_session(token)
    assert session is not None
    assert (session.actor.email, session.actor.role) == (World.consultant, "consultant")
    assert session.actor.firm_name == "North Consulting"


def test_an_address_is_found_however_it_is_typed(app, world: World) -> None:
    assert identity.sign_in("  Consultant@NORTH.example ", PASSWORD, "192.0.2.1")


@pytest.mark.parametrize("email", [World.consultant, "nobody@nowhere.example"])
def test_a_wrong_password_and_an_unknown_address_are_refused_alike(app, world: World, email: str) -> None:
    with pytest.raises(Invalid, match="sign_in_failed"):
        identity.sign_in(email, "not the password", "192.0.2.1")


def test_the_sixth_guess_within_a_quarter_of_an_hour_is_not_even_looked_at(app, world: World, clock) -> None:
    for _ in range(identity.TRIES_PER_ACCOUNT):
        with pytest.raises(Invalid):
            identity.sign_in(World.consultant, "a guess at it", "192.0.2.1")
    with pytest.raises(TooMany):
        identity.sign_in(World.consultant, PASSWORD, "192.0.2.9")
    clock.advance(minutes=16)
    assert identity.sign_in(World.consultant, PASSWORD, "192.0.2.1")


def test_the_table_of_sessions_holds_nothing_that_opens_one(app, world: World) -> None:
    token = identity.sign_in(World.consultant, PASSWORD, "192.0.2.1")
    with every_firm("the test looks at the stored form"):
        stored = db.session.scalars(select(SignIn.id_hash)).all()
    assert token.encode() not in b"".join(stored)


def test_a_session_ends_when_it_was_idle_for_an_hour(app, world: World, clock) -> None:
    token = identity.sign_in(World.consultant, PASSWORD, "192.0.2.1")
    clock.advance(minutes=59)
    session = identity.find_session(token)
    assert session is not None
    identity.touch_session(token, session)
    clock.advance(minutes=59)
    assert identity.find_session(token) is not None
    clock.advance(minutes=61)
    assert identity.find_session(token) is None


def test_a_session_ends_after_twelve_hours_whatever_happens(app, world: World, clock) -> None:
    token = identity.sign_in(World.consultant, PASSWORD, "192.0.2.1")
    for _ in range(14):
        clock.advance(minutes=50)
        session = identity.find_session(token)
        if session:
            identity.touch_session(token, session)
    assert session is not None
    clock.advance(minutes=50)
    assert identity.find_session(token) is None


def test_signing_out_kills_the_session(app, world: World) -> None:
    token = identity.sign_in(World.consultant, PASSWORD, "192.0.2.1")
    identity.sign_out(token)
    assert identity.find_session(token) is None
    with every_firm("the test counts"):
        assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [
        ("not an address", PASSWORD, "email"),
        (World.consultant, PASSWORD, "email"),
        ("new@north.example", "short", "password"),
    ],
)
def test_an_account_with_a_fault_is_refused_naming_the_field(
    app, world: World, email, password, field
) -> None:
    with pytest.raises(Invalid) as caught:
        identity.add_user(world.ids["north"], email, "New", "consultant", password)
    assert caught.value.field == field
