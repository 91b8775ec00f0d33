"""Boxes: lengths in pixels or per cent, right angles, nothing that floats."""

from __future__ import annotations

from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure.boxes import Box, LineBox
from weasyprint.layout import float as floats
from weasyprint.layout import percent

from app.reports.shortcuts import replace

original_all, original_one = percent.resolve_percentages, percent.resolve_one_percentage
original_radii, original_avoid = percent.resolve_radii_percentages, floats.avoid_collisions
original_in_flow = Box.is_in_normal_flow

LENGTHS = tuple(
    [f"{name}_{side}" for name in ("margin", "padding") for side in ("left", "right", "top", "bottom")]
    + [f"{prefix}{name}" for name in ("width", "height") for prefix in ("", "min_", "max_")]
)
BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
CORNERS = tuple(f"border_{at}_radius" for at in ("top_left", "top_right", "bottom_right", "bottom_left"))
NO_RADIUS = (0, "px")


def resolve_one_percentage(box: Any, name: str, refer_to: Any) -> None:
    """Set a used length from a computed one."""
    value = box.style[name]
    if type(value) is Dimension:
        setattr(box, name, value.value if value.unit != "%" else refer_to * value.value / 100)
    else:
        original_one(box, name, refer_to)


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set all used lengths of a box: where none is per cent, they are the same for all boxes of the style."""
    style = box.style
    used = style.__dict__.get("used")
    if used is None:
        used = style.used = lengths_of(style)
    if not used:
        original_all(box, containing_block)
        return
    box.__dict__.update(used)
    collapse = style["border_collapse"] == "collapse"
    for name in BORDERS:
        if not (collapse and hasattr(box, name)):
            setattr(box, name, style[name])


def lengths_of(style: Any) -> dict[str, Any]:
    """Return the used lengths of every box of a style; nothing where they depend on where the box stands."""
    used: dict[str, Any] = {}
    if style["box_sizing"] != "content-box":
        return used
    for name in LENGTHS:
        value = style[name]
        if type(value) is Dimension and value.unit != "%":
            used[name] = value.value
        elif value == "auto":
            used[name] = 0 if name in ("min_width", "min_height") else value
        else:
            return {}
    return used


def resolve_radii_percentages(box: Any) -> None:
    """Set the used radii of the corners, nearly always none."""
    style = box.style
    for corner in CORNERS:
        if NO_RADIUS not in style[corner]:
            original_radii(box)
            return
    for corner in CORNERS:
        setattr(box, corner, (0, 0))


def is_in_normal_flow(box: Any) -> Any:
    style = box.style
    if style["float"] == "none" and style["position"] in ("static", "relative"):
        return True
    return original_in_flow(box)


def avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
    """Return place and room of a line: all there is where no float is beside it."""
    if context.excluded_shapes or not outer or type(box) is not LineBox or box.style["float"] != "none":
        return original_avoid(context, box, containing_block, outer)
    left = containing_block.content_box_x()
    right = left + containing_block.width
    x = right if containing_block.style["direction"] == "rtl" else left
    return x, box.position_y, right - left


def take() -> None:
    replace(original_all, resolve_percentages)
    replace(original_one, resolve_one_percentage)
    replace(original_radii, resolve_radii_percentages)
    replace(original_avoid, avoid_collisions)
    Box.is_in_normal_flow = is_in_normal_flow
