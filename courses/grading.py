"""Tests drawn, shown without their key, and graded as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from content import Text
from courses.blueprints import pick_for_exam
from courses.course import Course
from courses.exams import Exam, Share
from courses.items import Item
from courses.judging import Answer, Choice, ItemGrade, PartGrade, grade_item
from courses.variants import Values, draw_values, write_in

__all__ = [
    "Answer",
    "Answers",
    "Choice",
    "CompetencyGrade",
    "DrawnItem",
    "GapView",
    "Grade",
    "ItemGrade",
    "ObjectiveGrade",
    "PartGrade",
    "QuestionView",
    "draw_exam",
    "draw_item",
    "draw_pretest",
    "draw_quiz",
    "grade",
    "grade_item",
    "view",
]

Answers = Mapping[str, Answer]
"""Item key to answer; an item that is missing was not answered."""

_ROUNDING = 1e-9
"""Room for binary fractions, so that a share on the very edge of a mark passes."""


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """An item as it is put in one draw.

    Attributes:
        item: with its drawn numbers written in, where it has such.
        option_keys: the order in which its options are shown.
        values: the drawn numbers.
    """

    item: Item
    option_keys: tuple[str, ...]
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GapView:
    """A gap to fill: with one of `options`, or where there are none with a number in `unit`."""

    key: str
    options: tuple[Choice, ...]
    unit: Text | None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """An item as a learner sees it before answering: no key, no tolerance, no feedback.

    Attributes:
        number: its place in the quiz, from 1; None for a question inside a lesson.
        options: in the order of the draw; none for `numeric` and `cloze`.
        unit: what a number is asked in, to be printed beside the field.
        targets: for `match`, what the options are matched with.
        gaps: for `cloze`, what `[[key]]` in the stem stands for.
    """

    key: str
    kind: str
    stem: Text
    options: tuple[Choice, ...]
    unit: Text | None
    number: int | None
    targets: tuple[Choice, ...] = ()
    gaps: tuple[GapView, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectiveGrade:
    """Right answers to the questions of one objective."""

    objective: str
    points: int
    asked: int


@dataclass(frozen=True, slots=True)
class CompetencyGrade:
    """Right answers to the questions of one competency, and the share of them without which nobody passes."""

    competency: str
    points: int
    asked: int
    pass_share: float
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Grade:
    """The result of one attempt; a question is worth one point, all or nothing.

    Attributes:
        share: points of those asked, 0 to 1; 0 if nothing was asked.
        is_passed: the share is reached, and so is the mark of each competency that has one.
        objectives, competencies: in the order in which they were first asked.
    """

    points: int
    asked: int
    share: float
    pass_share: float
    is_passed: bool
    items: tuple[ItemGrade, ...]
    objectives: tuple[ObjectiveGrade, ...]
    competencies: tuple[CompetencyGrade, ...] = ()


def draw_quiz(course: Course, seed: int, seen: Collection[str] = ()) -> tuple[DrawnItem, ...]:
    """Return the questions of one attempt at the quiz: as many from each lesson's bank as it says.

    Questions that stand inside a lesson are not drawn. The same course and seed give the same draw on every
    machine and in every version of Python: the order follows from hashes, not from a random generator.

    Args:
        seen: keys of items that earlier attempts put; they come again only where nothing else is left.
    """
    share = course.quiz.draw if course.quiz else ()
    return _draw(share, {one.lesson: course.quiz_items_of(one.lesson) for one in share}, seed, seen)


def draw_pretest(course: Course, seed: int) -> tuple[DrawnItem, ...]:
    """Return the questions of the pre-test, from what is kept for it; drawn as the quiz is."""
    share = course.pretest.draw if course.pretest else ()
    return _draw(share, {one.lesson: course.pretest_items_of(one.lesson) for one in share}, seed, ())


def draw_exam(course: Course, exam: Exam, seed: int, seen: Collection[str] = ()) -> tuple[DrawnItem, ...]:
    """Return the questions of one attempt at the exam: as its blueprint asks, in an order of their own.

    Args:
        seen: as in `draw_quiz`.
    """
    pool = {item.key: item for item in course.exam_items}
    ordered = [pool[key] for key in _shuffled(pool, f"{seed}")]
    picked = {item.key: item for item in pick_for_exam(exam, ordered, seen)}
    return tuple(draw_item(picked[key], seed) for key in _shuffled(picked, f"{seed}:order"))


def _draw(
    shares: Iterable[Share], pools: Mapping[str, tuple[Item, ...]], seed: int, seen: Collection[str]
) -> tuple[DrawnItem, ...]:
    drawn: list[Item] = []
    for share in shares:
        pool = {item.key: item for item in pools[share.lesson]}
        order = sorted(_shuffled(pool, f"{seed}"), key=lambda key: key in seen)
        drawn += [pool[key] for key in order[: share.questions]]
    return tuple(draw_item(item, seed) for item in drawn)


def draw_item(item: Item, seed: int) -> DrawnItem:
    """Return one item with its numbers, and its options in the order of a seed.

    The steps of `order` are never shown in their right order.
    """
    values = draw_values(item, seed)
    keys = tuple(option.key for option in item.options)
    shown = _shuffled(keys, f"{seed}:{item.key}") if item.shuffle or item.kind == "order" else keys
    if item.kind == "order" and shown == keys:
        shown = (*shown[1:], shown[0])
    return DrawnItem(write_in(item, values), shown, values)


def view(drawn: DrawnItem, number: int | None = None) -> QuestionView:
    """Return a drawn item as a learner may see it before answering."""
    item = drawn.item
    texts = {option.key: option.text for option in item.options}
    return QuestionView(
        item.key,
        item.kind,
        item.stem,
        tuple(Choice(key, texts[key]) for key in drawn.option_keys),
        item.unit,
        number,
        targets=tuple(Choice(target.key, target.text) for target in item.targets),
        gaps=tuple(
            GapView(gap.key, tuple(Choice(one.key, one.text) for one in gap.options), gap.unit)
            for gap in item.gaps
        ),
    )


def grade(
    items: Iterable[Item],
    answers: Answers,
    *,
    pass_share: float,
    pass_marks: Mapping[str, float] | None = None,
) -> Grade:
    """Return what a set of answers is worth; whatever is no answer to its question is a wrong one.

    Answers to other items are passed over.

    Args:
        pass_share: the share of points, above 0 and up to 1, that passes.
        pass_marks: competency to the share of its own points that must be reached as well.
    """
    graded = tuple(grade_item(item, answers.get(item.key, "")) for item in items)
    points = sum(one.is_right for one in graded)
    competencies = tuple(_by_competency(graded, pass_marks or {}))
    reached = bool(graded) and points >= pass_share * len(graded) - _ROUNDING
    return Grade(
        points=points,
        asked=len(graded),
        share=points / len(graded) if graded else 0.0,
        pass_share=pass_share,
        is_passed=reached and all(one.is_reached for one in competencies),
        items=graded,
        objectives=_by_objective(graded),
        competencies=competencies,
    )


def _by_objective(graded: tuple[ItemGrade, ...]) -> tuple[ObjectiveGrade, ...]:
    keys = dict.fromkeys(one.objective for one in graded)
    asked = {key: [one for one in graded if one.objective == key] for key in keys}
    return tuple(
        ObjectiveGrade(key, sum(one.is_right for one in ones), len(ones)) for key, ones in asked.items()
    )


def _by_competency(graded: tuple[ItemGrade, ...], marks: Mapping[str, float]) -> Iterator[CompetencyGrade]:
    for key in dict.fromkeys(one.competency for one in graded if one.competency is not None):
        ones = [one.is_right for one in graded if one.competency == key]
        points, mark = sum(ones), marks.get(key, 0.0)
        yield CompetencyGrade(key, points, len(ones), mark, points >= mark * len(ones) - _ROUNDING)


def _shuffled(keys: Iterable[str], salt: str) -> tuple[str, ...]:
    """Return keys in an order that a salt decides and that no other key's presence changes."""
    return tuple(sorted(keys, key=lambda key: hashlib.sha256(f"{salt}:{key}".encode()).digest()))
