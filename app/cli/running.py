"""What commands share: an application, its faults as lines, and the codes they exit with."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from flask import Flask

DONE, FAILED, USAGE, REFUSED = 0, 1, 2, 3

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
"""A file that is there, as a command's argument or option."""

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the result is printed.",
)


def stop(code: int, *lines: str) -> NoReturn:
    """Print the lines to standard error and exit with the code."""
    for line in lines:
        click.echo(line, err=True)
    sys.exit(code)


def application() -> Flask:
    """Return the site for this environment; exits with every fault of the environment."""
    # All that is loaded stays: looking for garbage in it finds none, and takes an eighth of the start.
    gc.disable()
    try:
        from app import create_app  # Flask and SQLAlchemy, which `--help` does without
        from app.config import ConfigurationError

        try:
            return create_app()
        except ConfigurationError as error:
            stop(REFUSED, *error.problems)
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def opened(*, is_newest: bool = True) -> Iterator[Flask]:
    """The site inside its application context; exits where the database cannot be used.

    Args:
        is_newest: the database must be at the newest version.
    """
    app = application()
    from app.services import schema  # as above

    with app.app_context():
        try:
            with schema.reached():
                if is_newest:
                    schema.require_newest()
                yield app
        except schema.DatabaseUnusable as error:
            stop(FAILED, str(error))
