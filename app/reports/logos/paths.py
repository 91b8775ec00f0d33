"""Paths, points and transformations of an SVG, read by their grammar and written out plainly.

A drawing engine may be thrown into an endless loop by a path that breaks off in the middle; one that is written here
has every number that its commands need.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LARGEST = 1e6
LONGEST = 60_000

NUMBER = re.compile(r"[-+]?(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})(?:[eE][-+]?\d{1,2})?")
_NUMBER_OF: Mapping[str, int] = {
    "m": 2,
    "z": 0,
    "l": 2,
    "h": 1,
    "v": 1,
    "c": 6,
    "s": 4,
    "q": 4,
    "t": 2,
    "a": 7,
}
_COMMAND = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])([^MmZzLlHhVvCcSsQqTtAa]*)")
_TRANSFORMATION = re.compile(
    r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([0-9eE+\-., \t\r\n]{1,200})\)[\s,]*"
)
_TAKES: Mapping[str, frozenset[int]] = {
    "matrix": frozenset({6}),
    "translate": frozenset({1, 2}),
    "scale": frozenset({1, 2}),
    "rotate": frozenset({1, 3}),
    "skewX": frozenset({1}),
    "skewY": frozenset({1}),
}
MOST_TRANSFORMATIONS = 8
FLAGS = (3, 4)
"""Places of the two flags of an arc, each a single digit that need not be set apart from what follows."""


def plain_path(text: str) -> str | None:
    """Return a path with its numbers set apart, None where it breaks the grammar.

    >>> plain_path("M0-1.5.5h9z"), plain_path("M1 1a2 2 0 01.5.5"), plain_path("M 1")
    (None, 'M1 1 a2 2 0 0 1 .5 .5', None)
    >>> plain_path("M0-1.5 1e2,3h9z")
    'M0 -1.5 1e2 3 h9 z'
    """
    text = text.strip()
    if len(text) > LONGEST or text[:1] not in {"M", "m"}:
        return None
    written: list[str] = []
    place = 0
    while found := _COMMAND.match(text, place):
        letter, takes = found[1], _NUMBER_OF[found[1].lower()]
        numbers = numbers_of(found[2], flags=FLAGS if takes == 7 else ())
        if numbers is None or (len(numbers) % takes or not numbers if takes else numbers):
            return None
        written.append(letter + " ".join(numbers))
        place = found.end()
    return " ".join(written) if place == len(text) else None


def plain_points(text: str) -> str | None:
    """Return the corners of a line or an area with their numbers set apart, None where one lacks its other half."""
    numbers = numbers_of(text) if len(text) <= LONGEST else None
    return None if not numbers or len(numbers) % 2 else " ".join(numbers)


def plain_transform(text: str) -> str | None:
    """Return transformations written plainly, None where one is unknown or has the wrong number of numbers."""
    written: list[str] = []
    text, place = text.strip(), 0
    while found := _TRANSFORMATION.match(text, place):
        numbers = numbers_of(found[2])
        if numbers is None or len(numbers) not in _TAKES[found[1]]:
            return None
        written.append(f"{found[1]}({' '.join(numbers)})")
        place = found.end()
    is_whole = place == len(text) and 0 < len(written) <= MOST_TRANSFORMATIONS
    return " ".join(written) if is_whole else None


def numbers_of(text: str, flags: tuple[int, ...] = ()) -> list[str] | None:
    """Return the numbers in a text that holds nothing else, as written; None otherwise, or where one is too large.

    Args:
        flags: places, counted from 0 in every seven, of which only one digit is read.
    """
    numbers: list[str] = []
    place = 0
    while True:
        while place < len(text) and text[place] in " \t\r\n,":
            place += 1
        if place == len(text):
            return numbers
        if flags and len(numbers) % 7 in flags:
            if text[place] not in "01":
                return None
            numbers.append(text[place])
            place += 1
            continue
        found = NUMBER.match(text, place)
        if found is None or abs(float(found[0])) > LARGEST:
            return None
        numbers.append(found[0])
        place = found.end()
