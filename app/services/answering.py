"""Answering: what somebody with an invitation's link sees, saves and submits.

The link is the only key. In anonymous mode nothing written here tells whose it was: no time finer than a day, no
event in the trail, no tie between the invitation and the response.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from app.db import answering as rows
from app.db import firm_scope
from app.db.answering import Place, Setting
from app.db.engine import reading
from app.db.prepared import at_once
from app.errors import Conflict, Invalid
from app.services import trail
from app.services.answer_links import asked_of, begun, instrument_of, open_place, response_of, setting_of
from app.services.entries import Entry, checked
from app.services.tokens import access_hash
from app.surroundings import now, today
from app.transactions import apart
from assessments.instrument import ModuleKey, modules_of
from assessments.model import MaturityModel, Question
from assessments.responses import Answer


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as it is kept, with the count of its changes."""

    answer: Answer
    revision: int


@dataclass(frozen=True, slots=True)
class Saved:
    """The receipt of one save. In anonymous mode `saved_at` is told and forgotten."""

    revision: int
    saved_at: datetime


class AnswerChanged(Conflict):
    """Somebody else changed the answer since the sender saw it; `current` is what is kept now."""

    def __init__(self, current: Stored) -> None:
        super().__init__("changed_elsewhere")
        self.current = current


@dataclass(frozen=True, slots=True)
class FormOutcome:
    """What became of a whole form: question key to the reason why its answer was not taken, or to the answer that
    was given elsewhere in the meantime. Everything else is saved.
    """

    refused: Mapping[str, Invalid]
    changed: Mapping[str, Stored]

    @property
    def is_complete(self) -> bool:
        return not self.refused and not self.changed


@dataclass(frozen=True, slots=True)
class Respondent:
    """What every page of a respondent shows. `standing` is new, begun, submitted or closed.

    `name` is empty in anonymous mode.
    """

    standing: str
    mode: str
    firm: str
    client: str
    title: str
    name: str
    role: str
    language: str
    closes_on: date
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Landing:
    """The first page: before anything is answered."""

    respondent: Respondent
    question_count: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The questions put to a respondent's role, with what is answered so far.

    `model` is the instrument: the maturity model with the questions of its modules after its own.
    """

    respondent: Respondent
    model: MaturityModel
    model_hash: str
    modules: tuple[ModuleKey, ...]
    answers: Mapping[str, Stored]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a respondent stands: what is still unanswered, as (number, question), and since when it is submitted."""

    respondent: Respondent
    submitted_on: date | None
    asked: int
    missing: tuple[tuple[int, Question], ...]


def landing(token: str) -> Landing:
    """Return the page behind the mailed link. Reading it starts nothing: mail gateways open links too.

    Raises:
        Hidden: the link leads nowhere.
    """
    place, setting = setting_of(token)
    model = instrument_of(place)
    asked = len(model.questions_for(place.role))
    minutes = max(1, math.ceil(model.minutes * asked / len(model.questions)))
    return Landing(_respondent(place, setting), asked, minutes)


def start(token: str) -> int:
    """Begin the response, unless it is begun, and return the number (from 1) of the first unanswered question.

    Raises:
        Hidden: the link leads nowhere.
        Conflict: the assessment is closed.
    """
    place = open_place(token, is_begun=False)
    is_anonymous = place.mode == "anonymous"
    with firm_scope(place.firm_id):
        if place.response_id is None:
            added = rows.add_response(
                place.assessment_id,
                None if is_anonymous else place.invitation_id,
                access_hash(token),
                place.role,
                today(),
            )
            if added is not None and not is_anonymous:
                trail.note(trail.RESPONDENT, "response started", "response", added)
            return 1
        answered = {row.question for row in rows.list_answers_of(place.response_id)}
    asked = asked_of(place)
    return next((number for number, key in enumerate(asked, start=1) if key not in answered), 1)


def questionnaire(token: str) -> Questionnaire:
    """Return the questions of the respondent's role and the answers saved so far.

    Raises:
        Hidden: the link leads nowhere, or nothing was begun with it.
    """
    place, setting = setting_of(token)
    stored = MappingProxyType(_stored(place))
    return Questionnaire(
        _respondent(place, setting),
        instrument_of(place),
        setting.model_hash,
        modules_of(place.modules),
        stored,
    )


def save(token: str, entry: Entry) -> Saved:
    """Keep one answer in place of the revision that the sender knew.

    A repeated attempt that had been kept already gets the same receipt again.

    Raises:
        Hidden: the link leads nowhere, or nothing was begun with it.
        Conflict: the assessment is closed.
        AnswerChanged: the kept answer is another one than the sender knew.
        Invalid: the question does not take this answer; `field` says which part of it.
    """
    place = begun(token)
    answer = _checked(place, entry)
    moment = now()
    with firm_scope(place.firm_id), at_once():
        revision = rows.write_answer(access_hash(token), _row(place, entry, answer, moment))
        if revision is not None and place.mode != "anonymous":
            trail.note(
                trail.RESPONDENT, "answer saved", "response", response_of(place), question=entry.question
            )
    if revision is not None:
        return Saved(revision, moment)
    return _settled(open_place(token), entry, answer, moment)


def save_form(token: str, entries: Iterable[Entry]) -> FormOutcome:
    """Keep every answer of a form that can be kept, in a transaction of its own; say what became of the rest.

    Raises:
        Hidden: the link leads nowhere, or nothing was begun with it.
        Conflict: the assessment is closed.
    """
    refused: dict[str, Invalid] = {}
    changed: dict[str, Stored] = {}
    fresh: list[dict[str, Any]] = []
    with apart():
        place, known = _kept_so_far(token)
        moment = now()
        for entry in entries:
            try:
                answer = _checked(place, entry)
            except Invalid as error:
                refused[entry.question] = error
                continue
            kept = known.get(entry.question)
            if kept is None or (kept.answer != answer and kept.revision == entry.base):
                fresh.append(_cells(entry, answer))
            elif kept.answer != answer:
                changed[entry.question] = kept
        is_named = place.mode != "anonymous"
        # Also where nothing is fresh: what is kept already is acknowledged too, and may have come a moment ago.
        with firm_scope(place.firm_id), at_once():
            written = rows.write_answers(access_hash(token), fresh, moment if is_named else None)
            if written and is_named:
                trail.note(
                    trail.RESPONDENT, "answers saved", "response", response_of(place), questions=written
                )
        if lost := {row["question"] for row in fresh}.difference(written):
            changed.update({key: kept for key, kept in _kept_so_far(token)[1].items() if key in lost})
    return FormOutcome(MappingProxyType(refused), MappingProxyType(changed))


def submit(token: str, *, is_confirmed: bool) -> bool:
    """Submit the response; it stays open to change until the assessment closes. Twice is the same as once.

    Returns:
        False when questions are unanswered and the respondent has not confirmed to go on without them.

    Raises:
        Hidden: the link leads nowhere, or nothing was begun with it.
        Conflict: the assessment is closed, or nothing at all is answered.
    """
    place = open_place(token)
    answered = _stored(place)
    asked = asked_of(place)
    if not answered:
        raise Conflict("nothing_answered")
    if not is_confirmed and any(key not in answered for key in asked):
        return False
    with firm_scope(place.firm_id):
        if rows.submit_response(response_of(place), today()) and place.mode != "anonymous":
            trail.note(
                trail.RESPONDENT, "response submitted", "response", response_of(place), answered=len(answered)
            )
    return True


def receipt(token: str) -> Receipt:
    """Return where the respondent stands, before and after submitting.

    Raises:
        Hidden: the link leads nowhere, or nothing was begun with it.
    """
    place, setting = setting_of(token)
    answered = _stored(place)
    asked = asked_of(place)
    missing = tuple(
        (number, question)
        for number, (key, question) in enumerate(asked.items(), start=1)
        if key not in answered
    )
    return Receipt(_respondent(place, setting), setting.submitted_on, len(asked), missing)


def _kept_so_far(token: str) -> tuple[Place, dict[str, Stored]]:
    """Return an open place and its answers, read before and apart from what is written then."""
    with reading():
        place = open_place(token)
        return place, _stored(place)


def _respondent(place: Place, setting: Setting) -> Respondent:
    begun = {None: "new", "open": "begun"}.get(place.response_state, "submitted")
    return Respondent(
        standing="closed" if place.state == "closed" else begun,
        mode=place.mode,
        firm=setting.firm,
        client=setting.client,
        title=setting.title,
        name="" if place.mode == "anonymous" else setting.name,
        role=place.role,
        language=setting.language,
        closes_on=setting.closes_on,
        is_overdue=today() > setting.closes_on,
    )


def _stored(place: Place) -> dict[str, Stored]:
    with firm_scope(place.firm_id):
        found: Sequence[Any] = rows.list_answers_of(response_of(place))
    return {row.question: _kept(row) for row in found}


def _kept(row: Any) -> Stored:
    answer = Answer(row.value, row.kind, row.evidence, row.comment, row.reason)
    return Stored(answer, row.revision)


def _settled(place: Place, entry: Entry, answer: Answer, moment: datetime) -> Saved:
    """Return the receipt again if it is this very attempt that was kept before."""
    with firm_scope(place.firm_id):
        row = rows.find_answer(response_of(place), entry.question)
    if row is None:
        raise Invalid("base", "malformed")
    kept = _kept(row)
    if entry.operation and row.operation == entry.operation and kept.answer == answer:
        return Saved(kept.revision, row.answered_at or moment)
    raise AnswerChanged(kept)


def _row(place: Place, entry: Entry, answer: Answer, moment: datetime) -> dict[str, Any]:
    return {
        "response_id": place.response_id,
        "firm_id": place.firm_id,
        **_cells(entry, answer),
        "operation": entry.operation,
        "answered_at": None if place.mode == "anonymous" else moment,
    }


def _cells(entry: Entry, answer: Answer) -> dict[str, Any]:
    return {
        "question": entry.question,
        "kind": answer.kind,
        "value": answer.value,
        "evidence": answer.evidence,
        "comment": answer.comment,
        "reason": answer.reason,
        "revision": entry.base + 1,
    }


def _checked(place: Place, entry: Entry) -> Answer:
    question = asked_of(place).get(entry.question)
    if question is None:
        raise Invalid("question", "unknown_question")
    return checked(instrument_of(place), question, entry)
