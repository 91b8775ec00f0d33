"""Drawings of the report as native charts of a slide, each with the workbook behind it."""

from __future__ import annotations

from typing import Any

from app.reports.formats import brief
from app.reports.native.colours import INK, QUIET, RULE, series_colours
from app.reports.native.numbers import drawn, drawn_code
from app.reports.slides.package import chart_workbook
from app.reports.tree import Document, Drawing, Exhibit

LONGEST_CATEGORY = 56
Columns = list[tuple[str, tuple[float | None, ...]]]


def columns_of(document: Document, exhibit: Exhibit) -> tuple[list[str], Columns]:
    """Return the categories and series of a chart; a plan is drawn as the weeks before each bar, and its own."""
    drawing = exhibit.drawing
    assert drawing is not None
    if drawing.kind != "plan":
        names = [one.name for one in drawing.series]
        return list(drawing.categories), list(zip(names, drawn(drawing), strict=True))
    titles = {row.cells[0].text: row.cells[1].text for row in exhibit.rows if row.kind == "row"}
    first, last = (one.values for one in drawing.series[:2])
    before = tuple(None if week is None else week - 1 for week in first)
    own = tuple(
        None if begin is None or end is None else end - begin + 1
        for begin, end in zip(first, last, strict=True)
    )
    names = [brief(f"{key} {titles.get(key, '')}".strip(), LONGEST_CATEGORY) for key in drawing.categories]
    return names, [(document.labels["weeks before"], before), (document.labels["weeks"], own)]


def add_chart(
    slide: Any,
    document: Document,
    exhibit: Exhibit,
    place: tuple[float, float, float, float],
    *,
    mirrored: bool,
) -> Any:
    """Add the drawing of an exhibit as a native chart; return its frame."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    drawing = exhibit.drawing
    assert drawing is not None
    categories, columns = columns_of(document, exhibit)
    data = CategoryChartData(number_format=drawn_code(drawing))
    data.categories = categories
    for name, values in columns:
        data.add_series(name, values)
    kind = XL_CHART_TYPE.BAR_STACKED if drawing.kind == "plan" else XL_CHART_TYPE.BAR_CLUSTERED
    left, top, width, height = place
    frame = slide.shapes.add_chart(kind, Inches(left), Inches(top), Inches(width), Inches(height), data)
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(chart_workbook(categories, columns, document.created_on))
    _dress(chart, document, drawing, len(categories), mirrored=mirrored)
    return frame


def _dress(chart: Any, document: Document, drawing: Drawing, bars: int, *, mirrored: bool) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    size = 7 if bars > 30 else 9 if bars > 12 else 10
    chart.font.size = Pt(size)
    chart.font.color.rgb = _colour(INK)
    chart.has_title = False
    chart.has_legend = drawing.kind != "plan" and len(drawing.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale = 0 if drawing.kind == "plan" else drawing.low
    values.maximum_scale = drawing.high
    if drawing.kind == "plan":
        values.major_unit = 13
        values.has_title = True
        title = values.axis_title.text_frame.paragraphs[0].add_run()
        title.text = document.labels["weeks"]
        title.font.size, title.font.bold = Pt(size), False
        title.font.color.rgb = _colour(QUIET)
    elif drawing.ticks:
        values.major_unit = (drawing.high - drawing.low) / max(1, len(drawing.ticks) - 1)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "#,##0", False
    values.tick_labels.font.color.rgb = _colour(QUIET)
    values.tick_labels.font.size = Pt(size)
    values.format.line.fill.background()
    values.major_gridlines.format.line.color.rgb = _colour(RULE)
    # Bars turn with the direction of reading, time does not.
    values.reverse_order = mirrored and drawing.kind != "plan"
    names.reverse_order = True
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb = _colour(RULE)
    plot = chart.plots[0]
    plot.gap_width = 40 if drawing.kind == "plan" else 50
    plot.overlap = 100 if drawing.kind == "plan" else -5
    _paint(plot, document, drawing, size)


def _paint(plot: Any, document: Document, drawing: Drawing, size: int) -> None:
    from pptx.util import Pt

    colours = series_colours(document.brand)
    roles = ("before", "main") if drawing.kind == "plan" else tuple(one.role for one in drawing.series)
    for series, role in zip(plot.series, roles, strict=True):
        if role == "before":
            series.format.fill.background()
            series.format.line.fill.background()
            continue
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = _colour(colours[role])
        for number, is_leading in enumerate(drawing.leading):
            if not is_leading:
                fill = series.points[number].format.fill
                fill.solid()
                fill.fore_color.rgb = _colour(colours["other"])
        labels = series.data_labels
        labels.show_value = True
        labels.number_format, labels.number_format_is_linked = drawn_code(drawing), False
        labels.font.size = Pt(size - 1)
        if drawing.kind == "plan":
            labels.font.color.rgb = _colour("#FFFFFF")


def _colour(code: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(code.lstrip("#"))
