"""Words in several languages, as published content carries them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from content.limits import Limits, Rule

DEFAULT_LANGUAGE = "en"

LanguageCode = Annotated[str, Limits(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")]


def is_filled(words: str) -> bool:
    """Return whether there is anything but spaces."""
    return bool(words.strip())


def _has_default_language(text: Mapping[str, str]) -> bool:
    return DEFAULT_LANGUAGE in text


Words = Annotated[str, Rule(is_filled, "words, not an empty text")]
Text = Annotated[
    Mapping[LanguageCode, Words],
    Rule(_has_default_language, "the English words under 'en', with other languages beside them"),
]


def say(text: Mapping[str, str], language: str) -> str:
    """Return the words of a text in one language, or in English where that language is missing.

    >>> say({"en": "Improvised", "ar": "مرتجل"}, "ar")
    'مرتجل'
    >>> say({"en": "Improvised"}, "ar")
    'Improvised'
    """
    return text.get(language) or text[DEFAULT_LANGUAGE]
