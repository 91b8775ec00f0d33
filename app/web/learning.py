"""Learning: one's courses, their lessons with the questions inside them, and the quiz."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from werkzeug.datastructures import MultiDict

from app.errors import Conflict, Hidden
from app.languages import gettext as _
from app.languages import language, ngettext
from app.security import actor
from app.services import catalogues, exam_starts, reviews, study_clock
from app.services import learning as service
from app.services.attempt_results import AttemptResult
from app.services.attempts import OpenAttempt
from app.services.lesson_html import typeset
from app.web.access import STAFF, signed_in
from app.web.forms.learning import Typed, read_answers
from app.web.lesson_sheets import rendered_answers, rendered_lesson
from app.web.numbers import NOTHING, ReadBack, decimal_sign, read_back
from app.web.wording import worded
from content.text import Text, say
from courses.grading import Answer, GapView, QuestionView
from courses.items import GAP
from courses.numerals import is_plain

learning = Blueprint("learning", __name__)
HOURS_FROM = 2
"""From how many hours on a length is told in hours: nobody plans a day in hundreds of minutes."""
LEARNERS = STAFF | {"sponsor", "learner"}


@learning.app_template_filter()
def figure(value: float | None) -> str:
    """Return the number of an answer as the page's language writes it, with no more digits than it has."""
    return "" if value is None else str(format_decimal(value, format="#,##0.####"))


@learning.app_template_filter()
def lasting(minutes: int) -> str:
    """Return how long something takes: in minutes, and from two hours on in hours and minutes."""
    hours, rest = divmod(minutes, 60)
    if hours < HOURS_FROM:
        told = ngettext("%(num)s minute", "%(num)s minutes", minutes)
    elif rest:
        told = _("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)
    else:
        told = ngettext("%(num)s hour", "%(num)s hours", hours)
    return str(told)


@learning.app_template_filter()
def gap_parts(question: QuestionView) -> tuple[str | GapView, ...]:
    """Return the text of a cloze in the page's language, cut at its gaps."""
    gaps = {gap.key: gap for gap in question.gaps}
    pieces = GAP.split(say(question.stem, language()))
    return tuple(
        gaps[piece] if place % 2 else piece for place, piece in enumerate(pieces) if place % 2 or piece
    )


@learning.app_template_filter()
def without_gaps(text: Text) -> Text:
    """Return the text of a question for where it is only read: a gap is a line."""
    return {language: GAP.sub("____", words) for language, words in text.items()}


@learning.app_template_filter()
def is_plainly_typed(text: str) -> bool:
    """Return whether a number was typed as the page's language writes it, so that it need not be read back."""
    return is_plain(text, decimal_sign())


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


@learning.get("/learning/catalogue")
@signed_in(LEARNERS, "own")
def catalogue() -> ResponseReturnValue:
    return render_template("learning/catalogue.html", page=catalogues.catalogue_page(actor()))


@learning.get("/learning/review")
@signed_in(LEARNERS, "own")
def review() -> ResponseReturnValue:
    page = reviews.review_page(actor(), goes_on="more" in request.args)
    return render_template(
        "learning/review.html", page=page, asked=page.asked, typed={}, problem=None, back=NOTHING
    )


@learning.post("/learning/<uuid:enrolment_id>/review/<item>")
@signed_in(LEARNERS, "own")
def answer_review(enrolment_id: UUID, item: str) -> ResponseReturnValue:
    """Grade one answer. Its feedback is this reply: loaded again, the form says that it was answered."""
    try:
        asked = reviews.question_asked(actor(), enrolment_id, item)
        typed = read_answers(request.form, [asked.question])
        found = typed.get(item)
        back = read_back(typed, [asked.question])
        problem = None
        if found is None or found.answer is None:
            problem = worded(found.problem) if found and found.problem else _("Answer the question first.")
        if found is None or found.answer is None or back.is_unseen(request.form.get("seen")):
            page = reviews.review_page(actor(), goes_on=True)  # who answers has gone on
            shown = {"page": page, "asked": asked, "typed": typed, "problem": problem, "back": back}
            return render_template("learning/review.html", **shown), 422
        done = reviews.answer_review(actor(), enrolment_id, item, found.answer)
    except Conflict as error:
        flash(worded(error), "info")
        return redirect(url_for(".review"), 303)
    return render_template("learning/reviewed.html", done=done, typed=typed)


@learning.get("/learning/<uuid:enrolment_id>/finish")
@signed_in(LEARNERS, "own")
def finish(enrolment_id: UUID) -> ResponseReturnValue:
    try:
        page = catalogues.finish_page(actor(), enrolment_id)
    except Conflict:
        return redirect(url_for(".show", enrolment_id=enrolment_id), 303)
    return render_template("learning/finish.html", page=page)


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
    study_clock.hear(actor(), enrolment_id, study_clock.part_of_lesson(lesson), "work")
    page = service.lesson_page(actor(), enrolment_id, lesson, language(), given)
    return rendered_answers(page, typed, checked, problem), 422 if problem else 200


@learning.get("/learning/<uuid:enrolment_id>/exam")
@signed_in(LEARNERS, "own")
def before_exam(enrolment_id: UUID) -> ResponseReturnValue:
    """Say what an exam's clock does before it runs; one that runs already is gone on with."""
    try:
        page = exam_starts.exam_start(actor(), enrolment_id)
    except Conflict as error:
        flash(worded(error), "warn")
        return redirect(url_for(".show", enrolment_id=enrolment_id), 303)
    if page.under_way:
        return redirect(url_for(".attempt", enrolment_id=enrolment_id, attempt_id=page.under_way), 303)
    return render_template("learning/exam.html", page=page)


@learning.post("/learning/<uuid:enrolment_id>/attempts")
@signed_in(LEARNERS, "own")
def start_attempt(enrolment_id: UUID) -> ResponseReturnValue:
    kind = request.form.get("kind", "quiz")
    if (
        kind == "exam" and "confirmed" not in request.form
    ):  # its clock starts for nobody who was not told of it
        return redirect(url_for(".before_exam", enrolment_id=enrolment_id), 303)
    try:
        attempt_id = service.start_attempt(actor(), enrolment_id, kind)
    except Conflict as error:
        flash(worded(error), "warn")
        return redirect(url_for(".show", enrolment_id=enrolment_id), 303)
    return redirect(url_for(".attempt", enrolment_id=enrolment_id, attempt_id=attempt_id), 303)


@learning.get("/learning/<uuid:enrolment_id>/attempts/<uuid:attempt_id>")
@signed_in(LEARNERS, "own")
def attempt(enrolment_id: UUID, attempt_id: UUID) -> ResponseReturnValue:
    return rendered(service.attempt_page(actor(), enrolment_id, attempt_id))


@learning.post("/learning/<uuid:enrolment_id>/attempts/<uuid:attempt_id>/draft")
@signed_in(LEARNERS, "own", rate="autosave")
def keep_draft(enrolment_id: UUID, attempt_id: UUID) -> ResponseReturnValue:
    """Keep the form as it is filled in so far: only fields of the attempt's own questions, in what they can hold."""
    found = service.find_attempt(actor(), enrolment_id, attempt_id)
    page = service.page_of(found)
    if isinstance(page, AttemptResult):
        raise Conflict("already_submitted")
    filled: dict[str, list[str]] = {}
    read = read_answers(request.form, page.questions)
    for key, typed in read.items():
        for name, value in typed.fields(key):
            filled.setdefault(name, []).append(value)
    service.keep_draft(found, filled, answers_of(read))
    back = read_back(read, page.questions)
    return {"kept": len(filled), "read": dict(back.sentences), "seen": back.seen}


@learning.post("/learning/<uuid:enrolment_id>/attempts/<uuid:attempt_id>")
@signed_in(LEARNERS, "own")
def submit_attempt(enrolment_id: UUID, attempt_id: UUID) -> ResponseReturnValue:
    found = service.find_attempt(actor(), enrolment_id, attempt_id)
    page = service.page_of(found)
    if isinstance(page, AttemptResult):
        return rendered(page, is_repeated=True), 409
    typed = read_answers(request.form, page.questions)
    problems = {key: worded(one.problem) for key, one in typed.items() if one.problem is not None}
    is_open = any(question.key not in typed for question in page.questions)
    back = read_back(typed, page.questions)
    # Whose time is over has none left to look at numbers.
    is_unseen = page.seconds_left != 0 and back.is_unseen(request.form.get("seen"))
    is_closed = page.is_over and page.has_kept  # then it is not this form that counts
    if not is_closed and (problems or is_unseen or (is_open and "confirmed" not in request.form)):
        return rendered(page, typed, problems, back, is_sent=True), 422
    try:
        service.hand_in(actor(), found, answers_of(typed))
    except Conflict:  # by another request, while this one was read
        return rendered(service.attempt_page(actor(), enrolment_id, attempt_id), is_repeated=True), 409
    return redirect(url_for(".attempt", enrolment_id=enrolment_id, attempt_id=attempt_id), 303)


def answers_of(typed: Mapping[str, Typed]) -> dict[str, Answer]:
    """Return what can be graded of what a form held."""
    return {key: one.answer for key, one in typed.items() if one.answer is not None}


def rendered(
    page: OpenAttempt | AttemptResult,
    typed: Mapping[str, Typed] | None = None,
    problems: Mapping[str, str] | None = None,
    back: ReadBack | None = None,
    *,
    is_repeated: bool = False,
    is_sent: bool = False,
) -> str:
    """Return the page of an attempt: the questions with what was filled in, or after it was handed in its result."""
    if isinstance(page, AttemptResult):
        return render_template("learning/result.html", page=page, is_repeated=is_repeated)
    if typed is None:
        typed = read_answers(MultiDict(page.draft), page.questions)
    left_open = tuple(question for question in page.questions if is_sent and question.key not in typed)
    return render_template(
        "learning/attempt.html",
        page=page,
        typed=typed,
        problems=problems or {},
        left_open=left_open,
        back=back or read_back(typed, page.questions),
        is_sent=is_sent,
    )
