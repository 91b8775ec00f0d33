"""How a course is examined: the quiz, the pre-test that lets people skip, and the final exam with its blueprint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from content import NO_OTHER_FIELDS, Limits, Problem
from courses.keys import CompetencyKey, Key, Minutes, repeated

Opens = Literal["after-lessons", "at-once"]
PassShare = Annotated[float, Limits(gt=0, le=1)]
Count = Annotated[int, Limits(ge=0, le=50)]

FEWEST_PRETEST, MOST_PRETEST = 5, 8
"""How many questions a pre-test puts; fewer say nothing, more are a second exam."""

Cell = tuple[str, str]
"""A competency and a level: a cell of the blueprint."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many questions are drawn from one lesson's bank."""

    __pydantic_config__ = NO_OTHER_FIELDS

    lesson: Key
    questions: Annotated[int, Limits(ge=1, le=50)]


@dataclass(frozen=True, slots=True)
class Policy:
    """How often somebody may try, and what they are shown afterwards.

    Attributes:
        attempts: how many tries there are; 0 for any number.
        wait_hours: how long after handing in one attempt the next may begin.
        shows: `items` tells each question's right answer with its explanation; `objectives` only how many
            answers were right for each objective, so that the questions stay usable.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    attempts: Annotated[int, Limits(ge=0, le=20)] = 0
    wait_hours: Annotated[int, Limits(ge=0, le=720)] = 0
    shows: Literal["items", "objectives"] = "items"


@dataclass(frozen=True, slots=True)
class Quiz:
    """A test drawn from the lessons' banks.

    Attributes:
        minutes: what it usually takes; nobody is held to it.
        pass_share: the share of right answers, above 0 and up to 1, that passes.
        opens: when a learner may start it. `at-once` lets people test out.
        draw: in the order in which the questions are put.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    minutes: Minutes
    pass_share: PassShare
    opens: Opens
    draw: Annotated[tuple[Share, ...], Limits(min_length=1)]
    policy: Policy = Policy()

    @property
    def questions(self) -> int:
        """How many questions one attempt puts."""
        return sum(share.questions for share in self.draw)


@dataclass(frozen=True, slots=True)
class Pretest:
    """A short test before the lessons: it shows what is known already and may free from lessons.

    Attributes:
        test_out_share: the share of a lesson's questions that must be right for that lesson to be skipped.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    minutes: Minutes
    draw: Annotated[tuple[Share, ...], Limits(min_length=1)]
    test_out_share: PassShare = 1.0

    @property
    def questions(self) -> int:
        """How many questions it puts."""
        return sum(share.questions for share in self.draw)

    def problems(self) -> Iterator[Problem]:
        """Yield a number of questions that is too small or too large."""
        if not FEWEST_PRETEST <= self.questions <= MOST_PRETEST:
            allowed = f"{FEWEST_PRETEST} to {MOST_PRETEST} in all"
            yield Problem(("draw",), f"{self.questions} questions", allowed, "pretest-length")


@dataclass(frozen=True, slots=True)
class BlueprintRow:
    """How many questions the exam puts on one competency, by level, and how many of them must be right.

    Attributes:
        analyse: counts questions that ask to analyse or to evaluate.
        pass_share: the share of this row's questions without which nobody passes; none by itself if 0.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    competency: CompetencyKey
    recall: Count = 0
    understand: Count = 0
    apply: Count = 0
    analyse: Count = 0
    pass_share: Annotated[float, Limits(ge=0, le=1)] = 0.0

    @property
    def cells(self) -> tuple[tuple[Cell, int], ...]:
        """The row's cells that ask for something, with how much."""
        counts = (
            ("recall", self.recall),
            ("understand", self.understand),
            ("apply", self.apply),
            ("analyse", self.analyse),
        )
        return tuple(((self.competency, level), count) for level, count in counts if count)

    @property
    def questions(self) -> int:
        """How many questions the row puts."""
        return sum(count for _, count in self.cells)


@dataclass(frozen=True, slots=True)
class Exam:
    """The final exam: a draw that fits the blueprint, against the server's clock.

    Attributes:
        minutes: from the start; what comes later than a short grace does not count.
        pass_share: the share of all right answers that passes, besides the marks of the rows.
        numeric: how many of the questions at least ask for a number.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    minutes: Minutes
    pass_share: PassShare
    blueprint: Annotated[tuple[BlueprintRow, ...], Limits(min_length=1)]
    numeric: Count = 0
    opens: Opens = "after-lessons"
    policy: Policy = Policy(attempts=3, wait_hours=24, shows="objectives")

    @property
    def questions(self) -> int:
        """How many questions one attempt puts."""
        return sum(row.questions for row in self.blueprint)

    @property
    def pass_marks(self) -> dict[str, float]:
        """The pass mark of each competency that has one of its own."""
        return {row.competency: row.pass_share for row in self.blueprint if row.pass_share}

    def problems(self) -> Iterator[Problem]:
        """Yield rows that stand twice or ask for nothing."""
        for place in repeated(tuple(row.competency for row in self.blueprint)):
            found = f"'{self.blueprint[place].competency}' again"
            yield Problem(("blueprint", place, "competency"), found, "each competency once", "repeated-key")
        for place, row in enumerate(self.blueprint):
            if not row.questions:
                yield Problem(("blueprint", place), "no questions", "a count of one or more", "empty-row")
