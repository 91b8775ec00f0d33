"""Attempts at a course's tests: drawn once, handed in once, graded here. The key never leaves before that."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from app.db import db
from app.db import enrolments as rows
from app.db.enrolments import Attempt, Enrolment
from app.db.prepared import at_once
from app.errors import Conflict, Hidden
from app.policy import Action, Actor, require
from app.services import identity, jobs, trail
from app.services.attempt_results import AttemptResult, points_to_pass, result_of
from app.services.enrolments import complete_if_done, course_of, own_locked, skip_lessons
from app.services.examining import (
    GRACE,
    draw,
    is_late,
    mark,
    require_start,
    rules_of,
    standing,
    tested_out,
)
from app.surroundings import now
from content import to_plain
from content.text import Text
from courses.course import Course
from courses.grading import Answers, DrawnItem, Grade, QuestionView, grade, view
from courses.items import Item
from courses.progress import measure_progress
from courses.regrading import drawn_again

HIGHEST_SEED = 2**31 - 1
CLOSED_AFTER = GRACE + timedelta(seconds=1)
"""How long after its time what was kept of an attempt is handed in by a job."""


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """An attempt to work on. It has no field that could hold a key, a tolerance or feedback.

    Attributes:
        seconds_left: until `due_at`, by the server's clock; 0 when that is past, None where nobody is held to the time.
        draft: the form as it was last kept, name to values.
        is_over: its time, with the grace, has run out, so it waits to be closed.
        has_kept: answers were kept that count when it is closed.
    """

    id: UUID
    enrolment_id: UUID
    course: Text
    kind: str
    number: int
    started_at: datetime
    due_at: datetime | None
    minutes: int
    pass_points: int
    pass_share: float
    questions: tuple[QuestionView, ...]
    seconds_left: int | None
    draft: Mapping[str, list[str]]
    is_over: bool
    has_kept: bool


def start_attempt(actor: Actor, enrolment_id: UUID, kind: str = "quiz") -> UUID:
    """Draw the questions of a new attempt, or take up the one that waits to be handed in. Returns its id.

    An attempt whose time ran out without being handed in is closed first, with what was kept of its answers, and
    counts as one. A job does so before, where answers were kept.

    Raises:
        Hidden: as `enrolments.own`; also where the course has no such test.
        Conflict: the test is not open yet, may not be tried again yet, or not any more.
    """
    mine = own_locked(actor, enrolment_id)
    row, course = mine.row, mine.course
    rules, at = rules_of(course, kind), now()
    earlier = _attempts_at(row.id, kind)
    for attempt in earlier:
        if attempt.submitted_at is None and not is_late(attempt, at):
            return attempt.id
    over = [attempt for attempt in earlier if attempt.submitted_at is None]
    for attempt in over:
        _close(actor, find_attempt(actor, row.id, attempt.id))
    if over:
        earlier = _attempts_at(row.id, kind)
    progress = measure_progress(course, mine.done, is_passed=False)
    require_start(standing(rules, progress, earlier, at))
    seed = secrets.randbelow(HIGHEST_SEED)
    drawn = draw(course, rules.kind, seed, rows.list_drawn(row.id))
    attempt = Attempt(
        id=uuid4(),
        firm_id=row.firm_id,
        enrolment_id=row.id,
        kind=kind,
        number=len(earlier) + 1,
        seed=seed,
        course_version=course.version,
        drawn=[
            {"item": one.item.key, "options": list(one.option_keys), "values": to_plain(one.values)}
            for one in drawn
        ],
        asked=len(drawn),
        started_at=at,
        due_at=at + rules.time if rules.time else None,
    )
    db.session.add(attempt)
    db.session.flush()
    facts = {"attempt": str(attempt.id), "number": attempt.number, "kind": kind}
    trail.note(actor.id, "attempt started", "enrolment", row.id, **facts)
    if attempt.due_at is not None:
        ids = {"enrolment_id": str(row.id), "attempt_id": str(attempt.id)}
        jobs.add("close_attempt", f"attempt:{attempt.id}", ids, run_after=attempt.due_at + CLOSED_AFTER)
    return attempt.id


def _attempts_at(enrolment_id: UUID, kind: str) -> list[Attempt]:
    return [attempt for attempt in rows.list_attempts(enrolment_id) if attempt.kind == kind]


@dataclass(frozen=True, slots=True)
class Found:
    """An attempt of the actor's own as it was read, with its course and the questions that it puts."""

    row: Enrolment
    course: Course
    attempt: Attempt
    drawn: tuple[DrawnItem, ...]


def find_attempt(actor: Actor, enrolment_id: UUID, attempt_id: UUID) -> Found:
    """Return an attempt of the actor's own, for its page and for handing it in.

    Raises:
        Hidden: as `enrolments.own`; also for an attempt of another enrolment.
    """
    row, course, attempt = _read(actor, enrolment_id, attempt_id)
    return Found(row, course, attempt, drawn_again(course, attempt.drawn))


def attempt_page(actor: Actor, enrolment_id: UUID, attempt_id: UUID) -> OpenAttempt | AttemptResult:
    """Return an attempt of the actor's own: its questions, or once it is handed in what it was worth.

    Raises:
        Hidden: as `find_attempt`.
    """
    return page_of(find_attempt(actor, enrolment_id, attempt_id))


def page_of(found: Found) -> OpenAttempt | AttemptResult:
    """Return the questions of an attempt, or once it is handed in what it was worth."""
    row, course, attempt, drawn = found.row, found.course, found.attempt, found.drawn
    if attempt.submitted_at is not None:
        return result_of(row, course, attempt)
    rules, at = rules_of(course, attempt.kind), now()
    return OpenAttempt(
        id=attempt.id,
        enrolment_id=row.id,
        course=course.title,
        kind=attempt.kind,
        number=attempt.number,
        started_at=attempt.started_at,
        due_at=attempt.due_at,
        minutes=rules.minutes,
        pass_points=points_to_pass(rules.pass_share, len(drawn)),
        pass_share=rules.pass_share,
        questions=tuple(view(one, number) for number, one in enumerate(drawn, start=1)),
        seconds_left=max(0, int((attempt.due_at - at).total_seconds())) if attempt.due_at else None,
        draft=attempt.draft or {},
        is_over=is_late(attempt, at),
        has_kept=attempt.draft_given is not None,
    )


def keep_draft(found: Found, filled: Mapping[str, Sequence[str]], given: Answers) -> None:
    """Keep the form of an attempt as it is filled in so far, so that a lost connection loses nothing.

    Args:
        filled: name of a field to its values; the last draft replaces the one before.
        given: the answers in it that can be graded, item key to answer: they count if the time runs out.

    Raises:
        Conflict: it was handed in, or its time is over.
    """
    form = {name: list(values) for name, values in filled.items()}
    with at_once():
        if not rows.keep_draft(found.attempt.id, form, to_plain(dict(given)), now() - GRACE):
            raise Conflict("already_submitted" if not is_late(found.attempt, now()) else "time_over")


def submit_attempt(actor: Actor, enrolment_id: UUID, attempt_id: UUID, given: Answers) -> bool:
    """Find an attempt and hand it in; see `hand_in`."""
    return hand_in(actor, find_attempt(actor, enrolment_id, attempt_id), given)


def hand_in(actor: Actor, found: Found, given: Answers) -> bool:
    """Grade an attempt and keep what was given, once. Passing completes the course where nothing else is missing.

    Where its time is over and answers were kept in time, those are handed in as they were then, and what comes now
    counts nothing. Where none were kept, what comes late is kept and graded, and does not pass.

    Args:
        given: item key to answer; a question without one is worth nothing.

    Returns:
        Whether it passed.

    Raises:
        Conflict: it was handed in before; what counted then still counts.
    """
    attempt, at = found.attempt, now()
    if is_late(attempt, at) and attempt.draft_given is not None:
        return _close(actor, found)
    graded = mark(found.course, rules_of(found.course, attempt.kind), _items(found), given)
    return _keep(actor, found, given, graded, at)


def _close(actor: Actor, found: Found) -> bool:
    """Hand in what was kept of an attempt when its time ran out; one of which nothing was kept is worth nothing."""
    attempt = found.attempt
    if attempt.draft_given is None:
        return _keep(actor, found, {}, grade([], {}, pass_share=1.0), attempt.due_at or now(), ran_out=True)
    given: Answers = attempt.draft_given
    graded = mark(found.course, rules_of(found.course, attempt.kind), _items(found), given)
    return _keep(actor, found, given, graded, attempt.due_at or now(), ran_out=True)


def close_when_over(enrolment_id: UUID, attempt_id: UUID) -> None:
    """Hand in what was kept of an attempt whose time ran out, if nobody has. For the worker; safe to run again.

    One of which nothing was kept stays open: what comes late is kept and graded, although it does not pass.

    Raises:
        Hidden: its course is no longer published.
    """
    row = rows.lock_enrolment(enrolment_id)
    learner = identity.actor_of(row.user_id) if row is not None else None
    if learner is None:
        return
    found = find_attempt(learner, enrolment_id, attempt_id)
    attempt = found.attempt
    if attempt.submitted_at is None and attempt.draft_given is not None and is_late(attempt, now()):
        _close(learner, found)


def _items(found: Found) -> list[Item]:
    return [one.item for one in found.drawn]


def _keep(
    actor: Actor, found: Found, given: Answers, graded: Grade, at: datetime, *, ran_out: bool = False
) -> bool:
    """Write what was given and what it was worth, and do what follows from it; returns whether it passed."""
    row, course, attempt = found.row, found.course, found.attempt
    is_passed = graded.is_passed and not is_late(attempt, at)
    asked = {one.item.key for one in found.drawn}
    completes = is_passed and attempt.kind == course.final
    # Alone it is kept at once; what follows from it is kept with it or not at all.
    with nullcontext() if completes or ran_out or attempt.kind == "pretest" else at_once():
        is_first = rows.submit_attempt(
            attempt.id,
            submitted_at=at,
            given={key: to_plain(answer) for key, answer in given.items() if key in asked},
            grade=to_plain(graded),
            points=graded.points,
            asked=graded.asked or attempt.asked,
            is_passed=is_passed,
            ran_out=ran_out,
        )
        if not is_first:
            raise Conflict("already_submitted")
        facts = {"attempt": str(attempt.id), "is_passed": is_passed}
        done = "attempt ran out" if ran_out else "attempt submitted"
        trail.note(actor.id, done, "enrolment", row.id, **facts)
    if attempt.kind == "pretest":
        skip_lessons(actor, row.id, tested_out(course, graded, _items(found)))
    elif completes:
        complete_if_done(actor, own_locked(actor, row.id), is_passed=True)
    return is_passed


def _read(actor: Actor, enrolment_id: UUID, attempt_id: UUID) -> tuple[Enrolment, Course, Attempt]:
    found, attempt = rows.read_attempt(enrolment_id, attempt_id)
    row = require(actor, Action.READ_ENROLMENT, found)
    if attempt is None:
        raise Hidden
    return row, course_of(row), attempt
