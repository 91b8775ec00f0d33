"""Questions with their key and what to say to each wrong answer, as the banks of a course hold them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.syllabus import Key, ObjectiveKey, repeated

Kind = Literal["single", "multiple", "numeric", "order"]
Depth = Literal["recall", "understand", "apply", "analyse", "evaluate"]
ItemKey = Annotated[
    str, Limits(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$", max_length=80)
]

_FEWEST_OPTIONS = {"single": 2, "multiple": 3, "order": 3}

_Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose, or one step to put in its place.

    Attributes:
        say: what to tell a learner who was wrong about this option: chose it, or did not.
        trap: key of the misconception that choosing it betrays.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text
    is_correct: bool = False
    say: Text | None = None
    trap: Key | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong number that a known error leads to.

    Attributes:
        tolerance: how far from the value still counts as this slip; the item's own if not given.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    value: float
    say: Text
    tolerance: Annotated[float, Limits(ge=0)] | None = None
    trap: Key | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A question with its key.

    Attributes:
        level: what it asks for, from recalling to judging.
        options: for `single` and `multiple`; for `order` the steps, in their right order.
        shuffle: whether options are shown in an order of their own for each draw.
        answer: for `numeric`, in `unit`; right is what lies within `tolerance` of it, both ends included.
        otherwise: what to tell after a wrong order, or after a number that is no known slip.
        explanation: why the right answer is right; told after every answer.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: ItemKey
    kind: Kind
    level: Depth
    objective: ObjectiveKey
    stem: Text
    explanation: Text
    options: tuple[Option, ...] = ()
    shuffle: bool = True
    unit: Text | None = None
    answer: float | None = None
    tolerance: Annotated[float, Limits(ge=0)] | None = None
    slips: tuple[Slip, ...] = ()
    otherwise: Text | None = None

    @property
    def right_options(self) -> tuple[Option, ...]:
        """The options of a fully right answer: for `order` all of them, as they must stand."""
        if self.kind == "order":
            return self.options
        return tuple(option for option in self.options if option.is_correct)

    @property
    def traps(self) -> tuple[str | None, ...]:
        """The misconception of each option, or of each slip of a numeric item, where one is named."""
        return tuple(wrong.trap for wrong in (self.slips if self.kind == "numeric" else self.options))

    def reach(self, slip: Slip) -> float:
        """Return how far from a slip's value an answer still counts as that slip."""
        return (self.tolerance or 0.0) if slip.tolerance is None else slip.tolerance


@dataclass(frozen=True, slots=True)
class Bank:
    """The questions of one lesson."""

    __pydantic_config__ = NO_OTHER_FIELDS

    lesson: Key
    items: Annotated[tuple[Item, ...], Limits(min_length=1)]

    def problems(self) -> Iterator[Problem]:
        """Yield every rule of a good question that an item of this bank breaks."""
        keys = tuple(item.key for item in self.items)
        for place in repeated(keys):
            yield Problem(("items", place, "key"), f"'{keys[place]}' again", "each key once", "repeated-key")
        for place, item in enumerate(self.items):
            path = ("items", place)
            if item.kind == "numeric":
                yield from _numeric_problems(path, item)
            else:
                yield from _choice_problems(path, item)
            yield from _feedback_problems(path, item)


def _numeric_problems(path: _Path, item: Item) -> Iterator[Problem]:
    if item.options:
        yield Problem((*path, "options"), f"a list of {len(item.options)}", "no options: numeric", "kind")
    for name, value in (("answer", item.answer), ("tolerance", item.tolerance)):
        if value is None:
            yield Problem((*path, name), f"no {name}", "a number: the item is numeric", "numeric-key")
    if item.answer is None:
        return
    for place, slip in enumerate(item.slips):
        if abs(slip.value - item.answer) <= (item.tolerance or 0.0) + item.reach(slip):
            allowed = "a slip whose reach lies outside the answer's tolerance"
            yield Problem((*path, "slips", place, "value"), f"{slip.value:g}", allowed, "slip-is-right")


def _choice_problems(path: _Path, item: Item) -> Iterator[Problem]:
    for name, value in (("answer", item.answer), ("tolerance", item.tolerance), ("unit", item.unit)):
        if value is not None:
            yield Problem((*path, name), "a value", f"nothing: the item is {item.kind}", "kind")
    if item.slips:
        yield Problem((*path, "slips"), "a list", f"nothing: the item is {item.kind}", "kind")
    fewest = _FEWEST_OPTIONS[item.kind]
    if len(item.options) < fewest:
        yield Problem((*path, "options"), f"{len(item.options)} options", f"{fewest} or more", "options")
    yield from _key_problems(path, item)
    yield from _option_problems(path, item)


def _key_problems(path: _Path, item: Item) -> Iterator[Problem]:
    right = sum(option.is_correct for option in item.options)
    if item.kind == "single" and right != 1:
        yield Problem((*path, "options"), f"{right} correct options", "exactly one", "key")
    if item.kind == "multiple" and right in (0, len(item.options)):
        yield Problem((*path, "options"), f"{right} correct options", "at least one, but not all", "key")
    if item.kind == "order" and right:
        yield Problem((*path, "options"), "is_correct", "the steps in order, none marked", "key")


def _option_problems(path: _Path, item: Item) -> Iterator[Problem]:
    keys = tuple(option.key for option in item.options)
    for place in repeated(keys):
        found = f"'{keys[place]}' again"
        yield Problem((*path, "options", place, "key"), found, "each key once", "repeated-key")
    languages = sorted({language for option in item.options for language in option.text})
    for language in languages:
        words = tuple(" ".join(option.text.get(language, "").split()).casefold() for option in item.options)
        for place in repeated(words):
            if words[place]:
                where = (*path, "options", place, "text", language)
                allowed = "words that tell it from the other options"
                yield Problem(where, "the same words again", allowed, "repeated-option")


def _feedback_problems(path: _Path, item: Item) -> Iterator[Problem]:
    if item.kind in ("numeric", "order"):
        if item.otherwise is None:
            allowed = f"what to say after a wrong answer: the item is {item.kind}"
            yield Problem((*path, "otherwise"), "no otherwise", allowed, "feedback")
        return
    for place, option in enumerate(item.options):
        if option.say is None and (item.kind == "multiple" or not option.is_correct):
            allowed = "what to say to a learner who was wrong about this option"
            yield Problem((*path, "options", place, "say"), "no say", allowed, "feedback")
