"""YAML 1.2 text as a tree of plain values that know where they stand.

The tree is built from parser events, so that aliases, tags and duplicate keys are refused before anything
is constructed. Plain scalars follow the core schema of YAML 1.2.2, section 10.3.

The events come from libyaml where it is installed and the text is one that it reads as ruamel.yaml does
(`content.scanning`), 35 times as fast. Whatever it finds wrong is looked at again by ruamel.yaml, whose
word counts: what is refused, and how that is told, is the same on every machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from content.encoding import position, refused_character
from content.findings import ContentError, Finding, shown
from content.scanning import quick_events

DEEPEST = 20
"""How deep mappings and lists may be nested."""

_LONGEST_NUMBER = 18

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_BEGINNINGS = frozenset("~nNtTfF-+.0123456789")
"""What a scalar begins with that may stand for something else than text."""
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")

Scalar = str | int | float | bool | None


@dataclass(slots=True)
class Node:
    """A value of the file with its place, both counted from 1.

    Attributes:
        keys: where each key of a mapping stands.
    """

    line: int
    column: int
    value: Scalar | list[Node] | dict[str, Node]
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)

    def plain(self) -> Any:
        """Return the value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet.

    Attributes:
        key: the key whose value comes next; None if a key comes next.
        is_key: the collection stands where a key should; it is read and dropped.
    """

    node: Node
    key: str | None = None
    is_key: bool = False


# Stands for a key that was refused: its value is read and dropped. No key can be spelled like this.
_DROPPED = "\0"


def parse(text: str, file: str) -> Node:
    """Return the one document of a YAML text as a tree.

    Raises:
        ContentError: not YAML, or YAML with tabs, directives, several documents, aliases, anchors, tags,
            merge keys, duplicate keys, keys that are not text, numbers that are not finite, or nested
            too deeply; every such fault up to the first syntax error is listed.
    """
    return parse_quickly(text, file) or parse_patiently(text, file)


def parse_quickly(text: str, file: str) -> Node | None:
    """Return the tree of a sound text that libyaml can be trusted with; None for any other."""
    builder = _Builder(file)
    for event in quick_events(text):
        if event is None or builder.findings:
            return None
        builder.take(event)
    # A text that is one block scalar ends elsewhere for libyaml where "..." or "#" stands in it.
    is_sound = not builder.findings and builder.root is not None and not isinstance(builder.root.value, str)
    return builder.root if is_sound else None


def parse_patiently(text: str, file: str) -> Node:
    """Return the tree that ruamel.yaml makes of a text; raises as `parse`."""
    builder = _Builder(file)
    builder.refuse_tabs(text)
    if not builder.findings:
        builder.build(text)
    if builder.findings:
        raise ContentError(sorted(builder.findings, key=lambda found: (found.line or 0, found.column or 0)))
    if builder.root is None:
        raise ContentError([Finding(file, 1, 1, "", "nothing", "one YAML document", "empty")])
    return builder.root


def scalar(written: str) -> Scalar:
    """Return what an unquoted scalar stands for.

    Raises:
        ValueError: a number that is not finite, or has more than 18 characters.

    >>> [scalar(text) for text in ("12", "0x1F", "1.5", "yes", "null", "012")]
    [12, 31, 1.5, 'yes', None, 12]
    """
    if written and written[0] not in _BEGINNINGS:
        return written  # most are words
    if written in _NULL:
        return None
    if written in _TRUE or written in _FALSE:
        return written in _TRUE
    is_number = _INTEGER.fullmatch(written) or _BASED.fullmatch(written) or _FLOAT.fullmatch(written)
    if _NOT_FINITE.fullmatch(written) or (is_number and len(written) > _LONGEST_NUMBER):
        raise ValueError(written)
    if _INTEGER.fullmatch(written):
        return int(written)
    if _BASED.fullmatch(written):
        return int(written, 0)
    if is_number and (number := float(written)) not in (float("inf"), float("-inf")):
        return number
    if is_number:
        raise ValueError(written)
    return written


class _Builder:
    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.root: Node | None = None
        self._open: list[_Open] = []
        self._documents = 0

    def refuse_tabs(self, text: str) -> None:
        for match in re.finditer("\t+", text):
            line, column = position(text, match.start())
            self._refuse((line, column), "a tab", "spaces", "tab")

    def build(self, text: str) -> None:
        # ruamel.yaml is slow to import, and needed only when a file is read for the first time.
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        try:
            for event in YAML(typ="safe", pure=True).parse(text):
                self.take(event)
                if len(self._open) > DEEPEST:
                    return
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            problem = " ".join(part for part in (error.problem, error.context) if part)
            self._refuse(place, problem or "a syntax error", "YAML 1.2", "syntax")
        except YAMLError as error:
            self._refuse((1, 1), str(error).splitlines()[0], "YAML 1.2", "syntax")

    def take(self, event: Any) -> None:
        """Add what an event of either parser says; their classes differ and have the same names."""
        kind, mark = type(event).__name__, event.start_mark
        place = (mark.line + 1, mark.column + 1)
        if kind == "ScalarEvent":
            if event.anchor is not None or event.tag is not None:
                self._refuse_decoration(event, place)
            self._add_scalar(event, place)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._refuse_decoration(event, place)
            self._start_collection(place, is_mapping=kind == "MappingStartEvent")
            if len(self._open) > DEEPEST:
                self._refuse(place, f"more than {DEEPEST} levels of nesting", "fewer", "depth")
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._end_collection()
        elif kind == "AliasEvent":
            self._refuse(place, f"the alias '*{event.anchor}'", "the value itself", "alias")
            self._add(Node(*place, event.anchor), is_text=True)
        elif kind == "DocumentStartEvent":
            self._start_document(event, place)

    def _start_document(self, event: Any, place: tuple[int, int]) -> None:
        self._documents += 1
        if self._documents > 1:
            self._refuse(place, "a second document", "one document", "document")
        if event.version is not None or event.tags:
            self._refuse(place, "a directive", "a file without directives", "directive")

    def _refuse_decoration(self, event: Any, place: tuple[int, int]) -> None:
        if event.anchor is not None:
            self._refuse(place, f"the anchor '&{event.anchor}'", "the value without an anchor", "anchor")
        if event.tag is not None:
            self._refuse(
                place, f"the tag '{getattr(event, 'ctag', event.tag)}'", "the value without a tag", "tag"
            )

    def _add_scalar(self, event: Any, place: tuple[int, int]) -> None:
        value: Scalar = event.value
        is_plain = not event.style
        if is_plain:
            # A missing value starts where the next one does, which may be lines away: show its key.
            place = place if event.value or not self._open else self._place_of_key(place)
            try:
                value = scalar(event.value)
            except ValueError:
                self._refuse(place, shown(event.value), "a finite number of 18 digits at most", "number")
        elif reason := refused_character(event.value):
            self._refuse(place, reason, "printable text", "character")
        self._add(Node(*place, value), is_text=isinstance(value, str), is_plain=is_plain)

    def _place_of_key(self, otherwise: tuple[int, int]) -> tuple[int, int]:
        parent = self._open[-1]
        return parent.node.keys.get(parent.key or "", otherwise)

    def _start_collection(self, place: tuple[int, int], *, is_mapping: bool) -> None:
        node = Node(*place, {} if is_mapping else [])
        if self._awaits_key():
            self._refuse(place, shown(node.value), "a text as key", "key")
            self._open.append(_Open(node, is_key=True))
        else:
            self._add(node, is_text=False)
            self._open.append(_Open(node))

    def _end_collection(self) -> None:
        if self._open.pop().is_key:
            self._open[-1].key = _DROPPED

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].node.value, dict) and self._open[-1].key is None

    def _add(self, node: Node, *, is_text: bool, is_plain: bool = False) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if self._awaits_key():
            parent.key = self._key(parent.node, node, is_text=is_text, is_plain=is_plain)
        elif isinstance(parent.node.value, list):
            parent.node.value.append(node)
        else:
            self._set(parent, node)

    def _key(self, mapping: Node, node: Node, *, is_text: bool, is_plain: bool) -> str:
        place = (node.line, node.column)
        key = str(node.value)
        if not is_text:
            self._refuse(place, f"the key {shown(node.value)}", "a text as key; put it in quotes", "key")
        elif is_plain and key == "<<":
            self._refuse(place, "the merge key '<<'", "the fields themselves", "merge")
        elif key in mapping.keys:
            first = mapping.keys[key][0]
            self._refuse(
                place, f"the key '{key}' again (first on line {first})", "each key once", "duplicate"
            )
        else:
            mapping.keys[key] = place
            return key
        return _DROPPED

    @staticmethod
    def _set(parent: _Open, node: Node) -> None:
        if parent.key is not None and parent.key != _DROPPED and isinstance(parent.node.value, dict):
            parent.node.value[parent.key] = node
        parent.key = None

    def _refuse(self, place: tuple[int, int], found: str, allowed: str, rule: str) -> None:
        self.findings.append(Finding(self.file, *place, "", found, allowed, rule))
