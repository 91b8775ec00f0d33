"""`plumbline reviews`: telling learners what is due."""

from __future__ import annotations

import json

import click

from app.cli.running import format_option, opened


@click.group()
def command() -> None:
    """Mail learners that questions are due."""


@command.command("mail-due")
@format_option
def mail_due(form: str) -> None:
    """Mail everybody for whom questions are due, at most once in seven days; for a timer that runs daily."""
    from app.services import review_mail  # Flask and SQLAlchemy, which `--help` does without

    with opened():
        count = review_mail.send_due()
    click.echo(json.dumps({"mails": count}) if form == "json" else f"Mails on their way: {count}")
