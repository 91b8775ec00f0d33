"""Reading HTML and writing a file: the patterns of the parser, the bytes of numbers."""

from __future__ import annotations

import re
from typing import Any

import pydyf
from tinyhtml5 import inputstream  # type: ignore[import-untyped]

from app.reports.shortcuts import replace

original = pydyf._to_bytes


class Patterns(dict[tuple[frozenset[str], bool], Any]):
    """What the parser looks for. It means to keep its patterns, but stores each under itself and finds none again."""

    def __missing__(self, key: tuple[frozenset[str], bool]) -> Any:
        characters, opposite = key
        inside = "".join(f"\\x{ord(character):02x}" for character in characters)
        pattern = self[key] = re.compile(f"[{'' if opposite else '^'}{inside}]+")
        return pattern


def to_bytes(item: Any) -> Any:
    """Return what stands in the file: nearly always text, bytes or a number."""
    kind = type(item)
    if kind is bytes:
        return item
    if kind is str:
        return item.encode("ascii")
    if kind is int:
        return b"%d" % item
    if kind is float and not item.is_integer():
        return f"{item:f}".rstrip("0").encode("ascii")
    return original(item)


def take() -> None:
    inputstream.characters_until_regex = Patterns()
    replace(original, to_bytes)
