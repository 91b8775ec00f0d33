"""Mails the links of an assessment to everyone who has not had theirs."""

from __future__ import annotations

from uuid import UUID

from app.services import invitations, work_of
from app.services.jobs import Claim, Report


def run(claim: Claim, report: Report) -> None:
    with work_of(claim.firm_id):
        invitations.send_invitations(UUID(claim.arguments["assessment_id"]))
