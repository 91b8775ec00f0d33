"""HTML of a document → the HTML of its parts: cut where a section begins a page, so that no part knows of another.

What counters, strings and bookmarks hand from page to page lies on `body` or begins with a section, and both are in
every part. The wrapper of a part that is cut is opened anew, without its title, as the engine does on a new page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

BODY = re.compile(r"<body[^>]*>")
# Our own template writes these; typed text never holds a "<".
BEGIN = re.compile(r'(<div class="p-part"[^>]*>\s*)?<section class="x-section p-section ([^"]*)"')
FLOWS = "p-flow"
WRAPPER = '<div class="p-part">'
NUMBERED = '<div class="p-contents">'
LINK = re.compile(r'<a href="#([^"]*)"')
ANCHOR = re.compile(r' id="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Piece:
    """The HTML of one part, as a document of its own.

    Attributes:
        is_numbered: whether it prints the pages of other parts, so that it can only be laid out after them.
        strays: names that it links to and that are nowhere in the whole document.
    """

    html: str
    is_numbered: bool
    strays: tuple[str, ...]


def cut(html: str) -> tuple[str, tuple[Piece, ...]]:
    """Return what stands before the body's content, and the parts; none where there is nothing to cut."""
    body = BODY.search(html)
    if body is None:
        return html, ()
    head, end = html[: body.end()], html.rindex("</body>") if "</body>" in html else len(html)
    begins = [found for found in BEGIN.finditer(html, body.end(), end) if FLOWS not in found[2].split()]
    if not begins:
        return head, ()
    known = set(ANCHOR.findall(html, body.end()))
    starts = [(body.end(), False), *((found.start(), found[1] is None) for found in begins)]
    pieces = []
    for (start, is_inside), (stop, ends_inside) in zip(starts, [*starts[1:], (end, False)], strict=True):
        content = html[start:stop]
        if not content.strip():
            continue
        whole = (
            f"{head}{WRAPPER if is_inside else ''}{content}{'</div>' if ends_inside else ''}</body></html>"
        )
        strays = tuple(sorted(set(LINK.findall(content)) - known))
        pieces.append(Piece(whole, NUMBERED in content, strays))
    return head, tuple(pieces)


def numbered(html: str, pages: Mapping[str, int]) -> str:
    """Return the HTML with the page of what each link leads to beside it, for the style sheet to print."""
    return LINK.sub(
        lambda link: f'{link[0]} data-page="{pages[link[1]]}"' if link[1] in pages else link[0], html
    )
