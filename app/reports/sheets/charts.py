"""Drawings of the report as native charts, each over figures that stand in its sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.reports.formats import direction_of
from app.reports.native.colours import INK, QUIET, RULE, series_colours
from app.reports.native.numbers import drawn, drawn_code
from app.reports.sheets.formats import Looks
from app.reports.sheets.tables import LINE_POINTS, NARROW, lines_of, write_words
from app.reports.tree import Document, Drawing, Exhibit

LEAST_WIDTH, MOST_WIDTH = 480, 760
BAR_HEIGHT, LEAST_HEIGHT, MOST_HEIGHT = 34, 260, 1400
ROW_PIXELS = 20
PIXELS_PER_LETTER = 7
FONT = {"name": "Calibri", "size": 9, "color": INK}
PLAIN = {"name": "Calibri", "size": 9, "color": QUIET}


@dataclass(frozen=True, slots=True)
class Figures:
    """Where the figures of a chart stand: first and last row, and the column of each series."""

    sheet: str
    first: int
    last: int

    def column(self, number: int) -> list[Any]:
        return [self.sheet, self.first, number, self.last, number]

    def name(self, number: int) -> list[Any]:
        return [self.sheet, self.first - 1, number]


def draw(
    workbook: Any,
    sheet: Any,
    looks: Looks,
    document: Document,
    exhibit: Exhibit,
    at: int,
    widths: Sequence[float],
) -> int:
    """Write a chart and the figures it is drawn from, from row `at` on; return the row after them.

    Args:
        widths: of the columns of the sheet in characters; a chart is as wide as they are, within limits.
    """
    drawing = exhibit.drawing
    assert drawing is not None
    height = _height(drawing)
    below = at + height // ROW_PIXELS + 2
    write_words(
        sheet, below, 0, document.labels["chart figures"], looks.words("", bold=True, text_wrap=False)
    )
    figures = _write_figures(sheet, looks, document, drawing, below + 1, widths)
    chart = _chart(workbook, document, drawing, figures)
    wide = sum(round(one * PIXELS_PER_LETTER + 5) for one in widths)
    chart.set_size({"width": min(MOST_WIDTH, max(LEAST_WIDTH, wide - 8)), "height": height})
    sheet.insert_chart(at, 0, chart, {"description": drawing.alt, "object_position": 2, "x_offset": 4})
    return figures.last + 2


def _height(drawing: Drawing) -> int:
    if drawing.kind == "radar":
        return 460
    if _is_in_time(drawing):
        return 340
    per_bar = 48 if drawing.kind == "gaps" else BAR_HEIGHT if drawing.kind != "plan" else 24
    return min(MOST_HEIGHT, max(LEAST_HEIGHT, 110 + per_bar * len(drawing.categories)))


def _is_in_time(drawing: Drawing) -> bool:
    """Return whether the categories are periods, which stand side by side; time is not turned."""
    return drawing.kind == "columns" or any(one.role == "capacity" for one in drawing.series)


def _write_figures(
    sheet: Any, looks: Looks, document: Document, drawing: Drawing, at: int, widths: Sequence[float]
) -> Figures:
    names = [one.name for one in drawing.series]
    columns = drawn(drawing)
    if drawing.kind == "plan":
        # A bar in time is drawn as the weeks before it, which are not seen, and its own.
        first, last = (one.values for one in drawing.series[:2])
        names += [document.labels["weeks before"], document.labels["weeks"]]
        columns += [
            tuple(None if week is None else week - 1 for week in first),
            tuple(
                None if begin is None or end is None else end - begin + 1
                for begin, end in zip(first, last, strict=True)
            ),
        ]
    write_words(sheet, at, 0, "", looks.heading(is_number=False))
    lines = max(
        lines_of(name, widths[place] - 2 if place < len(widths) else NARROW)
        for place, name in enumerate(names, 1)
    )
    sheet.set_row(at, lines * LINE_POINTS + 7)
    for place, name in enumerate(names, 1):
        write_words(sheet, at, place, name, looks.heading(is_number=True))
    for row, category in enumerate(drawing.categories, at + 1):
        write_words(sheet, row, 0, category, looks.words(category, indent=1))
        for place, values in enumerate(columns, 1):
            value = values[row - at - 1]
            if value is not None:
                sheet.write_number(
                    row,
                    place,
                    value,
                    looks.make(num_format=drawn_code(drawing), indent=1, align=looks.end),
                )
    return Figures(sheet.get_name(), at + 1, at + len(drawing.categories))


def _chart(workbook: Any, document: Document, drawing: Drawing, figures: Figures) -> Any:
    mirrored = direction_of(document.language) == "rtl"
    if drawing.kind == "radar":
        chart = workbook.add_chart({"type": "radar", "subtype": "with_markers"})
        _add_series(chart, document, drawing, figures, labelled=False)
        chart.set_y_axis(
            {
                **_scale(drawing),
                "num_font": PLAIN,
                "major_gridlines": {"visible": True, "line": {"color": RULE}},
            }
        )
    elif drawing.kind == "plan":
        chart = _plan(workbook, document, drawing, figures)
    elif _is_in_time(drawing):
        chart = _periods(workbook, document, drawing, figures)
    else:
        chart = workbook.add_chart({"type": "bar"})
        _add_series(chart, document, drawing, figures, labelled=True)
        chart.set_x_axis(_value_axis(drawing, reverse=mirrored))
        chart.set_y_axis(_category_axis(reverse=True))
    chart.set_legend({"none": True} if len(drawing.series) < 2 else {"position": "bottom", "font": FONT})
    if drawing.kind == "plan":
        chart.set_legend({"none": True})
    chart.set_title({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    return chart


def _scale(drawing: Drawing) -> dict[str, Any]:
    steps = max(1, len(drawing.ticks) - 1) if drawing.ticks else drawing.high - drawing.low
    scale: dict[str, Any] = {"min": drawing.low, "max": drawing.high}
    if drawing.kind in ("gaps", "radar") and steps:
        scale["major_unit"] = (drawing.high - drawing.low) / steps
    return scale


def _value_axis(drawing: Drawing, *, reverse: bool = False) -> dict[str, Any]:
    return {
        **_scale(drawing),
        "reverse": reverse,
        "num_format": "#,##0",
        "num_font": PLAIN,
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": RULE}},
    }


def _category_axis(*, reverse: bool) -> dict[str, Any]:
    return {
        "reverse": reverse,
        "num_font": FONT,
        "label_position": "low",
        "line": {"color": RULE},
        "major_tick_mark": "none",
    }


def _add_series(
    chart: Any,
    document: Document,
    drawing: Drawing,
    figures: Figures,
    *,
    labelled: bool,
    only: tuple[int, ...] = (),
) -> None:
    colours = series_colours(document.brand)
    for number, one in enumerate(drawing.series):
        if only and number not in only:
            continue
        colour = colours[one.role]
        look: dict[str, Any] = {"fill": {"color": colour}, "border": {"none": True}, "gap": 45, "overlap": -5}
        if drawing.kind == "radar":
            look = {
                "line": {"color": colour, "width": 2.25 if one.role == "evidence" else 1.25},
                "marker": {
                    "type": "circle",
                    "size": 4,
                    "fill": {"color": colour},
                    "border": {"color": colour},
                },
            }
        if not all(drawing.leading):
            other = {"fill": {"color": colours["other"]}}
            look["points"] = [None if is_leading else other for is_leading in drawing.leading]
        if labelled:
            look["data_labels"] = {"value": True, "font": FONT, "num_format": drawn_code(drawing)}
        chart.add_series(
            {
                "name": figures.name(number + 1),
                "categories": figures.column(0),
                "values": figures.column(number + 1),
                **look,
            }
        )


def _periods(workbook: Any, document: Document, drawing: Drawing, figures: Figures) -> Any:
    """Return bars side by side in time, with the capacity as a line over them."""
    lines = tuple(number for number, one in enumerate(drawing.series) if one.role == "capacity")
    bars = tuple(number for number in range(len(drawing.series)) if number not in lines)
    chart = workbook.add_chart({"type": "column"})
    _add_series(chart, document, drawing, figures, labelled=True, only=bars)
    if lines:
        over = workbook.add_chart({"type": "line"})
        colours = series_colours(document.brand)
        for number in lines:
            over.add_series(
                {
                    "name": figures.name(number + 1),
                    "categories": figures.column(0),
                    "values": figures.column(number + 1),
                    "line": {"color": colours["capacity"], "width": 2},
                }
            )
        chart.combine(over)
    chart.set_x_axis({"num_font": FONT, "line": {"color": RULE}, "major_tick_mark": "none"})
    axis = _value_axis(drawing)
    axis.pop("max")
    chart.set_y_axis(axis)
    return chart


def _plan(workbook: Any, document: Document, drawing: Drawing, figures: Figures) -> Any:
    """Return bars in time: the weeks before each are stacked under it without a colour."""
    chart = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    before, own = len(drawing.series) + 1, len(drawing.series) + 2
    colour = series_colours(document.brand)["main"]
    shared = {"categories": figures.column(0), "gap": 40}
    chart.add_series(
        {
            "name": figures.name(before),
            "values": figures.column(before),
            "fill": {"none": True},
            "border": {"none": True},
            **shared,
        }
    )
    chart.add_series(
        {
            "name": figures.name(own),
            "values": figures.column(own),
            "fill": {"color": colour},
            "data_labels": {"value": True, "font": {**FONT, "color": "#FFFFFF"}},
            **shared,
        }
    )
    title = {"name": document.labels["weeks"], "name_font": {**PLAIN, "bold": False}}
    chart.set_x_axis({**_value_axis(drawing), **title, "min": 0, "max": drawing.high, "major_unit": 13})
    chart.set_y_axis(_category_axis(reverse=True))
    return chart
