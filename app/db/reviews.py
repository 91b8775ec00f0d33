"""What learners come back to: a card for each question that is due again, and every answer that was given to one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, String, Table, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, FirmOwned, db, owned
from app.db.enrolments import Enrolment
from app.db.people import User
from app.db.scope import current_firm


class ReviewCard(Base):
    """A question that an enrolment is asked again; `due_on` is None once it was known at the last step."""

    __tablename__ = "review_cards"
    __table_args__ = (
        ForeignKeyConstraint(
            ["firm_id", "enrolment_id"], ["enrolments.firm_id", "enrolments.id"], ondelete="CASCADE"
        ),
    )

    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firms.id"), primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(String(80), primary_key=True)
    step: Mapped[int]
    due_on: Mapped[date | None]
    answered: Mapped[int] = mapped_column(default=0)


class ReviewAnswer(FirmOwned, Base):
    """An answer to a card, written once; `drawn_values` are the numbers that the question was put with."""

    __tablename__ = "review_answers"
    __table_args__ = (
        owned("review_answers"),
        ForeignKeyConstraint(
            ["firm_id", "enrolment_id"], ["enrolments.firm_id", "enrolments.id"], ondelete="CASCADE"
        ),
        Index("ix_review_answers_firm_id_enrolment_id_item", "firm_id", "enrolment_id", "item"),
    )

    enrolment_id: Mapped[UUID]
    item: Mapped[str] = mapped_column(String(80))
    course_version: Mapped[str] = mapped_column(String(20))
    drawn_values: Mapped[dict[str, Any]] = mapped_column(JSON)
    given: Mapped[Any] = mapped_column(JSON)
    traps: Mapped[list[Any]] = mapped_column(JSON)
    is_right: Mapped[bool]
    answered_at: Mapped[datetime]


class ReviewMail(Base):
    """Whether somebody wants mail about what is due, and when the last was sent; nothing is kept before either."""

    __tablename__ = "review_mails"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "user_id"], ["users.firm_id", "users.id"], ondelete="CASCADE"),
    )

    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firms.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    is_wanted: Mapped[bool] = mapped_column(default=True)
    mailed_on: Mapped[date | None]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a card as it is kept."""

    course_version: str
    drawn_values: dict[str, Any]
    given: Any
    is_right: bool
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A card that was answered, where it stands, and all its answers, the oldest first."""

    enrolment_id: UUID
    item: str
    step: int
    due_on: date | None
    answers: tuple[Answered, ...]


cards = cast(Table, ReviewCard.__table__)
answers = cast(Table, ReviewAnswer.__table__)
enrolments = cast(Table, Enrolment.__table__)


def list_due(user_id: UUID, day: date) -> list[tuple[ReviewCard, str]]:
    """Return a person's cards that are due by a day, with the key of their course, the oldest first."""
    query = (
        select(ReviewCard, Enrolment.course_key)
        .join(
            Enrolment,
            (Enrolment.firm_id == ReviewCard.firm_id) & (Enrolment.id == ReviewCard.enrolment_id),
        )
        .where(ReviewCard.firm_id == current_firm(), Enrolment.user_id == user_id, ReviewCard.due_on <= day)
        .order_by(ReviewCard.due_on, ReviewCard.enrolment_id, ReviewCard.item)
    )
    return [(card, key) for card, key in db.session.execute(query)]


def count_due(user_id: UUID, day: date) -> int:
    """Return how many of a person's cards are due by a day."""
    query = (
        select(func.count())
        .select_from(cards)
        .join(
            enrolments,
            (enrolments.c.firm_id == cards.c.firm_id) & (enrolments.c.id == cards.c.enrolment_id),
        )
        .where(cards.c.firm_id == current_firm(), enrolments.c.user_id == user_id, cards.c.due_on <= day)
    )
    return db.session.scalar(query) or 0


def count_answered(user_id: UUID, since: datetime) -> int:
    """Return how many reviews a person has answered since an instant."""
    query = (
        select(func.count())
        .select_from(answers)
        .join(
            enrolments,
            (enrolments.c.firm_id == answers.c.firm_id) & (enrolments.c.id == answers.c.enrolment_id),
        )
        .where(
            answers.c.firm_id == current_firm(),
            enrolments.c.user_id == user_id,
            answers.c.answered_at >= since,
        )
    )
    return db.session.scalar(query) or 0


def next_due(enrolment_id: UUID, day: date) -> date | None:
    """Return when an enrolment's next card comes: `day` where one has waited for longer."""
    query = select(func.min(cards.c.due_on)).where(
        cards.c.firm_id == current_firm(), cards.c.enrolment_id == enrolment_id
    )
    found: date | None = db.session.scalar(query)
    return found and max(found, day)


def list_cards(enrolment_id: UUID) -> set[str]:
    """Return the keys of the items that an enrolment has cards for."""
    query = select(cards.c.item).where(
        cards.c.firm_id == current_firm(), cards.c.enrolment_id == enrolment_id
    )
    return set(db.session.scalars(query))


def lock_card(enrolment_id: UUID, item: str) -> ReviewCard | None:
    """Return a card to change: no other transaction changes it before this one ends."""
    query = (
        select(ReviewCard)
        .where(
            ReviewCard.firm_id == current_firm(),
            ReviewCard.enrolment_id == enrolment_id,
            ReviewCard.item == item,
        )
        .with_for_update(of=ReviewCard)
    )
    return db.session.scalar(query, execution_options={"populate_existing": True})


def list_answered(course_key: str, after: UUID | None, most: int) -> list[UUID]:
    """Return the enrolments in a course with answers to reviews, by id, from the one after."""
    query = (
        select(answers.c.enrolment_id)
        .join(
            enrolments,
            (enrolments.c.firm_id == answers.c.firm_id) & (enrolments.c.id == answers.c.enrolment_id),
        )
        .where(answers.c.firm_id == current_firm(), enrolments.c.course_key == course_key)
        .distinct()
        .order_by(answers.c.enrolment_id)
        .limit(most)
    )
    if after is not None:
        query = query.where(answers.c.enrolment_id > after)
    return list(db.session.scalars(query))


def list_standing(enrolment_ids: Collection[UUID]) -> list[Standing]:
    """Return the cards that were answered, by enrolment and item, each with all its answers."""
    names = ("course_version", "drawn_values", "given", "is_right", "answered_at")
    query = (
        select(
            cards.c.enrolment_id,
            cards.c.item,
            cards.c.step,
            cards.c.due_on,
            *(answers.c[name] for name in names),
        )
        .join(
            answers,
            (answers.c.firm_id == cards.c.firm_id)
            & (answers.c.enrolment_id == cards.c.enrolment_id)
            & (answers.c.item == cards.c.item),
        )
        .where(cards.c.firm_id == current_firm(), cards.c.enrolment_id.in_(enrolment_ids))
        .order_by(cards.c.enrolment_id, cards.c.item, answers.c.answered_at, answers.c.id)
    )
    found = []
    for (enrolment_id, item), group in groupby(
        db.session.execute(query) if enrolment_ids else (), key=lambda row: (row.enrolment_id, row.item)
    ):
        lines = list(group)
        kept = tuple(Answered(*(getattr(row, name) for name in names)) for row in lines)
        found.append(Standing(enrolment_id, item, lines[0].step, lines[0].due_on, kept))
    return found


def add_cards(enrolment_id: UUID, items: Sequence[str], due_on: date) -> None:
    """Add cards at the first step, in one statement."""
    lines = [
        {
            "firm_id": current_firm(),
            "enrolment_id": enrolment_id,
            "item": item,
            "step": 0,
            "due_on": due_on,
            "answered": 0,
        }
        for item in items
    ]
    if lines:
        db.session.connection().execute(cards.insert(), lines)


def find_mail(user_id: UUID) -> ReviewMail | None:
    """Return what is kept about a person's mail; None: they get it, and none was sent yet."""
    query = select(ReviewMail).where(ReviewMail.firm_id == current_firm(), ReviewMail.user_id == user_id)
    return db.session.scalar(query)


def keep_mail(user_id: UUID, **values: Any) -> None:
    """Write what is kept about the mail of a person whom the caller has locked."""
    row = find_mail(user_id)
    if row is None:
        row = ReviewMail(firm_id=current_firm(), user_id=user_id, is_wanted=True)
        db.session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    db.session.flush()


def list_to_mail(day: date, mailed_before: date) -> dict[UUID, list[tuple[str, str]]]:
    """Return course and item of what is due, of each active person who wants mail and got none since a day."""
    query = (
        select(User.id, Enrolment.course_key, ReviewCard.item)
        .join(Enrolment, (Enrolment.firm_id == User.firm_id) & (Enrolment.user_id == User.id))
        .join(
            ReviewCard,
            (ReviewCard.firm_id == Enrolment.firm_id) & (ReviewCard.enrolment_id == Enrolment.id),
        )
        .join(
            ReviewMail,
            (ReviewMail.firm_id == User.firm_id) & (ReviewMail.user_id == User.id),
            isouter=True,
        )
        .where(
            User.firm_id == current_firm(),
            ReviewCard.firm_id == current_firm(),
            User.is_active,
            ReviewCard.due_on <= day,
            ReviewMail.user_id.is_(None) | ReviewMail.is_wanted,
            ReviewMail.mailed_on.is_(None) | (ReviewMail.mailed_on <= mailed_before),
        )
        .order_by(User.id, Enrolment.course_key, ReviewCard.item)
    )
    found: dict[UUID, list[tuple[str, str]]] = {}
    for user_id, course, item in db.session.execute(query):
        found.setdefault(user_id, []).append((course, item))
    return found
