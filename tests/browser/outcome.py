"""What comes of the answers: results, recommendation, plan, and the report that is handed to leadership."""

from __future__ import annotations

import re
from io import BytesIO

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.cast import Cast
from tests.browser.conftest import Visits
from tests.browser.visit import PATIENCE, Visit

FEWEST_PAGES = 5


def read_results(visit: Visit) -> None:
    """Step 7: the page comes by itself, and every number tells how it was computed."""
    visit.page.wait_for_url("**/results", timeout=PATIENCE)
    assert visit.heading().startswith("Evidence supports level ")
    visit.sees("15 people")
    visit.look("results")
    visit.open("How this was computed")
    visit.sees("A dimension’s claim is the mean of its role groups’ means")
    unfold_all(visit.page)
    visit.look("results-unfolded")


def read_advice(visit: Visit) -> None:
    """Steps 8 and 9."""
    visit.follow("Recommendation")
    visit.sees("strongest reasons for it", "strongest reasons against it")
    visit.open("How this was computed")
    visit.look("recommendation")
    visit.follow("Plan")
    assert visit.heading().startswith("From level ")
    visit.look("plan")
    unfold_all(visit.page)
    visit.look("plan-unfolded")


def issue_report(visit: Visit, visits: Visits, width: int, cast: Cast) -> None:
    """Step 10: made in the background, read as a PDF, handed on by a link, and the link ended."""
    visit.follow("Report")
    visit.look("reports")
    visit.press("Issue the executive roadmap")
    visit.sees("The report is being made")
    visit.look("report-being-made")
    expect(visit.page.get_by_role("link", name="Save the PDF")).to_be_visible(
        timeout=6 * PATIENCE
    )  # pages, workbook and slides
    visit.look("report")
    check_pdf(save_pdf(visit), cast)
    address = make_link(visit)
    leader = visits(width, name="-leader")
    read_shared_report(leader, address, cast)
    visit.open("End")
    visit.look("report-link-ending")
    visit.press("End the link")
    visit.sees("The link has ended.")
    leader.expects("404", leader.page.url)
    leader.expects("404", address)
    leader.page.reload()
    leader.sees("There is nothing here")
    leader.go(address)
    leader.look("shared-ended")


def make_link(visit: Visit) -> str:
    """Make a link for leadership; without a name for it there is none."""
    visit.expects("422", "/links")
    visit.press("Make a link")
    visit.sees("Say who will use the link.")
    visit.look("report-link-unnamed")
    visit.write("Who is it for?", "Board, spring meeting")
    visit.press("Make a link")
    visit.sees("Copy it now")
    visit.look("report-link-made")
    return visit.page.get_by_label("Address to send").input_value()


def read_shared_report(visit: Visit, address: str, cast: Cast) -> None:
    visit.go(address)
    visit.look("shared-landing")
    assert cast.client not in visit.page.content()
    visit.press("Open the report")
    visit.sees(cast.client)
    visit.look("shared-report")
    check_pdf(save_pdf(visit), cast)
    try_fewer_days(visit)


def try_fewer_days(visit: Visit) -> None:
    """Behind the link leadership tries what half of the days would do; the address keeps it, the plan does not."""
    report = visit.page.url
    visit.follow("What if?")
    visit.sees("The plan as it stands")
    visit.look("shared-what-if")
    visit.choose("capacity", "half")
    visit.sees("What it does to the plan", "months later")
    expect(visit.page).to_have_url(re.compile(r"capacity=half"))
    visit.look("shared-what-if-half")
    visit.page.reload()
    visit.sees("What it does to the plan")
    visit.follow("Back to the plan as it stands")
    visit.sees("The plan as it stands")
    visit.follow("Back to the report")
    assert visit.page.url == report


def save_pdf(visit: Visit) -> bytes:
    # The browser gives up the page for the file; that is how a download begins.
    visit.expects("ERR_ABORTED", "/file")
    with visit.page.expect_download() as download:
        visit.hand.press(visit.page.get_by_role("link", name="Save the PDF"))
    return download.value.path().read_bytes()


def check_pdf(content: bytes, cast: Cast) -> None:
    assert content.startswith(b"%PDF")
    document = PdfReader(BytesIO(content))
    assert len(document.pages) > FEWEST_PAGES
    assert cast.client in re.sub(r"\s+", " ", document.pages[0].extract_text())


def unfold_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
