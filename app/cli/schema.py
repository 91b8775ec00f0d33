"""`plumbline db`: the schema of the database."""

from __future__ import annotations

import click

from app.cli.running import REFUSED, opened, stop
from app.services import schema


@click.group()
def command() -> None:
    """Bring the database to a version."""


@command.command()
def upgrade() -> None:
    """Bring the database to the newest version; does nothing when it is there."""
    with opened(is_newest=False):
        before = schema.standing()
        try:
            schema.upgrade()
        except schema.UnknownRevision:
            stop(REFUSED, f"The database is at {before}, which this version of the product does not know.")
        after = schema.standing()
        click.echo(_where(after) + ("" if before == after else f" (was {before or 'empty'})"))


@command.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database back to REVISION; `base` removes every table and all data."""
    with opened(is_newest=False):
        try:
            schema.downgrade(revision)
        except schema.UnknownRevision as error:
            stop(REFUSED, f"REVISION: found '{revision}'; allowed: base, or one that is known ({error})")
        click.echo(_where(schema.standing()))


@command.command()
def show() -> None:
    """Print the version of the database and the newest one."""
    with opened(is_newest=False):
        click.echo(f"{_where(schema.standing())}, newest is {schema.newest()}")


def _where(revision: str | None) -> str:
    return f"database at {revision}" if revision else "database empty"
