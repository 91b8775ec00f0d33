"""The people of a firm: who sees whom, who may be added, and what ends with an account."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.db import db, firm_scope
from app.db.outgoing import AuditEvent
from app.db.people import User
from app.errors import Conflict, Hidden, Invalid, Refused
from app.policy import Actor
from app.services import identity, people
from app.transactions import transaction
from tests.conftest import NOW
from tests.world import PASSWORD, World
from tests.worlds.closed import closed_assessment
from tests.worlds.firms import actor_of


@pytest.fixture
def admin(app, world: World) -> Iterator[Actor]:
    """The administrator of the northern firm, in its scope."""
    with firm_scope(world.ids["north"]):
        yield actor_of(world, "north", "admin", "firm_admin")


@pytest.fixture
def client_id(admin: Actor) -> UUID:
    return closed_assessment(admin.firm_id, NOW, is_concluded=False).client_id


def add(admin: Actor, role: str = "consultant", client_id: UUID | None = None, **changes: str) -> UUID:
    values = {"email": "new@north.example", "name": "Nora New", "password": PASSWORD} | changes
    return people.add_person(admin, values["email"], values["name"], role, values["password"], client_id)


def test_the_list_holds_the_firms_own_people_by_name(admin: Actor, world: World) -> None:
    page = people.people_page(admin)
    assert [person.email for person in page.people] == [World.admin, World.colleague, World.consultant]
    assert [person.email for person in page.people if person.is_self] == [World.admin]


@pytest.mark.parametrize("role", ["consultant", "firm_admin", "learner"])
def test_an_account_of_the_firm_can_be_signed_in_to(admin: Actor, role: str) -> None:
    user_id = add(admin, role)
    assert user_id in {person.id for person in people.people_page(admin).people}
    assert identity.sign_in("new@north.example", PASSWORD, "192.0.2.1")


@pytest.mark.parametrize("role", ["sponsor", "learner"])
def test_a_sponsor_or_learner_may_belong_to_a_client(admin: Actor, client_id: UUID, role: str) -> None:
    user_id = add(admin, role, client_id)
    (person,) = [person for person in people.people_page(admin).people if person.id == user_id]
    assert person.client == "Qantara Engineering & Contracting (QEC)"


def test_adding_and_closing_are_on_the_trail(admin: Actor) -> None:
    user_id = add(admin)
    people.end_account(admin, user_id)
    events = db.session.execute(
        select(AuditEvent.action, AuditEvent.actor)
        .where(AuditEvent.firm_id == admin.firm_id, AuditEvent.subject_id == user_id)
        .order_by(AuditEvent.action)
    ).all()
    assert [tuple(event) for event in events] == [
        ("account added", str(admin.id)),
        ("account closed", str(admin.id)),
    ]


@pytest.mark.parametrize(
    ("role", "belongs", "field", "reason"),
    [
        ("operator", False, "role", "unknown_role"),
        ("emperor", False, "role", "unknown_role"),
        ("sponsor", False, "client", "unknown_choice"),
        ("consultant", True, "client", "staff_of_client"),
        ("firm_admin", True, "client", "staff_of_client"),
    ],
)
def test_role_and_client_must_fit_together(
    admin: Actor, client_id: UUID, role: str, belongs: bool, field: str, reason: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add(admin, role, client_id if belongs else None)
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_a_client_of_another_firm_is_no_choice(app, world: World) -> None:
    foreign = closed_assessment(world.ids["south"], NOW, is_concluded=False).client_id
    with firm_scope(world.ids["north"]), pytest.raises(Invalid) as refused:
        add(actor_of(world, "north", "admin", "firm_admin"), "sponsor", foreign)
    assert (refused.value.field, refused.value.reason) == ("client", "unknown_choice")


@pytest.mark.parametrize(
    ("field", "value"), [("email", World.other_consultant), ("name", " "), ("password", "short")]
)
def test_a_fault_names_its_field(admin: Actor, field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        add(admin, **{field: value})
    assert refused.value.field == field


def test_a_closed_account_loses_its_sessions_at_once_and_its_place_in_the_list(
    admin: Actor, world: World
) -> None:
    token = identity.sign_in(World.consultant, PASSWORD, "192.0.2.1")
    assert identity.find_session(token) is not None
    people.end_account(admin, world.ids["north.consultant"])
    assert identity.find_session(token) is None
    assert World.consultant not in {person.email for person in people.people_page(admin).people}
    with pytest.raises(Invalid):
        identity.sign_in(World.consultant, PASSWORD, "192.0.2.1")


def test_nobody_closes_their_own_account(admin: Actor) -> None:
    with pytest.raises(Conflict):
        people.end_account(admin, admin.id)


def test_an_account_that_is_closed_or_of_another_firm_is_not_there(admin: Actor, world: World) -> None:
    people.end_account(admin, world.ids["north.consultant"])
    for user_id in (world.ids["north.consultant"], world.ids["south.consultant"], uuid4()):
        with pytest.raises(Hidden):
            people.end_account(admin, user_id)


@pytest.mark.parametrize("role", ["consultant", "sponsor", "learner", "operator"])
def test_only_the_administrator_keeps_people(admin: Actor, world: World, role: str) -> None:
    other = actor_of(world, "north", "consultant", role)
    for attempt in (
        lambda: people.people_page(other),
        lambda: add(other),
        lambda: people.end_account(other, world.ids["north.colleague"]),
    ):
        with pytest.raises(Refused):
            attempt()


def test_an_address_stays_taken_after_its_account_was_closed(admin: Actor, world: World) -> None:
    people.end_account(admin, world.ids["north.consultant"])
    with pytest.raises(Invalid, match="taken"):
        add(admin, email=World.consultant)
    assert db.session.scalar(select(User.is_active).where(User.email == World.consultant)) is False


def test_what_is_refused_leaves_no_account(admin: Actor) -> None:
    with pytest.raises(Invalid), transaction():
        add(admin, password="short")
    assert db.session.scalar(select(User.id).where(User.email == "new@north.example")) is None
