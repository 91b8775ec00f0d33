"""The quiz as a learner's browser sees it, without scripts."""

from __future__ import annotations

import re

from tests.web.learning.forms import asked, filled, plain, words
from tests.worlds.learning import LESSONS, wrong_answer


def test_the_quiz_page_holds_no_number_but_those_of_its_questions(khalid, quiz: str) -> None:
    page = khalid.get(quiz)
    said = words(page)
    said = said[said.index("Question 1 of") : said.index("Hand in")]
    texts = [
        text
        for item in asked(page)
        for text in (item.stem, item.unit, *(one.text for one in item.options))
        if text
    ]
    for text in sorted({plain(text["en"]) for text in texts}, key=len, reverse=True):
        said = said.replace(text, " ")
    places = re.sub(r"Question \d+ of 10|– 1 2 3( 4)?( 5)?( 6)?", " ", said)
    assert not re.search(r"\d", places), places


def test_passing_the_quiz_explains_each_answer_and_leads_to_the_exam(khalid, course: str, quiz: str) -> None:
    items = asked(khalid.get(quiz))
    assert len(items) == 10
    response = khalid.submit(quiz, filled(items))
    assert response.status_code == 303
    assert response.headers["Location"] == quiz
    page = words(khalid.get(quiz))
    for text in ("Quiz passed", "10 of 10 answers are right", "Nothing went wrong."):
        assert text in page
    assert "Course completed" not in page
    for item in items:
        assert plain(item.explanation["en"]) in page
    assert "To the exam" in words(khalid.get(course))


def test_failing_the_quiz_says_what_to_read_again(khalid, course: str, quiz: str) -> None:
    items = asked(khalid.get(quiz))
    response = khalid.submit(quiz, filled(items[:2]) | filled(items[2:], wrong_answer))
    assert response.status_code == 303
    page = words(khalid.get(quiz))
    for text in (
        "Quiz not passed yet",
        "2 of 10 answers are right; 7 pass.",
        "Try again with a new draw",
    ):
        assert text in page
    assert f"{course}/lessons/{LESSONS[4]}" in khalid.get(quiz).text
    assert "Not passed" in words(khalid.get(course))
    again = khalid.submit(f"{course}/attempts", page=course).headers["Location"]
    assert again != quiz
    assert "Attempt 2" in words(khalid.get(again))


def test_open_questions_are_named_before_the_quiz_counts(khalid, quiz: str) -> None:
    items = asked(khalid.get(quiz))
    page = khalid.submit(quiz, filled(items[2:]))
    assert page.status_code == 422
    assert "Question 1 is still open." in words(page)
    assert "2 questions are open" in words(page)
    kept = {item.key for item in items[2:] if item.kind in ("single", "multiple")}
    assert len(re.findall(r" checked>", page.text)) >= len(kept)
    assert khalid.submit(quiz, filled(items[2:]) | {"confirmed": "yes"}).status_code == 303
    assert "8 of 10 answers are right" in words(khalid.get(quiz))


def test_an_unreadable_number_is_asked_for_again_before_it_counts(khalid, course: str, quiz: str) -> None:
    while not (numbers := [item for item in asked(khalid.get(quiz)) if item.kind == "numeric"]):
        khalid.submit(quiz, {"confirmed": "yes"})
        quiz = khalid.submit(f"{course}/attempts", page=course).headers["Location"]
    page = khalid.submit(
        quiz, filled(asked(khalid.get(quiz))) | {numbers[0].key: "ten or so", "confirmed": "yes"}
    )
    assert page.status_code == 422
    assert "Write a number" in words(page)
    assert 'value="ten or so"' in page.text


def test_a_number_that_could_be_meant_otherwise_is_read_back_before_it_counts(
    khalid, course: str, quiz: str
) -> None:
    while not (numbers := [item for item in asked(khalid.get(quiz)) if item.kind == "numeric"]):
        khalid.submit(quiz, {"confirmed": "yes"})
        quiz = khalid.submit(f"{course}/attempts", page=course).headers["Location"]
    filled_in = filled(asked(khalid.get(quiz)))
    odd = filled_in | {numbers[0].key: "٣٫٥", "confirmed": "yes"}
    page = khalid.submit(quiz, odd)
    assert page.status_code == 422
    assert "Before it is graded" in words(page)
    assert "Read as 3.5." in words(page)
    seen = re.search(r'name="seen" value="(\w+)"', page.text)
    assert seen
    other = khalid.submit(quiz, odd | {numbers[0].key: "8,064", "seen": seen[1]})
    assert other.status_code == 422
    assert "Read as 8,064 or 8.064: it counts as the one that is right." in words(other)
    plain = khalid.submit(quiz, filled_in | {"seen": seen[1]})
    assert plain.status_code == 303, "a number that is written as the page writes it needs no second look"


def test_handing_in_twice_shows_the_first_result(khalid, quiz: str) -> None:
    items = asked(khalid.get(quiz))
    khalid.submit(quiz, filled(items, wrong_answer))
    second = khalid.submit(quiz, filled(items), page="/learning")
    assert second.status_code == 409
    assert "This attempt was handed in before." in words(second)
    assert "0 of 10 answers are right" in words(second)
    assert "0 of 10 answers are right" in words(khalid.get(quiz))


def test_the_quiz_cannot_be_started_before_the_lessons_are_read(khalid, course: str) -> None:
    response = khalid.submit(f"{course}/attempts", page=course)
    assert response.headers["Location"] == course
    assert "Read every lesson first" in words(khalid.get(course))
