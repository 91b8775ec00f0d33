"""One's own certificates: what they say, what others see of them, and the files to take along."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.languages import gettext as _
from app.languages import language
from app.security import actor
from app.services import certificate_files, credentials
from app.services import certificates as service
from app.web.access import signed_in
from app.web.brake import drawings
from app.web.forms.certificates import REVOKED_NAMES, ShownForm
from app.web.learning import LEARNERS
from app.web.reports import as_download

certificates = Blueprint("certificates", __name__)


@certificates.get("/learning/certificates")
@signed_in(LEARNERS, "own")
def index() -> ResponseReturnValue:
    page = service.my_certificates(actor())
    return render_template("certificates/index.html", page=page)


@certificates.route("/learning/certificates/<uuid:certificate_id>", methods=["GET", "POST"])
@signed_in(LEARNERS, "own")
def show(certificate_id: UUID) -> ResponseReturnValue:
    line = service.my_certificate(actor(), certificate_id)
    form = ShownForm(name_shown=line.name_shown, prints_share=line.prints_share)
    if form.validate_on_submit():
        service.choose(
            actor(), certificate_id, form.name_shown.data, prints_share=bool(form.prints_share.data)
        )
        flash(_("Saved. It holds at once, on the checking page and on the PDF."), "good")
        return redirect(url_for(".show", certificate_id=certificate_id), 303)
    page = render_template("certificates/show.html", line=line, form=form, reasons=REVOKED_NAMES)
    return page, 422 if form.errors else 200


@certificates.get("/learning/certificates/<uuid:certificate_id>/file")
@signed_in(LEARNERS, "own", rate="drawings")
def download(certificate_id: UUID) -> ResponseReturnValue:
    drawings.check(str(actor().id))
    drawings.count(str(actor().id))
    return as_download(certificate_files.certificate_file(actor(), certificate_id, language()))


@certificates.get("/learning/certificates/<uuid:certificate_id>/credential")
@signed_in(LEARNERS, "own")
def credential(certificate_id: UUID) -> ResponseReturnValue:
    line = service.my_certificate(actor(), certificate_id)
    response = Response(credentials.signed_credential(actor(), line.id), mimetype="application/vc+jwt")
    name = f"open-badge-{line.achievement.course}.jwt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
