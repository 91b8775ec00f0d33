"""What tests of exams do and look at: an attempt that is started, its row, and the form of right answers to it."""

from __future__ import annotations

import html
from uuid import UUID

from app.db import firm_scope
from app.db.enrolments import Attempt, read_attempt
from courses.course import find_course
from courses.variants import write_in
from tests.checked_client import CheckedClient
from tests.courses.test_exams import right
from tests.worlds.learning import Classroom, key_markers

STARTS = {"kind": "exam", "confirmed": "yes"}


def days_later(room: Classroom, clock, client_for, **amount: float) -> CheckedClient:
    """Let time pass, and return Khalid signed in anew, since a session does not last as long."""
    clock.advance(**amount)
    return client_for(room.khalid.email)


def started(client: CheckedClient, course: str, kind: str) -> str:
    response = client.submit(f"{course}/attempts", {"kind": kind, "confirmed": "yes"}, page=course)
    assert response.status_code == 303
    return response.headers["Location"]


def attempt_at(room: Classroom, address: str) -> Attempt:
    """Return an attempt with everything in it, read afresh."""
    enrolment, attempt = (UUID(part) for part in address.split("/")[-3::2])
    with firm_scope(room.firm_id):
        found = read_attempt(enrolment, attempt)[1]
    assert found is not None
    return found


def fields_for(room: Classroom, address: str, *, wrong: int = 0) -> dict[str, str]:
    """Return the form of right answers to an attempt, of which the first few are left out."""
    found = find_course("small-risk")
    form: dict[str, str] = {}
    for place, one in enumerate(attempt_at(room, address).drawn):
        item = write_in(found.item(one["item"]), one["values"])
        if place >= wrong:
            answer = right(item)
            form |= {item.key: answer} if isinstance(answer, str) else {}
    return form


def read_everything(client: CheckedClient, course: str) -> None:
    for lesson in ("three-parts", "expected-loss"):
        assert client.submit(f"{course}/lessons/{lesson}").status_code == 303


def keys_in(page) -> list[str]:
    """Return what a page shows of that which must not be seen before an answer is given."""
    shown = html.unescape(page.get_data(as_text=True))
    return [text for text in key_markers(find_course("small-risk")) if text in shown]
