"""Bars of a plan are moved by mouse, finger and keyboard; where scripts do not run, the form does the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visits
from tests.browser.planning import copy_plan, plans_of
from tests.browser.site import Site
from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

WEEKS = 3


@pytest.fixture(scope="module")
def address(site: Site) -> str:
    return plans_of(site)


def open_copy(visits: Visits, address: str, name: str, width: int = 1280, **options: object) -> Visit:
    visit = visits(width, **options)
    visit.sign_in(*visit.site.account("consultant"))
    copy_plan(visit, address, name)
    return visit


def last_bar(page: Page) -> tuple[Locator, str]:
    """The bar of what begins last, on which nothing else waits, and its key."""
    cell = page.locator("[data-field]").last
    key = cell.get_attribute("data-key")
    assert key
    return cell.locator("[role=slider]"), key


def typed_day(page: Page, key: str) -> date:
    return date.fromisoformat(page.locator(f"#start-{key}").input_value())


def middle_of(bar: Locator) -> tuple[float, float]:
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def week_width(bar: Locator) -> float:
    box = bar.bounding_box()
    length = bar.locator("xpath=ancestor::td").get_attribute("data-length")
    assert box
    assert length
    return box["width"] / int(length)


def test_a_mouse_drags_a_bar_and_the_plan_is_drawn_again_at_once(visits: Visits, address: str) -> None:
    visit = open_copy(visits, address, "By mouse")
    page = visit.page
    bar, key = last_bar(page)
    before = typed_day(page, key)
    x, y = middle_of(bar)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + WEEKS * week_width(bar), y, steps=8)
    wanted = before + timedelta(weeks=WEEKS)
    told = bar.get_attribute("aria-valuetext")
    assert told
    assert str(wanted.year) in told
    expect(bar.locator(".gantt-flag")).to_have_text(told)
    expect(bar.locator(".gantt-flag")).to_be_visible()
    assert typed_day(page, key) == wanted
    visit.look("a-bar-on-its-way")
    with page.expect_navigation():
        page.mouse.up()
    assert page.url.endswith("#changes")
    visit.sees("What the last change did", f"{WEEKS} weeks later", "You asked for it.")
    assert typed_day(page, key) == wanted
    expect(page.locator(f'[data-key="{key}"]').locator("xpath=..").get_by_text("held")).to_be_visible()
    visit.look("a-bar-that-was-moved")
    with page.expect_navigation():
        visit.press("Take it back")
    assert typed_day(page, key) == before


def test_a_drag_is_given_up_with_escape_and_a_click_moves_nothing(visits: Visits, address: str) -> None:
    visit = open_copy(visits, address, "Given up")
    page = visit.page
    bar, key = last_bar(page)
    before = typed_day(page, key)
    x, y = middle_of(bar)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 2 * week_width(bar), y, steps=4)
    assert typed_day(page, key) == before - timedelta(weeks=2)
    page.keyboard.press("Escape")
    page.mouse.up()
    bar.click()
    assert typed_day(page, key) == before
    assert "#changes" not in page.url
    expect(page.locator("#gantt-buttons")).to_be_hidden()


def test_a_finger_drags_a_bar_and_locks_it_there(visits: Visits, address: str) -> None:
    visit = open_copy(visits, address, "By finger", width=820, has_touch=True)
    page = visit.page
    page.get_by_label("Lock what is moved to its day").check()
    bar, key = last_bar(page)
    before = typed_day(page, key)
    x, y = middle_of(bar)
    far = WEEKS * week_width(bar)
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *places: float) -> None:
        points = [{"x": place, "y": y} for place in places]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", x)
    for step in range(1, 9):
        touch("touchMove", x + far * step / 8)
    with page.expect_navigation():
        touch("touchEnd")
    assert typed_day(page, key) == before + timedelta(weeks=WEEKS)
    assert page.locator(f"#lock-{key}").is_checked()
    expect(page.locator(f'[data-key="{key}"]').locator("xpath=..").get_by_text("locked")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar-XB"])
def test_arrow_keys_move_a_bar_to_the_same_side_in_every_language(
    visits: Visits, address: str, language: str
) -> None:
    visit = open_copy(visits, address, f"By keyboard, {language}", keyboard=True)
    page = visit.page
    page.context.add_cookies([{"name": "lang", "value": language, "url": visit.site.address}])
    page.reload()
    bar, key = last_bar(page)
    before, there = typed_day(page, key), middle_of(bar)[0]
    bar.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert typed_day(page, key) == before + timedelta(weeks=1)
    assert middle_of(bar)[0] > there
    expect(page.locator("#gantt-pending [role=status]")).to_contain_text(key)
    visit.look(f"a-bar-moved-by-keys-{language}")
    page.keyboard.press("Escape")
    assert typed_day(page, key) == before
    expect(page.locator("#gantt-buttons")).to_be_hidden()
    for _ in range(WEEKS):
        page.keyboard.press("ArrowRight")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("#changes")
    assert typed_day(page, key) == before + timedelta(weeks=WEEKS)


def test_a_day_typed_in_the_form_moves_the_bar_before_it_is_sent(visits: Visits, address: str) -> None:
    visit = open_copy(visits, address, "Typed")
    page = visit.page
    bar, key = last_bar(page)
    there, week = middle_of(bar)[0], week_width(bar)
    day = typed_day(page, key)
    page.locator(f"#start-{key}").fill((day + timedelta(weeks=WEEKS)).isoformat())
    assert middle_of(bar)[0] - there == pytest.approx(WEEKS * week, abs=1)
    page.get_by_role("button", name="Take back", exact=True).click()
    assert typed_day(page, key) == day


def test_without_scripts_the_form_moves_a_bar_and_nothing_speaks_of_dragging(
    visits: Visits, address: str
) -> None:
    path = copy_plan_for_later(visits, address)
    visit = visits(1280, name="-no-scripts", java_script_enabled=False, is_checked=False)
    visit.sign_in(*visit.site.account("consultant"))
    visit.go(path)
    page = visit.page
    expect(page.get_by_text("Drag a bar")).to_be_hidden()
    assert page.locator("[role=slider]").count() == 0
    key = page.locator("[data-field]").last.get_attribute("data-key")
    assert key
    wanted = typed_day(page, key) + timedelta(weeks=WEEKS)
    page.locator(f"#start-{key}").fill(wanted.isoformat())
    visit.press("Draw it again")
    visit.sees("What the last change did", f"{WEEKS} weeks later")
    assert typed_day(page, key) == wanted


def copy_plan_for_later(visits: Visits, address: str) -> str:
    visit = visits(1280)
    visit.sign_in(*visit.site.account("consultant"))
    return copy_plan(visit, address, "Without scripts")
