"""Every item of the course on risk that asks for a number is recomputed from the clinic's data."""

from __future__ import annotations

from collections.abc import Callable
from statistics import mean

import pytest

from tests.courses.case import (
    CONTINGENCY,
    DAY,
    MANAGEMENT,
    MONTHS,
    RISKS,
)
from tests.courses.recomputed import check_drawn, check_numbers
from tests.courses.risk_figures import (
    COURSE,
    M3,
    PAIRS,
    R01,
    R02,
    R03,
    R05,
    R06,
    R09,
    R12,
    R13,
    order,
)

# Numeric item: its answer, and the wrong way that leads to each slip, in the order of the file.
ANSWERS: dict[str, tuple[float, tuple[float, ...]]] = {
    "rio.expected-delay": (R13.emv_days, (R13.days, R13.days / R13.probability, R13.probability)),
    "process.net-benefit": (R09.net_benefit, (32 - 15, 12 + 15 - 32, 32 - 15 + 12, 32 - 12)),
    "process.net-benefit-r08": (RISKS["R08"].net_benefit, (27 - 9, 27 - 8, 9 + 8 - 27, 90 - 60 - 8)),
    "finding.total": (12 * 10 / 8, (12 + 10, 12 + 10 - 8, 8 * 12 / 10)),
    "finding.chapman": (14 * 9 / 5 - 1, (13 * 8 / 4, 14 * 9 / 5, 13 + 8 - 4)),
    "scoring.pre-score": (2 * 4, (2 * 2, 2 * 3, 2 * 4 * 2)),
    "scoring.edges": (3 * 3, (4 * 3, 3 * 2, 3 * 1)),
    "scoring.r02": (R02.score, (2 * 3, 2 * 3.5, 2 * 4 * 3)),
    "scoring.score-r06": (R06.score, (3 * 2, 3 * 4, 3)),
    "scoring.score-r12": (R12.score, (3 * 4, 2 * 3, 3 * 1.5)),
    "scoring.score-r03": (R03.score, (3 * 3, 3 * 5, 4 * 4)),
    "scoring.score-r09": (R09.score, (2 * 5, 1 * 4)),
    "scoring.score-r11": (RISKS["R11"].score, (3 * 1, 3 * 1.5, 3 * 3)),
    "scoring.score-gantry": (2 * max(3, 4), (2 * 3, 2 * 3.5, 3 * 4)),
    "scoring.score-pump": (1 * max(5, 2), (2 * 5, 1 * 4, 1 * 2)),
    "scoring.score-paint": (4 * max(2, 1), (4 * 1, 4 * 1.5, 4 * 3)),
    "scoring.score-tiles": (4 * max(2, 5), (5 * 5, 4 * 4, 4 * 2)),
    "scoring.factor": (R12.emv / R01.emv, (R01.emv / R12.emv, R12.emv - R01.emv)),
    "scoring.share-right": (
        100 * (1 - order(PAIRS, 1) / len(PAIRS)),
        (100 * order(PAIRS, 1) / len(PAIRS), len(PAIRS) - order(PAIRS, 1), 100 * 23 / 55),
    ),
    "response.r02-days": (
        R02.net_benefit + R02.days_saved * DAY,
        (R02.days_saved * DAY, R02.net_benefit + R02.emv_days * DAY, R02.net_benefit, 14.5 + 1.8),
    ),
    "response.benefit-r05": (R05.net_benefit, (130 - 45, 260 - 90 - 40, 130 - 40)),
    "response.benefit-r12": (R12.net_benefit, (42 - 12, 140 - 40 - 12)),
    "reserve.ratio": (M3.burn, (1 / M3.burn, 33.4 - 20.9, M3.reserve_left / M3.work_left)),
    "reserve.brier-two": ((0.2**2 + 0.3**2) / 2, (0.2**2 + 0.3**2, (0.2 + 0.3) / 2)),
    "reserve.ratio-k": (
        MONTHS[4].burn,
        (1 / MONTHS[4].burn, MONTHS[4].reserve_left / (1 - MONTHS[4].work_left), 210 / 29.2),
    ),
    "reserve.expected-number": (0.5 + 0.3 + 0.3 + 0.2 + 0.1, (1.4 / 5, 5, 0)),
}
# Numeric item with drawn numbers: its answer, and the wrong ways that lead to its slips, in the order of the file.
DRAWN: dict[str, tuple[Callable[..., float], tuple[Callable[..., float], ...]]] = {
    "rio.expected-cost": (
        lambda p, cost: p * cost,
        (lambda p, cost: cost, lambda p, cost: cost / p, lambda p, cost: p * cost / 10),
    ),
    "rio.expected-days": (lambda p, days: p * days, (lambda p, days: days, lambda p, days: days / p)),
    "rio.net-of-two": (
        lambda p, c, q, s: p * c - q * s,
        (
            lambda p, c, q, s: p * c + q * s,
            lambda p, c, q, s: q * s - p * c,
            lambda p, c, q, s: p * c,
            lambda p, c, q, s: c - s,
        ),
    ),
    "process.net-benefit-drawn": (
        lambda p, c, q, d, price: p * c - q * d - price,
        (
            lambda p, c, q, d, price: p * c - q * d,
            lambda p, c, q, d, price: p * c - price,
            lambda p, c, q, d, price: -(p * c - q * d - price),
            lambda p, c, q, d, price: c - d - price,
        ),
    ),
    "finding.total-drawn": (
        lambda a, b, m: a * b / m,
        (lambda a, b, m: a + b, lambda a, b, m: a + b - m, lambda a, b, m: a * m / b),
    ),
    "finding.found": (
        lambda a, b, m: (a - m) + (b - m) + m,
        (lambda a, b, m: a + b, lambda a, b, m: a + b - 2 * m),
    ),
    "finding.coverage": (lambda f, n: 100 * f / n, (lambda f, n: f / n, lambda f, n: 100 * n / f)),
    "response.benefit-drawn": (
        lambda a, b, price: a - b - price,
        (lambda a, b, price: a - b, lambda a, b, price: b + price - a, lambda a, b, price: a - price),
    ),
    "response.opportunity-drawn": (
        lambda s, p, q, price: q * s - p * s - price,
        (
            lambda s, p, q, price: q * s - p * s,
            lambda s, p, q, price: q * s - price,
            lambda s, p, q, price: p * s - q * s - price,
        ),
    ),
    "response.value-of-days": (
        lambda p, d, q, e, day: (p * d - q * e) * day,
        (
            lambda p, d, q, e, day: p * d - q * e,
            lambda p, d, q, e, day: p * d * day,
            lambda p, d, q, e, day: (d - e) * day,
        ),
    ),
    "response.pre-benefit": (
        lambda p, q, c, price: p * c - q * c - price,
        (lambda p, q, c, price: p * c - q * c, lambda p, q, c, price: p * c - price),
    ),
    "reserve.ratio-drawn": (
        lambda u, w: u / w,
        (lambda u, w: w / u, lambda u, w: u - w, lambda u, w: (100 - u) / (100 - w)),
    ),
    "reserve.runs-out": (
        lambda u, w: 100 / (u / w),
        (lambda u, w: 100 * u / w, lambda u, w: w + (100 - u), lambda u, w: 100 / (u / w) - w),
    ),
    "reserve.cover": (
        lambda left, due: left / due,
        (lambda left, due: due / left, lambda left, due: left - due),
    ),
    "reserve.brier-three": (
        lambda p, q, r: mean(((1 - p) ** 2, (1 - q) ** 2, r**2)),
        (
            lambda p, q, r: (1 - p) ** 2 + (1 - q) ** 2 + r**2,
            lambda p, q, r: mean((1 - p, 1 - q, r)),
            lambda p, q, r: mean((p**2, q**2, (1 - r) ** 2)),
        ),
    ),
}
# Gap of a text: its number, and the wrong ways that lead to its slips.
GAPS: dict[tuple[str, str], tuple[float, tuple[float, ...]]] = {
    ("scoring.read-cell", "emv"): (R05.emv, (R05.cost, R05.cost / R05.probability)),
    ("reserve.month-nine", "used"): (
        100 * MONTHS[9].used / (CONTINGENCY + MANAGEMENT),
        (100 * MONTHS[9].used / CONTINGENCY, 100 * (CONTINGENCY + MANAGEMENT) / MONTHS[9].used),
    ),
}


def test_every_item_that_asks_for_a_number_is_recomputed():
    numeric = [item for item in COURSE.items if item.kind == "numeric"]
    assert set(ANSWERS) == {item.key for item in numeric if not item.params}
    assert set(DRAWN) == {item.key for item in numeric if item.params}
    assert set(GAPS) == {(item.key, gap.key) for item in COURSE.items for gap in item.gaps if gap.is_number}


@pytest.mark.parametrize("key", ANSWERS)
def test_the_answer_and_slips_of_a_numeric_item_are_what_the_arithmetic_gives(key: str):
    check_numbers(COURSE.item(key), *ANSWERS[key])


@pytest.mark.parametrize("key", DRAWN)
def test_an_item_with_drawn_numbers_is_right_for_every_combination(key: str):
    check_drawn(COURSE.item(key), *DRAWN[key])


@pytest.mark.parametrize(("key", "gap"), GAPS)
def test_the_number_of_a_gap_is_what_the_arithmetic_gives(key: str, gap: str):
    (found,) = (one for one in COURSE.item(key).gaps if one.key == gap)
    check_numbers(found, *GAPS[key, gap])


def test_the_rest_of_the_work_after_month_nine_needs_about_what_the_feedback_says():
    month = MONTHS[9]
    need = month.used / (1 - month.work_left) * month.work_left
    (gap,) = (one for one in COURSE.item("reserve.month-nine").gaps if one.key == "act")
    assert any(f"need about {need:.0f}k" in (option.say or {}).get("en", "") for option in gap.options)
