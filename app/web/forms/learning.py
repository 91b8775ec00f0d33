"""What a learner's browser sends: answers to questions of every kind, and the form that assigns a course."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from app.errors import Invalid
from app.languages import lazy_gettext as _l
from app.web.forms.engagements import ManyField
from courses.grading import Answer, QuestionView
from courses.numerals import LONGEST, is_plain, read_number


@dataclass(frozen=True, slots=True)
class Typed:
    """What one question's part of a form held, to be shown again as it was.

    Attributes:
        chosen: keys of options; several for `multiple`.
        text: the number as it was typed.
        places: option key to the place it was given, for `order`; option to target, for `match`; gap to what was
            filled in, for `cloze`.
        answer: what is graded; None where the question was left open, or cannot be read.
        problem: why it cannot be read.
    """

    chosen: tuple[str, ...] = ()
    text: str = ""
    places: Mapping[str, str] | None = None
    answer: Answer | None = None
    problem: Invalid | None = None

    def fields(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return names and values with which a form holds the same again."""
        places = tuple((f"{key}:{option}", place) for option, place in (self.places or {}).items())
        typed = ((key, self.text),) if self.text else ()
        return (*((key, option) for option in self.chosen), *typed, *places)


def read_answers(form: MultiDict[str, str], questions: Iterable[QuestionView]) -> dict[str, Typed]:
    """Return what a form holds, by question key; a question that was left open is left out."""
    read = {question.key: _read(form, question) for question in questions}
    return {key: typed for key, typed in read.items() if typed != Typed()}


def readings(
    typed: Mapping[str, Typed], questions: Iterable[QuestionView], decimal: Callable[[], str]
) -> dict[str, tuple[str, tuple[float, ...]]]:
    """Return, by name of the field, the numbers that could be meant otherwise: as typed, and what they may mean.

    Args:
        decimal: tells the decimal sign of the page's language, which few numbers need.
    """
    found = {}
    for question in questions:
        one = typed.get(question.key, Typed())
        numbers = [(question.key, one.text, question.unit)] if question.kind == "numeric" else []
        for gap in question.gaps:
            if not gap.options:
                numbers.append((f"{question.key}:{gap.key}", (one.places or {}).get(gap.key, ""), gap.unit))
        for name, text, unit in numbers:
            if text and not (text.isascii() and text.isdigit()) and not is_plain(text, decimal()):
                found[name] = (text, read_number(text, unit.values() if unit else ()))
    return {name: said for name, said in found.items() if said[1]}


def _read(form: MultiDict[str, str], question: QuestionView) -> Typed:
    if question.kind == "numeric":
        return _read_number(form, question)
    if question.kind == "order":
        return _read_order(form, question)
    if question.kind in ("match", "cloze"):
        return _read_parts(form, question)
    known = {option.key for option in question.options}
    chosen = tuple(key for key in dict.fromkeys(form.getlist(question.key)) if key in known)
    if question.kind == "single":
        return Typed(chosen[:1], answer=chosen[0]) if chosen else Typed()
    return Typed(chosen, answer=chosen) if chosen else Typed()


def _read_number(form: MultiDict[str, str], question: QuestionView) -> Typed:
    text = form.get(question.key, "").strip()
    if not text:
        return Typed()
    if not read_number(text, question.unit.values() if question.unit else ()):
        return Typed(text=text[:LONGEST], problem=Invalid(question.key, "not_a_number"))
    return Typed(text=text, answer=text)


def _read_order(form: MultiDict[str, str], question: QuestionView) -> Typed:
    wanted = [str(place) for place in range(1, len(question.options) + 1)]
    given = {option.key: form.get(f"{question.key}:{option.key}", "") for option in question.options}
    places = {key: place for key, place in given.items() if place in wanted}
    if not places:
        return Typed()
    if sorted(places.values()) != sorted(wanted):
        return Typed(places=places, problem=Invalid(question.key, "places_needed", count=len(wanted)))
    return Typed(places=places, answer=tuple(sorted(places, key=lambda key: int(places[key]))))


def _read_parts(form: MultiDict[str, str], question: QuestionView) -> Typed:
    """Read a match, whose parts are its options, or a cloze, whose parts are its gaps."""
    if question.kind == "match":
        known = {target.key for target in question.targets}
        choices = {option.key: known for option in question.options}
    else:
        choices = {gap.key: {option.key for option in gap.options} for gap in question.gaps}
    given = {part: form.get(f"{question.key}:{part}", "").strip()[:LONGEST] for part in choices}
    typed = {
        part: text for part, text in given.items() if text and (text in choices[part] or not choices[part])
    }
    if not typed:
        return Typed()
    if len(typed) < len(choices):
        return Typed(places=typed, problem=Invalid(question.key, "parts_needed", count=len(choices)))
    for gap in question.gaps:
        if not gap.options and not read_number(typed[gap.key], gap.unit.values() if gap.unit else ()):
            return Typed(places=typed, problem=Invalid(question.key, "not_a_number"))
    return Typed(places=typed, answer=tuple(f"{part}={text}" for part, text in typed.items()))


class TrainingForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    dimension = SelectField(_l("Because of"))
    course = RadioField(_l("Course"), [InputRequired(_l("Choose a course."))])
    people = ManyField(_l("People"), [InputRequired(_l("Choose at least one person."))], coerce=str)
    due_on = DateField(_l("To be finished by"), [Optional()])
