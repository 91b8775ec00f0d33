"""Training stands beside the next measurement, and moves nothing in it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from app.db.assessments import find_assessment
from app.errors import Hidden, Refused
from app.policy import Actor
from app.services import breakdown, conclusions, learning, results
from app.services.composing import compose
from app.services.training_evidence import TrainingEvidence
from courses.cohorts import Share
from courses.course import find_course
from tests.checked_client import counted_statements
from tests.conftest import NOW
from tests.worlds.closed import closed_assessment
from tests.worlds.learning import COURSE, Classroom, answers_to, assessment, begun, person


def evidence_before(actor: Actor, assessment_id: UUID) -> tuple[TrainingEvidence, ...]:
    return results.results_page(actor, assessment_id).training


def trained(room: Classroom, count: int, *, dimension: str | None = "RSK") -> list[Actor]:
    """Give people the course because of a dimension, and let them finish it."""
    assert room.khalid.client_id is not None
    people = [
        person("north", room.firm_id, room.khalid.client_id, f"person-{number}", "learner")
        for number in range(count)
    ]
    ids = [one.id for one in people]
    learning.assign(room.consultant, room.assessment_id, COURSE, ids, dimension, None)
    for actor in people:
        hand_in(actor, 5)
    return people


def hand_in(actor: Actor, right: int) -> None:
    enrolment_id, page = begun(actor, "exam")
    learning.submit_attempt(actor, enrolment_id, page.id, answers_to(page, right))


def second(room: Classroom, clock) -> UUID:
    """Measure again, ten days later, with the same answers."""
    row = find_assessment(room.assessment_id)
    assert row is not None
    clock.advance(days=10)
    return assessment(room.firm_id, row.engagement_id, clock())


def test_the_next_measurement_has_what_a_group_did_because_of_a_dimension(room: Classroom, clock) -> None:
    trained(room, 5)
    (one,) = evidence_before(room.consultant, second(room, clock))
    exam = find_course(COURSE).exam
    assert exam is not None
    assert (one.dimension, one.assigned, one.finished, one.people) == ("RSK", 5, 0, 5)  # 5 of 20 do not pass
    assert one.share == Share(5 / exam.questions)


def test_four_people_are_no_evidence_and_neither_is_training_without_a_reason(room: Classroom, clock) -> None:
    trained(room, 4)
    assert evidence_before(room.consultant, second(room, clock)) == ()


def test_training_without_a_reason_is_no_evidence(room: Classroom, clock) -> None:
    trained(room, 5, dimension=None)
    assert evidence_before(room.consultant, second(room, clock)) == ()


def test_a_measurement_has_no_evidence_of_training_that_it_gave_reason_for(room: Classroom) -> None:
    trained(room, 5)
    assert evidence_before(room.consultant, room.assessment_id) == ()


def test_what_came_after_the_measurement_does_not_count(room: Classroom, clock) -> None:
    people = trained(room, 5)
    later = second(room, clock)
    before = evidence_before(room.consultant, later)
    clock.advance(days=5)
    for actor in people:
        enrolment_id = learning.my_courses(actor).courses[0].id
        page = learning.attempt_page(actor, enrolment_id, learning.start_attempt(actor, enrolment_id, "exam"))
        learning.submit_attempt(actor, enrolment_id, page.id, answers_to(page, 99))
    assert evidence_before(room.consultant, later) == before


def concluded(assessment_id: UUID) -> str:
    """Work a measurement out anew from its answers, and return all that is kept of it."""
    conclusions.conclude(assessment_id)
    row = find_assessment(assessment_id)
    assert row is not None
    kept = {name: getattr(row, name) for name in ("answers_hash", "result", "conclusion", "benchmark")}
    assert kept["result"]
    return json.dumps(kept, sort_keys=True)


def test_the_same_answers_give_the_same_result_and_advice_with_training_and_without(
    room: Classroom, clock
) -> None:
    consultant = room.consultant
    start = NOW + timedelta(days=30)
    closed = closed_assessment(room.firm_id, start, team=(consultant.id,))
    before = assessment(room.firm_id, closed.engagement_id, NOW)
    without = concluded(closed.id)
    findings = results.results_page(consultant, closed.id).findings
    here = replace(room, assessment_id=before, khalid=replace(room.khalid, client_id=closed.client_id))
    trained(here, 5)
    clock.advance(days=31)
    assert [one.dimension for one in evidence_before(consultant, closed.id)] == ["RSK"]
    assert concluded(closed.id) == without
    assert results.results_page(consultant, closed.id).findings == findings


@pytest.mark.parametrize("count", [4, 5])
def test_the_report_of_the_next_measurement_tells_of_groups_alone(room: Classroom, clock, count: int) -> None:
    consultant = room.consultant
    closed = closed_assessment(room.firm_id, NOW + timedelta(days=30), team=(consultant.id,))
    before = assessment(room.firm_id, closed.engagement_id, NOW)
    here = replace(room, assessment_id=before, khalid=replace(room.khalid, client_id=closed.client_id))
    trained(here, count)
    clock.advance(days=31)
    row, earlier = find_assessment(closed.id), find_assessment(before)
    assert row is not None
    assert earlier is not None
    since = compose(row, consultant, "PL-1", "en").since
    assert since is not None
    assert since.measured_on == earlier.closed_at.date()
    change = results.results_page(consultant, closed.id).findings.change.found
    assert since.overall == change.overall
    # Nobody passed: of five people who had the course fewer than five had finished it.
    assert [(one.dimension, one.assigned, one.finished) for one in since.training] == (
        [("RSK", 5, None)] if count == 5 else []
    )
    earlier.result = {**earlier.result, "is_below_threshold": True}
    assert compose(row, consultant, "PL-1", "en").since is None


def test_the_report_of_a_first_measurement_tells_of_none(room: Classroom) -> None:
    closed = closed_assessment(room.firm_id, NOW, team=(room.consultant.id,))
    row = find_assessment(closed.id)
    assert row is not None
    assert compose(row, room.consultant, "PL-1", "en").since is None


def test_the_breakdown_shows_it_with_its_dimension_alone(room: Classroom, clock) -> None:
    trained(room, 5)
    later = second(room, clock)
    (one,) = evidence_before(room.consultant, later)
    assert breakdown.dimension_page(room.consultant, later, "RSK").training == (one,)
    assert breakdown.dimension_page(room.consultant, later, "GOV").training == ()
    assert breakdown.dimension_page(room.consultant, room.assessment_id, "RSK").training == ()


def test_what_was_learnt_while_others_answered_already_does_not_count(room: Classroom, clock) -> None:
    """A measurement is open for a while: what somebody learns on its last day came after most answers."""
    later = second(room, clock)
    row = find_assessment(later)
    assert row is not None
    row.closed_at = clock() + timedelta(days=5)
    clock.advance(days=4)
    trained(room, 5)
    assert evidence_before(room.consultant, later) == ()


def test_only_the_team_looks(room: Classroom) -> None:
    for outsider, error in ((room.colleague, Hidden), (room.khalid, Hidden), (room.faisal, Refused)):
        with pytest.raises(error):
            evidence_before(outsider, room.assessment_id)


def test_it_takes_as_many_statements_for_many_tries_as_for_few(room: Classroom, clock) -> None:
    def statements() -> int:
        with counted_statements() as seen:
            assert evidence_before(room.consultant, later)
        return len(seen)

    people = trained(room, 5)
    later = second(room, clock)
    before = statements()
    clock.advance(days=-5)
    for actor in people[:3]:
        enrolment_id = learning.my_courses(actor).courses[0].id
        page = learning.attempt_page(actor, enrolment_id, learning.start_attempt(actor, enrolment_id, "exam"))
        learning.submit_attempt(actor, enrolment_id, page.id, answers_to(page, 9))
    assert statements() == before <= 12
