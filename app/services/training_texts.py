"""What the mail says that tells somebody of a course. Plain text, worded in the language of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from babel.dates import format_date

from app.surroundings import settings
from app.translations import translations_for
from content.text import Text, say


def address_of(enrolment_id: UUID) -> str:
    """Return where a learner finds the course; it asks them to sign in."""
    return f"{settings().base_url}/learning/{enrolment_id}"


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts about one course that was assigned to one person."""

    language: str
    course: Text
    minutes: int
    lessons: int
    sender: str
    firm: str
    client: str
    reason: Text | None
    due_on: date | None

    def _(self, text: str) -> str:
        return translations_for(self.language).gettext(text)

    @property
    def title(self) -> str:
        return say(self.course, self.language)

    @property
    def subject(self) -> str:
        return self._("A course for you: %(course)s") % {"course": self.title}

    def body(self, name: str, address: str) -> str:
        """Return the whole mail: what, why, how long, by when, where."""
        facts = {"sender": self.sender, "firm": self.firm, "client": self.client, "course": self.title}
        paragraphs = [
            self._("Dear %(name)s,") % {"name": name},
            self._("%(sender)s of %(firm)s has chosen a course for you: %(course)s.") % facts,
        ]
        if self.reason is not None:
            reason = {"client": self.client, "dimension": say(self.reason, self.language)}
            paragraphs.append(
                self._("The assessment of %(client)s found room to improve here: %(dimension)s.") % reason
            )
        paragraphs.append(
            self._(
                "It has %(lessons)s short lessons and a quiz, and takes about %(minutes)s minutes in all. You can "
                "stop after each lesson and go on later."
            )
            % {"lessons": self.lessons, "minutes": self.minutes}
        )
        if self.due_on is not None:
            paragraphs.append(self._("Please finish it by %(day)s.") % {"day": self._day(self.due_on)})
        paragraphs.append(self._("Your course; sign in with this address:") + "\n" + address)
        paragraphs.append(self._("Kind regards") + "\n" + self.firm)
        return "\n\n".join(paragraphs)

    def _day(self, day: date) -> str:
        return str(format_date(day, "d MMMM y", locale="ar" if self.language.startswith("ar") else "en_GB"))
