"""Examples for the calculators: the clinic's own tables."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import courses

EXAMPLE_BUDGET = "7200"
_CASE = Path(courses.__file__).parent / "case"
_POINTS = {"optimistic": "optimistic_d", "most_likely": "most_likely_d", "pessimistic": "pessimistic_d"}
_BEFORE = {"predecessors": "predecessors"}
# Calculator to the file of the case, and for each column of the table the one of the file.
_SOURCES = {
    "three-point": ("activities", {"task": "name", **_POINTS}),
    "critical-path": ("activities", {"activity": "id", "duration": "most_likely_d", **_BEFORE}),
    "monte-carlo": ("activities", {"activity": "id", **_POINTS, **_BEFORE}),
    "earned-value": (
        "evm-monthly",
        {"period": "month", "planned": "pv_k", "earned": "ev_k", "spent": "ac_k"},
    ),
}


@cache
def example(kind: str) -> str:
    """Return a table to try a calculator with."""
    file, columns = _SOURCES[kind]
    with (_CASE / f"{file}.csv").open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return "\n".join(
        [",".join(columns), *(",".join(_quoted(row[name]) for name in columns.values()) for row in rows)]
    )


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell
