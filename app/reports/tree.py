"""The content of a report as one tree of plain values, from which page, PDF, spreadsheet and slides are made.

A document has parts, a part has sections, a section has blocks. Every text is worded, in the language of the document;
every figure is there twice, as it is printed and as the number behind it. Nothing here knows a template, a request, a
row or a clock, and no renderer computes or words anything of its own: what it shows is what stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from app.reports.brand import UNBRANDED, Brand
from assessments.roadmap import Roadmap

Kind = Literal["roadmap", "full", "feedback", "hours"]
Unit = Literal[
    "text", "drawing", "level", "points", "days", "people", "share", "money", "count", "week", "day", "mark"
]
Style = Literal["body", "lead", "quiet", "warning"]
Tone = Literal["decision", "panel", "gates", "changes"]
Layout = Literal["page", "wide", "flow"]
DrawingKind = Literal["gaps", "radar", "bars", "columns", "plan"]
SeriesRole = Literal["evidence", "claim", "target", "main", "other", "capacity", "over"]

NUMBERS: frozenset[Unit] = frozenset({"level", "points", "days", "people", "share", "money", "count", "week"})
"""Units whose cells hold numbers; a share is 0 to 1, money is in the table's currency, weeks count from 1."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    Attributes:
        text: as it is printed, rounded and in the language of the document.
        value: the unrounded number or the day behind it; None for words and for what is not known.
        detail: a second, quieter line.
        shade: step of the maturity ramp, 1 to 5, where the cell is shaded.
        tone: what the figure is ("gap", "good", "bad", "strong", "quiet"); never the only sign of it.
        span: columns it covers.
    """

    text: str
    value: float | date | None = None
    detail: str = ""
    shade: int | None = None
    tone: str = ""
    span: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what its numbers are, and its width as a share of the table's (0: what is left)."""

    title: str
    unit: Unit = "text"
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row. A "group" has one cell, the heading of the rows after it; a "total" sums up those before it."""

    cells: tuple[Cell, ...]
    kind: Literal["row", "group", "total"] = "row"


@dataclass(frozen=True, slots=True)
class Series:
    """One line, area or set of bars of a drawing; a value for each category, None where there is none."""

    name: str
    role: SeriesRole
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as data, from `low` to `high` on its value axis.

    Attributes:
        kind: gaps (bars with marks, in the table's drawing column), radar, bars (in the drawing column), columns
            (periods in time against a capacity), plan (bars in time, in the drawing column).
        alt: what a reader who cannot see it is told, in more than three words.
        plan: the plan that is drawn, for kind "plan"; the categories are its initiatives' keys.
        ticks: what stands along the value axis, in equal steps from its low end.
    """

    kind: DrawingKind
    alt: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit = "level"
    low: float = 0.0
    high: float = 1.0
    plan: Roadmap | None = None
    ticks: tuple[str, ...] = ()

    @property
    def leading(self) -> tuple[bool, ...]:
        """Return for each category whether its bar has the colour of its series: of points, the highest alone."""
        main = next((one for one in self.series if one.role == "main"), self.series[0])
        highest = max((value for value in main.values if value is not None), default=None)
        return tuple(self.unit != "points" or value == highest for value in main.values)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A table of the report, with or without a drawing of the same figures; numbered through the document.

    Attributes:
        key: stable name, unique in the document.
        caption: what is shown, with unit and number of answers. source: where from. notes: how to read it.
        dense: a long table of small rows. ISO code in `currency` where a column holds money.
    """

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    drawing: Drawing | None = None
    notes: tuple[str, ...] = ()
    source: str = ""
    currency: str | None = None
    dense: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class Edit:
    """That a person has written a finding anew: the computed text, who, and on which day."""

    computed: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. One with a `finding` key may be written anew by the consultant before issue."""

    text: str
    style: Style = "body"
    finding: str = ""
    rule: str = ""
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a list: the claim, what carries it, and the rule that it follows from."""

    text: str
    detail: str = ""
    rule: str = ""
    mark: str = ""
    finding: str = ""
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """A list with a heading; "numbered" lists are read in their order."""

    points: tuple[Point, ...]
    title: str = ""
    style: Literal["plain", "numbered", "messages", "reasons"] = "plain"


@dataclass(frozen=True, slots=True)
class Figure:
    """One large figure with its name and what to know about it."""

    name: str
    text: str
    detail: str
    value: float | None = None
    unit: Unit = "level"
    tone: Literal["", "cost"] = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures in a row, at most four."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """Points set apart: what is asked to be decided, what bends the advice, what limits it."""

    title: str
    points: tuple[Point, ...]
    tone: Tone = "panel"
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Words and what they mean here."""

    terms: tuple[tuple[str, str], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """Where the table of contents and the list of exhibits stand; renderers fill them from the document."""

    title: str
    exhibits_title: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns of blocks side by side; one after the other where there is no room."""

    start: tuple[Block, ...]
    end: tuple[Block, ...]
    share: Literal["even", "wide start", "wide end"] = "even"


Block = Paragraph | Points | Figures | Exhibit | Callout | Terms | Contents | Columns


@dataclass(frozen=True, slots=True)
class Section:
    """One message: its title is a whole sentence that says it.

    Attributes:
        key: stable name, unique in the document; also its address in page and PDF.
        label: short name for bookmarks, contents and the running header.
        layout: page (begins a page), wide (a page across), flow (follows where there is room).
        edit: set where a person has written the title anew; its finding key is `key + ".title"`.
    """

    key: str
    label: str
    title: str
    blocks: tuple[Block, ...]
    layout: Layout = "page"
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Sections that belong together, under one bookmark."""

    key: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says; `facts` are pairs of name and value, `notice` that the data are invented."""

    firm: str
    promise: str
    client: str
    subject: str
    scope: str
    notice: str
    facts: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `running` and `foot` stand on every page but the cover.

    `title`, `author`, `subject`, `product` and `created_on` are the metadata of the file.
    """

    kind: Kind
    language: str
    title: str
    author: str
    subject: str
    product: str
    created_on: date
    running: str
    foot: str
    cover: Cover
    parts: tuple[Part, ...]
    brand: Brand = UNBRANDED
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(section for part in self.parts for section in part.sections)

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        return tuple(one for section in self.sections for one in exhibits_of(section.blocks))


@dataclass(frozen=True, slots=True)
class Finding:
    """A text that the consultant may write anew: where it stands, as computed and as it will be printed."""

    key: str
    section: str
    computed: str
    text: str
    edit: Edit | None


def exhibits_of(blocks: tuple[Block, ...]) -> Iterator[Exhibit]:
    """Yield the exhibits among blocks, in reading order."""
    for block in blocks:
        if isinstance(block, Exhibit):
            yield block
        elif isinstance(block, Columns):
            yield from exhibits_of(block.start)
            yield from exhibits_of(block.end)


def number_exhibits(document: Document) -> Document:
    """Return the document with its exhibits numbered from 1 in reading order."""
    counter = iter(range(1, 10_000))

    def numbered(block: Block) -> Block:
        if isinstance(block, Exhibit):
            return replace(block, number=next(counter))
        if isinstance(block, Columns):
            start = tuple(map(numbered, block.start))
            return replace(block, start=start, end=tuple(map(numbered, block.end)))
        return block

    return map_sections(
        document, lambda section: replace(section, blocks=tuple(map(numbered, section.blocks)))
    )


def map_sections(document: Document, change: Callable[[Section], Section | None]) -> Document:
    """Return the document with every section changed, those left out for which `change` returns None."""
    parts = []
    for part in document.parts:
        changed = [change(section) for section in part.sections]
        kept = tuple(section for section in changed if section is not None)
        if kept:
            parts.append(replace(part, sections=kept))
    return replace(document, parts=tuple(parts))
