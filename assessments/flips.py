"""What would change the advice: the fewest answers, and apart from them the fewest weights, that turn it.

Both are found exactly, not sampled: the score is a sum, so that one type overtakes another where the gains of some
criteria reach its lead. The method, with an example worked by hand, is in docs/methods-planning.md, section 1.7.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from assessments.profile import HIGHEST_ANSWER, PMO_TYPES, PmoType, Profile, ProfileModel
from assessments.type_scores import Pull, pull_of, pulls_of, ranked, sums_of

LEAST_OF_WEIGHT, MOST_OF_WEIGHT = Fraction(1, 2), Fraction(3, 2)
"""How far a weight may move, as a share of itself: as far as the redrawn weightings of the stability go."""

_REACH = MOST_OF_WEIGHT - 1
_MOST_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """One criterion with the answer it has and the one that would be needed."""

    criterion: str
    answer: int
    needed: int


@dataclass(frozen=True, slots=True)
class AnswerFlip:
    """The smallest set of answers that makes another type the best, and which one it then is.

    Fewest criteria; of these the least total change (`steps`); of these the first in the order of the profile.
    """

    changes: tuple[ChangedAnswer, ...]
    steps: int
    winner: PmoType


@dataclass(frozen=True, slots=True)
class ChangedWeight:
    """One criterion with the weight it has and one that would be needed."""

    criterion: str
    weight: float
    needed: float


@dataclass(frozen=True, slots=True)
class WeightFlip:
    """The smallest set of weights that makes another type the best, and which one it then is.

    No weight moves further than from half to one and a half times itself. Fewest criteria; of these the least total
    change (`change`, in shares of the weights, before `needed` is rounded onwards); of these those that pull most.
    """

    changes: tuple[ChangedWeight, ...]
    change: float
    winner: PmoType


@dataclass(frozen=True, slots=True)
class _Other:
    """Another answer to one criterion: how many steps away it is, and how far a rival gains by it."""

    answer: int
    steps: int
    gain: int


_Gains = Mapping[int, int]
"""Steps in all to the most that can be gained with exactly so many."""


def find_answer_flip(model: ProfileModel, profile: Profile) -> AnswerFlip | None:
    """Return the smallest set of changed answers that changes the best type; None where none can.

    Only criteria that are answered change. Ties of the changed scores go to the lighter type, as in the advice.

    Raises:
        ValueError: an answer lies outside 0..4.

    Source: methods-planning.md, section 1.7.
    """
    pulls = pulls_of(model, profile)
    best = PMO_TYPES.index(ranked(sums_of(pulls))[0])
    found = [
        (len(chosen), sum(other.steps for other in chosen.values()), tuple(chosen), tuple(chosen.values()))
        for rival in range(len(PMO_TYPES))
        if rival != best and (chosen := _fewest_answers(model, pulls, best, rival)) is not None
    ]
    if not found:
        return None
    _, steps, places, others = min(found, key=lambda one: (*one[:3], [other.answer for other in one[3]]))
    needed = {pulls[place].key: other.answer for place, other in zip(places, others, strict=True)}
    winner = ranked(sums_of(pulls_of(model, {pull.key: pull.answer for pull in pulls} | needed)))[0]
    changes = tuple(
        ChangedAnswer(pulls[place].key, pulls[place].answer, other.answer)
        for place, other in zip(places, others, strict=True)
    )
    return AnswerFlip(changes, steps, winner)


def find_weight_flip(model: ProfileModel, profile: Profile) -> WeightFlip | None:
    """Return the smallest set of changed weights that changes the best type; None where none can.

    Raises:
        ValueError: an answer lies outside 0..4.

    Source: methods-planning.md, section 1.7.
    """
    pulls = pulls_of(model, profile)
    best = PMO_TYPES.index(ranked(sums_of(pulls))[0])
    found = [
        moved
        for rival in range(len(PMO_TYPES))
        if rival != best and (moved := _fewest_weights(pulls, best, rival)) is not None
    ]
    if not found:
        return None
    change, places, needed = min(found, key=lambda one: (len(one[1]), one[0], one[1]))
    shifted = [replace(pull, weight=needed.get(place, pull.weight)) for place, pull in enumerate(pulls)]
    changes = tuple(
        ChangedWeight(pulls[place].key, float(pulls[place].weight), float(needed[place])) for place in places
    )
    return WeightFlip(changes, float(change), ranked(sums_of(shifted))[0])


def _lead(pulls: Sequence[Pull], best: int, rival: int) -> Fraction:
    sums = sums_of(pulls)
    return sums[best] - sums[rival]


def _fewest_answers(
    model: ProfileModel, pulls: Sequence[Pull], best: int, rival: int
) -> dict[int, _Other] | None:
    """Return the smallest set of answers that puts the rival ahead of the best: place to the other answer."""
    # In whole numbers: gains are compared with a lead that they may reach exactly.
    scale = math.lcm(*(pull.weight.denominator for pull in pulls)) if pulls else 1
    options = [_others(model, pull, best, rival, scale) for pull in pulls]
    lead = int(_lead(pulls, best, rival) * scale)
    need = lead + (rival > best)  # a heavier type has to be ahead, a lighter one only level
    size = _fewest([max((one.gain for one in others), default=0) for others in options], need)
    if size is None:
        return None
    rest = _most_gained(options, size)
    steps = min(count for count, gain in rest[0][size].items() if gain >= need)
    places = _first_places(options, rest, size, steps, need)
    return dict(zip(places, _first_answers([options[place] for place in places], steps, need), strict=True))


def _others(model: ProfileModel, pull: Pull, best: int, rival: int, scale: int) -> tuple[_Other, ...]:
    """Return the answers by which the rival gains on the best, lowest first."""
    criterion = model.criterion(pull.key)
    found = []
    for answer in range(HIGHEST_ANSWER + 1):
        there = pull_of(criterion, answer).twentieths
        gained = (there[rival] - there[best]) - (pull.twentieths[rival] - pull.twentieths[best])
        if gained > 0:
            found.append(_Other(answer, abs(answer - pull.answer), int(pull.weight * scale) * gained))
    return tuple(found)


def _fewest(most: Sequence[int], need: int) -> int | None:
    """Return how many criteria it takes at least; None if all of them do not suffice."""
    reached = 0
    for count, gain in enumerate(sorted(most, reverse=True), 1):
        reached += gain
        if reached >= need:
            return count
    return None


def _most_gained(options: Sequence[Sequence[_Other]], size: int) -> list[list[_Gains]]:
    """Return, for the criteria from each place on and each number of them changed, the most gained by steps."""
    rest: list[list[_Gains]] = [[{0: 0}, *({} for _ in range(size))]]
    for others in reversed(options):
        after = rest[0]
        here: list[_Gains] = [after[0]]
        for count in range(1, size + 1):
            changed = _with_one_more(after[count - 1], others)
            steps = changed.keys() | after[count].keys()
            here.append({one: max(changed.get(one, -1), after[count].get(one, -1)) for one in steps})
        rest.insert(0, here)
    return rest


def _with_one_more(gains: _Gains, others: Sequence[_Other]) -> dict[int, int]:
    found: dict[int, int] = {}
    for steps, gain in gains.items():
        for other in others:
            at = steps + other.steps
            found[at] = max(found.get(at, -1), gain + other.gain)
    return found


def _first_places(
    options: Sequence[Sequence[_Other]],
    rest: Sequence[Sequence[_Gains]],
    size: int,
    steps: int,
    need: int,
) -> list[int]:
    """Return the first set of places, in order, that gains enough with so many changes and steps."""
    chosen: list[int] = []
    reached: _Gains = {0: 0}
    for place, others in enumerate(options):
        if len(chosen) == size:
            break
        more = _with_one_more(reached, others)
        left = rest[place + 1][size - len(chosen) - 1]
        if any(_suffices(left, steps - count, need - gain) for count, gain in more.items()):
            chosen.append(place)
            reached = more
    return chosen


def _first_answers(options: Sequence[Sequence[_Other]], steps: int, need: int) -> list[_Other]:
    """Return one answer for each of these criteria, the lowest that gain enough with so many steps."""
    rest = _most_gained(options, len(options))
    chosen: list[_Other] = []
    for place, others in enumerate(options):
        left = rest[place + 1][len(options) - place - 1]
        other = next(one for one in others if _suffices(left, steps - one.steps, need - one.gain))
        chosen.append(other)
        steps, need = steps - other.steps, need - other.gain
    return chosen


def _suffices(gains: _Gains, steps: int, need: int) -> bool:
    return steps in gains and gains[steps] >= need


def _fewest_weights(
    pulls: Sequence[Pull], best: int, rival: int
) -> tuple[Fraction, tuple[int, ...], dict[int, Fraction]] | None:
    """Return the least total change, the places in order, and the weights that put the rival ahead."""
    ahead = [pull.twentieths[best] - pull.twentieths[rival] for pull in pulls]
    force = [pull.weight * abs(one) * _REACH for pull, one in zip(pulls, ahead, strict=True)]
    lead, is_strict = _lead(pulls, best, rival), rival > best
    strongest = sorted(range(len(pulls)), key=lambda place: -force[place])
    needed: dict[int, Fraction] = {}
    for place in strongest:
        weight, sign = pulls[place].weight, -1 if ahead[place] > 0 else 1
        if force[place] > lead or (force[place] == lead and not is_strict):
            share = _REACH * lead / force[place]
            needed[place] = _beyond(weight, sign, share, is_strict=is_strict)
            return _REACH * (len(needed) - 1) + share, tuple(sorted(needed)), needed
        needed[place] = weight * (1 + sign * _REACH)
        lead -= force[place]
    return None


def _beyond(weight: Fraction, sign: int, share: Fraction, *, is_strict: bool) -> Fraction:
    """Return a weight changed by a share of itself, rounded onwards to as few decimals as the range allows.

    Args:
        sign: 1 upwards, −1 downwards. is_strict: the bound itself does not suffice.
    """
    bound, limit = weight * (1 + sign * share), weight * (1 + sign * _REACH)
    for decimals in range(1, _MOST_DECIMALS + 1):
        unit = 10**decimals
        count = math.ceil(sign * bound * unit)  # onwards, whichever way that is
        if is_strict and count == sign * bound * unit:
            count += 1
        rounded = sign * Fraction(count, unit)
        if sign * rounded <= sign * limit:
            return rounded
    return limit
