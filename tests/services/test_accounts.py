"""The first accounts of an installation, added from the command line."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.db import db, every_firm
from app.db.outgoing import AuditEvent
from app.db.people import Firm, User
from app.errors import Invalid
from app.services import accounts, identity
from app.transactions import transaction
from tests.world import PASSWORD, World


def firms_called(name: str) -> list[tuple[str, str]]:
    with every_firm("the test looks"):
        rows = db.session.execute(select(Firm.name, Firm.kind).where(Firm.name == name)).all()
    return [(row.name, row.kind) for row in rows]


def count(kind: type) -> int:
    with every_firm("the test counts"):
        return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_the_first_account_makes_its_firm_and_the_second_joins_it(app, world: World) -> None:
    accounts.add("East", "ana@east.example", "Ana", "firm_admin", PASSWORD)
    accounts.add(" East ", "ben@east.example", "Ben", "consultant", PASSWORD)
    assert firms_called("East") == [("East", "consultancy")]
    with every_firm("the test looks"):
        emails = db.session.scalars(
            select(User.email)
            .join(Firm, Firm.id == User.firm_id)
            .where(Firm.name == "East")
            .order_by(User.email)
        ).all()
    assert emails == ["ana@east.example", "ben@east.example"]


def test_an_operator_belongs_to_the_platform(app, world: World) -> None:
    accounts.add("Hosting", "ops@hosting.example", "Ola", "operator", PASSWORD)
    assert firms_called("Hosting") == [("Hosting", "platform")]


def test_whoever_is_added_can_sign_in(app, world: World) -> None:
    accounts.add("East", "Ana@East.example", "Ana", "firm_admin", PASSWORD)
    with transaction():
        assert identity.sign_in("ana@east.example", PASSWORD, "192.0.2.1")


def test_an_account_is_on_the_trail_without_name_and_address(app, world: World) -> None:
    user_id = accounts.add("East", "ana@east.example", "Ana", "firm_admin", PASSWORD)
    with every_firm("the test looks"):
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.subject_id == user_id)).one()
        assert (event.actor, event.action, event.detail) == (
            "system",
            "account added",
            {"role": "firm_admin"},
        )


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("firm", (" ", "ana@east.example", "Ana", "consultant", PASSWORD)),
        ("firm", ("x" * 201, "ana@east.example", "Ana", "consultant", PASSWORD)),
        ("email", ("East", "ana", "Ana", "consultant", PASSWORD)),
        ("email", ("East", "ana@ east.example", "Ana", "consultant", PASSWORD)),
        ("email", ("East", World.consultant.upper(), "Ana", "consultant", PASSWORD)),
        ("name", ("East", "ana@east.example", "  ", "consultant", PASSWORD)),
        ("name", ("East", "ana@east.example", "x" * 201, "consultant", PASSWORD)),
        ("role", ("East", "ana@east.example", "Ana", "emperor", PASSWORD)),
        ("password", ("East", "ana@east.example", "Ana", "consultant", "x" * 11)),
        ("password", ("East", "ana@east.example", "Ana", "consultant", "x" * 129)),
    ],
)
def test_a_fault_names_its_field_and_leaves_not_even_the_firm(
    app, world: World, field: str, values: tuple[str, str, str, str, str]
) -> None:
    before = count(Firm), count(User)
    with pytest.raises(Invalid) as refused:
        accounts.add(*values)
    assert refused.value.field == field
    assert (count(Firm), count(User)) == before


def test_two_firms_of_one_name_are_not_guessed_between(app, world: World) -> None:
    with transaction():
        identity.add_firm("Twin")
        identity.add_firm("Twin")
    with pytest.raises(accounts.AmbiguousFirm):
        accounts.add("Twin", "ana@twin.example", "Ana", "consultant", PASSWORD)
