"""The forms about assessments and whom they ask."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    FloatField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.languages import lazy_gettext as _l

MODES = (
    SelectChoice(
        "confidential",
        _l("Confidential – your team sees who answered what; the client sees roles of five or more people"),
    ),
    SelectChoice(
        "anonymous", _l("Anonymous – no link between person and answers is stored; nobody can restore it")
    ),
    SelectChoice("named", _l("Named – answers carry names inside your team; the client sees roles")),
)
ROLE_NAMES = {
    "executive": _l("Executives and sponsors"),
    "pmo": _l("PMO staff"),
    "project_manager": _l("Project and programme managers"),
    "team": _l("Team members and line managers"),
    "assurance": _l("Finance, assurance and client side"),
}
MODE_NAMES = {"named": _l("named"), "confidential": _l("confidential"), "anonymous": _l("anonymous")}
STATE_NAMES = {"draft": _l("draft"), "open": _l("open"), "closed": _l("closed")}
LONGEST_LIST = 400_000


class AssessmentForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    title = StringField(_l("Name"), [InputRequired(_l("Fill this in.")), Length(max=200)])
    model = RadioField(_l("Maturity model"), [InputRequired(_l("Choose a model."))])
    modules = SelectMultipleField(
        _l("Asked beside it"),
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    scope_note = TextAreaField(_l("What is assessed"), [Optional(), Length(max=2000)])
    target_level = FloatField(
        _l("Target level for every dimension"), [Optional(), NumberRange(min=0, max=10)]
    )
    mode = RadioField(
        _l("Who may know who answered what"),
        [InputRequired(_l("Choose one."))],
        choices=list(MODES),
        default="confidential",
    )
    closes_on = DateField(_l("Last day for answers"), [InputRequired(_l("Enter a day."))])


class InvitationsForm(FlaskForm):  # type: ignore[misc]
    lines = TextAreaField(_l("Respondents, one a line"), [Optional(), Length(max=LONGEST_LIST)])
    file = FileField(_l("Or a CSV file"))


class ClosingDayForm(FlaskForm):  # type: ignore[misc]
    closes_on = DateField(_l("Last day for answers"), [InputRequired(_l("Enter a day."))])
