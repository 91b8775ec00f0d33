"""`plumbline doctor`: each finding with its remedy, and an exit code that a script can rely on."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from app.services.diagnosis import is_safe_sqlite
from tests.installations import Installation


def test_a_sound_installation_has_no_fault(install: Callable[[], Installation]) -> None:
    result = install().run("doctor", "--format", "json")
    assert result.exit_code == 0, result.stdout
    findings = {finding["subject"]: finding for finding in json.loads(result.stdout)}
    assert list(findings) == ["python", "database", "sqlite", "schema", "disk", "pdf engine", "mail"]
    assert {finding["kind"] for finding in findings.values()} <= {"ok", "warning"}
    assert findings["mail"]["remedy"] == "Set PLUMBLINE_SMTP_URL."


def test_a_database_that_is_not_migrated_is_a_fault_with_its_remedy(bare: Installation) -> None:
    result = bare.run("doctor")
    assert result.exit_code == 1
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("fault")]
    assert line.split()[1] == "schema"
    assert line.endswith("→ Run: plumbline db upgrade")


def test_a_server_that_does_not_answer_is_a_fault_and_the_rest_is_still_said(bare: Installation) -> None:
    url = "postgresql://nobody:hush@127.0.0.1:1/none"
    result = bare.run("doctor", "--format", "json", PLUMBLINE_DATABASE_URL=url)
    assert result.exit_code == 1
    kinds = {finding["subject"]: finding["kind"] for finding in json.loads(result.stdout)}
    assert (kinds["database"], kinds["schema"], kinds["pdf engine"]) == ("fault", "fault", "ok")
    assert "hush" not in result.output


def test_a_mail_server_that_is_set_is_no_warning(install: Callable[[], Installation]) -> None:
    result = install().run("doctor", "--format", "json", PLUMBLINE_SMTP_URL="smtp://u:hush@127.0.0.1:25")
    assert {"kind": "ok", "subject": "mail"}.items() <= json.loads(result.stdout)[-1].items()
    assert "hush" not in result.output


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 34, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 0), True),
    ],
)
def test_an_sqlite_with_the_race_is_told_from_one_without(version: tuple[int, ...], is_safe: bool) -> None:
    assert is_safe_sqlite(version) == is_safe
