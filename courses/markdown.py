"""What stands in a stretch of a lesson's Markdown, with its line: headings, links, images and HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from courses.lessons import Prose

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t].*)?")
_HTML = re.compile(r"</?[a-zA-Z][^>]*>|<!--")
_AUTOLINK = re.compile(r"<(https?://[^ >]+|mailto:[^ >]+)>")
_LINK = re.compile(r"(?<!!)\[[^\[\]]*\]\(<?([^()<> ]*(?:\([^()]*\)[^()<> ]*)?)>?(?:[ ]+\"[^\"]*\")?\)")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\(([^() ]*)")
_CODE = re.compile(r"`[^`\n]*`")


def headings(lines_before: int, prose: Prose) -> Iterator[tuple[int, int]]:
    """Yield the line and depth of each heading written with number signs, outside of code."""
    for line, text in _lines(lines_before, prose):
        if found := _HEADING.fullmatch(text):
            yield line, len(found[1])


def links(lines_before: int, prose: Prose) -> Iterator[tuple[int, str]]:
    """Yield the line and target of each link."""
    for line, text in _lines(lines_before, prose):
        words = _CODE.sub("", text)
        for found in _LINK.finditer(words):
            yield line, found[1]
        for found in _AUTOLINK.finditer(words):
            yield line, found[1]


def images(lines_before: int, prose: Prose) -> Iterator[tuple[int, str]]:
    """Yield the line and address of each image."""
    for line, text in _lines(lines_before, prose):
        for found in _IMAGE.finditer(_CODE.sub("", text)):
            yield line, found[1]


def html(lines_before: int, prose: Prose) -> Iterator[int]:
    """Yield each line that holds an element or a comment of HTML."""
    for line, text in _lines(lines_before, prose):
        if _HTML.search(_AUTOLINK.sub("", _CODE.sub("", text))):
            yield line


def place_of(address: str) -> bool:
    """Return whether an address says where it leads.

    >>> place_of("https://www.gao.gov/products/gao-16-89g"), place_of("https:///x"), place_of("mailto:")
    (True, False, False)
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.netloc if parts.scheme != "mailto" else parts.path)


def _lines(lines_before: int, prose: Prose) -> Iterator[tuple[int, str]]:
    """Yield the lines that are no code, with their numbers in the file."""
    is_code = False
    for number, text in enumerate(prose.markdown.split("\n")):
        if text.lstrip().startswith(("```", "~~~")):
            is_code = not is_code
        elif not is_code:
            yield lines_before + prose.line + number, text
