"""Exams: a draw that fits the blueprint, nothing twice while something is new, and marks by competency."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.blueprints import find_shortages, pick_for_exam, pool_sizes
from courses.course import Course, load_course
from courses.exams import BlueprintRow, Exam
from courses.grading import draw_exam, draw_item, draw_pretest, draw_quiz, grade, view
from courses.items import Gap, Item, Option
from courses.judging import grade_item
from tests.courses.folders import WHOLE

COURSE: Course = load_course(WHOLE)
EXAM = COURSE.exam
assert EXAM is not None


def cells(drawn) -> Counter[tuple[str | None, str]]:
    return Counter((one.item.competency, one.item.blueprint_level) for one in drawn)


@given(st.integers(0, 2**31))
def test_every_draw_fits_the_blueprint(seed: int):
    drawn = draw_exam(COURSE, EXAM, seed)
    assert cells(drawn) == {cell: wanted for row in EXAM.blueprint for cell, wanted in row.cells}
    assert sum(one.item.asks_for_number for one in drawn) >= EXAM.numeric
    assert drawn == draw_exam(COURSE, EXAM, seed)
    assert len({one.item.key for one in drawn}) == len(drawn) == EXAM.questions


@given(st.integers(0, 2**31), st.integers(0, 2**31))
def test_nothing_comes_twice_while_a_cell_has_something_new(first: int, second: int):
    exam = replace(EXAM, numeric=0)
    seen = {one.item.key for one in draw_exam(COURSE, exam, first)}
    again = {one.item.key for one in draw_exam(COURSE, exam, second, seen)}
    assert not seen & again  # each cell has twice what it asks for
    assert draw_exam(COURSE, exam, 1, seen | again)  # and when all was seen, it repeats


def test_drawn_numbers_are_kept_with_the_draw():
    (drawn,) = (one for one in draw_exam(COURSE, EXAM, 5) if one.values)
    assert drawn.item.params == {}
    assert drawn.item.answer == pytest.approx(drawn.values["p"] * drawn.values["loss"])


def test_the_pretest_draws_what_is_kept_for_it_alone():
    drawn = draw_pretest(COURSE, 7)
    assert len(drawn) == 5
    assert {one.item.use for one in drawn} == {"pretest"}
    assert draw_quiz(COURSE, 7) == ()
    assert draw_pretest(replace(COURSE, syllabus=replace(COURSE.syllabus, pretest=None)), 7) == ()


def test_shortages_name_row_level_and_numbers():
    row = BlueprintRow("risk.statement", recall=1, apply=2)
    short = list(find_shortages(Exam(10, 0.5, (row,), numeric=1), COURSE.exam_items))
    assert [(one.row, one.level, one.wanted, one.there) for one in short] == [
        (0, "apply", 2, 0),
        (0, "numeric", 1, 0),
    ]


def test_questions_are_exchanged_until_enough_ask_for_a_number():
    plain = [item for item in COURSE.exam_items if not item.asks_for_number][:3]
    words = [replace(item, competency="a.b", level="apply") for item in plain]
    numbers = [
        replace(COURSE.item("loss.drawn-1"), key=f"n.{n}", competency="a.b", level="apply") for n in (1, 2)
    ]
    exam = Exam(10, 0.5, (BlueprintRow("a.b", apply=3),), numeric=2)
    picked = pick_for_exam(exam, [*words, *numbers], ())
    assert [item.key for item in picked] == [words[0].key, "n.2", "n.1"]
    assert pick_for_exam(exam, words[:1], ()) == (words[0],)


def test_items_with_drawn_numbers_count_more_than_once_in_a_pool():
    assert pool_sizes(COURSE.exam_items, 3) == {"risk.statement": 4, "risk.decide": 6}
    assert pool_sizes([replace(COURSE.exam_items[0], competency=None)], 3) == {}


def test_an_exam_is_passed_only_where_each_competency_reaches_its_mark():
    items = [one.item for one in draw_exam(COURSE, EXAM, 3)]
    statement = {item.key: right(item) for item in items if item.competency == "risk.statement"}
    found = grade(items, statement, pass_share=0.5, pass_marks=EXAM.pass_marks)
    assert (found.points, found.share, found.is_passed) == (2, 0.5, False)
    assert {one.competency: one.is_reached for one in found.competencies} == {
        "risk.statement": True,
        "risk.decide": False,
    }
    assert grade(items, statement, pass_share=0.5).is_passed
    everything = {item.key: right(item) for item in items}
    assert grade(items, everything, pass_share=1.0, pass_marks=EXAM.pass_marks).is_passed


def right(item: Item) -> str | tuple[str, ...]:
    if item.kind == "numeric":
        return str(item.answer)
    if item.kind == "match":
        return tuple(f"{option.key}={option.target}" for option in item.options)
    if item.kind == "cloze":
        return tuple(f"{gap.key}={right_of_gap(gap)}" for gap in item.gaps)
    return item.right_options[0].key


def right_of_gap(gap: Gap) -> str:
    found: list[Option] = [option for option in gap.options if option.is_correct]
    return found[0].key if found else str(gap.answer)


class TestMatching:
    ITEM = COURSE.item("parts.which")

    def test_every_pair_must_be_right(self):
        graded = grade_item(self.ITEM, right(self.ITEM))
        assert (graded.is_right, graded.feedback, len(graded.parts)) == (True, (), 3)

    def test_a_wrong_pair_is_told_with_its_misconception(self):
        graded = grade_item(self.ITEM, ("old=cause", "fails=effect", "late=effect"))
        assert (graded.is_right, graded.is_answered) == (False, True)
        assert [text["en"] for text in graded.feedback] == ["That may happen or not."]
        assert graded.traps == ("effect-as-risk",)
        assert [(part.key, part.is_right, part.given["en"], part.right["en"]) for part in graded.parts] == [
            ("old", True, "Cause", "Cause"),
            ("fails", False, "Effect", "Event"),
            ("late", True, "Effect", "Effect"),
        ]

    @pytest.mark.parametrize("answer", ["", (), ("old",), ("old=nothing",), ("gone=cause",)])
    def test_what_is_no_pair_is_no_answer(self, answer):
        graded = grade_item(self.ITEM, answer)
        assert (graded.is_answered, graded.is_right, graded.feedback) == (False, False, ())

    def test_a_wrong_pair_without_words_says_nothing(self):
        options = tuple(replace(option, say=None) for option in self.ITEM.options)
        graded = grade_item(replace(self.ITEM, options=options), "old=event")
        assert (graded.feedback, graded.traps) == ((), ())

    def test_a_view_has_rows_and_targets_but_no_pairs(self):
        shown = view(draw_item(self.ITEM, 1))
        assert {one.key for one in shown.options} == {"old", "fails", "late"}
        assert [one.key for one in shown.targets] == ["cause", "event", "effect"]


class TestGaps:
    ITEM = COURSE.item("parts.fill")

    def test_every_gap_must_be_right(self):
        graded = grade_item(self.ITEM, ("share=25", "part=cause"))
        assert (graded.is_right, [part.read_as for part in graded.parts]) == (True, [25, None])

    def test_a_slip_and_a_wrong_word_are_told(self):
        graded = grade_item(self.ITEM, ("share=0,25", "part=effect"))
        assert [text["en"] for text in graded.feedback] == ["That is the share.", "It is there already."]
        assert graded.traps == ("unweighted", "effect-as-risk")

    def test_another_number_is_told_what_to_do(self):
        graded = grade_item(self.ITEM, ("share=7",))
        assert [text["en"] for text in graded.feedback] == ["Divide 100 by 4."]
        assert [(part.typed, part.given, part.is_right) for part in graded.parts] == [
            ("7", None, False),
            ("", None, False),
        ]

    def test_a_wrong_word_without_a_misconception_betrays_none(self):
        first, second = self.ITEM.gaps
        plain = replace(second, options=tuple(replace(one, trap=None, say=None) for one in second.options))
        graded = grade_item(replace(self.ITEM, gaps=(first, plain)), "part=effect")
        assert (graded.traps, graded.feedback) == ((), ())

    def test_a_view_has_gaps_but_no_key(self):
        shown = view(draw_item(self.ITEM, 1))
        assert [(gap.key, [one.key for one in gap.options]) for gap in shown.gaps] == [
            ("share", []),
            ("part", ["effect", "cause"]),
        ]
