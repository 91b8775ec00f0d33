"""`plumbline reviews mail-due`, as a timer runs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from app.db import db, firm_scope
from app.db.reviews import ReviewCard
from app.policy import Actor
from app.services import identity, learning
from app.surroundings import today
from app.transactions import transaction
from tests.installations import Installation, inside
from tests.world import PASSWORD
from tests.worlds.learning import COURSE, LESSONS


def due_since_yesterday(site: Flask) -> None:
    with transaction():
        firm_id = identity.add_firm("North")
        with firm_scope(firm_id):
            user_id = identity.add_user(firm_id, "ana@north.example", "Ana", "consultant", PASSWORD)
            ana = Actor(user_id, firm_id, None, "consultant", "Ana", "ana@north.example", "en", "North")
            learning.finish_lesson(ana, learning.enrol(ana, COURSE), LESSONS[0])
            db.session.execute(
                update(ReviewCard)
                .where(ReviewCard.firm_id == firm_id)
                .values(due_on=today() - timedelta(days=1)),
                execution_options={"synchronize_session": False},
            )


def test_each_is_mailed_once(install: Callable[[], Installation]) -> None:
    installation = install()
    inside(installation, due_since_yesterday)
    assert installation.run("reviews", "mail-due").stdout == "Mails on their way: 1\n"
    assert installation.run("reviews", "mail-due", "--format", "json").stdout == '{"mails": 0}\n'
