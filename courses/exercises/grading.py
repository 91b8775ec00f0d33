"""What an answer is worth, cell by cell, and what there is to learn from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from courses.exercises.figures import Figure
from courses.exercises.sheets import Choice, Grid
from courses.exercises.words import Words, number, said

Value = float | str
Response = Mapping[str, Value]
"""Field key to what was understood: a number, the key of a choice, "yes" for a tick, or a text. A field that was
left open is missing."""

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class CellGrade:
    """What one field, or several fields taken together, were worth.

    Attributes:
        weight: its part of the whole; the weights of a result sum to 1, and are 0 where the whole is no sum of parts.
        share: how right it is, 0 to 1.
        given: what was answered; None where nothing was.
        expected: what would have been right; where it earned its share by following through, that follows
            from the learner's own earlier figure and this is the figure of the key.
        why: what there is to learn from it.
        is_follow_through: right given the learner's own earlier figures.
        slip: name of the error that the answer betrays, one of the engine's `SLIPS`.
        trap: key of the misconception behind it, where the exercise names one.
    """

    key: str
    label: Words
    weight: float
    share: float
    given: Words | None = None
    expected: Words | None = None
    why: Words | None = None
    is_follow_through: bool = False
    slip: str = ""
    trap: str = ""


@dataclass(frozen=True, slots=True)
class Graded:
    """The result of one try.

    Attributes:
        share: 0 to 1.
        is_passed: the exercise counts as done well.
        notes: the debrief in sentences; then its tables and figures.
    """

    share: float
    is_passed: bool
    cells: tuple[CellGrade, ...]
    notes: tuple[Words, ...] = ()
    grids: tuple[Grid, ...] = ()
    figures: tuple[Figure, ...] = ()


PASS_SHARE = 0.7
"""From where on an exercise counts as done well, unless its kind says otherwise; our default."""


def total(
    cells: Iterable[CellGrade],
    notes: Iterable[Words] = (),
    grids: Iterable[Grid] = (),
    figures: Iterable[Figure] = (),
) -> Graded:
    """Return the result of graded cells: their weighted share, passed from `PASS_SHARE` on."""
    cells = tuple(cells)
    share = min(1.0, max(0.0, sum(cell.weight * cell.share for cell in cells)))
    return Graded(share, share >= PASS_SHARE - _ROUNDING, cells, tuple(notes), tuple(grids), tuple(figures))


def is_near(value: float, target: float, *, relative: float = 0.01, least: float = 0.0) -> bool:
    """Return whether a value is as near to a target as a relative tolerance allows, or a least absolute one.

    >>> is_near(101, 100), is_near(102, 100), is_near(0.4, 0, least=0.5)
    (True, False, True)
    """
    reach = max(least, relative * abs(target))
    return abs(value - target) <= reach + _ROUNDING * max(1.0, abs(target))


def numeric(response: Response, key: str) -> float | None:
    """Return the number given in a field, or None."""
    value = response.get(key)
    return value if isinstance(value, float) else None


def chosen(response: Response, key: str) -> str:
    """Return the choice or text given in a field, or an empty text."""
    value = response.get(key, "")
    return value if isinstance(value, str) else ""


def number_cell(
    response: Response,
    key: str,
    label: Words,
    weight: float,
    expected: float,
    *,
    own: float | None = None,
    relative: float = 0.01,
    least: float = 0.0,
    why: Words | None = None,
    slips: Mapping[str, float] = MappingProxyType({}),
) -> CellGrade:
    """Return what a number is worth: all or nothing, within the tolerance of `is_near`.

    Args:
        own: what would be right given the learner's own earlier figures; None where there are none.
        slips: name of an error to the number that it leads to.
    """
    given = numeric(response, key)
    is_right = given is not None and is_near(given, expected, relative=relative, least=least)
    follows = (
        given is not None
        and not is_right
        and own is not None
        and is_near(given, own, relative=relative, least=least)
    )
    slip = ""
    if given is not None and not is_right and not follows:
        slip = next((n for n, v in slips.items() if is_near(given, v, relative=relative, least=least)), "")
    return CellGrade(
        key=key,
        label=label,
        weight=weight,
        share=float(is_right or follows),
        given=None if given is None else number(given),
        expected=number(expected),
        why=said(f"slip.{slip}") if slip else why,
        is_follow_through=follows,
        slip=slip,
    )


def choice_cell(
    response: Response,
    key: str,
    label: Words,
    weight: float,
    choices: Iterable[Choice],
    expected: str,
    *,
    own: str = "",
    why: Words | None = None,
) -> CellGrade:
    """Return what a choice is worth: all or nothing. `own` is right given the learner's own earlier figures."""
    names = {choice.key: choice.label for choice in choices}
    given = chosen(response, key)
    follows = given != expected and bool(own) and given == own
    return CellGrade(
        key=key,
        label=label,
        weight=weight,
        share=float(given == expected or follows),
        given=names.get(given),
        expected=names[expected],
        why=why,
        is_follow_through=follows,
    )
