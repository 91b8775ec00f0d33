"""What follows from closing: the stored result and advice are those of the pure packages, to the last digit."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.outgoing import find_job_for
from app.errors import Conflict, Hidden
from app.jobs import run_all
from app.services import conclusions, engagements
from assessments.demo_case import demo_responses
from assessments.published import find_model
from assessments.report import advise
from assessments.scoring import score_assessment
from courses.course import list_courses
from tests.conftest import NOW
from tests.worlds.closed import closed_assessment
from tests.worlds.firms import actor_of


@pytest.fixture
def closed(kept, app):
    return kept


@pytest.fixture
def team(world):
    return (world.ids["north.consultant"],)


@pytest.fixture
def consultant(world):
    return actor_of(world, "north", "consultant", "consultant")


def scored(case, mode="confidential"):
    model = find_model("quick-scan")
    invited = Counter(person.role for person in case.respondents)
    return score_assessment(model, demo_responses(case, model), mode=mode, invited=invited)


def nameless(result):
    """The case names its people, the site numbers their responses: what both say of them is the same."""
    people = [replace(one, respondent="") for one in result.people]
    return replace(result, people=tuple(sorted(people, key=repr)))


@pytest.mark.parametrize("mode", ["named", "confidential", "anonymous"])
def test_the_stored_result_is_what_scoring_says_of_the_answers(app, world, mode):
    closed = closed_assessment(world.ids["north"], NOW, mode=mode)
    with firm_scope(closed.firm_id):
        assert nameless(conclusions.result_of(find_assessment(closed.id))) == nameless(
            scored(closed.case, mode)
        )


def test_the_stored_advice_is_what_the_profile_and_the_result_lead_to(closed):
    with firm_scope(closed.firm_id):
        row = find_assessment(closed.id)
        wanted = advise(
            scored(closed.case),
            closed.case.profile,
            conclusions.facts_of(row.engagement),
            start_on=conclusions.start_of_plan(row),
            available_courses=[course.key for course in list_courses()],
        )
        assert conclusions.advice_of(row) == wanted


def test_concluding_again_changes_nothing(closed):
    with firm_scope(closed.firm_id):
        row = find_assessment(closed.id)
        before = row.result, row.conclusion, row.answers_hash
        conclusions.conclude(closed.id)
        assert (row.result, row.conclusion, row.answers_hash) == before


def test_nothing_is_concluded_while_answers_may_change(app, world):
    closed = closed_assessment(world.ids["north"], NOW, is_concluded=False)
    with firm_scope(closed.firm_id):
        row = find_assessment(closed.id)
        row.state = "open"
        db.session.flush()
        conclusions.conclude(closed.id)
        assert row.result is None


def test_the_plan_begins_on_a_monday_two_weeks_after_the_close(app, world):
    for later in range(7):
        closed = closed_assessment(world.ids["north"], NOW + timedelta(days=later), is_concluded=False)
        with firm_scope(closed.firm_id):
            row = find_assessment(closed.id)
            start = conclusions.start_of_plan(row)
        assert start.weekday() == 0
        assert timedelta(days=14) <= start - row.closed_at.date() < timedelta(days=21)


def test_a_profile_saved_later_draws_the_advice(app, world, team, consultant):
    closed = closed_assessment(world.ids["north"], NOW, team=team, has_profile=False)
    with firm_scope(closed.firm_id):
        assert conclusions.advice_of(find_assessment(closed.id)) is None
        engagements.save_profile(consultant, closed.engagement_id, dict(closed.case.profile))
        db.session.commit()
    run_all(app)
    with firm_scope(closed.firm_id):
        assert conclusions.advice_of(find_assessment(closed.id)).recommendation.answered == 18


def test_a_target_set_for_the_assessment_holds_for_every_dimension(closed):
    with firm_scope(closed.firm_id):
        row = find_assessment(closed.id)
        row.target_level = 3.5
        conclusions.draw(row)
        targets = conclusions.advice_of(row).targets
    assert {target.level for target in targets} == {3.5}
    assert all(target.note for target in targets)


def test_a_failed_computation_can_be_asked_for_again(app, world, team, consultant):
    closed = closed_assessment(world.ids["north"], NOW, team=team, is_concluded=False)
    with firm_scope(closed.firm_id):
        conclusions.ask_again(consultant, closed.id)
        assert find_job_for(f"conclude:{closed.id}").state == "waiting"


def test_a_result_that_is_there_is_not_computed_again_on_request(closed, world):
    with firm_scope(closed.firm_id):
        conclusions.ask_again(actor_of(world, "keel", "consultant", "consultant"), closed.id)
        assert find_job_for(f"conclude:{closed.id}") is None


def test_an_open_assessment_has_nothing_to_compute(app, world, team, consultant):
    closed = closed_assessment(world.ids["north"], NOW, team=team, is_concluded=False)
    with firm_scope(closed.firm_id):
        find_assessment(closed.id).state = "open"
        db.session.flush()
        with pytest.raises(Conflict):
            conclusions.ask_again(consultant, closed.id)


def test_a_colleague_on_another_team_asks_for_nothing(app, world, team):
    closed = closed_assessment(world.ids["north"], NOW, team=team, is_concluded=False)
    with firm_scope(closed.firm_id), pytest.raises(Hidden):
        conclusions.ask_again(actor_of(world, "north", "colleague", "consultant"), closed.id)
