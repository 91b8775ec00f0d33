"""What the demo firm's people ask for: a lesson, and the report as a PDF, made once and then again."""

from __future__ import annotations

import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app.db import db, every_firm
from app.db.reports import ReportRow
from app.reports.choice import choice_from_plain
from app.reports.formats import direction_of
from app.reports.paper import document_html
from app.reports.pdf import lay_out
from app.reports.telling.documents import tell_document
from app.services import demo, reports, work_of
from app.translations import translations_for
from assessments.report import report_from_plain
from tests.bench.client import compose
from tests.bench.goals import Figure
from tests.bench.processes import Server
from tests.bench.rounds import paired, summary
from tests.bench.stand import CHECKOUT, PYTHON, Place, always, bare_get, cpu_per_request
from tests.bench.visitor import Visitor

SIX_PAGES = 6  # the length for which the goal is given; layout costs by the page
VARIANT = "pdf/a-3a"
LESSON = re.compile(rb'href="(/learning/[0-9a-f-]+/lessons/[^"]+)"')
ENROLMENT = re.compile(rb'href="(/learning/[0-9a-f-]+)"')


@dataclass(frozen=True, slots=True)
class Issued:
    """A report that the demo firm has issued."""

    id: UUID
    firm_id: UUID
    html: str
    direction: str


def load(app: Flask) -> Issued:
    """Load the demo firm and return its issued report, its PDF not made yet."""
    with app.app_context():
        demo.load()
        with every_firm("the bench looks for a report"):
            row = db.session.scalars(select(ReportRow).order_by(ReportRow.issued_at)).first()
            if row is None:
                raise RuntimeError("the demo firm has issued no report")
            html = _written(row)
            return Issued(row.id, row.firm_id, html, direction_of(row.language))


def _written(row: ReportRow) -> str:
    words = translations_for(row.language)
    return document_html(
        tell_document(report_from_plain(row.content), words, choice_from_plain(row.choice)), words
    )


def signed_in(port: int, role: str) -> Visitor:
    """Return the demo's person in that role, signed in."""
    visitor = Visitor(port)
    email = next(line.email for line in demo.sign_ins() if line.role == role)
    visitor.get("/sign-in")
    visitor.post("/sign-in", {"email": email, "password": demo.PASSWORD})
    return visitor


def lesson(site: Server, bare: Server) -> dict[str, Figure]:
    """Compare a lesson's page with the bare page."""
    learner = signed_in(site.port, "learner")
    learner.get("/learning")
    learner.get(_first(ENROLMENT, learner))
    request = compose("GET", _first(LESSON, learner), headers=learner.headers)
    return {
        "P4": paired(lambda: cpu_per_request(site, always(request), 200), lambda: bare_get(bare)),
    }


def _first(pattern: re.Pattern[bytes], visitor: Visitor) -> str:
    found = pattern.search(visitor.page.body)
    if found is None:
        raise RuntimeError(f"{visitor.path} has no link like {pattern.pattern!r}")
    return found[1].decode()


def first_pdf(place: Place, app: Flask, issued: Issued) -> dict[str, Figure]:
    """Compare making the report, from its stored content to the finished file, with the bare engine on its HTML."""
    page = place.folder / "report.html"
    page.write_text(issued.html, encoding="utf-8")
    pages: list[int] = []
    made: list[float] = []

    def product() -> float:
        began = time.process_time()
        with app.app_context(), work_of(issued.firm_id):
            row = db.session.get_one(ReportRow, issued.id)
            html = _written(row)
        composing = time.process_time() - began
        html = html.replace(
            "<title>", f"<title>{len(made)} ", 1
        )  # of what was printed before no part is kept
        laid_out = lay_out(html, direction=issued.direction)
        pages.append(laid_out.pages)
        made.append(composing + laid_out.cpu_seconds)
        return made[-1]

    product()
    figure = paired(product, lambda: _bare_engine(place, page), scale=1, unit="s")
    note = f"{figure.note}, {pages[-1]} pages"
    return {
        "P8": Figure(figure.median, figure.low, figure.high, figure.rounds, note),
        "P8.cpu": summary(
            [seconds / pages[-1] * SIX_PAGES for seconds in made], f"{median(made):.3g} s in all"
        ),
    }


def _bare_engine(place: Place, page: Path) -> float:
    done = subprocess.run(
        [PYTHON, "-m", "tests.bench.engine", str(page), VARIANT],
        cwd=CHECKOUT,
        env=place.environment(),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return float(done.stdout)


def same_pdf(app: Flask, issued: Issued, site: Server, bare: Server) -> dict[str, Figure]:
    """Compare the download of the finished report with the bare page."""
    with app.app_context():
        made = reports.render_apart(issued.firm_id, issued.id, lambda *_: None)
        with work_of(issued.firm_id):
            reports.publish(issued.id, made.file_hash, made.size)
    consultant = signed_in(site.port, "consultant")
    request = compose("GET", f"/reports/{issued.id}/file", headers=consultant.headers)
    return {
        "P9": paired(lambda: cpu_per_request(site, always(request), 200), lambda: bare_get(bare)),
    }
