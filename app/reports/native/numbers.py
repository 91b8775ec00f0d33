"""How a number must be formatted so that an office program shows exactly what the report prints.

An office program rounds on its own: halves go away from zero, after fifteen digits. Where that would show another
figure than the printed one, the number is moved by a trillionth, which no reader can see and no sum feels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from app.reports.formats import filters_for, rounded
from app.reports.tree import Drawing

KEPT_IN_ORDER = str.maketrans("", "", "\u200e\u200f")
MOST_DIGITS = 2
NUDGE = 1e-12
PER_CENT = '0"\u00a0"%'
NEARLY = '[>=0.995]">\u00a099\u00a0%";[<0.005]"<\u00a01\u00a0%";' + PER_CENT
# Months are named in the language of the report, whatever language the reader's program speaks.
DAY_FORMATS = {"en": "[$-809]d mmm yyyy", "ar": "[$-401]d mmm yyyy"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A number with the format code in which it shows what the report prints."""

    value: float
    code: str


def decimals_code(digits: int) -> str:
    """Return the format code of a plain number.

    >>> decimals_code(1)
    '#,##0.0'
    """
    return "#,##0." + "0" * digits if digits else "#,##0"


def shown(text: str, value: float, language: str, currency: str | None = None) -> Shown | None:
    """Return the number as the text prints it, None where the text says more than the number does.

    >>> shown("2.4", 2.4016666666666664, "en")
    Shown(value=2.4016666666666664, code='#,##0.0')
    >>> shown("2.0–4.5", 2.5, "en") is None
    True
    """
    bare = text.translate(KEPT_IN_ORDER)
    for candidate, digits, scale, code in _candidates(value, language, currency):
        if candidate == bare:
            return Shown(_settled(value, digits, scale), code)
    if bare in (">\u00a099\u00a0%", "<\u00a01\u00a0%") and (0.995 <= value < 1 or 0 < value < 0.005):
        return Shown(value, NEARLY)
    return None


def day_code(language: str) -> str:
    """Return the format code of a day."""
    return DAY_FORMATS.get(language.split("-")[0], "d mmm yyyy")


def drawn_code(drawing: Drawing) -> str:
    """Return the format code of a chart's labels and of the figures it is drawn from."""
    return "0%" if drawing.unit == "share" else decimals_code(_digits(drawing))


def drawn(drawing: Drawing) -> list[tuple[float | None, ...]]:
    """Return the values of each series so that they show in `drawn_code` what the report prints."""
    digits, scale = (0, 100) if drawing.unit == "share" else (_digits(drawing), 1)
    return [
        tuple(None if value is None else _settled(value, digits, scale) for value in one.values)
        for one in drawing.series
    ]


def _digits(drawing: Drawing) -> int:
    """Return the decimals of a chart's figures: of days, one where any of them needs it."""
    if drawing.unit == "days":
        values = [value for one in drawing.series for value in one.values if value is not None]
        return int(any(rounded(value, 1) != rounded(value, 0) for value in values))
    return 1 if drawing.unit in ("level", "points") else 0


def _candidates(value: float, language: str, currency: str | None) -> Iterator[tuple[str, int, int, str]]:
    write = _writers(language)
    for digits in range(MOST_DIGITS + 1):
        code, is_zero = decimals_code(digits), rounded(value, digits) == 0
        # What rounds to nothing has no sign, whichever side of nothing it lies on.
        plain = f"{code};{code}" if is_zero else f"{code};−{code}" if value < 0 else code
        sign = f'"±"{code};"±"{code}' if is_zero else f'"+"{code};"−"{code}'
        yield write["decimals"](value, digits), digits, 1, plain if value < 0 else code
        yield write["signed"](value, digits), digits, 1, sign
    yield write["per_cent"](value), 0, 100, PER_CENT
    if currency:
        name = currency.replace('"', "")
        yield write["money"](value, currency), 0, 1, f'"{name}\u00a0"#,##0'


@lru_cache(maxsize=8)
def _writers(language: str) -> dict[str, Callable[..., str]]:
    filters = filters_for(language)
    by_digits = (filters["whole"], filters["one_decimal"], filters["two_decimals"])

    def bare(markup: object) -> str:
        return str(markup).replace('<span dir="ltr">', "").replace("</span>", "")

    def decimals(value: float, digits: int) -> str:
        return bare(by_digits[digits](value))

    return {
        "decimals": decimals,
        "signed": lambda value, digits: bare(filters["signed"](value, digits)),
        "per_cent": lambda value: bare(filters["per_cent"](value)),
        "money": lambda value, currency: bare(filters["money"](value, currency)),
    }


def _settled(value: float, digits: int, scale: int) -> float:
    """Return the value, moved by a trillionth where an office program would round a half the other way."""
    wanted = rounded(value * scale, digits)
    office = (Decimal(f"{value:.15g}") * scale).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    if abs(office) == abs(wanted):
        return value
    return value * (1 - NUDGE) if abs(office) > abs(wanted) else value * (1 + NUDGE)
