"""Findings that a consultant has written anew: which texts may be, and the document with the new ones in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.reports.tree import (
    Block,
    Callout,
    Columns,
    Document,
    Edit,
    Finding,
    Paragraph,
    Point,
    Points,
    Section,
    map_sections,
)

LONGEST_FINDING = 400


@dataclass(frozen=True, slots=True)
class Rewording:
    """A text as a person wrote it, with who and on which day. It is plain text; nothing in it is markup."""

    text: str
    by: str
    on: date


def title_key(section: Section) -> str:
    """Return the key under which the title of a section may be written anew."""
    return f"{section.key}.title"


def findings_of(document: Document) -> tuple[Finding, ...]:
    """Return every text of a document that may be written anew, in reading order."""
    found = []
    for section in document.sections:
        if section.key not in FIXED_TITLES:
            found.append(_finding(title_key(section), section, section.title, section.edit))
        for one in _worded(section.blocks):
            found.append(_finding(one.finding, section, one.text, one.edit))
    return tuple(found)


FIXED_TITLES = frozenset({"contents", "manifest", "edited"})
"""Sections whose title only says what stands there."""


def apply_rewordings(document: Document, rewordings: Mapping[str, Rewording]) -> Document:
    """Return the document with findings replaced, each beside its computed text; unknown keys change nothing.

    Args:
        rewordings: finding key to what it says now. One that repeats the computed text is none.
    """

    def section_of(section: Section) -> Section:
        section = replace(section, blocks=tuple(_reworded(one, rewordings) for one in section.blocks))
        new = None if section.key in FIXED_TITLES else rewordings.get(title_key(section))
        if new is None or new.text == section.title:
            return section
        return replace(section, title=new.text, edit=Edit(section.title, new.by, new.on))

    return map_sections(document, section_of)


def _finding(key: str, section: Section, text: str, edit: Edit | None) -> Finding:
    return Finding(key, section.label, edit.computed if edit else text, text, edit)


def _worded(blocks: tuple[Block, ...]) -> Iterator[Paragraph | Point]:
    for block in blocks:
        if isinstance(block, Paragraph) and block.finding:
            yield block
        elif isinstance(block, Points | Callout):
            yield from (point for point in block.points if point.finding)
        elif isinstance(block, Columns):
            yield from _worded(block.start)
            yield from _worded(block.end)


def _reworded(block: Block, rewordings: Mapping[str, Rewording]) -> Block:
    if isinstance(block, Paragraph):
        new = rewordings.get(block.finding) if block.finding else None
        if new is None or new.text == block.text:
            return block
        return replace(block, text=new.text, edit=Edit(block.text, new.by, new.on))
    if isinstance(block, Points | Callout):
        return replace(block, points=tuple(_reworded_point(one, rewordings) for one in block.points))
    if isinstance(block, Columns):
        return replace(
            block,
            start=tuple(_reworded(one, rewordings) for one in block.start),
            end=tuple(_reworded(one, rewordings) for one in block.end),
        )
    return block


def _reworded_point(point: Point, rewordings: Mapping[str, Rewording]) -> Point:
    new = rewordings.get(point.finding) if point.finding else None
    if new is None or new.text == point.text:
        return point
    return replace(point, text=new.text, edit=Edit(point.text, new.by, new.on))
