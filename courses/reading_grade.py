"""How hard a text is to read, as the number of school years that it asks for."""

from __future__ import annotations

import re

HIGHEST_GRADE = 12
"""A lesson above this asks for more schooling than most of its readers have; docs/courses.md, "Reading grade"."""

_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(r"^\s*\|.*$", re.MULTILINE)
_MARKS = re.compile(r"[*_`#>]|\]\([^)]*\)|!?\[")
_END = re.compile(r"[.!?:;]+(?=\s|$)|\n\s*\n|\n\s*(?:[-*]|\d+\.)\s")
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")


def reading_grade(markdown: str) -> float:
    """Return the Flesch-Kincaid grade of an English text, without its tables and code; 0 where there are no words.

    Syllables are counted as groups of vowels, less a silent final e, so single words may be off by one.

    Source: Kincaid, Fishburne, Rogers and Chissom, Derivation of new readability formulas, Research Branch Report
    8-75, 1975: 0.39 words per sentence + 11.8 syllables per word - 15.59.

    >>> round(reading_grade("The cat sat on the mat."), 2)
    -1.45
    """
    text = _MARKS.sub("", _TABLE.sub("", _FENCE.sub("", markdown)))
    sentences = [words for part in _END.split(text) if (words := _WORD.findall(part or ""))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    syllables = sum(count_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def count_syllables(word: str) -> int:
    """Return about how many syllables an English word has.

    >>> [count_syllables(word) for word in ("risk", "table", "escalate", "probability", "the")]
    [1, 2, 3, 5, 1]
    """
    lower = word.lower()
    count = len(_VOWELS.findall(lower))
    if lower.endswith("e") and not lower.endswith(("le", "ee", "ye", "ue")) and count > 1:
        count -= 1
    return max(count, 1)
