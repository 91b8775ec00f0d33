"""How the things of a course are named; names are part of the record of what learners did."""

from __future__ import annotations

from typing import Annotated

from content import Limits

Key = Annotated[str, Limits(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
ItemKey = Annotated[
    str, Limits(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$", max_length=80)
]
CompetencyKey = ItemKey
ObjectiveKey = Annotated[str, Limits(pattern=r"^[A-Z][A-Z0-9]{0,7}$")]
Version = Annotated[str, Limits(pattern=r"^\d+\.\d+\.\d+$")]
Minutes = Annotated[int, Limits(ge=1, le=600)]


def repeated(keys: tuple[str, ...]) -> tuple[int, ...]:
    """Return the places at which a key stands that stood before.

    >>> repeated(("a", "b", "a", "a"))
    (2, 3)
    """
    seen: set[str] = set()
    places = []
    for place, key in enumerate(keys):
        if key in seen:
            places.append(place)
        seen.add(key)
    return tuple(places)
