"""The five phases of a roll-out, cut from the schedule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.catalogue import PhaseText
from assessments.schedule import QUARTER_WEEKS, Placed, quarters_in
from content import Text

SPANS = ((2, 4), (4, 8), (8, 12), (12, 26))
"""Shortest and longest length, in weeks, of mandate, design, pilot and roll-out; embedding takes the rest."""

SHORTEST_EMBEDDING = 8


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the roll-out; weeks are counted from 0, `end_week` is the first week after it."""

    number: int
    title: Text
    goal: Text
    exit_test: Text
    start_week: int
    end_week: int


def plan_phases(
    texts: Sequence[PhaseText],
    placed: Sequence[Placed],
    horizon_weeks: int,
    shortest_weeks: int = 0,
) -> tuple[Phase, ...]:
    """Return the phases of a schedule, without a break between them; none where nothing is scheduled.

    Each of the first four ends when the work that marks it ends, within its shortest and longest span; one
    that would begin after the last initiative has ended is left out. Embedding closes the plan at the end
    of a quarter or at the horizon.

    Args:
        shortest_weeks: how long the plan lasts at least, so that what was delivered can become habit.

    Source: platform default; methods-planning.md, section 4.4.
    """
    if not placed:
        return ()
    last = max(one.end_week for one in placed)
    ends = _ends(placed, last, horizon_weeks)
    close = _rounded_up(max(last, ends[-1] + SHORTEST_EMBEDDING, shortest_weeks), horizon_weeks)
    weeks = [0, *ends]
    phases = [_phase(texts[number], weeks[number], end) for number, end in enumerate(ends)]
    if close > ends[-1]:
        phases.append(_phase(texts[-1], ends[-1], close))
    return tuple(phases)


def phase_at(phases: Sequence[Phase], week: int) -> int:
    """Return the number of the phase a week lies in. Raises StopIteration outside the plan."""
    return next(phase.number for phase in phases if phase.start_week <= week < phase.end_week)


def _ends(placed: Sequence[Placed], last: int, horizon_weeks: int) -> list[int]:
    ends: list[int] = []
    week = 0
    for number, (shortest, longest) in enumerate(SPANS):
        if week >= last or week >= horizon_weeks:
            break
        marks = [one.end_week for one in placed if _marks(one, number, week)]
        end = max(week + shortest, min(week + longest, max(marks, default=0)))
        week = min(end, horizon_weeks)
        ends.append(week)
    return ends


def _marks(one: Placed, number: int, week: int) -> bool:
    """Whether the end of an initiative marks the end of a phase that begins in this week."""
    shortest, longest = SPANS[number]
    if number == 0:
        return one.chosen.selection.kind == "foundation"
    if number == 1:
        is_basic = one.chosen.initiative.lift_to == 2 or one.chosen.initiative.is_quick_win
        return is_basic and one.start_week < week + longest
    if number == 2:
        return one.start_week < week + shortest
    return one.chosen.initiative.lift_to <= 3


def _phase(text: PhaseText, start: int, end: int) -> Phase:
    return Phase(text.number, text.title, text.goal, text.exit_test, start, end)


def _rounded_up(weeks: int, horizon_weeks: int) -> int:
    return min(quarters_in(weeks) * QUARTER_WEEKS, horizon_weeks)
