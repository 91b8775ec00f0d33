from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.cli.installations import Databases, Installation, installation_at


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.drop_all()


@pytest.fixture
def install(databases: Databases, tmp_path: Path) -> Callable[[], Installation]:
    """Make an installation whose database is at the newest version and holds nothing."""
    return lambda: installation_at(tmp_path / uuid4().hex, databases.migrated())


@pytest.fixture
def bare(databases: Databases, tmp_path: Path) -> Installation:
    """An installation whose database has no table yet."""
    return installation_at(tmp_path / "bare", databases.empty())
