"""The elements and attributes of an SVG that draw and nothing else, and what their values may look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from app.reports.logos.paths import LARGEST, NUMBER, numbers_of, plain_path, plain_points, plain_transform

SVG = "http://www.w3.org/2000/svg"
MOST_DASHES = 16
DRAWN: Mapping[str, frozenset[str]] = {
    "svg": frozenset({"viewBox", "width", "height"}),
    "g": frozenset(),
    "defs": frozenset(),
    "path": frozenset({"d"}),
    "rect": frozenset({"x", "y", "width", "height", "rx", "ry"}),
    "circle": frozenset({"cx", "cy", "r"}),
    "ellipse": frozenset({"cx", "cy", "rx", "ry"}),
    "line": frozenset({"x1", "y1", "x2", "y2"}),
    "polyline": frozenset({"points"}),
    "polygon": frozenset({"points"}),
    "linearGradient": frozenset(
        {"id", "x1", "y1", "x2", "y2", "gradientUnits", "gradientTransform", "spreadMethod"}
    ),
    "radialGradient": frozenset(
        {"id", "cx", "cy", "r", "fx", "fy", "gradientUnits", "gradientTransform", "spreadMethod"}
    ),
    "stop": frozenset({"offset", "stop-color", "stop-opacity"}),
}
"""Every element that is kept, with the attributes that it alone has."""

LOOKS = frozenset(
    {
        "fill",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-dasharray",
    }
    | {"stroke-dashoffset", "fill-rule", "opacity", "fill-opacity", "stroke-opacity", "transform"}
)
"""Attributes that every element which draws may have; all but the last may come from a style too."""

STYLED = LOOKS - {"transform"} | {"stop-color", "stop-opacity"}
IGNORED = frozenset({"title", "desc", "metadata"})
"""Elements that say something about a drawing; they are left out with all that is in them."""

_ONE = re.compile(rf"({NUMBER.pattern})(px|pt|%)?")
_COLOUR = re.compile(
    r"none|#(?:[0-9a-fA-F]{3}){1,2}|[a-zA-Z]{3,22}|rgb\(\s*[0-9.%]{1,8}(?:\s*,\s*[0-9.%]{1,8}){2}\s*\)"
)
_PAINT = re.compile(r"url\(#([A-Za-z_][\w.-]{0,63})\)")
_NAME = re.compile(r"[A-Za-z_][\w.-]{0,63}")
_WORDS: Mapping[str, frozenset[str]] = {
    "stroke-linecap": frozenset({"butt", "round", "square"}),
    "stroke-linejoin": frozenset({"miter", "round", "bevel"}),
    "fill-rule": frozenset({"nonzero", "evenodd"}),
    "gradientUnits": frozenset({"userSpaceOnUse", "objectBoundingBox"}),
    "spreadMethod": frozenset({"pad", "reflect", "repeat"}),
}


def plain_value(attribute: str, value: str) -> str | None:
    """Return the value of an attribute as we write it, None where it could do anything but draw.

    >>> plain_value("fill", "#0b7a75"), plain_value("fill", "url(https://example.org/a)"), plain_value("r", "1e99")
    ('#0b7a75', None, None)
    """
    value = value.strip()
    if attribute in _WORDS:
        return value if value in _WORDS[attribute] else None
    return _READERS.get(attribute, _one_number)(value)


def _colour(value: str) -> str | None:
    is_one = _COLOUR.fullmatch(value) and value.lower() not in {"inherit", "currentcolor"}
    return value if is_one else None


def _paint(value: str) -> str | None:
    return value if _PAINT.fullmatch(value) else _colour(value)


def _one_number(value: str) -> str | None:
    found = _ONE.fullmatch(value)
    return value if found and abs(float(found[1])) <= LARGEST else None


def _view(value: str) -> str | None:
    numbers = numbers_of(value)
    return " ".join(numbers) if numbers is not None and len(numbers) == 4 else None


def _dashes(value: str) -> str | None:
    numbers = numbers_of(value)
    return (
        value if value == "none" else " ".join(numbers) if numbers and len(numbers) <= MOST_DASHES else None
    )


_READERS: Mapping[str, Callable[[str], str | None]] = {
    "d": plain_path,
    "points": plain_points,
    "viewBox": _view,
    "transform": plain_transform,
    "gradientTransform": plain_transform,
    "fill": _paint,
    "stroke": _paint,
    "stop-color": _colour,
    "stroke-dasharray": _dashes,
    "id": lambda value: value if _NAME.fullmatch(value) else None,
}


def paint_of(value: str) -> str | None:
    """Return the name of the gradient that a fill or stroke points to, None for a plain colour."""
    found = _PAINT.fullmatch(value)
    return found[1] if found else None
