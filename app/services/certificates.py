"""Certificates: issued when a course is completed, kept by their holders, revoked and restored by the firm's staff."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from app.db import assessments as assessment_rows
from app.db import certificates as rows
from app.db import db
from app.db import enrolments as enrolment_rows
from app.db.certificates import NAMES_SHOWN, REVOKED_FOR, Certificate
from app.db.enrolments import Attempt, Enrolment
from app.errors import Conflict, Hidden, Invalid
from app.policy import Action, Actor, require, require_role
from app.services import brands, mail, trail, training_texts
from app.surroundings import now, settings
from content import from_plain, to_plain
from courses.certificates import DRAWN, Achievement, achievement_of, code_of, grouped
from courses.course import Course

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Revocation:
    """Since when a certificate no longer counts, and why; `note` is for the firm and the holder alone."""

    at: datetime
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A certificate as its holder and the firm's staff see it.

    Attributes:
        code: in groups, as it is printed.
        address: where anybody can have it checked.
        name_shown: what that page says of the holder: "full", "initials" or "none".
    """

    id: UUID
    enrolment_id: UUID
    code: str
    address: str
    holder: str
    issuer: str
    issuer_id: UUID
    achievement: Achievement
    issued_at: datetime
    name_shown: str
    prints_share: bool
    revocation: Revocation | None
    brand_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """By which assessment of which client staff came to a certificate."""

    assessment_id: UUID
    assessment: str
    engagement_id: UUID
    client: str


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A certificate for those that may revoke it; `held` is None for the firm's administrator, who sees all.

    `is_own`: it is the reader's own, of which nobody takes a revocation back.
    """

    line: CertificateLine
    held: Held | None
    is_own: bool


def address_of(code: str) -> str:
    """Return where anybody can have a code checked."""
    return f"{settings().base_url}/certificates/{grouped(code)}"


def line_of(row: Certificate) -> CertificateLine:
    """Return a certificate as plain values."""
    revocation = None
    if row.revoked_at is not None:
        revocation = Revocation(row.revoked_at, row.revoked_for or "mistake", row.revoked_note or "")
    return CertificateLine(
        id=row.id,
        enrolment_id=row.enrolment_id,
        code=grouped(row.code),
        address=address_of(row.code),
        holder=row.holder,
        issuer=row.issuer,
        issuer_id=row.firm_id,
        achievement=from_plain(Achievement, row.achievement),
        issued_at=row.issued_at,
        name_shown=row.name_shown,
        prints_share=row.prints_share,
        revocation=revocation,
        brand_id=row.brand_id,
    )


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a certificate names and tells, and in which language."""

    name: str
    email: str
    language: str
    firm: str


def issue(actor: Actor, enrolment: Enrolment, course: Course, by: UUID | None = None) -> None:
    """Give the holder of a locked enrolment, which was completed just now, the certificate, and tell them by mail.

    Nothing is issued without a passed attempt at the test that counts; the database refuses a second one.

    Args:
        actor: the holder.
        by: who brought it about, where that is not the holder.
    """
    best = best_attempt(enrolment, course)
    if best is not None:
        holder = Holder(actor.name, actor.email, actor.language, actor.firm_name)
        put_out(by or actor.id, holder, enrolment, course, best)


def best_attempt(enrolment: Enrolment, course: Course) -> Attempt | None:
    """Return the passed attempt with the most points at the test that counts; None without one."""
    passed = [
        attempt
        for attempt in enrolment_rows.list_attempts(enrolment.id)
        if attempt.is_passed and attempt.kind == course.final
    ]
    return max(passed, key=lambda attempt: attempt.points or 0, default=None)


def put_out(
    by: UUID | str, holder: Holder, enrolment: Enrolment, course: Course, best: Attempt, **detail: str
) -> None:
    """Write the certificate of a completed enrolment, as of the day of completion, and the mail about it.

    Args:
        by: who or what issues it, for the trail, which says when that was. detail: what else the trail keeps.
    """
    row = Certificate(
        id=uuid4(),
        firm_id=enrolment.firm_id,
        enrolment_id=enrolment.id,
        user_id=enrolment.user_id,
        code=code_of(secrets.randbelow(DRAWN)),
        holder=holder.name,
        issuer=holder.firm,
        course_key=course.key,
        achievement=to_plain(achievement_of(course, best.points or 0, best.asked)),
        issued_at=enrolment.completed_at or now(),
        brand_id=brands.keep_brand(enrolment.firm_id),
        name_shown="none",
        prints_share=False,
    )
    db.session.add(row)
    db.session.flush()
    trail.note(by, "certificate issued", "certificate", row.id, course=course.key, **detail)
    wording = training_texts.CertificateWording(holder.language, holder.firm, course.title)
    body = wording.body(holder.name, training_texts.certificate_page(row.id), address_of(row.code))
    mail.post(holder.name, holder.email, wording.subject, body, "certificate")


def my_certificates(actor: Actor) -> tuple[CertificateLine, ...]:
    """Return the actor's certificates, the newest first.

    Raises:
        Refused: the role does not learn here.
    """
    require_role(actor, Action.LEARN)
    return tuple(line_of(row) for row in rows.list_certificates([actor.id]))


def my_certificate(actor: Actor, certificate_id: UUID) -> CertificateLine:
    """Return one certificate of the actor's own.

    Raises:
        Hidden: there is none, or it is somebody else's.
    """
    return line_of(require(actor, Action.READ_CERTIFICATE, rows.find_certificate(certificate_id)))


def certificate_of(enrolment_id: UUID) -> UUID | None:
    """Return the id of the certificate of an enrolment that the caller may see; None where there is none."""
    row = rows.find_certificate_of(enrolment_id)
    return row.id if row else None


def choose(actor: Actor, certificate_id: UUID, name_shown: str, *, prints_share: bool) -> None:
    """Keep what the holder agrees to show, and to print.

    Raises:
        Hidden: as `my_certificate`.
        Invalid: no such choice.
    """
    row = require(actor, Action.READ_CERTIFICATE, rows.lock_certificate(certificate_id))
    if name_shown not in NAMES_SHOWN:
        raise Invalid("name_shown", "unknown_choice")
    if (row.name_shown, row.prints_share) == (name_shown, prints_share):
        return
    row.name_shown, row.prints_share = name_shown, prints_share
    db.session.flush()
    facts = {"name_shown": name_shown, "prints_share": prints_share}
    trail.note(actor.id, "certificate shown", "certificate", row.id, **facts)


def held_page(actor: Actor, assessment_id: UUID | None, certificate_id: UUID) -> HeldPage:
    """Return a certificate to somebody who may revoke it.

    Args:
        assessment_id: by which the team sees what people of its client hold; None for the firm's administrator,
            who may revoke whatever the firm has issued, to its own people too.

    Raises:
        Hidden, Refused: not on the team, or a certificate of somebody who is not of this client; without an
            assessment: not the administrator, or not of this firm.
    """
    row = rows.find_certificate(certificate_id)
    held = None
    if assessment_id is None:
        require_role(actor, Action.REVOKE_CERTIFICATES)
    else:
        assessment = require(actor, Action.ASSIGN_TRAINING, assessment_rows.find_assessment(assessment_id))
        engagement = assessment.engagement
        held = Held(assessment.id, assessment.title, assessment.engagement_id, engagement.client.name)
        if row is not None and rows.client_of_holder(row.user_id) != engagement.client_id:
            raise Hidden
    if row is None:
        raise Hidden
    return HeldPage(line_of(row), held, is_own=row.user_id == actor.id)


def held_by_staff(actor: Actor) -> tuple[CertificateLine, ...]:
    """Return the certificates of the firm's own people, the newest first.

    Raises:
        Refused: not the firm's administrator.
    """
    require_role(actor, Action.REVOKE_CERTIFICATES)
    return tuple(line_of(row) for row in rows.list_of_staff())


def revoke(
    actor: Actor, assessment_id: UUID | None, certificate_id: UUID, reason: str, note: str = ""
) -> None:
    """Let a certificate no longer count. Revoked again, it keeps its first day and reason.

    Raises:
        Hidden, Refused: as `held_page`.
        Invalid: no such reason, or a note that is too long.
    """
    held_page(actor, assessment_id, certificate_id)
    if reason not in REVOKED_FOR:
        raise Invalid("reason", "revocation_reason_needed")
    if len(note) > LONGEST_NOTE:
        raise Invalid("note", "too_long", longest=LONGEST_NOTE)
    row = rows.lock_certificate(certificate_id)
    if row is None:
        raise Hidden
    if row.revoked_at is not None:
        return
    row.revoked_at, row.revoked_by, row.revoked_for, row.revoked_note = now(), actor.id, reason, note.strip()
    db.session.flush()
    trail.note(actor.id, "certificate revoked", "certificate", row.id, reason=reason)


def restore(actor: Actor, assessment_id: UUID | None, certificate_id: UUID) -> None:
    """Take a revocation back; the trail keeps both.

    Raises:
        Hidden, Refused: as `held_page`.
        Conflict: it is the actor's own.
    """
    if held_page(actor, assessment_id, certificate_id).is_own:
        raise Conflict("own_certificate")
    row = rows.lock_certificate(certificate_id)
    if row is None:
        raise Hidden
    if row.revoked_at is None:
        return
    row.revoked_at = row.revoked_by = row.revoked_for = row.revoked_note = None
    db.session.flush()
    trail.note(actor.id, "certificate restored", "certificate", row.id)
