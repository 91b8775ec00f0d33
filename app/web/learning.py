"""Learning: one's courses, their lessons with the questions inside them, and the quiz."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal

from app.errors import Conflict, Hidden
from app.languages import gettext as _
from app.languages import language
from app.security import actor
from app.services import learning as service
from app.services.attempts import AttemptResult, OpenAttempt
from app.services.lesson_html import typeset
from app.web.access import STAFF, signed_in
from app.web.forms.learning import Typed, read_answers
from app.web.lesson_sheets import rendered_answers, rendered_lesson
from app.web.wording import worded
from courses.grading import QuestionView

learning = Blueprint("learning", __name__)
LEARNERS = STAFF | {"sponsor", "learner"}


@learning.app_template_filter()
def figure(value: float | None) -> str:
    """Return the number of an answer as the page's language writes it, with no more digits than it has."""
    return "" if value is None else str(format_decimal(value, format="#,##0.####"))


learning.add_app_template_filter(typeset)


@learning.get("/learning")
@signed_in(LEARNERS, "own")
def index() -> ResponseReturnValue:
    return render_template("learning/index.html", page=service.my_courses(actor()))


@learning.post("/learning")
@signed_in(LEARNERS, "own")
def enrol() -> ResponseReturnValue:
    enrolment_id = service.enrol(actor(), request.form.get("course", ""))
    return redirect(url_for(".show", enrolment_id=enrolment_id), 303)


@learning.get("/learning/<uuid:enrolment_id>")
@signed_in(LEARNERS, "own")
def show(enrolment_id: UUID) -> ResponseReturnValue:
    return render_template("learning/show.html", page=service.course_page(actor(), enrolment_id))


@learning.get("/learning/<uuid:enrolment_id>/lessons/<lesson>")
@signed_in(LEARNERS, "own")
def lesson(enrolment_id: UUID, lesson: str) -> ResponseReturnValue:
    page = service.lesson_page(actor(), enrolment_id, lesson, language())
    return rendered_lesson(page)


@learning.post("/learning/<uuid:enrolment_id>/lessons/<lesson>")
@signed_in(LEARNERS, "own")
def finish_lesson(enrolment_id: UUID, lesson: str) -> ResponseReturnValue:
    """Mark the lesson as read; or grade one of its questions, at the same address so that it can be loaded again."""
    if "check" in request.form:
        return graded(enrolment_id, lesson, request.form["check"])
    following = service.finish_lesson(actor(), enrolment_id, lesson)
    if following is None:
        return redirect(url_for(".show", enrolment_id=enrolment_id), 303)
    return redirect(url_for(".lesson", enrolment_id=enrolment_id, lesson=following), 303)


def graded(enrolment_id: UUID, lesson: str, checked: str) -> ResponseReturnValue:
    """Show what the answer to one question is worth, and again those to others, so that none is forgotten."""
    questions = service.lesson_questions(actor(), enrolment_id, lesson)
    if checked not in {question.key for question in questions}:
        raise Hidden
    typed = read_answers(request.form, questions)
    given = {key: one.answer for key, one in typed.items() if one.answer is not None}
    problem = None
    if checked not in given:
        refused = typed[checked].problem if checked in typed else None
        problem = worded(refused) if refused else _("Answer the question first.")
    page = service.lesson_page(actor(), enrolment_id, lesson, language(), given)
    return rendered_answers(page, typed, checked, problem), 422 if problem else 200


@learning.post("/learning/<uuid:enrolment_id>/attempts")
@signed_in(LEARNERS, "own")
def start_attempt(enrolment_id: UUID) -> ResponseReturnValue:
    try:
        attempt_id = service.start_attempt(actor(), enrolment_id)
    except Conflict as error:
        flash(worded(error), "warn")
        return redirect(url_for(".show", enrolment_id=enrolment_id), 303)
    return redirect(url_for(".attempt", enrolment_id=enrolment_id, attempt_id=attempt_id), 303)


@learning.get("/learning/<uuid:enrolment_id>/attempts/<uuid:attempt_id>")
@signed_in(LEARNERS, "own")
def attempt(enrolment_id: UUID, attempt_id: UUID) -> ResponseReturnValue:
    return rendered(service.attempt_page(actor(), enrolment_id, attempt_id))


@learning.post("/learning/<uuid:enrolment_id>/attempts/<uuid:attempt_id>")
@signed_in(LEARNERS, "own")
def submit_attempt(enrolment_id: UUID, attempt_id: UUID) -> ResponseReturnValue:
    page = service.attempt_page(actor(), enrolment_id, attempt_id)
    if isinstance(page, AttemptResult):
        return rendered(page, is_repeated=True), 409
    typed = read_answers(request.form, page.questions)
    problems = {key: worded(one.problem) for key, one in typed.items() if one.problem is not None}
    is_open = any(question.key not in typed for question in page.questions)
    if problems or (is_open and "confirmed" not in request.form):
        return rendered(page, typed, problems), 422
    given = {key: one.answer for key, one in typed.items() if one.answer is not None}
    try:
        service.submit_attempt(actor(), enrolment_id, attempt_id, given)
    except Conflict:  # by another request, while this one was read
        return rendered(service.attempt_page(actor(), enrolment_id, attempt_id), is_repeated=True), 409
    return redirect(url_for(".attempt", enrolment_id=enrolment_id, attempt_id=attempt_id), 303)


def rendered(
    page: OpenAttempt | AttemptResult,
    typed: Mapping[str, Typed] | None = None,
    problems: Mapping[str, str] | None = None,
    *,
    is_repeated: bool = False,
) -> str:
    """Return the page of an attempt: the questions, or after it was handed in its result."""
    if isinstance(page, AttemptResult):
        return render_template("learning/result.html", page=page, is_repeated=is_repeated)
    left_open: tuple[QuestionView, ...] = ()
    if typed is not None:
        left_open = tuple(question for question in page.questions if question.key not in typed)
    return render_template(
        "learning/attempt.html", page=page, typed=typed or {}, problems=problems or {}, left_open=left_open
    )
