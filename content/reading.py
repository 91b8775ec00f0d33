"""A content file as a validated value of its kind, or a refusal that names every fault."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from content.encoding import decode, read_bytes
from content.findings import ContentError, Finding, shown
from content.plain import field_types, kinds_in
from content.tree import Node, parse

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

T = TypeVar("T")

MOST_BYTES = 1_000_000
"""The largest content file that is read."""

_ALLOWED = {
    "string_type": "text; put it in quotes if it looks like a number",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
    "dataclass_type": "a mapping of fields",
    "missing": "a value: this field is required",
    "rule": "{allowed}",
    "greater_than_equal": "{ge:g} or more",
    "greater_than": "more than {gt:g}",
    "less_than_equal": "{le:g} or less",
    "less_than": "less than {lt:g}",
    "string_too_short": "{min_length} characters or more",
    "string_too_long": "{max_length} characters or fewer",
    "too_short": "{min_length} entries or more",
    "too_long": "{max_length} entries or fewer",
    "string_pattern_mismatch": "text of the form {pattern}",
    "literal_error": "one of {expected}",
    "date_type": "a day written YYYY-MM-DD",
    "date_parsing": "a day written YYYY-MM-DD",
    "date_from_datetime_parsing": "a day written YYYY-MM-DD",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault that a kind's own `problems()` sees in a value whose types are right.

    Attributes:
        path: field names and list positions from the top, as `("dimensions", 0, "key")`.
        rule: a short stable name, as in `Finding`.
    """

    path: tuple[str | int, ...]
    found: str
    allowed: str
    rule: str


def read(path: Path, kind: type[T]) -> T:
    """Return the value of a kind that a YAML file holds; see `read_text`."""
    return read_text(read_bytes(path, MOST_BYTES), kind, str(path))


def read_text(data: bytes, kind: type[T], file: str) -> T:
    """Return the value of a kind that YAML 1.2 data holds.

    Args:
        file: the name that findings carry.

    Raises:
        ContentError: encoding, YAML, types or the kind's own rules are violated. Each of the four is
            looked at only when the one before is in order, and then all its faults are listed.
    """
    return read_tree(parse(decode(data, file, MOST_BYTES), file), kind, file)


def read_tree(root: Node, kind: type[T], file: str) -> T:
    """Return the value of a kind that a file's tree holds; raises as `read_text` does, from types on."""
    value = _validated(root, kind, file)
    problems = getattr(value, "problems", None)
    if problems and (findings := [_finding(root, problem, file) for problem in problems()]):
        raise ContentError(_in_file_order(findings))
    return value


def findings_in(data: bytes, file: str, problems: Sequence[Problem]) -> tuple[Finding, ...]:
    """Return problems of a value as findings in the YAML data that it was read from, in file order."""
    root = parse(decode(data, file, MOST_BYTES), file)
    return tuple(_in_file_order([_finding(root, problem, file) for problem in problems]))


def json_schema(kind: type) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a kind's files; rules beyond it are in the kind's `problems`."""
    schema = _adapter(cast(Hashable, kind)).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


@cache
def _adapter(kind: Any) -> Any:
    # pydantic is slow to import, and needed only when a file is read for the first time.
    from pydantic import TypeAdapter

    for inner in kinds_in(kind):
        if getattr(inner, "__pydantic_config__", {}).get("extra") != "forbid":
            raise TypeError(f"{inner.__qualname__} lets unknown fields through")
    return TypeAdapter(kind)


def _validated(root: Node, kind: type[T], file: str) -> T:
    from pydantic import ValidationError

    try:
        # Strict validation takes a list for a tuple, and a text for a day, only from JSON.
        value: T = _adapter(cast(Hashable, kind)).validate_json(json.dumps(root.plain()), strict=True)
    except ValidationError as error:
        details = [d for d in error.errors(include_url=False) if not _is_consequence(root, d)]
        findings = [_type_finding(root, detail, kind, file) for detail in details]
        raise ContentError(_in_file_order(findings)) from error
    return value


def _is_consequence(root: Node, detail: ErrorDetails) -> bool:
    """Return whether a list is called too short only because entries in it are wrong themselves."""
    if detail["type"] != "too_short":
        return False
    entries = _walk(root, detail["loc"])[0].value
    least: int = detail["ctx"]["min_length"]
    return isinstance(entries, list) and len(entries) >= least


def _finding(root: Node, problem: Problem, file: str) -> Finding:
    node, field = _walk(root, problem.path)
    return Finding(file, node.line, node.column, field, problem.found, problem.allowed, problem.rule)


def _type_finding(root: Node, detail: ErrorDetails, kind: type, file: str) -> Finding:
    path, rule = detail["loc"], detail["type"]
    if rule == "unexpected_keyword_argument":
        parent, field = _walk(root, path[:-1])
        line, column = parent.keys[str(path[-1])]
        allowed = _known_fields(kind, path[:-1])
        return Finding(file, line, column, field, f"the unknown field '{path[-1]}'", allowed, "unknown")
    allowed = _ALLOWED.get(rule, detail["msg"]).format(**detail.get("ctx", {}))
    if path and path[-1] == "[key]":
        parent, field = _walk(root, path[:-2])
        line, column = parent.keys[str(path[-2])]
        return Finding(file, line, column, field, f"the key {shown(path[-2])}", allowed, rule)
    node, field = _walk(root, path)
    if rule == "missing":
        field = f"{field}.{path[-1]}" if field else str(path[-1])
        return Finding(file, node.line, node.column, field, "nothing", allowed, rule)
    return Finding(file, node.line, node.column, field, shown(node.plain()), allowed, rule)


def _walk(root: Node, path: Sequence[str | int]) -> tuple[Node, str]:
    """Return the node at a path, and the path as text; both stop where the file does."""
    node, field = root, ""
    for part in path:
        if isinstance(node.value, dict) and str(part) in node.value:
            node, field = node.value[str(part)], f"{field}.{part}" if field else str(part)
        elif isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
            node, field = node.value[part], f"{field}[{part}]"
    return node, field


def _known_fields(kind: type, path: Sequence[str | int]) -> str:
    """Return the names of the fields allowed at a path, for a misspelt one."""
    hints: list[Any] = [kind]
    for part in path:
        inner = [hint for candidate in hints for hint in _dataclasses_in(candidate)]
        fields = [field_types(hint).get(str(part)) for hint in inner]
        # A list position or mapping key stays with the kinds inside; a field name steps into its type.
        hints = [field for field in fields if field is not None] or hints
    names = dict.fromkeys(
        name for candidate in hints for hint in _dataclasses_in(candidate) for name in field_types(hint)
    )
    return "the fields " + ", ".join(names)


def _dataclasses_in(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and hasattr(hint, "__dataclass_fields__"):
        yield hint
        return
    for argument in get_args(hint):
        yield from _dataclasses_in(argument)


def _in_file_order(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (finding.line or 0, finding.column or 0))
