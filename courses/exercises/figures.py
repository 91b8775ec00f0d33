"""Drawings as values: what is shown, with words for those who do not see it. Nothing here draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from courses.exercises.words import Words


@dataclass(frozen=True, slots=True)
class Series:
    """Points (x, y) in the order of x; a stepped series keeps its height until the next point."""

    label: Words
    points: tuple[tuple[float, float], ...]
    is_stepped: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A place worth naming in a drawing; in a matrix x is the impact level and y the probability level."""

    label: Words
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing and, as `series` and `marks`, the table that says the same.

    Attributes:
        kind: lines over two scales, or a matrix of five levels by five.
        title: what it shows. description: what there is to see in it.
    """

    kind: Literal["lines", "matrix"]
    title: Words
    description: Words
    x_label: Words
    y_label: Words
    series: tuple[Series, ...] = ()
    marks: tuple[Mark, ...] = ()
