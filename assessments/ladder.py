"""How far finished initiatives lift a dimension, rung by rung."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assessments.catalogue import Catalogue, Initiative, PlanType
from assessments.results import MaturityResult

SLACK = 0.3
"""An initiative may begin this much below the level it starts from."""

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Ladder:
    """The initiatives a type of plan can use, and the level each dimension stands on today.

    Attributes:
        usable: key to initiative, in catalogue order.
        rungs: (dimension, lower level) to the number of usable initiatives on that rung. Each of them lifts
            the dimension by an equal part of the level.
        today: dimension to evidenced score; a dimension without a score is missing.
    """

    usable: Mapping[str, Initiative]
    rungs: Mapping[tuple[str, int], int]
    today: Mapping[str, float]

    def is_in_place(self, initiative: Initiative) -> bool:
        """Return whether the dimension stands where the initiative would bring it."""
        level = self.today.get(initiative.dimension)
        return level is not None and level >= initiative.lift_to - _ROUNDING

    def needs(self, initiative: Initiative) -> tuple[str, ...]:
        """Return the prerequisites that are not in place, excluded ones replaced by their stand-in."""
        return tuple(
            key
            for key in self.replaced(initiative)
            if key in self.usable and not self.is_in_place(self.usable[key])
        )

    def unusable_need(self, initiative: Initiative) -> str | None:
        """Return the first prerequisite that the type of plan excludes and nothing stands in for."""
        return next((key for key in self.replaced(initiative) if key not in self.usable), None)

    def replaced(self, initiative: Initiative) -> tuple[str, ...]:
        """Return the prerequisites as written, excluded ones replaced by their stand-in if there is one."""
        stand_ins = {one.stands_in_for: key for key, one in self.usable.items() if one.stands_in_for}
        return tuple(key if key in self.usable else stand_ins.get(key, key) for key in initiative.needs)

    def level(self, dimension: str, finished: Collection[str]) -> float:
        """Return the level of a scored dimension once these initiatives are finished.

        Raises:
            KeyError: the dimension has no score.
        """
        level = self.today[dimension]
        done = Counter(
            self.usable[key].lift_from for key in finished if self.usable[key].dimension == dimension
        )
        for rung in sorted(done):
            if not self.is_reachable(level, rung):
                break
            level = max(level, min(rung + 1.0, level + done[rung] / self.rungs[dimension, rung]))
        return level

    @staticmethod
    def is_reachable(level: float, rung: int) -> bool:
        """Return whether an initiative that starts from a rung may begin at a level."""
        return level >= rung - SLACK - _ROUNDING


def build_ladder(
    catalogue: Catalogue, plan_type: PlanType, sector: str | None, result: MaturityResult
) -> Ladder:
    """Return the ladder for a type of plan in a sector."""
    usable = {
        one.key: one
        for one in catalogue.initiatives
        if plan_type in one.types and one.sector in (None, sector)
    }
    rungs = Counter((one.dimension, one.lift_from) for one in usable.values())
    today = {one.key: one.evidenced for one in result.dimensions if one.evidenced is not None}
    return Ladder(usable, rungs, today)
