"""`plumbline db`: the schema of the database."""

from __future__ import annotations

import json

import click

from app.cli.running import REFUSED, format_option, opened, stop


@click.group()
def command() -> None:
    """Bring the database to a version."""


@command.command()
@format_option
def upgrade(form: str) -> None:
    """Bring the database to the newest version; does nothing when it is there."""
    from app.services import schema  # Flask and SQLAlchemy, which `--help` does without

    with opened(is_newest=False):
        before = schema.standing()
        try:
            schema.upgrade()
        except schema.UnknownRevision:
            stop(REFUSED, f"The database is at {before}, which this version of the product does not know.")
        was = f" (was {before or 'empty'})" if before != schema.newest() else ""
        _say(form, schema.standing(), schema.newest(), was)


@command.command()
@click.argument("revision")
@format_option
def downgrade(revision: str, form: str) -> None:
    """Take the database back to REVISION; `base` removes every table and all data."""
    from app.services import schema  # Flask and SQLAlchemy, which `--help` does without

    with opened(is_newest=False):
        try:
            schema.downgrade(revision)
        except schema.UnknownRevision as error:
            stop(REFUSED, f"REVISION: found '{revision}'; allowed: base, or one that is known ({error})")
        _say(form, schema.standing(), schema.newest())


@command.command()
@format_option
def show(form: str) -> None:
    """Print the version of the database and the newest one."""
    from app.services import schema  # Flask and SQLAlchemy, which `--help` does without

    with opened(is_newest=False):
        _say(form, schema.standing(), schema.newest(), f", newest is {schema.newest()}")


def _say(form: str, standing: str | None, newest: str, more: str = "") -> None:
    if form == "json":
        click.echo(json.dumps({"standing": standing, "newest": newest}))
    else:
        click.echo((f"database at {standing}" if standing else "database empty") + more)
