"""Targets set by a person: kept with their reason, used by all that follows, and taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.outgoing import AuditEvent
from app.db.reports import find_report
from app.db.targets import list_targets
from app.errors import Conflict, Hidden, Invalid
from app.jobs import run_all
from app.services import reports, targets
from assessments.report import report_from_plain
from tests.conftest import NOW
from tests.worlds.closed import advice_of, closed_assessment
from tests.worlds.firms import actor_of

WHY = "The regulator asks for no more."


@pytest.fixture
def consultant(world):
    return actor_of(world, "north", "consultant", "consultant")


@pytest.fixture
def closed(app, world):
    return closed_assessment(world.ids["north"], NOW, team=(world.ids["north.consultant"],))


def change(app, closed, do, *arguments) -> None:
    with firm_scope(closed.firm_id):
        do(*arguments)
        db.session.commit()
    run_all(app)


def target_of(closed, dimension):
    return next(one for one in advice_of(closed).targets if one.dimension == dimension)


def deeds(closed) -> list[tuple[str, dict]]:
    with firm_scope(closed.firm_id):
        query = select(AuditEvent).where(
            AuditEvent.firm_id == closed.firm_id,
            AuditEvent.subject_id == closed.id,
            AuditEvent.action.like("target %"),
        )
        return [(one.action, one.detail) for one in db.session.scalars(query.order_by(AuditEvent.done_at))]


def test_a_target_reaches_gaps_and_plan_and_keeps_its_reason(app, closed, consultant):
    before = target_of(closed, "CTL")
    change(app, closed, targets.set_target, consultant, closed.id, "CTL", 1.0, f"  {WHY}\r\n")
    after = target_of(closed, "CTL")
    assert (after.level, after.note, after.default_level) == (1.0, WHY, before.level)
    gap = next(one for one in advice_of(closed).gaps if one.dimension == "CTL")
    assert (gap.target, gap.gap) == (1.0, 0.0)
    assert all(
        one.dimension != "CTL" for one in advice_of(closed).roadmap.projections if one.levels[-1] > one.start
    )
    with firm_scope(closed.firm_id):
        page = targets.targets_page(consultant, closed.id)
    line = next(one for one in page.lines if one.target.dimension == "CTL")
    assert (line.default, line.chosen.level, line.chosen.note) == (before.level, 1.0, WHY)
    assert line.chosen.by
    assert not line.is_waiting
    assert deeds(closed) == [("target set", {"dimension": "CTL", "level": 1.0})]


def test_until_it_is_computed_the_page_says_so(app, closed, consultant):
    with firm_scope(closed.firm_id):
        targets.set_target(consultant, closed.id, "CTL", 1.5, WHY)
        page = targets.targets_page(consultant, closed.id)
    assert [one.target.dimension for one in page.lines if one.is_waiting] == ["CTL"]
    assert page.outcome.is_renewing


def test_setting_it_again_replaces_it_and_the_same_twice_does_nothing(app, closed, consultant):
    change(app, closed, targets.set_target, consultant, closed.id, "CTL", 2.0, WHY)
    change(app, closed, targets.set_target, consultant, closed.id, "CTL", 2.0, WHY)
    change(app, closed, targets.set_target, consultant, closed.id, "CTL", 2.5, WHY)
    with firm_scope(closed.firm_id):
        assert [(one.dimension, one.level) for one in list_targets(closed.id)] == [("CTL", 2.5)]
    assert [detail["level"] for _, detail in deeds(closed)] == [2.0, 2.5]


def test_restoring_brings_the_default_back(app, closed, consultant):
    before = target_of(closed, "CTL")
    change(app, closed, targets.set_target, consultant, closed.id, "CTL", 2.0, WHY)
    change(app, closed, targets.restore_target, consultant, closed.id, "CTL")
    change(app, closed, targets.restore_target, consultant, closed.id, "CTL")
    assert target_of(closed, "CTL") == before
    assert [action for action, _ in deeds(closed)] == ["target set", "target restored"]


def test_one_dimension_may_differ_from_what_was_set_for_all(app, closed, consultant):
    with firm_scope(closed.firm_id):
        find_assessment(closed.id).target_level = 3.5
        db.session.commit()
    change(app, closed, targets.set_target, consultant, closed.id, "CTL", 2.0, WHY)
    levels = {one.dimension: one.level for one in advice_of(closed).targets}
    assert levels.pop("CTL") == 2.0
    assert set(levels.values()) == {3.5}
    with firm_scope(closed.firm_id):
        page = targets.targets_page(consultant, closed.id)
    assert {line.default for line in page.lines} == {3.5}


@pytest.mark.parametrize(
    ("dimension", "level", "note", "field", "reason"),
    [
        ("XYZ", 3.0, WHY, "dimension", "unknown_choice"),
        ("CTL", 0.9, WHY, "level", "out_of_range"),
        ("CTL", 5.1, WHY, "level", "out_of_range"),
        ("CTL", float("nan"), WHY, "level", "out_of_range"),
        ("CTL", float("inf"), WHY, "level", "out_of_range"),
        ("CTL", 3.0, " \n ", "note", "target_reason_needed"),
        ("CTL", 3.0, "x" * 501, "note", "too_long"),
        ("CTL", 3.0, "a\x00b", "note", "control_character"),
    ],
)
def test_what_is_no_target_is_refused(closed, consultant, dimension, level, note, field, reason):
    with firm_scope(closed.firm_id):
        with pytest.raises(Invalid) as refused:
            targets.set_target(consultant, closed.id, dimension, level, note)
        assert (refused.value.field, refused.value.reason) == (field, reason)
        assert list_targets(closed.id) == []


def test_an_unknown_dimension_cannot_be_restored(closed, consultant):
    with firm_scope(closed.firm_id), pytest.raises(Invalid):
        targets.restore_target(consultant, closed.id, "XYZ")


def test_only_a_closed_assessment_has_targets_to_set(app, world, consultant, closed):
    with firm_scope(closed.firm_id):
        find_assessment(closed.id).state = "open"
        db.session.flush()
        with pytest.raises(Conflict):
            targets.set_target(consultant, closed.id, "CTL", 2.0, WHY)


def test_nobody_outside_the_team_sets_a_target(app, world, closed):
    stranger = actor_of(world, "south", "consultant", "consultant")
    with firm_scope(world.ids["south"]):
        for do, more in ((targets.set_target, ("CTL", 2.0, WHY)), (targets.restore_target, ("CTL",))):
            with pytest.raises(Hidden):
                do(stranger, closed.id, *more)


def test_an_issued_report_keeps_the_target_and_reason_it_was_issued_with(app, closed, consultant):
    change(app, closed, targets.set_target, consultant, closed.id, "CTL", 2.0, WHY)
    with firm_scope(closed.firm_id):
        report_id = reports.issue_report(consultant, closed.id, "en")
        db.session.commit()
    change(app, closed, targets.restore_target, consultant, closed.id, "CTL")
    with firm_scope(closed.firm_id):
        kept = report_from_plain(find_report(report_id, whole=True).content)
    target = next(one for one in kept.targets if one.dimension == "CTL")
    assert (target.level, target.note) == (2.0, WHY)
    assert target_of(closed, "CTL").note == ""
