"""`plumbline demo`: the demo firm, and how to get in."""

from __future__ import annotations

import click

from app.cli.running import FAILED, opened, stop
from app.services import demo


@click.command()
def command() -> None:
    """Load the demo firm, unless it is there, and print one sign-in for each role."""
    with opened():
        try:
            built = demo.load()
        except demo.NotInProduction:
            stop(FAILED, "The demo has known passwords, so it is not loaded into a production installation.")
        click.echo("The demo firm is loaded." if built else "The demo firm is there.")
        click.echo(f"\nSign in with the password: {demo.PASSWORD}\n")
        for line in demo.sign_ins():
            click.echo(f"  {line.role:<11} {line.email:<40} {line.name}, {line.firm}")
        click.echo("\nRespondents need no account: their links are in the outbox of the consultant.")
