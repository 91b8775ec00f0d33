"""Targets of an assessment: what the rules ask of each dimension, and what a person has set instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from app.db import assessments as rows
from app.db import db
from app.db.assessments import Assessment
from app.db.people import find_user
from app.db.targets import TargetRow, find_target, list_targets
from app.errors import Conflict, Invalid
from app.policy import Action, Actor, require
from app.services import conclusions, trail
from app.services.assessments import model_of
from app.services.entries import clean_text
from app.services.outcomes import Outcome, outcome_of
from app.surroundings import now
from assessments.gaps import Gap, Target
from assessments.model import MaturityModel
from content import Text

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class SetTarget:
    """A target that a person has set; `by` is None where the account is gone."""

    level: float
    note: str
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One dimension: where it stands, its target as the plan uses it now, the default, and what was set.

    `is_waiting` says that the plan does not use what was set, or restored, yet.
    """

    target: Target
    title: Text
    gap: Gap
    default: float
    chosen: SetTarget | None
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class TargetsPage:
    """`lines` are in model order, and empty until there are a result and a profile."""

    outcome: Outcome
    lines: tuple[TargetLine, ...]
    lowest: int
    highest: int


def targets_page(actor: Actor, assessment_id: UUID) -> TargetsPage:
    """Return the targets of an assessment, and what stands behind each.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, rows.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    advice = conclusions.advice_of(row)
    if advice is None:
        return TargetsPage(outcome, (), 0, 0)
    result = conclusions.result_of(row)
    chosen = {one.dimension: one for one in list_targets(row.id)}
    gaps = {gap.dimension: gap for gap in advice.gaps}
    lines = tuple(
        _line(row, target, gaps[target.dimension], chosen.get(target.dimension)) for target in advice.targets
    )
    return TargetsPage(outcome, lines, result.lowest, result.highest)


def _line(row: Assessment, target: Target, gap: Gap, chosen: TargetRow | None) -> TargetLine:
    default = target.default_level if row.target_level is None else row.target_level
    wanted = default if chosen is None else chosen.level
    return TargetLine(
        target=target,
        title=gap.title,
        gap=gap,
        default=default,
        chosen=None if chosen is None else _described(chosen),
        is_waiting=target.level != wanted or (chosen is not None and target.note != chosen.note),
    )


def _described(chosen: TargetRow) -> SetTarget:
    user = find_user(chosen.set_by)
    return SetTarget(chosen.level, chosen.note, user.name if user else None, chosen.set_at)


def set_target(actor: Actor, assessment_id: UUID, dimension: str, level: float, note: str) -> None:
    """Set the target of a dimension, and ask for the conclusions to be drawn again.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: the assessment is not closed.
        Invalid: an unknown dimension, a level outside the model's, no reason or too long a one.
    """
    row = _closed(actor, assessment_id)
    model = model_of(row)
    _check_dimension(model, dimension)
    lowest, highest = model.levels[0].level, model.levels[-1].level
    if not lowest <= level <= highest:
        raise Invalid("level", "out_of_range", lowest=lowest, highest=highest)
    reason = clean_text(note, "note", LONGEST_NOTE)
    if not reason:
        raise Invalid("note", "target_reason_needed")
    known = find_target(row.id, dimension)
    if known is not None and (known.level, known.note) == (level, reason):
        return
    if known is None:
        known = TargetRow(id=uuid4(), firm_id=row.firm_id, assessment_id=row.id, dimension=dimension)
        db.session.add(known)
    known.level, known.note, known.set_by, known.set_at = level, reason, actor.id, now()
    db.session.flush()
    trail.note(actor.id, "target set", "assessment", row.id, dimension=dimension, level=level)
    conclusions.draw_again(actor.id, row.id)


def restore_target(actor: Actor, assessment_id: UUID, dimension: str) -> None:
    """Take back a target that was set; where none was, nothing changes.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: the assessment is not closed.
        Invalid: an unknown dimension.
    """
    row = _closed(actor, assessment_id)
    _check_dimension(model_of(row), dimension)
    known = find_target(row.id, dimension)
    if known is None:
        return
    db.session.delete(known)
    db.session.flush()
    trail.note(actor.id, "target restored", "assessment", row.id, dimension=dimension)
    conclusions.draw_again(actor.id, row.id)


def _closed(actor: Actor, assessment_id: UUID) -> Assessment:
    row = require(actor, Action.RUN_ASSESSMENT, rows.lock_assessment(assessment_id))
    if row.state != "closed":
        raise Conflict("not_closed")
    return row


def _check_dimension(model: MaturityModel, dimension: str) -> None:
    if dimension not in {one.key for one in model.dimensions}:
        raise Invalid("dimension", "unknown_choice")
