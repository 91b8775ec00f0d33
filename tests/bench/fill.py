"""A database of a known size: several assessments, each answered in full by many respondents, and a long trail.

Everything goes through the services, except the trail's filling, which no service would write.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import func, insert, select

from app.db import db, firm_scope
from app.db.assessments import list_invitations
from app.db.outgoing import AuditEvent
from app.policy import Actor
from app.services import answering, assessments, engagements, identity, invitations, tokens
from app.services.entries import Entry
from app.surroundings import now, today
from app.transactions import transaction
from assessments.model import ROLES, MaturityModel
from assessments.published import find_model
from assessments.responses import Answer

MODEL = "quick-scan"
NOTE = "We agree on this in every review, and write it down afterwards."  # 63 signs, as people write
STARTED_ON = date(2026, 1, 12)


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: respondents of each assessment, assessments, events in the trail."""

    respondents: int
    assessments: int
    events: int


# 200 respondents with 60 answers each, in three assessments of 20 questions, and a hundredth of it.
LARGE = Size(respondents=200, assessments=3, events=10_000)
SMALL = Size(respondents=2, assessments=1, events=100)


@dataclass(frozen=True, slots=True)
class Filled:
    """Who may ask: the secrets of one assessment's respondents who are put every question, and its questions."""

    tokens: tuple[str, ...]
    questions: tuple[str, ...]


def fill(app: Flask, size: Size) -> Filled:
    """Fill the migrated database of the application and return whom to ask as."""
    with app.app_context():
        model = find_model(MODEL)
        with transaction():
            firm = identity.add_firm("Bench Consulting")
            with firm_scope(firm):
                person = identity.add_user(
                    firm, "bench@bench.example", "Bea Bench", "consultant", "a long enough password"
                )
        actor = Actor(
            person, firm, None, "consultant", "Bea Bench", "bench@bench.example", "en", "Bench Consulting"
        )
        filled = [_fill_assessment(actor, model, size.respondents) for _ in range(size.assessments)]
        with transaction(), firm_scope(firm):
            _lengthen_trail(firm, size.events)
        db.session.remove()
        db.engine.dispose()
    return filled[0]


def _fill_assessment(actor: Actor, model: MaturityModel, respondents: int) -> Filled:
    roles = [role for role in ROLES for _ in range(max(1, round(respondents / len(ROLES))))][:respondents]
    widest = max(ROLES, key=lambda role: len(model.questions_for(role)))
    roles[0] = widest
    with transaction(), firm_scope(actor.firm_id):
        assessment_id = _open(actor, roles)
        links = [
            (invitation.role, tokens.issue_token(invitation.id, "named"))
            for invitation in list_invitations(assessment_id)
        ]
    for number, (role, token) in enumerate(links):
        with transaction():
            answering.start(token)
        answering.save_form(token, _entries(model, role, number))
    asked = tuple(token for role, token in links if role == widest)
    return Filled(asked, tuple(question.key for question in model.questions_for(widest)))


def _open(actor: Actor, roles: list[str]) -> UUID:
    client = engagements.ClientFacts(
        "Bench Client", "construction", 400, ("en",), 30, Decimal(20_000_000), "EUR"
    )
    engagement = engagements.create_engagement(actor, client, "PMO review", STARTED_ON)
    assessment_id = assessments.create_assessment(
        actor, engagement, "First wave", MODEL, "named", today() + timedelta(days=365)
    )
    lines = [f"Person {number}, person-{number}@client.example, {role}" for number, role in enumerate(roles)]
    invitations.invite(actor, assessment_id, "\n".join(lines))
    assessments.launch(actor, assessment_id)
    return assessment_id


def _entries(model: MaturityModel, role: str, number: int) -> Iterator[Entry]:
    for place, question in enumerate(model.questions_for(role)):
        level = model.lowest + (number * 7 + place * 3) % len(model.levels)
        yield Entry(question.key, Answer(level, "level", "none", NOTE, ""), base=0)


def _lengthen_trail(firm: UUID, events: int) -> None:
    present = db.session.scalar(select(func.count(AuditEvent.id)).where(AuditEvent.firm_id == firm)) or 0
    rows = [
        {
            "id": uuid4(),
            "firm_id": firm,
            "done_at": now(),
            "actor": "system",
            "action": "answer saved",
            "subject_kind": "response",
            "subject_id": uuid4(),
            "detail": {"question": "STR.1"},
        }
        for _ in range(events - present)
    ]
    if rows:
        db.session.execute(insert(AuditEvent), rows)
