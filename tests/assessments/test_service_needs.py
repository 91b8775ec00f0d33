"""The services of a PMO as published, and what follows from what its customers say about them."""

from __future__ import annotations

import doctest
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessments import balance
from assessments.model import ROLES
from assessments.responses import Response
from assessments.results import RoleScore
from assessments.service_map import ServiceMap, map_services
from assessments.service_needs import MOST_SERVICES, ServiceModule, load_service_module
from assessments.service_verdicts import VERDICTS, Evidence, VerdictRules, judge, priority_of
from assessments.wording import reading_grade
from content import from_plain, read, to_plain
from content.cache import cache_path, cache_text
from tests.assessments.questionnaires import Given, response

FILE = Path(__file__).parents[2] / "assessments" / "library" / "service-needs.yaml"
MODULE = load_service_module()
RULES = MODULE.rules
EXECUTIVE, PMO, MANAGER, TEAM, ASSURANCE = ROLES

# As the module was specified: every service with its dimension.
SPECIFIED = (
    "MTH MTH SVC SVC CTL CTL CTL CTL CTL RSK RSK GOV GOV GOV STR STR BEN BEN RES RES PPL PPL PPL ENG ENG CTL"
)

each_service = pytest.mark.parametrize("service", MODULE.services, ids=lambda service: service.key)


def people(*said: tuple[str, Given | None, Given | None], service: str = "V01") -> list[Response]:
    """Return responses about one service: role, need and quality of each person; None is not answered."""
    return [
        response(f"p{number}", role, _given(service, need, quality))
        for number, (role, need, quality) in enumerate(said)
    ]


def _given(service: str, need: Given | None, quality: Given | None) -> Mapping[str, Given]:
    pairs = {f"{service}.need": need, f"{service}.quality": quality}
    return {key: value for key, value in pairs.items() if value is not None}


def mapped(*said: tuple[str, Given | None, Given | None], service: str = "V01", **how):
    return map_services(MODULE, people(*said, service=service), **how).service(service)


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


class TestWorkedExamples:
    """Each example of docs/methods.md, with the service that it is about put to managers, team and assurance."""

    def test_a_needed_service_of_low_quality_is_mended(self):
        # Need: managers (3+2)/2 = 2.5, team (2+1)/2 = 1.5, so 2. Quality: managers 2, team (2+3)/2 = 2.5, so 2.25.
        found = mapped((MANAGER, 3, 1), (MANAGER, 2, 3), (TEAM, 2, 2), (TEAM, 1, 3))
        assert (found.verdict.kind, found.verdict.rule) == ("fix", "SNQ-8")
        assert found.need.mean == 2
        assert found.quality.mean == 2.25
        assert (found.need_share, found.strong_share, found.unreached) == (1, 0.75, 0)
        assert found.priority == 2 * (4 - 2.25) * 1
        assert found.verdict.inputs == {
            "need": 2,
            "need_cut": 1,
            "unreached": 0,
            "unreached_share": 0.5,
            "quality": 2.25,
            "quality_cut": 3,
        }

    def test_a_needed_service_of_good_quality_is_kept(self):
        # Quality: managers 3.5, team 2.5; the mean of 3 reaches the cut.
        found = mapped((MANAGER, 3, 3), (MANAGER, 2, 4), (TEAM, 2, 2), (TEAM, 1, 3))
        assert (found.verdict.kind, found.verdict.rule) == ("keep", "SNQ-9")
        assert found.priority == 2 * 1 * 1

    def test_a_needed_service_that_does_not_reach_those_who_need_it_is_built(self):
        # Managers: both need it, neither has used it. Team: one of two who need it has. (1 + 1/2)/2 = 0.75.
        found = mapped((MANAGER, 3, 0), (MANAGER, 2, 0), (TEAM, 2, 0), (TEAM, 1, 5))
        assert (found.verdict.kind, found.verdict.rule) == ("build", "SNQ-6")
        assert found.unreached == 0.75
        assert found.priority == 2 * (4 - 1) * 1

    def test_who_does_not_need_it_does_not_make_it_unreached(self):
        found = mapped(
            *[(MANAGER, 3, 4), (TEAM, 3, 4)] * 2,
            *[(MANAGER, 0, 0), (TEAM, 0, 0)] * 3,
        )
        assert found.need.mean == pytest.approx(1.2)
        assert (found.unreached, found.quality.unused) == (0, 6)
        assert found.verdict.rule == "SNQ-9"

    def test_a_service_that_few_need_is_retired(self):
        # Need: managers 0.5, team 0.5. Nobody needs it strongly, and somebody has used it.
        found = mapped((MANAGER, 1, 4), (MANAGER, 0, 0), (TEAM, 1, 5), (TEAM, 0, 0))
        assert (found.verdict.kind, found.verdict.rule) == ("retire", "SNQ-4")
        assert found.priority is None
        assert found.verdict.inputs == {
            "need": 0.5,
            "need_cut": 1,
            "strong_share": 0,
            "minority_share": 0.25,
        }

    def test_a_service_that_a_minority_cannot_do_without_is_watched(self):
        # The one manager 2, team and assurance 0: need (2 + 0 + 0)/3 = 2/3, and a third needs it strongly.
        found = mapped((MANAGER, 2, 4), (TEAM, 0, 0), (ASSURANCE, 0, 0), (ASSURANCE, 0, 0))
        assert found.need.mean == pytest.approx(2 / 3)
        assert (found.verdict.kind, found.verdict.rule) == ("watch", "SNQ-2")
        assert found.verdict.inputs["strong_share"] == pytest.approx(1 / 3)
        assert found.needed_by == (MANAGER,)

    def test_of_a_service_that_nobody_needs_or_uses_there_is_nothing_to_stop(self):
        found = mapped((MANAGER, 1, 0), (MANAGER, 0, 0), (TEAM, 1, 0), (TEAM, 0, 0))
        assert (found.verdict.kind, found.verdict.rule) == ("watch", "SNQ-3")
        assert found.verdict.inputs["tried"] == 4

    def test_three_answers_decide_nothing(self):
        found = mapped((MANAGER, 3, 1), (MANAGER, 3, 1), (TEAM, 3, 1), (TEAM, "DK", 1))
        assert (found.verdict.kind, found.verdict.rule) == ("undecided", "SNQ-1")
        assert found.verdict.inputs == {"need_answers": 3, "fewest": 4}

    def test_where_few_of_those_who_need_it_say_what_they_met_with_nothing_is_decided(self):
        found = mapped((MANAGER, 3, 1), (MANAGER, 3, 1), (TEAM, 3, "DK"), (TEAM, 3, None), (TEAM, 0, 3))
        assert (found.verdict.kind, found.verdict.rule) == ("undecided", "SNQ-5")
        assert found.verdict.inputs["needing"] == 2

    def test_where_few_have_used_it_its_quality_decides_nothing(self):
        found = mapped((MANAGER, 3, 1), (MANAGER, 3, 0), (TEAM, 3, 5), (TEAM, 3, 0))
        assert (found.verdict.kind, found.verdict.rule) == ("undecided", "SNQ-7")
        assert (found.verdict.inputs["unreached"], found.verdict.inputs["users"]) == (0.5, 2)

    def test_nothing_answered(self):
        found = map_services(MODULE, [])
        assert {one.verdict.rule for one in found.services} == {"SNQ-1"}
        assert (found.customers, found.first) == (0, ())
        assert (found.services[0].need.mean, found.services[0].need.ad) == (None, None)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, "SNQ-9"),
        ({"need": 1.0}, "SNQ-9"),
        ({"need": 1.0 - 1e-12}, "SNQ-9"),  # three thirds are one
        ({"need": 0.99}, "SNQ-2"),
        ({"need": 0.99, "strong_share": 0.25}, "SNQ-2"),
        ({"need": 0.99, "strong_share": 0.24}, "SNQ-4"),
        ({"need": 0.99, "strong_share": 0.24, "users": 0, "tried": 4}, "SNQ-3"),
        ({"need": 0.99, "strong_share": 0.24, "users": 0, "tried": 3}, "SNQ-4"),
        ({"unreached": 0.5}, "SNQ-9"),
        ({"unreached": 0.51}, "SNQ-6"),
        ({"unreached": 0.51, "quality": None, "users": 0}, "SNQ-6"),
        ({"quality": 2.99}, "SNQ-8"),
        ({"quality": 3.0 - 1e-12}, "SNQ-9"),
        ({"users": 3}, "SNQ-7"),
        ({"needing": 3}, "SNQ-5"),
        ({"need_answers": 3}, "SNQ-1"),
    ],
)
def test_a_figure_at_its_cut_reaches_it(changes, rule):
    sound = Evidence(
        need=2,
        need_answers=8,
        need_share=1,
        strong_share=1,
        quality=3,
        users=8,
        tried=8,
        unreached=0,
        needing=8,
    )
    assert judge(replace(sound, **changes), VerdictRules(), fewest=4).rule == rule


def test_quality_beyond_the_aim_leaves_no_priority():
    evidence = Evidence(need=3, need_share=1, quality=4.5)
    assert priority_of(evidence, "keep", RULES) == 0


def test_what_presses_most_comes_first_and_equals_keep_their_order():
    said = {
        "V01": (2, 2),  # 2 × 2
        "V02": (3, 5),  # kept
        "V04": (2, 0),  # built: 2 × 3
        "V07": (2, 2),  # as V01
        "V21": (3, 1),  # 3 × 3
    }
    answers = {
        f"{key}.{side}": pair[place]
        for key, pair in said.items()
        for place, side in enumerate(("need", "quality"))
    }
    found = map_services(MODULE, [response(f"p{n}", (MANAGER, TEAM)[n % 2], answers) for n in range(4)])
    assert found.first == ("V21", "V04", "V01", "V07")
    assert [one.key for one in found.with_verdict("keep")] == ["V02"]
    assert [found.service(key).priority for key in found.first] == [9, 6, 4, 4]
    with pytest.raises(KeyError):
        found.service("V27")


class TestRatings:
    def test_the_providers_view_stands_beside_the_customers_and_decides_nothing(self):
        said = [(MANAGER, 3, 1), (MANAGER, 3, 2), (TEAM, 2, 1), (TEAM, 2, 2)]
        alone, beside = mapped(*said), mapped(*said, (PMO, 0, 5), (PMO, 1, 5))
        assert beside.verdict == alone.verdict
        assert beside.quality.mean == alone.quality.mean == 1.5
        assert beside.quality.own_view == (RoleScore(PMO, 2, 5),)
        assert beside.need.own_view == (RoleScore(PMO, 2, 0.5),)
        assert beside.quality.by_role == (RoleScore(MANAGER, 2, 1.5), RoleScore(TEAM, 2, 1.5))
        assert beside.quality.counts == (0, 2, 2, 0, 0, 0)

    def test_a_firm_may_count_the_pmo_as_a_customer(self):
        module = replace(MODULE, providers=())
        found = map_services(module, people((PMO, 3, 4), (PMO, 3, 4), (TEAM, 1, 2), (TEAM, 1, 2))).service(
            "V01"
        )
        assert (found.need.mean, found.need.own_view) == (2, ())

    def test_not_used_dont_know_and_not_applicable_are_counted_apart_from_the_scale(self):
        found = mapped(
            *[
                (MANAGER, 2, 2),
                (MANAGER, 2, 0),
                (TEAM, 2, "DK"),
                (TEAM, 2, "NA"),
                (TEAM, None, 4),
                (TEAM, 2, None),
            ]
        ).quality
        assert (found.asked, found.answered, found.unused) == (6, 2, 1)
        assert (found.dont_know, found.not_applicable) == (1, 1)
        assert found.counts == (1, 0, 1, 0, 1, 0)
        assert found.mean == 3
        assert not found.is_visibility_gap

    def test_more_than_a_quarter_who_do_not_know_is_a_visibility_gap(self):
        three_of_ten = [(TEAM, 1, "DK")] * 3 + [(TEAM, 1, 3)] * 6 + [(TEAM, 1, 0)]
        two_of_eight = [(TEAM, 1, "DK")] * 2 + [(TEAM, 1, 3)] * 6
        assert mapped(*three_of_ten).quality.is_visibility_gap
        assert not mapped(*two_of_eight).quality.is_visibility_gap

    def test_spread_and_middle(self):
        # Team 1, 1, 5, 5: mean 3, deviation 2. The manager's 1 weighs as much as the four: half of the weight at 1 is
        # passed, so the median is 1.
        found = mapped((TEAM, 2, 1), (TEAM, 2, 1), (TEAM, 2, 5), (TEAM, 2, 5)).quality
        assert (found.mean, found.median, found.ad, found.agreement) == (3, 3, 2, "contested")
        with_manager = mapped((TEAM, 2, 1), (TEAM, 2, 1), (TEAM, 2, 5), (TEAM, 2, 5), (MANAGER, 2, 1)).quality
        assert (with_manager.mean, with_manager.median) == (2, 1)

    def test_need_has_four_points_so_two_thirds_of_one_are_still_acceptable(self):
        assert mapped((TEAM, 1, 3), (TEAM, 2, 3)).need.agreement == "acceptable"
        assert mapped((TEAM, 1, 3), (TEAM, 3, 3)).need.agreement == "contested"
        assert mapped((TEAM, 2, 3)).need.agreement is None

    def test_who_is_not_asked_about_a_service_is_passed_over(self):
        found = map_services(MODULE, people((EXECUTIVE, 3, 1), (TEAM, 3, 1)))
        assert found.service("V01").need.asked == 1
        assert found.customers == 1

    def test_answers_to_the_questionnaire_may_stand_beside(self):
        found = map_services(
            MODULE, [response("p", TEAM, {"V01.need": 3, "STR.1": 9}), response("q", TEAM, {"STR.1": 2})]
        )
        assert (found.customers, found.providers) == (1, 0)


@pytest.mark.parametrize(
    ("responses", "message"),
    [
        (people((TEAM, 4, None)), "V01.need: found 4"),
        (people((TEAM, None, 6)), "V01.quality: found 6"),
        (people((TEAM, -1, None)), "from 0 to 3"),
        ([response("p", "guest", {"V01.need": 1})], "unknown role"),
        (people((TEAM, 1, 1)) * 2, "twice"),
    ],
)
def test_what_cannot_be_an_answer_is_refused(responses, message):
    with pytest.raises(ValueError, match=message):
        map_services(MODULE, responses)


class TestDiscretion:
    def test_a_small_group_is_hidden_with_those_that_would_give_it_away(self):
        said = [(MANAGER, 3, 2)] * 9 + [(TEAM, 2, 2)] * 12 + [(ASSURANCE, 0, 5)] * 2
        named, found = mapped(*said), mapped(*said, mode="confidential")
        assert [one.is_hidden for one in named.need.by_role] == [False] * 3
        assert [one.is_hidden for one in found.need.by_role] == [True] * 3
        assert found.needed_by == ()
        assert named.needed_by == (MANAGER, TEAM)
        assert found.need.mean == named.need.mean
        assert found.need.counts == (2, 0, 12, 9)
        assert found.verdict == named.verdict

    def test_large_groups_are_shown(self):
        found = mapped(*[(MANAGER, 3, 2)] * 5 + [(TEAM, 1, 2)] * 5, mode="anonymous")
        assert found.need.by_role == (RoleScore(MANAGER, 5, 3), RoleScore(TEAM, 5, 1))
        assert found.needed_by == (MANAGER, TEAM)

    def test_four_answers_show_nothing_but_their_number(self):
        said = [(MANAGER, 3, 1), (MANAGER, 2, 0), (TEAM, 2, 2), (TEAM, 1, 3)]
        found = mapped(*said, mode="anonymous")
        for rating in (found.need, found.quality):
            assert rating.is_withheld
            assert (rating.mean, rating.median, rating.ad, rating.agreement, rating.counts) == (None,) * 4 + (
                (),
            )
            assert all(one.is_hidden for one in rating.by_role)
        assert found.quality.unused is None
        assert (found.need_share, found.strong_share, found.unreached, found.priority) == (None,) * 4
        assert found.verdict.inputs == {"need_answers": 4, "fewest": 5}
        assert mapped(*said, mode="anonymous", threshold=4).need.mean == 2

    def test_four_users_among_many_show_no_quality_and_decide_nothing(self):
        said = [(MANAGER, 3, 5)] * 4 + [(MANAGER, 3, 0)] * 4
        found = mapped(*said, mode="confidential")
        assert (found.quality.mean, found.quality.unused, found.quality.counts) == (None, 4, ())
        assert (found.verdict.rule, found.unreached) == ("SNQ-7", 0.5)
        assert mapped(*said).verdict.rule == "SNQ-9"

    def test_a_distribution_that_gives_two_groups_away_is_left_out(self):
        said = [(MANAGER, 3, 2)] * 9 + [(TEAM, 2, 2)] * 2
        found = mapped(*said, mode="confidential")
        assert found.need.counts == found.quality.counts == ()
        assert found.need.mean == 2.5

    def test_providers_are_hidden_by_their_own_number_alone(self):
        said = [(MANAGER, 3, 2)] * 6
        few = mapped(*said, *[(PMO, 1, 4)] * 4, mode="confidential")
        many = mapped(*said, *[(PMO, 1, 4)] * 5, mode="confidential")
        assert few.need.own_view == (RoleScore(PMO, None, None, is_hidden=True),)
        assert many.need.own_view == (RoleScore(PMO, 5, 1),)
        assert few.need.by_role == many.need.by_role == (RoleScore(MANAGER, 6, 3),)


needs, qualities = st.integers(0, 3), st.integers(0, 5)
unknown = st.sampled_from(["DK", "NA", None])
crowds = st.lists(
    st.tuples(st.sampled_from([PMO, MANAGER, TEAM, ASSURANCE]), needs | unknown, qualities | unknown),
    max_size=14,
)
modes = st.sampled_from(["named", "confidential", "anonymous"])


@given(crowds, modes, st.randoms())
@settings(deadline=None, max_examples=50)
def test_the_order_of_people_does_not_matter(said, mode, shuffle):
    responses = people(*said)
    shuffled = list(responses)
    shuffle.shuffle(shuffled)
    assert map_services(MODULE, shuffled, mode=mode) == map_services(MODULE, responses, mode=mode)


@given(crowds, modes)
@settings(deadline=None, max_examples=50)
def test_every_figure_lies_on_its_scale(said, mode):
    found = mapped(*said, mode=mode)
    for value, low, high in (
        (found.need.mean, 0, 3),
        (found.need.median, 0, 3),
        (found.quality.mean, 1, 5),
        (found.quality.median, 1, 5),
        (found.need_share, 0, 1),
        (found.unreached, 0, 1),
        (found.priority, 0, 9),
    ):
        assert value is None or low - 1e-9 <= value <= high + 1e-9
    assert found.verdict.kind in VERDICTS
    assert found.quality.answered + (found.quality.unused or 0) <= found.quality.asked
    if found.strong_share is not None:
        assert found.strong_share <= found.need_share + 1e-9


@given(crowds, st.data())
@settings(deadline=None, max_examples=100)
def test_raising_a_need_never_makes_a_service_one_to_stop(said, data):
    raisable = [place for place, (_, need, _) in enumerate(said) if isinstance(need, int) and need < 3]
    assume(raisable)
    place = data.draw(st.sampled_from(raisable))
    role, need, quality = said[place]
    before = mapped(*said).verdict
    after = mapped(
        *said[:place], (role, data.draw(st.integers(need + 1, 3)), quality), *said[place + 1 :]
    ).verdict
    assert after.kind != "retire" or before.kind == "retire"


@given(crowds, st.data())
@settings(deadline=None, max_examples=100)
def test_raising_a_quality_never_makes_a_kept_service_one_to_mend(said, data):
    raisable = [place for place, (_, _, one) in enumerate(said) if isinstance(one, int) and 1 <= one < 5]
    assume(raisable)
    place = data.draw(st.sampled_from(raisable))
    role, need, quality = said[place]
    before, after = mapped(*said), mapped(*said[:place], (role, need, quality + 1), *said[place + 1 :])
    assert after.verdict.kind != "fix" or before.verdict.kind == "fix"
    if before.priority is not None:
        assert after.priority <= before.priority + 1e-9


@given(crowds, st.sampled_from(["confidential", "anonymous"]))
@settings(deadline=None, max_examples=50)
def test_no_group_of_fewer_than_five_is_shown_where_discretion_was_promised(said, mode):
    found = mapped(*said, mode=mode)
    for rating in (found.need, found.quality):
        assert all(one.is_hidden or one.respondents >= 5 for one in (*rating.by_role, *rating.own_view))
        assert rating.mean is None or rating.answered >= 5
    assert found.verdict.kind == "undecided" or found.need.answered >= 5


@given(crowds, modes)
@settings(deadline=None, max_examples=20)
def test_a_map_survives_the_way_through_json(said, mode):
    found = map_services(MODULE, people(*said), mode=mode)
    assert from_plain(ServiceMap, json.loads(json.dumps(to_plain(found)))) == found


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(balance).failed == 0
