"""Quizzes: what is drawn, what is shown, what an answer is worth."""

from __future__ import annotations

import json
from dataclasses import fields
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import Text, from_plain, say, to_plain
from courses.course import Course, find_course, load_course
from courses.grading import (
    Answer,
    Choice,
    GapView,
    Grade,
    QuestionView,
    draw_item,
    draw_quiz,
    grade,
    grade_item,
    view,
)
from courses.items import Item
from tests.courses.folders import SOUND
from tests.courses.test_exams import right as right_pairs

BREAD = load_course(SOUND)
ESSENTIALS = find_course("pmo-essentials")
SINGLE = BREAD.item("dough.flour")
NUMERIC = BREAD.item("dough.water-share")
MULTIPLE = BREAD.item("dough.needs")
FIXED = BREAD.item("oven.heat")
ORDER = BREAD.item("oven.steps")

courses = st.sampled_from([BREAD, ESSENTIALS])
seeds = st.integers(-(2**63), 2**63)
answers = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["a", "b", "c", "70", "0,7"]),
    st.lists(st.sampled_from(["a", "b", "c", "d", "zz"]), max_size=6),
)


def right_answer(item: Item) -> Answer:
    if item.kind == "numeric":
        return f"{item.answer}"
    if item.kind in ("match", "cloze"):
        return right_pairs(item)
    keys = [option.key for option in item.right_options]
    return keys[0] if item.kind == "single" else keys


def english(texts: tuple[Text, ...]) -> list[str]:
    return [say(text, "en") for text in texts]


class TestDrawing:
    @given(courses, seeds)
    def test_the_same_seed_gives_the_same_draw(self, course: Course, seed: int):
        assert draw_quiz(course, seed) == draw_quiz(course, seed)

    @given(courses, seeds)
    def test_no_question_is_drawn_twice_or_taken_from_a_lesson(self, course: Course, seed: int):
        keys = [drawn.item.key for drawn in draw_quiz(course, seed)]
        assert len(keys) == len(set(keys)) == course.quiz.questions
        assert not set(keys) & {check for lesson in course.lessons for check in lesson.checks}

    @given(courses, seeds)
    def test_each_lesson_gives_the_questions_it_should(self, course: Course, seed: int):
        keys = [drawn.item.key for drawn in draw_quiz(course, seed)]
        for share in course.quiz.draw:
            there = {item.key for item in course.items_of(share.lesson)}
            assert len(there.intersection(keys)) == share.questions

    @given(courses, seeds)
    def test_every_option_is_shown_once(self, course: Course, seed: int):
        for drawn in draw_quiz(course, seed):
            assert sorted(drawn.option_keys) == sorted(option.key for option in drawn.item.options)

    @given(seeds)
    def test_steps_are_never_shown_in_their_right_order(self, seed: int):
        assert draw_item(ORDER, seed).option_keys != ("c", "a", "b")

    @given(seeds)
    def test_options_that_are_not_shuffled_keep_their_order(self, seed: int):
        assert draw_item(FIXED, seed).option_keys == ("a", "b")

    def test_seeds_differ_in_what_they_draw_and_in_what_order(self):
        draws = {tuple(drawn.item.key for drawn in draw_quiz(ESSENTIALS, seed)) for seed in range(50)}
        orders = {draw_item(SINGLE, seed).option_keys for seed in range(50)}
        assert len(draws) > 40
        assert orders == set(permutations("abc"))

    def test_a_draw_does_not_change_with_the_version_of_python(self):
        keys = [drawn.item.key for drawn in draw_quiz(BREAD, 1)]
        assert keys == ["dough.water-share", "dough.needs", "oven.steps"]


class TestView:
    def test_a_view_has_no_place_for_a_key_or_feedback(self):
        assert {field.name for field in fields(QuestionView)} == {
            "key",
            "kind",
            "stem",
            "options",
            "unit",
            "number",
            "targets",
            "gaps",
        }
        assert {field.name for field in fields(GapView)} == {"key", "options", "unit"}
        assert {field.name for field in fields(Choice)} == {"key", "text"}

    @given(courses, seeds)
    def test_no_feedback_reaches_a_view(self, course: Course, seed: int):
        for number, drawn in enumerate(draw_quiz(course, seed), start=1):
            shown = json.dumps(to_plain(view(drawn, number)), ensure_ascii=False)
            item = drawn.item
            secrets = [option.say for option in item.options] + [slip.say for slip in item.slips]
            for secret in (*secrets, item.otherwise, item.explanation):
                assert secret is None or secret["en"] not in shown

    def test_a_view_shows_options_in_the_order_of_the_draw(self):
        drawn = draw_item(SINGLE, 3)
        assert [choice.key for choice in view(drawn).options] == list(drawn.option_keys)
        assert view(drawn).number is None


class TestSingle:
    def test_the_right_option_is_worth_its_point(self):
        result = grade_item(SINGLE, "a")
        assert (result.is_right, result.feedback, result.traps) == (True, (), ())
        assert say(result.explanation, "en") == "Half a kilogram makes a loaf."

    def test_a_wrong_option_is_explained_with_its_misconception(self):
        result = grade_item(SINGLE, "b")
        assert (result.is_right, english(result.feedback)) == (False, ["The point has moved."])
        assert result.traps == ("slipped-point",)
        assert [choice.key for choice in result.right] == ["a"]

    def test_choosing_two_is_wrong(self):
        result = grade_item(SINGLE, ["a", "b"])
        assert (result.is_right, english(result.feedback)) == (False, ["The point has moved."])

    @pytest.mark.parametrize("nothing", ["", [], "zz"])
    def test_no_option_is_an_open_question_without_feedback(self, nothing: Answer):
        result = grade_item(SINGLE, nothing)
        assert (result.is_answered, result.is_right, result.feedback) == (False, False, ())


class TestMultiple:
    def test_all_right_options_and_no_other_are_right_in_any_order(self):
        assert grade_item(MULTIPLE, ["c", "a"]).is_right

    def test_what_was_missed_and_what_was_wrong_are_both_told(self):
        result = grade_item(MULTIPLE, ["a", "b"])
        assert not result.is_right
        assert english(result.feedback) == ["A little is enough.", "It needs water."]
        assert result.traps == ("more-yeast",)


class TestNumeric:
    @pytest.mark.parametrize("typed", ["70", "70.0", "70,5", "69.5 %", "٧٠", "٧٠٪"])
    def test_a_number_within_the_tolerance_is_right(self, typed: str):
        result = grade_item(NUMERIC, typed)
        assert result.is_right
        assert result.read_as is not None
        assert abs(result.read_as - 70) <= 0.5
        assert (result.typed, result.right_number) == (typed, 70)

    def test_a_known_slip_is_named(self):
        result = grade_item(NUMERIC, "0,7")
        assert (result.is_right, result.read_as) == (False, 0.7)
        assert (english(result.feedback), result.traps) == (["That is the share."], ("slipped-point",))

    def test_a_slip_may_have_no_misconception(self):
        result = grade_item(NUMERIC, "142.9")
        assert (english(result.feedback), result.traps) == (["That is flour divided by water."], ())

    @pytest.mark.parametrize(("typed", "read_as"), [("12", 12.0), ("a lot", None)])
    def test_any_other_number_gets_the_general_advice(self, typed: str, read_as: float | None):
        result = grade_item(NUMERIC, typed)
        assert (result.is_answered, result.is_right, result.read_as) == (True, False, read_as)
        assert english(result.feedback) == ["Divide water by flour."]

    def test_nothing_typed_is_an_open_question(self):
        result = grade_item(NUMERIC, " ")
        assert (result.is_answered, result.is_right, result.feedback) == (False, False, ())

    def test_a_list_of_texts_is_read_as_one_text(self):
        assert grade_item(NUMERIC, ["70"]).is_right

    def test_an_ambiguous_number_counts_in_the_reading_that_is_right(self):
        thousands = ESSENTIALS.item("services.capacity")
        assert grade_item(thousands, "3,600").is_right
        assert grade_item(thousands, "3.600").is_right
        assert grade_item(thousands, "3.6").is_right is False


class TestOrder:
    def test_the_right_order_is_right(self):
        assert grade_item(ORDER, ["c", "a", "b"]).is_right

    @pytest.mark.parametrize("wrong", [["a", "c", "b"], ["c", "a"], "c"])
    def test_another_order_gets_the_advice_of_the_item(self, wrong: Answer):
        result = grade_item(ORDER, wrong)
        assert (result.is_right, english(result.feedback)) == (False, ["A cold oven makes flat bread."])
        assert [choice.key for choice in result.right] == ["c", "a", "b"]


class TestGrade:
    @given(courses, seeds, st.data())
    def test_the_share_lies_between_0_and_1_whatever_is_answered(
        self, course: Course, seed: int, data: st.DataObject
    ):
        items = [drawn.item for drawn in draw_quiz(course, seed)]
        given_answers = {item.key: data.draw(answers) for item in items if data.draw(st.booleans())}
        result = grade(items, given_answers, pass_share=course.quiz.pass_share)
        assert 0 <= result.share <= 1
        assert result.points == sum(one.is_right for one in result.items)
        assert result.is_passed == (result.share >= course.quiz.pass_share)
        assert sum(one.asked for one in result.objectives) == result.asked == len(items)
        assert sum(one.points for one in result.objectives) == result.points

    @given(courses, seeds)
    def test_all_right_answers_give_1(self, course: Course, seed: int):
        items = [drawn.item for drawn in draw_quiz(course, seed)]
        result = grade(items, {item.key: right_answer(item) for item in items}, pass_share=1)
        assert (result.share, result.is_passed) == (1.0, True)
        assert all(one.feedback == () and one.traps == () for one in result.items)

    @given(courses, seeds, st.data())
    def test_a_right_answer_in_place_of_another_never_lowers_the_points(
        self, course: Course, seed: int, data: st.DataObject
    ):
        items = [drawn.item for drawn in draw_quiz(course, seed)]
        given_answers = {item.key: data.draw(answers) for item in items}
        better = data.draw(st.sampled_from(items))
        before = grade(items, given_answers, pass_share=0.5).points
        after = grade(items, given_answers | {better.key: right_answer(better)}, pass_share=0.5).points
        assert before <= after <= before + 1

    def test_every_item_of_the_library_is_right_only_when_answered_rightly(self):
        for item in (item for item in ESSENTIALS.items if not item.params):
            assert grade_item(item, right_answer(item)).is_right
            for slip in item.slips:
                assert english(grade_item(item, f"{slip.value}").feedback) == [say(slip.say, "en")]
            for option in item.options if item.kind == "single" else ():
                result = grade_item(item, option.key)
                assert result.is_right == option.is_correct == (not result.feedback)

    def test_seven_of_ten_pass_at_seventy_per_cent_and_six_do_not(self):
        items = [drawn.item for drawn in draw_quiz(ESSENTIALS, 1)]
        for right, is_passed in ((7, True), (6, False)):
            given_answers = {item.key: right_answer(item) for item in items[:right]}
            assert grade(items, given_answers, pass_share=0.7).is_passed is is_passed

    def test_a_quiz_without_questions_is_not_passed(self):
        result = grade([], {"dough.flour": "a"}, pass_share=0.5)
        assert (result.share, result.asked, result.is_passed) == (0.0, 0, False)

    def test_objectives_stand_in_the_order_in_which_they_were_asked(self):
        result = grade([ORDER, SINGLE, NUMERIC], {"dough.flour": "a"}, pass_share=0.5)
        assert [(one.objective, one.points, one.asked) for one in result.objectives] == [
            ("O2", 0, 1),
            ("O1", 1, 2),
        ]

    def test_a_grade_survives_the_way_to_plain_data_and_back(self):
        given_answers = {"dough.flour": "b", "dough.water-share": "0.7", "oven.steps": ["a", "b", "c"]}
        result = grade(BREAD.items, given_answers, pass_share=0.5)
        assert from_plain(Grade, json.loads(json.dumps(to_plain(result)))) == result
