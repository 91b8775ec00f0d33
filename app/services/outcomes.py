"""The outcome of one assessment: what its results, recommendation, plan and reports have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from app.db import assessments as rows
from app.db.assessments import Assessment
from app.db.outgoing import find_job_for
from app.db.reports import list_reports
from app.policy import Action, Actor, may, require
from app.reports.choice import ReportKind, choice_from_plain
from app.services import jobs
from app.services.jobs import JobStatus
from assessments.instrument import ModuleKey, modules_of

Standing = Literal["not closed", "computing", "failed", "no profile", "complete"]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """An issued report in a list."""

    id: UUID
    reference: str
    state: str
    issued_at: datetime
    language: str
    kind: ReportKind = "roadmap"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where an assessment's outcome stands.

    Attributes:
        standing: "not closed" and "computing" have no result yet, "failed" had none the last time it was
            tried; "no profile" has a result but nothing that rests on the profile; "complete" has all.
        job: the computation while it waits, runs or has failed; else None.
        is_withheld: so few people answered that the client may see nothing of it, so there is no report.
        reports: the newest first. modules: what was asked beside the maturity model.
    """

    assessment_id: UUID
    title: str
    scope_note: str
    client: str
    engagement_id: UUID
    state: str
    mode: str
    closes_on: date
    closed_at: datetime | None
    is_synthetic: bool
    standing: Standing
    job: JobStatus | None
    is_withheld: bool
    reports: tuple[ReportLine, ...]
    may_issue: bool
    modules: tuple[ModuleKey, ...] = ()

    @property
    def has_result(self) -> bool:
        return self.standing in ("no profile", "complete")

    @property
    def is_renewing(self) -> bool:
        """Whether what is shown is being computed again, since something it rests on was changed."""
        return self.has_result and self.job is not None and self.job.state != "failed"


def show_outcome(actor: Actor, assessment_id: UUID) -> Outcome:
    """Return where the outcome of an assessment stands.

    Raises:
        Hidden, Refused: not on the team.
    """
    return outcome_of(actor, require(actor, Action.READ_RESULTS, rows.find_assessment(assessment_id)))


def outcome_of(actor: Actor, row: Assessment) -> Outcome:
    """Return where the outcome stands of an assessment that the caller has checked the actor for."""
    found = find_job_for(f"conclude:{row.id}") if row.state == "closed" else None
    job = jobs.describe(found) if found is not None and found.state != "done" else None
    is_withheld = row.result is not None and bool(row.result["is_below_threshold"])
    return Outcome(
        assessment_id=row.id,
        title=row.title,
        scope_note=row.scope_note,
        client=row.engagement.client.name,
        engagement_id=row.engagement_id,
        state=row.state,
        mode=row.mode,
        closes_on=row.closes_on,
        closed_at=row.closed_at,
        is_synthetic=row.is_synthetic,
        standing=_standing(row, job),
        job=job,
        is_withheld=is_withheld,
        reports=list_issued(row.id),
        modules=modules_of(row.modules),
        may_issue=row.conclusion is not None and not is_withheld and may(actor, Action.ISSUE_REPORT, row),
    )


def list_issued(assessment_id: UUID) -> tuple[ReportLine, ...]:
    """Return the reports of an assessment whose reader was checked by the caller, newest first."""
    return tuple(
        ReportLine(
            row.id,
            row.reference,
            row.standing,
            row.issued_at,
            row.language,
            choice_from_plain(row.choice).kind,
        )
        for row in list_reports(assessment_id)
    )


def _standing(row: Assessment, job: JobStatus | None) -> Standing:
    if row.state != "closed":
        return "not closed"
    if row.result is None:
        return "failed" if job is not None and job.state == "failed" else "computing"
    return "no profile" if row.conclusion is None else "complete"
