"""Every number of the course on time management is recomputed here, and stands in the text as printed."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import mean, median

import pytest

from courses.course import find_course
from tests.courses.case import FINISHED, RESULTS
from tests.courses.recomputed import check_drawn, check_numbers, text_of

COURSE = find_course("time-management")

RATIOS = (1.2, 0.9, 1.5, 1.3, 1.0, 1.6, 1.1, 1.4)
JOBS = {"A": (6, 3), "B": (4, 1), "C": (5, 2)}  # thousands a week of delay, weeks of work
CHAIN = RESULTS["critical_chain_buffer"]
SHORT, SAFE, ROOT = CHAIN["aggressive_sum_d"], CHAIN["safe_sum_d"], CHAIN["root_sum_square_d"]

TIME, CHOOSE, FOCUS = "where-time-goes", "choosing-what-to-do", "focus-and-switching"
MEET, FLOW, BUFFER = "meetings-and-messages", "team-flow", "parkinson-buffers-overtime"


def eighty(values: tuple[float, ...]) -> float:
    """The point that 80 % of the values do not exceed, between two of them where it lies there."""
    ordered = sorted(values)
    place = 0.8 * (len(ordered) - 1)
    low = math.floor(place)
    return ordered[low] + (place - low) * (ordered[low + 1] - ordered[low])


def cost(order: str) -> int:
    """What an order of the jobs costs in thousands: each its rate until it is done."""
    week = total = 0
    for job in order:
        rate, weeks = JOBS[job]
        week += weeks
        total += rate * week
    return total


def turns(jobs: int, days: int) -> float:
    """The mean day of finishing of jobs of equal length that are done a day on each in turn."""
    return mean((days - 1) * jobs + place for place in range(1, jobs + 1))


def in_sequence(jobs: int, days: int) -> float:
    return mean(days * place for place in range(1, jobs + 1))


def channels(people: int) -> int:
    return people * (people - 1) // 2


def paid(hours: float) -> float:
    return 40 + 1.5 * (hours - 40)


# Lesson, the number as it was computed, and as it is printed: the format is that of the text.
WORKED = (
    (TIME, 22 + 9 + 5 + 2 + 2, "| **Sum** | **{}** |"),
    (TIME, 100 * 22 / 40, "**{:.0f} %**"),
    (TIME, 8 * 22 / 40, "holds {:.1f} hours"),
    (TIME, 12 / (8 * 22 / 40), "**{:.1f} days**"),
    (TIME, median(RATIOS), "**{:.2f}**"),
    (TIME, 0.8 * 7, "of the seven steps {:.1f}"),
    (TIME, eighty(RATIOS), "**{:.2f}**"),
    (TIME, 12 * median(RATIOS), "**{:.0f} h**"),
    (TIME, 12 * eighty(RATIOS), "**{:.1f} h**"),
    (CHOOSE, 6 / 3, "| 6k | 3 weeks | {:.1f} |"),
    (CHOOSE, 4 / 1, "| 4k | 1 week | {:.1f} |"),
    (CHOOSE, 5 / 2, "| 5k | 2 weeks | {:.1f} |"),
    (CHOOSE, cost("BCA"), "**{}k**"),
    (CHOOSE, cost("ABC"), "**{}k**"),
    (CHOOSE, cost("ACB"), "**{}k**"),
    (CHOOSE, cost("ABC") - cost("BCA"), "saves {}k against the order of arrival"),
    (CHOOSE, cost("ACB") - cost("BCA"), "and {}k against"),
    (CHOOSE, 8 * 4 + 3 * 5, "8·4 + 3·5 = {}k"),
    (FOCUS, in_sequence(2, 4), "**{:.1f} days**"),
    (FOCUS, turns(2, 4), "**{:.1f} days**"),
    (FOCUS, 40 * 0.60, "leaves {:.0f}"),
    (FOCUS, turns(3, 2), "a mean of {:.1f}"),
    (MEET, 9 * 1.5, "**{:.1f} hours**"),
    (MEET, channels(5), "with five {},"),
    (MEET, channels(9), "with nine {},"),
    (MEET, channels(12), "with twelve {}."),
    (MEET, 9 * 1.5 * 45, "**{:.2f} CU**"),
    (MEET, 46 * 9 * 1.5 * 45, "**{:,.0f} CU**"),
    (MEET, 46 * 9 * 1.5, "**{:.0f} hours**"),
    (MEET, 5 * 0.75 * 45, "**{:.2f} CU**"),
    (MEET, 46 * 5 * 0.75 * 45, "**{:,.2f} CU**"),
    (MEET, 46 * 5 * 0.75, "**{:.1f} hours**"),
    (MEET, 46 * 45 * (9 * 1.5 - 5 * 0.75), "**{:,.2f} CU** a year"),
    (MEET, 46 * (9 * 1.5 - 5 * 0.75), "**{:.1f} hours**. That is more than a quarter"),
    (MEET, 92 * 45, "92 × 45 = {:,} CU"),
    (MEET, 46 * 45 * (9 * 1.5 - 5 * 0.75) - 92 * 45, "**{:,.2f} CU**"),
    (MEET, 6 * 2 * 50 * 24, "= {:,} CU"),
    (FLOW, 18 / 3, "**{:.0f} weeks**"),
    (FLOW, 9 / 3, "**{:.0f} weeks**"),
    (FLOW, 1 / (1 - 0.50), "| 50 % | {:.0f} |"),
    (FLOW, 1 / (1 - 0.80), "| 80 % | {:.0f} |"),
    (FLOW, 1 / (1 - 0.90), "| 90 % | {:.0f} |"),
    (FLOW, 1 / (1 - 0.95), "| 95 % | {:.0f} |"),
    (FLOW, 2 / (1 - 0.95), "**{:.0f} days**"),
    (FLOW, 2 / (1 - 0.80), "**{:.0f} days**"),
    (FLOW, 24 / 4, "24 ÷ 4 = {:.0f} weeks"),
    (BUFFER, SHORT, "**{} days** with their most likely"),
    (BUFFER, SAFE, "**{} days**"),
    (BUFFER, SAFE - SHORT, "312 − 210 = {} days"),
    (BUFFER, (SAFE - SHORT) / 2, "**{:.0f} days**"),
    (BUFFER, SHORT + (SAFE - SHORT) / 2, "**{:.0f}** in all"),
    (BUFFER, ROOT, "**{:.1f} days**"),
    (BUFFER, SHORT + ROOT, "**{:.1f} days**"),
    (BUFFER, FINISHED["R"], "**{} days**"),
    (BUFFER, CHAIN["half_of_chain_d"], "half of the shortened chain, {:.0f} days"),
    (BUFFER, 50 * 0.90, "**{:.0f} effective hours**"),
    (BUFFER, 100 * (50 * 0.90 / 40 - 1), "{:.1f} % more output"),
    (BUFFER, paid(50) / (50 * 0.90), "**{:.2f}**"),
    (BUFFER, 60 * 0.85, "**{:.0f} effective hours**"),
    (BUFFER, 100 * (60 * 0.85 / 40 - 1), "{:.1f} % more for"),
    (BUFFER, paid(60) / (60 * 0.85), "**{:.2f}**"),
    (BUFFER, 48 * 0.95, "48 × 0.95 = {:.1f}"),
    (BUFFER, paid(48), "40 + 8 × 1.5 = {:.0f}"),
    (BUFFER, 20 * 0.125, "20 × 0.125 = {:.1f} days"),
    (BUFFER, 2 + 3 + 10 * 0.125, "{:.2f} days"),
)

# Numeric item: its answer, and the wrong way that leads to each slip, in the order of the file.
ANSWERS: dict[str, tuple[float, tuple[float, ...]]] = {
    "time.median": (median(RATIOS), (sorted(RATIOS)[3], sorted(RATIOS)[4], max(RATIOS))),
    "time.hours-a-day": (8 * 26 / 40, (8, 26 / 40, 8 * 40 / 26)),
    "choose.cost-of-order": (3 * 1 + 8 * 5, (8 * 4 + 3 * 5, 3 * 1 + 8 * 4, 3 + 8)),
    "focus.three-jobs": (40 * 0.80, (40 * 0.20, 40 * 0.60, 40 - 24)),
    "focus.sequence": (in_sequence(3, 2), (3 * 2, turns(3, 2), 2)),
    "focus.pre-mean": (in_sequence(3, 3), (3 * 3, turns(3, 3))),
    "meet.cost-year": (8 * 1 * 50 * 48, (8 * 50, 50 * 48)),
    "meet.channels": (channels(10), (10 * 9, 10 * 10, 10)),
    "meet.saved": (14400 - 4 * 50 * 24, (4 * 50 * 24, 14400 - 4 * 50, 14400 - 50 * 24)),
    "flow.lead-time": (24 / 4, (24 * 4, 24 - 4, 4 / 24)),
    "flow.ninety": (1 / (1 - 0.90), (1 + 0.90, 1 * (1 - 0.90), 1 / 0.90)),
    "flow.limit": (4 * 2, (4 / 2, 4 + 2, 24)),
    "buffer.root": (math.hypot(3, 4, 12), (3 + 4 + 12, 3**2 + 4**2 + 12**2, (3 + 4 + 12) / 2)),
    "buffer.cost-48": (paid(48) / (48 * 0.95), (48 * 0.95 / paid(48), paid(48) / 48, paid(48) / 40)),
}

# Numeric item with drawn numbers: its answer, worked out in another way than in the file where there is one.
DRAWN: dict[str, Callable[..., float]] = {
    "time.estimate-drawn": lambda e, r: e * r,
    "time.share-drawn": lambda t, p: 100 - 100 * (t - p) / t,
    "choose.rank-drawn": lambda c, d: c / d,
    "choose.order-cost-drawn": lambda a, b: a * 1 + b * (1 + 3),
    "choose.pre-cost": lambda q, p: q * 1 + p * (1 + 2),
    "focus.turns-drawn": lambda n: in_sequence(2, int(n)),
    "focus.turns-mean": lambda n: turns(2, int(n)),
    "meet.cost-drawn": lambda n, h, r: sum(h * r for _ in range(int(n))),
    "meet.channels-drawn": lambda n, m: channels(int(n + m)) - channels(int(n)),
    "meet.pre-year": lambda n, h: 46 * n * h * 50,
    "flow.lead-drawn": lambda w, t: w / t,
    "flow.queue-drawn": lambda s, u: s / (1 - u),
    "flow.wip-drawn": lambda t, lead: t * lead,
    "flow.pre-lead": lambda w, t: w / t,
    "buffer.effective-drawn": lambda h, loss: h - h * loss,
    "buffer.hour-cost-drawn": lambda h, loss: paid(h) / (h - h * loss),
}


@pytest.mark.parametrize(("lesson", "value", "form"), WORKED)
def test_a_worked_number_stands_in_its_lesson_as_computed(lesson: str, value: float, form: str):
    exact = value if isinstance(value, int) else value + 1e-9  # so that a half is rounded up, as on paper
    assert form.format(exact) in text_of(COURSE, lesson)


def test_the_cheapest_order_of_the_jobs_is_the_one_by_rank():
    orders = ("ABC", "ACB", "BAC", "BCA", "CAB", "CBA")
    assert min(orders, key=cost) == "BCA"
    assert "".join(sorted(JOBS, key=lambda job: -JOBS[job][0] / JOBS[job][1])) == "BCA"


def test_every_item_that_asks_for_a_number_is_recomputed():
    numeric = [item for item in COURSE.items if item.kind == "numeric"]
    assert set(ANSWERS) == {item.key for item in numeric if not item.params}
    assert set(DRAWN) == {item.key for item in numeric if item.params}


@pytest.mark.parametrize("key", ANSWERS)
def test_the_answer_and_slips_of_a_numeric_item_are_what_the_arithmetic_gives(key: str):
    check_numbers(COURSE.item(key), *ANSWERS[key])


@pytest.mark.parametrize("key", DRAWN)
def test_an_item_with_drawn_numbers_is_right_for_every_combination(key: str):
    check_drawn(COURSE.item(key), DRAWN[key])
