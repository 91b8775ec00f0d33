"""An exercise as a form: what was typed is read back first where it could be read otherwise, then graded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import Invalid
from app.languages import language
from app.reports import line_chart
from app.security import actor
from app.services import exercises as service
from app.web.access import STAFF, signed_in
from app.web.exercise_words import number_of, sentence
from app.web.numbers import decimal_sign, exact, signed
from app.web.wording import worded
from courses.exercises.figures import Figure
from courses.exercises.responses import Reading
from courses.numerals import is_plain

exercises = Blueprint("exercises", __name__)
LEARNERS = STAFF | {"sponsor", "learner"}


@exercises.app_template_filter()
def said(words: Any) -> str:
    """Return what an engine says, in the page's language."""
    return sentence(words)


@exercises.app_template_filter()
def figure_of(value: float) -> str:
    """Return a figure of an exercise as the page's language writes it."""
    return number_of(value)


@exercises.app_template_filter()
def charted(figure: Figure) -> line_chart.Chart:
    """Return where the lines and marks of a figure lie."""
    series = [(one.points, one.is_stepped) for one in figure.series]
    return line_chart.lay_out(series, [(mark.x, mark.y) for mark in figure.marks])


@exercises.app_template_filter()
def in_matrix(figure: Figure) -> tuple[line_chart.Point, ...]:
    """Return where the numbers of a matrix's marks stand."""
    return line_chart.in_matrix([(mark.x, mark.y) for mark in figure.marks])


@dataclass(frozen=True, slots=True)
class Echo:
    """What a page says about the form that was sent.

    Attributes:
        typed: field key to what was sent. problems: to what is wrong with it.
        read_as: to the number that was understood, where that is not what stands there.
        left_open: keys of fields without an answer.
        seen: what the next form carries to say that exactly this was looked at.
    """

    typed: Mapping[str, str]
    problems: Mapping[str, str]
    read_as: Mapping[str, str]
    left_open: tuple[str, ...]
    seen: str

    @property
    def is_to_be_seen(self) -> bool:
        return bool(self.problems or self.read_as or self.left_open)


NOTHING = Echo({}, {}, {}, (), "")


@exercises.get("/learning/<uuid:enrolment_id>/exercises/<exercise>")
@signed_in(LEARNERS, "own")
def show(enrolment_id: UUID, exercise: str) -> ResponseReturnValue:
    page = service.exercise_page(actor(), enrolment_id, exercise, seed_of(request.args), language())
    return render_template("exercises/show.html", page=page, echo=NOTHING)


@exercises.post("/learning/<uuid:enrolment_id>/exercises/<exercise>")
@signed_in(LEARNERS, "own")
def submit(enrolment_id: UUID, exercise: str) -> ResponseReturnValue:
    page = service.exercise_page(actor(), enrolment_id, exercise, seed_of(request.form), language())
    reading = service.read(page, request.form, decimal_sign())
    echo = echoed(reading)
    if echo.problems or (echo.is_to_be_seen and request.form.get("seen") != echo.seen):
        return render_template("exercises/show.html", page=page, echo=echo), 422
    try_id = service.submit(actor(), enrolment_id, exercise, page.seed, reading)
    return redirect(url_for(".result", enrolment_id=enrolment_id, exercise=exercise, try_id=try_id), 303)


@exercises.get("/learning/<uuid:enrolment_id>/exercises/<exercise>/tries/<uuid:try_id>")
@signed_in(LEARNERS, "own")
def result(enrolment_id: UUID, exercise: str, try_id: UUID) -> ResponseReturnValue:
    page = service.try_page(actor(), enrolment_id, exercise, try_id, language())
    return render_template("exercises/result.html", page=page)


def seed_of(values: Mapping[str, str]) -> int:
    """Return the seed of an address or form; the case where there is none that could be one."""
    text = values.get("seed", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else 0


def echoed(reading: Reading) -> Echo:
    """Return what is to be said about a form before it is graded."""
    sign = decimal_sign()
    read_as = {
        key: exact(value)
        for key, value in reading.values.items()
        if isinstance(value, float) and not is_plain(reading.typed[key], sign)
    }
    problem = worded(Invalid("", "not_a_number"))
    return Echo(
        typed=reading.typed,
        problems=dict.fromkeys(reading.unreadable, problem),
        read_as=read_as,
        left_open=reading.left_open,
        seen=signed(reading.typed),
    )
