"""A part that was laid out: its pages as PDF objects that do not know yet which numbers they will have.

In the bytes of an object, what depends on the whole file is marked: 0xFF, a letter, a number, 0xFF. No object has that
byte otherwise, since the engine writes all its texts in ASCII. Streams stand apart and refer to nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

SIGN = b"\xff"
BETWEEN = b"\xfe"

# What a mark stands for: an object of this part, its number in a name; the numbers of pages and annotations in the
# structure, a page number to be written; what all parts share.
OBJECT, NAME, PAGE_NUMBER, NOTE_NUMBER, FOLIO = "r", "n", "p", "a", "f"
ROOT, PAGES, FONTS, COLOURS, PROFILE = "d", "g", "o", "c", "i"


def mark(letter: str, number: int = 0) -> bytes:
    return b"%s%s%d%s" % (SIGN, letter.encode(), number, SIGN)


@dataclass(frozen=True, slots=True)
class PartPage:
    """One page.

    Attributes:
        number: of its object in the part.
        height: in CSS pixels.
        bookmarks: level, label, (x, y) in CSS pixels, state.
        anchors: name, x and y in points from the lower left corner.
        marked: objects of the structure that the page's marked content belongs to, in its order; None for artifacts.
        folio: what its page number is written with, see folios.py.
    """

    number: int
    height: float
    bookmarks: Sequence[Any]
    anchors: Sequence[Any]
    marked: Sequence[int | None]
    folio: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Part:
    """The pages of a part.

    Attributes:
        elements: objects at the top of the structure, in reading order.
        notes: objects of the structure that annotations belong to.
        fonts: what the engine knows of each font, by its hash.
        objects: each object's bytes with marks, and the content of streams.
        notices, fetched: what the engine complained about, what it read.
    """

    pages: tuple[PartPage, ...]
    elements: tuple[int, ...]
    notes: tuple[int, ...]
    fonts: dict[str, dict[str, Any]]
    objects: tuple[tuple[bytes, bytes | None], ...]
    notices: tuple[str, ...]
    fetched: tuple[str, ...]


def to_bytes(part: Part) -> bytes:
    about = {
        "pages": [asdict(page) for page in part.pages],
        "elements": part.elements,
        "notes": part.notes,
        "fonts": part.fonts,
        "streams": [None if stream is None else len(stream) for _, stream in part.objects],
        "notices": part.notices,
        "fetched": part.fetched,
    }
    marked = BETWEEN.join(data for data, _ in part.objects)
    head = json.dumps([len(marked), about], separators=(",", ":")).encode()
    streams = b"".join(stream for _, stream in part.objects if stream is not None)
    return head + b"\n" + marked + streams


def from_bytes(content: bytes) -> Part:
    head, _, rest = content.partition(b"\n")
    length, about = json.loads(head)
    place = length
    objects: list[tuple[bytes, bytes | None]] = []
    for data, size in zip(rest[:length].split(BETWEEN), about["streams"], strict=True):
        objects.append((data, None if size is None else rest[place : place + size]))
        place += size or 0
    pages = tuple(PartPage(**page) for page in about["pages"])
    return Part(
        pages,
        tuple(about["elements"]),
        tuple(about["notes"]),
        about["fonts"],
        tuple(objects),
        tuple(about["notices"]),
        tuple(about["fetched"]),
    )
