"""The form that narrows the catalogue of indicators; it is sent by GET, so that an address can be kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import Length, Optional

from app.languages import lazy_gettext as _l
from app.services.kpis import LONGEST_SEARCH, KpiFilter
from assessments.kpis import AUDIENCES, KPI_THEMES
from content import Text, say

AUDIENCE_NAMES = {
    "executives": _l("Executives"),
    "sponsor": _l("Sponsor"),
    "pmo": _l("PMO"),
    "manager": _l("Project manager"),
    "team": _l("Team"),
}
THEME_NAMES = {
    "speed": _l("Speed"),
    "cost": _l("Cost"),
    "value": _l("Value"),
    "risk": _l("Risk"),
    "people": _l("People"),
    "service": _l("Service"),
}


class KpiFilterForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    class Meta:
        csrf = False  # it reads and changes nothing

    q = StringField(_l("Words"), [Optional(), Length(max=LONGEST_SEARCH)])
    theme = SelectField(_l("Theme"), [Optional()])
    dimension = SelectField(_l("Dimension"), [Optional()])
    audience = SelectField(_l("For whom"), [Optional()])

    @classmethod
    def of(cls, arguments: Any, dimensions: Mapping[str, Text], language: str) -> KpiFilterForm:
        """Return the form as an address filled it in."""
        form = cls(formdata=arguments)
        every = SelectChoice("", _l("All"))
        form.theme.choices = [every, *(SelectChoice(key, THEME_NAMES[key]) for key in KPI_THEMES)]
        form.dimension.choices = [
            every,
            *(SelectChoice(key, say(title, language)) for key, title in dimensions.items()),
        ]
        form.audience.choices = [every, *(SelectChoice(key, AUDIENCE_NAMES[key]) for key in AUDIENCES)]
        return form

    def wanted(self) -> KpiFilter:
        """Return what to look for; a choice that there is not narrows nothing."""

        def chosen(field: SelectField) -> str:
            known = {choice.value for choice in field.choices}
            return field.data if field.data in known else ""

        return KpiFilter(
            search=self.q.data or "",
            dimension=chosen(self.dimension),
            audience=chosen(self.audience),
            theme=chosen(self.theme),
        )
