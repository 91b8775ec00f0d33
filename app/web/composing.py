"""Composing a report: choosing, looking at it as it will be, and writing findings anew."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import Conflict, Invalid
from app.languages import gettext as _
from app.reports.branding import UNBRANDED
from app.security import actor
from app.services import composing as service
from app.services.composing import SectionLine, Wanted
from app.translations import LANGUAGES
from app.web.access import STAFF, signed_in
from app.web.brands import branded, colours_url
from app.web.forms.composing import ComposeForm, FindingForm, RestoreForm
from app.web.forms.reports import LANGUAGE_NAMES
from app.web.wording import put_on, worded

composing = Blueprint("composing", __name__)


@composing.get("/assessments/<uuid:assessment_id>/reports/compose")
@signed_in(STAFF, "engagement")
def show(assessment_id: UUID) -> ResponseReturnValue:
    form = ComposeForm(request.args)
    language = form.language.data or LANGUAGES[0]
    wanted = Wanted(
        form.kind.data or "roadmap",
        form.audience.data or "board",
        None,
        tuple(form.redaction.data or ()),
    )
    shown = f"{wanted.kind}:{wanted.audience}"
    try:
        # The ticks belong to the report on the screen; for another kind or reader they start afresh.
        ticked = frozenset(form.section.data or ()) if form.shown.data == shown else None
        page = service.compose_page(actor(), assessment_id, language, wanted, ticked)
    except Invalid as error:
        flash(worded(error), "bad")
        return redirect(url_for(".show", assessment_id=assessment_id), 303)
    preview = branded(page.document, page.branding, language) if page.document else ""
    return render_template(
        "composing/show.html",
        page=page,
        form=form,
        language=language,
        shown=shown,
        preview=preview,
        sheet=colours_url(page.branding) if page.branding != UNBRANDED else "",
        parts=_by_part(page.sections),
    )


def _by_part(lines: Iterable[SectionLine]) -> list[tuple[str, list[SectionLine]]]:
    """Return the sections under their parts, in the order of the report."""
    return [(part, list(those)) for part, those in groupby(lines, key=lambda line: line.part)]


@composing.get("/assessments/<uuid:assessment_id>/reports/findings")
@signed_in(STAFF, "engagement")
def findings(assessment_id: UUID) -> ResponseReturnValue:
    return findings_shown(assessment_id, request.args.get("language") or LANGUAGES[0], None)


def findings_shown(assessment_id: UUID, language: str, form: FindingForm | None) -> ResponseReturnValue:
    """Return the page of findings; a refused form keeps what was typed at its finding."""
    try:
        page = service.findings_page(actor(), assessment_id, language)
    except Invalid as error:
        flash(worded(error), "bad")
        return redirect(url_for(".findings", assessment_id=assessment_id), 303)
    return (
        render_template("composing/findings.html", page=page, refused=form, report_languages=LANGUAGE_NAMES),
        422 if form else 200,
    )


@composing.post("/assessments/<uuid:assessment_id>/reports/findings")
@signed_in(STAFF, "engagement")
def write_anew(assessment_id: UUID) -> ResponseReturnValue:
    form = FindingForm()
    language = form.language.data or LANGUAGES[0]
    if form.validate_on_submit():
        try:
            service.write_anew(actor(), assessment_id, language, form.key.data, form.text.data)
        except Conflict as error:
            flash(worded(error), "bad")
            return redirect(url_for("reports.index", assessment_id=assessment_id), 303)
        except Invalid as error:
            put_on(form, error)
        else:
            flash(_("The finding is written anew. Its computed text stays beside it."), "good")
            return redirect(_at(assessment_id, language, form.key.data), 303)
    return findings_shown(assessment_id, language, form)


@composing.post("/assessments/<uuid:assessment_id>/reports/findings/restore")
@signed_in(STAFF, "engagement")
def restore(assessment_id: UUID) -> ResponseReturnValue:
    form = RestoreForm()
    language = form.language.data or LANGUAGES[0]
    if form.validate_on_submit():
        service.restore(actor(), assessment_id, language, form.key.data)
        flash(_("The finding says what was computed again."), "good")
        return redirect(_at(assessment_id, language, form.key.data), 303)
    return findings_shown(assessment_id, language, FindingForm())


def _at(assessment_id: UUID, language: str, key: str) -> str:
    anchor = "finding-" + "".join(sign if sign.isalnum() or sign in "-." else "-" for sign in key)
    return url_for(".findings", assessment_id=assessment_id, language=language, _anchor=anchor)
