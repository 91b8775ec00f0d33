"""The form for an initiative of a firm's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FloatField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from app.languages import gettext as _
from app.languages import lazy_gettext as _l
from app.services.initiatives import HIGHEST_START, Draft, OwnPage
from app.web.forms.engagements import NEEDED, SECTOR_NAMES, ManyField

TYPE_NAMES = {
    "supportive": _l("Supportive PMO"),
    "controlling": _l("Controlling PMO"),
    "directive": _l("Directive PMO"),
    "agile": _l("Agile or value office"),
}
CHOOSE_ONE = _l("Choose at least one.")
FEWEST_DELIVERABLES, MOST_DELIVERABLES, LONGEST_LINE = 2, 8, 200


class InitiativeForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    dimension = SelectField(_l("Dimension that it lifts"), [InputRequired(NEEDED)])
    title = StringField(_l("Title"), [InputRequired(NEEDED), Length(max=120)])
    purpose = StringField(_l("Why it is worth doing"), [InputRequired(NEEDED), Length(max=300)])
    lift_from = SelectField(_l("Level that it begins at"), [InputRequired(NEEDED)])
    effort_days = FloatField(_l("Person-days"), [InputRequired(NEEDED), NumberRange(min=0.5, max=1000)])
    weeks = IntegerField(_l("Weeks"), [InputRequired(NEEDED), NumberRange(min=1, max=52)])
    needs = StringField(_l("What has to come first"), [Length(max=200)])
    owners = ManyField(_l("Who owns it"), [InputRequired(CHOOSE_ONE)])
    deliverables = TextAreaField(_l("What it leaves behind"), [InputRequired(NEEDED), Length(max=2000)])
    types = ManyField(
        _l("Types of PMO that it suits"),
        [InputRequired(CHOOSE_ONE)],
        choices=[SelectChoice(key, name) for key, name in TYPE_NAMES.items()],
        default=list(TYPE_NAMES),
    )
    sector = SelectField(_l("Only in one sector"))
    is_quick_win = BooleanField(_l("A quick win: small, and its use is seen at once"))

    def validate_deliverables(self, field: Any) -> None:
        lines = _lines(field.data)
        if not FEWEST_DELIVERABLES <= len(lines) <= MOST_DELIVERABLES:
            raise ValidationError(_("Write two to eight lines, one thing in each."))
        if any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(
                _("Shorten each line to at most %(longest)s characters.", longest=LONGEST_LINE)
            )

    def draft(self) -> Draft:
        """Return what was typed."""
        return Draft(
            dimension=self.dimension.data,
            title=self.title.data.strip(),
            purpose=self.purpose.data.strip(),
            lift_from=int(self.lift_from.data),
            effort_days=self.effort_days.data,
            weeks=self.weeks.data,
            needs=tuple(dict.fromkeys(re.findall(r"[^\s,;]+", (self.needs.data or "").upper()))),
            owners=tuple(self.owners.data),
            deliverables=_lines(self.deliverables.data),
            types=tuple(self.types.data),
            sector=self.sector.data or None,
            is_quick_win=self.is_quick_win.data,
        )


def initiative_form(page: OwnPage, say: Callable[[Mapping[str, str]], str]) -> InitiativeForm:
    """Return the form, filled with the initiative that is being changed, if any."""
    draft = page.draft
    filled = (
        {}
        if draft is None
        else {
            **{
                name: getattr(draft, name)
                for name in ("dimension", "title", "purpose", "effort_days", "weeks")
            },
            "lift_from": str(draft.lift_from),
            "needs": " ".join(draft.needs),
            "owners": list(draft.owners),
            "deliverables": "\n".join(draft.deliverables),
            "types": list(draft.types),
            "sector": draft.sector or "",
            "is_quick_win": draft.is_quick_win,
        }
    )
    form = InitiativeForm(data=filled)
    form.dimension.choices = [
        SelectChoice(key, f"{key} – {say(title)}")
        for key, title in page.dimensions.items()
        if draft is None or key == draft.dimension
    ]
    form.lift_from.choices = [
        SelectChoice(str(level), _("%(low)s, leads to %(high)s", low=level, high=level + 1))
        for level in range(1, HIGHEST_START + 1)
    ]
    form.owners.choices = [SelectChoice(role.key, say(role.title)) for role in page.owners]
    form.sector.choices = [SelectChoice("", _("All sectors"))] + [
        SelectChoice(key, name) for key, name in SECTOR_NAMES.items()
    ]
    return form


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line for one in (text or "").splitlines() if (line := one.strip()))
