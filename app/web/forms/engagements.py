"""The forms about clients, engagements and the profile of a PMO."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DecimalField,
    FloatField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.languages import lazy_gettext as _l

SECTOR_NAMES = {
    "construction": _l("Construction and engineering"),
    "public": _l("Public sector"),
    "it": _l("Information technology"),
    "finance": _l("Banking and insurance"),
    "health": _l("Health and life sciences"),
    "energy": _l("Energy and utilities"),
    "manufacturing": _l("Manufacturing"),
    "education": _l("Education and research"),
    "services": _l("Professional services"),
    "nonprofit": _l("Non-profit"),
    "other": _l("Other"),
}
LANGUAGE_NAMES = {"en": _l("English"), "ar": _l("Arabic")}
CURRENCIES = (
    "USD",
    "EUR",
    "GBP",
    "SAR",
    "AED",
    "QAR",
    "KWD",
    "BHD",
    "OMR",
    "JOD",
    "EGP",
    "MAD",
    "CHF",
    "INR",
    "CU",
)
NEEDED = _l("Fill this in.")


class ManyField(SelectMultipleField):  # type: ignore[misc]  # wtforms ships no types
    """Check boxes, any number of them."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ClientForm(FlaskForm):  # type: ignore[misc]
    name = StringField(_l("Client organisation"), [InputRequired(NEEDED), Length(max=200)])
    sector = SelectField(
        _l("Sector"), [InputRequired(NEEDED)], choices=[SelectChoice(k, v) for k, v in SECTOR_NAMES.items()]
    )
    headcount = IntegerField(
        _l("People employed"),
        [InputRequired(_l("Enter a whole number, for example 420.")), NumberRange(min=1)],
    )
    languages = ManyField(
        _l("Languages of the respondents"),
        [InputRequired(_l("Choose at least one."))],
        choices=[SelectChoice(k, v) for k, v in LANGUAGE_NAMES.items()],
        default=["en"],
    )
    project_count = IntegerField(
        _l("Projects running now"),
        [InputRequired(_l("Enter a whole number, for example 10.")), NumberRange(min=0)],
    )
    yearly_value = DecimalField(
        _l("Yearly value of projects"),
        [InputRequired(_l("Enter an amount in whole units, for example 48000000.")), NumberRange(min=0)],
    )
    currency = SelectField(
        _l("Currency"),
        [InputRequired(NEEDED)],
        choices=[SelectChoice(c, c) for c in CURRENCIES],
        default="USD",
    )
    pmo_staff = FloatField(_l("People in the PMO"), [Optional(), NumberRange(min=0, max=10_000)])
    title = StringField(_l("Name of the engagement"), [InputRequired(NEEDED), Length(max=200)])
    starts_on = DateField(_l("Start"), [InputRequired(_l("Enter a day."))])


class EditForm(ClientForm):
    capacity_days = IntegerField(
        _l("Person-days a quarter for improvement"), [Optional(), NumberRange(min=1, max=100_000)]
    )
    project_people = IntegerField(
        _l("People who work in projects"), [Optional(), NumberRange(min=0, max=5_000_000)]
    )
    day_rate = DecimalField(_l("Cost of a person-day"), [Optional(), NumberRange(min=1, max=1_000_000)])
    team = ManyField(_l("Team"), [InputRequired(_l("Choose at least one."))], coerce=str)


def profile_form(criteria: tuple[Any, ...], say: Any, answers: dict[str, int] | None = None) -> FlaskForm:
    """Return the form that asks the profile's criteria, one choice of five each; every one may stay open."""

    class ProfileForm(FlaskForm):  # type: ignore[misc]
        pass

    for criterion in criteria:
        choices = [SelectChoice(str(n), say(option)) for n, option in enumerate(criterion.options)]
        field = RadioField(say(criterion.ask), [Optional()], choices=choices, validate_choice=True)
        setattr(ProfileForm, criterion.key, field)
    return ProfileForm(data={key: str(value) for key, value in (answers or {}).items()})
