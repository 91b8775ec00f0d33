"""Inviting respondents: reading a list, keeping it, mailing the links, and reminding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete

from app.db import assessments as rows
from app.db import db
from app.db.assessments import Assessment, Invitation
from app.db.responses import list_responses
from app.errors import Conflict, Invalid
from app.policy import Action, Actor, require
from app.services import jobs, mail, tokens, trail
from app.services.assessments import ask_for_invitations, model_of
from app.services.mail_texts import Wording, wording_for
from app.surroundings import now, settings
from assessments.respondents import MOST_LINES, InvitedLine, TooManyLines, read_lines

REMIND_EVERY = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class InvitedPerson:
    id: UUID
    name: str
    email: str
    role: str
    sent_at: object


@dataclass(frozen=True, slots=True)
class InvitationsPage:
    assessment_id: UUID
    title: str
    client: str
    mode: str
    state: str
    people: tuple[InvitedPerson, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A list as understood: `good` can be invited, `bad` say what is wrong."""

    good: tuple[InvitedLine, ...]
    bad: tuple[InvitedLine, ...]


@dataclass(frozen=True, slots=True)
class ReminderPage:
    """Whom a reminder reaches and what it says. In anonymous mode it reaches everyone: nobody knows who answered."""

    assessment_id: UUID
    title: str
    client: str
    mode: str
    recipients: int
    reached: int
    subject: str
    body: str
    too_soon: bool


def invitations_page(actor: Actor, assessment_id: UUID) -> InvitationsPage:
    """Return who is invited.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.RUN_ASSESSMENT, rows.find_assessment(assessment_id))
    people = tuple(
        InvitedPerson(i.id, i.name, i.email, i.role, i.sent_at) for i in rows.list_invitations(row.id)
    )
    return InvitationsPage(row.id, row.title, row.engagement.client.name, row.mode, row.state, people)


def preview(actor: Actor, assessment_id: UUID, text: str) -> Preview:
    """Return how a pasted or uploaded list is understood; nothing is stored.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: the assessment is closed.
        Invalid: empty, or more lines than one list may hold.
    """
    row = require(actor, Action.RUN_ASSESSMENT, rows.find_assessment(assessment_id))
    if row.state == "closed":
        raise Conflict("already_closed")
    already = [invitation.email for invitation in rows.list_invitations(row.id)]
    try:
        lines = read_lines(text, already)
    except TooManyLines as error:
        raise Invalid("lines", "too_many_lines", most=MOST_LINES) from error
    if not lines:
        raise Invalid("lines", "no_lines")
    return Preview(
        tuple(line for line in lines if line.problem is None), tuple(line for line in lines if line.problem)
    )


def invite(actor: Actor, assessment_id: UUID, text: str) -> int:
    """Add everybody on the list, which must be without fault, and return how many.

    Into an open assessment the new ones are mailed at once; into a draft, at its launch.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: the assessment is closed.
        Invalid: a line has a fault.
    """
    seen = preview(actor, assessment_id, text)
    if seen.bad:
        raise Invalid("lines", "faulty_lines", count=len(seen.bad))
    row = require(actor, Action.RUN_ASSESSMENT, rows.lock_assessment(assessment_id))
    for line in seen.good:
        invitation_id = uuid4()
        db.session.add(
            Invitation(
                id=invitation_id,
                firm_id=row.firm_id,
                assessment_id=row.id,
                name=line.name,
                email=line.email,
                role=line.role,
                token_hash=tokens.token_hash(tokens.issue_token(invitation_id, row.mode)),
            )
        )
    db.session.flush()
    trail.note(actor.id, "respondents invited", "assessment", row.id, count=len(seen.good))
    if row.state == "open":
        ask_for_invitations(actor, row)
    return len(seen.good)


def remove(actor: Actor, assessment_id: UUID, invitation_id: UUID) -> None:
    """Take somebody off the list of a draft.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: the assessment was launched; the link is in the person's mailbox.
    """
    row = require(actor, Action.RUN_ASSESSMENT, rows.lock_assessment(assessment_id))
    if row.state != "draft":
        raise Conflict("already_launched")
    db.session.execute(
        delete(Invitation).where(Invitation.id == invitation_id, Invitation.assessment_id == row.id)
    )
    trail.note(actor.id, "respondent removed", "assessment", row.id)


def send_invitations(assessment_id: UUID) -> int:
    """Mail everybody who has not been mailed yet and return how many. Safe to run again: for the worker.

    In anonymous mode the link's secret is made here and kept nowhere but in the message.
    """
    row = rows.lock_assessment(assessment_id)
    if row is None or row.state != "open":
        return 0
    wording = wording_for(row, model_of(row), "en")
    waiting = [invitation for invitation in rows.list_invitations(row.id) if invitation.sent_at is None]
    for invitation in waiting:
        token = tokens.issue_token(invitation.id, row.mode)
        invitation.token_hash = tokens.token_hash(token)
        message = mail.post(
            invitation.name,
            invitation.email,
            wording.invitation_subject,
            wording.invitation(invitation.name, link(token)),
            "invitation",
        )
        invitation.sent_at, invitation.first_message_id = now(), message.message_id
    db.session.flush()
    return len(waiting)


def link(token: str) -> str:
    return f"{settings().base_url}/r/{token}"


def reminder_page(actor: Actor, assessment_id: UUID) -> ReminderPage:
    """Return whom a reminder would reach and what it would say.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: the assessment is not open.
    """
    row = require(actor, Action.RUN_ASSESSMENT, rows.find_assessment(assessment_id))
    if row.state != "open":
        raise Conflict("not_open")
    wording = wording_for(row, model_of(row), "en")
    invitations = rows.list_invitations(row.id)
    recipients = _to_remind(row, invitations)
    example = wording.reminder(wording.example_name, link("…") if row.mode != "anonymous" else None)
    return ReminderPage(
        row.id,
        row.title,
        row.engagement.client.name,
        row.mode,
        len(recipients),
        len(invitations),
        wording.reminder_subject,
        example,
        _too_soon(invitations),
    )


def _to_remind(row: Assessment, invitations: Sequence[Invitation]) -> list[Invitation]:
    sent = [invitation for invitation in invitations if invitation.sent_at is not None]
    if row.mode == "anonymous":
        return sent
    done = {r.invitation_id for r in list_responses(row.id) if r.state == "submitted"}
    return [invitation for invitation in sent if invitation.id not in done]


def _too_soon(invitations: Sequence[Invitation]) -> bool:
    last = max((i.reminded_at for i in invitations if i.reminded_at), default=None)
    return last is not None and now() - last < REMIND_EVERY


def remind(actor: Actor, assessment_id: UUID) -> None:
    """Ask the worker to remind whoever has not handed in; everyone, when the assessment is anonymous.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: not open, or the last reminder went out less than a day ago.
    """
    row = require(actor, Action.RUN_ASSESSMENT, rows.lock_assessment(assessment_id))
    if row.state != "open":
        raise Conflict("not_open")
    invitations = rows.list_invitations(row.id)
    if _too_soon(invitations):
        raise Conflict("reminded_lately")
    for invitation in _to_remind(row, invitations):
        invitation.reminded_at = now()
    db.session.flush()
    jobs.ask_for(
        "send_reminders",
        f"remind:{row.id}:{now().isoformat()}",
        {"assessment_id": str(row.id), "since": now().isoformat()},
        asked_by=actor.id,
    )
    trail.note(actor.id, "reminder asked for", "assessment", row.id)


def send_reminders(assessment_id: UUID, marked: str) -> int:
    """Mail everybody whose reminder was asked for at the moment `marked` and who still has not handed in."""
    row = rows.lock_assessment(assessment_id)
    if row is None or row.state != "open":
        return 0
    wording: Wording = wording_for(row, model_of(row), "en")
    count = 0
    for invitation in _to_remind(row, rows.list_invitations(row.id)):
        if invitation.reminded_at is None or invitation.reminded_at.isoformat() != marked:
            continue
        address = None if row.mode == "anonymous" else link(tokens.issue_token(invitation.id, row.mode))
        mail.post(
            invitation.name,
            invitation.email,
            wording.reminder_subject,
            wording.reminder(invitation.name, address),
            "reminder",
            in_reply_to=invitation.first_message_id,
        )
        count += 1
    return count
