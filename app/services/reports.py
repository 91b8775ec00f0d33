"""Reports: issued once with everything they rest on, rendered by the worker, shown again exactly as issued."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from app.db import assessments as assessment_rows
from app.db import db
from app.db.assessments import Assessment
from app.db.outgoing import find_job_for
from app.db.reports import ReportFile, ReportRow, find_file, find_report, list_reports, take_number
from app.errors import Conflict
from app.policy import Action, Actor, may, require
from app.reports.branding import branding_from_plain, branding_to_plain
from app.reports.choice import Choice, choice_from_plain, choice_to_plain
from app.reports.making import make_file, make_slides, make_workbook, redacted
from app.reports.pdf import RenderFailed
from app.services import files, jobs, trail, work_of
from app.services.brands import branding_of
from app.services.composing import (
    Wanted,
    check_language,
    check_may_report,
    check_unnamed,
    choose,
    compose,
    narrowed,
)
from app.services.jobs import JobStatus
from app.services.outcomes import list_issued
from app.surroundings import now
from app.translations import translations_for
from assessments.report import MaturityReport, report_from_plain, report_to_plain
from content import canonical_hash

__all__ = ["Document", "ReportPage", "issue_report", "list_issued", "report_page"]

OnPhase = Callable[[float, str], None]
SHARES = {"composing": 0.1, "laying out": 0.3, "writing": 0.8, "done": 0.95}
LONGEST_SLUG = 60
Form = Literal["pdf", "xlsx", "pptx"]
MEDIA: Mapping[Form, str] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report as its team or sponsor sees it; `job` is the rendering while there is one."""

    id: UUID
    reference: str
    state: str
    problem: str | None
    is_cancelled_by_reader: bool
    issued_at: datetime
    language: str
    file_size: int | None
    content_hash: str
    file_hash: str | None
    workbook_hash: str | None
    slides_hash: str | None
    assessment_id: UUID
    assessment: str
    engagement_id: UUID
    client: str
    is_synthetic: bool
    report: MaturityReport
    choice: Choice
    job: JobStatus | None
    may_share: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A finished file with the name it is saved under: letters, digits and hyphens only."""

    content: bytes
    name: str
    file_hash: str
    mimetype: str = MEDIA["pdf"]


@dataclass(frozen=True, slots=True)
class Rendered:
    """The stored files of a report, each by the hash of its content; `size` is that of the PDF."""

    file_hash: str
    size: int
    workbook_hash: str | None = None
    slides_hash: str | None = None


def issue_report(
    actor: Actor, assessment_id: UUID, language: str = "en", wanted: Wanted | None = None
) -> UUID:
    """Issue a report of what is known now and ask the worker to render it. Returns the report's id.

    The same content in the same language is issued once: asking again gives the report that is there, and
    another try at rendering it if that failed.

    Args:
        wanted: which report, for whom, without what; None for the executive roadmap for the board.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: the assessment has no result, its profile is missing, or so few people answered that the
            client may see nothing of it; or a finding still names the client who is to be left out.
        Invalid: reports are not written in this language, or something wanted is not on offer.
    """
    row = require(actor, Action.ISSUE_REPORT, assessment_rows.lock_assessment(assessment_id))
    check_may_report(row)
    check_language(language)
    choice = choose(row, language, wanted or Wanted())
    report_id = uuid4()
    reference = f"PL-{now():%Y}-{take_number(row.firm_id):04d}"
    report = compose(row, actor, reference, language)
    check_unnamed(report.client.name, choice)
    report = redacted(report, choice, translations_for(language))
    choice, _ = narrowed(report, choice, language)
    content = report_to_plain(report)
    brand = branding_to_plain(branding_of(row.engagement, choice.redaction))
    kept = choice_to_plain(choice)
    known = _same_as(row, content, language, kept, brand)
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
            content_hash=canonical_hash(
                content | {"choice": kept} | ({} if brand is None else {"brand": brand})
            ),
            choice=kept,
            brand=brand,
            issued_by=actor.id,
            issued_at=now(),
        )
    )
    db.session.flush()
    trail.note(actor.id, "report issued", "report", report_id, reference=reference, kind=choice.kind)
    ask_to_render(actor, report_id)
    return report_id


def ask_to_render(actor: Actor, report_id: UUID) -> None:
    jobs.ask_for("render_report", f"render:{report_id}", {"report_id": str(report_id)}, asked_by=actor.id)


def _same_as(
    row: Assessment,
    content: dict[str, object],
    language: str,
    choice: dict[str, object] | None,
    brand: dict[str, object] | None,
) -> ReportRow | None:
    """Return the report that says the same already, whatever its number and day."""

    def substance(plain: dict[str, object]) -> str:
        return canonical_hash({k: v for k, v in plain.items() if k not in {"reference", "issued_on"}})

    wanted = substance(content)
    for known in list_reports(row.id, whole=True):
        is_alike = (known.language, known.choice, known.brand) == (language, choice, brand)
        if is_alike and substance(known.content) == wanted:
            return known
    return None


def report_page(actor: Actor, report_id: UUID) -> ReportPage:
    """Return a report: where its rendering stands, and all that it says.

    Raises:
        Hidden: it does not exist for this person.
        Refused: it is for a sponsor, and not ready yet.
    """
    row = require(actor, Action.READ_REPORT, find_report(report_id, whole=True))
    job = find_job_for(f"render:{row.id}") if row.state != "ready" else None
    state = _standing(row)
    return ReportPage(
        id=row.id,
        reference=row.reference,
        state=state,
        problem=row.problem or (job.problem if job is not None and state == "failed" else None),
        is_cancelled_by_reader=state == "cancelled"
        and trail.last_actor("report cancelled", row.id) == str(actor.id),
        issued_at=row.issued_at,
        language=row.language,
        file_size=row.file_size,
        content_hash=row.content_hash,
        file_hash=row.file_hash,
        workbook_hash=row.workbook_hash,
        slides_hash=row.slides_hash,
        assessment_id=row.assessment_id,
        assessment=row.assessment.title,
        engagement_id=row.assessment.engagement_id,
        client=row.assessment.engagement.client.name,
        is_synthetic=row.assessment.is_synthetic,
        report=report_from_plain(row.content),
        choice=choice_from_plain(row.choice),
        job=jobs.describe(job) if job else None,
        may_share=may(actor, Action.ISSUE_REPORT, row),
    )


def render_again(actor: Actor, report_id: UUID) -> None:
    """Ask for another try at a report whose rendering failed or was cancelled.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: it did not fail.
    """
    row = require(actor, Action.ISSUE_REPORT, find_report(report_id))
    if _standing(row) not in ("failed", "cancelled"):
        raise Conflict("not_failed")
    _try_again(actor, row)


def cancel_rendering(actor: Actor, report_id: UUID) -> None:
    """Stop the rendering of a report that is being made. What it says stays; the file can be asked for again.

    The worker asks once a second whether the file is still wanted, and kills the child that lays it out.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: it is not being made, or no longer.
    """
    row = require(actor, Action.ISSUE_REPORT, find_report(report_id))
    if _standing(row) != "queued":
        raise Conflict("not_being_made")
    jobs.stop(f"render:{row.id}")
    row.state, row.problem = "failed", "cancelled"
    db.session.flush()
    trail.note(actor.id, "report cancelled", "report", row.id)


def _standing(row: ReportRow) -> str:
    """Return the report's state: failed, too, where the worker died so often that its job was given up."""
    job = find_job_for(f"render:{row.id}") if row.state == "queued" else None
    return "failed" if job is not None and job.state == "failed" else row.standing


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


def document(actor: Actor, report_id: UUID, form: Form = "pdf") -> Document:
    """Return a file of the report.

    Raises:
        Hidden: it does not exist for this person.
        Conflict: it is not ready.
    """
    return document_of(require(actor, Action.READ_REPORT, find_file(report_id)), form)


def document_of(file: ReportFile, form: Form = "pdf") -> Document:
    """Return a file of a report whose reader was checked by the caller.

    Raises:
        Conflict: it is not ready, or of before reports were kept in this form.
    """
    file_hash = {"pdf": file.file_hash, "xlsx": file.workbook_hash, "pptx": file.slides_hash}[form]
    if file.file_hash is None or file_hash is None:
        raise Conflict("not_ready")
    name = file_name(file.reference, file.client_name, form)
    return Document(files.fetch(file_hash), name, file_hash, MEDIA[form])


def file_name(reference: str, client: str, form: Form = "pdf") -> str:
    """Return the name under which a report is saved: its number and, as far as plain letters go, the client.

    >>> file_name("PL-2026-0001", "Čapek & Sons")
    'PL-2026-0001-capek-sons.pdf'
    """
    plain = unicodedata.normalize("NFKD", client).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower())[:LONGEST_SLUG].strip("-")
    return f"{reference}-{slug}.{form}" if slug else f"{reference}.{form}"


def render_apart(
    firm_id: UUID, report_id: UUID, on_phase: OnPhase, is_wanted: Callable[[], bool] = lambda: True
) -> Rendered:
    """Store the files of a report and return their hashes. For the worker; safe to run again.

    Reads in one short transaction and lays out in none, so that it holds nobody up.

    Args:
        is_wanted: asked while it works; where it says no, nothing is stored.

    Raises:
        RenderFailed: no file was made.
    """
    with work_of(firm_id):
        row = find_report(report_id, whole=True)
        if row is None:
            raise RenderFailed("crashed", "the report is gone")
        content, language, choice = row.content, row.language, choice_from_plain(row.choice)
        branding = branding_from_plain(row.brand)
    report, translations = report_from_plain(content), translations_for(language)
    made = make_file(
        report,
        choice,
        translations,
        branding,
        on_phase=lambda phase: on_phase(SHARES.get(phase, 0.5), phase),
        is_wanted=is_wanted,
    )
    workbook = make_workbook(report, choice, translations, branding)
    slides = make_slides(report, choice, translations, branding)
    if not is_wanted():
        raise RenderFailed("cancelled")
    return Rendered(files.store(made.pdf), len(made.pdf), files.store(workbook), files.store(slides))


def publish(
    report_id: UUID,
    file_hash: str,
    size: int,
    *,
    workbook_hash: str | None = None,
    slides_hash: str | None = None,
) -> None:
    """Note that the files are complete: from here on the report is there, unless it was cancelled meanwhile."""
    row = find_report(report_id)
    if row is not None and row.standing != "cancelled":
        row.state, row.file_hash, row.file_size, row.problem = "ready", file_hash, size, None
        row.workbook_hash, row.slides_hash = workbook_hash, slides_hash
        db.session.flush()
        trail.note(trail.SYSTEM, "report rendered", "report", row.id, file_hash=file_hash)


def give_up(report_id: UUID, reason: str) -> None:
    """Note that no file was made, and why; the report can be asked for again."""
    row = find_report(report_id)
    if row is not None:
        row.state, row.problem = "failed", reason
        db.session.flush()
