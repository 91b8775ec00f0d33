"""When review questions come again after a question was corrected: reckoned from the answers, none of which changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.db import db
from app.db.outgoing import AuditEvent
from app.db.reviews import ReviewAnswer, ReviewCard, lock_card
from app.policy import Actor
from app.services import regrades, rescheduling, reviews, work_of
from courses.course import Course, find_course
from tests.conftest import NOW
from tests.worlds.corrections import COURSE, FAILS, REASON, Shelf, enrolled, run_jobs, take_exam
from tests.worlds.learning import Classroom

ITEM = "parts.which"
BY_THE_OLD_KEY = ("old=cause", "fails=event", "late=effect")
BY_THE_NEW_KEY = ("old=effect", "fails=event", "late=effect")
DAY = NOW.date()


def after(days: int) -> Any:
    return DAY + timedelta(days=days)


def answer(actor: Actor, enrolment_id: UUID, given: tuple[str, ...]) -> None:
    with work_of(actor.firm_id):
        reviews.answer_review(actor, enrolment_id, ITEM, given)


def correct(shelf: Shelf) -> Course:
    return shelf.change(
        ("course.yaml", 'version: "1.2.0"', 'version: "1.3.0"'),
        ("quizzes/three-parts.yaml", "crane is old }, target: cause", "crane is old }, target: effect"),
    )  # fmt: skip


@pytest.fixture
def answered(room: Classroom, shelf: Shelf, clock) -> tuple[UUID, UUID]:
    """Khalid knows the old key and was right twice; Anneke knew better and was told that she was wrong."""
    his, hers = enrolled(room.khalid), enrolled(room.anneke)
    take_exam(room.khalid, his, FAILS)
    clock.advance(days=2)
    answer(room.khalid, his, BY_THE_OLD_KEY)
    answer(room.anneke, hers, BY_THE_NEW_KEY)
    clock.advance(days=7)
    answer(room.khalid, his, BY_THE_OLD_KEY)
    assert (stands(his), stands(hers)) == ((2, after(30)), (0, after(4)))
    return his, hers


def stands(enrolment_id: UUID) -> tuple[int, Any]:
    card = lock_card(enrolment_id, ITEM)
    assert card is not None
    found = card.step, card.due_on
    db.session.rollback()
    return found


def judged(room: Classroom) -> list[bool]:
    mine = select(ReviewAnswer.is_right).where(ReviewAnswer.firm_id == room.firm_id)
    return sorted(db.session.scalars(mine))


def test_a_look_counts_and_moves_nothing(room: Classroom, shelf: Shelf, answered) -> None:
    his, hers = answered
    assert rescheduling.look(room.firm_id, find_course(COURSE), None) == (0, 0)
    assert rescheduling.apply(room.firm_id, find_course(COURSE), None) == 0
    assert rescheduling.look(room.firm_id, correct(shelf), None) == (1, 1)
    assert (stands(his), stands(hers)) == ((2, after(30)), (0, after(4)))


def test_what_was_learnt_wrongly_comes_soon_and_what_was_known_later(
    app, room: Classroom, shelf: Shelf, answered
) -> None:
    his, hers = answered
    correct(shelf)
    with work_of(room.firm_id):
        regrade_id = regrades.start(room.admin, COURSE, None)
    run_jobs(app)
    found = regrades.regrade_page(room.admin, regrade_id).preview
    assert found is not None
    assert (found.sooner, found.later, found.better, found.worse) == (1, 1, 0, 0)
    assert found.changes_something
    with work_of(room.firm_id):
        regrades.apply(room.admin, regrade_id, REASON)
    run_jobs(app)
    # His second answer, wrong by the new key, was given on day 9; hers, right, on day 2.
    assert (stands(his), stands(hers)) == ((0, after(11)), (1, after(9)))
    assert judged(room) == [False, True, True]  # as they were judged on the day
    (event,) = db.session.scalars(
        select(AuditEvent).where(AuditEvent.firm_id == room.firm_id, AuditEvent.action == "regrade applied")
    )
    assert event.detail["reviews"] == 2
    assert rescheduling.look(room.firm_id, find_course(COURSE), None) == (0, 0)


def test_another_version_moves_them_back(room: Classroom, shelf: Shelf, answered) -> None:
    his, hers = answered
    first = find_course(COURSE)
    assert rescheduling.apply(room.firm_id, correct(shelf), None) == 2
    assert rescheduling.apply(room.firm_id, correct_back(shelf), None) == 2
    assert first.version != find_course(COURSE).version
    assert (stands(his), stands(hers)) == ((2, after(30)), (0, after(4)))


def correct_back(shelf: Shelf) -> Course:
    return shelf.change(
        ("course.yaml", 'version: "1.3.0"', 'version: "1.4.0"'),
        ("quizzes/three-parts.yaml", "crane is old }, target: effect", "crane is old }, target: cause"),
    )  # fmt: skip


def test_only_answers_of_a_version_are_judged_anew_where_that_is_wished(
    room: Classroom, shelf: Shelf, answered
) -> None:
    course = correct(shelf)
    assert rescheduling.look(room.firm_id, course, "1.3.0") == (0, 0)
    assert rescheduling.look(room.firm_id, course, "1.2.0") == (1, 1)


def test_a_card_that_was_answered_meanwhile_is_left_alone(
    room: Classroom, shelf: Shelf, answered, clock
) -> None:
    _, hers = answered
    course = correct(shelf)
    moves = [one for batch in rescheduling._batches(room.firm_id, course, None) for one in batch]
    (move,) = [one for one in moves if one.card.enrolment_id == hers]
    answer(room.anneke, hers, BY_THE_NEW_KEY)
    before = stands(hers)
    with work_of(room.firm_id):
        assert not rescheduling._put(move)
    assert stands(hers) == before


def kept(room: Classroom, enrolment_id: UUID, item: str, **values: float) -> None:
    """Write a card with one answer that was right, and put it where no answer leads."""
    card = lock_card(enrolment_id, item)
    if card is None:
        card = ReviewCard(firm_id=room.firm_id, enrolment_id=enrolment_id, item=item)
        db.session.add(card)
    card.step, card.due_on, card.answered = 1, after(7), 1
    db.session.add(
        ReviewAnswer(
            id=uuid4(),
            firm_id=room.firm_id,
            enrolment_id=enrolment_id,
            item=item,
            course_version="1.2.0",
            drawn_values=values,
            given="1",
            traps=[],
            is_right=True,
            answered_at=NOW,
        )
    )
    db.session.commit()


@pytest.mark.parametrize("item", ["parts.gone", "loss.shown"])
def test_what_cannot_be_judged_again_keeps_its_place(room: Classroom, item: str) -> None:
    """A question that was withdrawn, and one that no longer fits the numbers that were drawn for it."""
    mine = enrolled(room.khalid)
    kept(room, mine, item)
    assert rescheduling.look(room.firm_id, find_course(COURSE), None) == (0, 0)


def test_a_card_that_is_known_for_good_comes_again_if_it_was_not(
    room: Classroom, shelf: Shelf, clock
) -> None:
    mine = enrolled(room.khalid)
    for days in (2, 7, 21, 60, 150):
        clock.advance(days=days)
        answer(room.khalid, mine, BY_THE_OLD_KEY)
    assert stands(mine) == (5, None)
    assert rescheduling.look(room.firm_id, correct(shelf), None) == (1, 0)
    assert rescheduling.apply(room.firm_id, find_course(COURSE), None) == 1
    assert stands(mine) == (0, after(242))


def test_more_learners_than_a_batch_are_all_looked_at(
    room: Classroom, shelf: Shelf, answered, monkeypatch
) -> None:
    monkeypatch.setattr(rescheduling, "BATCH", 1)
    assert rescheduling.look(room.firm_id, correct(shelf), None) == (1, 1)
