"""Questions that come again after their lesson, as a learner's browser sees them."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select, update

from app.db import db, firm_scope
from app.db.reviews import ReviewAnswer, ReviewCard
from courses.course import find_course
from tests.conftest import NOW
from tests.courses.test_exams import right
from tests.web.exams.taking import days_later, keys_in, read_everything
from tests.web.reading import words


def test_a_number_in_the_review_is_read_back_before_it_moves_the_question(
    room, khalid, course, clock, client_for
):
    read_everything(khalid, course)
    with firm_scope(room.firm_id):
        others = update(ReviewCard).where(ReviewCard.firm_id == room.firm_id, ReviewCard.item != "loss.shown")
        db.session.execute(others.values(due_on=None))
        db.session.commit()
    khalid = days_later(room, clock, client_for, days=2)
    page = khalid.get("/learning/review")
    (address,) = re.findall(r'action="(/learning/[^"]+/review/[^"]+)"', page.text)
    back = khalid.submit(address, {"loss.shown": "٥٠"}, page="/learning/review")
    assert (back.status_code, "Read as 50." in words(back)) == (422, True)
    (seen,) = re.findall(r'name="seen" value="(\w+)"', back.text)
    done = khalid.submit(address, {"loss.shown": "٥٠", "seen": seen}, page="/learning/review")
    assert "Done for today" in words(done)


def test_questions_come_again_and_begin_anew_after_a_miss(room, khalid, course, clock, client_for):
    read_everything(khalid, course)
    assert "Nothing is due today" in words(khalid.get("/learning/review"))
    khalid = days_later(room, clock, client_for, days=2)
    assert "Review: 3 questions are due" in words(khalid.get("/learning"))
    assert "Review questions that are due" in words(khalid.get(course))
    page = khalid.get("/learning/review")
    (address,) = re.findall(r'action="(/learning/[^"]+/review/[^"]+)"', page.get_data(as_text=True))
    assert not keys_in(page)
    empty = khalid.submit(address, {}, page="/learning/review")
    assert (empty.status_code, "Answer the question first." in words(empty)) == (422, True)
    key = address.rsplit("/", 1)[1]
    wrong = {"parts.which:old": "effect", "parts.which:fails": "effect", "parts.which:late": "effect"}
    wrong |= {"parts.fill:share": "1", "parts.fill:part": "effect", "loss.shown": "1"}
    done = khalid.submit(
        address,
        {name: value for name, value in wrong.items() if name.startswith(key)},
        page="/learning/review",
    )
    assert "Next question: 2 are left" in words(done)
    assert "Your answer" in words(done)
    assert "Right answer" in words(done)
    (lesson,) = re.findall(r'href="([^"]+/lessons/[^"]+)"', done.text)
    assert khalid.get(lesson).status_code == 200
    repeated = khalid.submit(
        address,
        {name: value for name, value in wrong.items() if name.startswith(key)},
        page="/learning/review",
        follow_redirects=True,
    )
    assert "it comes again on its day" in words(repeated)
    with firm_scope(room.firm_id):
        own = select(ReviewCard).where(ReviewCard.firm_id == room.firm_id, ReviewCard.item == key)
        card = db.session.scalars(own).one()
        assert (card.step, card.answered) == (0, 1)
        assert db.session.scalars(select(ReviewAnswer.is_right)).all() == [False]


def test_a_known_question_comes_later_and_at_last_not_again(room, khalid, course, clock, client_for):
    read_everything(khalid, course)
    with firm_scope(room.firm_id):
        last = update(ReviewCard).where(ReviewCard.firm_id == room.firm_id)
        db.session.execute(last.values(step=4, due_on=(NOW + timedelta(days=2)).date()))
        db.session.commit()
    khalid = days_later(room, clock, client_for, days=2)
    seen = 0
    while found := re.findall(
        r'action="(/learning/[^"]+/review/[^"]+)"', khalid.get("/learning/review").get_data(as_text=True)
    ):
        key = found[0].rsplit("/", 1)[1]
        page = khalid.get("/learning/review")
        item = find_course("small-risk").item(key)
        if item.params:
            numbers = re.search(r"CU ([\d,]+) with a probability of (\d+) %", words(page))
            form = {key: str(int(numbers[1].replace(",", "")) * int(numbers[2]) / 100)}
        else:
            form = {f"{key}:{name}": value for name, _, value in (one.partition("=") for one in right(item))}
        assert "it does not come again" in words(khalid.submit(found[0], form, page="/learning/review"))
        seen += 1
    assert seen == 3


def test_nobody_reviews_for_somebody_else(room, khalid, course, client_for, clock):
    read_everything(khalid, course)
    khalid = days_later(room, clock, client_for, days=2)
    other = client_for(room.anneke.email)
    assert (
        other.submit(f"{course}/review/parts.which", {"parts.which": "a"}, page="/learning").status_code
        == 404
    )
    assert khalid.submit(f"{course}/review/parts.exam-1", {"x": "a"}, page="/learning").status_code == 404
    assert "Nothing is due today" in words(other.get("/learning/review"))
