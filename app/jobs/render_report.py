"""Renders an issued report. The file is stored first and published second, so there is never half a report."""

from __future__ import annotations

from uuid import UUID

from app.reports.pdf import RenderFailed
from app.services import reports, work_of
from app.services.jobs import Claim, Report


def run(claim: Claim, report: Report) -> None:
    report_id = UUID(claim.arguments["report_id"])
    report(0.05, "composing")
    try:
        # Laying out takes seconds: it runs outside any transaction that could hold up writers.
        file_hash, size = reports.render_apart(claim.firm_id, report_id, report)
    except RenderFailed as error:
        with work_of(claim.firm_id):
            reports.give_up(report_id, error.reason)
        raise
    with work_of(claim.firm_id):
        reports.publish(report_id, file_hash, size)
