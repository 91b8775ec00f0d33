"""Grading a course's attempts again: looked at without writing anything, then applied, enrolment by enrolment.

What a grade is worth is decided in `courses.regrading`; here attempts are read in batches, later grades are written,
and what follows from them is done: a course completed, lessons tested out, a mail to whom it concerns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from uuid import UUID, uuid4

from app.db import db
from app.db import enrolments as enrolment_rows
from app.db import regrades as rows
from app.db.enrolments import Enrolment
from app.db.regrades import AttemptGrade, InForce, Regrade
from app.errors import Conflict
from app.services import identity, mail, regrade_texts, rescheduling, trail, work_of
from app.services.enrolments import Own, complete_if_done, put_behind
from app.services.examining import is_past, tested_out
from app.surroundings import now
from content import from_plain, to_plain
from courses.course import Course
from courses.grading import Grade
from courses.regrading import (
    ItemChange,
    ItemTally,
    Regraded,
    Stored,
    compare,
    drawn_again,
    replay,
    tally_items,
)

BATCH = 40
"""Enrolments that are read, and written, at once: few enough that nobody waits for the write lock."""

Tell = Callable[[float], None]
"""Told the share that is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Mover:
    """An attempt that moves across the pass mark, in points of questions asked.

    Attributes:
        user_id, attempt_id: as text.
        direction: "gains" the pass; or falls "short" of it, whether or not the pass is kept.
    """

    user_id: str
    attempt_id: str
    kind: str
    number: int
    was_points: int
    was_asked: int
    points: int
    asked: int
    direction: str


@dataclass(frozen=True, slots=True)
class ShareChange:
    """The pass mark of a kind of test, which is another than the one that attempts were graded by."""

    kind: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Preview:
    """What a regrade would change.

    Attributes:
        attempts: how many were looked at, of how many `people`. left: those of which nothing can be graded again.
        better, worse: attempts with a larger, a smaller share of points. told: those in which only the right answer is
            told otherwise.
        gains: attempts that would pass. short: attempts that would fall short, and keep their pass unless it is taken.
        items: by question, why it counts otherwise and in how many attempts.
        sooner, later: questions of the review that would come again sooner; later or no more.
    """

    people: int
    attempts: int
    left: int
    better: int
    worse: int
    told: int
    gains: int
    short: int
    movers: tuple[Mover, ...]
    items: tuple[ItemTally, ...]
    pass_shares: tuple[ShareChange, ...]
    sooner: int = 0
    later: int = 0

    @property
    def changes_something(self) -> bool:
        """Whether something would be written without taking passes that were kept before."""
        changes_grades = (
            self.items or self.pass_shares or self.better or self.worse or self.gains or self.told
        )
        return bool(changes_grades or self.sooner or self.later)


@dataclass(slots=True)
class Count:
    """What is found while attempts go by."""

    people: set[UUID] = field(default_factory=set)
    attempts: int = 0
    left: int = 0
    better: int = 0
    worse: int = 0
    told: int = 0
    movers: list[Mover] = field(default_factory=list)
    items: list[ItemChange] = field(default_factory=list)
    pass_shares: set[ShareChange] = field(default_factory=set)

    def add(self, course: Course, one: InForce) -> None:
        self.people.add(one.user_id)
        self.attempts += 1
        stored = stored_of(one)
        after = replay(course, stored)
        if after is None:
            self.left += 1
            return
        if stored.grade.pass_share != after.pass_share:
            self.pass_shares.add(ShareChange(one.kind, stored.grade.pass_share, after.pass_share))
        # A pass kept by an earlier regrade is told once more: it would go with the others if passes are taken.
        strict = compare(stored, after, takes_passes=True)
        if strict is not None and strict.crossing in ("gains", "loses"):
            self.movers.append(_mover(one, strict))
        found = compare(stored, after)
        if found is not None:
            self.items += found.items
            self.better += found.after.share > found.before.share
            self.worse += found.after.share < found.before.share
            self.told += not found.is_seen

    def preview(self) -> Preview:
        directions = [one.direction for one in self.movers]
        return Preview(
            people=len(self.people),
            attempts=self.attempts,
            left=self.left,
            better=self.better,
            worse=self.worse,
            told=self.told,
            gains=directions.count("gains"),
            short=directions.count("short"),
            movers=tuple(self.movers),
            items=tally_items(self.items),
            pass_shares=tuple(sorted(self.pass_shares, key=lambda one: (one.kind, one.before))),
        )


def _mover(one: InForce, found: Regraded) -> Mover:
    return Mover(
        user_id=str(one.user_id),
        attempt_id=str(one.id),
        kind=one.kind,
        number=one.number,
        was_points=found.before.points,
        was_asked=found.before.asked,
        points=found.after.points,
        asked=found.after.asked,
        direction="gains" if found.crossing == "gains" else "short",
    )


def stored_of(one: InForce) -> Stored:
    """Return an attempt as the replay takes it."""
    return Stored(
        kind=one.kind,
        drawn=one.drawn,
        given=one.given,
        grade=from_plain(Grade, one.grade),
        is_passed=one.is_passed,
        is_late=is_past(one.due_at, one.submitted_at),
    )


def look(firm_id: UUID, course: Course, version: str | None, tell: Tell) -> Preview:
    """Return what grading a course's attempts again would change in a firm. Writes nothing.

    Args:
        course: the content to grade by.
        version: only attempts drawn from this version of the course; None for all.
    """
    count = Count()
    for batch, share in _batches(firm_id, course.key, version):
        for one in batch:
            count.add(course, one)
        tell(share)
    sooner, later = rescheduling.look(firm_id, course, version)
    return replace(count.preview(), sooner=sooner, later=later)


def apply(firm_id: UUID, regrade_id: UUID, course: Course, tell: Tell) -> None:
    """Write the later grades of a regrade that is being applied, and do what follows from them.

    Safe to run again, and to be stopped at any moment: a grade that is in force already is not written once more.

    Raises:
        Conflict: the course is no longer the one that was looked at.
    """
    with work_of(firm_id):
        row = rows.find_regrade(regrade_id)
        if row is None or row.state != "applying":
            return
        if row.content_hash != course.hash:
            raise Conflict("course_changed")
        version = row.from_version
    for batch, share in _batches(firm_id, course.key, version):
        changed = changes_in(course, batch, takes_passes=row.takes_passes)
        if changed:
            with work_of(firm_id):
                keep(row, course, changed)
        tell(share)
    moved = rescheduling.apply(firm_id, course, version)
    with work_of(firm_id):
        done = rows.lock_regrade(regrade_id)
        if done is not None:
            done.state = "applied"
            db.session.flush()
            counts = rows.count_changed([regrade_id]).get(regrade_id, {})
            trail.note(
                row.asked_by or trail.SYSTEM,
                "regrade applied",
                "regrade",
                regrade_id,
                reviews=moved,
                **counts,
            )


def _batches(firm_id: UUID, key: str, version: str | None) -> Iterator[tuple[list[InForce], float]]:
    """Yield attempts with the share that is done when they are; no transaction is open while they are worked on."""
    with work_of(firm_id):
        total = rows.count_enrolled(key, version)
    done, after = 0, None
    while done < total:
        with work_of(firm_id):
            enrolled = rows.list_enrolled(key, version, after, BATCH)
            batch = rows.list_in_force(enrolled, version)
        if not enrolled:
            return
        done, after = done + len(enrolled), enrolled[-1]
        yield batch, min(1.0, done / total)


def changes_in(
    course: Course, batch: Collection[InForce], *, takes_passes: bool
) -> list[tuple[InForce, Regraded]]:
    """Return which attempts of a batch change, and how."""
    found = []
    for one in batch:
        stored = stored_of(one)
        after = replay(course, stored)
        changed = compare(stored, after, takes_passes=takes_passes) if after else None
        if changed is not None:
            found.append((one, changed))
    return found


def keep(row: Regrade, course: Course, changed: Sequence[tuple[InForce, Regraded]]) -> None:
    """Write the later grades of some attempts, which stand by enrolment, in the current transaction."""
    for enrolment_id, group in groupby(changed, key=lambda one: one[0].enrolment_id):
        enrolment = enrolment_rows.lock_enrolment(enrolment_id)
        if enrolment is None:
            continue
        written = [(one, found) for one, found in group if rows.put_in_force(_grade(row, course, one, found))]
        db.session.flush()
        _follow(row, course, enrolment, written)


def _grade(row: Regrade, course: Course, one: InForce, found: Regraded) -> AttemptGrade:
    return AttemptGrade(
        id=uuid4(),
        firm_id=row.firm_id,
        attempt_id=one.id,
        regrade_id=row.id,
        number=one.grade_number + 1,
        from_version=one.graded_by,
        to_version=course.version,
        grade=to_plain(found.after),
        points=found.after.points,
        asked=found.after.asked,
        is_passed=found.is_passed,
        was_points=one.points,
        was_asked=one.asked,
        was_passed=one.is_passed,
        crossing=found.crossing,
        graded_at=now(),
    )


def _follow(
    row: Regrade, course: Course, enrolment: Enrolment, written: Sequence[tuple[InForce, Regraded]]
) -> None:
    """Do what follows from later grades: lessons tested out, the course completed, its learner told."""
    seen = [(one, found) for one, found in written if found.is_seen]
    learner = identity.actor_of(enrolment.user_id) if seen else None
    if learner is None:  # nothing that anybody would notice, or a closed account
        return
    if any(found.crossing == "gains" and one.kind == course.final for one, found in seen):
        complete_if_done(learner, _own(enrolment, course), is_passed=True, by=row.asked_by)
    for one, found in seen:
        if one.kind == "pretest":
            mine = _own(enrolment, course)
            freed = tested_out(course, found.after, [put.item for put in drawn_again(course, one.drawn)])
            put_behind(
                learner,
                mine,
                [key for key in freed if key not in mine.done],
                how="tested out",
                by=row.asked_by,
            )
    wording = regrade_texts.Wording(learner.language, course.title, learner.firm_name, row.reason or "")
    lines = tuple(
        regrade_texts.Line(
            one.kind, one.number, one.points, one.asked, found.after.points, found.after.asked, found.crossing
        )
        for one, found in seen
    )
    body = wording.body(learner.name, lines, enrolment.id)
    mail.post(learner.name, learner.email, wording.subject, body, "regrade")


def _own(enrolment: Enrolment, course: Course) -> Own:
    done = enrolment_rows.list_lessons_done([enrolment.id]).get(enrolment.id, ())
    return Own(enrolment, course, frozenset(done))
