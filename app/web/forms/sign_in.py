"""The form that lets people in."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from app.languages import lazy_gettext as _l


class SignInForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    email = StringField(
        _l("E-mail address"), [InputRequired(_l("Enter your e-mail address.")), Length(max=254)]
    )
    password = PasswordField(_l("Password"), [InputRequired(_l("Enter your password.")), Length(max=128)])
    next = HiddenField()
