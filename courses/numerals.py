"""Numbers as people type them, whatever the language: digits, separators and signs of several scripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 40
"""How many characters of an answer are read; no number that is asked for needs more."""

_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile("[ \u00a0\u2007\u2009\u202f]")
_SIGNS = {"−": "-", "–": "-", "﹣": "-", "－": "-", "＋": "+"}
_SEPARATORS = {"،": ",", "’": "'", "ʼ": "'", "．": ".", "，": ",", "٪": "%"}
_GROUPED = r"[1-9][0-9]{{0,2}}(?:([{0}])[0-9]{{3}})(?:\1[0-9]{{3}})*"
_NUMBER = r"[-+]?(?:(?:{grouped}|[0-9]+)(?:[{point}][0-9]*)?|[{point}][0-9]+)"
_POINT = re.compile(_NUMBER.format(grouped=_GROUPED.format(", '"), point="."))
_COMMA = re.compile(_NUMBER.format(grouped=_GROUPED.format(". '"), point=","))


def read_number(text: str, units: Iterable[str] = ()) -> tuple[float, ...]:
    """Return what a typed number may mean: usually one value, two if it is ambiguous, none if it is none.

    Comma and point both serve as decimal sign, and both, with space and apostrophe, group thousands. Where
    a single comma or point stands before three digits it may be either; the reading with a decimal point
    comes first. Digits may be of any script. The Arabic decimal sign and thousands sign are never
    ambiguous.

    Args:
        units: words or signs that may follow the number and are passed over.

    >>> read_number("1,234.5"), read_number("1.234,5"), read_number("٨٧٫٨ ٪", ["%"])
    ((1234.5,), (1234.5,), (87.8,))
    >>> read_number("8,064"), read_number("0,948"), read_number("much")
    ((8064.0, 8.064), (0.948,), ())
    """
    if len(text) > LONGEST:
        return ()
    plain = _without_unit(_plain(text), units)
    is_arabic = "٫" in plain or "٬" in plain
    plain = plain.replace("٫", ".").replace("٬", ",")
    readings: list[float] = []
    if _POINT.fullmatch(plain):
        readings.append(float(re.sub("[, ']", "", plain)))
    if not is_arabic and _COMMA.fullmatch(plain):
        readings.append(float(re.sub("[. ']", "", plain).replace(",", ".")))
    return tuple(dict.fromkeys(readings))


def is_plain(text: str, decimal: str = ".") -> bool:
    """Return whether a number is typed so that nobody could read it otherwise: digits, and one decimal sign at most.

    Args:
        decimal: the decimal sign of the reader's language, "." or ",".

    >>> [is_plain(text) for text in ("16.6667", "-2", "2,5", "8,064", "٣", "80 %", "1 000")]
    [True, True, False, False, False, False, False]
    >>> is_plain("2,5", ","), is_plain("2.5", ",")
    (True, False)
    """
    return bool(re.fullmatch(rf"[-−]?[0-9]+(?:{re.escape(decimal)}[0-9]+)?", text.strip(), re.ASCII))


def _plain(text: str) -> str:
    """Return a text with western digits and signs, single plain spaces, and no directional marks."""
    characters = []
    for character in _SPACES.sub(" ", _MARKS.sub("", text)):
        digit = unicodedata.decimal(character, None)
        replaced = _SIGNS.get(character) or _SEPARATORS.get(character) or character
        characters.append(replaced if digit is None else str(digit))
    return "".join(characters).strip()


def _without_unit(text: str, units: Iterable[str]) -> str:
    for unit in units:
        if unit and text.casefold().endswith(unit.casefold()):
            return text[: -len(unit)].rstrip()
    return text
