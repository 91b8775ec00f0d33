"""Installations for tests of commands: environment, folder and a database of their own on either engine."""

from __future__ import annotations

import contextvars
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from app import create_app
from app.cli import main
from app.config import Settings
from app.db import db

T = TypeVar("T")

SERVER = os.environ.get("PLUMBLINE_TEST_DATABASE", "sqlite")
SECRET = "a secret for tests that is long enough"


@dataclass(frozen=True, slots=True)
class Installation:
    """`environment` is all that its commands are told."""

    folder: Path
    environment: dict[str, str]

    @property
    def database_url(self) -> str:
        return self.environment["PLUMBLINE_DATABASE_URL"]

    def run(self, *arguments: str, typed: str = "", **changes: str) -> Result:
        """Run a command in this process, as a person at a terminal would, who types what it asks for.

        `changes` are settings for this run alone.
        """
        unset = {name: None for name in ("PORT", *os.environ) if name.startswith(("PLUMBLINE_", "PORT"))}
        environment: dict[str, str | None] = {**unset, **self.environment, **changes}
        # A command puts its own surroundings in place; the test's must be there again when it returns.
        result: Result = contextvars.copy_context().run(
            CliRunner().invoke, main, list(arguments), input=typed, env=environment, catch_exceptions=False
        )
        close_connections(self.database_url)
        return result


class Databases:
    """Makes databases, empty or at the newest version, and removes them all at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[str] = []
        self._template: str | None = None

    def empty(self) -> str:
        """Return the address of a database without any table."""
        if SERVER == "sqlite":
            return self.embedded()
        return self._create("")

    def embedded(self) -> str:
        """Return the address of an SQLite database without any table, whichever engine the suite runs on."""
        return f"sqlite:///{self._folder / uuid4().hex}.db"

    def migrated(self) -> str:
        """Return the address of a database at the newest version, copied from one that was migrated once."""
        if self._template is None:
            self._template = self.empty()
            upgraded = installation_at(self._folder / "template", self._template).run("db", "upgrade")
            assert upgraded.exit_code == 0, upgraded.output
        if SERVER == "sqlite":
            copy = self.empty()
            shutil.copyfile(path_of(self._template), path_of(copy))
            return copy
        template = make_url(self._template).database
        return self._create(f'TEMPLATE "{template}"')

    def drop_all(self) -> None:
        for name in self._made:
            self._on_server(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _create(self, options: str) -> str:
        name = f"plumbline_cli_{uuid4().hex[:12]}"
        self._on_server(f'CREATE DATABASE "{name}" {options}')
        self._made.append(name)
        return make_url(SERVER).set(database=name).render_as_string(hide_password=False)

    def _on_server(self, statement: str) -> None:
        admin = create_engine(SERVER, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.info["schema_work"] = True
            connection.exec_driver_sql(statement)
        admin.dispose()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Databases for this run; a folder of tests that needs them imports this into its conftest."""
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.drop_all()


def installation_at(folder: Path, database_url: str) -> Installation:
    """Return the installation that has its data in this folder and this database."""
    environment = {
        "PLUMBLINE_PROFILE": "test",
        "PLUMBLINE_INSTANCE": str(folder),
        "PLUMBLINE_DATABASE_URL": database_url,
        "PLUMBLINE_SECRET_KEY": SECRET,
    }
    return Installation(folder, environment)


def path_of(url: str) -> str:
    """Return where the file of an SQLite database lies."""
    return url.removeprefix("sqlite:///")


def close_connections(url: str) -> None:
    """Close what a command's application has left open; a real one ends with its process."""
    wanted = make_url(url).database
    for engines in list(db._app_engines.values()):
        for engine in engines.values():
            if getattr(getattr(engine, "url", None), "database", None) == wanted:
                engine.dispose()


def inside(installation: Installation, work: Callable[[Flask], T]) -> T:
    """Do something with the site of an installation, as one of its processes would, and return the outcome."""

    def do() -> T:
        site = create_app(Settings.from_env(installation.environment))
        with site.app_context():
            return work(site)

    try:
        return contextvars.copy_context().run(do)
    finally:
        close_connections(installation.database_url)
