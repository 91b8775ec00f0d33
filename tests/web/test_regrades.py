"""Grading attempts again, as the firm's administrator and a learner see it."""

from __future__ import annotations

import contextvars
import re
from collections.abc import Iterator
from uuid import UUID

import pytest

from app import jobs
from app.db import db, firm_scope
from app.services import reviews
from courses import course as courses
from tests.checked_client import CheckedClient
from tests.conftest import NOW
from tests.web.reading import words
from tests.world import World
from tests.worlds.corrections import FAILS, KEY, PASSES, REASON, Shelf, correct, enrolled, take_exam
from tests.worlds.learning import Classroom, classroom

MOST_STATEMENTS = 10


@pytest.fixture
def shelf(tmp_path, monkeypatch) -> Iterator[Shelf]:
    monkeypatch.setattr(courses, "_added", [])
    courses._published.cache_clear()
    yield Shelf(tmp_path)
    courses._published.cache_clear()


@pytest.fixture
def taken(app, world: World, shelf: Shelf) -> tuple[Classroom, str]:
    """Khalid failed the exam by the key of the day, Anneke passed it; returns where Khalid sees his."""
    room = classroom(world, "north", NOW)
    db.session.commit()
    with firm_scope(room.firm_id):
        enrolment_id = enrolled(room.khalid)
        attempt_id = take_exam(room.khalid, enrolment_id, FAILS)
        take_exam(room.anneke, enrolled(room.anneke), PASSES)
    return room, f"/learning/{enrolment_id}/attempts/{attempt_id}"


def work(app) -> None:
    contextvars.copy_context().run(jobs.run_all, app)


@pytest.fixture
def admin(client_for, world: World) -> CheckedClient:
    return client_for(World.admin)


def test_from_the_look_to_the_learners_page(app, admin, taken, shelf: Shelf, client_for) -> None:
    room, mine = taken
    khalid = client_for(room.khalid.email)
    assert "Exam not passed" in words(khalid.get(mine))
    correct(shelf)
    assert "A small course on risk, all versions (2)" in words(admin.get("/regrades"))
    address = admin.submit("/regrades", {"course": "small-risk 1.2.0"}).headers["Location"]
    assert "Looking at the attempts" in words(admin.get(address))
    assert admin.get(f"{address}/status").get_json()["state"] == "waiting"
    work(app)
    assert admin.get(f"{address}/status").get_json() == {
        "state": "done",
        "share": 1.0,
        "text": "Done",
        "url": address,
    }
    look = words(admin.get(address))
    assert len(admin.statements) <= MOST_STATEMENTS
    assert "Of 2 attempts that were handed in, this is what changes. Nothing has been written yet." in look
    assert "Khalid Final exam · Attempt 1 2 of 4 3 of 4 Would pass" in look
    assert "Anneke Final exam · Attempt 1 2 of 4 1 of 4 Falls short" in look
    assert f"Half of CU 100 on average? {KEY} · another answer is right 1 1" in look
    refused = admin.submit(address, {"reason": "short"})
    assert (refused.status_code, "Use between 10 and 500 characters." in words(refused)) == (422, True)
    refused = admin.submit(address, {"reason": REASON, "takes_passes": "y"})
    assert (refused.status_code, "Confirm that passes are to be taken away." in words(refused)) == (
        422,
        True,
    )
    assert "Exam not passed" in words(khalid.get(mine))
    assert admin.submit(address, {"reason": REASON}).status_code == 303
    assert "Writing the grades" in words(admin.get(address))
    work(app)
    done = words(admin.get(address))
    assert len(admin.statements) <= MOST_STATEMENTS
    assert "2 attempts have another grade now." in done
    assert "Khalid Final exam · Attempt 1 2 of 4 3 of 4 Passed now" in done
    assert "Anneke Final exam · Attempt 1 2 of 4 1 of 4 Pass kept" in done
    result = words(khalid.get(mine))
    assert "Exam passed" in result
    assert "3 of 4 answers are right; 2 pass." in result
    assert f"2 Mar 2026 As you handed it in 2 of 4 2 Mar 2026 Passed now {REASON} 3 of 4" in result
    assert "You completed the course" in result
    assert REASON in words(admin.get("/regrades"))
    again = admin.submit(address, {"reason": REASON}, page="/regrades")
    assert again.status_code == 303
    assert "This has been applied; it is not applied twice." in words(admin.get(address))


def test_a_kept_pass_is_explained_to_its_learner(app, admin, taken, shelf: Shelf, client_for) -> None:
    room, _ = taken
    correct(shelf)
    address = admin.submit("/regrades", {"course": "small-risk"}).headers["Location"]
    work(app)
    admin.submit(address, {"reason": REASON})
    work(app)
    anneke = client_for(room.anneke.email)
    course = re.search(r"/learning/[0-9a-f-]{36}", anneke.get("/learning").text)
    assert course
    page = anneke.get(course[0])
    assert "Passed" in words(page)
    attempt = re.search(rf"{course[0]}/attempts/[0-9a-f-]{{36}}", page.text)
    assert attempt
    result = words(anneke.get(attempt[0]))
    assert "Exam passed" in result
    assert "1 of 4 answers are right; 2 pass." in result
    assert "Your pass stands: you passed by the questions of the day." in result


def test_where_nothing_changes_there_is_nothing_to_apply(app, admin, taken) -> None:
    address = admin.submit("/regrades", {"course": "small-risk"}).headers["Location"]
    work(app)
    page = words(admin.get(address))
    assert "2 attempts were looked at: every grade stays as it is." in page
    assert "Apply it" not in page


def test_reviews_that_come_at_another_time_are_told_and_can_be_applied_alone(
    app, taken, shelf: Shelf, clock, client_for
) -> None:
    room, mine = taken
    clock.advance(days=2)
    admin = client_for(World.admin)
    with firm_scope(room.firm_id):
        reviews.answer_review(
            room.khalid, UUID(mine.split("/")[2]), "parts.which", ("old=cause", "fails=event", "late=effect")
        )
        db.session.commit()
    shelf.change(
        ("course.yaml", 'version: "1.2.0"', 'version: "1.3.0"'),
        ("quizzes/three-parts.yaml", "crane is old }, target: cause", "crane is old }, target: effect"),
    )
    address = admin.submit("/regrades", {"course": "small-risk"}).headers["Location"]
    work(app)
    told = "Questions of the review that come again sooner than now: 1; later, or no more: 0."
    page = words(admin.get(address))
    assert told in page
    assert "Apply it" in page
    assert admin.submit(address, {"reason": REASON}).status_code == 303
    work(app)
    done = words(admin.get(address))
    assert "0 attempts have another grade now." in done
    assert told in done  # under what was expected


def test_a_course_that_changed_since_asks_for_another_look(app, admin, taken, shelf: Shelf) -> None:
    correct(shelf)
    address = admin.submit("/regrades", {"course": "small-risk"}).headers["Location"]
    work(app)
    form = admin.get(address)
    assert "Apply it" in words(form)
    shelf.change(("course.yaml", "1.3.0", "1.4.0"))
    page = words(admin.get(address))
    assert "The course was changed in the meantime. Look again at what would change." in page
    assert "Apply it" not in page
    assert admin.submit(address, {"reason": REASON}, page="/regrades").status_code == 303
    assert "Nothing has been written yet" in words(admin.get(address))


def test_without_attempts_there_is_nothing_to_choose(admin) -> None:
    assert "No attempts yet" in words(admin.get("/regrades"))
    assert admin.submit("/regrades", {"course": "small-risk"}).status_code == 422


def test_the_menu_leads_there_for_the_administrator_alone(admin, taken, client_for) -> None:
    assert 'href="/regrades"' in admin.get("/engagements").text
    assert 'href="/regrades"' not in client_for(World.consultant).get("/engagements").text
