"""What `course.yaml` holds: what a course is about, what it teaches in which order, how it is examined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.exams import Exam, Pretest, Quiz, Share
from courses.keys import CompetencyKey, ItemKey, Key, Minutes, ObjectiveKey, Version, repeated

__all__ = [
    "Completion",
    "Key",
    "Minutes",
    "Misconception",
    "Module",
    "Objective",
    "ObjectiveKey",
    "OwnCompetency",
    "Retired",
    "Syllabus",
    "Version",
    "repeated",
]

Completion = Literal["lessons-and-quiz", "lessons-and-exam", "lessons", "quiz", "exam"]
_Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Objective:
    """Something that a learner can do after the course and could not do before.

    Attributes:
        competency: what its items test unless they say otherwise, as `courses/library/competencies.yaml` names it.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: ObjectiveKey
    text: Text
    competency: CompetencyKey | None = None


@dataclass(frozen=True, slots=True)
class OwnCompetency:
    """Something that the course teaches and that the published list of competencies does not hold."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: CompetencyKey
    title: Text


@dataclass(frozen=True, slots=True)
class Module:
    """A part of the course with a heading of its own; `lessons` are keys in teaching order."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    title: Text
    lessons: Annotated[tuple[Key, ...], Limits(min_length=1, max_length=50)]


@dataclass(frozen=True, slots=True)
class Misconception:
    """A named error that wrong answers to several questions may have in common."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text


@dataclass(frozen=True, slots=True)
class Retired:
    """Keys that were in use and never will be again, since learners' records still name them."""

    __pydantic_config__ = NO_OTHER_FIELDS

    items: tuple[ItemKey, ...] = ()
    lessons: tuple[Key, ...] = ()
    misconceptions: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Syllabus:
    """A course without its texts and questions.

    Attributes:
        minutes: of all lessons, the quiz and the exam.
        lessons: keys in teaching order; each is the name of a file in `lessons/`. Empty where `modules` hold them.
        completion: what counts as having done the course.
        needs: keys of courses that are better taken first.
        competencies: those of its own, besides the published ones.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    version: Version
    title: Text
    summary: Text
    audience: Text
    minutes: Minutes
    objectives: Annotated[tuple[Objective, ...], Limits(min_length=1)]
    completion: Completion
    lessons: Annotated[tuple[Key, ...], Limits(max_length=100)] = ()
    modules: Annotated[tuple[Module, ...], Limits(max_length=50)] = ()
    quiz: Quiz | None = None
    pretest: Pretest | None = None
    exam: Exam | None = None
    needs: tuple[Key, ...] = ()
    competencies: tuple[OwnCompetency, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    retired: Retired = Retired()

    @property
    def lesson_keys(self) -> tuple[str, ...]:
        """All lessons in teaching order, in modules or not."""
        return self.lessons or tuple(key for module in self.modules for key in module.lessons)

    def place_of(self, lesson: int) -> _Path:
        """Return where in the file the lesson at a place of `lesson_keys` is listed."""
        if self.lessons:
            return ("lessons", lesson)
        before = 0
        for place, module in enumerate(self.modules):
            if lesson < before + len(module.lessons):
                return ("modules", place, "lessons", lesson - before)
            before += len(module.lessons)
        raise IndexError(lesson)

    @property
    def competency_of(self) -> dict[str, str]:
        """Objective to competency, where one is named."""
        return {one.key: one.competency for one in self.objectives if one.competency is not None}

    def problems(self) -> Iterator[Problem]:
        """Yield what the parts of a syllabus owe each other."""
        yield from self._list_problems()
        yield from self._key_problems()
        yield from self._retired_problems()
        for name, draw in (("quiz", self.quiz), ("pretest", self.pretest)):
            if draw is not None:
                yield from self._draw_problems(name, draw.draw)
        for name, part in (("pretest", self.pretest), ("exam", self.exam)):
            for problem in part.problems() if part is not None else ():
                yield Problem((name, *problem.path), problem.found, problem.allowed, problem.rule)

    def _list_problems(self) -> Iterator[Problem]:
        if bool(self.lessons) == bool(self.modules):
            found = "lessons and modules" if self.lessons else "neither lessons nor modules"
            yield Problem(("lessons",), found, "one of the two: modules hold their lessons", "lessons")
        for part, value in (("quiz", self.quiz), ("exam", self.exam)):
            if part in self.completion and value is None:
                allowed = f"a course with a {part}, or another completion"
                yield Problem(("completion",), f"'{self.completion}'", allowed, "completion")

    def _key_problems(self) -> Iterator[Problem]:
        lists: tuple[tuple[str, tuple[str, ...]], ...] = (
            ("objectives", tuple(objective.key for objective in self.objectives)),
            ("modules", tuple(module.key for module in self.modules)),
            ("competencies", tuple(competency.key for competency in self.competencies)),
            ("misconceptions", tuple(misconception.key for misconception in self.misconceptions)),
        )
        for name, keys in lists:
            for place in repeated(keys):
                yield _again((name, place, "key"), keys[place], "each key once")
        for place in repeated(self.lesson_keys):
            yield _again(self.place_of(place), self.lesson_keys[place], "each key once")

    def _retired_problems(self) -> Iterator[Problem]:
        used = (
            ("lessons", self.retired.lessons, set(self.lesson_keys)),
            ("misconceptions", self.retired.misconceptions, {one.key for one in self.misconceptions}),
        )
        for name, retired, live in used:
            for place, key in enumerate(retired):
                if key in live:
                    allowed = "a key that is no longer in use: retired keys are never used again"
                    yield Problem(("retired", name, place), f"'{key}'", allowed, "retired")

    def _draw_problems(self, name: str, draw: tuple[Share, ...]) -> Iterator[Problem]:
        drawn = tuple(share.lesson for share in draw)
        for place in repeated(drawn):
            yield _again((name, "draw", place, "lesson"), drawn[place], "each lesson once")
        for place, lesson in enumerate(drawn):
            if lesson not in self.lesson_keys:
                found, allowed = f"'{lesson}'", "a lesson of the course"
                yield Problem((name, "draw", place, "lesson"), found, allowed, "unknown-lesson")


def _again(path: _Path, key: str, allowed: str) -> Problem:
    return Problem(path, f"'{key}' again", allowed, "repeated-key")
