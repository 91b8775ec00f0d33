"""Reports: issued once with everything they rest on, rendered by the worker, shown again exactly as issued."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from app.db import assessments as assessment_rows
from app.db import db
from app.db.assessments import Assessment
from app.db.outgoing import find_job_for
from app.db.reports import ReportFile, ReportRow, find_file, find_report, list_reports, take_number
from app.errors import Conflict, Invalid
from app.policy import Action, Actor, may, require
from app.reports.html import report_html
from app.reports.pdf import RenderFailed, to_pdf
from app.services import conclusions, files, jobs, trail, work_of
from app.services.assessments import model_of
from app.services.jobs import JobStatus
from app.services.outcomes import list_issued
from app.surroundings import now
from app.translations import LANGUAGES, PSEUDO, direction_of, translations_for
from app.version import VERSION
from assessments.report import (
    AssessmentFacts,
    ClientFacts,
    MaturityReport,
    build_report,
    report_from_plain,
    report_to_plain,
)
from content import canonical_hash

__all__ = ["Document", "ReportPage", "issue_report", "list_issued", "report_page"]

OnPhase = Callable[[float, str], None]
SHARES = {"composing": 0.1, "laying out": 0.3, "writing": 0.8, "done": 0.95}
LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report as its team or sponsor sees it; `job` is the rendering while there is one."""

    id: UUID
    reference: str
    state: str
    problem: str | None
    issued_at: datetime
    language: str
    file_size: int | None
    content_hash: str
    file_hash: str | None
    assessment_id: UUID
    assessment: str
    engagement_id: UUID
    client: str
    is_synthetic: bool
    report: MaturityReport
    job: JobStatus | None
    may_share: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A finished file with the name it is saved under: letters, digits and hyphens only."""

    content: bytes
    name: str
    file_hash: str


def issue_report(actor: Actor, assessment_id: UUID, language: str = "en") -> UUID:
    """Issue a report of what is known now and ask the worker to render it. Returns the report's id.

    The same content in the same language is issued once: asking again gives the report that is there, and
    another try at rendering it if that failed.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: the assessment has no result, its profile is missing, or so few people answered that the
            client may see nothing of it.
        Invalid: reports are not written in this language.
    """
    row = require(actor, Action.ISSUE_REPORT, assessment_rows.lock_assessment(assessment_id))
    if row.state != "closed" or row.result is None:
        raise Conflict("not_closed")
    if row.result["is_below_threshold"]:
        raise Conflict("too_few_to_report")
    if language not in LANGUAGES + PSEUDO:
        raise Invalid("language", "unknown_choice")
    report_id = uuid4()
    reference = f"PL-{now():%Y}-{take_number(row.firm_id):04d}"
    content = report_to_plain(compose(row, actor, reference, language))
    known = _same_as(row, content, language)
    if known is not None:
        if known.state == "failed":
            _try_again(actor, known)
        return known.id
    db.session.add(
        ReportRow(
            id=report_id,
            firm_id=row.firm_id,
            assessment_id=row.id,
            reference=reference,
            language=language,
            content=content,
            content_hash=canonical_hash(content),
            issued_by=actor.id,
            issued_at=now(),
        )
    )
    db.session.flush()
    trail.note(actor.id, "report issued", "report", report_id, reference=reference)
    ask_to_render(actor, report_id)
    return report_id


def ask_to_render(actor: Actor, report_id: UUID) -> None:
    jobs.ask_for("render_report", f"render:{report_id}", {"report_id": str(report_id)}, asked_by=actor.id)


def _same_as(row: Assessment, content: dict[str, object], language: str) -> ReportRow | None:
    """Return the report that says the same already, whatever its number and day."""

    def substance(plain: dict[str, object]) -> str:
        return canonical_hash({k: v for k, v in plain.items() if k not in {"reference", "issued_on"}})

    wanted = substance(content)
    for known in list_reports(row.id, whole=True):
        if known.language == language and substance(known.content) == wanted:
            return known
    return None


def compose(row: Assessment, actor: Actor, reference: str, language: str) -> MaturityReport:
    """Return the report of a closed assessment, from its stored result and advice.

    Raises:
        Conflict: there is no advice, since the profile is missing.
    """
    advice = conclusions.advice_of(row)
    if advice is None:
        raise Conflict("profile_missing")
    result = conclusions.result_of(row)
    client = row.engagement.client
    return build_report(
        reference=reference,
        language=language,
        firm=actor.firm_name,
        consultant=actor.name,
        issued_on=now().date(),
        client=ClientFacts(
            client.name,
            client.sector,
            client.headcount,
            client.project_count,
            float(client.yearly_value),
            client.currency,
            tuple(client.languages),
        ),
        assessment=AssessmentFacts(
            row.title,
            row.launched_at.date() if row.launched_at else None,
            row.closed_at.date() if row.closed_at else None,
            row.mode,
            sum(assessment_rows.count_invitations_by_role(row.id).values()),
            result.respondents,
            row.scope_note,
            row.is_synthetic,
        ),
        model=model_of(row),
        result=result,
        advice=advice,
        answers_hash=row.answers_hash or "",
        product_version=VERSION,
    )


def report_page(actor: Actor, report_id: UUID) -> ReportPage:
    """Return a report: where its rendering stands, and all that it says.

    Raises:
        Hidden: it does not exist for this person.
        Refused: it is for a sponsor, and not ready yet.
    """
    row = require(actor, Action.READ_REPORT, find_report(report_id, whole=True))
    job = find_job_for(f"render:{row.id}") if row.state != "ready" else None
    return ReportPage(
        id=row.id,
        reference=row.reference,
        state=_standing(row),
        problem=row.problem,
        issued_at=row.issued_at,
        language=row.language,
        file_size=row.file_size,
        content_hash=row.content_hash,
        file_hash=row.file_hash,
        assessment_id=row.assessment_id,
        assessment=row.assessment.title,
        engagement_id=row.assessment.engagement_id,
        client=row.assessment.engagement.client.name,
        is_synthetic=row.assessment.is_synthetic,
        report=report_from_plain(row.content),
        job=jobs.describe(job) if job else None,
        may_share=may(actor, Action.ISSUE_REPORT, row),
    )


def render_again(actor: Actor, report_id: UUID) -> None:
    """Ask for another try at a report whose rendering failed.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: it did not fail.
    """
    row = require(actor, Action.ISSUE_REPORT, find_report(report_id))
    if _standing(row) != "failed":
        raise Conflict("not_failed")
    _try_again(actor, row)


def _standing(row: ReportRow) -> str:
    """Return the report's state: failed, too, where the worker died so often that its job was given up."""
    job = find_job_for(f"render:{row.id}") if row.state == "queued" else None
    return "failed" if job is not None and job.state == "failed" else row.state


def _try_again(actor: Actor, row: ReportRow) -> None:
    row.state, row.problem = "queued", None
    db.session.flush()
    trail.note(actor.id, "report tried again", "report", row.id)
    ask_to_render(actor, row.id)


def rendering_status(actor: Actor, report_id: UUID) -> JobStatus:
    """Return where the rendering stands, for a page that asks every second.

    Raises:
        Hidden: it does not exist for this person.
    """
    row = require(actor, Action.READ_REPORT, find_report(report_id))
    job = find_job_for(f"render:{row.id}")
    if job is not None and row.state == "queued":
        return jobs.describe(job)
    state = {"ready": "done", "failed": "failed", "queued": "waiting"}[row.state]
    return JobStatus(row.id, "render_report", state, 1.0 if state == "done" else 0.0, "", row.problem)


def document(actor: Actor, report_id: UUID) -> Document:
    """Return the PDF.

    Raises:
        Hidden: it does not exist for this person.
        Conflict: it is not ready.
    """
    return document_of(require(actor, Action.READ_REPORT, find_file(report_id)))


def document_of(file: ReportFile) -> Document:
    """Return the PDF of a report whose reader was checked by the caller.

    Raises:
        Conflict: it is not ready.
    """
    if file.file_hash is None:
        raise Conflict("not_ready")
    return Document(files.fetch(file.file_hash), file_name(file.reference, file.client_name), file.file_hash)


def file_name(reference: str, client: str) -> str:
    """Return the name under which a report is saved: its number and, as far as plain letters go, the client.

    >>> file_name("PL-2026-0001", "Čapek & Sons")
    'PL-2026-0001-capek-sons.pdf'
    """
    plain = unicodedata.normalize("NFKD", client).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower())[:LONGEST_SLUG].strip("-")
    return f"{reference}-{slug}.pdf" if slug else f"{reference}.pdf"


def render_apart(firm_id: UUID, report_id: UUID, on_phase: OnPhase) -> tuple[str, int]:
    """Return the hash and size of the stored PDF of a report. For the worker; safe to run again.

    Reads in one short transaction and lays out in none, so that it holds nobody up.

    Raises:
        RenderFailed: no file was made.
    """
    with work_of(firm_id):
        row = find_report(report_id, whole=True)
        if row is None:
            raise RenderFailed("crashed", "the report is gone")
        content, language = row.content, row.language
    html = report_html(report_from_plain(content), translations_for(language))
    pdf = to_pdf(
        html,
        direction=direction_of(language),
        on_phase=lambda phase: on_phase(SHARES.get(phase, 0.5), phase),
    )
    return files.store(pdf), len(pdf)


def publish(report_id: UUID, file_hash: str, size: int) -> None:
    """Note that the file is complete: from here on the report is there."""
    row = find_report(report_id)
    if row is not None:
        row.state, row.file_hash, row.file_size, row.problem = "ready", file_hash, size, None
        db.session.flush()
        trail.note(trail.SYSTEM, "report rendered", "report", row.id, file_hash=file_hash)


def give_up(report_id: UUID, reason: str) -> None:
    """Note that no file was made, and why; the report can be asked for again."""
    row = find_report(report_id)
    if row is not None:
        row.state, row.problem = "failed", reason
        db.session.flush()
