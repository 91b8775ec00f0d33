"""The look before grading again: what it says, who may look, and when nothing comes of it."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from app.db import db
from app.db import enrolments as enrolment_rows
from app.db import regrades as rows
from app.db.people import User
from app.errors import Conflict, Hidden, Invalid, Refused
from app.services import learning, regrades, regrading, work_of
from courses import course as courses
from courses.course import find_course, load_course
from tests.checked_client import counted_statements
from tests.courses.test_exams import right
from tests.services.corrections.regrades import applied, grades_written, looked
from tests.world import World
from tests.worlds.corrections import (
    COURSE,
    EXAM_1,
    FAILS,
    KEY,
    NEW,
    OLD,
    OTHER_NEW,
    OTHER_OLD,
    PASSES,
    REASON,
    Shelf,
    correct,
    enrolled,
    run_jobs,
    take_exam,
)
from tests.worlds.learning import Classroom


def test_a_look_says_what_would_change_and_writes_no_grade(app, room: Classroom, shelf: Shelf) -> None:
    """One moves up from 2 to 3 of 4 and passes, one down from 2 to 1 and falls short."""
    up = enrolled(room.khalid)
    take_exam(room.khalid, up, FAILS)
    take_exam(room.anneke, enrolled(room.anneke), PASSES)
    correct(shelf)
    page = looked(app, room.admin)
    assert (page.state, page.is_current, page.version) == ("looked", True, "1.3.0")
    found = page.preview
    assert found is not None
    assert (found.people, found.attempts, found.left) == (2, 2, 0)
    assert (found.gains, found.short, found.better, found.worse, found.told) == (1, 1, 1, 1, 0)
    told = [(name, one.direction, one.was_points, one.points, one.asked) for name, one in page.movers]
    assert told == [("Khalid", "gains", 2, 3, 4), ("Anneke", "short", 2, 1, 4)]
    assert [(one.key, one.why, one.gained, one.lost) for one in found.items] == [
        (KEY, "another answer", 1, 1)
    ]
    assert grades_written() == 0
    assert learning.course_page(room.khalid, up).line.state == "under way"


def test_a_withdrawn_question_drops_out_and_is_told(app, room: Classroom, shelf: Shelf) -> None:
    """2 of 4 with one of two on losses; the only right one of these withdrawn leaves 1 of 3."""
    enrolment_id = enrolled(room.anneke)
    take_exam(room.anneke, enrolment_id, PASSES)
    text = (shelf.folder / "quizzes/expected-loss.yaml").read_text()
    start = text.index(f"  - key: {KEY}")
    whole = text[start : text.index("  - key: loss.exam-1", start)]
    renamed = whole.replace(KEY, "loss.exam-fresh")
    shelf.change(
        ("course.yaml", 'version: "1.2.0"', 'version: "1.3.0"'),
        ("course.yaml", "items: [parts.old]", f"items: [parts.old, {KEY}]"),
        ("quizzes/expected-loss.yaml", whole, renamed),
    )
    page = looked(app, room.admin)
    assert page.preview is not None
    assert [(one.key, one.why, one.lost) for one in page.preview.items] == [(KEY, "withdrawn", 1)]
    ((_, mover),) = page.movers
    assert (mover.was_points, mover.was_asked, mover.points, mover.asked) == (2, 4, 1, 3)


def test_only_attempts_of_a_version_where_that_is_wished(app, room: Classroom, shelf: Shelf) -> None:
    take_exam(room.khalid, enrolled(room.khalid), FAILS)
    correct(shelf)
    take_exam(room.anneke, enrolled(room.anneke), FAILS)
    page = looked(app, room.admin, "1.2.0")
    assert page.preview is not None
    assert (page.from_version, page.preview.attempts) == ("1.2.0", 1)
    with pytest.raises(Invalid, match="version: unknown_choice"):
        regrades.start(room.admin, COURSE, "9.9.9")


def test_a_course_that_changed_since_the_look_is_not_applied(app, room: Classroom, shelf: Shelf) -> None:
    take_exam(room.khalid, enrolled(room.khalid), FAILS)
    correct(shelf)
    page = looked(app, room.admin)
    with work_of(room.firm_id):
        regrades.apply(room.admin, page.id, REASON)
    shelf.change(("course.yaml", "1.3.0", "1.4.0"))
    run_jobs(app)
    assert grades_written() == 0
    after = regrades.regrade_page(room.admin, page.id)
    assert after.job is not None
    assert (after.job.state, after.job.problem) == ("failed", "course_changed")
    other = looked(app, room.admin)
    shelf.change(("course.yaml", "1.4.0", "1.5.0"))
    with pytest.raises(Conflict, match="course_changed"):
        regrades.apply(room.admin, other.id, REASON)


def test_a_reason_is_needed_and_nothing_is_applied_twice(app, room: Classroom, shelf: Shelf) -> None:
    take_exam(room.khalid, enrolled(room.khalid), FAILS)
    correct(shelf)
    with work_of(room.firm_id):
        early = regrades.start(room.admin, COURSE, None)
    with pytest.raises(Conflict, match="not_looked_yet"):
        regrades.apply(room.admin, early, REASON)
    page = applied(app, room.admin)
    with pytest.raises(Conflict, match="already_applied"):
        regrades.apply(room.admin, page.id, REASON)
    for reason in ("", "   short   ", "x" * 501):
        with pytest.raises(Invalid, match="reason: length"):
            regrades.apply(room.admin, early, reason)


def test_only_the_administrator_of_the_firm_comes_here(
    room: Classroom, world: World, app, shelf: Shelf
) -> None:
    take_exam(room.khalid, enrolled(room.khalid), FAILS)
    page = looked(app, room.admin)
    for actor in (room.consultant, room.faisal, room.khalid):
        with pytest.raises(Refused):
            regrades.regrades_page(actor)
        with pytest.raises(Refused):
            regrades.start(actor, COURSE, None)
        with pytest.raises(Hidden):
            regrades.regrade_page(actor, page.id)


def test_attempts_that_go_away_while_they_are_looked_at_end_the_look(
    app, room: Classroom, shelf: Shelf, monkeypatch
) -> None:
    monkeypatch.setattr(regrading, "BATCH", 1)
    for actor in (room.khalid, room.anneke):
        take_exam(actor, enrolled(actor), FAILS)

    def remove(share: float) -> None:
        with work_of(room.firm_id):
            for actor in (room.khalid, room.anneke):
                if (user := db.session.get(User, actor.id)) is not None:
                    db.session.delete(user)

    found = regrading.look(room.firm_id, correct(shelf), None, remove)
    assert found.attempts == 1


def test_a_regrade_that_is_gone_is_no_work(app, room: Classroom, shelf: Shelf) -> None:
    take_exam(room.khalid, enrolled(room.khalid), FAILS)
    with work_of(room.firm_id):
        regrade_id = regrades.start(room.admin, COURSE, None)
    with work_of(room.firm_id):
        db.session.delete(rows.find_regrade(regrade_id))
    regrades.work(room.firm_id, regrade_id, lambda share: None)
    regrading.apply(room.firm_id, regrade_id, find_course(COURSE), lambda share: None)
    assert grades_written() == 0


def test_a_look_that_is_forgotten_while_it_goes_on_leaves_nothing(app, room: Classroom, shelf: Shelf) -> None:
    take_exam(room.khalid, enrolled(room.khalid), FAILS)
    with work_of(room.firm_id):
        regrade_id = regrades.start(room.admin, COURSE, None)

    def forget(share: float) -> None:
        with work_of(room.firm_id):
            db.session.delete(rows.find_regrade(regrade_id))

    regrades.work(room.firm_id, regrade_id, forget)
    assert rows.find_regrade(regrade_id) is None


def test_a_course_that_is_published_no_more_is_told_by_its_key(
    app, room: Classroom, shelf: Shelf, monkeypatch
) -> None:
    take_exam(room.khalid, enrolled(room.khalid), FAILS)
    correct(shelf)
    page = looked(app, room.admin)
    monkeypatch.setattr(courses, "_added", [])
    courses._published.cache_clear()
    gone = regrades.regrade_page(room.admin, page.id)
    assert (gone.course, gone.is_current) == ({"en": COURSE}, False)
    with pytest.raises(Conflict, match="course_changed"):
        regrades.work(room.firm_id, page.id, lambda share: None)


def test_looks_that_nobody_applied_go_away(app, room: Classroom, shelf: Shelf, clock) -> None:
    take_exam(room.khalid, enrolled(room.khalid), FAILS)
    first = looked(app, room.admin)
    clock.advance(days=2)
    second = looked(app, room.admin)
    with pytest.raises(Hidden):
        regrades.regrade_page(room.admin, first.id)
    assert second.state == "looked"


def test_pages_take_few_statements_however_many_attempts_there_are(
    app, room: Classroom, shelf: Shelf
) -> None:
    def count(regrade_id: UUID) -> tuple[int, int]:
        db.session.rollback()
        db.session.expire_all()
        with counted_statements() as listed:
            regrades.regrades_page(room.admin)
        db.session.expire_all()
        with counted_statements() as shown:
            regrades.regrade_page(room.admin, regrade_id)
        return len(listed), len(shown)

    take_exam(room.khalid, enrolled(room.khalid), FAILS)
    correct(shelf)
    first = count(applied(app, room.admin).id)
    for actor in (room.anneke, room.pia, room.faisal):
        enrolment_id = enrolled(actor)
        with work_of(room.firm_id):
            row = db.session.scalars(
                select(enrolment_rows.Enrolment).where(enrolment_rows.Enrolment.id == enrolment_id)
            ).one()
            assert row.course_key == COURSE
        take_exam(actor, enrolment_id, PASSES)
    file = "quizzes/expected-loss.yaml"
    shelf.change(("course.yaml", "1.3.0", "1.4.0"), (file, NEW, OLD), (file, OTHER_NEW, OTHER_OLD))
    more = count(applied(app, room.admin).id)
    assert more == first
    assert max(first) <= 8


def test_the_numbers_of_the_course_are_what_these_tests_say(shelf: Shelf) -> None:
    course = load_course(shelf.folder)
    assert course.exam is not None
    assert (course.exam.pass_share, course.exam.questions) == (0.5, 4)
    assert {right(course.item(key)) for key in EXAM_1} == {"r"}
