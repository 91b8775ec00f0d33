"""Who somebody is: accounts, passwords, sessions, and the brake on guessing."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select, update

from app.db import db, every_firm
from app.db.people import ROLES, FailedSignIn, Firm, SignIn, User
from app.db.prepared import Prepared
from app.errors import Invalid, TooMany
from app.policy import Actor
from app.surroundings import keyed_digest, now, settings
from app.transactions import apart

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ABSOLUTE = {"operator": timedelta(hours=8), "learner": timedelta(days=7)}
IDLE = {"operator": timedelta(minutes=15), "learner": timedelta(hours=8)}
STAFF_ABSOLUTE, STAFF_IDLE = timedelta(hours=12), timedelta(minutes=60)
TOUCH_EVERY = timedelta(minutes=5)
WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT, TRIES_PER_NETWORK = 5, 50
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Session:
    """A live session: who, and the moment it was last seen."""

    actor: Actor
    seen_at: datetime


@lru_cache(maxsize=1)
def _hasher(cheap: bool) -> PasswordHasher:
    from argon2 import PasswordHasher  # compiled library, needed at sign-in only

    # 19 MiB and two passes: the floor that OWASP names for argon2id; one lane suits two cores.
    return PasswordHasher(time_cost=1 if cheap else 2, memory_cost=64 if cheap else 19 * 1024, parallelism=1)


def hasher() -> PasswordHasher:
    return _hasher(settings().profile == "test")


def canonical_email(typed: str) -> str:
    """Return the one form under which an address is kept and looked up.

    >>> canonical_email("  Ana@Example.ORG ")
    'ana@example.org'
    """
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def add_firm(name: str, kind: str = "consultancy") -> UUID:
    """Create a firm and return its id. Only the installation itself does this: there is no such page."""
    firm = Firm(name=name, kind=kind, created_at=now())
    db.session.add(firm)
    db.session.flush()
    return firm.id


def add_user(
    firm_id: UUID, email: str, name: str, role: str, password: str, client_id: UUID | None = None
) -> UUID:
    """Create an account in the active firm's scope and return its id.

    Raises:
        Invalid: the address is taken or not one, the role unknown, name or password too short or too long.
    """
    address = canonical_email(email)
    if "@" not in address or len(address) > 254 or any(sign.isspace() for sign in address):
        raise Invalid("email", "not_an_address")
    if role not in ROLES:
        raise Invalid("role", "unknown_role", found=role)
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise Invalid("name", "length", shortest=1, longest=LONGEST_NAME)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Invalid("password", "length", shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD)
    with every_firm("an address is unique in the installation"):
        if db.session.scalar(select(User.id).where(User.email == address)):
            raise Invalid("email", "taken")
    user = User(
        firm_id=firm_id,
        client_id=client_id,
        email=address,
        name=name.strip(),
        role=role,
        password_hash=hasher().hash(password),
        created_at=now(),
    )
    db.session.add(user)
    db.session.flush()
    return user.id


def sign_in(email: str, password: str, network: str) -> str:
    """Return the identifier of a new session.

    Takes the same time and says the same whether the address is known or not.

    Raises:
        Invalid: the two do not fit.
        TooMany: too many failures from this account or network lately.
    """
    address = canonical_email(email)
    subjects = {
        keyed_digest("sign-in account", address): TRIES_PER_ACCOUNT,
        keyed_digest("sign-in network", network): TRIES_PER_NETWORK,
    }
    _refuse_guessing(subjects)
    with every_firm("sign-in knows only the address"):
        found = db.session.execute(
            select(User.id, User.firm_id, User.role, User.password_hash).where(
                User.email == address, User.is_active
            )
        ).one_or_none()
    if not _fits(found.password_hash if found else _nobody(), password) or found is None:
        with apart():
            db.session.execute(
                insert(FailedSignIn), [{"subject": subject, "failed_at": now()} for subject in subjects]
            )
        raise Invalid("password", "sign_in_failed")
    token = secrets.token_urlsafe(32)
    moment = now()
    with every_firm("a session begins"):
        db.session.execute(
            insert(SignIn).values(
                id_hash=_hash(token),
                firm_id=found.firm_id,
                user_id=found.id,
                created_at=moment,
                seen_at=moment,
                expires_at=moment + ABSOLUTE.get(found.role, STAFF_ABSOLUTE),
            )
        )
        if hasher().check_needs_rehash(found.password_hash):
            db.session.execute(
                update(User).where(User.id == found.id).values(password_hash=hasher().hash(password))
            )
    return token


# Built once: it runs in front of every page of everybody who is signed in.
_SESSION = Prepared(
    select(
        User.id,
        User.firm_id,
        User.client_id,
        User.role,
        User.name,
        User.email,
        User.language,
        Firm.name.label("firm_name"),
        SignIn.seen_at,
        SignIn.expires_at,
    )
    .join(User, (User.id == SignIn.user_id) & (User.firm_id == SignIn.firm_id))
    .join(Firm, Firm.id == User.firm_id)
    .where(SignIn.id_hash == bindparam("id_hash"), User.is_active)
)


def find_session(token: str) -> Session | None:
    """Return the session that the identifier opens, or None: unknown, ended, idle too long, or account closed."""
    with every_firm("a session tells whose firm's scope to enter"):
        row = _SESSION.first({"id_hash": _hash(token)}, apart=True)
    if row is None or row.expires_at <= now() or row.seen_at + IDLE.get(row.role, STAFF_IDLE) <= now():
        return None
    actor = Actor(
        row.id, row.firm_id, row.client_id, row.role, row.name, row.email, row.language, row.firm_name
    )
    return Session(actor, row.seen_at)


def actor_of(user_id: UUID) -> Actor | None:
    """Return a person of the firm as an actor, for work that is done on their behalf; None for a closed account."""
    row = db.session.execute(
        select(User, Firm.name).join(Firm, Firm.id == User.firm_id).where(User.id == user_id, User.is_active)
    ).one_or_none()
    if row is None:
        return None
    user, firm = row
    return Actor(user.id, user.firm_id, user.client_id, user.role, user.name, user.email, user.language, firm)


def touch_session(token: str, session: Session) -> None:
    """Note that the session is in use, at most every few minutes, so that reading pages keeps it alive."""
    if now() - session.seen_at < TOUCH_EVERY:
        return
    with apart(), every_firm("a session stays in use"):
        db.session.execute(update(SignIn).where(SignIn.id_hash == _hash(token)).values(seen_at=now()))


def sign_out(token: str) -> None:
    """End the session. Its identifier opens nothing from now on."""
    with every_firm("a session ends"):
        db.session.execute(delete(SignIn).where(SignIn.id_hash == _hash(token)))


def _refuse_guessing(subjects: dict[bytes, int]) -> None:
    since = now() - WINDOW
    for subject, limit in subjects.items():
        tried = db.session.scalar(
            select(func.count())
            .select_from(FailedSignIn)
            .where(FailedSignIn.subject == subject, FailedSignIn.failed_at > since)
        )
        if (tried or 0) >= limit:
            raise TooMany(retry_after=int(WINDOW.total_seconds()))


def _fits(password_hash: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError  # as in `_hasher`

    try:
        return hasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash that no password fits, so that an unknown address costs the same work."""
    return hasher().hash(secrets.token_urlsafe(32))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
