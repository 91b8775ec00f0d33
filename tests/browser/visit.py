"""One person at one screen: uses pages by what is written on them, and notices whatever is wrong with a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    WebError,
    expect,
)

from tests.browser.hands import Hand
from tests.browser.site import Site

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
REPORT_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""
# The innermost elements that stick out.
WIDEST = """(width) => {
  const page = document.documentElement.getBoundingClientRect();
  const mirrored = document.dir === "rtl";
  const sticksOut = (element) => {
    const box = element.getBoundingClientRect();
    const over = mirrored ? page.right - box.left : box.right - page.left;
    const mayStickOut = ".table-scroll > *, .x-scroll > *, .visually-hidden, .skip-link, " +
      "details:not([open]) > :not(summary), svg *";
    return box.width && over > width + 1 && !element.closest(mayStickOut);
  };
  const found = [...document.querySelectorAll("body *")].filter(sticksOut);
  const innermost = found.filter((one) => !found.some((other) => other !== one && one.contains(other)));
  return innermost.map((one) => one.outerHTML.slice(0, 90)).slice(0, 4);
}"""
SMALLEST = 320
"""Width in CSS pixels at which pages must still reflow. Source: WCAG 2.2, success criterion 1.4.10."""
PATIENCE = 20_000  # milliseconds; the worker looks for work every second


@dataclass  # without slots: Playwright keeps a note on the object whose methods it calls
class Watch:
    """What the pages of a browser context did that no page should: complained, failed, asked elsewhere.

    `expected` lists what a journey provokes on purpose, as (what, end of the path).
    """

    home: str
    problems: list[str] = field(default_factory=list)
    expected: list[tuple[str, str]] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._heard)
        context.on("weberror", self._broke)
        context.on("request", self._asked)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def unexpected(self) -> list[str]:
        return [
            problem
            for problem in self.problems
            if not any(what in problem and problem.endswith(path) for what, path in self.expected)
        ]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._note(message.text, message.location.get("url", ""))

    def _broke(self, error: WebError) -> None:
        self._note(str(error.error), "")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "about:", "blob:")):
            self._note("asked another host", request.url)

    def _failed(self, request: Request) -> None:
        # Whoever goes on quickly leaves pictures and fonts behind that were still under way.
        if request.is_navigation_request() or "ERR_ABORTED" not in (request.failure or ""):
            self._note(request.failure or "failed", request.url)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._note(str(response.status), response.url)

    def _note(self, what: str, where: str) -> None:
        self.problems.append(f"{what} @ {re.sub(r'[?#].*', '', where)}")


@dataclass(slots=True)
class Visit:
    """One person at one screen.

    Attributes:
        is_checked: whether pages are held to the rules of accessibility; else only to their width.
        is_enlarged: whether what fits a phone must also fit it with letters twice as large.
        screens: where to leave pictures of what was looked at, None for nowhere.
    """

    site: Site
    page: Page
    hand: Hand
    watch: Watch
    width: int
    is_checked: bool = True
    is_enlarged: bool = True
    screens: Path | None = None
    looked: int = 0

    # ---- What a person does

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.site.address + path)

    def sign_in(self, email: str, password: str) -> None:
        self.go("/sign-in")
        self.write("E-mail address", email)
        self.write("Password", password)
        self.press("Sign in")

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press the button that sends a form, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.hand.press(self._found("button", name, within))

    def follow(self, name: str, within: Locator | None = None) -> None:
        """Follow a link to another page."""
        with self.page.expect_navigation():
            self.hand.press(self._found("link", name, within))

    def navigate(self, place: str) -> None:
        """Go to a place of the main navigation, which a narrow screen keeps in a menu."""
        menu = self.page.locator(".site-menu > summary")
        if menu.is_visible():
            self.hand.press(menu)
        self.follow(place, self.page.get_by_role("banner"))

    def open(self, summary: str, number: int = 0) -> None:
        """Unfold what is folded; `number` counts those of the same name from 0."""
        control = self.page.locator("summary", has_text=summary).nth(number)
        self.hand.press(control)
        expect(control.locator("xpath=..")).to_have_attribute("open", "")

    def write(self, label: str, text: str) -> None:
        self.hand.write(self._field(label), text)

    def pick(self, label: str, option: str) -> None:
        self.hand.pick(self._field(label), option)

    def choose(self, name: str, value: str) -> None:
        """Choose a radio button or a tick by name and value of its input."""
        self.hand.choose(self.page.locator(f'input[name="{name}"][value="{value}"]'))

    def _field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}(\s+optional)?$"))

    def _found(self, role: Any, name: str, within: Locator | None) -> Locator:
        place = within or self.page
        # A label may carry more for screen readers, and a narrow screen hides one of two navigations.
        return place.get_by_role(role, name=re.compile(f"^{re.escape(name)}")).filter(visible=True).first

    # ---- What a person sees

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible(timeout=PATIENCE)

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def expects(self, what: str, path: str) -> None:
        """Say beforehand what will be refused or fail on purpose: a status or an error, and the path's end."""
        self.watch.expected.append((what, path))

    # ---- What must hold for every page

    def look(self, name: str) -> None:
        """Hold the page to what must be true of every page, and keep a picture of it if pictures are wanted.

        What fits a phone must also fit the smallest one, and letters twice as large. Faults are told when the
        browser is closed, all at once.
        """
        self.looked += 1
        if self.screens:
            self.page.screenshot(path=self.screens / f"{self.looked:02}-{name}.png", full_page=True)
        faults = self.too_wide(name)
        if self.is_checked:
            faults += [f"{name} breaks {rule}: {elements}" for rule, elements in self.offences()]
        if self.width < 600:
            self.page.set_viewport_size({"width": SMALLEST, "height": 640})
            faults += self.too_wide(f"{name} at {SMALLEST} px")
            self.page.set_viewport_size({"width": self.width, "height": 844})
        if self.width < 600 and self.is_enlarged:
            self.page.evaluate("document.documentElement.style.fontSize = '200%'")
            faults += self.too_wide(f"{name} at 200 %")
            self.page.evaluate("document.documentElement.style.fontSize = ''")
        self.watch.problems += faults

    def too_wide(self, name: str) -> list[str]:
        """Return by how much the page is wider than the screen, if it is, and because of what."""
        # A phone zooms out to show what is too wide, so its innerWidth would hide it.
        size = self.page.viewport_size
        assert size is not None
        overflow = int(self.page.evaluate("document.documentElement.scrollWidth")) - size["width"]
        return (
            [f"{name} is {overflow} px too wide: {self.page.evaluate(WIDEST, size['width'])}"]
            if overflow > 0
            else []
        )

    def offences(self) -> list[tuple[str, list[str]]]:
        """Return the rules of accessibility that the page breaks, each with the elements that do."""
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE)
        found = self.page.evaluate(
            "(rules) => axe.run({runOnly: rules, resultTypes: ['violations']})", AXE_RULES
        )
        return [(v["id"], [node["html"][:200] for node in v["nodes"][:5]]) for v in found["violations"]]
