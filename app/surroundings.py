"""What a use case may know of where it runs: the settings, the clock, and the file folder.

Services run inside requests, commands and jobs alike and never import Flask; whoever opens an application
context puts these values in place (`app.create_app`).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.config import Settings


def system_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`clock` returns the present instant in UTC; tests give a fixed one."""

    settings: Settings
    clock: Callable[[], datetime] = system_clock


current: ContextVar[Surroundings] = ContextVar("plumbline_surroundings")


def settings() -> Settings:
    return current.get().settings


def now() -> datetime:
    return current.get().clock()


def today() -> date:
    return now().date()


def keyed_digest(purpose: str, value: str) -> bytes:
    """Return 32 bytes that only this installation can compute for `value`; `purpose` keeps uses apart."""
    key = settings().secret_key.encode()
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).digest()
