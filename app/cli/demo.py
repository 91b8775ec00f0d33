"""`plumbline demo`: the demo firm, and how to get in."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from app.cli.running import FAILED, format_option, opened, stop


@click.command()
@format_option
def command(form: str) -> None:
    """Load the demo firm, unless it is there, and print one sign-in for each role."""
    from app.services import demo  # Flask and SQLAlchemy, which `--help` does without

    with opened():
        try:
            built = demo.load()
        except demo.NotInProduction:
            stop(FAILED, "The demo has known passwords, so it is not loaded into a production installation.")
        if form == "json":
            lines = [asdict(line) for line in demo.sign_ins()]
            said = {"is_new": built, "password": demo.PASSWORD, "sign_ins": lines}
            click.echo(json.dumps(said, ensure_ascii=False))
            return
        click.echo("The demo firm is loaded." if built else "The demo firm is there.")
        click.echo(f"\nSign in with the password: {demo.PASSWORD}\n")
        for line in demo.sign_ins():
            click.echo(f"  {line.role:<11} {line.email:<40} {line.name}, {line.firm}")
        click.echo("\nRespondents need no account: their links are in the outbox of the consultant.")
