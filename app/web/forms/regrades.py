"""The forms that ask for a regrade and apply it."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.languages import lazy_gettext as _l
from app.services.regrades import LONGEST_REASON, SHORTEST_REASON


class LookForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    course = SelectField(_l("Course and version that the attempts are of"), [InputRequired()])


class ApplyForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        _l("Why the attempts are graded again"),
        [
            InputRequired(_l("Say why: everybody whose grade changes reads it.")),
            Length(
                SHORTEST_REASON,
                LONGEST_REASON,
                _l("Use between %(min)d and %(max)d characters."),
            ),
        ],
    )
    takes_passes = BooleanField(_l("Take the pass away from attempts that fall short now"))
    is_confirmed = BooleanField(_l("I am sure that passes are to be taken away"))
