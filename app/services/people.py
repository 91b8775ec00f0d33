"""The people of a firm: who has an account, adding one, closing one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from app.db import db
from app.db.engagements import Client
from app.db.people import SignIn, User, list_colleagues
from app.errors import Conflict, Hidden, Invalid
from app.policy import Action, Actor, require_role
from app.services import identity, trail


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    name: str
    email: str
    role: str
    client: str | None
    is_self: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    people: tuple[Person, ...]
    clients: tuple[tuple[UUID, str], ...]


def people_page(actor: Actor) -> PeoplePage:
    """Return the firm's active accounts and the clients they may belong to.

    Raises:
        Refused: not the firm's administrator.
    """
    require_role(actor, Action.KEEP_PEOPLE)
    clients = {
        row.id: row.name for row in db.session.scalars(select(Client).order_by(Client.name, Client.id))
    }
    people = tuple(
        Person(
            user.id,
            user.name,
            user.email,
            user.role,
            clients.get(user.client_id) if user.client_id else None,
            user.id == actor.id,
        )
        for user in list_colleagues()
    )
    return PeoplePage(people, tuple(clients.items()))


def add_person(actor: Actor, email: str, name: str, role: str, password: str, client_id: UUID | None) -> UUID:
    """Give somebody an account. Sponsors and learners may belong to a client; staff never do.

    Raises:
        Refused: not the firm's administrator.
        Invalid: as `identity.add_user`; the role does not fit the client; no such client.
    """
    page = people_page(actor)
    if role not in {"consultant", "firm_admin", "sponsor", "learner"}:
        raise Invalid("role", "unknown_role")
    if (client_id is not None and client_id not in dict(page.clients)) or (
        role == "sponsor" and not client_id
    ):
        raise Invalid("client", "unknown_choice")
    if client_id is not None and role in {"consultant", "firm_admin"}:
        raise Invalid("client", "staff_of_client")
    user_id = identity.add_user(actor.firm_id, email, name.strip(), role, password, client_id)
    trail.note(actor.id, "account added", "user", user_id, role=role)
    return user_id


def end_account(actor: Actor, user_id: UUID) -> None:
    """Close an account and end its sessions at once.

    Raises:
        Refused: not the firm's administrator.
        Hidden: no such account.
        Conflict: it is the administrator's own.
    """
    require_role(actor, Action.KEEP_PEOPLE)
    user = db.session.scalar(select(User).where(User.id == user_id, User.is_active))
    if user is None:
        raise Hidden
    if user.id == actor.id:
        raise Conflict("own_account")
    user.is_active = False
    db.session.execute(delete(SignIn).where(SignIn.firm_id == actor.firm_id, SignIn.user_id == user.id))
    db.session.flush()
    trail.note(actor.id, "account closed", "user", user.id)
