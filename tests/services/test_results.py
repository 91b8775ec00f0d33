"""What a result says on its pages: sums that add up, marks that lie where they should, and nothing of hidden groups."""

from __future__ import annotations

import pytest

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.errors import Hidden, Refused
from app.services import breakdown, conclusions, recommendations, results, roadmaps, voices
from app.services.outcomes import show_outcome
from tests.conftest import NOW
from tests.worlds.closed import closed_assessment
from tests.worlds.firms import actor_of


@pytest.fixture
def closed(kept, app):
    return kept


@pytest.fixture
def found(closed, consultant):
    with firm_scope(closed.firm_id):
        return results.results_page(consultant, closed.id).findings


@pytest.fixture
def heard(closed, consultant):
    with firm_scope(closed.firm_id):
        return voices.voices_page(consultant, closed.id).voices


def test_the_steps_of_the_mean_lead_to_the_mean(found):
    assert found.products == pytest.approx(sum(one.weight * one.claimed for one in found.weighed))
    assert found.products / found.weights == pytest.approx(found.result.overall.mean)


def test_the_weakest_link_comes_first_among_the_lowest(found):
    assert found.lowest_first[0].key == found.result.overall.weakest_dimension
    claims = [one.claimed for one in found.lowest_first]
    assert claims == sorted(claims)


def test_dimensions_stand_in_the_order_of_their_priority(found):
    priorities = [row.gap.priority for row in found.rows]
    assert priorities == sorted(priorities, reverse=True)
    assert found.short == sum(row.gap.gap >= 0.05 for row in found.rows)


def test_every_mark_lies_on_the_scale(found):
    marks = [mark for row in found.rows for mark in (row.bar.x, row.claimed_at, row.target_at)]
    assert all(0 <= mark <= 100 for mark in [*marks, found.score_at, found.target_at])


def test_a_drawing_for_right_to_left_is_the_mirror_image(closed, consultant, found):
    with firm_scope(closed.firm_id):
        mirrored = results.results_page(consultant, closed.id, mirrored=True).findings
    for row, other in zip(found.rows, mirrored.rows, strict=True):
        assert other.bar.x == pytest.approx(100 - row.bar.x - row.bar.width)
        assert other.target_at == pytest.approx(100 - row.target_at)


def test_a_hidden_group_has_neither_score_nor_number(heard):
    cells = [cell for row in heard.heat for cell in row.cells if cell is not None]
    hidden = [cell for cell in cells if cell.is_hidden]
    assert heard.has_hidden
    assert hidden
    assert all(cell.score is None and cell.respondents is None for cell in hidden)
    assert all(cell.respondents >= 5 for cell in cells if not cell.is_hidden)


def test_every_question_is_behind_exactly_one_dimension(found):
    views = [breakdown.find_dimension(found.model, found.result, one.key) for one in found.model.dimensions]
    keys = [view.question.key for one in views for view in one.questions]
    assert keys == [question.key for question in found.model.questions]


def test_the_tones_of_the_map_are_counted(heard):
    cells = [cell for row in heard.map for cell in row.cells]
    assert sum(heard.tones.values()) == len(cells) == len(heard.result.questions)
    assert all(heard.tones[tone] == sum(cell.tone == tone for cell in cells) for tone in heard.tones)


def test_gaps_stand_in_the_order_of_their_width(heard):
    widths = [row.gap.difference for row in heard.gaps]
    assert widths == sorted(widths, reverse=True)
    assert all(width >= 0.05 for width in widths)


def test_without_a_profile_there_are_results_and_no_targets(app, world, consultant):
    closed = closed_assessment(
        world.ids["keel"], NOW, team=(world.ids["keel.consultant"],), has_profile=False
    )
    with firm_scope(closed.firm_id):
        page = results.results_page(consultant, closed.id)
        assert page.outcome.standing == "no profile"
        assert page.findings.short is None
        assert page.findings.target_at is None
        assert recommendations.recommendation_page(consultant, closed.id).advice is None
        assert roadmaps.roadmap_page(consultant, closed.id).plan is None


def test_an_anonymous_assessment_of_three_people_shows_no_figure(app, world, consultant):
    team = (world.ids["keel.consultant"],)
    closed = closed_assessment(world.ids["keel"], NOW, team=team, mode="anonymous", respondents=3)
    with firm_scope(closed.firm_id):
        found = results.results_page(consultant, closed.id).findings
    assert found.result.is_below_threshold
    assert found.weighed == ()
    assert found.radar is None
    view = breakdown.find_dimension(found.model, found.result, "GOV")
    assert all(given.count is None for one in view.questions for given in one.options)


def test_the_type_rows_are_the_scores_of_the_recommendation(closed, consultant):
    with firm_scope(closed.firm_id):
        advised = recommendations.recommendation_page(consultant, closed.id).advice
    assert tuple(row.score for row in advised.types) == advised.recommendation.scores
    best = next(row for row in advised.types if row.rank == 1)
    second = next(row for row in advised.types if row.rank == 2)
    assert best.score.type == advised.recommendation.type
    assert best.score.score - second.score.score == pytest.approx(advised.recommendation.margin)
    assert [row.criterion.key for row in advised.reasons_for] == [
        reason.criterion for reason in advised.recommendation.reasons_for
    ]


def test_every_initiative_of_the_plan_stands_in_one_phase(closed, consultant):
    with firm_scope(closed.firm_id):
        plan = roadmaps.roadmap_page(consultant, closed.id).plan
    shown = [row.initiative for group in plan.phases for row in group.rows]
    assert sorted(one.key for one in shown) == sorted(one.key for one in plan.roadmap.initiatives)
    assert sum(group.effort_days for group in plan.phases) == pytest.approx(plan.roadmap.effort_days)
    assert all(row.ends_on.weekday() == 4 for group in plan.phases for row in group.rows)
    left_out = sum(len(items) for items in plan.left_out.values())
    assert left_out == len(plan.roadmap.left_out)


def test_the_load_of_a_quarter_is_its_effort_by_its_capacity(closed, consultant):
    with firm_scope(closed.firm_id):
        plan = roadmaps.roadmap_page(consultant, closed.id).plan
    for row in plan.quarters:
        assert row.load == pytest.approx(row.quarter.effort_days / row.quarter.capacity_days)
    assert plan.loads.together.taken == pytest.approx(sum(row.quarter.effort_days for row in plan.quarters))


@pytest.mark.parametrize("page", [results.results_page, recommendations.recommendation_page, show_outcome])
def test_only_the_team_sees_the_outcome(closed, world, page):
    with firm_scope(closed.firm_id):
        with pytest.raises(Hidden):
            page(actor_of(world, "keel", "colleague", "consultant"), closed.id)
        with pytest.raises(Refused):
            page(actor_of(world, "keel", "sponsor", "sponsor", closed.client_id), closed.id)
    with firm_scope(world.ids["south"]), pytest.raises(Hidden):
        page(actor_of(world, "south", "consultant", "consultant"), closed.id)


def test_the_administrator_of_the_firm_sees_every_outcome(closed, world):
    with firm_scope(closed.firm_id):
        assert results.results_page(actor_of(world, "keel", "admin", "firm_admin"), closed.id).findings


@pytest.mark.parametrize(
    ("state", "has_result", "standing"),
    [("draft", False, "not closed"), ("open", False, "not closed"), ("closed", False, "computing")],
)
def test_the_page_knows_why_there_is_nothing_yet(app, world, consultant, state, has_result, standing):
    team = (world.ids["keel.consultant"],)
    closed = closed_assessment(world.ids["keel"], NOW, team=team, is_concluded=has_result)
    with firm_scope(closed.firm_id):
        find_assessment(closed.id).state = state
        db.session.flush()
        page = results.results_page(consultant, closed.id)
    assert page.outcome.standing == standing
    assert page.findings is None


def test_a_changed_profile_is_announced_until_it_is_worked_in(closed, world, consultant):
    with firm_scope(closed.firm_id):
        assert not show_outcome(consultant, closed.id).is_renewing
        conclusions.renew(consultant.id, closed.engagement_id)
        assert show_outcome(consultant, closed.id).is_renewing
