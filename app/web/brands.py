"""How a firm's reports look, and the cover of each engagement: set beside a page that shows it at once."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.errors import Invalid
from app.languages import gettext as _
from app.languages import language
from app.places import STATIC
from app.reports.brand import UNBRANDED, Brand
from app.reports.branding import Branding
from app.reports.contrast import OUR_ACCENT, OUR_MAIN
from app.reports.faces import FONTS
from app.reports.paper import preview_html
from app.reports.tree import Document
from app.security import actor
from app.services import brands as service
from app.translations import translations_for
from app.web.access import STAFF, anyone, signed_in
from app.web.faces import faces_css
from app.web.forms.brands import brand_form, cover_form
from app.web.wording import put_on

brands = Blueprint("brands", __name__)
ADMINISTRATOR = frozenset({"firm_admin"})
_TOKEN = re.compile(r"(--[\w-]+): (#[0-9a-f]{6});")


@brands.get("/brand")
@signed_in(STAFF, "firm")
def show() -> ResponseReturnValue:
    page = service.brand_page(actor(), language())
    return _brand_shown(page, brand_form(page.branding))


@brands.post("/brand")
@signed_in(ADMINISTRATOR, "firm")
def save() -> ResponseReturnValue:
    page = service.brand_page(actor(), language())
    form = brand_form(page.branding)
    if form.validate_on_submit():
        try:
            if request.form.get("show"):
                page = service.brand_page(actor(), language(), form.draft(), form.upload())
                return _brand_shown(page, form)
            service.set_brand(actor(), form.draft(), form.upload())
        except Invalid as error:
            put_on(form, error)
        else:
            flash(_("The brand is saved. Reports that are issued from now on have it."), "good")
            return redirect(url_for(".show", lang=_wish()), 303)
    return _brand_shown(page, form)


@brands.post("/brand/logo/remove")
@signed_in(ADMINISTRATOR, "firm")
def remove_logo() -> ResponseReturnValue:
    service.remove_logo(actor())
    flash(_("The logo is removed. Issued reports keep it."), "good")
    return redirect(url_for(".show"), 303)


@brands.post("/brand/remove")
@signed_in(ADMINISTRATOR, "firm")
def remove() -> ResponseReturnValue:
    service.remove_brand(actor())
    flash(_("The brand is removed. Issued reports keep it."), "good")
    return redirect(url_for(".show"), 303)


@brands.get("/engagements/<uuid:engagement_id>/cover")
@signed_in(STAFF, "engagement")
def cover(engagement_id: UUID) -> ResponseReturnValue:
    page = service.cover_page(actor(), engagement_id, language())
    return _cover_shown(page, cover_form(page.branding))


@brands.post("/engagements/<uuid:engagement_id>/cover")
@signed_in(STAFF, "engagement")
def save_cover(engagement_id: UUID) -> ResponseReturnValue:
    page = service.cover_page(actor(), engagement_id, language())
    form = cover_form(page.branding)
    if form.validate_on_submit():
        try:
            if request.form.get("show"):
                page = service.cover_page(actor(), engagement_id, language(), form.draft(), form.upload())
                return _cover_shown(page, form)
            service.set_cover(actor(), engagement_id, form.draft(), form.upload())
        except Invalid as error:
            put_on(form, error)
        else:
            flash(_("The cover is saved. Reports that are issued from now on have it."), "good")
            return redirect(url_for(".cover", engagement_id=engagement_id, lang=_wish()), 303)
    return _cover_shown(page, form)


@brands.post("/engagements/<uuid:engagement_id>/cover/logo/remove")
@signed_in(STAFF, "engagement")
def remove_client_logo(engagement_id: UUID) -> ResponseReturnValue:
    service.remove_client_logo(actor(), engagement_id)
    flash(_("The logo is removed. Issued reports keep it."), "good")
    return redirect(url_for(".cover", engagement_id=engagement_id), 303)


@brands.post("/engagements/<uuid:engagement_id>/cover/remove")
@signed_in(STAFF, "engagement")
def remove_cover(engagement_id: UUID) -> ResponseReturnValue:
    service.remove_cover(actor(), engagement_id)
    flash(_("The cover is that of your firm again. Issued reports keep theirs."), "good")
    return redirect(url_for(".cover", engagement_id=engagement_id), 303)


@brands.get("/brand/colours.css")
@anyone()
def colours() -> Response:
    """Return the shades of two colours as a style sheet: arithmetic on the address, which knows nothing of anybody."""
    try:
        brand = Brand(main=request.args.get("main") or None, accent=request.args.get("accent") or None)
    except ValueError:
        brand = Brand()
    font = next((one for one in FONTS if one == request.args.get("font")), UNBRANDED.font)
    response = Response(sheet_of(replace(brand, font=font)), mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def colours_url(branding: Branding) -> str:
    """Return where the style sheet of a brand is."""
    # What is None is left out of the address.
    return url_for("brands.colours", main=branding.main, accent=branding.accent, font=branding.font)


def sheet_of(brand: Brand) -> str:
    """Return the colours of paper and of a brand on it, whatever the colours of the page around, and its face."""
    tokens = dict(_light_tokens())
    shades = brand.shades
    if brand.main:
        tokens |= {"--cover": shades.cover, "--on-cover": shades.on_cover, "--phase": shades.heading}
        tokens["--on-cover-quiet"] = shades.on_cover_quiet
    if brand.main or brand.accent:
        tokens |= {"--accent": shades.drawing, "--accent-words": shades.words}
    own = ";".join(f"{name}:{value}" for name, value in tokens.items())
    weight = "--light" if brand.face.has_light_titles else "--strong"
    titles = f".p-branded .x-section>h2{{font-weight:var({weight})}}"
    return f".p-branded{{color-scheme:light;{own}}}{titles}{faces_css(brand.font)}"


def branded(document: Document, branding: Branding, written_in: str, *, has_foot: bool = False) -> Markup:
    """Return a document as a page shows it, with the logos of its brand."""
    return preview_html(document, translations_for(written_in), branding.addresses, has_foot=has_foot)


@lru_cache(maxsize=1)
def _light_tokens() -> tuple[tuple[str, str], ...]:
    """Return the site's colours in the light: paper is white in the dark as well."""
    sheet = (STATIC / "css" / "tokens.css").read_text("utf-8")
    return tuple(_TOKEN.findall(sheet[: sheet.index("@media")]))


def _wish() -> str | None:
    """Return the language that the address asks for by name, for the address that follows."""
    return request.args.get("lang")


def _brand_shown(page: service.BrandPage, form: object) -> ResponseReturnValue:
    words = render_template(
        "brands/show.html",
        page=page,
        ours=(OUR_MAIN, OUR_ACCENT),
        form=form,
        lang=_wish(),
        sheet=colours_url(page.branding),
        preview=branded(page.specimen, page.branding, language(), has_foot=True),
    )
    return words, 422 if form.errors else 200  # type: ignore[attr-defined]  # wtforms ships no types


def _cover_shown(page: service.CoverPage, form: object) -> ResponseReturnValue:
    words = render_template(
        "brands/cover.html",
        page=page,
        form=form,
        lang=_wish(),
        sheet=colours_url(page.branding),
        preview=branded(page.specimen, page.branding, language(), has_foot=True),
    )
    return words, 422 if form.errors else 200  # type: ignore[attr-defined]  # wtforms ships no types
