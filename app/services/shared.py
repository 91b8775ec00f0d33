"""Links that show one report to leadership, read-only: they expire, can be revoked, and count their openings."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update

from app.db import db, every_firm
from app.db.reports import ReportRow, ShareLink, find_file, find_report, list_share_links
from app.db.scope import enter_firm
from app.errors import Conflict, Hidden, Invalid
from app.policy import Action, Actor, require
from app.reports.branding import Branding, branding_from_plain
from app.reports.choice import Choice, choice_from_plain
from app.services import trail
from app.services.reports import Document, document_of
from app.services.tokens import LENGTH, has_token_shape, token_hash
from app.surroundings import now, settings
from assessments.report import MaturityReport, report_from_plain

LONGEST_NAME = 200
LONGEST_DAYS = 90
USUAL_DAYS = 14


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link as its maker sees it; the address itself is shown once, when it is made."""

    id: UUID
    recipient: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    views: int
    is_live: bool


@dataclass(frozen=True, slots=True)
class SharedPage:
    """What the holder of a link sees."""

    report: MaturityReport
    choice: Choice
    branding: Branding
    recipient: str
    expires_at: datetime
    file_size: int | None


def list_links(actor: Actor, report_id: UUID) -> tuple[LinkLine, ...]:
    """Return the links to a report, newest first.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.ISSUE_REPORT, find_report(report_id))
    return tuple(
        LinkLine(
            link.id,
            link.recipient,
            link.created_at,
            link.expires_at,
            link.revoked_at,
            link.views,
            link.revoked_at is None and link.expires_at > now(),
        )
        for link in list_share_links(row.id)
    )


def share(actor: Actor, report_id: UUID, recipient: str, days: int = USUAL_DAYS) -> str:
    """Make a link to a finished report and return its address, which is kept nowhere.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: the report is not ready.
        Invalid: nobody named, or a life outside 1 to LONGEST_DAYS days.
    """
    row = require(actor, Action.ISSUE_REPORT, find_report(report_id))
    if row.state != "ready":
        raise Conflict("not_ready")
    if not recipient.strip():
        raise Invalid("recipient", "name_needed")
    if len(recipient) > LONGEST_NAME:
        raise Invalid("recipient", "too_long", longest=LONGEST_NAME)
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid("days", "out_of_range", lowest=1, highest=LONGEST_DAYS)
    token = secrets.token_urlsafe(LENGTH * 6 // 8)
    link_id = uuid4()
    db.session.add(
        ShareLink(
            id=link_id,
            firm_id=row.firm_id,
            report_id=row.id,
            token_hash=token_hash(token),
            recipient=recipient.strip(),
            created_by=actor.id,
            created_at=now(),
            expires_at=now() + timedelta(days=days),
        )
    )
    db.session.flush()
    trail.note(actor.id, "report shared", "report", row.id, link=str(link_id), days=days)
    return f"{settings().base_url}/shared/{token}"


def revoke(actor: Actor, report_id: UUID, link_id: UUID) -> None:
    """End a link at once; ending it twice changes nothing.

    Raises:
        Hidden, Refused: not on the team, or no such link.
    """
    row = require(actor, Action.ISSUE_REPORT, find_report(report_id))
    link = db.session.scalar(select(ShareLink).where(ShareLink.id == link_id, ShareLink.report_id == row.id))
    if link is None:
        raise Hidden
    if link.revoked_at is None:
        link.revoked_at = now()
        db.session.flush()
        trail.note(actor.id, "link revoked", "report", row.id, link=str(link.id))


def check_link(token: str) -> None:
    """Return if the link is live.

    Raises:
        Hidden: unknown, expired and revoked alike.
    """
    _live(token)


def open_link(token: str) -> None:
    """Count an opening of the link; done when a person presses the button, never when a bot fetches the page.

    Raises:
        Hidden: unknown, expired and revoked alike.
    """
    link_id, firm_id = _live(token)
    enter_firm(firm_id)
    db.session.execute(
        update(ShareLink)
        .where(ShareLink.id == link_id, ShareLink.firm_id == firm_id)
        .values(views=ShareLink.views + 1)
    )
    trail.note("link holder", "shared report opened", "share link", link_id)


def shared_page(token: str) -> SharedPage:
    """Return the report that the link shows.

    Raises:
        Hidden: unknown, expired and revoked alike.
    """
    link, row = _resolve(token, whole=True)
    choice = choice_from_plain(row.choice)
    return SharedPage(
        report_from_plain(row.content),
        choice,
        branding_from_plain(row.brand),
        link.recipient,
        link.expires_at,
        row.file_size,
    )


def shared_document(token: str) -> Document:
    """Return the PDF of the report that the link shows.

    Raises:
        Hidden: unknown, expired and revoked alike.
    """
    _, row = _resolve(token)
    file = find_file(row.id)
    if file is None:
        raise Hidden
    return document_of(file)


def _resolve(token: str, *, whole: bool = False) -> tuple[ShareLink, ReportRow]:
    link_id, firm_id = _live(token)
    enter_firm(firm_id)
    link = db.session.scalar(select(ShareLink).where(ShareLink.id == link_id))
    row = find_report(link.report_id, whole=whole) if link else None
    if link is None or row is None or row.state != "ready":
        raise Hidden
    return link, row


def _live(token: str) -> tuple[UUID, UUID]:
    if not has_token_shape(token):
        raise Hidden
    with every_firm("a shared link tells whose firm's scope to enter"):
        found = db.session.execute(
            select(ShareLink.id, ShareLink.firm_id).where(
                ShareLink.token_hash == token_hash(token),
                ShareLink.revoked_at.is_(None),
                ShareLink.expires_at > now(),
            )
        ).one_or_none()
    if found is None:
        raise Hidden
    return found.id, found.firm_id
