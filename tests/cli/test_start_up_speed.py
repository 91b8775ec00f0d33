"""What a command loads before it does anything: counted in modules, since seconds depend on the machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import COMMANDS

EXAMPLES = Path(__file__).parents[2] / "docs" / "example-files"
SLOW = {
    "flask",
    "sqlalchemy",
    "jinja2",
    "pydantic",
    "ruamel",
    "babel",
    "alembic",
    "openpyxl",
    "weasyprint",
    "numpy",
}

SCRIPT = """
import sys
from app.cli import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    print("ended", ended.code, file=sys.stderr)
print("\\n".join(sorted(sys.modules)), file=sys.stderr)
"""


def loaded(*arguments: str) -> set[str]:
    """Return the packages that a command has loaded when it ends."""
    command = [sys.executable, "-c", SCRIPT, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "ended 0" in done.stderr, done.stderr[:2000]
    return {line.partition(".")[0] for line in done.stderr.splitlines()}


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("--version",)], ids=" ".join)
def test_help_loads_nothing_slow(arguments: tuple[str, ...]) -> None:
    assert loaded(*arguments) & (SLOW | {"assessments", "courses", "content"}) == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_no_command_loads_anything_slow(command: str) -> None:
    """It is read by whoever does not know the command yet, and makes no database, page or table."""
    assert loaded(command, "--help") & SLOW == set()


def test_a_report_is_made_without_flask_and_without_a_database(tmp_path: Path) -> None:
    arguments = ["assess", "--model", "quick-scan", "--out", str(tmp_path)]
    arguments += ["--responses", str(EXAMPLES / "responses.csv"), "--profile", str(EXAMPLES / "profile.yaml")]
    names = loaded(*arguments)
    assert names & {"flask", "sqlalchemy", "flask_sqlalchemy", "wtforms", "openpyxl"} == set()
    assert "weasyprint" not in names, "the engine belongs into its own process"
