"""What a report tells of the measurement before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from assessments.plan_effects import effects_of
from assessments.since_last import PlanKept, TrainingDone, since_last, training_done
from assessments.waves import Change
from tests.assessments.test_plan_effects import MONDAY, PLAN, change, compared, measured

DAY = date(2025, 3, 12)
WHOLE = Change("whole", {"en": "All"}, 2.4, 2.7, 0.3, 0.2, 0.1, 0.5, "up")
COMPARED = replace(compared(RSK=0.4, GOV=0.1), overall=WHOLE)
TITLE, COURSE = {"en": "Risk"}, {"en": "Risk basics"}


def test_what_moved_is_counted_by_what_can_be_told() -> None:
    still = replace(change("STR", 0.0), direction="no detectable change")
    fallen = replace(change("PPL", -0.5), direction="down")
    found = since_last(DAY, replace(COMPARED, dimensions=(*COMPARED.dimensions, still, fallen)), None, ())
    assert found is not None
    assert (found.measured_on, found.overall) == (DAY, WHOLE)
    assert (found.dimensions, found.up, found.down, found.plan, found.training) == (4, 2, 1, None, ())


def test_two_measurements_that_cannot_be_compared_as_a_whole_are_not_told() -> None:
    assert since_last(DAY, replace(COMPARED, overall=None), None, ()) is None


def test_the_plan_is_told_by_where_evidence_lies_beside_its_projection() -> None:
    effects = effects_of(PLAN, {"RSK-2": "done"}, measured(RSK=2.3), COMPARED, MONDAY + timedelta(weeks=30))
    assert effects is not None
    found = since_last(DAY, COMPARED, effects, ())
    assert found is not None
    standings = [one.standing for one in effects.dimensions]
    above, near, below = (standings.count(one) for one in ("above", "near", "below"))
    assert found.plan == PlanKept(1, effects.due, effects.agreed, above, near, below)
    assert near >= 1


def test_of_few_people_nothing_is_told_and_of_few_who_finished_only_that() -> None:
    assert training_done("RSK", TITLE, COURSE, 4, 4, 5) is None
    assert training_done("RSK", TITLE, COURSE, 5, 4, 5) == TrainingDone("RSK", TITLE, COURSE, 5, None)
    assert training_done("RSK", TITLE, COURSE, 9, 5, 5) == TrainingDone("RSK", TITLE, COURSE, 9, 5)
