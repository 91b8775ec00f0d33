"""Answers that look careless: flagged, counted, and left in. docs/methods.md, section 4.6."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from assessments.panel import DK, LEVEL, NOT_ASKED, Panel

FEWEST_SAME = 10
"""The same answer this many times, and no other, is worth a remark."""

LONG_RUN = 0.5
"""So is a run of one answer over this share of the questions put, if it is as long as `FEWEST_SAME`."""

FASTEST_SECONDS = 2.0
"""Nobody reads five descriptions in less, per answer."""

Flags = NDArray[np.bool_]


def careless_flags(panel: Panel, seconds: Mapping[str, float] | None = None) -> dict[str, Flags]:
    """Return who raises which flag.

    Args:
        seconds: respondent to the time spent on the questionnaire, where it is known.

    Returns:
        Flag to people, in the order of the panel: "same answer", "long run", "mostly don't know", "too fast".
    """
    given = panel.kinds == LEVEL
    answered = given.sum(axis=1)
    highest = np.where(given, panel.choices, -1).max(axis=1, initial=-1)
    lowest = np.where(given, panel.choices, 99).min(axis=1, initial=99)
    dont_know = (panel.kinds == DK).sum(axis=1)
    asked = (panel.kinds != NOT_ASKED).sum(axis=1)
    known = np.array([(seconds or {}).get(name, np.inf) for name in panel.respondents])
    run = _longest_run(panel)
    return {
        "same answer": (answered >= FEWEST_SAME) & (highest == lowest),
        "long run": run >= np.maximum(FEWEST_SAME, LONG_RUN * asked),
        "mostly don't know": (dont_know >= FEWEST_SAME) & (dont_know > answered),
        "too fast": (answered > 0) & (known < FASTEST_SECONDS * (answered + dont_know)),
    }


def looked_at(panel: Panel) -> int:
    """Return how many people gave answers enough to be looked at."""
    return int(((panel.kinds == LEVEL).sum(axis=1) + (panel.kinds == DK).sum(axis=1) >= FEWEST_SAME).sum())


def _longest_run(panel: Panel) -> NDArray[np.int64]:
    """Return each person's longest run of one and the same level, in the order of the questions put."""
    longest = np.zeros(panel.size, dtype=np.int64)
    run = np.zeros(panel.size, dtype=np.int64)
    last = np.full(panel.size, -1, dtype=np.int64)
    for column in range(len(panel.questions)):
        choice = panel.choices[:, column].astype(np.int64)
        is_put = panel.kinds[:, column] != NOT_ASKED
        goes_on = (choice == last) & (choice >= 0)
        run = np.where(is_put, np.where(goes_on, run + 1, (choice >= 0).astype(np.int64)), run)
        last = np.where(is_put, choice, last)
        longest = np.maximum(longest, run)
    return longest
