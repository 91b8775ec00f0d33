"""Scenarios of the demo's plan: drawn by the worker, and copied, so that each test shapes one of its own."""

from __future__ import annotations

import re

from tests.browser.crawl import pages_of, signed_in
from tests.browser.site import Site
from tests.browser.visit import PATIENCE, Visit


def plans_of(site: Site) -> str:
    """Return the address of the demo's page of plans."""
    visitor = signed_in(site, "consultant")
    return next(path for path in pages_of(visitor, "/") if path.endswith("/plans"))


def draw_plans(visit: Visit, address: str) -> None:
    """Have the three plans drawn, unless an earlier test has."""
    visit.go(address)
    if visit.page.get_by_role("button", name="Draw three plans").is_visible():
        visit.press("Draw three plans")
        visit.page.get_by_role("link", name="Balanced").wait_for(timeout=6 * PATIENCE)


def copy_plan(visit: Visit, address: str, name: str) -> str:
    """Copy the balanced plan under another name; return the copy's path, at which the browser then is."""
    draw_plans(visit, address)
    visit.follow("Balanced")
    visit.write("Name of the copy", name)
    visit.press("Copy")
    visit.sees(name)
    return re.sub(r"^https?://[^/]+", "", visit.page.url)
