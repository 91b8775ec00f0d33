"""How an office program would show a cell: enough of number formats for those that the product writes."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


def as_printed(cell: Any) -> str:
    """Return what a reader sees in a cell that holds a number."""
    return shown_by(cell.number_format, cell.value)


def shown_by(code: str, value: float) -> str:
    """Return a number as a format code shows it, rounding halves away from zero after fifteen digits.

    >>> shown_by('"+"#,##0.0;"−"#,##0.0', -1.25)
    '−1.3'
    """
    if code == "General":
        return f"{value:g}"
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)
    conditions = [re.match(r"\[([<>]=?)([\d.]+)\]", one) for one in sections]
    if any(conditions):
        for section, found in zip(sections, conditions, strict=True):
            if found is None:
                return _section(section, value)
            sign, limit = found.group(1), float(found.group(2))
            if (value >= limit) if sign == ">=" else (value < limit):
                return _section(section[found.end() :], value)
    # Which part is used follows from the number as it is, before it is rounded.
    if len(sections) > 1 and value < 0:
        return _section(sections[1], abs(value))
    return _section(sections[0], value)


def _section(code: str, value: float) -> str:
    literals = re.findall(r'"([^"]*)"', code)
    bare = re.sub(r'"[^"]*"', "\x00", code)
    digits = re.search(r"[#,]*0(?:\.(0+))?", bare)
    if digits is None:
        return "".join(literals)
    places = len(digits.group(1) or "")
    scaled = Decimal(f"{value:.15g}") * (100 if "%" in bare else 1)
    number = f"{scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"
    text = bare[: digits.start()] + number + bare[digits.end() :]
    for literal in literals:
        text = text.replace("\x00", literal, 1)
    return text
