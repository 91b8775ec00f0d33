"""Attempts graded again under a second version of a course, with everything that follows from it."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import delete, select

from app.db import db, firm_scope
from app.db import enrolments as enrolment_rows
from app.db import regrades as rows
from app.db.certificates import list_certificates
from app.db.enrolments import Attempt, LessonDone
from app.db.outgoing import list_mails
from app.db.people import User
from app.db.regrades import AttemptGrade, Regrade
from app.db.reviews import list_cards
from app.errors import Invalid
from app.policy import Actor
from app.services import certificates, learning, regrades, regrading, work_of
from app.services.attempt_results import AttemptResult
from courses.course import find_course
from courses.grading import Answer
from tests.conftest import NOW
from tests.services.corrections.regrades import applied, grades_written, looked, mails_to
from tests.worlds.corrections import (
    COURSE,
    FAILS,
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


def result(actor: Actor, enrolment_id: UUID, attempt_id: UUID) -> AttemptResult:
    page = learning.attempt_page(actor, enrolment_id, attempt_id)
    assert isinstance(page, AttemptResult)
    return page


def test_applied_it_passes_one_and_takes_no_pass(app, room: Classroom, shelf: Shelf) -> None:
    up, down = enrolled(room.khalid), enrolled(room.anneke)
    gained = take_exam(room.khalid, up, FAILS)
    kept = take_exam(room.anneke, down, PASSES)
    earned = list_certificates([room.anneke.id])[0].achievement
    correct(shelf)
    page = applied(app, room.admin)
    assert (page.state, page.reason, page.changed) == ("applied", REASON, {"gains": 1, "keeps": 1})
    assert [(one.person, one.crossing) for one in page.crossed] == [("Khalid", "gains"), ("Anneke", "keeps")]
    mine = result(room.khalid, up, gained)
    assert (mine.grade.points, mine.grade.asked, mine.is_passed) == (3, 4, True)
    assert mine.completed_at == NOW
    (later,) = mine.later
    assert (later.was_points, later.points, later.reason) == (2, 3, REASON)
    assert certificates.my_certificates(room.khalid)[0].achievement.points == 3
    theirs = result(room.anneke, down, kept)
    assert (theirs.grade.points, theirs.grade.is_passed, theirs.is_passed) == (1, False, True)
    assert list_certificates([room.anneke.id])[0].achievement == earned
    assert {purpose for purpose, _ in mails_to(room.khalid)} == {"certificate", "regrade"}
    (body,) = [body for purpose, body in mails_to(room.anneke) if purpose == "regrade"]
    assert "Final exam, attempt 1: 2 of 4 right before, 1 of 4 now." in body
    assert "your pass stands" in body
    assert REASON in body


def test_the_first_grade_is_never_written_over(app, room: Classroom, shelf: Shelf) -> None:
    enrolment_id = enrolled(room.khalid)
    attempt_id = take_exam(room.khalid, enrolment_id, FAILS)
    before = enrolment_rows.read_attempt(enrolment_id, attempt_id)[1]
    assert before is not None
    correct(shelf)
    applied(app, room.admin)
    after = enrolment_rows.read_attempt(enrolment_id, attempt_id)[1]
    assert after is not None
    assert (after.grade, after.given, after.drawn) == (before.grade, before.given, before.drawn)
    assert (after.grade_number, after.points) == (1, 3)
    row = db.session.scalars(select(AttemptGrade)).one()
    assert (row.from_version, row.to_version, row.was_points, row.points) == ("1.2.0", "1.3.0", 2, 3)
    regrade = db.session.scalars(select(Regrade)).one()
    assert (regrade.asked_by, regrade.reason, regrade.applied_at) == (room.admin.id, REASON, NOW)


def test_it_can_be_done_again_and_taken_back_by_another_version(app, room: Classroom, shelf: Shelf) -> None:
    enrolment_id = enrolled(room.khalid)
    attempt_id = take_exam(room.khalid, enrolment_id, FAILS)
    correct(shelf)
    first = applied(app, room.admin)
    with firm_scope(room.firm_id):
        regrading.apply(room.firm_id, first.id, find_course(COURSE), lambda share: None)
    again = looked(app, room.admin)
    assert again.preview is not None
    assert not again.preview.changes_something
    file = "quizzes/expected-loss.yaml"
    shelf.change(("course.yaml", "1.3.0", "1.4.0"), (file, NEW, OLD), (file, OTHER_NEW, OTHER_OLD))
    applied(app, room.admin)
    mine = result(room.khalid, enrolment_id, attempt_id)
    assert [(one.was_points, one.points, one.crossing) for one in mine.later] == [
        (2, 3, "gains"),
        (3, 2, "keeps"),
    ]
    assert (mine.grade.points, mine.is_passed) == (2, True)
    assert len(list_certificates([room.khalid.id])) == 1


def test_work_that_was_stopped_goes_on_where_it_was(app, room: Classroom, shelf: Shelf, monkeypatch) -> None:
    """The worker dies after the first batch; the next one writes the rest, and nothing twice."""
    monkeypatch.setattr(regrading, "BATCH", 1)
    for actor in (room.khalid, room.anneke, room.pia):
        take_exam(actor, enrolled(actor), FAILS)
    course = correct(shelf)
    page = looked(app, room.admin)
    with work_of(room.firm_id):
        regrades.apply(room.admin, page.id, REASON)

    class Killed(RuntimeError):
        pass

    def die(share: float) -> None:
        raise Killed

    with pytest.raises(Killed):
        regrading.apply(room.firm_id, page.id, course, die)
    assert grades_written() == 1
    assert regrades.regrade_page(room.admin, page.id).state == "applying"
    run_jobs(app)
    assert grades_written() == 3
    assert regrades.regrade_page(room.admin, page.id).changed == {"gains": 3}
    told = [mail for mail in list_mails() if mail.purpose == "regrade"]
    assert len(told) == 3


def test_passes_are_taken_only_where_that_is_wished_and_confirmed(app, room: Classroom, shelf: Shelf) -> None:
    enrolment_id = enrolled(room.anneke)
    attempt_id = take_exam(room.anneke, enrolment_id, PASSES)
    correct(shelf)
    page = looked(app, room.admin)
    with pytest.raises(Invalid, match="is_confirmed: confirm_taking"):
        regrades.apply(room.admin, page.id, REASON, takes_passes=True)
    after = applied(app, room.admin, takes_passes=True, is_confirmed=True)
    assert after.changed == {"loses": 1}
    mine = result(room.anneke, enrolment_id, attempt_id)
    assert (mine.is_passed, mine.later[-1].crossing) == (False, "loses")
    assert mine.completed_at == NOW
    assert certificates.my_certificates(room.anneke)[0].revocation is None
    assert "It is no longer passed." in dict(mails_to(room.anneke))["regrade"]


def test_a_pass_that_lacks_a_lesson_does_not_complete_the_course(app, room: Classroom, shelf: Shelf) -> None:
    enrolment_id = enrolled(room.khalid)
    attempt_id = take_exam(room.khalid, enrolment_id, FAILS)
    with work_of(room.firm_id):
        mine = (LessonDone.firm_id == room.firm_id, LessonDone.enrolment_id == enrolment_id)
        db.session.execute(delete(LessonDone).where(*mine, LessonDone.lesson == "three-parts"))
    correct(shelf)
    applied(app, room.admin)
    mine = result(room.khalid, enrolment_id, attempt_id)
    assert (mine.is_passed, mine.completed_at, mine.unread) == (True, None, 1)
    assert list_certificates([room.khalid.id]) == []


def test_a_pretest_frees_from_a_lesson_by_being_graded_again(app, room: Classroom, shelf: Shelf) -> None:
    """Two of three right on the first lesson free from nothing; with the key corrected three do."""
    enrolment_id = enrolled(room.khalid, has_read=False)
    with work_of(room.firm_id):
        attempt_id = learning.start_attempt(room.khalid, enrolment_id, "pretest")
        given: dict[str, Answer] = {f"parts.before-{number}": "r" for number in (1, 2)}
        learning.submit_attempt(room.khalid, enrolment_id, attempt_id, given | {"parts.before-3": "k0"})
    assert result(room.khalid, enrolment_id, attempt_id).tested_out == ()
    text = (shelf.folder / "quizzes/three-parts.yaml").read_text()
    tail = text[text.index("  - key: parts.before-3") :]
    swapped = tail.replace(", is_correct: true }", ", say: { en: No. } }").replace(
        "say: { en: 'Not The uncertain event: look again.' }", "is_correct: true"
    )
    shelf.change(
        ("course.yaml", 'version: "1.2.0"', 'version: "1.3.0"'), ("quizzes/three-parts.yaml", tail, swapped)
    )
    page = applied(app, room.admin)
    assert page.changed == {"none": 1}
    mine = result(room.khalid, enrolment_id, attempt_id)
    assert [key for key, _, _ in mine.tested_out] == ["three-parts"]
    assert list_cards(enrolment_id) == {"parts.which", "parts.fill"}


def test_what_the_group_is_told_follows_the_grade_in_force(app, room: Classroom, shelf: Shelf) -> None:
    enrolment_id = enrolled(room.khalid)
    take_exam(room.khalid, enrolment_id, FAILS)
    assert rows.list_handed_in([enrolment_id])[0][3]["points"] == 2
    correct(shelf)
    applied(app, room.admin)
    assert rows.list_handed_in([enrolment_id])[0][3]["points"] == 3


def test_an_attempt_of_which_nothing_is_left_keeps_its_grade(app, room: Classroom, shelf: Shelf) -> None:
    mine = enrolled(room.khalid)
    attempt_id = take_exam(room.khalid, mine, PASSES)
    with work_of(room.firm_id):
        row = db.session.scalars(select(Attempt).where(Attempt.id == attempt_id)).one()
        row.drawn = [
            {"item": "parts.gone", "options": ["r", "k0", "k1"], "values": {}} for _ in range(row.asked)
        ]
    correct(shelf)
    page = applied(app, room.admin)
    assert page.preview is not None
    assert (page.preview.attempts, page.preview.left, page.preview.worse) == (1, 1, 0)
    assert (page.changed, grades_written()) == ({}, 0)


def test_a_closed_account_gets_the_grade_and_nothing_that_follows(app, room: Classroom, shelf: Shelf) -> None:
    mine = enrolled(room.khalid)
    take_exam(room.khalid, mine, FAILS)
    with work_of(room.firm_id):
        db.session.get_one(User, room.khalid.id).is_active = False
    correct(shelf)
    assert applied(app, room.admin).changed == {"gains": 1}
    assert mails_to(room.khalid) == []
    assert list_certificates([room.khalid.id]) == []


def test_a_learner_who_was_removed_meanwhile_is_passed_over(app, room: Classroom, shelf: Shelf) -> None:
    mine = enrolled(room.khalid)
    take_exam(room.khalid, mine, FAILS)
    course = correct(shelf)
    page = looked(app, room.admin)
    found = regrading.changes_in(course, rows.list_in_force([mine]), takes_passes=False)
    assert len(found) == 1
    with work_of(room.firm_id):
        db.session.delete(db.session.get_one(User, room.khalid.id))
    with work_of(room.firm_id):
        row = rows.find_regrade(page.id)
        assert row is not None
        regrading.keep(row, course, found)
    assert grades_written() == 0


def test_two_that_write_the_same_grade_at_once_write_one(app, room: Classroom, shelf: Shelf) -> None:
    mine = enrolled(room.khalid)
    take_exam(room.khalid, mine, FAILS)
    course = correct(shelf)
    page = looked(app, room.admin)
    found = regrading.changes_in(course, rows.list_in_force([mine]), takes_passes=False)
    for _ in range(2):
        with work_of(room.firm_id):
            row = rows.find_regrade(page.id)
            assert row is not None
            regrading.keep(row, course, found)
    assert grades_written() == 1
    assert [purpose for purpose, _ in mails_to(room.khalid)].count("regrade") == 1


def test_work_that_is_done_is_not_done_again(app, room: Classroom, shelf: Shelf) -> None:
    take_exam(room.khalid, enrolled(room.khalid), FAILS)
    correct(shelf)
    page = applied(app, room.admin)
    before = grades_written()
    regrades.work(room.firm_id, page.id, lambda share: None)
    assert grades_written() == before == 1
