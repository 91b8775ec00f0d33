"""Ways through the courses for an audience, as data: which courses or lessons of them, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath
from typing import Annotated

from content import NO_OTHER_FIELDS, Limits, Problem, Text, load
from courses.course import Course
from courses.keys import Key, Version, repeated

FILE = FilePath(__file__).parent / "library" / "paths.yaml"


@dataclass(frozen=True, slots=True)
class Step:
    """A course, or where `lessons` are named those lessons of it."""

    __pydantic_config__ = NO_OTHER_FIELDS

    course: Key
    lessons: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A way through the courses; `aim` is what somebody can do at its end."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    title: Text
    audience: Text
    aim: Text
    steps: Annotated[tuple[Step, ...], Limits(min_length=1)]


@dataclass(frozen=True, slots=True)
class PathList:
    """A published version of the paths."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    version: Version
    paths: tuple[Path, ...]

    def problems(self) -> Iterator[Problem]:
        """Yield paths of one key, and courses that stand twice in a path."""
        for place in repeated(tuple(path.key for path in self.paths)):
            found = f"'{self.paths[place].key}' again"
            yield Problem(("paths", place, "key"), found, "each key once", "repeated-key")
        for number, path in enumerate(self.paths):
            for place in repeated(tuple(step.course for step in path.steps)):
                found, where = (
                    f"'{path.steps[place].course}' again",
                    ("paths", number, "steps", place, "course"),
                )
                yield Problem(where, found, "each course once, with all its lessons", "repeated-key")


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step that can be taken; `minutes` are those of its lessons, and of the tests where it is the whole course."""

    course: Course
    lessons: tuple[str, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class OpenPath:
    """A path as far as its courses are published; `unpublished` counts the steps that are not."""

    path: Path
    steps: tuple[PathStep, ...]
    unpublished: int

    @property
    def minutes(self) -> int:
        """What its steps take in all."""
        return sum(step.minutes for step in self.steps)


@cache
def list_paths() -> tuple[Path, ...]:
    """Return the published paths, in the order in which they are offered."""
    return load(FILE, PathList).paths


def open_path(path: Path, courses: Iterable[Course]) -> OpenPath:
    """Return a path as far as its courses are there; lessons that a course does not have are passed over."""
    known = {course.key: course for course in courses}
    steps = []
    for step in path.steps:
        course = known.get(step.course)
        if course is None:
            continue
        lessons = tuple(key for key in step.lessons if key in course.syllabus.lesson_keys)
        if step.lessons and not lessons:
            continue
        minutes = sum(course.lesson(key).minutes for key in lessons) if lessons else course.minutes
        steps.append(PathStep(course, lessons, minutes))
    return OpenPath(path, tuple(steps), len(path.steps) - len(steps))
