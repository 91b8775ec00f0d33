"""Courses: folders with a syllabus, lessons and banks of questions, loaded whole or refused whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content import MOST_FINDINGS, ContentError, Finding, Text, canonical_hash, from_plain
from content.cache import cache_text
from content.encoding import read_bytes
from content.reading import MOST_BYTES
from courses.files import LESSONS, QUIZZES, SYLLABUS, read_files
from courses.items import Bank, Item
from courses.lessons import Lesson
from courses.syllabus import Objective, Quiz, Syllabus

LIBRARY = Path(__file__).parent / "library"
CACHE = "course.cache.json"


class UnknownCourse(LookupError):
    """No course of this key is published."""


class UnknownLesson(LookupError):
    """The course has no lesson of this key."""


class UnknownItem(LookupError):
    """The course has no question of this key."""


@dataclass(frozen=True, slots=True)
class Course:
    """A published course; a change is a new version. `lessons` and `banks` stand in teaching order."""

    syllabus: Syllabus
    lessons: tuple[Lesson, ...]
    banks: tuple[Bank, ...]

    @property
    def key(self) -> str:
        return self.syllabus.key

    @property
    def version(self) -> str:
        return self.syllabus.version

    @property
    def title(self) -> Text:
        return self.syllabus.title

    @property
    def summary(self) -> Text:
        return self.syllabus.summary

    @property
    def audience(self) -> Text:
        return self.syllabus.audience

    @property
    def minutes(self) -> int:
        return self.syllabus.minutes

    @property
    def objectives(self) -> tuple[Objective, ...]:
        return self.syllabus.objectives

    @property
    def quiz(self) -> Quiz:
        return self.syllabus.quiz

    @property
    def hash(self) -> str:
        """The canonical hash of everything in the course."""
        return canonical_hash(self)

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for bank in self.banks for item in bank.items)

    def lesson(self, key: str) -> Lesson:
        """Return the lesson of a key.

        Raises:
            UnknownLesson: the course has none.
        """
        for lesson in self.lessons:
            if lesson.key == key:
                return lesson
        raise UnknownLesson(key)

    def item(self, key: str) -> Item:
        """Return the question of a key.

        Raises:
            UnknownItem: the course has none.
        """
        for item in self.items:
            if item.key == key:
                return item
        raise UnknownItem(key)

    def items_of(self, lesson: str) -> tuple[Item, ...]:
        """Return the questions of a lesson's bank; none for a lesson without a bank."""
        return tuple(item for bank in self.banks if bank.lesson == lesson for item in bank.items)

    def quiz_items_of(self, lesson: str) -> tuple[Item, ...]:
        """Return the questions of a lesson's bank that the quiz may draw: those that stand in no lesson."""
        shown = {check for taught in self.lessons for check in taught.checks}
        return tuple(item for item in self.items_of(lesson) if item.key not in shown)


@dataclass(frozen=True, slots=True)
class CourseCheck:
    """What a check of a course folder found.

    Attributes:
        faults: why the course is refused, at most 100; none if it is sound.
        warnings: what is allowed and rarely meant; none are looked for where there are faults.
    """

    faults: tuple[Finding, ...]
    warnings: tuple[Finding, ...]


def load_course(folder: Path) -> Course:
    """Return the course of anybody's folder, validated from scratch.

    Raises:
        ContentError: a file, or what the files owe each other, breaks a rule; every fault is listed.
    """
    # Needed only when a course is read from scratch.
    from courses.checking import find_faults

    files = read_files(folder)
    if faults := tuple(find_faults(files)):
        raise ContentError(faults)
    keys = files.syllabus.lessons
    return Course(
        syllabus=files.syllabus,
        lessons=tuple(files.lessons[key].lesson() for key in keys),
        banks=tuple(files.banks[key][1] for key in keys if key in files.banks),
    )


def check_course(folder: Path) -> CourseCheck:
    """Return what is wrong with a course folder, and what an editor should look at."""
    from courses.checking import find_faults, find_warnings

    try:
        files = read_files(folder)
    except ContentError as error:
        return CourseCheck(error.findings, ())
    if faults := tuple(find_faults(files)):
        return CourseCheck(faults[:MOST_FINDINGS], ())
    return CourseCheck((), tuple(find_warnings(files)))


def list_courses() -> tuple[Course, ...]:
    """Return the published courses, by key."""
    return _published()


def find_course(key: str) -> Course:
    """Return a published course.

    Raises:
        UnknownCourse: nothing is published under this key.
    """
    for course in _published():
        if course.key == key:
            return course
    raise UnknownCourse(key)


def load_published(folder: Path) -> Course:
    """Return the course of a folder of ours, from its cache where that fits.

    A cache that does not fit is replaced; where that is not possible the course is returned all the same.
    For folders of other people use `load_course`: a cache is trusted.

    Raises:
        ContentError: as `load_course`.
    """
    data = _sources(folder)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        text = (folder / CACHE).read_text(encoding="utf-8")
        cached = from_plain(Course, json.loads(text)["value"])
        if cache_text(data, Course, cached) == text:
            return cached
    course = load_course(folder)
    with contextlib.suppress(OSError):
        # Half a file, seen by another process, is no trouble: it does not fit, so that process reads afresh.
        (folder / CACHE).write_text(cache_text(data, Course, course), encoding="utf-8", newline="\n")
    return course


@cache
def _published() -> tuple[Course, ...]:
    folders = sorted(path.parent for path in LIBRARY.glob(f"*/{SYLLABUS}"))
    return tuple(sorted((load_published(folder) for folder in folders), key=lambda course: course.key))


def _sources(folder: Path) -> bytes:
    """Return what tells one state of a course folder from another: its files' names and hashes."""
    paths = [
        folder / SYLLABUS,
        *sorted(folder.glob(f"{LESSONS}/*.md")),
        *sorted(folder.glob(f"{QUIZZES}/*.yaml")),
    ]
    lines = [
        f"{path.relative_to(folder).as_posix()} {hashlib.sha256(read_bytes(path, MOST_BYTES)).hexdigest()}"
        for path in paths
    ]
    return "\n".join(lines).encode()
