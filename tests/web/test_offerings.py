"""The optional modules through the site: chosen, asked, kept apart from the scores, and told."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import get_template_attribute

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.services import conclusions
from app.services.offerings import Dot, place_keys
from assessments.service_map import map_services
from assessments.service_needs import load_service_module
from tests.conftest import NOW
from tests.web.reading import text_of
from tests.web.test_answering import autosave, begun, csrf
from tests.worlds.answering import open_assessment
from tests.worlds.closed import closed_assessment

MOST_STATEMENTS = 10
BOTH = ("services", "vignettes")


@pytest.fixture
def closed_with(kept, app, world):
    def make(modules=BOTH, **options):
        team = (world.ids["keel.consultant"],)
        return closed_assessment(kept.firm_id, NOW, team=team, modules=modules, **options)

    return make


@pytest.fixture
def asked(app, world):
    found = open_assessment(world.ids["north"], NOW)
    with firm_scope(found.firm_id):
        find_assessment(found.id).modules = "services vignettes"
        db.session.commit()
    return found


def row_of(closed):
    return find_assessment(closed.id)


def test_a_new_assessment_is_given_the_modules_that_were_ticked(consultant, kept):
    address = f"/engagements/{kept.engagement_id}/assessments/new"
    page = text_of(consultant.get(address))
    assert "Service need and quality – 52 questions at most, about 8 minutes" in page
    day = (NOW + timedelta(days=14)).date().isoformat()
    fields = {"title": "With services", "model": "full-model", "mode": "named", "closes_on": day}
    response = consultant.submit(address, fields | {"modules": ["services"]})
    assert response.status_code == 303
    drafted = response.headers["Location"].split("/")[2]
    shown = text_of(consultant.get(f"/assessments/{drafted}"))
    assert "Plumbline full model + Service need and quality · 122 questions" in shown


def test_an_unknown_module_is_refused(consultant, kept):
    address = f"/engagements/{kept.engagement_id}/assessments/new"
    day = (NOW + timedelta(days=14)).date().isoformat()
    fields = {
        "title": "T",
        "model": "quick-scan",
        "mode": "named",
        "closes_on": day,
        "modules": ["everything"],
    }
    assert consultant.submit(address, fields).status_code == 422


def test_a_respondent_is_asked_about_the_services_put_to_the_role_and_the_stories(client, asked):
    page = client.get(begun(client, asked.links["team"])).get_data(as_text=True)
    keys = re.findall(r'data-key="([^"]+)"', page)
    services = [
        f"{one.key}.{side}"
        for one in load_service_module().services_for("team")
        for side in ("need", "quality")
    ]
    assert sorted(key for key in keys if key.startswith("V")) == sorted(services)
    assert keys[-4:] == ["vignette.ferries", "vignette.clinics", "vignette.quarry", "vignette.own"]
    assert "without it I lose days" in page


def test_an_answer_about_a_service_is_kept_and_one_off_its_scale_is_not(client, asked):
    address = begun(client, asked.links["team"])
    token = csrf(client, address)
    assert autosave(client, address, token, question="V01.need", value=0, evidence="none").status_code == 200
    wrong = autosave(client, address, token, question="V02.need", value=4, evidence="none")
    assert wrong.status_code == 422
    assert 'name="V01.need.choice" value="0" checked' in client.get(address).get_data(as_text=True)


def test_scores_are_the_same_with_and_without_modules(closed_with, kept):
    with firm_scope(kept.firm_id):
        plain, asked = (conclusions.result_of(row_of(closed_with(modules))) for modules in ((), BOTH))
    assert asked.dimensions == plain.dimensions
    assert asked.overall == plain.overall


def test_the_page_says_of_every_service_what_follows_and_why(consultant, closed_with):
    closed = closed_with()
    with firm_scope(closed.firm_id):
        found = conclusions.services_of(row_of(closed))
        again = map_services(
            load_service_module(), conclusions.answers_of(row_of(closed)), mode="confidential"
        )
    assert found == again
    page = consultant.get(f"/assessments/{closed.id}/services").get_data(as_text=True)
    for service in found.services:
        row = page.partition(f'<tr id="{service.key.lower()}">')[2].partition("</tr>")[0]
        assert service.verdict.rule in row, service.key
    assert page.count('class="dot-label"') == sum(
        one.need.mean is not None and one.quality.mean is not None for one in found.services
    )
    builds = len(found.with_verdict("build"))
    assert f"Build {builds}, fix {len(found.with_verdict('fix'))}, keep" in page


def test_few_confidential_answers_decide_nothing(consultant, closed_with):
    page = text_of(consultant.get(f"/assessments/{closed_with(respondents=3).id}/services"))
    assert "Too few answers to decide about the services" in page
    assert "26 services are undecided" in page


def test_how_strictly_people_rate_is_told_beside_the_voices(consultant, closed_with):
    closed = closed_with()
    with firm_scope(closed.firm_id):
        found = conclusions.calibration_of(row_of(closed))
    text = text_of(consultant.get(f"/assessments/{closed.id}/voices"))
    assert found.complete == 24
    assert "The PMO of a quarry has two people" in text
    assert "24 people rated all stories" in text


def test_an_assessment_without_modules_shows_neither(consultant, kept):
    page = text_of(consultant.get(f"/assessments/{kept.id}/services"))
    assert "Nobody was asked about the PMO’s services" in page
    voices = consultant.get(f"/assessments/{kept.id}/voices").get_data(as_text=True)
    assert "/services" not in voices
    assert 'id="ruler"' not in voices


def test_the_page_takes_few_statements_however_many_answered(consultant, closed_with):
    address = f"/assessments/{closed_with().id}/services"
    consultant.get(address)
    many = len(consultant.statements)
    consultant.get(f"/assessments/{closed_with(respondents=8).id}/services")
    assert len(consultant.statements) == many <= MOST_STATEMENTS


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_page_reads_in_both_directions(consultant, closed_with, language):
    page = consultant.get(f"/assessments/{closed_with().id}/services?lang={language}").get_data(as_text=True)
    assert f'dir="{"rtl" if language.startswith("ar") else "ltr"}"' in page
    assert "Need against quality" not in page


def dots_at(*places: tuple[float, float]) -> tuple[Dot, ...]:
    return tuple(
        Dot(f"V{number:02}", {"en": "A service"}, "keep", x, y) for number, (x, y) in enumerate(places)
    )


def test_a_key_is_written_where_it_covers_no_other_dot_and_no_other_key():
    sides = [dot.side for dot in place_keys(dots_at((50, 50), (56, 50), (50, 60), (99, 20)))]
    # A dot to the right of the first pushes its key to the left; the edge of the drawing does the same to the last.
    assert sides == ["left", "right", "right", "left"]


def test_with_no_free_side_a_key_stands_where_it_usually_does():
    crowd = ((50, 50), (54, 50), (46, 50), (50, 46), (50, 54))
    assert place_keys(dots_at(*crowd))[0].side == "right"


@pytest.mark.parametrize(
    ("rule", "inputs", "sentence"),
    [
        ("SNQ-4", {"need": 0.97, "strong_share": 0.24}, "Mean need 0.97 is below 1.0, and only 24"),
        (
            "SNQ-4",
            {"need": 0.4, "strong_share": 0.0},
            "Mean need 0.4 is below 1.0, and nobody needs it strongly.",
        ),
        ("SNQ-8", {"quality": 2.96}, "Quality 2.96 is below 3.0."),
        ("SNQ-9", {"quality": 3.0}, "Quality 3.0 reaches 3.0."),
        ("SNQ-9", {"quality": 3.9}, "Quality 3.9 reaches 3.0."),
    ],
)
def test_a_figure_beside_its_cut_never_looks_like_the_cut(app, rule, inputs, sentence):
    verdict = SimpleNamespace(rule=rule, inputs={"need_cut": 1.0, "quality_cut": 3.0, **inputs})
    with app.test_request_context():
        assert sentence in get_template_attribute("offerings/_words.html", "because")(verdict)
