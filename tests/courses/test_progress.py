"""How far a learner has come."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from courses.course import Course, load_course
from courses.progress import measure_progress
from tests.courses.folders import SOUND

BREAD = load_course(SOUND)

lessons = st.sets(st.sampled_from(["dough", "the-oven", "a-lesson-of-long-ago"]))


def with_rules(completion: Any = "lessons-and-quiz", opens: Any = "after-lessons") -> Course:
    quiz = replace(BREAD.quiz, opens=opens)
    return replace(BREAD, syllabus=replace(BREAD.syllabus, completion=completion, quiz=quiz))


def test_a_learner_who_has_just_begun_is_sent_to_the_first_lesson():
    progress = measure_progress(BREAD, [], is_passed=False)
    assert (progress.done, progress.next_lesson, progress.share) == ((), "dough", 0)
    assert (progress.steps_done, progress.steps) == (0, 3)
    assert not progress.is_quiz_open
    assert not progress.is_complete


def test_the_first_lesson_that_was_left_out_comes_next():
    progress = measure_progress(BREAD, {"the-oven"}, is_passed=False)
    assert (progress.done, progress.next_lesson) == (("the-oven",), "dough")


def test_the_quiz_opens_when_all_lessons_are_read():
    progress = measure_progress(BREAD, ["the-oven", "dough"], is_passed=False)
    assert (progress.done, progress.next_lesson) == (("dough", "the-oven"), None)
    assert progress.is_quiz_open
    assert not progress.is_complete


def test_lessons_and_a_passed_quiz_complete_the_course():
    progress = measure_progress(BREAD, ["dough", "the-oven"], is_passed=True)
    assert (progress.is_complete, progress.share) == (True, 1)


def test_a_quiz_that_is_open_at_once_lets_a_learner_test_out():
    course = with_rules(completion="quiz", opens="at-once")
    assert measure_progress(course, [], is_passed=False).is_quiz_open
    progress = measure_progress(course, [], is_passed=True)
    assert (progress.is_complete, progress.steps, progress.next_lesson) == (True, 1, "dough")


def test_where_lessons_are_enough_the_quiz_is_extra():
    course = with_rules(completion="lessons")
    progress = measure_progress(course, ["dough", "the-oven"], is_passed=False)
    assert (progress.is_complete, progress.steps, progress.is_quiz_open) == (True, 2, True)


@given(lessons, lessons, st.booleans())
def test_reading_more_never_lowers_the_share(some: set[str], more: set[str], is_passed: bool):
    before = measure_progress(BREAD, some, is_passed)
    after = measure_progress(BREAD, some | more, is_passed)
    assert 0 <= before.share <= after.share <= 1
    assert after.is_complete == (after.share == 1)
