"""The page on which a firm's reports get their look, the cover of an engagement, and where both are read."""

from __future__ import annotations

import html
import io
import re

import pytest

from app.db import firm_scope
from app.db.brands import find_brand, find_cover
from tests.reports.logos import png, svg
from tests.world import World
from tests.worlds.closed import SPONSOR

TYPED = {
    "main_colour": "#fff3a0",
    "accent_colour": "#ffe066",
    "font": "plex",
    "footer": "North Consulting Ltd",
}
TYPED |= {"disclaimer": "For the addressee alone.", "is_logo_on_plate": "y"}


@pytest.fixture
def admin(client_for):
    return client_for(World.admin)


def sent(client, address: str, fields: dict[str, str], file: tuple[bytes, str] | None = None):
    data = {**fields, "csrf_token": client.token(address)}
    if file:
        data["logo"] = (io.BytesIO(file[0]), file[1])
    return client.post(address, data=data, content_type="multipart/form-data")


def test_a_brand_is_saved_shown_and_removed(admin, world) -> None:
    assert "Remove the brand" not in admin.get("/brand").get_data(as_text=True)
    assert sent(admin, "/brand", TYPED, (png(), "logo.png")).status_code == 303
    page = admin.get("/brand").get_data(as_text=True)
    assert 'src="data:image/png;base64,' in page
    assert "North Consulting Ltd · Confidential" in page
    assert "For the addressee alone." in page
    assert "/brand/colours.css?main=%23fff3a0&amp;accent=%23ffe066&amp;font=plex" in page
    for address in ("/brand/logo/remove", "/brand/remove"):
        token = admin.token("/brand")
        assert admin.post(address, data={"csrf_token": token}).status_code == 303
    with firm_scope(world.ids["north"]):
        assert find_brand() is None


def test_the_page_says_what_becomes_of_a_colour_that_cannot_be_read(admin) -> None:
    page = sent(admin, "/brand", TYPED | {"show": "1"}).get_data(as_text=True)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "1.30 : 1 needs 3.00 : 1 #A89443 instead, yours is too light: 3.01 : 1" in words
    assert "14.04 : 1 needs 4.50 : 1 #FFF3A0 as given" in words


def test_an_accent_like_the_marks_of_targets_is_told_before_it_is_saved(admin) -> None:
    words = "look much like the orange marks of targets"
    assert words in sent(admin, "/brand", TYPED | {"show": "1", "accent_colour": "#c8641a"}).get_data(
        as_text=True
    )
    assert words not in sent(admin, "/brand", TYPED | {"show": "1", "accent_colour": "#0b7a75"}).get_data(
        as_text=True
    )


def test_showing_first_saves_nothing(admin, world) -> None:
    response = sent(admin, "/brand", TYPED | {"show": "1"}, (svg(), "logo.svg"))
    assert response.status_code == 200
    assert 'src="data:image/svg+xml;base64,' in response.get_data(as_text=True)
    with firm_scope(world.ids["north"]):
        assert find_brand() is None


def form_address(page: str) -> str:
    return html.unescape(re.search(r'<form[^>]*action="([^"]+)"[^>]*id="brand-form"', page)[1])


def test_what_is_shown_first_and_saved_keeps_the_language_of_the_address(admin, kept, consultant) -> None:
    cover = f"/engagements/{kept.engagement_id}/cover"
    for client, address, fields in (
        (admin, "/brand", TYPED),
        (consultant, cover, {"title": "A title", "subtitle": ""}),
    ):
        asked = f"{address}?lang=ar-XB"
        to = form_address(client.get(asked).get_data(as_text=True))
        assert to == asked
        shown = sent(client, to, fields | {"show": "1"})
        assert shown.status_code == 200
        words = shown.get_data(as_text=True)
        assert '<html lang="ar-XB" dir="rtl"' in words
        assert form_address(words) == asked
        assert sent(client, to, fields).headers["Location"].endswith(asked)
        assert "lang" not in form_address(client.get(address).get_data(as_text=True))


@pytest.mark.parametrize(
    ("field", "value", "file", "sentence"),
    [
        ("main_colour", "navy", None, "Enter a colour as # and six digits"),
        ("footer", "x" * 81, None, "80"),
        ("font", "comic", None, "Not a valid choice"),
        ("footer", "ok", (svg(b"<script/>"), "a.svg"), "holds “script”"),
        ("footer", "ok", (png()[:300], "a.png"), "damaged or cut off"),
        ("footer", "ok", (b"GIF89a", "a.gif"), "ends in .png or .svg"),
        ("footer", "ok", (svg(), "a.png"), "holds something else"),
    ],
)
def test_what_is_refused_comes_back_with_its_reason_and_what_was_typed(
    admin, field, value, file, sentence
) -> None:
    response = sent(admin, "/brand", TYPED | {field: value}, file)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert sentence in page
    assert 'value="#fff3a0"' in page or field == "main_colour"
    assert "For the addressee alone." in page


def test_a_hostile_name_of_a_file_or_element_is_shown_as_text(admin) -> None:
    hostile = svg(b'<path d="&lt;img src=x onerror=alert(1)&gt;"/>')
    page = sent(admin, "/brand", TYPED, (hostile, "a.svg")).get_data(as_text=True)
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_a_consultant_looks_and_a_sponsor_does_not(kept, client_for) -> None:
    consultant = client_for(World.consultant)
    page = consultant.get("/brand").get_data(as_text=True)
    assert "Your firm’s administrator sets the brand." in page
    assert "Save the brand" not in page
    assert (
        consultant.post("/brand", data={"csrf_token": consultant.token("/engagements/new")}).status_code
        == 403
    )
    assert client_for(SPONSOR).get("/brand").status_code == 403


def test_the_cover_of_an_engagement(kept, consultant) -> None:
    address = f"/engagements/{kept.engagement_id}/cover"
    assert address in consultant.get(f"/engagements/{kept.engagement_id}").get_data(as_text=True)
    typed = {"title": "A <b>bold</b> promise", "subtitle": "Review", "is_logo_on_plate": "y"}
    shown = sent(consultant, address, typed | {"show": "1"}).get_data(as_text=True)
    assert "A &lt;b&gt;bold&lt;/b&gt; promise" in shown
    assert sent(consultant, address, typed, (svg(b"<set/>"), "a.svg")).status_code == 422
    assert sent(consultant, address, typed, (svg(), "a.svg")).status_code == 303
    assert 'src="data:image/svg+xml;base64,' in consultant.get(address).get_data(as_text=True)
    composed = consultant.get(f"/assessments/{kept.id}/reports/compose").get_data(as_text=True)
    assert "A &lt;b&gt;bold&lt;/b&gt; promise" in composed
    for way in ("logo/remove", "remove"):
        token = consultant.token(address)
        assert consultant.post(f"{address}/{way}", data={"csrf_token": token}).status_code == 303
    with firm_scope(kept.firm_id):
        assert find_cover(kept.engagement_id) is None


def test_the_sheet_of_colours_knows_only_what_its_address_says(app) -> None:
    visitor = app.test_client()
    sheet = visitor.get("/brand/colours.css?main=%23fff3a0&accent=%23ffe066&font=plex-light")
    text = sheet.get_data(as_text=True)
    assert sheet.mimetype == "text/css"
    assert "--cover:#fff3a0;" in text
    assert "--on-cover:#10233a;" in text
    assert "--accent:#a89443;" in text
    assert "h2{font-weight:var(--light)}" in text
    assert "--paper:#ffffff;" in text
    assert "@font-face" not in text  # the site has that face already
    serif = visitor.get("/brand/colours.css?font=source-serif").get_data(as_text=True)
    assert ".p-branded{font-family:source-serif-4,noto-naskh-arabic," in serif
    files = re.findall(r'url\("(/assets/[^"]+)"\)', serif)
    assert len(files) == 12  # Latin in two parts and Arabic, serif and sans, in two weights
    assert all(visitor.get(file).mimetype == "font/woff2" for file in files)
    assert (
        visitor.get("/brand/colours.css?font=evil").get_data() == visitor.get("/brand/colours.css").get_data()
    )
    for hostile in ("red;}*{x:url(//evil)", "%23fff", "%23123456%3B%7D"):
        harmless = visitor.get(f"/brand/colours.css?main={hostile}").get_data(as_text=True)
        assert harmless == visitor.get("/brand/colours.css").get_data(as_text=True)
