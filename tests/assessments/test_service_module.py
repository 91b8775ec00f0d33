"""The services of a PMO as they are published."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from assessments.model import ROLES
from assessments.service_needs import MOST_SERVICES, ServiceModule, load_service_module
from assessments.wording import reading_grade
from content import read
from content.cache import cache_path, cache_text
from tests.assessments.services import ASSURANCE, EXECUTIVE, MANAGER, MODULE, PMO, TEAM

FILE = Path(__file__).parents[2] / "assessments" / "library" / "service-needs.yaml"
RULES = MODULE.rules
# As the module was specified: every service with its dimension.
SPECIFIED = (
    "MTH MTH SVC SVC CTL CTL CTL CTL CTL RSK RSK GOV GOV GOV STR STR BEN BEN RES RES PPL PPL PPL ENG ENG CTL"
)
each_service = pytest.mark.parametrize("service", MODULE.services, ids=lambda service: service.key)


class TestContent:
    def test_the_published_file_is_sound_and_its_cache_is_that_of_the_file(self):
        value = read(FILE, ServiceModule)
        assert list(value.problems()) == []
        assert cache_path(FILE).read_text() == cache_text(FILE.read_bytes(), ServiceModule, value)

    def test_there_are_26_services_each_with_its_dimension(self):
        assert [one.key for one in MODULE.services] == [f"V{number:02}" for number in range(1, 27)]
        assert [one.dimension for one in MODULE.services] == SPECIFIED.split()

    def test_every_group_holds_two_services_or_more(self):
        held = [sum(one.group == group.key for one in MODULE.services) for group in MODULE.groups]
        assert sum(held) == 26
        assert min(held) >= 2

    def test_the_pmo_is_asked_about_all_and_nobody_else_about_more_than_twenty(self):
        counts = {role: len(MODULE.services_for(role)) for role in ROLES}
        assert counts == {EXECUTIVE: 15, PMO: 26, MANAGER: 20, TEAM: 15, ASSURANCE: 14}
        assert MODULE.services_for("nobody") == ()

    @each_service
    def test_two_customer_groups_or_more_speak_about_a_service(self, service):
        assert len(set(service.roles) - set(MODULE.providers)) >= 2

    @each_service
    def test_a_description_is_one_readable_sentence_to_the_customer(self, service):
        words = service.description["en"]
        assert re.fullmatch(r"[^.?!]+\.", words)
        assert re.search(r"\b(you|your|people)\b", words, re.IGNORECASE)
        assert len(words.split()) <= 30
        assert reading_grade(words) <= 12

    @pytest.mark.parametrize("scale", [MODULE.need, MODULE.quality])
    def test_an_anchor_is_one_readable_sentence_about_what_was_done_or_met_with(self, scale):
        for option in scale.options:
            words = option.text["en"]
            assert re.fullmatch(r"[^.?!]+\.", words)
            assert len(words.split()) <= 30
            assert reading_grade(words) <= 12
            assert not re.search(r"\b(agree|disagree|satisfied|important|excellent|poor)\b", words)

    def test_all_wording_is_used_once(self):
        texts = [option.text["en"] for scale in (MODULE.need, MODULE.quality) for option in scale.options]
        texts += [words["en"] for one in MODULE.services for words in (one.title, one.description)]
        assert len(texts) == len(set(texts)) == 4 + 6 + 2 * 26

    def test_need_runs_from_0_to_3_and_quality_from_not_used_to_5(self):
        assert [option.value for option in MODULE.need.options] == [0, 1, 2, 3]
        assert [option.value for option in MODULE.quality.options] == [0, 1, 2, 3, 4, 5]
        assert "not used" in MODULE.quality.options[0].text["en"]

    def test_each_service_is_asked_about_twice(self):
        items = MODULE.questions
        assert [item.key for item in items[:3]] == ["V01.need", "V01.quality", "V02.need"]
        assert len({item.key for item in items}) == 52
        assert items[1].options == MODULE.quality.options
        assert items[1].roles == MODULE.services[0].roles
        assert items[1].description == MODULE.services[0].description
        for item in items:
            assert item.stem["en"].count("?") == 1
            assert "{" not in item.stem["en"]
            assert len(item.stem["en"].split()) <= 25
            assert reading_grade(item.stem["en"]) <= 12

    def test_a_stem_is_asked_in_the_languages_that_scale_and_title_share(self):
        scale = replace(MODULE.need, stem={"en": "{service}: needed?", "ar": "هل تحتاج {service}؟"})
        assert scale.stem_of({"en": "Plans"}) == {"en": "Plans: needed?"}
        assert scale.stem_of({"en": "Plans", "ar": "خطط"})["ar"] == "هل تحتاج خطط؟"

    def test_a_service_is_found_by_its_key(self):
        assert MODULE.service("V26").title["en"] == "Project recovery"
        with pytest.raises(KeyError):
            MODULE.service("V27")

    def test_a_changed_module_has_another_hash(self):
        assert MODULE.hash == load_service_module().hash != replace(MODULE, minutes=9).hash


def with_option(place: int, **fields: object) -> ServiceModule:
    options = list(MODULE.need.options)
    options[place] = replace(options[place], **fields)
    return replace(MODULE, need=replace(MODULE.need, options=tuple(options)))


def with_service(**fields: object) -> ServiceModule:
    return replace(MODULE, services=(replace(MODULE.services[0], **fields), *MODULE.services[1:]))


@pytest.mark.parametrize(
    ("module", "rule", "found"),
    [
        (with_service(key="V02"), "unique-key", "V02"),
        (with_service(group="other"), "known-group", "other"),
        (with_service(roles=("pmo",)), "no-customer", "pmo"),
        (replace(MODULE, providers=()), "role-load", "26 services for pmo"),
        (replace(MODULE, groups=(*MODULE.groups, MODULE.groups[0])), "unique-key", "standards"),
        (with_option(2, value=3), "value-order", "3"),
        (
            with_option(1, text=MODULE.need.options[0].text),
            "unique-anchor",
            MODULE.need.options[0].text["en"],
        ),
        (with_option(1, text={"en": "word " * 31}), "anchor-length", "31 words"),
        (
            replace(MODULE, quality=replace(MODULE.quality, stem={"en": "How was it?"})),
            "placeholder",
            "How was it?",
        ),
        (replace(MODULE, rules=replace(RULES, aim=6)), "cut-range", "6"),
        (replace(MODULE, rules=replace(RULES, any_need=3)), "cut-range", "3"),
        (replace(MODULE, rules=replace(RULES, quality_cut=4.5)), "cut-range", "4.5"),
    ],
)
def test_an_unsound_module_is_refused(module, rule, found):
    assert [(problem.rule, problem.found) for problem in module.problems()] == [(rule, found)]


def test_twenty_services_are_the_most_for_a_customer():
    extra = next(one for one in MODULE.services if MANAGER not in one.roles)
    assert len(MODULE.services_for(MANAGER)) == MOST_SERVICES
    services = tuple(
        replace(one, roles=(*one.roles, MANAGER)) if one == extra else one for one in MODULE.services
    )
    found = [problem.found for problem in replace(MODULE, services=services).problems()]
    assert found == ["21 services for project_manager"]
