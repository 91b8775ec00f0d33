"""Who these tests begin with: a course that can be brought to another version, and people who may take it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.db import db, firm_scope
from tests.conftest import NOW
from tests.world import World
from tests.worlds.corrections import Shelf
from tests.worlds.learning import Classroom, classroom
from tests.worlds.started import started_anew


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with started_anew():
        yield Shelf(tmp_path)


@pytest.fixture
def room(app: Flask, world: World, shelf: Shelf) -> Iterator[Classroom]:
    found = classroom(world, "north", NOW)
    db.session.commit()
    with firm_scope(found.firm_id):
        yield found
