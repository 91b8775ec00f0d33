"""What follows from what the customers of a PMO say about its services."""

from __future__ import annotations

import doctest
from dataclasses import replace

import pytest

from assessments import balance
from assessments.results import RoleScore
from assessments.service_map import map_services
from assessments.service_verdicts import Evidence, VerdictRules, judge, priority_of
from tests.assessments.questionnaires import response
from tests.assessments.services import ASSURANCE, EXECUTIVE, MANAGER, MODULE, PMO, TEAM, mapped, people


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
    assert priority_of(evidence, "keep", MODULE.rules) == 0


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


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(balance).failed == 0
