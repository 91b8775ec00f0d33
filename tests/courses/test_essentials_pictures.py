"""What the figures of the first course show is what its lessons work out."""

from __future__ import annotations

import csv
import math
import xml.etree.ElementTree as ET

import pytest

from courses.course import LIBRARY
from tests.courses.case import CASE
from tests.courses.test_worked_numbers import (
    CAPACITY,
    CONTROLLING,
    COST,
    DEMAND,
    DIRECTIVE,
    EARNED,
    GAPS,
    ONE_PAGE,
    PORTFOLIO,
    SUPPORTIVE,
    priority,
    weighted,
)

FIGURES = LIBRARY / "pmo-essentials" / "figures"
SVG = "{http://www.w3.org/2000/svg}"


def elements(figure: str, name: str) -> list[ET.Element]:
    # The files are our own, and a figure with a document type is refused when the course is read.
    return list(ET.parse(FIGURES / f"{figure}.svg").iter(f"{SVG}{name}"))


def words(figure: str) -> list[str]:
    return ["".join(element.itertext()) for element in elements(figure, "text")]


def number(element: ET.Element, name: str) -> float:
    return float(element.attrib[name])


def score(scores: tuple[int, ...], autonomy: float) -> float:
    """The weighted score at a weight of autonomy, the other weights scaled to fit."""
    rest = weighted(scores) - 0.10 * scores[-1]
    return rest * (1 - autonomy) / 0.90 + autonomy * scores[-1]


def test_the_chain_has_its_seven_links_in_order():
    shown = [word for word in words("chain") if word != "next round"]
    assert " ".join(shown) == "Strategy Selection Delivery support Visibility Decisions Benefits Learning"


def test_the_lines_of_the_weighted_scores_end_where_the_scores_do():
    drawn = [line for line in elements("weights", "line") if number(line, "x1") < number(line, "x2")]
    slopes = [line for line in drawn if line.attrib["y1"] != line.attrib["y2"]]
    for line, scores in zip(slopes, (SUPPORTIVE, CONTROLLING, DIRECTIVE), strict=True):
        ends = [(number(line, f"x{end}"), number(line, f"y{end}")) for end in (1, 2)]
        for (x, y), autonomy in zip(ends, (0, 0.6), strict=True):
            assert x == pytest.approx(44 + 560 * autonomy)
            assert y == pytest.approx(230 - 80 * (score(scores, autonomy) - 2), abs=0.01)
    assert score(SUPPORTIVE, 0.40) == pytest.approx(score(CONTROLLING, 0.40))
    tie, *at_qec = elements("weights", "circle")
    assert number(tie, "cx") == pytest.approx(44 + 560 * 0.40)
    assert number(tie, "cy") == pytest.approx(230 - 80 * (score(CONTROLLING, 0.40) - 2), abs=0.01)
    assert {"3.63", "2.95", "3.95", "3.40"} <= set(words("weights"))
    heights = [230 - 80 * (weighted(scores) - 2) for scores in (SUPPORTIVE, CONTROLLING, DIRECTIVE)]
    assert [number(dot, "cy") for dot in at_qec] == pytest.approx(heights, abs=0.01)


def test_the_bars_of_the_year_are_as_long_as_its_hours():
    bars = [number(bar, "width") for bar in elements("hours", "rect")]
    assert bars == pytest.approx([0.048 * hours for hours in (DEMAND, ONE_PAGE)], abs=0.01)
    limits = [number(line, "x1") for line in elements("hours", "line")]
    assert limits == pytest.approx([76 + 0.048 * share * CAPACITY for share in (0.80, 0.85, 1)], abs=0.01)
    for hours in (DEMAND, ONE_PAGE):
        assert f"{hours:,} h: {100 * hours / CAPACITY:.1f} %" in words("hours")


def test_the_dots_of_the_portfolio_lie_at_the_indices_and_have_the_area_of_the_money():
    *projects, by_money, plain = elements("portfolio", "circle")
    for dot, (earned, spent, _, _) in zip(projects, PORTFOLIO, strict=True):
        assert number(dot, "cx") == pytest.approx(40 + (earned / spent - 0.80) / 0.35 * 400, abs=0.01)
        assert number(dot, "r") == pytest.approx(0.28 * math.sqrt(spent), abs=0.01)
    mean = sum(earned / spent for earned, spent, _, _ in PORTFOLIO) / len(PORTFOLIO)
    for dot, index in ((by_money, EARNED / COST), (plain, mean)):
        assert number(dot, "cx") == pytest.approx(40 + (index - 0.80) / 0.35 * 400, abs=0.01)
        assert any(word.startswith(f"{index:.3f}") for word in words("portfolio"))


def test_the_bars_of_the_claim_are_its_two_readings():
    bars = [number(bar, "width") for bar in elements("claim", "rect")]
    assert bars == pytest.approx([3 * rate for rate in (60, 60 * 1.38, 60 + 38)], abs=0.01)
    assert {"60 %", "82.8 %", "98 %"} <= set(words("claim"))


def test_the_gaps_are_drawn_from_level_to_target_and_ranked():
    ranked = sorted(GAPS, key=priority, reverse=True)
    shown = words("gaps")
    assert [word for word in shown if word in GAPS] == ranked
    assert [f"{priority(name):.3f}" for name in ranked] == [word for word in shown if word.startswith("0.")]
    lines = [line for line in elements("gaps", "line") if line.attrib["y1"] == line.attrib["y2"]]
    for line, name in zip(lines, ranked, strict=True):
        current, target, _ = GAPS[name]
        assert number(line, "x1") == pytest.approx(104 + 68 * (current - 1), abs=0.01)
        assert number(line, "x2") + 8 == pytest.approx(104 + 68 * (target - 1), abs=0.01)


def test_the_forecast_of_the_clinic_is_that_of_month_six():
    with (CASE / "evm-monthly.csv").open(encoding="utf-8") as file:
        month = next(row for row in csv.DictReader(file) if row["month"] == "6")
    assert round(7200 / (float(month["ev_k"]) / float(month["ac_k"]))) == 7889
