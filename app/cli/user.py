"""`plumbline user`: the first firm and accounts of an installation."""

from __future__ import annotations

import json

import click

from app.cli.running import FAILED, REFUSED, format_option, opened, stop
from app.errors import Invalid


@click.group()
def command() -> None:
    """Add accounts and firms."""


@command.command()
@click.option("--firm", required=True, help="Name of the firm; it is created when it does not exist.")
@click.option("--email", required=True, help="Address to sign in with; one account for each.")
@click.option("--name", required=True, help="Name of the person.")
@click.option(
    "--role",
    required=True,
    type=click.Choice(["operator", "firm_admin", "consultant"]),
    help="What the person may do; the firm's administrator adds everybody else on the site.",
)
@click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    help="From 12 to 128 characters; asked for when it is not given.",
)
@format_option
def add(firm: str, email: str, name: str, role: str, password: str, form: str) -> None:
    """Add an account, and its firm if needed."""
    from app.services import accounts  # Flask and SQLAlchemy, which `--help` does without
    from app.web.wording import worded

    with opened() as app:
        try:
            user_id = accounts.add(firm, email, name, role, password)
        except Invalid as error:
            with app.test_request_context():
                stop(REFUSED, f"{error.field}: {worded(error)}")
        except accounts.AmbiguousFirm:
            stop(FAILED, f"More than one firm is called '{firm}'.")
    if form == "json":
        click.echo(json.dumps({"id": str(user_id), "email": email, "role": role, "firm": firm}))
    else:
        click.echo(f"{email} can sign in as {role} of {firm}.")
