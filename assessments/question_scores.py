"""The score of one question: its claim, its evidence, and how far people agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.agreement import Distribution, Scale, agreement_label, cliffs_delta, weighted_median
from assessments.intervals import Band, answer_interval
from assessments.model import Question, Role
from assessments.privacy import may_show_distribution, release_roles
from assessments.results import Mode, QuestionScore, RoleGap, RoleScore
from assessments.stats import mean

VISIBILITY_GAP = 0.25
"""More "don't know" than this share of those who could judge is a finding of its own."""

FEWEST_FOR_GAP = 5
"""Role groups smaller than this are not set against each other."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How a question was answered.

    Attributes:
        question: what was asked. dimension, part: keys of the dimension, and of what holds the question.
        values: what each option counts, lowest first. counts: per role group, how often each was chosen.
        support: the highest value that somebody claims and can show, and None without a level.
        dont_know, not_applicable: answers of that kind. asked: people to whom it was put.
        resampled: where 95 % of the resamples of the balanced mean lie, from 15 people on.
        is_census: everybody who was asked has answered, and everybody invited responded.
    """

    question: Question
    dimension: str
    part: str
    values: tuple[float, ...]
    counts: Mapping[Role, tuple[int, ...]]
    support: float | None
    dont_know: int
    not_applicable: int
    asked: int
    resampled: Band | None = None
    is_census: bool = False

    @property
    def scale(self) -> Scale:
        return Scale(self.values[0], self.values[-1], len(self.values))


def score_question(tally: Tally) -> QuestionScore:
    """Return one question's score over all people, with nothing hidden.

    Source: docs/methods.md, sections 1.3, 1.4, 3 and 4.
    """
    groups: dict[str, Distribution] = {
        role: Distribution(tally.values, counts) for role, counts in tally.counts.items() if any(counts)
    }
    everybody = Distribution(
        tally.values,
        tuple(sum(group.counts[place] for group in groups.values()) for place in range(len(tally.values))),
    )
    claim = balanced_median(groups) if groups else None
    balanced = mean([group.mean for group in groups.values()]) if groups else None
    spread = everybody if everybody.size >= 2 else None
    deviation = spread.ad_mean if spread else None
    band = None
    if balanced is not None:
        band = answer_interval(balanced, groups, tally.resampled, is_census=tally.is_census)
    return QuestionScore(
        key=tally.question.key,
        dimension=tally.dimension,
        mean=balanced,
        median=claim,
        evidenced=None if claim is None or tally.support is None else min(claim, tally.support),
        counts=everybody.counts,
        answered=everybody.size,
        dont_know=tally.dont_know,
        not_applicable=tally.not_applicable,
        asked=tally.asked,
        ad=deviation,
        rwg=spread.rwg if spread else None,
        awg=spread.awg if spread else None,
        is_polarised=everybody.is_polarised,
        is_visibility_gap=tally.dont_know > VISIBILITY_GAP * (everybody.size + tally.dont_know),
        by_role=tuple(RoleScore(role, group.size, group.mean) for role, group in groups.items()),
        part=tally.part,
        lens=tally.question.lens,
        low=tally.values[0],
        high=tally.values[-1],
        interval=band,
        ad_median=spread.ad_median if spread else None,
        agreement=agreement_label(deviation, tally.scale),
        role_gap=_widest_gap(groups),
        values=tally.values,
    )


def balanced_median(groups: Mapping[str, Distribution]) -> float:
    """Return the median with every role group counted equally, whatever its size.

    Source: docs/methods.md, section 1.3.
    """
    # Whole-number weights that give every group the same total, so that "exactly half" is exact.
    multiple = math.lcm(*(group.size for group in groups.values()))
    values: Sequence[float] = next(iter(groups.values())).values
    weights = [
        sum(group.counts[place] * (multiple // group.size) for group in groups.values())
        for place in range(len(values))
    ]
    return weighted_median(values, weights)


def release_question(score: QuestionScore, mode: Mode, threshold: int) -> QuestionScore:
    """Return a question's score as it may be shown in an assessment of this mode.

    Unless people answer under their names: with fewer answers than the threshold nothing but numbers of
    answers is left; role groups are hidden as `privacy` says, and the distribution where it would
    give them away. Groups are set against each other only where both may be shown.
    """
    if mode == "named":
        return score
    counts = {role.role: role.respondents or 0 for role in score.by_role}
    released = release_roles(score.by_role, threshold=threshold)
    hidden = {role.role for role in released if role.is_hidden}
    if score.answered < threshold:
        return replace(
            score,
            mean=None,
            median=None,
            evidenced=None,
            counts=(),
            ad=None,
            rwg=None,
            awg=None,
            is_polarised=False,
            by_role=released,
            is_withheld=score.answered > 0,
            interval=None,
            ad_median=None,
            agreement=None,
            role_gap=None,
        )
    gap = score.role_gap
    if gap is not None and {gap.higher, gap.lower} & hidden:
        score = replace(score, role_gap=None)
    if not may_show_distribution(counts, threshold=threshold):
        return replace(score, counts=(), by_role=released)
    return replace(score, by_role=released)


def _widest_gap(groups: Mapping[str, Distribution]) -> RoleGap | None:
    """Return the pair of groups furthest apart in median, then in Cliff's delta; the first of equals."""
    large = [(role, group) for role, group in groups.items() if group.size >= FEWEST_FOR_GAP]
    pairs = [
        RoleGap(*_by_median((one, first), (other, second)))
        for place, (one, first) in enumerate(large)
        for other, second in large[place + 1 :]
    ]
    return max(pairs, key=lambda gap: (gap.difference, abs(gap.cliffs_delta)), default=None)


def _by_median(
    one: tuple[str, Distribution], other: tuple[str, Distribution]
) -> tuple[str, str, float, float]:
    higher, lower = (one, other) if one[1].median >= other[1].median else (other, one)
    return (
        higher[0],
        lower[0],
        higher[1].median - lower[1].median,
        cliffs_delta(higher[1].counts, lower[1].counts),
    )
