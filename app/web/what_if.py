"""Trying other conditions on a plan: the address holds what is tried, and nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.errors import Invalid
from app.security import actor
from app.services import what_if as service
from app.web.access import STAFF, signed_in
from app.web.brake import drawings
from app.web.forms.what_if import CAPACITIES, CAPACITY_NAMES, Asked, read_asked
from app.web.wording import worded
from assessments.what_if import Assumption

what_if = Blueprint("what_if", __name__)
READERS = STAFF | {"sponsor"}
Page = TypeVar("Page")


@what_if.get("/assessments/<uuid:assessment_id>/what-if")
@signed_in(READERS, "engagement_or_client", rate="drawings")
def show(assessment_id: UUID) -> ResponseReturnValue:
    def page_for(asked: Assumption) -> service.WhatIfPage:
        return service.what_if_page(actor(), assessment_id, asked)

    page, words = tried_out(page_for, str(actor().id))
    status = 422 if words["problems"] else 200
    return render_template("what_if/show.html", page=page, tried=page.tried, **words), status


def tried_out(page_for: Callable[[Assumption], Page], who: str) -> tuple[Page, dict[str, Any]]:
    """Return the page for what the address asks, and what its form needs; without it where it cannot be had.

    Args:
        who: whose drawings are counted.

    Raises:
        TooMany: more drawings than anybody can read.
    """
    drawings.check(who)
    drawings.count(who)
    asked = read_asked(request.args)
    problems = dict(asked.problems)
    try:
        page = page_for(asked.assumption)
    except Invalid as error:
        problems[error.field] = error
        page = page_for(Assumption())
    return page, _words(asked, problems)


def _words(asked: Asked, problems: dict[str, Invalid]) -> dict[str, Any]:
    return {
        "asked": asked,
        "is_neutral": bool(problems) or asked.assumption.is_neutral,
        "problems": {field: worded(error) for field, error in problems.items()},
        "capacities": {key: CAPACITY_NAMES[key] for key in CAPACITIES},
        "address": request.url,
    }
