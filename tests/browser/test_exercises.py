"""Exercises in a real browser: whatever there is to fill in lies where it can be seen."""

from __future__ import annotations

import pytest

from courses.course import list_courses
from tests.browser.conftest import Visits
from tests.browser.crawl import signed_in
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

# Fields that lie beyond an edge of the frame in which their table scrolls.
BEYOND = """() => [...document.querySelectorAll(".table-scroll")].flatMap((frame) => {
  const edge = frame.getBoundingClientRect();
  return [...frame.querySelectorAll("input, select, textarea")].filter((field) => {
    const box = field.getBoundingClientRect();
    return box.left < edge.left - 1 || box.right > edge.right + 1;
  }).map((field) => field.name);
})"""


@pytest.mark.parametrize("width", [1280, 1024, 390])
def test_no_field_of_an_exercise_lies_beyond_the_edge_of_its_table(
    visits: Visits, site: Site, width: int
) -> None:
    learner = signed_in(site, "firm_admin")
    visit = visits(width, name="-exercises")
    visit.page.context.add_cookies(
        [{"name": name, "value": value, "url": site.address} for name, value in learner.cookies.items()]
    )
    for course in list_courses():
        learner.get("/learning")
        learner.post("/learning", {"course": course.key})
        for exercise in course.exercises:
            visit.go(f"{learner.path}/exercises/{exercise}")
            assert visit.page.evaluate(BEYOND) == [], exercise
            visit.look(exercise)
