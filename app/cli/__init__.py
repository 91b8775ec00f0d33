"""The command line. Each command's module is imported when it is called, so that `--help` answers at once."""

from __future__ import annotations

from importlib import import_module

import click

from app.version import VERSION

# Command to (module, one line of help). The module's `command` is a click command or group.
COMMANDS = {
    "serve": ("app.cli.serve", "Serve the site, with its worker."),
    "worker": ("app.cli.worker", "Run background jobs until stopped."),
    "demo": ("app.cli.demo", "Load the demo firm, unless it is there."),
    "doctor": ("app.cli.doctor", "Say what this installation has and lacks."),
    "db": ("app.cli.schema", "Bring the database to a version."),
    "check": ("app.cli.check", "Check maturity models, courses, profiles and answers."),
    "model": ("app.cli.model", "Compare maturity models, edit one in a spreadsheet."),
    "course": ("app.cli.course", "Check, preview, compare and count courses."),
    "certificates": ("app.cli.certificates", "Issue certificates that were earned before there were any."),
    "reviews": ("app.cli.reviews", "Mail learners that questions are due."),
    "score": ("app.cli.score", "Print every figure that follows from answers."),
    "kpis": ("app.cli.kpis", "List the indicators that fit a PMO, or all of them."),
    "assess": ("app.cli.assess", "Score answers and write the report, without a database."),
    "recommend": ("app.cli.recommend", "Recommend a kind of PMO, and what would change that."),
    "plan": ("app.cli.plan", "Compute a plan for a client, or for any project."),
    "backup": ("app.cli.backup", "Create, verify and restore backups."),
    "user": ("app.cli.user", "Add accounts and firms."),
}


class Lazy(click.Group):
    """A group that knows its commands by name and one line, and loads a module only to run it."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[name][0]).command
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="plumbline")
def main() -> None:
    """Plumbline: PMO maturity assessment, roadmap and training.

    Exit codes: 0 done; 1 it could not be done, the reason is on standard error; 2 wrong usage;
    3 input refused, with a line for every fault.
    """
