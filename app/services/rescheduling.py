"""When review questions come again, reckoned anew after a question was corrected; no answer is changed.

A card stands where its answers have brought it. Each is judged by the corrected question, and the card is put where it
would stand then: what somebody was taught wrongly comes again at once, and what was known all along does not come again
too soon.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.db import db
from app.db import reviews as rows
from app.db.reviews import Standing
from app.services import work_of
from courses.course import Course
from courses.regrading import is_right_again
from courses.reviews import standing

BATCH = 40
"""Enrolments that are read, and written, at once: few enough that nobody waits for the write lock."""


@dataclass(frozen=True, slots=True)
class Move:
    """A card that would stand at another step; `due_on` is when it comes again, None where it was known at the last."""

    card: Standing
    step: int
    due_on: date | None

    @property
    def is_sooner(self) -> bool:
        """Whether the question comes again sooner than it would now."""
        return (self.due_on or date.max) < (self.card.due_on or date.max)


def look(firm_id: UUID, course: Course, version: str | None) -> tuple[int, int]:
    """Return how many questions would come again sooner, and how many later or no more. Writes nothing.

    Args:
        course: the content to judge by.
        version: only answers given under this version of the course are judged anew; None for all.
    """
    sooner = [one.is_sooner for batch in _batches(firm_id, course, version) for one in batch]
    return sum(sooner), len(sooner) - sum(sooner)


def apply(firm_id: UUID, course: Course, version: str | None) -> int:
    """Put the cards where they belong; returns how many. Safe to stop at any moment, and to repeat."""
    moved = 0
    for batch in _batches(firm_id, course, version):
        if batch:
            with work_of(firm_id):
                moved += sum(_put(one) for one in batch)
    return moved


def _put(move: Move) -> bool:
    """Put one card, unless it was answered since it was read: then it went on by the corrected question."""
    card = rows.lock_card(move.card.enrolment_id, move.card.item)
    if card is None or card.answered != len(move.card.answers):
        return False
    card.step, card.due_on = move.step, move.due_on
    db.session.flush()
    return True


def _batches(firm_id: UUID, course: Course, version: str | None) -> Iterator[Sequence[Move]]:
    """Yield the moves of some enrolments at a time; no transaction is open while they are worked on."""
    after, put = None, frozenset(item.key for item in course.items)
    while True:
        with work_of(firm_id):
            enrolled = rows.list_answered(course.key, after, BATCH)
            found = rows.list_standing(enrolled)
        if not enrolled:
            return
        after = enrolled[-1]
        # A card of a withdrawn question is left alone, as it is not put.
        yield [move for one in found if one.item in put and (move := _move(course, one, version)) is not None]


def _move(course: Course, card: Standing, version: str | None) -> Move | None:
    """Return where a card belongs if that is elsewhere."""
    step, due_on = standing(
        (one.answered_at.date(), _is_right(course, card.item, one, version)) for one in card.answers
    )
    return None if (step, due_on) == (card.step, card.due_on) else Move(card, step, due_on)


def _is_right(course: Course, item: str, one: rows.Answered, version: str | None) -> bool:
    if version is not None and one.course_version != version:
        return one.is_right
    again = is_right_again(course, item, one.drawn_values, one.given)
    return one.is_right if again is None else again
