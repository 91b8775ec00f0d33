"""One application and one world per run, one rolled-back transaction per test; SQLite or PostgreSQL.

PLUMBLINE_TEST_DATABASE chooses the engine: "sqlite" (default) or the address of a PostgreSQL server, in which
a database of this run's own is created and dropped.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import create_engine

from app import create_app
from app.config import Settings
from app.db import db
from app.services import schema
from app.web.brake import drawings
from app.web.lifecycle import brake
from tests.checked_client import CheckedClient
from tests.world import World, build_world

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FixedClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **amount: float) -> None:
        self.moment += timedelta(**amount)


@contextmanager
def new_database(folder: Path) -> Iterator[str]:
    """The address of an empty database of the engine under test; gone afterwards."""
    server = os.environ.get("PLUMBLINE_TEST_DATABASE", "sqlite")
    if server == "sqlite":
        yield f"sqlite:///{folder / 'test.db'}"
        return
    name = f"plumbline_test_{uuid4().hex[:12]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.info["schema_work"] = True
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    yield admin.url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.info["schema_work"] = True
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


def settings_for(database_url: str, instance: Path) -> Settings:
    return Settings.from_env(
        {
            "PLUMBLINE_PROFILE": "test",
            "PLUMBLINE_INSTANCE": str(instance),
            "PLUMBLINE_DATABASE_URL": database_url,
            "PLUMBLINE_SECRET_KEY": "a secret for tests that is long enough",
        }
    )


@contextmanager
def migrated_app(settings: Settings, clock: FixedClock) -> Iterator[Flask]:
    """An application on a migrated database."""
    app = create_app(settings, clock)
    app.testing = True
    app.test_client_class = CheckedClient
    with app.app_context():
        schema.upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with new_database(tmp_path_factory.mktemp("database")) as url:
        yield url


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_for(database_url, tmp_path_factory.mktemp("instance"))


@pytest.fixture(scope="session")
def session_clock() -> FixedClock:
    return FixedClock()


@pytest.fixture(scope="session")
def whole_app(settings: Settings, session_clock: FixedClock) -> Iterator[Flask]:
    """The application on a migrated database; tests take `app`, which also rolls back."""
    with migrated_app(settings, session_clock) as app:
        yield app


@pytest.fixture(scope="session")
def committed_world(whole_app: Flask) -> World:
    """The fixed cast of people, committed once."""
    with whole_app.app_context():
        return build_world()


@pytest.fixture
def clock(session_clock: FixedClock) -> Iterator[FixedClock]:
    session_clock.moment = NOW
    yield session_clock
    session_clock.moment = NOW


@pytest.fixture
def app(whole_app: Flask, committed_world: World, clock: FixedClock) -> Iterator[Flask]:
    """The application inside a transaction that the end of the test rolls back, commits and all."""
    brake.release()
    drawings.release()
    with whole_app.app_context():
        engines = db.engines
    engine = engines[None]
    with engine.connect() as connection:
        transaction = connection.begin()
        engines[None] = connection  # type: ignore[assignment]
        try:
            with whole_app.app_context():
                yield whole_app
                db.session.remove()
        finally:
            engines[None] = engine
            transaction.rollback()


@pytest.fixture
def world(app: Flask, committed_world: World) -> World:
    return committed_world


@pytest.fixture
def client(app: Flask) -> CheckedClient:
    """A browser that is not signed in."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def client_for(app: Flask) -> Callable[[str], CheckedClient]:
    """Give a browser in which the person with this address is signed in."""

    def signed_in(email: str) -> CheckedClient:
        client: CheckedClient = app.test_client()  # type: ignore[assignment]
        client.sign_in(email)
        return client

    return signed_in


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).parent.parent
