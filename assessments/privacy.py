"""What may be shown of few people: release rules for assessments that promise discretion.

A role group below the threshold is hidden. Since totals are published beside the groups, hiding it alone
would not do: with the other groups shown, it could be worked out from the totals. The reasons are in
docs/methods.md, section 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assessments.results import RoleScore

THRESHOLD = 5

PUBLISHED_TOTALS = 2
"""Independent totals beside the role groups: the balanced score, and the distribution of the answers."""


def hidden_roles(
    counts: Mapping[str, int], *, threshold: int = THRESHOLD, totals: int = PUBLISHED_TOTALS
) -> frozenset[str]:
    """Return the role groups whose figures stay hidden.

    These are the groups below the threshold, and then the next smallest ones, until there are more hidden
    groups than published totals and together they reach the threshold. With fewer than the threshold in
    all, every group is hidden.

    Args:
        counts: respondents by role group; groups of nobody do not count. Of groups of one size, the one
            that comes first is hidden first.

    >>> sorted(hidden_roles({"executive": 3, "pmo": 6, "team": 12, "project_manager": 9}))
    ['executive', 'pmo', 'project_manager']
    >>> hidden_roles({"executive": 5, "team": 7})
    frozenset()
    """
    present = {role: count for role, count in counts.items() if count}
    smallest_first = sorted(present, key=lambda role: present[role])
    if sum(present.values()) < threshold:
        return frozenset(present)
    hidden = [role for role in smallest_first if present[role] < threshold]
    if not hidden:
        return frozenset()
    for role in smallest_first[len(hidden) :]:
        if len(hidden) > totals and sum(present[other] for other in hidden) >= threshold:
            break
        hidden.append(role)
    return frozenset(hidden)


def release_roles(
    scores: Sequence[RoleScore], *, threshold: int = THRESHOLD, totals: int = PUBLISHED_TOTALS
) -> tuple[RoleScore, ...]:
    """Return role scores of one figure as they may be shown: a hidden group has neither score nor number.

    Args:
        scores: with numbers of respondents; None counts as nobody.
    """
    counts = {score.role: score.respondents or 0 for score in scores}
    hidden = hidden_roles(counts, threshold=threshold, totals=totals)
    return tuple(
        RoleScore(score.role, None, None, is_hidden=True) if score.role in hidden else score
        for score in scores
    )


def may_show_distribution(counts: Mapping[str, int], *, threshold: int = THRESHOLD) -> bool:
    """Return whether the distribution of a figure's answers may be shown beside its balanced score.

    Not with fewer answers than the threshold, nor when so few groups are hidden that the two totals
    together would give them away.
    """
    if sum(counts.values()) < threshold:
        return False
    return not 0 < len(hidden_roles(counts, threshold=threshold)) <= PUBLISHED_TOTALS
