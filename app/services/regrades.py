"""Regrades as the firm's administrator asks for them: look first, then apply with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from app.db import db, every_firm
from app.db import regrades as rows
from app.db.outgoing import find_job_for
from app.db.people import names_of
from app.db.regrades import Crossed, Regrade
from app.errors import Conflict, Invalid
from app.policy import Action, Actor, require, require_role
from app.services import jobs, regrading, trail, work_of
from app.services.enrolments import published_course
from app.services.jobs import JobStatus
from app.services.regrading import Mover, Preview
from app.surroundings import now
from content import from_plain, to_plain
from content.text import Text
from courses.course import Course, UnknownCourse, find_course, list_courses

SHORTEST_REASON, LONGEST_REASON = 10, 500
MOST_LISTED = 200
"""How many people a page lists by name; the counts are of all."""
_LATEST = 20
_KEPT_LOOKS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A published course whose attempts can be graded again: how many were handed in, by version drawn from."""

    key: str
    title: Text
    version: str
    attempts: int
    versions: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class RegradeLine:
    """A regrade that was applied, or is being."""

    id: UUID
    course: Text
    state: str
    reason: str
    person: str | None
    applied_at: datetime | None
    changed: int
    gained: int


@dataclass(frozen=True, slots=True)
class RegradesPage:
    courses: tuple[CourseLine, ...]
    regrades: tuple[RegradeLine, ...]


@dataclass(frozen=True, slots=True)
class RegradePage:
    """One regrade.

    Attributes:
        state: "looking", "looked", "applying" or "applied".
        is_current: the course is still the one that was looked at, so the regrade can be applied.
        preview: what was found; None while it is looked for.
        movers: those of the preview who would gain the pass or fall short, with their names, at most `MOST_LISTED`.
        changed: attempts changed, by what became of the pass. crossed: those whose pass was touched.
    """

    id: UUID
    course: Text
    version: str
    from_version: str | None
    state: str
    is_current: bool
    job: JobStatus | None
    preview: Preview | None
    movers: tuple[tuple[str, Mover], ...]
    reason: str
    takes_passes: bool
    person: str | None
    applied_at: datetime | None
    changed: dict[str, int]
    crossed: tuple[Crossed, ...]


def regrades_page(actor: Actor) -> RegradesPage:
    """Return the courses with attempts to grade again, and what was graded again lately.

    Raises:
        Refused: not the firm's administrator.
    """
    require_role(actor, Action.REGRADE)
    courses = {course.key: course for course in list_courses()}
    versions: dict[str, list[tuple[str, int]]] = {}
    for key, version, count in rows.list_attempted():
        versions.setdefault(key, []).append((version, count))
    latest = rows.list_regrades(_LATEST)
    counts = rows.count_changed([row.id for row in latest])
    names = names_of([row.asked_by for row in latest if row.asked_by])
    return RegradesPage(
        courses=tuple(
            CourseLine(
                key,
                course.title,
                course.version,
                sum(count for _, count in versions[key]),
                tuple(versions[key]),
            )
            for key, course in courses.items()
            if key in versions
        ),
        regrades=tuple(
            RegradeLine(
                id=row.id,
                course=_title(row.course_key),
                state=row.state,
                reason=row.reason or "",
                person=names.get(row.asked_by) if row.asked_by else None,
                applied_at=row.applied_at,
                changed=sum(counts.get(row.id, {}).values()),
                gained=counts.get(row.id, {}).get("gains", 0),
            )
            for row in latest
        ),
    )


def start(actor: Actor, course_key: str, version: str | None) -> UUID:
    """Ask for a look at what grading a course's attempts again would change; returns the regrade's id.

    Args:
        version: only attempts drawn from this version of the course; None for all.

    Raises:
        Refused: not the firm's administrator.
        Invalid: no such course, or no attempts of this version.
    """
    require_role(actor, Action.REGRADE)
    course = published_course(course_key)
    if version is not None and (course.key, version) not in {one[:2] for one in rows.list_attempted()}:
        raise Invalid("version", "unknown_choice")
    rows.forget_looks(now() - _KEPT_LOOKS)
    row = _add(actor.firm_id, course, version, actor.id)
    jobs.add("regrade", _job_name(row.id), {"regrade_id": str(row.id)}, actor.id)
    return row.id


def _add(firm_id: UUID, course: Course, version: str | None, asked_by: UUID | None) -> Regrade:
    row = Regrade(
        id=uuid4(),
        firm_id=firm_id,
        course_key=course.key,
        content_version=course.version,
        content_hash=course.hash,
        from_version=version,
        asked_by=asked_by,
        created_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def regrade_page(actor: Actor, regrade_id: UUID) -> RegradePage:
    """Return one regrade: how far it is, what it would change, or what it changed.

    Raises:
        Hidden: there is none in the firm, or the actor is not its administrator.
    """
    row = require(actor, Action.REGRADE, rows.find_regrade(regrade_id, with_preview=True))
    preview = from_plain(Preview, row.preview) if row.preview else None
    movers = preview.movers[:MOST_LISTED] if preview and row.state == "looked" else ()
    ids = {UUID(one.user_id) for one in movers} | ({row.asked_by} if row.asked_by else set())
    names = names_of(ids)
    job = find_job_for(_job_name(row.id))
    is_applied = row.state in ("applying", "applied")
    listed = [(names[UUID(one.user_id)], one) for one in movers if UUID(one.user_id) in names]
    return RegradePage(
        id=row.id,
        course=_title(row.course_key),
        version=row.content_version,
        from_version=row.from_version,
        state=row.state,
        is_current=_hash_of(row.course_key) == row.content_hash,
        job=jobs.describe(job) if job else None,
        preview=preview,
        movers=tuple(sorted(listed, key=lambda one: (one[1].direction, one[0], one[1].kind, one[1].number))),
        reason=row.reason or "",
        takes_passes=row.takes_passes,
        person=names.get(row.asked_by) if row.asked_by else None,
        applied_at=row.applied_at,
        changed=rows.count_changed([row.id]).get(row.id, {}) if is_applied else {},
        crossed=tuple(rows.list_crossed(row.id, MOST_LISTED)) if is_applied else (),
    )


def apply(
    actor: Actor, regrade_id: UUID, reason: str, *, takes_passes: bool = False, is_confirmed: bool = False
) -> None:
    """Ask for a regrade that was looked at to be applied.

    Args:
        reason: told to everybody whose grade changes, and kept.
        takes_passes: attempts that fall short lose their pass; needs `is_confirmed`.

    Raises:
        Hidden: as `regrade_page`.
        Invalid: no reason, one that is too short or too long, or passes taken without confirmation.
        Conflict: it was applied before, it was not looked at yet, or the course has changed since.
    """
    row = require(actor, Action.REGRADE, rows.lock_regrade(regrade_id))
    if row.state != "looked":
        raise Conflict("not_looked_yet" if row.state == "looking" else "already_applied")
    if _hash_of(row.course_key) != row.content_hash:
        raise Conflict("course_changed")
    if takes_passes and not is_confirmed:
        raise Invalid("is_confirmed", "confirm_taking")
    _apply(row, reason, takes_passes, actor.id)
    jobs.ask_for("regrade", _job_name(row.id), {"regrade_id": str(row.id)}, actor.id)


def _apply(row: Regrade, reason: str, takes_passes: bool, by: UUID | None) -> None:
    reason = " ".join(reason.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Invalid("reason", "length", shortest=SHORTEST_REASON, longest=LONGEST_REASON)
    row.state, row.reason, row.takes_passes = "applying", reason, takes_passes
    row.applied_at, row.asked_by = now(), by
    db.session.flush()
    facts = {"course": row.course_key, "version": row.content_version, "takes_passes": takes_passes}
    trail.note(by or trail.SYSTEM, "regrade asked for", "regrade", row.id, **facts)


def work(firm_id: UUID, regrade_id: UUID, tell: Callable[[float], None]) -> None:
    """Do what a regrade waits for: look, or apply. For the worker; safe to run again.

    Raises:
        Conflict: the course is no longer the one that was looked at, or not published any more.
    """
    with work_of(firm_id):
        row = rows.find_regrade(regrade_id)
    if row is None:
        return
    try:
        course = find_course(row.course_key)
    except UnknownCourse as error:
        raise Conflict("course_changed") from error
    if row.state == "applying":
        regrading.apply(firm_id, regrade_id, course, tell)
    elif row.state == "looking":
        preview = regrading.look(firm_id, course, row.from_version, tell)
        with work_of(firm_id):
            found = rows.lock_regrade(regrade_id)
            if found is not None and found.state == "looking":
                found.state, found.preview, found.content_hash = "looked", to_plain(preview), course.hash
                found.content_version = course.version


def apply_at_once(
    firm_id: UUID, course: Course, version: str | None, reason: str, *, takes_passes: bool
) -> UUID:
    """Look and apply in one go, for the command line; returns the regrade's id.

    Raises:
        Invalid: as `apply`.
    """
    preview = regrading.look(firm_id, course, version, lambda share: None)
    with work_of(firm_id):
        row = _add(firm_id, course, version, None)
        row.preview = to_plain(preview)
        _apply(row, reason, takes_passes, None)
        regrade_id = row.id
    regrading.apply(firm_id, regrade_id, course, lambda share: None)
    return regrade_id


def changed_by(firm_id: UUID, regrade_id: UUID) -> dict[str, int]:
    """Return how many attempts a regrade changed, by what became of the pass."""
    with work_of(firm_id):
        return rows.count_changed([regrade_id]).get(regrade_id, {})


def status(actor: Actor, regrade_id: UUID) -> JobStatus | None:
    """Return how far the work on a regrade is.

    Raises:
        Hidden: as `regrade_page`.
    """
    require(actor, Action.REGRADE, rows.find_regrade(regrade_id))
    job = find_job_for(_job_name(regrade_id))
    return jobs.describe(job) if job else None


def _job_name(regrade_id: UUID) -> str:
    return f"regrade:{regrade_id}"


def _title(key: str) -> Text:
    try:
        return find_course(key).title
    except UnknownCourse:
        return {"en": key}


def _hash_of(key: str) -> str | None:
    try:
        return find_course(key).hash
    except UnknownCourse:
        return None


@dataclass(frozen=True, slots=True)
class FirmAttempts:
    """A firm in which somebody has handed in a test of a course."""

    id: UUID
    name: str


def firms_with_attempts(course_key: str, name: str | None = None) -> tuple[FirmAttempts, ...]:
    """Return the firms with attempts at a course's tests, by name; only those of a name where one is given."""
    with every_firm("the command line grades a course again in every firm"):
        found = rows.list_firms(course_key)
    return tuple(FirmAttempts(*one) for one in found if name is None or one[1] == name)


def names_in(firm_id: UUID, preview: Preview) -> dict[str, str]:
    """Return the names of the people of a preview, by their id as text."""
    with work_of(firm_id):
        found = names_of({UUID(one.user_id) for one in preview.movers})
    return {str(user_id): name for user_id, name in found.items()}
