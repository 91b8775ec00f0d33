"""Where tests of learning begin: a course that Khalid took, and its quiz."""

from __future__ import annotations

import pytest

from tests.checked_client import CheckedClient
from tests.worlds.learning import COURSE, LESSONS


@pytest.fixture
def course(khalid: CheckedClient) -> str:
    """The address of a course that Khalid took for himself."""
    response = khalid.submit("/learning", {"course": COURSE})
    assert response.status_code == 303
    return response.headers["Location"]


@pytest.fixture
def quiz(khalid: CheckedClient, course: str) -> str:
    """The address of an attempt, once every lesson is read."""
    for lesson in LESSONS:
        assert khalid.submit(f"{course}/lessons/{lesson}").status_code == 303
    response = khalid.submit(f"{course}/attempts", page=course)
    assert response.status_code == 303
    return response.headers["Location"]
