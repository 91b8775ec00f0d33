"""Single answers judged: what each was worth, how a number was read, and what there is to learn from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content import Text
from courses.items import Gap, Item, Option
from courses.numerals import read_number

Answer = str | Sequence[str]
"""What a learner gave: an option's key (`single`), a number as typed (`numeric`), keys of options: those that were
ticked (`multiple`), all of them as the learner put them (`order`); or texts of the form `part=value`: option and
target (`match`), gap and number or option (`cloze`)."""

_ROUNDING = 1e-9
"""Room for binary fractions, so that a number on the very edge of the tolerance is inside."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as a learner sees it."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True)
class PartGrade:
    """One line of a `match`, or one gap of a `cloze`.

    Attributes:
        label: what was to be matched; None for a gap.
        given: what was chosen; None where nothing was, or a number is asked for.
        typed, read_as: the number as it was typed, and as it was understood.
        right, right_number: the right answer, in words or as a number in `unit`.
    """

    key: str
    label: Text | None
    given: Text | None
    typed: str
    read_as: float | None
    right: Text | None
    right_number: float | None
    unit: Text | None
    is_right: bool


@dataclass(frozen=True, slots=True)
class ItemGrade:
    """What one answer was worth, and what there is to learn from it.

    Attributes:
        given: the options as they were chosen or ordered; none for the other kinds.
        typed: the number as it was typed; empty for the other kinds.
        read_as: the number that was understood; None if none could be, which is no right answer.
        right: the options of the right answer, for `order` as they must stand; none for the other kinds.
        right_number: for `numeric`, in `unit`.
        feedback: what to tell about what was wrong; none after a right or a missing answer.
        traps: keys of the misconceptions that the answer betrays.
        explanation: why the right answer is right; shown after every answer.
        parts: for `match` and `cloze`, how each part went.
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
    competency: str | None = None
    parts: tuple[PartGrade, ...] = ()


@dataclass(frozen=True, slots=True)
class _Number:
    """How a typed number was judged."""

    is_right: bool
    read_as: float | None
    feedback: tuple[Text, ...] = ()
    traps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an answer, and what there is to learn from it."""

    grade: PartGrade
    feedback: tuple[Text, ...] = ()
    traps: tuple[str, ...] = ()


def grade_item(item: Item, answer: Answer) -> ItemGrade:
    """Return what one answer is worth, and what to tell the learner about it.

    The item is as it was put: one with drawn numbers has them written in (`variants.write_in`).
    """
    if item.kind == "numeric":
        return _grade_number(item, answer)
    if item.kind in ("match", "cloze"):
        return _grade_parts(item, answer)
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
    if not typed.strip():
        return _item_grade(item, is_answered=False, typed=typed)
    found = _judge_number(item, typed)
    return _item_grade(
        item,
        is_answered=True,
        is_right=found.is_right,
        typed=typed,
        read_as=found.read_as,
        feedback=found.feedback,
        traps=found.traps,
    )


def _judge_number(one: Item | Gap, typed: str) -> _Number:
    readings = read_number(typed, tuple(one.unit.values()) if one.unit else ())
    for value in readings:
        if _is_near(value, one.answer, one.within):
            return _Number(True, value)
    for value in readings:
        for slip in one.slips:
            if _is_near(value, slip.value, one.reach(slip)):
                return _Number(False, value, (slip.say,), (slip.trap,) if slip.trap else ())
    return _Number(False, readings[0] if readings else None, (one.otherwise,) if one.otherwise else ())


def _grade_parts(item: Item, answer: Answer) -> ItemGrade:
    given = _split_parts((answer,) if isinstance(answer, str) else answer)
    if item.kind == "match":
        parts = [_judge_match(item, option, given.get(option.key, "")) for option in item.options]
    else:
        parts = [_judge_gap(gap, given.get(gap.key, "")) for gap in item.gaps]
    return _item_grade(
        item,
        is_answered=any(part.grade.given is not None or part.grade.typed for part in parts),
        is_right=all(part.grade.is_right for part in parts),
        feedback=tuple(text for part in parts for text in part.feedback),
        traps=tuple(dict.fromkeys(trap for part in parts for trap in part.traps)),
        parts=tuple(part.grade for part in parts),
    )


def _split_parts(answer: Sequence[str]) -> Mapping[str, str]:
    return {key: value for key, mark, value in (one.partition("=") for one in answer) if mark}


def _judge_match(item: Item, option: Option, given: str) -> _Part:
    texts = {target.key: target.text for target in item.targets}
    is_right = given == option.target
    part = PartGrade(
        option.key, option.text, texts.get(given), "", None, texts[option.target or ""], None, None, is_right
    )
    if is_right or given not in texts:
        return _Part(part)
    traps = (option.trap,) if option.trap else ()
    return _Part(part, (option.say,) if option.say else (), traps)


def _judge_gap(gap: Gap, given: str) -> _Part:
    if gap.is_number:
        found = _judge_number(gap, given) if given.strip() else _Number(False, None)
        part = PartGrade(
            gap.key, None, None, given.strip(), found.read_as, None, gap.answer, gap.unit, found.is_right
        )
        return _Part(part, found.feedback, found.traps)
    chosen = next((option for option in gap.options if option.key == given), None)
    right = next(option for option in gap.options if option.is_correct)
    text = chosen.text if chosen else None
    part = PartGrade(gap.key, None, text, "", None, right.text, None, None, chosen == right)
    if chosen is None or chosen == right:
        return _Part(part)
    return _Part(part, (chosen.say,) if chosen.say else (), (chosen.trap,) if chosen.trap else ())


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
    parts: tuple[PartGrade, ...] = (),
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
        right=_choices(item.right_options) if item.kind != "match" else (),
        right_number=item.answer,
        unit=item.unit,
        feedback=feedback,
        traps=traps,
        explanation=item.explanation,
        competency=item.competency,
        parts=parts,
    )


def _choices(options: tuple[Option, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(option.key, option.text) for option in options)


def _is_near(value: float, target: float | None, reach: float) -> bool:
    return target is not None and abs(value - target) <= reach + _ROUNDING * max(1.0, abs(target))
