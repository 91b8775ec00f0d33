"""What respondents get back: released by the team, read behind each one's own link, told to nobody twice."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from app.db import db, firm_scope
from app.db.assessments import list_invitations
from app.db.outgoing import AuditEvent, Job, Mail
from app.db.reports import ReportRow
from app.db.responses import ResponseRow, list_answers
from app.services import brands, feedback, files, reports, tokens
from app.translations import translations_for
from app.web.brake import MOST_PAPERS, papers
from tests.conftest import NOW
from tests.reports.logos import png
from tests.reports.reading import fonts, page_texts
from tests.web.reading import text_of
from tests.worlds.closed import COLLEAGUE, CONSULTANT, SPONSOR, closed_assessment, keep_closed
from tests.worlds.firms import actor_of

PAGES = b"%PDF-1.7 the pages of a report"


@pytest.fixture(scope="module")
def kept(whole_app, committed_world):
    return keep_closed(whole_app, committed_world)


@pytest.fixture
def team(kept, app, world):
    return actor_of(world, "keel", "consultant", "consultant")


@pytest.fixture(autouse=True)
def rested():
    papers.release()
    yield
    papers.release()


def give_links(assessment_id: UUID, mode: str) -> dict[str, str]:
    """Give everybody who was invited a link that works, as if it had been mailed; return them by address.

    Without names nothing stored ties a response to an invitation, so the first ones get the first links.
    """
    links = {}
    rows = db.session.scalars(select(ResponseRow).where(ResponseRow.assessment_id == assessment_id)).all()
    loose = [one for one in rows if one.invitation_id is None]
    tied = {one.invitation_id: one for one in rows}
    for one in list_invitations(assessment_id):
        token = tokens.issue_token(one.id, mode)
        one.token_hash, one.sent_at, one.first_message_id = tokens.token_hash(token), NOW, "<first@x>"
        response = loose.pop() if loose else tied.get(one.id)
        if response is not None:
            response.access_hash = tokens.access_hash(token)
        links[one.email if response is not None else f"silent {one.email}"] = token
    db.session.flush()
    return links


def issue(actor, assessment_id: UUID) -> UUID:
    report_id = reports.issue_report(actor, assessment_id)
    reports.publish(report_id, files.store(PAGES), len(PAGES))
    return report_id


@pytest.fixture
def links(kept, team) -> dict[str, str]:
    """Links into the closed confidential assessment, of which a report was issued."""
    with firm_scope(kept.firm_id):
        issue(team, kept.id)
        return give_links(kept.id, "confidential")


@pytest.fixture
def released(kept, team, links) -> dict[str, str]:
    with firm_scope(kept.firm_id):
        feedback.release(team, kept.id)
    return links


def answering(links: dict[str, str]) -> str:
    return next(token for who, token in links.items() if not who.startswith("silent"))


def mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.purpose == "feedback")))


def test_before_the_release_the_link_gives_nothing_back(client, links):
    token = answering(links)
    assert client.get(f"/r/{token}/feedback").status_code == 404
    assert client.get(f"/r/{token}/feedback/file").status_code == 404
    assert "/feedback" not in client.get(f"/r/{token}").get_data(as_text=True)


def test_without_an_issued_report_nothing_can_be_released(kept, client_for):
    consultant = client_for(CONSULTANT)
    page = text_of(consultant.get(f"/assessments/{kept.id}/feedback"))
    assert "Issue a report first" in page
    response = consultant.submit(f"/assessments/{kept.id}/feedback")
    assert response.status_code == 303
    assert "Issue a report first" in text_of(consultant.get(response.headers["Location"]))


def test_the_team_sees_it_with_answers_of_nobody_and_releases_it(kept, client_for, links):
    consultant = client_for(CONSULTANT)
    address = f"/assessments/{kept.id}/feedback"
    page = text_of(consultant.get(address))
    assert len(consultant.statements) <= 14
    assert "the answers in it are invented" in page
    assert "Release and tell them" in page
    assert consultant.submit(address).status_code == 303
    assert "Released on" in text_of(consultant.get(address))


@pytest.mark.parametrize("email", [COLLEAGUE, SPONSOR])
def test_only_the_team_releases(kept, client_for, links, email):
    assert client_for(email).get(f"/assessments/{kept.id}/feedback").status_code in (403, 404)


def test_the_page_shows_ones_own_answers_and_leads_there_from_the_link(client, released):
    token = answering(released)
    assert f'href="/r/{token}/feedback"' in client.get(f"/r/{token}").get_data(as_text=True)
    response = client.get(f"/r/{token}/feedback")
    page = text_of(response)
    for said in ("Your answers and everybody’s", "What is done first", "How your data were used"):
        assert said in page or said in response.get_data(as_text=True)
    assert "Yours are among them" in page
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"].startswith(("private", "no-store"))
    assert len(client.statements) <= 5


def test_two_people_read_their_own_answers_and_nobody_elses(client, released):
    pages = {
        text_of(client.get(f"/r/{token}/feedback"))
        for who, token in released.items()
        if not who.startswith("silent")
    }
    assert len(pages) > 1


def test_whoever_did_not_answer_sees_no_figures_of_the_others(app, world, kept, team, client):
    closed = closed_assessment(kept.firm_id, NOW, team=(world.ids["keel.consultant"],), respondents=20)
    with firm_scope(closed.firm_id):
        issue(team, closed.id)
        links = give_links(closed.id, "confidential")
        feedback.release(team, closed.id)
    token = next(token for who, token in links.items() if who.startswith("silent"))
    page = text_of(client.get(f"/r/{token}/feedback"))
    assert "Nothing was answered through this link" in page
    assert "Everybody" not in page.split("How to read it")[0]
    assert "Yours are among them" not in page


def test_reading_writes_nothing(client, released, kept):
    def rows() -> list[int]:
        with firm_scope(kept.firm_id):
            kinds = (ResponseRow, Job, Mail, ReportRow)
            counts = [len(db.session.scalars(select(one)).all()) for one in kinds]
            events = db.session.scalars(select(AuditEvent).where(AuditEvent.firm_id == kept.firm_id)).all()
            return [*counts, len(events), len(list_answers(kept.id))]

    before = rows()
    client.get(f"/r/{answering(released)}/feedback")
    client.get(f"/r/{answering(released)}/feedback/file")
    assert rows() == before


def test_the_file_has_two_pages_that_say_what_the_page_says(client, released):
    response = client.get(f"/r/{answering(released)}/feedback/file")
    assert response.mimetype == "application/pdf"
    assert "no-store" in response.headers["Cache-Control"]
    pages = page_texts(response.data)
    assert len(pages) == 2
    assert "Your answers and everybody’s" in pages[0]


def test_a_link_has_only_so_many_files_made_within_a_minute(client, released):
    token = answering(released)
    for _ in range(MOST_PAPERS):
        papers.count(tokens.reference(token))
    assert client.get(f"/r/{token}/feedback/file").status_code == 429
    assert client.get(f"/r/{token}/feedback").status_code == 200


def test_nobody_is_told_twice(kept, team, released):
    with firm_scope(kept.firm_id):
        assert feedback.send_feedback(kept.id) == len([one for one in released if "silent" not in one])
        count = len(mails())
        feedback.release(team, kept.id)
        assert feedback.send_feedback(kept.id) == 0
        assert len(mails()) == count


def test_the_mail_carries_the_link_that_was_mailed_before(kept, client, released):
    with firm_scope(kept.firm_id):
        feedback.send_feedback(kept.id)
        body = mails()[0].body
    path = re.search(r"/r/\S+/feedback", body)
    assert path is not None
    assert client.get(path[0]).status_code == 200


def test_nothing_is_told_before_the_release(kept, links):
    with firm_scope(kept.firm_id):
        assert feedback.send_feedback(kept.id) == 0
        assert mails() == []


@pytest.fixture
def nameless(app, world, kept, team):
    """An anonymous assessment, released, with its links."""
    closed = closed_assessment(kept.firm_id, NOW, team=(world.ids["keel.consultant"],), mode="anonymous")
    with firm_scope(closed.firm_id):
        issue(team, closed.id)
        links = give_links(closed.id, "anonymous")
        feedback.release(team, closed.id)
    return closed, links


def test_without_names_everybody_is_told_alike_and_no_link_is_made(nameless):
    closed, links = nameless
    with firm_scope(closed.firm_id):
        hashes = {one.id: one.token_hash for one in list_invitations(closed.id)}
        assert feedback.send_feedback(closed.id) == len(links)
        told = mails()
        assert len({re.sub("Dear .*,", "", one.body) for one in told}) == 1
        assert not any("/r/" in one.body for one in told)
        assert {one.in_reply_to for one in told} == {"<first@x>"}
        assert hashes == {one.id: one.token_hash for one in list_invitations(closed.id)}


def test_without_names_the_link_alone_finds_ones_answers(client, nameless):
    _, links = nameless
    page = text_of(client.get(f"/r/{answering(links)}/feedback"))
    assert "Your answers are kept without your name" in page
    assert "Yours are among them" in page


def test_a_small_group_is_not_set_beside_ones_own_answers(app, world, kept, team, client):
    """Five people are four others: nobody’s figure but one’s own is shown."""
    closed = closed_assessment(kept.firm_id, NOW, team=(world.ids["keel.consultant"],), respondents=5)
    with firm_scope(closed.firm_id):
        issue(team, closed.id)
        links = give_links(closed.id, "confidential")
        feedback.release(team, closed.id)
        shown = feedback.own_feedback(answering(links)).document
    figures = [row.cells[3].value for one in shown.exhibits if one.key == "own" for row in one.rows]
    assert figures
    assert set(figures) == {None}


def test_it_speaks_the_language_that_was_chosen(client, released):
    token = answering(released)
    page = client.get(f"/r/{token}/feedback?lang=ar-XB").get_data(as_text=True)
    assert 'dir="rtl"' in page
    assert translations_for("ar-XB").gettext("Thank you") in page


def test_it_has_the_brand_of_the_report_it_rests_on(app, world, kept, team, client):
    """Later changes of the firm's brand do not reach it, on the page or in the file."""
    closed = closed_assessment(kept.firm_id, NOW, team=(world.ids["keel.consultant"],))
    admin = replace(team, role="firm_admin")
    logo = brands.Upload(png("#c91818"), "logo.png")
    with firm_scope(closed.firm_id):
        brands.set_brand(
            admin, brands.BrandDraft("#0b1f4b", "#0f8a5f", "source-serif", "Keel foot", "Keel words"), logo
        )
        issue(team, closed.id)
        links = give_links(closed.id, "confidential")
        feedback.release(team, closed.id)
        brands.remove_brand(admin)
    token = answering(links)
    page = client.get(f"/r/{token}/feedback").get_data(as_text=True)
    assert "/brand/colours.css?main=%230b1f4b&amp;accent=%230f8a5f&amp;font=source-serif" in page
    assert page.count('src="data:image/png;base64,') == 1
    assert "Keel words" in page
    file = client.get(f"/r/{token}/feedback/file").data
    first, second = page_texts(file)
    assert "Keel foot" in first
    assert "Keel foot" in second
    assert "Keel words" in second
    assert any("Source-Serif" in name for name in fonts(file))
