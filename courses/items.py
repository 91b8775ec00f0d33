"""Questions with their key and what to say to each wrong answer, as the banks of a course hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.keys import CompetencyKey, ItemKey, Key, ObjectiveKey

Kind = Literal["single", "multiple", "numeric", "order", "match", "cloze"]
Depth = Literal["recall", "understand", "apply", "analyse", "evaluate"]
Difficulty = Literal["easy", "medium", "hard"]
Use = Literal["any", "pretest", "practice", "exam"]
ParameterName = Annotated[str, Limits(pattern=r"^[a-z][a-z0-9_]*$", max_length=20)]
Formula = Annotated[str, Limits(min_length=1, max_length=200)]
GAP = re.compile(r"\[\[([^\[\]]*)\]\]")
"""How a stem marks a gap."""

Path = tuple[str | int, ...]
"""Where something stands: field names and places in lists."""

Tolerance = Annotated[float, Limits(ge=0)]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose, one step to put in its place, or one thing to match.

    Attributes:
        say: what to tell a learner who was wrong about this option: chose it, did not, or matched it wrongly.
        trap: key of the misconception that choosing it, or matching it wrongly, betrays.
        target: for `match`, the key of what it belongs to.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text
    is_correct: bool = False
    say: Text | None = None
    trap: Key | None = None
    target: Key | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What the options of a `match` are matched with; one may be right for several options, or for none."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong number that a known error leads to: a `value`, or for an item with parameters an `expr`.

    Attributes:
        tolerance: how far from the value still counts as this slip; the item's own if not given.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    say: Text
    value: float | None = None
    expr: Formula | None = None
    tolerance: Tolerance | None = None
    trap: Key | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """The values that a number in a question may take: those of `pick`, or from `first` to `last` by `step`."""

    __pydantic_config__ = NO_OTHER_FIELDS

    pick: tuple[float, ...] = ()
    first: float | None = None
    last: float | None = None
    step: float | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A place to fill in a `cloze`: with a number where it has an `answer` or an `expr`, else with one of `options`.

    Attributes:
        otherwise: what to tell after a wrong number that is no known slip.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    answer: float | None = None
    expr: Formula | None = None
    tolerance: Tolerance | None = None
    tolerance_share: Tolerance | None = None
    decimals: Annotated[int, Limits(ge=0, le=6)] | None = None
    unit: Text | None = None
    slips: tuple[Slip, ...] = ()
    otherwise: Text | None = None
    options: tuple[Option, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether a number is asked for."""
        return not self.options

    @property
    def within(self) -> float:
        """How far from the answer is still right."""
        return reach_of(self.answer, self.tolerance, self.tolerance_share)

    def reach(self, slip: Slip) -> float:
        """Return how far from a slip's value an answer still counts as that slip."""
        return self.within if slip.tolerance is None else slip.tolerance


@dataclass(frozen=True, slots=True)
class Item:
    """A question with its key.

    Attributes:
        level: what it asks for, from recalling to judging.
        competency: what it tests; that of its objective if not given.
        difficulty: how many are expected to get it right: most, about two in three, or fewer than half.
        use: where it may be put. `any` means quiz, exam and review, `pretest` the pre-test alone, `practice` not
            the exam, `exam` the exam alone. Items that stand in lessons are for practice whatever this says.
        options: for `single`, `multiple` and `match`; for `order` the steps, in their right order.
        targets: for `match`, what the options are matched with.
        gaps: for `cloze`, the places that `[[key]]` marks in the stem.
        shuffle: whether options are shown in an order of their own for each draw.
        answer, expr: for `numeric`, in `unit`: a number, or how it follows from `params`.
        tolerance, tolerance_share: how far from the answer is still right, both ends included: in its unit, or as a
            share of it; the larger counts.
        decimals: with how many decimals the answer is printed.
        params, where: for an item whose numbers are drawn: what each may be, and which combinations are meant.
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
    competency: CompetencyKey | None = None
    difficulty: Difficulty | None = None
    use: Use = "any"
    options: tuple[Option, ...] = ()
    targets: tuple[Target, ...] = ()
    gaps: tuple[Gap, ...] = ()
    shuffle: bool = True
    unit: Text | None = None
    answer: float | None = None
    expr: Formula | None = None
    tolerance: Tolerance | None = None
    tolerance_share: Tolerance | None = None
    decimals: Annotated[int, Limits(ge=0, le=6)] | None = None
    slips: tuple[Slip, ...] = ()
    params: Mapping[ParameterName, Parameter] = field(default_factory=dict)
    where: Formula | None = None
    otherwise: Text | None = None

    @property
    def right_options(self) -> tuple[Option, ...]:
        """The options of a fully right answer: for `order` all of them, as they must stand."""
        if self.kind == "order":
            return self.options
        return tuple(option for option in self.options if option.is_correct)

    @property
    def traps(self) -> tuple[tuple[Path, str], ...]:
        """The misconceptions that wrong answers betray, each with where in the item it stands."""
        return tuple(((*path, "trap"), wrong.trap) for path, wrong in self._wrong() if wrong.trap is not None)

    @property
    def asks_for_number(self) -> bool:
        """Whether something is to be calculated."""
        return self.kind == "numeric" or any(gap.is_number for gap in self.gaps)

    @property
    def blueprint_level(self) -> str:
        """The column of the exam's blueprint that it counts in."""
        return "analyse" if self.level == "evaluate" else self.level

    @property
    def within(self) -> float:
        """How far from the answer is still right."""
        return reach_of(self.answer, self.tolerance, self.tolerance_share)

    def reach(self, slip: Slip) -> float:
        """Return how far from a slip's value an answer still counts as that slip."""
        return self.within if slip.tolerance is None else slip.tolerance

    def _wrong(self) -> Iterator[tuple[Path, Option | Slip]]:
        yield from _wrong_in((), self.options, self.slips)
        for number, gap in enumerate(self.gaps):
            yield from _wrong_in(("gaps", number), gap.options, gap.slips)


@dataclass(frozen=True, slots=True)
class Bank:
    """The questions of one lesson."""

    __pydantic_config__ = NO_OTHER_FIELDS

    lesson: Key
    items: Annotated[tuple[Item, ...], Limits(min_length=1)]

    def problems(self) -> Iterator[Problem]:
        """Yield every rule of a good question that an item of this bank breaks."""
        # The rules take the proof of parameters with them, which nobody needs who reads a course from its cache.
        from courses.item_rules import find_problems

        yield from find_problems(self.items)


def _wrong_in(
    path: Path, options: tuple[Option, ...], slips: tuple[Slip, ...]
) -> Iterator[tuple[Path, Option | Slip]]:
    for place, option in enumerate(options):
        yield (*path, "options", place), option
    for place, slip in enumerate(slips):
        yield (*path, "slips", place), slip


def reach_of(answer: float | None, tolerance: float | None, share: float | None) -> float:
    """Return how far from an answer is still right.

    >>> reach_of(200, 1, 0.01), reach_of(200, None, None)
    (2.0, 0.0)
    """
    return max(tolerance or 0.0, (share or 0.0) * abs(answer or 0.0))
