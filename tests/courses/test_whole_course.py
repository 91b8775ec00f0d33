"""What the whole format adds: modules, figures, exercises, pre-test and exam are held to what they owe each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from content import ContentError
from courses import course as courses
from courses.course import (
    CACHE,
    check_course,
    find_course,
    list_courses,
    list_faulty,
    load_course,
    publish_folder,
)
from tests.courses.folders import WHOLE, change, copy_sound, copy_whole
from tests.worlds.started import started_anew

COURSE, PARTS, LOSS = "course.yaml", "lessons/three-parts.md", "lessons/expected-loss.md"
WORDS, NUMBERS = "quizzes/three-parts.yaml", "quizzes/expected-loss.yaml"
FIGURE, EXERCISE = "figures/three-parts.svg", "exercises/risk-matrix.yaml"

FAULTS = [
    # course.yaml by itself.
    ("lessons", COURSE, "modules:\n", "lessons: [three-parts]\nmodules:\n", "lessons"),
    ("repeated-key", COURSE, "lessons: [expected-loss]", "lessons: [three-parts]", "modules[1].lessons[0]"),
    ("repeated-key", COURSE, "- key: numbers", "- key: words", "modules[1].key"),
    ("completion", COURSE, "completion: lessons-and-exam", "completion: lessons-and-quiz", "completion"),
    (
        "unknown-lesson",
        COURSE,
        "{ lesson: expected-loss, questions: 2 }",
        "{ lesson: loss, questions: 2 }",
        "pretest.draw[1].lesson",
    ),
    (
        "pretest-length",
        COURSE,
        "{ lesson: expected-loss, questions: 2 }",
        "{ lesson: expected-loss, questions: 1 }",
        "pretest.draw",
    ),
    (
        "repeated-key",
        COURSE,
        "competency: risk.decide, apply",
        "competency: risk.statement, apply",
        "exam.blueprint[1].competency",
    ),
    ("empty-row", COURSE, "recall: 1, understand: 1, pass_share", "pass_share", "exam.blueprint[0]"),
    ("retired", COURSE, "lessons: [old-lesson]", "lessons: [three-parts]", "retired.lessons[0]"),
    ("retired", COURSE, "items: [parts.old]", "misconceptions: [unweighted]", "retired.misconceptions[0]"),
    # What files owe each other.
    ("retired", COURSE, "items: [parts.old]", "items: [parts.which]", "items[0].key"),
    (
        "no-lesson",
        COURSE,
        "lessons: [expected-loss]",
        "lessons: [expected-loss, gone]",
        "modules[1].lessons[1]",
    ),
    (
        "unknown-competency",
        COURSE,
        "three parts. }, competency: risk.statement",
        "three parts. }, competency: risk.luck",
        "objectives[0].competency",
    ),
    (
        "unknown-competency",
        COURSE,
        "competency: risk.decide, apply",
        "competency: risk.luck, apply",
        "exam.blueprint[1].competency",
    ),
    (
        "unknown-competency",
        WORDS,
        "    difficulty: easy\n",
        "    competency: risk.luck\n",
        "items[2].competency",
    ),
    ("blueprint", COURSE, "recall: 1, understand: 1", "recall: 3, understand: 1", "exam.blueprint[0].recall"),
    ("blueprint", COURSE, "numeric: 1", "numeric: 2", "exam.numeric"),
    (
        "draw",
        COURSE,
        "{ lesson: three-parts, questions: 3 }",
        "{ lesson: three-parts, questions: 4 }",
        "pretest.draw[0].questions",
    ),
    ("minutes-sum", COURSE, "minutes: 46", "minutes: 36", "minutes"),
    # Lessons.
    (
        "no-alt",
        PARTS,
        "![Three boxes in a row, cause, event and effect, with an arrow from each to the next.]",
        "![]",
        "figure",
    ),
    ("no-figure", PARTS, "(figures/three-parts.svg", "(figures/gone.svg", "figure"),
    ("image", PARTS, "The crane is old.", "The crane ![is](https://example.org/a.png) old.", ""),
    ("dead-link", PARTS, "(expected-loss.md)", "(gone.md)", ""),
    ("dead-link", PARTS, "(expected-loss.md)", "(http://example.org)", ""),
    ("dead-link", PARTS, "(expected-loss.md)", "(https://[bad)", ""),
    ("dead-link", PARTS, "(expected-loss.md)", "(/learning)", ""),
    ("no-exercise", PARTS, "use: risk-matrix", "use: gone", "exercise.use"),
    ("exercise-block", PARTS, "use: risk-matrix", "take: risk-matrix", "exercise"),
    (
        "repeated-exercise",
        LOSS,
        "use: loss.shown\n```",
        "use: loss.shown\n```\n\n```exercise\nuse: risk-matrix\n```\n\n```exercise\nuse: risk-matrix\n```",
        "exercise.use",
    ),
    ("shown-item", LOSS, "use: loss.shown", "use: loss.before-1", "check.use"),
    # Figures and exercises.
    ("figure", FIGURE, 'class="box"', 'class="pretty"', ""),
    ("exercise-kind", EXERCISE, "kind: matrix", "kind: game", "kind"),
    ("unknown-objective", EXERCISE, "objective: O1", "objective: O9", "objective"),
    ("file-key", EXERCISE, "key: risk-matrix", "key: matrix", "key"),
    ("unknown-misconception", EXERCISE, "boundary: level-bounds", "boundary: other", "traps.boundary"),
    # Items.
    (
        "kind",
        WORDS,
        "    objective: O1\n    stem: { en: Which part",
        "    objective: O1\n    answer: 3\n    stem: { en: Which part",
        "items[0].answer",
    ),
    ("targets", WORDS, "target: cause, say", "target: why, say", "items[0].options[0].target"),
    ("targets", WORDS, "target: cause, say", "say", "items[0].options[0]"),
    (
        "repeated-key",
        WORDS,
        "{ key: event, text: { en: Event",
        "{ key: cause, text: { en: Event",
        "items[0].targets[1].key",
    ),
    ("repeated-option", WORDS, "{ en: Event, ar", "{ en: Cause, ar", "items[0].targets[1].text.en"),
    ("key", WORDS, "target: cause, say", "target: cause, is_correct: true, say", "items[0].options"),
    (
        "feedback",
        WORDS,
        "target: cause, say: { en: That is so today. } }",
        "target: cause }",
        "items[0].options[0]",
    ),
    ("gaps", WORDS, "[[part]]", "part", "items[1].stem.en"),
    ("gaps", WORDS, "[[share]] per cent", "[[share]] per cent [[share]]", "items[1].stem.en"),
    ("repeated-key", WORDS, "      - key: part\n", "      - key: share\n", "items[1].gaps[1].key"),
    ("feedback", WORDS, "        otherwise: { en: Divide 100 by 4. }\n", "", "items[1].gaps[0]"),
    (
        "key",
        WORDS,
        "{ en: cause }, is_correct: true }",
        "{ en: cause }, say: { en: No. } }",
        "items[1].gaps[1].options",
    ),
    (
        "feedback",
        WORDS,
        "text: { en: effect }, say: { en: It is there already. }",
        "text: { en: effect }",
        "items[1].gaps[1].options[0]",
    ),
    ("numeric-key", WORDS, "        tolerance: 0.5\n", "", "items[1].gaps[0]"),
    ("numeric-key", WORDS, "        answer: 25\n", "", "items[1].gaps[0]"),
    ("slip", WORDS, "{ value: 0.25, tolerance: 0.01", "{ tolerance: 0.01", "items[1].gaps[0].slips[0]"),
    ("slip", NUMBERS, "{ expr: loss, trap", "{ expr: loss, value: 1, trap", "items[0].slips[0]"),
    ("slip-is-right", WORDS, "{ value: 0.25,", "{ value: 25.2,", "items[1].gaps[0].slips[0].value"),
    (
        "kind",
        WORDS,
        "      - key: part\n",
        "      - key: part\n        unit: { en: m }\n",
        "items[1].gaps[1].unit",
    ),
    (
        "kind",
        WORDS,
        "{ key: r, text: { en: The event itself }, is_correct: true }",
        "{ key: r, text: { en: The event itself }, target: x, is_correct: true }",
        "items[2].options[0].target",
    ),
    (
        "params",
        WORDS,
        '    stem: { en: "A prob',
        '    where: 1 < 2\n    stem: { en: "A prob',
        "items[1].where",
    ),
    (
        "unknown-misconception",
        WORDS,
        "tolerance: 0.01, trap: unweighted",
        "tolerance: 0.01, trap: other",
        "items[1].gaps[0].slips[0].trap",
    ),
]

FIGURE_LINE = (
    "![Three boxes in a row, cause, event and effect, with an arrow from each to the next.]"
    '(figures/three-parts.svg "A risk has three parts")'
)

WARNINGS = [
    (
        "unused-figure",
        PARTS,
        FIGURE_LINE,
        "",
        FIGURE,
    ),
    ("unused-exercise", PARTS, "```exercise\nuse: risk-matrix\n```\n", "", EXERCISE),
    ("exercise-minutes", PARTS, "exercise_minutes: 20", "exercise_minutes: 19", PARTS),
    ("small-pool", COURSE, "recall: 1, understand: 1", "recall: 2, understand: 1", COURSE),
    ("same-stem", NUMBERS, '"loss.drawn-1: a loss', '"loss.shown: a loss', NUMBERS),
]


def test_further_practice_is_none_of_the_minutes_of_its_lesson(tmp_path: Path):
    folder = copy_whole(tmp_path)
    change(folder, PARTS, "exercise_minutes: 20", "exercise_minutes: 19")
    change(folder, PARTS, "use: risk-matrix", "use: risk-matrix\nextra: true")
    assert "exercise-minutes" not in {one.rule for one in check_course(folder).warnings}


@pytest.mark.parametrize(("rule", "file", "old", "new", "field"), FAULTS)
def test_a_fault_is_named_with_its_field(rule, file, old, new, field, tmp_path: Path):
    folder = copy_whole(tmp_path)
    change(folder, file, old, new)
    found = check_course(folder).faults
    assert (rule, field) in {(one.rule, one.field) for one in found}
    assert all(one.line and one.allowed for one in found)


@pytest.mark.parametrize(("rule", "file", "old", "new", "reported_in"), WARNINGS)
def test_what_is_rarely_meant_is_warned_of(rule, file, old, new, reported_in, tmp_path: Path):
    folder = copy_whole(tmp_path)
    change(folder, file, old, new)
    check = check_course(folder)
    assert check.faults == ()
    assert (str(folder / reported_in), rule) in {(one.file, one.rule) for one in check.warnings}


def test_the_whole_course_has_neither_faults_nor_warnings():
    check = check_course(WHOLE)
    assert [str(found) for found in (*check.faults, *check.warnings)] == []


def test_an_item_without_a_competency_is_warned_of(tmp_path: Path):
    folder = copy_sound(tmp_path)
    change(folder, COURSE, "    competency: baking.oven\n", "")
    rules = {(Path(found.file).name, found.rule) for found in check_course(folder).warnings}
    assert ("the-oven.yaml", "no-competency") in rules


def test_a_figure_without_its_english_file_is_a_fault(tmp_path: Path):
    folder = copy_whole(tmp_path)
    (folder / FIGURE).unlink()
    assert "translation" in {found.rule for found in check_course(folder).faults}


def test_lessons_come_from_modules_in_their_order():
    course = load_course(WHOLE)
    assert [lesson.key for lesson in course.lessons] == ["three-parts", "expected-loss"]
    assert [module.key for module in course.modules] == ["words", "numbers"]
    assert course.figures["three-parts"].keys() == {"en", "ar"}
    assert course.exercises["risk-matrix"].minutes == 20
    assert course.lesson("three-parts").exercises == ("risk-matrix",)


def test_items_have_the_competency_of_their_objective():
    course = load_course(WHOLE)
    assert {item.competency for item in course.items} == {"risk.statement", "risk.decide"}
    assert course.competencies["risk.decide"] == {"en": "Compute expected values and decision trees"}


def test_each_use_of_an_item_has_a_pool_of_its_own():
    course = load_course(WHOLE)
    pretest = {item.key for item in course.pretest_items_of("three-parts")}
    exam = {item.key for item in course.exam_items}
    assert pretest == {"parts.before-1", "parts.before-2", "parts.before-3"}
    assert not exam & (pretest | course.shown)


class TestPublishing:
    @pytest.fixture(autouse=True)
    def own_folder(self):
        with started_anew():
            yield

    def test_courses_of_a_folder_are_offered_beside_ours(self, tmp_path: Path):
        copy_whole(tmp_path)
        publish_folder(tmp_path)
        publish_folder(tmp_path)
        assert find_course("small-risk").version == "1.2.0"
        assert find_course("pmo-essentials") in list_courses()
        assert list_faulty() == ()

    def test_a_broken_course_stays_as_it_was_when_it_was_sound(self, tmp_path: Path):
        folder = copy_whole(tmp_path)
        courses.load_published(folder)
        change(folder, COURSE, 'version: "1.2.0"', 'version: "1.3.0"')
        change(folder, COURSE, "minutes: 46", "minutes: 47")
        publish_folder(tmp_path)
        assert find_course("small-risk").version == "1.2.0"
        (faulty,) = list_faulty()
        assert (faulty.folder, faulty.kept, faulty.faults[0].rule) == ("whole", "1.2.0", "minutes-sum")

    def test_a_course_that_was_never_sound_is_left_out_and_others_are_not(self, tmp_path: Path):
        copy_sound(tmp_path)
        change(copy_whole(tmp_path), COURSE, "minutes: 46", "minutes: 47")
        publish_folder(tmp_path)
        assert "baking-bread" in {course.key for course in list_courses()}
        assert [(faulty.folder, faulty.kept) for faulty in list_faulty()] == [("whole", None)]

    def test_a_cache_of_another_shape_is_not_kept(self, tmp_path: Path):
        folder = copy_whole(tmp_path)
        courses.load_published(folder)
        cache = folder / CACHE
        cache.write_text(cache.read_text("utf-8").replace('"shape":"', '"shape":"0', 1), encoding="utf-8")
        change(folder, COURSE, "minutes: 46", "minutes: 47")
        with pytest.raises(ContentError):
            courses.load_published(folder)
        publish_folder(tmp_path)
        assert [faulty.kept for faulty in list_faulty()] == [None]
