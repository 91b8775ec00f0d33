from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from courses.certificates import (
    ALPHABET,
    DRAWN,
    LENGTH,
    achievement_of,
    code_of,
    fault_of,
    grouped,
    is_earned,
    read_code,
)
from courses.course import find_course
from courses.progress import measure_progress

numbers = st.integers(0, DRAWN - 1)
places = st.integers(0, LENGTH - 1)


@given(numbers, places, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(number: int, place: int, sign: str) -> None:
    code = code_of(number)
    assume(code[place] != sign)
    assert fault_of(code[:place] + sign + code[place + 1 :]) == "check"


@given(numbers, places, places)
def test_two_characters_that_changed_places_are_noticed(number: int, first: int, second: int) -> None:
    signs = list(code_of(number))
    assume(signs[first] != signs[second])
    signs[first], signs[second] = signs[second], signs[first]
    assert fault_of("".join(signs)) == "check"


@given(numbers)
def test_a_code_is_read_as_it_is_printed_and_as_it_is_misread(number: int) -> None:
    code = code_of(number)
    assert read_code(grouped(code)) == code
    assert read_code(grouped(code).lower().replace("0", "o").replace("1", "l").replace("-", " ")) == code
    assert fault_of(code) is None


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("", "length"), ("A" * 27, "length"), ("U" * 28, "signs"), ("خ" * 28, "signs"), ("²" * 28, "signs")],
)
def test_what_cannot_be_a_code_is_told_apart(typed: str, fault: str) -> None:
    assert fault_of(read_code(typed)) == fault


@pytest.mark.parametrize("number", [-1, DRAWN])
def test_a_number_without_a_code_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="32 to the power of 26"):
        code_of(number)


@pytest.mark.parametrize("key", ["pmo-essentials", "risk-foundations"])
def test_it_takes_every_lesson_and_the_test_that_counts(key: str) -> None:
    course = find_course(key)
    lessons = [lesson.key for lesson in course.lessons]
    assert is_earned(measure_progress(course, lessons, is_passed=True))
    assert not is_earned(measure_progress(course, lessons, is_passed=False))
    assert not is_earned(measure_progress(course, lessons[1:], is_passed=True))


def test_a_certificate_names_the_competencies_that_the_exam_tests() -> None:
    course = find_course("risk-foundations")
    assert course.exam
    found = achievement_of(course, 18, 24)
    assert found.is_exam
    assert found.share == 0.75
    assert len(found.competencies) == len(course.exam.blueprint) > 3
    assert (found.course, found.version, found.minutes) == (course.key, course.version, course.minutes)


def test_a_certificate_of_a_course_without_exam_names_what_its_questions_test() -> None:
    published = find_course("pmo-essentials")
    course = replace(
        published, syllabus=replace(published.syllabus, exam=None, completion="lessons-and-quiz")
    )
    found = achievement_of(course, 8, 10)
    assert not found.is_exam
    assert found.competencies == tuple(course.competencies.values())
    assert achievement_of(course, 0, 0).share == 0.0
