"""How training goes at a client, as sponsor and team see it."""

from __future__ import annotations

import re

import pytest

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.services import learning
from tests.checked_client import CheckedClient
from tests.web.reading import words
from tests.world import World
from tests.worlds.learning import COURSE, Classroom, answers_to, assessment, begun, person


@pytest.fixture
def sponsor(room: Classroom, client_for) -> CheckedClient:
    return client_for(room.faisal.email)


def address(room: Classroom) -> str:
    with firm_scope(room.firm_id):
        row = find_assessment(room.assessment_id)
        assert row is not None
        return f"/engagements/{row.engagement_id}/training"


def hand_in(room: Classroom, count: int) -> None:
    with firm_scope(room.firm_id):
        assert room.khalid.client_id is not None
        for number in range(count):
            actor = person("north", room.firm_id, room.khalid.client_id, f"person-{number}", "learner")
            enrolment_id, page = begun(actor, "exam")
            learning.submit_attempt(actor, enrolment_id, page.id, answers_to(page, 5))
        db.session.commit()


def test_an_engagement_leads_to_a_page_that_says_what_will_come(sponsor, room) -> None:
    where = address(room)
    assert f'href="{where}"' in sponsor.get(where.removesuffix("/training")).text
    text = words(sponsor.get(where))
    assert "No course yet" in text
    assert "Download" not in text


def test_below_the_threshold_there_are_counts_and_no_result(sponsor, room) -> None:
    hand_in(room, 4)
    text = words(sponsor.get(address(room)))
    assert "Results appear once 5 people have handed in." in text
    assert "%" not in text
    assert "Person-0" not in text


def test_who_handed_in_and_did_not_pass_is_not_given_away_by_counting(sponsor, room) -> None:
    """One person has the course, has sat its exam and has not finished: the page is as if nobody had sat it."""
    with firm_scope(room.firm_id):
        enrolment_id, page = begun(room.khalid, "exam")
        db.session.commit()
    before = words(sponsor.get(address(room)))
    with firm_scope(room.firm_id):
        learning.submit_attempt(room.khalid, enrolment_id, page.id, answers_to(page, 0))
        db.session.commit()
    assert words(sponsor.get(address(room))) == before


def test_a_full_group_has_a_result_by_competency(sponsor, room) -> None:
    hand_in(room, 6)
    page = sponsor.get(address(room))
    text = words(page)
    assert re.search(r"\d+\s?% of the answers were right the first time, over 5 people", text)
    assert "Person-0" not in text
    assert len(sponsor.statements) <= 14


def test_the_team_can_assign_from_here_and_the_sponsor_cannot(sponsor, room, client_for) -> None:
    with firm_scope(room.firm_id):
        learning.enrol(room.khalid, COURSE)
        db.session.commit()
    link = f'href="/assessments/{room.assessment_id}/training"'
    assert link in client_for(World.consultant).get(address(room)).text
    assert link not in sponsor.get(address(room)).text


def test_the_file_opens_in_a_spreadsheet(sponsor, room) -> None:
    hand_in(room, 1)
    response = sponsor.get(f"{address(room)}/export.csv")
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"] == 'attachment; filename="training.csv"'
    assert response.data.startswith(b"\xef\xbb\xbfcourse,part,role")
    assert "PMO essentials,completion,learner" in response.get_data(as_text=True)


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_page_speaks_the_pseudo_languages(sponsor, room, language: str) -> None:
    hand_in(room, 5)
    page = sponsor.get(f"{address(room)}?lang={language}").get_data(as_text=True)
    assert "⟦" in page
    assert ('dir="rtl"' in page) == (language == "ar-XB")


def test_the_next_results_show_training_beside_the_dimension_and_claim_no_cause(
    room, client_for, clock
) -> None:
    with firm_scope(room.firm_id):
        assert room.khalid.client_id is not None
        people = [
            person("north", room.firm_id, room.khalid.client_id, f"trained-{number}", "learner")
            for number in range(5)
        ]
        ids = [one.id for one in people]
        learning.assign(room.consultant, room.assessment_id, COURSE, ids, "RSK", None)
        row = find_assessment(room.assessment_id)
        assert row is not None
        clock.advance(days=3)
        later = assessment(room.firm_id, row.engagement_id, clock())
        db.session.commit()
    consultant = client_for(World.consultant)
    page = consultant.get(f"/assessments/{later}/results")
    assert len(consultant.statements) <= 14
    section = re.sub(r"<[^>]+>|\s+", " ", page.text.partition('id="training"')[2].partition("</section>")[0])
    assert "Training in the meantime, as evidence" in section
    assert "Risk, issue and change" in section
    assert "no score takes training into account" in section
    for claim in ("led to", "thanks to", "caused", "improved", "effect of"):
        assert claim not in section
    earlier = consultant.get(f"/assessments/{room.assessment_id}/results")
    assert "Training in the meantime" not in earlier.text
