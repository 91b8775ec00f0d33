"""Computes the result of a closed assessment and draws its conclusion."""

from __future__ import annotations

from uuid import UUID

from app.services import conclusions, work_of
from app.services.jobs import Claim, Report


def run(claim: Claim, report: Report) -> None:
    report(0.2, "scoring")
    with work_of(claim.firm_id):
        conclusions.conclude(UUID(claim.arguments["assessment_id"]))
