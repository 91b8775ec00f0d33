"""Styles: most properties are inherited or initial, most elements share a style, and few have a mark before them."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

from weasyprint import css
from weasyprint.css import functions
from weasyprint.css.computed_values import COMPUTER_FUNCTIONS, PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension
from weasyprint.draw import color

from app.reports.shortcuts import replace

original_missing = css.ComputedStyle.__missing__
original_call = css.StyleFor.__call__
original_check = functions.check_math

SIMPLE = frozenset({str, int, float, bool, type(None), Dimension})
LOGICAL = {
    (key, inline): name_of(block="ttb", inline=inline)
    for key, name_of in PHYSICAL_FUNCTIONS.items()
    for inline in ("ltr", "rtl")
}
PHYSICAL = frozenset(PHYSICAL_FUNCTIONS)
# Properties that depend on no other: the engine has rules of their own for the rest.
PLAIN = frozenset(key for key in INITIAL_VALUES if not key.startswith("text_decoration_")) - {
    "float",
    "display",
    "position",
    "page",
}
KEYWORDS = frozenset({"inherit", "initial"})
READY = {key: value for key, value in INITIAL_VALUES.items() if key not in INITIAL_NOT_COMPUTED}
"""Initial values that stand for themselves; the others are computed first."""
DRAWING = "{http://www.w3.org/2000/svg}svg"
BOXLESS = {"display": ("none",)}
MARKS = frozenset({"marker", "footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})


def check_math(token: Any) -> Any:
    """Whether a value is a function of CSS, which nearly none is."""
    return False if type(token) in SIMPLE else original_check(token)


def get_color(style: Any, key: str) -> Any:
    """Return a colour, which is hardly ever the word "currentcolor" and compares slowly with it."""
    value = style[key]
    return style["color"] if type(value) is str and value == "currentcolor" else value


def missing(style: Any, key: str) -> Any:
    """Return a computed value: where no rule sets it, the parent's or the initial one."""
    if key not in PLAIN:
        return original_missing(style, key)
    if key in PHYSICAL:
        if key in style.cascaded or LOGICAL[key, style["direction"]] in style.cascaded:
            return original_missing(style, key)
    elif key in style.cascaded:
        value = style.cascaded[key][0]
        if type(value) is not str or value in KEYWORDS:
            return original_missing(style, key)
        if key in COMPUTER_FUNCTIONS:
            value = COMPUTER_FUNCTIONS[key](style, key, value)
        style[key] = value
        return value
    if key in INHERITED and style.parent_style is not None:
        value = style[key] = style.parent_style[key]
    elif key in READY:
        value = style[key] = READY[key]
    else:
        return original_missing(style, key)
    return value


def start(
    styles: Any, html: Any, sheets: Any, presentational_hints: bool, font_config: Any, target_collector: Any
) -> None:
    """Give each element its style. Elements that the same rules match under the same parent share one.

    The engine puts the shared ones together too, and makes six styles of marks for every element; here these are
    made when one is asked for.
    """
    styles._cascaded_styles, styles._computed_styles = {}, {}
    styles.initial_page_sizes = {"box": None, "area": None}
    styles._sheets, styles.font_config, styles.wrappers = sheets, font_config, {}
    cascaded, computed = styles._cascaded_styles, styles._computed_styles
    own: dict[Any, Any] = {}
    shared: dict[Any, Any] = {}
    for specificity, element, found, base_url in css.find_style_attributes(
        html.etree_element, presentational_hints, html.base_url
    ):
        own[element] = tuple(found)
        declarations = css.preprocess_declarations(base_url, found)
        declare(cascaded.setdefault((element, None), {}), declarations, "author", inf, specificity)
    styles.about = {
        "root": html.etree_element,
        "base_url": html.base_url,
        "target_collector": target_collector,
    }
    for wrapper in styled(html.wrapper_element, computed):
        element = wrapper.etree_element
        styles.wrappers[element] = wrapper
        parent = wrapper.parent.etree_element if wrapper.parent else None
        matching = [one for one in match(styles, wrapper) if one[3][2] not in MARKS]
        rules = tuple([(id(one[0]), one[3][0], id(one[3][3][0]), one[3][3][1]) for one in matching])
        key = (id(computed[parent, None]) if wrapper.parent else None, own.get(element), rules)
        known = shared.get(key)
        gather(styles, element, matching, is_shared=known is not None)
        if known is None:
            styles.set_computed_styles(element, parent=parent, **styles.about)
            known = shared[key] = computed[element, None]
        computed[element, None] = known
    for element, pseudo in cascaded:
        if pseudo:
            styles.set_computed_styles(element, pseudo_type=pseudo, parent=element, **styles.about)
    cascaded.clear()


def styled(root: Any, computed: dict[Any, Any]) -> Iterator[Any]:
    """Yield every element that becomes a box, in the order of the document.

    What is inside a drawing does not: the engine makes boxes of it and drops them for a picture of the whole.
    """
    waiting = [iter([root])]
    while waiting:
        wrapper = next(waiting[-1], None)
        if wrapper is None:
            waiting.pop()
            continue
        yield wrapper
        if wrapper.etree_element.tag != DRAWING:
            waiting.append(wrapper.iter_children())
            continue
        for inside in wrapper.etree_element.iter():
            if inside is not wrapper.etree_element:
                computed[inside, None] = BOXLESS


def match(styles: Any, wrapper: Any) -> list[tuple[Any, str, Any, Any]]:
    """Return the rules for an element, each with its sheet, origin, and what the sheet says of its specificity."""
    return [
        (sheet, origin, specificity, selector)
        for sheet, origin, specificity in styles._sheets
        for selector in sheet.matcher.match(wrapper)
    ]


def gather(styles: Any, element: Any, matching: Any, *, is_shared: bool = False) -> None:
    """Put together what rules declare of an element and its pseudo-elements; of a shared style, only of the latter."""
    for sheet, origin, sheet_specificity, selector in matching:
        specificity, _order, pseudo, (declarations, layer) = selector
        if pseudo or not is_shared:
            order = inf if layer is None else sheet.layers.index(layer)
            style = styles._cascaded_styles.setdefault((element, pseudo), {})
            declare(style, declarations, origin, order, sheet_specificity or specificity)


def declare(style: Any, declarations: Any, origin: str, layer_order: Any, specificity: Any) -> None:
    for name, values, importance in declarations:
        weight = (css.declaration_precedence(origin, importance), layer_order, specificity)
        if name not in style or style[name][1] <= weight:
            style[name] = values, weight


def call(styles: Any, element: Any, pseudo: str | None = None) -> Any:
    """Return a style; that of a mark is made now."""
    if pseudo in MARKS and (element, pseudo) not in styles._computed_styles:
        gather(
            styles, element, [one for one in match(styles, styles.wrappers[element]) if one[3][2] == pseudo]
        )
        styles.set_computed_styles(element, pseudo_type=pseudo, parent=element, **styles.about)
        styles._cascaded_styles.pop((element, pseudo), None)
    return original_call(styles, element, pseudo)


def take() -> None:
    replace(original_check, check_math)
    replace(color.get_color, get_color)
    css.ComputedStyle.__missing__ = missing
    css.StyleFor.__init__, css.StyleFor.__call__ = start, call
