"""Targets that a person sets in a file: dimension to level and reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from assessments.gaps import TargetOverride
from assessments.model import MaturityModel
from content import NO_OTHER_FIELDS, ContentError, Limits, Problem, Rule
from content.encoding import read_bytes
from content.reading import MOST_BYTES, findings_in, read_text
from content.text import is_filled


@dataclass(frozen=True, slots=True)
class TargetEntry:
    """The level that one dimension should reach, and why it is not the rules' one."""

    __pydantic_config__ = NO_OTHER_FIELDS

    target: float
    reason: Annotated[str, Limits(max_length=500), Rule(is_filled, "the reason in words")]


@dataclass(frozen=True, slots=True)
class TargetFile:
    """What a file of targets holds."""

    __pydantic_config__ = NO_OTHER_FIELDS

    targets: Mapping[str, TargetEntry]

    def problems_with(self, model: MaturityModel) -> Iterator[Problem]:
        """Yield each entry of a dimension that the model does not have, or of a level outside its scale."""
        known = [one.key for one in model.dimensions]
        lowest, highest = model.levels[0].level, model.levels[-1].level
        for key, entry in self.targets.items():
            if key not in known:
                yield Problem(("targets", key), f"the dimension {key}", ", ".join(known), "known-dimension")
            elif not lowest <= entry.target <= highest:
                found, allowed = f"{entry.target:g}", f"a level from {lowest} to {highest}"
                yield Problem(("targets", key, "target"), found, allowed, "scale")


def read_targets(path: Path, model: MaturityModel) -> dict[str, TargetOverride]:
    """Return the targets of a file (`targets:` with dimension to `target` and `reason`), held to a model.

    Raises:
        ContentError: the file is refused whole; each finding names line, field, found and allowed.
    """
    data = read_bytes(path, MOST_BYTES)
    file = read_text(data, TargetFile, str(path))
    if problems := list(file.problems_with(model)):
        raise ContentError(findings_in(data, str(path), problems))
    return {key: TargetOverride(entry.target, entry.reason) for key, entry in file.targets.items()}
