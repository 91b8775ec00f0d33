"""How a firm's reports look: its colours, logo, face and standing words, and the cover of each engagement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from app.db import db
from app.db.brands import (
    EngagementCoverRow,
    FirmBrandRow,
    HasLogo,
    IssuedBrandRow,
    find_brand,
    find_cover,
    find_issued_brand,
    issued_brand,
)
from app.db.engagements import Engagement, find_engagement
from app.db.people import lock_firm
from app.db.scope import current_firm
from app.errors import Invalid
from app.policy import Action, Actor, may, require, require_role
from app.reports.branding import (
    MOST_DISCLAIMER,
    MOST_FOOTER,
    MOST_SUBTITLE,
    MOST_TITLE,
    Branding,
    branding_from_plain,
    branding_to_plain,
)
from app.reports.contrast import COLOUR, Judged
from app.reports.difference import is_like_the_target
from app.reports.faces import FONTS, Font
from app.reports.logos import Logo, LogoRefused, read_logo
from app.reports.logos.logo import Kind
from app.reports.specimen import tell_specimen
from app.reports.tree import Document
from app.services import trail
from app.services.entries import clean_text
from app.surroundings import now
from app.translations import translations_for
from assessments.redaction import Redaction
from content import canonical_hash


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody hands it over, and what it is called there."""

    content: bytes
    name: str


@dataclass(frozen=True, slots=True)
class BrandDraft:
    """What is typed about a brand; colours as #rrggbb, "" for ours. Nothing of it is trusted yet."""

    main: str = ""
    accent: str = ""
    font: str = "plex"
    footer: str = ""
    disclaimer: str = ""
    is_logo_on_plate: bool = True


@dataclass(frozen=True, slots=True)
class CoverDraft:
    """What is typed about a cover; "" leaves the report's own words."""

    title: str = ""
    subtitle: str = ""
    is_logo_on_plate: bool = True


@dataclass(frozen=True, slots=True)
class BrandPage:
    """The brand, how it would look (`specimen`), and how well its colours can be read; nothing `is_set` is ours.

    `is_like_target`: bars in its accent, as they are drawn, could be taken for the marks of targets.
    """

    branding: Branding
    specimen: Document
    judged: tuple[Judged, ...]
    is_set: bool
    changed_at: datetime | None
    may_set: bool
    is_like_target: bool


@dataclass(frozen=True, slots=True)
class CoverPage:
    """The cover of an engagement's reports over the firm's brand, and how it would look."""

    engagement_id: UUID
    engagement: str
    client: str
    branding: Branding
    specimen: Document
    is_set: bool
    changed_at: datetime | None


def brand_page(
    actor: Actor, language: str, draft: BrandDraft | None = None, upload: Upload | None = None
) -> BrandPage:
    """Return the firm's brand, or how it would be with what is typed. Changes nothing.

    Raises:
        Refused: not of the firm's staff.
        Invalid: something typed that cannot be taken, or a file that is no logo.
    """
    require_role(actor, Action.READ_BRAND)
    row = find_brand()
    branding = _of_firm(row)
    if draft is not None:
        branding = _drafted(branding, draft, upload)
    return BrandPage(
        branding,
        _specimen(actor, branding, language, ""),
        branding.brand.shades.judged,
        row is not None,
        None if row is None else row.changed_at,
        may(actor, Action.SET_BRAND),
        is_like_the_target(branding.brand.shades.drawing),
    )


def set_brand(actor: Actor, draft: BrandDraft, upload: Upload | None = None) -> None:
    """Give reports that are issued from now on this brand; a logo stays until another one comes.

    Raises:
        Refused: not the firm's administrator.
        Invalid: something typed that cannot be taken, or a file that is no logo.
    """
    require_role(actor, Action.SET_BRAND)
    row = find_brand()
    wanted = _drafted(_of_firm(row), draft, upload)
    if row is None:
        row = FirmBrandRow(id=uuid4(), firm_id=current_firm())
        db.session.add(row)
    row.main_colour, row.accent_colour, row.font = wanted.main, wanted.accent, wanted.font
    row.footer, row.disclaimer = wanted.footer, wanted.disclaimer
    row.is_logo_on_plate = wanted.is_logo_on_plate
    _keep_logo(row, wanted.logo)
    row.changed_by, row.changed_at = actor.id, now()
    db.session.flush()
    trail.note(actor.id, "brand set", "firm", actor.firm_id, has_logo=wanted.logo is not None)


def remove_logo(actor: Actor) -> None:
    """Take the firm's logo off reports that are issued from now on; one that is not there stays away.

    Raises:
        Refused: not the firm's administrator.
    """
    require_role(actor, Action.SET_BRAND)
    row = find_brand()
    if row is not None and row.logo is not None:
        _keep_logo(row, None)
        row.changed_by, row.changed_at = actor.id, now()
        db.session.flush()
        trail.note(actor.id, "logo removed", "firm", actor.firm_id)


def remove_brand(actor: Actor) -> None:
    """Go back to our own look; does nothing where it is in force.

    Raises:
        Refused: not the firm's administrator.
    """
    require_role(actor, Action.SET_BRAND)
    row = find_brand()
    if row is not None:
        db.session.delete(row)
        db.session.flush()
        trail.note(actor.id, "brand removed", "firm", actor.firm_id)


def cover_page(
    actor: Actor,
    engagement_id: UUID,
    language: str,
    draft: CoverDraft | None = None,
    upload: Upload | None = None,
) -> CoverPage:
    """Return the cover of an engagement's reports, or how it would be with what is typed. Changes nothing.

    Raises:
        Hidden, Refused: not on the team.
        Invalid: something typed that cannot be taken, or a file that is no logo.
    """
    engagement = require(actor, Action.EDIT_ENGAGEMENT, find_engagement(engagement_id))
    row = find_cover(engagement_id)
    branding = _with_cover(_of_firm(find_brand()), row)
    if draft is not None:
        branding = _with_draft(branding, draft, upload)
    return CoverPage(
        engagement.id,
        engagement.title,
        engagement.client.name,
        branding,
        _specimen(actor, branding, language, engagement.client.name),
        row is not None,
        None if row is None else row.changed_at,
    )


def set_cover(actor: Actor, engagement_id: UUID, draft: CoverDraft, upload: Upload | None = None) -> None:
    """Give reports of the engagement that are issued from now on this cover.

    Raises:
        Hidden, Refused: not on the team.
        Invalid: something typed that cannot be taken, or a file that is no logo.
    """
    engagement = require(actor, Action.EDIT_ENGAGEMENT, find_engagement(engagement_id))
    row = find_cover(engagement_id)
    wanted = _with_draft(_with_cover(Branding(), row), draft, upload)
    if row is None:
        row = EngagementCoverRow(id=uuid4(), firm_id=engagement.firm_id, engagement_id=engagement.id)
        db.session.add(row)
    row.title, row.subtitle = wanted.title, wanted.subtitle
    row.is_logo_on_plate = wanted.is_client_logo_on_plate
    _keep_logo(row, wanted.client_logo)
    row.changed_by, row.changed_at = actor.id, now()
    db.session.flush()
    trail.note(actor.id, "cover set", "engagement", engagement.id, has_logo=wanted.client_logo is not None)


def remove_client_logo(actor: Actor, engagement_id: UUID) -> None:
    """Take the client's logo off reports of the engagement that are issued from now on.

    Raises:
        Hidden, Refused: not on the team.
    """
    engagement = require(actor, Action.EDIT_ENGAGEMENT, find_engagement(engagement_id))
    row = find_cover(engagement.id)
    if row is not None and row.logo is not None:
        _keep_logo(row, None)
        row.changed_by, row.changed_at = actor.id, now()
        db.session.flush()
        trail.note(actor.id, "logo removed", "engagement", engagement.id)


def remove_cover(actor: Actor, engagement_id: UUID) -> None:
    """Go back to the cover of the firm's brand; does nothing where it is in force.

    Raises:
        Hidden, Refused: not on the team.
    """
    engagement = require(actor, Action.EDIT_ENGAGEMENT, find_engagement(engagement_id))
    row = find_cover(engagement.id)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
        trail.note(actor.id, "cover removed", "engagement", engagement.id)


def branding_of(engagement: Engagement, redaction: Redaction) -> Branding:
    """Return the brand of the engagement's reports, without what tells a name that is left out."""
    return _with_cover(_of_firm(find_brand()), find_cover(engagement.id)).redacted(redaction)


def brand_of_firm() -> Branding:
    """Return the firm's brand as it is now, for what is made anew each time and issued to nobody."""
    return replace(_of_firm(find_brand()), disclaimer="")


def keep_brand(firm_id: UUID) -> UUID | None:
    """Keep the firm's brand as it is now, once for all that is issued in it, and return its id; None for ours."""
    content = branding_to_plain(brand_of_firm())
    if content is None:
        return None
    content_hash = canonical_hash(content)
    known = find_issued_brand(content_hash)
    if known is None:
        lock_firm(firm_id)  # two that are issued at once keep one
        known = find_issued_brand(content_hash)
    if known is None:
        known = uuid4()
        db.session.add(IssuedBrandRow(id=known, firm_id=firm_id, content=content, content_hash=content_hash))
        db.session.flush()
    return known


def kept_brand(brand_id: UUID | None) -> Branding:
    """Return a brand that was kept."""
    return branding_from_plain(None if brand_id is None else issued_brand(brand_id))


def _specimen(actor: Actor, branding: Branding, language: str, client: str) -> Document:
    translations = translations_for(language)
    return tell_specimen(
        branding.brand, translations, language, firm=actor.firm_name, client=client, on=now().date()
    )


def _of_firm(row: FirmBrandRow | None) -> Branding:
    if row is None:
        return Branding()
    return Branding(
        main=row.main_colour,
        accent=row.accent_colour,
        font=cast(Font, row.font),
        footer=row.footer,
        disclaimer=row.disclaimer,
        logo=_logo_of(row),
        is_logo_on_plate=row.is_logo_on_plate,
    )


def _with_cover(branding: Branding, row: EngagementCoverRow | None) -> Branding:
    if row is None:
        return branding
    return replace(
        branding,
        title=row.title,
        subtitle=row.subtitle,
        client_logo=_logo_of(row),
        is_client_logo_on_plate=row.is_logo_on_plate,
    )


def _logo_of(row: HasLogo) -> Logo | None:
    if row.logo is None or row.logo_width is None or row.logo_height is None:
        return None
    return Logo(cast(Kind, row.logo_kind), row.logo, row.logo_width, row.logo_height)


def _keep_logo(row: HasLogo, logo: Logo | None) -> None:
    row.logo = logo.content if logo else None
    row.logo_kind = logo.kind if logo else None
    row.logo_width = logo.width if logo else None
    row.logo_height = logo.height if logo else None


def _drafted(known: Branding, draft: BrandDraft, upload: Upload | None) -> Branding:
    font = next((one for one in FONTS if one == draft.font), None)
    if font is None:
        raise Invalid("font", "unknown_choice")
    return Branding(
        main=_colour("main_colour", draft.main),
        accent=_colour("accent_colour", draft.accent),
        font=font,
        footer=_line("footer", draft.footer, MOST_FOOTER),
        disclaimer=_line("disclaimer", draft.disclaimer, MOST_DISCLAIMER),
        logo=_read(upload) or known.logo,
        is_logo_on_plate=draft.is_logo_on_plate,
    )


def _with_draft(known: Branding, draft: CoverDraft, upload: Upload | None) -> Branding:
    return replace(
        known,
        title=_line("title", draft.title, MOST_TITLE),
        subtitle=_line("subtitle", draft.subtitle, MOST_SUBTITLE),
        client_logo=_read(upload) or known.client_logo,
        is_client_logo_on_plate=draft.is_logo_on_plate,
    )


def _colour(field: str, typed: str) -> str | None:
    """Return a colour as it is kept. A leading # may be missing."""
    text = typed.strip().lower()
    if not text:
        return None
    text = text if text.startswith("#") else f"#{text}"
    if not COLOUR.fullmatch(text):
        raise Invalid(field, "no_colour")
    return text


def _line(field: str, typed: str, longest: int) -> str:
    return " ".join(clean_text(typed, field, longest).split())


def _read(upload: Upload | None) -> Logo | None:
    if upload is None:
        return None
    try:
        return read_logo(upload.content, upload.name)
    except LogoRefused as refused:
        raise Invalid("logo", refused.reason, **refused.facts) from refused
