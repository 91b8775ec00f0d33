"""What somebody who answers has learnt themselves, for their own eyes: nothing of it is stored, counted or told.

A link can be forwarded, so it alone shows nothing. Both must be of one person: the link, by the address that it was
sent to, and the session of this browser. In anonymous mode neither is looked at: there, nothing may tie the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.db import answering as rows
from app.db import enrolments as enrolment_rows
from app.db import every_firm, firm_scope
from app.db.enrolments import Enrolment
from app.policy import Actor
from app.services import identity
from app.services.tokens import token_hash
from assessments.training import load_training_map
from content.text import Text
from courses.course import list_courses


@dataclass(frozen=True, slots=True)
class OwnTraining:
    """A course that the reader completed, with a passed test if it has one."""

    course: Text
    completed_at: datetime


def own_training(mode: str, link: str, session: str | None) -> Mapping[str, tuple[OwnTraining, ...]]:
    """Return, by dimension, the completed courses that help with it, the newest first; only of the reader's own.

    A course helps with the dimensions that the map of training names for it, and with the one it was assigned for.
    Shares of right answers are left out: beside a scale, a number draws the answer towards it.

    Args:
        mode: the assessment's; anonymous gives nothing.
        session: identifier of the browser's session, None without one. The session is read and left as it is.
    """
    reader = _reader(link, session) if session and mode != "anonymous" else None
    if reader is None:
        return {}
    with firm_scope(reader.firm_id):
        done = [row for row in enrolment_rows.list_enrolments([reader.id]) if row.completed_at is not None]
    titles = {course.key: course.title for course in list_courses()}
    found: dict[str, list[OwnTraining]] = {}
    for row in sorted(done, key=lambda one: (one.completed_at, one.course_key), reverse=True):
        if row.course_key in titles and row.completed_at is not None:
            for dimension in _dimensions(row):
                found.setdefault(dimension, []).append(OwnTraining(titles[row.course_key], row.completed_at))
    return {dimension: tuple(courses) for dimension, courses in found.items()}


def _reader(link: str, session: str) -> Actor | None:
    """Return who is signed in, if the link was sent to them."""
    with every_firm("a link tells to whom it was sent, before whoever is signed in is believed to be them"):
        addressee = rows.find_addressee(token_hash(link))
    found = identity.find_session(session) if addressee else None
    if addressee is None or found is None:
        return None
    firm_id, email = addressee
    is_same = found.actor.firm_id == firm_id and found.actor.email == identity.canonical_email(email)
    return found.actor if is_same else None


def _dimensions(row: Enrolment) -> set[str]:
    named = {entry.dimension for entry in load_training_map().entries if entry.course == row.course_key}
    return named | {row.because_dimension} if row.because_dimension else named
