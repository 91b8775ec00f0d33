"""Adding firms and accounts from the command line: there is no page that creates a firm."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.db import db, every_firm, firm_scope
from app.db.people import Firm
from app.errors import Invalid
from app.services import identity, trail
from app.transactions import transaction


class AmbiguousFirm(RuntimeError):
    """More than one firm has this name."""


def add(firm_name: str, email: str, name: str, role: str, password: str) -> UUID:
    """Create the account and, if no firm has the name, the firm. Returns the account's id.

    Raises:
        Invalid: as `identity.add_user`; the firm's name is empty or too long.
        AmbiguousFirm: the name fits more than one firm.
    """
    firm_name = firm_name.strip()
    if not 1 <= len(firm_name) <= identity.LONGEST_NAME:
        raise Invalid("firm", "length", shortest=1, longest=identity.LONGEST_NAME)
    with transaction():
        with every_firm("a firm is found by its name"):
            known = list(db.session.scalars(select(Firm.id).where(Firm.name == firm_name)))
        if len(known) > 1:
            raise AmbiguousFirm(firm_name)
        kind = "platform" if role == "operator" else "consultancy"
        firm_id = known[0] if known else identity.add_firm(firm_name, kind)
        with firm_scope(firm_id):
            user_id = identity.add_user(firm_id, email, name, role, password)
            trail.note(trail.SYSTEM, "account added", "user", user_id, role=role)
        return user_id
