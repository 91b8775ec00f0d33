"""Where the parts of a plan lie in time, compared with places worked out by hand."""

from __future__ import annotations

import doctest
import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports import gantt, histogram
from app.reports.charts import Bar
from app.reports.choice import Choice
from app.reports.gantt import Across, Head, Line, Links, Marks, Upright, draw_plan, link_rows
from app.reports.paper import document_html
from app.reports.telling.documents import tell_document
from app.translations import translations_for
from tests.reports.cases import qec_report
from tests.reports.plans import START_ON, small_roadmap

WEEKS = 100  # so that a week is one per cent of the width


@pytest.mark.parametrize("module", [gantt, histogram], ids=lambda module: str(module.__name__))
def test_the_examples_in_the_code_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_an_arrow_runs_down_beside_the_bar_it_leaves_and_on_to_the_one_it_reaches() -> None:
    first, heading, second = link_rows([Line("A", 0, 10), Line(), Line("B", 20, 30, ("A",))], WEEKS)
    assert first == Links((Across(10.0, 11.0, False),), (Upright(11.0, 0.5, 1.0, False),), ())
    assert heading == Links((), (Upright(11.0, 0.0, 1.0, False),), ())
    assert second == Links(
        (Across(11.0, 20.0, False),), (Upright(11.0, 0.0, 0.5, False),), (Head(20.0, "on", False),)
    )


def test_where_there_is_no_room_between_the_arrow_lands_on_top_of_the_bar() -> None:
    first, second = link_rows([Line("A", 0, 10), Line("B", 10, 30, ("A",))], WEEKS)
    assert first == Links((Across(10.0, 10.55, False),), (Upright(10.55, 0.5, 1.0, False),), ())
    assert second == Links((), (Upright(10.55, 0.0, 0.5, False),), (Head(10.55, "down", False),))


def test_an_arrow_may_lead_up() -> None:
    first, second = link_rows([Line("B", 10, 30, ("A",)), Line("A", 0, 10)], WEEKS)
    assert first.heads == (Head(10.55, "up", False),)
    assert first.uprights == (Upright(10.55, 0.5, 1.0, False),)
    assert second.uprights == (Upright(10.55, 0.0, 0.5, False),)


def test_an_arrow_goes_round_the_bars_between() -> None:
    rows = link_rows([Line("A", 0, 10), Line("M", 8, 25), Line("B", 40, 50, ("A",))], WEEKS)
    # Beside A it would cross M (weeks 9 to 25); beside B, one per cent before week 40, it crosses nothing.
    assert rows[1].uprights == (Upright(39.0, 0.0, 1.0, False),)


def test_arrows_of_two_initiatives_keep_apart_and_those_of_one_share_their_way() -> None:
    lines = [Line("A", 0, 10), Line("B", 2, 10), Line("C", 30, 40, ("A", "B")), Line("D", 32, 40, ("A",))]
    rows = link_rows(lines, WEEKS)
    # A runs down at 11, B a lane further; the second arrow of A takes the way of the first.
    assert {one.x for one in rows[2].uprights} == {11.0, 11.55}
    assert {one.x for one in rows[3].uprights} == {11.0}


def test_the_critical_chain_is_told_and_lies_on_top() -> None:
    lines = [Line("A", 0, 10), Line("B", 2, 9), Line("C", 30, 40, ("A", "B"))]
    last = link_rows(lines, WEEKS, critical={"A", "C"})[2]
    assert [one.is_critical for one in last.uprights] == [False, True]
    assert [one.is_critical for one in last.heads] == [False, True]


def test_what_is_not_shown_has_no_arrow() -> None:
    assert link_rows([Line("B", 10, 30, ("A",))], WEEKS) == (Links(),)


weeks = st.tuples(st.integers(0, 60), st.integers(1, 18)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(weeks, min_size=2, max_size=9), st.data())
def test_every_arrow_is_whole_from_its_bar_to_the_next(
    spans: list[tuple[int, int]], data: st.DataObject
) -> None:
    spans.sort()
    lines = []
    for number, (start, end) in enumerate(spans):
        before = [str(other) for other in range(number) if spans[other][1] <= start]
        chosen = data.draw(st.lists(st.sampled_from(before), unique=True, max_size=2)) if before else []
        lines.append(Line(str(number), start, end, tuple(chosen)))
    rows = link_rows(lines, 80)
    assert sum(len(row.heads) for row in rows) == sum(len(line.after) for line in lines)
    for line, row in zip(lines, rows, strict=True):
        assert len(row.heads) == len(line.after)
        assert all(0 <= one.x <= 100 for one in row.uprights)
        assert all(0 <= one.left < one.right <= 100 for one in row.across)
    for upper, lower in pairwise(rows):
        leaving = sorted(one.x for one in upper.uprights if one.bottom == 1)
        assert leaving == sorted(one.x for one in lower.uprights if one.top == 0)
    assert not any(one.top == 0 for one in rows[0].uprights)
    assert not any(one.bottom == 1 for one in rows[-1].uprights)


# ---- Days


def test_today_lies_in_its_week_and_nowhere_outside_the_plan() -> None:
    # A plan of ten weeks from Monday 2 February: Wednesday the 4th is two days of seventy in.
    assert gantt.place_of(date(2026, 2, 4), START_ON, 10) == 2.86
    assert gantt.place_of(date(2026, 2, 1), START_ON, 10) is None
    assert gantt.place_of(date(2026, 4, 13), START_ON, 10) is None


def test_what_was_agreed_is_cut_where_the_plan_ends() -> None:
    assert gantt.bar_of_days(date(2026, 2, 9), date(2026, 2, 20), START_ON, 10) == Bar(10.0, 20.0)
    assert gantt.bar_of_days(date(2026, 2, 9), date(2026, 2, 11), START_ON, 10) == Bar(10.0, 4.29)
    assert gantt.bar_of_days(date(2026, 1, 19), date(2026, 2, 6), START_ON, 10) == Bar(0.0, 10.0)
    assert gantt.bar_of_days(date(2026, 1, 19), date(2026, 1, 30), START_ON, 10) is None
    assert gantt.bar_of_days(date(2026, 4, 13), date(2026, 4, 17), START_ON, 10) is None


def test_a_plan_is_drawn_with_what_it_is_held_against() -> None:
    marks = Marks(
        critical={"A-1", "B-1"},
        baseline={"B-1": (date(2026, 2, 9), date(2026, 3, 6))},
        today=date(2026, 2, 16),
    )
    drawn = draw_plan(small_roadmap(), marks)
    # Thirteen weeks: the first phase takes two of them, B begins with the third.
    assert [group.bar for group in drawn.groups] == [Bar(0.0, 15.38), Bar(15.38, 84.62)]
    mandate, register, review = drawn.rows
    assert register.bar == Bar(15.38, 30.77)
    assert register.baseline == Bar(7.69, 30.77)
    assert [row.is_critical for row in (mandate, register, review)] == [True, True, False]
    assert (drawn.today, drawn.today_at) == (date(2026, 2, 16), 15.38)
    assert drawn.has_critical
    assert drawn.has_baseline
    bare = draw_plan(small_roadmap(), Marks(today=date(2025, 1, 1)))
    assert (bare.today, bare.today_at, bare.has_critical, bare.has_baseline) == (None, None, False, False)


def test_a_reports_plan_runs_from_left_to_right_in_every_language() -> None:
    bar = re.compile(r'class="s-(?:quick|phase-\d)" x="([\d.]+)" y="2" width="([\d.]+)"')
    pages = []
    for code in ("en", "ar-XB"):
        words = translations_for(code)
        pages.append(document_html(tell_document(qec_report(code), words, Choice("roadmap")), words))
    english, arabic = (bar.findall(page) for page in pages)
    assert len(english) == len(qec_report().roadmap.initiatives)
    assert arabic == english
    assert '<th scope="col" class="x-quarters" dir="ltr">' in pages[1]


# ---- Effort against capacity


def test_columns_stand_on_one_scale_that_ends_above_the_highest() -> None:
    within, beyond = histogram.place_columns([50, 125], [100, 100])
    # The scale ends at 125 × 1.1 = 137.5; a column takes 64 % of its half.
    assert (within.x, within.width, within.height, within.over) == (9.0, 32.0, 36.36, 0.0)
    assert (beyond.x, beyond.height, beyond.over, beyond.capacity) == (59.0, 72.73, 18.18, 72.73)
    assert (beyond.left, beyond.right) == (50.0, 100.0)


def test_what_prints_as_the_capacity_is_not_beyond_it() -> None:
    assert histogram.place_columns([90.04], [90])[0].over == 0.0
    assert histogram.place_columns([90.06], [90])[0].over > 0.0


def test_without_a_capacity_nothing_is_beyond_it() -> None:
    (column,) = histogram.place_columns([55], [None], highest=110)
    assert (column.height, column.over, column.capacity) == (45.45, 0.0, None)
    assert histogram.place_columns([], []) == ()
    assert histogram.place_columns([0], [0])[0].height == 0.0


def test_the_days_of_a_role_follow_the_weeks_and_are_shared_with_the_other_owners() -> None:
    plan = small_roadmap()
    lead, other = (role.key for role in plan.owners)
    # A: 5 days in weeks 1 and 2. B: 10 days in weeks 3 to 6, two roles. C: 4.5 days in weeks 3 and 4.
    spent = histogram.days_by_role(plan.initiatives, [(0, 4), (4, 13)])
    assert spent[lead] == pytest.approx((5 + 2.5, 2.5))
    assert spent[other] == pytest.approx((2.5 + 4.5, 2.5))
    total = sum(sum(days) for days in spent.values())
    assert total == pytest.approx(sum(one.effort_days for one in plan.initiatives))
