"""My hours: the ledger, its export, and the beats from which its times come."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.languages import language
from app.security import actor
from app.services import hours as service
from app.services import hours_export, hours_files, study_clock
from app.web.access import signed_in
from app.web.brake import beats, drawings
from app.web.learning import LEARNERS
from app.web.reports import as_download
from assessments.privacy import THRESHOLD
from courses.study_time import IDLE, MOST_TIMES_STATED

hours = Blueprint("hours", __name__)


@hours.get("/learning/hours")
@signed_in(LEARNERS, "own")
def show() -> ResponseReturnValue:
    limits = {"idle": int(IDLE.total_seconds() // 60), "times": MOST_TIMES_STATED}
    page = service.hours_page(actor())
    return render_template("hours/show.html", page=page, limits=limits, threshold=THRESHOLD)


@hours.get("/learning/hours/export.csv")
@signed_in(LEARNERS, "own")
def export() -> ResponseReturnValue:
    response = Response(hours_export.export_hours(actor(), language()), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="my-hours.csv"'
    return response


@hours.get("/learning/hours/statement.pdf")
@signed_in(LEARNERS, "own", rate="drawings")
def statement() -> ResponseReturnValue:
    drawings.check(str(actor().id))
    drawings.count(str(actor().id))
    return as_download(hours_files.statement_file(actor(), language()))


@hours.get("/learning/hours/workbook.xlsx")
@signed_in(LEARNERS, "own", rate="drawings")
def workbook() -> ResponseReturnValue:
    drawings.check(str(actor().id))
    drawings.count(str(actor().id))
    return as_download(hours_files.workbook_file(actor(), language()))


@hours.post("/learning/<uuid:enrolment_id>/beat")
@signed_in(LEARNERS, "own", rate="beats")
def beat(enrolment_id: UUID) -> ResponseReturnValue:
    """Take note of a page that was opened, worked on or left. The page does not wait for the answer."""
    beats.check(str(actor().id))
    beats.count(str(actor().id))
    form = request.form
    study_clock.hear(actor(), enrolment_id, form.get("part", ""), form.get("kind", ""))
    return Response(status=204, mimetype="text/plain")
