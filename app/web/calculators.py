"""Calculators for anybody's own numbers: a table in, figures and a table to take away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.errors import Invalid
from app.languages import lazy_gettext as _l
from app.services import calculators as service
from app.web.access import STAFF, signed_in
from app.web.forms.calculators import (
    CalculatorForm,
    CriticalPathForm,
    EarnedValueForm,
    MonteCarloForm,
    ThreePointForm,
)
from app.web.wording import put_on
from content import ContentError, Finding
from courses.calculators import computing
from courses.calculators.computing import COLUMNS, Outcome, Settings
from courses.calculators.tables import MOST_BYTES, write_table
from courses.exercises.figures import Figure, Series
from courses.exercises.words import Words

calculators = Blueprint("calculators", __name__)
USERS = STAFF | {"sponsor", "learner"}
TITLES = {
    "three-point": _l("Three-point estimate"),
    "critical-path": _l("Critical path"),
    "monte-carlo": _l("Schedule Monte Carlo"),
    "earned-value": _l("Earned value"),
}
LEADS = {
    "three-point": _l(
        "Expected value and spread of tasks one after the other, and the chance to meet a date."
    ),
    "critical-path": _l("Early and late dates, float, and the activities that decide the finish."),
    "monte-carlo": _l(
        "The finish of a network with uncertain durations: S-curve, P50, P80, and what is critical how often."
    ),
    "earned-value": _l("Variances, indices, three forecasts and earned schedule, period by period."),
}
TABLE_FILE = "table"
"""What findings call the text that was pasted or uploaded."""


@calculators.get("/calculators")
@signed_in(USERS)
def index() -> ResponseReturnValue:
    return render_template("calculators/index.html", titles=TITLES, leads=LEADS)


@calculators.route("/calculators/three-point", methods=["GET", "POST"])
@signed_in(USERS)
def three_point() -> ResponseReturnValue:
    form = ThreePointForm()
    return calculated(
        "three-point", form, lambda text: computing.three_points(text, TABLE_FILE, form.deadline.number)
    )


@calculators.route("/calculators/critical-path", methods=["GET", "POST"])
@signed_in(USERS)
def critical_path() -> ResponseReturnValue:
    return calculated(
        "critical-path", CriticalPathForm(), lambda text: computing.critical_path(text, TABLE_FILE)
    )


@calculators.route("/calculators/monte-carlo", methods=["GET", "POST"])
@signed_in(USERS)
def monte_carlo() -> ResponseReturnValue:
    form = MonteCarloForm()

    def compute(text: str) -> Outcome:
        settings = Settings(
            runs=int(form.runs.number or 0),
            seed=int(form.seed.number or 0),
            correlation=form.correlation.number or 0.0,
            shape="triangle" if form.shape.data == "triangle" else "pert",
            deadline=form.deadline.number,
        )
        return computing.monte_carlo(text, TABLE_FILE, settings)

    return calculated("monte-carlo", form, compute)


@calculators.route("/calculators/earned-value", methods=["GET", "POST"])
@signed_in(USERS)
def earned_value() -> ResponseReturnValue:
    form = EarnedValueForm()
    return calculated(
        "earned-value",
        form,
        lambda text: computing.earned_values(text, TABLE_FILE, form.budget.number or 0.0),
    )


def calculated(kind: str, form: CalculatorForm, compute: Callable[[str], Outcome]) -> ResponseReturnValue:
    """Return a calculator's page: its form, then what came out of it or what is wrong, or the results as a file."""
    outcome: Outcome | None = None
    findings: tuple[Finding, ...] = ()
    if not form.is_submitted():
        form.table.data = service.example(kind) if "example" in request.args else ""
        if kind == "earned-value" and "example" in request.args:
            form.budget.data = service.EXAMPLE_BUDGET
    else:
        try:
            form.table.data = table_from(form)
            if form.validate():
                outcome = compute(form.table.data)
        except Invalid as error:
            put_on(form, error)
        except ContentError as error:
            findings = error.findings
    if outcome is not None and "download" in request.form:
        return downloaded(kind, outcome)
    page: dict[str, Any] = {"kind": kind, "form": form, "outcome": outcome, "findings": findings}
    page |= {"title": TITLES[kind], "lead": LEADS[kind], "columns": COLUMNS[kind], "curve": curve_of(outcome)}
    return render_template("calculators/show.html", **page), 422 if findings or form.errors else 200


def table_from(form: CalculatorForm) -> str:
    """Return the table that was uploaded, or else the one that was pasted.

    Raises:
        Invalid: the file is too large or not text in UTF-8.
    """
    upload = form.file.data
    if not upload or not getattr(upload, "filename", ""):
        return str(form.table.data or "")
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Invalid("file", "too_long", longest=MOST_BYTES)
    try:
        return str(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Invalid("file", "not_utf8") from error


def curve_of(outcome: Outcome | None) -> Figure | None:
    """Return the S-curve of a simulation as a figure."""
    if outcome is None or not outcome.curve:
        return None
    points = tuple((round(date, 1), 100 * share) for date, share in outcome.curve)
    title, says, date, share = (
        Words(code=f"schedule.{name}") for name in ("curve", "curve-says", "date-plain", "finished")
    )
    return Figure("lines", title, says, date, share, (Series(share, points),))


def downloaded(kind: str, outcome: Outcome) -> Response:
    """Return the table of results as a CSV file; the figures of the whole stand above it as rows of their own."""
    rows: list[tuple[str | float | None, ...]] = [(name, figure) for name, figure in outcome.facts.items()]
    text = write_table(["figure", "value"], rows) + "\r\n" + write_table(outcome.names, outcome.rows)
    response = Response(text.encode("utf-8-sig"), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    return response
