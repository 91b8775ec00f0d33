"""A catalogue with a firm's own initiatives beside the published ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from assessments.catalogue import Catalogue, Initiative
from content import Problem, canonical_hash, to_plain

FIRST_NUMBER, LAST_NUMBER = 51, 99
"""Numbers of a firm's own initiatives; the published catalogue stays below them for good."""


def next_key(dimension: str, taken: Collection[str]) -> str | None:
    """Return the next free key for an initiative of a firm's own; None when the dimension has no number left.

    >>> next_key("SVC", {"SVC-1", "SVC-51"})
    'SVC-52'
    """
    free = (f"{dimension}-{number}" for number in range(FIRST_NUMBER, LAST_NUMBER + 1))
    return next((key for key in free if key not in taken), None)


def extend(catalogue: Catalogue, own: Sequence[Initiative]) -> Catalogue:
    """Return the catalogue with a firm's own initiatives after its own, its version naming both.

    Without any it is the published one. The version ends in a digest of what was added, so that a plan tells whether
    it was drawn from these very initiatives.
    """
    if not own:
        return catalogue
    added = tuple(sorted(own, key=lambda one: one.key))
    digest = canonical_hash(to_plain(added))[:8]
    return replace(
        catalogue,
        initiatives=(*catalogue.initiatives, *added),
        version=f"{catalogue.version}+{len(added)}.{digest}",
    )


def find_problems(catalogue: Catalogue, own: Sequence[Initiative]) -> tuple[tuple[str, Problem], ...]:
    """Return what is wrong with a firm's own initiatives once they stand in the catalogue, each with its key.

    The first part of a problem's path is the field. A circle is told once, at its first member.
    """
    whole = extend(catalogue, own)
    found = []
    for problem in whole.problems():
        place = problem.path[1]
        assert isinstance(
            place, int
        )  # the published catalogue has no problem, so it is one of an initiative's
        found.append((whole.initiatives[place].key, replace(problem, path=problem.path[2:])))
    return tuple(found)


def find_dependants(own: Sequence[Initiative], key: str) -> tuple[str, ...]:
    """Return the keys of a firm's own initiatives that need this one first."""
    return tuple(sorted(one.key for one in own if key in one.needs))
