"""Time at work on a course, from what was heard of pages."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from courses.study_time import IDLE, Kind, Moment, counted_seconds, find_intervals, follow

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
KINDS: tuple[Kind, ...] = ("arrive", "work", "leave")


def heard(minutes: float, place: str = "a", kind: Kind = "work") -> Moment:
    return Moment(NINE + timedelta(minutes=minutes), place, kind)


def seconds(*moments: Moment) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in find_intervals(moments):
        found[one.place] = found.get(one.place, 0) + one.seconds
    return found


def test_the_worked_example_of_the_documentation() -> None:
    # Opened at 9:00, heard of at 9:01, 9:04, 9:08; a call; heard again at 9:20 and 9:22; next lesson opened 9:22:30,
    # heard of at 9:25 and left at 9:26. 8 + 2.5 minutes of the first, 3.5 of the second; the 12 of the call are cut.
    assert seconds(
        heard(0, "first", "arrive"),
        heard(1, "first"),
        heard(4, "first"),
        heard(8, "first"),
        heard(20, "first"),
        heard(22, "first"),
        heard(22.5, "second", "arrive"),
        heard(25, "second"),
        heard(26, "second", "leave"),
    ) == {"first": 630, "second": 210}


def test_a_gap_at_the_limit_counts_and_a_longer_one_not_at_all() -> None:
    assert seconds(heard(0), heard(5)) == {"a": 300}
    assert seconds(heard(0), heard(5 + 1 / 60)) == {}


def test_what_was_left_counts_no_further() -> None:
    assert seconds(
        heard(0, "a", "arrive"), heard(2, "a", "leave"), heard(4, "b", "arrive"), heard(5, "b")
    ) == {
        "a": 120,
        "b": 60,
    }


def test_a_page_left_after_the_next_was_opened_closes_nothing() -> None:
    moments = (heard(0, "a"), heard(1, "b", "arrive"), heard(1.1, "a", "leave"), heard(2, "b"))
    assert seconds(*moments) == {"a": 60, "b": 60}


def test_nothing_begins_with_leaving_and_nothing_runs_backwards() -> None:
    assert follow(None, heard(0, "a", "leave")) == (None, None)
    assert follow(heard(3), heard(2)) == (heard(3), None)
    assert seconds(heard(1), heard(1)) == {}


def test_an_interval_belongs_to_the_day_on_which_it_ends() -> None:
    late = datetime(2026, 3, 2, 23, 58, tzinfo=UTC)
    (one,) = find_intervals([Moment(late, "a", "work"), Moment(late + timedelta(minutes=4), "a", "work")])
    assert (one.day, one.seconds) == (date(2026, 3, 3), 240)


def test_no_part_counts_for_more_than_two_and_a_half_times_what_is_stated() -> None:
    # 45 minutes are stated: 112.5 are the most.
    assert counted_seconds(6_749, 45) == 6_749
    assert counted_seconds(6_750, 45) == counted_seconds(90_000, 45) == 6_750


lines = st.lists(
    st.tuples(st.integers(0, 7_200), st.sampled_from("abc"), st.sampled_from(KINDS)), max_size=40
).map(
    lambda found: [heard(at / 60, place, kind) for at, place, kind in sorted(found, key=lambda one: one[0])]
)


@given(lines)
def test_intervals_are_short_in_order_and_never_overlap(moments: list[Moment]) -> None:
    found = find_intervals(moments)
    assert all(timedelta(0) < one.end - one.start <= IDLE for one in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    if moments:
        assert sum(one.seconds for one in found) <= (moments[-1].at - moments[0].at).total_seconds()
        assert {one.place for one in found} <= {one.place for one in moments}


@given(st.lists(st.integers(1, 290), min_size=1, max_size=30), st.integers(1, 289))
def test_a_second_window_at_work_adds_nothing(gaps: list[int], shift: int) -> None:
    ends = [sum(gaps[:count]) for count in range(len(gaps) + 1)]
    one = [heard(at / 60, "a") for at in ends]
    both = sorted(
        [*one, *(heard((at + shift) / 60, "b") for at in ends[:-1] if at + shift < ends[-1])],
        key=lambda moment: moment.at,
    )
    assert sum(seconds(*both).values()) == sum(seconds(*one).values()) == ends[-1]


@given(lines, st.data())
def test_a_gap_of_idleness_cuts_the_line_in_two(moments: list[Moment], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(moments)))
    pause = timedelta(minutes=6)
    later = [Moment(one.at + pause, one.place, one.kind) for one in moments[place:]]
    apart = find_intervals(moments[:place]) + find_intervals(later)
    assert sum(one.seconds for one in find_intervals([*moments[:place], *later])) <= sum(
        one.seconds for one in find_intervals(moments)
    )
    assert set(apart) >= set(find_intervals(moments[:place]))
