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


def interleave(cards: Iterable[tuple[str, _Card]], day: date) -> tuple[_Card, ...]:
    """Return cards in an order in which those of one lesson do not stand together; another on each day.

    Args:
        cards: a name for each, and the card.
    """
    ordered = sorted(cards, key=lambda one: hashlib.sha256(f"{day}:{one[0]}".encode()).digest())
    return tuple(card for _, card in ordered)
