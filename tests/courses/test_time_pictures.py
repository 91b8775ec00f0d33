"""What the figures and exercises of the course on time show is what its worked examples compute."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from courses.course import LIBRARY, find_course
from courses.exercises.format import read_exercise
from tests.courses.case import FINISHED, RESULTS

FOLDER = LIBRARY / "time-management"
SVG = "{http://www.w3.org/2000/svg}"
JOBS = {"A": (6, 3), "B": (4, 1), "C": (5, 2)}  # thousands a week of delay, weeks of work


def elements(figure: str, name: str) -> list[ET.Element]:
    # The files are our own, and a figure with a document type is refused when the course is read.
    return list(ET.parse(FOLDER / "figures" / f"{figure}.svg").iter(f"{SVG}{name}"))


def words(figure: str) -> list[str]:
    return ["".join(element.itertext()) for element in elements(figure, "text")]


def number(element: ET.Element, name: str) -> float:
    return float(element.attrib[name])


def exercise(key: str):
    return read_exercise(FOLDER / "exercises" / f"{key}.yaml")


def test_the_parts_of_the_week_are_as_long_as_their_hours():
    hours = [int(text) for text in words("week") if text.isdigit()]
    assert hours == [22, 9, 5, 2, 2]
    lengths = [number(bar, "width") + 2 for bar in elements("week", "rect")]  # with the gap behind it
    assert lengths == pytest.approx([11.5 * part for part in hours], abs=0.01)


def test_each_order_of_the_jobs_is_drawn_to_scale_and_costs_what_stands_beside_it():
    printed = [text for text in words("orders") if text in JOBS or text.endswith("k")]
    bars = iter(elements("orders", "rect"))
    for order in (printed[0:4], printed[4:8], printed[8:12]):
        week = total = 0
        for job in order[:3]:
            rate, weeks = JOBS[job]
            bar = next(bars)
            assert (number(bar, "x"), number(bar, "width") + 3) == (10 + 62 * week, 62 * weeks)
            week += weeks
            total += rate * week
        assert order[3] == f"{total}k"
    assert next(bars, None) is None


def test_two_jobs_end_on_the_days_that_are_marked_done():
    marks = [text for text in words("two-jobs") if text in ("first", "second", "done")]
    assert [day for day, mark in enumerate(marks[:8], start=1) if mark == "done"] == [4, 8]
    assert [day for day, mark in enumerate(marks[8:], start=1) if mark == "done"] == [7, 8]
    colours = [bar.attrib["class"] for bar in elements("two-jobs", "rect")]
    assert colours[:8] == ["accent"] * 4 + ["warn"] * 4
    assert colours[8:] == ["accent", "warn"] * 4


def test_every_pair_of_people_is_joined_by_one_line():
    dots = elements("channels", "circle")
    lines = elements("channels", "line")
    few = [line for line in lines if max(number(line, "x1"), number(line, "x2")) < 240]
    assert len(dots) == 5 + 9
    assert (len(few), len(lines) - len(few)) == (math.comb(5, 2), math.comb(9, 2))
    assert words("channels") == ["5 people, 10 channels", "9 people, 36 channels"]


def test_the_pipe_holds_as_many_files_as_the_law_of_little_says():
    files = [bar for bar in elements("little", "rect") if bar.attrib["class"] == "accent"]
    assert len(files) == 3 * 6
    assert sorted(words("little")) == ["18 under way", "3 a week", "3 a week", "6 weeks from end to end"]


def test_the_curve_of_waiting_is_one_by_what_is_free():
    (curve,) = elements("queue", "polyline")
    points = [tuple(map(float, point.split(","))) for point in curve.attrib["points"].split()]
    points += [(number(dot, "cx"), number(dot, "cy")) for dot in elements("queue", "circle")]
    for x, y in points:
        assert y == pytest.approx(212 - 9.4 / (1 - (x - 56) / 400), abs=0.06)
    named = [text for text in words("queue") if ":" in text]
    assert named == [f"{use} %: {100 / (100 - use):g} ×" for use in (50, 80, 90, 95)]


def test_the_bars_of_the_chain_are_as_long_as_its_days():
    case = RESULTS["critical_chain_buffer"]
    short, safe = case["aggressive_sum_d"], case["safe_sum_d"]
    buffers = (case["root_sum_square_d"], (safe - short) / 2)
    lengths = [number(bar, "width") for bar in elements("chain", "rect")]
    due = [short, short, buffers[0], short, buffers[1], safe]
    assert lengths == pytest.approx([1.02 * days for days in due], abs=0.01)
    (end,) = elements("chain", "line")
    assert number(end, "x1") == pytest.approx(144 + 1.02 * FINISHED["R"])
    totals = {f"{days:g}" for days in (short, short + buffers[0], short + buffers[1], safe)}
    assert totals | {f"finished: {FINISHED['R']}"} <= set(words("chain"))


def test_the_day_of_the_exercise_is_that_of_the_lesson_and_cannot_hold_every_task():
    data = exercise("build-a-day").data
    hour = {meeting.slot: 8 + (meeting.slot - 1) / 2 for meeting in data.meetings}
    assert [(meeting.text["en"], hour[meeting.slot]) for meeting in data.meetings] == [
        ("Progress meeting", 11),
        ("Lunch", 12),
        ("Design meeting", 14),
    ]
    assert (data.slots - 1) / 2 == 8, "eight hours of work, and half an hour for lunch"
    assert max(data.high_energy) == (11 - 8) * 2
    free = data.slots - sum(meeting.slots for meeting in data.meetings)
    slots = {task.key: task.slots for task in data.tasks}
    assert (slots["school"], slots["mail"], slots["call"], slots["board"]) == (4, 2, 1, 2)
    assert sum(slots.values()) > free
    assert free - sum(slots[key] for key in ("school", "mail", "call", "board")) == 3


def test_the_solution_of_the_day_fills_it_without_overlap_and_with_lunch():
    """Each begins when the one before ends, the day ends at 16:30, and an hour and a half stay free."""
    text = " ".join(find_course("time-management").lesson("focus-and-switching").body["en"].split())
    solution = text.partition("**A day, one solution.**")[2].partition("The concentrated")[0]
    found = re.findall(r"(\d+):(\d\d) ([a-z ]+)", solution)
    begins = [int(hour) + int(minute) / 60 for hour, minute, _ in found] + [16.5]
    names = [name for *_, name in found]
    assert all(name in names for name in ("lunch", "call", "nothing", "school schedule"))
    lasting: dict[str, float] = {}
    for name, (begin, end) in zip(names, pairwise(begins), strict=True):
        lasting[name] = lasting.get(name, 0) + end - begin
    assert lasting == {
        "school schedule": 2,
        "figures for the board": 1,
        "meeting": 2,
        "lunch": 0.5,
        "call": 0.5,
        "mail": 1,
        "nothing": 1.5,
    }


def test_the_boxes_of_the_twelve_messages_are_those_of_the_solution_in_the_lesson():
    messages = exercise("twelve-messages").data.messages
    boxes = {
        place: {box for box in ("do", "plan", "delegate", "drop") if getattr(message.panel, box)}
        for place, message in enumerate(messages, start=1)
    }
    solution = {1: "do", 3: "do", 5: "plan", 7: "plan", 10: "plan", 12: "plan", 6: "delegate", 11: "delegate"}
    for place, votes in boxes.items():
        assert solution.get(place, "drop") in votes
    assert {place for place, votes in boxes.items() if len(votes) > 1} == {10}  # "one may argue"
    text = " ".join(find_course("time-management").lesson("choosing-what-to-do").body["en"].split())
    assert "Do now: 1, 3. Give it a time: 5, 7, 10, 12. Hand on or make short: 6 (send the link), 11." in text
