"""The form that sets the target of one dimension."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import FloatField, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.languages import lazy_gettext as _l
from app.services.targets import LONGEST_NOTE


class TargetForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    dimension = HiddenField()
    level = FloatField(_l("Target level"), [InputRequired(_l("Enter a level."))])
    note = TextAreaField(
        _l("Reason"),
        [
            InputRequired(_l("Say in a few words why this target fits better.")),
            Length(max=LONGEST_NOTE, message=_l("Shorten this to at most %(max)d characters.")),
        ],
    )
