"""The living style page in a real browser: both directions, light and dark, wide and narrow."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visits

pytestmark = pytest.mark.browser

ADDRESSES = {"ltr": "/style", "rtl": "/style?lang=ar-XB"}


@pytest.mark.parametrize("direction", ADDRESSES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_style_page_fits_and_offends_no_rule(
    visits: Visits, width: int, scheme: str, direction: str
) -> None:
    is_plain = direction == "ltr"
    visit = visits(width, is_enlarged=is_plain, name=f"-style-{scheme}-{direction}", color_scheme=scheme)
    visit.go(ADDRESSES[direction])
    assert visit.page.locator("html").get_attribute("dir") == direction
    visit.look("style")


def test_what_opens_closes_again_from_the_keyboard(visits: Visits) -> None:
    visit = visits(keyboard=True)
    visit.go("/style")
    for opener in ("[data-confirm] > summary", ".site-bar [data-menu] > summary"):
        control = visit.page.locator(opener).first
        visit.hand.press(control)
        assert visit.page.locator("[data-confirm][open], [data-menu][open]").count() == 1
        visit.page.keyboard.press("Escape")
        assert visit.page.locator("[data-confirm][open], [data-menu][open]").count() == 0
        assert control.evaluate("element => element === document.activeElement")
