"""`plumbline certificates issue-missing`: counted first, issued when that is said."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Flask
from sqlalchemy import delete

from app.db import db, firm_scope
from app.db.certificates import Certificate
from app.policy import Actor
from app.services import identity
from app.transactions import transaction
from tests.installations import Installation, inside
from tests.services.test_certificates import earned
from tests.world import PASSWORD


def complete_early(site: Flask) -> None:
    """Let somebody complete a course as they did when there were no certificates yet."""
    with transaction():
        firm_id = identity.add_firm("North")
        with firm_scope(firm_id):
            user_id = identity.add_user(firm_id, "ana@north.example", "Ana", "consultant", PASSWORD)
            earned(Actor(user_id, firm_id, None, "consultant", "Ana", "ana@north.example", "en", "North"))
            db.session.execute(delete(Certificate).where(Certificate.firm_id == firm_id))


def test_counted_then_issued_then_nothing_is_left(install: Callable[[], Installation]) -> None:
    installation = install()
    inside(installation, complete_early)
    counted = installation.run("certificates", "issue-missing")
    assert counted.stdout.startswith("North: pmo-essentials: 1 to issue\nNothing was written.")
    found = json.loads(installation.run("certificates", "issue-missing", "--format", "json").stdout)
    assert found == {
        "written": False,
        "found": [{"firm": "North", "course": "pmo-essentials", "earned": 1, "unproven": 0}],
    }
    written = installation.run("certificates", "issue-missing", "--write")
    assert written.stdout == "North: pmo-essentials: 1 issued\n"
    assert installation.run("certificates", "issue-missing").stdout == "No certificate is missing.\n"


def test_an_empty_installation_misses_none(install: Callable[[], Installation]) -> None:
    done = install().run("certificates", "issue-missing", "--write")
    assert (done.exit_code, done.stdout) == (0, "No certificate is missing.\n")
