"""The files of a course folder, each read on its own; what they owe each other is `courses.checking`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from content import DEFAULT_LANGUAGE, ContentError, Finding
from content.encoding import decode, read_bytes
from content.reading import MOST_BYTES, read_tree
from content.tree import Node, parse
from courses.exercises.format import EXERCISES, Exercise, exercise_in
from courses.figures import read_figure
from courses.items import Bank
from courses.lessons import Lesson, LessonHead, TranslationHead
from courses.syllabus import Syllabus

SYLLABUS = "course.yaml"
LESSONS = "lessons"
QUIZZES = "quizzes"
FIGURES = "figures"

_LESSON_NAME = re.compile(
    r"(?P<key>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(?P<language>[a-z]{2,3}(?:-[A-Za-z0-9]+)?))?\.md"
)
_BANK_NAME = re.compile(r"(?P<key>[a-z0-9]+(?:-[a-z0-9]+)*)\.yaml")
_FIGURE_NAME = re.compile(
    r"(?P<key>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(?P<language>[a-z]{2,3}(?:-[A-Za-z0-9]+)?))?\.svg"
)
_MARK = "---"


@dataclass(frozen=True)  # without slots: text and tree are looked at more than once
class SourceFile:
    """A file's name, as findings carry it, and its bytes."""

    name: str
    data: bytes

    @cached_property
    def text(self) -> str:
        """The file's text; raises ContentError where its bytes are none."""
        return decode(self.data, self.name, MOST_BYTES)

    @cached_property
    def tree(self) -> Node:
        """The YAML of the file, or of its head, with places; raises ContentError where it is none."""
        return parse(_cut_head(self)[0] if self.name.endswith(".md") else self.text, self.name)

    @property
    def fingerprint(self) -> str:
        """What a translation names to say which English text it was made from."""
        return hashlib.sha256(self.data).hexdigest()[:12]

    def finding(self, path: tuple[str | int, ...], found: str, allowed: str, rule: str) -> Finding:
        """Return a fault of a YAML file or head that was read without fault, at the line of a value it has."""
        node = self.tree
        name = ""
        for part in path:
            node = _child(node, part)
            name += f"[{part}]" if isinstance(part, int) else f".{part}"
        return Finding(self.name, node.line, node.column, name.lstrip("."), found, allowed, rule)

    def finding_at(self, line: int, field_name: str, found: str, allowed: str, rule: str) -> Finding:
        """Return a fault of Markdown at one of its lines."""
        return Finding(self.name, line, 1, field_name, found, allowed, rule)


@dataclass(frozen=True, slots=True)
class LessonText:
    """A lesson in one language.

    Attributes:
        lines_before: how many lines of the file the head takes, for line numbers.
        title: the translated title; empty in the English file, whose head holds it.
        source_hash: the fingerprint that a translation names; empty in the English file.
    """

    source: SourceFile
    body: str
    lines_before: int
    title: str = ""
    source_hash: str = ""


@dataclass(frozen=True, slots=True)
class LessonFiles:
    """A lesson's head and its texts by language, English first."""

    head: LessonHead
    texts: Mapping[str, LessonText]

    @property
    def english(self) -> LessonText:
        return self.texts[DEFAULT_LANGUAGE]

    def lesson(self) -> Lesson:
        """Return the lesson with the titles and texts of all its languages."""
        titles = {language: text.title for language, text in self.texts.items() if text.title}
        head = replace(self.head, title={**self.head.title, **titles})
        return Lesson(head, {language: text.body for language, text in self.texts.items()})


@dataclass(frozen=True, slots=True)
class CourseFiles:
    """Everything in a course folder, by key; `banks` by the name of their file.

    Attributes:
        figures: markup by language, English first. figure_files: the name of each figure's English file.
        exercises: by the name of their file.
    """

    syllabus: Syllabus
    source: SourceFile
    lessons: Mapping[str, LessonFiles]
    banks: Mapping[str, tuple[SourceFile, Bank]]
    figures: Mapping[str, Mapping[str, str]]
    figure_files: Mapping[str, str]
    exercises: Mapping[str, tuple[SourceFile, Exercise]]


@dataclass(slots=True)
class _Reading:
    """Findings so far: every file is read, whatever is wrong with another."""

    findings: list[Finding] = field(default_factory=list)

    def named(
        self, folder: Path, pattern: re.Pattern[str], allowed: str
    ) -> Iterator[tuple[Path, re.Match[str]]]:
        """Yield the files of a folder by name; a name of another form is a finding."""
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            match = pattern.fullmatch(path.name)
            if match:
                yield path, match
            elif not path.name.startswith("."):
                self.findings.append(Finding(str(path), None, None, "", "this file", allowed, "file-name"))


def read_files(folder: Path) -> CourseFiles:
    """Return the files of a course folder, each valid for itself.

    Raises:
        ContentError: with the faults of all files that have any.
    """
    reading = _Reading()
    source = syllabus = None
    try:
        source = SourceFile(str(folder / SYLLABUS), read_bytes(folder / SYLLABUS, MOST_BYTES))
        syllabus = read_tree(source.tree, Syllabus, source.name)
    except ContentError as error:
        reading.findings += error.findings
    lessons = _read_lessons(folder / LESSONS, reading)
    banks = _read_banks(folder / QUIZZES, reading)
    figures = _read_figures(folder / FIGURES, reading)
    exercises = _read_exercises(folder / EXERCISES, reading)
    if reading.findings or source is None or syllabus is None:
        raise ContentError(reading.findings)
    files = {key: str(folder / FIGURES / f"{key}.svg") for key in figures}
    return CourseFiles(syllabus, source, lessons, banks, figures, files, exercises)


def _read_lessons(folder: Path, reading: _Reading) -> dict[str, LessonFiles]:
    heads: dict[str, LessonHead] = {}
    texts: dict[str, dict[str, LessonText]] = {}
    allowed = "a lesson's key followed by .md, or by a language and .md, as in what-a-pmo-is.ar.md"
    for path, name in reading.named(folder, _LESSON_NAME, allowed):
        key, language = name["key"], name["language"] or DEFAULT_LANGUAGE
        try:
            source = SourceFile(str(path), read_bytes(path, MOST_BYTES))
            if name["language"]:
                text = _read_translation(source)
            else:
                heads[key], text = _read_lesson(source)
            texts.setdefault(key, {})[language] = text
        except ContentError as error:
            reading.findings += error.findings
            # Whatever else is said about this lesson would follow from the same fault.
            heads.pop(key, None)
    for key in texts.keys() - heads.keys():
        if DEFAULT_LANGUAGE not in texts[key] and not (folder / f"{key}.md").exists():
            stray = next(iter(texts[key].values())).source.name
            allowed = f"the English lesson {key}.md beside it"
            reading.findings.append(Finding(stray, None, None, "", "a translation", allowed, "translation"))
    return {key: LessonFiles(head, texts[key]) for key, head in heads.items()}


def _read_banks(folder: Path, reading: _Reading) -> dict[str, tuple[SourceFile, Bank]]:
    banks: dict[str, tuple[SourceFile, Bank]] = {}
    for path, name in reading.named(folder, _BANK_NAME, "a lesson's key followed by .yaml"):
        try:
            source = SourceFile(str(path), read_bytes(path, MOST_BYTES))
            banks[name["key"]] = source, read_tree(source.tree, Bank, source.name)
        except ContentError as error:
            reading.findings += error.findings
    return banks


def _read_figures(folder: Path, reading: _Reading) -> dict[str, dict[str, str]]:
    figures: dict[str, dict[str, str]] = {}
    for path, name in reading.named(
        folder, _FIGURE_NAME, "a figure's key followed by .svg, or by a language and .svg"
    ):
        key, language = name["key"], name["language"] or DEFAULT_LANGUAGE
        try:
            markup = read_figure(read_bytes(path, MOST_BYTES), str(path), key)
            figures.setdefault(key, {})[language] = markup
        except ContentError as error:
            reading.findings += error.findings
        if language != DEFAULT_LANGUAGE and not (folder / f"{key}.svg").exists():
            allowed = f"the English figure {key}.svg beside it"
            reading.findings.append(
                Finding(str(path), None, None, "", "a translation", allowed, "translation")
            )
    # English first, whatever the order of names.
    return {
        key: dict(sorted(texts.items(), key=lambda one: one[0] != DEFAULT_LANGUAGE))
        for key, texts in figures.items()
    }


def _read_exercises(folder: Path, reading: _Reading) -> dict[str, tuple[SourceFile, Exercise]]:
    exercises: dict[str, tuple[SourceFile, Exercise]] = {}
    for path, name in reading.named(folder, _BANK_NAME, "an exercise's key followed by .yaml"):
        try:
            source = SourceFile(str(path), read_bytes(path, MOST_BYTES))
            exercises[name["key"]] = source, exercise_in(source.tree, source.name)
        except ContentError as error:
            reading.findings += error.findings
    return exercises


def _read_lesson(source: SourceFile) -> tuple[LessonHead, LessonText]:
    _, body, lines = _cut_head(source)
    return read_tree(source.tree, LessonHead, source.name), LessonText(source, body, lines)


def _read_translation(source: SourceFile) -> LessonText:
    _, body, lines = _cut_head(source)
    translation = read_tree(source.tree, TranslationHead, source.name)
    return LessonText(source, body, lines, translation.title, translation.source_hash)


def _cut_head(source: SourceFile) -> tuple[str, str, int]:
    """Return the head with its lines where they stand in the file, the body, and the lines before it."""
    lines = source.text.replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != _MARK or _MARK not in (line.rstrip() for line in lines[1:]):
        allowed = "a head of YAML between two lines of three hyphens, then the lesson"
        raise ContentError([source.finding_at(1, "", "no head", allowed, "head")])
    end = next(place for place, line in enumerate(lines) if place and line.rstrip() == _MARK)
    body = "\n".join(lines[end + 1 :])
    if not body.strip():
        raise ContentError([source.finding_at(end + 1, "", "no text after the head", "a lesson", "empty")])
    # An empty line stands for the opening mark, so that line numbers are those of the file.
    return "\n".join(["", *lines[1:end], ""]), body, end + 1


def _child(node: Node, part: str | int) -> Node:
    inside: Any = node.value
    child: Node = inside[part]
    return child
