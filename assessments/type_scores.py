"""How well each type of PMO fits a profile: a weighted mean of what each answer says for it, in exact numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.profile import HIGHEST_ANSWER, PMO_TYPES, Criterion, PmoType, Profile, ProfileModel, Shape

TWENTIETHS = 20
"""Every utility is a whole number of twentieths, so that what is equal on paper is equal here."""

UTILITIES: dict[Shape, tuple[int, ...]] = {
    "up": (0, 5, 10, 15, 20),
    "down": (20, 15, 10, 5, 0),
    "hill": (7, 11, 15, 11, 7),
}
"""What each answer, 0 to 4, says for a type, in twentieths: x, 1 − x, and 0.35 + 0.4 · (1 − abs(2x − 1))."""


@dataclass(frozen=True, slots=True)
class Pull:
    """An answered criterion: its weight and how far the answer speaks for each type, lightest first.

    Attributes:
        weight: as written; exact in its decimals.
        twentieths: the utilities for supportive, controlling and directive.
    """

    key: str
    answer: int
    weight: Fraction
    twentieths: tuple[int, ...]


def pulls_of(model: ProfileModel, profile: Profile) -> tuple[Pull, ...]:
    """Return the answered criteria in the order of the profile.

    Raises:
        ValueError: an answer lies outside 0..4.
    """
    return tuple(
        pull_of(criterion, profile[criterion.key]) for criterion in model.criteria if criterion.key in profile
    )


def pull_of(criterion: Criterion, answer: int) -> Pull:
    """Return what one answer says for each type.

    Raises:
        ValueError: the answer lies outside 0..4.
    """
    if not 0 <= answer <= HIGHEST_ANSWER:
        raise ValueError(f"{criterion.key}: {answer} lies outside 0 to {HIGHEST_ANSWER}")
    twentieths = tuple(UTILITIES[criterion.shape(one)][answer] for one in PMO_TYPES)
    return Pull(criterion.key, answer, Fraction(repr(float(criterion.weight))), twentieths)


def sums_of(pulls: Sequence[Pull]) -> tuple[Fraction, ...]:
    """Return Σ w·u of each type, in twentieths, lightest first; the best score has the largest sum."""
    return tuple(
        sum((pull.weight * pull.twentieths[place] for pull in pulls), Fraction())
        for place in range(len(PMO_TYPES))
    )


def ranked(sums: Sequence[Fraction]) -> tuple[PmoType, ...]:
    """Return the types by their sums, the best first; of equal ones the lighter first."""
    places = sorted(range(len(PMO_TYPES)), key=lambda place: (-sums[place], place))
    return tuple(PMO_TYPES[place] for place in places)


def scores_of(pulls: Sequence[Pull]) -> dict[PmoType, float]:
    """Return the score of each type, 0–100; with nothing answered every score is 0."""
    if not pulls:
        return dict.fromkeys(PMO_TYPES, 0.0)
    whole = TWENTIETHS * sum(pull.weight for pull in pulls)
    return {one: float(100 * total / whole) for one, total in zip(PMO_TYPES, sums_of(pulls), strict=True)}


def score_types(model: ProfileModel, profile: Profile) -> dict[PmoType, float]:
    """Return the score of each type, 0–100: the weighted mean utility of the answered criteria.

    Nothing answered: every score is 0.

    Raises:
        ValueError: an answer lies outside 0..4.

    Source: weighted additive value model, platform default; methods-planning.md, section 1.1.
    """
    return scores_of(pulls_of(model, profile))
