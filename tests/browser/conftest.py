"""A real browser at a real site: Debian's Chromium, `plumbline serve` with its worker, and the demo."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.hands import Keys, Pointer
from tests.browser.site import RunningSite, Site
from tests.browser.visit import PATIENCE, Visit, Watch

SWITCHES = [
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Visits(Protocol):
    """Opens a fresh browser, with no cookie and an empty cache, and one page in it."""

    def __call__(
        self,
        width: int = 1280,
        *,
        keyboard: bool = False,
        is_checked: bool = True,
        is_enlarged: bool = True,
        name: str = "",
        **options: Any,
    ) -> Visit: ...


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: set CHROMIUM to its path")
        pytest.skip("NO CHROMIUM: no page was looked at; set CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site; the browser comes first, so that a machine without one starts no server in vain."""
    # Whoever ends the run early must not leave a server behind.
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("terminated"))
    running = RunningSite(tmp_path_factory.mktemp("site"))
    with running as site:
        yield site
    complaints = [line for line in running.log().splitlines() if "Traceback" in line or "defect" in line]
    assert not complaints, running.log()[-4000:]


@pytest.fixture
def visits(chromium: Browser, site: Site) -> Iterator[Visits]:
    """Opens browsers; at the end none of their pages may have complained."""
    opened: list[tuple[BrowserContext, Visit]] = []

    def open_visit(
        width: int = 1280,
        *,
        keyboard: bool = False,
        is_checked: bool = True,
        is_enlarged: bool = True,
        name: str = "",
        **options: Any,
    ) -> Visit:
        is_phone = width < 600
        context = chromium.new_context(
            viewport={"width": width, "height": 844 if is_phone else 900},
            is_mobile=is_phone,
            **{"has_touch": is_phone, **options},
        )
        context.set_default_timeout(PATIENCE)
        watch = Watch(site.address)
        watch.follow(context)
        page = context.new_page()
        hand = Keys(page) if keyboard else Pointer()
        visit = Visit(site, page, hand, watch, width, is_checked, is_enlarged, screens_for(f"{width}{name}"))
        opened.append((context, visit))
        return visit

    yield open_visit
    for context, _ in opened:
        context.close()
    problems = [problem for _, visit in opened for problem in visit.watch.unexpected()]
    assert not problems, "\n".join(problems)


def screens_for(name: str) -> Path | None:
    """Return the folder for pictures of one kind of screen; None unless PLUMBLINE_SCREENS says where."""
    wanted = os.environ.get("PLUMBLINE_SCREENS")
    if not wanted:
        return None
    folder = Path(wanted) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
