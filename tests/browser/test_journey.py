"""The whole way once, from signing in to a finished course: with a pointer on two screens, and by keyboard alone."""

from __future__ import annotations

import pytest

from tests.browser import answering, consulting, learning, outcome
from tests.browser.cast import cast
from tests.browser.conftest import Visits

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.mark.parametrize(
    ("width", "keyboard", "client"),
    [(1280, False, "Marsa Harbour Works"), (390, False, "Tilal Water Board"), (1280, True, "Rimal Transit")],
    ids=["wide", "phone", "keyboard"],
)
def test_a_consultant_takes_a_client_the_whole_way(
    visits: Visits, width: int, keyboard: bool, client: str
) -> None:
    troupe = cast(client)
    visit = visits(width, keyboard=keyboard, is_checked=not keyboard, name="-keyboard" if keyboard else "")
    consulting.sign_in(visit)
    consulting.set_up_client(visit, troupe)
    consulting.set_up_assessment(visit)
    assessment = consulting.invite(visit, troupe)
    links = consulting.read_outbox(visit, troupe)
    answering.answer_everything(visits, width, troupe, links, is_whole=not keyboard)
    consulting.follow_up(visit, assessment)
    consulting.close(visit)
    outcome.read_results(visit)
    outcome.read_advice(visit)
    outcome.issue_report(visit, visits, width, troupe)
    learning.add_learner(visits(width, is_checked=not keyboard, name="-admin"), troupe)
    learning.assign(visit, assessment)
    learning.learn(visits, width, troupe, keyboard=keyboard)
