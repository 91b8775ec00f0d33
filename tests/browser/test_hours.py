"""A page of a course tells that it is open, worked on and left; the ledger adds it up."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest

from tests.browser.conftest import Visits
from tests.browser.site import Site
from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

LESSON = "lesson/what-a-pmo-is"
PATIENCE = 15  # seconds


def rows(site: Site, query: str) -> list[tuple[str, str | int]]:
    with closing(sqlite3.connect(f"file:{site.instance / 'plumbline.db'}?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


def heard(site: Site) -> list[tuple[str, str | int]]:
    """Return part and kind of the last moment of everybody."""
    return rows(site, "SELECT part, kind FROM study_clocks")


def comes_to(visit: Visit, kind: str) -> None:
    """Wait until the server has heard of a moment; the browser is listened to meanwhile."""
    until = time.monotonic() + PATIENCE
    while (LESSON, kind) not in heard(visit.site):
        assert time.monotonic() < until, f"{kind} was not heard: {heard(visit.site)}"
        visit.page.wait_for_timeout(100)


def comes_out(visit: Visit, sent: list[str], *kinds: str) -> None:
    """Wait until the browser has told of these beats and no others: it may do so after the server has heard them."""
    until = time.monotonic() + PATIENCE
    while sent != list(kinds) and time.monotonic() < until:
        visit.page.wait_for_timeout(50)
    assert sent == list(kinds)


def beats_of(visit: Visit) -> list[str]:
    """Return the list to which the kinds of beats are added as they are sent."""
    sent: list[str] = []
    visit.page.on(
        "request",
        lambda request: (
            sent.append((request.post_data or "").rpartition("=")[2])
            if request.url.endswith("/beat")
            else None
        ),
    )
    return sent


def test_a_lesson_is_heard_of_when_it_is_opened_worked_on_and_left(visits: Visits, site: Site) -> None:
    visit = visits(name="-hours")
    visit.page.clock.install()
    visit.sign_in(*site.account("learner"))
    sent = beats_of(visit)
    visit.go("/learning")
    visit.follow("PMO essentials")
    visit.follow("What a PMO is, and what a PMP is")
    comes_to(visit, "arrive")
    visit.page.mouse.move(300, 300)
    visit.page.wait_for_timeout(1_200)  # the server's clock runs in whole seconds
    comes_out(visit, sent, "arrive")  # within the minute nothing more is told
    visit.page.clock.fast_forward(61_000)
    visit.page.mouse.move(320, 340)
    comes_to(visit, "work")
    comes_out(visit, sent, "arrive", "work")
    visit.go("/learning/hours")
    comes_to(visit, "leave")
    visit.look("hours")
    newest = f"SELECT part, seconds FROM study_times WHERE part = '{LESSON}' ORDER BY studied_on DESC LIMIT 1"
    ((_, seconds),) = rows(site, newest)
    assert 1 <= int(seconds) <= 300
