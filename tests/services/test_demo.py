"""The demo firm: whole, built once, through the services, and labelled as made up."""

from __future__ import annotations

import dataclasses
import re

import pytest
from sqlalchemy import func, select

from app.db import db, every_firm
from app.db.assessments import Assessment
from app.db.engagements import Client
from app.db.enrolments import Attempt, Enrolment, LessonDone
from app.db.feedback import FeedbackRelease
from app.db.hours import StudyTime
from app.db.outgoing import Mail
from app.db.people import Firm, User
from app.db.plan_readings import PlanReading
from app.db.plans import PlanScenario, PlanStatus
from app.db.reports import ReportRow
from app.db.responses import ResponseRow
from app.jobs import run_all
from app.services import demo
from app.surroundings import current
from tests.world import World


@pytest.fixture
def loaded(app, world: World) -> None:
    assert demo.load()


DEMO_FIRMS = {"Meridian PMO Partners", "Harbour & Holm Advisory"}


def closed_one():
    """The id of the demo's reported assessment; other tests may have firms of their own."""
    query = select(Assessment.id).join(Firm, Firm.id == Assessment.firm_id)
    with every_firm("the test looks at the demo"):
        return db.session.scalars(
            query.where(Assessment.state == "closed", Firm.name.in_(DEMO_FIRMS)).order_by(
                Assessment.closed_at
            )
        ).all()[-1]


def count(entity, *conditions) -> int:
    with every_firm("the test counts"):
        return db.session.scalar(select(func.count()).select_from(entity).where(*conditions)) or 0


def test_one_assessment_is_closed_and_one_half_answered_and_a_second_firm_is_at_work(loaded) -> None:
    with every_firm("the test looks at the demo"):
        rows = db.session.execute(
            select(Assessment.title, Assessment.state, Assessment.is_synthetic, Firm.name)
            .join(Firm, Firm.id == Assessment.firm_id)
            .where(Firm.name.in_(DEMO_FIRMS))
            .order_by(Assessment.launched_at)
        ).all()
    states = {(row.name, row.state) for row in rows}
    assert states == {
        ("Meridian PMO Partners", "closed"),
        ("Meridian PMO Partners", "open"),
        ("Harbour & Holm Advisory", "open"),
    }
    assert all(row.is_synthetic for row in rows)


def test_twenty_four_people_answered_the_closed_one_in_five_role_groups(loaded) -> None:
    closed = closed_one()
    with every_firm("the test looks at the demo"):
        roles = db.session.execute(
            select(ResponseRow.role, func.count())
            .where(ResponseRow.assessment_id == closed)
            .group_by(ResponseRow.role)
        ).all()
    assert len(roles) == 5
    assert sum(number for _, number in roles) == 24


def test_the_report_is_issued_and_rendered_by_the_worker(app, loaded) -> None:
    assert count(ReportRow, ReportRow.state == "queued") == 1
    run_all(app)
    assert count(ReportRow, ReportRow.state == "ready", ReportRow.file_size > 50_000) == 1


def test_respondents_get_something_back_behind_the_links_in_the_outbox(app, loaded) -> None:
    """The release waits for no file; the worker writes the mails, each to one who answered."""
    assert count(FeedbackRelease) == 1
    run_all(app)
    with every_firm("the test reads the outbox"):
        bodies = db.session.scalars(select(Mail.body).where(Mail.purpose == "feedback")).all()
    assert len(bodies) == 24
    links = {re.search(r"/r/\S+/feedback", body)[0] for body in bodies}  # type: ignore[index]
    assert len(links) == 24
    page = app.test_client().get(sorted(links)[0])
    assert page.status_code == 200
    assert "Synthetic data" in page.get_data(as_text=True)


def test_a_course_is_under_way(loaded) -> None:
    mine = select(Firm.id).where(Firm.name.in_(DEMO_FIRMS))
    assert count(Enrolment, Enrolment.firm_id.in_(mine)) >= 3
    assert count(LessonDone, LessonDone.firm_id.in_(mine)) == 2
    assert count(Attempt, Attempt.firm_id.in_(mine)) == 0
    assert count(StudyTime, StudyTime.firm_id.in_(mine), StudyTime.seconds > 1_200) == 2


def test_loading_it_again_changes_nothing(loaded) -> None:
    before = {table: count(table) for table in (Firm, User, Client, Assessment, ResponseRow)}
    assert not demo.load()
    assert {table: count(table) for table in before} == before


def test_every_printed_sign_in_opens_a_session(loaded, app) -> None:
    client = app.test_client()
    for line in demo.sign_ins():
        client.sign_in(line.email, demo.PASSWORD)
        assert client.get("/", follow_redirects=True).status_code == 200
        client.delete_cookie("session")


def test_the_demo_is_refused_in_production(app, world: World) -> None:
    here = current.get()
    token = current.set(
        dataclasses.replace(here, settings=dataclasses.replace(here.settings, profile="production"))
    )
    try:
        with pytest.raises(demo.NotInProduction):
            demo.load()
    finally:
        current.reset(token)
    assert count(Firm, Firm.name == "Meridian PMO Partners") == 0


def test_pages_of_the_demo_say_that_it_is_made_up(loaded, client_for, app) -> None:
    client = app.test_client()
    client.sign_in(demo.sign_ins()[0].email, demo.PASSWORD)
    found = closed_one()
    for page in (f"/assessments/{found}", f"/assessments/{found}/results", f"/assessments/{found}/roadmap"):
        assert "Made-up data" in client.get(page).get_data(as_text=True)


def test_the_plan_of_the_pilot_was_adopted_carried_out_and_read_and_stands_beside_what_followed(
    loaded, app
) -> None:
    found = closed_one()
    with every_firm("the test looks at the demo"):
        scenario = db.session.scalars(select(PlanScenario).where(PlanScenario.adopted_at.is_not(None))).one()
        progress = set(db.session.scalars(select(PlanStatus.progress)))
    assert progress >= {"done", "given up"}
    assert count(PlanReading, PlanReading.assessment_id == scenario.assessment_id) == 8
    client = app.test_client()
    client.sign_in(demo.sign_ins()[0].email, demo.PASSWORD)
    assert "neither shows that one caused the other" in client.get(f"/assessments/{found}/results").text
    sponsor = app.test_client()
    sponsor.sign_in(demo.sign_ins()[2].email, demo.PASSWORD)
    assert "<polyline" in sponsor.get(f"/assessments/{scenario.assessment_id}/readings").text
    assert "the adopted plan" in sponsor.get(f"/assessments/{scenario.assessment_id}/what-if").text
