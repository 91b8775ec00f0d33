"""Results that a command is given as JSON: what `plumbline assess` and `score` have written.

What checks a file is imported where it does: a command's help needs none of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from app.cli.inputs import MOST_RESULT_BYTES
from content import ContentError, Finding, Problem, shown
from content.encoding import decode, read_bytes

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from assessments.results import MaturityResult
    from assessments.service_mix import ServiceMix

SPACE = re.compile(r"[ \t\n\r]*")
REPORT, SCORE = "plumbline-report", "plumbline-score"
KNOWN = (
    "a result.json of `plumbline assess`, or what `plumbline score --format json` prints "
    f"({REPORT} or {SCORE}, version 1)"
)


@dataclass(frozen=True, slots=True)
class GivenResult:
    """A result as it was read; `services` is None where the PMO's customers were not asked."""

    result: MaturityResult
    services: ServiceMix | None = None


def read_result(path: Path) -> GivenResult:
    """Return the scores that a JSON file holds.

    Raises:
        ContentError: with every fault, by line and field.
    """
    text = decode(read_bytes(path, MOST_RESULT_BYTES), str(path), MOST_RESULT_BYTES)
    root = _parsed(text, str(path))
    fields = root if isinstance(root, dict) else {}
    kind, version = fields.get("format"), fields.get("format_version")
    if kind not in (REPORT, SCORE) or version != 1:
        found = f"{shown(kind)}, version {shown(version)}" if fields else shown(root)
        raise ContentError([Finding(str(path), 1, 1, "format", found, KNOWN, "format")])
    from assessments.results import MaturityResult

    where = ("result",) if kind == REPORT else ()
    plain = fields.get("result") if kind == REPORT else fields
    result = _checked(MaturityResult, plain, where, text, path)
    if problems := list(_problems(result, where)):
        raise ContentError(_located(text, path, problems))
    return GivenResult(result, _services(fields, text, path))


def _services(fields: dict[str, Any], text: str, path: Path) -> ServiceMix | None:
    """Return what the customers said of the services; a mix that was derived from gaps is derived anew."""
    from assessments.service_mix import ServiceMix

    plain = fields.get("services")
    if plain is None:
        return None
    mix: ServiceMix = _checked(ServiceMix, plain, ("services",), text, path)
    return mix if mix.basis == "asked" else None


def _parsed(text: str, file: str) -> Any:
    def refuse_constant(name: str) -> NoReturn:
        raise ValueError(name)

    try:
        return json.loads(text, parse_constant=refuse_constant)
    except json.JSONDecodeError as error:
        finding = Finding(file, error.lineno, error.colno, "", error.msg.lower(), "JSON", "json")
        raise ContentError([finding]) from error
    except (ValueError, RecursionError) as error:
        found = "nesting without end" if isinstance(error, RecursionError) else str(error)
        raise ContentError(
            [Finding(file, None, None, "", found, "JSON with finite numbers", "json")]
        ) from error


def _checked(kind: type, plain: Any, where: tuple[str, ...], text: str, path: Path) -> Any:
    from pydantic import TypeAdapter, ValidationError

    try:
        # Strict validation takes a list for a tuple only from JSON.
        return TypeAdapter(kind).validate_json(json.dumps(plain), strict=True)
    except ValidationError as error:
        problems = [
            Problem((*where, *one["loc"]), _found(one), _allowed(one["msg"]), one["type"])
            for one in error.errors(include_url=False)
        ]
        raise ContentError(_located(text, path, problems)) from error


def _found(error: ErrorDetails) -> str:
    return "nothing" if error["type"] == "missing" else shown(error["input"])


def _allowed(message: str) -> str:
    return message[:1].lower() + message[1:]


def _problems(result: MaturityResult, where: tuple[str | int, ...]) -> Iterator[Problem]:
    """Yield what no scoring would have written and advice would stumble over."""
    if result.lowest >= result.highest:
        yield Problem((*where, "highest"), str(result.highest), f"more than {result.lowest}", "scale")
    seen: set[str] = set()
    for place, one in enumerate(result.dimensions):
        at = (*where, "dimensions", place)
        if one.key in seen:
            yield Problem((*at, "key"), shown(one.key), "a key used once", "unique-key")
        seen.add(one.key)
        score = one.evidenced
        if score is not None and not result.lowest <= score <= result.highest:
            allowed = f"{result.lowest} to {result.highest}"
            yield Problem((*at, "evidenced"), str(score), allowed, "scale")
        if one.weight < 0:
            yield Problem((*at, "weight"), str(one.weight), "0 or more", "weight")
    for place, case in enumerate(result.redrawn):
        if case.draws < 1:
            yield Problem((*where, "redrawn", place, "draws"), str(case.draws), "1 or more", "draws")
        if case.delivery is not None and not 0 <= case.delivery <= 4:
            yield Problem((*where, "redrawn", place, "delivery"), str(case.delivery), "0 to 4", "draws")


def _located(text: str, path: Path, problems: Sequence[Problem]) -> list[Finding]:
    findings = []
    for problem in problems:
        place, field = _walk(text, problem.path)
        line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
        name = f"{field}.{problem.path[-1]}".removeprefix(".") if problem.rule == "missing" else field
        findings.append(Finding(str(path), line, column, name, problem.found, problem.allowed, problem.rule))
    return findings


def _walk(text: str, path: Sequence[str | int]) -> tuple[int, str]:
    """Return where the value at a path begins in JSON text, and the path as text; both stop where the text does."""
    place, field = _space(text, 0), ""
    for part in path:
        if text[place] not in "{[":
            break
        for name, at in _members(text, place):
            if name == part:
                place, field = at, f"{field}[{part}]" if isinstance(part, int) else f"{field}.{part}"
                break
        else:
            break
    return place, field.removeprefix(".")


def _members(text: str, place: int) -> Iterator[tuple[str | int, int]]:
    """Yield the name, or number, of each member of the object or list at a place, and where its value begins."""
    is_object, count = text[place] == "{", 0
    decode = json.JSONDecoder().raw_decode
    at = _space(text, place + 1)
    while text[at] not in "}]":
        name: str | int = count
        if is_object:
            name, at = decode(text, at)
            at = _space(text, _space(text, at) + 1)  # after the colon
        yield name, at
        _, at = decode(text, at)
        at = _space(text, at)
        at = _space(text, at + 1) if text[at] == "," else at
        count += 1


def _space(text: str, place: int) -> int:
    found = SPACE.match(text, place)
    return found.end() if found else place
