"""Targets with their reasons, gaps with their priority."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.gaps import Gap, Target, TargetOverride, find_gaps, set_targets
from assessments.profile import PMO_TYPES
from tests.assessments.planning_cases import DIMENSIONS, evenly, result_of

levels = st.one_of(st.none(), st.floats(1, 5))
profiles = st.dictionaries(st.sampled_from([f"K{number:02d}" for number in range(1, 19)]), st.integers(0, 4))
types = st.sampled_from(PMO_TYPES)


def target(
    dimension: str, profile: dict[str, int], pmo_type: str = "supportive", **more: TargetOverride
) -> Target:
    (found,) = set_targets(profile, pmo_type, [dimension], more or None)
    return found


def gap_of(gaps: tuple[Gap, ...], dimension: str) -> Gap:
    return next(gap for gap in gaps if gap.dimension == dimension)


def test_without_reasons_for_more_the_target_is_three():
    assert target("STR", {}) == Target("STR", 3.0, (("base", 3.0),))


@pytest.mark.parametrize(
    ("criterion", "raised"),
    [
        ("K01", {"GOV", "RSK", "MTH"}),
        ("K06", {"STR", "CTL", "RES"}),
        ("K15", {"CTL", "RSK", "ENG"}),
        ("K18", {"STR", "BEN"}),
    ],
)
def test_a_high_answer_raises_the_dimensions_it_bears_on_by_a_level(criterion, raised):
    low = set_targets({criterion: 2}, "supportive", DIMENSIONS)
    high = set_targets({criterion: 3}, "supportive", DIMENSIONS)
    changed = {after.dimension for before, after in zip(low, high, strict=True) if after != before}
    assert changed == raised
    assert all((criterion, 1.0) in one.reasons for one in high if one.dimension in raised)


@pytest.mark.parametrize(
    ("pmo_type", "raised"),
    [("supportive", {"PPL", "MTH"}), ("controlling", {"GOV", "CTL"}), ("directive", {"CTL", "RES"})],
)
def test_the_type_raises_its_two_dimensions_by_half_a_level(pmo_type, raised):
    targets = set_targets({}, pmo_type, DIMENSIONS)
    assert {one.dimension for one in targets if one.reasons[1:] == (("type", 0.5),)} == raised


def test_a_target_never_exceeds_four_and_a_half_and_says_so():
    found = target("CTL", {"K06": 4, "K15": 4}, "directive")
    assert found.level == 4.5
    assert found.reasons == (("base", 3.0), ("K06", 1.0), ("K15", 1.0), ("type", 0.5), ("cap", -1.0))


def test_a_person_may_set_another_target_and_gives_the_reason():
    found = target("BEN", {}, BEN=TargetOverride(2.0, "The client sells no benefits in this phase."))
    assert found.level == 2.0
    assert found.reasons == (("base", 3.0), ("override", -1.0))
    assert found.note == "The client sells no benefits in this phase."


@pytest.mark.parametrize(
    "override", [TargetOverride(2.0, "  "), TargetOverride(0.5, "why"), TargetOverride(5.5, "why")]
)
def test_an_override_without_reason_or_off_the_scale_is_refused(override):
    with pytest.raises(ValueError, match="BEN"):
        target("BEN", {}, BEN=override)


def test_priority_is_weight_times_gap_times_confidence():
    result = result_of(
        {"GOV": 2.0, "RSK": 2.0, "SVC": 2.0, "PPL": 2.0}, {"GOV": "A", "RSK": "B", "SVC": "C", "PPL": "D"}
    )
    gaps = find_gaps(result, set_targets({}, "controlling", ["GOV", "RSK", "SVC", "PPL"]))
    # 12 × 1.5 × 1; 10 × 1 × 0.9; 9 × 1 × 0.75; 9 × 1 × 0.5
    assert [(gap.dimension, gap.priority, gap.rank) for gap in gaps] == [
        ("GOV", 18.0, 1),
        ("RSK", 9.0, 2),
        ("SVC", 6.75, 3),
        ("PPL", 4.5, 4),
    ]


def test_equal_priorities_keep_the_order_of_the_model():
    gaps = find_gaps(result_of(evenly(5.0)), set_targets({}, "controlling", DIMENSIONS))
    assert [gap.dimension for gap in gaps] == list(DIMENSIONS)
    assert {gap.gap for gap in gaps} == {0.0}


def test_grade_d_and_no_score_must_be_verified_first():
    result = result_of({"GOV": 2.0, "RSK": None, "CTL": 2.0}, {"GOV": "D", "CTL": "C"})
    gaps = find_gaps(result, set_targets({}, "supportive", ["GOV", "RSK", "CTL"]))
    assert {gap.dimension: gap.verify_first for gap in gaps} == {"GOV": True, "RSK": True, "CTL": False}


def test_a_dimension_without_score_has_no_gap_and_no_priority():
    gaps = find_gaps(result_of({"RSK": None}), set_targets({}, "supportive", ["RSK"]))
    assert (gaps[0].gap, gaps[0].priority, gaps[0].grade) == (None, 0.0, None)


@given(profiles, types)
def test_reasons_sum_to_the_target_and_targets_stay_within_three_and_four_and_a_half(profile, pmo_type):
    for one in set_targets(profile, pmo_type, DIMENSIONS):
        assert sum(amount for _, amount in one.reasons) == pytest.approx(one.level)
        assert 3.0 <= one.level <= 4.5


@given(st.fixed_dictionaries(dict.fromkeys(DIMENSIONS, levels)), profiles, types)
def test_gaps_are_never_negative_and_come_by_falling_priority(scores, profile, pmo_type):
    gaps = find_gaps(result_of(scores), set_targets(profile, pmo_type, DIMENSIONS))
    assert all(gap.gap is None or gap.gap >= 0 for gap in gaps)
    assert [gap.priority for gap in gaps] == sorted((gap.priority for gap in gaps), reverse=True)
    assert [gap.rank for gap in gaps] == list(range(1, 11))


@given(st.floats(1, 4), st.floats(0, 1), types)
def test_raising_a_score_never_raises_its_priority(level, more, pmo_type):
    targets = set_targets({}, pmo_type, DIMENSIONS)
    before = find_gaps(result_of(evenly(level)), targets)
    after = find_gaps(result_of(evenly(level) | {"GOV": level + more}), targets)
    assert gap_of(after, "GOV").priority <= gap_of(before, "GOV").priority


def test_targets_stand_at_the_same_share_of_another_scale():
    """Base 3 of 1 to 5 is the middle; on 0 to 3 that is 1.5, one level more 0.75, the type's half 0.375."""
    (found,) = set_targets({"K06": 4}, "directive", ["RES"], scale=(0, 3))
    assert found == Target("RES", 2.625, (("base", 1.5), ("K06", 0.75), ("type", 0.375)))
    (capped,) = set_targets({"K06": 4, "K15": 3}, "controlling", ["CTL"], scale=(0, 3))
    assert capped.level == 2.625
    assert capped.reasons[-1] == ("cap", -0.75)
    assert set_targets({}, "controlling", ["RSK"], scale=(1, 5)) == set_targets({}, "controlling", ["RSK"])


def test_a_person_may_set_any_level_of_the_model_and_no_other():
    (found,) = set_targets({}, "directive", ["STR"], {"STR": TargetOverride(0.5, "agreed")}, scale=(0, 3))
    assert (found.level, found.reasons) == (0.5, (("base", 1.5), ("override", -1.0)))
    for level in (-0.5, 3.5):
        override = {"STR": TargetOverride(level, "agreed")}
        with pytest.raises(ValueError, match="a level from 0 to 3 with a reason"):
            set_targets({}, "directive", ["STR"], override, scale=(0, 3))
