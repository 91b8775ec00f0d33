from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import update

from app.db import db, firm_scope
from app.db.assessments import Assessment
from app.services import answering, tokens
from assessments.published import find_model
from tests.checked_client import CheckedClient
from tests.conftest import NOW
from tests.world import World
from tests.worlds.answering import OpenAssessment, open_assessment


@pytest.fixture
def named(app, world: World) -> OpenAssessment:
    found = open_assessment(world.ids["north"], NOW)
    db.session.commit()
    return found


def begun(client: CheckedClient, token: str) -> str:
    """Press the button of the landing page and return the address of the questionnaire."""
    reply = client.submit(f"/r/{token}")
    assert reply.status_code == 303
    return reply.headers["Location"].partition("#")[0]


def csrf(client: CheckedClient, address: str) -> str:
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).text)[1]


def autosave(client: CheckedClient, address: str, token: str, **changes: Any) -> Any:
    body = {
        "question": "STR.1",
        "kind": "level",
        "value": 3,
        "evidence": "one",
        "comment": "",
        "reason": "",
        "base": 0,
        "operation": "one",
    } | changes
    return client.post(f"{address}save", json=body, headers={"X-CSRFToken": token})


def close(assessment: OpenAssessment) -> None:
    with firm_scope(assessment.firm_id):
        db.session.execute(
            update(Assessment).where(Assessment.id == assessment.id).values(state="closed"),
            execution_options={"synchronize_session": False},
        )
        db.session.commit()


@pytest.mark.parametrize(
    ("mode", "promise"),
    [
        ("named", "Your answers carry your name."),
        ("confidential", "Your answers are confidential."),
        ("anonymous", "Your answers are anonymous."),
    ],
)
def test_the_landing_page_says_who_will_see_what(app, world, client, mode: str, promise: str) -> None:
    assessment = open_assessment(world.ids["north"], NOW, mode=mode)
    db.session.commit()
    text = client.get(f"/r/{assessment.links['team']}").text
    for words in (promise, "North Consulting", "Harbour Works", "minutes", "12 Mar 2026", "Team members"):
        assert words in text
    assert ("Robin Team" in text) == (mode != "anonymous")
    assert ("at least 5" in text) == (mode != "named")


def test_looking_at_the_link_a_hundred_times_starts_nothing(client, named) -> None:
    for _ in range(100):
        assert client.get(f"/r/{named.links['pmo']}").status_code == 200
    assert answering.landing(named.links["pmo"]).respondent.standing == "new"


def test_pages_with_the_secret_in_their_address_tell_it_to_nobody(client, named) -> None:
    reply = client.get(f"/r/{named.links['pmo']}")
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert reply.headers["Cache-Control"] == "no-store"
    address = begun(client, named.links["pmo"])
    assert named.links["pmo"] not in address
    assert named.links["pmo"] not in client.get(address).text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_paths(client, named) -> None:
    reply = client.submit(f"/r/{named.links['pmo']}")
    cookie = next(value for value in reply.headers.getlist("Set-Cookie") if value.startswith("answer="))
    ref = tokens.reference(named.links["pmo"])
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert f"Path=/answer/{ref}" in cookie


@pytest.mark.parametrize("method", ["get", "post"])
def test_unknown_foreign_and_malformed_links_get_the_same_page(client, named, world, method: str) -> None:
    draft = open_assessment(world.ids["south"], NOW, state="draft")
    db.session.commit()
    token = csrf(client, "/sign-in")
    bodies = set()
    for guess in ("a" * 27, "A" * 27, "x", "a" * 300, "..%2f..%2fetc", draft.links["pmo"]):
        kwargs = {} if method == "get" else {"data": {"csrf_token": token}}
        reply = getattr(client, method)(f"/r/{guess}", **kwargs)
        assert reply.status_code == 404
        bodies.add(re.sub(r'value="[^"]*"|"/[^"]*[?]lang=', "", reply.text))
    assert len(bodies) == 1


def test_without_the_cookie_the_questionnaire_is_not_there(client, named, app) -> None:
    address = begun(client, named.links["pmo"])
    stranger: CheckedClient = app.test_client()
    token = csrf(stranger, "/sign-in")
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}done").status_code == 404
    assert stranger.post(address, data={"csrf_token": token}).status_code == 404
    assert autosave(stranger, address, token).status_code == 404


def test_the_page_holds_the_questions_of_the_role_and_what_was_saved(client, named) -> None:
    address = begun(client, named.links["team"])
    asked = find_model("quick-scan").questions_for("team")
    token = csrf(client, address)
    saved = autosave(client, address, token, question=asked[0].key, value=2, comment="<b>so & so</b>")
    assert saved.status_code == 200
    text = client.get(address).text
    assert len(re.findall(r'id="question-\d+"', text)) == len(asked)
    assert re.findall(r'name="([^"]+)" value="2" checked', text) == [f"{asked[0].key}.choice"]
    assert "&lt;b&gt;so &amp; so&lt;/b&gt;" in text
    assert f"1 of {len(asked)}" in text


def test_the_page_takes_two_statements_whatever_is_stored(client, named) -> None:
    address = begun(client, named.links["assurance"])
    client.get(address)
    assert len(client.statements) == 2
    token = csrf(client, address)
    for question in find_model("quick-scan").questions_for("assurance"):
        autosave(client, address, token, question=question.key)
        assert len(client.statements) <= 3
    client.get(address)
    assert len(client.statements) == 2


def test_an_autosave_tells_revision_and_moment(client, named) -> None:
    address = begun(client, named.links["pmo"])
    reply = autosave(client, address, csrf(client, address))
    assert reply.json == {"revision": 1, "saved_at": "2026-03-02T09:00:00+00:00"}


def test_an_overtaken_autosave_gets_both_answers(client, named) -> None:
    address = begun(client, named.links["pmo"])
    token = csrf(client, address)
    autosave(client, address, token)
    reply = autosave(client, address, token, value=1, operation="two")
    assert reply.status_code == 409
    assert reply.json["current"] == {
        "kind": "level",
        "value": 3,
        "evidence": "one",
        "comment": "",
        "reason": "",
        "revision": 1,
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": 9}, "value"),
        ({"value": "3"}, "value"),
        ({"value": True}, "value"),
        ({"kind": "X"}, "kind"),
        ({"kind": "NA", "value": None}, "reason"),
        ({"question": "XXX.1"}, "question"),
        ({"comment": "x" * 2001}, "comment"),
        ({"comment": None}, "comment"),
        ({"base": "0"}, "base"),
        ({"operation": "a b"}, "operation"),
        ({"state": "submitted"}, "body"),
    ],
)
def test_a_wrong_autosave_is_refused_with_its_field(client, named, changes, field: str) -> None:
    address = begun(client, named.links["pmo"])
    reply = autosave(client, address, csrf(client, address), **changes)
    assert reply.status_code == 422
    assert reply.json["field"] == field
    assert reply.json["sentence"].endswith(".")
    assert answering.questionnaire(named.links["pmo"]).answers == {}


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b"\xff"])
def test_what_is_not_an_answer_at_all_is_refused(client, named, body: bytes) -> None:
    address = begun(client, named.links["pmo"])
    reply = client.post(
        f"{address}save",
        data=body,
        content_type="application/json",
        headers={"X-CSRFToken": csrf(client, address)},
    )
    assert reply.status_code == 422


def test_an_autosave_without_the_token_is_refused(client, named) -> None:
    address = begun(client, named.links["pmo"])
    assert autosave(client, address, "nonsense").status_code == 403
    assert answering.questionnaire(named.links["pmo"]).answers == {}


def test_a_form_made_for_another_link_is_refused(client, named) -> None:
    address, other = begun(client, named.links["pmo"]), begun(client, named.links["team"])
    foreign = csrf(client, other)
    assert autosave(client, address, foreign).status_code == 403
    assert client.post(address, data={"csrf_token": foreign}).status_code == 403
    assert client.post(f"/r/{named.links['pmo']}", data={"csrf_token": foreign}).status_code == 403


def test_respondents_get_no_cookie_but_the_one_that_holds_their_link(client, named) -> None:
    address = begun(client, named.links["pmo"])
    for page in (f"/r/{named.links['pmo']}", address, f"{address}done"):
        assert "Set-Cookie" not in client.get(page).headers


def test_without_script_the_form_saves_and_goes_on_at_the_next_part(client, named) -> None:
    address = begun(client, named.links["pmo"])
    reply = client.submit(
        address,
        {
            "STR.1.seen": "",
            "STR.1.choice": "4",
            "STR.1.evidence": "several",
            "STR.1.comment": "line\r\nline",
            "STR.3.seen": "",
            "STR.3.choice": "DK",
            "GOV.1.seen": "",
            "then": "part-GOV",
        },
    )
    assert reply.status_code == 303
    assert reply.headers["Location"].endswith("#part-GOV")
    kept = answering.questionnaire(named.links["pmo"]).answers
    assert kept["STR.1"].answer.comment == "line\nline"
    assert kept["STR.3"].answer.kind == "DK"
    assert set(kept) == {"STR.1", "STR.3"}


def test_without_script_an_error_keeps_everything_that_was_typed(client, named) -> None:
    address = begun(client, named.links["pmo"])
    reply = client.submit(
        address,
        {
            "STR.1.seen": "",
            "STR.1.choice": "NA",
            "STR.1.reason": "",
            "STR.1.comment": "kept words",
            "STR.3.seen": "",
            "STR.3.comment": "words without an answer",
            "GOV.1.seen": "",
            "GOV.1.choice": "5",
            "then": "submit",
        },
    )
    assert reply.status_code == 422
    for words in ("kept words", "words without an answer", "Say in a few words", 'href="#question-2"'):
        assert words in reply.text
    assert 'name="STR.1.choice" value="NA" data-reason checked' in reply.text
    assert set(answering.questionnaire(named.links["pmo"]).answers) == {"GOV.1"}


def test_without_script_an_untouched_old_page_overwrites_nothing(client, named) -> None:
    address = begun(client, named.links["pmo"])
    token = csrf(client, address)
    autosave(client, address, token)
    old = dict(re.findall(r'name="(STR\.1\.seen)" value="([^"]+)"', client.get(address).text))
    autosave(client, address, token, value=5, base=1, operation="two")
    reply = client.submit(address, {**old, "STR.1.choice": "3", "STR.1.evidence": "one"})
    assert reply.status_code == 303
    assert answering.questionnaire(named.links["pmo"]).answers["STR.1"].answer.value == 5


def test_without_script_a_conflict_shows_both_and_lets_one_choose(client, named) -> None:
    address = begun(client, named.links["pmo"])
    token = csrf(client, address)
    autosave(client, address, token, value=5)
    mine = {"STR.1.seen": "", "STR.1.choice": "2", "STR.1.comment": "mine"}
    reply = client.submit(address, mine)
    assert reply.status_code == 409 or reply.status_code == 422
    assert "Changed on another device" in reply.text
    assert 'value="2" checked' in reply.text
    seen = re.search(r'name="STR\.1\.seen" value="([^"]+)"', reply.text)[1]
    client.submit(address, {**mine, "STR.1.seen": seen, "take": "STR.1"})
    assert answering.questionnaire(named.links["pmo"]).answers["STR.1"].answer.value == 5
    client.submit(address, {**mine, "STR.1.seen": seen})
    assert answering.questionnaire(named.links["pmo"]).answers["STR.1"].answer.value == 2


def test_submitting_lists_what_is_missing_and_then_thanks(client, named) -> None:
    address = begun(client, named.links["pmo"])
    reply = client.submit(address, {"STR.1.seen": "", "STR.1.choice": "4", "then": "submit"})
    assert reply.status_code == 303
    page = client.get(reply.headers["Location"]).text
    assert "Before you submit" in page
    assert f"{address}#question-2" in page
    assert f'{address}#question-1"' not in page
    token = csrf(client, f"{address}done")
    for _ in range(2):
        done = client.post(f"{address}submit", data={"csrf_token": token, "confirmed": "yes"})
        assert done.headers["Location"] == f"{address}done"
    page = client.get(f"{address}done").text
    assert "Thank you" in page
    assert "until 12 Mar 2026" in page
    assert "Your answers are submitted" in client.get(address).text


def test_submitting_nothing_is_refused(client, named) -> None:
    address = begun(client, named.links["pmo"])
    assert client.submit(address, {"then": "submit", "confirmed": "yes"}).status_code == 409
    assert "Nothing is answered yet" in client.get(f"{address}done").text


def test_after_the_close_reading_says_so_and_writing_is_refused(client, named) -> None:
    address = begun(client, named.links["pmo"])
    token = csrf(client, address)
    autosave(client, address, token)
    close(named)
    assert "closed" in client.get(f"/r/{named.links['team']}").text
    assert client.submit(f"/r/{named.links['team']}", page="/sign-in").status_code == 409
    assert client.get(address).headers["Location"] == f"{address}done"
    assert "This assessment is closed" in client.get(f"{address}done").text
    late = autosave(client, address, token, value=1, base=1, operation="two")
    assert (late.status_code, late.json["error"]) == (409, "already_closed")
    assert (
        client.post(address, data={"csrf_token": token, "STR.1.seen": "1", "STR.1.choice": "1"}).status_code
        == 409
    )
    assert client.post(f"{address}submit", data={"csrf_token": token}).status_code == 409


def test_two_invitations_in_one_browser_do_not_mix(client, named) -> None:
    first, second = begun(client, named.links["pmo"]), begun(client, named.links["team"])
    autosave(client, first, csrf(client, first))
    assert answering.questionnaire(named.links["pmo"]).answers.keys() == {"STR.1"}
    assert answering.questionnaire(named.links["team"]).answers == {}
    assert client.get(second).status_code == 200


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_every_page_speaks_the_chosen_language(client, named, language: str) -> None:
    address = begun(client, named.links["pmo"])
    autosave(client, address, csrf(client, address))
    for page in (f"/r/{named.links['team']}", address, f"{address}done"):
        text = client.get(f"{page}?lang={language}").text
        assert f'lang="{language}"' in text
        assert "⟦" in text
