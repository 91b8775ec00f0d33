"""The catalogue of initiatives, and what a firm adds to it."""

from __future__ import annotations

import re

import pytest

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.initiatives import list_own
from app.services import conclusions
from assessments.catalogue import load_catalogue
from tests.web.reading import text_of
from tests.world import World

ADMIN = "admin@keel.example"
MOST_STATEMENTS = 4
TYPED = {
    "dimension": "RSK",
    "title": "Hold a risk breakfast",
    "purpose": "Risks are told where nobody keeps minutes.",
    "lift_from": "1",
    "effort_days": "4",
    "weeks": "2",
    "needs": "rsk-1",
    "owners": ["PC", "QA"],
    "deliverables": "A date every month\nA list of what was said",
    "types": ["supportive", "controlling", "directive"],
    "sector": "",
    "is_quick_win": "y",
}


@pytest.fixture
def admin(kept, client_for):
    return client_for(ADMIN)


def own_rows(kept):
    db.session.expire_all()
    with firm_scope(kept.firm_id):
        return {row.key: row for row in list_own()}


def add(admin, **changes):
    return admin.submit("/initiatives/new", TYPED | changes)


def test_the_whole_catalogue_stands_by_dimension_with_few_statements(consultant):
    page = consultant.get("/initiatives")
    assert page.status_code == 200
    assert page.get_data(as_text=True).count('<details class="drill"') == len(load_catalogue().initiatives)
    assert len(consultant.statements) <= MOST_STATEMENTS
    assert "Add one of your own" not in text_of(page)


def test_one_dimension_can_be_looked_at(consultant):
    page = consultant.get("/initiatives?dimension=RSK").get_data(as_text=True)
    keys = set(re.findall(r'<details class="drill" id="([a-z]+)-', page))
    assert keys == {"rsk"}


def test_an_initiative_of_the_firms_own_gets_a_number_and_stands_with_the_others(admin, kept):
    response = add(admin)
    assert response.headers["Location"].endswith("/initiatives#rsk-51")
    page = admin.get("/initiatives?dimension=RSK")
    assert "RSK-51" in text_of(page)
    assert "1 is your firm’s own" in text_of(page)
    assert own_rows(kept)["RSK-51"].content["needs"] == ["RSK-1"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"needs": "RSK-77"}, "There is no initiative RSK-77."),
        ({"needs": "RSK-2"}, "RSK-2 begins at a higher level than this initiative."),
        ({"weeks": "6"}, "A quick win takes at most 8 person-days and 4 weeks."),
        ({"deliverables": "one thing"}, "Write two to eight lines, one thing in each."),
        ({"deliverables": "a\n" + "x" * 201}, "Shorten each line to at most 200 characters."),
        ({"owners": []}, "Choose at least one."),
        ({"effort_days": "-3"}, "Number must be between 0.5 and 1000."),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field_and_nothing_is_stored(admin, kept, changes, sentence):
    response = add(admin, **changes)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert TYPED["title"] in response.get_data(as_text=True)  # what was typed is given back
    assert not own_rows(kept)


def test_a_change_keeps_key_and_dimension(admin, kept):
    add(admin)
    address = f"/initiatives/{own_rows(kept)['RSK-51'].id}"
    assert 'value="Hold a risk breakfast"' in admin.get(address).get_data(as_text=True)
    assert admin.submit(address, TYPED | {"title": "Hold a risk lunch"}).status_code == 303
    assert own_rows(kept)["RSK-51"].content["title"] == {"en": "Hold a risk lunch"}
    assert admin.submit(address, TYPED | {"dimension": "GOV"}).status_code == 422


def test_what_another_needs_is_not_retired_and_what_was_retired_comes_back(admin, kept):
    add(admin)
    add(admin, title="Hold a second one", needs="RSK-51")
    first, second = own_rows(kept)["RSK-51"], own_rows(kept)["RSK-52"]
    refused = admin.submit(f"/initiatives/{first.id}/retire", {}, page="/sign-in")
    assert refused.status_code == 409
    assert "RSK-52 needs this initiative first" in text_of(refused)
    for row in (second, first):
        assert admin.submit(f"/initiatives/{row.id}/retire", {}, page="/sign-in").status_code == 303
    assert "Retired" in text_of(admin.get("/initiatives"))
    assert admin.submit(f"/initiatives/{second.id}/restore", {}, page="/sign-in").status_code == 409
    assert admin.submit(f"/initiatives/{first.id}/restore", {}, page="/sign-in").status_code == 303
    assert {key: row.is_retired for key, row in own_rows(kept).items()} == {"RSK-51": False, "RSK-52": True}
    assert add(admin).headers["Location"].endswith("#rsk-53")  # a number is never given twice


def test_a_plan_is_drawn_again_on_request_and_then_knows_the_firms_own(admin, consultant, kept):
    address = f"/assessments/{kept.id}/roadmap"
    assert "The catalogue has changed" not in text_of(consultant.get(address))
    add(admin)
    assert "The catalogue has changed" in text_of(consultant.get(address))
    assert consultant.submit(address, {}, page="/sign-in").status_code == 303
    with firm_scope(kept.firm_id):
        conclusions.conclude(kept.id)
        db.session.flush()
        plan = conclusions.advice_of(find_assessment(kept.id)).roadmap
    named = {one.key for one in (*plan.initiatives, *plan.left_out)}
    assert "RSK-51" in named
    assert "The catalogue has changed" not in text_of(consultant.get(address))


def test_another_firm_sees_nothing_of_it(admin, kept, client_for):
    add(admin)
    other = client_for(World.other_admin)
    assert "RSK-51" not in text_of(other.get("/initiatives"))
    assert other.get(f"/initiatives/{own_rows(kept)['RSK-51'].id}").status_code == 404
