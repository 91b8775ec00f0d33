"""Lessons: Markdown with a YAML head, and the questions that stand inside the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from content import DEFAULT_LANGUAGE, NO_OTHER_FIELDS, Limits, Text, say
from courses.keys import Key, Minutes, ObjectiveKey

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_USE = re.compile(r"use:[ ]*([a-z0-9.-]+)(\nextra:[ ]*true)?")
_FIGURE = re.compile(
    r"!\[(?P<alt>[^\]]*)\]\(figures/(?P<key>[a-z0-9]+(?:-[a-z0-9]+)*)\.svg(?:[ ]+\"(?P<caption>[^\"]*)\")?\)[ ]*"
)
_BLOCKS = ("check", "exercise")
_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class LessonHead:
    """The head of a lesson file, between its two lines of three hyphens.

    Attributes:
        minutes: what a learner needs for the whole lesson, checks and exercises included.
        exercise_minutes: the part of them that is spent away from the text, on paper or at work.
        sources: references as Markdown, in the order in which they are printed.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    title: Text
    objectives: Annotated[tuple[ObjectiveKey, ...], Limits(min_length=1)]
    minutes: Minutes
    sources: Annotated[tuple[Text, ...], Limits(min_length=1)]
    exercise_minutes: Annotated[int, Limits(ge=0, le=600)] = 0


@dataclass(frozen=True, slots=True)
class TranslationHead:
    """The head of a lesson in another language: strings only, so that nothing else can drift.

    Attributes:
        source_hash: `fingerprint` of the English file that was translated.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    title: Annotated[str, Limits(min_length=1)]
    source_hash: Annotated[str, Limits(pattern=r"^[0-9a-f]{12}$")]


@dataclass(frozen=True, slots=True)
class Prose:
    """A stretch of Markdown; `line` counts from 1 at the first line after the head."""

    markdown: str
    line: int


@dataclass(frozen=True, slots=True)
class Check:
    """A question to answer at this place; `item` is empty where the block does not name one."""

    item: str
    line: int


@dataclass(frozen=True, slots=True)
class ExerciseBlock:
    """An exercise to do at this place.

    Attributes:
        key: the name of its file; empty where the block does not name one.
        is_extra: for whoever wants more, beyond the minutes of the lesson.
    """

    key: str
    line: int
    is_extra: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing at this place, in a paragraph of its own.

    Attributes:
        key: the name of its file in `figures/`, without `.svg`.
        alt: what somebody who cannot see it needs to know of it; must not be empty.
        caption: a line printed under it; may be empty.
    """

    key: str
    alt: str
    caption: str
    line: int


Part = Prose | Check | ExerciseBlock | Figure


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is read in one sitting; `body` is Markdown by language."""

    head: LessonHead
    body: Mapping[str, str]

    @property
    def key(self) -> str:
        return self.head.key

    @property
    def title(self) -> Text:
        return self.head.title

    @property
    def objectives(self) -> tuple[str, ...]:
        return self.head.objectives

    @property
    def minutes(self) -> int:
        return self.head.minutes

    @property
    def sources(self) -> tuple[Text, ...]:
        return self.head.sources

    def parts(self, language: str) -> tuple[Part, ...]:
        """Return the lesson's text cut where something else stands, in one language or else in English."""
        return split(say(self.body, language))

    @property
    def checks(self) -> tuple[str, ...]:
        """Keys of the items that stand in the text, in reading order."""
        return tuple(part.item for part in self.parts(DEFAULT_LANGUAGE) if isinstance(part, Check))

    @property
    def exercises(self) -> tuple[str, ...]:
        """Keys of the exercises that stand in the text, in reading order."""
        return tuple(part.key for part in self.parts(DEFAULT_LANGUAGE) if isinstance(part, ExerciseBlock))


@lru_cache(maxsize=512)
def split(markdown: str) -> tuple[Part, ...]:
    """Return Markdown cut at its figures and at blocks fenced as `check` or `exercise`.

    Empty stretches are left out.

    >>> [type(part).__name__ for part in split("Read.\\n\\n```check\\nuse: a.b\\n```\\n\\n![A](figures/a.svg)")]
    ['Prose', 'Check', 'Figure']
    """
    return tuple(part for part in _cut(markdown) if not isinstance(part, Prose) or part.markdown.strip())


def count_words(markdown: str) -> int:
    """Return how many words are to be read; table rules, bullets and signs do not count.

    >>> count_words("| One | two |\\n| --- | --- |\\n\\n- 3.5 %, four")
    4
    """
    return len(_WORD.findall(markdown))


def _cut(markdown: str) -> Iterator[Part]:
    fence = block = ""
    start = 1
    gathered: list[str] = []
    for number, line in enumerate(markdown.split("\n"), start=1):
        found = _FENCE.fullmatch(line)
        if found and not fence:
            fence, kind = found[1], found[2].strip()
            if kind in _BLOCKS:
                yield Prose("\n".join(gathered), start)
                gathered, start, block = [], number, kind
                continue
        elif found and found[1].startswith(fence) and not found[2].strip():
            fence = ""
            if block:
                yield _block(block, gathered, start)
                gathered, start, block = [], number + 1, ""
                continue
        elif not fence and (figure := _FIGURE.fullmatch(line)):
            yield Prose("\n".join(gathered), start)
            yield Figure(figure["key"], figure["alt"].strip(), figure["caption"] or "", number)
            gathered, start = [], number + 1
            continue
        gathered.append(line)
    # A block that is never closed names nothing, which the check of the course reports.
    yield _block(block, [], start) if block else Prose("\n".join(gathered), start)


def _block(kind: str, lines: list[str], start: int) -> Check | ExerciseBlock:
    found = _USE.fullmatch("\n".join(lines).strip())
    name, is_extra = (found[1], bool(found[2])) if found else ("", False)
    if kind == "check":
        return Check("" if is_extra else name, start)
    return ExerciseBlock(name, start, is_extra)
