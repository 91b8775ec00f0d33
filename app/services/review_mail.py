"""Mail about questions that come again: at most once a week, and each person's own to switch off."""

from __future__ import annotations

import base64
import binascii
from datetime import timedelta
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import select

from app.db import db, every_firm, firm_scope
from app.db import reviews as rows
from app.db.enrolments import lock_learners
from app.db.people import Firm, User
from app.errors import Hidden
from app.policy import Action, Actor, require_role
from app.services import mail, trail
from app.services.training_texts import ReviewWording
from app.surroundings import keyed_digest, settings, today
from app.transactions import transaction
from courses.course import list_courses

EVERY_DAYS = 7
PROOF = 20
"""Bytes of the proof in a link that stops the mails: 160 bits."""


def stop_address(user_id: UUID) -> str:
    """Return the address that switches a person's mails off. It does nothing else, so it never ends."""
    return f"{settings().base_url}/review-mail/{_token(user_id)}"


def _token(user_id: UUID) -> str:
    proof = keyed_digest("review mail", str(user_id))[:PROOF]
    return base64.urlsafe_b64encode(user_id.bytes + proof).decode()


def _holder(token: str) -> tuple[UUID, UUID]:
    """Return firm and person that a link is about.

    Raises:
        Hidden: it was not made here, or the account is gone.
    """
    try:
        read = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise Hidden from error
    if len(read) != 16 + PROOF:
        raise Hidden
    user_id = UUID(bytes=read[:16])
    if not compare_digest(_token(user_id).encode(), token.encode()):
        raise Hidden
    with every_firm("a link that stops mail tells whose mail it is"):
        firm_id = db.session.scalar(select(User.firm_id).where(User.id == user_id))
    if firm_id is None:
        raise Hidden
    return firm_id, user_id


def is_wanted(user_id: UUID) -> bool:
    """Return whether a person whom the caller may look at gets these mails."""
    row = rows.find_mail(user_id)
    return row is None or row.is_wanted


def is_wanted_by_link(token: str) -> bool:
    """Return whether the person of a link gets these mails.

    Raises:
        Hidden: the link leads nowhere.
    """
    firm_id, user_id = _holder(token)
    with firm_scope(firm_id):
        return is_wanted(user_id)


def switch(actor: Actor, *, wanted: bool) -> None:
    """Let the actor's mails come, or not.

    Raises:
        Refused: the role does not learn here.
    """
    require_role(actor, Action.LEARN)
    _keep(actor.id, wanted=wanted, by=actor.id)


def stop_by_link(token: str) -> None:
    """Switch the mails of a link's person off. Twice is the same as once.

    Raises:
        Hidden: the link leads nowhere.
    """
    firm_id, user_id = _holder(token)
    with firm_scope(firm_id):
        _keep(user_id, wanted=False, by="link holder")


def _keep(user_id: UUID, *, wanted: bool, by: UUID | str) -> None:
    lock_learners([user_id])
    if is_wanted(user_id) == wanted:
        return
    rows.keep_mail(user_id, is_wanted=wanted)
    trail.note(by, "review mail switched", "user", user_id, wanted=wanted)


def send_due() -> int:
    """Mail everybody, in all firms, for whom something is due and who wants it; returns how many mails.

    At most one in seven days to each, so it may be run every day, and again on the same day.
    """
    with transaction(), every_firm("what is due is mailed in every firm"):
        firms = list(db.session.execute(select(Firm.id, Firm.name).order_by(Firm.name, Firm.id)))
    count = 0
    for firm_id, name in firms:
        with transaction(), firm_scope(firm_id):
            count += _of_firm(name)
    return count


def _of_firm(firm: str) -> int:
    before = today() - timedelta(days=EVERY_DAYS)
    people = lock_learners(list(rows.list_to_mail(today(), before)))
    # Read again once everybody is held: another run may have mailed them meanwhile.
    due = rows.list_to_mail(today(), before)
    published = {(course.key, item.key) for course in list_courses() for item in course.items}
    sent = 0
    for user in people:
        number = sum(one in published for one in due.get(user.id, ()))
        if number:
            _send(firm, user, number)
            sent += 1
    return sent


def _send(firm: str, user: User, number: int) -> None:
    wording = ReviewWording(user.language, firm, number)
    stop = stop_address(user.id)
    body = wording.body(user.name, f"{settings().base_url}/learning/review", stop, EVERY_DAYS)
    mail.post(user.name, user.email, wording.subject, body, "review", unsubscribe=stop)
    rows.keep_mail(user.id, mailed_on=today())
