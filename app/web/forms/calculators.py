"""The forms of the calculators: a table to paste or upload, and what the calculation is to assume."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import FileField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from app.languages import gettext as _
from app.languages import lazy_gettext as _l
from courses.exercises.simulation import MOST_RUNS
from courses.numerals import read_number


class NumberField(StringField):  # type: ignore[misc]  # wtforms ships no types
    """A number as people type it; `number` is what was understood, None where the field is open."""

    number: float | None = None

    def __init__(
        self, label: Any, *, least: float = 0.0, most: float = 1e12, is_needed: bool = False, **more: Any
    ):
        checks = [InputRequired(_l("Enter a number."))] if is_needed else []
        super().__init__(label, checks, **more)
        self.least, self.most = least, most

    def pre_validate(self, form: Any) -> None:
        if not (text := (self.data or "").strip()):
            return
        readings = read_number(text)
        if not readings or not self.least <= readings[0] <= self.most:
            raise ValidationError(
                _(
                    "Enter a number from %(lowest)s to %(highest)s.",
                    lowest=f"{self.least:g}",
                    highest=f"{self.most:g}",
                )
            )
        self.number = readings[0]


class CalculatorForm(FlaskForm):  # type: ignore[misc]
    table = TextAreaField(_l("Table"))
    file = FileField(_l("Or a CSV file"))


class ThreePointForm(CalculatorForm):
    deadline = NumberField(_l("Date to meet, counted from the start"))


class CriticalPathForm(CalculatorForm):
    pass


class MonteCarloForm(CalculatorForm):
    deadline = NumberField(_l("Date to meet, counted from the start"))
    runs = NumberField(_l("Runs"), least=100, most=MOST_RUNS, is_needed=True, default="10000")
    seed = NumberField(_l("Seed"), most=2**31 - 1, is_needed=True, default="1")
    correlation = NumberField(_l("Correlation between durations"), most=0.9, is_needed=True, default="0")
    shape = SelectField(
        _l("Shape"),
        choices=[SelectChoice("pert", _l("Beta-PERT")), SelectChoice("triangle", _l("Triangle"))],
        default="pert",
    )


class EarnedValueForm(CalculatorForm):
    budget = NumberField(_l("Budget at completion"), least=0.01, is_needed=True)
