"""A mail server on this machine, for tests: keeps what it is given, or answers as it is told."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

CERTIFICATE = Path(__file__).with_name("mail_server.pem")
USER, WORD = "post@north", "p@ss: word"


@dataclass
class MailServer:
    """`on_recipient` and `on_data` are its answers; `messages` what it took; `secured` how each one came."""

    host: str
    port: int = 0
    needs_login: bool = False
    on_recipient: str = "250 OK"
    on_data: str = "250 OK"
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    secured: list[bool] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.on_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.on_recipient

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        if self.needs_login and not session.authenticated:
            return "530 sign in first"
        if self.on_data.startswith("250"):
            message = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
            self.messages.append(message)  # type: ignore[arg-type]
            self.recipients += envelope.rcpt_tos
            self.secured.append(session.ssl is not None)
        return self.on_data


def is_known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    fits = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), WORD.encode())
    return AuthResult(success=fits, handled=False)


@contextmanager
def mail_server(
    host: str = "127.0.0.1", *, has_tls: bool = False, has_login: bool = False
) -> Iterator[MailServer]:
    """A server that listens until the end of the block."""
    told: dict[str, Any] = {}
    if has_tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATE)
        told["tls_context"] = context
    if has_login:
        told |= {"authenticator": is_known, "auth_require_tls": False}
    server = MailServer(host, needs_login=has_login)
    controller = Controller(server, hostname=host, port=free_port(host), **told)
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()


def free_port(host: str = "127.0.0.1") -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
    return port
