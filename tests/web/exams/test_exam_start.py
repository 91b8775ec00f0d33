"""Where an exam begins: on a page that says what its clock does."""

from __future__ import annotations

from sqlalchemy import select

from app.db import db, firm_scope
from app.db.enrolments import Attempt
from tests.web.exams.taking import STARTS, days_later, read_everything, started
from tests.web.reading import words


def test_an_exam_starts_on_a_second_press_after_saying_what_its_clock_does(room, khalid, course):
    before = f"{course}/exam"
    assert "Read every lesson first" in words(khalid.get(before, follow_redirects=True))
    read_everything(khalid, course)
    page = khalid.get(course)
    assert f'href="{before}"' in page.text
    assert 'value="exam"' not in page.text
    asked = khalid.submit(f"{course}/attempts", {"kind": "exam"}, page=course)
    assert (asked.status_code, asked.headers["Location"]) == (303, before)
    told = words(khalid.get(before))
    assert "Time 10 minutes Questions 4 To pass 2 right answers, and enough in each part" in told
    assert "Attempts one is left after this one" in told
    assert "it cannot be paused" in told
    assert "The next attempt can begin 24 hours after this one." in told
    assert "Paper and a calculator: one question at least asks for a number." in told
    with firm_scope(room.firm_id):
        assert db.session.scalars(select(Attempt.id).where(Attempt.firm_id == room.firm_id)).all() == []
    begun = khalid.submit(f"{course}/attempts", STARTS, page=before).headers["Location"]
    assert "Final exam" in words(khalid.get(begun))
    assert "Go on with the exam" in words(khalid.get(course))
    assert khalid.get(before).headers["Location"] == begun


def test_a_test_without_a_clock_starts_at_once(khalid, course):
    response = khalid.submit(f"{course}/attempts", {"kind": "pretest"}, page=course)
    assert "/attempts/" in response.headers["Location"]


def test_the_last_attempt_at_an_exam_is_called_so(room, khalid, course, clock, client_for):
    read_everything(khalid, course)
    khalid.submit(started(khalid, course, "exam"), {"confirmed": "yes"})
    khalid = days_later(room, clock, client_for, hours=25)
    told = words(khalid.get(f"{course}/exam"))
    assert "Attempt 2" in told
    assert "this is the last one" in told
    assert "The next attempt can begin" not in told
