"""Pre-test, exam and the end of a course, as a learner's browser sees them."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from app.db import db, firm_scope
from app.db.enrolments import LessonDone
from app.db.reviews import ReviewCard
from app.services import attempt_results as service
from courses import course as courses
from tests.checked_client import counted_statements
from tests.courses.folders import change
from tests.web.exams.taking import (
    STARTS,
    attempt_at,
    days_later,
    fields_for,
    keys_in,
    read_everything,
    started,
)
from tests.web.reading import words
from tests.world import World

MOST_STATEMENTS = 10


def test_a_lesson_shows_figure_exercise_and_questions_without_their_keys(khalid, course):
    response = khalid.get(f"{course}/lessons/three-parts")
    page = response.get_data(as_text=True)
    assert '<svg viewBox="0 0 640 120">' in page
    assert 'aria-label="Three boxes in a row' in page
    assert "Place eight risks in the matrix" in page
    assert 'href="expected-loss"' in page
    assert not keys_in(response)


def test_pairs_and_gaps_are_graded_in_a_lesson_and_nothing_typed_is_lost(khalid, course):
    address = f"{course}/lessons/three-parts"
    form = {"check": "parts.which", "parts.which:old": "cause", "parts.which:fails": "effect"}
    page = khalid.submit(address, form)
    assert (page.status_code, "Fill in all 3 parts." in words(page)) == (422, True)
    page = khalid.submit(address, form | {"parts.which:late": "effect"})
    assert "That may happen or not." in words(page)
    gaps = {"check": "parts.fill", "parts.fill:share": "twenty", "parts.fill:part": "cause"}
    assert "words cannot be graded" in words(khalid.submit(address, gaps))
    page = khalid.submit(address, gaps | {"parts.fill:share": "٢٥٫٠"})
    assert "A quarter of 100 is 25." in words(page)
    assert "was read as 25." in words(page)


def test_a_pretest_frees_from_a_lesson_and_is_recorded_as_such(room, khalid, course):
    address = started(khalid, course, "pretest")
    page = khalid.get(address)
    assert not keys_in(page)
    form = {key: answer for key, answer in fields_for(room, address).items() if key.startswith("parts.")}
    assert khalid.submit(address, form | {"confirmed": "yes"}).status_code == 303
    result = words(khalid.get(address))
    assert "3 of 5 answers are right. That is no mark." in result
    assert "A risk in three parts on 3 questions" in result
    with firm_scope(room.firm_id):
        done = db.session.execute(
            select(LessonDone.lesson, LessonDone.how).where(LessonDone.firm_id == room.firm_id)
        ).all()
        cards = set(db.session.scalars(select(ReviewCard.item).where(ReviewCard.firm_id == room.firm_id)))
    assert [tuple(one) for one in done] == [("three-parts", "tested out")]
    assert "A risk in three parts Tested out" in words(khalid.get(course))
    assert "went wrong or was left open: The expected loss" in result
    assert cards == {"parts.which", "parts.fill"}
    again = khalid.submit(f"{course}/attempts", {"kind": "pretest"}, page=course)
    assert again.headers["Location"].endswith(course)


def test_an_exam_is_drawn_once_and_keeps_its_questions_and_its_end(room, khalid, course, clock, client_for):
    assert "It opens when you have read 2 more lessons." in words(khalid.get(course))
    refused = khalid.submit(f"{course}/attempts", STARTS, page=course)
    assert refused.headers["Location"].endswith(course)
    read_everything(khalid, course)
    address = started(khalid, course, "exam")
    first = attempt_at(room, address)
    assert first.due_at - first.started_at == timedelta(minutes=10)
    first_page = khalid.get(address)
    before = first_page.get_data(as_text=True)
    assert "10 minutes are left. Hand in by 2 Mar 2026, 09:10 UTC." in words(first_page)
    clock.advance(minutes=5)
    assert started(khalid, course, "exam") == address
    strip = re.compile(r'name="csrf_token" value="[^"]+"|<p class="exam-clock".*?</p>')
    assert "5 minutes are left." in words(khalid.get(address))
    assert strip.sub("", khalid.get(address).get_data(as_text=True)) == strip.sub("", before)
    assert not keys_in(first_page)


def test_answers_so_far_are_kept_and_shown_again(room, khalid, course):
    read_everything(khalid, course)
    address = started(khalid, course, "exam")
    given = fields_for(room, address, wrong=2)
    foreign = {"confirmed": "yes", "other.item": "x"}
    reply = khalid.submit(f"{address}/draft", {**given, **foreign}, page=address)
    assert reply.get_json() == {"kept": len(given), "read": {}, "seen": ""}
    assert set(attempt_at(room, address).draft) == set(given)
    page = khalid.get(address).get_data(as_text=True)
    for name, value in given.items():
        control = re.search(
            rf'<(select|input)[^>]*name="{re.escape(name)}"[^>]*>(.*?</select>)?', page, re.DOTALL
        )
        assert control
        if control[1] == "select":
            assert re.search(rf'value="{re.escape(value)}" selected|selected>{re.escape(value)}<', control[0])
        else:
            held = rf'name="{re.escape(name)}"[^>]*value="{re.escape(value)}"(?: checked| inputmode)'
            assert re.search(held, page)
    assert "Not handed in yet" not in page
    assert khalid.submit(address, {**given, "confirmed": "yes"}, page=address).status_code == 303
    late = khalid.submit(f"{address}/draft", given, page=course)
    assert late.status_code == 409


def test_a_draft_is_answered_with_how_its_numbers_were_read_and_nothing_of_the_key(
    room, khalid, course, clock
):
    read_everything(khalid, course)
    address = started(khalid, course, "exam")
    (number,) = re.findall(r'<input[^>]*type="text"[^>]*name="([^"]+)"', khalid.get(address).text)
    told = khalid.submit(f"{address}/draft", {number: "8,064"}, page=address).get_json()
    assert told["read"] == {number: "Read as 8,064 or 8.064: it counts as the one that is right."}
    shown = khalid.get(address).text
    assert f'name="seen" value="{told["seen"]}"' in shown
    assert "it counts as the one that is right" in shown
    odd = {number: "8,064", "confirmed": "yes"}
    assert khalid.submit(address, odd, page=course).status_code == 422
    clock.advance(minutes=10, seconds=5)  # within the grace: nothing is asked any more
    assert khalid.submit(address, odd, page=course).status_code == 303


def test_a_passed_exam_completes_the_course_and_shows_no_questions(room, khalid, course):
    read_everything(khalid, course)
    address = started(khalid, course, "exam")
    assert khalid.submit(address, fields_for(room, address)).status_code == 303
    page = khalid.get(address)
    assert "Exam passed" in words(page)
    assert "The questions and their answers are not shown" in words(page)
    assert not keys_in(page)
    finish = words(khalid.get(f"{course}/finish"))
    assert "Right answers in the test that counts 4 of 4" in finish
    assert "Next question in your review" in finish
    assert "This test has been passed" in words(
        khalid.submit(f"{course}/attempts", STARTS, page=course, follow_redirects=True)
    )


def test_a_competency_below_its_mark_fails_although_the_sum_is_reached(room, khalid, course):
    read_everything(khalid, course)
    address = started(khalid, course, "exam")
    form = {key: answer for key, answer in fields_for(room, address).items() if key.startswith("parts.")}
    khalid.submit(address, form | {"confirmed": "yes"})
    result = words(khalid.get(address))
    assert "Exam not passed" in result
    assert (
        "Compute expected values and decision trees 0 of 2 right; at least 50 % are needed"
        in result.replace("\u00a0", " ")
    )


def test_attempts_are_numbered_waited_for_and_used_up(room, khalid, course, clock, client_for):
    read_everything(khalid, course)
    first = started(khalid, course, "exam")
    clock.advance(minutes=12)  # never handed in: it is closed, and counts as an attempt
    khalid.submit(f"{course}/attempts", STARTS, page=course)
    assert "The next attempt opens on" in words(khalid.get(course))
    assert attempt_at(room, first).submitted_at is not None
    khalid = days_later(room, clock, client_for, hours=24)
    second = started(khalid, course, "exam")
    assert "Its time ran out, and no answers had been kept." in words(khalid.get(first))
    drawn = [{one["item"] for one in attempt_at(room, address).drawn} for address in (first, second)]
    # The exam asks for a number, and there is one such question only; it comes with other numbers.
    assert drawn[0] & drawn[1] == {"loss.drawn-1"}
    khalid.submit(second, {"confirmed": "yes"})
    khalid = days_later(room, clock, client_for, hours=25)
    assert "All attempts have been used." in words(
        khalid.submit(f"{course}/attempts", STARTS, page=course, follow_redirects=True)
    )


def test_the_catalogue_shows_ways_by_audience_and_what_is_done(khalid, course):
    catalogue = khalid.get("/learning/catalogue")
    page = words(catalogue)
    assert "Team member" in page
    assert "Better after: PMO essentials" in page
    assert "6 lessons · 4 h 24 min" in page
    assert "Afterwards you can Write a risk down in three parts." in page
    steps = set(re.findall(r'href="#(course-[a-z-]+)"', catalogue.text))
    assert steps, "a step of a path leads to its course"
    assert all(f'id="{step}"' in catalogue.text for step in steps)
    assert "not published yet" in page


def test_the_end_of_a_course_is_shown_only_at_its_end(khalid, course):
    assert khalid.get(f"{course}/finish").headers["Location"].endswith(course)


def test_pages_ask_the_database_as_often_for_much_as_for_little(room, khalid, course, clock, client_for):
    read_everything(khalid, course)
    khalid = days_later(room, clock, client_for, days=2)
    for address in (course, "/learning", "/learning/review", "/learning/catalogue"):
        with counted_statements() as seen:
            assert khalid.get(address).status_code == 200
        assert len(seen) <= MOST_STATEMENTS, address


def test_points_to_pass_are_those_of_the_grade():
    assert service.points_to_pass(0.5, 4) == 2


def test_the_operator_is_told_of_a_faulty_course_and_learners_keep_the_sound_one(
    room, khalid, client_for, tmp_path
):
    change(tmp_path / "whole", "course.yaml", "minutes: 46", "minutes: 47")
    courses._published.cache_clear()
    page = words(client_for(World.operator).get("/installation"))
    assert "The course folder “whole” is faulty" in page
    assert "Version 1.2.0, which was sound, is still offered." in page
    assert "minutes: found 47; allowed: 46" in page
    assert "A small course on risk" in words(khalid.get("/learning"))
