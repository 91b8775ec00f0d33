"""Lessons cut where questions stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.lessons import Check, ExerciseBlock, Prose, count_words, split


def test_text_is_cut_at_its_checks_with_line_numbers():
    text = "One.\n\n```check\nuse: a.b\n```\n\nTwo.\n"
    assert split(text) == (Prose("One.\n", 1), Check("a.b", 3), Prose("\nTwo.\n", 6))


def test_two_checks_in_a_row_have_no_empty_text_between_them():
    text = "```check\nuse: a.b\n```\n\n~~~~ check\nuse: c.d\n~~~~~"
    assert split(text) == (Check("a.b", 1), Check("c.d", 5))


def test_a_check_shown_as_an_example_inside_another_block_is_text():
    text = "````text\n```check\nuse: a.b\n```\n````\n"
    assert split(text) == (Prose(text, 1),)


@pytest.mark.parametrize(
    "block",
    [
        "```check\n```",
        "```check\nuse:\n```",
        "```check\nuse: a.b\nwhen: later\n```",
        "```check\nuse: a.b\nextra: true\n```",
        "```check\nuse: a.b",
        "```check\nuse: a.b\n~~~",
    ],
)
def test_a_block_that_names_no_single_item_is_a_check_without_item(block: str):
    assert split(block) == (Check("", 1),)


def test_an_exercise_may_be_further_practice():
    assert split("```exercise\nuse: a\n```\n\n```exercise\nuse: b\nextra: true\n```") == (
        ExerciseBlock("a", 1),
        ExerciseBlock("b", 5, is_extra=True),
    )
    assert split("```exercise\nuse: b\nextra: false\n```") == (ExerciseBlock("", 1),)


@given(st.lists(st.sampled_from(["Word.", "", "```check", "```", "~~~", "use: a.b", "    ```check", "# x"])))
def test_no_line_of_prose_is_lost_or_moved(lines: list[str]):
    for part in split("\n".join(lines)):
        assert part.line >= 1
        if isinstance(part, Prose):
            there = part.markdown.split("\n")
            assert lines[part.line - 1 : part.line - 1 + len(there)] == there


def test_numbers_count_as_words_and_table_rules_do_not():
    assert count_words("| a | 1,680 |\n| --- | --- |\n* **don't** – 0.80 %") == 4
