"""Looks at what grading a course's attempts again would change, or does it."""

from __future__ import annotations

from uuid import UUID

from app.services import regrades
from app.services.jobs import Claim, Report


def run(claim: Claim, report: Report) -> None:
    def tell(share: float) -> None:
        report(share, "grading")

    tell(0.0)
    regrades.work(claim.firm_id, UUID(claim.arguments["regrade_id"]), tell)
