"""What the lint of wording warns of, and what it lets pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.published import list_models
from assessments.wording import plain_words, reading_grade, wording_problems
from tests.assessments.questionnaires import dimension, model, question

STEM = {"en": "On the last three projects, who knew the plan?"}
ANCHORS = tuple(
    {"en": words}
    for words in (
        "Nobody knew it.",
        "The manager kept it in a drawer.",
        "It hung on the wall and was on file.",
        "The team changed it each week.",
        "Clients helped to draw it.",
    )
)
GOOD = replace(question("STR.1"), stem=STEM, anchors=ANCHORS, guidance=ANCHORS)


def warned(*questions, **fields):
    small = replace(model(replace(dimension("STR"), questions=questions)), **fields)
    return {(found.rule, ".".join(map(str, found.path))) for found in wording_problems(small)}


def codes(*questions, **fields):
    return {rule for rule, _ in warned(*questions, **fields)}


def test_our_models_read_well():
    assert [found for one in list_models() for found in wording_problems(one)] == []


def test_a_good_question_is_not_warned_of():
    assert codes(GOOD) == set()


@pytest.mark.parametrize(
    ("changed", "rule", "place"),
    [
        ({"stem": {"en": "word " * 26 + "?"}}, "stem-length", "stem.en"),
        ({"stem": {"en": "Who knew the plan and who changed it?"}}, "double-question", "stem.en"),
        ({"stem": {"en": "Who knew the plan? Who drew it?"}}, "double-question", "stem.en"),
        (
            {"stem": {"en": "Institutionalisation of interdisciplinary organisational accountability?"}},
            "reading-grade",
            "stem.en",
        ),
        ({"guidance": ()}, "guidance-missing", "key"),
        ({"evidence": None}, "evidence-missing", "key"),
        (
            {
                "anchors": (
                    {"en": "Few plans are reviewed."},
                    {"en": "Nearly all plans are mostly reviewed."},
                    *ANCHORS[2:],
                )
            },
            "adverb-only",
            "anchors.1.en",
        ),
    ],
)
def test_each_fault_is_warned_of_at_its_place(changed, rule, place):
    assert (rule, f"dimensions.0.questions.0.{place}") in warned(replace(GOOD, **changed))


def test_one_thing_with_two_sides_is_one_question():
    assert codes(replace(GOOD, stem={"en": "Who looked at cost and time?"})) == set()


def test_the_same_anchor_in_two_questions_is_warned_of_at_the_second():
    other = replace(GOOD, key="STR.2", stem={"en": "Who knew the goal?"})
    assert ("shared-anchor", "dimensions.0.questions.1.anchors.0.en") in warned(GOOD, other)


def test_more_than_35_questions_are_for_the_pmo_alone():
    many = [replace(GOOD, key=f"STR.{number}", roles=("pmo", "team")) for number in range(36)]
    small = replace(model(replace(dimension("STR"), questions=tuple(many))))
    loads = [found for found in wording_problems(small) if found.rule == "role-load"]
    assert [found.found for found in loads] == ["36 questions for team"]


def test_a_language_of_the_title_that_a_question_lacks_is_named():
    found = warned(GOOD, title={"en": "Model", "ar": "نموذج"})
    assert ("translation-missing", "dimensions.0.questions.0.stem") in found
    assert ("translation-missing", "dimensions.0.questions.0.anchors.4") in found


@pytest.mark.parametrize(
    ("text", "grade"), [("The cat sat on the mat.", -1.45), ("", 0), ("Go!", 0.39 + 11.8 - 15.59)]
)
def test_the_published_formula_of_grades(text, grade):
    assert reading_grade(text) == pytest.approx(grade, abs=0.01)


def test_words_of_degree_are_left_out():
    assert plain_words("Nearly all plans are reviewed monthly.") == ("plans", "are", "reviewed")
