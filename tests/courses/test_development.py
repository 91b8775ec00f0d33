"""Development units: rules as data, and what they give."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import ContentError
from content.reading import read_text
from courses.course import find_course, list_courses
from courses.development import FILE, NO_AREA, Rule, SchemeList, area_warnings, list_schemes, units_of

PMI = list_schemes()[0]
NEWEST = PMI.rules[-1]


def times(**lessons: int) -> dict[tuple[str, str], int]:
    """Return minutes by lesson, whose keys are written with underscores, as seconds."""
    return {("lesson", key.replace("_", "-")): minutes * 60 for key, minutes in lessons.items()}


def reading(old: str, new: str, count: int = 1) -> list[str]:
    """Return the rules that the published file breaks when something in it is written otherwise."""
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(ContentError) as refused:
        read_text(text.replace(old, new, count).encode(), SchemeList, "development.yaml")
    return [one.rule for one in refused.value.findings]


def test_the_worked_example_of_the_documentation() -> None:
    # 33 + 30 minutes of Business Acumen and 34 + 41 of Ways of Working are 138: nine quarters of an hour.
    # 63 is four quarters and 3 minutes, 75 is five and none: 4 + 5 = 9, nothing is left to hand out.
    found = units_of(
        NEWEST,
        "pmo-essentials",
        times(what_a_pmo_is=33, types_and_mandate=30, functions_and_services=34, kpis_and_evidence=41),
    )
    assert (found.total, found.areas) == (2.25, {"ways": 1.25, "business": 1.0})


def test_quarters_that_are_left_go_to_the_largest_remainder() -> None:
    # 25 and 22 minutes: 47 are three quarters. One and one are full, and 10 is more than 7.
    found = units_of(NEWEST, "pmo-essentials", times(what_a_pmo_is=25, kpis_and_evidence=22))
    assert (found.total, found.areas) == (0.75, {"ways": 0.25, "business": 0.5})
    # Of equal remainders the area that the rule names first has it: 8 + 8 are one quarter.
    equal = units_of(NEWEST, "pmo-essentials", times(what_a_pmo_is=8, kpis_and_evidence=8))
    assert (equal.total, equal.areas) == (0.25, {"ways": 0.25})


def test_less_than_the_smallest_claim_is_nothing() -> None:
    found = units_of(NEWEST, "pmo-essentials", {("lesson", "what-a-pmo-is"): 15 * 60 - 1})
    assert (found.total, found.areas) == (0.0, {})


def test_time_in_tests_earns_only_where_the_rule_says_so() -> None:
    spent = times(what_a_pmo_is=30) | {("exam", ""): 3_600}
    assert units_of(NEWEST, "pmo-essentials", spent).total == 0.5
    wider = replace(NEWEST, counts=("lesson", "exam"))
    assert units_of(wider, "pmo-essentials", spent).areas == {"business": 0.5, NO_AREA: 1.0}


def test_a_course_that_no_rule_names_has_units_without_an_area() -> None:
    assert units_of(NEWEST, "own-course", times(own_lesson=60)).areas == {NO_AREA: 1.0}


@pytest.mark.parametrize(
    ("day", "areas"),
    [
        (date(2015, 11, 30), None),
        (date(2015, 12, 1), ("technical", "leadership", "strategic")),
        (date(2022, 4, 30), ("technical", "leadership", "strategic")),
        (date(2022, 5, 1), ("ways", "power", "business")),
        (date(2026, 11, 28), ("ways", "power", "business")),
    ],
)
def test_the_rule_of_the_day_holds(day: date, areas: tuple[str, ...] | None) -> None:
    rule = PMI.rule_on(day)
    assert (tuple(area.key for area in rule.areas) if rule else None) == areas


def test_every_lesson_of_a_published_course_has_an_area_in_the_newest_rule() -> None:
    for course in list_courses():
        (named,) = [one for one in NEWEST.courses if one.course == course.key]
        assert set(named.lessons) == {lesson.key for lesson in course.lessons}
    assert list(area_warnings(SchemeList("units", "1.0.0", (PMI,)))) == []


def test_the_check_warns_of_lessons_without_area_and_of_unknown_ones() -> None:
    course = NEWEST.courses[0]
    areas = {"gone": "ways"} | {key: area for key, area in course.lessons.items() if key != "what-a-pmo-is"}
    rule = replace(NEWEST, courses=(replace(course, lessons=areas), *NEWEST.courses[1:]))
    scheme = replace(PMI, rules=(rule,))
    found = {one.rule: one.found for one in area_warnings(SchemeList("units", "1.0.0", (scheme,)))}
    assert found == {
        "no-area": "pmo-essentials without what-a-pmo-is",
        "unknown-lesson": "pmo-essentials with gone",
    }


def test_a_faulty_file_is_refused() -> None:
    assert reading("valid_from: 2022-05-01", "valid_from: 2015-12-01") == ["rules-in-order"]
    assert reading("step_minutes: 15", "step_minutes: 25") == ["step-of-unit"]
    assert reading("what-a-pmo-is: business", "what-a-pmo-is: busyness") == ["unknown-area"]
    assert reading("key: power, title", "key: ways, title")[0] == "repeated-key"
    assert reading("course: risk-foundations", "course: pmo-essentials") == ["repeated-key"]
    assert reading("counts: [lesson]", "counts: [reading]") != []
    text = FILE.read_text(encoding="utf-8")
    again = text[text.index("  - key: pmi-pdu") :]
    assert reading(text, text + again) == ["repeated-key"]


def test_nothing_is_claimed_for_the_body() -> None:
    text = " ".join(word for scheme in list_schemes() for word in scheme.note.values())
    assert not re.search(r"approved provider|accredited|R\.E\.P", text)
    assert all(rule.year == rule.valid_from.year for scheme in list_schemes() for rule in scheme.rules)


keys = [lesson.key for lesson in find_course("pmo-essentials").lessons]


@given(st.dictionaries(st.sampled_from(keys), st.integers(0, 20_000)))
def test_areas_add_up_to_the_total_and_the_total_to_no_more_than_the_time(seconds: Mapping[str, int]) -> None:
    rule: Rule = NEWEST
    found = units_of(rule, "pmo-essentials", {("lesson", key): time for key, time in seconds.items()})
    assert sum(found.areas.values()) == found.total
    assert found.total * 4 == int(found.total * 4)
    assert found.total * 3_600 <= sum(seconds.values()) < found.total * 3_600 + 900
    areas = dict(next(one.lessons for one in rule.courses if one.course == "pmo-essentials"))
    for area, units in found.areas.items():
        spent = sum(time for key, time in seconds.items() if areas[key] == area)
        assert abs(units * 3_600 - spent) < 900
