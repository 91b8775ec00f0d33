"""Sends one mail. Runs twice at worst: the message keeps its Message-ID, so a mailbox can tell."""

from __future__ import annotations

from uuid import UUID

from app.services import mail
from app.services.jobs import MOST_TRIES, Claim, Report


def run(claim: Claim, report: Report) -> None:
    mail_id = UUID(claim.arguments["mail_id"])
    try:
        mail.send(claim.firm_id, mail_id)
    except mail.MailNotTaken as error:
        if claim.tries >= MOST_TRIES:
            mail.give_up(claim.firm_id, mail_id, str(error))
        raise
