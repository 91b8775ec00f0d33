"""From a report and what was chosen to its file: the same two give the same bytes, today and in ten years."""

from __future__ import annotations

from dataclasses import replace
from gettext import NullTranslations

from app.reports.attached import attached_files
from app.reports.branding import UNBRANDED, Branding
from app.reports.choice import Choice
from app.reports.formats import direction_of
from app.reports.logos.raster import as_picture
from app.reports.paper import document_html
from app.reports.pdf import IsWanted, LaidOut, Limits, OnPhase, lay_out
from app.reports.telling.documents import tell_document
from assessments.redaction import redact
from assessments.report import MaturityReport

FULL_LIMITS = Limits(wall_seconds=750, cpu_seconds=150)
"""A full report has twice the pages of the others, and shares a small machine with the site."""


def make_file(
    report: MaturityReport,
    choice: Choice,
    translations: NullTranslations,
    branding: Branding = UNBRANDED,
    *,
    on_phase: OnPhase | None = None,
    is_wanted: IsWanted | None = None,
) -> LaidOut:
    """Return the laid out file of a report, with its data attached where the rules of discretion allow it.

    Args:
        report: as issued, already without what `choice.redaction` names.
        is_wanted: asked once a second; where it says no, nothing is made.

    Raises:
        RenderFailed: with the reason; there is never half a file.
    """
    document = tell_document(report, translations, choice, brand=branding.brand)
    return lay_out(
        document_html(document, translations),
        direction=direction_of(report.language),
        limits=FULL_LIMITS if choice.kind == "full" else None,
        attachments=attached_files(report),
        assets=branding.assets,
        on_phase=on_phase,
        is_wanted=is_wanted,
    )


def make_workbook(
    report: MaturityReport, choice: Choice, translations: NullTranslations, branding: Branding = UNBRANDED
) -> bytes:
    """Return the figures of a report as XLSX."""
    from app.reports.sheets.workbook import to_workbook

    return to_workbook(tell_document(report, translations, choice, brand=branding.brand))


def make_slides(
    report: MaturityReport, choice: Choice, translations: NullTranslations, branding: Branding = UNBRANDED
) -> bytes:
    """Return the executive roadmap of a report, of whichever kind it is, as PPTX."""
    from app.reports.slides.deck import to_slides

    document = tell_document(report, translations, replace(choice, kind="roadmap"), brand=branding.brand)
    logo, client_logo = (as_picture(one) if one else None for one in (branding.logo, branding.client_logo))
    return to_slides(document, logo=logo, client_logo=client_logo)


def redacted(report: MaturityReport, choice: Choice, translations: NullTranslations) -> MaturityReport:
    """Return the report without what the choice redacts; our own words stand where names were."""
    _ = translations.gettext
    return redact(report, choice.redaction, client=_("The organisation"), person=_("Not named"))
