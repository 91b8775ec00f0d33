"""The forms about reports: issuing one, and making a link to it."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectChoice, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from app.languages import lazy_gettext as _l
from app.services.shared import LONGEST_DAYS, LONGEST_NAME, USUAL_DAYS
from app.translations import LANGUAGES

LANGUAGE_NAMES = {"en": "English", "ar": "العربية"}

KIND_SHORT = {
    "roadmap": _l("Executive roadmap"),
    "full": _l("Full report"),
}


class IssueForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    language = SelectField(
        _l("Language of the report"),
        choices=[SelectChoice(code, LANGUAGE_NAMES.get(code, code)) for code in LANGUAGES],
        default=LANGUAGES[0],
    )
    kind = HiddenField()
    audience = HiddenField()
    without = SelectMultipleField(choices=[], validate_choice=False)
    redaction = SelectMultipleField(choices=[], validate_choice=False)
    is_composed = HiddenField()


class ShareForm(FlaskForm):  # type: ignore[misc]
    recipient = StringField(
        _l("Who is it for?"),
        [InputRequired(_l("Say who will use the link.")), Length(max=LONGEST_NAME)],
    )
    days = IntegerField(
        _l("Days until it expires"),
        [
            InputRequired(_l("Enter a whole number of days, for example 14.")),
            NumberRange(
                1,
                LONGEST_DAYS,
                _l("Enter a number from %(lowest)s to %(highest)s.", lowest=1, highest=LONGEST_DAYS),
            ),
        ],
        default=USUAL_DAYS,
    )
