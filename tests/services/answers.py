"""Links of an assessment followed by tests, and what is answered with them."""

from __future__ import annotations

from sqlalchemy import update

from app.db import db, every_firm, firm_scope
from app.db.assessments import Assessment
from app.services import answering
from app.services.entries import Entry
from assessments.responses import Answer
from tests.worlds.answering import OpenAssessment

LEVEL = Answer(3, "level", "one", "because", "")


def begun(assessment: OpenAssessment, role: str = "pmo") -> str:
    token = assessment.links[role]
    answering.start(token)
    return token


def entry(answer: Answer = LEVEL, question: str = "STR.1", base: int = 0, operation: str = "a") -> Entry:
    return Entry(question, answer, base, operation)


def close(assessment: OpenAssessment) -> None:
    with firm_scope(assessment.firm_id):
        db.session.execute(
            update(Assessment).where(Assessment.id == assessment.id).values(state="closed"),
            execution_options={"synchronize_session": False},
        )


def rows(kind, assessment: OpenAssessment):
    """What the assessment's firm has stored; other tests may have left rows of other firms."""
    with every_firm("the test looks at what is stored"):
        found = db.session.scalars(db.select(kind).where(kind.firm_id == assessment.firm_id)).all()
        return [{c.name: getattr(row, c.name) for c in kind.__table__.c} for row in found]
