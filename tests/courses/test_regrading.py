"""A stored attempt against a second version of its course: the grade before and after, by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from content import from_plain, to_plain
from courses.course import Course, load_course
from courses.grading import Grade
from courses.regrading import (
    ItemTally,
    Regraded,
    Stored,
    drawn_again,
    grade_test,
    is_right_again,
    regrade,
    replay,
    tally_items,
)
from tests.courses.folders import SOUND, WHOLE, change, copy_sound, copy_whole

BREAD = load_course(SOUND)
RISK = load_course(WHOLE)
PUT = ("dough.flour", "dough.water-share", "dough.needs", "oven.heat")
DRAWN = [{"item": key, "options": ["a", "b", "c"], "values": {}} for key in PUT]
# By hand: a is right; 70.8 is 0.8 away, and 0.5 is allowed; a and c are needed; b is right. 2 of 4, and 50 % pass.
GIVEN = {"dough.flour": "a", "dough.water-share": "70.8", "dough.needs": ("a",), "oven.heat": "b"}


def stored(course: Course = BREAD, kind: str = "quiz", **changes: object) -> Stored:
    """Return an attempt as it was graded when it was handed in."""
    items = [one.item for one in drawn_again(course, DRAWN)]
    found = grade_test(course, kind, items, GIVEN)
    return replace(Stored(kind, DRAWN, GIVEN, found, found.is_passed), **changes)


def second(tmp_path: Path, *changes: tuple[str, str, str]) -> Course:
    """Return the course in its second version, with these changes to its files."""
    folder = copy_sound(tmp_path)
    for file, old, new in (("course.yaml", 'version: "1.0.0"', 'version: "1.1.0"'), *changes):
        change(folder, file, old, new)
    return load_course(folder)


FLOUR = ("quizzes/dough.yaml", "en: 500 g\n        is_correct: true", "en: 500 g\n        say: { en: No. }")
KILOS = ("quizzes/dough.yaml", "en: 5 kg\n        trap: slipped-point", "en: 5 kg\n        is_correct: true")
TOLERANT = ("quizzes/dough.yaml", "tolerance: 0.5", "tolerance: 1")
HARDER = ("course.yaml", "pass_share: 0.5", "pass_share: 0.75")


def found(course: Course, attempt: Stored, *, takes_passes: bool = False) -> Regraded:
    changed = regrade(course, attempt, takes_passes=takes_passes)
    assert changed is not None
    return changed


def test_the_first_grade_is_the_one_worked_by_hand() -> None:
    graded = stored().grade
    assert (graded.points, graded.asked, graded.is_passed) == (2, 4, True)


def test_the_same_content_changes_nothing() -> None:
    attempt = stored()
    assert replay(BREAD, attempt) == attempt.grade
    assert regrade(BREAD, attempt) is None
    kept = replace(attempt, grade=from_plain(Grade, to_plain(attempt.grade)))
    assert regrade(BREAD, kept) is None


def test_a_wider_tolerance_gives_the_point(tmp_path: Path) -> None:
    """71.0 is the edge now, so 70.8 is right: 3 of 4."""
    changed = found(second(tmp_path, TOLERANT), stored())
    assert (changed.after.points, changed.after.asked, changed.crossing) == (3, 4, "none")
    assert [(one.key, one.why, one.gain) for one in changed.items] == [
        ("dough.water-share", "judged otherwise", 1)
    ]
    assert changed.is_seen


def test_a_corrected_key_takes_the_point_and_leaves_the_pass(tmp_path: Path) -> None:
    """The flour is 5 kg now, so a is wrong: 1 of 4 falls short of 2, and the pass of the day stays."""
    course = second(tmp_path, FLOUR, KILOS)
    changed = found(course, stored())
    assert (changed.after.points, changed.after.is_passed) == (1, False)
    assert (changed.is_passed, changed.crossing) == (True, "keeps")
    assert [(one.key, one.why, one.gain) for one in changed.items] == [("dough.flour", "another answer", -1)]
    again = stored(grade=changed.after, is_passed=True)
    assert regrade(course, again) is None
    taken = found(course, again, takes_passes=True)
    assert (taken.is_passed, taken.crossing, taken.items) == (False, "loses", ())
    assert regrade(course, replace(again, is_passed=False), takes_passes=True) is None


def test_a_kept_pass_is_told_once(tmp_path: Path) -> None:
    changed = found(second(tmp_path, FLOUR, KILOS), stored())
    later = found(BREAD, stored(grade=changed.after, is_passed=True))
    assert (later.after.points, later.crossing) == (2, "none")


def test_a_pass_is_gained_from_both_sides_of_the_mark(tmp_path: Path) -> None:
    """Three of four are needed at first, 2 are right: not passed. With the wider tolerance 3 are: passed."""
    hard = second(tmp_path / "a", HARDER)
    attempt = stored(hard)
    assert not attempt.is_passed
    changed = found(second(tmp_path / "b", HARDER, TOLERANT), attempt)
    assert (changed.after.points, changed.is_passed, changed.crossing) == (3, True, "gains")


def test_another_pass_mark_alone_is_a_change_too(tmp_path: Path) -> None:
    changed = found(second(tmp_path, HARDER), stored())
    assert (changed.before.pass_share, changed.after.pass_share) == (0.5, 0.75)
    assert (changed.items, changed.crossing, changed.is_seen) == ((), "keeps", True)


def test_a_withdrawn_question_drops_out_of_the_total() -> None:
    """Without the needs of a dough 2 of 3 are right; put back, 2 of 4 again."""
    course = without("dough.needs")
    changed = found(course, stored())
    assert (changed.after.points, changed.after.asked) == (2, 3)
    assert [(one.why, one.gain) for one in changed.items] == [("withdrawn", 0)]
    back = found(BREAD, stored(grade=changed.after))
    assert [(one.key, one.why, one.gain) for one in back.items] == [("dough.needs", "asked again", 0)]
    assert back.after == stored().grade


def without(*keys: str) -> Course:
    """Return the course with some of its questions withdrawn."""
    banks = tuple(
        replace(bank, items=tuple(item for item in bank.items if item.key not in keys))
        for bank in BREAD.banks
    )
    return replace(BREAD, banks=banks)


def test_an_attempt_of_which_nothing_is_left_keeps_its_grade() -> None:
    assert regrade(without(*PUT), stored()) is None
    assert regrade(replace(BREAD, syllabus=replace(BREAD.syllabus, quiz=None)), stored()) is None
    nothing = stored(grade=grade_test(BREAD, "quiz", [], {}), is_passed=False)
    assert regrade(BREAD, nothing) is None


def test_what_came_late_does_not_pass_by_being_graded_again(tmp_path: Path) -> None:
    changed = found(second(tmp_path, TOLERANT), stored(is_passed=False, is_late=True))
    assert (changed.after.is_passed, changed.is_passed, changed.crossing) == (True, False, "none")


def test_only_another_right_answer_to_tell_is_no_change_that_anybody_sees(tmp_path: Path) -> None:
    """Nobody who answered c was right before or is now; but b is told as right, no longer a."""
    attempt = stored()
    given = {**GIVEN, "dough.flour": "c"}
    items = [one.item for one in drawn_again(BREAD, DRAWN)]
    attempt = replace(attempt, given=given, grade=grade_test(BREAD, "quiz", items, given), is_passed=False)
    changed = found(second(tmp_path, FLOUR, KILOS), attempt)
    assert [(one.why, one.gain) for one in changed.items] == [("another answer", 0)]
    assert (changed.crossing, changed.is_seen) == ("none", False)


def test_a_question_that_its_numbers_no_longer_fit_is_withdrawn(tmp_path: Path) -> None:
    folder = copy_whole(tmp_path)
    drawn = [{"item": "loss.shown", "options": [], "values": {"p": 0.1, "loss": 50000}}]
    assert len(drawn_again(load_course(folder), drawn)) == 1
    assert drawn_again(RISK, [{"item": "loss.shown", "options": [], "values": {"p": 0.1}}]) == ()


def test_options_stand_as_they_were_shown_and_new_ones_at_the_end() -> None:
    (one,) = drawn_again(BREAD, [{"item": "dough.flour", "options": ["c", "a"]}])
    assert one.option_keys == ("c", "a", "b")


def test_a_pretest_is_no_mark_and_crosses_none() -> None:
    drawn = [{"item": "parts.before-1", "options": [], "values": {}}]
    items = [one.item for one in drawn_again(RISK, drawn)]
    before = grade_test(RISK, "pretest", items, {"parts.before-1": "k0"})
    changed = found(RISK, Stored("pretest", drawn, {"parts.before-1": "r"}, before, is_passed=False))
    assert (changed.crossing, changed.is_passed, changed.is_seen) == ("none", True, True)


def test_an_exam_keeps_its_marks_by_competency() -> None:
    drawn = [{"item": key, "options": [], "values": {}} for key in ("parts.exam-1", "loss.exam-1")]
    items = [one.item for one in drawn_again(RISK, drawn)]
    graded = grade_test(RISK, "exam", items, {"parts.exam-1": "r"})
    assert (graded.points, graded.is_passed) == (1, False)
    assert [(one.competency, one.is_reached) for one in graded.competencies] == [
        ("risk.statement", True),
        ("risk.decide", False),
    ]


def test_pairs_and_gaps_tell_when_another_part_is_right(tmp_path: Path) -> None:
    folder = copy_whole(tmp_path)
    change(folder, "quizzes/three-parts.yaml", "answer: 25", "answer: 26")
    drawn = [{"item": "parts.fill", "options": [], "values": {}}]
    given = {"parts.fill": ("share=25", "part=cause")}
    items = [one.item for one in drawn_again(RISK, drawn)]
    before = grade_test(RISK, "exam", items, given)
    changed = found(load_course(folder), Stored("exam", drawn, given, before, is_passed=False))
    assert [(one.why, one.gain) for one in changed.items] == [("another answer", -1)]


def test_a_test_that_a_course_does_not_have_cannot_be_graded() -> None:
    with pytest.raises(ValueError, match="baking-bread has no exam"):
        grade_test(BREAD, "exam", [], {})
    with pytest.raises(ValueError, match="small-risk has no quiz"):
        grade_test(RISK, "quiz", [], {})


def test_questions_are_counted_over_all_attempts(tmp_path: Path) -> None:
    wider = found(second(tmp_path / "a", TOLERANT), stored())
    corrected = found(second(tmp_path / "b", FLOUR, KILOS, TOLERANT), stored())
    changes = [*wider.items, *corrected.items]
    water, flour = BREAD.item("dough.water-share").stem, BREAD.item("dough.flour").stem
    assert tally_items(changes) == (
        ItemTally("dough.water-share", water, "judged otherwise", 2, 0, 0),
        ItemTally("dough.flour", flour, "another answer", 0, 1, 0),
    )
    assert tally_items([]) == ()


def test_one_answer_is_judged_by_the_key_of_today(tmp_path: Path) -> None:
    corrected = second(tmp_path, FLOUR, KILOS)
    judged = [is_right_again(course, "dough.flour", {}, "a") for course in (BREAD, corrected)]
    assert judged == [True, False]


def test_an_answer_to_a_question_that_cannot_be_put_again_is_not_judged() -> None:
    assert is_right_again(BREAD, "dough.gone", {}, "a") is None
    assert is_right_again(RISK, "loss.shown", {}, "1") is None
