"""A plan as a file, read back as another program reads it."""

from __future__ import annotations

import csv
import doctest
from dataclasses import replace
from datetime import date, timedelta, timezone
from io import StringIO
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.plan_exports import (
    COLUMNS,
    calendar,
    plan,
    project,
    table,
    to_calendar,
    to_project,
    to_table,
)
from tests.reports.cases import qec_report
from tests.reports.plans import HOSTILE, MADE_AT, exported, hostile_roadmap, small_roadmap

DOCS = Path(__file__).parent.parent.parent / "docs" / "plan-exports.md"


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def events_of(content: bytes) -> dict[str, icalendar.Event]:
    found = icalendar.Calendar.from_ical(content)
    assert not found.errors
    return {str(event["SUMMARY"]): event for event in found.walk("VEVENT")}


@pytest.mark.parametrize("module", [calendar, plan, project, table], ids=lambda module: str(module.__name__))
def test_the_examples_in_the_code_hold(module) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("write", [to_table, to_calendar, to_project])
def test_the_same_plan_gives_the_same_bytes(write) -> None:
    assert write(exported()) == write(exported())


# ---- The table


def test_a_table_has_a_line_for_each_initiative_with_its_days() -> None:
    content = to_table(exported())
    assert content.startswith(b"\xef\xbb\xbfkey,title,")
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    first, second, third = rows_of(content)
    # Week 1 begins on Monday 2 February; two weeks end on Friday the 13th.
    assert (first["starts_on"], first["ends_on"]) == ("2026-02-02", "2026-02-13")
    assert (second["key"], second["starts_on"], second["ends_on"]) == ("B-1", "2026-02-16", "2026-03-13")
    assert (second["first_week"], second["last_week"], second["after"]) == ("3", "6", "A-1")
    assert second["owners"].count("; ") == 1
    assert (first["quick_win"], third["quick_win"], third["verify_first"]) == ("yes", "no", "yes")
    assert third["effort_days"] == "4.5"
    assert {first[name] for name in ("critical", "slack_weeks", "baseline_starts_on")} == {""}


def test_a_table_says_what_is_known_of_slack_and_baseline() -> None:
    known = exported(
        critical={"A-1", "B-1"},
        slack_weeks={"A-1": 0, "C-1": 9},
        baseline={"B-1": (date(2026, 2, 9), date(2026, 3, 6))},
    )
    first, second, third = rows_of(to_table(known))
    assert [one["critical"] for one in (first, second, third)] == ["yes", "yes", "no"]
    assert [one["slack_weeks"] for one in (first, second, third)] == ["0", "", "9"]
    assert (second["baseline_starts_on"], second["baseline_ends_on"]) == ("2026-02-09", "2026-03-06")


def test_no_cell_of_a_table_is_computed() -> None:
    for line in rows_of(to_table(exported(hostile_roadmap()))):
        assert not any(cell.lstrip()[:1] in set("=+-@") for cell in line.values() if cell)
    first, second, _ = rows_of(to_table(exported(hostile_roadmap())))
    assert first["title"] == "'" + HOSTILE[0]
    assert second["title"] == "'" + HOSTILE[1]


def test_every_column_is_documented_in_its_order() -> None:
    told = [
        line.split("`")[1] for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]
    assert told[: len(COLUMNS)] == list(COLUMNS)


# ---- The calendar


def test_a_calendar_has_whole_days_and_the_day_after_the_last_as_its_end() -> None:
    events = events_of(to_calendar(exported()))
    assert list(events) == [
        "Mandate (A-1)", "Register (B-1)", "Review (C-1)", "End of phase 0: Start", "End of phase 1: Build",
    ]  # fmt: skip
    mandate = events["Mandate (A-1)"]
    assert mandate.decoded("DTSTART") == date(2026, 2, 2)
    assert mandate.decoded("DTEND") == date(2026, 2, 14)  # Friday the 13th is the last day
    assert mandate["DTSTART"].params["VALUE"] == "DATE"
    end = events["End of phase 0: Start"]
    assert (end.decoded("DTSTART"), end.decoded("DTEND")) == (date(2026, 2, 13), date(2026, 2, 14))


def test_a_calendar_says_the_phase_and_what_must_come_before() -> None:
    events = events_of(to_calendar(exported(critical={"B-1"})))
    assert events["Mandate (A-1)"]["CATEGORIES"].cats == ["Start", "Quick win"]
    assert events["Register (B-1)"]["CATEGORIES"].cats == ["Build", "Critical chain"]
    assert events["End of phase 1: Build"]["CATEGORIES"].cats == ["Build", "Milestone"]
    told = str(events["Register (B-1)"]["DESCRIPTION"]).splitlines()
    assert told[0] == "It opens the plan."
    assert "After: A-1" in told
    assert "Effort: 10.0 person-days" in told


def test_events_keep_their_identity_and_the_instant_is_the_plans() -> None:
    moved = replace(small_roadmap(), start_on=date(2026, 3, 2))
    before, after = events_of(to_calendar(exported())), events_of(to_calendar(exported(moved)))
    assert {name: one["UID"] for name, one in before.items()} == {
        name: one["UID"] for name, one in after.items()
    }
    assert len({one["UID"] for one in before.values()}) == len(before)
    assert {one.decoded("DTSTAMP") for one in before.values()} == {MADE_AT}


def test_an_instant_in_another_zone_is_written_in_utc() -> None:
    east = MADE_AT.astimezone(timezone(timedelta(hours=3)))
    assert b"DTSTAMP:20260123T140500Z" in to_calendar(replace(exported(), made_at=east))


def test_a_calendar_holds_every_text_as_it_was_typed() -> None:
    content = to_calendar(exported(hostile_roadmap()))
    lines = content.split(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # no character is parted
    summaries = list(events_of(content))
    assert summaries[1] == f"{HOSTILE[1]} (B-1)"
    assert summaries[2].startswith("عنوان")  # what turns the text after it is gone


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_any_line_folds_and_unfolds_to_itself(text: str) -> None:
    pieces = calendar.folded("SUMMARY:" + text).encode()
    assert all(len(piece) <= 75 for piece in pieces.split(b"\r\n"))
    assert pieces.replace(b"\r\n ", b"").decode() == "SUMMARY:" + text


def test_a_character_that_ends_on_the_75th_octet_stays_and_one_that_would_pass_it_goes_on() -> None:
    assert calendar.folded("x" * 75) == "x" * 75
    assert calendar.folded("x" * 74 + "é") == "x" * 74 + "\r\n é"
    assert calendar.folded("x" * 75 + "y" * 75) == "x" * 75 + "\r\n " + "y" * 74 + "\r\n y"


def test_the_whole_demonstration_plan_is_read_by_a_calendar() -> None:
    whole = qec_report().roadmap
    events = events_of(to_calendar(exported(whole)))
    assert len(events) == len(whole.initiatives) + len(whole.phases)
    assert all(one.decoded("DTEND") > one.decoded("DTSTART") for one in events.values())
