"""An open assessment of each mode in each firm, with one invitation per role group and its link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from app.db import db, firm_scope
from app.db.assessments import Assessment, Invitation
from app.db.engagements import Client, Engagement
from app.services import tokens
from assessments.model import ROLES
from assessments.published import find_model


@dataclass(frozen=True, slots=True)
class OpenAssessment:
    """`links` are the tokens by role group, `invitations` the ids of the rows."""

    firm_id: UUID
    id: UUID
    links: dict[str, str]
    invitations: dict[str, UUID]


def open_assessment(
    firm_id: UUID,
    at: datetime,
    *,
    mode: str = "named",
    state: str = "open",
    each: int = 1,
    model_key: str = "quick-scan",
) -> OpenAssessment:
    """Add a client with an engagement and an assessment closing on 12 March 2026, `each` invitations per role.

    Where several are invited, the links' keys are "team", "team-2", "team-3" and so on.
    """
    model = find_model(model_key)
    with firm_scope(firm_id):
        assessment = Assessment(
            id=uuid4(),
            firm_id=firm_id,
            engagement_id=_engagement(firm_id, at).id,
            title="PMO health check, spring",
            model_key=model.key,
            model_version=model.version,
            model_hash=model.hash,
            mode=mode,
            state=state,
            closes_on=date(2026, 3, 12),
            launched_at=at,
            created_at=at,
        )
        db.session.add(assessment)
        db.session.flush()
        found = OpenAssessment(firm_id, assessment.id, {}, {})
        for role in ROLES:
            for number in range(1, each + 1):
                key = role if number == 1 else f"{role}-{number}"
                found.links[key] = invite(found, key, role, mode)
        db.session.flush()
    return found


def _engagement(firm_id: UUID, at: datetime) -> Engagement:
    client = Client(
        id=uuid4(),
        firm_id=firm_id,
        name="Harbour Works",
        sector="construction",
        headcount=800,
        languages=["en"],
        project_count=30,
        yearly_value=Decimal(40_000_000),
        created_at=at,
    )
    db.session.add(client)
    db.session.flush()
    engagement = Engagement(
        id=uuid4(),
        firm_id=firm_id,
        client_id=client.id,
        title="PMO review",
        starts_on=at.date(),
        created_at=at,
    )
    db.session.add(engagement)
    db.session.flush()
    return engagement


def invite(assessment: OpenAssessment, key: str, role: str, mode: str, address: str | None = None) -> str:
    """Add an invitation and return the token of its link."""
    invitation_id = uuid4()
    token = tokens.issue_token(invitation_id, mode)
    db.session.add(
        Invitation(
            id=invitation_id,
            firm_id=assessment.firm_id,
            assessment_id=assessment.id,
            name=f"Robin {key.title()}",
            email=address or f"{key}@client.example",
            role=role,
            token_hash=tokens.token_hash(token),
        )
    )
    assessment.invitations[key] = invitation_id
    return token
