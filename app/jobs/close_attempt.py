"""Closes an attempt whose time ran out, with what was kept of its answers."""

from __future__ import annotations

from uuid import UUID

from app.services import attempts, work_of
from app.services.jobs import Claim, Report


def run(claim: Claim, report: Report) -> None:
    with work_of(claim.firm_id):
        attempts.close_when_over(UUID(claim.arguments["enrolment_id"]), UUID(claim.arguments["attempt_id"]))
