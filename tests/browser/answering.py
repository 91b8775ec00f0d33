"""The respondents' step: by keyboard, on two devices, through a bad connection, without scripts."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from assessments.responses import Answer
from tests.browser.cast import BY_KEYBOARD, ON_TWO_DEVICES, SILENT, WITHOUT_SCRIPTS, Cast
from tests.browser.conftest import Visits
from tests.browser.hands import IS_IN_SIGHT
from tests.browser.site import answer_without_a_browser
from tests.browser.visit import Visit

SAVED = re.compile(r"^Saved")
LETTERS = {"DK": "d", "NA": "n"}


def answer_everything(
    visits: Visits, width: int, cast: Cast, links: dict[str, str], *, is_whole: bool
) -> None:
    """Step 5. Unless it `is_whole`, only the keyboard is tried; the others answer without a browser."""
    phone = visits(width, keyboard=True, is_checked=is_whole, name="-answering")
    answer_by_keyboard(phone, cast, links[BY_KEYBOARD])
    lose_the_connection(phone)
    submit_by_keyboard(phone)
    watched = {BY_KEYBOARD, SILENT}
    if is_whole:
        change_device(visits, width, links[ON_TWO_DEVICES])
        answer_without_scripts(visits, width, links[WITHOUT_SCRIPTS])
        watched |= {ON_TWO_DEVICES, WITHOUT_SCRIPTS}
    for key in links.keys() - watched:
        answer_without_a_browser(phone.site, links[key], cast.answers[key])


def answer_by_keyboard(visit: Visit, cast: Cast, link: str) -> None:
    """Answer all twenty questions with digits, letters, arrows and Enter."""
    page = visit.page
    visit.go(link)
    visit.sees("Your answers are confidential.")
    visit.look("landing")
    visit.press("Start")
    expect_question(page, 1)
    visit.look("question")
    rest = list(cast.answers[BY_KEYBOARD].answers.values())[3:]
    page.keyboard.press("4")
    expect_state(page, "saved", SAVED)
    choose_evidence(visit, "one")
    visit.look("question-answered")
    page.keyboard.press("Enter")
    expect_question(page, 2)
    page.keyboard.press("d")
    expect_state(page, "saved", SAVED)
    page.keyboard.press("ArrowRight")
    expect_question(page, 3)
    page.keyboard.press("n")
    expect_state(page, "idle", re.compile("^Say why it does not apply"))
    reason = page.locator(".answer-question:visible .answer-reason textarea")
    expect(reason).to_be_focused()
    assert reason.evaluate(IS_IN_SIGHT)
    page.keyboard.insert_text("We have no projects of this kind.")
    visit.look("question-not-applicable")
    page.keyboard.press("Escape")
    expect_state(page, "saved", SAVED)
    page.keyboard.press("c")
    page.keyboard.insert_text("Ask again next year: the first one starts in spring.")
    page.keyboard.press("Escape")
    expect_state(page, "saved", SAVED)
    page.keyboard.press("ArrowLeft")
    expect_question(page, 2)
    page.keyboard.press("ArrowRight")
    for number, given in enumerate(rest, start=4):
        page.keyboard.press("Enter")
        expect_question(page, number)
        page.keyboard.press(key_for(given))
    page.keyboard.press("Enter")


def choose_evidence(visit: Visit, value: str) -> None:
    """A claim of level 3 or more asks for something to show; the group is a Tab away."""
    key = visit.page.locator(".answer-question:visible").get_attribute("data-key")
    visit.choose(f"{key}.evidence", value)
    expect_state(visit.page, "saved", SAVED)


def key_for(given: Answer) -> str:
    return str(given.value) if given.kind == "level" else LETTERS["DK"]


def lose_the_connection(visit: Visit) -> None:
    """What cannot be saved is said, marked, tried again, and saved once it can be."""
    page = visit.page
    visit.expects("ERR_FAILED", "/save")
    page.go_back()
    expect_question(page, 20)
    expect_state(page, "saved", SAVED)
    page.route("**/save", lambda route: route.abort())
    page.keyboard.press("1")
    expect_state(page, "retrying", re.compile("^Not saved yet. Trying again"))
    expect(page.locator("#map a[data-unsaved]")).to_have_count(1)
    visit.look("question-not-saved")
    page.unroute("**/save")
    expect_state(page, "saved", SAVED)
    expect(page.locator("#map a[data-unsaved]")).to_have_count(0)
    page.reload()
    expect_question(page, 20)
    assert page.locator(".answer-question:visible input[value='1']").is_checked()
    page.keyboard.press("Enter")


def submit_by_keyboard(visit: Visit) -> None:
    expect(visit.page.locator("#finish")).to_be_visible()
    visit.sees("Every question is answered.")
    visit.look("finish")
    visit.press("Submit answers")
    assert visit.heading() == "Thank you"
    visit.look("thanks")
    visit.follow("See your answers")
    visit.sees("nothing needs to be submitted again")
    visit.look("question-submitted")


def change_device(visits: Visits, width: int, link: str) -> None:
    """Begin on one device, go on with another, and decide when both changed the same answer."""
    here, there = visits(width, name="-device"), visits(width, name="-other-device")
    for visit in (here, there):
        visit.expects("409", "/save")
    here.go(link)
    here.press("Start")
    for number in (1, 2):
        expect_question(here.page, number)
        here.page.locator(".answer-question:visible .choice").nth(number).click()
        expect_state(here.page, "saved", SAVED)
        here.page.get_by_role("button", name="Next").click()
    there.go(link)
    there.press("Continue where you were")
    expect_question(there.page, 3)
    there.look("resumed")
    there.page.locator("#map").get_by_role("link", name=re.compile(r"^2\b")).click()
    expect_question(there.page, 2)
    assert there.page.locator(".answer-question:visible input[value='3']").is_checked()
    there.page.locator(".answer-question:visible .choice").nth(0).click()
    expect_state(there.page, "saved", SAVED)
    here.page.get_by_role("button", name="Back").click()
    expect_question(here.page, 2)
    here.page.locator(".answer-question:visible .choice").nth(4).click()
    here.sees("Changed on another device")
    here.look("changed-elsewhere")
    here.page.get_by_role("button", name="Use the other answer").click()
    expect_state(here.page, "saved", SAVED)
    assert here.page.locator(".answer-question:visible input[value='1']").is_checked()
    here.page.locator("[href='#finish']").click()
    here.sees("You can submit without them.")
    here.look("finish-incomplete")
    here.press("Submit answers")
    assert here.heading() == "Thank you"


def answer_without_scripts(visits: Visits, width: int, link: str) -> None:
    """The same questionnaire as one long form."""
    # Rules of accessibility are checked by a script, so not here.
    visit = visits(width, java_script_enabled=False, is_checked=False, name="-no-scripts")
    visit.go(link)
    visit.press("Start")
    visit.look("whole-form")
    visit.page.locator("input[name='STR.1.choice'][value='2']").check()
    visit.page.locator("input[name='STR.3.choice'][value='DK']").check()
    visit.press("Save and continue")
    assert visit.page.locator("input[name='STR.1.choice'][value='2']").is_checked()
    visit.press("Submit answers")
    visit.sees("questions are not answered yet. You can submit without them.")
    visit.look("before-submitting")
    visit.press("Submit as it is")
    assert visit.heading() == "Thank you"


def expect_question(page: Page, number: int) -> None:
    """One question is shown, and it is this one."""
    expect(page.locator(".answer-question:visible")).to_have_attribute("id", f"question-{number}")


def expect_state(page: Page, state: str, text: re.Pattern[str]) -> None:
    """What the page says of its answers: the word and the mark together."""
    status = page.locator(".answer-bar [role=status]")
    expect(status).to_have_attribute("data-state", state)
    expect(status).to_have_text(text)
