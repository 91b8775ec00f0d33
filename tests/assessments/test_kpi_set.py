"""The set of indicators: the example worked by hand, and what holds for every set."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.catalogue import PLAN_TYPES
from assessments.kpi_set import MOST_KPIS, KpiSet, choose_kpis, levels_of, select_kpis
from assessments.kpis import KPI_THEMES, load_kpis
from assessments.profile import ProfileFacts, load_profile_model
from assessments.recommendations import recommend
from tests.assessments.planning_cases import ARCHETYPES, DIMENSIONS, advice_of, evenly, profile_of, result_of

CATALOGUE = load_kpis()
LEVELS = st.dictionaries(st.sampled_from(DIMENSIONS), st.one_of(st.none(), st.floats(1, 5)))
PRIORITIES = st.dictionaries(st.sampled_from(DIMENSIONS), st.floats(0, 50))
SECTORS = st.sampled_from([None, "construction", "banking"])
DELIVERIES = st.sampled_from([None, "predictive", "hybrid", "agile"])


def keys(found: KpiSet) -> list[str]:
    return [one.kpi.key for one in found.kpis]


def omitted(found: KpiSet, reason: str) -> list[str]:
    return [one.key for one in found.omitted if one.reason == reason]


def test_the_example_worked_by_hand_where_earned_value_cannot_be_trusted():
    found = select_kpis(CATALOGUE, "directive", {"CTL": 2.4, "BEN": 3.0}, sector="construction")
    assert keys(found) == ["C01", "C07", "P12", "C03", "P42", "P14", "P37", "P27", "P29", "C04"]
    by_key = {one.kpi.key: one for one in found.kpis}
    assert (by_key["P12"].rule, by_key["P12"].because) == ("I3", "CTL")
    assert by_key["P12"].stands_for == ("P03", "P05", "P08", "P39")
    assert (by_key["P37"].rule, by_key["P37"].because) == ("I4", "risk")
    assert (by_key["C04"].rule, by_key["C04"].because) == ("I2", "construction")
    assert (by_key["P14"].rule, by_key["P14"].because) == ("I1", "directive")
    gated = next(one for one in found.omitted if one.key == "P03")
    assert (gated.reason, gated.other, gated.dimension) == ("gate", "P12", "CTL")
    assert (gated.needed, gated.found) == (3.0, 2.4)
    assert omitted(found, "room") == []


def test_the_example_worked_by_hand_where_two_have_to_go():
    found = select_kpis(CATALOGUE, "directive", {"CTL": 3.2, "BEN": 3.0}, sector="construction")
    assert keys(found) == ["C01", "C07", "C03", "P03", "P42", "P14", "P39", "P27", "P29", "C04"]
    assert omitted(found, "room") == ["P05", "P08"]


def test_of_equals_the_dimension_with_the_smaller_gap_gives_way():
    # Supportive with construction has four of service: C04 stays, of P31 (ENG), P32 (SVC) and P44 (MTH) two go.
    levels = dict.fromkeys(DIMENSIONS, 2.0)
    kept = {
        dimension: [
            key
            for key in keys(
                select_kpis(
                    CATALOGUE, "supportive", levels, sector="construction", priorities={dimension: 9.0}
                )
            )
            if key in ("P31", "P32", "P44")
        ]
        for dimension in ("ENG", "SVC", "MTH")
    }
    assert kept == {"ENG": ["P31"], "SVC": ["P32"], "MTH": ["P44"]}


def test_benefits_are_measured_once_they_are_managed():
    early = select_kpis(CATALOGUE, "agile", {"BEN": 2.49})
    late = select_kpis(CATALOGUE, "agile", {"BEN": 2.5})
    assert "P23" in keys(early)
    assert "P22" not in keys(early)
    assert "P22" in keys(late)
    assert "P23" not in keys(late)


def test_a_way_of_delivery_keeps_out_what_does_not_fit_it():
    found = select_kpis(CATALOGUE, "directive", dict.fromkeys(DIMENSIONS, 4.0), delivery="agile")
    assert omitted(found, "delivery")[:2] == ["P01", "P02"]
    assert "P03" not in keys(found)
    assert {one.kpi.theme for one in found.kpis} == set(KPI_THEMES)


def test_a_proxy_that_had_to_go_stands_in_for_nothing():
    changes = {"P12": {"theme": "cost"}, "P28": {"types": ("directive",)}}
    changed = replace(
        CATALOGUE, kpis=tuple(replace(one, **changes.get(one.key, {})) for one in CATALOGUE.kpis)
    )
    found = select_kpis(changed, "directive", {"CTL": 2.0}, sector="construction", priorities={"RES": 9.0})
    gated = next(one for one in found.omitted if one.key == "P03")
    assert omitted(found, "room") == ["P12"]
    assert (gated.reason, gated.other) == ("gate", "")


def test_a_default_that_is_a_proxy_as_well_keeps_its_reason():
    defaults = tuple(
        replace(one, types=(*one.types, "supportive")) if one.key == "P13" else one for one in CATALOGUE.kpis
    )
    found = select_kpis(replace(CATALOGUE, kpis=defaults), "supportive", {})
    (milestones,) = [one for one in found.kpis if one.kpi.key == "P12"]
    assert (milestones.rule, milestones.stands_for) == ("I1", ("P13",))


@given(
    plan_type=st.sampled_from(PLAN_TYPES),
    levels=LEVELS,
    sector=SECTORS,
    delivery=DELIVERIES,
    priorities=PRIORITIES,
    shuffled=st.permutations(CATALOGUE.kpis),
)
def test_what_holds_for_every_set(plan_type, levels, sector, delivery, priorities, shuffled):
    found = select_kpis(CATALOGUE, plan_type, levels, sector=sector, delivery=delivery, priorities=priorities)
    chosen = [one.kpi for one in found.kpis]
    assert 6 <= len(chosen) <= MOST_KPIS
    assert {one.theme for one in chosen} == set(KPI_THEMES)
    for kpi in chosen:
        assert kpi.gate is None or (levels.get(kpi.gate.dimension) or 0) >= kpi.gate.level
        assert kpi.sector in (None, sector)
        assert not kpi.delivery or delivery in (None, *kpi.delivery)
    assert sorted([one.key for one in chosen] + [one.key for one in found.omitted]) == sorted(
        one.key for one in CATALOGUE.kpis
    )
    for one in found.omitted:
        assert one.other == "" or one.other in keys(found)
    assert {figure.source for one in chosen for figure in one.target.figures} == {
        one.key for one in found.sources
    }
    assert all(found.source_of(one.key) is one for one in found.sources)
    if sector == "construction":
        assert {"C01", "C03", "C04", "C07", "P42"} <= set(keys(found))
    again = select_kpis(
        replace(CATALOGUE, kpis=tuple(shuffled)),
        plan_type,
        dict(reversed(levels.items())),
        sector=sector,
        delivery=delivery,
        priorities=priorities,
    )
    assert again == found


@pytest.mark.parametrize("name", ARCHETYPES)
def test_every_archetype_gets_a_set_by_its_type(name):
    result, advice, gaps = advice_of(evenly(2.0), profile_of(ARCHETYPES[name]))
    found = choose_kpis(result, advice, gaps)
    assert found.plan_type in (advice.target_type, "agile")
    assert len(found.kpis) <= MOST_KPIS
    assert found.catalogue_version == CATALOGUE.version


def test_an_unknown_way_of_delivery_leaves_nothing_out():
    result = result_of(evenly(4.0))
    advice = recommend(load_profile_model(), {"K01": 1}, result, ProfileFacts())
    assert omitted(choose_kpis(result, advice, ()), "delivery") == []


def test_levels_are_moved_to_the_scale_of_the_gates():
    result = replace(result_of({"CTL": 2.0, "BEN": None}), lowest=0, highest=4)
    assert levels_of(result) == {"CTL": 3.0, "BEN": None}
