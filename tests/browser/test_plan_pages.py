"""The pages of a plan that has alternatives: in the dark, and from right to left on a phone with longer words."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visits
from tests.browser.crawl import signed_in
from tests.browser.outcome import unfold_all
from tests.browser.planning import copy_plan, plans_of
from tests.browser.site import Site
from tests.browser.test_every_page import LOOKS, Look

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WIDE_ENOUGH_FOR_A_DAY = 100


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_plans_can_be_read_and_compared(visits: Visits, site: Site, look: Look) -> None:
    address = plans_of(site)
    maker = visits(1280, is_checked=False)
    maker.sign_in(*site.account("consultant"))
    scenario = copy_plan(maker, address, f"Seen {look.name}")
    visit = look.open(visits, signed_in(site, "consultant").cookies)
    for name, path in (("plans", address), ("scenario", scenario), ("compared", f"{address}/compare")):
        visit.go(path)
        visit.look(name)
        unfold_all(visit.page)
        visit.look(f"{name}-unfolded")
    visit.go(f"{address}/limits")
    visit.look("limits")
    for field in ("quiet-0-first", "quiet-0-role", "deadline-0-day"):
        box = visit.page.locator(f"#{field}").bounding_box()
        assert box
        assert box["width"] > WIDE_ENOUGH_FOR_A_DAY, field
    tabs = visit.page.locator(".tabs")
    current = tabs.locator("[aria-current]").bounding_box()
    whole = tabs.bounding_box()
    assert current
    assert whole
    assert whole["x"] - 1 <= current["x"]
    assert current["x"] + current["width"] <= whole["x"] + whole["width"] + 1
