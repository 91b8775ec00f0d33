"""An exam's clock: what counts within its time and its grace, and what is handed in when it runs out."""

from __future__ import annotations

from app import jobs
from tests.checked_client import CheckedClient
from tests.web.exams.taking import STARTS, attempt_at, fields_for, read_everything, started
from tests.web.reading import words
from tests.worlds.learning import Classroom


def test_a_clock_that_has_run_out_says_what_to_do(room, khalid, course, clock):
    read_everything(khalid, course)
    address = started(khalid, course, "exam")
    clock.advance(minutes=10, seconds=30)
    page = khalid.get(address)
    assert 'data-left="0"' in page.get_data(as_text=True)
    assert "Your time is over. Hand in at once" in words(page)


def test_what_comes_late_is_kept_and_does_not_pass(app, room, khalid, course, clock, client_for):
    read_everything(khalid, course)
    address = started(khalid, course, "exam")
    form = fields_for(room, address)
    clock.advance(minutes=11, seconds=1)
    jobs.run_all(app)  # nothing was kept, so there is nothing to hand in
    assert "no answers were kept until then" in words(khalid.get(address))
    assert khalid.submit(address, form).status_code == 303
    result = words(khalid.get(address))
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
    result = words(khalid.get(address))
    assert "Exam passed" in result
    assert "Your time ran out, so the answers that were kept until then were handed in for you." in result


def test_the_time_that_ran_out_is_said_and_what_comes_later_counts_nothing(room, khalid, course, clock):
    address = kept_until_over(room, khalid, course, clock, wrong=3)
    page = words(khalid.get(address))
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
    assert "This test has been passed" in words(khalid.get(course))
    assert "To your certificate" in words(khalid.get(f"{course}/finish"))
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
