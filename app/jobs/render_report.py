"""Renders an issued report as PDF, XLSX and PPTX. Files are stored first and published second: never half a report."""

from __future__ import annotations

from uuid import UUID

from app.reports.pdf import RenderFailed
from app.services import jobs, reports, work_of
from app.services.jobs import Claim, LeaseLost, Report


def run(claim: Claim, report: Report) -> None:
    report_id = UUID(claim.arguments["report_id"])
    report(0.05, "composing")
    try:
        # Laying out takes seconds: it runs outside any transaction that could hold up writers.
        made = reports.render_apart(claim.firm_id, report_id, report, lambda: jobs.is_held(claim))
    except RenderFailed as error:
        if error.reason == "cancelled":  # whoever took the job away has said what becomes of the report
            raise LeaseLost(str(claim.job_id)) from None
        with work_of(claim.firm_id):
            reports.give_up(report_id, error.reason)
        raise
    with work_of(claim.firm_id):
        reports.publish(
            report_id,
            made.file_hash,
            made.size,
            workbook_hash=made.workbook_hash,
            slides_hash=made.slides_hash,
        )
