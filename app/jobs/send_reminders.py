"""Mails a reminder to whoever has not handed in."""

from __future__ import annotations

from uuid import UUID

from app.services import invitations, work_of
from app.services.jobs import Claim, Report


def run(claim: Claim, report: Report) -> None:
    with work_of(claim.firm_id):
        invitations.send_reminders(UUID(claim.arguments["assessment_id"]), claim.arguments["since"])
