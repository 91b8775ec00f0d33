"""Issued reports, the files they are kept in, and the links that open them to leadership."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    bindparam,
    func,
    select,
)
from sqlalchemy.orm import Mapped, defaultload, defer, mapped_column, relationship
from sqlalchemy.orm.interfaces import ORMOption

from app.db.assessments import Assessment
from app.db.base import Base, FirmOwned, db, owned
from app.db.engagements import Client, Engagement, EngagementMember
from app.db.people import lock_firm
from app.db.prepared import Prepared
from app.db.scope import current_firm


class ReportRow(FirmOwned, Base):
    """A report as issued. `content` is the whole MaturityReport as plain JSON, so that it can be shown again.

    `choice` is what was chosen with it (app/reports/choice.py); None for the report of before there was a choice.
    `brand` is a copy of the brand as it was then, logos included (app/reports/branding.py); None for ours.
    `file_hash` is the SHA-256 of the stored PDF; it is set only when the file is complete. So are
    `workbook_hash` and `slides_hash`, of the XLSX and the PPTX; reports from before have neither.
    """

    __tablename__ = "reports"
    __table_args__ = (
        owned("reports"),
        ForeignKeyConstraint(["firm_id", "assessment_id"], ["assessments.firm_id", "assessments.id"]),
        CheckConstraint("state IN ('queued', 'ready', 'failed')", name="state"),
        UniqueConstraint("firm_id", "reference"),
        Index(None, "firm_id", "assessment_id"),
    )

    assessment_id: Mapped[UUID]
    reference: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(10), default="en")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))
    choice: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    brand: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(String(20), default="queued")
    problem: Mapped[str | None] = mapped_column(String(40))
    file_hash: Mapped[str | None] = mapped_column(String(64))
    file_size: Mapped[int | None]
    workbook_hash: Mapped[str | None] = mapped_column(String(64))
    slides_hash: Mapped[str | None] = mapped_column(String(64))
    issued_by: Mapped[UUID]
    issued_at: Mapped[datetime]

    assessment: Mapped[Assessment] = relationship(lazy="joined", innerjoin=True, viewonly=True)

    @property
    def standing(self) -> str:
        """Return the state, or "cancelled" where somebody stopped the rendering."""
        return "cancelled" if self.state == "failed" and self.problem == "cancelled" else self.state


class ShareLink(FirmOwned, Base):
    """A link that shows one report, read-only, until it expires or is revoked. Only its hash is kept."""

    __tablename__ = "share_links"
    __table_args__ = (
        owned("share_links"),
        ForeignKeyConstraint(["firm_id", "report_id"], ["reports.firm_id", "reports.id"], ondelete="CASCADE"),
        Index(None, "firm_id", "report_id"),
    )

    report_id: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    recipient: Mapped[str] = mapped_column(String(200))
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    views: Mapped[int] = mapped_column(default=0)


def _light() -> tuple[ORMOption, ...]:
    """Leave out the large JSON columns, which a status or a download does not need."""
    return (
        defer(ReportRow.content, raiseload=True),
        defer(ReportRow.brand, raiseload=True),
        defaultload(ReportRow.assessment).options(defer(Assessment.result), defer(Assessment.conclusion)),
    )


def find_report(report_id: UUID, *, whole: bool = False) -> ReportRow | None:
    """Return a report; its `content` can be read only if it was asked for `whole`."""
    query = select(ReportRow).where(ReportRow.id == report_id)
    return db.session.scalar(query if whole else query.options(*_light()))


@dataclass(frozen=True, slots=True)
class ReportFile:
    """What a download needs to know of a report, and what the policy needs to know of its engagement."""

    firm_id: UUID
    state: str
    reference: str
    file_hash: str | None
    workbook_hash: str | None
    slides_hash: str | None
    client_name: str
    client_id: UUID
    member_ids: frozenset[UUID]


_reports, _assessments = ReportRow.__table__, Assessment.__table__
_engagements, _clients, _members = Engagement.__table__, Client.__table__, EngagementMember.__table__
# Built once and read without rows: the same file is fetched again and again.
_FILE = Prepared(
    select(
        _reports.c.firm_id,
        _reports.c.state,
        _reports.c.reference,
        _reports.c.file_hash,
        _reports.c.workbook_hash,
        _reports.c.slides_hash,
        _clients.c.name.label("client_name"),
        _engagements.c.client_id,
        _members.c.user_id,
    )
    .join(
        _assessments,
        (_assessments.c.id == _reports.c.assessment_id) & (_assessments.c.firm_id == _reports.c.firm_id),
    )
    .join(
        _engagements,
        (_engagements.c.id == _assessments.c.engagement_id) & (_engagements.c.firm_id == _reports.c.firm_id),
    )
    .join(_clients, (_clients.c.id == _engagements.c.client_id) & (_clients.c.firm_id == _reports.c.firm_id))
    .outerjoin(
        _members,
        (_members.c.engagement_id == _engagements.c.id) & (_members.c.firm_id == _reports.c.firm_id),
    )
    .where(_reports.c.firm_id == bindparam("scope_firm"), _reports.c.id == bindparam("report"))
)


def find_file(report_id: UUID) -> ReportFile | None:
    """Return what a download of a report of the current firm needs, in one query."""
    facts = {"scope_firm": current_firm(), "report": report_id}
    rows = _FILE.all(facts)
    if not rows:
        return None
    first, members = rows[0], frozenset(row.user_id for row in rows if row.user_id is not None)
    return ReportFile(
        first.firm_id,
        first.state,
        first.reference,
        first.file_hash,
        first.workbook_hash,
        first.slides_hash,
        first.client_name,
        first.client_id,
        members,
    )


def list_reports(assessment_id: UUID, *, whole: bool = False) -> list[ReportRow]:
    """Return the reports of an assessment, newest first; `whole` as in find_report."""
    query = (
        select(ReportRow)
        .where(ReportRow.assessment_id == assessment_id)
        .order_by(ReportRow.issued_at.desc(), ReportRow.id)
    )
    return list(db.session.scalars(query if whole else query.options(*_light())))


def take_number(firm_id: UUID) -> int:
    """Return the number of the firm's next report; nobody else gets it before this transaction ends."""
    lock_firm(firm_id)
    return (db.session.scalar(select(func.count(ReportRow.id))) or 0) + 1


def list_share_links(report_id: UUID) -> list[ShareLink]:
    """Return the links to a report, newest first."""
    query = (
        select(ShareLink)
        .where(ShareLink.report_id == report_id)
        .order_by(ShareLink.created_at.desc(), ShareLink.id)
    )
    return list(db.session.scalars(query))
