"""What an engine says: sentences by code, which whoever shows them words in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from content import Text


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence, label or figure.

    Attributes:
        text: words of the exercise's author; then there is no code.
        code: which of the engines' sentences it is; "number" is a figure without words.
        values: numbers and keys that the sentence names. A float is written as the reader's language writes it.
        texts: the author's words that the sentence names.
    """

    text: Text | None = None
    code: str = ""
    values: Mapping[str, str | float] = field(default_factory=dict)
    texts: Mapping[str, Text] = field(default_factory=dict)


def said(code: str, **named: float | str | Text) -> Words:
    """Return one of the engines' sentences with what it names.

    >>> said("number", number=3.5).values
    {'number': 3.5}
    """
    texts: dict[str, Text] = {}
    values: dict[str, str | float] = {}
    for name, value in named.items():
        if isinstance(value, Mapping):
            texts[name] = value
        else:
            values[name] = value
    return Words(code=code, values=values, texts=texts)


def authored(text: Text) -> Words:
    """Return words of the author."""
    return Words(text=text)


def number(value: float) -> Words:
    """Return a figure."""
    return said("number", number=float(value))
