"""The demo firm: whole, built once, through the services, and labelled as made up."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import func, select

from app.db import db, every_firm
from app.db.assessments import Assessment
from app.db.engagements import Client
from app.db.enrolments import Attempt, Enrolment, LessonDone
from app.db.people import Firm, User
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
    """The id of the demo's closed assessment; other tests may have firms of their own."""
    query = select(Assessment.id).join(Firm, Firm.id == Assessment.firm_id)
    with every_firm("the test looks at the demo"):
        return db.session.scalars(query.where(Assessment.state == "closed", Firm.name.in_(DEMO_FIRMS))).one()


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


def test_a_course_is_under_way(loaded) -> None:
    mine = select(Firm.id).where(Firm.name.in_(DEMO_FIRMS))
    assert count(Enrolment, Enrolment.firm_id.in_(mine)) >= 3
    assert count(LessonDone, LessonDone.firm_id.in_(mine)) == 2
    assert count(Attempt, Attempt.firm_id.in_(mine)) == 0


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
