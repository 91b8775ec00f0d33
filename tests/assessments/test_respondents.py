from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.respondents import MOST_LINES, ROLE_WORDS, InvitedLine, TooManyLines, read_lines


def only(text: str, **options) -> InvitedLine:
    (line,) = read_lines(text, **options)
    return line


@pytest.mark.parametrize(
    "text",
    [
        "Ana Silva, ana@example.org, project manager",
        "project manager, Ana Silva, ana@example.org",
        "ana@example.org; PM; Ana Silva",
        "ana@example.org\tAna Silva\tProgramme Manager",
        "Ana Silva <ana@example.org>, pm",
        '"Ana Silva", "ana@example.org", "PM"',
        "  Ana Silva ,ana@example.org,  pm  ",
    ],
)
def test_the_three_parts_are_found_in_any_order_and_with_any_separator(text: str) -> None:
    line = only(text)
    assert (line.name, line.email, line.role, line.problem) == (
        "Ana Silva",
        "ana@example.org",
        "project_manager",
        None,
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Ana Silva, pm", "no_address"),
        ("Ana, a@example.org, b@example.org, pm", "two_addresses"),
        ("Ana, ana@example, pm", "bad_address"),
        ("ana@example.org, pm", "no_name"),
        ("Ana Silva, ana@example.org", "no_role"),
        ("Ana Silva, ana@example.org, projct manager", "unknown_role"),
        ("A" * 201 + ", ana@example.org, pm", "too_long"),
        ("Ana\x07, ana@example.org, pm", "control_character"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(text: str, problem: str) -> None:
    assert only(text).problem == problem


def test_a_role_that_nearly_fits_comes_with_the_nearest_one() -> None:
    assert only("Ana, ana@example.org, projct manager").facts == {
        "found": "projct manager",
        "nearest": "project manager",
    }


def test_the_second_of_two_equal_addresses_is_refused_naming_the_first() -> None:
    first, second = read_lines("Ana, ana@example.org, pm\nAnn, ANA@example.org, pmo")
    assert (first.problem, second.problem, second.facts) == (None, "twice", {"line": "1"})


def test_an_address_that_is_invited_already_is_refused() -> None:
    assert only("Ana, ana@example.org, pm", already=["Ana@Example.org"]).problem == "already_invited"


def test_a_header_row_and_empty_lines_are_passed_over_and_numbers_stay_those_of_the_file() -> None:
    (line,) = read_lines("\ufeffName,Email,Role\n\nAna,ana@example.org,sponsor\n")
    assert (line.number, line.role) == (3, "executive")


def test_every_word_for_a_role_is_understood() -> None:
    for role, words in ROLE_WORDS.items():
        for word in words:
            assert only(f"Ana Silva, ana@example.org, {word.title()}").role == role


def test_more_lines_than_one_paste_may_hold_are_refused() -> None:
    with pytest.raises(TooManyLines):
        read_lines("x\n" * (MOST_LINES + 1))


@given(st.text(max_size=300))
def test_any_text_gives_lines_or_problems_and_never_fails(text: str) -> None:
    for line in read_lines(text):
        assert line.problem or (line.email and line.role and line.name)
