"""Whether the numbers that a course prints and asks for are those that its tests compute again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from courses.course import Course
from courses.items import Gap, Item
from courses.variants import variants, write_numbers

Drawn = Callable[..., float]


def text_of(course: Course, lesson: str) -> str:
    """Return the English text of a lesson with single spaces."""
    return " ".join(course.lesson(lesson).body["en"].split())


def check_numbers(one: Item | Gap, answer: float, slips: Sequence[float]) -> None:
    """Hold an answer to half of what is still right, and each slip to its own reach."""
    assert abs(answer - (one.answer or 0)) <= one.within / 2
    for computed, slip in zip(slips, one.slips, strict=True):
        assert abs(computed - (slip.value or 0)) <= one.reach(slip)


def check_drawn(item: Item, answer: Drawn, slips: Sequence[Drawn] | None = None) -> None:
    """Hold the answer, and the slips if given, to every combination of numbers that the item may draw."""
    for numbers in variants(item):
        values = {name: float(number) for name, number in numbers.items()}
        put = write_numbers(item, numbers)
        assert put.answer == pytest.approx(answer(**values))
        if slips is not None:
            assert [slip.value for slip in put.slips] == pytest.approx([slip(**values) for slip in slips])
