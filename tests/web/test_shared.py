"""A report behind a link: nothing before the button, the report after it, the same 404 for everything else."""

from __future__ import annotations

import re

import pytest

from app.db import firm_scope
from app.services import brands, files, reports, shared
from app.services.brands import BrandDraft, Upload
from app.services.composing import Wanted
from app.services.tokens import reference
from tests.reports.logos import svg
from tests.web.reading import text_of
from tests.worlds.firms import actor_of

PAGES = b"%PDF-1.7 shared pages"
HEADERS = ("Referrer-Policy", "X-Robots-Tag", "Cache-Control", "Content-Security-Policy")


@pytest.fixture
def consultant(kept, app, world):
    return actor_of(world, "keel", "consultant", "consultant")


@pytest.fixture
def report_id(kept, consultant):
    with firm_scope(kept.firm_id):
        report_id = reports.issue_report(consultant, kept.id)
        reports.publish(report_id, files.store(PAGES), len(PAGES))
    return report_id


@pytest.fixture
def token(kept, consultant, report_id) -> str:
    with firm_scope(kept.firm_id):
        return shared.share(consultant, report_id, "Board", 7).rsplit("/", 1)[1]


@pytest.fixture
def opened(client, token):
    """A browser in which the link was opened, and the address it was led to."""
    response = client.submit(f"/shared/{token}")
    assert response.status_code == 303
    return client, response.headers["Location"]


def views(kept, consultant, report_id) -> int:
    with firm_scope(kept.firm_id):
        return shared.list_links(consultant, report_id)[0].views


def test_the_report_is_read_in_the_brand_that_it_was_issued_in(client, kept, consultant, world):
    admin = actor_of(world, "keel", "admin", "firm_admin")
    with firm_scope(kept.firm_id):
        brands.set_brand(admin, BrandDraft("#fff3a0", disclaimer="For you alone."), Upload(svg(), "logo.svg"))
        report_id = reports.issue_report(consultant, kept.id, "en", Wanted("roadmap"))
        reports.publish(report_id, files.store(PAGES), len(PAGES))
        token = shared.share(consultant, report_id, "Board", 7).rsplit("/", 1)[1]
        brands.remove_brand(admin)
    page = client.get(client.submit(f"/shared/{token}").headers["Location"])
    text = page.get_data(as_text=True)
    assert 'href="/brand/colours.css?main=%23fff3a0&amp;font=plex"' in text
    assert 'src="data:image/svg+xml;base64,' in text
    assert "For you alone." in text
    assert "p-branded" in text


def test_the_first_page_tells_nothing_and_counts_nothing(client, token, kept, consultant, report_id):
    response = client.get(f"/shared/{token}")
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    for secret in ("Qantara", "QEC", "Keel", "PL-2026", "maturity", "Board"):
        assert secret not in page
    assert response.headers["X-Robots-Tag"].startswith("noindex")
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert views(kept, consultant, report_id) == 0


def test_the_button_leads_to_the_report_under_another_address(opened, token, kept, consultant, report_id):
    client, address = opened
    assert address == f"/shared/report/{reference(token)}"
    assert token not in address
    assert views(kept, consultant, report_id) == 1
    cookie = client.get_cookie("shared", path=address)
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.path == address


def test_the_report_is_there_to_read(opened):
    client, address = opened
    response = client.get(address)
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "Qantara Engineering &amp; Contracting (QEC)" in page
    for section in ("verdict", "profile", "gaps", "kind", "plan", "decisions"):
        assert f'id="section-of-{section}"' in page
    assert re.search(r'<link rel="stylesheet" href="/assets/\w+/exhibits.css">', page)
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert len(client.statements) <= 10


def test_its_style_sheet_is_served(opened):
    client, address = opened
    sheet = re.search(r'href="(/assets/\w+/exhibits.css)"', client.get(address).get_data(as_text=True))[1]
    response = client.get(sheet)
    assert response.mimetype == "text/css"
    assert b".x-section" in response.data


def test_nothing_on_the_page_leads_further_in(opened):
    client, address = opened
    page = client.get(address).get_data(as_text=True)
    places = set(re.findall(r'(?:href|action)="(/[^"]*)"', page))
    assert {place for place in places if not place.startswith(("/assets/", "/language"))} <= {
        "/",
        f"{address}/file",
        f"{address}/what-if",
        *{place for place in places if place.startswith(f"{address}?lang=")},
    }


def test_the_file_can_be_saved(opened):
    client, address = opened
    response = client.get(f"{address}/file")
    assert response.data == PAGES
    assert response.headers["Content-Disposition"].startswith('attachment; filename="PL-2026-0001')
    again = client.get(f"{address}/file", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_speaks_the_language_of_the_report(client, kept, consultant):
    with firm_scope(kept.firm_id):
        report_id = reports.issue_report(consultant, kept.id, "ar-XB")
        reports.publish(report_id, files.store(PAGES), len(PAGES))
        address = shared.share(consultant, report_id, "Board").rpartition("/shared/")[2]
    page = client.get(client.submit(f"/shared/{address}").headers["Location"]).get_data(as_text=True)
    assert '<html lang="ar-XB" dir="rtl">' in page


def test_the_address_alone_opens_nothing(token, client):
    assert client.get(f"/shared/report/{reference(token)}").status_code == 404
    assert client.get(f"/shared/report/{reference(token)}/file").status_code == 404


def test_the_cookie_of_one_link_does_not_open_another(opened, kept, consultant, report_id, app):
    client, address = opened
    with firm_scope(kept.firm_id):
        other = shared.share(consultant, report_id, "Press").rsplit("/", 1)[1]
    client.set_cookie("shared", other, path=address)
    assert client.get(address).status_code == 404


def test_what_has_ended_looks_like_what_never_was(
    app, client, opened, token, kept, consultant, report_id, clock
):
    browser, address = opened
    with firm_scope(kept.firm_id):
        gone = shared.share(consultant, report_id, "Gone").rsplit("/", 1)[1]
        links = {link.recipient: link.id for link in shared.list_links(consultant, report_id)}
        shared.revoke(consultant, report_id, links["Gone"])
    unknown = client.get(f"/shared/{'x' * 27}")
    revoked = client.get(f"/shared/{gone}")
    clock.advance(days=7)
    expired = client.get(f"/shared/{token}")
    for answer in (revoked, expired):
        assert answer.status_code == unknown.status_code == 404
        assert text_of(answer) == text_of(unknown)
        for name in HEADERS:
            assert answer.headers[name] == unknown.headers[name]
    assert client.submit(f"/shared/{token}").status_code == 404
    assert browser.get(address).status_code == 404
    assert browser.get(f"{address}/file").status_code == 404


@pytest.mark.parametrize("path", ["x", "a%20b", "%F0%9F%98%80", "x" * 3000, "..%2F..%2Fsign-in"])
def test_what_is_no_link_is_a_plain_404(client, path):
    assert client.get(f"/shared/{path}").status_code == 404


def test_an_opening_without_its_token_against_forgery_is_refused(client, token, kept, consultant, report_id):
    assert client.post(f"/shared/{token}").status_code == 403
    assert views(kept, consultant, report_id) == 0
