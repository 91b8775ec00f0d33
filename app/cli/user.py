"""`plumbline user`: the first firm and accounts of an installation."""

from __future__ import annotations

import click

from app.cli.running import FAILED, REFUSED, opened, stop
from app.errors import Invalid
from app.services import accounts
from app.web.wording import worded


@click.group()
def command() -> None:
    """Add accounts and firms."""


@command.command()
@click.option("--firm", required=True, help="Name of the firm; it is created when it does not exist.")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice(["operator", "firm_admin", "consultant"]))
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
def add(firm: str, email: str, name: str, role: str, password: str) -> None:
    """Add an account, and its firm if needed. Asks for the password when it is not given."""
    with opened() as app:
        try:
            accounts.add(firm, email, name, role, password)
        except Invalid as error:
            with app.test_request_context():
                stop(REFUSED, f"{error.field}: {worded(error)}")
        except accounts.AmbiguousFirm:
            stop(FAILED, f"More than one firm is called '{firm}'.")
    click.echo(f"{email} can sign in as {role} of {firm}.")
