"""What the figures and exercises of the course on risk show is what the clinic's data say."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from courses.course import LIBRARY
from courses.exercises.format import read_exercise
from tests.courses.case import ACTIVITIES, FINISHED, MONTHS, RISKS, THREATS, Month

FOLDER = LIBRARY / "risk-foundations"
SVG = "{http://www.w3.org/2000/svg}"


def elements(figure: str, name: str) -> list[ET.Element]:
    # The files are our own, and a figure with a document type is refused when the course is read.
    return list(ET.parse(FOLDER / "figures" / f"{figure}.svg").iter(f"{SVG}{name}"))


def words(figure: str) -> list[str]:
    return ["".join(element.itertext()) for element in elements(figure, "text")]


def at(element: ET.Element) -> tuple[float, float]:
    return float(element.attrib.get("x", element.attrib.get("cx", 0))), float(
        element.attrib.get("y", element.attrib.get("cy", 0))
    )


def exercise(key: str):
    return read_exercise(Path(FOLDER / "exercises" / f"{key}.yaml"))


def test_each_threat_stands_in_its_cell_of_the_matrix():
    placed = {}
    for element in elements("matrix", "text"):
        for key in "".join(element.itertext()).split():
            if key in RISKS:
                x, y = at(element)
                placed[key] = (5 - int((y - 8) // 54), 1 + int((x - 72) // 80))
    assert placed == {risk.id: (risk.probability_level, risk.impact_level) for risk in THREATS}


def test_each_cell_of_the_matrix_shows_its_score():
    scores = {
        (5 - int((y - 8) // 54), 1 + int((x - 72) // 80)): int("".join(element.itertext()))
        for element in elements("matrix", "text")
        for x, y in [at(element)]
        if "quiet" in element.attrib["class"] and "".join(element.itertext()).isdigit()
    }
    assert scores == {(p, i): p * i for p in range(1, 6) for i in range(1, 6)}


def test_the_bars_of_net_benefit_are_labelled_and_as_long_as_the_benefits():
    ranked = sorted(RISKS.values(), key=lambda risk: -risk.net_benefit)
    texts = words("benefits")
    assert [text[:3] for text in texts[::2]] == [risk.id for risk in ranked]
    printed = [float(text.replace("−", "-")) for text in texts[1::2]]
    assert printed == pytest.approx([risk.net_benefit for risk in ranked], abs=0.05)
    lengths = [float(bar.attrib["width"]) for bar in elements("benefits", "rect")]
    paying = [abs(risk.net_benefit) for risk in ranked if abs(risk.net_benefit) > 1e-9]
    assert lengths == pytest.approx([5.6 * net for net in paying], abs=0.01)


def test_the_lines_of_the_burn_down_go_through_every_month():
    def line(share_of: dict[int, float]) -> list[tuple[float, float]]:
        return [(64 + 31 * month, 150 - 130 * share) for month, share in share_of.items()]

    def read(element: ET.Element) -> list[tuple[float, ...]]:
        return [tuple(map(float, point.split(","))) for point in element.attrib["points"].split()]

    start: dict[int, float] = {0: 1.0}
    months: dict[int, Month] = MONTHS
    work = line(start | {number: month.work_left for number, month in months.items()})
    reserve = line(start | {number: month.reserve_left for number, month in months.items()})
    first, second = elements("burn-down", "polyline")
    for drawn, due in ((first, work), (second, reserve)):
        assert [pytest.approx(point, abs=0.06) for point in due] == read(drawn)
    assert {f"{100 * months[6].work_left:.1f} %", f"{100 * months[6].reserve_left:.1f} %"} <= set(
        words("burn-down")
    )
    assert f"{100 * months[12].reserve_left:.1f} %".replace("-", "−") in words("burn-down")


def test_the_threats_beyond_a_limit_are_named_with_their_amounts():
    named = {text for text in words("appetite") if text.startswith("R")}
    beyond = [(risk, risk.emv) for risk in THREATS if risk.emv > 60]
    beyond += [(risk, risk.cost) for risk in THREATS if risk.cost > 300]
    assert named == {f"{risk.id}: {amount:g}k" for risk, amount in beyond}


def test_the_circles_of_two_lists_hold_the_numbers_of_the_worked_example():
    assert {"design team: 11", "site team: 9", "5", "6", "3"} <= set(words("two-lists"))
    assert (11 - 6, 9 - 6) == (5, 3)


def test_the_matrix_exercise_has_the_threats_and_scales_of_the_register():
    data = exercise("eight-threats").data
    assert {(risk.key.upper(), risk.probability, risk.cost, risk.days) for risk in data.risks} == {
        (risk.id, risk.probability, risk.cost, risk.days) for risk in THREATS
    }
    assert data.scales.cost_lower_bounds == (0, 36, 72, 144, 288)


def test_the_budget_exercise_has_the_responses_of_the_register_but_that_for_safety():
    risks = {risk.key.upper(): risk for risk in exercise("sixty-thousand").data.risks}
    assert set(risks) == {risk.id for risk in RISKS.values() if risk.price} - {"R10"}
    for key, found in risks.items():
        due = RISKS[key]
        response = found.response
        assert (found.probability, found.cost) == (due.probability, due.cost)
        assert (response.cost, response.probability_after, response.cost_after) == (
            due.price,
            due.probability_after,
            due.cost_after,
        )


def test_in_the_reserve_exercise_every_risk_comes_or_passes_when_its_activity_ended():
    data = exercise("reserve-cockpit").data
    assert {(risk.key.upper(), risk.probability, risk.cost) for risk in data.risks} == {
        (risk.id, risk.probability, risk.cost) for risk in RISKS.values()
    }
    became = {
        event.risk.upper(): (number, event.kind)
        for number, period in enumerate(data.periods, start=1)
        for event in period.events
    }
    assert became == {
        key: (math.ceil(FINISHED[ACTIVITIES[key]] / 42), "fires" if risk.occurred else "closes")
        for key, risk in RISKS.items()
    }
