"""Certificates on the site: for their holders, for whoever checks one, and for staff that revoke one."""

from __future__ import annotations

import html
import re
from uuid import UUID

import pytest

from app.db import db, firm_scope
from app.services import certificates, credentials, learning
from app.web.brake import FAILURES
from tests.checked_client import CheckedClient
from tests.services.test_certificates import earned
from tests.world import World
from tests.worlds.learning import Classroom, answers_to, begun

MOST_STATEMENTS = 10


@pytest.fixture
def line(room: Classroom) -> certificates.CertificateLine:
    with firm_scope(room.firm_id):
        found = earned(room.khalid)
    db.session.commit()
    return found


def text_of(response) -> str:
    text = re.sub(r"<(script|style).*?</\1>", " ", response.get_data(as_text=True), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def show(line: certificates.CertificateLine, khalid: CheckedClient, name: str) -> None:
    address = f"/learning/certificates/{line.id}"
    assert khalid.submit(address, {"name_shown": name}).status_code == 303


def test_the_page_after_the_last_test_leads_to_the_certificate(room: Classroom, khalid) -> None:
    with firm_scope(room.firm_id):
        enrolment_id, page = begun(room.khalid, "exam")
        learning.submit_attempt(room.khalid, enrolment_id, page.id, answers_to(page, right=99))
        (found,) = certificates.my_certificates(room.khalid)
    db.session.commit()
    page = khalid.get(f"/learning/{enrolment_id}/finish")
    assert f'href="/learning/certificates/{found.id}"' in page.get_data(as_text=True)
    assert len(khalid.statements) <= MOST_STATEMENTS


def test_ones_own_certificates_are_listed(line, khalid, room, client_for) -> None:
    page = khalid.get("/learning/certificates")
    assert "PMO essentials Valid 2 Mar 2026" in text_of(page)
    assert len(khalid.statements) <= MOST_STATEMENTS
    other = client_for(room.anneke.email)
    assert "No certificate yet" in text_of(other.get("/learning/certificates"))
    assert other.get(f"/learning/certificates/{line.id}").status_code == 404


def test_the_holder_decides_what_is_shown_and_printed(line, khalid) -> None:
    address = f"/learning/certificates/{line.id}"
    assert "20 of 20" in text_of(khalid.get(address))
    assert khalid.submit(address, {"name_shown": "nickname"}, page=address).status_code == 422
    response = khalid.submit(address, {"name_shown": "initials", "prints_share": "y"})
    assert response.status_code == 303
    page = khalid.get(address).get_data(as_text=True)
    assert re.search(r'value="initials"[^>]*checked|checked[^>]*value="initials"', page)
    assert re.search(r'<input[^>]*checked[^>]*id="prints_share"|id="prints_share"[^>]*checked', page)


def test_the_file_is_a_pdf_of_ones_own(line, khalid, room, client_for) -> None:
    address = f"/learning/certificates/{line.id}/file"
    response = khalid.get(address)
    assert response.mimetype == "application/pdf"
    assert response.data.startswith(b"%PDF-1.7")
    assert 'filename="certificate-pmo-essentials.pdf"' in response.headers["Content-Disposition"]
    assert khalid.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    assert client_for(room.anneke.email).get(address).status_code == 404


def test_the_badge_is_a_signed_credential_whose_key_and_issuer_are_published(
    line, khalid, client: CheckedClient, room
) -> None:
    response = khalid.get(f"/learning/certificates/{line.id}/credential")
    assert response.mimetype == "application/vc+jwt"
    with firm_scope(room.firm_id):
        assert response.get_data(as_text=True) == credentials.signed_credential(room.khalid, line.id)
    keys = client.get("/.well-known/jwks.json").get_json()["keys"]
    assert client.get(f"/certificates/keys/{keys[0]['kid']}").get_json() == keys[0]
    assert "d" not in keys[0]
    profile = client.get(f"/certificates/issuers/{room.firm_id}").get_json()
    assert (profile["type"], profile["id"].endswith(str(room.firm_id))) == (["Profile"], True)
    revoked = client.get(f"/certificates/issuers/{room.firm_id}/revoked").get_json()
    assert revoked["revokedCredential"] == []


def test_anybody_can_check_a_code_and_learns_no_name_without_consent(line, client: CheckedClient) -> None:
    page = client.get(f"/certificates/{line.code}")
    told = text_of(page)
    assert "This certificate is valid" in told
    for words in ("PMO essentials", "2 Mar 2026", "north", line.code):
        assert words in told
    for words in ("Khalid", "20 of 20", str(line.id), str(line.enrolment_id), "works.example"):
        assert words not in page.get_data(as_text=True)
    assert len(client.statements) <= 2


@pytest.mark.parametrize(("name", "told"), [("initials", "Holder K."), ("full", "Holder Khalid")])
def test_a_name_shows_as_its_bearer_agreed(line, khalid, client: CheckedClient, name: str, told: str) -> None:
    show(line, khalid, name)
    assert told in text_of(client.get(f"/certificates/{line.code}"))


def test_robots_keep_off_and_no_address_is_passed_on(line, client: CheckedClient) -> None:
    for path in ("/certificates", f"/certificates/{line.code}", "/certificates/wrong"):
        headers = client.get(path).headers
        assert headers["X-Robots-Tag"].startswith("noindex")
        assert headers["Referrer-Policy"] == "no-referrer"


def test_a_typed_code_leads_to_the_check(line, client: CheckedClient) -> None:
    typed = line.code.lower().replace("-", " ").replace("0", "o")
    response = client.get("/certificates", query_string={"code": typed})
    assert (response.status_code, response.headers["Location"]) == (303, f"/certificates/{line.code}")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("AB12", "this one has 4"),
        ("U" * 28, "but no U"),
        ("0000-0000-0000-0000-0000-0001-0580", "There is a typing error"),
        ('"><script>', "this one has 6"),
    ],
)
def test_a_typing_error_is_named(client: CheckedClient, typed: str, problem: str) -> None:
    response = client.get("/certificates", query_string={"code": typed})
    assert response.status_code == 422
    assert problem in text_of(response)
    assert client.get("/certificates").status_code == 200


def test_an_unknown_code_is_told_as_such_and_guessing_is_braked(line, client: CheckedClient) -> None:
    unknown = "/certificates/0000-0000-0000-0000-0000-0001-0508"
    for _ in range(FAILURES):
        response = client.get(unknown)
        assert response.status_code == 404
        assert "No certificate has this code" in text_of(response)
    assert client.get(unknown).status_code == 429
    assert client.get(f"/certificates/{line.code}").status_code == 429


def test_staff_revoke_and_restore_and_everybody_sees_it(line, room, khalid, client, client_for) -> None:
    staff = client_for(room.consultant.email)
    training = f"/assessments/{room.assessment_id}/training"
    held = f"/assessments/{room.assessment_id}/certificates/{line.id}"
    assert f'href="{held}"' in staff.get(training).get_data(as_text=True)
    assert len(staff.statements) <= 14
    form = {"reason": "wrong details", "note": "Name misspelt"}
    assert staff.submit(held, form).status_code == 422
    assert "This certificate is valid" in text_of(client.get(f"/certificates/{line.code}"))
    assert staff.submit(held, {**form, "confirmed": "y"}).status_code == 303
    told = text_of(client.get(f"/certificates/{line.code}"))
    assert "This certificate does not count" in told
    assert "What it says is not right." in told
    assert "misspelt" not in told
    mine = text_of(khalid.get(f"/learning/certificates/{line.id}"))
    assert "Revoked on 2 Mar 2026" in mine
    assert "Name misspelt" in mine
    assert khalid.get(f"/learning/certificates/{line.id}/credential").status_code == 409
    assert "Revoked" in text_of(staff.get(training))
    assert staff.submit(f"{held}/restored", page=held).status_code == 303
    assert "This certificate is valid" in text_of(client.get(f"/certificates/{line.code}"))


def test_only_the_team_reaches_the_page_that_revokes(line, room, client_for) -> None:
    held = f"/assessments/{room.assessment_id}/certificates/{line.id}"
    assert client_for(room.colleague.email).get(held).status_code == 404
    assert client_for(room.khalid.email).get(held).status_code == 403
    unknown = UUID(int=7)
    assert client_for(room.admin.email).get(held.replace(str(line.id), str(unknown))).status_code == 404


def test_the_administrator_revokes_what_a_colleague_earned(room, client_for) -> None:
    with firm_scope(room.firm_id):
        line = earned(room.colleague)
    db.session.commit()
    admin = client_for(World.admin)
    assert "/people/certificates" in admin.get("/people").text
    address = f"/people/certificates/{line.id}"
    assert f'href="{address}"' in admin.get("/people/certificates").text
    assert len(admin.statements) <= MOST_STATEMENTS
    assert re.search(r'href="/people"[^>]*aria-current="page"', admin.get("/people/certificates").text)
    refused = admin.submit(address, {"reason": "mistake"}, page=address)
    assert refused.status_code == 422  # it was not confirmed
    assert (
        admin.submit(address, {"reason": "rules broken", "confirmed": "y"}, page=address).status_code == 303
    )
    assert "Revoked on 2 Mar 2026" in text_of(admin.get(address))
    assert "Revoked" in text_of(admin.get("/people/certificates"))
    assert admin.submit(f"{address}/restored", page=address).status_code == 303
    assert "Revoked on" not in text_of(admin.get(address))
    assert client_for(room.colleague.email).get(address).status_code == 403


def test_ones_own_revocation_has_no_button_to_take_it_back(room, client_for) -> None:
    with firm_scope(room.firm_id):
        line = earned(room.admin)
        certificates.revoke(room.admin, None, line.id, "mistake")
    db.session.commit()
    page = client_for(World.admin).get(f"/people/certificates/{line.id}")
    assert "somebody else has to take the revocation back" in text_of(page)
    assert "/restored" not in page.text


def test_an_administrator_elsewhere_finds_no_certificate_of_this_firm(room, client_for) -> None:
    with firm_scope(room.firm_id):
        line = earned(room.colleague)
    db.session.commit()
    elsewhere = client_for("admin@south.example")
    assert elsewhere.get(f"/people/certificates/{line.id}").status_code == 404
    assert line.holder not in text_of(elsewhere.get("/people/certificates"))
