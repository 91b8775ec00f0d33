"""Quizzes drawn, shown without their key, and graded with a reason for every answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from content import Text
from courses.course import Course
from courses.items import Item, Option
from courses.numerals import read_number

Answer = str | Sequence[str]
"""What a learner gave: an option's key (`single`), a number as typed (`numeric`), or keys of options:
those that were ticked (`multiple`), all of them as the learner put them (`order`)."""

Answers = Mapping[str, Answer]
"""Item key to answer; an item that is missing was not answered."""

_ROUNDING = 1e-9
"""Room for binary fractions, so that a number on the very edge of the tolerance is inside."""


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """An item with the order in which its options are shown in this draw."""

    item: Item
    option_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as a learner sees it."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True)
class QuestionView:
    """An item as a learner sees it before answering: no key, no tolerance, no feedback.

    Attributes:
        number: its place in the quiz, from 1; None for a question inside a lesson.
        options: in the order of the draw; none for `numeric`.
        unit: what a number is asked in, to be printed beside the field.
    """

    key: str
    kind: str
    stem: Text
    options: tuple[Choice, ...]
    unit: Text | None
    number: int | None


@dataclass(frozen=True, slots=True)
class ItemGrade:
    """What one answer was worth, and what there is to learn from it.

    Attributes:
        given: the options as they were chosen or ordered; none for `numeric`.
        typed: the number as it was typed; empty for the other kinds.
        read_as: the number that was understood; None if none could be, which is no right answer.
        right: the options of the right answer, for `order` as they must stand; none for `numeric`.
        right_number: for `numeric`, in `unit`.
        feedback: what to tell about what was wrong; none after a right or a missing answer.
        traps: keys of the misconceptions that the answer betrays.
        explanation: why the right answer is right; shown after every answer.
    """

    key: str
    objective: str
    kind: str
    stem: Text
    is_answered: bool
    is_right: bool
    given: tuple[Choice, ...]
    typed: str
    read_as: float | None
    right: tuple[Choice, ...]
    right_number: float | None
    unit: Text | None
    feedback: tuple[Text, ...]
    traps: tuple[str, ...]
    explanation: Text


@dataclass(frozen=True, slots=True)
class ObjectiveGrade:
    """Right answers to the questions of one objective."""

    objective: str
    points: int
    asked: int


@dataclass(frozen=True, slots=True)
class Grade:
    """The result of one attempt; a question is worth one point, all or nothing.

    Attributes:
        share: points of those asked, 0 to 1; 0 if nothing was asked.
        objectives: in the order in which they were first asked.
    """

    points: int
    asked: int
    share: float
    pass_share: float
    is_passed: bool
    items: tuple[ItemGrade, ...]
    objectives: tuple[ObjectiveGrade, ...]


def draw_quiz(course: Course, seed: int) -> tuple[DrawnItem, ...]:
    """Return the questions of one attempt: as many from each lesson's bank as the quiz says.

    Questions that stand inside a lesson are not drawn. The same course and seed give the same draw on every
    machine and in every version of Python: the order follows from hashes, not from a random generator.
    """
    drawn = []
    for share in course.quiz.draw:
        pool = {item.key: item for item in course.quiz_items_of(share.lesson)}
        drawn += [pool[key] for key in _shuffled(pool, f"{seed}")[: share.questions]]
    return tuple(draw_item(item, seed) for item in drawn)


def draw_item(item: Item, seed: int) -> DrawnItem:
    """Return one item with its options in the order of a seed, which for `order` is never the right one."""
    keys = tuple(option.key for option in item.options)
    shown = _shuffled(keys, f"{seed}:{item.key}") if item.shuffle or item.kind == "order" else keys
    if item.kind == "order" and shown == keys:
        shown = (*shown[1:], shown[0])
    return DrawnItem(item, shown)


def view(drawn: DrawnItem, number: int | None = None) -> QuestionView:
    """Return a drawn item as a learner may see it before answering."""
    item = drawn.item
    texts = {option.key: option.text for option in item.options}
    options = tuple(Choice(key, texts[key]) for key in drawn.option_keys)
    return QuestionView(item.key, item.kind, item.stem, options, item.unit, number)


def grade(items: Iterable[Item], answers: Answers, *, pass_share: float) -> Grade:
    """Return what a set of answers is worth; whatever is no answer to its question is a wrong one.

    Answers to other items are passed over.

    Args:
        pass_share: the share of points, above 0 and up to 1, that passes.
    """
    graded = tuple(grade_item(item, answers.get(item.key, "")) for item in items)
    points = sum(one.is_right for one in graded)
    return Grade(
        points=points,
        asked=len(graded),
        share=points / len(graded) if graded else 0.0,
        pass_share=pass_share,
        is_passed=bool(graded) and points >= pass_share * len(graded) - _ROUNDING,
        items=graded,
        objectives=_by_objective(graded),
    )


def grade_item(item: Item, answer: Answer) -> ItemGrade:
    """Return what one answer is worth, and what to tell the learner about it."""
    if item.kind == "numeric":
        return _grade_number(item, answer)
    known = {option.key: option for option in item.options}
    keys = (answer,) if isinstance(answer, str) else tuple(answer)
    given = tuple(known[key] for key in dict.fromkeys(keys) if key in known)
    wrong, is_right = _judge(item, given)
    return _item_grade(
        item,
        is_answered=bool(given),
        is_right=is_right,
        given=given,
        feedback=wrong if given else (),
        traps=tuple(option.trap for option in given if option.trap and not option.is_correct),
    )


def _judge(item: Item, given: tuple[Option, ...]) -> tuple[tuple[Text, ...], bool]:
    """Return what to tell about the options given, and whether they are the whole right answer."""
    right = item.right_options
    if item.kind == "order":
        is_right = given == right
        return (() if is_right or item.otherwise is None else (item.otherwise,)), is_right
    missed_or_wrong = tuple(option for option in item.options if (option in given) != (option in right))
    if item.kind == "single":
        # Which option would have been right is told by the explanation, not once more as something missed.
        missed_or_wrong = tuple(option for option in missed_or_wrong if not option.is_correct)
        is_right = given == right
    else:
        is_right = not missed_or_wrong
    return tuple(option.say for option in missed_or_wrong if option.say is not None), is_right


def _grade_number(item: Item, answer: Answer) -> ItemGrade:
    typed = answer if isinstance(answer, str) else " ".join(answer)
    units = tuple(item.unit.values()) if item.unit else ()
    readings = read_number(typed, units)
    answered_right = next((value for value in readings if _is_near(value, item.answer, item.tolerance)), None)
    is_answered = bool(typed.strip())
    if answered_right is not None or not is_answered:
        is_right = answered_right is not None
        return _item_grade(
            item, is_answered=is_answered, is_right=is_right, typed=typed, read_as=answered_right
        )
    for value in readings:
        for slip in item.slips:
            if _is_near(value, slip.value, item.reach(slip)):
                traps = (slip.trap,) if slip.trap else ()
                return _item_grade(
                    item, is_answered=True, typed=typed, read_as=value, feedback=(slip.say,), traps=traps
                )
    feedback = (item.otherwise,) if item.otherwise else ()
    read_as = readings[0] if readings else None
    return _item_grade(item, is_answered=True, typed=typed, read_as=read_as, feedback=feedback)


def _item_grade(
    item: Item,
    *,
    is_answered: bool,
    is_right: bool = False,
    given: tuple[Option, ...] = (),
    typed: str = "",
    read_as: float | None = None,
    feedback: tuple[Text, ...] = (),
    traps: tuple[str, ...] = (),
) -> ItemGrade:
    return ItemGrade(
        key=item.key,
        objective=item.objective,
        kind=item.kind,
        stem=item.stem,
        is_answered=is_answered,
        is_right=is_right,
        given=_choices(given),
        typed=typed,
        read_as=read_as,
        right=_choices(item.right_options),
        right_number=item.answer,
        unit=item.unit,
        feedback=feedback,
        traps=traps,
        explanation=item.explanation,
    )


def _choices(options: tuple[Option, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(option.key, option.text) for option in options)


def _by_objective(graded: tuple[ItemGrade, ...]) -> tuple[ObjectiveGrade, ...]:
    keys = dict.fromkeys(one.objective for one in graded)
    asked = {key: [one for one in graded if one.objective == key] for key in keys}
    return tuple(
        ObjectiveGrade(key, sum(one.is_right for one in ones), len(ones)) for key, ones in asked.items()
    )


def _is_near(value: float, target: float | None, reach: float | None) -> bool:
    return target is not None and abs(value - target) <= (reach or 0.0) + _ROUNDING * max(1.0, abs(target))


def _shuffled(keys: Iterable[str], salt: str) -> tuple[str, ...]:
    """Return keys in an order that a salt decides and that no other key's presence changes."""
    return tuple(sorted(keys, key=lambda key: hashlib.sha256(f"{salt}:{key}".encode()).digest()))
