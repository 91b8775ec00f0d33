"""What can be learnt, under names of its own, and which dimensions of the maturity model each of it belongs to.

The curriculum speaks of subjects, the maturity model of dimensions. They are mapped to each other in one file,
`library/competencies.yaml`, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from content import NO_OTHER_FIELDS, Limits, Problem, Text, load
from courses.keys import CompetencyKey, Key, Version, repeated

FILE = Path(__file__).parent / "library" / "competencies.yaml"

DimensionKey = Annotated[str, Limits(pattern=r"^[A-Z]{3}$")]


@dataclass(frozen=True, slots=True)
class Subject:
    """A generic dimension of the curriculum; `dimensions` are ours, the one that it mainly feeds first."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    title: Text
    dimensions: Annotated[tuple[DimensionKey, ...], Limits(min_length=1)]


@dataclass(frozen=True, slots=True)
class Competency:
    """Something that can be learnt and tested; `subject` is the key of a subject."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: CompetencyKey
    subject: Key
    title: Text


@dataclass(frozen=True, slots=True)
class CompetencyList:
    """A published version of the competencies."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    version: Version
    subjects: Annotated[tuple[Subject, ...], Limits(min_length=1)]
    competencies: Annotated[tuple[Competency, ...], Limits(min_length=1)]

    def problems(self) -> Iterator[Problem]:
        """Yield keys that stand twice and subjects that are not listed."""
        lists = (
            ("subjects", tuple(one.key for one in self.subjects)),
            ("competencies", tuple(one.key for one in self.competencies)),
        )
        for name, keys in lists:
            for place in repeated(keys):
                found = f"'{keys[place]}' again"
                yield Problem((name, place, "key"), found, "each key once", "repeated-key")
        subjects = {subject.key for subject in self.subjects}
        for place, one in enumerate(self.competencies):
            if one.subject not in subjects:
                allowed = f"one of {', '.join(sorted(subjects))}"
                yield Problem(
                    ("competencies", place, "subject"), f"'{one.subject}'", allowed, "unknown-subject"
                )
            elif not one.key.startswith(f"{one.subject}."):
                allowed = f"a key that begins with its subject: {one.subject}."
                yield Problem(("competencies", place, "key"), f"'{one.key}'", allowed, "competency-key")

    @property
    def titles(self) -> dict[str, Text]:
        """Competency to its title."""
        return {one.key: one.title for one in self.competencies}

    def dimensions_of(self, competency: str) -> tuple[str, ...]:
        """Return the dimensions of the maturity model that a competency feeds; none for an unknown one.

        >>> list_competencies().dimensions_of("schedule.critical-path")
        ('CTL', 'RES')
        """
        subjects = {one.key: one.dimensions for one in self.subjects}
        return next((subjects[one.subject] for one in self.competencies if one.key == competency), ())


@cache
def list_competencies() -> CompetencyList:
    """Return the published competencies."""
    return load(FILE, CompetencyList)
