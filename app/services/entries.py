"""An answer as it arrives from a respondent, and the one form in which it is kept."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from app.errors import Invalid
from assessments.model import AnswerRefused, MaturityModel, Question
from assessments.responses import EVIDENCE, Answer
from content.encoding import refused_character

LONGEST_COMMENT = 2000
LONGEST_REASON = 500
LONGEST_OPERATION = 40
HIGHEST_BASE = 2**31 - 2  # one more still fits the column


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer as it arrives.

    `base` is the revision that the sender knew, 0 for none; `operation` names this attempt, so that a repeated one
    is recognised ("" where the sender does not repeat).
    """

    question: str
    answer: Answer
    base: int
    operation: str = ""


def evidence_from(model: MaturityModel, question: Question) -> int | None:
    """Return the lowest answer for which evidence is asked, the middle of what can be; None where it is not asked."""
    if question.evidence is None:
        return None
    options = model.options_of(question)
    return options[len(options) // 2].answer


def checked(model: MaturityModel, question: Question, entry: Entry) -> Answer:
    """Return the answer in the form in which it is kept, without what does not belong to its kind.

    Raises:
        Invalid: the question does not take it; `field` says which part of it.
    """
    given = entry.answer
    try:
        model.check_answer(question, given.value if given.kind == "level" else given.kind)
    except AnswerRefused as error:
        raise Invalid("value", "unknown_answer") from error
    if given.evidence not in EVIDENCE:
        raise Invalid("evidence", "unknown_answer")
    if not 0 <= entry.base <= HIGHEST_BASE or len(entry.operation) > LONGEST_OPERATION:
        raise Invalid("base", "malformed")
    reason = clean_text(given.reason, "reason", LONGEST_REASON) if given.kind == "NA" else ""
    if given.kind == "NA" and not reason:
        raise Invalid("reason", "reason_needed")
    asked_from = evidence_from(model, question)
    has_evidence = given.value is not None and asked_from is not None and given.value >= asked_from
    return Answer(
        value=given.value if given.kind == "level" else None,
        kind=given.kind,
        evidence=given.evidence if has_evidence else "none",
        comment=clean_text(given.comment, "comment", LONGEST_COMMENT),
        reason=reason,
    )


def clean_text(typed: str, field: str, longest: int) -> str:
    """Return what was typed in the one form in which it is kept.

    Raises:
        Invalid: a character that is no text, or more than `longest` characters.
    """
    if not typed:
        return ""
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    if refused_character(text):
        raise Invalid(field, "control_character")
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > longest:
        raise Invalid(field, "too_long", longest=longest)
    return text
