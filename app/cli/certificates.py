"""`plumbline certificates`: what was earned before there were certificates."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from app.cli.running import format_option, opened


@click.group()
def command() -> None:
    """Issue certificates that were earned before there were any."""


@command.command("issue-missing")
@click.option(
    "--write", is_flag=True, help="Issue them and mail their holders; without it they are only counted."
)
@format_option
def issue_missing(write: bool, form: str) -> None:
    """Count the certificates that were earned and never issued, and with --write issue them.

    Each is dated as of the day on which the course was completed. Run again, it finds nothing left to do.
    """
    from app.services import late_certificates  # Flask and SQLAlchemy, which `--help` does without

    with opened():
        found = late_certificates.issue_missing(is_trial=not write)
    if form == "json":
        click.echo(json.dumps({"written": write, "found": [asdict(one) for one in found]}))
        return
    for one in found:
        deed = "issued" if write else "to issue"
        unproven = f", {one.unproven} without a passed test" if one.unproven else ""
        click.echo(f"{one.firm}: {one.course}: {one.earned} {deed}{unproven}")
    earned = sum(one.earned for one in found)
    if not earned:
        click.echo("No certificate is missing.")
    elif not write:
        click.echo("Nothing was written. Run it with --write to issue them and mail their holders.")
