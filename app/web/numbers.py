"""How a typed number was understood, told before anything is graded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from babel.numbers import get_decimal_symbol
from flask_babel import format_decimal, get_locale

from app.languages import gettext as _
from app.web.forms.learning import Typed, readings
from courses.grading import QuestionView


@dataclass(frozen=True, slots=True)
class ReadBack:
    """Numbers of a form that could be meant otherwise than they were understood.

    Attributes:
        sentences: name of the field to how its number is understood.
        seen: what the next form carries to say that exactly this was looked at; empty where there is nothing.
    """

    sentences: Mapping[str, str]
    seen: str

    def is_unseen(self, seen: str | None) -> bool:
        """Return whether there is something to look at that a form does not say was looked at."""
        return self.seen not in ("", seen)


NOTHING = ReadBack({}, "")


def decimal_sign() -> str:
    """Return the decimal sign of the page's language, "." or ","."""
    return "," if get_decimal_symbol(get_locale()) == "," else "."


def exact(value: float) -> str:
    """Return a number with every decimal that it was typed with, as the page's language writes it."""
    return str(format_decimal(value, format="#,##0.##########")).replace("-", "−")


def signed(typed: Mapping[str, str]) -> str:
    """Return a short sign of what stands in fields, which differs where any of it does."""
    return hashlib.sha256(json.dumps(dict(typed), sort_keys=True).encode()).hexdigest()[:16]


def read_back(typed: Mapping[str, Typed], questions: Iterable[QuestionView]) -> ReadBack:
    """Return how the numbers of a form are understood that are not written as the page itself writes numbers."""
    found = readings(typed, questions, decimal_sign)
    if not found:
        return NOTHING
    sentences = {name: _sentence(values) for name, (_text, values) in found.items()}
    return ReadBack(sentences, signed({name: text for name, (text, _values) in found.items()}))


def _sentence(values: tuple[float, ...]) -> str:
    first, *others = (exact(value) for value in values)
    told: str
    if others:  # which of the two it counts as would tell the key
        told = _(
            "Read as %(number)s or %(other)s: it counts as the one that is right.",
            number=first,
            other=others[0],
        )
    else:
        told = _("Read as %(number)s.", number=first)
    return told
