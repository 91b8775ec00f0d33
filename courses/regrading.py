"""An attempt judged again: the same draw and answers under the questions of today, and what that changes and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from content.text import Text
from courses.course import Course, UnknownItem
from courses.expressions import BadExpression
from courses.grading import Answer, Answers, DrawnItem, Grade, ItemGrade, grade, grade_item
from courses.items import Item
from courses.variants import write_in

Why = Literal["withdrawn", "asked again", "another answer", "judged otherwise"]
"""Why a question counts otherwise: it was `withdrawn` from the course, or is `asked again` after that; `another answer`
is right now; or the right answer is the same and answers near it, or read otherwise, are `judged otherwise`."""

Crossing = Literal["none", "gains", "keeps", "loses"]
"""What becomes of a pass: an attempt `gains` it; falls short now and `keeps` it all the same; or `loses` it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept of an attempt that was handed in.

    Attributes:
        kind: the test: "quiz", "exam" or "pretest".
        drawn: for each question `item` (key), `options` (keys as shown) and `values` (its drawn numbers).
        given: item key to answer.
        grade: the grade in force.
        is_passed: whether it counts as passed now, be it by that grade or because a pass was kept.
        is_late: it was handed in after its time, so it does not pass however it is graded.
    """

    kind: str
    drawn: Sequence[Mapping[str, Any]]
    given: Answers
    grade: Grade
    is_passed: bool
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A question that counts otherwise in one attempt; `gain` is 1, 0 or -1 points of it."""

    key: str
    stem: Text
    why: Why
    gain: int


@dataclass(frozen=True, slots=True)
class Regraded:
    """An attempt whose grade is another now.

    Attributes:
        is_passed: whether it counts as passed from now on.
        items: the questions that count otherwise, in the order of the attempt.
    """

    before: Grade
    after: Grade
    is_passed: bool
    crossing: Crossing
    items: tuple[ItemChange, ...]

    @property
    def is_seen(self) -> bool:
        """Whether points or pass differ, and not only what is told as the right answer."""
        points = (self.before.points, self.before.asked) != (self.after.points, self.after.asked)
        return points or self.crossing != "none"


@dataclass(frozen=True, slots=True)
class ItemTally:
    """A question over all attempts: in how many it gains a point, loses one, or is only told otherwise."""

    key: str
    stem: Text
    why: Why
    gained: int
    lost: int
    told: int


def drawn_again(course: Course, drawn: Iterable[Mapping[str, Any]]) -> tuple[DrawnItem, ...]:
    """Return what was drawn, in today's words. A question withdrawn since is neither put nor counted.

    So is one that can no longer be put with the numbers that were drawn for it.
    """
    return tuple(found for one in drawn if (found := _still_there(course, one)) is not None)


def _still_there(course: Course, one: Mapping[str, Any]) -> DrawnItem | None:
    shown, values = one["options"], one.get("values", {})
    try:
        found = course.item(one["item"])
        if found.params.keys() - values.keys():
            return None
        item = write_in(found, values)
    except (UnknownItem, BadExpression):
        return None
    options = [option.key for option in item.options]
    # In the order in which they were shown; one that was added since stands at the end.
    order = tuple(sorted(options, key=lambda key: shown.index(key) if key in shown else len(shown)))
    return DrawnItem(item, order, values)


def is_right_again(course: Course, key: str, values: Mapping[str, float], given: Answer) -> bool | None:
    """Return whether an answer to one question is right by today's key.

    None where it cannot be judged: the question was withdrawn, or no longer fits the numbers that were drawn for it.
    """
    drawn = _still_there(course, {"item": key, "options": (), "values": values})
    return None if drawn is None else grade_item(drawn.item, given).is_right


def pass_share_of(course: Course, kind: str) -> float | None:
    """Return the share of points that passes a kind of test; None in a course without such a test."""
    if kind == "pretest":
        return 1.0 if course.pretest else None
    test = course.exam if kind == "exam" else course.quiz if kind == "quiz" else None
    return test.pass_share if test else None


def grade_test(course: Course, kind: str, items: Iterable[Item], given: Answers) -> Grade:
    """Return what a set of answers is worth under the rules that a course has for a kind of test.

    Raises:
        ValueError: the course has no such test.
    """
    share = pass_share_of(course, kind)
    if share is None:
        raise ValueError(f"{course.key} has no {kind}")
    marks = course.exam.pass_marks if kind == "exam" and course.exam else None
    return grade(items, given, pass_share=share, pass_marks=marks)


def replay(course: Course, stored: Stored) -> Grade | None:
    """Return what an attempt is worth under a version of the course; None where nothing of it is left to judge.

    That is so where the course has no such test any more, where all of its questions were withdrawn, and where
    nothing was handed in.
    """
    items = [one.item for one in drawn_again(course, stored.drawn)]
    if pass_share_of(course, stored.kind) is None or not items or not stored.grade.asked:
        return None
    return grade_test(course, stored.kind, items, stored.given)


def regrade(course: Course, stored: Stored, *, takes_passes: bool = False) -> Regraded | None:
    """Return what a replay changes in an attempt, as `compare` does; None also where nothing is left to judge."""
    after = replay(course, stored)
    return None if after is None else compare(stored, after, takes_passes=takes_passes)


def compare(stored: Stored, after: Grade, *, takes_passes: bool = False) -> Regraded | None:
    """Return what another grade changes in an attempt; None where it changes nothing.

    Points follow the questions, up and down. A pass that was given stays, unless that is wished otherwise: whoever
    passed by the questions of the day did what they were asked to.

    Args:
        after: what `replay` returned.
        takes_passes: an attempt that falls short now is no longer passed.

    Source: docs/methods.md, section 11, with worked examples.
    """
    passes = after.is_passed and not stored.is_late
    is_passed = passes or (stored.is_passed and not takes_passes)
    items = tuple(_changes(stored.grade, after))
    if not items and _verdict(stored.grade) == _verdict(after) and is_passed == stored.is_passed:
        return None
    return Regraded(stored.grade, after, is_passed, _crossing(stored, passes, is_passed), items)


def _crossing(stored: Stored, passes: bool, is_passed: bool) -> Crossing:
    if stored.kind == "pretest":  # it frees from lessons and is no mark
        return "none"
    if stored.is_passed != is_passed:
        return "gains" if is_passed else "loses"
    # Told once: where the grade in force fell short before, that it keeps the pass is nothing new.
    return "keeps" if is_passed and not passes and stored.grade.is_passed else "none"


def _verdict(found: Grade) -> object:
    marks = (found.pass_share, found.is_passed, found.objectives, found.competencies)
    return (found.points, found.asked, *marks)


def _changes(before: Grade, after: Grade) -> Iterable[ItemChange]:
    old, new = ({one.key: one for one in found.items} for found in (before, after))
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        shown = now or was
        why = _why(was, now)
        if shown is not None and why is not None:
            gain = int(now is not None and now.is_right) - int(was is not None and was.is_right)
            yield ItemChange(key, shown.stem, why, gain)


def _why(was: ItemGrade | None, now: ItemGrade | None) -> Why | None:
    if was is None or now is None:
        return "withdrawn" if now is None else "asked again"
    if _key_of(was) != _key_of(now):
        return "another answer"
    return "judged otherwise" if was.is_right != now.is_right else None


def _key_of(found: ItemGrade) -> object:
    """Return what is told as the right answer, in keys and numbers; of the parts of an answer the words are kept."""
    parts = tuple(
        (one.key, one.right_number, None if one.right is None else sorted(one.right.items()))
        for one in found.parts
    )
    keys = [one.key for one in found.right]
    return (keys if found.kind == "order" else sorted(keys), found.right_number, parts)


def tally_items(changes: Iterable[ItemChange]) -> tuple[ItemTally, ...]:
    """Return for each question, and each reason, in how many attempts it counts otherwise; most points moved first."""
    counts: Counter[tuple[str, Why, int]] = Counter()
    stems: dict[tuple[str, Why], Text] = {}
    for one in changes:
        counts[one.key, one.why, one.gain] += 1
        stems.setdefault((one.key, one.why), one.stem)
    found = [
        ItemTally(key, stem, why, counts[key, why, 1], counts[key, why, -1], counts[key, why, 0])
        for (key, why), stem in stems.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.gained - one.lost, -one.told, one.key, one.why)))
