"""Two ways to use a page: a pointer, and the keyboard alone. Steps of a journey are written once, for either."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import ElementHandle, Locator, Page

MOST_STOPS = 250  # no page has more places to stop at

IS_FOCUSED = "element => element === document.activeElement"
IS_IN_GROUP = "element => !!document.activeElement.name && element.name === document.activeElement.name"
# The ring is round the element itself or, for a choice in a box, round its label.
SHOWS_FOCUS = """element => [element, element.closest('label')].some(one => {
  if (!one) return false;
  const style = getComputedStyle(one);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
})"""
# Nothing lies over its middle, and it is inside the window. WCAG 2.2, success criterion 2.4.11.
IS_IN_SIGHT = """element => {
  const box = element.getClientRects()[0];
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return !!top && (element.contains(top) || top.contains(element) || !!element.closest('label')?.contains(top));
}"""


class Hand(Protocol):
    """What a person does with a control that is found by its name."""

    def press(self, control: Locator) -> None: ...

    def write(self, control: Locator, text: str) -> None: ...

    def choose(self, control: Locator) -> None: ...

    def pick(self, control: Locator, option: str) -> None: ...


class Pointer:
    """A mouse or a finger."""

    def press(self, control: Locator) -> None:
        control.click()

    def write(self, control: Locator, text: str) -> None:
        control.fill(text)

    def choose(self, control: Locator) -> None:
        control.check()

    def pick(self, control: Locator, option: str) -> None:
        control.select_option(label=option)


class Keys:
    """Tab to the control, and the ring of focus must show there; then the keys that belong to its kind."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, control: Locator) -> None:
        self._reach(control)
        self._page.keyboard.press("Enter")

    def write(self, control: Locator, text: str) -> None:
        self._reach(control)
        self._page.keyboard.press("Control+a")
        self._page.keyboard.insert_text(text)

    def choose(self, control: Locator) -> None:
        """Tab to the group of radio buttons, then arrows to the one; or Tab to the tick. Then the space bar."""
        is_tick = control.get_attribute("type") == "checkbox"
        element = self._tab_until(control, IS_FOCUSED if is_tick else IS_IN_GROUP)
        for _ in range(MOST_STOPS):
            if element.evaluate(IS_FOCUSED):
                break
            self._page.keyboard.press("ArrowDown")
        if not control.is_checked():
            self._page.keyboard.press("Space")
        assert control.is_checked(), f"{control} cannot be chosen from the keyboard"

    def pick(self, control: Locator, option: str) -> None:
        self._reach(control)
        self._page.keyboard.type(option)
        chosen = control.evaluate("element => element.selectedOptions[0].textContent")
        assert chosen == option, f"{control}: typing {option!r} chose {chosen!r}"

    def _reach(self, control: Locator) -> ElementHandle:
        element = self._tab_until(control, IS_FOCUSED)
        assert element.evaluate(SHOWS_FOCUS), f"{control} does not show that it has the focus"
        assert element.evaluate(IS_IN_SIGHT), f"{control} has the focus where it cannot be seen"
        return element

    def _tab_until(self, control: Locator, condition: str) -> ElementHandle:
        control.wait_for()
        element = control.element_handle()
        for _ in range(MOST_STOPS):
            if element.evaluate(condition):
                return element
            self._page.keyboard.press("Tab")
        raise AssertionError(f"{control} cannot be reached with Tab")
