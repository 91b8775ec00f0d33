"""What a cell or a row says, as a model file would say it."""

from __future__ import annotations

from typing import Any

from app.model_workbook.layout import NUMBERS, TEXTS, Row
from app.uploads import written


def text_in(row: Row, name: str) -> dict[str, str] | None:
    """Return a text by its language, as far as its cells are filled; None where none is."""
    return {
        column.partition(".")[2]: str(value) for column, value in row.items() if column.startswith(f"{name}.")
    } or None


def option_in(row: Row) -> Row:
    """Return the option of an answer that a row describes."""
    return present({"answer": row.get("answer"), "value": row.get("value"), **texts_in(row, "options")})


def texts_in(row: Row, sheet: str) -> Row:
    """Return all texts that rows of a sheet have, by their names."""
    return {name: text_in(row, name) for name in TEXTS[sheet]}


def present(row: Row) -> Row:
    """Return a row without the fields that hold nothing."""
    return {name: value for name, value in row.items() if value is not None}


def typed(column: str, value: Any, sheet: str) -> Any:
    """Return a cell's value as text or, in a column of numbers, as a number where it is one."""
    if sheet == "about" or (sheet == "examples" and column == "value"):
        return value
    return number_in(column, value) if column in NUMBERS else written(value)


def number_in(name: str, value: Any) -> Any:
    """Return a column's value as a number where it can be read as one; otherwise as it stands."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if name not in NUMBERS or not isinstance(value, str):
        return value
    written = value.strip().replace(",", ".")
    for kind in (int, float):
        try:
            return kind(written)
        except ValueError:
            continue
    return value


def truth_in(value: Any) -> Any:
    """Return "yes" and "no" as what they mean, an empty cell as None, and anything else as it stands."""
    return {"yes": True, "no": False, "": None, None: None}.get(value, value)
