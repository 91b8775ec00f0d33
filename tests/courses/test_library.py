"""What our own courses must be beyond being valid."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from content import read_text, say
from courses.course import LIBRARY, Course, check_course, list_courses
from courses.exams import Exam
from courses.items import Bank
from courses.lessons import Prose, count_words

FOLDERS = sorted(path.parent for path in LIBRARY.glob("*/course.yaml"))

# Claims that circulate without a source that can be found, or as distortions of one.
NEVER_PRINTED = (
    r"three in four|3 in 4|75 ?%[^.]*clos|clos\w* within three years",
    r"20 % higher success|2\.5 ?× faster",
    r"CHAOS|Standish",
    r"90 ?% (?:vs|against|versus) 25",
    r"PMOs live",
)

SAFE_CLAIM = (
    "PMI's 2017 survey associates enterprise PMOs that are aligned to strategy with 38 % more projects meeting "
    "their goals and 33 % fewer failures; this is a correlation in self-reported data, not a comparison with "
    "having no PMO."
)


def prose(course: Course) -> str:
    lines = "\n".join(lesson.body["en"] for lesson in course.lessons).split("\n")
    return " ".join(" ".join(line.lstrip("> ") for line in lines).split())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_published_course_has_neither_faults_nor_warnings(folder):
    check = check_course(folder)
    assert [str(found) for found in (*check.faults, *check.warnings)] == []


@pytest.mark.parametrize("course", list_courses(), ids=lambda course: course.key)
class TestPublished:
    def test_a_course_stands_in_a_folder_of_its_key(self, course: Course):
        assert course.key in [folder.name for folder in FOLDERS]

    def test_a_lesson_is_900_to_1800_words_long(self, course: Course):
        for lesson in course.lessons:
            parts = lesson.parts("en")
            words = sum(count_words(part.markdown) for part in parts if isinstance(part, Prose))
            assert 900 <= words <= 1800, lesson.key

    def test_a_lesson_has_its_fixed_parts(self, course: Course):
        for lesson in course.lessons:
            headings = re.findall(r"^## (.+)$", lesson.body["en"], flags=re.MULTILINE)
            assert any(heading.startswith("Worked example") for heading in headings), lesson.key
            assert {"Your turn", "Common misconceptions", "Use it tomorrow"} <= set(headings), lesson.key

    def test_every_bank_holds_six_questions_or_more_for_quiz_and_exam_and_three_kinds(self, course: Course):
        shown = {check for lesson in course.lessons for check in lesson.checks}
        for lesson in course.lessons:
            items = course.items_of(lesson.key)
            assert len([item for item in items if item.key not in shown and item.use != "pretest"]) >= 6
            assert len({item.kind for item in items}) >= 3

    def test_no_circulating_claim_is_printed(self, course: Course):
        words = prose(course) + " ".join(
            say(text, "en")
            for item in course.items
            for text in (item.stem, item.explanation, *(option.text for option in item.options))
        )
        for claim in NEVER_PRINTED:
            assert not re.search(claim, words), claim


def test_the_38_per_cent_are_printed_in_their_safe_wording():
    (course,) = (course for course in list_courses() if course.key == "pmo-essentials")
    assert SAFE_CLAIM in prose(course)


def test_the_items_that_the_documentation_shows_are_sound():
    page = Path(__file__).parents[2] / "docs" / "courses.md"
    examples = re.findall(r"```yaml\n(- key.+?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    bank = "lesson: kpis-and-evidence\nitems:\n" + "".join(textwrap.indent(one, "  ") for one in examples)
    items = read_text(bank.encode(), Bank, "docs/courses.md").items
    assert {item.kind for item in items} == {"match", "cloze", "numeric"}
    assert any(item.params for item in items)


def test_the_exam_that_the_documentation_shows_is_a_sound_one():
    page = Path(__file__).parents[2] / "docs" / "courses.md"
    (example,) = re.findall(r"```yaml\nexam:\n(.+?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    exam = read_text(textwrap.dedent(example).encode(), Exam, "docs/courses.md")
    assert (exam.questions, exam.pass_marks["risk.score"]) == (11, 0.5)
