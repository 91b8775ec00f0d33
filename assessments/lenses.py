"""The same answers seen through each lens: is it designed, used, can people do it, are there data, is it improved?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from assessments.model import LENSES, Question
from assessments.panel import Floats
from assessments.results import LensScore, QuestionScore
from assessments.stats import weighted_mean

if TYPE_CHECKING:
    from assessments.measurement import Measurement


def score_lenses(measurement: Measurement) -> tuple[LensScore, ...]:
    """Return how each lens looks that the model uses; none where its questions run on different scales.

    A person counts with 60 % of what applies to them answered, as for a dimension.

    Source: docs/methods.md, section 2.8.
    """
    panel = measurement.panel
    questions = {score.key: score for score in measurement.questions}
    tagged = [question for question in panel.questions if question.lens is not None]
    ranges = {(questions[question.key].low, questions[question.key].high) for question in tagged}
    if len(ranges) != 1 or measurement.is_silenced:
        return ()
    found = []
    for lens in LENSES:
        looking = [question for question in tagged if question.lens == lens]
        if not looking:
            continue
        scores = _person_scores(measurement, looking)
        respondents = int((~np.isnan(scores)).sum())
        claimed = _shown(measurement, scores)
        found.append(
            LensScore(
                lens=lens,
                questions=len(looking),
                respondents=respondents,
                claimed=claimed,
                evidenced=None if claimed is None else _evidenced(looking, questions, claimed),
                by_dimension={
                    dimension.key: _shown(measurement, _person_scores(measurement, within))
                    for dimension in panel.model.dimensions
                    if (within := [one for one in dimension.all_questions if one.lens == lens])
                },
            )
        )
    return tuple(found)


def _person_scores(measurement: Measurement, questions: Sequence[Question]) -> Floats:
    """Return each person's weighted mean over some questions; NaN with too few answers."""
    panel = measurement.panel
    columns = panel.columns(questions)
    values, weights = panel.values[:, columns], np.array([question.weight for question in questions])
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        scores: Floats = (np.where(known, values, 0.0) * weights).sum(axis=1) / (known * weights).sum(axis=1)
    scores[~panel.enough(columns, panel.values)] = np.nan
    return scores


def _shown(measurement: Measurement, scores: Floats) -> float | None:
    """Return the balanced score, unless it is of too few people to be shown."""
    said = int((~np.isnan(scores)).sum())
    if measurement.setting.mode != "named" and said < measurement.setting.threshold:
        return None
    return measurement.balanced(scores)


def _evidenced(
    looking: Sequence[Question], questions: Mapping[str, QuestionScore], claimed: float
) -> float | None:
    pairs = [
        (score, question.weight)
        for question in looking
        if (score := questions[question.key].evidenced) is not None
    ]
    if not pairs:
        return None
    return min(claimed, weighted_mean([score for score, _ in pairs], [weight for _, weight in pairs]))
