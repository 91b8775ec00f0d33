"""What a test reads in a page: its words, and one section of it."""

from __future__ import annotations

import re


def plain(page: str) -> str:
    """Return the words of a page or of a part of one, with plain single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").split())


def section(page: str, key: str) -> str:
    """Return the section whose heading has this id."""
    return page.partition(f'aria-labelledby="{key}"')[2].partition("</section>")[0]
