"""What may be said of a group that learns."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.cohorts import (
    EDGE,
    Completion,
    GroupHours,
    Member,
    Result,
    Share,
    measure_completion,
    pool_hours,
    pool_results,
    released,
)

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 3, 2)


def result(minute: int, points: int, asked: int = 10, **competencies: tuple[int, int]) -> Result:
    return Result(START + timedelta(minutes=minute), points, asked, competencies)


def member(
    finished_after: int | None = None,
    *,
    role: str = "learner",
    course: str = "risk",
    is_begun: bool = False,
    is_overdue: bool = False,
    is_assigned: bool = True,
) -> Member:
    finished_on = None if finished_after is None else DAY + timedelta(days=finished_after)
    return Member(course, role, is_assigned, is_begun, is_overdue, DAY, finished_on)


def test_completion_is_counted_by_course_and_role() -> None:
    members = [
        member(4),
        member(is_begun=True, is_overdue=True),
        member(is_assigned=False),
        member(role="sponsor", is_overdue=True),
        member(course="time"),
    ]
    assert measure_completion(members, 5) == (
        Completion("risk", "learner", 3, 2, 2, 1, 1, None),
        Completion("risk", "sponsor", 1, 1, 0, 0, 1, None),
        Completion("time", "learner", 1, 1, 0, 0, 0, None),
    )
    assert measure_completion([], 5) == ()


def test_the_median_of_days_rests_on_whole_batches_in_the_order_of_finishing() -> None:
    # Worked by hand: of 3, 5, 8, 13, 21 the middle one is 8; the sixth waits for four more.
    days = [21, 3, 13, 5, 8]
    assert measure_completion([member(n) for n in days[:4]], 5)[0].median_days is None
    assert measure_completion([member(n) for n in days], 5)[0].median_days == 8
    assert measure_completion([member(n) for n in [*days, 90]], 5)[0].median_days == 8


def test_a_group_is_pooled_over_all_questions() -> None:
    # (4 + 5 + 6 + 7 + 8) of 50 is 0.6; of the competency (1 + 2 + 2 + 3 + 4) of 20 is 0.6.
    group = [
        result(n, 4 + n, plan=(right, 4), rare=(1, 1)) if n else result(n, 4, plan=(right, 4))
        for n, right in enumerate((1, 2, 2, 3, 4))
    ]
    pooled = pool_results(group, 5)
    assert (pooled.people, pooled.share) == (5, Share(0.6))
    assert pooled.competencies == {"plan": Share(0.6)}  # "rare" was put to four of the five


@pytest.mark.parametrize("count", [0, 1, 4])
def test_of_fewer_than_the_threshold_nothing_is_told(count: int) -> None:
    pooled = pool_results([result(n, 5, plan=(1, 2)) for n in range(count)], 5)
    assert (pooled.people, pooled.share, pooled.competencies) == (0, None, {})


def test_what_all_or_none_knew_is_told_as_a_bound() -> None:
    assert pool_results([result(n, 10) for n in range(5)], 5).share == Share(1 - EDGE, "at least")
    assert pool_results([result(n, 0) for n in range(5)], 5).share == Share(EDGE, "at most")


results = st.lists(st.integers(0, 10), min_size=5, max_size=23).map(
    lambda points: [result(n, p, plan=(p // 2, 5)) for n, p in enumerate(points)]
)


@given(results, st.integers(0, 10))
def test_one_more_person_never_moves_a_figure_by_what_that_person_did(
    group: list[Result], points: int
) -> None:
    before = pool_results(group, 5)
    high, low = (pool_results([*group, result(99, score, plan=(score // 2, 5))], 5) for score in (10, points))
    if len(group) % 5 != 4:
        assert high.share == low.share == before.share
        assert high.competencies == low.competencies == before.competencies
    else:  # a batch is full: five people came in at once
        assert high.people - before.people == 5


@given(results, st.randoms())
def test_the_order_in_which_results_are_read_does_not_matter(group: list[Result], random) -> None:
    mixed = list(group)
    random.shuffle(mixed)
    assert pool_results(mixed, 5) == pool_results(group, 5)


@given(st.integers(0, 60), st.integers(1, 9))
def test_what_is_released_grows_by_whole_batches(count: int, threshold: int) -> None:
    now, then = (len(released(range(n), threshold)) for n in (count, count + 1))
    assert now <= count < now + threshold
    assert then - now in (0, threshold)


def test_hours_are_pooled_over_whole_batches_in_the_order_of_finishing() -> None:
    # Worked by hand: 1 + 2 + 3 + 4 + 2 hours of at most 10 each are 12; who finished sixth waits.
    ends = [(START + timedelta(hours=n), hours * 3600) for n, hours in enumerate((1, 2, 3, 4, 2, 9))]
    assert pool_hours(ends[:4], 36_000, 5) == GroupHours(0, 4, None)
    assert pool_hours(reversed(ends[:5]), 36_000, 5) == GroupHours(5, 0, 12.0)
    assert pool_hours(ends, 36_000, 5) == GroupHours(5, 1, 12.0)


def test_hours_near_none_or_all_are_told_as_a_bound() -> None:
    # Five people of at most 10 hours: 5 % of 50 are 2.5 hours, 95 % are 47.5.
    none, most = ([(START, seconds)] * 5 for seconds in (0, 36_000))
    assert pool_hours(none, 36_000, 5) == GroupHours(5, 0, 2.5, "at most")
    assert pool_hours(most, 36_000, 5) == GroupHours(5, 0, 47.5, "at least")
