"""Who the tests of pages begin with: a consultant and a closed assessment with its result and advice."""

from __future__ import annotations

import pytest

from tests.worlds.closed import CONSULTANT, keep_closed


@pytest.fixture(scope="module")
def kept(whole_app, committed_world):
    return keep_closed(whole_app, committed_world)


@pytest.fixture
def consultant(kept, client_for):
    return client_for(CONSULTANT)
