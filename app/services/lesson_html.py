"""Lessons as HTML: Markdown without raw HTML, then cut down to what a lesson may hold, laid out once per text.

Whoever writes a course is trusted with words, not with markup: what the renderer makes is passed through an
allow-list before it counts as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING

from markupsafe import Markup

from courses.lessons import Check, ExerciseBlock, Figure, Prose, split

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TABLE = ("table", "thead", "tbody", "tr", "th", "td")
_INLINE = frozenset({"strong", "em", "code", "a"})
_BLOCKS = _INLINE.union(_TABLE, ("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "hr", "br"))
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"scope"}}
_CLASSES = {"th": {"numeric"}, "td": {"numeric"}}
_SCHEMES = {"https", "mailto"}
_FIGURE = re.compile(r"[-+−–]?[0-9][0-9.,\u00a0 ]*[kM%]?|[-–]?")
_OPENING_DOUBLE = re.compile(r"(?:(?<=[\s(\[/–—])|^)\"")
_OPENING_SINGLE = re.compile(r"(?:(?<=[\s(\[/–—“])|^)'")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LESSON = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
_UNIT = re.compile(r"(?<=[0-9]) (?=%)")


@lru_cache(maxsize=256)
def lay_out(markdown: str, table_label: str) -> tuple[Markup | Check | ExerciseBlock | Figure, ...]:
    """Return a lesson's text as pieces of markup, and what stands between them.

    Args:
        table_label: what to call a table that scrolls sideways, for people who hear the page; its number follows.
    """
    labels = (f"{table_label} {number}" for number in count(1))
    return tuple(_markup(part, labels) if isinstance(part, Prose) else part for part in split(markdown))


def drawing(svg: str) -> Markup:
    """Return a figure of a course as markup: `courses.figures` has written it anew from a closed list."""
    return Markup(svg)  # noqa: S704  nothing of the file is in it but shapes, places, known classes and escaped words


@lru_cache(maxsize=512)
def inline(markdown: str) -> Markup:
    """Return one line of Markdown, such as a source, as markup without blocks."""
    return _only(_INLINE, _renderer().renderInline(markdown))


@lru_cache(maxsize=1024)
def typeset(text: str) -> str:
    """Return a plain text with the quotation marks and unbroken figures that the lesson around it has.

    >>> typeset('"So far 80 %"')
    '“So far 80\\xa0%”'
    """
    text = _OPENING_DOUBLE.sub("“", _UNIT.sub("\u00a0", text)).replace('"', "”")
    return _OPENING_SINGLE.sub("‘", text).replace("'", "’")


def _markup(prose: Prose, table_labels: Iterator[str]) -> Markup:
    renderer = _renderer()
    tokens = renderer.parse(prose.markdown)
    _lead_to_lessons(tokens)
    for cells in _tables(tokens):
        _shape(cells)
    html = _only(_BLOCKS, renderer.renderer.render(tokens, renderer.options, {}))
    start = Markup(
        '<div class="table-scroll" role="region" tabindex="0" aria-label="{}"><table class="table">'
    )
    before, *tables = html.replace("</table>", Markup("</table></div>")).split("<table>")
    return before + Markup("").join(
        start.format(label) + table for table, label in zip(tables, table_labels, strict=False)
    )


def _lesson_beside(address: str) -> str | None:
    """Return an address without a scheme where it is the name of a lesson beside this one; drop all others."""
    return address if _KEY.fullmatch(address) else None


def _only(tags: frozenset[str], html: str) -> Markup:
    """Return markup in which nothing is left but these tags: the one place where text becomes markup."""
    import nh3  # compiled, and needed by those alone who read lessons

    clean = nh3.clean(
        html,
        tags=set(tags),
        attributes={name: set(names) for name, names in _ATTRIBUTES.items()},
        allowed_classes={name: set(names) for name, names in _CLASSES.items()},
        url_schemes=_SCHEMES,
        url_relative=_lesson_beside,
    )
    return Markup(_UNIT.sub("\u00a0", clean))  # noqa: S704  cleaned in the line above


@lru_cache(maxsize=1)
def _renderer() -> MarkdownIt:
    from markdown_it import MarkdownIt  # slow to import, and needed by those alone who read lessons

    options = {"html": False, "typographer": True, "xhtmlOut": False}
    return MarkdownIt("commonmark", options).enable(["table", "smartquotes"])


def _lead_to_lessons(tokens: Iterable[Token]) -> None:
    """Make links to lesson files lead to the lessons' pages, which stand beside each other."""
    for token in tokens:
        for inner in token.children or ():
            if inner.type == "link_open" and (found := _LESSON.fullmatch(str(inner.attrs.get("href", "")))):
                inner.attrs["href"] = found[1]


@dataclass(frozen=True, slots=True)
class _Cell:
    column: int
    start: Token
    end: Token
    text: str

    def become(self, tag: str, **attributes: str) -> None:
        self.start.tag = self.end.tag = tag
        self.start.attrs = dict(attributes)


def _tables(tokens: Sequence[Token]) -> Iterator[list[_Cell]]:
    """Yield the cells of each table."""
    cells: list[_Cell] = []
    column = 0
    for place, token in enumerate(tokens):
        if token.type == "tr_open":
            column = 0
        elif token.type in ("th_open", "td_open"):
            # Opening token, text, closing token: Markdown knows no cell of any other kind.
            cells.append(_Cell(column, token, tokens[place + 2], tokens[place + 1].content.strip("* ")))
            column += 1
        elif token.type == "table_close":
            yield cells
            cells = []


def _shape(cells: Sequence[_Cell]) -> None:
    """Make the first cell of each row its heading, and set columns of figures flush at their end."""
    body = [cell for cell in cells if cell.start.tag == "td"]
    words = {cell.column for cell in body if not _FIGURE.fullmatch(cell.text)}
    for cell in cells:
        flush = {} if cell.column in words or cell.column == 0 else {"class": "numeric"}
        if cell.start.tag == "th" and cell.text:
            cell.become("th", scope="col", **flush)
        elif cell.start.tag == "td" and cell.column == 0 and cell.text:
            cell.become("th", scope="row")
        else:
            cell.become("td", **flush)
