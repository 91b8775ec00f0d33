"""The trail of what was done, by whom, to what: written in the same transaction as the deed."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from app.db import db
from app.db.outgoing import AuditEvent, add_event
from app.db.scope import current_firm
from app.surroundings import now

RESPONDENT = "respondent"
SYSTEM = "system"


def note(
    actor: UUID | str, action: str, subject_kind: str, subject_id: UUID | None = None, **detail: Any
) -> None:
    """Add one event. `actor` is a user's id, or what acted: "respondent", "system", "link holder".

    Nothing a respondent wrote and no address belongs into `detail`: ids, counts, keys and states only.
    """
    add_event(
        {
            "id": uuid4(),
            "firm_id": current_firm(),
            "done_at": now(),
            "actor": str(actor),
            "action": action,
            "subject_kind": subject_kind,
            "subject_id": subject_id,
            "detail": detail,
        }
    )


def last_actor(action: str, subject_id: UUID) -> str | None:
    """Return who did this to a subject last, as `note` was told; None where nobody did."""
    events = select(AuditEvent.actor).where(
        AuditEvent.firm_id == current_firm(), AuditEvent.subject_id == subject_id, AuditEvent.action == action
    )
    return db.session.scalar(events.order_by(AuditEvent.done_at.desc()).limit(1))
