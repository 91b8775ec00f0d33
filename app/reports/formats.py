"""How numbers, days, money and texts are written in a language; the only place where a figure is rounded.

Values that could be turned round in a right-to-left line (signs, ranges) come as a span that keeps its order.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup

from content import Text, say

NOTHING = "–"
KEPT_IN_ORDER = "\u200e{}\u200e"
"""What is read from left to right, between marks that keep its order in a line read from right to left."""
# Babel's plain "en" writes dates and numbers as in the United States; our English is British.
LOCALES = {"en": "en_GB"}
# Characters that would turn or hide what follows them (controls, bidi embeddings, overrides and isolates), and those
# that no XML may hold: a workbook or slides with one cannot be made, or not opened.
UNWANTED: dict[int, str | None] = dict.fromkeys(
    (
        *range(0x09),
        0x0B,
        0x0C,
        *range(0x0E, 0x20),
        *range(0x7F, 0xA0),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
        0xFFFE,
        0xFFFF,
    )
) | dict.fromkeys((0x2028, 0x2029), " ")  # they part lines and paragraphs, and no face has a sign for them


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    """Return the locale of a language code; a code that is not known falls back to its first part."""
    first = language.split("-")[0]
    for code in (LOCALES.get(language, language), LOCALES.get(first, first), "en_GB"):
        try:
            return Locale.parse(code.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("British English is always known")


def direction_of(language: str) -> str:
    """Return "rtl" for languages written from right to left, else "ltr"."""
    return locale_of(language).text_direction


def plain(value: Any) -> Any:
    """Return what is about to be printed without characters that turn or hide the text after them."""
    if isinstance(value, str):
        return value.translate(UNWANTED)
    return value


def rounded(value: float, digits: int) -> Decimal:
    """Return a figure as it is printed; the site's own pages round the same way.

    >>> rounded(2.34, 1), rounded(-0.04, 1)
    (Decimal('2.3'), Decimal('0.0'))
    """
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits))
    return abs(exact) if exact == 0 else exact


class _Figures:
    """Writes numbers and days as one language does."""

    def __init__(self, language: str) -> None:
        self._locale = locale_of(language)
        self._is_mirrored = direction_of(language) == "rtl"

    def decimals(self, value: float | None, digits: int = 1) -> str:
        if value is None:
            return NOTHING
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        # A true minus sign, as `signed` has it; a hyphen is shorter than a plus and breaks from its figure.
        return format_decimal(rounded(value, digits), format=pattern, locale=self._locale).replace("-", "−")

    def one_decimal(self, value: float | None) -> str:
        return self.decimals(value, 1)

    def two_decimals(self, value: float | None) -> str:
        return self.decimals(value, 2)

    def whole(self, value: float | None) -> str:
        return self.decimals(value, 0)

    def number(self, value: float | None) -> str:
        """Write a count or an effort: whole where it is whole, else with one decimal."""
        is_whole = value is not None and rounded(value, 1) == rounded(value, 0)
        return self.decimals(value, 0 if is_whole else 1)

    def signed(self, value: float | None, digits: int = 1) -> str | Markup:
        if value is None:
            return NOTHING
        exact = rounded(value, digits)
        sign = "+" if exact > 0 else "−" if exact < 0 else "±"
        return self.in_order(sign + self.decimals(abs(value), digits))

    def between(self, low: float | None, high: float | None) -> str | Markup:
        if low is None or high is None:
            return NOTHING
        return self.in_order(f"{self.decimals(low)}–{self.decimals(high)}")

    def weeks(self, first: int, last: int) -> str | Markup:
        return str(first) if first == last else self.in_order(f"{first}–{last}")

    def per_cent(self, share: float | None) -> str:
        return NOTHING if share is None else f"{self.decimals(share * 100, 0)}\u00a0%"

    def money(self, value: float | None, currency: str | None) -> str:
        amount = self.decimals(value, 0)
        return amount if value is None or not currency else f"{currency}\u00a0{amount}"

    def marked_from_left(self, text: str) -> str:
        """Mark a text that the language does not have, and is in English therefore, as read from left to right.

        Its first figure and last stop would stand at the other ends: "6 to 15" as "to 15 6".
        """
        return KEPT_IN_ORDER.format(text) if self._is_mirrored and _begins_or_ends_elsewhere(text) else text

    def from_left(self, text: str) -> str | Markup:
        """Keep each line of such a text in its order: what is marked at the ends of it, the engine forgets within."""
        return self.in_order(text) if self._is_mirrored and _is_from_left(text) else text

    def written(self, pattern: str) -> Callable[[date | None], str]:
        """Return a filter that writes days by one of Babel's patterns."""

        def write(value: date | None) -> str:
            return NOTHING if value is None else str(format_date(value, pattern, locale=self._locale))

        return write

    def in_order(self, text: str) -> str | Markup:
        """Keep signs and ranges in their order; without the span "+1.6" prints as "1.6+" between Arabic words."""
        return Markup('<span dir="ltr">{}</span>').format(text) if self._is_mirrored else text


def _begins_or_ends_elsewhere(text: str) -> bool:
    """Return whether a line from right to left would move the beginning or the end of a left-to-right text.

    Letters hold their place, and so do brackets round letters and figures after them.
    """
    if not _is_from_left(text):
        return False
    first, last = text[0], text[-1]
    return not (first.isalpha() or first in "([") or not (last.isalnum() or last in ")]")


def _is_from_left(text: str) -> bool:
    return {unicodedata.bidirectional(sign) for sign in text if sign.isalpha()} == {"L"}


def filters_for(language: str) -> Mapping[str, Callable[..., Any]]:
    """Return the filters of a template, by name, for one language."""
    figures = _Figures(language)

    def in_language(text: Text) -> str:
        # Catalogue texts are typed with a plain space before the sign; it must not stand alone on a line.
        return figures.marked_from_left(say(text, language).replace(" %", "\u00a0%"))

    return {
        "one_decimal": figures.one_decimal,
        "two_decimals": figures.two_decimals,
        "whole": figures.whole,
        "number": figures.number,
        "signed": figures.signed,
        "between": figures.between,
        "weeks": figures.weeks,
        "per_cent": figures.per_cent,
        "money": figures.money,
        "date": figures.written("d MMMM y"),
        "day": figures.written("d MMM y"),
        "month": figures.written("LLLL y"),
        "month_short": figures.written("LLL y"),
        "say": in_language,
        "in_order": figures.in_order,
        "marked_from_left": figures.marked_from_left,
        "from_left": figures.from_left,
        "brief": brief,
        "lines": textwrap.wrap,
    }


def brief(text: str, length: int) -> str:
    """Return a text cut to a length, with a sign that it was cut; for running headers and table cells."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
