"""The days that a plan sets, and the calendar that hangs on them."""

from dataclasses import replace
from datetime import date

import pytest

from assessments.communication import load_communication, plan_communication
from assessments.milestones import milestones_of
from tests.assessments.rollout_cases import laid_out, small_plan, work

LIBRARY = load_communication()


def calendar(plan, people=80):
    found = plan_communication(milestones_of(plan), people)
    return {entry.key: [str(day) for day in entry.days] for entry in found.entries}


def only(**changed):
    """Return a library of the champions' round alone, with some fields changed."""
    (event,) = (one for one in LIBRARY.events if one.key == "champions-round")
    return replace(LIBRARY, events=(replace(event, **changed),))


def test_the_example_of_milestones():
    days = milestones_of(small_plan())
    assert (days.launch_week, days.launch_rule, days.pilot_end) == (6, "pilot", 14)
    assert (days.phase_ends, days.quarter_ends) == ((2, 6, 14, 52), (13, 26, 39, 52))
    assert (days.day(6), days.day(6, 3)) == (date(2026, 4, 13), date(2026, 4, 16))


def test_the_launch_closes_its_own_initiative():
    days = milestones_of(laid_out(work("ENG-2", 3, 9), work("SVC-2", 0, 2)))
    assert (days.launch_week, days.launch_rule) == (8, "initiative")


def test_without_a_pilot_the_launch_opens_the_last_phase():
    days = milestones_of(laid_out(work("SVC-2", 0, 2), ends=(2, 6, 6, 6, 26)))
    assert (days.launch_week, days.launch_rule, days.pilot_end) == (6, "phase", 6)


def test_a_plan_that_only_embeds_is_its_own_pilot():
    days = milestones_of(laid_out(work("SVC-2", 0, 2), ends=(0, 0, 0, 0, 26)))
    assert (days.launch_week, days.pilot_end) == (0, 26)


def test_a_plan_without_work_sets_no_days():
    assert milestones_of(laid_out(ends=())) is None


def test_the_example_of_a_calendar():
    found = calendar(small_plan())
    assert found["sponsor-opening"] == ["2026-03-02"]
    assert found["impact-map"] == ["2026-03-04"]
    assert found["champions-named"] == ["2026-03-24"]
    assert found["launch-week"] == ["2026-04-13"]
    assert found["pulse"] == ["2026-04-28", "2026-05-26", "2026-07-07"]
    assert found["champions-round"][:2] == ["2026-04-23", "2026-05-21"]
    assert len(found["champions-round"]) == 12  # weeks 7, 11, … 51
    assert found["phase-exit"] == ["2026-03-12", "2026-04-09", "2026-06-04", "2027-02-25"]
    assert found["quarter-board"] == ["2026-05-28", "2026-08-27", "2026-11-26"]  # the fourth closes a phase


def test_a_calendar_is_by_first_day_and_stays_within_the_plan():
    plan = small_plan()
    found = plan_communication(milestones_of(plan), 80)
    firsts = [entry.days[0] for entry in found.entries]
    assert firsts == sorted(firsts)
    end = milestones_of(plan).day(plan.length_weeks)
    assert all(plan.start_on <= day < end for entry in found.entries for day in entry.days)
    assert {entry.rule for entry in found.entries} == {"COM-1", "COM-2", "COM-3", "COM-4", "COM-5"}


def test_what_would_come_before_the_first_week_moves_into_it():
    found = calendar(laid_out(work("ENG-2", 0, 2)))
    assert (found["impact-map"], found["champions-named"]) == (["2026-03-04"], ["2026-03-03"])


def test_what_would_come_after_the_last_week_is_left_out():
    found = calendar(laid_out(work("ENG-2", 0, 12), ends=(2, 6, 12, 12, 13)))
    assert "pulse" not in found
    assert found["sponsor-progress"] == ["2026-03-16", "2026-04-13", "2026-05-25"]


def test_a_round_may_end_with_the_pilot():
    found = plan_communication(milestones_of(small_plan()), None, only(until="pilot"))
    assert [str(day) for day in found.entries[0].days] == ["2026-04-23", "2026-05-21"]


@pytest.mark.parametrize(("people", "champions"), [(80, 4), (75, 3), (76, 4), (3, 1), (0, 1), (None, None)])
def test_there_is_a_champion_for_every_twenty_five_people(people, champions):
    assert plan_communication(milestones_of(small_plan()), people).champions == champions


def test_the_published_events_are_sound_and_broken_ones_are_not():
    assert list(LIBRARY.problems()) == []
    twice = replace(LIBRARY, events=(LIBRARY.events[0],) * 2)
    assert [problem.rule for problem in twice.problems()] == ["unique-key"]
    assert [problem.rule for problem in only(until=None).problems()] == ["repetition"]
    assert [problem.found for problem in only(offsets=(1, 2)).problems()] == ["(1, 2)"]
