"""Calculators: the clinic's figures from its own tables, and every fault of a table with line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from app.services.calculators import example
from content import ContentError
from courses.calculators.computing import (
    MOST_ACTIVITIES,
    Outcome,
    Settings,
    critical_path,
    earned_values,
    monte_carlo,
    three_points,
)
from courses.calculators.tables import MOST_BYTES, MOST_LINES, write_table
from tests.courses.exercises.case import RESULTS


def by_first(outcome: Outcome) -> dict[Any, dict[str, Any]]:
    return {row[0]: dict(zip(outcome.names, row, strict=True)) for row in outcome.rows}


def test_the_clinics_critical_path_comes_out_of_its_table() -> None:
    outcome = critical_path(example("critical-path"), "t")
    assert outcome.facts == {"finish": RESULTS["cpm"]["duration_d"]}
    found = by_first(outcome)
    names = {"es": "early_start", "ef": "early_finish", "ls": "late_start", "lf": "late_finish"}
    names |= {"tf": "total_float", "ff": "free_float"}
    for key, dates in RESULTS["cpm"]["activities"].items():
        assert {name: found[key][names[name]] for name in names} == dates
    assert {key for key, row in found.items() if row["critical"] == "yes"} == set(
        RESULTS["cpm"]["critical_path"]
    )


def test_the_clinics_earned_value_comes_out_of_its_table() -> None:
    found = by_first(earned_values(example("earned-value"), "t", 7200))
    names = {
        "cost_variance": "cv_k",
        "schedule_variance": "sv_k",
        "cost_index": "cpi",
        "schedule_index": "spi",
        "eac_budget_over_index": "eac_bac_over_cpi_k",
        "eac_spent_plus_remaining": "eac_ac_plus_remaining_k",
        "eac_both_indices": "eac_cpi_x_spi_k",
        "to_complete_index": "tcpi_bac",
        "earned_schedule": "es_months",
        "time_index": "spi_t",
    }
    for month in RESULTS["evm"]:
        for ours, theirs in names.items():
            value, expected = found[month["month"]][ours], month[theirs]
            if expected is None:
                assert value is None
            else:
                assert value == pytest.approx(expected, abs=0.5 if theirs.endswith("_k") else 0.001)


def test_the_clinics_simulation_comes_out_of_its_table() -> None:
    outcome = monte_carlo(example("monte-carlo"), "t", Settings(deadline=210))
    case = RESULTS["monte_carlo"]["M1_duration_uncertainty"]
    for share in (10, 50, 80, 90):
        assert outcome.facts[f"p{share}"] == pytest.approx(case[f"P{share}"], abs=1)
    assert outcome.facts["chance"] == pytest.approx(case["p_by_210"], abs=0.015)
    assert by_first(outcome)["N"]["criticality"] == pytest.approx(case["criticality_index"]["N"], abs=0.03)
    assert outcome.curve[-1][1] == 1
    assert "chance" not in monte_carlo(example("monte-carlo"), "t", Settings(runs=100)).facts


def test_the_clinics_chain_comes_out_of_three_points() -> None:
    rows = list(csv.DictReader(io.StringIO(example("monte-carlo"))))
    chain = set(RESULTS["cpm"]["critical_path"])
    lines = [
        ",".join(row[n] for n in ("activity", "optimistic", "most_likely", "pessimistic"))
        for row in rows
        if row["activity"] in chain
    ]
    outcome = three_points("\n".join(["task,optimistic,most_likely,pessimistic", *lines]), "t", 210)
    case = RESULTS["pert_critical_path"]
    assert outcome.facts["mean"] == pytest.approx(case["mean_d"], abs=0.001)
    assert outcome.facts["deviation"] == pytest.approx(case["sd_d"], abs=0.001)
    assert outcome.facts["chance"] == pytest.approx(case["p_finish_by_210"], abs=0.0001)
    assert "chance" not in three_points(example("three-point"), "t", None).facts


def test_tables_are_read_whatever_separates_their_cells_and_in_whatever_order_of_columns() -> None:
    text = "Duration\tActivity\tPredecessors\n\n5\tA\t\n٣\tB\tA SS + 2\n2\tC\tA;B\n"
    outcome = critical_path(text, "t")
    assert outcome.facts == {"finish": 7}
    assert [row[0] for row in outcome.rows] == ["A", "B", "C"]
    semicolons = critical_path("activity;duration;predecessors\nB;2,5;A|A ss\nA;4;\n", "t")
    assert semicolons.facts == {"finish": 6.5}
    assert critical_path("activity,duration\nA,1\n", "t").facts == {"finish": 1}


def test_indices_that_are_not_defined_stay_open() -> None:
    text = "period,planned,earned,spent\n1,0,0,0\n2,10,0,5\n3,20,30,5\n"
    first, second, third = earned_values(text, "t", 5).rows
    assert first[3:6] == (None, None, None)
    assert second[3:8] == (0, 0, None, 10, None)
    assert second[8] is None
    assert third[9:] == (None, None)  # the plan of the table does not reach that far


def path(text: str) -> Outcome:
    return critical_path(text, "t")


def chance(text: str) -> Outcome:
    return monte_carlo(text, "t", Settings(runs=100))


def value(text: str) -> Outcome:
    return earned_values(text, "t", 100)


HEAD = "activity,duration,predecessors\n"
POINTS = "activity,optimistic,most_likely,pessimistic,predecessors\n"


@pytest.mark.parametrize(
    ("compute", "text", "line", "column", "rule"),
    [
        (path, "", 1, 1, "header"),
        (path, HEAD, 2, 1, "empty"),
        (path, "activity,duration,extra\nA,1,2\n", 1, 3, "header"),
        (path, "activity,duration,duration\nA,1,2\n", 1, 3, "header"),
        (path, "activity\nA\n", 1, 1, "header"),
        (path, HEAD + "A,five,\n", 2, 2, "number"),
        (path, HEAD + "A,-1,\n", 2, 2, "least"),
        (path, HEAD + "A,,\n", 2, 2, "missing"),
        (path, HEAD + "A,1,,9\n", 2, 4, "cells"),
        (path, HEAD + f"{'A' * 201},1,\n", 2, 1, "length"),
        (path, HEAD + "A,1,\nB,2,Z\n", 3, 3, "predecessor"),
        (path, HEAD + "A,1,\nA,2,\n", 3, 1, "repeated"),
        (path, HEAD + "A,1,B\nB,2,A\n", 2, 3, "circle"),
        (path, HEAD + "A,1,\n" * (MOST_LINES + 1), MOST_LINES + 2, 1, "lines"),
        (path, HEAD + "A," + "9" * MOST_BYTES, None, None, "size"),
        (path, HEAD + 'A,"' + "x" * 140_000 + '",\n', 2, 1, "csv"),
        (chance, POINTS + "A,5,4,9,\n", 2, 2, "points"),
        (chance, POINTS + "A,1,2,3,\nB,1,2,3,A SS\n", 3, 5, "link"),
        (
            chance,
            POINTS + "".join(f"a{n},1,2,3,\n" for n in range(MOST_ACTIVITIES + 1)),
            MOST_ACTIVITIES + 2,
            1,
            "lines",
        ),
        (value, "period,planned,earned,spent\n2,1,1,1\n", 2, 1, "period"),
        (value, "period,planned,earned,spent\n1,5,1,1\n2,4,1,1\n", 3, 2, "falling"),
    ],
)
def test_a_faulty_table_is_refused_with_line_and_column(
    compute: Callable[[str], Outcome], text: str, line: int | None, column: int | None, rule: str
) -> None:
    with pytest.raises(ContentError) as refused:
        compute(text)
    finding = refused.value.findings[0]
    assert (finding.line, finding.column, finding.rule) == (line, column, rule)


def test_results_are_written_so_that_no_spreadsheet_takes_a_name_for_a_formula() -> None:
    text = write_table(["a", "b"], [("=HYPERLINK(1)", 1 / 3), ("plain", None), ("@x", -2.0)])
    assert list(csv.reader(io.StringIO(text))) == [
        ["a", "b"],
        ["'=HYPERLINK(1)", "0.333333"],
        ["plain", ""],
        ["'@x", "-2"],
    ]
