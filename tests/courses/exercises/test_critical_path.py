"""The critical path: dates both ways, floats, and shortening."""

from __future__ import annotations

from dataclasses import replace

import pytest

from courses.exercises import critical_path
from courses.exercises.critical_path import Link, PathData
from tests.courses.exercises.answers import right_answers
from tests.courses.exercises.examples import cell, data


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
