"""Who has earned a certificate, and the code by which anybody can have one checked."""

from __future__ import annotations

from dataclasses import dataclass

from content.text import Text
from courses.course import Course
from courses.progress import Progress

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is read as a digit or as another letter."""

BODY = 26
"""Characters that are drawn: 130 bits, so that nobody guesses a code and no two are alike."""

MODULUS = 1021
"""The largest prime of two characters, 32² = 1024."""

LENGTH = BODY + 2
GROUP = 4
DRAWN = 32**BODY
"""How many codes there are; a number below this one is drawn."""

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True, slots=True)
class Achievement:
    """What a certificate says was learnt, as it stood when it was earned; a later version changes nothing of it.

    Attributes:
        minutes: what the course takes.
        competencies: titles of what its final test put questions on.
        points, asked: right answers in the passed attempt at the final test, and how many there were.
    """

    course: str
    version: str
    title: Text
    minutes: int
    competencies: tuple[Text, ...]
    points: int
    asked: int
    is_exam: bool

    @property
    def share(self) -> float:
        """Right answers of the final test, 0 to 1; 0 where it put nothing."""
        return self.points / self.asked if self.asked else 0.0


def is_earned(progress: Progress) -> bool:
    """Return whether a certificate is earned: the course asks for nothing more, and its test was passed.

    A course that is complete without a test is completed, but proves nothing.
    """
    return progress.is_complete and progress.is_passed


def achievement_of(course: Course, points: int, asked: int) -> Achievement:
    """Return what somebody achieved who passed the course's final test with so many right answers."""
    titles = course.competencies
    tested = tuple(row.competency for row in course.exam.blueprint) if course.exam else tuple(titles)
    return Achievement(
        course=course.key,
        version=course.version,
        title=course.title,
        minutes=course.minutes,
        competencies=tuple(titles[key] for key in tested if key in titles),
        points=points,
        asked=asked,
        is_exam=course.final == "exam",
    )


def code_of(drawn: int) -> str:
    """Return the code of a drawn number: 26 characters for it, and two that show typing errors.

    The last two are its remainder by 1021. One wrong character, or two that changed places, change the remainder:
    1021 is prime, and no power of 32 up to the 25th leaves the remainder 1 (ISO 7064, pure systems, with radix 32
    and modulus 1021 in place of 10 and 97; docs/courses.md, "Certificates").

    Args:
        drawn: 0 to below DRAWN.

    >>> code_of(32**2 + 5)
    '0000000000000000000000010508'
    """
    if not 0 <= drawn < DRAWN:
        raise ValueError("a code is drawn from 32 to the power of 26 numbers")
    return _written(drawn, BODY) + _written(drawn % MODULUS, 2)


def _written(number: int, length: int) -> str:
    signs = []
    for _ in range(length):
        number, place = divmod(number, 32)
        signs.append(ALPHABET[place])
    return "".join(reversed(signs))


def read_code(typed: str) -> str:
    """Return a code as it was meant: capitals, no separators, letters that look like digits read as digits.

    >>> read_code(" olhk-0001 ")
    '01HK0001'
    """
    return "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_MISREAD)


def fault_of(code: str) -> str | None:
    """Return what is wrong with a code that was read: "length", "signs" or "check"; None if nothing is.

    >>> fault_of("0000000000000000000000010508"), fault_of("0000000000000000000000010580")
    (None, 'check')
    """
    if len(code) != LENGTH:
        return "length"
    places = [ALPHABET.find(sign) for sign in code]
    if min(places) < 0:
        return "signs"
    number = 0
    for place in places[:BODY]:
        number = number * 32 + place
    return None if number % MODULUS == places[-2] * 32 + places[-1] else "check"


def grouped(code: str) -> str:
    """Return a code as it is printed: in groups of four.

    >>> grouped("0000000000000000000000010508")
    '0000-0000-0000-0000-0000-0001-0508'
    """
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
