"""Every page of the demo in the dark, and from right to left on a phone with longer words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from tests.browser.conftest import Visits
from tests.browser.crawl import pages_of, signed_in
from tests.browser.outbox import links_to
from tests.browser.site import Site
from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PLACES = {"consultant": "/", "firm_admin": "/people", "sponsor": "/", "learner": "/", "operator": "/"}
"""Where the pages of a role begin; an administrator has those of a consultant, and people."""
RESPONDENT = "joseph.mutua@qec.example"


@dataclass(frozen=True, slots=True)
class Look:
    """A way to see the site."""

    name: str
    width: int
    scheme: str
    language: str

    def open(self, visits: Visits, cookies: Mapping[str, str]) -> Visit:
        # Longer words and larger letters at once are more than any language asks for.
        visit = visits(self.width, is_enlarged=False, name=f"-{self.name}", color_scheme=self.scheme)
        kept = {**cookies, "lang": self.language}
        visit.page.context.add_cookies(
            [{"name": name, "value": value, "url": visit.site.address} for name, value in kept.items()]
        )
        return visit


LOOKS = [Look("dark", 1280, "dark", "en"), Look("mirrored", 390, "light", "ar-XB")]


@pytest.fixture(params=LOOKS, ids=lambda look: look.name)
def look(request: pytest.FixtureRequest) -> Look:
    found: Look = request.param
    return found


@pytest.mark.parametrize("role", PLACES)
def test_every_page_of_a_role_can_be_read(visits: Visits, site: Site, role: str, look: Look) -> None:
    visitor = signed_in(site, role)
    visit = look.open(visits, visitor.cookies)
    for number, path in enumerate(pages_of(visitor, PLACES[role]), start=1):
        visit.go(path)
        visit.look(f"{role}-{number:02}")


def test_the_questionnaire_can_be_read(visits: Visits, site: Site, look: Look) -> None:
    visit = look.open(visits, {})
    visit.go(links_to(site, "Second measurement")[RESPONDENT])
    visit.look("landing")
    visit.page.locator("main form button").click()
    visit.page.wait_for_url("**/answer/**")
    visit.page.keyboard.press("4")
    visit.page.locator("[role=status][data-state=saved]").wait_for()
    visit.look("question")
    visit.page.locator("a[href='#finish']").click()
    visit.look("finish")


def test_a_page_that_is_not_there_can_be_read(visits: Visits, look: Look) -> None:
    visit = look.open(visits, {})
    visit.expects("404", "/there-is-nothing")
    visit.go("/there-is-nothing")
    visit.look("nothing")
