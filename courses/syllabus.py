"""What `course.yaml` holds: what a course is about, what it teaches in which order, how it is examined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from content import NO_OTHER_FIELDS, Limits, Problem, Text

Key = Annotated[str, Limits(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
ObjectiveKey = Annotated[str, Limits(pattern=r"^[A-Z][A-Z0-9]{0,7}$")]
Version = Annotated[str, Limits(pattern=r"^\d+\.\d+\.\d+$")]
Minutes = Annotated[int, Limits(ge=1, le=600)]


@dataclass(frozen=True, slots=True)
class Objective:
    """Something that a learner can do after the course and could not do before."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: ObjectiveKey
    text: Text


@dataclass(frozen=True, slots=True)
class Misconception:
    """A named error that wrong answers to several questions may have in common."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text


@dataclass(frozen=True, slots=True)
class Share:
    """How many questions the quiz draws from one lesson's bank."""

    __pydantic_config__ = NO_OTHER_FIELDS

    lesson: Key
    questions: Annotated[int, Limits(ge=1, le=50)]


@dataclass(frozen=True, slots=True)
class Quiz:
    """How the course is examined.

    Attributes:
        pass_share: the share of right answers, above 0 and up to 1, that passes.
        opens: when a learner may start it. `at-once` lets people test out.
        draw: in the order in which the questions are put.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    minutes: Minutes
    pass_share: Annotated[float, Limits(gt=0, le=1)]
    opens: Literal["after-lessons", "at-once"]
    draw: Annotated[tuple[Share, ...], Limits(min_length=1)]

    @property
    def questions(self) -> int:
        """How many questions one attempt puts."""
        return sum(share.questions for share in self.draw)


@dataclass(frozen=True, slots=True)
class Syllabus:
    """A course without its texts and questions.

    Attributes:
        minutes: of all lessons and the quiz.
        lessons: keys in teaching order; each is the name of a file in `lessons/`.
        completion: what counts as having done the course.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    version: Version
    title: Text
    summary: Text
    audience: Text
    minutes: Minutes
    objectives: Annotated[tuple[Objective, ...], Limits(min_length=1)]
    lessons: Annotated[tuple[Key, ...], Limits(min_length=1, max_length=100)]
    quiz: Quiz
    completion: Literal["lessons-and-quiz", "lessons", "quiz"]
    misconceptions: tuple[Misconception, ...] = ()

    def problems(self) -> Iterator[Problem]:
        """Yield every key that is used twice, and every draw from a lesson that the course does not have."""
        lists: tuple[tuple[str, tuple[str, ...]], ...] = (
            ("objectives", tuple(objective.key for objective in self.objectives)),
            ("lessons", self.lessons),
            ("misconceptions", tuple(misconception.key for misconception in self.misconceptions)),
        )
        for name, keys in lists:
            for place in repeated(keys):
                path = (name, place) if name == "lessons" else (name, place, "key")
                yield Problem(path, f"'{keys[place]}' again", "each key once", "repeated-key")
        drawn = tuple(share.lesson for share in self.quiz.draw)
        for place in repeated(drawn):
            found = f"'{drawn[place]}' again"
            yield Problem(("quiz", "draw", place, "lesson"), found, "each lesson once", "repeated-key")
        for place, lesson in enumerate(drawn):
            if lesson not in self.lessons:
                found, allowed = f"'{lesson}'", "a lesson of the course"
                yield Problem(("quiz", "draw", place, "lesson"), found, allowed, "unknown-lesson")


def repeated(keys: tuple[str, ...]) -> tuple[int, ...]:
    """Return the places at which a key stands that stood before.

    >>> repeated(("a", "b", "a", "a"))
    (2, 3)
    """
    return tuple(place for place, key in enumerate(keys) if key in keys[:place])
