"""Our two models keep the rules of wording that docs/instrument.md promises."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from assessments.model import ROLES, Question
from assessments.published import check_model, find_model
from assessments.wording import reading_grade, wording_problems

MODEL = find_model("quick-scan")
FULL = find_model("full-model")
LIBRARY = Path(__file__).parents[2] / "assessments" / "library"

each_question = pytest.mark.parametrize("question", FULL.questions, ids=lambda question: question.key)


@pytest.mark.parametrize("name", ["quick-scan", "full-model"])
def test_the_published_file_is_sound_and_nothing_is_warned_of(name: str):
    assert check_model(LIBRARY / f"{name}.yaml") == ()
    assert list(wording_problems(find_model(name))) == []


def test_the_quick_scan_is_part_of_the_full_model_word_for_word():
    for dimension in MODEL.dimensions:
        whole = next(one for one in FULL.dimensions if one.key == dimension.key)
        assert replace(whole, questions=dimension.questions) == dimension
        for question in dimension.questions:
            assert FULL.question(question.key) == question
    assert FULL.levels == MODEL.levels


def test_the_full_model_has_seven_facets_in_each_of_ten_dimensions():
    keys = [[question.key for question in dimension.questions] for dimension in FULL.dimensions]
    assert keys == [[f"{dimension.key}.{n}" for n in range(1, 8)] for dimension in FULL.dimensions]
    assert len({question.facet["en"] for question in FULL.questions}) == 70
    assert {question.lens for question in FULL.questions} == {"design", "use", "skill", "data", "improve"}


@pytest.mark.parametrize("role", ROLES)
def test_nobody_but_the_pmo_sees_more_than_half_of_the_full_model(role: str):
    assert len(FULL.questions_for(role)) == (70 if role == "pmo" else 35)


def test_there_are_two_questions_for_each_of_ten_dimensions_whose_weights_sum_to_a_hundred():
    assert [len(dimension.questions) for dimension in MODEL.dimensions] == [2] * 10
    assert sum(dimension.weight for dimension in MODEL.dimensions) == 100
    core = {dimension.key for dimension in MODEL.dimensions if dimension.is_core}
    assert core == {"GOV", "MTH", "CTL", "RSK"}


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_between_eight_and_twenty_questions(role: str):
    assert 8 <= len(MODEL.questions_for(role)) <= 20


def test_the_pmo_answers_all_executives_skip_control_and_teams_skip_strategy():
    assert MODEL.questions_for("pmo") == MODEL.questions
    assert not [question for question in MODEL.questions_for("executive") if question.key[:3] == "CTL"]
    assert not [question for question in MODEL.questions_for("team") if question.key[:3] == "STR"]


@each_question
def test_at_least_two_role_groups_answer(question: Question):
    assert len(question.roles) >= 2


@each_question
def test_a_stem_asks_one_thing_about_a_stated_period_and_fits_a_phone(question: Question):
    stem = question.stem["en"]
    assert stem.startswith(("In the last twelve months, ", "On the last three projects"))
    assert stem.count("?") == 1
    assert stem.endswith("?")
    assert len(stem.split()) <= 25
    assert reading_grade(stem) <= 12


@each_question
def test_an_anchor_is_one_short_readable_sentence(question: Question):
    for anchor in question.anchors:
        words = anchor["en"]
        assert re.fullmatch(r"[^.?!]+\.", words), words
        assert reading_grade(words) <= 12, words


@each_question
def test_quantities_rise_with_the_level(question: Question):
    second, third, fourth, fifth = (anchor["en"].lower() for anchor in question.anchors[1:])
    if question.stem["en"].startswith("On the last three projects"):
        assert "of the three" in second
        assert "at least two" in third
        assert "all three" in fourth
        assert "all three" in fifth
    else:
        assert "fewer than half" in second
        assert "at least half" in third
        assert "nine in ten" in fourth
        assert "nearly all" in fifth
    assert re.search(r"\bfile\b", third)
    assert re.search(r"\btwo\b.*\blast year\b.*\bshown to have\b", fifth)


@each_question
def test_guidance_says_when_a_level_is_enough_and_what_comes_next(question: Question):
    for step in question.guidance[:-1]:
        assert step["en"].startswith("Good enough")
        assert "Next step" in step["en"]
    assert "To keep it:" in question.guidance[-1]["en"]
    assert all(len(step["en"].split()) <= 50 for step in question.guidance)


def test_the_notes_on_the_instrument_show_who_is_asked_what():
    notes = (LIBRARY.parents[1] / "docs" / "instrument.md").read_text(encoding="utf-8")
    quick = {question.key for question in MODEL.questions}
    rows = [
        f"| {question.key}{' ★' if question.key in quick else ''} | {question.facet['en']} | {question.lens} | "
        + " | ".join("●" if role in question.roles else "" for role in ROLES)
        + " |"
        for question in FULL.questions
    ]
    printed = notes.replace("| |", "|  |").replace("| |", "|  |")
    assert [row for row in rows if row not in printed] == []
    counts = [(len(FULL.questions_for(role)), len(MODEL.questions_for(role))) for role in ROLES]
    assert " | ".join(f"**{whole}** ({short})" for whole, short in counts) in notes
    lenses = {(question.lens, question.key) for question in MODEL.questions}
    table = dict(
        re.findall(r"^\| (design|use|skill|data|improve) \|[^|]*\| ([^|]*) \|$", notes, re.MULTILINE)
    )
    assert lenses == {(lens, key) for lens, keys in table.items() for key in keys.split(", ")}


def test_the_notes_on_the_instrument_show_the_weights():
    notes = (LIBRARY.parents[1] / "docs" / "instrument.md").read_text(encoding="utf-8")
    for dimension in MODEL.dimensions:
        core = "●" if dimension.is_core else ""
        row = f"| {dimension.key} | {dimension.title['en']} | {dimension.weight:g} | {core} |"
        assert row.replace("|  |", "| |") in notes
