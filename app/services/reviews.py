"""The review queue: questions of one's courses that come again, one at a time, each answer written once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from app.db import db
from app.db import enrolments as enrolment_rows
from app.db import reviews as rows
from app.db.reviews import ReviewAnswer
from app.errors import Conflict, Hidden
from app.policy import Action, Actor, require, require_role
from app.services import review_mail
from app.services.enrolments import course_of
from app.surroundings import now, today
from content import to_plain
from content.text import Text
from courses.course import Course, UnknownItem, list_courses
from courses.grading import Answer, DrawnItem, ItemGrade, QuestionView, draw_item, grade_item, view
from courses.items import Item
from courses.reviews import left_today, next_step, portion


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is due, of one course."""

    enrolment_id: UUID
    course: Text
    question: QuestionView


@dataclass(frozen=True, slots=True)
class Waiting:
    """A card that is due, with the course and the item that it is about."""

    card: rows.ReviewCard
    course: Course
    item: Item

    def put(self) -> Asked:
        """Return it as it is asked now."""
        enrolment_id = self.card.enrolment_id
        drawn = draw_item(self.item, _seed(enrolment_id, self.card.answered))
        return Asked(enrolment_id, self.course.title, view(drawn))


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """What is due today: the question to answer now, None where today's portion or all is done.

    Attributes:
        left: how many are left of today's portion, this one among them.
        later: how many wait behind it.
        is_mailed: whether a mail tells the reader when something is due.
    """

    asked: Asked | None
    left: int
    later: int
    is_mailed: bool


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An answer to a review and when the question comes again; None where it was known at the last step.

    `left` and `later` are as in `ReviewPage`; `lesson` is the one (key, title) whose question it is.
    """

    asked: Asked
    grade: ItemGrade
    comes_on: date | None
    left: int
    later: int
    lesson: tuple[str, Text] | None


@dataclass(frozen=True, slots=True)
class Due:
    """What is left of today's portion, and how many wait behind it."""

    left: int
    later: int


def count_due(actor: Actor) -> Due:
    """Return how many of the actor's questions today asks for; the caller has seen that the role learns."""
    waiting = rows.count_due(actor.id, today())
    left = left_today(waiting, _answered_today(actor)) if waiting else 0
    return Due(left, waiting - left)


def review_page(actor: Actor, *, goes_on: bool = False) -> ReviewPage:
    """Return the question of the actor's that is asked next.

    Args:
        goes_on: today's portion is done, and another one is wanted.

    Raises:
        Refused: the role does not learn here.
    """
    require_role(actor, Action.LEARN)
    due, later = _due(actor, goes_on=goes_on)
    asked = due[0].put() if due else None
    return ReviewPage(asked, len(due), later, review_mail.is_wanted(actor.id))


def question_asked(actor: Actor, enrolment_id: UUID, item_key: str) -> Asked:
    """Return a question that is due, as it is put now.

    Raises:
        Hidden: it is somebody else's, or there is no such card.
        Conflict: it is not due: it was answered in another window.
    """
    course, drawn, _ = _card(actor, enrolment_id, item_key)
    return Asked(enrolment_id, course.title, view(drawn))


def answer_review(actor: Actor, enrolment_id: UUID, item_key: str, given: Answer) -> Reviewed:
    """Grade one answer, keep it, and say when the question comes again.

    Raises:
        Hidden, Conflict: as `question_asked`.
    """
    course, drawn, card = _card(actor, enrolment_id, item_key)
    graded = grade_item(drawn.item, given)
    card.step, card.due_on = next_step(card.step, graded.is_right, today())
    card.answered += 1
    db.session.add(
        ReviewAnswer(
            id=uuid4(),
            firm_id=actor.firm_id,
            enrolment_id=enrolment_id,
            item=item_key,
            course_version=course.version,
            drawn_values=to_plain(drawn.values),
            given=to_plain(given),
            traps=list(graded.traps),
            is_right=graded.is_right,
            answered_at=now(),
        )
    )
    db.session.flush()
    asked = Asked(enrolment_id, course.title, view(drawn))
    taught = (one for one in course.lessons if any(item.key == item_key for item in course.items_of(one.key)))
    lesson = next(((one.key, one.title) for one in taught), None)
    due, later = _due(actor)
    return Reviewed(asked, graded, card.due_on, len(due), later, lesson)


def _card(actor: Actor, enrolment_id: UUID, item_key: str) -> tuple[Course, DrawnItem, rows.ReviewCard]:
    found, _ = enrolment_rows.read_enrolment(enrolment_id)
    row = require(actor, Action.READ_ENROLMENT, found)
    course, card = course_of(row), rows.lock_card(enrolment_id, item_key)
    if card is None:
        raise Hidden
    if card.due_on is None or card.due_on > today():
        raise Conflict("already_reviewed")
    try:
        item = course.item(item_key)
    except UnknownItem as error:
        raise Hidden from error
    return course, draw_item(item, _seed(enrolment_id, card.answered)), card


def _seed(enrolment_id: UUID, answered: int) -> int:
    """Return a seed that stays until the question is answered, so that a page loaded again asks the same."""
    return int(enrolment_id.int % 1_000_003 * 1_000 + answered)


def _answered_today(actor: Actor) -> int:
    return rows.count_answered(actor.id, datetime.combine(today(), time(), UTC))


def _due(actor: Actor, *, goes_on: bool = False) -> tuple[tuple[Waiting, ...], int]:
    """Return today's portion and how many wait behind it; withdrawn questions and courses are passed over."""
    courses = {course.key: course for course in list_courses()}
    cards = []
    for card, course_key in rows.list_due(actor.id, today()):
        course = courses.get(course_key)
        item = next((one for one in course.items if one.key == card.item), None) if course else None
        if course is not None and item is not None and card.due_on is not None:
            cards.append((f"{card.enrolment_id}:{card.item}", card.due_on, Waiting(card, course, item)))
    left = left_today(len(cards), _answered_today(actor), goes_on=goes_on)
    return portion(cards, today(), left), len(cards) - left
