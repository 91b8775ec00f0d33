"""Who the tests of pages begin with: a consultant with a closed assessment, and a classroom with a learner."""

from __future__ import annotations

import pytest

from app.db import db
from tests.checked_client import CheckedClient
from tests.conftest import NOW
from tests.web.shaping import kept_scenario
from tests.world import World
from tests.worlds.closed import CONSULTANT, closed_assessment, keep_closed
from tests.worlds.firms import actor_of
from tests.worlds.learning import Classroom, classroom


@pytest.fixture(scope="module")
def kept(whole_app, committed_world):
    return keep_closed(whole_app, committed_world)


@pytest.fixture
def consultant(kept, client_for):
    return client_for(CONSULTANT)


@pytest.fixture
def lead(app, world, kept):
    """The consultant as whom services are called."""
    return actor_of(world, "keel", "consultant", "consultant")


@pytest.fixture
def other(kept, app, world):
    """Give another assessment of the consultant's, made as asked for."""

    def make(**options):
        return closed_assessment(kept.firm_id, NOW, team=(world.ids["keel.consultant"],), **options)

    return make


@pytest.fixture
def scenario(kept, lead):
    """The balanced plan of the closed assessment, kept as a scenario."""
    return kept_scenario(kept, lead)


@pytest.fixture
def room(app, world: World) -> Classroom:
    found = classroom(world, "north", NOW)
    db.session.commit()
    return found


@pytest.fixture
def khalid(room: Classroom, client_for) -> CheckedClient:
    """The browser of a learner."""
    return client_for(room.khalid.email)
