"""Whom to remind of a course, and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.reminders import AHEAD_DAYS, EVERY_DAYS, MOST, Assignment, Decision, decide

DUE = date(2026, 3, 30)
GIVEN = date(2026, 2, 1)


def days(count: int) -> timedelta:
    return timedelta(days=count)


def assignment(**changes) -> Assignment:
    facts = {"is_assigned": True, "is_finished": False, "given_on": GIVEN, "due_on": DUE}
    return Assignment(**(facts | changes))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (DUE - days(8), Decision("not-yet", 8)),
        (DUE - days(7), Decision("due-soon", 7)),
        (DUE, Decision("due-soon", 0)),
        (DUE + days(1), Decision("overdue", 1)),
    ],
)
def test_people_are_reminded_from_a_week_before_the_day_on(today: date, expected: Decision) -> None:
    assert decide(assignment(), today) == expected
    assert expected.is_due == (today >= DUE - days(AHEAD_DAYS))


def test_what_needs_no_reminder_says_why() -> None:
    late = DUE + days(3)
    assert decide(assignment(is_finished=True, is_assigned=False), late) == Decision("finished")
    assert decide(assignment(is_assigned=False), late) == Decision("own-choice")
    assert decide(assignment(due_on=None), late) == Decision("no-day")


def test_nobody_gets_two_mails_within_a_week() -> None:
    assert decide(assignment(reminded_on=[DUE - days(6)]), DUE) == Decision("reminded-lately", 6)
    assert decide(assignment(reminded_on=[DUE - days(7), DUE - days(20)]), DUE) == Decision("due-soon", 0)
    assert decide(assignment(given_on=DUE - days(2)), DUE) == Decision("told-lately", 2)


def test_after_the_fourth_reminder_there_is_none() -> None:
    sent = [DUE + days(7 * n) for n in range(MOST)]
    assert decide(assignment(reminded_on=sent[:-1]), sent[-1]).is_due
    assert decide(assignment(reminded_on=sent), DUE + days(100)) == Decision("enough", 4)


def test_a_quiet_time_includes_both_its_days() -> None:
    quiet = [(DUE, DUE + days(2)), (DUE + days(1), DUE + days(4))]
    assert decide(assignment(), DUE - days(1), quiet).is_due
    assert decide(assignment(), DUE, quiet) == Decision("quiet", until=DUE + days(2))
    assert decide(assignment(), DUE + days(1), quiet) == Decision("quiet", until=DUE + days(4))
    assert decide(assignment(), DUE + days(5), quiet).is_due


@given(st.integers(0, 60), st.integers(0, 60), st.lists(st.integers(0, 120), max_size=3))
def test_asked_every_day_it_never_sends_more_often_than_stated(given_in: int, due_in: int, quiet) -> None:
    start = GIVEN + days(given_in)
    times = [(GIVEN + days(n), GIVEN + days(n + 3)) for n in quiet]
    sent: list[date] = []
    for number in range(150):
        today = start + days(number)
        one = assignment(given_on=start, due_on=start + days(due_in), reminded_on=tuple(sent))
        if decide(one, today, times).is_due:
            sent.append(today)
    mails = [start, *sent]
    assert len(sent) == MOST  # 150 days are long enough for all of them
    assert all((later - earlier).days >= EVERY_DAYS for earlier, later in zip(mails, sent, strict=False))
