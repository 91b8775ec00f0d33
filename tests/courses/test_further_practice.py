"""Further practice holds the clinic's own data, and what its texts say of them is computed again."""

from __future__ import annotations

import csv
import re
from itertools import pairwise

import pytest

from courses.course import LIBRARY, find_course, list_courses
from courses.exercises import calibration, critical_path, decision_tree, schedule_risk, three_point
from courses.exercises.format import KINDS, engine_of, read_exercise
from courses.exercises.network import Option, cheapest, schedule
from courses.exercises.normal import normal_chance
from tests.courses.case import CASE, FINISHED, NETWORK, PLANNED, RESULTS, RISKS, TOOK


def rows(name: str) -> dict[str, dict[str, str]]:
    with (CASE / name).open(newline="", encoding="utf-8") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file)}


PLAN, BUILT, CRASH = rows("activities.csv"), rows("as-built.csv"), rows("crash.csv")
POINTS = {
    key: tuple(float(row[name]) for name in ("optimistic_d", "most_likely_d", "pessimistic_d"))
    for key, row in PLAN.items()
}
RATIOS = [float(row["actual_over_planned_duration"]) for row in rows("reference-class.csv").values()]


def exercise(course: str, key: str):
    return read_exercise(LIBRARY / course / "exercises" / f"{key}.yaml")


def points(one) -> tuple[float, float, float]:
    return one.optimistic, one.most_likely, one.pessimistic


def texts(found) -> str:
    return " ".join(f"{found.brief['en']} {found.debrief['en']}".split())


def test_every_kind_of_exercise_stands_in_a_published_course():
    met = {
        course.exercises[key].kind
        for course in list_courses()
        for lesson in course.lessons
        for key in lesson.exercises
    }
    assert met == set(KINDS)


@pytest.mark.parametrize("course", [course.key for course in list_courses()])
def test_a_lesson_says_how_many_minutes_more_its_further_practice_takes(course):
    found = find_course(course)
    for lesson in found.lessons:
        for part in lesson.parts("en"):
            if getattr(part, "is_extra", False):
                minutes = found.exercises[part.key].minutes
                assert f"({minutes} minutes more)" in lesson.body["en"]
                assert f"not in the lesson's {lesson.minutes} minutes" in " ".join(lesson.body["en"].split())


def test_the_chain_in_three_points_is_the_planned_critical_path():
    found = exercise("time-management", "three-points")
    data, due = found.data, RESULTS["pert_critical_path"]
    assert [one.key.upper() for one in data.tasks] == RESULTS["cpm"]["critical_path"]
    assert all(points(one) == POINTS[one.key.upper()] for one in data.tasks)
    mean, deviation = three_point.chain(data.tasks)
    assert (mean, deviation) == pytest.approx((due["mean_d"], due["sd_d"]), abs=0.001)
    chance = normal_chance((data.deadline - mean) / deviation)
    assert chance == pytest.approx(due["p_finish_by_210"], abs=0.0001)
    assert sum(one.most_likely for one in data.tasks) == data.deadline == 210
    assert "add up to 210 days" in texts(found)
    assert f"{round(mean)} days are to be expected, and the chance of 210 is one in ten" in texts(found)
    assert round(10 * chance) == 1


def test_the_table_of_the_normal_curve_is_right_and_fine_enough():
    table = [
        (float(z), float(share))
        for z, share in re.findall(
            r"\| ([\d.]+) \| ([\d.]+) \|", exercise("time-management", "three-points").brief["en"]
        )
    ]
    assert len(table) == 10
    assert all(share == round(100 * normal_chance(z), 1) for z, share in table)
    for (z0, p0), (z1, p1) in pairwise(table):  # half a point is right
        for step in range(1, 10):
            between = normal_chance(z0 + (z1 - z0) * step / 10)
            assert abs(100 * between - (p0 + (p1 - p0) * step / 10)) < 0.4


def test_the_network_of_the_six_days_is_that_part_of_the_plan_and_costs_as_much():
    found = exercise("time-management", "six-days-cheaper")
    data = found.data
    durations, ties = critical_path.durations_of(data), critical_path.ties_of(data)
    dates = schedule(durations, ties).dates
    begun = NETWORK["E"]["es"]
    for one in data.activities:
        due, own = NETWORK[one.key.upper()], dates[one.key]
        assert one.duration == PLANNED[one.key.upper()]
        assert (own.early_start, own.early_finish) == (due["es"] - begun, due["ef"] - begun)
        assert (own.late_start, own.late_finish) == (due["ls"] - begun, due["lf"] - begun)
    options = [Option(one.activity, one.most, one.cost) for one in data.shortening.options]
    assert {one.activity.upper(): (one.most, one.cost) for one in data.shortening.options} == {
        key: (int(row["max_reduction_d"]), float(row["cost_per_day_k"])) for key, row in CRASH.items()
    }
    best = cheapest(durations, ties, options, schedule(durations, ties).finish - data.shortening.by)
    due = RESULTS["crashing"][str(210 - data.shortening.by)]
    assert best is not None
    assert best[0] == due["cost_k"]
    assert {key.upper(): cut for key, cut in best[1].items() if cut} == due["reductions_d"]
    assert due == {"cost_k": 36, "reductions_d": {"J": 2, "K": 2, "O": 2}}
    assert "six days cost 36k: two of the first fix, two of the partitions, two of the finishes" in texts(
        found
    )
    assert (dates["h"].total_float, NETWORK["H"]["tf"]) == (2, 2)
    assert "the envelope beside it has only two days of float" in texts(found)


def test_the_date_at_eighty_per_cent_is_that_of_the_simulation_with_the_risks():
    found = exercise("risk-foundations", "date-at-eighty")
    data, due = found.data, RESULTS["monte_carlo"]["M2_with_risk_events"]
    assert {one.key.upper(): points(one) for one in data.activities} == POINTS
    assert {one.key.upper(): [key.upper() for key in one.predecessors] for one in data.activities} == {
        key: [before for before in row["predecessors"].split(";") if before] for key, row in PLAN.items()
    }
    register = rows("risks.csv")
    assert {
        one.text["en"].split()[0]: (one.probability, one.days, one.activity.upper()) for one in data.risks
    } == {
        key: (risk.probability, risk.days, register[key]["activity"])
        for key, risk in RISKS.items()
        if risk.days
    }
    runs = schedule_risk.run(data)
    within = RESULTS["monte_carlo"]["tolerance"]
    assert data.runs == 10_000
    for share, name in ((0.5, "P50"), (0.8, "P80")):
        assert runs.quantile(share) == pytest.approx(due[name], abs=within["days_at_10k_iterations"])
    chance = runs.chance_by(data.deadline)
    assert chance == pytest.approx(due["p_by_210"], abs=within["probability_at_10k_iterations"])
    assert max(chance, due["p_by_210"]) < 0.01
    assert (round(due["P80"]), FINISHED["R"]) == (254, 252)
    for words in ("fewer than one run of a hundred", "day 254 in four of five", "finished on day 252"):
        assert words in texts(found)


def test_the_tree_of_the_ground_study_is_that_of_r02():
    found = exercise("risk-foundations", "study-or-not")
    data, risk = found.data, RISKS["R02"]
    assert (data.states[0].probability, -data.acts[0].payoffs["bad"]) == (risk.probability, risk.cost)
    assert data.test.cost == risk.price
    folded = decision_tree.fold(data)
    assert folded.values["build"] == -risk.emv == -55
    assert (folded.evpi, folded.with_test) == (25, -48)
    for words in (
        "an expected cost of 55k, with the study 48k: it saves 7k",
        "More than 25k",
        f"falls from {100 * risk.probability:g} to {100 * risk.probability_after:g} %",
    ):
        assert words in texts(found)


FACTS = {
    "foundations": TOOK["E"] > 35,
    "permits": TOOK["B"] > 20,
    "chillers": TOOK["I"] <= 130,
    "lift": TOOK["L"] > 125,
    "external": float(BUILT["P"]["actual_cost_factor"]) < 1,
    "all-longer": all(TOOK[key] > PLANNED[key] for key in PLAN),
    "worst": any(TOOK[key] > POINTS[key][2] for key in PLAN),
    "half-on-time": sum(ratio <= 1 for ratio in RATIOS) >= 10,
    "half-again": max(RATIOS) > 1.5,
    "lift-begins": int(BUILT["M"]["actual_start_d"]) < 150,
    "frame-ends": FINISHED["F"] < 120,
    "dearest": all(
        float(row["actual_cost_factor"]) <= float(BUILT["B"]["actual_cost_factor"]) for row in BUILT.values()
    ),
    "roof-first": FINISHED["G"] < FINISHED["H"],
    "commissioning": float(BUILT["Q"]["actual_cost_factor"]) <= 1,
}


def test_what_is_asked_about_the_finished_clinic_is_in_its_data():
    data = exercise("risk-foundations", "how-sure").data
    assert {one.key: one.is_true for one in data.statements} == FACTS
    assert len(RATIOS) == 20
    # Its initials tell a learner nothing.
    by_name = {
        row["name"].replace("IFC design package (issued", "Design package, issued").rstrip(")"): key
        for key, row in PLAN.items()
    }
    for one in data.quantities:
        name, planned = re.fullmatch(
            r"(.+): planned at (\d+) days\. How many did it take\?", one.text["en"]
        ).groups()
        key = by_name[name]
        assert (int(planned), one.value) == (PLANNED[key], TOOK[key])
    assert calibration.hits_needed(data.draw_quantities) == 7


def test_nothing_that_is_to_be_guessed_stands_in_the_lessons_before():
    course = find_course("risk-foundations")
    before = " ".join(lesson.body["en"] for lesson in course.lessons[:4])
    for key in ("C", "F", "G", "I", "J", "K", "N", "P"):
        assert f"took {TOOK[key]} days" not in before


@pytest.mark.parametrize(
    ("course", "key"),
    [
        ("time-management", "three-points"),
        ("time-management", "six-days-cheaper"),
        ("risk-foundations", "date-at-eighty"),
        ("risk-foundations", "study-or-not"),
        ("risk-foundations", "how-sure"),
    ],
)
def test_it_can_be_done_again_with_other_numbers(course, key):
    found = exercise(course, key)
    engine = engine_of(found.kind)
    for seed in (0, 1, 7, 42):
        task = engine.make(seed, found.data, found.variation)
        assert engine.sheet(task).parts
        assert not engine.evaluate(task, {}).is_passed
