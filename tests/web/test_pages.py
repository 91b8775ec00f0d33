"""Every page of setting up and running an assessment, as the people see it who use it."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest

from app.db import firm_scope
from app.db.outgoing import list_mails
from app.jobs import run_all
from tests.conftest import NOW
from tests.world import World

NEW = {
    "name": "Harbour Works",
    "sector": "construction",
    "headcount": "420",
    "languages": ["en", "ar"],
    "project_count": "10",
    "yearly_value": "51580000",
    "currency": "USD",
    "pmo_staff": "6",
    "title": "PMO assessment 2026",
    "starts_on": "2026-03-02",
}
PEOPLE = """Name, Mail, Role
Ana Silva, ana@works.example, sponsor
PM; bo@works.example; Bo Li
pmo\tCeyda Ak\tceyda@works.example
Team, Dara Obi, dara@works.example
finance, Eli Roth, eli@works.example
"""


@pytest.fixture
def consultant(client_for):
    return client_for(World.consultant)


@pytest.fixture
def engagement(consultant) -> str:
    """The address of an engagement set up through its page."""
    response = consultant.submit("/engagements/new", NEW)
    assert response.status_code == 303
    return response.headers["Location"]


def draft(consultant, engagement: str, mode: str = "confidential") -> str:
    closes_on = (NOW + timedelta(days=21)).date().isoformat()
    response = consultant.submit(
        f"{engagement}/assessments/new",
        {"title": "First measurement", "model": "quick-scan", "mode": mode, "closes_on": closes_on},
    )
    assert response.status_code == 303, response.get_data(as_text=True)
    return response.headers["Location"].removesuffix("/invitations")


def invite(consultant, assessment: str, lines: str = PEOPLE) -> None:
    page = f"{assessment}/invitations"
    assert consultant.submit(page, {"lines": lines}).status_code == 200
    assert consultant.submit(page, {"lines": lines, "step": "confirm"}).status_code == 303


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.get_data(as_text=True))


def test_a_visitor_is_led_to_the_sign_in_page_and_back_to_where_they_wanted(client) -> None:
    response = client.get("/engagements")
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/sign-in?next=/engagements")
    page = client.get(response.headers["Location"])
    assert 'value="/engagements"' in page.get_data(as_text=True)


def test_a_wrong_password_is_said_at_the_field_and_the_address_stays(client) -> None:
    response = client.submit("/sign-in", {"email": World.consultant, "password": "wrong wrong wrong"})
    assert response.status_code == 422
    assert World.consultant in response.get_data(as_text=True)
    assert "do not fit together" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "wish", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"]
)
def test_signing_in_never_leads_to_another_site(client, wish: str) -> None:
    response = client.submit(
        "/sign-in", {"email": World.consultant, "password": "a long enough password", "next": wish}
    )
    assert response.headers["Location"] == "/"


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(client_for) -> None:
    client = client_for(World.consultant)
    stolen = client.get_cookie("session").value
    assert client.submit("/sign-out", page="/engagements/new").status_code == 303
    client.set_cookie("session", stolen)
    assert client.get("/engagements").status_code == 303


def test_a_firm_without_engagements_is_shown_how_to_begin(consultant) -> None:
    assert "No engagements yet" in consultant.get("/engagements").get_data(as_text=True)


def test_a_client_and_its_engagement_are_set_up_on_one_page(consultant, engagement) -> None:
    page = text_of(consultant.get(engagement))
    assert "Harbour Works" in page
    assert "51,580,000" in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Fill this in."),
        ("headcount", "many", "Not a valid integer"),
        ("headcount", "0", "at least 1"),
        ("yearly_value", "-1", "at least 0"),
        ("yearly_value", "NaN", "at least 0"),
        ("starts_on", "31/31/2026", "Not a valid date"),
        ("sector", "circus", "Not a valid choice"),
    ],
)
def test_a_wrong_fact_comes_back_with_everything_that_was_typed(consultant, field, value, sentence) -> None:
    response = consultant.submit("/engagements/new", NEW | {field: value})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert sentence in page
    assert 'value="PMO assessment 2026"' in page
    assert consultant.get("/engagements").get_data(as_text=True).count("Harbour Works") == 0


def test_the_profile_keeps_what_is_known_and_leaves_the_rest_open(consultant, engagement) -> None:
    assert consultant.submit(f"{engagement}/profile", {"K01": "3", "K09": "1"}).status_code == 303
    assert "2 of 18" in text_of(consultant.get(engagement))
    page = consultant.get(f"{engagement}/profile").get_data(as_text=True)
    assert len(re.findall(r"<input[^>]*checked", page)) == 2


def test_a_profile_answer_off_the_list_is_refused(consultant, engagement) -> None:
    assert consultant.submit(f"{engagement}/profile", {"K01": "7"}).status_code == 422


def test_an_engagement_can_be_edited_and_its_team_changed(consultant, engagement, world, client_for) -> None:
    colleague = client_for(World.colleague)
    assert colleague.get(engagement).status_code == 404
    team = [str(world.ids["north.consultant"]), str(world.ids["north.colleague"])]
    data = NEW | {"name": "Harbour Works Ltd", "capacity_days": "90", "team": team}
    assert consultant.submit(f"{engagement}/edit", data).status_code == 303
    page = text_of(colleague.get(engagement))
    assert "Harbour Works Ltd" in page
    assert "90" in page


def test_what_a_rollout_rests_on_is_kept_and_may_be_taken_back(consultant, engagement, world) -> None:
    data = NEW | {"team": [str(world.ids["north.consultant"])]}
    assert "not stated" in text_of(consultant.get(engagement))
    told = data | {"project_people": "130", "day_rate": "640.50"}
    assert consultant.submit(f"{engagement}/edit", told).status_code == 303
    assert 'value="640.50"' in consultant.get(f"{engagement}/edit").get_data(as_text=True)
    page = text_of(consultant.get(engagement))
    assert "130" in page
    assert "USD 640" in page
    emptied = data | {"project_people": "", "day_rate": ""}
    assert consultant.submit(f"{engagement}/edit", emptied).status_code == 303
    assert "not stated" in text_of(consultant.get(engagement))


@pytest.mark.parametrize("wrong", [{"project_people": "-1"}, {"day_rate": "0"}, {"day_rate": "NaN"}])
def test_a_figure_of_a_rollout_that_cannot_be_is_refused(consultant, engagement, world, wrong) -> None:
    data = NEW | {"team": [str(world.ids["north.consultant"])]} | wrong
    assert consultant.submit(f"{engagement}/edit", data).status_code == 422


def test_a_list_in_any_order_is_previewed_and_only_then_kept(consultant, engagement) -> None:
    assessment = draft(consultant, engagement)
    page = f"{assessment}/invitations"
    preview = consultant.submit(page, {"lines": PEOPLE})
    assert "5 people" in preview.get_data(as_text=True)
    assert "On the list" not in consultant.get(page).get_data(as_text=True)
    invite(consultant, assessment)
    assert "On the list" in consultant.get(page).get_data(as_text=True)


def test_a_csv_file_does_the_same_as_a_paste(consultant, engagement) -> None:
    page = f"{draft(consultant, engagement)}/invitations"
    token = consultant.token(page)
    upload = {"csrf_token": token, "file": (io.BytesIO(b"\xef\xbb\xbf" + PEOPLE.encode()), "people.csv")}
    response = consultant.post(page, data=upload, content_type="multipart/form-data")
    assert "5 people" in response.get_data(as_text=True)


def test_a_file_that_is_not_text_is_refused_saying_how_to_save_it(consultant, engagement) -> None:
    page = f"{draft(consultant, engagement)}/invitations"
    upload = {"csrf_token": consultant.token(page), "file": (io.BytesIO(b"\xff\xfe\x00x"), "people.xlsx")}
    response = consultant.post(page, data=upload, content_type="multipart/form-data")
    assert response.status_code == 422
    assert "UTF-8" in response.get_data(as_text=True)


def test_faulty_lines_are_named_and_nothing_is_kept(consultant, engagement) -> None:
    page = f"{draft(consultant, engagement)}/invitations"
    lines = "Ana, ana@works.example, sponsor\nBo, pm\nCy, cy@works.example, janitor"
    for step in ("", "confirm"):
        response = consultant.submit(page, {"lines": lines, "step": step})
        assert response.status_code == 422
        assert "There is no mail address." in response.get_data(as_text=True)
        assert "janitor" in response.get_data(as_text=True)
    assert "On the list" not in consultant.get(page).get_data(as_text=True)


def test_the_panel_before_opening_names_what_is_missing(consultant, engagement) -> None:
    assessment = draft(consultant, engagement)
    assert "Nobody is on the list yet." in consultant.get(assessment).get_data(as_text=True)
    assert "Open and send" not in consultant.get(assessment).get_data(as_text=True)
    invite(consultant, assessment, "Ana, ana@works.example, sponsor")
    page = consultant.get(assessment).get_data(as_text=True)
    assert "individual view" in page
    assert "will not be shown on their own" in page
    assert "Open and send" in page


def test_somebody_can_be_taken_off_the_list_before_it_is_opened(consultant, engagement) -> None:
    assessment = draft(consultant, engagement)
    invite(consultant, assessment)
    page = consultant.get(f"{assessment}/invitations").get_data(as_text=True)
    address = re.search(rf'action="({assessment}/invitations/[^"]+/remove)"', page)[1]
    assert consultant.submit(address, page=f"{assessment}/invitations").status_code == 303
    assert "4 people" in consultant.get(f"{assessment}/invitations").get_data(as_text=True)


def test_opening_mails_everybody_a_link_of_their_own(app, consultant, engagement, world) -> None:
    assessment = draft(consultant, engagement)
    invite(consultant, assessment)
    assert consultant.submit(f"{assessment}/launch", page=assessment).status_code == 303
    run_all(app)
    with firm_scope(world.ids["north"]):
        links = {re.search(r"http://\S+/r/\S+", mail.body)[0] for mail in list_mails()}
    assert len(links) == 5
    outbox = consultant.get("/outbox").get_data(as_text=True)
    assert outbox.count("your view of how projects are run") == 5
    mail = re.search(r'href="(/outbox/[^"]+)"', outbox)[1]
    assert 'href="http://127.0.0.1:5000/r/' in consultant.get(mail).get_data(as_text=True)
    # The page may run from right to left; a mail runs as its own language does.
    page = consultant.get(f"{mail}?lang=ar-XB").get_data(as_text=True)
    assert '<div class="letter" dir="auto">' in page
    assert re.search(r"<bdi>[^<]+ &lt;[^<]+@[^<]+&gt;</bdi>", page)


def test_an_assessment_is_opened_once(app, consultant, engagement) -> None:
    assessment = draft(consultant, engagement)
    invite(consultant, assessment)
    consultant.submit(f"{assessment}/launch", page=assessment)
    consultant.submit(f"{assessment}/launch", page=assessment)
    assert "has been launched" in consultant.get(assessment).get_data(as_text=True)
    assert run_all(app) == 1 + 5


def test_coverage_is_shown_by_role_and_never_by_person_when_anonymous(app, consultant, engagement) -> None:
    assessment = draft(consultant, engagement, "anonymous")
    invite(consultant, assessment)
    consultant.submit(f"{assessment}/launch", page=assessment)
    run_all(app)
    page = consultant.get(assessment).get_data(as_text=True)
    assert "ana@works.example" not in page
    assert "Counts appear once five people have started" in page


def test_a_reminder_is_previewed_and_goes_out_once_a_day(app, consultant, engagement, clock) -> None:
    assessment = draft(consultant, engagement)
    invite(consultant, assessment)
    consultant.submit(f"{assessment}/launch", page=assessment)
    run_all(app)
    page = f"{assessment}/reminders"
    assert "the 5 people who have not handed in" in text_of(consultant.get(page))
    assert consultant.submit(page).status_code == 303
    assert run_all(app) == 1 + 5
    assert consultant.submit(page, page=assessment).status_code == 409
    clock.advance(hours=21)
    client = consultant
    client.sign_in(World.consultant)
    assert client.submit(page).status_code == 303


def test_the_closing_day_can_be_moved_but_not_into_the_past(app, consultant, engagement) -> None:
    assessment = draft(consultant, engagement)
    invite(consultant, assessment)
    consultant.submit(f"{assessment}/launch", page=assessment)
    consultant.submit(f"{assessment}/closing-day", {"closes_on": "2026-03-30"}, page=assessment)
    assert "30 Mar 2026" in consultant.get(assessment).get_data(as_text=True)
    consultant.submit(f"{assessment}/closing-day", {"closes_on": "2026-01-01"}, page=assessment)
    page = consultant.get(assessment).get_data(as_text=True)
    assert "30 Mar 2026" in page
    assert "not in the past" in page


def test_an_assessment_that_nobody_answered_cannot_be_closed(app, consultant, engagement) -> None:
    assessment = draft(consultant, engagement)
    invite(consultant, assessment)
    consultant.submit(f"{assessment}/launch", page=assessment)
    assert "nothing to close" in consultant.get(f"{assessment}/close").get_data(as_text=True)
    assert consultant.submit(f"{assessment}/close", page=assessment).status_code == 409


def test_an_administrator_adds_and_closes_accounts(client_for, world) -> None:
    admin = client_for(World.admin)
    data = {
        "name": "Nia New",
        "email": "nia@north.example",
        "role": "consultant",
        "client": "",
        "password": "twelve letters",
    }
    assert admin.submit("/people/new", data).status_code == 303
    nia = client_for(World.consultant)
    nia.sign_in("nia@north.example", "twelve letters")
    page = admin.get("/people").get_data(as_text=True)
    row = page[page.rindex("Nia New</th>") :]
    address = re.search(r'action="(/people/[^"]+/end)"', row)[1]
    assert admin.submit(address, page="/people/new").status_code == 303
    assert nia.get("/engagements").status_code == 303
    assert "Nia New" not in admin.get("/people").get_data(as_text=True)


def test_an_account_with_a_fault_comes_back_with_the_field_named(client_for) -> None:
    admin = client_for(World.admin)
    data = {
        "name": "X",
        "email": World.other_admin,
        "role": "sponsor",
        "client": "",
        "password": "twelve letters",
    }
    page = admin.submit("/people/new", data)
    assert page.status_code == 422
    assert "Choose from the list." in page.get_data(as_text=True)
    page = admin.submit("/people/new", data | {"role": "learner"})
    assert "already in use" in page.get_data(as_text=True)


def test_only_the_administrator_keeps_accounts(consultant) -> None:
    assert consultant.get("/people").status_code == 403


def test_the_operator_sees_firms_and_counts_and_no_engagement(client_for) -> None:
    operator = client_for(World.operator)
    assert "North Consulting" in operator.get("/installation").get_data(as_text=True)
    assert operator.get("/engagements").status_code == 403


def test_an_address_that_leads_nowhere_is_a_plain_page(client) -> None:
    page = client.get("/nowhere")
    assert page.status_code == 404
    assert "There is nothing here" in page.get_data(as_text=True)


def test_a_form_without_its_token_changes_nothing(consultant) -> None:
    response = consultant.post("/engagements/new", data=NEW)
    assert response.status_code == 403
    assert "too old to be sent" in response.get_data(as_text=True)
    assert "Harbour Works" not in consultant.get("/engagements").get_data(as_text=True)


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_pages_speak_the_pseudo_languages(consultant, engagement, language: str) -> None:
    assessment = draft(consultant, engagement)
    for address in (
        engagement,
        "/engagements",
        "/engagements/new",
        f"{engagement}/profile",
        assessment,
        "/people/new",
    ):
        page = consultant.get(f"{address}?lang={language}").get_data(as_text=True)
        assert "⟦" in page
        assert ('dir="rtl"' in page) == (language == "ar-XB")
