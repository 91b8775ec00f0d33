"""Other conditions tried on a plan: for the team, the sponsor and whoever holds a link; nothing is stored."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.plans import find_scenario
from app.services import files, plan_tracking, plans, reports, shared
from app.services.composing import Wanted
from app.services.plan_tracking import Status
from app.web.brake import MOST_DRAWINGS
from assessments.roadmap import Roadmap
from assessments.wishes import Wishes
from tests.web.reading import text_of
from tests.web.shaping import plan_of
from tests.world import World
from tests.worlds.closed import COLLEAGUE, CONSULTANT, SPONSOR

MOST_STATEMENTS = 12


@pytest.fixture
def address(kept):
    return f"/assessments/{kept.id}/what-if"


@pytest.fixture
def adopted(kept, lead, scenario):
    with firm_scope(kept.firm_id):
        plans.adopt(lead, scenario)
    return scenario


def row_of(page: str, heading: str) -> list[str]:
    """The cells of the row of a table with this heading, as text."""
    row = next(part for part in page.split("<tr>") if f'<th scope="row">{heading}' in part)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]


def needed_pair(plan: Roadmap):
    one = next(each for each in plan.initiatives if each.after)
    return one.after[0], one.key


def test_with_nothing_tried_the_plan_stands_beside_itself(client_for, address, adopted, kept):
    browser = client_for(CONSULTANT)
    page = browser.get(address)
    plan = plan_of(kept, adopted)
    assert len(browser.statements) <= MOST_STATEMENTS
    assert "the adopted plan" in text_of(page)
    cells = row_of(page.get_data(as_text=True), "Initiatives")
    assert cells == [str(len(plan.initiatives)), str(len(plan.initiatives)), "±0"]


def test_the_address_holds_what_is_tried_and_a_second_visit_shows_the_same(
    client_for, address, adopted, kept
):
    browser = client_for(CONSULTANT)
    need, key = needed_pair(plan_of(kept, adopted))
    asked = f"{address}?off={need}&capacity=double"
    first, again = browser.get(asked), client_for(SPONSOR).get(asked)
    told = text_of(first)
    assert f"({key}) needs" in told
    assert "both are left out" in told
    assert "1 left out, 0 put in" in told
    for heading in ("Level reached", "Months", "Person-days", "Full-time people in the busiest week"):
        assert row_of(first.get_data(as_text=True), heading) == row_of(again.get_data(as_text=True), heading)
    assert f'value="{need}" checked' in first.get_data(as_text=True)


def test_trying_changes_nothing(client_for, address, adopted, kept):
    before = plan_of(kept, adopted)
    browser = client_for(CONSULTANT)
    browser.get(f"{address}?off={before.initiatives[0].key}&capacity=half")
    assert plan_of(kept, adopted) == before


def test_half_the_days_take_longer_and_need_fewer_people(client_for, address, adopted):
    page = client_for(CONSULTANT).get(f"{address}?capacity=half").get_data(as_text=True)
    before, after, _ = row_of(page, "Months")
    assert float(after) > float(before)
    before, after, _ = row_of(page, "Full-time people in the busiest week")
    assert float(after) < float(before)


@pytest.mark.parametrize("typed", ["12,5", "12.5", "١٢٫٥", " 12.5 "])
def test_days_are_read_as_people_type_them_and_said_again(client_for, address, adopted, typed):
    told = text_of(client_for(CONSULTANT).get(address, query_string={"days": typed}))
    assert "Read as: 12.5 person-days a month" in told


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"off": "XYZ-9"}, "This cannot be switched here: XYZ-9."),
        ({"on": "XYZ-9"}, "This cannot be switched here: XYZ-9."),
        ({"off": "<script>alert(1)</script>"}, "This cannot be switched here: &lt;script"),
        ({"capacity": "plenty"}, "Choose from the list."),
        ({"days": "much"}, "Enter a number from 1 to 1000."),
        ({"days": "0"}, "Enter a number from 1 to 1000."),
        ({"days": "-5"}, "Enter a number from 1 to 1000."),
        ({"days": "1e9"}, "Enter a number from 1 to 1000."),
        ({"days": "999999999999999999999"}, "Enter a number from 1 to 1000."),
        ({"off": [f"A-{number}" for number in range(200)]}, "Enter a number from 0 to 100."),
    ],
)
def test_what_cannot_be_tried_is_refused_with_a_sentence_and_the_plan_stays(
    client_for, address, adopted, asked, sentence
):
    page = client_for(CONSULTANT).get(address, query_string=asked)
    assert page.status_code == 422
    assert sentence in page.get_data(as_text=True)
    assert "Nothing was tried" in text_of(page)
    if "days" in asked:
        assert f'name="days" inputmode="decimal" maxlength="40" value="{asked["days"]}"' in page.get_data(
            as_text=True
        )


def test_what_has_begun_cannot_be_left_out(client_for, address, adopted, kept, lead, clock):
    plan = plan_of(kept, adopted)
    key = plan.initiatives[0].key
    clock.advance(days=60)
    with firm_scope(kept.firm_id):
        revision = find_scenario(adopted).revision
        plan_tracking.record(lead, adopted, revision, [Status(key, "under way", plan.start_on)])
    page = client_for(CONSULTANT).get(address)
    assert re.search(rf'value="{key}" disabled', page.get_data(as_text=True))
    assert client_for(CONSULTANT).get(f"{address}?off={key}").status_code == 422


def test_fewer_days_than_what_has_begun_takes_are_refused_in_plain_words(
    client_for, address, adopted, kept, lead, clock
):
    plan = plan_of(kept, adopted)
    clock.advance(days=500)
    with firm_scope(kept.firm_id):
        begun = [
            Status(one.key, "under way", plan.start_on + timedelta(weeks=one.start_week))
            for one in plan.initiatives
        ]
        plan_tracking.record(lead, adopted, find_scenario(adopted).revision, begun)
    browser = client_for(CONSULTANT)
    page = browser.get(f"{address}?capacity=half")
    assert page.status_code == 422
    assert "takes more than these" in text_of(page)
    assert browser.get(f"{address}?capacity=double").status_code == 200


def test_until_a_plan_is_adopted_the_team_tries_the_drawn_one_and_before_that_the_draft(
    client_for, address, kept, lead
):
    browser = client_for(CONSULTANT)
    assert "a draft of the plan" in text_of(browser.get(address))
    with firm_scope(kept.firm_id):
        row = find_assessment(kept.id)
        plans.keep_drawn(kept.id, "balanced", plans.draw(row, Wishes()), lead.id)
    assert "a computed plan, not adopted yet" in text_of(browser.get(address))


def test_a_sponsor_sees_no_plan_that_is_neither_adopted_nor_reported(client_for, address, scenario):
    page = client_for(SPONSOR).get(address)
    assert page.status_code == 200
    assert "No plan yet" in text_of(page)


def test_a_sponsor_tries_the_plan_of_the_newest_report_until_one_is_adopted(
    client_for, address, kept, lead, scenario
):
    issued(kept, lead)
    assert "the plan of the newest report" in text_of(client_for(SPONSOR).get(address))
    with firm_scope(kept.firm_id):
        plans.adopt(lead, scenario)
    assert "the adopted plan" in text_of(client_for(SPONSOR).get(address))


def test_a_sponsor_sees_nothing_of_a_plan_that_rests_on_too_few_answers(client_for, address, kept, adopted):
    with firm_scope(kept.firm_id):
        row = find_assessment(kept.id)
        row.result = {**row.result, "is_below_threshold": True}
        db.session.flush()
    assert "No plan yet" in text_of(client_for(SPONSOR).get(address))


def test_nobody_else_comes_in(client_for, address, adopted, client):
    for email in (COLLEAGUE, World.other_consultant):
        assert client_for(email).get(address).status_code == 404
    assert client.get(address).status_code == 303


def test_more_drawings_than_anybody_reads_are_refused_for_a_minute(client_for, address, adopted, clock):
    browser = client_for(CONSULTANT)
    for _ in range(MOST_DRAWINGS):
        assert browser.get(f"{address}?capacity=plenty").status_code == 422
    assert browser.get(address).status_code == 429
    assert client_for(SPONSOR).get(address).status_code == 200
    clock.advance(seconds=61)
    assert browser.get(address).status_code == 200


def issued(kept, lead, wanted=None):
    with firm_scope(kept.firm_id):
        report_id = reports.issue_report(lead, kept.id, wanted=wanted)
        reports.publish(report_id, files.store(b"%PDF-1.7 of a plan"), 18)
    return report_id


@pytest.fixture
def opened(kept, lead, client):
    """A browser in which the link to a report was opened, and the address of what can be tried."""
    report_id = issued(kept, lead)
    with firm_scope(kept.firm_id):
        token = shared.share(lead, report_id, "Board", 7).rsplit("/", 1)[1]
    return client, client.submit(f"/shared/{token}").headers["Location"] + "/what-if"


def test_behind_a_link_the_plan_of_the_report_can_be_tried(opened):
    browser, address = opened
    page = browser.get(f"{address}?capacity=half")
    assert page.status_code == 200
    assert "the plan of report" in text_of(page)
    before, after, _ = row_of(page.get_data(as_text=True), "Months")
    assert float(after) > float(before)
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert browser.get(f"{address}?off=XYZ-9").status_code == 422


def test_a_report_without_the_plan_gives_nobody_the_plan_to_try(client_for, client, address, kept, lead):
    report_id = issued(kept, lead, Wanted(kind="roadmap", without=("plan",)))
    assert "No plan yet" in text_of(client_for(SPONSOR).get(address))
    with firm_scope(kept.firm_id):
        token = shared.share(lead, report_id, "Board", 7).rsplit("/", 1)[1]
    behind = client.submit(f"/shared/{token}").headers["Location"]
    assert "What if?" not in text_of(client.get(behind))
    assert client.get(f"{behind}/what-if").status_code == 404


def test_behind_a_link_nothing_shows_that_the_report_does_not_hold(opened, kept, lead, adopted):
    """A plan shaped after the report was issued stays with the team."""
    browser, address = opened
    with firm_scope(kept.firm_id):
        report = shared.shared_page(
            browser.get_cookie("shared", path=address.rpartition("/")[0]).value
        ).report
        key = plan_of(kept, adopted).initiatives[-1].key
        plans.shape(lead, adopted, find_scenario(adopted).revision, Wishes().drop(key))
    page = browser.get(address).get_data(as_text=True)
    assert row_of(page, "Initiatives")[0] == str(len(report.roadmap.initiatives))
    assert set(re.findall(r'href="(/(?!assets|language)[^"#?]*)', page)) <= {
        "/",
        address,
        address.rpartition("/")[0],
    }


def test_without_the_cookie_or_after_its_end_there_is_nothing_to_try(opened, app, clock):
    browser, address = opened
    assert app.test_client().get(address).status_code == 404
    clock.advance(days=8)
    assert browser.get(address).status_code == 404


def test_holders_of_one_link_share_the_brake(opened):
    browser, address = opened
    for _ in range(MOST_DRAWINGS):
        browser.get(f"{address}?capacity=plenty")
    assert browser.get(address).status_code == 429


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_page_reads_in_both_directions_and_keeps_its_state(client_for, address, adopted, language):
    page = client_for(CONSULTANT).get(f"{address}?capacity=half&lang={language}").get_data(as_text=True)
    assert f'<html lang="{language}"' in page
    assert re.search(r'value="half" checked', page)
