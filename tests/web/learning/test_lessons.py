"""Lessons and the questions in them, as a learner's browser sees them without scripts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.checked_client import CheckedClient
from tests.web.learning.forms import ESSENTIALS, asked, filled, plain, words
from tests.worlds.learning import LESSONS, key_markers, wrong_answer


def check(client: CheckedClient, lesson: str, item: str, fields: Mapping[str, Any]) -> Any:
    return client.submit(lesson, {"check": item, **fields})


def test_lessons_lead_from_one_to_the_next_and_then_to_the_quiz(khalid: CheckedClient, course: str) -> None:
    for place, lesson in enumerate(LESSONS):
        page = khalid.get(f"{course}/lessons/{lesson}")
        assert f"Lesson {place + 1} of 5" in words(page)
        target = khalid.submit(f"{course}/lessons/{lesson}").headers["Location"]
        assert target == (f"{course}/lessons/{LESSONS[place + 1]}" if place < 4 else course)
    assert "Take the quiz" in words(khalid.get(course))
    assert "Next lesson" in words(khalid.get(f"{course}/lessons/{LESSONS[0]}"))
    assert "To the quiz" in words(khalid.get(f"{course}/lessons/{LESSONS[4]}"))


def test_a_lesson_shows_its_text_its_questions_and_its_sources(khalid: CheckedClient, course: str) -> None:
    for lesson in ESSENTIALS.lessons:
        page = khalid.get(f"{course}/lessons/{lesson.key}")
        assert [item.key for item in asked(page)] == list(lesson.checks)
        assert "Sources" in page.text
        assert page.text.count("<table") == lesson.body["en"].count("\n| ---")


@pytest.mark.parametrize("key", ["types.tie", "types.mandate-parts", "types.sensitivity-controlling"])
def test_an_answer_inside_a_lesson_is_graded_and_explained_at_once(khalid, course, key: str) -> None:
    lesson, item = f"{course}/lessons/{LESSONS[1]}", ESSENTIALS.item(key)
    wrong = check(khalid, lesson, key, filled([item], wrong_answer))
    assert wrong.status_code == 200
    assert "Not yet" in words(wrong)
    assert plain(item.explanation["en"]) in words(wrong)
    right = check(khalid, lesson, key, filled([item]))
    assert "Check again" in words(right)
    assert "Not yet" not in words(right)
    assert plain(item.explanation["en"]) in words(right)


def test_an_order_is_given_by_places(khalid, course: str) -> None:
    lesson, item = f"{course}/lessons/{LESSONS[3]}", ESSENTIALS.item("kpis.portfolio-order")
    page = check(khalid, lesson, item.key, filled([item]))
    assert "Not yet" not in words(page)
    assert page.text.count("selected") == len(item.options)
    fields = filled([item])
    fields[f"{item.key}:{item.options[0].key}"] = "2"
    page = check(khalid, lesson, item.key, fields)
    assert page.status_code == 422
    assert "Give each step a place of its own, from 1 to 5." in words(page)


def test_two_exercises_of_a_lesson_are_told_apart_by_their_names(khalid, course: str) -> None:
    page = khalid.get(f"{course}/lessons/{LESSONS[3]}").text
    named = re.findall(r'<section class="quiz-card" aria-label="(Exercise[^"]*)"', page)
    assert named == ["Exercise: Two projects of the portfolio", "Exercise: KPI doctor"]


def test_answers_given_before_stay_when_the_next_is_checked(khalid, course: str) -> None:
    lesson = f"{course}/lessons/{LESSONS[1]}"
    first, second = ESSENTIALS.item("types.experienced-managers"), ESSENTIALS.item("types.mandate-parts")
    page = check(khalid, lesson, first.key, filled([first], wrong_answer))
    cards = page.text.split('<section class="quiz-card"')
    carried = dict(re.findall(r'<input type="hidden" name="(types[^"]+)" value="([^"]+)"', cards[3]))
    assert carried == {first.key: wrong_answer(first)}
    page = check(khalid, lesson, second.key, carried | filled([second]))
    for item in (first, second):
        assert plain(item.explanation["en"]) in words(page)


def test_an_answer_that_is_none_is_asked_for_again(khalid, course: str) -> None:
    lesson = f"{course}/lessons/{LESSONS[1]}"
    page = check(khalid, lesson, "types.tie", {})
    assert page.status_code == 422
    assert "Answer the question first." in words(page)
    page = check(
        khalid, lesson, "types.sensitivity-controlling", {"types.sensitivity-controlling": "about four"}
    )
    assert page.status_code == 422
    assert "Write a number" in words(page)
    assert 'value="about four"' in page.text
    assert check(khalid, lesson, "kpis.leading", {"kpis.leading": "c"}).status_code == 404


def test_a_number_is_shown_as_it_was_read(khalid, course: str) -> None:
    lesson = f"{course}/lessons/{LESSONS[1]}"
    page = check(khalid, lesson, "types.sensitivity-controlling", {"types.sensitivity-controlling": "٣,5"})
    assert "Read as 3.5." in words(page)
    for typed in ("3.5", "3.50"):
        page = check(
            khalid, lesson, "types.sensitivity-controlling", {"types.sensitivity-controlling": typed}
        )
        assert "Read as" not in words(page)


def test_checking_one_question_tells_nothing_about_the_others(khalid, course: str) -> None:
    lesson = f"{course}/lessons/{LESSONS[1]}"
    item = ESSENTIALS.item("types.tie")
    page = words(check(khalid, lesson, item.key, filled([item])))
    assert not {text for text in key_markers(ESSENTIALS, but=frozenset({item.key})) if plain(text) in page}
