"""Arithmetic of question authors: exact, closed, and refused where it is anything else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.expressions import BadExpression, parse

P = {"p": Decimal("0.25"), "loss": Decimal(40_000), "n": Decimal(3)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("p * loss", "10000"),
        ("loss / n - 1", "13332.33333333333333333333333"),
        ("-p + 1", "0.75"),
        ("loss % 7", "2"),
        ("n ** 2", "9"),
        ("0.1 + 0.2", "0.3"),
        ("abs(1 - n)", "2"),
        ("max(p, n, 2)", "3"),
        ("min(p, n)", "0.25"),
        ("sqrt(n + 1)", "2"),
        ("round(2.5)", "3"),
        ("round(loss / n, 2)", "13333.33"),
    ],
)
def test_an_expression_is_computed_in_decimals(text, value):
    assert parse(text).number(P) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("p < 1", True),
        ("0 < p <= 0.25 and loss >= 40000", True),
        ("p > 1 or n != 3", False),
        ("n == 3", True),
    ],
)
def test_a_condition_holds_or_does_not(text, holds):
    assert parse(text).holds(P) is holds


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "p.real",
        "p[0]",
        "'a'",
        "True",
        "lambda: 1",
        "p if n else 1",
        "open(p)",
        "p ** n",
        "p ** 21",
        "p ** 2.5",
        "round(p, 1, 2)",
        "min(p)",
        "sqrt(p, n)",
        "round(p, ndigits=1)",
        "p +",
        "(p < 1) + 1",
        "p @ n",
        "p in n",
        "not p",
        "~p",
        "1" * 201,
        "\x00",
    ],
)
def test_nothing_but_arithmetic_is_read(text):
    with pytest.raises(BadExpression):
        parse(text)


def test_a_division_by_nothing_names_its_numbers():
    with pytest.raises(BadExpression, match=r"'1 / \(n - 3\)' has no value for n = 3"):
        parse("1 / (n - 3)").number(P)
    with pytest.raises(BadExpression, match="for anything"):
        parse("1 / 0").number({})


def test_a_condition_is_no_number_and_a_number_no_condition():
    with pytest.raises(BadExpression, match="is a condition"):
        parse("p < 1").number(P)
    with pytest.raises(BadExpression, match="is a number"):
        parse("p").holds(P)


@given(st.integers(-10_000, 10_000), st.integers(1, 10_000))
def test_sums_and_quotients_are_those_of_arithmetic(a, b):
    values = {"a": Decimal(a), "b": Decimal(b)}
    assert parse("a + b - b").number(values) == a
    assert abs(float(parse("a / b").number(values)) - a / b) < 1e-9
