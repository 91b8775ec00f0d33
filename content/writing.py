"""Plain data as YAML in the style of the published files: for people to read, and for `read` to read back."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any

WIDTH = 108
_SHORT = 70
"""Texts up to this many characters stay on the line of their key."""

_PLAIN = re.compile(r"[^\W\d_][^\n\t:#{}\[\]&*!|>%@`\"'\\]*", re.UNICODE)
_MEANS_SOMETHING = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "inf", "nan"})


def to_yaml(data: dict[str, Any]) -> str:
    r"""Return a mapping of plain data as YAML 1.2 that reads back to the same data.

    Args:
        data: mappings with text keys, lists, texts, numbers, truth values and None.

    >>> print(to_yaml({"key": "a", "title": {"en": "One: two"}, "levels": [{"level": 1}]}), end="")
    key: a
    title:
      en: "One: two"
    levels:
      - level: 1
    """
    return "".join(f"{line}\n" for line in _mapping(data, 0))


def _mapping(data: dict[str, Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    for name, value in data.items():
        key = _scalar(str(name))
        if isinstance(value, dict) and value:
            yield f"{pad}{key}:"
            yield from _mapping(value, indent + 2)
        elif isinstance(value, list) and value:
            yield f"{pad}{key}:"
            yield from _list(value, indent + 2)
        elif isinstance(value, str) and _folds(value):
            yield f"{pad}{key}: >-"
            yield from _folded(value, indent + 2)
        else:
            yield f"{pad}{key}: {_scalar(value)}"


def _list(data: list[Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    for value in data:
        if isinstance(value, dict) and value:
            first, *rest = _mapping(value, indent + 2)
            yield f"{pad}- {first[indent + 2 :]}"
            yield from rest
        elif isinstance(value, str) and _folds(value):
            yield f"{pad}- >-"
            yield from _folded(value, indent + 2)
        else:
            yield f"{pad}- {_scalar(value)}"


def _folds(text: str) -> bool:
    """Return whether a text can be laid out over lines and come back as it was."""
    words = text.split(" ")
    return (
        len(text) > _SHORT
        and all(words)
        and not re.search(r"[^\S ]|[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]", text)
    )


def _folded(text: str, indent: int) -> Iterator[str]:
    pad = " " * indent
    # Only at single spaces: folding puts just those back.
    lines = textwrap.wrap(text, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    if " ".join(lines) != text:
        lines = [text]
    for line in lines:
        yield f"{pad}{line}"


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    is_plain = _PLAIN.fullmatch(value) and value == value.strip() and value.isprintable()
    if is_plain and value.lower() not in _MEANS_SOMETHING and "- " not in value:
        return value
    return json.dumps(value, ensure_ascii=False)
