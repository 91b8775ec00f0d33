"""Figures of the course on risk, computed from the clinic's data."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from courses.course import find_course
from tests.courses.case import (
    MONTHS,
    RISKS,
    THREATS,
    Risk,
)

COURSE = find_course("risk-foundations")
EMV = sum(risk.emv for risk in RISKS.values())
EMV_AFTER = sum(risk.emv_after for risk in RISKS.values())
PRICES = sum(risk.price for risk in RISKS.values())
OCCURRED = [risk for risk in RISKS.values() if risk.occurred]
BASE_RATE = len(OCCURRED) / len(RISKS)
SQUARES = sum((risk.probability - risk.occurred) ** 2 for risk in RISKS.values())
BRIER = SQUARES / len(RISKS)
M3, M5, M6, M7, END = MONTHS[3], MONTHS[5], MONTHS[6], MONTHS[7], MONTHS[12]
PAIRS = tuple(combinations(THREATS, 2))
CHOSEN = ("R04", "R06", "R08", "R12", "R14", "R15")
EQUAL = ("R01", "R02", "R04", "R12", "R14", "R15")


def agrees(pair: tuple[Risk, Risk]) -> int:
    """1 if score and expected cost rank two risks alike, -1 if the other way round, 0 if the score says nothing."""
    one, other = pair
    product = (one.score - other.score) * (one.emv - other.emv)
    return (product > 0) - (product < 0)


def order(pairs: Sequence[tuple[Risk, Risk]], way: int) -> int:
    return sum(agrees(pair) == way for pair in pairs)


def ranks(values: Sequence[float]) -> list[float]:
    return [sum(other < one for other in values) + (values.count(one) + 1) / 2 for one in values]


def chance_of_at_least(many: int) -> float:
    """The chance that so many of the fifteen risks occur, if they are independent."""
    chances = [1.0]
    for risk in RISKS.values():
        p = risk.probability
        chances = [a * (1 - p) + b * p for a, b in zip([*chances, 0.0], [0.0, *chances], strict=True)]
    return sum(chances[many:])


def chance_within(limit: float) -> float:
    """The chance that the fifteen risks together cost no more than a limit, if they are independent."""
    costs = {0.0: 1.0}
    for risk in RISKS.values():
        after: dict[float, float] = {}
        for cost, chance in costs.items():
            after[cost] = after.get(cost, 0.0) + chance * (1 - risk.probability)
            after[cost + risk.cost] = after.get(cost + risk.cost, 0.0) + chance * risk.probability
        costs = after
    return sum(chance for cost, chance in costs.items() if cost <= limit)


def best_choices(budget: float) -> tuple[float, list[tuple[str, ...]]]:
    """The most that whole responses, safety apart, can bring for a budget, and every choice that brings it."""
    risks = [risk for risk in RISKS.values() if risk.price and risk.id != "R10"]
    choices = [
        chosen
        for size in range(len(risks) + 1)
        for chosen in combinations(risks, size)
        if sum(risk.price for risk in chosen) <= budget
    ]
    brings = [round(sum(risk.net_benefit for risk in chosen), 6) for chosen in choices]
    best = [chosen for chosen, net in zip(choices, brings, strict=True) if net == max(brings)]
    return max(brings), [tuple(risk.id for risk in chosen) for chosen in best]


def benefit(*ids: str) -> float:
    return sum(RISKS[key].net_benefit for key in ids)


def price(*ids: str) -> float:
    return sum(RISKS[key].price for key in ids)


R01, R02, R03, R04, R05 = (RISKS[f"R0{number}"] for number in range(1, 6))
R06, R07, R09, R10 = RISKS["R06"], RISKS["R07"], RISKS["R09"], RISKS["R10"]
R12, R13, R14, R15 = RISKS["R12"], RISKS["R13"], RISKS["R14"], RISKS["R15"]
