"""Training beside the next measurement of the same dimension: evidence to look at, never part of a score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.db import enrolments as rows
from app.db.assessments import Assessment
from app.db.enrolments import Enrolment
from app.services.cohorts import first_results
from assessments.privacy import THRESHOLD
from content.text import Text
from courses.cohorts import Result, Share, pool_results
from courses.course import Course, list_courses


@dataclass(frozen=True, slots=True)
class TrainingEvidence:
    """A course that was assigned because of a dimension, as far as it had come when that was asked about again.

    Attributes:
        until: what came later, answers among it, counts for nothing here.
        assigned, finished: people who had it because of the dimension, and those of them who had completed it.
        people, share: the group whose first tries at the test are told, of all who have the course; None for too few.
    """

    dimension: str
    course: Text
    until: datetime
    assigned: int
    finished: int
    people: int
    share: Share | None


def training_before(row: Assessment) -> tuple[TrainingEvidence, ...]:
    """Return the training that came before the first answer of a measurement; none until that is closed.

    By dimension and course: only courses that an earlier measurement of the client gave reason for, and only where
    at least as many people as the threshold had one because of the dimension. The caller has checked who reads it.
    """
    if row.closed_at is None:
        return ()
    until = row.launched_at or row.closed_at
    courses = {course.key: course for course in list_courses()}
    there = [
        one
        for one in rows.list_of_client(row.engagement.client_id)
        if one.course_key in courses and one.created_at <= until
    ]
    groups: dict[tuple[str, str], list[Enrolment]] = {}
    for one in there:
        if one.because_dimension is not None and one.because_assessment_id != row.id:
            groups.setdefault((one.because_dimension, one.course_key), []).append(one)
    enough = {key: group for key, group in sorted(groups.items()) if len(group) >= THRESHOLD}
    results = first_results({one.id: courses[one.course_key].final for one in there if enough})
    return tuple(
        _evidence(
            dimension, courses[key], group, [one for one in there if one.course_key == key], results, until
        )
        for (dimension, key), group in enough.items()
    )


def _evidence(
    dimension: str,
    course: Course,
    group: Sequence[Enrolment],
    everybody: Sequence[Enrolment],
    results: Mapping[UUID, Result],
    until: datetime,
) -> TrainingEvidence:
    # The test is told of all who have the course, in the same batches as on the page Training: of another circle of
    # people, the two figures side by side could give somebody away.
    handed_in = [results[one.id] for one in everybody if one.id in results]
    pooled = pool_results([one for one in handed_in if one.handed_in_at <= until], THRESHOLD)
    return TrainingEvidence(
        dimension=dimension,
        course=course.title,
        until=until,
        assigned=len(group),
        finished=sum(one.completed_at is not None and one.completed_at <= until for one in group),
        people=pooled.people,
        share=pooled.share,
    )
