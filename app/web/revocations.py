"""Revoking certificates: the firm's administrator any of the firm, a team those of its client's people (`training`)."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.errors import Invalid
from app.languages import gettext as _
from app.security import actor
from app.services import certificates as service
from app.web.access import signed_in
from app.web.forms.certificates import REVOKED_NAMES, RevokeForm
from app.web.people import ADMINISTRATOR
from app.web.wording import put_on

revocations = Blueprint("revocations", __name__)


@revocations.get("/people/certificates")
@signed_in(ADMINISTRATOR, "firm")
def index() -> ResponseReturnValue:
    return render_template("revocations/index.html", page=service.held_by_staff(actor()))


@revocations.route("/people/certificates/<uuid:certificate_id>", methods=["GET", "POST"])
@signed_in(ADMINISTRATOR, "firm")
def held(certificate_id: UUID) -> ResponseReturnValue:
    return revoking(None, certificate_id)


@revocations.post("/people/certificates/<uuid:certificate_id>/restored")
@signed_in(ADMINISTRATOR, "firm")
def restore(certificate_id: UUID) -> ResponseReturnValue:
    return restored(None, certificate_id)


def address_of(assessment_id: UUID | None, certificate_id: UUID) -> str:
    """Return where a certificate can be revoked: by an assessment's team, or by the firm's administrator."""
    if assessment_id is None:
        return url_for("revocations.held", certificate_id=certificate_id)
    return url_for("training.held", assessment_id=assessment_id, certificate_id=certificate_id)


def revoking(assessment_id: UUID | None, certificate_id: UUID) -> ResponseReturnValue:
    """Show a certificate to those that may revoke it, or revoke it as the form says."""
    page = service.held_page(actor(), assessment_id, certificate_id)
    address = address_of(assessment_id, certificate_id)
    form = RevokeForm()
    if form.validate_on_submit():
        try:
            service.revoke(actor(), assessment_id, certificate_id, form.reason.data, form.note.data or "")
        except Invalid as error:
            put_on(form, error)
        else:
            flash(_("The certificate is revoked. The checking page says so from now on."), "info")
            return redirect(address, 303)
    shown = render_template(
        "revocations/held.html", page=page, form=form, reasons=REVOKED_NAMES, address=address
    )
    return shown, 422 if form.errors else 200


def restored(assessment_id: UUID | None, certificate_id: UUID) -> ResponseReturnValue:
    """Take a revocation back."""
    service.restore(actor(), assessment_id, certificate_id)
    flash(_("The revocation is taken back: the certificate counts again."), "good")
    return redirect(address_of(assessment_id, certificate_id), 303)
