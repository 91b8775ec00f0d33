"""Pre-test, exam, review and the end of a course, as a learner's browser sees them."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from app import jobs
from app.db import db, firm_scope
from app.db.enrolments import Attempt, LessonDone, read_attempt
from app.db.reviews import ReviewAnswer, ReviewCard, add_cards
from app.services import attempt_results as service
from app.services import learning
from courses import course as courses
from courses.course import find_course, publish_folder
from courses.variants import write_in
from tests.checked_client import CheckedClient, counted_statements
from tests.conftest import NOW
from tests.courses.folders import change, copy_whole
from tests.courses.test_exams import right
from tests.world import World
from tests.worlds.learning import Classroom, classroom, key_markers

MOST_STATEMENTS = 10
STARTS = {"kind": "exam", "confirmed": "yes"}


@pytest.fixture
def room(app, world: World, tmp_path, monkeypatch) -> Classroom:
    monkeypatch.setattr(courses, "_added", [])
    courses._published.cache_clear()
    copy_whole(tmp_path)
    publish_folder(tmp_path)
    found = classroom(world, "north", NOW)
    db.session.commit()
    yield found
    courses._published.cache_clear()


@pytest.fixture
def khalid(room: Classroom, client_for) -> CheckedClient:
    return client_for(room.khalid.email)


@pytest.fixture
def course(khalid: CheckedClient) -> str:
    return khalid.submit("/learning", {"course": "small-risk"}).headers["Location"]


def days_later(room: Classroom, clock, client_for, **amount: float) -> CheckedClient:
    """Let time pass, and return Khalid signed in anew, since a session does not last as long."""
    clock.advance(**amount)
    return client_for(room.khalid.email)


def text_of(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))).split())


def started(client: CheckedClient, course: str, kind: str) -> str:
    response = client.submit(f"{course}/attempts", {"kind": kind, "confirmed": "yes"}, page=course)
    assert response.status_code == 303
    return response.headers["Location"]


def attempt_at(room: Classroom, address: str) -> Attempt:
    """Return an attempt with everything in it, read afresh."""
    enrolment, attempt = (UUID(part) for part in address.split("/")[-3::2])
    with firm_scope(room.firm_id):
        found = read_attempt(enrolment, attempt)[1]
    assert found is not None
    return found


def fields_for(room: Classroom, address: str, *, wrong: int = 0) -> dict[str, str]:
    """Return the form of right answers to an attempt, of which the first few are left out."""
    found = find_course("small-risk")
    form: dict[str, str] = {}
    for place, one in enumerate(attempt_at(room, address).drawn):
        item = write_in(found.item(one["item"]), one["values"])
        if place >= wrong:
            answer = right(item)
            form |= {item.key: answer} if isinstance(answer, str) else {}
    return form


def read_everything(client: CheckedClient, course: str) -> None:
    for lesson in ("three-parts", "expected-loss"):
        assert client.submit(f"{course}/lessons/{lesson}").status_code == 303


def test_a_lesson_shows_figure_exercise_and_questions_without_their_keys(khalid, course):
    page = khalid.get(f"{course}/lessons/three-parts").get_data(as_text=True)
    assert '<svg viewBox="0 0 640 120">' in page
    assert 'aria-label="Three boxes in a row' in page
    assert "Place eight risks in the matrix" in page
    assert 'href="expected-loss"' in page
    assert not [text for text in key_markers(find_course("small-risk")) if text in html.unescape(page)]


def test_pairs_and_gaps_are_graded_in_a_lesson_and_nothing_typed_is_lost(khalid, course):
    address = f"{course}/lessons/three-parts"
    form = {"check": "parts.which", "parts.which:old": "cause", "parts.which:fails": "effect"}
    page = khalid.submit(address, form)
    assert (page.status_code, "Fill in all 3 parts." in text_of(page)) == (422, True)
    page = khalid.submit(address, form | {"parts.which:late": "effect"})
    assert "That may happen or not." in text_of(page)
    gaps = {"check": "parts.fill", "parts.fill:share": "twenty", "parts.fill:part": "cause"}
    assert "words cannot be graded" in text_of(khalid.submit(address, gaps))
    page = khalid.submit(address, gaps | {"parts.fill:share": "٢٥٫٠"})
    assert "A quarter of 100 is 25." in text_of(page)
    assert "was read as 25." in text_of(page)


def test_a_pretest_frees_from_a_lesson_and_is_recorded_as_such(room, khalid, course):
    address = started(khalid, course, "pretest")
    page = khalid.get(address)
    assert not [
        text
        for text in key_markers(find_course("small-risk"))
        if text in html.unescape(page.get_data(as_text=True))
    ]
    form = {key: answer for key, answer in fields_for(room, address).items() if key.startswith("parts.")}
    assert khalid.submit(address, form | {"confirmed": "yes"}).status_code == 303
    result = text_of(khalid.get(address))
    assert "3 of 5 answers are right. That is no mark." in result
    assert "A risk in three parts on 3 questions" in result
    with firm_scope(room.firm_id):
        done = db.session.execute(
            select(LessonDone.lesson, LessonDone.how).where(LessonDone.firm_id == room.firm_id)
        ).all()
        cards = set(db.session.scalars(select(ReviewCard.item).where(ReviewCard.firm_id == room.firm_id)))
    assert [tuple(one) for one in done] == [("three-parts", "tested out")]
    assert "A risk in three parts Tested out" in text_of(khalid.get(course))
    assert "went wrong or was left open: The expected loss" in result
    assert cards == {"parts.which", "parts.fill"}
    again = khalid.submit(f"{course}/attempts", {"kind": "pretest"}, page=course)
    assert again.headers["Location"].endswith(course)


def test_an_exam_is_drawn_once_and_keeps_its_questions_and_its_end(room, khalid, course, clock, client_for):
    assert "It opens when you have read 2 more lessons." in text_of(khalid.get(course))
    refused = khalid.submit(f"{course}/attempts", STARTS, page=course)
    assert refused.headers["Location"].endswith(course)
    read_everything(khalid, course)
    address = started(khalid, course, "exam")
    first = attempt_at(room, address)
    assert first.due_at - first.started_at == timedelta(minutes=10)
    first_page = khalid.get(address)
    before = first_page.get_data(as_text=True)
    assert "10 minutes are left. Hand in by 2 Mar 2026, 09:10 UTC." in text_of(first_page)
    clock.advance(minutes=5)
    assert started(khalid, course, "exam") == address
    strip = re.compile(r'name="csrf_token" value="[^"]+"|<p class="exam-clock".*?</p>')
    assert "5 minutes are left." in text_of(khalid.get(address))
    assert strip.sub("", khalid.get(address).get_data(as_text=True)) == strip.sub("", before)
    assert not [text for text in key_markers(find_course("small-risk")) if text in html.unescape(before)]


def test_an_exam_starts_on_a_second_press_after_saying_what_its_clock_does(room, khalid, course):
    before = f"{course}/exam"
    assert "Read every lesson first" in text_of(khalid.get(before, follow_redirects=True))
    read_everything(khalid, course)
    page = khalid.get(course)
    assert f'href="{before}"' in page.text
    assert 'value="exam"' not in page.text
    asked = khalid.submit(f"{course}/attempts", {"kind": "exam"}, page=course)
    assert (asked.status_code, asked.headers["Location"]) == (303, before)
    told = text_of(khalid.get(before))
    assert "Time 10 minutes Questions 4 To pass 2 right answers, and enough in each part" in told
    assert "Attempts one is left after this one" in told
    assert "it cannot be paused" in told
    assert "The next attempt can begin 24 hours after this one." in told
    assert "Paper and a calculator: one question at least asks for a number." in told
    with firm_scope(room.firm_id):
        assert db.session.scalars(select(Attempt.id).where(Attempt.firm_id == room.firm_id)).all() == []
    begun = khalid.submit(f"{course}/attempts", STARTS, page=before).headers["Location"]
    assert "Final exam" in text_of(khalid.get(begun))
    assert "Go on with the exam" in text_of(khalid.get(course))
    assert khalid.get(before).headers["Location"] == begun


def test_a_test_without_a_clock_starts_at_once(khalid, course):
    response = khalid.submit(f"{course}/attempts", {"kind": "pretest"}, page=course)
    assert "/attempts/" in response.headers["Location"]


def test_the_last_attempt_at_an_exam_is_called_so(room, khalid, course, clock, client_for):
    read_everything(khalid, course)
    khalid.submit(started(khalid, course, "exam"), {"confirmed": "yes"})
    khalid = days_later(room, clock, client_for, hours=25)
    told = text_of(khalid.get(f"{course}/exam"))
    assert "Attempt 2" in told
    assert "this is the last one" in told
    assert "The next attempt can begin" not in told


def test_a_clock_that_has_run_out_says_what_to_do(room, khalid, course, clock):
    read_everything(khalid, course)
    address = started(khalid, course, "exam")
    clock.advance(minutes=10, seconds=30)
    page = khalid.get(address)
    assert 'data-left="0"' in page.get_data(as_text=True)
    assert "Your time is over. Hand in at once" in text_of(page)


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


def test_a_number_in_the_review_is_read_back_before_it_moves_the_question(
    room, khalid, course, clock, client_for
):
    read_everything(khalid, course)
    with firm_scope(room.firm_id):
        others = update(ReviewCard).where(ReviewCard.firm_id == room.firm_id, ReviewCard.item != "loss.shown")
        db.session.execute(others.values(due_on=None))
        db.session.commit()
    khalid = days_later(room, clock, client_for, days=2)
    page = khalid.get("/learning/review")
    (address,) = re.findall(r'action="(/learning/[^"]+/review/[^"]+)"', page.text)
    back = khalid.submit(address, {"loss.shown": "٥٠"}, page="/learning/review")
    assert (back.status_code, "Read as 50." in text_of(back)) == (422, True)
    (seen,) = re.findall(r'name="seen" value="(\w+)"', back.text)
    done = khalid.submit(address, {"loss.shown": "٥٠", "seen": seen}, page="/learning/review")
    assert "Done for today" in text_of(done)


def test_a_passed_exam_completes_the_course_and_shows_no_questions(room, khalid, course):
    read_everything(khalid, course)
    address = started(khalid, course, "exam")
    assert khalid.submit(address, fields_for(room, address)).status_code == 303
    page = khalid.get(address)
    assert "Exam passed" in text_of(page)
    assert "The questions and their answers are not shown" in text_of(page)
    assert not [
        text
        for text in key_markers(find_course("small-risk"))
        if text in html.unescape(page.get_data(as_text=True))
    ]
    finish = text_of(khalid.get(f"{course}/finish"))
    assert "Right answers in the test that counts 4 of 4" in finish
    assert "Next question in your review" in finish
    assert "This test has been passed" in text_of(
        khalid.submit(f"{course}/attempts", STARTS, page=course, follow_redirects=True)
    )


def test_a_competency_below_its_mark_fails_although_the_sum_is_reached(room, khalid, course):
    read_everything(khalid, course)
    address = started(khalid, course, "exam")
    form = {key: answer for key, answer in fields_for(room, address).items() if key.startswith("parts.")}
    khalid.submit(address, form | {"confirmed": "yes"})
    result = text_of(khalid.get(address))
    assert "Exam not passed" in result
    assert (
        "Compute expected values and decision trees 0 of 2 right; at least 50 % are needed"
        in result.replace("\u00a0", " ")
    )


def test_what_comes_late_is_kept_and_does_not_pass(app, room, khalid, course, clock, client_for):
    read_everything(khalid, course)
    address = started(khalid, course, "exam")
    form = fields_for(room, address)
    clock.advance(minutes=11, seconds=1)
    jobs.run_all(app)  # nothing was kept, so there is nothing to hand in
    assert "no answers were kept until then" in text_of(khalid.get(address))
    assert khalid.submit(address, form).status_code == 303
    result = text_of(khalid.get(address))
    assert "It was handed in 2 minutes after its time, so it does not pass. Your answers are kept." in result
    row = attempt_at(room, address)
    assert (row.is_passed, row.points, row.given == {}) == (False, 4, False)


def kept_until_over(room: Classroom, khalid: CheckedClient, course: str, clock, *, wrong: int = 0) -> str:
    """Let Khalid answer an exam, which keeps his answers, and let its time run out; returns its address."""
    read_everything(khalid, course)
    address = started(khalid, course, "exam")
    form = fields_for(room, address, wrong=wrong)
    assert khalid.submit(f"{address}/draft", form, page=address).status_code == 200
    clock.advance(minutes=11, seconds=1)
    return address


def test_what_was_kept_when_the_time_ran_out_is_handed_in(app, room, khalid, course, clock):
    """The job does it: two of four, which is what the exam needs, with one right in each part."""
    address = kept_until_over(room, khalid, course, clock)
    due_at = attempt_at(room, address).due_at
    jobs.run_all(app)
    row = attempt_at(room, address)
    assert (row.is_passed, row.points, row.asked, row.ran_out) == (True, 4, 4, True)
    assert (row.submitted_at, len(row.given)) == (due_at, 4)
    assert khalid.get(f"{course}/finish").status_code == 200
    result = text_of(khalid.get(address))
    assert "Exam passed" in result
    assert "Your time ran out, so the answers that were kept until then were handed in for you." in result


def test_the_time_that_ran_out_is_said_and_what_comes_later_counts_nothing(room, khalid, course, clock):
    address = kept_until_over(room, khalid, course, clock, wrong=3)
    page = text_of(khalid.get(address))
    assert "The answers that were kept until 2 Mar 2026, 09:10 UTC are handed in for you." in page
    assert "Question 1 of 4" not in page
    late = khalid.submit(f"{address}/draft", fields_for(room, address), page=course)
    assert late.status_code == 409
    assert khalid.submit(address, fields_for(room, address), page=address).status_code == 303
    row = attempt_at(room, address)
    assert (row.is_passed, row.points, len(row.given), row.ran_out) == (False, 1, 1, True)
    assert khalid.submit(address, fields_for(room, address), page=course).status_code == 409
    assert attempt_at(room, address).points == 1


def test_another_attempt_closes_the_one_whose_time_ran_out_with_what_was_kept(room, khalid, course, clock):
    address = kept_until_over(room, khalid, course, clock)
    assert khalid.submit(f"{course}/attempts", STARTS, page=course).status_code == 303
    assert "This test has been passed" in text_of(khalid.get(course))
    assert "To your certificate" in text_of(khalid.get(f"{course}/finish"))
    assert (attempt_at(room, address).is_passed, attempt_at(room, address).ran_out) == (True, True)


def test_an_attempt_that_was_handed_in_is_not_closed_again(app, room, khalid, course, clock):
    read_everything(khalid, course)
    address = started(khalid, course, "exam")
    khalid.submit(address, fields_for(room, address))
    before = attempt_at(room, address)
    clock.advance(minutes=12)
    jobs.run_all(app)
    row = attempt_at(room, address)
    assert (row.submitted_at, row.points, row.ran_out) == (before.submitted_at, before.points, False)


def test_within_the_grace_an_exam_counts(room, khalid, course, clock, client_for):
    read_everything(khalid, course)
    address = started(khalid, course, "exam")
    clock.advance(minutes=10, seconds=59)
    khalid.submit(address, fields_for(room, address))
    assert attempt_at(room, address).is_passed


def test_attempts_are_numbered_waited_for_and_used_up(room, khalid, course, clock, client_for):
    read_everything(khalid, course)
    first = started(khalid, course, "exam")
    clock.advance(minutes=12)  # never handed in: it is closed, and counts as an attempt
    khalid.submit(f"{course}/attempts", STARTS, page=course)
    assert "The next attempt opens on" in text_of(khalid.get(course))
    assert attempt_at(room, first).submitted_at is not None
    khalid = days_later(room, clock, client_for, hours=24)
    second = started(khalid, course, "exam")
    assert "Its time ran out, and no answers had been kept." in text_of(khalid.get(first))
    drawn = [{one["item"] for one in attempt_at(room, address).drawn} for address in (first, second)]
    # The exam asks for a number, and there is one such question only; it comes with other numbers.
    assert drawn[0] & drawn[1] == {"loss.drawn-1"}
    khalid.submit(second, {"confirmed": "yes"})
    khalid = days_later(room, clock, client_for, hours=25)
    assert "All attempts have been used." in text_of(
        khalid.submit(f"{course}/attempts", STARTS, page=course, follow_redirects=True)
    )


def test_questions_come_again_and_begin_anew_after_a_miss(room, khalid, course, clock, client_for):
    read_everything(khalid, course)
    assert "Nothing is due today" in text_of(khalid.get("/learning/review"))
    khalid = days_later(room, clock, client_for, days=2)
    assert "Review: 3 questions are due" in text_of(khalid.get("/learning"))
    assert "Review questions that are due" in text_of(khalid.get(course))
    page = khalid.get("/learning/review")
    (address,) = re.findall(r'action="(/learning/[^"]+/review/[^"]+)"', page.get_data(as_text=True))
    assert not [
        text
        for text in key_markers(find_course("small-risk"))
        if text in html.unescape(page.get_data(as_text=True))
    ]
    empty = khalid.submit(address, {}, page="/learning/review")
    assert (empty.status_code, "Answer the question first." in text_of(empty)) == (422, True)
    key = address.rsplit("/", 1)[1]
    wrong = {"parts.which:old": "effect", "parts.which:fails": "effect", "parts.which:late": "effect"}
    wrong |= {"parts.fill:share": "1", "parts.fill:part": "effect", "loss.shown": "1"}
    done = khalid.submit(
        address,
        {name: value for name, value in wrong.items() if name.startswith(key)},
        page="/learning/review",
    )
    assert "Next question: 2 are left" in text_of(done)
    assert "Your answer" in text_of(done)
    assert "Right answer" in text_of(done)
    (lesson,) = re.findall(r'href="([^"]+/lessons/[^"]+)"', done.text)
    assert khalid.get(lesson).status_code == 200
    repeated = khalid.submit(
        address,
        {name: value for name, value in wrong.items() if name.startswith(key)},
        page="/learning/review",
        follow_redirects=True,
    )
    assert "it comes again on its day" in text_of(repeated)
    with firm_scope(room.firm_id):
        own = select(ReviewCard).where(ReviewCard.firm_id == room.firm_id, ReviewCard.item == key)
        card = db.session.scalars(own).one()
        assert (card.step, card.answered) == (0, 1)
        assert db.session.scalars(select(ReviewAnswer.is_right)).all() == [False]


def test_a_known_question_comes_later_and_at_last_not_again(room, khalid, course, clock, client_for):
    read_everything(khalid, course)
    with firm_scope(room.firm_id):
        last = update(ReviewCard).where(ReviewCard.firm_id == room.firm_id)
        db.session.execute(last.values(step=4, due_on=(NOW + timedelta(days=2)).date()))
        db.session.commit()
    khalid = days_later(room, clock, client_for, days=2)
    seen = 0
    while found := re.findall(
        r'action="(/learning/[^"]+/review/[^"]+)"', khalid.get("/learning/review").get_data(as_text=True)
    ):
        key = found[0].rsplit("/", 1)[1]
        page = khalid.get("/learning/review")
        item = find_course("small-risk").item(key)
        if item.params:
            numbers = re.search(r"CU ([\d,]+) with a probability of (\d+) %", text_of(page))
            form = {key: str(int(numbers[1].replace(",", "")) * int(numbers[2]) / 100)}
        else:
            form = {f"{key}:{name}": value for name, _, value in (one.partition("=") for one in right(item))}
        assert "it does not come again" in text_of(khalid.submit(found[0], form, page="/learning/review"))
        seen += 1
    assert seen == 3


def more_cards(room: Classroom, number: int) -> None:
    """Let Khalid have questions of another course that fell due, each a day earlier than the one before."""
    with firm_scope(room.firm_id):
        enrolment_id = learning.enrol(room.khalid, "pmo-essentials")
        taught = find_course("pmo-essentials")
        keys = [key for one in taught.lessons for key in taught.review_items_of(one.key)]
        single = [key for key in keys if taught.item(key).kind == "single"]
        for age, key in enumerate(single[:number]):
            add_cards(enrolment_id, [key], (NOW - timedelta(days=age)).date())
        db.session.commit()


def test_a_day_asks_for_a_portion_and_says_how_many_more_wait(room, khalid):
    more_cards(room, 32)
    page = khalid.get("/learning")
    assert "Review: 15 questions for today" in text_of(page)
    assert "17 more questions are waiting for another day." in text_of(page)
    page = khalid.get("/learning/review")
    assert "15 questions are left for today · 17 more are waiting" in text_of(page)


def test_after_the_portion_one_may_stop_or_go_on(room, khalid):
    more_cards(room, 32)
    for left in reversed(range(15)):
        told = text_of(review_one(khalid, "/learning/review"))
        assert (f"Next question: {left} are left" in told) is (left > 1)
    assert "Today's portion is done. 17 more are waiting." in told
    assert "Today's portion of your review is done. 17 more questions are waiting." in text_of(
        khalid.get("/learning")
    )
    assert "Today's portion is done" in text_of(khalid.get("/learning/review"))
    assert "15 questions are left for today · 2 more are waiting" in text_of(
        khalid.get("/learning/review?more=1")
    )
    told = text_of(review_one(khalid, "/learning/review?more=1"))
    assert "Next question: 14 are left" in told
    with firm_scope(room.firm_id):
        due = select(ReviewCard.due_on).where(
            ReviewCard.firm_id == room.firm_id, ReviewCard.due_on <= NOW.date()
        )
        waits = [(NOW.date() - day).days for day in db.session.scalars(due)]
    assert len(waits) == 16
    assert max(waits) < 32 - 15, "the first portion was of those that had waited longest"


def review_one(client: CheckedClient, address: str):
    """Answer the question that is asked; returns the page after it."""
    (action,) = re.findall(r'action="(/learning/[^"]+/review/[^"]+)"', client.get(address).text)
    item = find_course("pmo-essentials").item(action.rsplit("/", 1)[1])
    right = next(option.key for option in item.options if option.is_correct)
    return client.submit(action, {item.key: right}, page=address)


def test_nobody_reviews_for_somebody_else(room, khalid, course, client_for, clock):
    read_everything(khalid, course)
    khalid = days_later(room, clock, client_for, days=2)
    other = client_for(room.anneke.email)
    assert (
        other.submit(f"{course}/review/parts.which", {"parts.which": "a"}, page="/learning").status_code
        == 404
    )
    assert khalid.submit(f"{course}/review/parts.exam-1", {"x": "a"}, page="/learning").status_code == 404
    assert "Nothing is due today" in text_of(other.get("/learning/review"))


def test_the_catalogue_shows_ways_by_audience_and_what_is_done(khalid, course):
    catalogue = khalid.get("/learning/catalogue")
    page = text_of(catalogue)
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
    page = text_of(client_for(World.operator).get("/installation"))
    assert "The course folder “whole” is faulty" in page
    assert "Version 1.2.0, which was sound, is still offered." in page
    assert "minutes: found 47; allowed: 46" in page
    assert "A small course on risk" in text_of(khalid.get("/learning"))
