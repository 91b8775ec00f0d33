"""Learning as a learner's browser sees it, without scripts: courses, lessons, questions and the quiz."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest

from app.db import db, firm_scope
from app.services import learning
from courses.course import find_course, list_courses
from courses.items import Item
from tests.checked_client import CheckedClient
from tests.conftest import NOW
from tests.world import World
from tests.worlds.learning import (
    COURSE,
    LESSONS,
    Classroom,
    classroom,
    key_markers,
    pass_exam,
    right_answer,
    wrong_answer,
)

ESSENTIALS = find_course(COURSE)
MOST_STATEMENTS = 10
MOST_FOR_A_LESSON = 5


@pytest.fixture
def room(app, world: World) -> Classroom:
    found = classroom(world, "north", NOW)
    db.session.commit()
    return found


@pytest.fixture
def khalid(room: Classroom, client_for) -> CheckedClient:
    return client_for(room.khalid.email)


@pytest.fixture
def course(khalid: CheckedClient) -> str:
    """The address of a course that Khalid took for himself."""
    response = khalid.submit("/learning", {"course": COURSE})
    assert response.status_code == 303
    return response.headers["Location"]


@pytest.fixture
def quiz(khalid: CheckedClient, course: str) -> str:
    """The address of an attempt, once every lesson is read."""
    for lesson in LESSONS:
        assert khalid.submit(f"{course}/lessons/{lesson}").status_code == 303
    response = khalid.submit(f"{course}/attempts", page=course)
    assert response.status_code == 303
    return response.headers["Location"]


def words(response) -> str:
    """Return what a page says, as plain text in single spaces, quotation marks as they are typed."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))
    return plain(text)


def plain(text: str) -> str:
    for typeset, typed in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\u00a0", " ")):
        text = text.replace(typeset, typed)
    return re.sub(r"\s+", " ", text)


def asked(page) -> list[Item]:
    """Return the items of the course that a page asks, in its order."""
    names = re.findall(
        r'<(?:input|select)[^>]*\bname="([a-z0-9.-]+\.[a-z0-9.-]+)(?::[a-z0-9-]+)?"', page.text
    )
    return [ESSENTIALS.item(key) for key in dict.fromkeys(names)]


def filled(items: list[Item], answer: Callable[[Item], Any] = right_answer) -> dict[str, Any]:
    """Return the fields of a form that hold an answer to each item."""
    fields: dict[str, Any] = {}
    for item in items:
        given = answer(item)
        if item.kind == "order":
            fields |= {f"{item.key}:{option}": str(place) for place, option in enumerate(given, start=1)}
        else:
            fields[item.key] = list(given) if isinstance(given, tuple) else given
    return fields


def check(client: CheckedClient, lesson: str, item: str, fields: Mapping[str, Any]) -> Any:
    return client.submit(lesson, {"check": item, **fields})


def test_every_role_that_learns_has_the_page_and_the_operator_has_not(room, client_for) -> None:
    for email in (room.khalid.email, room.faisal.email, World.consultant, World.admin):
        page = client_for(email).get("/learning")
        assert "PMO essentials" in page.text
        assert "Take this course" in page.text
    assert client_for(World.operator).get("/learning").status_code == 403


def test_a_learner_is_led_to_learning_first(khalid: CheckedClient) -> None:
    assert khalid.get("/").headers["Location"] == "/learning"


def test_a_course_is_taken_with_one_button_and_shows_the_way(khalid: CheckedClient, course: str) -> None:
    page = words(khalid.get(course))
    for text in (
        "0 of 6 steps",
        "Begin",
        "Afterwards you can",
        "It opens when you have read 5 more lessons.",
    ):
        assert text in page
    for lesson in ESSENTIALS.lessons:
        assert lesson.title["en"] in page
    # The one that was taken is no longer offered; the others are.
    assert words(khalid.get("/learning")).count("Take this course") == len(list_courses()) - 1


def test_a_course_that_is_not_published_cannot_be_taken(khalid: CheckedClient) -> None:
    response = khalid.submit("/learning", {"course": "astrology"})
    assert response.status_code == 422
    assert "Choose one of the published courses." in response.text


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
    for plain in ("3.5", "3.50"):
        page = check(
            khalid, lesson, "types.sensitivity-controlling", {"types.sensitivity-controlling": plain}
        )
        assert "Read as" not in words(page)


def test_nothing_of_the_key_is_seen_before_it_is_due(khalid, course: str, quiz: str) -> None:
    markers = {plain(text) for text in key_markers(ESSENTIALS)}
    pages = {
        address: khalid.get(address)
        for address in ("/learning", course, *(f"{course}/lessons/{lesson}" for lesson in LESSONS), quiz)
    }
    pages["not handed in"] = khalid.submit(quiz, filled(asked(pages[quiz])[:3]))
    refused = [pages["not handed in"]]
    unreadable = {item.key: "many" for item in asked(pages[quiz]) if item.kind == "numeric"}
    if unreadable:  # one draw in fifty asks for no number
        pages["unreadable"] = khalid.submit(quiz, unreadable | {"confirmed": "yes"})
        refused.append(pages["unreadable"])
    assert {page.status_code for page in refused} == {422}
    for address, page in pages.items():
        shown, source = words(page), plain(html.unescape(page.text))
        assert not {marker for marker in markers if marker in shown}, address
        assert not {marker for marker in markers if marker in source}, address
        attributes = " ".join(re.findall(r"\s([a-z-]+)=", " ".join(re.findall(r"<[^>]+>", page.text))))
        assert not re.search(r"correct|tolerance|explanation|right|trap|answer", attributes), address


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


def test_checking_one_question_tells_nothing_about_the_others(khalid, course: str) -> None:
    lesson = f"{course}/lessons/{LESSONS[1]}"
    item = ESSENTIALS.item("types.tie")
    page = words(check(khalid, lesson, item.key, filled([item])))
    assert not {text for text in key_markers(ESSENTIALS, but=frozenset({item.key})) if plain(text) in page}


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


def test_a_passed_exam_completes_the_course(room: Classroom, khalid, course: str, quiz: str) -> None:
    with firm_scope(room.firm_id):
        attempt = pass_exam(room.khalid, UUID(course.rpartition("/")[2]))
        db.session.commit()
    assert "You completed this course on 2 Mar 2026" in words(khalid.get(course))
    result = khalid.get(f"{course}/attempts/{attempt}")
    for page in (khalid.get(course), result):
        (certificate,) = re.findall(r'href="(/learning/certificates/[0-9a-f-]{36})"', page.text)
        assert "Certificate: PMO essentials" in words(khalid.get(certificate))
    places = [words(result).index(plain(one.text["en"])) for one in ESSENTIALS.objectives]
    assert places == sorted(places), "objectives stand in the order of the course"
    assert "Completed" in words(khalid.get("/learning"))


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


def test_nobody_else_gets_at_a_course_or_an_attempt(room, client_for, course: str, quiz: str) -> None:
    lesson = f"{course}/lessons/{LESSONS[0]}"
    for email in (
        room.anneke.email,
        room.faisal.email,
        World.consultant,
        World.admin,
        World.other_consultant,
    ):
        other = client_for(email)
        for address in (course, lesson, quiz):
            assert other.get(address).status_code == 404
        for address in (lesson, quiz, f"{course}/attempts"):
            assert other.submit(address, page="/learning").status_code == 404
        assert quiz.rpartition("/")[2] not in other.get("/learning").text


def test_a_sponsor_sees_what_is_assigned_to_them_and_nobody_elses(room, client_for, course: str) -> None:
    with firm_scope(room.firm_id):
        learning.assign(room.consultant, room.assessment_id, COURSE, [room.faisal.id], "GOV", None)
        db.session.commit()
    page = client_for(room.faisal.email).get("/learning")
    assert "For: Governance" in words(page) or "for: Governance" in words(page)
    assert course not in page.text


def test_an_attempt_is_not_found_under_another_course(
    room, khalid, client_for, course: str, quiz: str
) -> None:
    anneke = client_for(room.anneke.email)
    own = anneke.submit("/learning", {"course": COURSE}).headers["Location"]
    attempt = quiz.rpartition("/")[2]
    assert anneke.get(f"{own}/attempts/{attempt}").status_code == 404


def test_pages_take_few_statements_however_much_there_is(khalid, course: str, quiz: str) -> None:
    def statements() -> list[int]:
        counts = []
        for address in ("/learning", course, f"{course}/lessons/{LESSONS[2]}", quiz):
            khalid.get(address)
            counts.append(len(khalid.statements))
        return counts

    before = statements()
    assert max(before) <= MOST_STATEMENTS
    assert before[2] <= MOST_FOR_A_LESSON
    for _ in range(4):
        attempt = khalid.submit(f"{course}/attempts", page=course).headers["Location"]
        items = asked(khalid.get(attempt))
        khalid.submit(attempt, filled(items))
        assert len(khalid.statements) <= MOST_STATEMENTS
    assert statements()[:3] == before[:3]


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_learning_speaks_the_pseudo_languages_and_marks_what_stays_english(
    khalid, course, quiz, language: str
) -> None:
    items = asked(khalid.get(quiz))
    result = khalid.submit(f"{course}/attempts", page=course).headers["Location"]
    for address in ("/learning", course, f"{course}/lessons/{LESSONS[1]}", quiz, result):
        page = khalid.get(f"{address}?lang={language}").get_data(as_text=True)
        assert "⟦" in page
        assert 'lang="en" dir="ltr"' in page
        assert ('dir="rtl"' in page) == (language == "ar-XB")
    khalid.submit(quiz, filled(items))
    page = khalid.get(f"{quiz}?lang={language}").get_data(as_text=True)
    assert "⟦" in page
