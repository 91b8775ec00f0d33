"""What simulating the clinic's schedule costs, beside the same draws in bare numpy."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable

import numpy as np

from courses.exercises.normal import pert_shape
from courses.exercises.simulation import Uncertain, simulate
from tests.bench.goals import Figure
from tests.bench.rounds import paired, summary
from tests.bench.stand import CHECKOUT

RUNS = 10_000
REPEATS = 7  # of which the least disturbed counts


def the_clinic() -> list[Uncertain]:
    with (CHECKOUT / "courses/case/activities.csv").open(newline="", encoding="utf-8") as file:
        return [
            Uncertain(
                row["id"],
                float(row["optimistic_d"]),
                float(row["most_likely_d"]),
                float(row["pessimistic_d"]),
                tuple(key for key in row["predecessors"].split(";") if key),
            )
            for row in csv.DictReader(file)
        ]


def bare_draws(activities: list[Uncertain]) -> None:
    """Draw as many beta-PERT durations with numpy's own generator, and do nothing with them."""
    generator = np.random.default_rng(1)
    for one in activities:
        shape = pert_shape(one.optimistic, one.most_likely, one.pessimistic)
        one.optimistic + (one.pessimistic - one.optimistic) * generator.beta(*shape, RUNS)


def least(work: Callable[[], object]) -> float:
    """Return the seconds that a call takes, least of several."""
    found = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


def clinic() -> dict[str, Figure]:
    activities = the_clinic()
    simulate(activities, runs=RUNS, seed=1)  # imports and tables are made once
    correlated = least(lambda: simulate(activities, runs=RUNS, seed=1, correlation=0.3))
    return {
        "MC": paired(
            lambda: least(lambda: simulate(activities, runs=RUNS, seed=1)),
            lambda: least(lambda: bare_draws(activities)),
        ),
        "MC.time": summary([correlated * 1000], "with correlation, the dearest"),
    }
