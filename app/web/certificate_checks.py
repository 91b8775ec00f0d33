"""Checking a certificate, for anybody; and what programs need to check a credential: issuer, keys, revocations."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import security
from app.errors import Hidden
from app.languages import lazy_gettext as _l
from app.services import certificate_checks as service
from app.services import credentials
from app.web.access import anyone, link_holder
from app.web.forms.certificates import REVOKED_NAMES
from app.web.lifecycle import brake
from courses.certificates import LENGTH, fault_of, grouped, read_code

certificate_checks = Blueprint("certificate_checks", __name__)

LONGEST_TYPED = 80
FAULTS = {
    "length": _l(
        "A code has %(length)s letters and digits; this one has %(found)s. Compare it with the certificate."
    ),
    "signs": _l("A code has digits and letters, but no U. Compare it with the certificate."),
    "check": _l("There is a typing error in the code: its last two characters do not fit the others."),
}


@certificate_checks.after_request
def keep_to_oneself(response: Response) -> Response:
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@certificate_checks.get("/certificates")
@link_holder(rate="certificates")
def index() -> ResponseReturnValue:
    typed = request.args.get("code", "")[:LONGEST_TYPED]
    code = read_code(typed)
    if not code:
        return asked()
    if problem := problem_of(code):
        return asked(typed, problem), 422
    return redirect(url_for(".show", code=grouped(code)), 303)


@certificate_checks.get("/certificates/<code>")
@link_holder(rate="certificates")
def show(code: str) -> ResponseReturnValue:
    typed = code[:LONGEST_TYPED]
    read = read_code(typed)
    if problem := problem_of(read):
        return asked(typed, problem), 404
    try:
        found = service.check(read)
    except Hidden:
        brake.count(security.network())
        return asked(typed, is_unknown=True), 404
    return render_template("certificates/checked.html", found=found, reasons=REVOKED_NAMES)


def problem_of(code: str) -> str | None:
    """Return what is wrong with a code that was read, in a sentence; None if nothing is."""
    fault = fault_of(code)
    return str(FAULTS[fault]) % {"length": LENGTH, "found": len(code)} if fault else None


def asked(typed: str = "", problem: str | None = None, *, is_unknown: bool = False) -> str:
    return render_template("certificates/check.html", typed=typed, problem=problem, is_unknown=is_unknown)


@certificate_checks.get("/certificates/issuers/<uuid:firm_id>")
@anyone()
def issuer(firm_id: UUID) -> ResponseReturnValue:
    return jsonify(credentials.issuer_profile(firm_id))


@certificate_checks.get("/certificates/issuers/<uuid:firm_id>/revoked")
@anyone()
def revoked(firm_id: UUID) -> ResponseReturnValue:
    return jsonify(credentials.revocation_list(firm_id))


@certificate_checks.get("/certificates/keys/<key_id>")
@anyone()
def key(key_id: str) -> ResponseReturnValue:
    return jsonify(credentials.public_key(key_id))


@certificate_checks.get("/.well-known/jwks.json")
@anyone()
def keys() -> ResponseReturnValue:
    return jsonify(credentials.key_set())
