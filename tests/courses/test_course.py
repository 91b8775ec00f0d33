"""Loading, finding and caching courses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from content import ContentError, from_plain, say, to_plain
from courses.course import (
    CACHE,
    LIBRARY,
    Course,
    UnknownCourse,
    UnknownItem,
    UnknownLesson,
    find_course,
    list_courses,
    load_course,
    load_published,
)
from tests.courses.folders import SOUND, change, copy_sound


@pytest.fixture(scope="module")
def bread() -> Course:
    return load_course(SOUND)


def test_a_course_has_the_facts_of_its_syllabus(bread: Course):
    assert (bread.key, bread.version, bread.minutes) == ("baking-bread", "1.0.0", 14)
    assert (say(bread.summary, "en"), say(bread.audience, "en")) == (
        "From flour to loaf.",
        "Everybody with an oven.",
    )
    assert say(bread.title, "ar") == "خبز الخبز"
    assert [objective.key for objective in bread.objectives] == ["O1", "O2"]
    assert bread.quiz.questions == 3


def test_lessons_and_banks_stand_in_teaching_order(bread: Course):
    assert [lesson.key for lesson in bread.lessons] == ["dough", "the-oven"]
    assert [bank.lesson for bank in bread.banks] == ["dough", "the-oven"]
    assert [item.key for item in bread.items_of("the-oven")] == ["oven.heat", "oven.steps"]
    assert bread.items_of("the-table") == ()


def test_what_the_course_does_not_have_is_named_in_the_error(bread: Course):
    with pytest.raises(UnknownLesson, match="the-table"):
        bread.lesson("the-table")
    with pytest.raises(UnknownItem, match=r"dough\.salt"):
        bread.item("dough.salt")
    with pytest.raises(UnknownCourse, match="baking-cakes"):
        find_course("baking-cakes")


def test_lessons_and_items_are_found_by_key(bread: Course):
    oven = bread.lesson("the-oven")
    assert (oven.objectives, oven.minutes) == (("O2",), 4)
    assert [say(source, "en") for source in oven.sources] == ["Our own kitchen."]
    assert bread.item("dough.needs").kind == "multiple"


def test_a_question_inside_a_lesson_is_kept_from_the_quiz(bread: Course):
    assert [item.key for item in bread.quiz_items_of("dough")] == ["dough.water-share", "dough.needs"]


def test_a_translation_adds_title_and_text_to_the_lesson(bread: Course):
    lesson = bread.lesson("dough")
    assert say(lesson.title, "ar") == "العجين"
    assert lesson.parts("ar")[0] != lesson.parts("en")[0]
    assert say(bread.lesson("the-oven").title, "ar") == "The oven"
    assert bread.lesson("the-oven").parts("ar") == bread.lesson("the-oven").parts("en")


def test_a_course_survives_the_way_to_plain_data_and_back(bread: Course):
    assert from_plain(Course, json.loads(json.dumps(to_plain(bread)))) == bread


def test_a_change_of_one_word_changes_the_hash(bread: Course, tmp_path: Path):
    folder = copy_sound(tmp_path)
    assert load_course(folder).hash == bread.hash
    change(folder, "lessons/the-oven.md", "Bake", "Roast")
    assert load_course(folder).hash != bread.hash


def test_line_ends_of_another_system_make_no_difference(bread: Course, tmp_path: Path):
    folder = copy_sound(tmp_path)
    lesson = folder / "lessons" / "the-oven.md"
    lesson.write_bytes(lesson.read_bytes().replace(b"\n", b"\r\n"))
    assert load_course(folder) == bread


def test_the_library_is_listed_by_key_and_found():
    courses = list_courses()
    assert [course.key for course in courses] == sorted(course.key for course in courses)
    assert all(find_course(course.key) is course for course in courses)


def test_the_caches_of_the_library_are_those_of_its_files():
    for syllabus in LIBRARY.glob("*/course.yaml"):
        assert load_published(syllabus.parent) == load_course(syllabus.parent)


def test_a_published_course_is_read_from_its_cache(tmp_path: Path):
    folder = copy_sound(tmp_path)
    load_published(folder)
    change(folder, CACHE, "From flour to loaf.", "From the cache.")
    assert say(load_published(folder).summary, "en") == "From the cache."


def test_a_cache_that_does_not_fit_is_replaced(tmp_path: Path):
    folder = copy_sound(tmp_path)
    load_published(folder)
    before = (folder / CACHE).read_bytes()
    change(folder, "lessons/the-oven.md", "Bake", "Roast")
    assert "Roast" in load_published(folder).lesson("the-oven").body["en"]
    assert (folder / CACHE).read_bytes() != before


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"value": 3}', '{"value": {"syllabus": {}}}', "\udcff"])
def test_a_damaged_cache_is_replaced(damaged: str, tmp_path: Path):
    folder = copy_sound(tmp_path)
    (folder / CACHE).write_bytes(damaged.encode(errors="surrogateescape"))
    course = load_published(folder)
    assert from_plain(Course, json.loads((folder / CACHE).read_bytes())["value"]) == course


def test_a_folder_that_takes_no_cache_still_gives_its_course(tmp_path: Path):
    folder = copy_sound(tmp_path)
    (folder / CACHE).mkdir()
    assert load_published(folder).key == "baking-bread"


def test_a_broken_published_course_is_refused(tmp_path: Path):
    folder = copy_sound(tmp_path)
    change(folder, "course.yaml", "minutes: 14", "minutes: 15")
    with pytest.raises(ContentError):
        load_published(folder)
