"""What a respondent's browser sends: one answer as JSON, or the whole questionnaire as a form."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal, cast

from werkzeug.datastructures import MultiDict

from app.errors import Invalid
from app.services.entries import LONGEST_COMMENT, LONGEST_REASON, Entry, clean_text
from app.web.questionnaire import Filling, digest
from assessments.responses import Answer, Evidence

_FIELDS: dict[str, type | tuple[type, ...]] = {
    "question": str,
    "kind": str,
    "value": (int, type(None)),
    "evidence": str,
    "comment": str,
    "reason": str,
    "base": int,
    "operation": str,
}
_OPERATION = re.compile(r"[A-Za-z0-9_-]{1,40}")
_TARGET = re.compile(r"(?:part-[A-Z0-9]{1,8}|question-[0-9]{1,3}|finish)")
_SEEN = re.compile(r"(?P<base>[0-9]{1,9})(?:\.(?P<digest>[0-9a-f]{8}))?")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # shown as such, and refused for it
_KINDS = ("level", "DK", "NA")
MOST_QUESTIONS = 200


@dataclass(frozen=True, slots=True)
class PostedForm:
    """A questionnaire as it was sent: `entries` to keep, `problems` by question key, and everything as it was typed.

    `target` is the place of the page to go on at, "submit" is one of its buttons.
    """

    entries: tuple[Entry, ...]
    problems: Mapping[str, Invalid]
    typed: Mapping[str, Filling]
    target: str
    is_submit: bool


def read_entry(sent: bytes) -> Entry:
    """Return the answer that a script sent as JSON.

    Raises:
        Invalid: not an object of exactly the known fields, each of its type.
    """
    try:
        body: Any = json.loads(sent)
    except (ValueError, RecursionError):
        raise Invalid("body", "malformed") from None
    if not isinstance(body, dict) or body.keys() != _FIELDS.keys():
        raise Invalid("body", "malformed")
    for name, kind in _FIELDS.items():
        if not isinstance(body[name], kind) or isinstance(body[name], bool):
            raise Invalid(name, "malformed")
    if not _OPERATION.fullmatch(body["operation"]):
        raise Invalid("operation", "malformed")
    if body["kind"] not in _KINDS:
        raise Invalid("kind", "unknown_answer")
    answer = Answer(body["value"], body["kind"], body["evidence"], body["comment"], body["reason"])
    return Entry(body["question"], answer, body["base"], body["operation"])


def read_form(form: MultiDict[str, str]) -> PostedForm:
    """Return the answers of a whole form. What nobody touched since the page was built is left out."""
    taken = set(form.getlist("take"))  # questions for which the other device's answer shall stand
    keys = [name[: -len(".seen")] for name in form if name.endswith(".seen")][:MOST_QUESTIONS]
    entries: list[Entry] = []
    problems: dict[str, Invalid] = {}
    typed: dict[str, Filling] = {}
    for key in keys:
        if key in taken:
            continue
        filling = _filling(form, key)
        typed[key] = filling
        if not filling.choice:
            if filling.comment or filling.reason:
                problems[key] = Invalid("value", "answer_needed")
            continue
        try:
            entry = _entry(key, filling)
        except Invalid as error:
            problems[key] = error
            continue
        if entry is not None:
            entries.append(entry)
    then = form.get("then", "")
    target = then if _TARGET.fullmatch(then) else ""
    return PostedForm(
        tuple(entries), MappingProxyType(problems), MappingProxyType(typed), target, then == "submit"
    )


def with_problem(filling: Filling, problem: str, seen: str | None = None) -> Filling:
    """Return what was typed with a problem beside it and, after a conflict, on the newest revision."""
    return replace(filling, problem=problem, seen=filling.seen if seen is None else seen)


def _filling(form: MultiDict[str, str], key: str) -> Filling:
    return Filling(
        choice=form.get(f"{key}.choice", ""),
        evidence=form.get(f"{key}.evidence", ""),
        comment=_UNPRINTABLE.sub("\ufffd", form.get(f"{key}.comment", "").replace("\r\n", "\n")),
        reason=_UNPRINTABLE.sub("\ufffd", form.get(f"{key}.reason", "").replace("\r\n", "\n")),
        seen=form[f"{key}.seen"] if _SEEN.fullmatch(form[f"{key}.seen"]) else "0",
    )


def _entry(key: str, filling: Filling) -> Entry | None:
    """Return the entry for one question, or None where it is as the page showed it.

    Raises:
        Invalid: text that cannot be kept.
    """
    choice = filling.choice
    is_level = choice.isascii() and choice.isdigit() and len(choice) <= 2
    if not is_level and choice not in ("DK", "NA"):
        raise Invalid("value", "unknown_answer")
    answer = Answer(
        value=int(choice) if is_level else None,
        kind="level" if is_level else cast(Literal["DK", "NA"], choice),
        evidence=cast(Evidence, filling.evidence or "none"),
        comment=clean_text(filling.comment, "comment", LONGEST_COMMENT),
        reason=clean_text(filling.reason, "reason", LONGEST_REASON),
    )
    seen = _SEEN.fullmatch(filling.seen)
    if seen is None:
        raise Invalid("base", "malformed")
    if seen["digest"] == digest(answer):
        return None
    return Entry(key, answer, int(seen["base"]))
