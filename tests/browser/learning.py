"""Step 11: training assigned because of a gap, and a learner who takes it to the end."""

from __future__ import annotations

from playwright.sync_api import Locator

from courses.course import Course, find_course
from courses.items import Item, Option
from courses.variants import variants, write_numbers
from tests.browser.cast import Cast
from tests.browser.conftest import Visits
from tests.browser.visit import Visit

COURSE = "pmo-essentials"
LEARNER = "Rana Aziz"
PASSWORD = "a long first password"


def add_learner(admin: Visit, cast: Cast) -> None:
    """The firm's administrator gives somebody at the client an account."""
    admin.sign_in(*admin.site.account("firm_admin"))
    admin.navigate("People")
    admin.look("people")
    admin.follow("Add a person")
    admin.write("Name", LEARNER)
    admin.write("E-mail address", address_of(cast))
    admin.pick("Role", "Learner")
    admin.pick("Belongs to", cast.client)
    admin.write("First password", PASSWORD)
    admin.look("person-new")
    admin.press("Add")
    admin.sees(f"{LEARNER} can sign in now.")


def address_of(cast: Cast) -> str:
    return f"rana.aziz@{cast.domain}"


def assign(visit: Visit, assessment: str) -> None:
    """The consultant goes from a gap to a course and a person."""
    visit.expects("422", "/training")
    visit.go(f"{assessment}/results")
    visit.follow("Assign training", visit.page.get_by_role("main"))
    visit.look("training")
    visit.choose("course", COURSE)  # the gap suggests another first
    visit.press("Assign")
    visit.look("training-for-nobody")
    visit.hand.choose(visit.page.get_by_role("checkbox", name=LEARNER))
    visit.press("Assign")
    visit.sees("1 person has the course now, and a mail about it.")
    visit.look("training-assigned")


def learn(visits: Visits, width: int, cast: Cast, *, keyboard: bool) -> None:
    """The learner reads every lesson, answers a question on the way, and takes quiz and exam to their results."""
    visit = visits(width, keyboard=keyboard, is_checked=not keyboard, name="-learner")
    course = find_course(COURSE)
    visit.sign_in(address_of(cast), PASSWORD)
    assert visit.heading() == "Learning"
    visit.sees("Chosen for you, for:")
    visit.look("learning")
    visit.follow("Begin")
    visit.look("lesson-1")
    check_oneself(visit, course)
    for number, _ in enumerate(course.lessons[1:], start=2):
        visit.press("I have read it: next lesson")
        visit.look(f"lesson-{number}")
    visit.press("I have read it")
    visit.look("course-read")
    visit.press("Take the quiz")
    visit.look("quiz")
    take_quiz(visit, course)
    visit.follow("Back to the course")
    visit.follow("To the exam")
    visit.look("exam-start")
    visit.press("Start the exam")
    visit.look("exam")
    take_exam(visit, course)


def check_oneself(visit: Visit, course: Course) -> None:
    """Answer the first question of the lesson: not at all, wrongly, then rightly."""
    item = course.item(course.lessons[0].checks[0])
    visit.expects("422", f"/lessons/{course.lessons[0].key}")
    wrong, right = (next(o.key for o in item.options if o.is_correct is kind) for kind in (False, True))
    visit.press("Check")
    visit.sees("Answer the question first.")
    visit.choose(item.key, wrong)
    visit.press("Check")
    visit.sees("Not yet")
    visit.look("lesson-1-not-yet")
    visit.choose(item.key, right)
    visit.press("Check again")
    visit.sees("Right")


def take_quiz(visit: Visit, course: Course) -> None:
    """Hand in with everything open, which asks again; then answer rightly, and pass."""
    visit.expects("422", visit.page.url)
    visit.press("Hand in")
    visit.sees("Question 1 is still open.")
    visit.look("quiz-open-questions")
    answer_all(visit, course)
    visit.press("Hand in")
    assert visit.heading() == "Quiz passed"
    visit.look("quiz-passed")


def take_exam(visit: Visit, course: Course) -> None:
    answer_all(visit, course)
    visit.press("Hand in")
    assert visit.heading() == "Exam passed"
    visit.sees("Course completed")
    visit.look("exam-passed")


def answer_all(visit: Visit, course: Course) -> None:
    for card in visit.page.locator(".quiz-card").all():
        name = card.locator("input, select").first.get_attribute("name")
        assert name is not None
        item = course.item(name.split(":")[0])
        answer(visit, as_shown(item, card.locator(".quiz-stem").inner_text()) if item.params else item)


def as_shown(item: Item, stem: str) -> Item:
    """Find the numbers that were drawn for a question, as a reader does: by reading it."""
    return next(
        written
        for written in (write_numbers(item, numbers) for numbers in variants(item))
        if letters(written.stem["en"]) == letters(stem)
    )


def letters(text: str) -> str:
    """Return letters and digits only: quotation marks and spaces are typeset on a page."""
    return "".join(sign for sign in text if sign.isalnum())


def answer(visit: Visit, item: Item) -> None:
    if item.kind == "numeric":
        visit.hand.write(visit.page.locator(f'input[name="{item.key}"]'), str(item.answer))
    elif item.kind == "order":
        for place, option in enumerate(item.options, start=1):
            visit.hand.pick(select(visit, item, option), str(place))
    elif item.kind == "match":
        texts = {target.key: target.text["en"] for target in item.targets}
        for option in item.options:
            visit.hand.pick(select(visit, item, option), texts[str(option.target)])
    else:
        for option in item.options:
            if option.is_correct:
                visit.choose(item.key, option.key)


def select(visit: Visit, item: Item, option: Option) -> Locator:
    return visit.page.locator(f'select[name="{item.key}:{option.key}"]')
