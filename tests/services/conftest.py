"""Who the tests of services begin with: a consultant with a closed assessment, respondents, and a classroom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.db import firm_scope
from app.policy import Actor
from tests.conftest import NOW
from tests.installations import databases
from tests.world import World
from tests.worlds.answering import OpenAssessment, open_assessment
from tests.worlds.closed import ClosedAssessment, keep_closed
from tests.worlds.firms import actor_of
from tests.worlds.learning import Classroom, classroom

__all__ = ["databases"]


@pytest.fixture(scope="module")
def kept(whole_app, committed_world) -> ClosedAssessment:
    return keep_closed(whole_app, committed_world)


@pytest.fixture
def closed(kept, app) -> Iterator[ClosedAssessment]:
    """The closed assessment in the scope of its firm."""
    with firm_scope(kept.firm_id):
        yield kept


@pytest.fixture
def consultant(closed, world) -> Actor:
    return actor_of(world, "keel", "consultant", "consultant")


@pytest.fixture
def named(app, world: World) -> OpenAssessment:
    return open_assessment(world.ids["north"], NOW)


@pytest.fixture
def anonymous(app, world: World) -> OpenAssessment:
    return open_assessment(world.ids["north"], NOW, mode="anonymous")


@pytest.fixture
def room(app, world: World) -> Iterator[Classroom]:
    """The classroom in the scope of its firm."""
    found = classroom(world, "north", NOW)
    with firm_scope(found.firm_id):
        yield found
