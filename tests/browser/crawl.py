"""Every page that somebody can reach by links, one of each kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from tests.bench.visitor import Visitor
from tests.browser.site import Site

HREF = re.compile(r'<a [^>]*href="(/[^"#]*)["#]')
ONE_OF_MANY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/lessons/)[^/?]+|\?.*")
MOST_OF_A_KIND = 2  # an open assessment and a closed one lead to different pages
NO_PAGE = re.compile(
    r"/assets/|/(?:file|workbook|slides|credential)(?:$|\?)|/export\.|\.(?:pdf|xlsx)(?:$|\?)|[?&]lang="
)


def signed_in(site: Site, role: str) -> Visitor:
    email, password = site.account(role)
    visitor = site.visitor()
    visitor.get("/sign-in")
    visitor.post("/sign-in", {"email": email, "password": password})
    return visitor


def pages_of(visitor: Visitor, start: str) -> Iterator[str]:
    """Yield the paths of pages that links lead to, nearest first: those that begin like `start`, few of each kind."""
    waiting, kinds = [start], Counter({start: 1})
    while waiting:
        visitor.get(waiting.pop(0))
        kinds[visitor.path] += 1  # where a first page led on to
        yield visitor.path
        for found in HREF.findall(visitor.page.body.decode()):
            path = unescape(found)
            kind = ONE_OF_MANY.sub("*", path)
            if path in kinds or kinds[kind] == MOST_OF_A_KIND or NO_PAGE.search(path):
                continue
            if path.startswith(start):
                kinds.update({path, kind})
                waiting.append(path)
