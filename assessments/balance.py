"""Figures of people in role groups, with every group counted equally, whatever its size."""

from __future__ import annotations

from collections.abc import Sequence

from assessments.model import ROLES
from assessments.results import RoleScore
from assessments.stats import mean

Pair = tuple[str, float]
"""A person's role group and figure."""


def role_scores(pairs: Sequence[Pair]) -> tuple[RoleScore, ...]:
    """Return each present group's mean and number of people, in the order of the roles; nothing is hidden.

    >>> role_scores([("team", 1), ("pmo", 4), ("team", 2)])[1].score
    1.5
    """
    groups = {role: [value for one, value in pairs if one == role] for role in ROLES}
    return tuple(RoleScore(role, len(values), mean(values)) for role, values in groups.items() if values)


def balanced_mean(pairs: Sequence[Pair]) -> float:
    """Return the mean of the groups' means, from one person or more.

    Source: docs/methods.md, section 1.2.

    >>> balanced_mean([("team", 1), ("pmo", 4), ("team", 2)])
    2.75
    """
    return mean([one.score for one in role_scores(pairs) if one.score is not None])
