"""The advised type of PMO: verified vectors, the rules around the scores, and what must always hold."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessments.profile import PMO_TYPES, ProfileFacts, load_profile_model
from assessments.recommendations import (
    Recommendation,
    derive_criteria,
    recommend,
    score_types,
)
from content import from_plain, to_plain
from tests.assessments.planning_cases import ARCHETYPES, evenly, profile_of, result_of

MODEL = load_profile_model()
KEYS = [one.key for one in MODEL.criteria]

answers = st.integers(0, 4)
profiles = st.dictionaries(st.sampled_from(KEYS), answers)
full_profiles = st.fixed_dictionaries(dict.fromkeys(KEYS, answers))


# Each piece of advice draws 5,000 weightings.
few = settings(max_examples=25, deadline=None)


def advised(text: str, **changed: int) -> Recommendation:
    return recommend(MODEL, {**profile_of(text), **changed})


def gate_keys(advice: Recommendation) -> list[str]:
    return [gate.key for gate in advice.gates]


def axis(advice: Recommendation, name: str) -> list[tuple[str, str]]:
    return [(one.choice, one.rule) for one in advice.axes if one.axis == name]


@pytest.mark.parametrize(
    ("client", "scores", "best", "standing"),
    [
        ("autonomous agile scale-up", (77.50, 46.20, 29.30), "supportive", "clear"),
        ("university", (73.75, 49.70, 32.55), "supportive", "clear"),
        ("regional bank", (35.25, 67.85, 57.70), "controlling", "clear"),
        ("audit-heavy ministry", (34.50, 64.40, 60.10), "controlling", "tie"),
        ("contractor in distress", (20.25, 52.25, 78.70), "directive", "clear"),
        ("medical devices", (42.25, 61.65, 52.50), "controlling", "leaning"),
        ("turnaround", (26.00, 41.55, 80.25), "directive", "clear"),
        ("holding group", (56.25, 64.60, 47.55), "controlling", "leaning"),
    ],
)
def test_archetypes_score_as_computed_by_hand(client, scores, best, standing):
    advice = advised(ARCHETYPES[client])
    assert tuple(round(one.score, 2) for one in advice.scores) == scores
    assert (advice.type, advice.standing) == (best, standing)


@pytest.mark.parametrize(
    ("answer", "scores"),
    [("2", (50.00, 69.75, 55.25)), ("0", (68.00, 27.65, 39.35)), ("4", (32.00, 48.65, 54.35))],
)
def test_flat_profiles_score_as_computed_by_hand(answer, scores):
    assert (
        tuple(round(score, 2) for score in score_types(MODEL, profile_of(" ".join(answer * 18))).values())
        == scores
    )


def test_the_ministry_keeps_its_type_in_about_96_of_100_weightings():
    advice = advised(ARCHETYPES["audit-heavy ministry"])
    assert advice.stability == pytest.approx(0.96, abs=0.01)
    assert not advice.depends_on_priorities
    assert advice.flipping == ("K01",)


def test_a_profile_on_the_edge_depends_on_priorities_and_names_what_flips_it():
    advice = advised(ARCHETYPES["audit-heavy ministry"], K05=4)
    assert advice.depends_on_priorities
    assert advice.stability == pytest.approx(0.591, abs=0.02)  # 0.5911 in a million draws
    assert advice.flipping == ("K01", "K05", "K14")


def test_reasons_are_the_largest_contributions_for_and_against():
    advice = advised(ARCHETYPES["regional bank"])
    assert [(one.criterion, round(one.contribution, 2)) for one in advice.reasons_for] == [
        ("K01", 6.5),
        ("K03", 2.25),
        ("K05", 2.0),
    ]
    assert [(one.criterion, round(one.contribution, 2), one.toward) for one in advice.reasons_against] == [
        ("K02", -1.6, "directive"),
        ("K11", -1.6, "directive"),
    ]


def test_without_anything_against_it_no_reason_against_is_invented():
    advice = recommend(MODEL, {"K01": 4})
    assert [one.criterion for one in advice.reasons_for] == ["K01"]
    assert advice.reasons_against == ()


def test_a_tie_names_the_lighter_type_first():
    assert advised(ARCHETYPES["audit-heavy ministry"]).lighter_first == "controlling"
    assert advised(ARCHETYPES["regional bank"]).lighter_first is None


def test_a_tie_with_the_heavier_type_ahead_plans_for_the_lighter():
    advice = advised(ARCHETYPES["audit-heavy ministry"], K01=3)
    assert (advice.type, advice.standing, advice.lighter_first) == ("directive", "tie", "controlling")
    assert advice.target_type == advice.start_type == "controlling"


def test_a_flat_middle_profile_is_flagged_however_wide_its_margin():
    advice = advised("2 " * 18)
    assert advice.is_low_information
    assert advice.standing == "insufficient"
    assert advice.margin > 10


def test_more_than_three_in_ten_unanswered_is_too_little():
    bank = profile_of(ARCHETYPES["regional bank"])
    thirteen = {key: bank[key] for key in KEYS[:13]}
    twelve = {key: bank[key] for key in KEYS[:12]}
    assert not recommend(MODEL, thirteen).is_low_information
    assert recommend(MODEL, twelve).is_low_information


def test_scores_equal_on_paper_favour_the_lighter_type_whatever_the_rounding():
    # Supportive and controlling differ by 1e-14 in binary arithmetic here, and by nothing in decimal.
    advice = advised("3 1 4 0 3 0 1 4 4 3 3 1 0 3 2 1 2 2")
    assert advice.margin == pytest.approx(0, abs=1e-9)
    assert advice.type == advice.lighter_first
    assert len(advice.flipping) == 3


def test_nothing_answered_is_insufficient_and_favours_nobody():
    advice = recommend(MODEL, {})
    assert advice.standing == "insufficient"
    assert advice.answered == 0
    assert {one.score for one in advice.scores} == {0.0}
    assert [one.share_of_wins for one in advice.scores] == pytest.approx([1 / 3] * 3)
    assert advice.type == "supportive"
    assert advice.axes == ()


def test_an_answer_outside_the_scale_is_refused():
    with pytest.raises(ValueError, match="K03"):
        recommend(MODEL, {"K03": 5})


def test_unknown_criteria_are_ignored():
    assert score_types(MODEL, {"K01": 3, "K99": 77}) == score_types(MODEL, {"K01": 3})


@pytest.mark.parametrize("weak", [{"K12": 1}, {"K13": 1}])
def test_g1_a_directive_pmo_without_sponsor_or_staff_opens_as_controlling(weak):
    advice = advised(ARCHETYPES["turnaround"], **weak)
    assert gate_keys(advice) == ["G1"]
    assert (advice.type, advice.target_type, advice.start_type) == ("directive", "directive", "controlling")


def test_g2_regulation_without_experience_asks_for_control():
    advice = advised(ARCHETYPES["autonomous agile scale-up"], K01=3, K03=1)
    assert gate_keys(advice) == ["G2"]
    assert (advice.type, advice.target_type, advice.start_type) == (
        "supportive",
        "controlling",
        "controlling",
    )


def test_g2_holds_against_weak_services():
    levels = evenly(2.5) | {"SVC": 1.2}
    profile = profile_of(ARCHETYPES["autonomous agile scale-up"]) | {"K01": 3, "K03": 1}
    assert recommend(MODEL, profile, result_of(levels)).start_type == "controlling"


def test_g3_few_projects_and_no_staff_need_no_office():
    advice = advised(ARCHETYPES["university"], K09=0, K13=1)
    assert gate_keys(advice) == ["G3"]
    assert advice.gates[0].type_to is None
    assert advice.gates[0].facts == {"K09": 0.0, "K13": 1.0}
    assert axis(advice, "reach") == [("virtual_centre", "G3")]


@pytest.mark.parametrize("many", [{"K01": 3}, {"K09": 3}])
def test_g4_diverse_units_under_rules_or_many_projects_need_hub_and_spoke(many):
    advice = advised(ARCHETYPES["university"], **many)
    assert gate_keys(advice) == ["G4"]
    assert axis(advice, "reach") == [("hub_and_spoke", "G4")]


@pytest.mark.parametrize(
    ("client", "services", "start"),
    [
        ("regional bank", 1.9, "supportive"),
        ("turnaround", 2.4, "controlling"),
        ("turnaround", 1.4, "supportive"),
    ],
)
def test_g5_weak_services_open_with_a_lighter_type(client, services, start):
    advice = recommend(MODEL, profile_of(ARCHETYPES[client]), result_of(evenly(3.0) | {"SVC": services}))
    assert gate_keys(advice) == ["G5"]
    assert advice.start_type == start
    assert advice.target_type == advice.type


def test_strong_or_unknown_services_hold_nobody_back():
    bank = profile_of(ARCHETYPES["regional bank"])
    for services in (2.0, None):
        assert gate_keys(recommend(MODEL, bank, result_of(evenly(3.0) | {"SVC": services}))) == []
    assert gate_keys(recommend(MODEL, bank, result_of({"GOV": 3.0}))) == []


@pytest.mark.parametrize(
    ("facts", "changed", "reach", "permanence"),
    [
        (ProfileFacts(programme_share=0.6), {}, ("programme_office", "B1"), ("temporary_then_centre", "E2")),
        (ProfileFacts(programme_share=0.6), {"K09": 0}, ("programme_office", "B1"), ("temporary", "E3")),
        (ProfileFacts(one_function_share=0.8), {"K06": 1}, ("departmental", "B2"), ("permanent", "E1")),
        (ProfileFacts(), {}, ("enterprise", "B3"), ("permanent", "E1")),
        (
            ProfileFacts(),
            {"K06": 1, "K16": 3, "K01": 2, "K09": 2},
            ("hub_and_spoke", "B4"),
            ("permanent", "E1"),
        ),
        (ProfileFacts(regions=4), {"K06": 1}, ("hub_and_spoke", "B4"), ("permanent", "E1")),
        (ProfileFacts(project_count=60), {"K06": 1}, ("hub_and_spoke", "B4"), ("permanent", "E1")),
        (ProfileFacts(), {"K12": 2, "K13": 1, "K03": 3}, ("virtual_centre", "B5"), ("permanent", "E1")),
        (ProfileFacts(), {"K12": 2}, ("departmental", "B6"), ("permanent", "E1")),
    ],
)
def test_reach_and_permanence_follow_their_rules(facts, changed, reach, permanence):
    profile = profile_of(ARCHETYPES["regional bank"]) | changed
    advice = recommend(MODEL, profile, None, facts)
    assert axis(advice, "reach") == [reach]
    assert axis(advice, "permanence") == [permanence]


@pytest.mark.parametrize(
    ("share", "funding", "expected"),
    [
        (1, None, ("predictive", "D1")),
        (2, None, ("hybrid", "D2")),
        (3, "product", ("value_streams", "D3")),
        (3, "project", ("agile", "D4")),
        (4, None, ("agile", "D4")),
    ],
)
def test_delivery_follows_the_share_of_agile_work_and_its_funding(share, funding, expected):
    assert axis(recommend(MODEL, {"K14": share}, None, ProfileFacts(funding=funding)), "delivery") == [
        expected
    ]


def test_emphasis_goes_to_the_two_pairs_with_the_largest_gaps():
    levels = evenly(3.0) | {"STR": 1.0, "RES": 1.0, "BEN": 2.0}
    advice = recommend(MODEL, profile_of(ARCHETYPES["holding group"]), result_of(levels))
    assert axis(advice, "emphasis") == [("coordination", "C1"), ("strategy", "C1")]


def test_a_directive_pmo_stresses_delivery_first():
    advice = recommend(MODEL, profile_of(ARCHETYPES["turnaround"]), result_of(evenly(3.0) | {"RSK": 1.0}))
    assert axis(advice, "emphasis")[0] == ("delivery", "C2")


def test_without_gaps_or_scores_nothing_is_stressed():
    bank = profile_of(ARCHETYPES["regional bank"])
    assert axis(recommend(MODEL, bank, result_of(evenly(5.0))), "emphasis") == []
    assert axis(recommend(MODEL, bank, result_of(evenly(None))), "emphasis") == []


@pytest.mark.parametrize(
    ("method", "control", "answer"), [(1.0, 1.0, 0), (2.0, 3.0, 2), (3.0, 4.0, 3), (5.0, 5.0, 4)]
)
def test_delivery_maturity_is_derived_from_the_assessment_when_nobody_answered_it(method, control, answer):
    result = result_of(evenly(3.0) | {"MTH": method, "CTL": control})
    profile = profile_of(ARCHETYPES["regional bank"])
    del profile["K04"]
    advice = recommend(MODEL, profile, result)
    assert [(one.criterion, one.answer, one.source) for one in advice.derived] == [
        ("K04", answer, "assessment")
    ]
    assert advice.derived[0].value == (method + control) / 2
    assert advice.profile["K04"] == answer
    assert advice.answered == 18


def test_an_answer_given_is_never_replaced_by_a_derived_one():
    profile = profile_of(ARCHETYPES["regional bank"])
    assert derive_criteria(profile, result_of(evenly(5.0)), ProfileFacts(project_count=3)) == ()


def test_delivery_maturity_is_not_derived_from_half_of_it():
    assert derive_criteria({}, result_of(evenly(3.0) | {"MTH": None})) == ()
    assert derive_criteria({}, None) == ()


@pytest.mark.parametrize(
    ("projects", "answer"), [(0, 0), (5, 0), (6, 1), (15, 1), (16, 2), (40, 2), (41, 3), (100, 3), (101, 4)]
)
def test_the_number_of_projects_answers_its_criterion(projects, answer):
    derived = derive_criteria({}, None, ProfileFacts(project_count=projects))
    assert [(one.criterion, one.answer, one.source) for one in derived] == [("K09", answer, "facts")]


def test_a_recommendation_survives_being_written_and_read():
    advice = recommend(MODEL, profile_of(ARCHETYPES["holding group"]), result_of(evenly(2.2)))
    assert from_plain(Recommendation, to_plain(advice)) == advice


@given(profiles)
def test_scores_lie_between_0_and_100(profile):
    assert all(0 <= score <= 100 for score in score_types(MODEL, profile).values())


@few
@given(full_profiles)
def test_the_contributions_sum_to_the_margin(profile):
    advice = recommend(MODEL, profile)
    scores = {one.type: one.score for one in advice.scores}
    assert advice.margin == pytest.approx(scores[advice.type] - scores[advice.runner_up])
    assert all(one.contribution > 0 for one in advice.reasons_for)
    assert all(one.contribution < 0 for one in advice.reasons_against)
    assert sum(one.contribution for one in (*advice.reasons_for, *advice.reasons_against)) <= 100


@few
@given(profiles)
def test_stability_shares_sum_to_one(profile):
    advice = recommend(MODEL, profile)
    assert sum(one.share_of_wins for one in advice.scores) == pytest.approx(1)
    assert advice.stability == {one.type: one.share_of_wins for one in advice.scores}[advice.type]


@given(full_profiles, st.floats(0.01, 0.9))
def test_only_the_proportions_of_the_weights_count(profile, factor):
    criteria = tuple(replace(one, weight=one.weight * factor) for one in MODEL.criteria)
    scaled = replace(MODEL, criteria=criteria)
    ours, theirs = score_types(MODEL, profile), score_types(scaled, profile)
    assert all(ours[one] == pytest.approx(theirs[one]) for one in PMO_TYPES)


@few
@given(full_profiles)
def test_the_same_profile_always_gets_the_same_advice(profile):
    assert recommend(MODEL, profile) == recommend(MODEL, dict(reversed(list(profile.items()))))


@few
@given(full_profiles)
def test_a_flipping_criterion_really_flips_the_type_between_nothing_and_double(profile):
    advice = recommend(MODEL, profile)
    assume(advice.margin > 0.01)
    for key in advice.flipping:
        bests = set()
        for factor in (0.0, 2.0):
            criteria = tuple(
                replace(one, weight=one.weight * factor) if one.key == key else one for one in MODEL.criteria
            )
            scores = score_types(replace(MODEL, criteria=criteria), profile)
            bests.add(max(PMO_TYPES, key=lambda one: scores[one]))
        assert bests != {advice.type}


@few
@given(full_profiles)
def test_the_start_is_never_heavier_than_the_target(profile):
    advice = recommend(MODEL, profile, result_of(evenly(1.5)))
    assert PMO_TYPES.index(advice.start_type) <= PMO_TYPES.index(advice.target_type)
