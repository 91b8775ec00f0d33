"""What changes between two versions of a course, and what people on the way would notice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from courses.course import Course, load_course
from courses.course_diff import compare_courses
from courses.course_stats import count_course
from tests.courses.folders import SOUND, WHOLE, change, copy_whole

BEFORE: Course = load_course(WHOLE)
COURSE, WORDS, NUMBERS = "course.yaml", "quizzes/three-parts.yaml", "quizzes/expected-loss.yaml"
RAISED = ('version: "1.2.0"', 'version: "1.3.0"')


def changed(tmp_path: Path, *changes: tuple[str, str, str], version: tuple[str, str] = RAISED):
    folder = copy_whole(tmp_path)
    for file, old, new in ((COURSE, *version), *changes):
        change(folder, file, old, new)
    return compare_courses(BEFORE, load_course(folder))


def test_the_same_course_has_not_changed():
    found = compare_courses(BEFORE, BEFORE)
    assert (found.changes, found.needed, found.raised, found.is_sound) == ((), "none", "none", True)


@pytest.mark.parametrize(
    ("file", "old", "new", "subject", "notice", "needed"),
    [
        (COURSE, "on risk, ar", "about risk, ar", "course", "reads anew", "patch"),
        (COURSE, "completion: lessons-and-exam", "completion: exam", "course", "counted otherwise", "minor"),
        (COURSE, "pass_share: 0.5\n", "pass_share: 0.6\n", "exam", "counted otherwise", "minor"),
        (COURSE, "numeric: 1", "numeric: 0", "exam", "asked otherwise", "patch"),
        (COURSE, "recall: 1, understand: 1", "recall: 1, understand: 2", "exam", "asked otherwise", "patch"),
        (COURSE, "attempts: 2", "attempts: 3", "exam", "asked otherwise", "patch"),
        (
            COURSE,
            "  minutes: 5\n",
            "  minutes: 5\n  test_out_share: 0.6\n",
            "pretest",
            "counted otherwise",
            "minor",
        ),
        (
            "lessons/expected-loss.md",
            "on average.",
            "on the average.",
            "lesson expected-loss",
            "reads anew",
            "patch",
        ),
        (
            "lessons/expected-loss.md",
            "The expected loss",
            "Expected loss",
            "lesson expected-loss",
            "reads anew",
            "patch",
        ),
        (WORDS, "answer: 25", "answer: 26", "item parts.fill", "counted otherwise", "minor"),
        (WORDS, "target: cause, say", "target: event, say", "item parts.which", "counted otherwise", "minor"),
        (
            NUMBERS,
            "expr: p * loss\n",
            "expr: p * loss * 1.5\n",
            "item loss.shown",
            "counted otherwise",
            "minor",
        ),
        (WORDS, "Exam question 1: what", "Question 1: what", "item parts.exam-1", "asked otherwise", "patch"),
        (WORDS, "Because parts.exam-1", "Since parts.exam-1", "item parts.exam-1", "nothing", "patch"),
        ("figures/three-parts.svg", ">Cause<", ">The cause<", "figure three-parts", "reads anew", "patch"),
        (
            "exercises/risk-matrix.yaml",
            "minutes: 20",
            "minutes: 19",
            "exercise risk-matrix",
            "asked otherwise",
            "patch",
        ),
    ],
)
def test_a_change_says_what_is_noticed(file, old, new, subject, notice, needed, tmp_path: Path):
    found = changed(tmp_path, (file, old, new))
    assert [(one.subject, one.notice) for one in found.changes] == [(subject, notice)]
    assert (found.needed, found.raised, found.is_sound) == (needed, "minor", True)


@pytest.mark.parametrize(
    ("version", "raised", "is_sound"),
    [("1.2.0", "none", False), ("1.1.9", "none", False), ("1.2.1", "patch", False), ("2.0.0", "major", True)],
)
def test_a_version_must_be_raised_far_enough(version, raised, is_sound, tmp_path: Path):
    found = changed(tmp_path, (WORDS, "answer: 25", "answer: 26"), version=('"1.2.0"', f'"{version}"'))
    assert (found.raised, found.is_sound) == (raised, is_sound)


def test_an_item_goes_only_with_its_key_retired(tmp_path: Path):
    item = (WORDS, "key: parts.exam-1\n", "key: parts.exam-9\n")
    found = changed(tmp_path / "a", item)
    assert [(one.subject, one.what, bool(one.fault)) for one in found.changes] == [
        ("item parts.exam-1", "removed", True),
        ("item parts.exam-9", "added", False),
    ]
    assert not found.is_sound
    retired = (COURSE, "items: [parts.old]", "items: [parts.old, parts.exam-1]")
    assert changed(tmp_path / "b", item, retired).is_sound


def test_a_retired_key_never_comes_back(tmp_path: Path):
    found = changed(
        tmp_path,
        (COURSE, "items: [parts.old]", "items: []"),
        (COURSE, "lessons: [old-lesson]", "lessons: []"),
        (WORDS, "key: parts.exam-1\n", "key: parts.old\n"),
    )
    assert [one.fault for one in found.changes if one.subject == "item parts.old"] == ["the key was retired"]


def test_an_item_of_another_kind_needs_another_key(tmp_path: Path):
    match = BEFORE.item("parts.which")
    other = tuple(
        bank if bank.lesson != "three-parts" else type(bank)(bank.lesson, (_as_order(match), *bank.items[1:]))
        for bank in BEFORE.banks
    )
    found = compare_courses(
        BEFORE, Course(BEFORE.syllabus, BEFORE.lessons, other, BEFORE.figures, BEFORE.exercises)
    )
    assert [one.fault.split(":")[0] for one in found.changes] == ["give it a new key and retire this one"]


def _as_order(item):
    return replace(
        item, kind="order", targets=(), options=tuple(replace(one, target=None) for one in item.options)
    )


def test_another_course_differs_in_everything():
    found = compare_courses(BEFORE, load_course(SOUND))
    subjects = {one.subject for one in found.changes}
    assert {"course", "quiz", "exam", "pretest", "lesson dough", "figure three-parts"} <= subjects
    assert not found.is_sound
    back = compare_courses(load_course(SOUND), BEFORE)
    assert {"new to do", "no longer asked"} <= {one.notice for one in back.changes}


def test_lessons_in_another_order_are_told(tmp_path: Path):
    found = changed(
        tmp_path,
        (COURSE, "lessons: [three-parts]", "lessons: [X]"),
        (COURSE, "lessons: [expected-loss]", "lessons: [three-parts]"),
        (COURSE, "lessons: [X]", "lessons: [expected-loss]"),
    )
    assert ("course", "lessons stand in another order") in {(one.subject, one.what) for one in found.changes}


def test_a_course_is_counted():
    found = count_course(BEFORE)
    assert (found.items, found.minutes, [one.key for one in found.lessons]) == (
        16,
        46,
        ["three-parts", "expected-loss"],
    )
    assert (found.lessons[0].checks, found.lessons[0].figures, found.lessons[0].free) == (2, 1, 7)
    assert found.drawn == {"loss.shown": 48, "loss.drawn-1": 48, "loss.before-1": 48}
    assert found.traps == {"effect-as-risk": 9, "unweighted": 8}
    assert next((cell.level, cell.wanted, cell.there) for cell in found.blueprint) == ("recall", 1, 2)
    assert count_course(load_course(SOUND)).blueprint == ()
