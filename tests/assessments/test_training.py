"""Which gap suggests which lessons."""

from dataclasses import replace

import pytest

from assessments.gaps import Gap
from assessments.training import MapEntry, load_training_map, suggest_training
from courses.course import list_courses
from tests.assessments.planning_cases import DIMENSIONS

MAP = load_training_map()
EVERY_COURSE = [course.key for course in MAP.courses]


def gap(dimension: str, evidenced: float | None, target: float = 4.0) -> Gap:
    distance = None if evidenced is None else max(0.0, target - evidenced)
    return Gap(
        dimension, {"en": dimension}, 10.0, evidenced, evidenced, target, distance, 1.0, "A", 1.0, False, 1
    )


def suggested(gaps: list[Gap], available: list[str]) -> list[tuple[str, str, bool]]:
    return [(one.dimension, one.course, one.is_available) for one in suggest_training(gaps, available)]


def test_the_published_map_covers_every_dimension_at_every_stage():
    assert list(MAP.problems()) == []
    covered = {(entry.dimension, entry.band) for entry in MAP.entries}
    assert covered == {(one, band) for one in DIMENSIONS for band in ("base", "reliable", "optimise")}


@pytest.mark.parametrize("course", list_courses(), ids=lambda course: course.key)
def test_the_lessons_named_for_a_published_course_exist(course):
    named = {lesson for entry in MAP.entries if entry.course == course.key for lesson in entry.lessons}
    assert named <= {lesson.key for lesson in course.lessons}


def test_an_entry_for_an_unlisted_course_is_a_problem():
    entry = MapEntry("GOV", "base", "astrology", (), {"en": "No."})
    problems = list(replace(MAP, entries=(entry,)).problems())
    assert [(problem.path, problem.found) for problem in problems] == [
        (("entries", 0, "course"), "astrology")
    ]


@pytest.mark.parametrize(
    ("evidenced", "band"),
    [(1.0, "base"), (2.4, "base"), (2.5, "reliable"), (3.4, "reliable"), (3.5, "optimise")],
)
def test_the_score_decides_how_advanced_the_lessons_are(evidenced, band):
    found = suggest_training([gap("GOV", evidenced, target=5.0)], EVERY_COURSE)
    assert {one.band for one in found} == {band}


def test_a_gap_below_a_level_suggests_nothing():
    assert suggested([gap("GOV", 3.1)], EVERY_COURSE) == []


def test_a_very_low_score_suggests_training_even_for_a_small_gap():
    assert suggested([gap("PPL", 1.5, target=2.0)], ["pmo-essentials"])[0] == ("PPL", "pmo-essentials", True)


def test_a_target_reached_or_a_missing_score_suggests_nothing():
    assert suggested([gap("PPL", 1.2, target=1.0), gap("GOV", None)], EVERY_COURSE) == []


def test_available_courses_come_first_and_others_are_marked():
    found = suggested([gap("RSK", 2.0), gap("GOV", 2.0)], ["pmo-essentials"])
    assert found == [
        ("GOV", "pmo-essentials", True),
        ("RSK", "risk-foundations", False),
        ("GOV", "pmo-leadership", False),
    ]


def test_at_most_three_courses_are_suggested_however_many_gaps_there_are():
    found = suggest_training([gap(dimension, 2.0) for dimension in DIMENSIONS], EVERY_COURSE)
    assert len({one.course for one in found}) == 3
    assert len(found) > 3


def test_a_suggestion_explains_itself_and_names_the_course():
    (one,) = suggest_training([gap("BEN", 2.0)], [])
    assert one.course_title == {"en": "PMO essentials"}
    assert one.lessons == ("kpis-and-evidence",)
    assert one.gap == 2.0
    assert one.why["en"].endswith(".")


def test_a_low_score_in_risk_leads_to_the_published_course_on_risk():
    published = [course.key for course in list_courses()]
    (one,) = (one for one in suggest_training([gap("RSK", 2.0)], published) if one.is_available)
    assert (one.course, one.lessons, one.band) == ("risk-foundations", (), "base")
