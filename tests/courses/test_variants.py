"""Questions with drawn numbers: what is drawn, how it is written in, and what the proof refuses."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import ContentError, read_text
from courses.course import load_course
from courses.expressions import BadExpression
from courses.items import Bank, Item, Parameter
from courses.judging import grade_item
from courses.variants import draw_values, shown_number, values_of, variants, write_in
from tests.courses.folders import WHOLE, change, copy_whole

DRAWN = load_course(WHOLE).item("loss.drawn-1")

GAPS = """\
lesson: l
items:
  - key: a.gaps
    kind: cloze
    level: apply
    objective: O1
    params: { n: { first: 1, last: 30, step: 1 } }
    stem: { en: "Twice {n} is [[twice]], half of it [[half]], and it is [[sign]]." }
    gaps:
      - { key: twice, expr: 2 * n, tolerance: 0, otherwise: { en: "Twice {n} is {answer}." } }
      - key: half
        expr: n / 2
        tolerance: 0.05
        decimals: 1
        slips: [{ expr: answer * 4 + 1, say: { en: "{answer} times four." } }]
        otherwise: { en: Divide. }
      - key: sign
        options:
          - { key: more, text: { en: positive }, is_correct: true }
          - { key: less, text: { en: negative }, say: { en: Above zero. } }
    explanation: { en: Counted. }
"""


def test_a_seed_always_draws_the_same_numbers_within_where():
    drawn = [draw_values(DRAWN, seed) for seed in range(200)]
    assert drawn == [draw_values(DRAWN, seed) for seed in range(200)]
    assert len({tuple(one.items()) for one in drawn}) > 20
    assert all(one["p"] * one["loss"] >= 4000 for one in drawn)


def test_numbers_are_written_into_every_text_and_the_answer_follows():
    put = write_in(DRAWN, {"p": 0.25, "loss": 50_000})
    assert put.stem["en"].startswith("loss.drawn-1: a loss of CU 50,000 with a probability of 25 %")
    assert (put.answer, put.slips[0].value, put.slips[1].value) == (12_500, 50_000, 200_000)
    assert put.slips[0].say["en"] == "CU 50,000 is the loss if it happens."
    assert put.explanation["en"] == "25 % of CU 50,000 is CU 12,500."
    assert grade_item(put, "12.500").is_right
    assert grade_item(put, "50000").traps == ("unweighted",)
    assert not grade_item(put, "12700").is_right  # a tolerance of one per cent is 125


def test_gaps_are_written_in_one_by_one():
    (item,) = read_text(GAPS.encode(), Bank, "gaps").items
    put = write_in(item, {"n": 7})
    assert [gap.answer for gap in put.gaps] == [14, 3.5, None]
    assert put.gaps[0].otherwise == {"en": "Twice 7 is 14."}
    assert put.gaps[1].slips[0].say == {"en": "3.5 times four."}


def test_an_item_without_parameters_stays_as_it_is():
    item = replace(DRAWN, params={})
    assert (draw_values(item, 1), write_in(item, {})) == ({}, item)


def test_where_chance_finds_nothing_all_combinations_are_looked_at():
    rare = replace(
        DRAWN,
        params={
            "p": Parameter(first=0.001, last=1, step=0.001),
            "loss": Parameter(pick=(1000.0, 2000.0, 3000.0)),
        },
        where="p == 0.5 and loss == 2000",
    )
    assert draw_values(rare, 3) == {"p": 0.5, "loss": 2000}


def test_a_range_holds_its_ends_exactly():
    assert values_of(Parameter(first=0.1, last=0.3, step=0.1)) == (
        Decimal("0.1"),
        Decimal("0.2"),
        Decimal("0.3"),
    )


@pytest.mark.parametrize(
    "parameter",
    [
        Parameter(),
        Parameter(first=1, last=2),
        Parameter(pick=(1.0,), first=1),
        Parameter(first=2, last=1, step=1),
        Parameter(first=1, last=2, step=0),
        Parameter(first=1, last=2000, step=1),
    ],
)
def test_a_parameter_is_a_list_or_a_range(parameter):
    with pytest.raises(BadExpression):
        values_of(parameter)


@pytest.mark.parametrize(
    ("value", "form", "decimals", "text"),
    [
        ("1234.5", "", None, "1,234.5"),
        ("-0.5", "", None, "−0.5"),
        ("100", "", None, "100"),
        ("0.125", "percent", None, "12.5 %"),
        ("2.345", "2", None, "2.35"),
        ("2.345", "", 0, "2"),
        ("0.3333333333", "", None, "0.333333"),
    ],
)
def test_a_number_is_printed_as_questions_print_it(value, form, decimals, text):
    assert shown_number(Decimal(value), form, decimals) == text


@pytest.mark.parametrize("form", ["money", "²"])
def test_an_unknown_form_is_refused(form):
    with pytest.raises(BadExpression, match=f"no form '{form}'"):
        shown_number(Decimal(1), form)


@given(st.integers(0, 10**6))
def test_every_draw_is_one_of_the_variants_that_the_proof_has_seen(seed):
    values = {name: Decimal(repr(value)) for name, value in draw_values(DRAWN, seed).items()}
    assert values in list(variants(DRAWN))


FAULTS = [
    ("expression", "expr: p * loss\n", "expr: p loss\n", "expr"),
    ("unknown-param", "expr: p * loss\n", "expr: p * cost\n", "expr"),
    ("unknown-param", "{loss} with", "{cost} with", "stem.en"),
    ("unknown-param", "of CU {loss} with", "of CU {answer} with", "stem.en"),
    ("params", "pick: [0.1, 0.2, 0.25, 0.4]", "first: 1", "params.p"),
    ("params", "      p: { pick", "      answer: { pick: [1] }\n      p: { pick", "params.answer"),
    ("unused-param", "      p: { pick", "      q: { pick: [1] }\n      p: { pick", "params.q"),
    ("combinations", "pick: [0.1, 0.2, 0.25, 0.4]", "first: 0.001, last: 0.4, step: 0.0005", "params"),
    ("few-variants", "where: p * loss >= 4000", "where: p * loss >= 31000", "params"),
    ("expression", "where: p * loss >= 4000", "where: p * loss", "where"),
    ("expression", "where: p * loss >= 4000", "where: loss / (p - 0.1) > 1", "where"),
    ("no-answer", "expr: p * loss\n", "expr: loss / (p - 0.1)\n", "expr"),
    ("expression", "expr: loss / p,", "expr: loss / (p - 0.1),", ""),
    ("expression", "Multiply the probability by the loss.", "'{p:money}'", ""),
    ("slip-is-right", "expr: loss / p,", "expr: p * loss + 10,", "slips[1].expr"),
    ("slip-is-right", "expr: loss / p,", "value: 10000,", "slips[1].value"),
    ("slip-is-right", "expr: loss, trap", "expr: answer * 1.02, tolerance: 500, trap", "slips[0].expr"),
    (
        "rounding",
        "tolerance_share: 0.01",
        "tolerance: 0.01\n    decimals: 0\n    expr: p * loss / 3",
        "decimals",
    ),
    ("params", "    where: p * loss >= 4000\n", "    where: p * loss >= 4000\n    answer: 3\n", None),
]


@pytest.mark.parametrize(("rule", "old", "new", "field"), FAULTS)
def test_the_proof_refuses_what_goes_wrong_for_some_numbers(rule, old, new, field, tmp_path):
    folder = copy_whole(tmp_path)
    if rule == "rounding":
        new = new.replace("\n    expr: p * loss / 3", "")
        change(folder, "quizzes/expected-loss.yaml", "expr: p * loss\n", "expr: p * loss / 3\n")
    if field is None:
        rule, field = "numeric-key", "answer"
    change(folder, "quizzes/expected-loss.yaml", old, new)
    with pytest.raises(ContentError) as refused:
        load_course(folder)
    name = f"items[0].{field}".rstrip(".")
    assert (rule, name) in {(found.rule, found.field) for found in refused.value.findings}
    assert all(found.line for found in refused.value.findings)


def test_a_fault_names_the_first_numbers_that_show_it(tmp_path):
    folder = copy_whole(tmp_path)
    change(folder, "quizzes/expected-loss.yaml", "expr: loss / p,", "expr: loss / 4,")
    with pytest.raises(ContentError, match=r"5000 beside the answer 5000 where p = 0.25, loss = 20000"):
        load_course(folder)


@pytest.mark.parametrize("stated", ["expr: p", "slips: [{ expr: p, say: { en: No. } }]"])
def test_an_expression_without_parameters_is_refused(stated):
    bank = "lesson: l\nitems:\n  - key: a.b\n    kind: numeric\n    level: apply\n    objective: O1\n"
    bank += "    stem: { en: A }\n    explanation: { en: A }\n    otherwise: { en: A }\n    tolerance: 1\n"
    bank += f"    {stated}\n" + ("    answer: 1\n" if "slips" in stated else "")
    with pytest.raises(ContentError) as refused:
        read_text(bank.encode(), Bank, "bank")
    assert "params" in {found.rule for found in refused.value.findings}


def test_an_item_is_a_value_that_equals_itself():
    assert isinstance(DRAWN, Item)
    assert write_in(DRAWN, {"p": 0.1, "loss": 40_000}) == write_in(DRAWN, {"p": 0.1, "loss": 40_000})
