"""Readings of indicators: entered by consultant and sponsor, corrected, taken away, brought back, and drawn."""

from __future__ import annotations

import re

import pytest

from app.db import db, firm_scope
from app.db.plan_readings import list_readings
from app.db.plans import list_scenarios
from app.services import plan_readings, plans
from tests.web.reading import text_of
from tests.world import World
from tests.worlds.closed import COLLEAGUE, CONSULTANT, SPONSOR

MOST_STATEMENTS = 10


@pytest.fixture
def address(kept):
    return f"/assessments/{kept.id}/readings"


@pytest.fixture
def adopted(kept, lead, scenario):
    """The first indicator, of those followed, that more is better for, and the plan adopted."""
    with firm_scope(kept.firm_id):
        plans.adopt(lead, scenario)
        followed = plan_readings.readings_page(lead, kept.id).followed
    return next(one.kpi for one in followed if one.kpi.direction == "up" and one.kpi.unit == "percent")


def stored(kept):
    db.session.expire_all()
    with firm_scope(kept.firm_id):
        return [row for row, _ in list_readings(kept.id)]


def note(browser, address, kpi, value="72.5", read_on="2026-02-20", **more):
    return browser.submit(address, {"kpi": kpi.key, "value": value, "read_on": read_on, **more})


def test_before_a_plan_is_adopted_the_page_says_what_to_do_and_takes_nothing(client_for, address, kept):
    team, sponsor = client_for(CONSULTANT), client_for(SPONSOR)
    assert "Adopt one of the plans first" in text_of(team.get(address))
    assert "Your consultants have not agreed on one" in text_of(sponsor.get(address))
    sent = {"kpi": "P12", "value": "1", "read_on": "2026-02-01"}
    for browser in (team, sponsor):
        assert browser.submit(address, sent, page="/sign-in").status_code == 409
        assert browser.submit(address, {}, page="/sign-in").status_code == 409
    assert stored(kept) == []


@pytest.mark.parametrize("typed", ["72.5", "72,5", "٧٢٫٥", "72.5 %"])
def test_a_value_is_read_as_people_type_it_and_said_again(client_for, address, kept, adopted, typed):
    browser = client_for(CONSULTANT)
    assert note(browser, address, adopted, typed, note="after the  first quarter").status_code == 303
    (row,) = stored(kept)
    assert (row.value, row.note) == (72.5, "after the first quarter")
    told = text_of(browser.get(address))
    assert "72.5 on 20 Feb 2026." in told
    assert "one reading tells no course" in told


def test_readings_are_drawn_with_baseline_and_aim_and_stand_in_a_table(client_for, address, kept, adopted):
    browser = client_for(CONSULTANT)
    note(browser, address, adopted, "60", "2026-01-10")
    note(browser, address, adopted, "64.125", "2026-02-28")
    assert browser.submit(f"{address}/aims", {f"aim-{adopted.key}": "85"}, page=address).status_code == 303
    page = browser.get(address)
    assert len(browser.statements) <= MOST_STATEMENTS
    part = page.get_data(as_text=True).partition(f'id="{adopted.key}"')[2].partition("</section>")[0]
    assert part.count("<circle") == 2
    assert '<line class="d-target"' in part
    assert re.search(r'<polyline class="d-peer" points="0\.0,([\d.]+) 100\.0,\1"', part)
    assert "64.125" in part
    assert "aim not reached" in part
    assert "Agreed aim: 85." in text_of(page)


def test_a_sponsor_notes_and_changes_own_readings_and_those_of_nobody_else(
    client_for, address, kept, adopted
):
    team, sponsor = client_for(CONSULTANT), client_for(SPONSOR)
    note(team, address, adopted, "60", "2026-01-10")
    note(sponsor, address, adopted, "61", "2026-01-11")
    ours, theirs = stored(kept)
    assert "Sara Sponsor" in text_of(team.get(address))
    assert sponsor.get(f"/readings/{ours.id}").status_code == 403
    assert sponsor.submit(f"/readings/{ours.id}/remove", {}, page=address).status_code == 403
    assert sponsor.submit(f"{address}/aims", {}, page=address).status_code == 403
    changed = {"value": "62", "read_on": "2026-01-12"}
    assert sponsor.submit(f"/readings/{theirs.id}", changed).status_code == 303
    assert team.submit(f"/readings/{theirs.id}/remove", {}, page=address).status_code == 303


def test_a_correction_keeps_what_was_before_and_can_be_taken_back(client_for, address, kept, adopted):
    browser = client_for(CONSULTANT)
    note(browser, address, adopted, "60", "2026-01-10", note="first")
    (row,) = stored(kept)
    page = f"/readings/{row.id}"
    assert browser.submit(page, {"value": "66", "read_on": "2026-01-15", "note": ""}).status_code == 303
    assert "corrected" in text_of(browser.get(address))
    assert browser.submit(page, {"value": "66", "read_on": "2026-01-15", "note": ""}).status_code == 303
    assert len(stored(kept)[0].earlier) == 1
    assert browser.submit(f"{page}/undo", {}, page=address).status_code == 303
    (row,) = stored(kept)
    assert (row.value, row.read_on.isoformat(), row.note, row.earlier) == (60, "2026-01-10", "first", [])
    assert browser.submit(f"{page}/undo", {}, page=address).status_code == 409


def test_what_was_taken_away_can_be_put_back_unless_its_day_is_taken(client_for, address, kept, adopted):
    browser = client_for(CONSULTANT)
    note(browser, address, adopted, "60", "2026-01-10")
    page = f"/readings/{stored(kept)[0].id}"
    for _ in range(2):
        assert browser.submit(f"{page}/remove", {}, page=address).status_code == 303
    assert "1 reading taken away" in text_of(browser.get(address))
    assert browser.get(page).status_code == 409
    assert browser.submit(page, {"value": "1", "read_on": "2026-01-10"}, page=address).status_code == 409
    note(browser, address, adopted, "61", "2026-01-10")
    assert browser.submit(f"{page}/undo", {}, page=address).status_code == 409
    other = next(row for row in stored(kept) if row.removed_at is None)
    browser.submit(f"/readings/{other.id}/remove", {}, page=address)
    assert browser.submit(f"{page}/undo", {}, page=address).status_code == 303
    assert [row.value for row in stored(kept) if row.removed_at is None] == [60]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"value": "many"}, "Enter a number, such as 72.5"),
        ({"value": ""}, "Enter a number, such as 72.5"),
        ({"value": "5000"}, "Enter a number from -1,000 to 1,000."),
        ({"read_on": "2027-01-01"}, "Choose a day that has been"),
        ({"read_on": "1912-01-01"}, "Enter a day"),
        ({"read_on": "soon"}, "Enter a day"),
        ({"note": "x" * 501}, "Shorten this to at most 500 characters."),
        ({"kpi": "X99"}, "Choose from the list."),
    ],
)
def test_what_cannot_be_is_refused_and_given_back(client_for, address, kept, adopted, sent, sentence):
    browser = client_for(CONSULTANT)
    whole = {"kpi": adopted.key, "value": "70", "read_on": "2026-02-01", "note": "why"} | sent
    response = browser.submit(address, whole)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert f'value="{whole["value"]}"' in response.get_data(as_text=True)
    assert stored(kept) == []


def test_a_day_has_one_reading(client_for, address, kept, adopted):
    browser = client_for(CONSULTANT)
    note(browser, address, adopted, "60", "2026-01-10")
    note(browser, address, adopted, "61", "2026-01-11")
    assert "This day has a reading already" in text_of(note(browser, address, adopted, "62", "2026-01-10"))
    second = stored(kept)[1]
    refused = browser.submit(f"/readings/{second.id}", {"value": "61", "read_on": "2026-01-10"})
    assert refused.status_code == 422
    assert "This day has a reading already" in text_of(refused)


def test_an_aim_is_set_changed_taken_away_and_refused_at_its_field(client_for, address, kept, adopted):
    browser = client_for(CONSULTANT)
    field = f"aim-{adopted.key}"
    for typed, shown in (("80", "agreed aim 80"), ("85,5", "agreed aim 85.5")):
        browser.submit(f"{address}/aims", {field: typed}, page=address)
        assert shown in text_of(browser.get(address))
    browser.submit(f"{address}/aims", {field: ""}, page=address)
    assert "agreed aim" not in text_of(browser.get(address))
    for typed in ("high", "123456"):
        refused = browser.submit(f"{address}/aims", {field: typed}, page=address)
        assert refused.status_code == 422
        assert f'href="#{field}"' in refused.get_data(as_text=True)


def test_another_plan_keeps_the_readings(client_for, address, kept, adopted, lead):
    browser = client_for(CONSULTANT)
    note(browser, address, adopted)
    with firm_scope(kept.firm_id):
        copied = plans.copy(lead, list_scenarios(kept.id)[0].id, "another")
        plans.adopt(lead, copied)
    assert "72.5" in text_of(browser.get(address))


def test_nobody_else_sees_or_changes_a_reading(client_for, address, kept, adopted):
    note(client_for(CONSULTANT), address, adopted)
    reading = stored(kept)[0].id
    for email in (COLLEAGUE, World.other_consultant):
        browser = client_for(email)
        assert browser.get(address).status_code == 404
        assert browser.get(f"/readings/{reading}").status_code == 404
        assert browser.submit(f"/readings/{reading}/remove", {}, page="/sign-in").status_code == 404


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_pages_read_in_both_directions(client_for, address, kept, adopted, language):
    browser = client_for(CONSULTANT)
    note(browser, address, adopted)
    for page in (address, f"/readings/{stored(kept)[0].id}"):
        assert f'<html lang="{language}"' in browser.get(f"{page}?lang={language}").get_data(as_text=True)
