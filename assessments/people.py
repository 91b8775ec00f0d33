"""What single people say and how they answer, as far as it may be told. The method is in docs/methods.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from assessments.careless import careless_flags, looked_at
from assessments.measurement import Measurement
from assessments.model import ROLES
from assessments.panel import DK, LEVEL, NOT_ASKED, Flags, part_of
from assessments.results import FEWEST_RESPONDENTS, CarelessSummary, RespondentScore
from assessments.rules import apply_root_rule


def summarise_careless(measurement: Measurement, seconds: Mapping[str, float] | None) -> CarelessSummary:
    """Return who answers carelessly, as far as it may be said, and the scores without them."""
    panel, setting = measurement.panel, measurement.setting
    flags = careless_flags(panel, seconds)
    flagged: Flags = np.any(list(flags.values()), axis=0) if panel.size else np.zeros(0, dtype=bool)
    count = int(flagged.sum())
    summary = CarelessSummary(
        flagged=count,
        checked=looked_at(panel),
        counts={name: int(found.sum()) for name, found in flags.items() if found.any()},
    )
    if setting.mode == "named":
        names = {
            panel.respondents[row]: tuple(name for name, found in flags.items() if found[row])
            for row in np.flatnonzero(flagged)
        }
        summary = replace(summary, respondents=dict(sorted(names.items())))
    # What one or two people change would tell what they said.
    may_say = setting.mode == "named" or min(count, panel.size - count) >= setting.threshold
    if not count or panel.size - count < FEWEST_RESPONDENTS or not may_say or measurement.is_silenced:
        return summary
    rest = Measurement(part_of(panel, ~flagged), replace(setting, is_census=False))
    claims = rest.claimed()
    if not claims:
        return summary
    keys = [dimension.key for dimension in panel.model.dimensions if dimension.key in claims]
    index = float(apply_root_rule(panel.model, keys, np.array([[claims[key] for key in keys]]))[0])
    return replace(summary, mean_without=index, dimensions_without=claims)


def score_people(
    measurement: Measurement, flags: Mapping[str, tuple[str, ...]]
) -> tuple[RespondentScore, ...]:
    """Return what each person says, by role and name; nothing unless people answer under their names.

    Source: docs/methods.md, sections 1.1 and 2.
    """
    if measurement.setting.mode != "named":
        return ()
    panel, keys = measurement.panel, [dimension.key for dimension in measurement.model.dimensions]
    scores = np.column_stack([measurement.scores[key] for key in keys])
    means = apply_root_rule(measurement.model, keys, scores)
    order = sorted(range(panel.size), key=lambda row: (int(panel.roles[row]), panel.respondents[row]))
    return tuple(
        RespondentScore(
            respondent=panel.respondents[row],
            role=ROLES[panel.roles[row]],
            mean=_known(means[row]),
            dimensions={key: _known(score) for key, score in zip(keys, scores[row], strict=True)},
            answered=int((panel.kinds[row] == LEVEL).sum()),
            asked=int((panel.kinds[row] != NOT_ASKED).sum()),
            dont_know=int((panel.kinds[row] == DK).sum()),
            flags=flags.get(panel.respondents[row], ()),
        )
        for row in order
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
