"""Switching the mail about reviews, signed in and by the link in the mail."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.services import review_mail
from tests.checked_client import CheckedClient
from tests.worlds.learning import Classroom


def path_of(room: Classroom) -> str:
    return "/review-mail/" + review_mail.stop_address(room.khalid.id).rpartition("/")[2]


def wanted(app: Flask, room: Classroom) -> bool:
    """Whether the mail comes, as the page of the link says it to a browser that was never here."""
    return "Switch it off" in app.test_client().get(path_of(room)).text


def test_a_learner_switches_it_off_and_on_where_reviews_are(app, room, client_for) -> None:
    client = client_for(room.khalid.email)
    assert "Switch it off" in client.get("/learning/review").text
    assert len(client.statements) <= 8
    for choice, word in (("no", "Switch it on"), ("yes", "Switch it off")):
        response = client.submit("/learning/review/mail", {"wanted": choice}, page="/learning/review")
        assert response.status_code == 303
        assert word in client.get("/learning/review").text
        assert wanted(app, room) is (choice == "yes")


def test_opening_the_link_changes_nothing_and_its_button_does(app, room, client: CheckedClient) -> None:
    page = client.get(path_of(room))
    assert page.status_code == 200
    assert "Switch it off" in page.text
    assert wanted(app, room)
    assert "No more mail about reviews" in client.submit(path_of(room)).text
    assert not wanted(app, room)
    assert "No more mail about reviews" in client.get(path_of(room)).text


def test_a_mail_program_stops_it_with_one_post(app, room, client: CheckedClient) -> None:
    """RFC 8058, section 3.2: no cookie, no form token, no redirect; the one field as a form or as multipart."""
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        reply = client.post(path_of(room), data={"List-Unsubscribe": "One-Click"}, content_type=kind)
        assert reply.status_code == 200
        assert not wanted(app, room)
        assert "Set-Cookie" not in reply.headers or "session" not in reply.headers["Set-Cookie"]


def test_a_forged_link_is_not_there(app, room, client: CheckedClient) -> None:
    forged = path_of(room)[:-3] + "abc"
    assert client.get(forged).status_code == 404
    assert client.post(forged, data={"List-Unsubscribe": "One-Click"}).status_code == 404
    assert wanted(app, room)


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_page_reads_in_both_directions(room, client: CheckedClient, language: str) -> None:
    text = client.get(f"{path_of(room)}?lang={language}").text
    assert f'dir="{"rtl" if language.startswith("ar") else "ltr"}"' in text
    assert re.search(r"<button[^>]*>.*⟦", text, re.DOTALL)
