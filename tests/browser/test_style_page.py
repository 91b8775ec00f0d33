"""The living style page in a real browser: both directions, light and dark, wide and narrow."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from app.places import STATIC
from app.security import CONTENT_SECURITY_POLICY
from app.templating import stylesheet
from tests.style_page import style_page

pytestmark = pytest.mark.browser

HOST = "https://plumbline.example"  # answered from this test; nothing is asked of any network
KINDS = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SWITCHES = [
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: set CHROMIUM to its path")
        pytest.skip("NO CHROMIUM: the style page was not looked at")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


def answer(route: Route, html: str) -> None:
    """Answer a request as the site would, under its content security policy."""
    path = route.request.url.removeprefix(HOST)
    if path == "/style":
        headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)
    elif path.startswith("/assets/"):
        # /assets/FINGERPRINT/NAME
        name = path.split("/", 3)[3]
        body = stylesheet(STATIC) if name == "site.css" else (STATIC / name).read_bytes()
        route.fulfill(body=body, content_type=KINDS[Path(name).suffix])
    else:
        route.fulfill(status=404)


@pytest.fixture(params=["ltr", "rtl"])
def direction(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["light", "dark"])
def page(
    request: pytest.FixtureRequest, chromium: Browser, direction: str
) -> Iterator[tuple[Page, list[str]]]:
    """Yield the loaded page and what the console said; the same four variants as in docs/design.md."""
    context = chromium.new_context(color_scheme=request.param, viewport={"width": 1280, "height": 900})
    html = style_page(direction)
    said: list[str] = []
    loaded = context.new_page()
    loaded.on("console", lambda message: said.append(message.text))
    loaded.on("pageerror", lambda error: said.append(str(error)))
    loaded.route("**/*", lambda route: answer(route, html))
    loaded.goto(f"{HOST}/style")
    yield loaded, said
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_style_page_fits_and_offends_no_rule(page: tuple[Page, list[str]], width: int) -> None:
    shown, said = page
    shown.set_viewport_size({"width": width, "height": 900})
    assert shown.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    shown.evaluate(AXE)
    found = shown.evaluate("(rules) => axe.run({runOnly: rules})", AXE_RULES)
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found["violations"]] == []
    assert said == []


def test_the_style_page_fits_on_the_smallest_screen(page: tuple[Page, list[str]]) -> None:
    shown, _ = page
    shown.set_viewport_size({"width": 320, "height": 640})
    assert shown.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_what_opens_closes_again_from_the_keyboard(page: tuple[Page, list[str]]) -> None:
    shown, _ = page
    for opener in ("[data-confirm] > summary", ".site-bar [data-menu] > summary"):
        shown.locator(opener).focus()
        shown.keyboard.press("Enter")
        assert shown.locator("[data-confirm][open], [data-menu][open]").count() == 1
        shown.keyboard.press("Escape")
        assert shown.locator("[data-confirm][open], [data-menu][open]").count() == 0
        assert shown.locator(opener).evaluate("element => element === document.activeElement")
