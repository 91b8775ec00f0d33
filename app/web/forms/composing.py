"""The forms about what a report is to be: its kind, reader, sections and redaction, and its findings."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.languages import lazy_gettext as _l
from app.reports.editing import LONGEST_FINDING
from app.translations import LANGUAGES

LANGUAGE_NAMES = {"en": "English", "ar": "العربية"}
KIND_NAMES = {
    "roadmap": _l("Executive roadmap: eight pages"),
    "full": _l("Full report: every section, with appendix"),
}
AUDIENCE_NAMES = {
    "board": _l("for the board"),
    "team": _l("for the programme team"),
    "review": _l("for reviewers who check it"),
}
REDACTION_NAMES = {
    "client": _l("the client’s name, with title and scope"),
    "people": _l("the names of firm and consultant"),
    "roles": _l("role groups"),
    "remarks": _l("remarks typed by people"),
    "money": _l("sums of money"),
}


def _choices(names: dict[str, object]) -> list[SelectChoice]:
    return [SelectChoice(key, name) for key, name in names.items()]


class ManyField(SelectMultipleField):  # type: ignore[misc]  # wtforms ships no types
    """Several ticks."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ComposeForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """What a report is to be. It changes nothing, so it travels in the address and needs no token."""

    class Meta:
        csrf = False

    kind = SelectField(
        _l("Which report?"), [InputRequired()], choices=_choices({**KIND_NAMES}), default="roadmap"
    )
    audience = SelectField(
        _l("For whom?"), [InputRequired()], choices=_choices({**AUDIENCE_NAMES}), default="board"
    )
    language = SelectField(
        _l("Language of the report"),
        choices=[SelectChoice(code, LANGUAGE_NAMES.get(code, code)) for code in LANGUAGES],
        default=LANGUAGES[0],
        validate_choice=False,
    )
    redaction = ManyField(_l("Leave out"), choices=_choices({**REDACTION_NAMES}), validate_choice=False)
    section = ManyField(_l("Sections"), choices=[], validate_choice=False)
    shown = HiddenField()


class FindingForm(FlaskForm):  # type: ignore[misc]
    """One finding in a person's words."""

    language = HiddenField()
    key = StringField(_l("Finding"), [InputRequired(_l("Choose from the list."))])
    text = TextAreaField(
        _l("What it should say"),
        [
            InputRequired(_l("Write what the finding should say, or take it back to the computed text.")),
            Length(max=LONGEST_FINDING),
        ],
    )


class RestoreForm(FlaskForm):  # type: ignore[misc]
    """Taking a finding back to its computed text."""

    language = HiddenField()
    key = StringField(_l("Finding"), [InputRequired(_l("Choose from the list."))])
