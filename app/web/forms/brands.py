"""The forms for a firm's brand and for the cover of an engagement's reports."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from app.languages import lazy_gettext as _l
from app.reports.branding import MOST_DISCLAIMER, MOST_FOOTER, MOST_SUBTITLE, MOST_TITLE, Branding
from app.services.brands import BrandDraft, CoverDraft, Upload

FONT_NAMES = {
    "plex": _l("IBM Plex Sans, titles semibold"),
    "plex-light": _l("IBM Plex Sans, titles light"),
    "source-sans": _l("Source Sans, narrower and softer"),
    "source-serif": _l("Source Serif, as in a book"),
}
ON_PLATE = _l("White under the logo")


class _WithLogo(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    def upload(self) -> Upload | None:
        """Return the file that came with the form, if any."""
        file = self.logo.data
        return Upload(file.read(), file.filename) if file and file.filename else None


class BrandForm(_WithLogo):
    main_colour = StringField(_l("Main colour"), [Length(max=20)])
    accent_colour = StringField(_l("Accent colour"), [Length(max=20)])
    logo = FileField(_l("Logo"))
    is_logo_on_plate = BooleanField(ON_PLATE)
    font = SelectField(
        _l("Face"), choices=[SelectChoice(key, name) for key, name in FONT_NAMES.items()], default="plex"
    )
    footer = StringField(_l("Foot of every page"), [Length(max=MOST_FOOTER)])
    disclaimer = TextAreaField(_l("Disclaimer on the cover"), [Length(max=MOST_DISCLAIMER)])

    def draft(self) -> BrandDraft:
        """Return what was typed."""
        return BrandDraft(
            self.main_colour.data or "",
            self.accent_colour.data or "",
            self.font.data,
            self.footer.data or "",
            self.disclaimer.data or "",
            self.is_logo_on_plate.data,
        )


class CoverForm(_WithLogo):
    title = StringField(_l("Title"), [Length(max=MOST_TITLE)])
    subtitle = StringField(_l("Subtitle"), [Length(max=MOST_SUBTITLE)])
    logo = FileField(_l("Logo of the client"))
    is_logo_on_plate = BooleanField(ON_PLATE)

    def draft(self) -> CoverDraft:
        """Return what was typed."""
        return CoverDraft(self.title.data or "", self.subtitle.data or "", self.is_logo_on_plate.data)


def brand_form(branding: Branding) -> Any:
    """Return the form, filled with the brand that is in force."""
    names = ("font", "footer", "disclaimer", "is_logo_on_plate")
    colours = {"main_colour": branding.main, "accent_colour": branding.accent}
    return BrandForm(data=colours | {name: getattr(branding, name) for name in names})


def cover_form(branding: Branding) -> Any:
    """Return the form, filled with the cover that is in force."""
    return CoverForm(
        data={
            "title": branding.title,
            "subtitle": branding.subtitle,
            "is_logo_on_plate": branding.is_client_logo_on_plate,
        }
    )
