"""Whether a question with drawn numbers can be put with them, told without writing out its texts.

The proof of a question goes through thousands of combinations, and in nearly all of them every expression has a value
that can be printed. That is seen from the values alone; a combination about which there is any doubt is written out
(`variants.write_numbers`), which says what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from content import Text
from courses.expressions import BadExpression, Expression, parse
from courses.items import Gap, Item, Path, Slip
from courses.variants import ANSWER, Numbers, exact, forms_in, is_form, values_of

_PRINTED = Decimal("1e15")
"""Numbers below this are printed exactly with up to six decimals, in 28 digits."""


@dataclass(frozen=True, slots=True)
class WrongNumber:
    """A slip, parsed: an expression or a fixed value, and how far from it still counts (None: as for the answer)."""

    path: Path
    expr: Expression | None
    fixed: Decimal
    reach: Decimal | None

    def value(self, numbers: Numbers, answer: Decimal) -> Decimal:
        """Return the wrong number; raises BadExpression where it has no value."""
        return self.fixed if self.expr is None else self.expr.number({**numbers, ANSWER: answer})


@dataclass(frozen=True, slots=True)
class Column:
    """A number that is asked for, parsed, with what is printed or compared once it is known.

    Attributes:
        path: where in the item it stands; () for the item itself.
        fixed: the answer where no expression gives it; None where none is asked for.
        texts: the expressions that its texts print, but for parameters and the answer themselves.
    """

    path: Path
    expr: Expression | None
    fixed: Decimal | None
    decimals: int | None
    tolerance: Decimal
    tolerance_share: Decimal
    slips: tuple[WrongNumber, ...]
    texts: tuple[Expression, ...]

    def answer(self, numbers: Numbers) -> Decimal | None:
        """Return the right answer; None where there is none, or its expression has no value."""
        if self.expr is None:
            return self.fixed
        try:
            return self.expr.number(numbers)
        except BadExpression:
            return None

    def can_be_written(self, numbers: Numbers, answer: Decimal | None) -> bool:
        """Return whether everything that depends on the answer certainly has a value that can be printed."""
        if answer is None:
            return self.expr is None and all(abs(one.number(numbers)) < _PRINTED for one in self.texts)
        if not abs(answer) < _PRINTED:
            return False
        kept = exact(float(answer))  # as it is kept: a binary fraction
        known = {**numbers, ANSWER: kept}
        return all(abs(slip.value(numbers, kept)) < _PRINTED for slip in self.slips) and all(
            abs(one.number(known)) < _PRINTED for one in self.texts
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The expressions of one item, parsed once for all its combinations.

    Attributes:
        is_readable: its parameters are of a size to print, and every place in its texts has a form that there is.
    """

    columns: tuple[Column, ...]
    is_readable: bool

    def can_be_written(self, numbers: Numbers, answers: Mapping[Path, Decimal | None]) -> bool:
        """Return whether the item can certainly be put with these numbers; where not, writing it out tells."""
        try:
            return self.is_readable and all(
                column.can_be_written(numbers, answers[column.path]) for column in self.columns
            )
        except BadExpression:
            return False


def sheet_of(item: Item) -> Sheet:
    """Return the sheet of an item all of whose expressions can be read."""
    parts: list[tuple[Path, Item | Gap]] = [((), item)]
    parts += [(("gaps", place), gap) for place, gap in enumerate(item.gaps)]
    texts = [words for _, one in parts for text in _texts(one) for words in text.values()]
    is_readable = all(is_form(form) for words in texts for _, form in forms_in(words))
    is_small = all(abs(value) < _PRINTED for one in item.params.values() for value in values_of(one))
    columns = tuple(_column(path, one, frozenset(item.params)) for path, one in parts)
    return Sheet(columns, is_readable and is_small)


def _column(path: Path, one: Item | Gap, params: frozenset[str]) -> Column:
    printed = dict.fromkeys(
        text for words in _texts(one) for said in words.values() for text, _ in forms_in(said)
    )
    return Column(
        path,
        None if one.expr is None else parse(one.expr),
        None if one.answer is None else exact(one.answer),
        one.decimals,
        Decimal(repr(one.tolerance or 0.0)),
        Decimal(repr(one.tolerance_share or 0.0)),
        tuple(_wrong(path, place, slip) for place, slip in enumerate(one.slips)),
        tuple(parse(text) for text in printed if text.strip() not in params | {ANSWER}),
    )


def _wrong(path: Path, place: int, slip: Slip) -> WrongNumber:
    where = (*path, "slips", place, "value" if slip.expr is None else "expr")
    expr = None if slip.expr is None else parse(slip.expr)
    reach = None if slip.tolerance is None else Decimal(repr(slip.tolerance))
    return WrongNumber(where, expr, exact(slip.value or 0.0), reach)


def _texts(one: Item | Gap) -> Iterator[Text]:
    if isinstance(one, Item):
        yield one.stem
        yield one.explanation
    if one.otherwise is not None:
        yield one.otherwise
    for slip in one.slips:
        yield slip.say
