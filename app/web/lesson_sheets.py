"""Lessons as markup: laid out once for all who stand at the same place in a course, then only addressed.

Between two learners who have read the same lessons a page differs in their enrolment's address and the token of
their forms, so it is rendered once with marks where those go.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

from flask import current_app, render_template
from flask_wtf.csrf import generate_csrf

from app.languages import direction, language
from app.services.lessons import LessonContent, LessonPage
from app.web.forms.learning import Typed
from app.web.questionnaire import MARK, Sheet

_SOMEBODY = UUID(int=0)
_SLOT = re.compile(f"{MARK}(token){MARK}|({_SOMEBODY})")
_BODY, _OUTLINE = f"{MARK}{MARK}lesson", f"{MARK}{MARK}outline"
_PLACES = re.compile(f"{_BODY}|{_OUTLINE}")


def rendered_lesson(page: LessonPage) -> str:
    """Return a lesson as it is read."""
    body, outline = _sheets(page.content, page.done, page.is_quiz_open, page.is_complete, language())
    values = {"token": generate_csrf(), str(_SOMEBODY): str(page.enrolment_id)}
    return _framed(page, body.fill(values), outline.fill(values))


def rendered_answers(page: LessonPage, typed: Mapping[str, Typed], checked: str, problem: str | None) -> str:
    """Return a lesson with what was answered in it: `checked` is the question asked about just now."""
    body = _body(page, generate_csrf(), typed, checked, problem)
    return _framed(page, body, _part("learning/_outline.html", {"page": page}))


def _framed(page: LessonPage, body: str, outline: str) -> str:
    shell = render_template("learning/lesson.html", page=page, body=_BODY, outline=_OUTLINE)
    parts = {_BODY: body, _OUTLINE: outline}
    return _PLACES.sub(lambda place: parts[place.group()], shell)


@lru_cache(maxsize=512)
def _sheets(
    content: LessonContent, done: frozenset[str], is_quiz_open: bool, is_complete: bool, language: str
) -> tuple[Sheet, Sheet]:
    """Lay out a lesson and its outline; `language` only tells them apart."""
    page = LessonPage(_SOMEBODY, content, done, is_quiz_open, is_complete)
    body = _body(page, f"{MARK}token{MARK}", {}, "", None)
    return _sheet(body), _sheet(_part("learning/_outline.html", {"page": page}))


def _body(page: LessonPage, token: str, typed: Mapping[str, Typed], checked: str, problem: str | None) -> str:
    values = {"page": page, "token": token, "typed": typed, "checked": checked, "problem": problem}
    return _part("learning/_lesson.html", values | {"language": language(), "direction": direction()})


def _part(template: str, values: Mapping[str, object]) -> str:
    return current_app.jinja_env.get_template(template).render(values)


def _sheet(text: str) -> Sheet:
    return Sheet(tuple(part for part in _SLOT.split(text) if part is not None))
