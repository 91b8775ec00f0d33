"""Mail: a row written with the work that asks for it, sent by a job through a real server.

Without a server (the demo) rows stay in the outbox, where a page shows them.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

from sqlalchemy import select

from app.db import db
from app.db.outgoing import Mail, list_mails
from app.db.scope import current_firm
from app.errors import Hidden, Invalid
from app.policy import Action, Actor, require_role
from app.services import jobs, work_of
from app.surroundings import now, settings

SMTP_TIMEOUT_S = 20
GONE = ""
PERMANENT = 500  # from this code on a refusal is for good, RFC 5321 section 4.2.1
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class MailNotTaken(RuntimeError):
    """The server did not take the message; the job tries again later."""


def post(
    to_name: str,
    to_email: str,
    subject: str,
    body: str,
    purpose: str,
    in_reply_to: str | None = None,
    unsubscribe: str | None = None,
) -> Mail:
    """Write a message and the job that sends it, in the current transaction. Returns the row.

    Args:
        unsubscribe: address at which one POST stops mails of this purpose.

    Raises:
        Invalid: a line break or control character in a name, address or subject.
    """
    for field, text in (("name", to_name), ("email", to_email), ("subject", subject)):
        if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
            raise Invalid(field, "control_character")
    host = urlsplit(settings().base_url).hostname or "localhost"
    mail = Mail(
        id=uuid4(),
        firm_id=current_firm(),
        to_name=to_name,
        to_email=to_email,
        subject=subject,
        body=body,
        message_id=f"<{uuid4().hex}@{host}>",
        in_reply_to=in_reply_to,
        purpose=purpose,
        unsubscribe=unsubscribe,
        created_at=now(),
    )
    db.session.add(mail)
    db.session.flush()
    jobs.add("send_mail", f"mail:{mail.id}", {"mail_id": str(mail.id)})
    return mail


def send(firm_id: UUID, mail_id: UUID) -> None:
    """Hand one message to the server, unless it went out already. For the worker; safe to run again.

    No transaction is open while the server is talked to, since a slow one would hold up every writer.

    Raises:
        MailNotTaken: no connection, or the server did not take it this time.
    """
    with work_of(firm_id):
        mail = _find(mail_id)
        if mail is None or mail.state == "sent":
            return
        # Without a server (the demo) the outbox is where it ends.
        message = compose(mail) if settings().smtp_url else None
    refusal = _hand_over(message) if message else None
    with work_of(firm_id):
        mail = _find(mail_id)
        if mail is None:
            return
        if refusal is not None:
            mail.state, mail.problem = "failed", refusal
            return
        mail.state, mail.sent_at, mail.problem = "sent", now(), None
        if settings().is_production:
            mail.unsubscribe = None
            mail.body = GONE  # it may hold a link that opens somebody's answers


def give_up(firm_id: UUID, mail_id: UUID, problem: str) -> None:
    """Note that a message will not be tried again, and why."""
    with work_of(firm_id):
        mail = _find(mail_id)
        if mail is not None and mail.state == "waiting":
            mail.state, mail.problem = "failed", problem[:200]


def _find(mail_id: UUID) -> Mail | None:
    return db.session.scalar(select(Mail).where(Mail.id == mail_id))


def compose(mail: Mail) -> EmailMessage:
    """Return the message as it goes out: plain text, so nothing a client typed can become markup."""
    message = EmailMessage()
    message["Subject"] = mail.subject
    name, address = parseaddr(settings().mail_from)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(mail.to_name, addr_spec=mail.to_email)
    message["Date"] = formatdate(mail.created_at.timestamp(), usegmt=True)
    message["Message-ID"] = mail.message_id
    if mail.in_reply_to:
        message["In-Reply-To"] = mail.in_reply_to
        message["References"] = mail.in_reply_to
    if mail.unsubscribe:  # RFC 8058, section 3.1: the mail program shows a button that sends this one field
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.body)
    return message


def _hand_over(message: EmailMessage) -> str | None:
    """Give the message to the server; returns the code with which it refused the addressee for good.

    Raises:
        MailNotTaken: anything else came between.
    """
    try:
        with _connected() as connection:
            connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        if code >= PERMANENT:
            return str(code)
        # Many servers turn a stranger away once, to see whether it comes back.
        raise MailNotTaken(f"{type(error).__name__} {code}") from None
    except (OSError, smtplib.SMTPException) as error:
        # Not chained: the error quotes the address, and it ends in a log.
        answer = getattr(error, "smtp_code", "")
        raise MailNotTaken(f"{type(error).__name__} {answer}".strip()) from None
    return None


def _connected() -> smtplib.SMTP:
    """Return a connection to the server, encrypted where it can be, and signed in where that is asked for."""
    server = urlsplit(settings().smtp_url)
    host = server.hostname or "localhost"
    is_here = host in LOOPBACK
    proof = ssl.create_default_context()
    if is_here:  # nobody stands between, and a mail server of this machine rarely has a certificate for that
        proof.check_hostname, proof.verify_mode = False, ssl.CERT_NONE
    if server.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            host, server.port or 465, timeout=SMTP_TIMEOUT_S, context=proof
        )
    else:
        connection = smtplib.SMTP(host, server.port or 25, timeout=SMTP_TIMEOUT_S)
    try:
        connection.ehlo_or_helo_if_needed()  # only now is it known what the server offers
        is_private = is_here or server.scheme == "smtps"
        if server.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls(context=proof)
            is_private = True
        if server.username:
            if not is_private:
                raise smtplib.SMTPNotSupportedError(
                    "without encryption the password could be read on its way"
                )
            connection.login(unquote(server.username), unquote(server.password or ""))
    except BaseException:
        connection.close()
        raise
    return connection


@dataclass(frozen=True, slots=True)
class MailLine:
    id: UUID
    to_name: str
    to_email: str
    subject: str
    purpose: str
    state: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MailPage:
    """One message; `parts` are its text cut at web addresses: (text, is an address of this site)."""

    line: MailLine
    in_reply_to: bool
    parts: tuple[tuple[str, bool], ...]


def _line(mail: Mail) -> MailLine:
    return MailLine(
        mail.id, mail.to_name, mail.to_email, mail.subject, mail.purpose, mail.state, mail.created_at
    )


def _require_outbox(actor: Actor) -> None:
    if settings().is_production:  # there mail is between the sender and the addressee
        raise Hidden
    require_role(actor, Action.READ_OUTBOX)


def outbox(actor: Actor) -> tuple[MailLine, ...]:
    """Return the newest mails of the firm, where there is an outbox to look into: not in production.

    Raises:
        Hidden: production.
        Refused: not of the firm's staff.
    """
    _require_outbox(actor)
    return tuple(_line(mail) for mail in list_mails())


def read_mail(actor: Actor, mail_id: UUID) -> MailPage:
    """Return one message with its links.

    Raises:
        Hidden: production, or no such mail.
        Refused: not of the firm's staff.
    """
    _require_outbox(actor)
    mail = _find(mail_id)
    if mail is None:
        raise Hidden
    base = re.escape(settings().base_url)
    pieces = re.split(rf"({base}/[^\s]+)", mail.body)
    parts = tuple((piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece)
    return MailPage(_line(mail), mail.in_reply_to is not None, parts)
