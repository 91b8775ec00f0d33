"""What invitations and reminders say. Plain text, worded per language, true for the assessment's mode."""

from __future__ import annotations

from dataclasses import dataclass

from babel.dates import format_date

from app.db import db
from app.db.assessments import Assessment
from app.db.people import Firm
from app.translations import translations_for
from assessments.model import MaturityModel


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one assessment's mails in one language."""

    client: str
    firm: str
    title: str
    minutes: int
    closes_on: str
    mode: str
    language: str

    def _(self, text: str) -> str:
        return translations_for(self.language).gettext(text)

    @property
    def example_name(self) -> str:
        return self._("Name")

    @property
    def invitation_subject(self) -> str:
        return self._("%(client)s: your view of how projects are run") % {"client": self.client}

    @property
    def reminder_subject(self) -> str:
        return self._("Reminder – %(client)s: your view of how projects are run") % {"client": self.client}

    @property
    def feedback_subject(self) -> str:
        return self._("%(client)s: what became of your answers") % {"client": self.client}

    def privacy(self) -> str:
        """Return who sees what, as it holds for the mode."""
        texts = {
            "named": self._(
                "Your answers are shown with your name to the consultants of %(firm)s. Your organisation sees "
                "results by role, not by person."
            ),
            "confidential": self._(
                "Only the consultants of %(firm)s can see who answered what. Your organisation sees results by "
                "role, and only where at least five people of the role answered."
            ),
            "anonymous": self._(
                "Your answers are stored without your name and without any link to this message. Nobody, "
                "%(firm)s included, can look up who answered what. Results by role appear only where at least "
                "five people of the role answered."
            ),
        }
        return texts[self.mode] % {"firm": self.firm}

    def invitation(self, name: str, address: str) -> str:
        """Return the body of the first mail."""
        return "\n\n".join(
            (
                self._("Dear %(name)s,") % {"name": name},
                self._(
                    "%(firm)s is assessing how %(client)s plans, steers and supports its projects (%(title)s). "
                    "We ask for your view of what really happens, not of what the handbook says."
                )
                % {"firm": self.firm, "client": self.client, "title": self.title},
                self._("It takes about %(minutes)s minutes. You can stop and go on later, on any device.")
                % {"minutes": self.minutes},
                self._("Your personal link – please do not forward it:") + "\n" + address,
                self._("Please answer by %(day)s. Until then you can change your answers.")
                % {"day": self.closes_on},
                self.privacy(),
                self._("Kind regards") + "\n" + self.firm,
            )
        )

    def reminder(self, name: str, address: str | None) -> str:
        """Return the body of a reminder; without an address it points to the first mail."""
        where = (
            self._("Your personal link – please do not forward it:") + "\n" + address
            if address
            else self._(
                "Your personal link is in our first message, to which this one is a reply. It cannot be sent "
                "again: it is stored nowhere, so that your answers stay anonymous. If you have answered "
                "already, thank you – we cannot see that, so everyone receives this reminder."
            )
        )
        return "\n\n".join(
            (
                self._("Dear %(name)s,") % {"name": name},
                self._("your view of how %(client)s runs its projects is still missing, and it counts.")
                % {"client": self.client}
                if address
                else self._("the assessment of how %(client)s runs its projects is still open.")
                % {"client": self.client},
                where,
                self._("Please answer by %(day)s. It takes about %(minutes)s minutes.")
                % {"day": self.closes_on, "minutes": self.minutes},
                self._("Kind regards") + "\n" + self.firm,
            )
        )

    def feedback(self, name: str, address: str | None) -> str:
        """Return the body of the mail that tells what became of the answers; as for a reminder without an address."""
        where = (
            self._("Your personal link – please do not forward it:") + "\n" + address
            if address
            else self._(
                "Open the personal link in our first message, to which this one is a reply. It cannot be sent "
                "again: it is stored nowhere, so that your answers stay anonymous. We cannot see who has answered, "
                "so everyone receives this message."
            )
        )
        return "\n\n".join(
            (
                self._("Dear %(name)s,") % {"name": name},
                self._(
                    "the assessment of how %(client)s runs its projects is closed and its result is with those who "
                    "decide. Thank you for your part in it."
                )
                % {"client": self.client},
                self._(
                    "Two pages show your own answers beside everybody’s, what is done first, what there is to learn "
                    "for your role, and how your data were used."
                ),
                where,
                self._("Kind regards") + "\n" + self.firm,
            )
        )


def wording_for(row: Assessment, model: MaturityModel, language: str) -> Wording:
    """Return the texts for an assessment's mails in a language."""
    firm = db.session.get(Firm, row.firm_id)
    return Wording(
        client=row.engagement.client.name,
        firm=firm.name if firm else "",
        title=row.title,
        minutes=model.minutes,
        closes_on=format_date(
            row.closes_on, "d MMMM y", locale="ar" if language.startswith("ar") else "en_GB"
        ),
        mode=row.mode,
        language=language,
    )
