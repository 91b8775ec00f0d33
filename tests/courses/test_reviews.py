"""Which questions a day of reviews asks for, and whether its size is what the documentation says it is."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from courses.course import list_courses
from courses.reviews import PORTION, STEPS, left_today, portion

DAY = date(2026, 3, 2)
cards = st.dictionaries(st.text(min_size=1), st.integers(0, 30), max_size=60)


def waiting(ages: dict[str, int]) -> list[tuple[str, date, str]]:
    return [(name, DAY - timedelta(days=age), name) for name, age in ages.items()]


@given(cards, st.integers(0, 20))
def test_a_portion_holds_those_that_have_waited_longest(ages, size):
    asked = portion(waiting(ages), DAY, size)
    assert len(set(asked)) == len(asked) == min(size, len(ages))
    longest = sorted(ages.values(), reverse=True)[:size]
    assert sorted((ages[name] for name in asked), reverse=True) == longest


@given(cards)
def test_what_is_left_of_a_portion_stays_when_some_of_it_are_answered(ages):
    first = portion(waiting(ages), DAY, PORTION)
    for done in range(len(first)):
        rest = {name: age for name, age in ages.items() if name not in first[:done]}
        left = left_today(len(rest), done)
        assert portion(waiting(rest), DAY, left) == first[done:]


@given(st.integers(0, 200), st.booleans())
def test_a_day_that_goes_on_comes_to_the_end_in_portions(number, goes_on):
    waiting, answered = number, 0
    while left := left_today(waiting, answered, goes_on=goes_on):
        assert 0 < left <= PORTION
        waiting, answered = waiting - 1, answered + 1
    assert answered == (number if goes_on else min(number, PORTION))


def test_of_those_that_waited_equally_long_each_day_takes_others():
    names = [(f"lesson-{number % 4}.{number}", DAY, number) for number in range(40)]
    taken = {portion(names, DAY + timedelta(days=days), PORTION) for days in range(5)}
    assert len(taken) == 5


def test_the_size_of_a_portion_rests_on_the_numbers_that_the_documentation_gives():
    sizes = [sum(len(one.review_items_of(taught.key)) for taught in one.lessons) for one in list_courses()]
    assert (min(sizes), max(sizes), sum(sizes)) == (54, 77, 197)
    assert max(sizes) <= 7 * PORTION
    assert sum(STEPS) == 240
    assert round(len(STEPS) * sum(sizes) / sum(STEPS)) == 4
