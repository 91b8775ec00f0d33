"""`plumbline doctor`: what is there, what is missing, what to do about it."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from app.cli.running import FAILED, format_option, opened


@click.command()
@format_option
@click.pass_context
def command(context: click.Context, form: str) -> None:
    """Say what this installation has and lacks. Exits with 1 if something is broken."""
    from app.services.diagnosis import diagnose  # Flask and SQLAlchemy, which `--help` does without

    with opened(is_newest=False):
        findings = diagnose()
    if form == "json":
        click.echo(json.dumps([asdict(finding) for finding in findings]))
    else:
        for finding in findings:
            remedy = f"  → {finding.remedy}" if finding.remedy else ""
            click.echo(f"{finding.kind:<8} {finding.subject:<11} {finding.text}{remedy}")
    if any(finding.kind == "fault" for finding in findings):
        context.exit(FAILED)
