"""`plumbline worker`: background jobs in a process of their own."""

from __future__ import annotations

import click

from app.cli.running import opened
from app.jobs import work


@click.command()
@click.option("--parent", type=int, hidden=True, help="Stop when this process is gone.")
def command(parent: int | None) -> None:
    """Run background jobs until stopped."""
    with opened() as app:
        pass  # it can be used; each job opens a context of its own
    work(app, parent)
