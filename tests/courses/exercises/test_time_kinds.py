"""Exercises on time and earned value: the clinic's figures, hand-worked cases, errors, and following through."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from courses.exercises import critical_path, day_plan, earned_value, schedule_risk, three_point, triage
from courses.exercises.critical_path import Link, PathData
from courses.exercises.day_plan import DayData
from courses.exercises.earned_value import EarnedValueData
from courses.exercises.schedule_risk import DelayRisk, ScheduleData
from courses.exercises.three_point import ThreePointData
from courses.exercises.triage import TriageData
from tests.courses.exercises.answers import right_answers
from tests.courses.exercises.case import RESULTS, table
from tests.courses.exercises.examples import example
from tests.courses.exercises.test_risk_kinds import cell


def data(kind: str) -> Any:
    return example(kind).data


# ---- three points


def test_the_clinics_chain_is_that_of_the_case() -> None:
    task: ThreePointData = data("three-point")
    mean, deviation = three_point.chain(task.tasks)
    case = RESULTS["pert_critical_path"]
    assert mean == pytest.approx(case["mean_d"], abs=0.001)
    assert deviation == pytest.approx(case["sd_d"], abs=0.001)
    graded = three_point.evaluate(task, {})
    assert cell(graded, "chain").expected.values["number"] == pytest.approx(
        100 * case["p_finish_by_210"], abs=0.01
    )


def test_rounded_figures_are_right_and_later_ones_follow_the_learners_own() -> None:
    task: ThreePointData = data("three-point")
    right = right_answers("three-point", task)
    rounded = {key: round(value, 2) for key, value in right.items()}
    assert three_point.evaluate(task, rounded).share == pytest.approx(1)
    first = task.tasks[0].key
    off = right | {f"{first}.e": right[f"{first}.e"] + 10, "sum": right["sum"] + 10}
    graded = three_point.evaluate(task, off)
    assert cell(graded, f"{first}.e").share == 0
    assert cell(graded, "sum").is_follow_through
    assert cell(three_point.evaluate(task, off | {"chain": 0.64}), "chain").is_follow_through
    single = three_point.evaluate(task, right | {"e.e": 40.0, "single": 0.24})
    assert cell(single, "single").is_follow_through


def test_errors_of_three_points_are_named() -> None:
    task: ThreePointData = data("three-point")
    one = task.tasks[0]
    low, likely, high = one.optimistic, one.most_likely, one.pessimistic
    added = sum(three_point.deviation_of(each) for each in task.tasks)
    wrong = {f"{one.key}.e": (low + likely + high) / 3, f"{one.key}.s": (high - low) / 3, "sd": added}
    graded = three_point.evaluate(task, wrong)
    slips = {key: cell(graded, key).slip for key in wrong}
    assert slips == {f"{one.key}.e": "unweighted", f"{one.key}.s": "divisor", "sd": "sum-of-deviations"}
    own = {f"{each.key}.s": 2.0 for each in task.tasks} | {"sd": 2.0 * len(task.tasks)}
    assert cell(three_point.evaluate(task, own), "sd").slip == "sum-of-deviations"
    assert cell(three_point.evaluate(task, {"sum": 220.0, "sd": 0.0, "chain": 3.0}), "chain").share == 0


def test_a_bench_may_ask_for_the_chain_alone_and_another_seed_keeps_it_as_hard() -> None:
    task = replace(data("three-point"), single=None)
    assert three_point.evaluate(task, right_answers("three-point", task)).share == pytest.approx(1)
    moved = three_point.make(5, task, 0.3)
    assert moved.single is None
    chances = [three_point.evaluate(one, {}).cells[-1].expected.values["number"] for one in (task, moved)]
    assert chances[0] == pytest.approx(chances[1], abs=3)


# ---- triage


def test_agreement_is_votes_for_the_box_by_votes_for_the_usual_one() -> None:
    task = triage.make(0, data("triage"), 0.0)
    graded = triage.evaluate(task, {"survey.important": "no", "survey.urgent": "yes"})
    assert cell(graded, "survey.important").share == pytest.approx(4 / 6)
    assert cell(graded, "crane.important").given is None
    badge = triage.evaluate(task, {"badge.important": "yes", "badge.urgent": "yes"})
    assert cell(badge, "badge.important").slip == "urgent-is-important"
    assert cell(badge, "badge.important").share == pytest.approx(1 / 9)


def test_a_panel_of_two_minds_is_said_to_be_so_and_actions_stand_beside_samples() -> None:
    task: TriageData = triage.make(0, data("triage"), 0.0)
    split = replace(task.messages[0], panel=triage.Panel(do=5, plan=4))
    graded = triage.evaluate(
        replace(task, messages=(split, *task.messages[1:])), {"crane.action": "Phone them"}
    )
    assert "triage.split" in [note.code for note in graded.notes]
    assert graded.grids[1].rows[0][1].words.values["words"] == "Phone them"
    without = replace(task, messages=tuple(replace(one, action=None) for one in task.messages))
    assert len(triage.evaluate(without, {}).grids) == 1


def test_the_sheet_asks_the_same_of_every_message_so_that_no_field_betrays_an_answer() -> None:
    task: TriageData = triage.make(0, data("triage"), 0.0)
    asked = [
        [field.key.removeprefix(f"{part.key}.") for field in part.fields] for part in triage.sheet(task).parts
    ]
    assert {one.action is None for one in task.messages} == {True, False}
    assert asked == [["important", "urgent", "action"]] * len(task.messages)


def test_a_step_written_under_a_message_that_wants_none_stands_beside_what_weighs_in_it() -> None:
    task: TriageData = triage.make(0, data("triage"), 0.0)
    idle = next(one for one in task.messages if one.action is None)
    rows = triage.evaluate(task, {f"{idle.key}.action": "Answer it"}).grids[1].rows
    (row,) = (row for row in rows if row[0].words.text == idle.text)
    assert row[1].words.values["words"] == "Answer it"
    assert row[2].words.text == idle.say


# ---- day plan


def test_a_start_that_is_no_slot_places_nothing() -> None:
    task: DayData = data("day-plan")
    first = f"{task.tasks[0].key}.start"
    for start in ("²", "٣", "1.5", "-1", "noon"):
        assert day_plan.evaluate(task, {first: start}) == day_plan.evaluate(task, {})


def test_rules_of_the_day_are_graded_one_by_one() -> None:
    task: DayData = data("day-plan")
    key = {one.key: f"{one.key}.start" for one in task.tasks}
    graded = day_plan.evaluate(
        task, {key["report"]: "1", key["risks"]: "2"}
    )  # one slot of both; a meeting at 3
    shares = {one.label.code: one.share for one in graded.cells}
    assert shares["day.rule-overlap"] == 0
    assert shares["day.rule-meetings"] == 0
    assert shares["day.rule-due"] == 1
    late = day_plan.evaluate(task, {key["orders"]: "6"})
    assert {one.label.code: one.share for one in late.cells}["day.rule-due"] == 0
    assert late.cells[0].share == 0
    overtime = day_plan.evaluate(task, {key["plan"]: "15"})
    assert {one.label.code: one.share for one in overtime.cells}["day.rule-meetings"] == 0
    assert {one.label.code: one.share for one in day_plan.evaluate(task, {}).cells}["day.rule-due"] == 0


def test_a_full_day_has_no_buffer_and_energy_counts() -> None:
    task: DayData = data("day-plan")
    full = {
        "report.start": "4",
        "orders.start": "1",
        "site.start": "7",
        "plan.start": "11",
        "mail.start": "14",
    }
    graded = day_plan.evaluate(task, full | {"risks.start": "16"})
    buffer = next(one for one in graded.cells if one.label.code == "day.buffer")
    assert (buffer.share, buffer.slip) == (0, "no-buffer")
    report = task.tasks[0]
    assert day_plan.worth(task, report, 4) == 9
    assert day_plan.worth(task, report, 11) == pytest.approx(9 * 0.6)


def test_a_day_that_all_tasks_cannot_fill_is_still_graded_by_the_best_there_is() -> None:
    task: DayData = data("day-plan")
    few = replace(task, tasks=task.tasks[:4])
    assert day_plan.best_value(few) == pytest.approx(9 + 7 * 0.6 + 3 + 5)
    blocked = replace(
        few, meetings=(*few.meetings, replace(few.meetings[0], slot=1, slots=2)), high_energy=()
    )
    nothing = replace(blocked, tasks=tuple(replace(one, due=2, slots=2) for one in blocked.tasks))
    assert day_plan.best_value(nothing) == 0
    assert day_plan.evaluate(nothing, {}).cells[0].share == 1


def test_the_day_runs_as_its_seed_says_and_meetings_interrupt() -> None:
    task: DayData = data("day-plan")
    answers = {"report.start": "1", "site.start": "8", "mail.start": "11"}
    sure = replace(task, overruns=tuple(replace(one, median=1.0, sigma=0.0) for one in task.overruns))
    rows = [[one.words for one in row[2:4]] for row in day_plan.evaluate(sure, answers).grids[0].rows]
    # Report 8:00 for 90 minutes with the meeting 9:00 to 9:30 inside; site from 11:30 with lunch at 12:00.
    assert [[word.values["words"] for word in row] for row in rows] == [
        ["08:00", "10:00"],
        ["11:30", "13:30"],
        ["13:30", "14:30"],
    ]
    into = day_plan.evaluate(sure, {"risks.start": "1", "orders.start": "2"}).grids[0].rows
    assert into[1][2].words.values["words"] == "09:30"  # ready at 9:00, when the meeting begins
    assert day_plan.evaluate(task, answers) == day_plan.evaluate(task, answers)


# ---- schedule


def test_the_clinics_curve_is_read_as_in_the_case() -> None:
    task: ScheduleData = data("schedule-risk")
    case = RESULTS["monte_carlo"]["M1_duration_uncertainty"]
    graded = schedule_risk.evaluate(
        task, {"p80": case["P80"], "p50": case["P50"], "chance": 100 * case["p_by_210"]}
    )
    for key in ("p80", "p50", "chance"):
        assert cell(graded, key).share == 1
    assert graded.notes[0].values["likely"] == RESULTS["cpm"]["duration_d"]


def test_errors_of_reading_are_named_and_the_gap_follows_the_learners_own_date() -> None:
    task: ScheduleData = data("schedule-risk")
    found = schedule_risk.run(task)
    graded = schedule_risk.evaluate(task, {"p80": found.mean, "merge": 54.8, "gap": found.mean - 210})
    assert cell(graded, "p80").slip == "mean-for-quantile"
    assert cell(graded, "merge").slip == "merge-ignored"
    assert cell(graded, "gap").is_follow_through


def test_risks_that_delay_are_shown_and_a_curve_may_stand_alone() -> None:
    task: ScheduleData = data("schedule-risk")
    risk = DelayRisk({"en": "Late chillers"}, 0.9, 40.0, "i")
    more = replace(task, risks=(risk,), merge=None, runs=1000)
    assert [len(part.grids) for part in schedule_risk.sheet(more).parts] == [2, 0]
    assert schedule_risk.run(more).mean > schedule_risk.run(task).mean + 5
    assert schedule_risk.evaluate(more, right_answers("schedule-risk", more)).share == pytest.approx(1)
    assert not list(more.problems(("data",)))
    still = replace(
        more, activities=tuple(replace(one, optimistic=0.0, most_likely=0.0) for one in more.activities)
    )
    assert schedule_risk.make(4, still, 0.2).deadline == task.deadline


# ---- critical path


def test_dates_follow_the_learners_own_forward_and_backward() -> None:
    task: PathData = data("critical-path")
    right = right_answers("critical-path", task)
    off = right | {"e.ef": 35.0, "f.es": 35.0, "f.ef": 75.0}
    graded = critical_path.evaluate(task, off)
    assert cell(graded, "e.ef").share == 0
    assert cell(graded, "f.es").is_follow_through
    assert cell(graded, "f.ef").is_follow_through
    last = task.activities[-1].key
    back = critical_path.evaluate(
        task, right | {f"{last}.ls": right[f"{last}.ls"] - 5, "n.lf": right["n.lf"] - 5}
    )
    assert cell(back, "n.lf").is_follow_through
    assert cell(critical_path.evaluate(task, {"e.lf": 1.0}), "e.lf").share == 0


def test_a_start_bound_by_a_start_goes_backward_too() -> None:
    task: PathData = data("critical-path")
    right = right_answers("critical-path", task)
    # G binds H by SS+5; H's late start 10 earlier makes G's late finish 10 + G's duration earlier at most.
    own = right | {"h.ls": 0.0}
    graded = critical_path.evaluate(task, own | {"g.lf": 0.0 - 5 + 15})
    assert cell(graded, "g.lf").is_follow_through
    missing = {key: value for key, value in own.items() if key != "h.ls"}
    assert not cell(critical_path.evaluate(task, missing | {"g.lf": 10.0}), "g.lf").share
    unknown = {key: value for key, value in right.items() if key != "e.ef"}
    assert not cell(critical_path.evaluate(task, unknown | {"f.es": 1.0}), "f.es").share


def test_who_lets_the_first_predecessor_decide_hears_of_it() -> None:
    task: PathData = data("critical-path")
    right = right_answers("critical-path", task)
    earliest = min(right["h.ef"], right["j.ef"])
    graded = critical_path.evaluate(task, {"k.es": earliest})
    assert cell(graded, "k.es").slip == "first-predecessor"


def test_a_path_named_by_ones_own_floats_counts_and_half_a_path_half() -> None:
    task: PathData = data("critical-path")
    right = right_answers("critical-path", task)
    key = f"{task.activities[0].key}.critical"
    named = [one.key for one in task.activities if f"{one.key}.critical" in right]
    floats = right | {f"{named[0]}.tf": 3.0}
    own = {name: value for name, value in floats.items() if name != f"{named[0]}.critical"}
    assert cell(critical_path.evaluate(task, own), key).is_follow_through
    part = {f"{one}.critical": "yes" for one in named[:-1]}
    assert cell(critical_path.evaluate(task, part), key).share == pytest.approx((len(named) - 1) / len(named))


def test_a_dearer_shortening_is_worth_its_part_and_one_that_is_not_allowed_nothing() -> None:
    task: PathData = data("critical-path")
    assert task.shortening is not None
    key = f"{task.shortening.options[0].activity}.cut"
    best = right_answers("critical-path", task)
    cheapest = sum(float(best[f"{one.activity}.cut"]) * one.cost for one in task.shortening.options)
    dear = critical_path.evaluate(task, {"f.cut": 3.0})
    assert cell(dear, key).share == pytest.approx(cheapest / (3 * 10))
    for wrong in ({"f.cut": 2.0}, {"f.cut": 9.0}, {"f.cut": 3.5}, {"f.cut": -1.0}):
        assert cell(critical_path.evaluate(task, wrong), key).share == 0


def test_where_the_date_cannot_be_reached_nothing_is_bought() -> None:
    task: PathData = data("critical-path")
    assert task.shortening is not None
    few = replace(task.shortening, by=20, options=task.shortening.options[:1])
    out_of_reach = replace(task, shortening=few)
    key = f"{few.options[0].activity}.cut"
    assert cell(critical_path.evaluate(out_of_reach, {}), key).share == 1
    assert cell(critical_path.evaluate(out_of_reach, {key: 1.0}), key).share == 0


def test_a_network_may_ask_for_dates_alone_and_shows_its_lags() -> None:
    task: PathData = data("critical-path")
    link = Link("e", "h", "FS", -2)
    bare = replace(task, shortening=None, links=(*task.links, link))
    assert len(critical_path.sheet(bare).parts) == 1
    assert critical_path.evaluate(bare, right_answers("critical-path", bare)).share == pytest.approx(1)
    after = [row[2].words.values["words"] for row in critical_path.sheet(bare).parts[0].grids[0].rows]
    assert "2; 3 SS+5; 1 FS-2" in after
    assert critical_path.make(3, bare, 0.2).shortening is None


def test_too_many_ways_to_shorten_are_refused_with_the_file() -> None:
    task: PathData = data("critical-path")
    assert task.shortening is not None
    options = tuple(
        replace(task.shortening.options[0], activity=one.key, most=20) for one in task.activities[:7]
    )
    many = replace(
        task,
        activities=tuple(replace(one, duration=50) for one in task.activities),
        shortening=replace(task.shortening, by=20, options=options),
    )
    assert [problem.rule for problem in many.problems(("data",))] == ["combinations"]


# ---- earned value


def test_every_month_of_the_clinic_has_the_figures_of_the_case() -> None:
    base = data("earned-value").dashboards[0]
    rows = table("evm-monthly")
    curve = tuple(float(row["pv_k"]) for row in rows[:10])
    for row, case in zip(rows, RESULTS["evm"], strict=True):
        one = replace(
            base,
            planned=float(row["pv_k"]),
            earned=float(row["ev_k"]),
            spent=float(row["ac_k"]),
            period=int(row["month"]),
            planned_curve=curve,
        )
        found = earned_value.measures(one)
        assert found["cost-variance"] == case["cv_k"]
        assert found["schedule-variance"] == case["sv_k"]
        for ours, theirs in (("cost-index", "cpi"), ("schedule-index", "spi"), ("time-index", "spi_t")):
            assert found[ours] == pytest.approx(case[theirs], abs=0.0006)
        assert found["earned-schedule"] == pytest.approx(case["es_months"], abs=0.0006)
        assert found.get("to-complete-index") == (
            None if case["tcpi_bac"] is None else pytest.approx(case["tcpi_bac"], abs=0.0006)
        )
        names = {
            "budget-over-index": "eac_bac_over_cpi_k",
            "spent-plus-remaining": "eac_ac_plus_remaining_k",
            "both-indices": "eac_cpi_x_spi_k",
        }
        indices = found["cost-index"], found["schedule-index"]
        for forecast, name in names.items():
            assert earned_value.estimate(one, forecast, *indices) == pytest.approx(case[name], abs=0.51)


def test_errors_of_earned_value_are_named_and_forecasts_follow_ones_own_index() -> None:
    task: EarnedValueData = data("earned-value")
    one = task.dashboards[0]
    wrong = {
        "month-six.cost-variance": one.spent - one.earned,
        "month-six.cost-index": one.spent / one.earned,
        "month-six.time-index": one.earned / one.planned,
    }
    graded = earned_value.evaluate(task, wrong)
    assert [cell(graded, key).slip for key in wrong] == ["sign", "inverted", "money-for-time"]
    own = {"month-six.cost-index": 0.8, "month-six.estimate-at-completion": 7200 / 0.8}
    own |= {"month-six.earned-schedule": 4.0, "month-six.time-index": 4 / 6}
    graded = earned_value.evaluate(task, own)
    assert cell(graded, "month-six.estimate-at-completion").is_follow_through
    assert cell(graded, "month-six.time-index").is_follow_through
    none = earned_value.evaluate(
        task, {"month-six.cost-index": -1.0, "month-six.estimate-at-completion": -7200.0}
    )
    assert not cell(none, "month-six.estimate-at-completion").share


def test_a_late_project_whose_money_index_returns_to_one_is_told() -> None:
    graded = earned_value.evaluate(data("earned-value"), {})
    told = [note.texts["thing"]["en"] for note in graded.notes]
    assert "After eleven months; the plan had ten" in told


def test_a_dashboard_may_ask_for_money_alone() -> None:
    task: EarnedValueData = data("earned-value")
    bare = replace(
        task.dashboards[0],
        asks=("cost-variance", "schedule-index", "to-complete-index"),
        forecast=None,
        reason=task.dashboards[0].reason,
        period=None,
        planned_periods=None,
        planned_curve=(),
    )
    alone = replace(task, dashboards=(bare,), draw=1)
    graded = earned_value.evaluate(alone, right_answers("earned-value", alone))
    assert graded.share == pytest.approx(1)
    assert graded.notes == graded.figures == ()
    assert earned_value.make(3, alone, 0.2).dashboards[0].budget != 7200
    finished = replace(bare, earned=bare.budget, asks=("to-complete-index",))
    graded = earned_value.evaluate(
        replace(task, dashboards=(finished,)), {"month-six.to-complete-index": 1.0}
    )
    assert cell(graded, "month-six.to-complete-index").slip == ""
