"""Who the tests of exams begin with: a classroom in which a course is published that has all there is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.db import db
from courses import course as courses
from courses.course import publish_folder
from tests.checked_client import CheckedClient
from tests.conftest import NOW
from tests.courses.folders import copy_whole
from tests.world import World
from tests.worlds.learning import Classroom, classroom


@pytest.fixture
def room(app, world: World, tmp_path, monkeypatch) -> Iterator[Classroom]:
    monkeypatch.setattr(courses, "_added", [])
    courses._published.cache_clear()
    copy_whole(tmp_path)
    publish_folder(tmp_path)
    found = classroom(world, "north", NOW)
    db.session.commit()
    yield found
    courses._published.cache_clear()


@pytest.fixture
def course(khalid: CheckedClient) -> str:
    return khalid.submit("/learning", {"course": "small-risk"}).headers["Location"]
