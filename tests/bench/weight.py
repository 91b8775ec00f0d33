"""What a page weighs in a real browser: requests and bytes on the wire, with an empty cache and a warm one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Root in a container has no sandbox to give; and a closed network is no reason to keep asking for updates.
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
SETTLING = 3000  # milliseconds after load in which late requests still count


@dataclass(slots=True)
class Weight:
    """Requests answered over the network, and their bytes as sent, of scripts apart."""

    requests: int = 0
    wire: int = 0
    script: int = 0
    addresses: list[str] = field(default_factory=list)


def is_available() -> bool:
    return bool(os.environ.get("CHROMIUM"))


def weigh(address: str, cookies: Mapping[str, str]) -> tuple[Weight, Weight]:
    """Return the weight of the page with an empty cache, and of the same page asked for again."""
    from playwright.sync_api import sync_playwright  # a browser's driver; the other measures do without

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=list(SWITCHES))
        try:
            return weigh_in(browser, address, cookies)
        finally:
            browser.close()


def weigh_in(
    browser: Browser, address: str, cookies: Mapping[str, str], settling: int = SETTLING
) -> tuple[Weight, Weight]:
    """As `weigh`, in a browser that runs; its memory is not touched."""
    context = browser.new_context()
    context.add_cookies([{"name": n, "value": v, "url": address} for n, v in cookies.items()])
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    first, second = Weight(), Weight()
    current = _listen(session)
    for weight in (first, second):
        current[0] = weight
        page.goto(address, wait_until="load")
        page.wait_for_timeout(settling)
        page.goto("about:blank")
    context.close()
    return first, second


def _listen(session: Any) -> list[Weight]:
    """Add what is fetched to the weight in the returned cell."""
    cell = [Weight()]
    kinds: dict[str, tuple[str, bool, str]] = {}

    def answered(event: dict[str, Any]) -> None:
        reply = event["response"]
        is_cached = bool(reply.get("fromDiskCache") or reply.get("fromPrefetchCache"))
        kinds[event["requestId"]] = (event["type"], is_cached, reply["url"])

    def cached(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = ("", True, "")

    def finished(event: dict[str, Any]) -> None:
        kind, is_cached, url = kinds.get(event["requestId"], ("", True, ""))
        if is_cached or not url.startswith("http"):
            return
        size = int(event["encodedDataLength"])
        cell[0].requests += 1
        cell[0].wire += size
        cell[0].script += size if kind == "Script" else 0
        cell[0].addresses.append(f"{size:>7} {url}")

    session.on("Network.requestServedFromCache", cached)
    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    return cell
