"""Lines of text: what a style means to Pango is prepared once for the style, and a line that was laid out is kept."""

from __future__ import annotations

from typing import Any

from weasyprint.text import fonts, line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango

from app.reports.shortcuts import replace

original_setup, original_set_text = line_break.Layout.setup, line_break.Layout.set_text
original_strut, original_size = line_break.strut, line_break.line_size

DESCRIBING = ("font_size", "font_family", "font_weight", "font_style", "direction", "lang")
FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)
UNLIKE = frozenset("\0\t\n\r\u2028\u2029")  # what ends a text or a paragraph, or leaps ahead
EXTENTS = ffi.new("PangoRectangle *")


def _without_hyphens() -> Any:
    """Return the attributes of a text of any length that may break anywhere."""
    attributes = pango.pango_attr_list_new()
    hyphens = pango.pango_attr_insert_hyphens_new(False)
    hyphens.start_index, hyphens.end_index = 0, 0xFFFFFFFF
    pango.pango_attr_list_insert(attributes, hyphens)
    return attributes


UNHYPHENATED = _without_hyphens()


def prepare(style: Any) -> Any:
    """Return context, description and language of a style; None where the engine must see to it itself."""
    if style["text_decoration_line"] != "none" or style["font_language_override"] != "normal":
        return None
    if fonts.font_features(*(style[name] for name in FEATURES)):
        return None
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    if style["lang"]:
        language = pango.pango_language_from_string(style["lang"].encode())
        pango.pango_context_set_language(context, language)
    else:
        language = pango.pango_language_get_default()
    return context, fonts.get_font_description(style), language


def is_prepared(layout: Any) -> bool:
    return layout.style.__dict__.get("prepared", (None, None))[1] is not None


def setup(layout: Any, style: Any) -> None:
    """Begin a layout in a style."""
    wanted = tuple([style[name] for name in DESCRIBING])
    known = style.__dict__.get("prepared")
    if known is None or known[0] != wanted:
        known = style.prepared = (wanted, prepare(style))
    if known[1] is None:
        original_setup(layout, style)
        return
    context, description, layout.language = known[1]
    layout.style, layout.first_line_direction = style, 0
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    # As it will be drawn: setting this later would lay the line out again.
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    pango.pango_layout_set_font_description(layout.layout, description)
    layout.ascent = layout.underline_position = layout.strikethrough_position = None


def set_text(layout: Any, text: str, justify: bool = False) -> None:
    """Give a layout its text."""
    style = layout.style
    if (
        not is_prepared(layout)
        or style["word_spacing"]
        or style["letter_spacing"] != "normal"
        or (justify and layout.justification_spacing)
        or not UNLIKE.isdisjoint(text)
    ):
        pango.pango_layout_set_single_paragraph_mode(layout.layout, False)
        original_set_text(layout, text, justify)
        return
    layout.text = text
    pango.pango_layout_set_text(layout.layout, text.encode(), -1)
    if text and style["overflow_wrap"] in ("anywhere", "break-word"):
        pango.pango_layout_set_attributes(layout.layout, UNHYPHENATED)


def deactivate(layout: Any) -> None:
    """Keep what was laid out until it is drawn; the engine drops it and lays it out again."""
    if layout.justification_spacing or not is_prepared(layout):
        del layout.layout, layout.language, layout.style


def reactivate(layout: Any, style: Any) -> None:
    if layout.__dict__.get("style") is not style:
        layout.setup(style)
        layout.set_text(layout.text, justify=True)


def strut(style: Any) -> Any:
    """Return height of line and baseline of a style."""
    known = style.__dict__.get("strut")
    if known is None or known[0] != style["font_size"] or known[1] is not style["line_height"]:
        known = style.strut = (style["font_size"], style["line_height"], original_strut(style))
    return known[2]


def line_size(line: Any, style: Any) -> tuple[float, float]:
    pango.pango_layout_line_get_extents(line, ffi.NULL, EXTENTS)
    width, height = EXTENTS.width * FROM_UNITS, EXTENTS.height * FROM_UNITS
    spacing = style["letter_spacing"]
    return (width if spacing == "normal" else width + spacing), height


def take() -> None:
    layout = line_break.Layout
    layout.setup, layout.set_text = setup, set_text
    layout.deactivate, layout.reactivate = deactivate, reactivate
    replace(original_strut, strut)
    replace(original_size, line_size)
