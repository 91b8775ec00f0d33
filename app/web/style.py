"""The living style page: every component in every state."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.languages import direction
from app.reports import charts, gantt, histogram
from app.reports.lines import Line, Scale, place_line
from app.web.access import anyone
from app.web.forms.style import sample_forms

style = Blueprint("style", __name__)

TODAY = (2.1, 2.6, 1.8, 3.0, 2.2, 1.4, 2.0, 2.9, 3.4, 2.5)
TARGET = (3.0, 3.5, 3.0, 4.0, 3.0, 3.0, 3.5, 3.5, 3.5, 3.0)
PLAN_WEEKS = 78
PLAN = (
    gantt.Line(),
    gantt.Line("SVC-1", 0, 6),
    gantt.Line("STR-2", 6, 18, ("SVC-1",)),
    gantt.Line("PPL-1", 8, 16),
    gantt.Line(),
    gantt.Line("CTL-3", 18, 40, ("STR-2",)),
    gantt.Line("BEN-1", 44, 62, ("STR-2", "CTL-3")),
    gantt.Line("PPL-4", 40, 58, ("PPL-1",)),
)
CRITICAL = ("SVC-1", "STR-2", "CTL-3", "BEN-1")
SPENT, CAPACITY = (60, 86, 102, 74, 38, 0), 90
LEVELS, WANTED = (2.1, 2.3, 2.6, 2.8, 3.0, 3.1), 3.5


@dataclass(frozen=True, slots=True)
class Drawings:
    """The geometry of the sample drawings; see app/reports/charts.py for its unit."""

    score_x: float
    target_x: float
    bars: tuple[charts.Bar, ...]
    targets: tuple[float, ...]
    rings: tuple[str, ...]
    spokes: tuple[charts.Spoke, ...]
    today: str
    target: str


def drawings(*, mirrored: bool) -> Drawings:
    """Return the sample drawings for one direction of reading."""
    return Drawings(
        score_x=charts.mark_on_scale(2.4, 0.5, 5.5, mirrored=mirrored),
        target_x=charts.mark_on_scale(3.5, 0.5, 5.5, mirrored=mirrored),
        bars=tuple(charts.bar_on_scale(1, score, 1, 5, mirrored=mirrored) for score in TODAY),
        targets=tuple(charts.mark_on_scale(score, 1, 5, mirrored=mirrored) for score in TARGET),
        rings=charts.radar_rings(len(TODAY), 1, 5),
        spokes=charts.radar_spokes(len(TODAY), mirrored=mirrored),
        today=charts.radar_points(TODAY, 1, 5, mirrored=mirrored),
        target=charts.radar_points(TARGET, 1, 5, mirrored=mirrored),
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """The geometry of the sample plan, the same in both directions of reading."""

    rows: tuple[tuple[charts.Bar, gantt.Links], ...]
    lines: tuple[float, ...]
    phases: tuple[charts.Bar, charts.Bar]
    today_x: float
    agreed: charts.Bar
    columns: tuple[histogram.Column, ...]
    free_columns: tuple[histogram.Column, ...]
    stands: Line
    tried: Line
    ticks: tuple[tuple[float, int], ...]
    wanted: float


def plan() -> Plan:
    """Return the sample plan: critical and not, on time and late, within capacity and beyond."""
    links = gantt.link_rows(PLAN, PLAN_WEEKS, critical=CRITICAL)
    scale = Scale(2.0, 4.0)
    bars = [charts.bar_in_weeks(line.start_week, line.end_week, PLAN_WEEKS) for line in PLAN]
    return Plan(
        rows=tuple(zip(bars, links, strict=True)),
        lines=charts.period_lines(PLAN_WEEKS),
        phases=(charts.bar_in_weeks(0, 18, PLAN_WEEKS), charts.bar_in_weeks(18, 78, PLAN_WEEKS)),
        today_x=charts.mark_on_scale(23, 0, PLAN_WEEKS),
        agreed=charts.bar_in_weeks(14, 34, PLAN_WEEKS),
        columns=histogram.place_columns(SPENT, [CAPACITY] * len(SPENT)),
        free_columns=histogram.place_columns(SPENT, [None] * len(SPENT)),
        stands=place_line(list(enumerate(LEVELS)), 0, len(LEVELS) - 1, scale),
        tried=place_line(
            [(place, level + 0.3) for place, level in enumerate(LEVELS)], 0, len(LEVELS) - 1, scale
        ),
        ticks=tuple((one.y, round(one.value)) for one in scale.ticks()),
        wanted=scale.y(WANTED),
    )


def samples(reading: str) -> dict[str, object]:
    """Return what the page shows; reading is "ltr" or "rtl"."""
    empty, wrong = sample_forms()
    return {
        "empty": empty,
        "wrong": wrong,
        "figures": [f"{score:.1f}" for score in TODAY],
        "goals": [f"{score:.1f}" for score in TARGET],
        "drawn": drawings(mirrored=reading == "rtl"),
        "plan": plan(),
        "spent": SPENT,
        "capacity": CAPACITY,
        "mirrored": drawings(mirrored=True),
    }


@style.get("/style")
@anyone()
def show() -> ResponseReturnValue:
    return render_template("style/index.html", **samples(direction()))
