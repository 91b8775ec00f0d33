"""What tests of learning read in a page, and the form that answers its questions."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

from courses.course import find_course
from courses.items import Item
from tests.worlds.learning import COURSE, right_answer

ESSENTIALS = find_course(COURSE)


def words(response) -> str:
    """Return what a page says, as plain text in single spaces, quotation marks as they are typed."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))
    return plain(text)


def plain(text: str) -> str:
    for typeset, typed in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\u00a0", " ")):
        text = text.replace(typeset, typed)
    return re.sub(r"\s+", " ", text)


def asked(page) -> list[Item]:
    """Return the items of the course that a page asks, in its order."""
    names = re.findall(
        r'<(?:input|select)[^>]*\bname="([a-z0-9.-]+\.[a-z0-9.-]+)(?::[a-z0-9-]+)?"', page.text
    )
    return [ESSENTIALS.item(key) for key in dict.fromkeys(names)]


def filled(items: list[Item], answer: Callable[[Item], Any] = right_answer) -> dict[str, Any]:
    """Return the fields of a form that hold an answer to each item."""
    fields: dict[str, Any] = {}
    for item in items:
        given = answer(item)
        if item.kind == "order":
            fields |= {f"{item.key}:{option}": str(place) for place, option in enumerate(given, start=1)}
        else:
            fields[item.key] = list(given) if isinstance(given, tuple) else given
    return fields
