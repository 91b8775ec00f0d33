"""When a question is asked again: later each time it was known, from the start after a miss."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

STEPS = (2, 7, 21, 60, 150)
"""Days until a question comes again, by step.

Source: Latimier, Peyre and Ramus, Educational Psychology Review 33, 2021, 959-987: spaced retrieval beats massed
(g = 0.74), and whether the gaps grow matters little (g = 0.03). The numbers are our choice.
"""

PORTION = 15
"""How many questions a day asks for; whoever wants to goes on.

Our choice: a quarter of an hour at a minute each. The 54 to 77 questions of one of our courses that fall due together
are through within a week, and all three courses together bring 4 a day.
"""

_Card = TypeVar("_Card")


def first_due(day: date) -> date:
    """Return when a question that was learnt on a day is asked for the first time."""
    return day + timedelta(days=STEPS[0])


def next_step(step: int, is_right: bool, day: date) -> tuple[int, date | None]:
    """Return the step after an answer on a day, and when the question comes again; None where it was the last.

    >>> day = date(2026, 3, 2)
    >>> [step for step, _ in (next_step(0, True, day), next_step(3, False, day), next_step(4, True, day))]
    [1, 0, 5]
    """
    step = step + 1 if is_right else 0
    return step, day + timedelta(days=STEPS[step]) if step < len(STEPS) else None


def standing(answers: Iterable[tuple[date, bool]]) -> tuple[int, date | None]:
    """Return the step and the day on which a question comes again after all its answers.

    Args:
        answers: the day of each and whether it was right, the oldest first; at least one.

    >>> monday, wednesday = date(2026, 3, 2), date(2026, 3, 4)
    >>> standing([(monday, False), (wednesday, True)])
    (1, datetime.date(2026, 3, 11))
    """
    step, due_on = 0, None
    for day, is_right in answers:
        step, due_on = next_step(step, is_right, day)
    return step, due_on


def left_today(waiting: int, answered: int, *, goes_on: bool = False) -> int:
    """Return how many of the questions that wait belong to the portion somebody is in.

    Args:
        waiting: how many are due. answered: how many reviews were answered today.
        goes_on: a portion is done and another one is wanted; within a portion it changes nothing.

    >>> left_today(28, 0), left_today(17, 14), left_today(16, 15), left_today(16, 15, goes_on=True)
    (15, 1, 0, 15)
    """
    done = answered % PORTION
    is_between = answered > 0 and done == 0
    return 0 if is_between and not goes_on else min(waiting, PORTION - done)


def portion(cards: Iterable[tuple[str, date, _Card]], day: date, size: int) -> tuple[_Card, ...]:
    """Return the cards that have waited longest, mixed so that those of one lesson do not stand together.

    Of those that have waited equally long, chance decides, otherwise on each day.

    Args:
        cards: a name for each, the day on which it fell due, and the card.
    """

    def place(name: str) -> bytes:
        return hashlib.sha256(f"{day}:{name}".encode()).digest()

    first = sorted(cards, key=lambda one: (one[1], place(one[0])))[:size]
    return tuple(card for _, _, card in sorted(first, key=lambda one: place(one[0])))
