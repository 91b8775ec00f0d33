"""Composing a report before it is issued: which one, for whom, without what, and in whose words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from app.db import assessments as assessment_rows
from app.db import db
from app.db.assessments import Assessment
from app.db.findings import FindingRow, find_finding, list_findings
from app.db.people import names_of
from app.errors import Conflict, Invalid
from app.policy import Action, Actor, require
from app.reports.branding import Branding
from app.reports.choice import ALWAYS, AUDIENCES, KINDS, SWITCHED_OFF, Choice, WrittenAnew
from app.reports.editing import LONGEST_FINDING, findings_of
from app.reports.making import redacted
from app.reports.telling.documents import tell_document
from app.reports.tree import Document, Finding
from app.services import conclusions, trail
from app.services.assessments import model_of
from app.services.brands import branding_of
from app.services.entries import clean_text
from app.services.outcomes import Outcome, outcome_of
from app.services.since_last import since_last_of
from app.surroundings import now
from app.translations import LANGUAGES, PSEUDO, translations_for
from app.version import VERSION
from assessments.redaction import Redaction
from assessments.report import AssessmentFacts, ClientFacts, MaturityReport, build_report

REDACTIONS = ("client", "people", "roles", "remarks", "money")
"""What can be taken out of a report; each is a field `without_…` of Redaction."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks of a report; nothing of it is trusted yet.

    `without` are keys of sections, None for those that are off for the audience anyway; `redaction` names of
    REDACTIONS.
    """

    kind: str = "roadmap"
    audience: str = "board"
    without: tuple[str, ...] | None = None
    redaction: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section that can be switched: its part, key, label, the sentence that it says, and whether it is in."""

    part: str
    key: str
    label: str
    title: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class ComposePage:
    """A report as it would be issued now. `document` is None until there are a result and a profile.

    `sections` are those that can be switched; `reworded` counts the findings in the report written anew.
    """

    outcome: Outcome
    choice: Choice
    sections: tuple[SectionLine, ...]
    document: Document | None
    branding: Branding
    reworded: int


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding with what it says by rule today and, where somebody wrote it anew, that text, by whom and when.

    `is_outdated` says that the computed text has changed since it was written anew.
    """

    finding: Finding
    is_outdated: bool


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """Every finding of both reports that can be written anew, in reading order."""

    outcome: Outcome
    language: str
    lines: tuple[FindingLine, ...]


def check_may_report(row: Assessment) -> None:
    """Refuse a report of an assessment that has no result, or of which the client may see nothing.

    Raises:
        Conflict: with the reason.
    """
    if row.state != "closed" or row.result is None:
        raise Conflict("not_closed")
    if row.result["is_below_threshold"]:
        raise Conflict("too_few_to_report")


def check_language(language: str) -> None:
    """Refuse a language that reports are not written in. Raises Invalid."""
    if language not in LANGUAGES + PSEUDO:
        raise Invalid("language", "unknown_choice")


def choose(row: Assessment, language: str, wanted: Wanted) -> Choice:
    """Return what is wanted as a choice that can be kept, with the findings written anew so far.

    Raises:
        Invalid: a kind, an audience or a redaction that is not on offer.
    """
    kind = next((one for one in KINDS if one == wanted.kind), None)
    audience = next((one for one in AUDIENCES if one == wanted.audience), None)
    if kind is None:
        raise Invalid("kind", "unknown_choice")
    if audience is None:
        raise Invalid("audience", "unknown_choice")
    if not set(wanted.redaction) <= set(REDACTIONS):
        raise Invalid("redaction", "unknown_choice")
    redaction = Redaction(**{f"without_{one}": True for one in wanted.redaction})
    off = SWITCHED_OFF[audience] if wanted.without is None else set(wanted.without)
    without = tuple(sorted(off - ALWAYS))
    return Choice(kind, audience, without, redaction, written_anew(row.id, language))


def narrowed(report: MaturityReport, choice: Choice, language: str) -> tuple[Choice, Document]:
    """Return the choice with only those sections off that the report has, and the report with all of them on."""
    whole = tell_document(report, translations_for(language), replace(choice, without=(), findings=()))
    keys = {section.key for section in whole.sections}
    return replace(choice, without=tuple(one for one in choice.without if one in keys)), whole


def written_anew(assessment_id: UUID, language: str) -> tuple[WrittenAnew, ...]:
    """Return the findings of an assessment written anew in a language, by key."""
    rows = list_findings(assessment_id, language)
    names = names_of({one.written_by for one in rows}) if rows else {}
    return tuple(
        WrittenAnew(one.key, one.text, names.get(one.written_by, "–"), one.written_at.date()) for one in rows
    )


def check_unnamed(client: str, choice: Choice) -> None:
    """Refuse to leave out the client's name while a finding written anew still holds it.

    Raises:
        Conflict: with the finding's key.
    """
    if not choice.redaction.without_client:
        return
    for one in choice.findings:
        if client.casefold() in one.text.casefold():
            raise Conflict("client_in_finding", finding=one.key)


def compose(row: Assessment, actor: Actor, reference: str, language: str) -> MaturityReport:
    """Return the report of a closed assessment, from its stored result and advice.

    Raises:
        Conflict: there is no advice, since the profile is missing.
    """
    advice = conclusions.advice_of(row)
    if advice is None:
        raise Conflict("profile_missing")
    result = conclusions.result_of(row)
    client, model = row.engagement.client, model_of(row)
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
        model=model,
        result=result,
        advice=advice,
        answers_hash=row.answers_hash or "",
        product_version=VERSION,
        since=since_last_of(actor, row, model, result),
    )


def compose_page(
    actor: Actor,
    assessment_id: UUID,
    language: str,
    wanted: Wanted,
    ticked: frozenset[str] | None = None,
) -> ComposePage:
    """Return a report as it would be issued now, and what of it can be switched. Changes nothing.

    Args:
        ticked: keys of the sections that are to be in, of all that can be switched; None for what `wanted` says.

    Raises:
        Hidden, Refused: not on the team.
        Invalid: something wanted is not on offer.
    """
    row = require(actor, Action.ISSUE_REPORT, assessment_rows.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    check_language(language)
    choice = choose(row, language, wanted)
    if outcome.standing != "complete" or outcome.is_withheld:
        return ComposePage(outcome, choice, (), None, Branding(), 0)
    translations = translations_for(language)
    report = redacted(compose(row, actor, translations.gettext("Preview"), language), choice, translations)
    choice, whole = narrowed(report, choice, language)
    if ticked is not None:
        off = {section.key for section in whole.sections} - ALWAYS - ticked
        choice = replace(choice, without=tuple(sorted(off)))
    lines = tuple(
        SectionLine(part.title, one.key, one.label, one.title, choice.has(one.key))
        for part in whole.parts
        for one in part.sections
        if one.key not in ALWAYS
    )
    branding = branding_of(row.engagement, choice.redaction)
    document = tell_document(report, translations, choice, brand=branding.brand)
    reworded = sum(one.edit is not None for one in findings_of(document))
    return ComposePage(outcome, choice, lines, document, branding, reworded)


def findings_page(actor: Actor, assessment_id: UUID, language: str) -> FindingsPage:
    """Return every finding that can be written anew, with its computed text.

    Raises:
        Hidden, Refused: not on the team.
        Invalid: reports are not written in this language.
    """
    row = require(actor, Action.ISSUE_REPORT, assessment_rows.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    check_language(language)
    if outcome.standing != "complete" or outcome.is_withheld:
        return FindingsPage(outcome, language, ())
    kept = {one.key: one.computed for one in list_findings(row.id, language)}
    findings = _findings(row, actor, language, written_anew(row.id, language))
    lines = tuple(
        FindingLine(one, one.key in kept and kept[one.key] != one.computed) for one in findings.values()
    )
    return FindingsPage(outcome, language, lines)


def _findings(
    row: Assessment, actor: Actor, language: str, anew: tuple[WrittenAnew, ...]
) -> dict[str, Finding]:
    """Return the findings of the full report, then those that the executive roadmap alone has."""
    translations = translations_for(language)
    report = compose(row, actor, "", language)
    found: dict[str, Finding] = {}
    for kind in ("full", "roadmap"):
        choice = Choice("full" if kind == "full" else "roadmap", findings=anew)
        for one in findings_of(tell_document(report, translations, choice)):
            found.setdefault(one.key, one)
    return found


def write_anew(actor: Actor, assessment_id: UUID, language: str, key: str, text: str) -> None:
    """Keep a finding in a person's words, beside its computed text. The computed text itself takes it back.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: there is nothing to report yet.
        Invalid: an unknown language or finding, no text or too long a one.
    """
    row = require(actor, Action.ISSUE_REPORT, assessment_rows.lock_assessment(assessment_id))
    check_may_report(row)
    check_language(language)
    words = " ".join(clean_text(text, "text", LONGEST_FINDING).split())
    if not words:
        raise Invalid("text", "finding_needed")
    finding = _findings(row, actor, language, ()).get(key)
    if finding is None:
        raise Invalid("key", "unknown_choice")
    if words == finding.computed:
        restore(actor, assessment_id, language, key)
        return
    known = find_finding(row.id, language, key)
    if known is None:
        known = FindingRow(id=uuid4(), firm_id=row.firm_id, assessment_id=row.id, language=language, key=key)
        db.session.add(known)
    known.text, known.computed, known.written_by, known.written_at = words, finding.computed, actor.id, now()
    db.session.flush()
    trail.note(actor.id, "finding written anew", "assessment", row.id, finding=key, language=language)


def restore(actor: Actor, assessment_id: UUID, language: str, key: str) -> None:
    """Take a finding back to its computed text; one that was never written anew stays as it is.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.ISSUE_REPORT, assessment_rows.lock_assessment(assessment_id))
    known = find_finding(row.id, language, key)
    if known is None:
        return
    db.session.delete(known)
    db.session.flush()
    trail.note(actor.id, "finding restored", "assessment", row.id, finding=key, language=language)
