"""A day's portion of the review."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from app.db import db, firm_scope
from app.db.reviews import ReviewCard, add_cards
from app.services import learning
from courses.course import find_course
from tests.checked_client import CheckedClient
from tests.conftest import NOW
from tests.web.reading import words
from tests.worlds.learning import Classroom


def more_cards(room: Classroom, number: int) -> None:
    """Let Khalid have questions of another course that fell due, each a day earlier than the one before."""
    with firm_scope(room.firm_id):
        enrolment_id = learning.enrol(room.khalid, "pmo-essentials")
        taught = find_course("pmo-essentials")
        keys = [key for one in taught.lessons for key in taught.review_items_of(one.key)]
        single = [key for key in keys if taught.item(key).kind == "single"]
        for age, key in enumerate(single[:number]):
            add_cards(enrolment_id, [key], (NOW - timedelta(days=age)).date())
        db.session.commit()


def test_a_day_asks_for_a_portion_and_says_how_many_more_wait(room, khalid):
    more_cards(room, 32)
    page = khalid.get("/learning")
    assert "Review: 15 questions for today" in words(page)
    assert "17 more questions are waiting for another day." in words(page)
    page = khalid.get("/learning/review")
    assert "15 questions are left for today · 17 more are waiting" in words(page)


def test_after_the_portion_one_may_stop_or_go_on(room, khalid):
    more_cards(room, 32)
    for left in reversed(range(15)):
        told = words(review_one(khalid, "/learning/review"))
        assert (f"Next question: {left} are left" in told) is (left > 1)
    assert "Today's portion is done. 17 more are waiting." in told
    assert "Today's portion of your review is done. 17 more questions are waiting." in words(
        khalid.get("/learning")
    )
    assert "Today's portion is done" in words(khalid.get("/learning/review"))
    assert "15 questions are left for today · 2 more are waiting" in words(
        khalid.get("/learning/review?more=1")
    )
    told = words(review_one(khalid, "/learning/review?more=1"))
    assert "Next question: 14 are left" in told
    with firm_scope(room.firm_id):
        due = select(ReviewCard.due_on).where(
            ReviewCard.firm_id == room.firm_id, ReviewCard.due_on <= NOW.date()
        )
        waits = [(NOW.date() - day).days for day in db.session.scalars(due)]
    assert len(waits) == 16
    assert max(waits) < 32 - 15, "the first portion was of those that had waited longest"


def review_one(client: CheckedClient, address: str):
    """Answer the question that is asked; returns the page after it."""
    (action,) = re.findall(r'action="(/learning/[^"]+/review/[^"]+)"', client.get(address).text)
    item = find_course("pmo-essentials").item(action.rsplit("/", 1)[1])
    right = next(option.key for option in item.options if option.is_correct)
    return client.submit(action, {item.key: right}, page=address)
