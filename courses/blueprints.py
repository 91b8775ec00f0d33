"""What an exam's blueprint asks of the questions that there are, and which of them one draw takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from courses.exams import Cell, Exam
from courses.items import Item


@dataclass(frozen=True, slots=True)
class Shortage:
    """A cell of the blueprint with fewer questions than it asks for; `row` is its place, `level` its column.

    Where `level` is `numeric`, the whole exam is meant, and `row` is 0.
    """

    row: int
    level: str
    wanted: int
    there: int


def cells_of(items: Iterable[Item]) -> dict[Cell, list[Item]]:
    """Return items by competency and level; items without a competency fit no cell."""
    cells: dict[Cell, list[Item]] = {}
    for item in items:
        if item.competency is not None:
            cells.setdefault((item.competency, item.blueprint_level), []).append(item)
    return cells


def find_shortages(exam: Exam, items: Iterable[Item]) -> Iterator[Shortage]:
    """Yield every cell that cannot be filled, and whether enough of its questions can ask for a number."""
    cells = cells_of(items)
    numbers = 0
    for place, row in enumerate(exam.blueprint):
        for cell, wanted in row.cells:
            there = cells.get(cell, [])
            numbers += min(wanted, sum(item.asks_for_number for item in there))
            if len(there) < wanted:
                yield Shortage(place, cell[1], wanted, len(there))
    if numbers < exam.numeric:
        yield Shortage(0, "numeric", exam.numeric, numbers)


def pick_for_exam(exam: Exam, ordered: Sequence[Item], seen: Collection[str]) -> tuple[Item, ...]:
    """Return the questions of one attempt, row by row of the blueprint.

    Questions that were never put come before those that were, so a pool is used up before anything repeats. Then
    questions are exchanged within their cells until enough of them ask for a number.

    Args:
        ordered: what may be drawn, in the order of this draw.
        seen: keys of items that earlier attempts put.
    """
    fresh = [item for item in ordered if item.key not in seen]
    cells = cells_of([*fresh, *(item for item in ordered if item.key in seen)])
    picked = {cell: cells.get(cell, [])[:wanted] for row in exam.blueprint for cell, wanted in row.cells}
    missing = exam.numeric - sum(item.asks_for_number for items in picked.values() for item in items)
    for cell, items in picked.items():
        missing -= _exchange(items, cells.get(cell, []), missing)
    return tuple(item for items in picked.values() for item in items)


def _exchange(items: list[Item], pool: Sequence[Item], missing: int) -> int:
    """Put questions that ask for a number in the places of others, last places first; return how many."""
    spare = [item for item in pool if item.asks_for_number and item not in items]
    places = [place for place, item in enumerate(items) if not item.asks_for_number]
    count = max(0, min(missing, len(spare), len(places)))
    for place, item in zip(reversed(places[len(places) - count :]), spare, strict=False):
        items[place] = item
    return count


def pool_sizes(items: Iterable[Item], variants_count: int) -> Mapping[str, int]:
    """Return how many questions there are for each competency.

    Args:
        variants_count: for how many questions one with drawn numbers counts.
    """
    sizes: dict[str, int] = {}
    for item in items:
        if item.competency is not None:
            sizes[item.competency] = sizes.get(item.competency, 0) + (variants_count if item.params else 1)
    return sizes
