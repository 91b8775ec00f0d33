"""What a logo is once it is safe, and why a file is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["png", "svg"]
MEDIA: Mapping[Kind, str] = {"png": "image/png", "svg": "image/svg+xml"}
MOST_BYTES = 1_000_000
SLIMMEST = 12
"""How many times longer one side may be than the other."""


class LogoRefused(ValueError):
    """A file is no logo that we take. `reason` is a key that the edge words, with `facts`."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo written by us; `width` and `height` tell its proportions."""

    kind: Kind
    content: bytes
    width: int
    height: int

    @property
    def media_type(self) -> str:
        return MEDIA[self.kind]


def check_shape(width: float, height: float) -> None:
    """Refuse a picture too slim to be printed as a logo. Raises LogoRefused."""
    if max(width, height) > SLIMMEST * min(width, height):
        raise LogoRefused("logo_shape", most=SLIMMEST)
