"""A course from its offer to its end, as a learner's browser sees it without scripts."""

from __future__ import annotations

import html
import re
from uuid import UUID

import pytest

from app.db import db, firm_scope
from app.services import learning
from courses.course import list_courses
from tests.checked_client import CheckedClient
from tests.web.learning.forms import ESSENTIALS, asked, filled, plain, words
from tests.world import World
from tests.worlds.learning import COURSE, LESSONS, Classroom, key_markers, pass_exam

MOST_STATEMENTS = 10
MOST_FOR_A_LESSON = 5


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
