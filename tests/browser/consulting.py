"""The consultant's steps: a client, an assessment, its respondents; later coverage, reminder, close."""

from __future__ import annotations

import time

from tests.browser.cast import ASKED, Cast
from tests.browser.outbox import links_to
from tests.browser.visit import PATIENCE, Visit


def sign_in(visit: Visit) -> None:
    """Step 1, with a wrong password first."""
    visit.go("/")
    visit.look("sign-in")
    visit.expects("422", "/sign-in")
    email, password = visit.site.account("consultant")
    visit.sign_in(email, "not the password")
    visit.sees("do not fit together")
    visit.look("sign-in-refused")
    visit.sign_in(email, password)
    assert visit.heading() == "Engagements"
    visit.look("engagements")


def set_up_client(visit: Visit, cast: Cast) -> None:
    """Step 2: a client and an engagement on one screen, then the profile."""
    visit.expects("422", "/engagements/new")
    visit.follow("New engagement")
    visit.look("client-new")
    visit.write("Client organisation", cast.client)
    visit.press("Set up the engagement")
    visit.sees("There is a problem", "Enter a whole number, for example 420.")
    visit.look("client-incomplete")
    assert visit.page.get_by_label("Client organisation").input_value() == cast.client
    visit.pick("Sector", "Construction and engineering")
    visit.write("People employed", "420")
    visit.write("Projects running now", "10")
    visit.write("Yearly value of projects", "51580000")
    visit.write("People in the PMO", "6")
    visit.press("Set up the engagement")
    assert visit.heading() == cast.client
    visit.look("engagement-new")
    visit.follow("Fill in the profile")
    visit.look("profile")
    for key, answer in cast.profile.items():
        visit.choose(key, str(answer))
    visit.press("Save the profile")
    visit.sees("The profile is saved.", "18 of 18 facts are known.")
    visit.look("engagement-with-profile")


def set_up_assessment(visit: Visit) -> None:
    """Step 3."""
    visit.follow("New assessment")
    visit.look("assessment-new")
    visit.choose("mode", "confidential")
    visit.press("Go on to the respondents")
    assert visit.heading() == "Respondents"


def invite(visit: Visit, cast: Cast) -> str:
    """Step 4: a list with faults, the same mended, the pre-flight panel, and off it goes. Returns the address."""
    visit.expects("422", "/invitations")
    visit.look("respondents")
    visit.write(
        "Respondents, one a line", f"{cast.lines()}\nBo Li, bo@works, team\nCy, cy@works.example, janitor"
    )
    visit.press("Check the list")
    visit.sees("2 lines cannot be read", "is not a known role")
    visit.look("respondents-faulty")
    visit.write("Respondents, one a line", cast.lines())
    visit.press("Check the list")
    visit.sees("This is how the list is understood")
    visit.look("respondents-preview")
    visit.press("Add these people")
    visit.sees(f"{len(ASKED)} people are on the list.", "Before you open it")
    visit.look("pre-flight")
    visit.press("Open and send the invitations")
    visit.sees("The assessment is open.")
    visit.look("assessment-open")
    return visit.page.url


def read_outbox(visit: Visit, cast: Cast) -> dict[str, str]:
    """Find the links in the outbox, as the demo's user does. Returns key of the person to path of the link."""
    deadline = time.monotonic() + 6 * PATIENCE / 1000  # the worker may be making a report
    subject = f"{cast.client}: your view"
    visit.navigate("Outbox")
    while visit.page.get_by_role("link", name=subject).count() < len(ASKED):
        assert time.monotonic() < deadline, "the worker has not written the invitations"
        visit.page.wait_for_timeout(200)
        visit.page.reload()
    visit.look("outbox")
    visit.follow(subject)
    visit.look("mail")
    links = links_to(visit.site, cast.client)
    return {key: links[cast.address(key)] for key in ASKED}


def follow_up(visit: Visit, assessment: str) -> None:
    """Step 6, first half: who has answered by role, and a reminder with its preview."""
    visit.go(assessment)
    visit.sees(f"{len(ASKED) - 1} of {len(ASKED)} have handed in")
    visit.open("By person")
    visit.look("coverage")
    visit.follow("Remind")
    visit.sees("It goes to the one person who has not handed in.")
    visit.look("reminder")
    visit.press("Send it")
    visit.sees("The reminder is on its way.")


def close(visit: Visit) -> None:
    """Step 6, second half; the page goes on to the results by itself."""
    visit.follow("Close")
    visit.look("close")
    visit.press("Close it for good")
    visit.sees("The assessment is closed.")
    visit.look("closed")
