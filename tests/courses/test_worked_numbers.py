"""Every number that a lesson of ours works out is recomputed here, and must stand in the text as printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from courses.course import find_course
from tests.courses.case import RESULTS
from tests.courses.recomputed import check_drawn, check_numbers, text_of

ESSENTIALS = find_course("pmo-essentials")

# QEC's portfolio: earned value and actual cost in thousands, milestones due and met, project by project.
PORTFOLIO = (
    (3562, 3903, 4, 1),
    (9250, 9020, 6, 6),
    (2016, 2150, 5, 3),
    (1850, 1790, 3, 3),
    (3780, 4300, 5, 3),
    (640, 580, 4, 4),
    (5100, 6050, 7, 4),
    (210, 260, 4, 2),
    (2050, 2010, 4, 4),
    (880, 870, 2, 2),
)
BUDGETS = (7200, 12400, 2100, 5600, 8900, 950, 6300, 480, 4400, 3250)
EARNED = sum(row[0] for row in PORTFOLIO)
COST = sum(row[1] for row in PORTFOLIO)
DUE = sum(row[2] for row in PORTFOLIO)
MET = sum(row[3] for row in PORTFOLIO)

WEIGHTS = (0.30, 0.25, 0.20, 0.15, 0.10)
SUPPORTIVE, CONTROLLING, DIRECTIVE = (2, 4, 2, 3, 5), (5, 3, 4, 4, 3), (4, 2, 5, 4, 1)

DEMAND = 10 * 12 * 10 + 10 * 12 * 8 + 10 * 4 * 12 + 30 * 20 + 40 * 12 + 700 + 20 * 24 + 1000 + 900 + 1000
CAPACITY = 6 * 1680 * 0.80
ONE_PAGE = DEMAND - 10 * 12 * 10 + 10 * 12 * 4

GAPS = {  # current, target, weight
    "Schedule": (2.0, 3.5, 0.25),
    "Risk": (1.8, 3.0, 0.25),
    "Reporting": (2.6, 3.0, 0.15),
    "People": (1.5, 2.5, 0.15),
    "Benefits": (1.2, 2.0, 0.20),
}


def weighted(scores: tuple[int, ...]) -> float:
    return sum(weight * score for weight, score in zip(WEIGHTS, scores, strict=True))


def more_autonomy(scores: tuple[int, ...]) -> float:
    """The weighted score with autonomy at 0.40 and the other weights scaled to fit."""
    return (weighted(scores) - WEIGHTS[-1] * scores[-1]) * (0.60 / 0.90) + 0.40 * scores[-1]


def priority(dimension: str) -> float:
    current, target, weight = GAPS[dimension]
    return (target - current) * weight


def index(column: int) -> float:
    return sum(row[column] * row[2] for row in GAPS.values())


# Lesson, the number as it was computed, and as it is printed: the format is that of the text.
WORKED = (
    ("what-a-pmo-is", 100 * 4 / 6, "{:.1f} %"),
    ("what-a-pmo-is", 6 / 10, "**{:.1f}** people"),
    ("what-a-pmo-is", 100 * 420 / 30000, "**{:.1f} %**"),
    ("what-a-pmo-is", 100 * 420 / sum(BUDGETS), "**{:.2f} %**"),
    ("what-a-pmo-is", sum(BUDGETS), "{:,}k"),
    ("what-a-pmo-is", 8 / 16, "8 ÷ 16 = {:.1f}"),
    ("types-and-mandate", weighted(SUPPORTIVE), "**{:.2f}**"),
    ("types-and-mandate", weighted(CONTROLLING), "**{:.2f}**"),
    ("types-and-mandate", weighted(DIRECTIVE), "**{:.2f}**"),
    ("types-and-mandate", weighted(CONTROLLING) - weighted(DIRECTIVE), "ahead of directive by {:.2f}"),
    ("types-and-mandate", more_autonomy(SUPPORTIVE), "**{:.2f}**"),
    ("types-and-mandate", more_autonomy(DIRECTIVE), "**{:.2f}**"),
    ("functions-and-services", DEMAND, "**{:,}**"),
    ("functions-and-services", CAPACITY, "**{:,.0f} h**"),
    ("functions-and-services", 100 * DEMAND / CAPACITY, "**{:.1f} %**"),
    ("functions-and-services", CAPACITY - DEMAND, "with {:.0f} hours to spare"),
    ("functions-and-services", 0.85 * CAPACITY, "= {:,.0f} h"),
    ("functions-and-services", DEMAND - 0.85 * CAPACITY, "**{:,.0f} h**"),
    ("functions-and-services", 0.80 * CAPACITY, "= {:,.0f} h"),
    ("functions-and-services", DEMAND - 0.80 * CAPACITY, "**{:,.0f} h**"),
    ("functions-and-services", 1680 * 0.80, "= {:,.0f} h, and u falls"),
    ("functions-and-services", 7 * 1680 * 0.80, "7,800 ÷ {:,.0f}"),
    ("functions-and-services", 100 * DEMAND / (7 * 1680 * 0.80), "**{:.1f} %**"),
    ("functions-and-services", 420 / 6, "{:.0f}k a year, a sixth of the 420k"),
    ("functions-and-services", ONE_PAGE, "{:,} h"),
    ("functions-and-services", ONE_PAGE - 0.85 * CAPACITY, "about {:.0f} hours more"),
    ("functions-and-services", 100 * (ONE_PAGE - 300) / CAPACITY, "{:.1f} % of 8,064 h"),
    ("functions-and-services", 1 / (1 - 0.50), "| 50 % | {:.0f} |"),
    ("functions-and-services", 1 / (1 - 0.80), "| 80 % | {:.0f} |"),
    ("functions-and-services", 1 / (1 - 0.90), "| 90 % | {:.0f} |"),
    ("functions-and-services", 1 / (1 - 0.95), "| 95 % | {:.0f} |"),
    ("kpis-and-evidence", DUE, "{} milestones were due"),
    ("kpis-and-evidence", MET, "and {} were met"),
    ("kpis-and-evidence", 100 * MET / DUE, "**{:.1f} %**"),
    ("kpis-and-evidence", EARNED, "{:,}k"),
    ("kpis-and-evidence", COST, "{:,}k"),
    ("kpis-and-evidence", EARNED / COST, "**{:.3f}**"),
    ("kpis-and-evidence", sum(row[0] / row[1] for row in PORTFOLIO) / 10, "**{:.3f}**"),
    ("kpis-and-evidence", 640 / 580, "640 ÷ 580 = {:.2f}"),
    ("kpis-and-evidence", 5100 / 6050, "5,100 ÷ 6,050 = {:.2f}"),
    ("kpis-and-evidence", 100 * (7889 - 7805) / 7805, "**{:.1f} %**"),
    ("kpis-and-evidence", 50 / 40, "{:.2f}"),
    ("kpis-and-evidence", 150 / 200, "{:.2f}"),
    ("kpis-and-evidence", (50 / 40 + 150 / 200) / 2, "mean of the two is {:.2f}"),
    ("kpis-and-evidence", 100 * 0.60 * 1.38, "**{:.1f} %**"),
    ("kpis-and-evidence", 60 + 38, "**{} %**"),
    *(("maturity-to-training", priority(dimension), "**{:.3f}**") for dimension in GAPS),
    ("maturity-to-training", index(0), "**{:.3f}**"),
    ("maturity-to-training", index(1), "**{:.3f}**"),
)

# Numeric item: its answer, and the wrong way that leads to each slip, in the order of the file.
ANSWERS: dict[str, tuple[float, tuple[float, ...]]] = {
    "pmo.cost-ratio-utility": (
        100 * 520 / 26000,
        (520 / 26000, 1000 * 520 / 26000, 10 * 520 / 26000, 26000 / 520),
    ),
    "pmo.cost-ratio": (100 * 540 / 36000, (100 * 540 / 60000, 1000 * 540 / 36000, 540 / 36000, 36000 / 540)),
    "types.sensitivity-controlling": (
        more_autonomy(CONTROLLING),
        (3.65 + 0.40 * 3, 3.65 * 2 / 3, 3.95 * 2 / 3 + 0.40 * 3),
    ),
    "types.pre-score": (0.7 * 2 + 0.3 * 5, ((2 + 5) / 2, 2 + 5, 0.7 * 5 + 0.3 * 2)),
    "types.score": (0.5 * 4 + 0.3 * 3 + 0.2 * 5, ((4 + 3 + 5) / 3, 4 + 3 + 5)),
    "services.utilisation": (
        100 * 4536 / (4 * 1680 * 0.75),
        (100 * 4536 / (4 * 1680), 100 * 4 * 1680 * 0.75 / 4536, 4536 / (4 * 1680 * 0.75)),
    ),
    "services.after-one-page": (
        100 * ONE_PAGE / CAPACITY,
        (
            100 * DEMAND / CAPACITY,
            100 * ONE_PAGE / (6 * 1680),
            100 * CAPACITY / ONE_PAGE,
            ONE_PAGE / CAPACITY,
        ),
    ),
    "services.hours-to-go": (4600 - 0.85 * 5000, (4600 * 0.15, 5000 - 4600, 0.85 * 5000)),
    "services.pre-util": (
        100 * 5100 / (5 * 1600 * 0.75),
        (100 * 5100 / (5 * 1600), 100 * 5 * 1600 * 0.75 / 5100, 5100 / (5 * 1600 * 0.75)),
    ),
    "services.capacity": (3 * 1600 * 0.75, (3 * 1600, 3 * 1600 / 0.75, 1600 * 0.75)),
    "kpis.two-projects": ((50 + 150) / (40 + 200), ((50 / 40 + 150 / 200) / 2, (40 + 200) / (50 + 150))),
    "kpis.two-sums": ((90 + 210) / (60 + 340), ((90 / 60 + 210 / 340) / 2, (60 + 340) / (90 + 210))),
    "kpis.milestones": (100 * 36 / 45, (100 * 45 / 36, 36, 36 / 45)),
    "kpis.relative": (50 * 1.20, (50 + 20, 50 * 0.20, 0.50 * 1.20)),
    "kpis.forecast-error": (100 * 320 / 4000, (100 * 320 / 4320, 320, 320 / 4000)),
    "maturity.new-priority": (2.0 * 0.25, (1.5 * 0.25, 2.0 + 0.25, 2.0 / 0.25)),
    "maturity.priority": (1.4 * 0.20, (1.6 * 0.20, 3.0 * 0.20, 1.4 + 0.20, 1.4 / 0.20)),
    "maturity.pre-priority": (1.4 * 0.3, (1.6 * 0.3, 3.0 * 0.3, 1.4 / 0.3)),
    "maturity.index": (0.6 * 2.0 + 0.4 * 3.0, ((2.0 + 3.0) / 2, 2.0 + 3.0)),
}

# Numeric item with drawn numbers: its answer, worked out in another way than in the file where there is one.
DRAWN: dict[str, Callable[..., float]] = {
    "pmo.ratio-drawn": lambda c, s, b: c / (s / 100),
    "pmo.staff-ratio": lambda p, n, h: p / n,
    "types.score-drawn": lambda s1, s2, s3, w1, w2: s1 * w1 + s2 * w2 + s3 * (1 - w1 - w2),
    "types.rescale": lambda t, s: 0.40 * s + 0.60 * (t - 0.10 * s) / 0.90,
    "services.util-drawn": lambda n, h, d: 100 * d / (n * h - 0.2 * n * h),
    "services.must-go-drawn": lambda c, d, u: d - c + (1 - u) * c,
    "services.queue-drawn": lambda s, u: s + s * u / (1 - u),
    "kpis.index-drawn": lambda e1, a1, e2, a2: sum((e1, e2)) / sum((a1, a2)),
    "kpis.hit-drawn": lambda d, m: 100 - 100 * (d - m) / d,
    "kpis.relative-drawn": lambda b, r: 100 * b + 100 * b * r,
    "kpis.forecast-drawn": lambda f, c: 100 * abs(f / c - 1),
    "maturity.priority-drawn": lambda c, t, w: t * w - c * w,
    "maturity.index-drawn": lambda a, b, w: b + w * (a - b),
}


@pytest.mark.parametrize(("lesson", "value", "form"), WORKED)
def test_a_worked_number_stands_in_its_lesson_as_computed(lesson: str, value: float, form: str):
    assert form.format(value) in text_of(ESSENTIALS, lesson)


def test_the_portfolio_is_that_of_the_case():
    verified = RESULTS["portfolio"]
    assert sum(BUDGETS) == verified["bac_k"]
    assert round(EARNED / COST, 3) == verified["cpi_weighted"]
    assert round(sum(row[0] / row[1] for row in PORTFOLIO) / 10, 3) == verified["cpi_simple_average"]
    assert round(100 * MET / DUE, 1) == verified["milestone_hit_pct"]


def test_at_a_weight_of_four_tenths_supportive_and_controlling_tie():
    assert more_autonomy(SUPPORTIVE) == pytest.approx(more_autonomy(CONTROLLING))


def test_qec_ranks_its_gaps_as_printed():
    ranked = sorted(GAPS, key=priority, reverse=True)
    assert f"Ranked: {', '.join(ranked).lower()}." in text_of(ESSENTIALS, "maturity-to-training")


def test_every_numeric_item_is_recomputed():
    numeric = [item for item in ESSENTIALS.items if item.kind == "numeric"]
    assert set(ANSWERS) == {item.key for item in numeric if not item.params}
    assert set(DRAWN) == {item.key for item in numeric if item.params}


@pytest.mark.parametrize("key", DRAWN)
def test_an_item_with_drawn_numbers_is_right_for_every_combination(key: str):
    check_drawn(ESSENTIALS.item(key), DRAWN[key])


def test_the_two_readings_of_a_rise_are_what_the_arithmetic_gives():
    gaps = {gap.key: gap for gap in ESSENTIALS.item("kpis.readings").gaps}
    assert gaps["relative"].answer == pytest.approx(50 * 1.30)
    assert gaps["points"].answer == 50 + 30
    assert [slip.value for slip in gaps["relative"].slips] == pytest.approx([50 + 30, 50 * 0.30])
    assert [slip.value for slip in gaps["points"].slips] == pytest.approx([50 * 1.30])


@pytest.mark.parametrize("key", ANSWERS)
def test_the_answer_and_slips_of_a_numeric_item_are_what_the_arithmetic_gives(key: str):
    check_numbers(ESSENTIALS.item(key), *ANSWERS[key])
