from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from app.services import identity
from app.transactions import transaction
from tests.conftest import FixedClock, migrated_app, settings_for


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Flask]:
    """A site on an SQLite file of its own, with connections that commit for good, whatever engine the suite is on."""
    settings = settings_for(f"sqlite:///{tmp_path / 'own.db'}", tmp_path)
    with migrated_app(settings, FixedClock()) as app, app.app_context():
        yield app


@pytest.fixture
def firm(site: Flask) -> UUID:
    with transaction():
        return identity.add_firm("North")
