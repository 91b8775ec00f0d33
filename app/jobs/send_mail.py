"""Sends one mail. Runs twice at worst: the message keeps its Message-ID, so a mailbox can tell."""

from __future__ import annotations

from uuid import UUID

from app.services import mail, work_of
from app.services.jobs import Claim, Report


def run(claim: Claim, report: Report) -> None:
    with work_of(claim.firm_id):
        mail.send(UUID(claim.arguments["mail_id"]))
