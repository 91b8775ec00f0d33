"""A combination that is not written out in the proof of a question would have been written without fault."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from courses.course import list_courses
from courses.expressions import BadExpression, rounded
from courses.items import Item, Parameter, Slip
from courses.sheets import sheet_of
from courses.variants import variants, write_numbers

DRAWN = [item for course in list_courses() for item in course.items if item.params]

ITEM = Item(
    key="a.b",
    kind="numeric",
    level="apply",
    objective="O1",
    stem={"en": "{n} and {n + 1}?"},
    explanation={"en": "It is {answer}, twice {answer / 2:1}."},
    params={"n": Parameter(pick=(2, 4, 6))},
    expr="n * 2",
    tolerance=0.1,
    slips=(Slip(say={"en": "no"}, expr="answer + n"),),
    otherwise={"en": "{n:percent}"},
)


def can_be_written(item: Item, **numbers: float) -> bool:
    sheet = sheet_of(item)
    exact = {name: Decimal(str(value)) for name, value in numbers.items()}
    return sheet.can_be_written(exact, {column.path: column.answer(exact) for column in sheet.columns})


@pytest.mark.parametrize("item", DRAWN, ids=lambda item: item.key)
def test_of_published_questions_no_combination_need_be_written_out_and_each_can_be(item):
    sheet = sheet_of(item)
    found = list(variants(item))
    for numbers in found:
        assert sheet.can_be_written(numbers, {one.path: one.answer(numbers) for one in sheet.columns})
    for numbers in found[:: max(1, len(found) // 20)]:
        write_numbers(item, numbers)


@pytest.mark.parametrize(
    "doubtful",
    [
        {"expr": "10 / (n - 2)"},
        {"expr": "10 ** 20 * n"},
        {"expr": None, "answer": 1e16},
        {"explanation": {"en": "{1 / (answer - 4)}"}},
        {"stem": {"en": "{n:roman}"}},
        {"stem": {"en": "{10 ** 20 * n}"}},
        {"stem": {"en": "{n > 1}"}},
        {"slips": (Slip(say={"en": "no"}, expr="1 / (n - 2)"),)},
        {"slips": (Slip(say={"en": "no"}, value=1e17),)},
        {"params": {"n": Parameter(pick=(2, 1e17))}},
    ],
)
def test_whatever_may_fail_is_written_out(doubtful):
    assert can_be_written(ITEM, n=2)
    assert not can_be_written(replace(ITEM, **doubtful), n=2)


def test_a_question_without_a_number_is_judged_by_its_texts_alone():
    without = replace(ITEM, expr=None, slips=(), explanation={"en": "{n}"})
    assert can_be_written(without, n=2)
    assert not can_be_written(replace(without, stem={"en": "{1 / (n - 2)}"}), n=2)


def test_rounding_goes_away_from_zero_and_refuses_what_it_cannot_hold():
    assert rounded(Decimal("2.5"), 0) == 3
    assert rounded(Decimal("-2.25"), 1) == Decimal("-2.3")
    with pytest.raises(BadExpression, match="too many digits"):
        rounded(Decimal("1e27"), 6)
