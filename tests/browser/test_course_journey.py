"""A learner takes a whole course to its certificate, by keyboard alone and on a phone; somebody else checks it."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Route, expect

from courses.course import find_course
from courses.items import Item
from courses.variants import write_in
from tests.browser.conftest import Visits
from tests.browser.crawl import signed_in
from tests.browser.learning import PASSWORD
from tests.browser.site import Site
from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

COURSE = "risk-foundations"
PLACES_KEPT = "() => Object.keys(localStorage).filter((key) => key.startsWith('lesson ')).length"
TITLE = "Risk management foundations"
CLIENT = re.compile(r'<option value="([0-9a-f]{8}-[0-9a-f-]{27})"')


def enrol(site: Site, name: str, *, is_read: bool = False) -> str:
    """Give somebody at a client an account and a place in the course, without a browser. Returns their address.

    Args:
        is_read: they have read every lesson, too.
    """
    email = f"{name.lower().replace(' ', '.')}@journey.example"
    admin = signed_in(site, "firm_admin")
    admin.get("/people/new")
    client = CLIENT.search(admin.page.body.decode())
    assert client
    person = {"name": name, "email": email, "role": "learner", "client": client[1], "password": PASSWORD}
    admin.post("/people/new", person)
    learner = site.visitor()
    learner.get("/sign-in")
    learner.post("/sign-in", {"email": email, "password": PASSWORD})
    learner.get("/learning")
    learner.post("/learning", {"course": COURSE})
    course = learner.path
    for lesson in find_course(COURSE).lessons if is_read else ():
        learner.get(f"{course}/lessons/{lesson.key}")
        learner.post(f"{course}/lessons/{lesson.key}", {})
    return email


@pytest.mark.parametrize(
    ("width", "keyboard", "name"),
    [(1280, True, "Huda Al Balushi"), (390, False, "Yusuf Rahman")],
    ids=["keyboard", "phone"],
)
def test_a_course_ends_with_a_certificate_that_anybody_can_check(
    visits: Visits, site: Site, width: int, keyboard: bool, name: str
) -> None:
    email = enrol(site, name)
    visit = visits(width, keyboard=keyboard, is_checked=not keyboard, name="-course")
    visit.sign_in(email, PASSWORD)
    visit.follow("Begin")
    read_everything(visit)
    sit_the_exam(visit)
    visit.follow("What you take from it")
    visit.look("finish")
    visit.follow("To your certificate")
    assert visit.heading() == f"Certificate: {TITLE}"
    visit.choose("name_shown", "initials")
    visit.press("Save")
    visit.sees("Saved. It holds at once")
    visit.look("certificate")
    address = visit.page.get_by_label("Address of the checking page").input_value()
    check(visits, width, address, "".join(f"{part[0]}. " for part in name.split()).strip())


def test_a_lost_connection_loses_no_answer(visits: Visits, site: Site) -> None:
    email = enrol(site, "Mona Saleh", is_read=True)
    visit = visits(390, name="-offline")
    page, context = visit.page, visit.page.context
    visit.sign_in(email, PASSWORD)
    visit.follow(TITLE)
    visit.follow("To the exam")
    visit.press("Start the exam")
    clock = page.get_by_role("timer")
    expect(clock).to_contain_text(re.compile(r"Minutes left: [0-9]+"))
    first, *_, last = drawn(site, page.url.rsplit("/", 1)[1])
    answer(visit, first)
    visit.sees("Your answers so far are kept.")
    visit.expects("ERR_INTERNET_DISCONNECTED", "/draft")
    context.set_offline(True)
    answer(visit, last)
    visit.sees("No connection. Your answers stay on this page")
    where = page.url
    visit.hand.press(page.get_by_role("button", name="Hand in"))
    visit.look("exam-offline")
    context.set_offline(False)
    visit.sees("Your answers so far are kept.")
    page.goto(where)
    assert filled(visit, first)
    assert filled(visit, last)


def test_nothing_is_kept_beside_a_form_that_is_being_handed_in(visits: Visits, site: Site) -> None:
    email = enrol(site, "Salim Nasser", is_read=True)
    visit = visits(1280, is_checked=False, name="-handing-in")
    page = visit.page
    visit.sign_in(email, PASSWORD)
    visit.follow(TITLE)
    visit.follow("To the exam")
    visit.press("Start the exam")
    held: list[Route] = []  # a slow way to the server
    kept: list[str] = []
    page.on("request", lambda asked: kept.append(asked.url) if asked.url.endswith("/draft") else None)
    page.route(
        page.url, lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    for item in drawn(site, page.url.rsplit("/", 1)[1]):
        answer(visit, item)
    before = len(kept)
    page.evaluate("document.querySelector('#attempt').requestSubmit()")
    page.wait_for_timeout(2000)
    assert held, "the form was not sent"
    assert len(kept) == before
    held.pop().continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("Exam passed")


def filled(visit: Visit, item: Item) -> bool:
    """Return whether the page holds an answer to a question."""
    fields = visit.page.locator(f'[name="{item.key}"], [name^="{item.key}:"]')
    return bool(
        fields.evaluate_all(
            "all => all.some(one => one.type === 'radio' || one.type === 'checkbox' ? one.checked : one.value)"
        )
    )


def read_everything(visit: Visit) -> None:
    lessons = find_course(COURSE).lessons
    for number, lesson in enumerate(lessons, start=1):
        expect(visit.page).to_have_url(re.compile(f"/lessons/{lesson.key}$"))
        if number == 1:
            visit.look("lesson")
        visit.press("I have read it: next lesson" if number < len(lessons) else "I have read it")
    visit.look("lessons-read")


def sit_the_exam(visit: Visit) -> None:
    visit.follow("To the exam")
    visit.press("Start the exam")
    visit.look("exam")
    for item in drawn(visit.site, visit.page.url.rsplit("/", 1)[1]):
        answer(visit, item)
    visit.press("Hand in")
    assert visit.heading() == "Exam passed"
    visit.sees("Course completed")
    visit.look("exam-passed")


def drawn(site: Site, attempt: str) -> list[Item]:
    """Return the questions of an attempt in their order, as its row has them: with the numbers that were drawn."""
    with closing(sqlite3.connect(f"file:{site.instance / 'plumbline.db'}?mode=ro", uri=True)) as database:
        (found,) = database.execute(
            "SELECT drawn FROM attempts WHERE id = ?", (UUID(attempt).hex,)
        ).fetchone()
    course, lines = find_course(COURSE), json.loads(found)
    return [write_in(course.item(line["item"]), values_of(line)) for line in lines]


def values_of(line: dict[str, Any]) -> dict[str, Any]:
    return dict(line.get("values") or {})


def answer(visit: Visit, item: Item) -> None:
    """Give the right answer."""
    page, hand, key = visit.page, visit.hand, item.key
    if item.kind == "numeric":
        hand.write(page.locator(f'input[name="{key}"]'), f"{item.answer:.6f}")
    elif item.kind == "order":
        for place, option in enumerate(item.options, start=1):
            hand.pick(page.locator(f'select[name="{key}:{option.key}"]'), str(place))
    elif item.kind == "match":
        targets = {target.key: target.text["en"] for target in item.targets}
        for option in item.options:
            hand.pick(page.locator(f'select[name="{key}:{option.key}"]'), targets[option.target or ""])
    elif item.kind == "cloze":
        for gap in item.gaps:
            right = next((option.text["en"] for option in gap.options if option.is_correct), None)
            if right is None:
                hand.write(page.locator(f'input[name="{key}:{gap.key}"]'), f"{gap.answer:.6f}")
            else:
                hand.pick(page.locator(f'select[name="{key}:{gap.key}"]'), right)
    else:
        for option in item.right_options:
            visit.choose(key, option.key)


def check(visits: Visits, width: int, address: str, shown: str) -> None:
    """Somebody without an account types the code, wrongly at first, and is told that the certificate is valid."""
    visit = visits(width, keyboard=width > 600, is_checked=width < 600, name="-checking")
    code = address.rsplit("/", 1)[1]
    visit.go("/certificates")
    visit.expects("422", "/certificates")
    visit.write("Code of the certificate", code[1:])
    visit.press("Check")
    visit.sees("this one has 27")
    visit.look("certificate-typo")
    visit.write("Code of the certificate", code.lower())
    visit.press("Check")
    assert visit.heading() == "This certificate is valid"
    visit.sees(TITLE, shown, code)
    visit.look("certificate-valid")


def test_a_number_is_read_back_under_its_field_while_the_exam_is_taken(visits: Visits, site: Site) -> None:
    email = enrol(site, "Layla Qasim", is_read=True)
    visit = visits(390, name="-read-back")
    page = visit.page
    visit.sign_in(email, PASSWORD)
    visit.follow(TITLE)
    visit.follow("To the exam")
    visit.press("Start the exam")
    items = drawn(site, page.url.rsplit("/", 1)[1])
    number = next(item for item in items if item.kind == "numeric")
    for item in items:
        answer(visit, item)
    visit.hand.write(page.locator(f'input[name="{number.key}"]'), "٣٫٥")
    note = page.locator(f'[data-read-of="{number.key}"]')
    expect(note).to_have_text("Read as 3.5.")
    visit.look("exam-read-back")
    visit.press("Hand in")  # seen while it was typed, so it is not asked again
    expect(page.get_by_role("heading", level=1)).to_have_text("Exam passed")


def test_a_lesson_offers_the_way_back_to_where_somebody_stopped(visits: Visits, site: Site) -> None:
    email = enrol(site, "Nadia Farsi")
    visit = visits(390, name="-resume")
    page = visit.page
    visit.sign_in(email, PASSWORD)
    visit.follow("Begin")
    assert page.locator(".lesson-resume").count() == 0
    stopped = page.locator("article.lesson h2").nth(3)
    words = stopped.inner_text()
    stopped.scroll_into_view_if_needed()
    page.mouse.wheel(0, 500)
    page.wait_for_timeout(1000)  # the pause after the last movement
    assert page.evaluate(PLACES_KEPT) == 1
    visit.go("/learning")
    visit.follow("Begin")
    visit.look("lesson-resume")
    visit.follow(f"Go on where you stopped: {words}")
    expect(page.locator("article.lesson h2").nth(3)).to_be_in_viewport()
    visit.press("I have read it: next lesson")
    assert page.evaluate(PLACES_KEPT) == 0


def test_a_second_window_is_told_that_the_attempt_was_handed_in(visits: Visits, site: Site) -> None:
    email = enrol(site, "Samira Odeh", is_read=True)
    visit = visits(1280, name="-two-windows")
    page = visit.page
    visit.sign_in(email, PASSWORD)
    visit.follow(TITLE)
    visit.follow("To the exam")
    visit.press("Start the exam")
    first = drawn(site, page.url.rsplit("/", 1)[1])[0]
    second = page.context.new_page()
    second.goto(page.url)
    visit.expects("422", page.url)
    visit.press("Hand in")
    visit.press("Hand in with open questions")
    assert visit.heading() == "Exam not passed"
    visit.page = second
    visit.expects("409", "/draft")
    answer(visit, first)
    visit.sees("This attempt is closed: nothing more is kept.")
    visit.expects("409", second.url)
    visit.press("Hand in")
    visit.sees("This attempt was handed in before.")
