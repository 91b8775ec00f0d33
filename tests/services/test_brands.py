"""A firm's brand and an engagement's cover: who sets them, what is refused, and which reports have them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.db import db, firm_scope
from app.db.brands import EngagementCoverRow, FirmBrandRow, find_brand, find_cover
from app.db.outgoing import AuditEvent
from app.db.reports import find_report
from app.errors import Hidden, Invalid, Refused
from app.reports.branding import MOST_DISCLAIMER, MOST_FOOTER, branding_from_plain
from app.services import brands, reports
from app.services.brands import BrandDraft, CoverDraft, Upload
from app.services.composing import Wanted
from tests.reports.logos import png, svg
from tests.worlds.firms import actor_of

NAVY = BrandDraft("#0B1F4B", "c2410c", "plex-light", " Meridian  Ltd ", "For the addressee.", False)
LOGO = Upload(png(), "logo.png")
DRAWN = Upload(svg(), "client.svg")


@pytest.fixture
def admin(closed, world):
    return actor_of(world, "keel", "admin", "firm_admin")


def events(actor) -> list[str]:
    found = db.session.scalars(select(AuditEvent).where(AuditEvent.firm_id == actor.firm_id))
    wanted = {"brand set", "brand removed", "logo removed", "cover set", "cover removed"}
    return sorted(one.action for one in found if one.action in wanted)


def test_a_brand_is_kept_as_it_was_typed_and_the_logo_as_we_wrote_it(admin) -> None:
    brands.set_brand(admin, NAVY, LOGO)
    row = find_brand()
    assert (row.main_colour, row.accent_colour, row.font) == ("#0b1f4b", "#c2410c", "plex-light")
    assert (row.footer, row.disclaimer, row.is_logo_on_plate) == ("Meridian Ltd", "For the addressee.", False)
    assert (row.logo_kind, row.logo_width, row.logo_height) == ("png", 400, 120)
    assert row.logo != LOGO.content
    page = brands.brand_page(admin, "en")
    assert page.is_set
    assert page.may_set
    assert page.branding.logo.content == row.logo
    assert page.specimen.brand == page.branding.brand
    assert {one.use for one in page.judged} == {"cover", "heading", "drawing", "words"}


def test_a_logo_stays_until_another_comes_or_it_is_removed(admin) -> None:
    brands.set_brand(admin, NAVY, LOGO)
    first = find_brand().logo
    brands.set_brand(admin, BrandDraft("#402060"))
    assert find_brand().logo == first
    brands.set_brand(admin, BrandDraft(), DRAWN)
    assert find_brand().logo_kind == "svg"
    brands.remove_logo(admin)
    brands.remove_logo(admin)
    assert (find_brand().logo, find_brand().logo_kind) == (None, None)
    brands.remove_brand(admin)
    brands.remove_brand(admin)
    assert find_brand() is None
    assert events(admin).count("logo removed") == 1
    assert events(admin).count("brand removed") == 1


def test_what_is_shown_first_is_not_kept(admin, closed) -> None:
    page = brands.brand_page(admin, "en", NAVY, LOGO)
    assert page.branding.main == "#0b1f4b"
    cover = brands.cover_page(admin, closed.engagement_id, "en", CoverDraft("Title"), DRAWN)
    assert cover.specimen.cover.promise == "Title"
    assert db.session.scalars(select(FirmBrandRow)).all() == []
    assert db.session.scalars(select(EngagementCoverRow)).all() == []


@pytest.mark.parametrize(
    ("draft", "field", "reason"),
    [
        (BrandDraft(main="red"), "main_colour", "no_colour"),
        (BrandDraft(accent="#12345"), "accent_colour", "no_colour"),
        (BrandDraft(accent="#123456;}"), "accent_colour", "no_colour"),
        (BrandDraft(font="comic"), "font", "unknown_choice"),
        (BrandDraft(footer="x" * (MOST_FOOTER + 1)), "footer", "too_long"),
        (BrandDraft(disclaimer="x" * (MOST_DISCLAIMER + 1)), "disclaimer", "too_long"),
        (BrandDraft(footer="a\x07b"), "footer", "control_character"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_field(admin, draft, field, reason) -> None:
    with pytest.raises(Invalid) as caught:
        brands.set_brand(admin, draft)
    assert (caught.value.field, caught.value.reason) == (field, reason)
    assert find_brand() is None


def test_a_file_that_is_no_logo_is_refused_at_its_field(admin, consultant, closed) -> None:
    bad = Upload(svg(b"<script>1</script>"), "a.svg")
    for call in (
        lambda: brands.set_brand(admin, NAVY, bad),
        lambda: brands.set_cover(consultant, closed.engagement_id, CoverDraft(), bad),
        lambda: brands.brand_page(admin, "en", NAVY, bad),
    ):
        with pytest.raises(Invalid) as caught:
            call()
        assert (caught.value.field, caught.value.reason) == ("logo", "logo_element")
        assert caught.value.facts == {"element": "script"}


def test_a_consultant_reads_the_brand_and_only_the_administrator_sets_it(consultant, world) -> None:
    assert not brands.brand_page(consultant, "en").may_set
    for call in (
        lambda: brands.set_brand(consultant, NAVY),
        lambda: brands.remove_logo(consultant),
        lambda: brands.remove_brand(consultant),
        lambda: brands.brand_page(actor_of(world, "keel", "sponsor", "sponsor"), "en"),
    ):
        with pytest.raises(Refused):
            call()


def test_a_cover_is_the_team_s_and_goes_back_to_the_firm_s(admin, consultant, closed) -> None:
    brands.set_brand(admin, NAVY, LOGO)
    brands.set_cover(consultant, closed.engagement_id, CoverDraft("Our title", "Our subtitle"), DRAWN)
    page = brands.cover_page(consultant, closed.engagement_id, "en")
    assert (page.branding.title, page.branding.main) == ("Our title", "#0b1f4b")
    assert page.branding.client_logo.kind == "svg"
    brands.remove_client_logo(consultant, closed.engagement_id)
    brands.remove_client_logo(consultant, closed.engagement_id)
    assert find_cover(closed.engagement_id).logo is None
    brands.remove_cover(consultant, closed.engagement_id)
    brands.remove_cover(consultant, closed.engagement_id)
    assert find_cover(closed.engagement_id) is None
    assert not brands.cover_page(consultant, closed.engagement_id, "en").is_set
    assert events(admin) == ["brand set", "cover removed", "cover set", "logo removed"]


def test_a_colleague_outside_the_team_finds_no_cover(closed, world) -> None:
    colleague = actor_of(world, "keel", "admin", "consultant")
    with pytest.raises(Hidden):
        brands.cover_page(colleague, closed.engagement_id, "en")
    with pytest.raises(Hidden):
        brands.set_cover(colleague, closed.engagement_id, CoverDraft("Title"))


def test_an_issued_report_keeps_the_brand_that_it_had(admin, consultant, closed) -> None:
    plain = reports.issue_report(consultant, closed.id)
    assert find_report(plain, whole=True).brand is None
    brands.set_brand(admin, NAVY, LOGO)
    brands.set_cover(consultant, closed.engagement_id, CoverDraft("Our title"), DRAWN)
    branded = reports.issue_report(consultant, closed.id)
    assert branded != plain
    assert reports.issue_report(consultant, closed.id) == branded
    before = branding_from_plain(find_report(branded, whole=True).brand)
    assert (before.main, before.title, before.logo.kind, before.client_logo.kind) == (
        "#0b1f4b",
        "Our title",
        "png",
        "svg",
    )
    hashes = find_report(plain).content_hash, find_report(branded).content_hash
    assert len(set(hashes)) == 2
    brands.remove_brand(admin)
    brands.remove_cover(consultant, closed.engagement_id)
    assert branding_from_plain(find_report(branded, whole=True).brand) == before
    assert reports.issue_report(consultant, closed.id) == plain


@pytest.mark.parametrize(("left_out", "stays"), [("client", "logo"), ("people", "client_logo")])
def test_a_report_that_leaves_out_a_name_has_no_logo_that_tells_it(
    admin, consultant, closed, left_out, stays
) -> None:
    brands.set_brand(admin, NAVY, LOGO)
    brands.set_cover(consultant, closed.engagement_id, CoverDraft("Quay title", "Quay subtitle"), DRAWN)
    wanted = Wanted("roadmap", "board", None, (left_out,))
    row = find_report(reports.issue_report(consultant, closed.id, "en", wanted), whole=True)
    branding = branding_from_plain(row.brand)
    assert [name for name in ("logo", "client_logo") if getattr(branding, name)] == [stays]
    assert (branding.title == "") == (left_out == "client")
    assert (branding.footer == "") == (left_out == "people")


@pytest.mark.slow
def test_the_same_report_in_the_same_brand_has_the_same_bytes(kept, app, world) -> None:
    with firm_scope(kept.firm_id):
        admin = actor_of(world, "keel", "admin", "firm_admin")
        brands.set_brand(admin, NAVY, DRAWN)
        consultant = actor_of(world, "keel", "consultant", "consultant")
        report_id = reports.issue_report(consultant, kept.id, "en", Wanted("roadmap"))
        db.session.commit()
    first = reports.render_apart(kept.firm_id, report_id, lambda share, step: None)
    with firm_scope(kept.firm_id):
        brands.set_brand(admin, BrandDraft("#fff3a0"), LOGO)
        db.session.commit()
    assert reports.render_apart(kept.firm_id, report_id, lambda share, step: None) == first
