"""Arithmetic as authors of questions write it: parsed into a closed set of operations, computed in decimals.

No name but the parameters, no call but five functions, no attribute and no text: an expression can compute a
number and can do nothing else.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException
from functools import lru_cache

LONGEST = 200
"""How many characters an expression may have."""

MOST_POWER = 20

Value = Decimal | bool
Values = Mapping[str, Decimal]
_Term = Callable[[Values], Value]

_CONTEXT = Context(prec=28)
_BINARY: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: _CONTEXT.add,
    ast.Sub: _CONTEXT.subtract,
    ast.Mult: _CONTEXT.multiply,
    ast.Div: _CONTEXT.divide,
    ast.Mod: _CONTEXT.remainder,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Decimal, Decimal], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_FUNCTIONS = ("abs", "max", "min", "round", "sqrt")


class BadExpression(ValueError):
    """An expression cannot be read, or has no value for these parameters; the message says why."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression; `names` are the parameters that it asks for."""

    text: str
    names: frozenset[str]
    term: _Term

    def number(self, values: Values) -> Decimal:
        """Return the expression's value.

        Raises:
            BadExpression: it has none for these values, or is a condition.
        """
        value = self._value(values)
        if isinstance(value, bool):
            raise BadExpression(f"'{self.text}' is a condition, not a number")
        return value

    def holds(self, values: Values) -> bool:
        """Return whether a condition holds.

        Raises:
            BadExpression: it cannot be told for these values, or is a number.
        """
        value = self._value(values)
        if not isinstance(value, bool):
            raise BadExpression(f"'{self.text}' is a number, not a condition")
        return value

    def _value(self, values: Values) -> Value:
        try:
            return self.term(values)
        except (DecimalException, ZeroDivisionError) as error:
            told = ", ".join(f"{name} = {values[name]:f}" for name in sorted(self.names))
            raise BadExpression(f"'{self.text}' has no value for {told or 'anything'}") from error


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Return an expression read from text.

    >>> from decimal import Decimal
    >>> str(parse("round(p * loss, 1)").number({"p": Decimal("0.25"), "loss": Decimal(50_001)}))
    '12500.3'
    >>> parse("0 < p < 1 and loss >= 10").holds({"p": Decimal("0.25"), "loss": Decimal(9)})
    False

    Raises:
        BadExpression: it is no expression, or holds what is not allowed.
    """
    if len(text) > LONGEST:
        raise BadExpression(f"longer than {LONGEST} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadExpression(f"'{text}' is no expression") from error
    names: set[str] = set()
    term = _term(tree.body, names)
    return Expression(text, frozenset(names), term)


def _term(node: ast.expr, names: set[str]) -> _Term:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            fixed = Decimal(str(number))
            return lambda values: fixed
        case ast.Name(id=name):
            names.add(name)
            return lambda values: values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _number(operand, names)
            return lambda values: _CONTEXT.minus(inner(values))
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(left, right, names)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            apply, first, second = _BINARY[type(op)], _number(left, names), _number(right, names)
            return lambda values: apply(first(values), second(values))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return _call(name, arguments, names)
        case ast.Compare(left=left, ops=ops, comparators=others) if all(
            type(op) in _COMPARISONS for op in ops
        ):
            return _comparison([left, *others], [_COMPARISONS[type(op)] for op in ops], names)
        case ast.BoolOp(op=op, values=parts):
            return _connected(all if isinstance(op, ast.And) else any, [_term(part, names) for part in parts])
    raise BadExpression(
        f"'{ast.unparse(node)}' is not allowed: numbers, parameters, + - * / % **, comparisons, "
        f"and, or, and the functions {', '.join(_FUNCTIONS)}"
    )


def _number(node: ast.expr, names: set[str]) -> Callable[[Values], Decimal]:
    if isinstance(node, ast.Compare | ast.BoolOp):
        raise BadExpression(f"'{ast.unparse(node)}' is a condition where a number is needed")
    term: Callable[[Values], Decimal] = _term(node, names)  # type: ignore[assignment]  # no condition, as just seen
    return term


def _power(left: ast.expr, right: ast.expr, names: set[str]) -> _Term:
    base = _number(left, names)
    if not (isinstance(right, ast.Constant) and type(right.value) is int and 0 <= right.value <= MOST_POWER):
        raise BadExpression(
            f"'{ast.unparse(right)}' as a power: a whole number from 0 to {MOST_POWER} is allowed"
        )
    power = Decimal(right.value)
    return lambda values: _CONTEXT.power(base(values), power)


def _call(name: str, arguments: list[ast.expr], names: set[str]) -> _Term:
    terms = [_number(argument, names) for argument in arguments]
    if name in ("min", "max") and len(terms) >= 2:
        pick = min if name == "min" else max
        return lambda values: pick(term(values) for term in terms)
    if name in ("abs", "sqrt") and len(terms) == 1:
        apply, only = _CONTEXT.abs if name == "abs" else _CONTEXT.sqrt, terms[0]
        return lambda values: apply(only(values))
    if name == "round" and len(terms) in (1, 2):
        digits = terms[1] if len(terms) == 2 else _zero
        return lambda values: _round(terms[0](values), int(digits(values)))
    raise BadExpression(f"{name} with {len(terms)} arguments")


def rounded(value: Decimal, digits: int) -> Decimal:
    """Return a number as `round(value, digits)` gives it, halves away from zero.

    Raises:
        BadExpression: it has too many digits.
    """
    try:
        return _round(value, digits)
    except DecimalException as error:
        raise BadExpression(f"{value:f} has too many digits to round") from error


def _zero(values: Values) -> Decimal:
    return Decimal(0)


def _round(value: Decimal, digits: int) -> Decimal:
    """Round halves away from zero, as learners do."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=_CONTEXT)


def _comparison(
    nodes: list[ast.expr], tests: list[Callable[[Decimal, Decimal], bool]], names: set[str]
) -> _Term:
    terms = [_number(node, names) for node in nodes]

    def hold(values: Values) -> bool:
        found = [term(values) for term in terms]
        return all(test(found[place], found[place + 1]) for place, test in enumerate(tests))

    return hold


def _connected(how: Callable[[list[bool]], bool], terms: list[_Term]) -> _Term:
    return lambda values: how([bool(term(values)) for term in terms])
