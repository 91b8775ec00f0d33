"""Figures: SVG files in which nothing stands but shapes and words, coloured by the page's own classes.

A figure is read element by element against a closed list and written anew, so what reaches a page is never the
file. It names no colour: its classes take those of the page, in the light scheme and in the dark.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from content import ContentError, Finding

MOST_BYTES = 100_000

CLASSES = frozenset(
    {
        "line",  # a line in the colour of text
        "thin",  # a fine, quiet line: grids, axes
        "dash",  # besides line or thin: broken
        "box",  # a quiet surface with an outline
        "fill",  # a quiet surface
        "accent",  # in the colour of links: what the figure is about
        "good",
        "warn",
        "bad",
        "label",  # words
        "quiet",  # words or surfaces that stand back
        "strong",  # words or lines that stand out
        "small",  # small words
        "inverse",  # words on accent, good, warn or bad
    }
)

_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
_WORDS = ("text", "tspan")
_ELEMENTS = {"svg", "g", "defs", "marker", *_SHAPES, *_WORDS}
_ATTRIBUTES = {
    *("viewBox", "class", "transform", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry"),
    *("width", "height", "points", "dx", "dy", "text-anchor", "dominant-baseline", "stroke-width", "opacity"),
    *("stroke-linecap", "stroke-linejoin", "id", "refX", "refY", "markerWidth", "markerHeight", "orient"),
    *("marker-end", "marker-start", "fill-opacity", "font-size"),
}
_DROPPED = {"width", "height"}  # of the svg element itself: the page gives a figure its size
_SVG = "http://www.w3.org/2000/svg"
_PLAIN = re.compile(r"[-A-Za-z0-9.,() %]*")
_REFERENCE = re.compile(r"url\(#([a-z0-9-]+)\)")
_VIEW_BOX = re.compile(r"0 0 [1-9][0-9]{1,3} [1-9][0-9]{1,3}")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(slots=True)
class _Drawing:
    """A figure while it is read."""

    file: str
    prefix: str
    lines: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    line: int = 0
    is_drawn: bool = False

    def refuse(self, found: str, allowed: str) -> None:
        self.findings.append(Finding(self.file, self.line, None, "", found, allowed, "figure"))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name not in _ELEMENTS:
            self.refuse(f"<{name}>", f"only {', '.join(sorted(_ELEMENTS))}")
        elif (name == "svg") != (not self.open):
            self.refuse(f"<{name}>", "one svg element, round everything else")
        if not self.open and not _VIEW_BOX.fullmatch(attributes.get("viewBox", "")):
            self.refuse(
                f"viewBox '{attributes.get('viewBox', '')}'", "a viewBox from 0 0, such as 0 0 640 320"
            )
        self.open.append(name)
        self.is_drawn |= name in _SHAPES or name in _WORDS
        kept = "".join(self._attribute(name, key, value) for key, value in attributes.items())
        self.lines.append(f"<{name}{kept}>")

    def _attribute(self, element: str, name: str, value: str) -> str:
        if name == "xmlns" and value == _SVG:
            return ""
        if element == "svg" and name in _DROPPED:
            return ""
        if name not in _ATTRIBUTES:
            self.refuse(f"{name} of <{element}>", "shapes, places and classes; colours come from classes")
            return ""
        if name == "class":
            if unknown := sorted(set(value.split()) - CLASSES):
                self.refuse(f"class '{unknown[0]}'", ", ".join(sorted(CLASSES)))
            return f' class="{escape(" ".join(f"figure-{one}" for one in value.split()))}"'
        if name == "id":
            if not _ID.fullmatch(value):
                self.refuse(f"id '{value}'", "lower-case letters, digits and hyphens")
            return f" id={quoteattr(f'{self.prefix}-{value}')}"
        if reference := _REFERENCE.fullmatch(value):
            return f' {name}="url(#{self.prefix}-{reference[1]})"'
        if not _PLAIN.fullmatch(value.replace("\n", " ")):
            self.refuse(f"{name} '{value[:40]}'", "numbers, letters and plain signs")
            return ""
        return f" {name}={quoteattr(value)}"

    def end(self, name: str) -> None:
        self.open.pop()
        self.lines.append(f"</{name}>")

    def words(self, text: str) -> None:
        if text.strip() and (not self.open or self.open[-1] not in _WORDS):
            self.refuse(f"words '{text.strip()[:40]}'", "words inside text or tspan only")
        self.lines.append(escape(text) if text.strip() else (" " if self.open[-1:] == ["text"] else ""))

    def refuse_declaration(self, *_declaration: object) -> None:
        # Not a line further is read: what a document type declares may be larger than the file.
        self.refuse("a document type", "an SVG file without one")
        raise ContentError(self.findings)


def read_figure(data: bytes, file: str, key: str) -> str:
    """Return a figure as markup for a page: what the file draws, without what a figure must not hold.

    Args:
        key: the figure's own, which keeps the names inside it apart from those of other figures.

    Raises:
        ContentError: it is no SVG, draws nothing, or holds anything but shapes and words.
    """
    drawing = _Drawing(file, f"figure-{key}")
    if len(data) > MOST_BYTES:
        raise ContentError(
            [Finding(file, None, None, "", f"{len(data)} bytes", f"{MOST_BYTES}", "too-large")]
        )
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def at_line(handler: Callable[..., None]) -> Callable[..., None]:
        def handle(*arguments: object) -> None:
            drawing.line = parser.CurrentLineNumber
            handler(*arguments)

        return handle

    parser.buffer_text = True
    parser.StartElementHandler = at_line(drawing.start)
    parser.EndElementHandler = at_line(drawing.end)
    parser.CharacterDataHandler = at_line(drawing.words)
    parser.StartDoctypeDeclHandler = at_line(drawing.refuse_declaration)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        found = f"no SVG: {expat.ErrorString(error.code)}"
        drawing.findings = [
            Finding(file, error.lineno, error.offset + 1, "", found, "well-formed XML", "figure")
        ]
    if not drawing.findings and not drawing.is_drawn:
        drawing.refuse("nothing drawn", "a figure with shapes or words")
    if drawing.findings:
        raise ContentError(drawing.findings)
    return "".join(drawing.lines).strip()
