"""Answering: from the mailed link to the thanks. Nobody signs in; the link is the key, then a cookie holds it."""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import security
from app.errors import Invalid
from app.languages import language, offered
from app.services import answering as service
from app.services import feedback, own_training
from app.services.answering import AnswerChanged, Questionnaire, Respondent, Stored
from app.services.tokens import form_token, reference
from app.web.access import respondent
from app.web.forms.answering import PostedForm, read_entry, read_form, with_problem
from app.web.forms.assessments import ROLE_NAMES
from app.web.held_links import hand_over, held_token
from app.web.lifecycle import SAFE, csrf
from app.web.questionnaire import PARTS, Filling, fill_page, filling_of
from app.web.wording import worded
from assessments.privacy import THRESHOLD

answering = Blueprint("answering", __name__)
csrf.exempt(answering)  # check_form, below, does it for these routes

COOKIE = "answer"  # a phone that shuts the browser between two questions finds its place again


@answering.before_request
def check_form() -> None:
    """Refuse a form that was not made by one of these pages for this link.

    The value in the form follows from the link's secret, so respondents need no session beside it, and a form stays
    good for as long as the link. A value of the site's own kind is taken as well.
    """
    if request.method in SAFE:
        return
    secret = (request.view_args or {}).get("token") or request.cookies.get(COOKIE, "")
    given = request.headers.get("X-CSRFToken") or request.form.get("csrf_token", "")
    if not secret or not compare_digest(form_token(secret).encode(), given.encode()):
        csrf.protect()


@answering.after_request
def keep_the_link_to_oneself(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"  # the address of the landing page holds the secret
    return response


@answering.get("/r/<token>")
@respondent(rate="invitation")
def show_landing(token: str) -> ResponseReturnValue:
    page = service.landing(token)
    speak(page.respondent)
    return render_template("answering/landing.html", page=page, token=token, **common(page.respondent, token))


@answering.post("/r/<token>")
@respondent(rate="invitation")
def start(token: str) -> ResponseReturnValue:
    number = service.start(token)
    ref = reference(token)
    where = url_for(".show", ref=ref, _anchor=f"question-{number}")
    response = current_app.make_response(redirect(where, 303))
    hand_over(response, COOKIE, token, f"/answer/{ref}")
    return response


@answering.get("/answer/<ref>/")
@respondent()
def show(ref: str) -> ResponseReturnValue:
    token = held_token(COOKIE, ref)
    page = service.questionnaire(token)
    if page.respondent.standing == "closed":
        return redirect(url_for(".done", ref=ref), 303)
    return rendered(token, page, {key: filling_of(stored) for key, stored in page.answers.items()}, {})


@answering.post("/answer/<ref>/")
@respondent(rate="autosave")
def save_form(ref: str) -> ResponseReturnValue:
    token, posted = held_token(COOKIE, ref), read_form(request.form)
    outcome = service.save_form(token, posted.entries)
    problems = {**posted.problems, **outcome.refused}
    if problems or outcome.changed:
        page = service.questionnaire(token)
        return rendered(token, page, fillings(page, posted, problems, outcome.changed), problems), 422
    if posted.is_submit:
        return finished(ref, token, is_confirmed=request.form.get("confirmed") == "yes")
    return redirect(url_for(".show", ref=ref, _anchor=posted.target or None), 303)


@answering.post("/answer/<ref>/save")
@respondent(rate="autosave")
def save(ref: str) -> ResponseReturnValue:
    token = held_token(COOKIE, ref)
    try:
        saved = service.save(token, read_entry(request.get_data()))
    except Invalid as error:
        return {"error": error.reason, "field": error.field, "sentence": worded(error)}, 422
    except AnswerChanged as error:
        return {"error": error.reason, "sentence": worded(error), "current": plain(error.current)}, 409
    moment = saved.saved_at.isoformat(timespec="seconds")
    return Response(f'{{"revision":{saved.revision},"saved_at":"{moment}"}}', mimetype="application/json")


@answering.post("/answer/<ref>/submit")
@respondent()
def submit(ref: str) -> ResponseReturnValue:
    return finished(ref, held_token(COOKIE, ref), is_confirmed=request.form.get("confirmed") == "yes")


@answering.get("/answer/<ref>/done")
@respondent()
def done(ref: str) -> ResponseReturnValue:
    token = held_token(COOKIE, ref)
    page = service.receipt(token)
    speak(page.respondent)
    return render_template("answering/done.html", page=page, ref=ref, **common(page.respondent, token))


def finished(ref: str, token: str, *, is_confirmed: bool) -> ResponseReturnValue:
    """Submit, and show the thanks or else what is still unanswered."""
    service.submit(token, is_confirmed=is_confirmed)
    return redirect(url_for(".done", ref=ref), 303)


def speak(somebody: Respondent) -> None:
    """Use the language of the invitation, unless another was chosen on the site."""
    chosen = request.args.get("lang") or request.cookies.get("lang")
    if chosen not in offered() and somebody.language in offered():
        g.language = somebody.language


def common(somebody: Respondent, token: str) -> Mapping[str, object]:
    """What the template of every respondent's page takes."""
    return {
        "form_token": form_token(token),
        "feedback_token": token if somebody.standing == "closed" and feedback.is_released(token) else "",
        "firm_name": somebody.firm,
        "role_name": ROLE_NAMES.get(somebody.role, somebody.role),
        "threshold": THRESHOLD,
    }


def rendered(
    token: str, page: Questionnaire, fills: Mapping[str, Filling], problems: Mapping[str, Invalid]
) -> str:
    """Return the questionnaire, filled."""
    somebody = page.respondent
    speak(somebody)
    asked = page.model.questions_for(somebody.role)
    troubled = [
        (number, worded(problems[question.key]) if question.key in problems else None)
        for number, question in enumerate(asked, start=1)
        if question.key in fills and fills[question.key].problem
    ]
    shell = render_template(
        "answering/show.html",
        page=page,
        ref=reference(token),
        troubled=troubled,
        **PARTS,
        **common(somebody, token),
    )
    return fill_page(shell, page, language(), fills, trained(token, page))


def trained(token: str, page: Questionnaire) -> Mapping[str, str]:
    """Return what stands where evidence is claimed, by question: the courses that the reader has completed."""
    found = own_training.own_training(page.respondent.mode, token, security.session_token())
    notes = {
        key: render_template("answering/_training.html", courses=courses) for key, courses in found.items()
    }
    return {
        question.key: notes[dimension.key]
        for dimension in page.model.dimensions
        if dimension.key in notes
        for question in dimension.all_questions
    }


def fillings(
    page: Questionnaire, posted: PostedForm, problems: Mapping[str, Invalid], changed: Mapping[str, Stored]
) -> dict[str, Filling]:
    """Return what the page shows after a form that could not be kept whole: what was typed wins where it differs."""
    fills = {key: filling_of(stored) for key, stored in page.answers.items()}
    for key, error in problems.items():
        note = render_template("answering/_problem.html", sentence=worded(error), key=key)
        if key in posted.typed:
            fills[key] = with_problem(posted.typed[key], note)
    for key, other in changed.items():
        note = render_template(
            "answering/_changed.html",
            key=key,
            other=other.answer,
            options=page.model.options_of(page.model.question(key)),
        )
        fills[key] = with_problem(posted.typed[key], note, seen=str(other.revision))
    return fills


def plain(stored: Stored) -> dict[str, object]:
    """Return a kept answer for a script."""
    answer = stored.answer
    return {
        "kind": answer.kind,
        "value": answer.value,
        "evidence": answer.evidence,
        "comment": answer.comment,
        "reason": answer.reason,
        "revision": stored.revision,
    }
