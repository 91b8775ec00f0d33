from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from tests.installations import Databases, Installation, databases, installation_at

__all__ = ["databases"]


@pytest.fixture
def install(databases: Databases, tmp_path: Path) -> Callable[[], Installation]:
    """Make an installation whose database is at the newest version and holds nothing."""
    return lambda: installation_at(tmp_path / uuid4().hex, databases.migrated())


@pytest.fixture
def bare(databases: Databases, tmp_path: Path) -> Installation:
    """An installation whose database has no table yet."""
    return installation_at(tmp_path / "bare", databases.empty())
