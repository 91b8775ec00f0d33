"""The outbox of the demo: every mail with its links, as if it had arrived."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.security import actor
from app.services import mail as service
from app.web.access import STAFF, signed_in

outbox = Blueprint("outbox", __name__)


@outbox.get("/outbox")
@signed_in(STAFF, "firm")
def index() -> ResponseReturnValue:
    return render_template("outbox/index.html", page=service.outbox(actor()))


@outbox.get("/outbox/<uuid:mail_id>")
@signed_in(STAFF, "firm")
def show(mail_id: UUID) -> ResponseReturnValue:
    return render_template("outbox/show.html", mail=service.read_mail(actor(), mail_id))
