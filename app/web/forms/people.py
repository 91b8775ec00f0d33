"""The form that adds a person."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from app.languages import lazy_gettext as _l

ROLE_NAMES = {
    "consultant": _l("Consultant"),
    "firm_admin": _l("Firm administrator"),
    "sponsor": _l("Client sponsor"),
    "learner": _l("Learner"),
    "operator": _l("Platform operator"),
}
ASSIGNABLE = ("consultant", "firm_admin", "sponsor", "learner")
NEEDED = _l("Fill this in.")


class PersonForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    name = StringField(_l("Name"), [InputRequired(NEEDED), Length(max=200)])
    email = StringField(_l("E-mail address"), [InputRequired(NEEDED), Length(max=254)])
    role = SelectField(
        _l("Role"),
        [InputRequired(NEEDED)],
        choices=[SelectChoice(role, ROLE_NAMES[role]) for role in ASSIGNABLE],
    )
    client = SelectField(_l("Belongs to"))
    password = PasswordField(
        _l("First password"),
        [InputRequired(NEEDED), Length(min=12, max=128, message=_l("Use between 12 and 128 characters."))],
    )
