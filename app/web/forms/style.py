"""The form of the living style page: one field of every kind, empty or wrongly filled."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    Form,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app.languages import lazy_gettext as _l


class TicksField(SelectMultipleField):  # type: ignore[misc]  # wtforms ships no types
    """Check boxes, any number of them."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SampleForm(Form):  # type: ignore[misc]
    """Sent nowhere, so it carries no token of its own."""

    name = StringField(
        _l("Client organisation"),
        [InputRequired(_l("Enter the name of the client.")), Length(max=200)],
        description=_l("As it should stand on the cover of the report."),
    )
    headcount = IntegerField(
        _l("People employed"), [InputRequired(), NumberRange(min=1, message=_l("Enter 1 or more."))]
    )
    sector = SelectField(
        _l("Sector"),
        choices=[
            SelectChoice("", _l("Choose one")),
            SelectChoice("construction", _l("Construction and engineering")),
            SelectChoice("public", _l("Public sector")),
        ],
    )
    mode = RadioField(
        _l("Who may see who answered what?"),
        [InputRequired(_l("Choose how answers are treated."))],
        choices=[
            SelectChoice("named", _l("Named: the consultant sees each person’s answers")),
            SelectChoice("confidential", _l("Confidential: only groups of five or more are shown")),
            SelectChoice("anonymous", _l("Anonymous: nobody can tell, not even from the records")),
        ],
        description=_l("This cannot be changed after launch."),
    )
    groups = TicksField(
        _l("Roles to ask"),
        choices=[
            SelectChoice("executive", _l("Executives and sponsors")),
            SelectChoice("pmo", _l("PMO staff")),
            SelectChoice("team", _l("Team and line")),
        ],
    )
    closes_on = DateField(_l("Close date"), [InputRequired(_l("Enter a day after today."))])
    people = TextAreaField(
        _l("People to invite"), description=_l("One on each line: name, e-mail address, role, in any order.")
    )
    upload = FileField(_l("Or a list as CSV"), description=_l("At most 2 MB."))
    agreed = BooleanField(
        _l("The client has agreed to this wave"), [InputRequired(_l("The client has to agree first."))]
    )


def sample_forms() -> tuple[SampleForm, SampleForm]:
    """Return the form untouched, and the form as it comes back when it was filled in wrongly."""
    typed = {"wrong-name": "", "wrong-headcount": "-4", "wrong-sector": "public", "wrong-closes_on": ""}
    wrong = SampleForm(MultiDict(typed), prefix="wrong-")
    wrong.validate()
    return SampleForm(groups=["pmo"]), wrong
