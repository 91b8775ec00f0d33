"""The catalogue of indicators as published, and the rules another one would have to keep."""

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from assessments.formulas import work_out
from assessments.kpis import (
    KPI_THEMES,
    Kpi,
    KpiCatalogue,
    KpiExample,
    KpiTarget,
    MaturityGate,
    PublishedFigure,
    ThemeFillers,
    load_kpis,
)
from content import json_schema, read
from content.cache import cache_path, cache_text
from tests.assessments.planning_cases import DIMENSIONS

CATALOGUE = load_kpis()
ROOT = Path(__file__).parents[2]
FILE = ROOT / "assessments" / "library" / "kpis.yaml"
PAGE = (ROOT / "docs" / "methods-planning.md").read_text(encoding="utf-8")
FROM_NOBODY = PublishedFigure({"en": "x"}, "nobody", {"en": "y"})
EARNED_VALUE = {"P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P13", "P39"}


def changed(key: str, /, **values: object) -> KpiCatalogue:
    """Return the catalogue with one indicator changed."""
    return replace(
        CATALOGUE, kpis=tuple(replace(one, **values) if one.key == key else one for one in CATALOGUE.kpis)
    )


def keys_of(line: str) -> set[str]:
    return set(line.split())


def rules(catalogue: KpiCatalogue) -> set[str]:
    return {problem.rule for problem in catalogue.problems()}


def test_the_published_catalogue_has_no_problem():
    assert list(CATALOGUE.problems()) == []


def test_it_holds_56_indicators_and_10_of_construction():
    keys = [one.key for one in CATALOGUE.kpis]
    assert keys == [f"P{n:02d}" for n in range(1, 57)] + [f"C{n:02d}" for n in range(1, 11)]
    assert {one.key for one in CATALOGUE.kpis if one.sector == "construction"} == set(keys[56:])


def test_the_defaults_of_each_type_are_those_of_the_method():
    found = {
        kind: {one.key for one in CATALOGUE.kpis if kind in one.types}
        for kind in ("supportive", "controlling", "directive", "agile")
    }
    assert found == {
        "supportive": keys_of("P31 P32 P44 P50 P54 P12"),
        "controlling": keys_of("P09 P10 P44 P45 P46 P37 P47"),
        "directive": keys_of("P03 P05 P08 P27 P29 P39 P14"),
        "agile": keys_of("P55 P56 P22 P20 P34 P17"),
    }
    added = {one.key for one in CATALOGUE.kpis if "construction" in one.added_in}
    assert added == keys_of("C01 C03 C04 C07 P42")


def test_earned_value_waits_for_control_and_benefits_for_their_management():
    gates = {one.key: one.gate for one in CATALOGUE.kpis if one.gate}
    assert set(gates) == EARNED_VALUE | {"P22", "P25"}
    assert {gates[key] for key in EARNED_VALUE} == {MaturityGate("CTL", 3, "P12")}
    assert {gates["P22"], gates["P25"]} == {MaturityGate("BEN", 2.5, "P23")}


def test_each_has_words_of_its_own_and_one_decision():
    for field in ("title", "shows", "formula", "decision"):
        assert len({getattr(one, field)["en"] for one in CATALOGUE.kpis}) == 66
    for one in CATALOGUE.kpis:
        assert 10 <= len(one.decision["en"].split()) <= 40
        assert one.dimension in DIMENSIONS


def test_a_published_target_has_a_source_with_sample_and_caveat():
    for one in CATALOGUE.kpis:
        for figure in one.target.figures:
            assert CATALOGUE.source_of(figure).sample["en"]
            assert figure.caveat["en"]
    published = {one.key for one in CATALOGUE.kpis if one.target.basis == "published"}
    assert published == keys_of("P09 P10 P14 P22 P26 P30 P42 P44 P48 C01 C02 C10")


def test_nothing_that_circulates_without_a_source_is_in_it():
    text = FILE.read_text(encoding="utf-8").lower()
    for banned in (
        "standish",
        "chaos",
        "gartner",
        "within 3 years",
        "within three years",
        "2.5×",
        "20 % higher",
    ):
        assert banned not in text
    assert [one.key for one in CATALOGUE.kpis if "38 %" in str(one.target.figures)] == ["P09"]


@pytest.mark.parametrize(
    ("key", "result"),
    # Month 6 of the building project of the course material: PV 4,983, EV 3,562, AC 3,903 of 7,200.
    [
        ("P01", 0.715),
        ("P02", 0.819),
        ("P03", 0.913),
        ("P05", 1.103),
        ("P07", 7889),
        ("P12", 72.7),
        ("C01", 71.9),
    ],
)
def test_the_worked_numbers_are_those_of_the_running_case(key, result):
    kpi = CATALOGUE.kpi(key)
    digits = 0 if result > 1000 else 1 if result > 10 else 3
    assert round(work_out(kpi.expression, kpi.example.quantities), digits) == result


def test_every_indicator_has_a_worked_example():
    assert all(one.expression and one.example for one in CATALOGUE.kpis)


@pytest.mark.parametrize(
    ("key", "values", "rule"),
    [
        ("P02", {"key": "P01"}, "unique-key"),
        ("P03", {"gate": MaturityGate("CTL", 3, "P99")}, "known-key"),
        ("P03", {"gate": MaturityGate("CTL", 3, "P01")}, "proxy-fits"),
        ("P03", {"gate": MaturityGate("CTL", 3, "C01")}, "proxy-fits"),
        ("P03", {"gate": MaturityGate("CTL", 3, "P55")}, "proxy-fits"),
        ("P03", {"target": KpiTarget("published", {"en": "x"})}, "published-figure"),
        ("P03", {"target": KpiTarget("own", {"en": "x"}, (FROM_NOBODY,))}, "known-source"),
        ("C02", {"target": KpiTarget("own", {"en": "x"})}, "used-source"),
        ("P12", {"theme": "cost"}, "filler-theme"),
        ("P12", {"sector": "construction"}, "filler-fits"),
        ("P12", {"delivery": ("agile",)}, "filler-fits"),
        ("P01", {"expression": ""}, "example-formula"),
        ("P01", {"expression": "ev ** pv"}, "formula"),
        ("P01", {"example": None}, "example"),
        ("P01", {"example": KpiExample(1, {"en": "x"}, {"ev": 1})}, "quantities"),
        ("P01", {"example": KpiExample(1, {"en": "x"}, {"ev": 1, "pv": 2, "ac": 3})}, "quantities"),
        ("P01", {"example": KpiExample(1, {"en": "x"}, {"ev": 1, "pv": 2}, {"pv": (1,)})}, "quantities"),
        ("P01", {"example": KpiExample(1, {"en": "x"}, {"ev": 1, "pv": 0})}, "example"),
        ("P01", {"example": KpiExample(0.716, {"en": "x"}, {"ev": 3562, "pv": 4983})}, "example"),
        ("P01", {"example": KpiExample(1, {"en": "x"}, {"ev": 1e308, "pv": 1e-308})}, "example"),
    ],
)  # fmt: skip
def test_a_wrong_indicator_is_a_problem(key, values, rule):
    assert rule in rules(changed(key, **values))


def test_an_indicator_may_go_without_arithmetic():
    assert list(changed("P31", expression="", example=None).problems()) == []


def test_every_theme_has_fillers_and_the_fillers_exist():
    assert [one.theme for one in CATALOGUE.fillers] == list(KPI_THEMES)
    assert "theme-fillers" in rules(replace(CATALOGUE, fillers=CATALOGUE.fillers[1:]))
    assert "theme-fillers" in rules(replace(CATALOGUE, fillers=CATALOGUE.fillers * 2))
    unknown = (ThemeFillers("speed", ("P99",)), *CATALOGUE.fillers[1:])
    assert "known-key" in rules(replace(CATALOGUE, fillers=unknown))
    gated = (ThemeFillers("speed", ("P12", "P01")), *CATALOGUE.fillers[1:])
    assert rules(replace(CATALOGUE, fillers=gated)) == {"filler-fits"}


def test_sources_stand_once():
    assert "unique-key" in rules(replace(CATALOGUE, sources=CATALOGUE.sources * 2))


def test_an_unknown_key_is_not_found():
    with pytest.raises(KeyError):
        CATALOGUE.kpi("X99")


def test_the_published_cache_is_what_a_fresh_reading_gives():
    fresh = cache_text(FILE.read_bytes(), KpiCatalogue, read(FILE, KpiCatalogue))
    assert cache_path(FILE).read_text(encoding="utf-8") == fresh


def test_the_published_schema_is_that_of_the_program_and_every_field_is_described():
    published = json.loads(
        (ROOT / "docs" / "schemas" / "kpi-catalogue.schema.json").read_text(encoding="utf-8")
    )
    assert published == json_schema(KpiCatalogue)
    section = PAGE.partition("## 13. Indicators")[2]
    assert [one.name for one in fields(Kpi) if f"`{one.name}`" not in section] == []
