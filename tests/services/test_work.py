from __future__ import annotations

from sqlalchemy import select

from app.db import db, firm_scope
from app.db.outgoing import Mail
from app.services import mail
from tests.world import World


def test_what_a_job_changes_is_written_in_the_scope_of_its_firm(app, world: World) -> None:
    with firm_scope(world.ids["north"]):
        row = mail.post("Ana", "ana@example.org", "Subject", "Body", "invitation")
        db.session.commit()
    mail.send(world.ids["north"], row.id)
    with firm_scope(world.ids["north"]):
        assert db.session.scalar(select(Mail.state).where(Mail.id == row.id)) == "sent"
