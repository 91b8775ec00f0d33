"""Step 11: training assigned because of a gap, and a learner who takes it to the end."""

from __future__ import annotations

from courses.course import Course, find_course
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
    visit.press("Assign")
    visit.look("training-for-nobody")
    visit.hand.choose(visit.page.get_by_role("checkbox", name=LEARNER))
    visit.press("Assign")
    visit.sees("1 person has the course now, and a mail about it.")
    visit.look("training-assigned")


def learn(visits: Visits, width: int, cast: Cast, *, keyboard: bool) -> None:
    """The learner reads every lesson, answers a question on the way, and takes the quiz to its result."""
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
    names = visit.page.locator(".quiz-card").evaluate_all(
        "cards => cards.map(card => card.querySelector('input, select').name)"
    )
    for name in names:
        answer(visit, course, str(name).split(":")[0])
    visit.press("Hand in")
    assert visit.heading() == "Quiz passed"
    visit.sees("Course completed")
    visit.look("quiz-passed")


def answer(visit: Visit, course: Course, key: str) -> None:
    item = course.item(key)
    if item.kind == "numeric":
        visit.hand.write(visit.page.locator(f'input[name="{key}"]'), str(item.answer))
    elif item.kind == "order":
        for place, option in enumerate(item.options, start=1):
            visit.hand.pick(visit.page.locator(f'select[name="{key}:{option.key}"]'), str(place))
    else:
        for option in item.options:
            if option.is_correct:
                visit.choose(key, option.key)
