"""The measurement before, for the report of a later one: only what the client may be told of it."""

from __future__ import annotations

from app.db import assessments as rows
from app.db.assessments import Assessment
from app.policy import Actor
from app.services.plan_effects import effects_before
from app.services.results import last_measurement
from app.services.training_evidence import training_before
from assessments.model import MaturityModel
from assessments.privacy import THRESHOLD
from assessments.results import MaturityResult
from assessments.since_last import SinceLast, since_last, training_done


def since_last_of(
    actor: Actor, row: Assessment, model: MaturityModel, result: MaturityResult
) -> SinceLast | None:
    """Return what became of the client's last measurement; None without one that can be told.

    One of so few people that the client may see nothing of it is not told, and neither are invented answers beside
    real ones. The caller has checked who issues the report.
    """
    since = last_measurement(actor, row, model, result)
    if since is None or since.is_invented:
        return None
    earlier = rows.find_assessment(since.assessment_id)
    if earlier is None or earlier.result is None or earlier.result["is_below_threshold"]:
        return None
    moved = effects_before(actor, row.id)
    titles = {one.key: one.title for one in model.dimensions}
    training = [
        training_done(one.dimension, titles[one.dimension], one.course, one.assigned, one.finished, THRESHOLD)
        for one in training_before(row)
        if one.dimension in titles
    ]
    return since_last(
        since.closed_at.date(),
        since.found,
        None if moved is None else moved.found,
        [one for one in training if one is not None],
    )
