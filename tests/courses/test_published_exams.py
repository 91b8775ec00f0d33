"""Each published exam follows its blueprint, lasts for three attempts, and is met nowhere before it is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.course import Course, find_course, list_courses
from courses.exams import Exam
from courses.grading import draw_exam


@dataclass(frozen=True, slots=True)
class Meant:
    """What an exam is to be. Source: the blueprint of the curriculum for its course.

    Attributes:
        objectives: questions for each objective. numeric: of all, how many ask for a number at least.
        levels: share of each level in per cent. off: by how many points a share may differ, since questions are whole.
        repeated: of the questions of three attempts in a row, how many without drawn numbers may come again.
    """

    objectives: Mapping[str, int]
    numeric: int
    levels: Mapping[str, float]
    off: float
    repeated: int


MEANT = {
    "pmo-essentials": Meant(
        {"O1": 4, "O2": 4, "O3": 4, "O4": 5, "O5": 3},
        4,
        {"recall": 15, "understand": 35, "apply": 30, "analyse": 20},
        0.01,
        1,
    ),
    "risk-foundations": Meant(
        {"O1": 5, "O2": 4, "O3": 4, "O4": 6, "O5": 6, "O6": 5},
        8,
        {"recall": 15, "understand": 30, "apply": 35, "analyse": 20},
        4,
        6,
    ),
    "time-management": Meant(
        {"O1": 4, "O2": 3, "O3": 3, "O4": 3, "O5": 4, "O6": 3},
        6,
        {"recall": 15, "understand": 30, "apply": 35, "analyse": 20},
        0.01,
        9,
    ),
}

published = pytest.mark.parametrize("key", MEANT)


def examined(key: str) -> tuple[Course, Exam, Meant]:
    course = find_course(key)
    assert course.exam is not None
    return course, course.exam, MEANT[key]


def test_every_published_course_with_an_exam_is_looked_at():
    assert set(MEANT) == {course.key for course in list_courses() if course.exam is not None}


@published
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_every_draw_follows_the_blueprint(key: str, seed: int):
    course, exam, meant = examined(key)
    items = [drawn.item for drawn in draw_exam(course, exam, seed)]
    assert Counter(item.objective for item in items) == meant.objectives
    assert sum(item.asks_for_number for item in items) >= meant.numeric
    for level, share in meant.levels.items():
        drawn = 100 * sum(item.blueprint_level == level for item in items) / len(items)
        assert drawn == pytest.approx(share, abs=meant.off)


@published
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_in_three_attempts_few_questions_come_again_with_the_same_numbers(key: str, seed: int):
    course, exam, meant = examined(key)
    seen: list[str] = []
    for attempt in range(3):
        seen += [drawn.item.key for drawn in draw_exam(course, exam, seed + attempt, seen)]
    again = {one for one, count in Counter(seen).items() if count > 1 and not course.item(one).params}
    assert len(again) <= meant.repeated


@published
def test_no_question_of_the_exam_is_met_before_it(key: str):
    course, exam, _ = examined(key)
    met = {check for lesson in course.lessons for check in lesson.checks}
    met |= {item.key for lesson in course.lessons for item in course.quiz_items_of(lesson.key)}
    for seed in range(20):
        assert met.isdisjoint(drawn.item.key for drawn in draw_exam(course, exam, seed))


@published
def test_the_right_answer_of_a_single_choice_is_told_by_neither_length_nor_place(key: str):
    singles = [item for item in find_course(key).items if item.kind == "single"]
    lengths, places = Counter(), Counter()
    for item in singles:
        texts = [len(option.text["en"]) for option in item.options]
        right = [option.is_correct for option in item.options].index(True)
        places[right] += 1
        lengths["longest"] += texts[right] == max(texts)
        lengths["shortest"] += texts[right] == min(texts)
    assert max(places.values()) <= 0.45 * len(singles)
    assert max(lengths.values()) <= 0.40 * len(singles)


@published
def test_every_misconception_is_met_by_a_wrong_answer(key: str):
    course = find_course(key)
    named = {misconception.key for misconception in course.syllabus.misconceptions}
    met = {trap for item in course.items for _, trap in item.traps}
    met |= {trap for exercise in course.exercises.values() for trap in exercise.traps.values()}
    assert named == met
