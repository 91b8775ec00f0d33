"""Arithmetic that published content states about itself: `total(done) / total(due)`, worked out over named quantities.

A formula is read as an expression of four operations, brackets, numbers, names and six functions, and as nothing else.
A quantity is a number or a list of numbers; an operation between lists goes place by place.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from statistics import median

Quantity = float | tuple[float, ...]

LONGEST_FORMULA = 200
DEEPEST = 20

_OPERATIONS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_OF_A_LIST: Mapping[str, Callable[[Sequence[float]], float]] = {
    "total": sum,
    "mean": lambda values: sum(values) / len(values),
    "median": median,
    "smallest": min,
    "largest": max,
}
FUNCTIONS = (*_OF_A_LIST, "abs")


class FormulaError(ValueError):
    """A formula is not one, asks for a quantity that is not there, or cannot be worked out."""


def names_in(formula: str) -> frozenset[str]:
    """Return the quantities that a formula asks for.

    >>> sorted(names_in("(ev - ac) / ev"))
    ['ac', 'ev']

    Raises:
        FormulaError: it is no formula.
    """
    found: set[str] = set()
    _visit(_parsed(formula), found)
    return frozenset(found)


def work_out(formula: str, quantities: Mapping[str, Quantity]) -> float:
    """Return what a formula comes to.

    >>> work_out("total(kept) / total(made)", {"kept": (13, 15), "made": (24, 26)})
    0.56

    Raises:
        FormulaError: it is no formula, a quantity is missing, lists differ in length, something is divided by
            nothing, or a list is left over.
    """
    tree = _parsed(formula)
    _visit(tree, set())
    try:
        value = _value(tree, quantities)
    except ZeroDivisionError as error:
        raise FormulaError("something divided by nothing") from error
    if isinstance(value, tuple):
        raise FormulaError("a list, not a number")
    return value


def _parsed(formula: str) -> ast.expr:
    if len(formula) > LONGEST_FORMULA:
        raise FormulaError(f"longer than {LONGEST_FORMULA} characters")
    try:
        return ast.parse(formula, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError("no formula") from error


def _visit(node: ast.expr, found: set[str], depth: int = 0) -> None:
    """Collect the names, and refuse whatever is not arithmetic before anything is worked out."""
    if depth > DEEPEST:
        raise FormulaError("brackets too deep")
    if isinstance(node, ast.Name):
        found.add(node.id)
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        pass
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        _visit(node.operand, found, depth + 1)
    elif isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        _visit(node.left, found, depth + 1)
        _visit(node.right, found, depth + 1)
    elif isinstance(node, ast.Call) and _function(node) in FUNCTIONS and len(node.args) == 1:
        _visit(node.args[0], found, depth + 1)
    else:
        raise FormulaError(f"{ast.unparse(node)}, which is not arithmetic")


def _function(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) and not node.keywords else ""


def _value(node: ast.expr, quantities: Mapping[str, Quantity]) -> Quantity:
    if isinstance(node, ast.Name):
        if node.id not in quantities:
            raise FormulaError(f"no quantity {node.id}")
        return quantities[node.id]
    if isinstance(node, ast.Constant):
        return float(node.value)  # type: ignore[arg-type]  # visited: a number
    if isinstance(node, ast.UnaryOp):
        return _by_place(operator.mul, -1.0, _value(node.operand, quantities))
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, quantities), _value(node.right, quantities)
        return _by_place(_OPERATIONS[type(node.op)], left, right)
    assert isinstance(node, ast.Call)
    return _applied(_function(node), _value(node.args[0], quantities))


def _applied(function: str, value: Quantity) -> Quantity:
    if function == "abs":
        return tuple(abs(one) for one in value) if isinstance(value, tuple) else abs(value)
    if not isinstance(value, tuple) or not value:
        raise FormulaError(f"{function} of something that is not a list of numbers")
    return float(_OF_A_LIST[function](value))


def _by_place(operation: Callable[[float, float], float], left: Quantity, right: Quantity) -> Quantity:
    if not isinstance(left, tuple) and not isinstance(right, tuple):
        return operation(left, right)
    length = len(left) if isinstance(left, tuple) else len(right) if isinstance(right, tuple) else 0
    lefts = left if isinstance(left, tuple) else (left,) * length
    rights = right if isinstance(right, tuple) else (right,) * length
    if len(lefts) != len(rights):
        raise FormulaError(f"lists of {len(lefts)} and {len(rights)} numbers")
    return tuple(operation(one, other) for one, other in zip(lefts, rights, strict=True))
