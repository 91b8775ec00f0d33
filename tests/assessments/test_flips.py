"""What would change the advice: against every other profile, and every corner of the weights, of small profiles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from assessments.flips import AnswerFlip, WeightFlip, find_answer_flip, find_weight_flip
from assessments.profile import PMO_TYPES, Criterion, PmoType, ProfileModel, load_profile_model
from assessments.recommendations import recommend
from assessments.type_scores import pulls_of, ranked, sums_of
from tests.assessments.planning_cases import ARCHETYPES, profile_of

MODEL = load_profile_model()
KEYS = [one.key for one in MODEL.criteria]
LARGEST = 4  # criteria of the profiles that are searched whole

answers = st.integers(0, 4)
small_profiles = st.lists(st.sampled_from(KEYS), min_size=1, max_size=LARGEST, unique=True).flatmap(
    lambda keys: st.fixed_dictionaries(dict.fromkeys(keys, answers))
)
full_profiles = st.fixed_dictionaries(dict.fromkeys(KEYS, answers))
weights = st.lists(st.sampled_from((0.5, 1.0, 2.0, 3.25, 8.0, 10.0)), min_size=len(KEYS), max_size=len(KEYS))


def weighted(weights: Sequence[float]) -> ProfileModel:
    criteria = (replace(one, weight=weight) for one, weight in zip(MODEL.criteria, weights, strict=True))
    return replace(MODEL, criteria=tuple(criteria))


def reweighed(model: ProfileModel, changed: Mapping[str, float]) -> ProfileModel:
    criteria = (replace(one, weight=changed.get(one.key, one.weight)) for one in model.criteria)
    return replace(model, criteria=tuple(criteria))


def best_of(model: ProfileModel, profile: Mapping[str, int]) -> PmoType:
    return ranked(sums_of(pulls_of(model, profile)))[0]


def order_of(model: ProfileModel, profile: Mapping[str, int], changed: Mapping[str, int]) -> tuple:
    """By what sets of answers are ordered: how many, how far, where in the profile, and the answers."""
    places = [place for place, one in enumerate(model.criteria) if one.key in changed]
    keys = [model.criteria[place].key for place in places]
    steps = sum(abs(changed[key] - profile[key]) for key in keys)
    return len(keys), steps, places, [changed[key] for key in keys]


def all_answer_flips(model: ProfileModel, profile: Mapping[str, int]) -> Iterator[dict[str, int]]:
    """Every other profile with another best type, as what changed; by trying all of them."""
    best = best_of(model, profile)
    for answers in product(range(5), repeat=len(profile)):
        other = dict(zip(profile, answers, strict=True))
        if best_of(model, other) != best:
            yield {key: answer for key, answer in other.items() if answer != profile[key]}


def changed_by(flip: AnswerFlip) -> dict[str, int]:
    return {one.criterion: one.needed for one in flip.changes}


@settings(deadline=None, max_examples=50)
@given(small_profiles, weights)
def test_no_set_of_answers_is_smaller_than_the_one_found(profile, weights):
    model = weighted(weights)
    smallest = min(
        all_answer_flips(model, profile), key=lambda one: order_of(model, profile, one), default=None
    )
    found = find_answer_flip(model, profile)
    assert (None if found is None else changed_by(found)) == smallest


@settings(deadline=None, max_examples=25)
@given(full_profiles, weights)
def test_the_answers_found_really_turn_the_advice(profile, weights):
    model = weighted(weights)
    flip = find_answer_flip(model, profile)
    assert flip is not None
    assert [one.answer for one in flip.changes] == [profile[one.criterion] for one in flip.changes]
    assert best_of(model, {**profile, **changed_by(flip)}) == flip.winner != best_of(model, profile)
    assert flip.steps == sum(abs(one.needed - one.answer) for one in flip.changes)
    for left_out in flip.changes:
        fewer = {key: answer for key, answer in changed_by(flip).items() if key != left_out.criterion}
        assert best_of(model, {**profile, **fewer}) == best_of(model, profile)


def test_one_answer_that_turns_the_advice_needs_no_more_steps_than_it_takes():
    ministry = profile_of(ARCHETYPES["audit-heavy ministry"])
    flip = find_answer_flip(MODEL, ministry)
    assert flip is not None
    assert [(one.criterion, one.answer, one.needed) for one in flip.changes] == [("K01", 4, 3)]
    assert flip.winner == "directive"


def test_a_clear_case_takes_many_answers():
    flip = find_answer_flip(MODEL, profile_of(ARCHETYPES["contractor in distress"]))
    assert flip is not None
    assert len(flip.changes) > 3
    assert flip.winner == "controlling"


def test_without_an_answer_nothing_can_be_changed():
    assert find_answer_flip(MODEL, {}) is None
    assert find_weight_flip(MODEL, {}) is None


def same_for_all(key: str) -> ProfileModel:
    criterion = replace(MODEL.criterion(key), supportive="up", controlling="up", directive="up")
    return replace(MODEL, criteria=(criterion,))


def test_a_criterion_that_speaks_for_all_alike_can_turn_nothing():
    assert find_answer_flip(same_for_all("K01"), {"K01": 3}) is None
    assert find_weight_flip(same_for_all("K01"), {"K01": 3}) is None


def test_a_lighter_type_needs_to_be_level_and_a_heavier_one_ahead():
    # K12 = 2: supportive 0.5, controlling 0.75, directive 0.5. Two more of equal weight, hill against up or down.
    light = Criterion(
        "K01", *(MODEL.criteria[0].title,) * 2, MODEL.criteria[0].options, 1.0, "up", "hill", "down", {}
    )
    model = replace(MODEL, criteria=(light, replace(light, key="K02", supportive="down", directive="up")))
    level = {"K01": 3, "K02": 2}  # supportive 0.75 + 0.5, controlling 0.55 + 0.75, directive 0.25 + 0.5
    assert best_of(model, level) == "controlling"
    flip = find_answer_flip(model, level)
    assert flip is not None
    assert changed_by(flip) == {"K01": 4}
    assert flip.winner == "supportive"


# Weights: only corners of the range have to be tried, since a lead is linear in the weights.


def corners(model: ProfileModel, keys: Sequence[str]) -> Iterator[dict[str, float]]:
    for factors in product((0.5, 1.5), repeat=len(keys)):
        yield {key: model.criterion(key).weight * factor for key, factor in zip(keys, factors, strict=True)}


def fewest_weights(model: ProfileModel, profile: Mapping[str, int]) -> int | None:
    best = best_of(model, profile)
    for size in range(1, len(profile) + 1):
        for keys in combinations(profile, size):
            if any(best_of(reweighed(model, changed), profile) != best for changed in corners(model, keys)):
                return size
    return None


@settings(deadline=None, max_examples=50)
@given(small_profiles, weights)
def test_no_set_of_weights_is_smaller_than_the_one_found(profile, weights):
    model = weighted(weights)
    found = find_weight_flip(model, profile)
    assert (None if found is None else len(found.changes)) == fewest_weights(model, profile)


def needed_of(flip: WeightFlip) -> dict[str, float]:
    return {one.criterion: one.needed for one in flip.changes}


@settings(deadline=None, max_examples=25)
@given(full_profiles, weights)
def test_the_weights_found_really_turn_the_advice_and_stay_in_their_range(profile, weights):
    model = weighted(weights)
    flip = find_weight_flip(model, profile)
    assume(flip is not None)
    assert best_of(reweighed(model, needed_of(flip)), profile) == flip.winner != best_of(model, profile)
    for one in flip.changes:
        assert one.weight == model.criterion(one.criterion).weight
        assert one.weight / 2 <= one.needed <= one.weight * 1.5
        assert one.needed != one.weight


def least_change(model: ProfileModel, profile: Mapping[str, int], size: int) -> float:
    """The least sum of relative changes with which so many weights make another type level, by linear programming."""
    pulls = pulls_of(model, profile)
    sums = [float(one) for one in sums_of(pulls)]
    best = PMO_TYPES.index(ranked(sums_of(pulls))[0])
    found = []
    for rival in {0, 1, 2} - {best}:
        for some in combinations(pulls, size):
            force = [float(one.weight) * abs(one.twentieths[best] - one.twentieths[rival]) for one in some]
            lead = sums[best] - sums[rival]
            solved = linprog([1] * size, [[-one for one in force]], [-lead], bounds=[(0, 0.5)] * size)
            if solved.success:
                found.append(solved.fun)
    return min(found)


@settings(deadline=None, max_examples=25)
@given(small_profiles, weights)
def test_no_other_set_of_so_many_weights_takes_less_change(profile, weights):
    model = weighted(weights)
    flip = find_weight_flip(model, profile)
    assume(flip is not None)
    assert flip.change == pytest.approx(least_change(model, profile, len(flip.changes)), abs=1e-7)


@settings(deadline=None, max_examples=25)
@given(full_profiles)
def test_where_no_weights_turn_the_advice_it_wins_every_redrawn_weighting(profile):
    advice = recommend(MODEL, profile)
    if advice.weight_flip is None:
        assert advice.stability == 1


@pytest.mark.parametrize("unit", [0.01, 1e-10])
def test_a_bound_that_does_not_fit_into_one_decimal_gets_more(unit):
    tight = reweighed(MODEL, {"K01": 4 * unit, "K02": 3.9 * unit})
    profile = {"K01": 4, "K02": 4}
    assert best_of(tight, profile) == "controlling"
    flip = find_weight_flip(tight, profile)
    assert flip is not None
    assert flip.winner == "directive"
    assert best_of(reweighed(tight, needed_of(flip)), profile) == "directive"
    assert all(one.weight / 2 <= one.needed <= one.weight * 1.5 for one in flip.changes)
