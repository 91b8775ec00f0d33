"""`plumbline db`, and what every command says of a database that it cannot use."""

from __future__ import annotations

import pytest

from tests.installations import Installation


def test_a_database_goes_up_down_and_up_again(bare: Installation) -> None:
    newest = bare.run("db", "show").stdout.split()[-1]
    assert bare.run("db", "show").stdout == f"database empty, newest is {newest}\n"
    assert bare.run("db", "upgrade").stdout == f"database at {newest} (was empty)\n"
    assert bare.run("db", "upgrade").stdout == f"database at {newest}\n"
    assert bare.run("db", "downgrade", "base").stdout == "database empty\n"
    assert bare.run("db", "upgrade").exit_code == 0


def test_an_unknown_revision_is_refused(bare: Installation) -> None:
    result = bare.run("db", "downgrade", "last-tuesday")
    assert result.exit_code == 3
    assert "found 'last-tuesday'" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("demo",),
        ("backup", "create", "away.zip"),
        ("worker",),
        ("serve",),
        (
            "user",
            "add",
            "--firm=F",
            "--email=a@f.example",
            "--name=A",
            "--role=consultant",
            "--password=" + "x" * 12,
        ),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_database_that_is_not_migrated_is_named_with_its_remedy(
    bare: Installation, arguments: tuple[str, ...]
) -> None:
    result = bare.run(*arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith("The database is empty")
    assert "plumbline db upgrade" in result.stderr


@pytest.mark.parametrize("arguments", [("db", "upgrade"), ("db", "show"), ("demo",)], ids=" ".join)
@pytest.mark.parametrize(
    "url",
    ["postgresql://nobody:hush@127.0.0.1:1/none", "sqlite:////proc/none/plumbline.db"],
    ids=["server", "file"],
)
def test_a_database_that_does_not_answer_is_one_line(
    bare: Installation, url: str, arguments: tuple[str, ...]
) -> None:
    result = bare.run(*arguments, PLUMBLINE_DATABASE_URL=url)
    assert result.exit_code == 1
    assert result.stderr.startswith("The database does not answer: ")
    assert result.stderr.count("\n") == 1
    assert "hush" not in result.stderr


def test_a_wrong_environment_is_refused_with_every_fault(bare: Installation) -> None:
    result = bare.run("db", "show", PLUMBLINE_PROFILE="staging", PLUMBLINE_SMPT_URL="x")
    assert result.exit_code == 3
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == [
        "PLUMBLINE_SMPT_URL",
        "PLUMBLINE_PROFILE",
    ]
