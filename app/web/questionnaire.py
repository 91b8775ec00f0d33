"""The questions of a role as markup: laid out once, then only filled with what each respondent answered.

Laying out twenty questions costs many times what answering a page request may cost, and nothing in them differs
between respondents but a tick here and a comment there. So the template is rendered once per model, role and
language with marks where those go, and cut at the marks.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flask import current_app
from markupsafe import escape

from app.languages import gettext
from app.services.answering import Questionnaire, Stored
from app.services.entries import LONGEST_COMMENT, LONGEST_REASON, evidence_from
from app.templating import day
from assessments.instrument import ModuleKey, find_instrument
from assessments.responses import Answer

MARK = "\x00"  # no text that anybody typed can hold it
_SLOT = re.compile(f"{MARK}([^{MARK}]*){MARK}")
PARTS = {name: f"{MARK}{MARK}{name}{MARK}" for name in ("header", "questions", "extras", "map")}
"""What the page's template writes where the parts that are laid out beforehand go."""
_PLACE = re.compile(f"{MARK}{MARK}([a-z]+){MARK}")


@dataclass(frozen=True, slots=True)
class Filling:
    """What one question shows as answered: `choice` is a level, "DK", "NA" or "".

    `seen` is what the page was built from: the revision, and a digest of the answer so that one nobody touched is
    told from one that was typed again. `problem` is markup of ours.
    """

    choice: str = ""
    evidence: str = ""
    comment: str = ""
    reason: str = ""
    seen: str = "0"
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A laid-out part: literal text, with a slot at each odd place."""

    parts: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the markup with each slot replaced by its value, which is markup; nothing where there is none."""
        filled = list(self.parts)
        filled[1::2] = [values.get(name, "") for name in self.parts[1::2]]
        return "".join(filled)


def filling_of(stored: Stored) -> Filling:
    answer = stored.answer
    choice = answer.kind if answer.value is None else str(answer.value)
    seen = f"{stored.revision}.{digest(answer)}"
    return Filling(choice, answer.evidence, answer.comment, answer.reason, seen)


def digest(answer: Answer) -> str:
    """Return a short digest of an answer, to notice that it is the same; it proves nothing."""
    text = MARK.join((answer.kind, str(answer.value), answer.evidence, answer.comment, answer.reason))
    return format(zlib.crc32(text.encode("utf-8", "surrogatepass")), "08x")


def fill_page(
    page: str,
    asked: Questionnaire,
    language: str,
    fillings: Mapping[str, Filling],
    notes: Mapping[str, str],
) -> str:
    """Return the page with questions and map in their places.

    Args:
        fillings: by question key; a question without one shows as unanswered.
        notes: by question key, markup that is shown with the evidence once an answer claims some.
    """
    somebody = asked.respondent
    asked_count = len(asked.model.questions_for(somebody.role))
    values = {
        "page firm": escape(somebody.firm),
        "page day": _day(somebody.closes_on, language),
        "page answered": str(len(asked.answers)),
        "page share": format(len(asked.answers) / asked_count, ".3f"),
    }
    words = _state_words(language)
    values.update({f"{key} note": note for key, note in notes.items()})
    for key, filling in fillings.items():
        values.update(_values(key, filling, words))
    sheets = _sheets(
        asked.model_hash,
        asked.model.key,
        asked.model.version,
        asked.modules,
        somebody.role,
        somebody.standing == "submitted",
        language,
    )
    return _PLACE.sub(lambda place: sheets[place[1]].fill(values), page)


def _values(key: str, filling: Filling, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield f"{key} seen", filling.seen
    if filling.choice:
        state = "skipped" if filling.choice in ("DK", "NA") else "answered"
        yield f"{key} choice {filling.choice}", " checked"
        yield f"{key} evidence {filling.evidence}", " checked"
        yield f"{key} state", state
        yield f"{key} spoken", words[state]
    if filling.comment:
        yield f"{key} comment", escape(filling.comment)
        yield f"{key} open", " open"
    if filling.reason:
        yield f"{key} reason", escape(filling.reason)
    if filling.problem:
        yield f"{key} problem", filling.problem
        yield f"{key} invalid", ' aria-invalid="true"'


@lru_cache(maxsize=16)
def _state_words(language: str) -> Mapping[str, str]:
    return {
        "answered": escape(gettext("answered")),
        "skipped": escape(gettext("don’t know or not applicable")),
    }


@lru_cache(maxsize=256)
def _day(closes_on: date, language: str) -> str:
    return escape(day(closes_on))


@lru_cache(maxsize=128)
def _sheets(
    model_hash: str,
    key: str,
    version: str,
    modules: tuple[ModuleKey, ...],
    role: str,
    is_submitted: bool,
    language: str,
) -> Mapping[str, Sheet]:
    """Lay out what a role's pages share, by part. `model_hash` and `language` only tell pages apart."""
    model = find_instrument(key, version, modules)
    asked = model.questions_for(role)
    numbers = {question.key: number for number, question in enumerate(asked, start=1)}
    options = {question.key: model.options_of(question) for question in asked}
    parts = [
        (dimension, [question for question in dimension.all_questions if question.key in numbers])
        for dimension in model.dimensions
    ]
    values = {
        "parts": [(dimension, questions) for dimension, questions in parts if questions],
        "numbers": numbers,
        "options": options,
        "keyboard": (
            min(found[0].answer for found in options.values()),
            max(found[-1].answer for found in options.values()),
        ),
        "is_submitted": is_submitted,
        "evidence_from": {question.key: evidence_from(model, question) for question in asked},
        "longest_comment": LONGEST_COMMENT,
        "longest_reason": LONGEST_REASON,
        "slot": lambda *name: f"{MARK}{' '.join(name)}{MARK}",
    }
    return {name: _sheet(f"answering/_{name}.html", values) for name in PARTS}


def _sheet(template: str, values: Mapping[str, object]) -> Sheet:
    text = current_app.jinja_env.get_template(template).render(values)
    return Sheet(tuple(_SLOT.split(re.sub(r"\n\s*", "\n", text))))
