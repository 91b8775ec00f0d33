"""The brand of one report, complete with its logos: what is kept with the report when it is issued."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from app.reports.brand import Brand, Mark
from app.reports.faces import Font
from app.reports.logos import MEDIA, Logo
from app.reports.logos.logo import Kind
from assessments.redaction import Redaction
from content import from_plain, to_plain

MOST_TITLE, MOST_SUBTITLE, MOST_FOOTER, MOST_DISCLAIMER = 120, 160, 80, 400
LOGOS = ("logo", "client_logo")


@dataclass(frozen=True, slots=True)
class Branding:
    """What a firm and an engagement have set, as values alone; `brand` is how a document takes it."""

    main: str | None = None
    accent: str | None = None
    font: Font = "plex"
    footer: str = ""
    disclaimer: str = ""
    title: str = ""
    subtitle: str = ""
    logo: Logo | None = None
    client_logo: Logo | None = None
    is_logo_on_plate: bool = True
    is_client_logo_on_plate: bool = True

    @property
    def brand(self) -> Brand:
        return Brand(
            main=self.main,
            accent=self.accent,
            logo=_mark("logo", self.logo, self.is_logo_on_plate),
            client_logo=_mark("client-logo", self.client_logo, self.is_client_logo_on_plate),
            font=self.font,
            footer=self.footer,
            disclaimer=self.disclaimer,
            title=self.title,
            subtitle=self.subtitle,
        )

    @property
    def assets(self) -> Mapping[str, bytes]:
        """Return the logos by the names that `brand` gives them."""
        brand = self.brand
        named = ((brand.logo, self.logo), (brand.client_logo, self.client_logo))
        return {mark.name: logo.content for mark, logo in named if mark and logo}

    @property
    def addresses(self) -> Mapping[str, str]:
        """Return the logos as data addresses, for a page that shows them as pictures and for nobody to open alone."""
        media = {name: MEDIA["svg" if name.endswith(".svg") else "png"] for name in self.assets}
        return {
            name: f"data:{media[name]};base64,{base64.b64encode(content).decode()}"
            for name, content in self.assets.items()
        }

    def redacted(self, redaction: Redaction) -> Branding:
        """Return the brand without what tells names that a report leaves out.

        Without the client's name goes the engagement's whole cover; without the firm's go its logo, foot and
        disclaimer, and the colours stay.
        """
        bare = self
        if redaction.without_client:
            bare = replace(bare, title="", subtitle="", client_logo=None)
        if redaction.without_people:
            bare = replace(bare, footer="", disclaimer="", logo=None)
        return bare


UNBRANDED = Branding()


def _mark(name: str, logo: Logo | None, is_on_plate: bool) -> Mark | None:
    return Mark(f"{name}.{logo.kind}", logo.width, logo.height, is_on_plate) if logo else None


@dataclass(frozen=True, slots=True)
class _KeptLogo:
    """A logo as JSON holds it."""

    kind: Kind
    content: str
    width: int
    height: int


def branding_to_plain(branding: Branding) -> dict[str, Any] | None:
    """Return a brand as JSON data, None where nothing is set; `branding_from_plain` reads it back."""
    if branding == UNBRANDED:
        return None
    logos = {
        name: to_plain(_KeptLogo(logo.kind, base64.b64encode(logo.content).decode(), logo.width, logo.height))
        for name, logo in (("logo", branding.logo), ("client_logo", branding.client_logo))
        if logo
    }
    plain = to_plain(replace(branding, logo=None, client_logo=None))
    return cast(dict[str, Any], {**plain, **logos})


def branding_from_plain(data: Mapping[str, Any] | None) -> Branding:
    """Return the brand that was kept with a report; None is a report without one."""
    if data is None:
        return UNBRANDED
    texts = from_plain(Branding, {name: value for name, value in data.items() if name not in LOGOS})
    return replace(texts, logo=_logo(data.get("logo")), client_logo=_logo(data.get("client_logo")))


def _logo(data: Mapping[str, Any] | None) -> Logo | None:
    if data is None:
        return None
    kept = from_plain(_KeptLogo, data)
    return Logo(kept.kind, base64.b64decode(kept.content), kept.width, kept.height)
