"""What the mails about a course say. Plain text, worded in the language of the reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from babel.dates import format_date

from app.surroundings import settings
from app.translations import translations_for
from content.text import Text, say
from courses.reminders import EVERY_DAYS, MOST
from courses.reviews import PORTION


def address_of(enrolment_id: UUID) -> str:
    """Return where a learner finds the course; it asks them to sign in."""
    return f"{settings().base_url}/learning/{enrolment_id}"


def certificate_page(certificate_id: UUID) -> str:
    """Return where its holder finds a certificate; it asks them to sign in."""
    return f"{settings().base_url}/learning/certificates/{certificate_id}"


@dataclass(frozen=True, slots=True)
class Letter:
    """What all mails about learning share."""

    language: str
    firm: str

    def _(self, text: str) -> str:
        return translations_for(self.language).gettext(text)

    def letter(self, name: str, paragraphs: Iterable[str]) -> str:
        """Return a whole mail: who is addressed, the paragraphs, who sends it."""
        begin = self._("Dear %(name)s,") % {"name": name}
        end = self._("Kind regards") + "\n" + self.firm
        return "\n\n".join((begin, *paragraphs, end))

    def day(self, day: date) -> str:
        return str(format_date(day, "d MMMM y", locale="ar" if self.language.startswith("ar") else "en_GB"))


@dataclass(frozen=True, slots=True)
class Wording(Letter):
    """What all mails about one course share."""

    course: Text

    @property
    def title(self) -> str:
        return say(self.course, self.language)

    def course_link(self, address: str) -> str:
        return self._("Your course; sign in with this address:") + "\n" + address


@dataclass(frozen=True, slots=True)
class AssignmentWording(Wording):
    """The texts about one course that was assigned to one person."""

    minutes: int
    lessons: int
    sender: str
    client: str
    reason: Text | None
    due_on: date | None

    @property
    def subject(self) -> str:
        return self._("A course for you: %(course)s") % {"course": self.title}

    def body(self, name: str, address: str) -> str:
        """Return the whole mail: what, why, how long, by when, where."""
        facts = {"sender": self.sender, "firm": self.firm, "client": self.client, "course": self.title}
        paragraphs = [self._("%(sender)s of %(firm)s has chosen a course for you: %(course)s.") % facts]
        if self.reason is not None:
            reason = {"client": self.client, "dimension": say(self.reason, self.language)}
            paragraphs.append(
                self._("The assessment of %(client)s found room to improve here: %(dimension)s.") % reason
            )
        paragraphs.append(
            self._(
                "It has %(lessons)s lessons and a test, and takes about %(minutes)s minutes in all. You can stop "
                "after each lesson and go on later."
            )
            % {"lessons": self.lessons, "minutes": self.minutes}
        )
        if self.due_on is not None:
            paragraphs.append(self._("Please finish it by %(day)s.") % {"day": self.day(self.due_on)})
        return self.letter(name, (*paragraphs, self.course_link(address)))


@dataclass(frozen=True, slots=True)
class ReminderWording(Wording):
    """The texts that remind one person of one course; `steps_left` are lessons and tests that are missing."""

    client: str
    due_on: date | None
    is_overdue: bool
    steps_left: int

    @property
    def subject(self) -> str:
        return self._("Reminder: %(course)s") % {"course": self.title}

    def body(self, name: str, address: str) -> str:
        """Return the whole mail: what, why today, how much is left, where, and how often such a mail comes."""
        facts = {"course": self.title, "firm": self.firm, "client": self.client}
        paragraphs = []
        if self.due_on is not None:
            why = (
                self._("the course %(course)s was to be finished by %(day)s.")
                if self.is_overdue
                else self._("the course %(course)s is to be finished by %(day)s.")
            )
            paragraphs.append(why % (facts | {"day": self.day(self.due_on)}))
        steps = translations_for(self.language).ngettext(
            "%(num)s step is left: a lesson or a test. You can go on where you stopped.",
            "%(num)s steps are left: lessons and tests. You can go on where you stopped.",
            self.steps_left,
        )
        paragraphs += [
            steps % {"num": self.steps_left},
            self.course_link(address),
            self._(
                "%(firm)s assigned this course to you for %(client)s. A reminder comes at most once in %(days)s days, "
                "at most %(most)s times, and never once you have finished. It belongs to the assignment, so it cannot "
                "be switched off."
            )
            % (facts | {"days": EVERY_DAYS, "most": MOST}),
        ]
        return self.letter(name, paragraphs)


@dataclass(frozen=True, slots=True)
class CertificateWording(Wording):
    """The texts about one certificate."""

    @property
    def subject(self) -> str:
        return self._("Your certificate: %(course)s") % {"course": self.title}

    def body(self, name: str, page: str, check: str) -> str:
        """Return the whole mail: what was earned, where it is, how others check it.

        Args:
            page: where its holder finds it. check: where anybody can have it checked.
        """
        earned = self._("you have completed the course %(course)s and passed its test. Congratulations!")
        found = self._("Your certificate, as a PDF and as an Open Badge; sign in with this address:")
        checked = self._(
            "Anybody can have it checked here. Your name is not shown there unless you agree to it on the "
            "page of your certificate:"
        )
        return self.letter(name, (earned % {"course": self.title}, f"{found}\n{page}", f"{checked}\n{check}"))


@dataclass(frozen=True, slots=True)
class ReviewWording(Letter):
    """The texts about questions that come again."""

    due: int

    @property
    def subject(self) -> str:
        return self._("What you learnt comes again")

    def body(self, name: str, page: str, stop: str, every_days: int) -> str:
        """Return the whole mail: how much is due, where, how often such a mail comes, and how it is stopped.

        Args:
            page: where the questions are. stop: where these mails are switched off.
        """
        due = translations_for(self.language).ngettext(
            "%(num)s question of your courses is due for review. It takes about a minute.",
            "%(num)s questions of your courses are due for review. They take about a minute each.",
            self.due,
        )
        if self.due > PORTION:
            due = self._(
                "%(num)s questions of your courses are due for review. %(portion)s a day are enough, about a minute "
                "each: those that have waited longest come first, and the others wait."
            )
        found = self._("Your review; sign in with this address:")
        stopped = self._(
            "Such a mail comes at most once in %(days)s days, and only when something is due. You can switch it off "
            "here, without signing in:"
        )
        return self.letter(
            name,
            (
                due % {"num": self.due, "portion": PORTION},
                f"{found}\n{page}",
                f"{stopped % {'days': every_days}}\n{stop}",
            ),
        )
