"""The score of one question: its claim, its evidence, and how far people agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assessments.intervals import Scale
from assessments.model import Question
from assessments.panel import Person, balanced_mean, balanced_weights, by_role
from assessments.privacy import may_show_distribution, release_roles
from assessments.responses import Answer, Evidence
from assessments.results import Mode, QuestionScore, RoleScore
from assessments.stats import (
    ad_mean,
    awg,
    is_awg_interpretable,
    is_polarised,
    mean,
    rwg,
    weighted_median,
)

VISIBILITY_GAP = 0.25
"""More "don't know" than this share of those who could judge is a finding of its own."""

# How many levels above the lowest a claim is supported by each kind of evidence; "several": all.
_CAP_STEPS: Mapping[Evidence, int] = {"none": 1, "one": 2}


def supported_level(answer: Answer, lowest: int, highest: int) -> int:
    """Return how far one respondent's claim is supported by the evidence they name.

    On a scale of 1 to 5: none supports level 2, one example level 3, several level 5; and never more
    than the respondent claims.

    Source: docs/methods.md, section 1.4.
    """
    cap = min(highest, lowest + _CAP_STEPS.get(answer.evidence, highest - lowest))
    return min(cap, answer.value if answer.value is not None else lowest)


def score_question(
    question: Question, dimension: str, people: Sequence[Person], scale: Scale
) -> QuestionScore:
    """Return one question's score over all people, with nothing hidden.

    Source: docs/methods.md, sections 1.3, 1.4 and 3.
    """
    low, high = scale.low, scale.high
    given = [(person, answer) for person in people if (answer := person.answer(question))]
    claims = [(person.role, answer.value) for person, answer in given if answer.value is not None]
    groups = by_role(claims)
    levels = [level for values in groups.values() for level in values]
    middle = weighted_median(levels, balanced_weights(groups)) if levels else None
    support = [supported_level(answer, low, high) for _, answer in given if answer.kind == "level"]
    dont_know = sum(answer.kind == "DK" for _, answer in given)
    has_spread = len(levels) >= 2
    return QuestionScore(
        key=question.key,
        dimension=dimension,
        mean=balanced_mean(groups) if levels else None,
        median=middle,
        evidenced=None if middle is None else min(middle, float(max(support))),
        counts=tuple(levels.count(level) for level in range(low, high + 1)),
        answered=len(levels),
        dont_know=dont_know,
        not_applicable=sum(answer.kind == "NA" for _, answer in given),
        asked=sum(person.role in question.roles for person in people),
        ad=ad_mean(levels) if has_spread else None,
        rwg=rwg(levels, low, high) if has_spread else None,
        awg=awg(levels, low, high) if has_spread and is_awg_interpretable(levels, low, high) else None,
        is_polarised=is_polarised(levels, low, high),
        is_visibility_gap=dont_know > VISIBILITY_GAP * (len(levels) + dont_know),
        by_role=tuple(RoleScore(role, len(values), mean(values)) for role, values in groups.items()),
    )


def release_question(score: QuestionScore, mode: Mode, threshold: int) -> QuestionScore:
    """Return a question's score as it may be shown in an assessment of this mode.

    Unless people answer under their names: with fewer answers than the threshold nothing but numbers of
    answers is left; role groups are hidden as `privacy` says, and the distribution where it would
    give them away.
    """
    if mode == "named":
        return score
    counts = {role.role: role.respondents or 0 for role in score.by_role}
    released = release_roles(score.by_role, threshold=threshold)
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
        )
    if not may_show_distribution(counts, threshold=threshold):
        return replace(score, counts=(), by_role=released)
    return replace(score, by_role=released)
