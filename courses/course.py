"""Courses: folders with a syllabus, lessons and banks of questions, loaded whole or refused whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from content import MOST_FINDINGS, ContentError, Finding, Text, canonical_hash, from_plain
from content.cache import cache_text
from content.encoding import read_bytes
from content.plain import shape_hash
from content.reading import MOST_BYTES
from courses.competencies import list_competencies
from courses.exams import Exam, Pretest, Quiz
from courses.exercises.format import EXERCISES, Exercise
from courses.files import FIGURES, LESSONS, QUIZZES, SYLLABUS, read_files
from courses.items import Bank, Item
from courses.lessons import Lesson
from courses.syllabus import Module, Objective, Syllabus

LIBRARY = Path(__file__).parent / "library"
CACHE = "course.cache.json"


class UnknownCourse(LookupError):
    """No course of this key is published."""


class UnknownLesson(LookupError):
    """The course has no lesson of this key."""


class UnknownItem(LookupError):
    """The course has no question of this key."""


@dataclass(frozen=True)  # without slots: what is looked up again and again is worked out once
class Course:
    """A published course; a change is a new version. `lessons` and `banks` stand in teaching order.

    Attributes:
        figures: key to markup by language.
        exercises: by key.
    """

    syllabus: Syllabus
    lessons: tuple[Lesson, ...]
    banks: tuple[Bank, ...]
    figures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    exercises: Mapping[str, Exercise] = field(default_factory=dict)

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
    def competencies(self) -> dict[str, Text]:
        """Competency to its title: those that the course's items test, in the order in which they are met."""
        titles = list_competencies().titles | {one.key: one.title for one in self.syllabus.competencies}
        met = dict.fromkeys(item.competency for item in self.items if item.competency is not None)
        return {key: titles[key] for key in met}

    @property
    def quiz(self) -> Quiz | None:
        return self.syllabus.quiz

    @property
    def pretest(self) -> Pretest | None:
        return self.syllabus.pretest

    @property
    def exam(self) -> Exam | None:
        return self.syllabus.exam

    @property
    def final(self) -> str | None:
        """The kind of test that the course's completion asks for: `exam`, `quiz`, or None."""
        completion = self.syllabus.completion
        return "exam" if "exam" in completion else "quiz" if "quiz" in completion else None

    @property
    def modules(self) -> tuple[Module, ...]:
        return self.syllabus.modules

    @property
    def hash(self) -> str:
        """The canonical hash of everything in the course."""
        return canonical_hash(self)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for bank in self.banks for item in bank.items)

    @cached_property
    def _items_by_key(self) -> Mapping[str, Item]:
        return {
            item.key: item for item in reversed(self.items)
        }  # of two of one key the first, as a reader finds it

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
        try:
            return self._items_by_key[key]
        except KeyError:
            raise UnknownItem(key) from None

    def items_of(self, lesson: str) -> tuple[Item, ...]:
        """Return the questions of a lesson's bank; none for a lesson without a bank."""
        return tuple(item for bank in self.banks if bank.lesson == lesson for item in bank.items)

    @cached_property
    def shown(self) -> frozenset[str]:
        """Keys of the items that stand in lessons, where everybody sees them."""
        return frozenset(check for taught in self.lessons for check in taught.checks)

    def quiz_items_of(self, lesson: str) -> tuple[Item, ...]:
        """Return the questions of a lesson's bank that the quiz may draw: those that stand in no lesson."""
        return self._pool(self.items_of(lesson), ("any", "practice"))

    def review_items_of(self, lesson: str) -> tuple[str, ...]:
        """Return the keys of what is asked again after a lesson: its own checks, and what is kept for practice."""
        practice = (item.key for item in self.items_of(lesson) if item.use == "practice")
        return tuple(dict.fromkeys((*self.lesson(lesson).checks, *practice)))

    def pretest_items_of(self, lesson: str) -> tuple[Item, ...]:
        """Return the questions of a lesson's bank that are kept for the pre-test."""
        return self._pool(self.items_of(lesson), ("pretest",))

    @property
    def exam_items(self) -> tuple[Item, ...]:
        """The questions that the exam may draw."""
        return self._pool(self.items, ("any", "exam"))

    def _pool(self, items: tuple[Item, ...], uses: tuple[str, ...]) -> tuple[Item, ...]:
        shown = self.shown
        return tuple(item for item in items if item.use in uses and item.key not in shown)


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
    keys = files.syllabus.lesson_keys
    return Course(
        syllabus=files.syllabus,
        lessons=tuple(files.lessons[key].lesson() for key in keys),
        banks=tuple(
            _with_competencies(files.banks[key][1], files.syllabus) for key in keys if key in files.banks
        ),
        figures=files.figures,
        exercises={key: exercise for key, (_, exercise) in files.exercises.items()},
    )


def _with_competencies(bank: Bank, syllabus: Syllabus) -> Bank:
    """Return a bank each of whose items names its competency, that of its objective where it named none."""
    usual = syllabus.competency_of
    items = (replace(item, competency=item.competency or usual.get(item.objective)) for item in bank.items)
    return replace(bank, items=tuple(items))


def check_course(folder: Path) -> CourseCheck:
    """Return what is wrong with a course folder, and what an editor should look at."""
    # As in `load_course`.
    from courses.checking import find_faults
    from courses.editing import find_warnings

    try:
        files = read_files(folder)
    except ContentError as error:
        return CourseCheck(error.findings, ())
    if faults := tuple(find_faults(files)):
        return CourseCheck(faults[:MOST_FINDINGS], ())
    return CourseCheck((), tuple(find_warnings(files)))


@dataclass(frozen=True, slots=True)
class Faulty:
    """A published folder that holds no sound course at present.

    Attributes:
        folder: its name.
        faults: at most 100. more: how many further ones there are.
        kept: the version that is offered instead, from the last time when all was sound; None if there is none.
    """

    folder: str
    faults: tuple[Finding, ...]
    more: int
    kept: str | None


def list_courses() -> tuple[Course, ...]:
    """Return the published courses, by key; a faulty one as it was when it was last sound."""
    return _published()[0]


def list_faulty() -> tuple[Faulty, ...]:
    """Return the published folders that hold no sound course, by name."""
    return _published()[1]


def find_course(key: str) -> Course:
    """Return a published course.

    Raises:
        UnknownCourse: nothing is published under this key.
    """
    for course in list_courses():
        if course.key == key:
            return course
    raise UnknownCourse(key)


def publish_folder(folder: Path) -> None:
    """Offer the courses in a folder of an installation's own beside those of the library, in this process.

    Of two courses of one key the library's is offered.
    """
    if folder not in _added:
        _added.append(folder)
        _published.cache_clear()


def load_published(folder: Path) -> Course:
    """Return the course of a folder of ours, from its cache where that fits.

    A cache that does not fit is replaced; where that is not possible the course is returned all the same.
    For folders of other people use `load_course`: a cache is trusted.

    Raises:
        ContentError: as `load_course`. The cache is left as it was: it holds the course as it was last sound.
    """
    data = _sources(folder)
    cached = _cached(folder)
    if cached is not None and cache_text(data, Course, cached[0]) == cached[1]:
        return cached[0]
    course = load_course(folder)
    with contextlib.suppress(OSError):
        # Half a file, seen by another process, is no trouble: it does not fit, so that process reads afresh.
        (folder / CACHE).write_text(cache_text(data, Course, course), encoding="utf-8", newline="\n")
    return course


def _cached(folder: Path) -> tuple[Course, str] | None:
    """Return the course that a folder's cache holds, whether it fits the files or not, and the cache's text."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        text = (folder / CACHE).read_text(encoding="utf-8")
        found = json.loads(text)
        if found["shape"] == shape_hash(Course):
            return from_plain(Course, found["value"]), text
    return None


_added: list[Path] = []


@cache
def _published() -> tuple[tuple[Course, ...], tuple[Faulty, ...]]:
    courses: dict[str, Course] = {}
    faulty: list[Faulty] = []
    for library in (LIBRARY, *_added):
        for folder in sorted(path.parent for path in library.glob(f"*/{SYLLABUS}")):
            try:
                course = load_published(folder)
            except ContentError as error:
                kept = _cached(folder)
                version = kept[0].version if kept else None
                faulty.append(Faulty(folder.name, error.findings, error.more, version))
                if kept is None:
                    continue
                course = kept[0]
            courses.setdefault(course.key, course)
    return tuple(courses[key] for key in sorted(courses)), tuple(faulty)


def _sources(folder: Path) -> bytes:
    """Return what tells one state of a course folder from another: its files' names and hashes."""
    paths = [
        folder / SYLLABUS,
        *sorted(folder.glob(f"{LESSONS}/*.md")),
        *sorted(folder.glob(f"{QUIZZES}/*.yaml")),
        *sorted(folder.glob(f"{FIGURES}/*.svg")),
        *sorted(folder.glob(f"{EXERCISES}/*.yaml")),
    ]
    lines = [
        f"{path.relative_to(folder).as_posix()} {hashlib.sha256(read_bytes(path, MOST_BYTES)).hexdigest()}"
        for path in paths
    ]
    return "\n".join(lines).encode()
