"""Arithmetic that content states about itself: what is a formula, what it comes to, and what is refused."""

import pytest

from assessments.formulas import DEEPEST, FUNCTIONS, LONGEST_FORMULA, FormulaError, names_in, work_out


@pytest.mark.parametrize(
    ("formula", "quantities", "expected"),
    [
        ("ev / pv", {"ev": 3562, "pv": 4983}, 3562 / 4983),
        ("100 * (ev - ac) / ev", {"ev": 200, "ac": 210}, -5),
        ("-a + 2.5", {"a": 1}, 1.5),
        ("abs(a - b)", {"a": 1, "b": 4}, 3),
        ("total(abs(actual - wanted)) / 2", {"actual": (62, 25, 13), "wanted": (50, 30, 20)}, 12),
        ("total(p * i)", {"p": (0.5, 0.1), "i": (100, 200)}, 70),
        ("total(-a)", {"a": (1, 2)}, -3),
        ("total(2 * a)", {"a": (1, 2)}, 6),
        ("mean(a)", {"a": (1, 2, 6)}, 3),
        ("median(a)", {"a": (1, 2, 9, 4)}, 3),
        ("largest(a) - smallest(a)", {"a": (4, 9, 2)}, 7),
    ],
)
def test_a_formula_comes_to_what_was_worked_out_by_hand(formula, quantities, expected):
    assert work_out(formula, quantities) == pytest.approx(expected)


def test_names_are_those_it_asks_for_and_not_its_functions():
    assert names_in("total(kept) / total(made) * 100") == {"kept", "made"}
    assert "total" in FUNCTIONS


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("", "no formula"),
        ("a +", "no formula"),
        ("a ** 2", "not arithmetic"),
        ("a // 2", "not arithmetic"),
        ("not a", "not arithmetic"),
        ("'a'", "not arithmetic"),
        ("True", "not arithmetic"),
        ("1j", "not arithmetic"),
        ("a.b", "not arithmetic"),
        ("a[0]", "not arithmetic"),
        ("[a]", "not arithmetic"),
        ("open(a)", "not arithmetic"),
        ("total(a, b)", "not arithmetic"),
        ("total(a=b)", "not arithmetic"),
        ("(lambda: 1)()", "not arithmetic"),
        ("__import__('os').system('true')", "not arithmetic"),
        ("-" * (DEEPEST + 2) + "a", "too deep"),
        ("a + " * LONGEST_FORMULA + "a", "longer than"),
    ],
)
def test_what_is_not_arithmetic_is_refused_before_anything_is_worked_out(formula, found):
    with pytest.raises(FormulaError, match=found):
        names_in(formula)
    with pytest.raises(FormulaError, match=found):
        work_out(formula, {})


@pytest.mark.parametrize(
    ("formula", "quantities", "found"),
    [
        ("a / b", {"a": 1}, "no quantity b"),
        ("a / b", {"a": 1, "b": 0}, "divided by nothing"),
        ("a * 2", {"a": (1, 2)}, "a list"),
        ("total(a)", {"a": 1}, "not a list"),
        ("mean(a)", {"a": ()}, "not a list"),
        ("total(a + b)", {"a": (1, 2), "b": (1, 2, 3)}, "lists of 2 and 3"),
    ],
)
def test_numbers_that_give_no_result_are_named(formula, quantities, found):
    with pytest.raises(FormulaError, match=found):
        work_out(formula, quantities)
