"""The tests over all routes have a database of their own, in which two firms hold everything there is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.config import Settings
from tests.conftest import FixedClock, migrated_app, new_database, settings_for
from tests.world import World, build_world
from tests.worlds.firms import build_firms


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with new_database(tmp_path_factory.mktemp("guards")) as url:
        yield settings_for(url, tmp_path_factory.mktemp("guards-instance"))


@pytest.fixture(scope="session")
def whole_app(settings: Settings, session_clock: FixedClock) -> Iterator[Flask]:
    with migrated_app(settings, session_clock) as app:
        yield app


@pytest.fixture(scope="session")
def committed_world(whole_app: Flask) -> World:
    """Two whole firms, committed once."""
    with whole_app.app_context():
        world = build_world()
        build_firms(whole_app, world)
        return world


@pytest.fixture
def whole_world(world: World) -> World:
    """As `world`; the name says that every kind of row is there in both firms."""
    return world
