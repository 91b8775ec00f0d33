"""Migrations: up, down and up again on both engines, and nothing that rows and database disagree about."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.db import db, every_firm
from app.places import MIGRATIONS
from app.services import schema
from app.transactions import transaction
from tests.conftest import NOW
from tests.installations import SERVER, Installation, databases, inside, installation_at
from tests.world import build_world
from tests.worlds.closed import closed_assessment

__all__ = ["databases"]

VERSIONS = sorted((MIGRATIONS / "versions").glob("*.py"))
REVISIONS = [re.search(r'^revision = "([^"]+)"', path.read_text(), re.MULTILINE)[1] for path in VERSIONS]

Extra = Callable[[str, str], None]


@pytest.fixture
def filled(databases, tmp_path: Path) -> Installation:
    """An installation with two firms at work: rows in most tables, answers and a result among them."""
    made = installation_at(tmp_path / "data", databases.migrated())

    def fill(site: Flask) -> None:
        world = build_world()
        with transaction():
            closed_assessment(world.ids["north"], NOW)

    inside(made, fill)
    return made


@pytest.fixture
def further(tmp_path: Path, monkeypatch) -> Iterator[Extra]:
    """Give the product one migration more, with these bodies of `upgrade` and `downgrade`."""
    copy = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, copy)
    # In the place of a later version of the product, whose folder would hold it.
    monkeypatch.setattr(schema, "MIGRATIONS", copy)

    def add(upgrade: str, downgrade: str = "pass") -> None:
        (copy / "head.txt").write_text("9999_further\n")
        (copy / "versions" / "9999_further.py").write_text(
            "import sqlalchemy as sa\n"
            "from alembic import op\n\n"
            f'revision = "9999_further"\ndown_revision = "{REVISIONS[-1]}"\nbranch_labels = depends_on = None\n\n'
            f"def upgrade():\n    {upgrade}\n\n"
            f"def downgrade():\n    {downgrade}\n"
        )

    return add


def counts() -> dict[str, int]:
    """Return table to number of rows."""
    with every_firm("the test counts"), db.engine.connect() as connection:
        names = [name for name in inspect(connection).get_table_names() if name in db.metadata.tables]
        return {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in names}


def test_the_head_names_the_newest_of_one_line_of_migrations() -> None:
    downs = [
        re.search(r"^down_revision = (None|\"[^\"]+\")", path.read_text(), re.MULTILINE)[1]
        for path in VERSIONS
    ]
    assert downs == ["None", *(f'"{revision}"' for revision in REVISIONS[:-1])]
    assert schema.newest() == REVISIONS[-1]
    assert [path.stem for path in VERSIONS] == REVISIONS


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_migration_goes_up_down_and_up_with_rows_present(filled: Installation, revision: str) -> None:
    below = REVISIONS[REVISIONS.index(revision) - 1] if revision != REVISIONS[0] else "base"

    def walk(site: Flask) -> tuple[str | None, str | None]:
        schema.downgrade(below)
        lower = schema.standing()
        schema.upgrade()
        return lower, schema.standing()

    assert inside(filled, walk) == (None if below == "base" else below, REVISIONS[-1])


def test_all_the_way_down_leaves_no_table_and_no_trigger(filled: Installation) -> None:
    def remains(site: Flask) -> set[str]:
        schema.downgrade("base")
        with every_firm("the test looks"), db.engine.connect() as connection:
            return set(inspect(connection).get_table_names())

    assert inside(filled, remains) == {"alembic_version"}


def test_rows_and_migrations_agree(filled: Installation) -> None:
    assert inside(filled, lambda site: schema.differences()) == []


def test_a_second_upgrade_does_nothing(filled: Installation) -> None:
    def again(site: Flask) -> bool:
        before = counts()
        schema.upgrade()
        return counts() == before

    assert inside(filled, again)


@pytest.mark.parametrize("statement", ["UPDATE audit_events SET action = 'x'", "DELETE FROM audit_events"])
def test_the_trail_is_only_ever_added_to(filled: Installation, statement: str) -> None:
    def try_it(site: Flask) -> int:
        before = counts()["audit_events"]
        assert before > 0
        with (
            every_firm("the test tries to change the trail"),
            db.engine.connect() as connection,
            pytest.raises(DatabaseError, match="only ever added to"),
        ):
            connection.execute(text(statement))
        return before - counts()["audit_events"]

    assert inside(filled, try_it) == 0


def test_a_migration_that_rebuilds_a_table_keeps_its_children(filled: Installation, further: Extra) -> None:
    further(
        'with op.batch_alter_table("clients") as table:\n'
        '        table.add_column(sa.Column("note", sa.String(20)))\n'
        '        table.alter_column("sector", type_=sa.String(200))',
        'with op.batch_alter_table("clients") as table:\n        table.drop_column("note")',
    )

    def rebuild(site: Flask) -> None:
        before = counts()
        assert before["engagements"] > 0
        schema.upgrade()
        assert schema.standing() == "9999_further"
        assert counts() == before
        orphan = "INSERT INTO engagement_members (firm_id, engagement_id, user_id) VALUES (:id, :id, :id)"
        with (
            every_firm("the test writes an orphan"),
            db.engine.connect() as connection,
            pytest.raises(IntegrityError),
        ):
            connection.execute(text(orphan), {"id": uuid4().hex})
        schema.downgrade(REVISIONS[-1])
        assert counts() == before

    inside(filled, rebuild)


@pytest.mark.skipif(SERVER != "sqlite", reason="PostgreSQL refuses such a statement at once")
def test_a_migration_that_would_leave_orphans_is_taken_back(filled: Installation, further: Extra) -> None:
    further('op.execute("DELETE FROM clients")')

    def refuse(site: Flask) -> None:
        before = counts()
        with pytest.raises(schema.SchemaDamaged):
            schema.upgrade()
        assert counts() == before
        assert schema.standing() == REVISIONS[-1]

    inside(filled, refuse)


def test_a_migration_that_breaks_off_leaves_the_database_as_it_was(
    filled: Installation, further: Extra
) -> None:
    further('op.add_column("clients", sa.Column("note", sa.String(20)))\n    raise RuntimeError("broke off")')

    def break_off(site: Flask) -> None:
        before = counts()
        with pytest.raises(RuntimeError, match="broke off"):
            schema.upgrade()
        assert (counts(), schema.standing(), schema.differences()) == (before, REVISIONS[-1], [])

    inside(filled, break_off)


def test_a_difference_between_rows_and_database_is_found(filled: Installation) -> None:
    def differ(site: Flask) -> int:
        with every_firm("the test spoils the database"), db.engine.begin() as connection:
            connection.info["schema_work"] = True
            connection.execute(text("ALTER TABLE clients ADD COLUMN note VARCHAR(20)"))
            connection.info.pop("schema_work")
        return len(schema.differences())

    assert inside(filled, differ) == 1
