"""Mails respondents that they can see what became of their answers."""

from __future__ import annotations

from uuid import UUID

from app.services import feedback, work_of
from app.services.jobs import Claim, Report


def run(claim: Claim, report: Report) -> None:
    with work_of(claim.firm_id):
        feedback.send_feedback(UUID(claim.arguments["assessment_id"]))
