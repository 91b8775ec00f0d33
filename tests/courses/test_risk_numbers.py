"""Every worked number of the course on risk is recomputed from the clinic's data, and stands in the text as printed."""

from __future__ import annotations

import re
from itertools import combinations
from statistics import correlation

import pytest

from tests.courses.case import (
    CONTINGENCY,
    DAY,
    FINISHED,
    MANAGEMENT,
    MONTHS,
    NETWORK,
    PLANNED,
    RESULTS,
    RISKS,
    THREATS,
    TOOK,
    Risk,
)
from tests.courses.recomputed import text_of
from tests.courses.risk_figures import (
    BASE_RATE,
    BRIER,
    CHOSEN,
    COURSE,
    EMV,
    EMV_AFTER,
    END,
    EQUAL,
    M3,
    M5,
    M6,
    M7,
    OCCURRED,
    PAIRS,
    PRICES,
    R01,
    R02,
    R03,
    R04,
    R07,
    R09,
    R10,
    R12,
    R13,
    R14,
    R15,
    SQUARES,
    benefit,
    best_choices,
    chance_of_at_least,
    chance_within,
    order,
    price,
    ranks,
)

STATEMENT, PROCESS, FINDING = "risk-issue-opportunity", "process-and-standards", "finding-risks"
SCORING, RESPONSE, RESERVE = "scoring-and-matrix", "response-ownership-appetite", "register-reserve-learning"


# Lesson, the number as it was computed, and as it is printed: the format is that of the text.
WORKED = (
    (STATEMENT, PLANNED["B"], "planned to take {} of those days"),
    (STATEMENT, R01.emv, "**{:.2f}k**"),
    (STATEMENT, R01.emv_days, "**{:.1f} days**"),
    (STATEMENT, FINISHED["B"], "The permit came on day {}"),
    (STATEMENT, -R14.emv, "**−{:.1f}k**"),
    (STATEMENT, -R14.emv_days, "**−{:.1f} days**"),
    (STATEMENT, R13.emv, "= {:.1f}k"),
    (STATEMENT, -R14.emv - R15.emv, "were expected to save {:.0f}k"),
    (PROCESS, R03.emv, "**{:.1f}k**"),
    (PROCESS, R03.emv_days, "**{:.1f} days**"),
    (PROCESS, R03.emv_after, "**{:.1f}k**"),
    (PROCESS, R03.net_benefit, "**+{:.1f}k**"),
    (PROCESS, R03.emv - R03.emv_after, "it bought {:.0f}k of expected cost"),
    (PROCESS, NETWORK["I"]["es"], "planned from day {} to"),
    (PROCESS, NETWORK["I"]["ef"], "to day {}, with"),
    (PROCESS, NETWORK["I"]["tf"], "with {} days of float"),
    (PROCESS, FINISHED["I"], "came on day {}"),
    (PROCESS, FINISHED["I"] - NETWORK["I"]["ef"], "{} days after the plan"),
    (PROCESS, FINISHED["C"] - NETWORK["C"]["ef"], "{} because the design was late"),
    (PROCESS, TOOK["I"] - PLANNED["I"], "and {} because the factory was"),
    (PROCESS, R09.emv, "the expected cost is {:.1f}k"),
    (PROCESS, R09.emv_after, "0.06 × 250k = {:.1f}k"),
    (FINDING, 11 + 9 - 6, "**{}** different risks"),
    (FINDING, 11 * 9 / 6, "**{:.1f}**"),
    (FINDING, 12 * 10 / 7 - 1, "**{:.1f}**"),
    (FINDING, 14 / (11 * 9 / 6), "14 ÷ 16.5 = {:.2f}"),
    (FINDING, 100 * 14 / (11 * 9 / 6), "**{:.0f} %**"),
    (FINDING, 100 * 14 / 15, "14 ÷ 15 = {:.0f} %"),
    (FINDING, FINISHED["I"] - NETWORK["I"]["ef"], "were to arrive {} days late"),
    (SCORING, R09.emv / R07.emv, "**{:.0f} times**"),
    (SCORING, R07.emv, "an expected cost of {:.0f}k"),
    (SCORING, R09.emv, "R09 has one of {:.0f}k"),
    (SCORING, R13.score, "2 × 4 = **{}**"),
    (SCORING, R12.emv / R01.emv, "a factor of **{:.1f}**"),
    (SCORING, len(PAIRS), "make {} pairs"),
    (SCORING, order(PAIRS, 1), "In **{}** of them"),
    (SCORING, order(PAIRS, -1), "in **{}** the wrong one"),
    (SCORING, order(PAIRS, 0), "in **{}** it says nothing"),
    (SCORING, R07.emv_days, "0.20 × 10 = {:.1f} days"),
    (SCORING, R09.emv_days, "0.10 × 25 = {:.1f} days"),
    (RESPONSE, PRICES, "for {:.0f}k in all"),
    (RESPONSE, R07.emv - R07.emv_after, "saves {:.1f}k"),
    (RESPONSE, R10.emv - R10.emv_after, "to save {:.1f}k"),
    (RESPONSE, R04.net_benefit, "**+{:.1f}k**"),
    (RESPONSE, -R07.net_benefit, "**−{:.1f}k**"),
    (RESPONSE, R07.days_saved, "**{:.2f} days**"),
    (RESPONSE, R07.days_saved * DAY, "= −0.2k + {:.1f}k"),
    (RESPONSE, R07.net_benefit + R07.days_saved * DAY, "**+{:.1f}k**"),
    (RESPONSE, -R10.net_benefit, "**−{:.1f}k**"),
    (RESPONSE, R10.net_benefit + R10.days_saved * DAY, "it comes out at +{:.1f}k"),
    (RESPONSE, EMV, "net expected cost of {:.2f}k"),
    (RESPONSE, EMV_AFTER, "with them {:.2f}k"),
    (RESPONSE, EMV - EMV_AFTER - PRICES, "**{:.2f}k**"),
    (RESPONSE, NETWORK["H"]["tf"], "which had {} days of float"),
    (RESPONSE, R02.net_benefit, "= +{:.1f}k"),
    (RESPONSE, R02.emv_days, "0.25 × 12 = {:.1f} days"),
    (RESPONSE, R02.emv_days - R02.days_saved, "0.15 × 8 = {:.1f} days"),
    (RESPONSE, benefit(*CHOSEN), "**{:.1f}k**"),
    (RESPONSE, price(*CHOSEN), "cost {:.0f}k"),
    (RESPONSE, price(*EQUAL), "for {:.0f}k, bring exactly as much"),
    (RESPONSE, benefit("R05", "R04", "R14"), "for {:.0f}k."),
    (RESPONSE, price("R05", "R04", "R14"), "spends {:.0f}k"),
    (RESERVE, CONTINGENCY - M7.used, "440k at the start, {:.0f}k left"),
    (RESERVE, END.used, "will end {:.0f}k over its budget"),
    (RESERVE, FINISHED["R"] - 210, "{} days late"),
    (RESERVE, CONTINGENCY + MANAGEMENT, "together were {}k"),
    (RESERVE, 100 * (1 - M6.reserve_left), "**{:.1f} %**. Left"),
    (RESERVE, CONTINGENCY - M6.used, "**{:.0f}k**"),
    (RESERVE, 100 * M6.reserve_left, "**{:.1f} %**"),
    (RESERVE, 100 * (1 - M6.work_left), "**{:.1f} %**. Left"),
    (RESERVE, 100 * M6.work_left, "**{:.1f} %**"),
    (RESERVE, M6.burn, "**{:.2f}**"),
    (RESERVE, 100 / M6.burn, "gone when {:.0f} % of the work"),
    (RESERVE, 100 * (1 - M3.work_left), "for {:.1f} % of the work"),
    (RESERVE, M3.used / (1 - M3.work_left), "about {:.0f}k for all of it"),
    (RESERVE, M3.used / (1 - M3.work_left) - END.used, "too dark by {:.0f}k"),
    (RESERVE, M5.used / (1 - M5.work_left), "needs about {:.0f}k"),
    (RESERVE, (1 - M7.work_left) * CONTINGENCY, "used, {:.0f}k"),
    (RESERVE, M7.work_left * CONTINGENCY, "and {:.0f}k would be left"),
    (RESERVE, sum(risk.probability for risk in RISKS.values()), "probabilities: {:.2f}"),
    (RESERVE, 100 * chance_of_at_least(7), "about {:.0f} %"),
    (RESERVE, SQUARES, "add up to {:.4f}"),
    (RESERVE, BRIER, "**{:.4f}**"),
    (RESERVE, BASE_RATE * (1 - BASE_RATE), "**{:.4f}**"),
    (RESERVE, 1 - BRIER / (BASE_RATE * (1 - BASE_RATE)), "**+{:.2f}**"),
    (RESERVE, EMV, "was {:.2f}k"),
    (RESERVE, 100 * chance_within(EMV), "only {:.0f} %"),
    (RESERVE, RESULTS["risk_totals"]["exact_before"]["p80_k"], "would have needed {:.0f}k"),
    (RESERVE, CONTINGENCY / EMV, "440 ÷ 437.25 = {:.2f}"),
)


def minus(number: float, form: str) -> str:
    """Return a number as the course prints it, with a true minus sign."""
    return form.format(number).replace("-", "−")


@pytest.mark.parametrize(("lesson", "value", "form"), WORKED)
def test_a_worked_number_stands_in_its_lesson_as_computed(lesson: str, value: float, form: str):
    exact = value if isinstance(value, int) else value + 1e-9  # so that a half is rounded up, as on paper
    assert form.format(exact) in text_of(COURSE, lesson)


@pytest.mark.parametrize("risk", RISKS.values(), ids=lambda risk: risk.id)
def test_a_risk_computed_here_is_the_verified_one(risk: Risk):
    verified = RESULTS["risks"][risk.id]
    assert (risk.probability_level, risk.impact_level, risk.score) == (
        verified["p_level"],
        verified["impact_level"],
        verified["score"],
    )
    assert risk.emv == pytest.approx(verified["emv_k"], abs=0.005)
    assert risk.emv_days == pytest.approx(verified["emv_days"], abs=0.005)
    assert risk.emv_after == pytest.approx(verified["emv_after_k"], abs=0.005)
    assert risk.net_benefit == pytest.approx(verified["net_benefit_of_response_k"], abs=0.005)


def test_the_totals_computed_here_are_the_verified_ones():
    totals = RESULTS["risk_totals"]
    computed = {
        "emv_net_k": EMV,
        "emv_after_net_k": EMV_AFTER,
        "response_cost_k": PRICES,
        "net_benefit_k": EMV - EMV_AFTER - PRICES,
        "spearman_score_vs_emv_threats": correlation(
            ranks([risk.score for risk in THREATS]), ranks([risk.emv for risk in THREATS])
        ),
        "brier_score": BRIER,
    }
    assert computed == pytest.approx({name: totals[name] for name in computed}, abs=0.0006)
    assert (
        chance_within(totals["exact_before"]["p80_k"])
        >= 0.8
        > chance_within(totals["exact_before"]["p80_k"] - 5)
    )
    assert chance_within(EMV) == pytest.approx(totals["exact_before"]["p_not_over_mean"], abs=0.0006)
    assert RESULTS["close_out"]["overrun_k"] == END.used
    assert RESULTS["as_built"]["duration_d"] == FINISHED["R"]


def test_the_rank_correlation_is_printed_as_verified():
    assert f"**{RESULTS['risk_totals']['spearman_score_vs_emv_threats']:.2f}**" in text_of(COURSE, SCORING)


def test_the_table_of_threats_is_that_of_the_register_by_score():
    rows = re.findall(
        r"\| (R\d\d) [^|]+\| (\d) × (\d) \| (\d+) \| ([0-9.]+) \|", COURSE.lesson(SCORING).body["en"]
    )
    printed = [(key, int(p), int(i), int(score), float(emv)) for key, p, i, score, emv in rows]
    ranked = sorted(THREATS, key=lambda risk: (-risk.score, -risk.emv))
    assert printed == [
        (risk.id, risk.probability_level, risk.impact_level, risk.score, pytest.approx(risk.emv))
        for risk in ranked
    ]


def test_the_six_threats_of_the_exercise_have_the_printed_figures_and_five_wrong_pairs():
    rows = re.findall(r"\| (R\d\d) \| (\d+) % \| (\d+) \| ([0-9.]+) \|", COURSE.lesson(SCORING).body["en"])
    assert len(rows) == 6
    for key, probability, cost, emv in rows:
        risk = RISKS[key]
        assert (100 * risk.probability, risk.cost, risk.emv) == pytest.approx(
            (float(probability), float(cost), float(emv))
        )
    assert order(tuple(combinations([RISKS[key] for key, *_ in rows], 2)), -1) == 5


def test_the_limits_that_the_lesson_proposes_rank_the_six_threats_rightly():
    printed = re.search(r"give (R02 .+? and R07 \d+): no pair is wrong", text_of(COURSE, SCORING))
    assert printed is not None
    scores = {key: int(score) for key, score in re.findall(r"(R\d\d) (\d+)", printed[1])}
    for key, score in scores.items():
        probability = 1 + (RISKS[key].probability >= 0.25)
        assert score == probability * (1 + sum(RISKS[key].cost >= limit for limit in (50, 100, 145, 200)))
    assert sorted(scores, key=lambda key: -scores[key]) == sorted(scores, key=lambda key: -RISKS[key].emv)
    assert len(set(scores.values())) == len(scores) == 6


def test_the_prices_and_benefits_of_the_budget_are_those_of_the_register():
    rows = re.findall(r"\| (R\d\d) [^|]+\| (\d+) \| ([−0-9.]+) \|", COURSE.lesson(RESPONSE).body["en"])
    assert [key for key, *_ in rows] == [r.id for r in RISKS.values() if r.price and r.id != "R10"]
    for key, cost, net in rows:
        assert (float(cost), net) == (RISKS[key].price, minus(RISKS[key].net_benefit, "{:.1f}"))


def test_the_best_choices_for_sixty_thousand_are_the_two_printed_ones():
    most, choices = best_choices(60)
    assert most == pytest.approx(benefit(*CHOSEN))
    assert sorted(choices) == sorted((CHOSEN, EQUAL))
    assert price(*CHOSEN) < price(*EQUAL)


def test_the_order_by_benefit_for_its_price_is_the_printed_one():
    ratios = {
        key: RISKS[key].net_benefit / RISKS[key].price for key in ("R04", "R14", "R15", "R12", "R08", "R05")
    }
    assert list(ratios) == sorted(ratios, key=lambda key: -ratios[key])
    (said,) = re.findall(r"by benefit per unit of price \((.+?)\)", text_of(COURSE, RESPONSE))
    printed = re.findall(r"(R\d\d) ([0-9.]+)", said)
    assert len(printed) == len(ratios)
    for key, ratio in printed:
        digits = len(ratio.partition(".")[2])
        assert f"{ratios[key]:.{digits}f}" == ratio


def test_the_board_gets_the_four_risks_that_its_limits_catch():
    assert [risk.id for risk in THREATS if risk.emv > 60] == ["R04", "R05"]
    assert [risk.id for risk in THREATS if risk.cost > 300] == ["R09"]


def test_the_months_of_the_reserve_are_those_of_the_case():
    rows = re.findall(
        r"\| (\d) \| (\d+) \| ([0-9.]+) % \| ([0-9.]+) % \| ([0-9.]+) \|", COURSE.lesson(RESERVE).body["en"]
    )
    assert [int(month) for month, *_ in rows] == list(range(1, 8))
    for number, used, reserve, work, burn in rows:
        month = MONTHS[int(number)]
        assert (used, reserve, work, burn) == (
            f"{month.used:.0f}",
            f"{100 * month.reserve_left:.1f}",
            f"{100 * month.work_left:.1f}",
            f"{month.burn:.2f}",
        )


def test_the_register_has_as_many_risks_under_each_heading_as_printed():
    printed = dict(re.findall(r"\b([A-Z][a-z ,]+?) \| (\d) \|", COURSE.lesson(FINDING).body["en"]))
    names = {"Health, safety, environment": "HSE"}
    for heading, count in printed.items():
        category = names.get(heading, heading)
        assert sum(risk.category == category for risk in RISKS.values()) == int(count), heading
    assert sum(map(int, printed.values())) == len(RISKS)


def test_the_risks_that_are_said_to_have_occurred_did():
    said = re.search(r"seven occurred: (.+?), and one opportunity, (R\d\d)\.", text_of(COURSE, RESERVE))
    assert said is not None
    assert [*said[1].split(", "), said[2]] == [risk.id for risk in OCCURRED]


def test_of_six_risks_at_three_tenths_three_occurred():
    alike = [risk for risk in RISKS.values() if risk.probability == 0.30]
    assert (len(alike), sum(risk.occurred for risk in alike)) == (6, 3)
    assert "six risks stood at 0.30, and three of them came" in text_of(COURSE, RESERVE)
