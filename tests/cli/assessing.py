"""The example files, and calling `plumbline assess` on them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from app.cli import main

EXAMPLES = Path(__file__).parents[2] / "docs" / "example-files"
RESPONSES, WORKBOOK, PROFILE = (
    EXAMPLES / name for name in ("responses.csv", "responses.xlsx", "profile.yaml")
)


def plumbline(*arguments: str | Path) -> Result:
    """Run a command that needs no installation: there is none to be found in its environment."""
    nowhere = {"PLUMBLINE_INSTANCE": "/proc/none", "PLUMBLINE_DATABASE_URL": "mysql://none"}
    return CliRunner().invoke(main, [str(part) for part in arguments], env=nowhere, catch_exceptions=False)


@dataclass(frozen=True, slots=True)
class Files:
    """What `assess` is given; each can be replaced by a bad one."""

    out: Path
    model: str | Path = "quick-scan"
    responses: Path = RESPONSES
    profile: Path = PROFILE

    @property
    def arguments(self) -> list[str | Path]:
        return [
            "assess",
            "--model",
            self.model,
            "--responses",
            self.responses,
            "--profile",
            self.profile,
            "--out",
            self.out,
        ]

    def assess(self, *more: str) -> Result:
        return plumbline(*self.arguments, *more)
