"""The arithmetic under the exercises: against hand-worked examples, other methods, and the clinic's figures."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.exercises.losses import Losses, add_up
from courses.exercises.network import MOST_COMBINATIONS, Option, Tie, cheapest, schedule
from courses.exercises.normal import beta_table, normal_chance, pert_chance, pert_mean, pert_shape
from courses.exercises.simulation import Delay, Shape, Uncertain, simulate
from tests.courses.exercises.case import ACTIVITIES, CRASHES, DURATIONS, RESULTS, TIES, delays, losses

MONTE_CARLO = RESULTS["monte_carlo"]
DAYS = MONTE_CARLO["tolerance"]["days_at_10k_iterations"]
CHANCE = MONTE_CARLO["tolerance"]["probability_at_10k_iterations"]


def test_the_clinics_early_and_late_dates_are_those_of_the_case() -> None:
    found = schedule(DURATIONS, TIES)
    names = ("es", "ef", "ls", "lf", "tf", "ff")
    for key, dates in found.dates.items():
        values = (
            dates.early_start,
            dates.early_finish,
            dates.late_start,
            dates.late_finish,
            dates.total_float,
            dates.free_float,
        )
        assert values == tuple(RESULTS["cpm"]["activities"][key][name] for name in names)
    assert found.finish == RESULTS["cpm"]["duration_d"]
    assert set(found.critical) == set(RESULTS["cpm"]["critical_path"])


def test_start_to_start_links_and_lags_are_worked_out_as_by_hand() -> None:
    # A 4, B 6 may start 2 after A starts, C 3 starts 1 after A ends and with B's end.
    found = schedule({"A": 4, "B": 6, "C": 3}, [Tie("A", "B", True, 2), Tie("A", "C", lag=1), Tie("B", "C")])
    a, b, c = (found.dates[key] for key in "ABC")
    assert (a.early_start, b.early_start, c.early_start, found.finish) == (0, 2, 8, 11)
    assert (a.late_start, b.late_start, c.late_start) == (0, 2, 8)
    assert (a.late_finish, a.total_float, found.critical) == (4, 0, ("A", "B", "C"))


@pytest.mark.parametrize("days", [209, 208, 207, 206])
def test_the_cheapest_ways_to_shorten_the_clinic_are_those_of_the_case(days: int) -> None:
    best = cheapest(DURATIONS, TIES, CRASHES, days)
    assert best is not None
    assert best[0] == RESULTS["crashing"][str(days)]["cost_k"]


def test_a_date_that_no_money_reaches_has_no_price_and_too_many_ways_are_refused() -> None:
    assert cheapest({"A": 5}, [], [Option("A", 2, 1)], 1) is None
    assert cheapest({"A": 5}, [], [Option("A", 2, 1)], 9) == (0, {})
    many = [Option(f"a{n}", 20, 1) for n in range(6)]
    with pytest.raises(ValueError, match="combinations"):
        cheapest({one.activity: 30 for one in many}, [], many, 10)
    assert MOST_COMBINATIONS < 21**6


@pytest.mark.parametrize(
    ("name", "shape", "correlation", "suffix"),
    [
        ("M1_duration_uncertainty", "pert", 0.0, None),
        ("M1b_triangular_instead_of_pert", "triangle", 0.0, None),
        ("M1c_correlated_0_3", "pert", 0.3, None),
        ("M2_with_risk_events", "pert", 0.0, ""),
        ("M3_risk_events_and_correlation_0_3", "pert", 0.3, ""),
        ("M4_after_responses_correlation_0_3", "pert", 0.3, "_after"),
    ],
)
def test_the_simulated_clinic_is_that_of_the_case(
    name: str, shape: Shape, correlation: float, suffix: str | None
) -> None:
    risks = [] if suffix is None else delays(suffix)
    found = simulate(ACTIVITIES, runs=10_000, seed=1, delays=risks, correlation=correlation, shape=shape)
    case = MONTE_CARLO[name]
    assert found.mean == pytest.approx(case["mean"], abs=DAYS)
    assert found.deviation == pytest.approx(case["sd"], abs=DAYS)
    for share in (10, 50, 70, 80, 90):
        assert found.quantile(share / 100) == pytest.approx(case[f"P{share}"], abs=DAYS)
    for day in (210, 231, 252):
        assert found.chance_by(day) == pytest.approx(case[f"p_by_{day}"], abs=CHANCE)
    for key, share in case["criticality_index"].items():
        assert found.criticality[key] == pytest.approx(share, abs=2 * CHANCE)


def test_the_mean_of_one_task_is_that_of_its_three_points() -> None:
    found = simulate([Uncertain("a", 10, 15, 30)], runs=20_000, seed=4)
    mean = pert_mean(10, 15, 30)
    # Exact variance of the beta-PERT: (μ − O)(P − μ) ÷ 7.
    error = math.sqrt((mean - 10) * (30 - mean) / 7 / 20_000)
    assert found.mean == pytest.approx(mean, abs=3 * error)
    # P80 of Beta(2, 4) solves x² (10 − 20x + 15x² − 4x³) = 0.8.
    x = (found.quantile(0.8) - 10) / 20
    standard = math.sqrt(0.8 * 0.2 / 20_000)
    assert x**2 * (10 - 20 * x + 15 * x**2 - 4 * x**3) == pytest.approx(0.8, abs=3 * standard)
    assert found.criticality == {"a": 1.0}


def test_three_equal_tasks_side_by_side_meet_their_mean_far_more_rarely_than_one() -> None:
    one = pert_chance(pert_mean(8, 10, 18), 8, 10, 18)
    assert round(one, 2) == 0.55
    assert round(one**3, 2) == 0.16
    side_by_side = simulate([Uncertain(key, 8, 10, 18) for key in "abc"], runs=20_000, seed=2)
    assert side_by_side.chance_by(pert_mean(8, 10, 18)) == pytest.approx(one**3, abs=0.01)


def test_a_task_without_spread_takes_its_time_and_a_gain_never_makes_it_negative() -> None:
    sure = [Uncertain("a", 5, 5, 5), Uncertain("b", 2, 3, 4, ("a",))]
    found = simulate(sure, runs=100, seed=1, delays=[Delay(0.999, -20.0, "b")])
    assert found.finishes[0] >= 5
    assert found.quantile(1.0) == found.finishes[-1]
    with pytest.raises(ValueError, match="0 runs"):
        simulate(sure, runs=0, seed=1)


def test_the_same_seed_gives_the_same_runs_and_the_curve_rises_to_one() -> None:
    one, other = (simulate(ACTIVITIES, runs=500, seed=3) for _ in range(2))
    assert (one.finishes == other.finishes).all()
    curve = one.curve()
    assert curve[-1][1] == 1.0
    assert [y for _, y in curve] == sorted(y for _, y in curve)


@pytest.mark.parametrize(("alpha", "beta"), [(1.0, 5.0), (2.0, 4.0), (3.0, 3.0), (5.0, 1.0)])
def test_chances_of_whole_beta_distributions_are_those_of_binomial_sums(alpha: float, beta: float) -> None:
    # For whole numbers I_x(a, b) = P(at least a of a + b − 1 at x): Abramowitz and Stegun 26.5.24.
    places, chances = beta_table(alpha, beta)
    n = int(alpha + beta) - 1
    for place in (100, 700, 1000, 1900):
        x = float(places[place])
        exact = sum(math.comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(int(alpha), n + 1))
        assert chances[place] == pytest.approx(exact, abs=1e-6)


def test_shapes_and_the_normal_curve_are_those_of_the_lesson() -> None:
    assert pert_shape(10, 15, 30) == (2, 4)
    assert round(normal_chance(-1.255), 3) == 0.105
    assert round(normal_chance(0.8416), 4) == 0.8


@pytest.mark.parametrize(("suffix", "name"), [("", "exact_before"), ("_after", "exact_after")])
def test_the_exact_distribution_of_the_register_is_that_of_the_case(suffix: str, name: str) -> None:
    found, case = add_up(losses(suffix)), RESULTS["risk_totals"][name]
    assert found.mean == pytest.approx(case["mean_k"], abs=0.01)
    for share in (50, 80, 90):
        assert found.quantile(share / 100) == case[f"p{share}_k"]
    assert found.chance_up_to(found.mean) == pytest.approx(case["p_not_over_mean"], abs=0.001)


def test_ten_risks_whose_own_p80_is_nothing_have_one_together() -> None:
    # Ten risks of 10 % and 100 each: P(≤ 1) = 0.736, P(≤ 2) = 0.930.
    found = add_up([(0.1, 100.0)] * 10)
    assert found.quantile(0.8) == 200
    assert found.chance_up_to(100) == pytest.approx(0.736, abs=0.001)
    assert found.chance_up_to(200) == pytest.approx(0.930, abs=0.001)


def test_a_share_that_rounding_keeps_out_of_reach_is_the_greatest_loss() -> None:
    assert Losses(((0.0, 0.5), (7.0, 0.4999))).quantile(1.0) == 7.0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.integers(-50, 50)), min_size=1, max_size=6))
def test_losses_are_those_of_enumeration(risks: list[tuple[float, int]]) -> None:
    found = add_up(risks)
    chances: dict[float, float] = {}
    for happened in product((False, True), repeat=len(risks)):
        pairs = list(zip(risks, happened, strict=True))
        amount = float(sum(cost for (_, cost), hit in pairs if hit))
        chance = math.prod(p if hit else 1 - p for (p, _), hit in pairs)
        chances[amount] = chances.get(amount, 0.0) + chance
    assert dict(found.amounts) == pytest.approx(chances)
    assert found.mean == pytest.approx(sum(p * cost for p, cost in risks))
