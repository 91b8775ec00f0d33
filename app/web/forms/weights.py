"""The form with which a firm weighs the criteria of the profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import FloatField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from app.languages import lazy_gettext as _l
from assessments.profile import Criterion
from assessments.weights import LEAST_WEIGHT, MOST_REASON, MOST_WEIGHT
from content import Text


def weights_form(
    criteria: tuple[Criterion, ...], say: Callable[[Text], str], weights: Mapping[str, float], reason: str
) -> Any:
    """Return the form that asks for the weight of every criterion and the reason, filled with what is in force."""

    class WeightsForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
        reason = TextAreaField(
            _l("Why you weigh so"),
            [
                InputRequired(_l("Say why you weigh so: the reason is printed with every advice.")),
                Length(max=MOST_REASON),
            ],
        )

    allowed = NumberRange(
        min=LEAST_WEIGHT, max=MOST_WEIGHT, message=_l("Enter a weight from 0.1 to 100, such as 12.5.")
    )
    for criterion in criteria:
        needed = InputRequired(_l("Enter a weight from 0.1 to 100, such as 12.5."))
        setattr(WeightsForm, criterion.key, FloatField(say(criterion.title), [needed, allowed]))
    shown = {key: int(weight) if weight == int(weight) else weight for key, weight in weights.items()}
    return WeightsForm(data={**shown, "reason": reason})
