"""The drawings of a report, placed: what the templates turn into SVG without any arithmetic of their own."""

from __future__ import annotations

from dataclasses import dataclass

from app.reports import charts
from app.reports.charts import Bar, Spoke
from app.reports.gantt import Gantt, Marks, draw_plan
from app.reports.story import Story
from assessments.gaps import Gap
from assessments.report import MaturityReport
from assessments.results import DimensionScore
from content import Text

FEWEST_SPOKES, MOST_SPOKES = 3, 12


@dataclass(frozen=True, slots=True)
class GapRow:
    """One dimension on the common scale; every part is None where it has no value."""

    gap: Gap
    score: DimensionScore
    evidenced: Bar | None
    missing: Bar | None
    claimed_at: float | None
    target_at: float


@dataclass(frozen=True, slots=True)
class RadarAxis:
    """An axis with its label and the figures that belong to it."""

    spoke: Spoke
    key: str
    title: Text
    evidenced: float | None
    target: float | None


@dataclass(frozen=True, slots=True)
class Radar:
    """The profile as an area: SVG points of each ring and each series in a drawing of 100 by 100."""

    axes: tuple[RadarAxis, ...]
    rings: tuple[str, ...]
    evidenced: str
    claimed: str
    target: str


@dataclass(frozen=True, slots=True)
class Exhibits:
    """Everything that is drawn. `scale_lines` are the places of the levels.

    `radar` is None where the model has too few or too many dimensions for one.
    """

    gap_rows: tuple[GapRow, ...]
    scale_lines: tuple[float, ...]
    radar: Radar | None
    type_bars: tuple[Bar, ...]
    gantt: Gantt


def draw_exhibits(
    report: MaturityReport, story: Story, *, mirrored: bool, marks: Marks | None = None
) -> Exhibits:
    """Return where everything lies; `mirrored` for scripts that run from right to left, except the plan in time.

    `marks` are what the plan is held against.
    """
    result = report.result
    levels = range(result.lowest, result.highest + 1)
    return Exhibits(
        gap_rows=_gap_rows(report, story, mirrored),
        scale_lines=tuple(charts.mark_on_scale(level, result.lowest, result.highest) for level in levels),
        radar=_radar(report, mirrored),
        type_bars=tuple(
            charts.bar_on_scale(0, one.score, 0, 100, mirrored=mirrored)
            for one in report.recommendation.scores
        ),
        gantt=draw_plan(report.roadmap, marks or Marks()),
    )


def _gap_rows(report: MaturityReport, story: Story, mirrored: bool) -> tuple[GapRow, ...]:
    """Return the widest gap first, then the closed ones by score, then the dimensions without a score."""
    result = report.result
    order = {gap.dimension: place for place, gap in enumerate(story.short)}
    gaps = sorted(
        report.gaps,
        key=lambda gap: (gap.gap is None, order.get(gap.dimension, len(order)), gap.evidenced or 0),
    )
    low, high = result.lowest, result.highest
    rows = []
    for gap in gaps:
        score = result.dimension(gap.dimension)
        evidenced = missing = claimed_at = None
        if gap.evidenced is not None:
            evidenced = charts.bar_on_scale(low, gap.evidenced, low, high, mirrored=mirrored)
            if gap.target > gap.evidenced:
                missing = charts.bar_on_scale(gap.evidenced, gap.target, low, high, mirrored=mirrored)
        if gap.claimed is not None:
            claimed_at = charts.mark_on_scale(gap.claimed, low, high, mirrored=mirrored)
        target_at = charts.mark_on_scale(gap.target, low, high, mirrored=mirrored)
        rows.append(GapRow(gap, score, evidenced, missing, claimed_at, target_at))
    return tuple(rows)


def _radar(report: MaturityReport, mirrored: bool) -> Radar | None:
    result = report.result
    count = len(result.dimensions)
    if not FEWEST_SPOKES <= count <= MOST_SPOKES:
        return None
    target = {one.dimension: one.level for one in report.targets}
    spokes = charts.radar_spokes(count, mirrored=mirrored)
    axes = tuple(
        RadarAxis(spoke, one.key, one.title, one.evidenced, target.get(one.key))
        for spoke, one in zip(spokes, result.dimensions, strict=True)
    )

    def points(values: list[float | None]) -> str:
        return charts.radar_points(values, result.lowest, result.highest, mirrored=mirrored)

    return Radar(
        axes=axes,
        rings=charts.radar_rings(count, result.lowest, result.highest),
        evidenced=points([one.evidenced for one in result.dimensions]),
        claimed=points([one.claimed for one in result.dimensions]),
        target=points([target.get(one.key) for one in result.dimensions]),
    )
