"""Published figures that a report may quote, with all that keeps them honest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from assessments.gaps import Gap
from content import NO_OTHER_FIELDS, Limits, Problem, Text, Version, load

LIBRARY = Path(__file__).parent / "library"

ABOUT_EVERY_PMO = "type"
MOST_CITATIONS = 6
MOST_PER_TOPIC = 2
TOP_GAPS = 5


@dataclass(frozen=True, slots=True)
class Citation:
    """A published figure, worded as an association.

    Attributes:
        n: number of answers; None where the source that was seen gives none.
        topics: dimensions and sectors it says something about; "type" for every recommendation.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    topics: tuple[str, ...]
    text: Text
    source: str
    year: Annotated[int, Limits(ge=1980, le=2100)]
    n: Annotated[int, Limits(ge=1)] | None
    sample: Text
    caveat: Text


@dataclass(frozen=True, slots=True)
class CitationLibrary:
    """A published version of the figures."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    version: Version
    citations: tuple[Citation, ...]

    def problems(self) -> Iterator[Problem]:
        """Yield each key that stands twice."""
        seen: set[str] = set()
        for place, one in enumerate(self.citations):
            if one.key in seen:
                yield Problem(("citations", place, "key"), one.key, "a key used once", "unique-key")
            seen.add(one.key)


@cache
def load_citations() -> CitationLibrary:
    """Return the published figures."""
    return load(LIBRARY / "statistics.yaml", CitationLibrary)


def choose_citations(
    gaps: Sequence[Gap], sector: str | None, library: CitationLibrary | None = None
) -> tuple[Citation, ...]:
    """Return up to six figures: on the sector, on the type of PMO, on the largest gaps, at most two of each.

    Within a topic the order of the library holds.
    """
    open_gaps = [gap.dimension for gap in gaps if gap.gap]
    topics = [*([sector] if sector else []), ABOUT_EVERY_PMO, *open_gaps[:TOP_GAPS]]
    citations = (library or load_citations()).citations
    chosen: dict[str, Citation] = {}
    for topic in topics:
        fitting = [one for one in citations if topic in one.topics and one.key not in chosen]
        chosen.update((one.key, one) for one in fitting[:MOST_PER_TOPIC])
    return tuple(chosen.values())[:MOST_CITATIONS]
