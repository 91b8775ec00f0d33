"""Which findings lead a report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.reports.story import furthest_of, quarter_end, splits_of, tell_story, values_of, week_starts_on
from assessments.published import load_model
from assessments.results import RoleScore
from tests.reports.cases import demo, qec_report, report_of

PROFILE = demo()[0].profile
RESPONSES = demo()[1]


def test_gaps_lead_from_the_widest_and_priorities_from_the_most_urgent() -> None:
    report = qec_report()
    story = tell_story(report)
    widths = [gap.gap or 0 for gap in story.short]
    assert widths == sorted(widths, reverse=True)
    assert story.widest == story.short[0]
    assert [gap.rank for gap in story.priorities] == [1, 2, 3]


def test_the_outlook_weighs_as_the_mean_does_and_never_falls() -> None:
    report = qec_report()
    story = tell_story(report)
    assert story.outlook is not None
    assert story.outlook.start == pytest.approx(report.result.overall.mean_evidenced)
    assert list(story.outlook.levels) == sorted(story.outlook.levels)
    assert story.outlook.end == story.outlook.levels[-1] >= story.outlook.start


def test_the_widest_view_is_among_groups_that_may_be_shown() -> None:
    report = report_of(RESPONSES, PROFILE, mode="confidential")
    story = tell_story(report)
    assert story.widest_view is not None
    for cell in (story.widest_view.highest, story.widest_view.lowest):
        assert isinstance(cell, RoleScore)
        assert not cell.is_hidden
        assert (cell.respondents or 0) >= report.result.threshold
    shown = [view.spread for view in story.views if view.spread is not None]
    assert story.widest_view.spread == max(shown)


def test_hidden_groups_lend_nothing_to_the_story() -> None:
    story = tell_story(report_of(RESPONSES[:8], PROFILE, mode="anonymous"))
    assert story.widest_view is None
    assert all(view.spread is None for view in story.views)


def test_the_first_steps_begin_within_ninety_days_and_are_counted() -> None:
    report = qec_report()
    story = tell_story(report)
    early = [one for one in report.roadmap.initiatives if one.start_week < 13]
    assert story.first_count == len(early) >= len(story.first_steps)
    assert story.first_quarter_days == report.roadmap.quarters[0].effort_days


def test_the_furthest_questions_come_with_the_contested_ahead() -> None:
    report = report_of(RESPONSES[:6], PROFILE, mode="named")
    contested = [one.is_contested for one in furthest_of(splits_of(report.model, report.result))]
    assert contested == sorted(contested, reverse=True)
    assert tell_story(report).contested_count == sum(contested)


def test_everything_left_out_is_told_with_a_reason() -> None:
    report = qec_report()
    story = tell_story(report)
    assert sum(len(items) for items in story.left_out.values()) == len(report.roadmap.left_out)


def test_without_scores_there_is_no_story_to_lead_with() -> None:
    story = tell_story(report_of([], PROFILE))
    assert (story.outlook, story.widest, story.widest_view, story.optimistic) == (None, None, None, None)
    assert (story.scored, story.strengths, story.first_steps) == ((), (), ())
    assert not story.rests_on_weights


def test_weeks_begin_on_the_day_of_the_plan_and_quarters_end_on_a_friday() -> None:
    monday = date(2026, 2, 2)
    assert week_starts_on(monday, 2) == date(2026, 2, 16)
    assert quarter_end(monday, 1) == date(2026, 5, 1)
    assert quarter_end(monday, 1).weekday() == 4


def test_what_an_answer_counts_is_listed_only_where_it_is_another_number() -> None:
    folder = Path(__file__).parents[1] / "assessments" / "models"
    assert values_of(load_model(folder / "ladder-of-sums.yaml")) == {
        0: (0.0,),
        1: (0.25,),
        2: (0.5,),
        3: (1.0,),
    }
    assert values_of(load_model(folder / "cumulative.yaml")) == {}
