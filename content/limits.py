"""What a published value may be, stated beside its type: `Annotated[int, Limits(ge=1)]`.

The markers are inert until a file is read from scratch: pydantic asks them for their part of the
schema then. Nothing here imports it, so that a published value can be declared without its cost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

NO_OTHER_FIELDS = {"extra": "forbid"}
"""The `__pydantic_config__` of every class of a kind: an unknown field is a fault, not a surplus."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a number, or of the length of a text or list; None does not bound."""

    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    lt: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        schema = dict(handler(source))
        for name in self.__slots__:
            if (bound := getattr(self, name)) is not None:
                schema[name] = bound
        return schema


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition that types cannot state, with the sentence that says what is allowed."""

    holds: Callable[[Any], bool]
    allowed: str

    def __repr__(self) -> str:
        """Return what identifies the rule from one run to the next: its sentence."""
        return f"Rule({self.allowed!r})"

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        # pydantic is slow to import and is loaded already by whoever calls this.
        from pydantic_core import PydanticCustomError, core_schema

        def check(value: Any) -> Any:
            if not self.holds(value):
                raise PydanticCustomError("rule", "{allowed}", {"allowed": self.allowed})
            return value

        return core_schema.no_info_after_validator_function(check, handler(source))


Version = Annotated[str, Limits(pattern=r"^\d+\.\d+\.\d+$")]
"""Of published content: major, minor and patch."""
