"""The forms about certificates: what their holders show, and why one is revoked."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from app.languages import lazy_gettext as _l
from app.services.certificates import LONGEST_NOTE

SHOWN_NAMES = {
    "none": _l("Nothing: whoever checks it sees course, date and issuer"),
    "initials": _l("My initials"),
    "full": _l("My full name"),
}
REVOKED_NAMES = {
    "mistake": _l("It was issued by mistake."),
    "wrong details": _l("What it says is not right."),
    "rules broken": _l("The rules of the test were not kept."),
    "asked for": _l("Its holder asked for it."),
}


class ShownForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    name_shown = RadioField(
        _l("What the checking page says of you"),
        [InputRequired(_l("Choose from the list."))],
        choices=[SelectChoice(key, name) for key, name in SHOWN_NAMES.items()],
    )
    prints_share = BooleanField(_l("Print the share of right answers on the PDF"))


class RevokeForm(FlaskForm):  # type: ignore[misc]
    reason = RadioField(
        _l("Why it no longer counts"),
        [InputRequired(_l("Choose why it is revoked: whoever checks it is told so."))],
        choices=[SelectChoice(key, name) for key, name in REVOKED_NAMES.items()],
    )
    note = TextAreaField(_l("Note for its holder and your firm"), [Length(max=LONGEST_NOTE)])
    confirmed = BooleanField(
        _l("Yes, from now on this certificate does not count"),
        [InputRequired(_l("Tick this to revoke it."))],
    )
