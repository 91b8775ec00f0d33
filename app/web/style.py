"""The living style page: every component in every state."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.languages import direction
from app.reports import charts
from app.web.access import anyone
from app.web.forms.style import sample_forms

style = Blueprint("style", __name__)

TODAY = (2.1, 2.6, 1.8, 3.0, 2.2, 1.4, 2.0, 2.9, 3.4, 2.5)
TARGET = (3.0, 3.5, 3.0, 4.0, 3.0, 3.0, 3.5, 3.5, 3.5, 3.0)
PLAN_WEEKS = 78


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
    weeks: tuple[charts.Bar, ...]
    lines: tuple[float, ...]


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
        weeks=tuple(
            charts.bar_in_weeks(start, end, PLAN_WEEKS, mirrored=mirrored)
            for start, end in ((0, 6), (4, 18), (18, 40), (30, 62))
        ),
        lines=charts.period_lines(PLAN_WEEKS, mirrored=mirrored),
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
        "mirrored": drawings(mirrored=True),
    }


@style.get("/style")
@anyone()
def show() -> ResponseReturnValue:
    return render_template("style/index.html", **samples(direction()))
