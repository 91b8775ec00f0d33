"""What the mail says that tells somebody of a grade that is another now. Plain text, in the language of the reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.services.training_texts import address_of
from app.translations import translations_for
from content.text import Text, say


@dataclass(frozen=True, slots=True)
class Line:
    """One attempt: right answers of questions asked before and now, and what became of its pass."""

    kind: str
    number: int
    was_points: int
    was_asked: int
    points: int
    asked: int
    crossing: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts about the grades of one course that were corrected for one reason."""

    language: str
    course: Text
    firm: str
    reason: str

    def _(self, text: str) -> str:
        return translations_for(self.language).gettext(text)

    @property
    def subject(self) -> str:
        return self._("Regraded: %(course)s") % {"course": say(self.course, self.language)}

    def body(self, name: str, lines: Sequence[Line], enrolment_id: UUID) -> str:
        """Return the whole mail: what happened and why, each attempt before and now, where to look."""
        facts = {"course": say(self.course, self.language), "firm": self.firm, "reason": self.reason}
        return "\n\n".join(
            (
                self._("Dear %(name)s,") % {"name": name},
                self._(
                    "questions of the course %(course)s were corrected, so your answers were graded again as they "
                    "stand. %(firm)s gives this reason: %(reason)s"
                )
                % facts,
                *(self._line(one) for one in lines),
                self._("Your attempts, with every grade and its reason; sign in with this address:")
                + "\n"
                + address_of(enrolment_id),
                self._("Kind regards") + "\n" + self.firm,
            )
        )

    def _line(self, one: Line) -> str:
        kinds = {
            "quiz": self._("Quiz, attempt %(number)s"),
            "exam": self._("Final exam, attempt %(number)s"),
            "pretest": self._("Questions before the course"),
        }
        told = self._("%(points)s of %(asked)s right before, %(now_points)s of %(now_asked)s now.") % {
            "points": one.was_points,
            "asked": one.was_asked,
            "now_points": one.points,
            "now_asked": one.asked,
        }
        passes = {
            "gains": self._("It is passed now."),
            "keeps": self._("You had passed by the questions of the day, and your pass stands."),
            "loses": self._("It is no longer passed."),
        }
        title = kinds[one.kind] % {"number": one.number}
        return " ".join(filter(None, (f"{title}:", told, passes.get(one.crossing))))
