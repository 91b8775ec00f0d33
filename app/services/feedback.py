"""Feedback to respondents: released by the consultant once a report is issued, and told to nobody twice.

What a person answered is read when that person's own link asks for it, set beside figures that were issued already, and
written nowhere: neither a row nor a file of it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from app.db import answering as answering_rows
from app.db import assessments as rows
from app.db import db, firm_scope
from app.db.answering import Place, Setting
from app.db.assessments import Assessment, Invitation
from app.db.feedback import FeedbackRelease, find_release, find_released
from app.db.reports import ReportRow, find_report
from app.db.responses import list_responses
from app.errors import Conflict, Hidden
from app.policy import Action, Actor, require
from app.reports.branding import UNBRANDED, Branding, branding_from_plain
from app.reports.formats import direction_of
from app.reports.paper import document_html
from app.reports.pdf import Limits, RenderFailed, lay_out
from app.reports.telling.feedback import Personal, tell_feedback
from app.reports.tree import Document
from app.services import jobs, mail, tokens, trail
from app.services.answer_links import setting_of
from app.services.assessments import model_of
from app.services.composing import check_may_report
from app.services.invitations import link
from app.services.mail_texts import wording_for
from app.services.outcomes import Outcome, list_issued, outcome_of
from app.surroundings import now
from app.translations import translations_for
from assessments.model import MaturityModel
from assessments.own_view import compare_own
from assessments.report import MaturityReport, report_from_plain
from assessments.responses import Answer

LIMITS = Limits(wall_seconds=100, cpu_seconds=20)
"""Two pages, made while somebody waits for them."""

EXAMPLE_ROLE = "project_manager"


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """What the team sees before and after the release.

    Attributes:
        reference: the report that it rests on, or would rest on; None while none is ready.
        released_at: None while it is not. told: people a mail was written to. waiting: those it is still to go to.
        preview: the document with invented answers; None without a report. branding: as it was kept with that report.
    """

    outcome: Outcome
    reference: str | None
    report_id: UUID | None
    released_at: datetime | None
    told: int
    waiting: int
    subject: str
    body: str
    preview: Document | None
    branding: Branding


@dataclass(frozen=True, slots=True)
class OwnFeedback:
    """What one respondent gets back; `language` is that of the invitation, `branding` that of the issued report."""

    document: Document
    branding: Branding
    firm: str
    language: str
    reference: str


def feedback_page(actor: Actor, assessment_id: UUID, language: str) -> FeedbackPage:
    """Return where the feedback of an assessment stands, and how it will look. Changes nothing.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.ISSUE_REPORT, rows.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    release = find_release(row.id)
    ready = next((one.id for one in outcome.reports if one.state == "ready"), None)
    report = _report_for(ready, release)
    invited = rows.list_invitations(row.id)
    wording = wording_for(row, model_of(row), "en")
    address = None if row.mode == "anonymous" else f"{link('…')}/feedback"
    preview, branding = None, UNBRANDED
    if report is not None:
        found = replace(report_from_plain(report.content), language=language)
        branding = branding_from_plain(report.brand)
        preview = tell_feedback(found, translations_for(language), _example(found), brand=branding.brand)
    return FeedbackPage(
        outcome=outcome,
        reference=report.reference if report else None,
        report_id=report.id if report else None,
        released_at=release.released_at if release else None,
        told=sum(one.feedback_at is not None for one in invited),
        waiting=len(_to_tell(row, invited)),
        subject=wording.feedback_subject,
        body=wording.feedback(wording.example_name, address),
        preview=preview,
        branding=branding,
    )


def _report_for(ready: UUID | None, release: FeedbackRelease | None) -> ReportRow | None:
    """Return the report that was released, else the newest that is ready, if one is."""
    chosen = release.report_id if release is not None else ready
    return None if chosen is None else find_report(chosen, whole=True)


def _example(report: MaturityReport) -> Personal:
    """Return answers of nobody: one option after the other."""
    asked = report.model.questions_for(EXAMPLE_ROLE)
    answers = {}
    for place, question in enumerate(asked):
        options = report.model.options_of(question)
        answers[question.key] = Answer(options[place % len(options)].answer, "level")
    return _personal(report.model, report, EXAMPLE_ROLE, answers, is_example=True)


def _personal(
    model: MaturityModel,
    report: MaturityReport,
    role: str,
    answers: Mapping[str, Answer],
    *,
    is_example: bool = False,
) -> Personal:
    return Personal(role, compare_own(model, report.result, answers), len(answers), is_example)


def release(actor: Actor, assessment_id: UUID) -> None:
    """Let the respondents see what became of their answers, and ask the worker to tell them. Once for good.

    Asked again, it tells whoever was not told yet; nobody is told twice.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: there is no result that may be shown, or no report has been issued and made yet.
    """
    row = require(actor, Action.ISSUE_REPORT, rows.lock_assessment(assessment_id))
    check_may_report(row)
    known = find_release(row.id)
    ready = next((one.id for one in list_issued(row.id) if one.state == "ready"), None)
    report = _report_for(ready, known)
    if report is None:
        raise Conflict("no_report_to_release")
    release_report(actor, row, report, is_new=known is None)


def release_report(actor: Actor, row: Assessment, report: ReportRow, *, is_new: bool) -> None:
    """Let the feedback rest on a report, for good, and ask the worker to tell the respondents.

    The feedback is told from what was issued, so the file of the report need not be made yet.
    """
    if is_new:
        db.session.add(
            FeedbackRelease(
                id=uuid4(),
                firm_id=row.firm_id,
                assessment_id=row.id,
                report_id=report.id,
                released_by=actor.id,
                released_at=now(),
            )
        )
        db.session.flush()
        trail.note(actor.id, "feedback released", "assessment", row.id, reference=report.reference)
    jobs.ask_for("send_feedback", f"feedback:{row.id}", {"assessment_id": str(row.id)}, asked_by=actor.id)


def _to_tell(row: Assessment, invited: Sequence[Invitation]) -> list[Invitation]:
    """Return who is still to be told: whoever began to answer; in anonymous mode, where nobody knows, everybody."""
    sent = [one for one in invited if one.sent_at is not None and one.feedback_at is None]
    if row.mode == "anonymous":
        return sent
    answered = {one.invitation_id for one in list_responses(row.id)}
    return [one for one in sent if one.id in answered]


def send_feedback(assessment_id: UUID) -> int:
    """Mail everybody who has not been told yet and return how many. Safe to run again: for the worker.

    In anonymous mode the mail carries no link, which nobody can make again, but answers the message that has it.
    """
    row = rows.lock_assessment(assessment_id)
    if row is None or find_release(row.id) is None:
        return 0
    wording = wording_for(row, model_of(row), "en")
    waiting = _to_tell(row, rows.list_invitations(row.id))
    for one in waiting:
        address = (
            None if row.mode == "anonymous" else f"{link(tokens.issue_token(one.id, row.mode))}/feedback"
        )
        mail.post(
            one.name,
            one.email,
            wording.feedback_subject,
            wording.feedback(one.name, address),
            "feedback",
            in_reply_to=one.first_message_id,
        )
        one.feedback_at = now()
    db.session.flush()
    return len(waiting)


def is_released(token: str) -> bool:
    """Return whether the holder of an invitation's link gets something back."""
    try:
        place, _setting = _place(token)
    except Hidden:
        return False
    with firm_scope(place.firm_id):
        return find_release(place.assessment_id) is not None


def own_feedback(token: str, language: str | None = None) -> OwnFeedback:
    """Return what the holder of an invitation's link gets back. Nothing is written.

    Args:
        language: None for that of the invitation.

    Raises:
        Hidden: the link leads nowhere, or nothing is released behind it.
    """
    place, setting = _place(token)
    with firm_scope(place.firm_id):
        released = find_released(place.assessment_id)
        if released is None:
            raise Hidden
        answers = _answers(place)
    written_in = language or setting.language
    report = replace(report_from_plain(released.content), language=written_in)
    personal = _personal(report.model, report, place.role, answers)
    branding = branding_from_plain(released.brand)
    document = tell_feedback(report, translations_for(written_in), personal, brand=branding.brand)
    return OwnFeedback(document, branding, setting.firm, setting.language, report.reference)


def _answers(place: Place) -> dict[str, Answer]:
    if place.response_id is None:
        return {}
    given = answering_rows.list_answers_of(place.response_id)
    return {one.question: Answer(one.value, one.kind) for one in given}


def _place(token: str) -> tuple[Place, Setting]:
    place, setting = setting_of(token)
    if place.state != "closed":
        raise Hidden
    return place, setting


def as_file(feedback: OwnFeedback) -> tuple[bytes, str]:
    """Return the two pages as PDF with the name to save them under, made anew and kept nowhere.

    Raises:
        Conflict: they could not be made this time.
    """
    document = feedback.document
    html = document_html(document, translations_for(document.language))
    try:
        made = lay_out(
            html,
            direction=direction_of(document.language),
            limits=LIMITS,
            assets=feedback.branding.assets,
        )
    except RenderFailed as failed:
        raise Conflict("feedback_not_made") from failed
    return made.pdf, f"{feedback.reference}-feedback.pdf"
