"""Document → HTML, for print and for a page of the site: the same tree, the same templates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Any, Literal

from markupsafe import Markup

from app.reports import charts
from app.reports.brand import Brand
from app.reports.charts import Bar, Spoke
from app.reports.environment import environment_for
from app.reports.formats import direction_of, filters_for
from app.reports.gantt import Gantt, Marks, draw_plan
from app.reports.tree import NUMBERS, Document, Drawing, Exhibit

Medium = Literal["print", "web"]
# On a narrow screen a table scrolls inside its place, which the keyboard must be able to reach.
WEB_SCROLLS = Markup(' tabindex="0"')
LONE_WORD = 9  # letters: beyond, a title would more often be cut than kept together
LETTERS_LISTED = 58
"""Letters of a line in the list of exhibits, about."""
WIDTHS = 60
"""Columns have widths in whole per cent up to this; `paper.css` has a class for each."""

PALETTE: Mapping[str, str] = {
    "evidence": "#0B7A75",
    "gap": "#F3D9C4",
    "claim": "#10233A",
    "target": "#B4540A",
    "main": "#0B7A75",
    "phase": "#0B2A4A",
    "quick": "#6BA3C6",
    "other": "#9DB1BF",
    "track": "#EEF2F5",
    "grid": "#D5DCE4",
}
"""Colours of drawings by what they stand for; a brand replaces "evidence", "main" and "phase", with enough contrast."""


@dataclass(frozen=True, slots=True)
class BarRow:
    """One row of a drawing, in per cent of its width; every part is None where it has no value."""

    alt: str
    bar: Bar | None
    missing: Bar | None = None
    claimed_at: float | None = None
    target_at: float | None = None
    is_first: bool = True


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of a radar with its label."""

    spoke: Spoke
    title: str


@dataclass(frozen=True, slots=True)
class Area:
    """A profile as an area: SVG points of each ring and each series in a drawing of 100 by 100."""

    axes: tuple[Axis, ...]
    rings: tuple[str, ...]
    points: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Placed:
    """An exhibit with everything drawn in its place.

    Attributes:
        aligns: class of each column. widths: per cent of each column, 0 for what is left.
        bars: by row, for drawings in a column. lines: places of the scale's lines.
    """

    aligns: tuple[str, ...]
    widths: tuple[int, ...]
    bars: tuple[BarRow, ...] = ()
    lines: tuple[float, ...] = ()
    area: Area | None = None
    gantt: Gantt | None = None


def document_html(document: Document, translations: NullTranslations) -> str:
    """Return the whole report as a printable page."""
    return _render("reports/paper/document.html", document, translations, "print")


def preview_html(
    document: Document,
    translations: NullTranslations,
    logos: Mapping[str, str] | None = None,
    *,
    has_foot: bool = False,
) -> Markup:
    """Return cover and sections for a page of the site to stand in; no inline style, no script.

    Args:
        logos: address of each logo of the brand, by its name.
        has_foot: whether the foot of each page is shown, once, at the end.
    """
    values = {"logos": logos or {}, "has_foot": has_foot}
    return Markup(_render("reports/paper/preview.html", document, translations, "web", values))  # noqa: S704  # our own template, autoescaped


def _render(
    template: str,
    document: Document,
    translations: NullTranslations,
    medium: Medium,
    more: Mapping[str, Any] | None = None,
) -> str:
    placed = {one.key: place(document, one) for one in document.exhibits}
    environment = environment_for(document.language, translations)
    environment.filters["kind_of"] = lambda one: type(one).__name__.lower()
    environment.filters["without_lone_word"] = without_lone_word
    environment.filters["in_two_columns"], environment.filters["short_caption"] = (
        in_two_columns,
        short_caption,
    )
    values: dict[str, Any] = {
        "document": document,
        "placed": placed,
        "palette": palette_of(document),
        "direction": direction_of(document.language),
        "medium": medium,
        "scrolls": WEB_SCROLLS if medium == "web" else Markup(""),
        "area": next((one.area for one in placed.values() if one.area), None),
        **(more or {}),
    }
    return environment.get_template(template).render(values)


def without_lone_word(title: str) -> str:
    """Return a title whose last word is not left alone on a line, where it is short.

    >>> without_lone_word("It stands at 2.7 against a target of 4.5").count(" ")
    7
    """
    start, space, last = title.rpartition(" ")
    return f"{start}\u00a0{last}" if space and len(last) <= LONE_WORD and " " in start else title


def short_caption(exhibit: Exhibit) -> str:
    """Return the caption as the list of exhibits has it: without unit and number of answers."""
    return exhibit.caption.split(" · ")[0]


def in_two_columns(exhibits: Sequence[Exhibit]) -> tuple[Sequence[Exhibit], Sequence[Exhibit]]:
    """Return the list of exhibits as two columns of about as many lines."""
    lines = [listed_lines(one) for one in exhibits]
    split = min(range(len(lines) + 1), key=lambda end: abs(sum(lines[:end]) - sum(lines[end:])))
    return exhibits[:split], exhibits[split:]


def listed_lines(exhibit: Exhibit) -> int:
    """Return how many lines an exhibit takes in the list of exhibits."""
    return -(-len(f"{exhibit.number} {short_caption(exhibit)}") // LETTERS_LISTED)


def palette_of(document: Document) -> Mapping[str, str]:
    """Return the colours of drawings: a brand's where it has them, as far as they can be seen on paper, else ours."""
    return drawn_in(document.brand)


def drawn_in(brand: Brand) -> Mapping[str, str]:
    """Return the colours of drawings for a brand; bars that are measured take its accent, phases its main colour."""
    shades, own = brand.shades, {}
    if brand.accent or brand.main:
        own = {"evidence": shades.drawing, "main": shades.drawing}
    if brand.main:
        own["phase"] = shades.heading
    return {**PALETTE, **own}


def place(document: Document, exhibit: Exhibit) -> Placed:
    """Return where everything of an exhibit lies; time alone does not turn with the direction of reading."""
    mirrored = direction_of(document.language) == "rtl"
    drawing = exhibit.drawing
    aligns = tuple(_align(exhibit, number) for number in range(len(exhibit.columns)))
    widths = tuple(min(WIDTHS, round(column.width * 100)) for column in exhibit.columns)
    if drawing is None:
        return Placed(aligns, widths)
    if drawing.kind == "radar":
        return Placed(aligns, widths, area=_area(drawing, mirrored))
    if drawing.kind == "plan":
        assert drawing.plan is not None
        marks = Marks(critical=drawing.plan.critical_chain)
        return Placed(aligns, widths, gantt=draw_plan(drawing.plan, marks))
    steps = max(1, len(drawing.ticks) - 1)
    lines = tuple(round(100 * step / steps, 2) for step in range(1, steps))
    write = filters_for(document.language)["number" if drawing.unit == "days" else "one_decimal"]
    bars = tuple(_bar_row(drawing, number, mirrored, write) for number in range(len(drawing.categories)))
    return Placed(aligns, widths, bars, lines)


def _align(exhibit: Exhibit, number: int) -> str:
    """Return how a column stands: shaded and single signs in the middle, numbers at their end."""
    column = exhibit.columns[number]
    if column.unit == "drawing":
        return "x-draw"
    cells = [row.cells[number] for row in exhibit.rows if row.kind == "row" and len(row.cells) > number]
    is_heat = column.unit == "level" and exhibit.key.startswith(("roles-", "views", "projection"))
    if column.unit == "mark" or is_heat or any(cell.shade for cell in cells):
        return "x-mid"
    return "x-num" if column.unit in NUMBERS and column.unit != "week" else ""


def _bar_row(drawing: Drawing, number: int, mirrored: bool, write: Any) -> BarRow:
    low, high = drawing.low, drawing.high
    values = {one.role: one.values[number] for one in drawing.series}
    named = ", ".join(f"{one.name} {_bare(write(one.values[number]))}" for one in drawing.series)
    alt = f"{drawing.categories[number]}: {named} ({_bare(write(low))}–{_bare(write(high))})"
    main = values.get("evidence", values.get("main"))
    bar = None if main is None else charts.bar_on_scale(low, main, low, high, mirrored=mirrored)
    target = values.get("target", values.get("capacity"))
    target_at = None if target is None else charts.mark_on_scale(target, low, high, mirrored=mirrored)
    claimed = values.get("claim")
    claimed_at = None if claimed is None else charts.mark_on_scale(claimed, low, high, mirrored=mirrored)
    missing = None
    if drawing.kind == "gaps" and main is not None and target is not None and target > main:
        missing = charts.bar_on_scale(main, target, low, high, mirrored=mirrored)
    return BarRow(alt, bar, missing, claimed_at, target_at, drawing.leading[number])


def _bare(figure: str) -> str:
    """Return a figure without the span that keeps its order; a title has no direction of its own."""
    return re.sub(r"<[^>]*>", "", str(figure))


def _area(drawing: Drawing, mirrored: bool) -> Area:
    low, high = int(drawing.low), int(drawing.high)
    spokes = charts.radar_spokes(len(drawing.categories), mirrored=mirrored)
    return Area(
        axes=tuple(Axis(spoke, title) for spoke, title in zip(spokes, drawing.categories, strict=True)),
        rings=charts.radar_rings(len(drawing.categories), low, high),
        points={
            one.role: charts.radar_points(one.values, low, high, mirrored=mirrored) for one in drawing.series
        },
    )
