"""`plumbline worker`: background jobs in a process of their own."""

from __future__ import annotations

import click

from app.cli.running import opened


@click.command()
@click.option("--parent", type=int, hidden=True, help="Stop when this process is gone.")
def command(parent: int | None) -> None:
    """Run background jobs until stopped."""
    from app.jobs import work  # Flask and SQLAlchemy, which `--help` does without

    with opened() as app:
        pass  # it can be used; each job opens a context of its own
    work(app, parent)
