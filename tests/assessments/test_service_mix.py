"""The mix of services: from what customers say, or from gaps with rules that never stop a service."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.gaps import find_gaps, set_targets
from assessments.profile import PmoType
from assessments.service_map import ServiceMap, map_services
from assessments.service_mix import MIX_ORDER, ServiceMix, mix_services
from assessments.service_needs import load_service_module
from content import from_plain, to_plain
from tests.assessments.planning_cases import evenly, result_of
from tests.assessments.questionnaires import responses

MODULE = load_service_module()


def gaps_of(levels, grades=None):
    result = result_of(levels, grades)
    return find_gaps(result, set_targets({}, "controlling", levels))


def from_gaps(levels, *, pmo_type: PmoType = "controlling", sector=None, grades=None) -> ServiceMix:
    return mix_services(MODULE, gaps_of(levels, grades), None, pmo_type=pmo_type, sector=sector)


def asked() -> ServiceMap:
    """Return what six customers say: V05 is needed and poor, V13 is not needed, V01 is needed and not there."""
    said = {"V05.need": 3, "V05.quality": 2, "V13.need": 0, "V01.need": 3, "V01.quality": 0}
    return map_services(MODULE, responses("project_manager", *[said] * 6))


@pytest.mark.parametrize(
    ("level", "verdict", "rule"),
    [(1.9, "build", "SMX-1"), (2.0, "fix", "SMX-2"), (2.7, "fix", "SMX-2"), (2.75, "keep", "SMX-3")],
)
def test_the_level_and_the_gap_of_its_dimension_decide_about_a_service(level, verdict, rule):
    # BEN has the base target 3: gaps of 1.1, 1.0, 0.3 and 0.25.
    mix = from_gaps(evenly(4.5) | {"BEN": level})
    benefits = [one for one in mix.services if one.dimension == "BEN"]
    assert {(one.verdict, one.rule) for one in benefits} == {(verdict, rule)}
    assert benefits[0].inputs["gap"] == pytest.approx(3 - level)


def test_gaps_alone_never_stop_a_service():
    assert from_gaps(evenly(1.0)).to("retire") == from_gaps(evenly(5.0)).to("retire") == ()


def test_without_a_score_nothing_is_decided_and_it_is_to_be_verified():
    mix = from_gaps(evenly(4.5) | {"BEN": None})
    assert {one.dimension for one in mix.to("undecided")} == {"BEN"}
    assert all(one.verify_first and one.rule == "SMX-4" for one in mix.to("undecided"))
    assert {one.rule for one in mix_services(MODULE, (), None, pmo_type="controlling").services} == {"SMX-4"}


def test_what_rests_on_grade_d_is_to_be_verified_first():
    mix = from_gaps(evenly(2.0), grades={"RSK": "D"})
    assert {one.dimension for one in mix.services if one.verify_first} == {"RSK"}


def test_the_most_pressing_dimension_comes_first():
    mix = from_gaps(evenly(4.5) | {"BEN": 1.0, "GOV": 1.0})
    assert mix.to("build")[0].dimension == "GOV"
    kinds = [MIX_ORDER.index(one.verdict) for one in mix.services]
    assert kinds == sorted(kinds)


@pytest.mark.parametrize(
    ("pmo_type", "sector", "left_out"),
    [
        ("controlling", None, ("V09", "V20")),
        ("directive", None, ("V09",)),
        ("supportive", "construction", ("V20",)),
        ("directive", "construction", ()),
    ],
)
def test_services_of_another_type_or_sector_are_left_out(pmo_type, sector, left_out):
    mix = from_gaps(evenly(2.0), pmo_type=pmo_type, sector=sector)
    assert mix.left_out == left_out
    assert len(mix.services) + len(left_out) == 26


def test_where_customers_were_asked_they_decide():
    mix = mix_services(MODULE, gaps_of(evenly(4.5)), asked(), pmo_type="controlling")
    assert mix.basis == "asked"
    assert [one.key for one in mix.to("build")] == ["V01"]
    assert [one.key for one in mix.to("fix")] == ["V05"]
    assert [one.key for one in mix.to("retire")] == ["V13"]
    assert all(one.rule.startswith("SNQ-") for one in mix.services)
    assert not any(one.verify_first for one in mix.services)


def test_the_most_pressing_by_its_customers_comes_first():
    found = asked()
    swapped = replace(found, first=tuple(reversed(found.first)))
    assert found.first != swapped.first
    for one in (found, swapped):
        mix = mix_services(MODULE, (), one, pmo_type="controlling")
        urgent = [each.key for each in mix.services if each.verdict in ("build", "fix")]
        assert sorted(urgent, key=one.first.index) == list(one.first)


def test_a_service_of_another_type_that_customers_want_says_so():
    pool = map_services(MODULE, responses("team", *[{"V20.need": 3, "V20.quality": 0}] * 6))
    for pmo_type, belongs_to in (("controlling", "directive"), ("directive", None)):
        (built,) = mix_services(MODULE, (), pool, pmo_type=pmo_type).to("build")
        assert (built.key, built.belongs_to) == ("V20", belongs_to)


def test_services_for_which_the_same_figures_speak_stand_in_one_row():
    mix = from_gaps(evenly(4.5) | {"BEN": 1.0, "RSK": 1.0})
    assert [[one.key for one in row] for row in mix.rows("build")] == [["V10", "V11"], ["V17", "V18"]]
    told = mix_services(MODULE, (), asked(), pmo_type="controlling")
    assert all(len(row) == 1 for kind in ("build", "fix", "retire") for row in told.rows(kind))


def test_a_mix_survives_being_written_and_read():
    mix = from_gaps(evenly(2.0))
    assert from_plain(ServiceMix, to_plain(mix)) == mix
