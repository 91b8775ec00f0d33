"""`plumbline backup`: create, verify and restore."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.running import FAILED, REFUSED, format_option, opened, stop

if TYPE_CHECKING:
    from app.services import backups

ARCHIVE = click.Path(path_type=Path, dir_okay=False)


def say(verb: str, path: Path, manifest: backups.Manifest, form: str) -> None:
    if form == "json":
        click.echo(json.dumps(asdict(manifest), sort_keys=True))
        return
    rows, count = sum(manifest.rows.values()), len(manifest.files)
    click.echo(
        f"{verb} {path}: {rows} rows in {len(manifest.rows)} tables, {count} files, schema {manifest.schema}"
    )


@click.group()
def command() -> None:
    """Create, verify and restore backups."""


@command.command()
@click.argument("path", type=ARCHIVE)
@format_option
def create(path: Path, form: str) -> None:
    """Write a backup to PATH, read it back and compare. The site may go on working."""
    from app.services import backups  # Flask and SQLAlchemy, which `--help` does without
    from app.services.files import FileDamaged

    with opened():
        try:
            backups.create(path)
            say("created and verified", path, backups.verify(path), form)
        except FileExistsError:
            stop(REFUSED, f"{path}: there is a file already; it was left as it is")
        except FileDamaged as error:
            stop(FAILED, f"a stored file is damaged or missing: {error}")
        except backups.BackupRefused as error:
            stop(FAILED, *error.problems)
        except OSError as error:
            stop(FAILED, f"{path}: {(error.strerror or 'cannot be written').lower()}")


@command.command()
@click.argument("path", type=ARCHIVE)
@format_option
def verify(path: Path, form: str) -> None:
    """Check every row and file of the backup at PATH against its manifest."""
    from app.services import backups  # Flask and SQLAlchemy, which `--help` does without

    try:
        say("verified", path, backups.verify(path), form)
    except backups.BackupRefused as error:
        stop(REFUSED, *error.problems)


@command.command()
@click.argument("path", type=ARCHIVE)
@format_option
def restore(path: Path, form: str) -> None:
    """Bring the backup at PATH into an empty database; restore `secret-key` beside it by hand."""
    from app.services import backups  # Flask and SQLAlchemy, which `--help` does without

    with opened(is_newest=False):
        try:
            say("restored", path, backups.restore(path), form)
        except backups.BackupRefused as error:
            stop(REFUSED, *error.problems)
