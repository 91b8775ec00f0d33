"""What a respondent's first page costs on the wire: it is opened on phones, once, by people who did not ask for it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.bench.weight import weigh_in
from tests.browser.conftest import Visits
from tests.browser.outbox import links_to
from tests.browser.site import Site

pytestmark = pytest.mark.browser

# Project managers, who are asked everything, and have answered nothing yet.
FIRST, SECOND = "rania.ghanem@qec.example", "ibrahim.diallo@qec.example"
MOST_REQUESTS = 6
MOST_BYTES = 60_000
MOST_SCRIPT = 15_000
MOST_LATER = 12_000
SETTLING = 1500  # milliseconds after load in which a late request still counts


def test_the_questionnaire_is_light_and_then_one_request(chromium: Browser, site: Site) -> None:
    visitor = site.visitor()
    visitor.get(links_to(site, "Second measurement")[FIRST])
    visitor.post(visitor.path, {})
    first, later = weigh_in(chromium, site.address + visitor.path, visitor.cookies, SETTLING)
    assert first.requests <= MOST_REQUESTS, first.addresses
    assert first.wire <= MOST_BYTES, first.addresses
    assert 0 < first.script <= MOST_SCRIPT, first.addresses
    assert later.requests == 1, later.addresses
    assert later.wire <= MOST_LATER, later.addresses


def test_the_questionnaire_is_complete_without_scripts(visits: Visits) -> None:
    """Every question can be seen and answered on one page, and nothing is there that only a script could do."""
    visit = visits(390, java_script_enabled=False, is_checked=False)
    visit.go(links_to(visit.site, "Second measurement")[SECOND])
    visit.press("Start")
    questions = visit.page.locator(".answer-question")
    assert questions.count() == questions.filter(visible=True).count() == 20
    assert visit.page.get_by_role("button", name="Next").count() == 0
    assert visit.page.get_by_role("button", name="Submit answers").is_visible()
