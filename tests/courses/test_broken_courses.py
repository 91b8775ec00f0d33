"""Every way to break a course is refused with file, line and field, or warned about."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from content import ContentError
from courses.course import check_course, load_course
from tests.courses.folders import SOUND, change, copy_sound


class Broken(NamedTuple):
    """One change to one file of the sound course, and where it must be reported."""

    rule: str
    file: str
    old: str
    new: str
    line: int | None
    field: str
    reported_in: str = ""


SYLLABUS, DOUGH, ARABIC, BANK, OVEN = (
    "course.yaml",
    "lessons/dough.md",
    "lessons/dough.ar.md",
    "quizzes/dough.yaml",
    "quizzes/the-oven.yaml",
)

FAULTS = (
    # One file by itself: the syllabus.
    Broken("unknown", SYLLABUS, "minutes: 14", "minuets: 14", 10, ""),
    Broken("missing", SYLLABUS, "minutes: 14\n", "", 1, "minutes"),
    Broken("rule", SYLLABUS, "en: From flour to loaf.", 'en: " "', 7, "summary.en"),
    Broken("string_pattern_mismatch", SYLLABUS, '"1.0.0"', '"1.0"', 2, "version"),
    Broken("less_than_equal", SYLLABUS, "pass_share: 0.5", "pass_share: 50", 23, "quiz.pass_share"),
    Broken("duplicate", SYLLABUS, "minutes: 14", "minutes: 14\nminutes: 15", 11, ""),
    Broken("repeated-key", SYLLABUS, "key: O2", "key: O1", 15, "objectives[1].key"),
    Broken("repeated-key", SYLLABUS, "- the-oven", "- dough", 20, "lessons[1]"),
    Broken(
        "repeated-key", SYLLABUS, "- key: slipped-point", "- key: more-yeast", 35, "misconceptions[1].key"
    ),
    Broken("repeated-key", SYLLABUS, "lesson: the-oven", "lesson: dough", 28, "quiz.draw[1].lesson"),
    Broken("unknown-lesson", SYLLABUS, "lesson: the-oven", "lesson: oven", 28, "quiz.draw[1].lesson"),
    # One file by itself: a lesson.
    Broken("head", DOUGH, "---\nkey", "key", 1, ""),
    Broken("head", DOUGH, "---\n\n##", "\n##", 1, ""),
    Broken("missing", DOUGH, "objectives: [O1]\n", "", 2, "objectives"),
    Broken("int_type", DOUGH, "minutes: 6", "minutes: six", 6, "minutes"),
    Broken("unknown", DOUGH, "minutes: 6", "length: 6", 6, ""),
    Broken("unknown", ARABIC, "title:", "key: dough\ntitle:", 2, ""),
    Broken("string_pattern_mismatch", ARABIC, 'source_hash: "', 'source_hash: "x', 3, "source_hash"),
    # One file by itself: a bank.
    Broken("missing", BANK, "    level: apply\n", "", 27, "items[1].level"),
    Broken("literal_error", BANK, "kind: multiple", "kind: many", 51, "items[2].kind"),
    Broken("repeated-key", BANK, "key: dough.needs", "key: dough.flour", 50, "items[2].key"),
    Broken("repeated-key", BANK, "- key: b", "- key: a", 14, "items[0].options[1].key"),
    Broken("repeated-option", BANK, "en: 5 kg", 'en: " 500  G"', 16, "items[0].options[1].text.en"),
    Broken("key", BANK, "is_correct: true", "is_correct: false", 10, "items[0].options"),
    Broken(
        "feedback",
        BANK,
        "        say:\n          en: The point has moved.\n",
        "",
        14,
        "items[0].options[1]",
    ),
    Broken("feedback", BANK, "        say:\n          en: It needs flour.\n", "", 57, "items[2].options[0]"),
    Broken("feedback", BANK, "    otherwise:\n      en: Divide water by flour.\n", "", 27, "items[1]"),
    Broken(
        "feedback",
        OVEN,
        "    otherwise:\n      en: A cold oven makes flat bread.\n",
        "",
        22,
        "items[1]",
    ),
    Broken("slip-is-right", BANK, "value: 143", "value: 70.9", 43, "items[1].slips[1].value"),
    Broken("slip-is-right", BANK, "value: 0.7", "value: 69.5", 38, "items[1].slips[0].value"),
    Broken("numeric-key", BANK, "    answer: 70\n", "", 27, "items[1]"),
    Broken("numeric-key", BANK, "    tolerance: 0.5\n", "", 27, "items[1]"),
    Broken("kind", OVEN, "    otherwise", "    answer: 3\n    otherwise", 38, "items[1].answer"),
    Broken("kind", OVEN, "    otherwise", "    unit:\n      en: kg\n    otherwise", 39, "items[1].unit"),
    Broken(
        "kind",
        OVEN,
        "    otherwise",
        "    slips:\n      - value: 1\n        say:\n          en: No.\n    otherwise",
        39,
        "items[1].slips",
    ),
    Broken("kind", BANK, "kind: multiple", "kind: numeric", 57, "items[2].options"),
    Broken(
        "key",
        OVEN,
        "en: Put the loaf in",
        "en: Put the loaf in\n        is_correct: true",
        29,
        "items[1].options",
    ),
    Broken(
        "key",
        BANK,
        "en: A lot of yeast\n",
        "en: A lot of yeast\n        is_correct: true\n",
        57,
        "items[2].options",
    ),
    Broken(
        "options",
        OVEN,
        "      - key: b\n        text:\n          en: Let it cool\n",
        "",
        29,
        "items[1].options",
    ),
    # What the files owe each other.
    Broken("no-lesson", SYLLABUS, "- the-oven", "- the-oven\n  - the-table", 21, "lessons[2]"),
    Broken("minutes-sum", SYLLABUS, "minutes: 14", "minutes: 15", 10, "minutes"),
    Broken("no-lesson-for", DOUGH, "[O1]", "[O2]", 12, "objectives[0].key", SYLLABUS),
    Broken("draw", SYLLABUS, "questions: 2", "questions: 3", 27, "quiz.draw[0].questions"),
    Broken("file-key", DOUGH, "key: dough", "key: batter", 2, "key"),
    Broken("unknown-objective", DOUGH, "[O1]", "[O1, O9]", 5, "objectives[1]"),
    Broken("no-check", "lessons/the-oven.md", "~~~check\nuse: oven.heat\n~~~\n", "", 11, ""),
    Broken("heading", DOUGH, "## Flour", "# Flour", 12, ""),
    Broken("heading", DOUGH, "### Rest", "# Rest", 24, ""),
    Broken("check-block", DOUGH, "use: dough.flour", "item: dough.flour", 20, "check"),
    Broken("check-block", "lessons/the-oven.md", "oven.heat\n~~~", "oven.heat", 16, "check"),
    Broken("no-item", DOUGH, "use: dough.flour", "use: dough.flower", 20, "check.use"),
    Broken(
        "repeated-check",
        DOUGH,
        "### Rest",
        "```check\nuse: dough.flour\n```\n\n### Rest",
        24,
        "check.use",
    ),
    Broken("translated-checks", ARABIC, "use: dough.flour", "use: dough.needs", 5, "check"),
    Broken("translated-checks", ARABIC, "```check\nuse: dough.flour\n```\n", "", 5, "check"),
    Broken("file-key", BANK, "lesson: dough", "lesson: batter", 1, "lesson"),
    Broken("repeated-key", OVEN, "key: oven.steps", "key: dough.needs", 22, "items[1].key"),
    Broken("unknown-objective", BANK, "objective: O1", "objective: O9", 6, "items[0].objective"),
    Broken(
        "unknown-misconception", BANK, "trap: slipped-point", "trap: slip", 17, "items[0].options[1].trap"
    ),
    Broken(
        "unknown-misconception",
        BANK,
        "trap: slipped-point\n        say:\n          en: That",
        "trap: slip\n        say:\n          en: That",
        40,
        "items[1].slips[0].trap",
    ),
)

WARNINGS = (
    Broken(
        "unused-misconception", BANK, "        trap: more-yeast\n", "", 32, "misconceptions[0].key", SYLLABUS
    ),
    Broken("pace", DOUGH, "minutes: 6\nexercise_minutes: 4", "minutes: 6\nexercise_minutes: 1", 6, "minutes"),
    Broken(
        "few-checks",
        DOUGH,
        "minutes: 6\nexercise_minutes: 4",
        "minutes: 12\nexercise_minutes: 4",
        6,
        "minutes",
    ),
    Broken("heading-jump", DOUGH, "### Rest", "#### Rest", 24, ""),
    Broken("html", DOUGH, "Let it rest.", "Let `<b>` it <b>rest</b>.", 26, ""),
    Broken("stale-translation", DOUGH, "Let it rest.", "Let it rest well.", 3, "source_hash", ARABIC),
    Broken("order-keys", OVEN, "key: c", 'key: "0"', 29, "items[1].options"),
)


def _name(broken: Broken) -> str:
    return f"{broken.rule}-{broken.field or broken.line}"


def _spoilt(broken: Broken, tmp_path: Path) -> Path:
    folder = copy_sound(tmp_path)
    if broken.rule == "few-checks":
        change(folder, SYLLABUS, "minutes: 14", "minutes: 20")
    change(folder, broken.file, broken.old, broken.new)
    return folder


def test_the_sound_course_has_no_fault():
    assert check_course(SOUND).faults == ()


@pytest.mark.parametrize("broken", FAULTS, ids=_name)
def test_a_broken_course_is_refused_with_file_line_and_field(broken: Broken, tmp_path: Path):
    folder = _spoilt(broken, tmp_path)
    with pytest.raises(ContentError) as refused:
        load_course(folder)
    file = str(folder / (broken.reported_in or broken.file))
    there = [(found.file, found.line, found.field, found.rule) for found in refused.value.findings]
    assert (file, broken.line, broken.field, broken.rule) in there
    assert check_course(folder).faults == refused.value.findings


@pytest.mark.parametrize("broken", WARNINGS, ids=_name)
def test_a_questionable_course_is_loaded_with_a_warning(broken: Broken, tmp_path: Path):
    folder = _spoilt(broken, tmp_path)
    load_course(folder)
    file = str(folder / (broken.reported_in or broken.file))
    there = [(found.file, found.line, found.field, found.rule) for found in check_course(folder).warnings]
    assert (file, broken.line, broken.field, broken.rule) in there


def test_all_files_are_read_before_a_course_is_refused(tmp_path: Path):
    folder = copy_sound(tmp_path)
    change(folder, SYLLABUS, "minutes: 14", "minutes: soon")
    change(folder, DOUGH, "minutes: 6", "minutes: soon")
    change(folder, BANK, "answer: 70", "answer: much")
    files = [Path(found.file).relative_to(folder).as_posix() for found in check_course(folder).faults]
    assert files == [SYLLABUS, DOUGH, BANK]


@pytest.mark.parametrize("name", ["lessons/Dough.md", "lessons/dough.md.bak", "quizzes/dough.yml"])
def test_a_file_of_an_unexpected_name_is_a_fault(name: str, tmp_path: Path):
    folder = copy_sound(tmp_path)
    (folder / name).write_text("key: dough", encoding="utf-8")
    (found,) = check_course(folder).faults
    assert (found.file, found.rule) == (str(folder / name), "file-name")


def test_hidden_files_of_an_operating_system_are_passed_over(tmp_path: Path):
    folder = copy_sound(tmp_path)
    (folder / "lessons" / ".DS_Store").write_bytes(b"\x00")
    assert check_course(folder).faults == ()


def test_a_lesson_without_text_is_a_fault(tmp_path: Path):
    folder = copy_sound(tmp_path)
    head = (folder / DOUGH).read_text(encoding="utf-8").split("## Flour")[0]
    (folder / DOUGH).write_text(head, encoding="utf-8")
    assert "empty" in {found.rule for found in check_course(folder).faults}


def test_a_translation_without_its_english_lesson_is_a_fault(tmp_path: Path):
    folder = copy_sound(tmp_path)
    (folder / DOUGH).unlink()
    (found,) = check_course(folder).faults
    assert (found.file, found.rule) == (str(folder / ARABIC), "translation")


def test_a_lesson_and_a_bank_that_the_syllabus_does_not_list_are_faults(tmp_path: Path):
    folder = copy_sound(tmp_path)
    change(folder, SYLLABUS, "  - the-oven\n", "")
    change(folder, SYLLABUS, "    - lesson: the-oven\n      questions: 1\n", "")
    rules = [(Path(found.file).name, found.rule) for found in check_course(folder).faults]
    assert ("the-oven.md", "unlisted") in rules
    assert ("the-oven.yaml", "unlisted") in rules


def test_an_objective_that_no_item_tests_is_a_fault(tmp_path: Path):
    folder = copy_sound(tmp_path)
    bank = folder / OVEN
    bank.write_text(
        bank.read_text(encoding="utf-8").replace("objective: O2", "objective: O1"), encoding="utf-8"
    )
    (found,) = check_course(folder).faults
    assert (found.line, found.field, found.rule) == (15, "objectives[1].key", "no-item-for")


def test_a_draw_from_a_lesson_without_a_bank_is_a_fault(tmp_path: Path):
    folder = copy_sound(tmp_path)
    (folder / OVEN).unlink()
    rules = {found.rule for found in check_course(folder).faults}
    assert {"draw", "no-item", "no-item-for"} <= rules


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path):
    (found,) = check_course(tmp_path / "nowhere").faults
    assert found.rule == "file"


def test_at_most_a_hundred_faults_are_listed(tmp_path: Path):
    folder = copy_sound(tmp_path)
    blocks = "\n\n".join(f"```check\nuse: dough.missing-{number}\n```" for number in range(150))
    change(folder, DOUGH, "### Rest", f"{blocks}\n\n### Rest")
    assert len(check_course(folder).faults) == 100
    with pytest.raises(ContentError) as refused:
        load_course(folder)
    # The fifty more, and the translation that has not got these checks.
    assert (len(refused.value.findings), refused.value.more) == (100, 51)


def test_a_pattern_in_the_place_or_length_of_right_answers_is_a_warning(tmp_path: Path):
    folder = copy_sound(tmp_path)
    single = """
  - key: oven.extra-{0}
    kind: single
    level: recall
    objective: O2
    stem:
      en: What is right in number {0}?
    options:
      - key: a
        text:
          en: The long and careful answer
        is_correct: true
      - key: b
        text:
          en: The short one
        say:
          en: Too short.
    explanation:
      en: It is careful.
"""
    with (folder / OVEN).open("a", encoding="utf-8") as bank:
        bank.writelines(single.format(number) for number in range(4))
    rules = {found.rule for found in check_course(folder).warnings}
    assert {"longest", "same-place"} <= rules


def test_options_may_be_translated_one_by_one(tmp_path: Path):
    folder = copy_sound(tmp_path)
    change(folder, BANK, "en: 500 g", "en: 500 g\n          ar: ٥٠٠ غ")
    assert check_course(folder).faults == ()


def test_a_small_pool_is_a_warning():
    warnings = check_course(SOUND).warnings
    assert [(found.rule, found.line) for found in warnings] == [("small-pool", 3), ("small-pool", 3)]
