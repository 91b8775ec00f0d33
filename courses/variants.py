"""Questions whose numbers are drawn: what they may be, which were drawn, and the question with them written in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import product
from math import prod
from typing import TypeVar

from content import Text
from courses.expressions import BadExpression, parse, rounded
from courses.items import Gap, Item, Parameter, Slip

MOST_COMBINATIONS = 10_000
"""How many combinations of parameters are gone through in the proof of one item."""

FEWEST_VARIANTS = 20
"""With fewer, learners would soon tell each other the answers."""

MOST_VALUES = 1_000
"""How many values one parameter may have."""

ANSWER = "answer"
"""The name under which texts and slips know the answer."""

_TRIES = 64
_PLACE = re.compile(r"\{([^{}:]+)(?::([a-z]+|[0-6]))?\}")

Values = Mapping[str, float]
Numbers = Mapping[str, Decimal]
_Answered = TypeVar("_Answered", Item, Gap)
_T = TypeVar("_T")


def values_of(parameter: Parameter) -> tuple[Decimal, ...]:
    """Return what a parameter may be, in file order or upwards.

    Raises:
        BadExpression: it is neither a list nor a range, or has too many values.
    """
    ends = (parameter.first, parameter.last, parameter.step)
    if parameter.pick:
        if any(end is not None for end in ends):
            raise BadExpression("both pick and a range")
        return tuple(dict.fromkeys(exact(value) for value in parameter.pick))
    if parameter.first is None or parameter.last is None or parameter.step is None:
        raise BadExpression("neither pick nor first, last and step")
    first, last, step = exact(parameter.first), exact(parameter.last), exact(parameter.step)
    if step <= 0 or last < first:
        raise BadExpression("a range without values")
    count = int((last - first) / step) + 1
    if count > MOST_VALUES:
        raise BadExpression(f"a range of {count} values; {MOST_VALUES} are the most")
    return tuple(first + step * place for place in range(count))


def exact(value: float) -> Decimal:
    """Return a number of a file as the decimal that stands there."""
    return Decimal(int(value)) if value == int(value) else Decimal(repr(value))


def combinations(item: Item) -> int:
    """Return how many combinations the parameters of an item have, meant or not."""
    return prod(len(values_of(parameter)) for parameter in item.params.values())


def variants(item: Item) -> Iterator[dict[str, Decimal]]:
    """Yield every combination of an item's parameters that its `where` allows.

    Raises:
        BadExpression: a parameter or `where` cannot be read.
    """
    names = tuple(item.params)
    where = parse(item.where) if item.where else None
    for combination in product(*(values_of(item.params[name]) for name in names)):
        values = dict(zip(names, combination, strict=True))
        if where is None or where.holds(values):
            yield values


def draw_values(item: Item, seed: int) -> Values:
    """Return the numbers of one variant, decided by a seed: the same on every machine; none without parameters."""
    if not item.params:
        return {}
    where = parse(item.where) if item.where else None
    for attempt in range(_TRIES):
        drawn = {
            name: _picked(values_of(parameter), f"{seed}:{item.key}:{name}:{attempt}")
            for name, parameter in item.params.items()
        }
        if where is None or where.holds(drawn):
            return _plain(drawn)
    # So few combinations are meant that chance misses them; the check of the course has seen that there are some.
    return _plain(_picked(tuple(variants(item)), f"{seed}:{item.key}"))


def _picked(values: tuple[_T, ...], salt: str) -> _T:
    return values[int.from_bytes(hashlib.sha256(salt.encode()).digest()[:8]) % len(values)]


def _plain(values: Numbers) -> Values:
    return {name: float(value) for name, value in values.items()}


def write_in(item: Item, values: Values) -> Item:
    """Return an item as it is put with these numbers; one without parameters is returned as it is."""
    return (
        write_numbers(item, {name: exact(value) for name, value in values.items()}) if item.params else item
    )


def write_numbers(item: Item, numbers: Numbers) -> Item:
    """Return an item with parameters as it is put with these numbers.

    Raises:
        BadExpression: an expression has no value for them.
    """
    solved = _solved(item, numbers)
    known = dict(numbers)
    if solved.answer is not None:
        known[ANSWER] = exact(solved.answer)
    return replace(
        solved,
        stem=_written(item.stem, known, item.decimals),
        explanation=_written(item.explanation, known, item.decimals),
        otherwise=_written(item.otherwise, known, item.decimals) if item.otherwise else None,
        gaps=tuple(_written_gap(gap, numbers) for gap in item.gaps),
        params={},
        where=None,
    )


def _written_gap(gap: Gap, numbers: Numbers) -> Gap:
    solved = _solved(gap, numbers)
    known = dict(numbers) | ({ANSWER: exact(solved.answer)} if solved.answer is not None else {})
    otherwise = _written(gap.otherwise, known, gap.decimals) if gap.otherwise else None
    return replace(solved, otherwise=otherwise)


def _solved(one: _Answered, numbers: Numbers) -> _Answered:
    """Return an item or gap whose answer and slips are numbers."""
    answer = one.answer if one.expr is None else float(parse(one.expr).number(numbers))
    known = dict(numbers) | ({ANSWER: exact(answer)} if answer is not None else {})
    slips = tuple(_solved_slip(slip, known, one.decimals) for slip in one.slips)
    return replace(one, answer=answer, expr=None, slips=slips)


def _solved_slip(slip: Slip, known: Numbers, decimals: int | None) -> Slip:
    value = slip.value if slip.expr is None else float(parse(slip.expr).number(known))
    return replace(slip, value=value, expr=None, say=_written(slip.say, known, decimals))


def _written(text: Text, numbers: Numbers, decimals: int | None) -> Text:
    """Return a text with its places in braces filled."""

    def fill(found: re.Match[str]) -> str:
        value = parse(found[1]).number(numbers)
        digits = decimals if found[1].strip() == ANSWER else None
        return shown_number(value, found[2] or "", digits)

    return {language: _PLACE.sub(fill, words) for language, words in text.items()}


def shown_number(value: Decimal, form: str = "", decimals: int | None = None) -> str:
    """Return a number as questions print it: grouped by thousands, with no more decimals than it has.

    Args:
        form: `percent` prints a share as per cent; a digit is a number of decimals.

    >>> shown_number(Decimal("12500.50")), shown_number(Decimal("0.25"), "percent"), shown_number(Decimal(4), "2")
    ('12,500.5', '25 %', '4.00')

    Raises:
        BadExpression: no such form.
    """
    if form == "percent":
        return f"{shown_number(value * 100)} %"
    if not is_form(form):
        raise BadExpression(f"no form '{form}': percent, or a number of decimals")
    digits = int(form) if form else decimals
    if digits is None:
        text = f"{round(value, 6):f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{rounded(value, digits):f}"
    whole, point, fraction = text.partition(".")
    sign, digits_only = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits_only):,}{point}{fraction}"


def is_form(form: str) -> bool:
    """Return whether numbers can be printed in a form: none, `percent`, or a number of decimals."""
    return form in ("", "percent") or (form.isascii() and form.isdigit())


def forms_in(text: str) -> tuple[tuple[str, str], ...]:
    """Return the expressions that stand in braces in a text, each with its form; "" is none."""
    return tuple((found[1], found[2] or "") for found in _PLACE.finditer(text))


def places_in(text: str) -> tuple[str, ...]:
    """Return the expressions that stand in braces in a text."""
    return tuple(expression for expression, _ in forms_in(text))
