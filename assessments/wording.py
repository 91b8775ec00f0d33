"""How a model's questions read: what is allowed, and rarely what its author means.

These are warnings. They never refuse a file; `plumbline check` prints them, and our own models have none.
The rules for English apply to English texts alone. Each is described in docs/models.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assessments.model import ROLES, MaturityModel, Option, Question
from assessments.model_rules import questions_with_paths
from content import Problem

HIGHEST_GRADE = 12
MOST_STEM_WORDS = 25
MOST_QUESTIONS = 35
"""More than this is put to the PMO alone: everybody else stops answering half-way."""

_DEGREES = frozenset(
    (
        *(
            "a",
            "all",
            "almost",
            "always",
            "at",
            "every",
            "few",
            "fewer",
            "fully",
            "half",
            "in",
            "least",
            "less",
        ),
        *(
            "many",
            "mainly",
            "more",
            "most",
            "mostly",
            "much",
            "nearly",
            "never",
            "nine",
            "no",
            "none",
            "of",
            "often",
        ),
        *(
            "one",
            "only",
            "partly",
            "quite",
            "rarely",
            "seldom",
            "several",
            "some",
            "sometimes",
            "ten",
            "than",
            "the",
        ),
        *("three", "two", "usually", "very", "well"),
    )
)
"""Words that say how much or how often; a level needs more than these to differ from its neighbour."""

# Two things that are done or asked, joined: not "cost and time", which is one thing to look at.
_JOINED = re.compile(
    r"\b(?:and|or)\s+(?:how|when|where|which|who|why|what|whether|did|does|do|was|were|is|are|has|have)\b",
    re.I,
)
_Path = tuple[str | int, ...]


def reading_grade(text: str) -> float:
    """Return the Flesch–Kincaid grade of an English text, with syllables counted as groups of vowels.

    Source: Kincaid et al. 1975: 0.39 words per sentence + 11.8 syllables per word − 15.59.

    >>> round(reading_grade("The cat sat on the mat."), 2)
    -1.45
    """
    words = re.findall(r"[A-Za-z’']+", text)
    if not words:
        return 0.0
    sentences = max(1, len(re.findall(r"[.?!](?:\s|$)", text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def wording_problems(model: MaturityModel) -> Iterator[Problem]:
    """Yield what an author should look at again, each at the place of its text."""
    anchors: dict[tuple[str, str], str] = {}
    for path, _, question in questions_with_paths(model):
        yield from _stem_problems((*path, "stem"), question)
        yield from _answer_problems(path, model.options_of(question), question)
        yield from _repeated_anchors(path, question, anchors)
        if question.evidence is None:
            yield Problem(
                (*path, "key"), "no evidence prompt", "what could be shown for it", "evidence-missing"
            )
    yield from _load_problems(model)
    yield from _translation_problems(model)


def plain_words(text: str) -> tuple[str, ...]:
    """Return a text's words without those of degree: what is left tells one level from the next.

    >>> plain_words("Nearly all plans are reviewed monthly.")
    ('plans', 'are', 'reviewed')
    """
    words = re.findall(r"[a-z’']+", text.lower())
    return tuple(word for word in words if word not in _DEGREES and not re.fullmatch(r"\w{3,}ly", word))


def _stem_problems(path: _Path, question: Question) -> Iterator[Problem]:
    stem = question.stem.get("en")
    if stem is None:
        return
    where = (*path, "en")
    if (count := len(stem.split())) > MOST_STEM_WORDS:
        yield Problem(where, f"{count} words", f"{MOST_STEM_WORDS} or fewer", "stem-length")
    if stem.count("?") > 1 or (joined := _JOINED.search(stem)):
        found = "two questions" if stem.count("?") > 1 else f"“{joined[0]}”"  # type: ignore[index]
        yield Problem(where, found, "one thing asked", "double-question")
    yield from _grade_problems(where, stem)


def _answer_problems(path: _Path, options: Sequence[Option], question: Question) -> Iterator[Problem]:
    if not all(option.guidance for option in options):
        allowed = "for every answer, when it is good enough and how to get better"
        yield Problem((*path, "key"), "no guidance", allowed, "guidance-missing")
    name = "anchors" if question.anchors else "options"
    if question.answers:
        return
    field = () if question.anchors else ("text",)
    for place, option in enumerate(options):
        if words := option.text.get("en"):
            yield from _grade_problems((*path, name, place, *field, "en"), words)
    for place, (below, option) in enumerate(pairwise(options), start=1):
        one, other = (each.text.get("en", "") for each in (below, option))
        if one and plain_words(one) == plain_words(other):
            allowed = "another behaviour than the level below, not only more of it"
            yield Problem((*path, name, place, *field, "en"), "words of degree alone", allowed, "adverb-only")


def _grade_problems(where: _Path, text: str) -> Iterator[Problem]:
    if (grade := reading_grade(text)) > HIGHEST_GRADE:
        yield Problem(where, f"reading grade {grade:.1f}", f"{HIGHEST_GRADE} or lower", "reading-grade")


def _repeated_anchors(path: _Path, question: Question, seen: dict[tuple[str, str], str]) -> Iterator[Problem]:
    for place, anchor in enumerate(question.anchors):
        for language, words in anchor.items():
            folded = (language, " ".join(words.split()).casefold())
            if folded in seen and seen[folded] != question.key:
                allowed = "words of its own"
                found = f"the same words as in {seen[folded]}"
                yield Problem((*path, "anchors", place, language), found, allowed, "shared-anchor")
            seen.setdefault(folded, question.key)


def _load_problems(model: MaturityModel) -> Iterator[Problem]:
    for role in ROLES:
        count = len(model.questions_for(role))
        if role != "pmo" and count > MOST_QUESTIONS:
            found = f"{count} questions for {role}"
            yield Problem(
                ("minutes",), found, f"{MOST_QUESTIONS} or fewer for anybody but the PMO", "role-load"
            )


def _translation_problems(model: MaturityModel) -> Iterator[Problem]:
    """Yield each question that lacks a language in which the model's title is given."""
    languages = set(model.title)
    for path, _, question in questions_with_paths(model):
        for name in ("facet", "stem"):
            if missing := sorted(languages - set(getattr(question, name))):
                yield Problem((*path, name), "no text", f"one in {', '.join(missing)}", "translation-missing")
        for name in ("anchors", "guidance"):
            for place, text in enumerate(getattr(question, name)):
                if missing := sorted(languages - set(text)):
                    where = (*path, name, place)
                    yield Problem(where, "no text", f"one in {', '.join(missing)}", "translation-missing")


def _syllables(word: str) -> int:
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", letters))
    silent = (letters.endswith("e") and not letters.endswith("le")) or (
        letters.endswith("ed") and not letters.endswith(("ted", "ded"))
    )
    return max(1, count - silent)
